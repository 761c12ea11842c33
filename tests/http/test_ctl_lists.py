"""licencesctl's lists, for people and for programs, and changing what they show."""
import csv
import io
import os
import pty
import subprocess

import pytest

from test_ctl import NOW, ctl, empty, program  # noqa: F401


def listed(ctl, *words):  # noqa: F811
    """A list's rows as a program reads them."""
    return list(csv.DictReader(io.StringIO(ctl.run(*words))))


def on_a_terminal(ctl, *words):  # noqa: F811
    ours, its = pty.openpty()
    done = subprocess.Popen([program(), *words], env=ctl.environment, stdout=its, stderr=subprocess.STDOUT)
    os.close(its)
    text = b""
    try:
        while True:
            some = os.read(ours, 65536)
            if not some:
                break
            text += some
    except OSError:     # how Linux says that the other end has closed
        pass
    os.close(ours)
    assert done.wait() == 0, text
    return text.decode().replace("\r\r\n", "\n").replace("\r\n", "\n")


def test_lists_are_csv_for_programs_and_columns_for_people(ctl):  # noqa: F811
    assert ctl.run("product", "list").startswith("key,kind,name\nstandard,user,Standard licence\n")
    assert ctl.run("product", "list", "--format", "table").splitlines()[:2] == \
        ["key       kind         name", "standard  user         Standard licence"]
    assert not [line for line in ctl.run("--now", NOW, "employee", "list", "acme", "--format", "table").splitlines()
                if line != line.rstrip()]
    assert on_a_terminal(ctl, "product", "list") == ctl.run("product", "list", "--format", "table")
    assert on_a_terminal(ctl, "product", "list", "--format=csv") == ctl.run("product", "list")
    assert "neither table nor csv" in ctl.run("product", "list", "--format", "xml", status=2)


@pytest.mark.database
def test_every_account_is_listed_with_its_terms(ctl):  # noqa: F811
    for begin in range(0, 501, 167):
        ctl.store.run(*["INSERT INTO account SELECT id + %d, 'x%03d', name, currency, locale, timezone, months, anchor,"
                        " vat, billing, ceiling, legal_name, address, country, vat_id, state, bucket, period,"
                        " period_start, period_end, period_end_at, last_at, told_until, next_due, revision,"
                        " last_employee, last_assignment, last_log, last_outbox, last_invoice, invoice_year,"
                        " electronic_address, order_number, attach_ubl, last_plan"
                        " FROM account WHERE account_key = 'acme'" % (i + 1, i) for i in range(begin, begin + 167)])
    rows = listed(ctl, "account", "list")
    assert [row["key"] for row in rows] == ["acme"] + ["x%03d" % i for i in range(501)]
    assert rows[0] == {"key": "acme", "name": "Acme A/S", "state": "open", "currency": "DKK", "locale": "da-DK",
                       "timezone": "Europe/Copenhagen", "months": "1", "billing": "billing@acme.example"}
    assert [line.split()[0] for line in ctl.run("account", "list", "--format", "table").splitlines()] == \
        ["key"] + [row["key"] for row in rows]


def test_an_account_is_shown_as_of_then_and_changed_from_now_on(ctl):  # noqa: F811
    ctl.at(NOW, "account", "set", "acme", "--name", " Acme Holding ", "--billing", "money@acme.example", "--vat", "5.25")
    shown = {row["field"]: row["value"] for row in listed(ctl, "--now", "2026-12-05T09:00:00Z", "account", "show", "acme")}
    assert (shown["name"], shown["billing"], shown["vat"]) == ("Acme Holding", "money@acme.example", "5.25")
    assert (shown["period-start"], shown["period-end"]) == ("2026-12-01", "2027-01-01")
    logged = [row[3:7] for row in ctl.table("log") if row[3] == "setting"]
    assert logged == [["setting", "account/name", "Acme A/S", "Acme Holding"],
                      ["setting", "account/billing", "billing@acme.example", "money@acme.example"],
                      ["setting", "account/vat", "25", "5.25"]]
    assert "unchanged" in ctl.at(NOW, "account", "set", "acme", "--name", "Acme Holding")
    ctl.at(NOW, "account", "set", "acme", "--vat", "5.5")
    assert ctl.table("log")[-1][3:7] == ["setting", "account/vat", "5.25", "5.5"]
    assert "0 breaches" in ctl.at(NOW, "audit")


@pytest.mark.parametrize("words, status, told", [
    (["--currency", "EUR"], 1, "there are invoices in DKK"),
    (["--timezone", "Europe/London"], 1, "there are invoices for periods of Europe/Copenhagen"),
    (["--currency", "dkk"], 2, "DKK is"),
    (["--timezone", "Europe/Kopenhagen"], 2, "Europe/Copenhagen is"),
    (["--locale", "da_DK"], 2, "da-DK is"),
    (["--billing", "nobody"], 2, "name@example.com"),
    (["--vat", "much"], 2, "0 to 100"),
    ([], 2, "what is to be set? There are: --name"),
])
def test_what_an_account_cannot_have_is_told_with_what_would_be_right(ctl, words, status, told):  # noqa: F811
    before = ctl.at(NOW, "account", "show", "acme")
    assert told in ctl.at(NOW, "account", "set", "acme", *words, status=status)
    assert ctl.at(NOW, "account", "show", "acme") == before


def test_a_product_is_renamed_for_everybody(ctl):  # noqa: F811
    ctl.run("product", "set", "crm", "--name", "Customers")
    assert [row["name"] for row in listed(ctl, "product", "list") if row["key"] == "crm"] == ["Customers"]
    assert ctl.product("crm") and "Customers" in ctl.at(NOW, "show", "acme")
    assert "no product crn" in ctl.run("product", "set", "crn", "--name", "X", status=1)


@pytest.mark.database
def test_prices_are_listed_in_minor_units_and_as_they_are_written(ctl):  # noqa: F811
    ctl.run("price", "set", "crm", "JPY", "1500", "--from", "2026-01-01")
    assert listed(ctl, "price", "list", "crm") == [
        {"product": "crm", "currency": "DKK", "from": "2026-01-01", "minor_per_month": "9000", "per_month": "90.00"},
        {"product": "crm", "currency": "JPY", "from": "2026-01-01", "minor_per_month": "1500", "per_month": "1500"}]
    assert len(listed(ctl, "price", "list")) == 5
    assert "no product crn" in ctl.run("price", "list", "crn", status=1)


@pytest.mark.database
def test_employees_are_listed_and_changed(ctl):  # noqa: F811
    ctl.at(NOW, "employee", "add", "acme", "eva", "--name", "Eva", "--email", "eva@acme.example")
    ctl.at(NOW, "employee", "add", "acme", "robot", "--name", "Robot", "--service", "--inactive")
    rows = listed(ctl, "--now", NOW, "employee", "list", "acme")
    assert [(row["id"], row["login"], row["status"], row["marked_until"], row["service"]) for row in rows] == [
        ("1", "anna", "active", "", ""), ("2", "bo", "active", "", ""), ("3", "tsø", "active", "", ""),
        ("4", "eva", "marked", "2026-11-17T09:00:00Z", ""), ("5", "robot", "inactive", "", "yes")]
    assert [row["login"] for row in listed(ctl, "--now", NOW, "employee", "list", "acme", "--status", "active")] == \
        ["anna", "bo", "tsø", "eva"]
    assert [row["login"] for row in
            listed(ctl, "--now", "2026-11-20T09:00:00Z", "employee", "list", "acme", "--status=inactive")] == \
        ["eva", "robot"]
    assert rows[2]["name"] == "'=SUM(1)"
    ctl.at(NOW, "employee", "set", "acme", "eva", "--name", "Eva Holm", "--initials", "EH")
    assert [(row["name"], row["initials"], row["email"]) for row in listed(ctl, "--now", NOW, "employee", "list", "acme")
            if row["login"] == "eva"] == [("Eva Holm", "EH", "eva@acme.example")]
    assert "unchanged" in ctl.at(NOW, "employee", "set", "acme", "eva", "--initials", "EH")
    assert "name@example.com" in ctl.at(NOW, "employee", "set", "acme", "eva", "--email", "eva", status=2)
    ctl.at(NOW, "employee", "set", "acme", "ghost", "--name", "Ghost", status=1)
    assert "--name" in ctl.at(NOW, "employee", "set", "acme", "eva", status=2)
    assert "0 breaches" in ctl.at(NOW, "audit")


def test_settings_are_listed_as_they_are_set(ctl):  # noqa: F811
    assert listed(ctl, "setting", "list") == [
        {"name": "grace-period", "value": "7d"}, {"name": "undo-period", "value": "1d"},
        {"name": "logins", "value": "portal"}]
    ctl.run("set", "grace-period", "36h")
    ctl.run("set", "undo-period", "off")
    ctl.run("set", "logins", "account")
    assert [row["value"] for row in listed(ctl, "setting", "list")] == ["36h", "Off", "account"]
    assert "a log-in belongs to one account" in ctl.run("set", "logins", "portal")
    assert listed(ctl, "setting", "list")[2]["value"] == "portal"


def test_what_an_older_database_holds_cannot_steer_the_terminal(ctl):  # noqa: F811
    ctl.store.run("UPDATE product SET name = 'a' || char(155) || '31mb' || char(27) || 'c' || char(127) WHERE product_key = 'crm'"
                  if ctl.store.kind == "sqlite3" else "UPDATE product SET name = 'a??31mb' WHERE product_key = 'crm'")
    assert not {"\x1b", "\x9b", "\x7f"} & set(ctl.run("product", "list", "--format", "table"))
