"""First and last days where employees are given: partners' lists, files of operators, and the lists that show them
(product.md, Plans)."""
import csv
import datetime
import io

import pytest

from env import NS, text_of
from test_planned import anna, day, full, plans  # noqa: F401
from test_put import partner, people, put  # noqa: F401
from test_put_lists import people_of, refused, row

pytestmark = pytest.mark.database


@pytest.fixture
def account(full):  # noqa: F811
    """As test_planned has it: eva and ida are to start. The partner's own fixture asks for it by this name."""
    return full


def merge(partner, *rows):  # noqa: F811
    return put(partner, "/employees.xml", people(*rows, mode="merge"))


def days(account, name):
    shown = people_of(account)[account.login(name)]
    return shown.get("starts"), shown.get("ends")


def test_a_list_that_is_put_plans_changes_and_cancels_first_and_last_days(account, partner):  # noqa: F811
    name = account.login
    answer = merge(partner, row(login=name("eva"), starts=day(9), ends=day(30)), row(login=name("bo"), ends=day(8)))
    assert (answer.get("planned"), answer.get("unchanged")) == ("2", "0")
    assert (days(account, "eva"), days(account, "bo")) == ((day(9), day(30)), (None, day(8)))
    merge(partner, row(login=name("eva"), starts=day(10)), row("Bo", login=name("bo")))
    assert (days(account, "eva"), days(account, "bo")) == ((day(10), day(30)), (None, day(8))), "absent: as it is"
    merge(partner, row(login=name("eva"), ends=""))
    assert days(account, "eva") == (day(10), None)
    assert plans(account) == [["leave", day(8), name("bo"), None, None], ["start", day(10), name("eva"), None, None]]


def test_somebody_new_is_inactive_until_the_first_day(account, partner):  # noqa: F811
    name = account.login
    merge(partner, row("New", login=name("new"), email="new@example.com", status="inactive", starts=day(5), ends=day(5)))
    assert people_of(account)[name("new")].get("status") == "inactive"
    assert days(account, "new") == (day(5), day(5))


def test_a_list_with_days_can_be_put_back_as_it_was_read(account, partner):  # noqa: F811
    name = account.login
    merge(partner, row(login=name("eva"), starts=day(9)), row(login=name("bo"), ends=day(8)))
    entries = len(account.export("log"))
    answer = partner.put("/employees.xml", data=partner.get("/employees.xml").content, headers={
        "Content-Type": "application/xml", "Idempotency-Key": '"back"'})
    assert answer.status_code == 200, answer.text
    told = partner.portal.valid(answer)
    assert (told.get("planned"), told.get("changed")) == ("0", "0")
    assert len(account.export("log")) == entries


@pytest.mark.parametrize("attributes, status, word", [
    ({"starts": day(-1)}, 422, "plan-day"), ({"starts": day(403)}, 422, "plan-day"),
    ({"starts": day(20), "ends": day(10)}, 422, "plan-order"),
    ({"starts": "2027-02-30"}, 400, None), ({"starts": "٢٠٢٧-٠١-٠١"}, 400, None), ({"ends": "soon"}, 400, None)])
def test_a_day_that_cannot_be_is_named_with_its_line_and_nothing_is_taken(account, partner, attributes, status, word):  # noqa: F811
    body = people(row(login=account.login("ida"), starts=day(3)), "\n", row(login=account.login("eva"), **attributes), mode="merge")
    kind, rows, root = refused(partner, "/employees.xml", body, status)
    words = [fact["type"].rsplit(":", 1)[-1] for fact in rows if "type" in fact]
    assert word is None or word in [kind, *words], (kind, rows)
    assert "2" in [fact.get("line") for fact in rows] or root.findtext("{urn:ietf:rfc:7807}line") == "2", rows
    assert plans(account) == []


def test_for_a_service_log_in_no_day_is_taken(account, partner):  # noqa: F811
    account.ctl("employee", "add", account.key, account.login("bot"), "--name", "Bot", "--email", "bot@example.com", "--service")
    kind, rows, _ = refused(partner, "/employees.xml", people(row(login=account.login("bot"), ends=day(5)), mode="merge"), 422)
    assert "employee-service" in str([kind, rows])
    assert plans(account) == []


def test_lists_show_the_days_behind_their_columns_and_can_be_narrowed_to_who_starts_or_leaves(account, anna, partner):  # noqa: F811
    name = account.login
    merge(partner, row(login=name("eva"), starts=day(9)), row(login=name("bo"), ends=day(8)))
    for status, who, attribute in (("starting", "eva", "starts"), ("leaving", "bo", "ends")):
        found = anna.xml("/employees.xml?status=" + status).findall("l:employee", NS)
        assert [(e.get("login"), e.get(attribute)) for e in found] == [(name(who), day(9 if who == "eva" else 8))]
        table = anna.page("/employees?status=" + status).xpath("//main//table")[0]
        assert name(who) in text_of(table) and name("ida") not in text_of(table)
    rows = {line["login"]: line for line in csv.DictReader(io.StringIO(anna.get("/employees.csv").text))}
    assert list(rows[name("bo")])[:9] == ["id", "login", "name", "initials", "email", "status", "created_at", "activated_at",
                                          "marked_until"]
    assert (rows[name("eva")]["starts"], rows[name("eva")]["ends"]) == (day(9), "")
    assert (rows[name("bo")]["starts"], rows[name("bo")]["ends"]) == ("", day(8))


def danish(text):
    return datetime.date.fromisoformat(text).strftime("%d.%m.%Y")


def send_day(anna, account, name, kind, date):  # noqa: F811
    """As a browser does from the card: the fields of its form, with that day."""
    card = "/employees/%s" % people_of(account)[account.login(name)].get("id")
    forms = anna.page(card).xpath("//form[.//input[@name='action' and @value='%s']]" % kind)
    if not forms:
        return None
    fields = {field.get("name"): field.get("value") for field in forms[0].xpath(".//input")}
    answer = anna.post(forms[0].get("action")[len("/licences"):], data={**fields, "date": date})
    assert answer.status_code == 303, answer.text
    return anna.page(card)


def test_the_card_plans_first_and_last_days_and_shows_them(account, anna):  # noqa: F811
    assert send_day(anna, account, "eva", "leave", day(9)) is None, "who neither is there nor is to come can't leave"
    assert send_day(anna, account, "bo", "start", day(9)) is None, "who is there can't start"
    page = send_day(anna, account, "eva", "start", day(9))
    assert page.xpath("//input[@id='day-start']/@value") == [danish(day(9))], "as the account's country writes it"
    page = send_day(anna, account, "eva", "leave", danish(day(30)))
    assert page.xpath("//input[@id='day-leave']/@value") == [danish(day(30))]
    assert days(account, "eva") == (day(9), day(30))
    send_day(anna, account, "bo", "leave", day(8))
    assert days(account, "bo") == (None, day(8))


def test_a_file_has_days_as_programs_or_as_the_accounts_country_write_them(account, tmp_path):
    name = account.login
    path = tmp_path / "people.csv"
    path.write_text("login;name;email;start;end\n%s;Eva;eva@example.com;%s;\n%s;Bo;bo@example.com;;%s\n"
                    % (name("eva"), day(9), name("bo"), danish(day(8))), encoding="utf-8")
    assert "2 changed" in account.ctl("import", account.key, str(path)).stdout
    assert (days(account, "eva"), days(account, "bo")) == ((day(9), None), (None, day(8)))
    path.write_text("login;name;email;start;end\n%s;Eva;eva@example.com;;\n" % name("eva"), encoding="utf-8")
    account.ctl("import", account.key, str(path))
    assert days(account, "eva") == (day(9), None), "an empty cell leaves what is planned"


@pytest.mark.parametrize("cell", ["30.02.2027", "2027-02-30", "๐๑.๑๒.๒๕๖๙", "next week", day(-1), day(403)])
def test_a_line_with_a_day_that_cannot_be_is_refused_and_named(account, tmp_path, cell):
    path = tmp_path / "people.csv"
    path.write_text("login;name;email;start\n%s;Eva;eva@example.com;%s\n" % (account.login("eva"), cell), encoding="utf-8")
    said = account.ctl("import", account.key, str(path), status=1).stdout
    assert "2: " in said and "refused" in said and "day" in said, said
    assert plans(account) == []
