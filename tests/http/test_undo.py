"""Undo: the last purchase is taken back, with a credit note (product.md, Undo)."""
import pytest

import tokens
from env import NS, as_page, problem_of, text_of

pytestmark = pytest.mark.database


def preview(anna, product="standard"):
    return anna.xml("/products/%s.xml?undo=1" % product)


def undo(anna, token, product="standard", suffix=""):
    return anna.post("/products/%s%s" % (product, suffix), data={"action": "undo", "confirm": token})


def test_a_purchase_is_taken_back_with_a_credit_note_of_its_own_lines(anna, account):
    anna.change("standard", 30)
    bought = account.invoices()[-1]
    seen = preview(anna)
    assert [seen.get(name) for name in ("outcome", "purchased", "purchased-after", "next-after")] == [
        "undone", "30", "25", "25"]
    assert int(seen.get("total")) == -int(bought.get("total"))
    answer = undo(anna, seen.get("confirm"))
    assert answer.status_code == 303
    assert account.product("standard") == (25, 25, 5)
    credit = account.invoices()[-1]
    assert (credit.get("kind"), credit.get("credits")) == ("credit", bought.get("number"))
    for name in ("net", "vat", "total"):
        assert int(credit.get(name)) == -int(bought.get(name))
    line = credit.find("l:line", NS)
    assert (line.get("quantity"), line.get("price")) == ("-5", bought.find("l:line", NS).get("price"))
    assert int(credit.get("number")[-4:]) == int(bought.get("number")[-4:]) + 1
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert credit.get("number") in text_of(page.xpath("//*[@role='status']")[0])
    entry = account.export("log").findall("l:entry", NS)[-1]
    assert [entry.get(name) for name in ("actor", "action", "object", "old", "new", "invoice", "amount")] == [
        account.login("anna"), "undone", "standard", "30", "25", credit.get("number"), credit.get("net")]


def test_what_has_been_undone_is_told_as_often_and_to_whom_buying_is(anna, account):
    anna.change("standard", 30)
    undo(anna, preview(anna).get("confirm"))
    told = "SELECT o.address FROM outbox o JOIN account a ON a.id = o.account WHERE a.account_key = '%s' AND o.kind = '%s'"
    rows = anna.portal.store.rows
    assert sorted(rows(told % (account.key, "undone"))) == sorted(set(rows(told % (account.key, "bought"))))


def test_a_scale_down_that_the_purchase_wiped_comes_back(anna, account):
    anna.change("standard", 20)
    anna.change("standard", 30)
    seen = preview(anna)
    assert seen.get("next-after") == "20"
    assert undo(anna, seen.get("confirm")).status_code == 303
    assert account.product("standard")[:2] == (25, 20)


def test_the_notice_and_the_invoice_and_the_pencil_offer_it_while_it_lasts(anna, account):
    page = anna.page(anna.change("standard", 30).headers["Location"][len("/licences"):])
    way = "/licences/products/standard?undo=1"
    assert way in page.xpath("//*[@role='status']//a/@href")
    number = account.invoices()[-1].get("number")
    assert way in anna.page("/invoices/" + number).xpath("//a/@href")
    assert anna.xml("/invoices/%s.xml" % number).get("undo-invoice") == number
    assert way in anna.page("/products/standard").xpath("//a/@href")
    assert way not in account.visitor("bo").page("/invoices/" + number).xpath("//a/@href"), "who can't change"
    first = account.invoices()[0].get("number")
    assert anna.xml("/invoices/%s.xml" % first).get("undo-until") is None, "only the last purchase"
    undo(anna, preview(anna).get("confirm"))
    credit = account.invoices()[-1].get("number")
    page = anna.page("/invoices/" + number)
    assert way not in page.xpath("//a/@href") and "/licences/invoices/" + credit in page.xpath("//a/@href")
    assert "/licences/invoices/" + number in anna.page("/invoices/" + credit).xpath("//a/@href")
    assert way not in anna.page("/products/standard").xpath("//a/@href")


def test_the_form_leads_to_a_preview_that_is_confirmed(anna, account):
    anna.change("standard", 30)
    token = tokens.form(anna.portal, account.key, account.login("anna"))
    answer = anna.post("/products/standard", data={"token": token, "action": "undo"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/licences/products/standard?undo=1")
    form = anna.page("/products/standard?undo=1").xpath("//form[.//input[@name='confirm']]")[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert fields["action"] == "undo" and form.get("action") == "/licences/products/standard"
    assert anna.post("/products/standard", data=fields).status_code == 303
    assert account.product("standard")[0] == 25


def test_a_confirmation_that_is_sent_twice_takes_effect_once(anna, account):
    anna.change("standard", 30)
    token = preview(anna).get("confirm")
    first, second = undo(anna, token), undo(anna, token)
    assert first.headers["Location"] == second.headers["Location"]
    assert account.actions().count("undone") == 1


def test_a_token_for_buying_undoes_nothing_and_the_other_way_round(anna, account):
    anna.change("standard", 30)
    answer = undo(anna, anna.preview("standard", 31).get("confirm"), suffix=".xml")
    assert problem_of(answer).type == "key-reused"
    answer = anna.post("/products/standard.xml", data={"quantity": "25", "confirm": preview(anna).get("confirm")})
    assert problem_of(answer).type == "key-reused"
    assert account.product("standard")[0] == 30


def test_whoever_comes_second_sees_that_things_have_moved(anna, account):
    anna.change("standard", 30)
    token = preview(anna).get("confirm")
    anna.change("standard", 31)
    answer = undo(anna, token)
    assert answer.status_code == 409, "the later purchase is what would be undone now"
    assert as_page(answer).xpath("//input[@name='action']/@value") == ["undo"]
    assert account.product("standard")[0] == 31


def test_what_is_restored_is_what_the_preview_showed(anna, account):
    """Another purchase of as many for as much may have wiped another scale-down."""
    anna.change("standard", 20)
    anna.change("standard", 30)
    seen = preview(anna)
    undo(anna, preview(anna).get("confirm"))
    assert account.product("standard")[:2] == (25, 20)
    anna.change("standard", 25)
    anna.change("standard", 30)
    now = preview(anna)
    assert (seen.get("next-after"), now.get("next-after")) == ("20", "25") and seen.get("total") == now.get("total")
    assert undo(anna, seen.get("confirm")).status_code == 409
    assert account.product("standard")[:2] == (30, 30)


def refused(anna, word, product="standard"):
    answer = anna.get("/products/%s.xml?undo=1" % product)
    assert (answer.status_code, problem_of(answer).type) == (422, word)
    page = anna.page("/products/%s?undo=1" % product, status=422)
    assert page.xpath("//*[@id='quantity-problem']")
    return text_of(page.xpath("//*[@id='quantity-problem']")[0])


def test_licences_in_use_are_named_with_who_would_have_to_go(portal):
    account = portal.make_account(licences=3)        # all in use
    anna = account.visitor("anna")
    anna.change("standard", 5)
    account.ctl("employee", "add", account.key, account.login("last"), "--name", "Lena Last", "--initials", "LL",
                "--email", "lena@example.com")
    assert "Lena Last" in refused(anna, "undo-in-use")
    account.ctl("employee", "deactivate", account.key, account.login("last"))
    assert undo(anna, preview(anna).get("confirm")).status_code == 303
    assert account.product("standard") == (3, 3, 3)


def test_whoever_has_the_other_product_of_one_purchase_is_named_too(portal):
    account = portal.make_account(licences=3, extra=["policy {key} standard buy", "policy {key} crm buy"])
    anna = account.visitor("anna")
    body = ('<employees xmlns="urn:mod-licences:1" mode="merge"><employee login="%s" email="lena@example.com"><name>Lena Last</name>'
            '<assignment module="crm"/></employee></employees>' % account.login("last"))
    answer = anna.put("/employees.xml", data=body, headers={"Content-Type": "application/xml", "Idempotency-Key": "k"})
    assert answer.status_code == 200, answer.text
    assert len(account.invoices()[-1].findall("l:line", NS)) == 2
    account.ctl("employee", "deactivate", account.key, account.login("dan"))
    assert "Lena Last" in refused(anna, "undo-in-use")
    account.ctl("unassign", account.key, account.login("last"), "crm")
    assert undo(anna, preview(anna).get("confirm")).status_code == 303
    assert (account.product("standard"), account.product("crm")) == ((3, 3, 3), (0, 0, 0))


def test_what_was_never_bought_or_changed_since_cant_be_undone(anna):
    refused(anna, "undo-nothing", "crm")
    anna.change("crm", 3)
    anna.change("crm", 2)
    refused(anna, "undo-nothing", "crm")


def test_who_may_only_see_cant_undo(anna, account):
    anna.change("standard", 30)
    token = tokens.form(anna.portal, account.key, account.login("bo"))
    answer = account.visitor("bo").post("/products/standard", data={"token": token, "action": "undo"})
    assert answer.status_code == 403


def test_support_undoes_by_licencesctl_and_sets_how_long_that_is_possible(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=10)
    portal.start()
    anna = account.visitor("anna")
    account.ctl("set", "undo-period", "1h")
    refused(anna, "undo-late")                       # bought two hours ago
    account.ctl("set", "undo-period", "Off")
    refused(anna, "undo-off")
    assert "Off" in account.ctl("setting", "list").stdout
    account.ctl("set", "undo-period", "3h")
    anna.change("standard", 12)
    said = account.ctl("undo", account.key, "standard").stdout
    assert "credit note %s of invoice %s" % tuple(i.get("number") for i in account.invoices()[:-3:-1]) in said
    assert account.product("standard")[0] == 10
    assert "something else than a purchase" in account.ctl("undo", account.key, "standard", status=1).stderr
    account.ctl("set", "undo-period", "soon", status=2)
    assert not portal.audit()
