"""Few licences left (product.md, What is told): the note on the overview, and the threshold of an account's own."""
import pytest

import tokens
from env import NS, as_page, problem_of, text_of


def send(anna, account, product, few, path="/products/"):
    token = tokens.form(anna.portal, account.key, account.login("anna"))
    return anna.post(path + product, data={"token": token, "action": "few", "few": few})


def notes(visitor):
    page = visitor.page("/")
    return {str(row.xpath("string(th/a)")): row for row in page.xpath("//tr[.//*[contains(@class, 'few-left')]]")}


def test_a_note_says_how_many_are_left_and_leads_to_buying(portal):
    account = portal.make_account(licences=5, people=1)      # 4 of 5 in use: 1 is few
    anna = account.visitor("anna")
    row = notes(anna)["Standard licence"]
    assert "1" in text_of(row.xpath(".//*[@class='few-left']")[0])
    assert "/licences/products/standard" in row.xpath(".//*[@class='few-left']//a/@href")
    product = anna.xml("/overview.xml").find("l:product[@key='standard']", NS)
    assert (product.get("few"), product.get("few-left"), product.get("available")) == ("1", "true", "1")
    bo = notes(account.visitor("bo"))["Standard licence"]
    assert not bo.xpath(".//*[@class='few-left']//a"), "who can't buy isn't sent to"


@pytest.mark.parametrize("licences, noted", [(6, False), (5, True), (4, True), (3, False)])
def test_the_note_stands_from_the_threshold_down_to_none_left(portal, licences, noted):
    account = portal.make_account(licences=licences, people=1)      # 4 in use
    assert ("Standard licence" in notes(account.visitor("anna"))) == noted


def test_none_purchased_is_nothing_to_warn_of(anna):
    assert "TimeLog CRM" not in notes(anna)


def test_an_account_sets_a_threshold_of_its_own_which_is_logged(anna, account):
    assert not notes(anna)
    answer = send(anna, account, "standard", " 20 ")
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/licences/products/standard?done=")
    page = anna.page(location[len("/licences"):])
    assert "20" in text_of(page.xpath("//*[@role='status']")[0])
    assert page.xpath("//input[@name='few']/@value") == ["20"]
    entry = account.export("log").findall("l:entry", NS)[-1]
    assert [entry.get(name) for name in ("actor", "action", "object", "old", "new")] == [
        account.login("anna"), "setting", "account/few/standard", "", "20"]
    assert list(notes(anna)) == ["Standard licence"]
    assert send(anna, account, "standard", "").status_code == 303
    assert anna.page("/products/standard").xpath("//input[@name='few']/@value") == [""]
    assert not notes(anna)


def test_another_accounts_threshold_stays(portal, anna, account):
    other = portal.make_account(licences=25, people=2)
    send(anna, account, "standard", "20")
    assert other.visitor("anna").xml("/products/standard.xml").get("few") == "2"


@pytest.mark.parametrize("typed, word", [("x", "quantity-not-a-number"), ("-1", "quantity-not-a-number"),
                                         ("1.5", "quantity-not-a-number"), ("99999999", "quantity-above-ceiling")])
def test_what_is_no_number_of_licences_is_refused_beside_its_field(anna, account, typed, word):
    before = account.actions()
    answer = send(anna, account, "standard", typed)
    assert answer.status_code == 422
    page = as_page(answer)
    assert page.xpath("//input[@name='few']/@value") == [typed]
    assert page.xpath("//input[@name='few']/@aria-invalid") == ["true"]
    assert not page.xpath("//input[@name='quantity']/@aria-invalid")
    token = tokens.form(anna.portal, account.key, account.login("anna"))
    xml = anna.post("/products/standard.xml", data={"token": token, "action": "few", "few": typed})
    assert problem_of(xml).type == word
    assert account.actions() == before


def test_what_follows_and_what_is_a_fee_has_no_threshold(anna, account):
    for product in ("resource-planner", "visma-admin"):
        assert not anna.page("/products/" + product).xpath("//input[@name='few']")
        assert send(anna, account, product, "3").status_code == 422
    assert send(anna, account, "nothing", "3").status_code == 404


def test_a_confirmation_doesnt_stand_for_the_token_of_a_threshold(anna, account):
    confirm = anna.preview("standard", 27).get("confirm")
    for fields in ({"confirm": confirm}, {"confirm": ""}, {}):
        answer = anna.post("/products/standard", data={"action": "few", "few": "3", **fields})
        assert answer.status_code == 403
    assert "setting" not in account.actions()


def test_support_sets_thresholds_too(anna, account):
    assert "from 7 left on" in account.ctl("few", account.key, "crm", "7").stdout
    assert anna.page("/products/crm").xpath("//input[@name='few']/@value") == ["7"]
    assert "as before" in account.ctl("few", account.key, "crm", "7").stdout
    account.ctl("few", account.key, "crm", "default")
    assert anna.page("/products/crm").xpath("//input[@name='few']/@value") == [""]
    for wrong in ("-1", "many"):
        assert "default" in account.ctl("few", account.key, "crm", wrong, status=2).stderr
    account.ctl("few", account.key, "resource-planner", "1", status=1)


def test_only_who_may_change_sets_a_threshold(account):
    bo = account.visitor("bo")
    assert not bo.page("/products/standard").xpath("//form[.//input[@name='few']]")
    token = tokens.form(bo.portal, account.key, account.login("bo"))
    assert bo.post("/products/standard", data={"token": token, "action": "few", "few": "3"}).status_code == 403
    assert account.actions()[-1] == "refused"
