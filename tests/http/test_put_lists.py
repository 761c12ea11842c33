"""Whole lists that partners' programs put: whom a row is about, who may be absent, every line that is wrong, and who holds
which add-on module."""
import re

import pytest
from lxml import etree

from env import NS
from test_put import ROOT, XML, partner, people, person, put, status_of  # noqa: F401

pytestmark = pytest.mark.database

WRONG = "{urn:ietf:rfc:7807}"


def row(name=None, inner="", **attributes):
    words = "".join(' %s="%s"' % pair for pair in attributes.items())
    return "<employee%s>%s%s</employee>" % (words, "<name>%s</name>" % name if name else "", inner)


def holds(*rows, mode=None):
    return ROOT % ("assignments", ' mode="%s"' % mode if mode else "", "".join(rows), "assignments")


def hold(module, **attributes):
    return "<assignment module=\"%s\"%s/>" % (module, "".join(' %s="%s"' % pair for pair in attributes.items()))


def people_of(account):
    """log-in → its row as XML"""
    return {e.get("login"): e for e in account.export("employees").findall("l:employee", NS)}


def held(account):
    return sorted((a.get("login").split("-")[0], a.get("module")) for a in account.export("modules").findall("l:assignment", NS))


def refused(partner, path, body, status):
    """The problem, and its list of what is wrong (or absent) as dictionaries."""
    answer = partner.put(path, data=body.encode(), headers={**XML, "Idempotency-Key": "k"})
    assert answer.status_code == status, answer.text[:2000]
    root = etree.fromstring(answer.content)
    rows = [{etree.QName(fact).localname: fact.text for fact in i} for i in root.iter(WRONG + "i")]
    return root.findtext(WRONG + "type").rsplit(":", 1)[1], rows, root


def clean(account):
    assert " 0 breaches" in account.ctl("audit", account.key).stdout


@pytest.fixture
def staffed(account, partner):  # noqa: F811
    """The account with eva and fie, who have numbers of their own, and modules that can be held."""
    account.ctl("quantity", account.key, "crm", "5")
    account.ctl("quantity", account.key, "outlook", "5")
    name = account.login
    put(partner, "/employees.xml", people(
        row("Eva", login=name("eva"), external="4711", email="eva@example.com"),
        row("Fie", login=name("fie"), external="4712", email="fie@example.com"), mode="merge"))
    return account


# --- whom a row is about --------------------------------------------------------------------------------------------


def test_a_number_of_the_partners_own_finds_somebody_whose_log_in_has_changed(staffed, partner):  # noqa: F811
    name, before = staffed.login, people_of(staffed)
    assert before[name("eva")].get("external") == "4711"
    answer = put(partner, "/employees.xml", people(row(external="4711", login=name("eva-holm"), initials="EH"), mode="merge"))
    assert (answer.get("created"), answer.get("changed")) == ("0", "1")
    now = people_of(staffed)
    assert name("eva") not in now and now[name("eva-holm")].get("id") == before[name("eva")].get("id")
    assert now[name("eva-holm")].get("initials") == "EH"
    entry = [e for e in staffed.export("log") if (e.get("object") or "").endswith("/login")][-1]
    assert (entry.get("action"), entry.get("old"), entry.get("new")) == ("edited", name("eva"), name("eva-holm"))
    # who came by the old name is somebody else from the next list on; the new one lets in
    put(partner, "/employees.xml", people(row("Eva Two", login=name("eva"), email="e2@example.com"), mode="merge"))
    found = partner.xml("/employees.xml?q=" + name("eva-holm")).findall("l:employee", NS)
    assert [e.get("id") for e in found] == [before[name("eva")].get("id")]
    clean(staffed)


def test_an_id_finds_somebody_whatever_else_has_changed(staffed, partner):  # noqa: F811
    name, before = staffed.login, people_of(staffed)
    eva = before[name("eva")].get("id")
    put(partner, "/employees.xml", people(row("Eva H", id=eva, external="9", login=name("EVA")), mode="merge"))
    now = people_of(staffed)[name("EVA")]
    assert (now.get("id"), now.get("external"), now.findtext("l:name", namespaces=NS)) == (eva, "9", "Eva H")
    put(partner, "/employees.xml", people(row(id=eva, external=""), mode="merge"))
    assert people_of(staffed)[name("EVA")].get("external") is None
    clean(staffed)


def test_a_log_in_gets_its_first_number_by_its_log_in(account, partner):  # noqa: F811
    put(partner, "/employees.xml", people(row(login=account.login("bo"), external="1"), mode="merge"))
    assert people_of(account)[account.login("bo")].get("external") == "1"
    answer = put(partner, "/employees.xml", people(row(external="1", status="inactive"), mode="merge"))
    assert answer.get("deactivated") == "1" and status_of(account)[account.login("bo")] == "inactive"
    clean(account)


@pytest.mark.parametrize("rows, problem, said", [
    (lambda name, id: [row(id="99999", status="inactive")], "employee-unknown", "there is no employee 99999"),
    (lambda name, id: [row(id=id("eva"), external="4712")], "external-taken", "4712 is the number of"),
    (lambda name, id: [row(login=name("eva"), external="5")], "external-taken", "with the external number 4711, not 5"),
    (lambda name, id: [row(external="4711", login=name("fie"))], "login-taken", "is taken"),
    (lambda name, id: [row(external="4711", login=name("FIE"))], "login-taken", "is taken"),
    (lambda name, id: [row("N", login=name("new"), external="8", email="n@example.com"),
                       row("M", login=name("m"), external="8", email="m@example.com")], "login-twice", "stands in line 1 already"),
    (lambda name, id: [row(external="4711", login=name("x")), row(id=id("eva"))], "login-twice", "stands in line 1 already"),
    (lambda name, id: [row(external="4711", login=name("x")), row(external="4712", login=name("X"))], "login-taken", "is taken"),
    (lambda name, id: [row(external="4711", login=name("x")), row(external="4712", login=name("x"))], "login-twice", "line 1"),
    (lambda name, id: [row(external="4711", login=name("x")), row(external="4712", login=name("eva"))], "login-taken", "is taken"),
    (lambda name, id: [row(external="4711", login="a b")], "field-invalid", "login: 1 to 64 characters"),
    (lambda name, id: [row(external="x" * 65, login=name("eva"))], "external-taken", "4711"),
    (lambda name, id: [row("N", login=name("n"), email="n@example.com", external="x" * 65)], "field-invalid", "external: one line"),
    (lambda name, id: [row("Nobody", status="inactive")], "field-invalid", "id, external or login"),
])
def test_conflicts_are_named_with_their_line_and_nothing_is_done(staffed, partner, rows, problem, said):  # noqa: F811
    name, before = staffed.login, people_of(staffed)
    body = people("\n".join(rows(name, lambda login: before[name(login)].get("id"))), mode="merge")
    for path in ("/employees.xml", "/employees.xml?dry-run=1"):
        kind, wrong, _ = refused(partner, path, body, 400 if problem in ("field-invalid", "login-twice") else 422)
        assert kind == problem and len(wrong) == 1 and wrong[0]["line"] == str(len(rows(name, lambda _: "1"))), wrong
        assert said in wrong[0]["detail"]
    assert {k: etree.tostring(v) for k, v in people_of(staffed).items()} == {k: etree.tostring(v) for k, v in before.items()}


def test_every_line_that_is_wrong_is_named_at_once(staffed, partner):  # noqa: F811
    name = staffed.login
    rows = [row("A", login=name("a"), email="nonsense"), row("B", login=name("b"), email="b@example.com", statsu="active"),
            row("C", login=name("c"), email="c@example.com"), row(external="4711", login=name("fie")),
            row("D", "<salary>1</salary>", login=name("d"), email="d@example.com"), row(id="0", login=name("e")),
            row("F", login=name("f"), email="f@example.com", status="aktiv"), row(login=name("anna"), status="inactive"),
            "<person/>", row("G", login=name("g"), email="nonsense"),
            row("H", '<role key="admin" held="true"><name>x</name></role>', login=name("h"), email="h@example.com"),
            row("I", login=name("i"), email="i@example.com", status="aktiv")]
    for options in ("", "?dry-run=1"):
        kind, wrong, root = refused(partner, "/employees.xml" + options, people("\n".join(rows), mode="merge"), 400)
        assert [(int(w["line"]), w["problem"], w["element"]) for w in wrong] == [
            (1, "field-invalid", "employee"), (2, "xml-invalid", "employee"), (4, "login-taken", "employee"),
            (5, "xml-invalid", "salary"), (6, "field-invalid", "employee"), (7, "xml-invalid", "employee"),
            (8, "last-roles", "employee"), (9, "xml-invalid", "person"), (10, "field-invalid", "employee"),
            (11, "xml-invalid", "role"), (12, "field-invalid", "employee")]
        assert kind == "field-invalid" and root.findtext(WRONG + "refused") == "11"
        assert "line 1: email" in root.findtext(WRONG + "detail") and "10 more" in root.findtext(WRONG + "detail")
    assert name("c") not in status_of(staffed)


def test_of_many_lines_that_are_wrong_a_thousand_are_named(account, partner):  # noqa: F811
    rows = [row("N%d" % i, login="%s-%d" % (account.key, i), email="nonsense") for i in range(1500)]
    _, wrong, root = refused(partner, "/employees.xml", people("\n".join(rows), mode="merge"), 400)
    assert len(wrong) == 1000 and root.findtext(WRONG + "refused") == "1500"
    assert [int(w["line"]) for w in wrong] == list(range(1, 1001))
    assert "1499 more, of which 999 are named" in root.findtext(WRONG + "detail")


# --- who is absent --------------------------------------------------------------------------------------------------


def test_a_list_that_leaves_out_too_many_is_refused_with_those_who_are_absent(account, partner):  # noqa: F811
    logins = ["%s-%02d" % (account.key, i) for i in range(8)]
    put(partner, "/employees.xml", people(*[person(login, email="x@example.com") for login in logins], mode="merge"))
    body = people(person(logins[0]), person(account.login("bo")))
    for options in ("", "?dry-run=1", "?max-absent=7&dry-run=1", "?max-absent=0"):
        kind, absent, root = refused(partner, "/employees.xml" + options, body, 422)
        assert kind == "too-many-absent"
        assert {a["login"] for a in absent} == set(logins[1:]) | {account.login(x) for x in ("dan", "p0", "p1")}
        assert root.findtext(WRONG + "absent") == "10"
        assert root.findtext(WRONG + "max-absent") == (re.search("max-absent=([0-9]+)", options) or [0, "5"])[1]
    assert set(status_of(account).values()) == {"active"}
    assert put(partner, "/employees.xml?max-absent=10&dry-run=1", body).get("absent") == "10"
    assert put(partner, "/employees.xml?max-absent=10", body).get("absent") == "10"
    clean(account)


@pytest.mark.parametrize("query, merge", [("?limit=2", ""), ("?q=bo", ""), ("?status=inactive", ""), ("?limit=2", "merge"),
                                          ("?status=active", ""), ("?sort=name", "")])
def test_a_page_or_a_search_is_not_put_back_as_a_whole(account, partner, query, merge):  # noqa: F811
    before = status_of(account)
    body = partner.get("/employees.xml" + query).text
    if merge or query in ("?status=active", "?sort=name"):
        body = body.replace("<employees ", '<employees mode="merge" ', 1) if merge else body
        assert put(partner, "/employees.xml", body).get("absent") == "0"
    else:
        kind, wrong, _ = refused(partner, "/employees.xml?max-absent=100", body, 400)
        assert kind == "field-invalid" and "a part of a list" in wrong[0]["detail"]
    assert status_of(account) == before


def test_what_is_held_of_one_module_is_put_back_as_that(staffed, partner):  # noqa: F811
    put(partner, "/modules.xml", holds(hold("crm", login=staffed.login("eva")), hold("outlook", login=staffed.login("eva")), mode="merge"))
    body = partner.get("/modules.xml?module=crm").text
    assert refused(partner, "/modules.xml", body, 400)[0] == "field-invalid"
    assert put(partner, "/modules.xml?module=crm", body).get("unchanged") == "1"
    assert held(staffed) == [("eva", "crm"), ("eva", "outlook")]


def test_a_tenth_may_be_absent_where_that_is_more(account, partner):  # noqa: F811
    logins = ["%s-%02d" % (account.key, i) for i in range(64)]
    put(partner, "/employees.xml", people(*[person(login, email="x@example.com") for login in logins], mode="merge"))
    rest = [person(account.login(name)) for name in ("bo", "dan", "p0", "p1")]
    assert len([s for s in status_of(account).values() if s == "active"]) == 70
    kind, _, root = refused(partner, "/employees.xml", people(*[person(x) for x in logins[8:]], *rest), 422)
    assert (kind, root.findtext(WRONG + "max-absent")) == ("too-many-absent", "7")
    assert put(partner, "/employees.xml", people(*[person(x) for x in logins[7:]], *rest)).get("absent") == "7"


def test_who_sends_a_list_is_not_deactivated_by_it(account, anna):
    name = account.login
    account.ctl("employee", "add", account.key, name("chef"), "--name", "Chef", "--email", "c@example.com", "--role", "admin")
    problem = put(anna, "/employees.xml", people(person(name("anna"), status="inactive"), mode="merge"), 422)
    assert problem.type == "own-login"
    answer = put(anna, "/employees.xml", people(person(name("bo"))))
    now = status_of(account)
    assert (now[name("anna")], now[name("chef")], answer.get("kept")) == ("active", "inactive", "2")
    clean(account)


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5"])
def test_max_absent_is_a_number(partner, value):  # noqa: F811
    assert put(partner, "/employees.xml?dry-run=1&max-absent=" + value, people(mode="merge"), 400).type == "field-invalid"


# --- add-on modules of an employee ----------------------------------------------------------------------------------


def test_assignments_in_an_employee_give_add_ons_and_take_none(staffed, partner):  # noqa: F811
    name = staffed.login
    given = '<assignment module="crm"/>\n<assignment module="outlook"/>'
    body = people(row("New", given, login=name("new"), email="n@example.com"),
                  row(None, '<assignment module="crm"/>', external="4711"), row(login=name("fie"), initials="F"), mode="merge")
    dry = put(partner, "/employees.xml?dry-run=1", body)
    assert (dry.get("assigned"), [x.get("outcome") for x in dry.findall("l:listed", NS)]) == (
        "2", ["created assigned", "assigned", "changed"])
    assert put(partner, "/employees.xml", body).get("assigned") == "2"
    assert held(staffed) == [("eva", "crm"), ("new", "crm"), ("new", "outlook")]
    assert put(partner, "/employees.xml", people(row(None, '<assignment module="outlook"/>', external="4711"),
                                                 row(login=name("new")), mode="merge")).get("assigned") == "1"
    assert held(staffed) == [("eva", "crm"), ("eva", "outlook"), ("new", "crm"), ("new", "outlook")]
    entries = [e for e in staffed.export("log") if e.get("action") == "assigned"]
    assert {(e.get("product"), e.get("object").rsplit("/", 1)[1]) for e in entries} == {("crm", "crm"), ("outlook", "outlook")}
    assert staffed.product("crm")[2] == 2
    clean(staffed)


@pytest.mark.parametrize("inner, attributes, problem, status", [
    ('<assignment module="nothing"/>', {}, "product-unknown", 422), ('<assignment module="standard"/>', {}, "product-unknown", 422),
    ('<assignment module="crm"/>', {"status": "inactive"}, "employee-inactive", 422),
    ('<assignment/>', {}, "xml-invalid", 400), ('<assignment module="C R M"/>', {}, "xml-invalid", 400),
    ('<module key="crm" purchased="1" used="1">CRM</module>', {}, "xml-invalid", 400)])
def test_add_ons_that_cannot_be_given_are_named(staffed, partner, inner, attributes, problem, status):  # noqa: F811
    body = people("\n", row(None, inner, external="4711", **attributes), mode="merge")
    kind, wrong, _ = refused(partner, "/employees.xml", body, status)
    assert kind == problem and wrong[0]["line"] == "2"
    assert held(staffed) == []


def test_whoever_is_activated_by_a_row_can_be_given_an_add_on_by_it(staffed, partner):  # noqa: F811
    put(partner, "/employees.xml", people(row(None, '<assignment module="outlook"/>', external="4711"), mode="merge"))
    put(partner, "/employees.xml", people(row(external="4711", status="inactive"), mode="merge"))
    put(partner, "/employees.xml", people(row(None, '<assignment module="crm"/>', external="4711", status="active"), mode="merge"))
    assert (staffed.product("crm")[2], staffed.product("outlook")[2]) == (1, 1)
    clean(staffed)


# --- who holds which module -----------------------------------------------------------------------------------------


def test_a_whole_list_of_assignments_gives_and_takes(staffed, partner):  # noqa: F811
    name = staffed.login
    ids = {login: e.get("id") for login, e in people_of(staffed).items()}
    body = holds(hold("crm", employee=ids[name("eva")]), hold("outlook", external="4711"), hold("crm", login=name("bo")))
    dry = put(partner, "/modules.xml?dry-run=1", body)
    assert (dry.get("mode"), dry.get("assigned"), dry.get("preview"), held(staffed)) == ("whole", "3", "true", [])
    done = put(partner, "/modules.xml", body)
    assert (done.get("assigned"), done.get("absent")) == ("3", "0") and done.get("revision") == staffed.show().get("revision")
    assert held(staffed) == [("bo", "crm"), ("eva", "crm"), ("eva", "outlook")]
    given = partner.get("/modules.xml").content
    again = put(partner, "/modules.xml", given.decode())
    assert (again.get("unchanged"), again.get("assigned"), again.get("absent"), again.get("log")) == ("3", "0", "0", None)
    done = put(partner, "/modules.xml", holds(hold("crm", login=name("fie")), hold("crm", login=name("bo"))))
    assert (done.get("assigned"), done.get("unchanged"), done.get("absent")) == ("1", "1", "2")
    assert held(staffed) == [("bo", "crm"), ("fie", "crm")]
    done = put(partner, "/modules.xml", holds(hold("outlook", login=name("fie")), mode="merge"))
    assert (done.get("mode"), done.get("assigned"), done.get("absent")) == ("merge", "1", "0")
    log = [(e.get("action"), e.get("product")) for e in staffed.export("log") if "assigned" in (e.get("action") or "")]
    assert log.count(("unassigned", "crm")) == 1 and log.count(("unassigned", "outlook")) == 1
    clean(staffed)


def test_a_list_about_one_module_leaves_the_others_alone(staffed, partner):  # noqa: F811
    name = staffed.login
    put(partner, "/modules.xml", holds(hold("crm", login=name("eva")), hold("outlook", login=name("eva")), mode="merge"))
    answer = put(partner, "/modules.xml?module=crm", holds(hold("crm", login=name("fie"))))
    assert (answer.get("assigned"), answer.get("absent")) == ("1", "1")
    assert held(staffed) == [("eva", "outlook"), ("fie", "crm")]
    kind, wrong, _ = refused(partner, "/modules.xml?module=crm", holds(hold("outlook", login=name("fie"))), 400)
    assert kind == "field-invalid" and "about crm only" in wrong[0]["detail"]
    for module in ("nothing", "standard"):
        assert put(partner, "/modules.xml?module=" + module, holds(hold(module, login=name("fie"))), 404).type == "product-unknown"
    assert held(staffed) == [("eva", "outlook"), ("fie", "crm")]


def test_taking_too_many_assignments_is_refused_with_whose_they_are(staffed, partner):  # noqa: F811
    staffed.ctl("quantity", staffed.key, "crm", "9")
    logins = ["%s-%d" % (staffed.key, i) for i in range(7)]
    put(partner, "/employees.xml", people(*[row("N", '<assignment module="crm"/>', login=x, email="n@example.com") for x in logins],
                                          mode="merge"))
    kind, absent, root = refused(partner, "/modules.xml", holds(hold("crm", login=logins[0])), 422)
    assert (kind, root.findtext(WRONG + "absent"), root.findtext(WRONG + "max-absent")) == ("too-many-absent", "6", "5")
    assert {(a["login"], a["module"]) for a in absent} == {(x, "crm") for x in logins[1:]}
    assert len(held(staffed)) == 7
    assert refused(partner, "/modules.xml", holds(), 422)[0] == "list-empty"
    assert put(partner, "/modules.xml?max-absent=6", holds(hold("crm", login=logins[0]))).get("absent") == "6"
    clean(staffed)


def test_every_assignment_that_is_wrong_is_named(staffed, partner):  # noqa: F811
    name = staffed.login
    put(partner, "/employees.xml", people(row(login=name("dan"), status="inactive"), mode="merge"))
    ids = {login: e.get("id") for login, e in people_of(staffed).items()}
    body = holds("\n".join([hold("crm", login=name("eva")), hold("crm", external="4711"), hold("nothing", login=name("eva")),
                            hold("crm", login=name("dan")), hold("crm", login=name("partner")), hold("crm", login="ghost"),
                            hold("crm", employee="99999"), hold("crm", employee=ids[name("fie")], login=name("eva")),
                            hold("crm"), "<assignment login=\"%s\"/>" % name("eva"), "<person/>",
                            hold("crm", login="ghost2"), hold("outlook", employee="9" * 20, login=name("eva"))]), mode="merge")
    for options in ("", "?dry-run=1"):
        _, wrong, root = refused(partner, "/modules.xml" + options, body, 400)
        assert [(int(w["line"]), w["problem"]) for w in wrong] == [
            (2, "field-repeated"), (3, "product-unknown"), (4, "employee-inactive"), (5, "employee-service"),
            (6, "employee-unknown"), (7, "employee-unknown"), (8, "field-invalid"), (9, "field-invalid"),
            (10, "xml-invalid"), (11, "xml-invalid"), (12, "employee-unknown"), (13, "field-invalid")], wrong
    assert held(staffed) == []


def test_who_is_beyond_a_module_is_marked_and_told_of_as_by_the_forms(staffed, partner):  # noqa: F811
    name = staffed.login
    staffed.ctl("quantity", staffed.key, "crm", "1")
    logins = [name(x) for x in ("anna", "bo", "dan", "eva", "fie")]
    staffed.ctl("employee", "add", staffed.key, name("gry"), "--name", "Gry", "--email", "g@example.com")
    body = holds(*[hold("crm", login=x) for x in logins + [name("gry")]], mode="merge")
    dry = put(partner, "/modules.xml?dry-run=1", body)
    done = put(partner, "/modules.xml", body)
    assert dry.get("beyond") == done.get("beyond") == "1"
    assert dry.get("deadline") <= done.get("deadline"), "seven days from then, and it was asked first"
    offer = done.find("l:offer", NS)
    assert (offer.get("product"), offer.get("missing"), offer.get("quantity")) == ("crm", "1", "6")
    assert offer.get("amount") == dry.find("l:offer", NS).get("amount")
    marked = [a for a in staffed.export("modules").findall("l:assignment", NS) if a.get("deadline")]
    assert [(a.get("login"), a.get("deadline")) for a in marked] == [(name("gry"), done.get("deadline"))]
    clean(staffed)


@pytest.mark.parametrize("who, status", [("anna", 200), ("partner", 200), ("bo", 403), ("dan", 403)])
def test_admins_and_partners_write_who_holds_what(account, who, status):
    put(account.visitor(who), "/modules.xml", holds(mode="merge"), status)


def test_a_key_gives_the_same_answer_again_for_assignments(staffed, partner):  # noqa: F811
    body = holds(hold("crm", login=staffed.login("eva")), mode="merge")
    first = put(partner, "/modules.xml", body, Idempotency_Key="once")
    again = put(partner, "/modules.xml", body, Idempotency_Key="once")
    assert etree.tostring(first) == etree.tostring(again) and first.get("assigned") == "1"
