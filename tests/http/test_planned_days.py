"""First and last days on the forms: somebody new, a card, many at once (product.md, Plans)."""
import pytest
from lxml import etree

import tokens
from env import NS, as_page, problem_of, text_of
from test_planned import catch_up, day, entries, plans, statuses

pytestmark = pytest.mark.database

OTHER_DIGITS = "٢٠٢٧-٠١-٠١"


@pytest.fixture
def full(portal):
    """Four licences, three in use; eva and ida are inactive, bot is a program."""
    account = portal.make_account(licences=4, extra=[
        "employee add {key} %s-{key} --name %s --initials X --email %s@{key}.example --inactive" % (name, name.capitalize(), name)
        for name in ("eva", "ida")] + ["employee add {key} bot-{key} --name Bot --email bot@{key}.example --service"])
    portal.planned = account
    return account


@pytest.fixture
def anna(full):
    return full.visitor("anna")


def send(visitor, path, account, **fields):
    return visitor.post(path, data={"token": tokens.form(account.portal, account.key, account.login("anna")), **fields})


def create(anna, full, suffix="", **fields):
    return send(anna, "/employees" + suffix, full, name="Nis Ny", initials="NN", email="nis@example.com",
                login=full.login("nis"), **fields)


def number(account, name):
    return next(row.get("id") for row in account.export("employees").findall("l:employee", NS)
                if row.get("login") == account.login(name))


def wrong_fields(answer):
    return as_page(answer).xpath("//input[@aria-invalid='true']/@name")


def said_beside(answer, name):
    """What stands beside a field, as the field itself refers to it."""
    page = as_page(answer)
    ids = page.xpath("//input[@name='%s']/@aria-describedby" % name)[-1].split()
    return text_of(page.xpath("//*[@id='%s']" % ids[-1])[0])


# --- somebody new

def test_somebody_new_who_starts_on_a_day_is_inactive_until_then_and_leaves_after_the_last(anna, full):
    answer = create(anna, full, status="active", starts=day(5), ends=day(20))
    assert answer.status_code == 303
    card = anna.page(answer.headers["Location"][len("/licences"):])
    assert "Nis Ny" in text_of(card)
    assert statuses(full)["nis"] == "inactive" and full.product("standard")[2] == 3
    assert plans(full) == [["start", day(5), full.login("nis"), None, None], ["leave", day(20), full.login("nis"), None, None]]
    catch_up(full, 6)
    assert statuses(full)["nis"] == "active"
    catch_up(full, 22)
    assert statuses(full)["nis"] == "inactive" and plans(full) == []


def test_somebody_new_may_be_active_and_have_a_last_day(anna, full):
    assert create(anna, full, starts="", ends=day(9)).status_code == 303
    assert statuses(full)["nis"] == "active"
    assert plans(full) == [["leave", day(9), full.login("nis"), None, None]]


@pytest.mark.parametrize("fields, status, word, name", [
    ({"starts": day(-1)}, 422, "plan-day", "starts"), ({"starts": day(403)}, 422, "plan-day", "starts"),
    ({"starts": "2027-02-30"}, 400, "field-invalid", "starts"), ({"starts": OTHER_DIGITS}, 400, "field-invalid", "starts"),
    ({"ends": day(-1)}, 422, "plan-day", "ends"), ({"ends": "soon"}, 400, "field-invalid", "ends"),
    ({"starts": day(9), "ends": day(8)}, 422, "plan-order", "ends"),
    ({"status": "inactive", "ends": day(8)}, 422, "plan-needless", "ends")])
def test_a_day_that_cannot_be_is_refused_beside_its_field_and_nobody_is_created(anna, full, fields, status, word, name):
    answer = create(anna, full, suffix=".xml", **fields)
    assert (answer.status_code, problem_of(answer).type) == (status, word)
    page = create(anna, full, **fields)
    assert (page.status_code, wrong_fields(page)) == (status, [name])
    assert said_beside(page, name)
    for field, value in fields.items():
        if field != "status":
            assert as_page(page).xpath("//input[@name='%s']/@value" % field) == [value]
    assert as_page(page).xpath("//input[@name='name']/@value") == ["Nis Ny"]
    assert "nis" not in statuses(full) and plans(full) == []


# --- the card

def test_the_card_plans_and_says_beside_the_field_what_is_wrong(anna, full):
    path = "/employees/" + number(full, "eva")
    answer = send(anna, path, full, action="start", date=day(4))
    assert answer.status_code == 303 and "done=" in answer.headers["Location"]
    assert plans(full) == [["start", day(4), full.login("eva"), None, None]]
    for action, date, status in (("start", "2027-02-30", 400), ("start", day(-2), 422), ("leave", day(2), 422), ("leave", "", 400)):
        page = send(anna, path, full, action=action, date=date)
        assert page.status_code == status, (action, date)
        assert len(wrong_fields(page)) == 1 and as_page(page).xpath("//input[@aria-invalid='true']/@id") == ["day-" + action]
        assert not as_page(page).xpath("//*[@role='alert']"), "what is wrong is said once, beside the field"
        assert as_page(page).xpath("//input[@aria-invalid='true']/@value")[0] == date or not date
    assert plans(full) == [["start", day(4), full.login("eva"), None, None]]
    for action, date, status, word in (("start", "x", 400, "field-invalid"), ("leave", day(2), 422, "plan-order")):
        answer = send(anna, path + ".xml", full, action=action, date=date)
        assert (answer.status_code, problem_of(answer).type) == (status, word)
    answer = send(anna, "/employees/%s.xml" % number(full, "bot"), full, action="leave", date=day(3))
    assert problem_of(answer).type == "employee-service"


# --- many at once

def ids_of(full, *names):
    return ",".join(number(full, name) for name in names)


def test_many_are_planned_at_once_after_the_day_is_asked_for(anna, full):
    ids = ids_of(full, "eva", "ida", "bo", "bot") + ",999999"
    page = as_page(send(anna, "/employees/bulk", full, ids=ids, action="start", ask="1"))
    form = page.xpath("//form[.//input[@name='date']]")[0]
    fields = {name: form.xpath(".//input[@name='%s']/@value" % name)[0] for name in ("token", "action", "ids")}
    assert plans(full) == [] and fields["ids"] == ids
    answer = anna.post("/employees/bulk", data={**fields, "date": day(7)})
    assert answer.status_code == 200
    outcomes = text_of(as_page(answer))
    assert "2 af 5" in outcomes
    assert plans(full) == [["start", day(7), full.login(name), None, None] for name in ("eva", "ida")]
    first, second = entries(full, "planned")
    assert (first.get("new"), second.get("new")) == (day(7), day(7))
    events = ("SELECT DISTINCT j.event FROM journal j JOIN account a ON a.id = j.account"
              " WHERE a.account_key = '%s' AND j.action = 'planned'")
    assert len(full.portal.store.rows(events % full.key)) == 1, "one act is one event"


def test_programs_get_an_outcome_for_each(anna, full):
    send(anna, "/plans", full, kind="start", employee=number(full, "ida"), date=day(9))
    answer = send(anna, "/employees/bulk.xml", full, ids=ids_of(full, "bo", "ida", "eva", "bot"), action="leave", date=day(8))
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    assert [row.get("outcome") for row in root.findall("l:row", NS)] == ["done", "plan-order", "unchanged", "service"]
    assert (root.get("action"), root.get("done")) == ("leave", "1")
    catch_up(full, 12)
    assert (statuses(full)["bo"], statuses(full)["ida"]) == ("inactive", "active")


@pytest.mark.parametrize("date, status, word", [(day(-1), 422, "plan-day"), (day(403), 422, "plan-day"),
                                                ("2027-02-30", 400, "field-invalid"), (OTHER_DIGITS, 400, "field-invalid")])
def test_a_day_that_cannot_be_is_asked_for_again_with_everybody_still_chosen(anna, full, date, status, word):
    fields = {"ids": ids_of(full, "eva", "ida"), "action": "start", "date": date}
    answer = send(anna, "/employees/bulk.xml", full, **fields)
    assert (answer.status_code, problem_of(answer).type) == (status, word)
    page = send(anna, "/employees/bulk", full, **fields)
    assert (page.status_code, wrong_fields(page)) == (status, ["date"])
    assert said_beside(page, "date")
    assert as_page(page).xpath("//input[@name='ids']/@value") == [fields["ids"]]
    assert as_page(page).xpath("//input[@name='date']/@value") == [date]
    assert plans(full) == []


def test_a_program_that_says_no_day_is_told_so_and_another_accounts_employee_is_nobody_here(anna, full, portal):
    answer = send(anna, "/employees/bulk.xml", full, ids=ids_of(full, "eva"), action="start")
    assert (answer.status_code, problem_of(answer).type) == (400, "field-missing")
    other = portal.make_account(licences=9, people=6)
    foreign = max(int(row.get("id")) for row in other.export("employees").findall("l:employee", NS))
    theirs = [entry.get("id") for entry in other.export("log").findall("l:entry", NS)]
    for path, fields in (("/employees/%d.xml" % foreign, {"action": "leave"}), ("/plans.xml", {"kind": "leave", "employee": foreign})):
        assert send(anna, path, full, date=day(3), **fields).status_code == 404
    assert plans(full) == [] and plans(other) == []
    assert [entry.get("id") for entry in other.export("log").findall("l:entry", NS)] == theirs
