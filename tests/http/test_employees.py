"""/employees, the card, many at once, and one more (product.md, Red, and seven days)."""
import re
import time

import pytest

import tokens
from env import NS, as_page, instant, problem_of, text_of
from test_concurrency import at_once

pytestmark = pytest.mark.database

XML = {"Accept": "application/xml"}


def submit(visitor, path, **fields):
    """What a form of ours sends: with the page's own token."""
    account = visitor.account
    token = tokens.form(account.portal, account.key, account.login("anna"))
    headers = fields.pop("headers", {})
    return visitor.post(path, data={"token": token, **fields}, headers=headers, timeout=60)


def visitor_of(account, name="anna"):
    visitor = account.visitor(name)
    visitor.account = account
    return visitor


@pytest.fixture
def full(portal):
    """Five licences, all used; two more people who are inactive, and one module with a licence, used."""
    extra = ["quantity {key} crm 1", "employee assign {key} p0-{key} crm"]
    extra[1] = "assign {key} p0-{key} crm"
    extra += ["employee add {key} idle%d-{key} --name 'Idle %d' --initials I%d --email idle%d@{key}.example --inactive"
              % (i, i, i, i) for i in range(2)]
    return portal.make_account(licences=5, people=2, extra=extra)


@pytest.fixture
def anna(full):
    return visitor_of(full)


def id_of(account, name):
    row = account.export("employees").xpath("l:employee[@login='%s']" % account.login(name), namespaces=NS)[0]
    return int(row.get("id"))


def status_of(account, name):
    row = account.export("employees").xpath("l:employee[@login='%s']" % account.login(name), namespaces=NS)[0]
    return row.get("status"), row.get("deadline") is not None


def offer(page, action="activate"):
    """The fields that the warning's form would buy with."""
    form = next(form for form in page.forms if form.fields.get("action") == action and "confirm" in form.fields)
    return {name: form.fields[name] for name in ("product", "quantity", "confirm")}


# --- the card

def test_a_card_shows_the_person_the_licences_and_the_persons_own_history(full, anna):
    card = anna.xml("/employees/%d.xml" % id_of(full, "p0"))
    assert (card.get("login"), card.get("status")) == (full.login("p0"), "active")
    assert [module.get("key") for module in card.findall("l:module[@assigned]", NS)] == ["crm"]
    entries = card.findall("l:entry", NS)
    assert [entry.get("action") for entry in entries] == ["assigned", "created"]
    assert {entry.get("object").split("/")[1] for entry in entries} == {card.get("id")}
    assert "Person 0" in text_of(anna.page("/employees/" + card.get("id")))


def test_a_card_leads_from_the_list_and_an_unknown_one_is_not_found(full, anna):
    href = anna.page("/employees").xpath("//th//a[. = 'Person 0']/@href")[0]
    assert href == "/licences/employees/%d" % id_of(full, "p0")
    for path in ("/employees/999999", "/employees/abc", "/employees/-1", "/employees/999999.xml"):
        assert anna.get(path).status_code == 404, path
        assert submit(anna, path, action="activate").status_code == 404, path


def test_another_accounts_employee_is_nobody_here(portal, full, anna):
    other = portal.make_account(licences=3)
    theirs = max(id_of(other, "partner"), 100)
    now = instant()
    before = other.ctl("show", other.key, now=now).stdout
    assert anna.get("/employees/%d" % theirs).status_code == 404
    assert submit(anna, "/employees/%d" % theirs, action="deactivate").status_code == 404
    assert other.ctl("show", other.key, now=now).stdout == before


def test_deactivating_frees_the_licence_and_activating_takes_it_again(full, anna):
    path = "/employees/%d" % id_of(full, "p1")
    answer = submit(anna, path, action="deactivate")
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/licences%s?done=" % path)
    assert full.product("standard")[2] == 4 and status_of(full, "p1") == ("inactive", False)
    assert "Deaktiveret: Person 1" in text_of(anna.page(answer.headers["Location"][len("/licences"):]))
    assert submit(anna, path, action="activate").status_code == 303
    assert full.product("standard")[2] == 5 and status_of(full, "p1") == ("active", False)


def test_what_is_so_already_changes_nothing(full, anna):
    before = full.actions()
    answer = submit(anna, "/employees/%d" % id_of(full, "p1"), action="activate")
    assert answer.status_code == 303 and "done" not in answer.headers["Location"]
    assert full.actions() == before


def test_the_card_warns_before_one_goes_beyond_with_the_price_and_the_deadline(full, anna):
    page = anna.page("/employees/%d" % id_of(full, "idle0"))
    text = text_of(page)
    preview = anna.preview("standard", 6)
    assert "1 for mange : køb 1 nu for DKK" in text and "deaktiveres de nyeste" in text
    assert offer(page)["quantity"] == "6"
    amount = "%.2f" % (int(preview.get("amount")) / 100)
    assert amount.replace(".", ",") in text
    assert [button.get("value") for button in page.xpath("//button[@name='way']")] == ["buy", "anyway"]


def test_activating_anyway_marks_and_the_answer_warns_with_deadline_and_price(full, anna):
    path = "/employees/%d" % id_of(full, "idle0")
    answer = submit(anna, path, action="activate", way="anyway")
    assert answer.status_code == 303
    assert status_of(full, "idle0") == ("active", True)
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert re.search(r"1 for mange : køb 1 nu for DKK .* mister de markerede adgangen", text_of(page))
    assert page.xpath("//a[contains(@href, '/products/standard?quantity=6')]")


def test_a_program_that_just_activates_is_not_asked(full, anna):
    assert submit(anna, "/employees/%d" % id_of(full, "idle0"), action="activate").status_code == 303
    assert status_of(full, "idle0") == ("active", True)


def test_buying_and_activating_is_one_operation_and_happens_once(full, anna):
    path = "/employees/%d" % id_of(full, "idle0")
    fields = dict(offer(anna.page(path)), action="activate", way="buy")
    visitors = [visitor_of(full) for _ in range(8)]
    answers = at_once(8, lambda i: submit(visitors[i], path, **fields))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert full.product("standard") == (6, 6, 6) and status_of(full, "idle0") == ("active", False)
    assert full.actions()[-2:] == ["bought", "activated"] and full.actions().count("bought") == 3


def test_what_was_confirmed_for_one_is_not_taken_for_another(full, anna):
    first, second = id_of(full, "idle0"), id_of(full, "idle1")
    fields = dict(offer(anna.page("/employees/%d" % first)), action="activate", way="buy")
    assert submit(anna, "/employees/%d" % first, **fields).status_code == 303
    answer = submit(anna, "/employees/%d" % second, headers=XML, **fields)
    assert (answer.status_code, problem_of(answer).type) == (422, "key-reused")
    assert full.product("standard") == (6, 6, 6) and status_of(full, "idle1") == ("inactive", False)


def test_a_number_of_licences_that_is_none_is_refused(full, anna):
    path = "/employees/%d" % id_of(full, "idle0")
    fields = dict(offer(anna.page(path)), action="activate", way="buy", quantity="6x")
    problem = problem_of(submit(anna, path, headers=XML, **fields))
    assert (problem.status, problem.type, problem.facts["field"]) == (400, "field-invalid", "quantity")
    assert full.product("standard") == (5, 5, 5) and status_of(full, "idle0") == ("inactive", False)


def test_a_price_that_has_moved_charges_nothing_and_warns_anew(full, anna):
    path = "/employees/%d" % id_of(full, "idle0")
    fields = dict(offer(anna.page(path)), action="activate", way="buy")
    anna.change("standard", 7)
    invoices = len(full.invoices())
    answer = submit(anna, path, **fields)
    assert answer.status_code == 409
    assert status_of(full, "idle0") == ("inactive", False) and len(full.invoices()) == invoices
    assert "Aktivér" in text_of(as_page(answer))


def test_an_add_on_licence_is_given_and_taken_and_beyond_is_warned_of(full, anna):
    person = id_of(full, "p1")
    page = anna.page("/employees/%d" % person)
    fields = dict(offer(page, "assign"), action="assign", module="crm", way="buy")
    assert submit(anna, "/employees/%d" % person, **fields).status_code == 303
    assert full.product("crm") == (2, 2, 2)
    assert submit(anna, "/employees/%d" % person, action="unassign", module="crm").status_code == 303
    assert full.product("crm") == (2, 2, 1)
    answer = submit(anna, "/employees/%d" % id_of(full, "idle0"), action="assign", module="crm", headers=XML)
    assert (answer.status_code, problem_of(answer).type) == (422, "employee-inactive")
    assert submit(anna, "/employees/%d" % person, action="assign", module="standard").status_code == 404
    assert submit(anna, "/employees/%d" % person, action="assign").status_code == 400


def test_the_last_one_who_manages_roles_stays_and_is_told_why(full, anna):
    path = "/employees/%d" % id_of(full, "anna")
    answer = submit(anna, path, action="deactivate")
    assert answer.status_code == 422 and "ingen tilbage til at administrere roller" in text_of(as_page(answer))
    answer = submit(anna, path, action="deactivate", headers=XML)
    assert (answer.status_code, problem_of(answer).type) == (422, "last-roles")
    assert status_of(full, "anna") == ("active", False)


def test_somebody_protected_is_marked_after_everybody_else(full, anna):
    newest = id_of(full, "p1")
    assert submit(anna, "/employees/%d" % newest, action="protect").status_code == 303
    assert anna.xml("/employees/%d.xml" % newest).get("protected") == "true"
    who = anna.preview("standard", 4).findall("l:who", NS)
    assert [row.get("login") for row in who] == [full.login("p0")]
    assert submit(anna, "/employees/%d" % newest, action="unprotect").status_code == 303
    assert [row.get("login") for row in anna.preview("standard", 4).findall("l:who", NS)] == [full.login("p1")]
    assert full.actions()[-2:] == ["protected", "unprotected"]


@pytest.mark.parametrize("fields", [{}, {"action": "explode"}, {"action": "assign"}, {"action": ""}])
def test_a_form_without_a_known_action_is_refused(full, anna, fields):
    before = full.actions()
    answer = submit(anna, "/employees/%d" % id_of(full, "p0"), headers=XML, **fields)
    assert answer.status_code == 400 and problem_of(answer).type in ("field-missing", "field-invalid")
    assert full.actions() == before


def test_who_only_sees_has_no_switches_and_changes_nothing(full):
    bo = visitor_of(full, "bo")
    path = "/employees/%d" % id_of(full, "idle0")
    assert not bo.page(path).xpath("//main//form[@method='post']")
    assert not bo.page("/employees").xpath("//main//form[@method='post']")
    token = tokens.form(full.portal, full.key, full.login("bo"))
    for target, fields in ((path, {"action": "activate"}), ("/employees/bulk", {"action": "activate", "ids": "1"}),
                           ("/employees", {"name": "X", "login": "x", "email": "x@example.com"})):
        assert bo.post(target, data={"token": token, **fields}).status_code == 403, target
    assert bo.get("/employees/new").status_code == 403


# --- many at once

def test_bulk_gives_an_outcome_for_each_in_one_operation(full, anna):
    ids = [id_of(full, name) for name in ("idle0", "p0", "anna")] + [999999]
    answer = submit(anna, "/employees/bulk", action="deactivate", ids=[str(i) for i in ids], headers=XML)
    assert answer.status_code == 200
    root = full.portal.valid(answer)
    assert [row.get("outcome") for row in root.findall("l:row", NS)] == ["unchanged", "done", "last-roles", "unknown"]
    assert (root.get("asked"), root.get("done")) == ("4", "1")
    assert full.product("standard")[2] == 4
    page = as_page(submit(anna, "/employees/bulk", action="deactivate", ids=",".join(map(str, ids))))
    assert "Udført for 0 af 4 medarbejdere" in text_of(page)


def test_a_bulk_that_a_new_log_in_made_a_get_of_shows_the_list_and_that_nothing_was_changed(full, anna):
    before = full.show().get("revision")
    answer = anna.get("/employees/bulk")
    page = as_page(answer)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    notice = text_of(page.xpath("//*[@role='alert']")[0])
    assert "Intet er ændret" in notice
    assert page.xpath("//form[@action='/licences/employees/bulk']//input[@name='ids']")
    assert "bulk" not in answer.headers.get("Link", "")
    assert not as_page(anna.get("/employees")).xpath("//*[@role='alert']")
    problem = problem_of(anna.get("/employees/bulk.xml"))
    assert (problem.status, problem.type) == (404, "nothing-sent")
    assert full.show().get("revision") == before


@pytest.mark.parametrize("path", ["/products/standard", "/employees", "/employees/CARD", "/employees/bulk", "/roles"])
def test_every_path_that_forms_are_sent_to_has_a_page(anna, path):
    card = anna.xml("/employees.xml").find("l:employee", NS).get("id")
    assert as_page(anna.get(path.replace("CARD", card))).xpath("//main//form[@method='post']")


def test_bulk_that_is_done_for_all_leads_to_the_list_of_them(full, anna):
    ids = [id_of(full, name) for name in ("p0", "p1")]
    answer = submit(anna, "/employees/bulk", action="deactivate", ids=[str(i) for i in ids])
    assert answer.status_code == 303
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert {"Person 0", "Person 1"} <= set(page.xpath("//tbody//a/bdi/text()"))
    events = [entry for entry in full.export("log").findall("l:entry", NS) if entry.get("action") == "deactivated"]
    assert len(events) == 2


def test_the_pages_own_bulk_asks_before_it_goes_beyond_and_buys_in_the_same_step(full, anna):
    ids = ["%d" % id_of(full, name) for name in ("idle0", "idle1")]
    before = full.actions()
    answer = submit(anna, "/employees/bulk", action="activate", ids=ids, ask="1")
    assert answer.status_code == 200 and full.actions() == before
    page = as_page(answer)
    assert "2 for mange : køb 2 nu for DKK" in text_of(page)
    form = page.xpath("//form[@action='/licences/employees/bulk']")[0]
    fields = dict(form.fields, way="buy")
    fields.pop("token")
    answer = submit(anna, "/employees/bulk", **fields)
    assert answer.status_code == 303
    assert full.product("standard") == (7, 7, 7)
    assert {status_of(full, name) for name in ("idle0", "idle1")} == {("active", False)}


def test_bulk_without_the_question_is_done_at_once_and_says_who_is_beyond(full, anna):
    ids = ["%d" % id_of(full, name) for name in ("idle0", "idle1")]
    root = full.portal.valid(submit(anna, "/employees/bulk", action="activate", ids=ids, headers=XML))
    assert (root.get("done"), root.get("beyond")) == ("2", "2") and root.get("deadline")
    assert full.product("standard") == (5, 5, 7)


@pytest.mark.parametrize("ids", [None, "", "x", "1,x", "1;2"])
def test_bulk_without_readable_ids_is_refused_whole(full, anna, ids):
    fields = {} if ids is None else {"ids": ids}
    before = full.actions()
    answer = submit(anna, "/employees/bulk", action="deactivate", headers=XML, **fields)
    assert answer.status_code == 400 and problem_of(answer).facts["field"] == "ids"
    assert full.actions() == before


def test_ten_thousand_ids_are_taken_and_more_are_too_many(full, anna):
    ids = ",".join(str(10000000 + i) for i in range(10000))
    root = full.portal.valid(submit(anna, "/employees/bulk", action="activate", ids=ids, headers=XML))
    assert (root.get("asked"), root.get("done")) == ("10000", "0")
    answer = submit(anna, "/employees/bulk", action="activate", ids=ids + ",1", headers=XML)
    assert (answer.status_code, problem_of(answer).type) == (413, "too-many")


# --- one more

NEW = {"name": "Søren Ærø", "login": "sæ-", "initials": "SÆ", "email": "soren@example.com"}


def test_a_role_named_twice_is_given_once(full, anna):
    answer = submit(anna, "/employees", **dict(NEW, login=full.login("new"), role=["viewer", "admin", "viewer"]))
    assert answer.status_code == 303
    card = anna.xml(answer.headers["Location"].split("?")[0].replace("/licences", "") + ".xml")
    assert [role.get("key") for role in card.findall("l:role[@held='true']", NS)] == ["admin", "viewer"]
    was = full.actions().count("role-given")
    full.ctl("employee", "add", full.key, full.login("again"), "--name", "A", "--initials", "A", "--email", "a@x.example",
             "--role", "viewer", "--role", "viewer")
    assert full.actions().count("role-given") == was + 1


def test_as_many_roles_as_a_form_can_name_are_refused_without_asking_for_each(full, anna):
    many = submit(anna, "/employees", **dict(NEW, role=["role-%d" % i for i in range(30000)], headers=XML))
    assert (many.status_code, problem_of(many).type) == (422, "too-many-roles")
    started = time.monotonic()
    same = submit(anna, "/employees", **dict(NEW, login=full.login("new"), role=["viewer"] * 37000))
    assert same.status_code == 303 and time.monotonic() - started < 10
    odd = submit(anna, "/employees", **dict(NEW, login="odd", role="No Key", headers=XML))
    assert (odd.status_code, problem_of(odd).facts["field"]) == (400, "role")


def test_an_employee_is_created_with_roles_and_the_card_follows(full, anna):
    login = NEW["login"] + full.key
    answer = submit(anna, "/employees", **dict(NEW, login=login, role=["viewer", "partner"], status="inactive"))
    assert answer.status_code == 303
    card = anna.xml(answer.headers["Location"][len("/licences"):].split("?")[0] + ".xml")
    assert (card.find("l:name", NS).text, card.get("login"), card.get("status")) == ("Søren Ærø", login, "inactive")
    assert [role.get("key") for role in card.findall("l:role[@held='true']", NS)] == ["partner", "viewer"]


def test_creating_beyond_what_is_bought_warns_before_and_buys_along(full, anna):
    page = anna.page("/employees/new")
    assert "1 for mange" in text_of(page)
    form = page.xpath("//form[@action='/licences/employees']")[0]
    fields = dict(NEW, login=NEW["login"] + full.key, way="buy", **{name: form.fields[name] for name in ("product", "quantity", "confirm")})
    assert submit(anna, "/employees", **fields).status_code == 303
    assert full.product("standard") == (6, 6, 6)


@pytest.mark.parametrize("changed, status, field", [
    ({"email": "nobody"}, 400, "email"), ({"name": ""}, 400, "name"), ({"name": "x" * 101}, 400, "name"),
    ({"login": " "}, 400, "login"), ({"initials": "x" * 11}, 400, "initials"), ({"login": "anna"}, 422, "login"),
])
def test_what_is_wrong_with_a_new_one_is_said_at_its_field_and_nothing_typed_is_lost(full, anna, changed, status, field):
    fields = dict(NEW, **changed)
    if fields["login"] == "anna":
        fields["login"] = full.login("anna")
    before = full.actions()
    page = as_page(submit(anna, "/employees", **fields)) if status == 200 else None
    answer = submit(anna, "/employees", **fields)
    assert answer.status_code == status and page is None
    page = as_page(answer)
    wrong = page.xpath("//input[@aria-invalid='true']/@name")
    assert wrong == [field]
    for name, value in fields.items():
        assert page.xpath("//input[@name='%s']/@value" % name) == [value]
    assert full.actions() == before


def test_an_account_that_is_ending_still_lets_people_go_but_buys_nothing(full, anna):
    full.ctl("account", "close", full.key)
    page = anna.page("/employees/%d" % id_of(full, "idle0"))
    assert "der kan ikke købes flere her" in text_of(page)
    assert not page.xpath("//button[@value='buy']")
    assert submit(anna, "/employees/%d" % id_of(full, "p0"), action="deactivate").status_code == 303
