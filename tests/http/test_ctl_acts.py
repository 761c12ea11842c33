"""licencesctl: what is planned, what an act refuses and why, prices that are withdrawn, who sells, and parked mail."""
import csv
import io

import pytest

from test_ctl import NOW, ctl, empty  # noqa: F401


@pytest.fixture
def small(ctl):     # noqa: F811
    """Of acme's three licences all are in use; ida isn't active."""
    ctl.at(NOW, "employee", "add", "acme", "ida", "--name", "Ida Juul", "--initials", "IJ", "--email", "ida@acme.example",
           "--inactive")
    return ctl


def planned(ctl):       # noqa: F811
    rows = csv.DictReader(io.StringIO(ctl.at(NOW, "plan", "list", "acme", "--format", "csv")))
    return [(row["kind"], row["on"], row["login"] or row["product"], row["quantity"], row["planned_by"]) for row in rows]


# --- plans ------------------------------------------------------------------------------------------


def test_plans_are_made_listed_in_order_and_cancelled(small):
    assert "planned: ida starts on 2026-11-20" in small.at(NOW, "plan", "acme", "start", "ida", "2026-11-20")
    assert "planned: bo has the last day on 2026-11-19" in small.at(NOW, "plan", "acme", "leave", "bo", "2026-11-19")
    assert "planned: 5 of standard from 2026-11-18" in small.at(NOW, "plan", "acme", "buy", "standard", "5", "2026-11-18")
    assert planned(small) == [("buy", "2026-11-18", "standard", "5", "operator"),
                              ("leave", "2026-11-19", "bo", "", "operator"), ("start", "2026-11-20", "ida", "", "operator")]
    number = next(row["id"] for row in csv.DictReader(io.StringIO(
        small.at(NOW, "plan", "list", "acme", "--format", "csv"))) if row["kind"] == "leave")
    assert "cancelled" in small.at(NOW, "plan", "acme", "cancel", number)
    assert "no such plan" in small.at(NOW, "plan", "acme", "cancel", number, status=1)
    assert [row[0] for row in planned(small)] == ["buy", "start"]
    assert "0 breaches" in small.at(NOW, "audit")


def test_a_planned_purchase_has_the_order_number_that_was_given(small):
    small.at(NOW, "plan", "acme", "buy", "standard", "5", "2026-11-18", "--order-number", " PO 18 ")
    listed = csv.DictReader(io.StringIO(small.at(NOW, "plan", "list", "acme", "--format", "csv")))
    assert [row["order_number"] for row in listed] == ["PO 18"]
    assert 'order-number="PO 18"' in small.at("2026-11-18T12:00:00Z", "export", "acme", "invoices", "--format", "xml")
    assert "planned: 6 of standard" in small.at(NOW, "plan", "acme", "buy", "standard", "6", "2026-11-19")
    assert 'order-number="PO 18"' not in small.at("2026-11-19T12:00:00Z", "export", "acme", "invoices", "--format", "xml")


def test_decades_ahead_what_is_planned_is_done_in_what_is_exported_and_stays_planned(small):
    for words in (["buy", "standard", "5", "2026-11-18"], ["leave", "bo", "2027-03-31"], ["start", "ida", "2027-12-01"]):
        small.at(NOW, "plan", "acme", *words)
    before = planned(small)
    then = {what: list(csv.DictReader(io.StringIO(small.at("2056-11-10T09:00:00Z", "export", "acme", what))))
            for what in ("overview", "employees", "invoices", "plans")}
    assert then["plans"] == []
    assert {row["login"]: row["status"] for row in then["employees"] if row["login"] in ("bo", "ida")} == {
        "bo": "inactive", "ida": "active"}
    assert [row["purchased"] for row in then["overview"] if row["key"] == "standard"] == ["5"]
    assert sum(row["kind"] == "renewal" for row in then["invoices"]) == 12 * 30
    assert planned(small) == before and len(before) == 3
    assert "0 breaches" in small.at(NOW, "audit")


def test_a_plan_that_is_there_already_is_said_to_be_as_before(small):
    for words in (["start", "ida", "2026-11-20"], ["buy", "standard", "5", "2026-11-18"]):
        assert ", as before" not in small.at(NOW, "plan", "acme", *words)
        assert ", as before" in small.at(NOW, "plan", "acme", *words)
    assert len(planned(small)) == 2


def test_plans_of_more_than_one_part_are_all_listed(ctl):    # noqa: F811
    rows = ["employee add acme p%d --name P%d --initials P --email p%d@acme.example --inactive\n"
            "plan acme start p%d 2026-12-%02d\n" % (i, i, i, i, i % 28 + 1) for i in range(520)]
    ctl.run("--now", NOW, "batch", "-", text="".join(rows))
    listed = planned(ctl)
    assert len({row[2] for row in listed}) == len(listed) == 520
    assert [row[1] for row in listed] == sorted(row[1] for row in listed)
    exported = list(csv.DictReader(io.StringIO(ctl.at(NOW, "export", "acme", "plans"))))
    assert [(row["on"], row["login"]) for row in exported] == [row[1:3] for row in listed]


@pytest.mark.parametrize("words, status, told", [
    (["start", "ida"], 2, "ACCOUNT start|leave LOGIN DATE"),
    (["start", "ida", "20/11/2026"], 2, "20/11/2026 is no date like"),
    (["start", "ida", "2026-11-31"], 2, "2026-11-31 is no date like"),
    (["start", "nobody", "2026-11-20"], 1, "nobody"),
    (["buy", "standard", "5"], 2, "ACCOUNT buy PRODUCT TOTAL DATE"),
    (["buy", "standard", "five", "2026-11-18"], 1, "five is not a whole number in digits: nothing was planned"),
    (["buy", "standard", "5", "soon"], 2, "soon is no date like"),
    (["buy", "standard", "5", "2026-11-18", "--order-number", "x" * 61], 2, "one line of at most 60 characters"),
    (["start", "ida", "2026-11-20", "--order-number", "PO 18"], 2, "--order-number: with buy"),
    (["cancel"], 2, "something is missing"),
    (["cancel", "1", "2"], 2, "ACCOUNT cancel ID"),
    (["cancel", "first"], 2, "first"),
    (["move", "ida", "2026-11-20"], 2, "move is none of start, leave, buy, cancel"),
])
def test_what_cannot_be_planned_is_told_and_nothing_is(small, words, status, told):
    assert told in small.at(NOW, "plan", "acme", *words, status=status)
    assert not planned(small)


# --- acts that are refused ----------------------------------------------------------------------------


def test_an_act_that_is_refused_says_whom_and_why(small):
    small.at(NOW, "employee", "add", "acme", "sync", "--name", "Sync", "--initials", "S", "--email", "s@acme.example",
             "--service")
    small.at(NOW, "policy", "acme", "standard", "block")
    for words, told in ((["employee", "deactivate", "acme", "anna"], "acme: anna is the last active one"),
                        (["assign", "acme", "ida", "crm"], "acme: ida is inactive"),
                        (["assign", "acme", "sync", "crm"], "acme: sync is a service log-in"),
                        (["employee", "activate", "acme", "ida"], "acme: ida gets no licence, as none is free"),
                        (["employee", "activate", "acme", "nobody"], "has no employee nobody")):
        assert told in small.at(NOW, *words, status=1)
    assert small.product("standard")["used"] == "3" and small.product("crm")["used"] == "0"


# --- prices, who sells, mail ----------------------------------------------------------------------------


def test_a_price_to_come_is_withdrawn_and_one_that_holds_is_not(ctl):       # noqa: F811
    ctl.at(NOW, "price", "set", "crm", "DKK", "9500", "--from", "2027-01-01")
    assert "2027-01-01 is no date like" in ctl.at(NOW, "price", "unset", "crm", "DKK", "on 2027-01-01", status=2)
    assert "is withdrawn" in ctl.at(NOW, "price", "unset", "crm", "DKK", "2027-01-01")
    ctl.at(NOW, "price", "unset", "crm", "DKK", "2027-01-01", status=1)
    ctl.at(NOW, "price", "unset", "crm", "DKK", "2026-01-01", status=1)
    assert "2027-01-01" not in ctl.at(NOW, "price", "list", "crm")


def test_who_sells_and_each_countrys_tax_is_shown(ctl):                     # noqa: F811
    ctl.at(NOW, "seller", "set", "--name", "Portal ApS", "--payment-days", "14", "--tax", "DE=AE", "--tax",
           "NO=Z:Export of services")
    shown = ctl.at(NOW, "seller", "show", "--format", "csv")
    assert "Portal ApS" in shown and "14" in shown and "DE=AE" in shown and "NO=Z:Export of services" in shown
    for days in ("-1", "100000", "soon"):
        assert "--payment-days" in ctl.at(NOW, "seller", "set", "--payment-days", days, status=2)
    assert shown == ctl.at(NOW, "seller", "show", "--format", "csv")
    ctl.at(NOW, "seller", "set", "--address", "Testvej 1\n2100 København Ø")
    assert '"Testvej 1\n2100 København Ø"' in ctl.at(NOW, "seller", "show", "--format", "csv")
    assert "Testvej 1 2100 København Ø" in ctl.at(NOW, "seller", "show", "--format", "table")


def test_parked_mail_is_tried_again(ctl):                                   # noqa: F811
    ctl.at(NOW, "quantity", "acme", "standard", "5")
    ctl.store.run("UPDATE outbox SET state = 'parked'")
    assert "mail: 0 parked" not in ctl.at(NOW, "mail", "retry")
    assert "mail: 0 parked" in ctl.at(NOW, "mail", "retry", "acme")
