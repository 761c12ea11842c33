"""When no licence is free: grace, block, or buy up to a cap, on every way to a licence (product.md)."""
import pytest

import tokens
from env import NS, as_page, problem_of, text_of

pytestmark = pytest.mark.database


@pytest.fixture
def full(portal):
    """Every licence is in use: three of three."""
    return portal.make_account(licences=3)


def send(visitor, path, **fields):
    account = visitor.account
    fields.setdefault("token", tokens.form(visitor.portal, account.key, account.login("anna")))
    return visitor.post(path, data=fields)


@pytest.fixture
def anna(full):
    anna = full.visitor("anna")
    anna.account = full
    return anna


def add_inactive(account, *names):
    for name in names:
        account.ctl("employee", "add", account.key, account.login(name), "--name", name, "--initials", "X", "--email",
                    name + "@example.com", "--inactive")
    rows = account.export("employees").findall("l:employee", NS)
    return [row.get("id") for row in rows if row.get("login") in map(account.login, names)]


def put(account, path, body):
    return account.visitor("partner").put(path, data=body, headers={
        "Content-Type": "application/xml", "If-Match": account.visitor("partner").get("/overview.xml").headers["ETag"]})


def statuses(account):
    return {row.get("login").split("-")[0]: row.get("status") for row in
            account.export("employees").findall("l:employee", NS)}


def test_whoever_may_change_sets_it_and_it_is_logged(anna, full):
    assert anna.xml("/products/standard.xml").get("policy") == "grace"
    answer = send(anna, "/products/standard", action="policy", policy="buy", cap="5")
    assert answer.status_code == 303
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert page.xpath("//input[@name='policy'][@checked]/@value") == ["buy"]
    assert page.xpath("//input[@name='cap']/@value") == ["5"] and page.xpath("//*[@role='status']")
    root = anna.xml("/products/standard.xml")
    assert (root.get("policy"), root.get("cap")) == ("buy", "5")
    entry = full.export("log").findall("l:entry", NS)[-1]
    assert [entry.get(name) for name in ("actor", "action", "object", "old", "new")] == [
        full.login("anna"), "policy", "standard/policy", "grace", "buy 5"]


@pytest.mark.parametrize("fields, status, word", [
    ({"policy": "never"}, 400, "field-invalid"), ({}, 400, "field-missing"),
    ({"policy": "buy", "cap": "x"}, 422, "quantity-not-a-number"),
    ({"policy": "buy", "cap": "-1"}, 422, "quantity-not-a-number"),
    ({"policy": "buy", "cap": "1000001"}, 422, "quantity-above-ceiling")])
def test_what_is_no_policy_is_refused(anna, full, fields, status, word):
    answer = send(anna, "/products/standard.xml", action="policy", **fields)
    assert (answer.status_code, problem_of(answer).type) == (status, word)
    if status == 422:
        page = as_page(send(anna, "/products/standard", action="policy", **fields))
        assert page.xpath("//input[@name='cap']/@value") == [fields["cap"]] and page.xpath("//*[@id='cap-problem']")
    assert full.actions()[-1] != "policy"


def test_what_follows_has_none_and_who_may_only_see_sets_none(anna, full):
    answer = send(anna, "/products/visma-admin.xml", action="policy", policy="block")
    assert problem_of(answer).type == "product-is-fee"
    token = tokens.form(anna.portal, full.key, full.login("bo"))
    answer = full.visitor("bo").post("/products/standard", data={"token": token, "action": "policy", "policy": "block"})
    assert answer.status_code == 403


def test_block_refuses_on_the_card_and_names_what_is_free(anna, full):
    who, = add_inactive(full, "eva")
    full.ctl("policy", full.key, "standard", "block")
    page = anna.page("/employees/" + who)
    assert page.xpath("//button[@name='way']/@value") == ["buy"], "what would be refused isn't offered"
    answer = send(anna, "/employees/%s.xml" % who, action="activate")
    problem = problem_of(answer)
    assert (answer.status_code, problem.type) == (422, "no-licence-free")
    page = as_page(send(anna, "/employees/" + who, action="activate"))
    assert "Standard licence" in text_of(page.xpath("//*[@role='alert']")[0])
    assert statuses(full)["eva"] == "inactive"
    full.ctl("employee", "activate", full.key, full.login("eva"), status=1)
    full.ctl("employee", "add", full.key, full.login("new"), "--name", "N", "--initials", "N", "--email",
             "n@example.com", status=1)
    answer = send(anna, "/employees", login=full.login("new"), name="New", initials="N", email="n@example.com")
    assert answer.status_code == 422 and as_page(answer).xpath("//input[@name='name']/@value") == ["New"]
    assert "new" not in statuses(full)


def test_under_block_a_bulk_does_those_that_fit_in_order_and_names_the_others(anna, full):
    first, second = add_inactive(full, "eva", "ida")
    full.ctl("quantity", full.key, "standard", "4")
    full.ctl("policy", full.key, "standard", "block")
    asked = as_page(send(anna, "/employees/bulk", ids="%s,%s" % (second, first), action="activate", ask="1"))
    assert asked.xpath("//button[@name='way']/@value") == ["buy", "anyway"]
    answer = send(anna, "/employees/bulk.xml", ids="%s,%s" % (second, first), action="activate")
    root = anna.portal.valid(answer)
    assert [(row.get("employee"), row.get("outcome")) for row in root.findall("l:row", NS)] == [
        (second, "done"), (first, "no-licence-free")]
    assert (statuses(full)["ida"], statuses(full)["eva"]) == ("active", "inactive")


def test_under_block_add_on_licences_are_refused_alike(anna, full):
    full.ctl("quantity", full.key, "crm", "1")
    full.ctl("policy", full.key, "crm", "block")
    full.ctl("assign", full.key, full.login("anna"), "crm")
    full.ctl("assign", full.key, full.login("bo"), "crm", status=1)
    body = '<assignments xmlns="urn:mod-licences:1" mode="merge"><assignment login="%s" module="crm"/></assignments>'
    answer = put(full, "/modules.xml", body % full.login("bo"))
    assert (answer.status_code, problem_of(answer).type) == (422, "no-licence-free")
    assert full.product("crm") == (1, 1, 1)


def test_a_list_that_is_put_is_refused_as_a_whole_if_it_takes_too_many(anna, full):
    add_inactive(full, "eva")
    full.ctl("policy", full.key, "standard", "block")
    row = '<employee login="%s" status="%s"/>'
    root = '<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>'
    answer = put(full, "/employees.xml", root % (row % (full.login("eva"), "active")))
    assert (answer.status_code, problem_of(answer).type) == (422, "no-licence-free")
    assert "free" in answer.text and statuses(full)["eva"] == "inactive"
    swap = row % (full.login("eva"), "active") + row % (full.login("dan"), "inactive")
    answer = put(full, "/employees.xml", root % swap)
    assert answer.status_code == 200, answer.text
    assert (statuses(full)["eva"], statuses(full)["dan"]) == ("active", "inactive")


def test_an_import_takes_those_for_whom_there_is_a_licence(anna, full, tmp_path):
    full.ctl("quantity", full.key, "standard", "4")
    full.ctl("policy", full.key, "standard", "block")
    path = tmp_path / "people.csv"
    path.write_text("login,name,email\n" + "".join("%s,%s,%s@example.com\n" % (full.login(n), n, n)
                                                     for n in ("eva", "ida")))
    said = full.ctl("import", full.key, str(path), status=1)
    assert "licence" in said.stdout + said.stderr
    assert statuses(full)["eva"] == "active" and "ida" not in statuses(full)
    path.write_text("login,name,email\n%s,Ole,ole@example.com\n" % full.login("ole"))
    full.ctl("import", full.key, str(path), "--strict", status=1)
    assert "ole" not in statuses(full)


def test_buy_buys_what_is_missing_with_the_act_up_to_its_cap(anna, full):
    eva, ida = add_inactive(full, "eva", "ida")
    full.ctl("policy", full.key, "standard", "buy", "--cap", "4")
    page = anna.page("/employees/" + eva)
    price = anna.preview("standard", 4).get("amount")
    offer = text_of(page.xpath("//*[@class='warning']")[0])
    assert "1" in offer and page.xpath("//button[@name='way']/@value") == ["buy"]
    asked = as_page(send(anna, "/employees/bulk", ids="%s,%s" % (eva, ida), action="activate", ask="1"))
    told = text_of(asked.xpath("//*[@class='warning']")[0])
    assert told.startswith("2 for mange") and "1 købes straks for DKK" in told, told
    before = len(full.invoices())
    assert send(anna, "/employees/" + eva, action="activate").status_code == 303
    assert full.product("standard") == (4, 4, 4) and len(full.invoices()) == before + 1
    assert full.invoices()[-1].get("net") == price
    assert full.actions()[-2:] == ["activated", "bought"] or "bought" in full.actions()[-3:]
    send(anna, "/employees/" + ida, action="activate")
    assert full.product("standard") == (4, 4, 5) and "marked" in full.actions()[-2:]


def test_buy_works_for_lists_and_support_too(anna, full):
    add_inactive(full, "eva", "ida", "ole")
    full.ctl("policy", full.key, "standard", "buy")
    root = '<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>'
    rows = "".join('<employee login="%s" status="active"/>' % full.login(n) for n in ("eva", "ida"))
    before = len(full.invoices())
    assert put(full, "/employees.xml", root % rows).status_code == 200
    assert full.product("standard") == (5, 5, 5) and len(full.invoices()) == before + 1
    full.ctl("employee", "activate", full.key, full.login("ole"))
    assert full.product("standard") == (6, 6, 6)


def test_licencesctl_says_what_is_no_policy(full):
    full.ctl("policy", full.key, "standard", "never", status=2)
    full.ctl("policy", full.key, "standard", "block", "--cap", "4", status=2)
    full.ctl("policy", full.key, "nothing", "block", status=1)
