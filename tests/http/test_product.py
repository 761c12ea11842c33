"""The pencil: preview, Confirm, and what becomes of a quantity (product.md, Changing a quantity)."""
import pytest
from lxml import etree

import tokens
from env import NS, as_page, problem_of, text_of


@pytest.mark.database
def test_buying_takes_effect_at_once_and_is_invoiced_for_the_remaining_days(anna, account):
    preview = anna.preview("standard", 27)
    assert (preview.get("outcome"), preview.get("quantity")) == ("bought", "27")
    answer = anna.confirm("standard", 27, preview.get("confirm"))
    assert answer.status_code == 303
    assert account.product("standard") == (27, 27, 5)
    invoice = account.invoices()[-1]
    line = invoice.find("l:line[@product='standard']", NS)
    assert line.get("quantity") == "2"
    period = preview.find("l:period", NS)
    assert (line.get("days"), line.get("period-days")) == (period.get("remaining"), period.get("days"))
    assert invoice.get("net") == preview.get("amount")


def test_confirm_leads_to_the_overview_with_a_notice_that_tells_the_change(anna, account):
    answer = anna.change("standard", 27)
    location = answer.headers["Location"]
    assert location.startswith("/licences/?done=")
    page = anna.page(location[len("/licences"):])
    assert "27" in text_of(page)
    entry = account.export("log").xpath("l:entry[@id='%s']" % location.split("=")[1], namespaces=NS)[0]
    assert (entry.get("action"), entry.get("actor")) == ("bought", account.login("anna"))
    assert (entry.get("old"), entry.get("new")) == ("25", "27")


@pytest.mark.database
def test_the_change_is_visible_in_the_very_answer_to_confirm(anna):
    location = anna.change("standard", 31).headers["Location"]
    row = anna.xml("/overview.xml").find("l:product[@key='standard']", NS)
    assert (row.get("purchased"), row.get("next")) == ("31", "31")
    assert "31" in text_of(anna.page(location[len("/licences"):]))


def test_fewer_licences_count_from_the_next_period_on_and_nothing_is_credited(anna, account):
    before = len(account.invoices())
    preview = anna.preview("standard", 4)
    assert (preview.get("outcome"), preview.get("amount"), preview.get("would-mark")) == ("scaled-down", "0", "1")
    assert anna.confirm("standard", 4, preview.get("confirm")).status_code == 303
    assert account.product("standard") == (25, 4, 5)
    assert len(account.invoices()) == before
    assert account.actions()[-1] == "scaled-down"


def test_asking_for_what_is_purchased_cancels_the_scheduled_change(anna, account):
    anna.change("standard", 20)
    preview = anna.preview("standard", 25)
    assert preview.get("outcome") == "kept"
    anna.confirm("standard", 25, preview.get("confirm"))
    assert account.product("standard")[:2] == (25, 25)
    assert account.actions()[-1] == "kept"


def test_asking_for_what_will_be_changes_nothing_and_offers_no_confirmation(anna, account):
    before = account.actions()
    preview = anna.preview("standard", 25)
    assert (preview.get("outcome"), preview.get("confirm")) == ("unchanged", None)
    assert account.actions() == before


def test_buying_wipes_a_scheduled_scale_down_and_offers_to_schedule_it_again_in_one_step(anna, account):
    anna.change("standard", 20)
    preview = anna.preview("standard", 30)
    assert preview.get("wiped") == "20"
    answer = anna.confirm("standard", 30, preview.get("confirm"))
    assert account.product("standard")[:2] == (30, 30)
    page = anna.page(answer.headers["Location"][len("/licences"):])
    form = page.xpath("//form[.//input[@name='confirm']]")[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input[@name]|.//button[@name]")}
    assert fields["quantity"] == "20"
    again = anna.post("http://127.0.0.1:%d%s" % (anna.portal.port, form.get("action")), data=fields)
    assert again.status_code == 303
    assert account.product("standard")[:2] == (30, 20)


@pytest.mark.database
def test_bundled_products_follow_the_user_licence(portal):
    account = portal.make_account(licences=10, extra=["quantity {key} resource-planner 1"])
    anna = account.visitor("anna")
    anna.change("standard", 12)
    assert account.product("resource-planner")[:2] == (12, 12)
    anna.change("standard", 8)
    assert account.product("resource-planner")[:2] == (12, 8)
    lines = account.invoices()[-1].findall("l:line", NS)
    assert {line.get("product"): line.get("quantity") for line in lines} == {"standard": "2", "resource-planner": "2"}


def test_an_addon_may_go_down_to_none(anna, account):
    anna.change("crm", 3)
    anna.change("crm", 0)
    assert account.product("crm") == (3, 0, 0)


@pytest.mark.parametrize("product, typed, word", [
    ("standard", "0", "quantity-below-least"),
    ("standard", "-3", "quantity-below-least"),
    ("standard", "1.000", "quantity-not-a-number"),
    ("standard", "+5", "quantity-not-a-number"),
    ("standard", "1e3", "quantity-not-a-number"),
    ("standard", "ten", "quantity-not-a-number"),
    ("standard", "", "quantity-not-a-number"),
    ("standard", "٢٥", "quantity-not-a-number"),
    ("standard", "99999999999999999999", "quantity-not-a-number"),
    ("standard", "1000001", "quantity-above-ceiling"),
    ("resource-planner", "3", "product-follows"),
    ("visma-admin", "1", "product-is-fee"),
    ("unpriced", "2", "no-price"),
])
def test_what_the_rule_book_refuses_is_said_and_the_typed_value_stays(anna, account, product, typed, word):
    before = account.show()
    answer = anna.get("/products/" + product, params={"quantity": typed})
    assert answer.status_code == 422
    fields = as_page(answer).xpath("//input[@name='quantity']")
    if product not in ("resource-planner", "visma-admin"):
        assert fields[0].get("value") == typed
    told = anna.get("/products/%s.xml" % product, params={"quantity": typed})
    assert (told.status_code, problem_of(told).type) == (422, word)
    assert etree.tostring(account.show()) == etree.tostring(before)


def test_blanks_around_a_number_are_fine(anna):
    assert anna.xml("/products/standard.xml", params={"quantity": "  27 "}).get("quantity") == "27"


def test_nought_user_licences_point_to_support(anna):
    page = as_page(anna.get("/products/standard?quantity=0"))
    assert "support@portal.example" in text_of(page)


def test_the_accounts_own_ceiling_counts(portal):
    anna = portal.make_account(licences=10, ceiling=12).visitor("anna")
    assert anna.preview("standard", 12).get("outcome") == "bought"
    told = anna.get("/products/standard.xml?quantity=13")
    assert (told.status_code, problem_of(told).type) == (422, "quantity-above-ceiling")


def test_a_refused_confirmation_shows_the_form_with_the_typed_value(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    answer = anna.confirm("standard", "lots", token)
    assert answer.status_code == 422
    assert as_page(answer).xpath("//input[@name='quantity']")[0].get("value") == "lots"
    assert account.product("standard")[0] == 25


# --- a preview is a promise


@pytest.mark.database
def test_a_confirmation_sent_twice_takes_effect_once_and_gives_the_same_answer(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    first = anna.confirm("standard", 27, token)
    second = anna.confirm("standard", 27, token)
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert account.product("standard")[0] == 27
    assert account.actions().count("bought") == 2     # support's 25, and this


@pytest.mark.database
def test_the_same_token_for_another_quantity_or_product_is_refused(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    for product, quantity in (("standard", 28), ("crm", 27)):
        answer = anna.confirm(product, quantity, token, headers={"Accept": "application/xml"})
        assert answer.status_code in (403, 422), answer.text
    assert account.product("standard")[0] == 25
    assert anna.confirm("standard", 27, token).status_code == 303
    answer = anna.confirm("standard", 28, token, headers={"Accept": "application/xml"})
    assert (answer.status_code, problem_of(answer).type) == (422, "key-reused")
    assert account.product("standard")[0] == 27


@pytest.mark.database
def test_the_second_of_two_admins_sees_what_the_first_did_and_confirms_anew(portal):
    account = portal.make_account(licences=10, locale="en-GB", extra=[
        "employee add {key} {a.key}-ada --name Ada --initials AD --email ada@x.example --role admin"])
    portal.add_users([account.key + "-ada"])
    anna, ada = account.visitor("anna"), account.visitor("anna")
    ada.auth = (account.key + "-ada", ada.auth[1])
    mine, hers = anna.preview("standard", 12).get("confirm"), ada.preview("standard", 12).get("confirm")
    assert mine != hers
    assert anna.confirm("standard", 12, mine).status_code == 303
    late = ada.confirm("standard", 12, hers)
    assert late.status_code == 409
    assert "Something has changed" in text_of(as_page(late))
    assert account.product("standard")[0] == 12
    told = ada.confirm("standard", 12, hers, headers={"Accept": "application/xml"})
    assert (told.status_code, problem_of(told).type) == (409, "moved-on")


def test_the_new_preview_shown_after_things_moved_on_can_be_confirmed(anna, account):
    token = anna.preview("standard", 30).get("confirm")
    anna.change("standard", 27)
    page = as_page(anna.confirm("standard", 30, token))
    anew = page.xpath("//input[@name='confirm']|//button[@name='confirm']")[0].get("value")
    assert anew != token
    assert anna.confirm("standard", 30, anew).status_code == 303
    assert account.product("standard")[0] == 30
    bought = [invoice.find("l:line", NS).get("quantity") for invoice in account.invoices()]
    assert bought == ["25", "2", "3"]


def test_an_unrelated_change_does_not_void_a_preview(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    account.ctl("role", "grant", account.key, "partner", "my-account-view")
    assert anna.confirm("standard", 27, token).status_code == 303


def test_the_confirmed_amount_is_the_previewed_one(anna, account):
    preview = anna.preview("standard", 40)
    anna.confirm("standard", 40, preview.get("confirm"))
    invoice = account.invoices()[-1]
    assert [invoice.get(name) for name in ("net", "vat", "total")] == [
        preview.get(name) for name in ("amount", "vat", "total")]


def test_a_token_of_somebody_else_is_no_confirmation(anna, account, portal):
    stranger = portal.make_account(licences=25).visitor("anna")
    token = stranger.preview("standard", 27).get("confirm")
    answer = anna.confirm("standard", 27, token, headers={"Accept": "application/xml"})
    assert (answer.status_code, problem_of(answer).type) == (403, "token-invalid")
    assert account.product("standard")[0] == 25


@pytest.mark.parametrize("spoil", [lambda t: t[:-4], lambda t: "x" + t, lambda t: t.swapcase(), lambda t: "a.b",
                                   lambda t: ""])
def test_a_forged_preview_is_no_confirmation(anna, account, spoil):
    token = spoil(anna.preview("standard", 27).get("confirm"))
    answer = anna.confirm("standard", 27, token, headers={"Accept": "application/xml"})
    assert (answer.status_code, problem_of(answer).type) == (403, "token-invalid")
    assert account.product("standard")[0] == 25


# --- the form


@pytest.mark.database
def test_an_expired_preview_changes_nothing_and_is_shown_anew(anna, account):
    token = tokens.expired(anna.portal, "preview", anna.preview("standard", 27).get("confirm"))
    answer = anna.confirm("standard", 27, token)
    assert answer.status_code == 409
    anew = as_page(answer).xpath("//input[@name='confirm']")[0].get("value")
    assert account.product("standard")[0] == 25
    told = anna.confirm("standard", 27, token, headers={"Accept": "application/xml"})
    assert (told.status_code, problem_of(told).type) == (409, "token-expired")
    assert anna.confirm("standard", 27, anew).status_code == 303


def test_a_quantity_without_a_confirmation_leads_to_the_preview(anna, account):
    token = tokens.form(anna.portal, account.key, account.login("anna"))
    answer = anna.post("/products/standard", data={"quantity": "27", "token": token})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/licences/products/standard?quantity=27"


def test_keeping_what_is_not_the_accounts_to_change_is_refused_on_its_form(portal, account, anna):
    fields = {"action": "keep", "token": tokens.form(portal, account.key, account.login("anna"))}
    assert problem_of(anna.post("/products/visma-admin.xml", data=fields)).type == "product-is-fee"
    answer = anna.post("/products/visma-admin", data=fields)
    assert answer.status_code == 422 and "Dette er et gebyr pr. periode" in text_of(as_page(answer))


def test_an_unknown_product_is_not_found(anna):
    for path in ("/products/nothing", "/products/nothing?quantity=3", "/products/nothing.xml?quantity=3"):
        assert anna.get(path).status_code == 404
    token = anna.preview("standard", 27).get("confirm")
    assert anna.confirm("nothing", 27, token).status_code in (403, 404)


def test_previews_are_not_to_be_kept_by_anybody(anna):
    answer = anna.get("/products/standard?quantity=27")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
