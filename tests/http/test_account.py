"""/account: what invoices need of the account; and the order number of a purchase, on every way to buy."""
import pytest
from lxml import etree

import tokens
from env import NS, as_page, problem_of, text_of
from test_seller import UBL, sell

pytestmark = pytest.mark.database

GOOD = {"legal-name": 'Acme <Holding> & "Søn"', "address": "Havnegade 12\r\n  8000  Aarhus C \r\n", "country": "dk",
        "vat-id": " 87 65 43 21 ", "electronic-address": "0184:DK87654321", "order-number": "PO 7781",
        "billing": "bogholderi@acme.example", "attach-ubl": "yes"}
STORED = dict(GOOD, address="Havnegade 12\n8000  Aarhus C", country="DK", **{"vat-id": "DK87654321"})


def send(account, name="anna", path="/account", **fields):
    who = account.visitor(name)
    fields.setdefault("token", tokens.form(account.portal, account.key, account.login(name)))
    return who.post(path, data=fields)


def kept(account, who="anna"):
    root = account.visitor(who).xml("/account.xml")
    said = {name: root.get(name) if name in root.attrib else root.find("l:" + name, NS).text or "" for name in GOOD}
    return dict(said, **{"attach-ubl": {"true": "yes", "false": "no"}[said["attach-ubl"]]})


def shown(page):
    return {field.get("name"): field.get("value") if field.tag == "input" else field.text or ""
            for field in page.xpath("//main//form[@action='/licences/account']//*[self::input or self::textarea][@name!='token']")
            if field.get("type") != "radio" or field.get("checked")}


def test_what_is_saved_is_shown_logged_and_on_the_next_invoice(account, anna):
    sell(account.portal)
    answer = send(account, **GOOD)
    assert answer.status_code == 303
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert page.xpath("//*[@role='status']") and shown(page) == dict(STORED, address=STORED["address"])
    assert kept(account) == STORED == kept(account, "bo") == kept(account, "partner")
    entries = account.export("log").findall("l:entry", NS)
    logged = {entry.get("object"): entry.get("new") for entry in entries if entry.get("object").startswith("account/")}
    assert logged == {"account/" + name: value for name, value in STORED.items() if name != "country"}, "what was so already isn't"
    assert all(entry.get("actor") == account.login("anna") for entry in entries if entry.get("object").startswith("account/"))
    assert "Momsnummer" in text_of(anna.page("/log"))
    anna.change("standard", 27)
    number = account.invoices()[-1].get("number")
    invoice = anna.xml("/invoices/%s.xml" % number)
    assert invoice.find("l:buyer/l:name", NS).text == STORED["legal-name"]
    assert invoice.find("l:buyer/l:address", NS).text == STORED["address"] and invoice.get("order-number") == "PO 7781"
    assert anna.get("/invoices/%s/ubl.xml" % number).status_code == 200


def test_what_is_not_sent_stays_and_the_same_again_is_no_change(account):
    send(account, **GOOD)
    revision = account.show().get("revision")
    answer = send(account, **GOOD)
    assert answer.status_code == 303 and "done" not in answer.headers["Location"]
    assert account.show().get("revision") == revision
    assert send(account, country="SE", **{"vat-id": ""}).status_code == 303
    assert kept(account) == dict(STORED, country="SE", **{"vat-id": ""})


@pytest.mark.parametrize("wrong, said", [
    ({"vat-id": "DK1234567"}, "DK99999999"), ({"country": "XY"}, "to bogstaver"), ({"address": "x\n" * 11}, "10 linjer"),
    ({"order-number": "x" * 61}, "60 tegn"), ({"legal-name": "x" * 101}, "100 tegn"), ({"billing": "nobody"}, "mette@example.com"),
    ({"electronic-address": "0001:DK1"}, "EAS"), ({"vat-id": "zz"}, "DK99999999"), ({"vat-id": "US1234567890123456789"}, "2 til 18")])
def test_what_is_typed_wrong_is_shown_again_with_what_is_wrong_beside_it(account, wrong, said):
    [(name, typed)] = wrong.items()
    before = kept(account)
    answer = send(account, **dict(GOOD, **wrong))
    assert answer.status_code == 400
    page = as_page(answer)
    field = page.get_element_by_id(name)
    assert field.get("aria-invalid") == "true" and name + "-problem" in field.get("aria-describedby")
    assert said in page.get_element_by_id(name + "-problem").text_content()
    assert {key: value.replace("\r", "") for key, value in shown(page).items()} == {
        key: value.replace("\r", "") for key, value in dict(GOOD, **wrong).items()}, "as it was typed"
    problem = problem_of(send(account, path="/account.xml", **dict(GOOD, **wrong)))
    assert (problem.status, problem.type) == (400, "field-invalid")
    assert kept(account) == before


def test_who_may_only_see_has_no_form_and_changes_nothing(account):
    page = account.visitor("bo").page("/account")
    assert not page.xpath("//main//form[@action='/licences/account']") and "billing@" in text_of(page)
    assert send(account, "bo", **GOOD).status_code == 403
    assert account.visitor("dan").get("/account").status_code == 403
    assert send(account, token="forged", **GOOD).status_code == 403
    assert kept(account)["country"] == "DK"


def test_what_an_invoice_needs_and_lacks_is_said_before_the_purchase(account, anna):
    page = anna.page("/products/standard?quantity=27")
    [note] = page.xpath("//form[@class='confirm']//p[@class='note']")
    assert "Adresse" in note.text_content() and note.xpath(".//a/@href") == ["/licences/account"]
    assert anna.xml("/account.xml").get("lacking") == anna.preview("standard", 27).get("lacking") == "address"
    assert "Adresse" in text_of(anna.page("/account"))
    send(account, **GOOD)
    assert not anna.page("/products/standard?quantity=27").xpath("//form[@class='confirm']//p[@class='note']")
    assert anna.xml("/account.xml").get("lacking") == "" and anna.preview("standard", 27).get("lacking") is None


def test_a_reverse_charge_lacks_the_vat_id(portal, account, anna):
    sell(portal, "--tax", "FI=AE")
    send(account, **dict(GOOD, country="FI", **{"vat-id": ""}))
    assert anna.preview("standard", 27).get("lacking") == "vat-id"
    sell(portal, "--tax", "FI=S")


def test_the_audit_notes_who_lacks_what_an_invoice_needs(portal):
    sell(portal)
    account = portal.make_account(country=None)
    assert "note: %s lacks what electronic invoices need: country" % account.key in portal.ctl("audit", account.key).stdout
    send(account, **GOOD)
    assert "note: %s" % account.key not in portal.ctl("audit", account.key).stdout


# --- the order number of a purchase -------------------------------------------------------------------------------------

HOSTILE = "<&\"' \u05d0\u05d1 " + "7" * 45


def confirm(anna, order_number, quantity=27, token=None, **options):
    data = {"quantity": str(quantity), "confirm": token or anna.preview("standard", quantity).get("confirm")}
    if order_number is not None:
        data["order-number"] = order_number
    return anna.post("/products/standard", data=data, **options)


def test_a_purchase_has_the_order_number_that_was_typed_else_the_accounts(account, anna):
    sell(account.portal)
    send(account, **GOOD)
    for quantity, typed, expected in ((27, HOSTILE, HOSTILE), (28, None, "PO 7781"), (29, "", None), (30, "  77  ", "77")):
        assert anna.page("/products/standard?quantity=%d" % quantity).get_element_by_id("order-number").get("value") == "PO 7781"
        assert confirm(anna, typed, quantity).status_code == 303
        number = account.invoices()[-1].get("number")
        assert anna.xml("/invoices/%s.xml" % number).get("order-number") == expected
        ubl = etree.fromstring(anna.get("/invoices/%s/ubl.xml" % number).content)
        assert ubl.findtext("cac:OrderReference/cbc:ID", namespaces=UBL) == expected
        assert not expected or expected in text_of(anna.page("/invoices/" + number))
    assert kept(account) == STORED, "the account's own stays"


def test_an_order_number_too_long_is_said_beside_its_field_and_nothing_is_bought(account, anna):
    answer = confirm(anna, "7" * 61)
    assert answer.status_code == 400 and account.product("standard")[0] == 25
    page = as_page(answer)
    field = page.get_element_by_id("order-number")
    assert field.get("value") == "7" * 61 and "60 tegn" in page.get_element_by_id("order-number-problem").text_content()
    [token] = page.xpath("//form[@class='confirm']//input[@name='confirm']/@value")
    assert confirm(anna, "7" * 60, token=token).status_code == 303


def test_a_confirmation_is_repeated_with_the_same_order_number_alone(account, anna):
    token = anna.preview("standard", 27).get("confirm")
    first, again = confirm(anna, "A", token=token), confirm(anna, "A", token=token)
    assert first.status_code == 303 and first.headers["Location"] == again.headers["Location"]
    assert confirm(anna, "B", token=token).status_code == 422


def test_a_partner_names_an_order_number(account):
    partner = account.visitor("partner")

    def put(attributes, path="/products/standard.xml"):
        return partner.put(path, data='<product xmlns="urn:mod-licences:1" %s/>' % attributes, headers={
            "Content-Type": "application/xml", "If-Match": partner.get("/overview.xml").headers["ETag"]})

    assert put('quantity="27" order-number="PO 9"', "/products/standard.xml?dry-run=1").status_code == 200
    assert put('quantity="27" order-number="PO 9"').status_code == 200
    assert account.invoices()[-1].get("order-number") == "PO 9"
    assert problem_of(put('quantity="28" order-number="%s"' % ("7" * 61))).type == "field-invalid"
    assert account.product("standard")[0] == 27


def test_support_names_an_order_number(account):
    account.ctl("quantity", account.key, "standard", "27", "--order-number", "PO 10")
    assert account.invoices()[-1].get("order-number") == "PO 10"
    assert "60 characters" in account.ctl("quantity", account.key, "standard", "28", "--order-number", "7" * 61, status=2).stderr
    account.ctl("undo", account.key, "standard")
    assert account.invoices()[-1].get("order-number") == "PO 10", "the credit note has that of what it takes back"


def test_all_that_is_missing_has_one_order_number(portal):
    short = portal.make_account(licences=3, people=2, extra=["assign {key} p1-{key} crm"])
    anna = short.visitor("anna")

    def fields(page):
        return [(field.get("name"), field.get("value")) for field in page.xpath("//form[@action='/licences/missing']//input[@type='hidden']")]

    answer = anna.post("/missing", data=fields(anna.page("/missing")) + [("order-number", "7" * 61)])
    assert answer.status_code == 400
    page = as_page(answer)
    assert page.get_element_by_id("order-number-problem") is not None
    before = len(short.invoices())
    assert anna.post("/missing", data=fields(page) + [("order-number", "PO 11")]).status_code == 303
    assert [invoice.get("order-number") for invoice in short.invoices()[before:]] == ["PO 11", "PO 11"]
