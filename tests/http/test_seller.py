"""Who sells, who buys, and invoices as UBL: set up, said what is missing, and held against UBL's XSD."""
import os

import pytest
from lxml import etree

from env import NS, text_of

pytestmark = pytest.mark.database

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
UBL = {"cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
       "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"}


def schema(kind):
    return etree.XMLSchema(etree.parse(os.path.join(ROOT, "tests/data/einvoice/ubl21-xsdrt/maindoc/UBL-%s-2.1.xsd" % kind)))


def sell(portal, *options):
    return portal.ctl("seller", "set", "--name", "Seatbase & Søn ApS", "--vat-id", "DK 12 34 56 74", "--country", "DK",
                      "--address", "Testvej 1\n2100 København Ø", "--iban", "DK50 0040 0440 1162 43",
                      "--electronic-address", "0184:DK12345674", "--registration", "12345674", *options)


def addressed(portal, account, *options):
    """An account that can be invoiced electronically, and the number of its purchase"""
    portal.ctl("account", "set", account.key, "--country", "DK", "--vat-id", "87654321", "--electronic-address",
               "0184:DK87654321", "--order-number", 'PO <"7781"> & co', *options)


def first(root, path):
    return root.find(path, UBL).text


def test_an_invoice_is_ubl_with_the_pages_numbers(portal, account, anna):
    sell(portal)
    addressed(portal, account)
    anna.change("standard", 27)
    page = anna.xml("/invoices.xml").find("l:invoice", NS)
    number = page.get("number")
    for who in (anna, account.visitor("bo"), account.visitor("partner")):
        answer = who.get("/invoices/%s/ubl.xml" % number)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/xml")
    root = etree.fromstring(answer.content)
    schema("Invoice").assertValid(root)
    assert first(root, "cbc:ID") == number and first(root, "cbc:IssueDate") == page.get("date")
    assert first(root, "cac:OrderReference/cbc:ID") == 'PO <"7781"> & co'
    for path, field in (("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", "net"), ("cac:TaxTotal/cbc:TaxAmount", "vat"),
                        ("cac:LegalMonetaryTotal/cbc:PayableAmount", "total")):
        assert round(float(first(root, path)) * 100) == int(page.get(field))
    shown = text_of(anna.page("/invoices/" + number))
    for text in ("Seatbase & Søn ApS", "DK12345674", "DK5000400440116243", 'PO <"7781"> & co', "DK87654321"):
        assert text in shown


def test_what_is_undone_is_a_credit_note_of_the_same_parties(portal, account, anna):
    sell(portal)
    addressed(portal, account)
    anna.change("standard", 27)
    bought = anna.xml("/invoices.xml").find("l:invoice", NS).get("number")
    portal.ctl("account", "set", account.key, "--order-number", "another")
    assert portal.ctl("undo", account.key, "standard").returncode == 0
    credit = anna.xml("/invoices.xml").find("l:invoice", NS)
    assert credit.get("kind") == "credit"
    root = etree.fromstring(anna.get("/invoices/%s/ubl.xml" % credit.get("number")).content)
    schema("CreditNote").assertValid(root)
    assert first(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == bought
    assert first(root, "cac:OrderReference/cbc:ID") == 'PO <"7781"> & co'
    assert round(float(first(root, "cac:LegalMonetaryTotal/cbc:PayableAmount")) * 100) == -int(credit.get("total"))


def test_what_an_invoice_lacks_is_said(portal):
    sell(portal)
    account = portal.make_account(licences=25, country=None)
    anna = account.visitor("anna")
    number = account.invoices()[0].get("number")
    answer = anna.get("/invoices/%s/ubl.xml" % number)
    assert answer.status_code == 409 and "the buyer's country" in answer.text
    assert etree.fromstring(answer.content).find("p:type", NS).text.endswith("invoice-incomplete")
    assert anna.xml("/invoices/%s.xml" % number).get("electronic") == "false"
    assert "ubl.xml" not in anna.get("/invoices/" + number).text


def test_without_a_seller_invoices_are_made_and_what_is_missing_is_said(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=25)
    portal.start()
    anna = account.visitor("anna")
    anna.change("standard", 27)
    numbers = [invoice.get("number") for invoice in anna.xml("/invoices.xml").iterfind("l:invoice", NS)]
    assert len(numbers) == 2
    for number in numbers:
        answer = anna.get("/invoices/%s/ubl.xml" % number)
        assert answer.status_code == 409 and answer.headers["Content-Type"].startswith("application/problem+xml")
        problem = etree.fromstring(answer.content)
        assert problem.find("p:type", NS).text.endswith("invoice-incomplete")
        assert "the seller (licencesctl seller set)" in problem.find("p:detail", NS).text
        assert anna.get("/invoices/" + number).status_code == 200 and anna.xml("/invoices/%s.xml" % number).get("electronic") == "false"
    audit = portal.ctl("audit")
    assert "the seller isn't set up (licencesctl seller set)" in audit.stdout
    sell(portal)
    assert "the seller" not in portal.ctl("audit").stdout
    portal.store.run("UPDATE seller SET payment_days = 400")
    assert "note: the seller isn't valid: payment-days: a whole number from 0 to 365" in portal.ctl("audit").stdout
    sell(portal, "--payment-days", "14")
    for number in numbers:
        schema("Invoice").assertValid(etree.fromstring(anna.get("/invoices/%s/ubl.xml" % number).content))


def test_an_invoice_keeps_its_day(portal, account, anna):
    sell(portal)
    addressed(portal, account, "--legal-name", "Before A/S")
    anna.change("standard", 27)
    number = anna.xml("/invoices.xml").find("l:invoice", NS).get("number")
    addressed(portal, account, "--legal-name", "After A/S", "--vat", "0")
    sell(portal, "--name", "Another seller")
    root = anna.xml("/invoices/%s.xml" % number)
    assert root.find("l:buyer/l:name", NS).text == "Before A/S" and root.get("tax-category") == "S"
    assert root.find("l:seller/l:name", NS).text == "Seatbase & Søn ApS"
    anna.change("standard", 28)
    now = anna.xml("/invoices.xml").find("l:invoice", NS)
    assert (now.get("tax-category"), now.get("vat"), now.get("vat-rate")) == ("Z", "0", "0")


def test_a_country_has_its_tax_category(portal, account, anna):
    sell(portal, "--tax", "DE=AE", "--tax", "GL=E:Outside the territory of VAT")
    for country, vat_id, category in (("DE", "DE123456789", "AE"), ("GL", "", "E")):
        portal.ctl("account", "set", account.key, "--country", country, "--vat-id", vat_id)
        anna.change("standard", 27 if category == "AE" else 28)
        invoice = anna.xml("/invoices.xml").find("l:invoice", NS)
        assert (invoice.get("tax-category"), invoice.get("vat")) == (category, "0")
        root = etree.fromstring(anna.get("/invoices/%s/ubl.xml" % invoice.get("number")).content)
        schema("Invoice").assertValid(root)
        assert root.find(".//cbc:TaxExemptionReason", UBL) is not None
    sell(portal, "--tax", "DE=S", "--tax", "GL=S")


@pytest.mark.parametrize("options, said", [
    (("--vat-id", "DK1234567"), "DK and 8 digits"), (("--iban", "DK5000400440116244"), "check digits"),
    (("--country", "XY"), "ISO 3166"), (("--electronic-address", "0001:DK1"), "EAS"), (("--bic", "X"), "BIC"),
    (("--tax", "DE=Q"), "S, AE, Z or E"), (("--tax", "DE=E"), "needs its reason"), (("--tax", "=S"), "a country before the ="),
    (("--tax", "DE=E:" + "x" * 201), "200 characters"), (("--payment-days", "400"), "365"),
    (("--name", ""), "needs one"), (("--email", "nobody"), "name@example.com")])
def test_what_is_typed_wrong_is_refused(portal, options, said):
    done = portal.ctl("seller", "set", *options, status=2)
    assert said.lower() in done.stderr.lower()


@pytest.mark.parametrize("options, said", [
    (("--vat-id", "DK1234567"), "DK and 8 digits"), (("--electronic-address", "0184"), "0184:DK12345678"),
    (("--order-number", "x" * 61), "60 characters"), (("--address", "x\n" * 11), "10 lines"), (("--country", "XY"), "ISO 3166")])
def test_what_is_typed_wrong_of_an_account_is_refused(portal, account, options, said):
    assert said in portal.ctl("account", "set", account.key, *options, status=2).stderr


def test_invoices_of_a_range_are_written_one_by_one(portal, tmp_path):
    sell(portal)
    account = portal.make_account(licences=25, country=None)
    anna = account.visitor("anna")
    addressed(portal, account)
    anna.change("standard", 27)
    number = anna.xml("/invoices.xml").find("l:invoice", NS).get("number")
    done = portal.ctl("export", account.key, "invoices", "--format", "ubl", str(tmp_path / "out"), status=1)
    assert "the buyer's country" in done.stderr and "1 invoice written" in done.stdout
    assert os.listdir(tmp_path / "out") == [number + ".xml"]
    served = anna.get("/invoices/%s/ubl.xml" % number).content
    assert (tmp_path / "out" / (number + ".xml")).read_bytes() == served
    assert "0 invoices" in portal.ctl("export", account.key, "invoices", "--format", "ubl", "--to", "2020-01-01",
                                      str(tmp_path / "none")).stdout
