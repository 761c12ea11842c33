"""Roles and rights (product.md, Who gets in): switches, who holds a role, and that nobody is locked out."""
import pytest

import tokens
from env import NS, as_page, problem_of, text_of

pytestmark = pytest.mark.database


def send(visitor, account, **fields):
    """Posts what the page's forms post, as whoever visits."""
    user = visitor.auth[0].decode()
    return visitor.post("/roles", data={"token": tokens.form(account.portal, account.key, user), **fields})


def granted(account, visitor, role):
    rights = visitor.xml("/roles.xml").xpath("l:role[@key='%s']/l:right[@granted='true']/@key" % role, namespaces=NS)
    return [str(right) for right in rights]


def last_entry(account):
    entry = account.export("log").findall("l:entry", NS)[-1]
    return tuple(entry.get(name) for name in ("actor", "action", "object", "old", "new"))


@pytest.fixture
def manager(portal, account):
    """Somebody who manages roles and nothing else."""
    account.ctl("role", "grant", account.key, "keeper", "roles")
    account.ctl("employee", "add", account.key, account.login("karl"), "--name", "Karl Keeper", "--initials", "KK",
                "--email", "karl@%s.example" % account.key, "--role", "keeper")
    portal.add_users([account.login("karl")])
    return account.visitor("karl")


def test_roles_and_all_their_rights_are_read_as_xml(anna, account):
    root = anna.xml("/roles.xml")
    assert [str(key) for key in root.xpath("l:role/@key", namespaces=NS)] == ["admin", "partner", "viewer"]
    for role in root.findall("l:role", NS):
        assert [right.get("key") for right in role.findall("l:right", NS)] == [
            "my-account", "my-account-view", "partner", "partner-csv", "roles"]
    assert granted(account, anna, "admin") == ["my-account", "roles"]
    assert root.xpath("l:role[@key='admin']/l:holder/@login", namespaces=NS) == [account.login("anna")]


def test_a_switch_is_a_button_in_a_form_that_says_its_state(anna, account):
    page = anna.page("/roles")
    switches = page.xpath("//form//button[@aria-pressed]")
    assert len(switches) == 15
    on = page.xpath("//form[.//input[@name='role']/@value='viewer'][.//input[@name='right']/@value='my-account-view']")[0]
    assert on.xpath(".//button/@aria-pressed") == ["true"]
    assert on.xpath(".//input[@name='action']/@value") == ["revoke"]
    fields = {field.get("name"): field.get("value") for field in on.xpath(".//input[@name]")}
    answer = anna.post("http://127.0.0.1:%d%s" % (anna.portal.port, on.get("action")), data=fields)
    assert answer.status_code == 303
    assert granted(account, anna, "viewer") == []


def test_granting_and_revoking_count_at_once_are_logged_and_told(anna, account):
    bo = account.visitor("bo")
    answer = send(anna, account, role="viewer", right="my-account", action="grant")
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/licences/roles?done=")
    assert last_entry(account) == (account.login("anna"), "granted", "role/viewer/my-account", "", "granted")
    assert "viewer" in text_of(anna.page(location[len("/licences"):]).xpath("//*[@role='status']")[0])
    assert bo.get("/products/standard.xml?quantity=27").status_code == 200
    send(anna, account, role="viewer", right="my-account", action="revoke")
    assert last_entry(account) == (account.login("anna"), "revoked", "role/viewer/my-account", "granted", "")
    assert bo.get("/products/standard.xml?quantity=27").status_code == 403


def test_granting_twice_changes_nothing(anna, account):
    before = account.actions()
    answer = send(anna, account, role="viewer", right="my-account-view", action="grant")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/licences/roles")
    assert account.actions() == before


def test_the_last_who_manages_roles_keeps_the_right_and_the_page_says_why(anna, account):
    before = account.actions()
    page = anna.page("/roles")
    locked = page.xpath("//form[.//input[@name='role']/@value='admin'][.//input[@name='right']/@value='roles']//button")[0]
    assert (locked.get("aria-disabled"), locked.get("type"), locked.get("aria-pressed")) == ("true", "button", "true")
    why = page.get_element_by_id(locked.get("aria-describedby").split()[-1])
    assert len(text_of(why)) > 30
    answer = send(anna, account, role="admin", right="roles", action="revoke")
    assert answer.status_code == 422
    assert len(text_of(as_page(answer).xpath("//*[@role='alert']")[0])) > 30
    anna_id = anna.xml("/roles.xml").xpath("string(l:role[@key='admin']/l:holder/@employee)", namespaces=NS)
    assert send(anna, account, role="admin", employee=anna_id, action="take").status_code == 422
    token = tokens.form(account.portal, account.key, account.login("anna"))
    xml = problem_of(anna.post("/roles.xml", data={"token": token, "role": "admin", "right": "roles", "action": "revoke"}))
    assert (xml.status, xml.type, xml.facts["role"]) == (422, "last-roles", "admin")
    assert account.actions() == before


def test_with_two_who_manage_roles_either_may_go(anna, account, manager):
    assert not anna.xml("/roles.xml").xpath("//@locked")
    assert send(anna, account, role="keeper", right="roles", action="revoke").status_code == 303
    assert anna.xml("/roles.xml").xpath("string(l:role[@key='admin']/l:right[@locked]/@key)", namespaces=NS) == "roles"
    assert manager.get("/roles").status_code == 403


def test_whoever_manages_roles_alone_sees_this_page_the_help_and_no_other(account, manager):
    page = manager.page("/roles")
    links = [link[len("/licences"):] for link in page.xpath("//nav[@class='side']//a/@href")]
    assert links == ["/roles", "/help"]
    for path in ("/", "/products/standard", "/employees", "/modules", "/invoices", "/log", "/usage"):
        answer = manager.get(path)
        assert answer.status_code == 403, path
        assert "/licences/roles" in as_page(answer).xpath("//main//a/@href"), "the way back to what is open"
    assert not page.xpath("//main//a[contains(@href, '/employees/')]"), "cards that can't be opened aren't linked"
    assert send(manager, account, role="viewer", right="partner", action="grant").status_code == 303
    assert manager.xml("/roles.xml").get("account") == account.key


def test_who_may_see_reads_roles_and_switches_nothing(account):
    bo = account.visitor("bo")
    page = bo.page("/roles")
    assert not page.xpath("//main//form")
    assert "roles" in text_of(page.xpath("//main//*[@class='notice']")[0])
    assert page.xpath("//main//a[contains(@href, '/employees/')]")
    before = account.export("log").xpath("count(l:entry)", namespaces=NS)
    answer = send(bo, account, role="viewer", right="my-account", action="grant")
    assert answer.status_code == 403
    assert last_entry(account)[1:3] == ("refused", "/roles")
    assert account.export("log").xpath("count(l:entry)", namespaces=NS) == before + 1


def test_to_see_and_change_licences_doesnt_include_roles(portal, account):
    account.ctl("role", "grant", account.key, "viewer", "my-account")
    assert send(account.visitor("bo"), account, role="viewer", right="roles", action="grant").status_code == 403


def test_a_role_is_created_with_its_first_right(anna, account):
    assert send(anna, account, role="helpdesk", right="my-account-view", action="create").status_code == 303
    assert granted(account, anna, "helpdesk") == ["my-account-view"]
    assert last_entry(account)[1:3] == ("granted", "role/helpdesk/my-account-view")
    assert send(anna, account, role="helpdesk", right="roles", action="create").status_code == 409
    answer = send(anna, account, role="Help desk", right="roles", action="create")
    assert answer.status_code == 400
    assert as_page(answer).xpath("//input[@name='role' and @type='text']/@value") == ["Help desk"]


@pytest.mark.parametrize("fields, status", [
    ({"role": "nothing", "right": "roles", "action": "grant"}, 404),
    ({"role": "nothing", "right": "roles", "action": "revoke"}, 404),
    ({"role": "viewer", "right": "everything", "action": "grant"}, 400),
    ({"role": "viewer", "right": "roles", "action": "explode"}, 400),
    ({"role": "viewer", "right": "roles"}, 400),
    ({"role": "viewer", "action": "grant"}, 400),
    ({"right": "roles", "action": "grant"}, 400),
    ({"role": "../x", "right": "roles", "action": "grant"}, 400),
    ({"role": "viewer", "action": "give"}, 400),
    ({"role": "viewer", "action": "give", "employee": "x"}, 400),
    ({"role": "viewer", "action": "give", "employee": "999999"}, 404),
    ({"role": "viewer", "action": "give", "login": "nobody-here"}, 404),
    ({"role": "nothing", "action": "give", "employee": "1"}, 404),
])
def test_what_is_wrong_with_a_form_is_said_and_changes_nothing(anna, account, fields, status):
    before = account.actions()
    answer = send(anna, account, **fields)
    assert answer.status_code == status, text_of(as_page(answer))
    assert account.actions() == before


def test_a_role_is_given_by_log_in_and_taken_again(anna, account):
    dan = account.visitor("dan")
    assert dan.get("/").status_code == 403
    answer = send(anna, account, role="viewer", login=account.login("dan"), action="give")
    assert answer.status_code == 303
    assert last_entry(account)[1] == "role-given"
    assert "Dan Example" in text_of(anna.page(answer.headers["Location"][len("/licences"):]).xpath("//*[@role='status']")[0])
    assert dan.get("/").status_code == 200
    holder = anna.xml("/roles.xml").xpath("l:role[@key='viewer']/l:holder[@login='%s']" % account.login("dan"),
                                          namespaces=NS)[0]
    assert send(anna, account, role="viewer", employee=holder.get("employee"), action="take").status_code == 303
    assert last_entry(account)[1] == "role-taken"
    assert dan.get("/").status_code == 403


def card(visitor, account, login):
    return "/employees/" + visitor.xml("/employees.xml?q=" + account.login(login)).xpath("string(l:employee/@id)", namespaces=NS)


def role_form(page, role):
    form = page.xpath("//form[contains(@action, '/roles')][.//input[@name='role'][@value='%s']]" % role)[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//*[@name]")}
    return fields, form.xpath(".//button")[0]


def test_the_card_gives_and_takes_roles_for_whoever_manages_them(anna, account):
    path = card(anna, account, "dan")
    fields, button = role_form(anna.page(path), "viewer")
    assert (fields["action"], button.get("aria-pressed")) == ("give", "false")
    answer = anna.post("/roles", data=fields)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/licences%s?done=" % path)
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert "viewer" in text_of(page.xpath("//*[@role='status']")[0])
    fields, button = role_form(page, "viewer")
    assert (fields["action"], button.get("aria-pressed"), button.get("autofocus")) == ("take", "true", "autofocus")
    assert anna.post("/roles", data=fields).status_code == 303
    assert [entry.get("action") for entry in anna.xml(path + ".xml").findall("l:entry", NS)][:2] == [
        "role-taken", "role-given"]


def test_the_card_of_the_last_who_manages_roles_says_so(anna, account):
    path = card(anna, account, "anna")
    _, button = role_form(anna.page(path), "admin")
    assert (button.get("aria-disabled"), button.get("type")) == ("true", "button")
    account.ctl("role", "give", account.key, "admin", account.login("dan"))
    _, button = role_form(anna.page(path), "admin")
    assert (button.get("aria-disabled"), button.get("type")) == (None, "submit")


def test_a_card_shows_no_role_switches_to_who_doesnt_manage_roles(anna, account):
    account.ctl("role", "grant", account.key, "viewer", "my-account")
    path = card(anna, account, "dan")
    assert anna.page(path).xpath("//form[contains(@action, '/roles')]")
    assert not account.visitor("bo").page(path).xpath("//form[contains(@action, '/roles')]")


def test_support_gives_and_takes_roles_too(anna, account):
    said = account.ctl("role", "give", account.key, "viewer", account.login("dan")).stdout
    assert "now has the role viewer" in said
    assert account.visitor("dan").get("/").status_code == 200
    assert "had already" in account.ctl("role", "give", account.key, "viewer", account.login("dan")).stdout
    account.ctl("role", "take", account.key, "viewer", account.login("dan"))
    assert account.visitor("dan").get("/").status_code == 403
    assert "last" in account.ctl("role", "take", account.key, "admin", account.login("anna"), status=1).stderr


def test_a_closed_account_has_its_roles_read_only(anna, account):
    account.ctl("account", "close", account.key)
    assert anna.page("/roles").xpath("//button[@aria-pressed]"), "roles count until the end"
