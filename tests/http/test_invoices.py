"""/invoices and /invoices/{number}."""
import csv
import io

import pytest

from env import NS, text_of

pytestmark = pytest.mark.database


def test_every_invoice_is_listed_newest_first_with_its_lines(anna, account):
    anna.change("standard", 27)
    root = anna.xml("/invoices.xml")
    numbers = [invoice.get("number") for invoice in root.findall("l:invoice", NS)]
    assert len(numbers) == 2 and sorted(numbers, reverse=True) == numbers
    for invoice in root.findall("l:invoice", NS):
        net = sum(int(line.get("amount")) for line in invoice.findall("l:line", NS))
        assert net == int(invoice.get("net"))
        assert int(invoice.get("total")) == net + int(invoice.get("vat"))


def test_one_invoice_has_a_page_and_an_xml_document(anna, account):
    number = account.invoices()[0].get("number")
    assert number.startswith(account.key.upper() + "-")
    root = anna.xml("/invoices/%s.xml" % number)
    assert (root.tag, root.get("number")) == ("{urn:mod-licences:1}invoice", number)
    assert number in text_of(anna.page("/invoices/" + number))


def test_another_accounts_invoice_is_not_found_here(anna, portal):
    other = portal.make_account(licences=4)
    number = other.invoices()[0].get("number")
    for path in ("/invoices/" + number, "/invoices/%s.xml" % number):
        assert anna.get(path).status_code == 404
    assert other.visitor("anna").get("/invoices/" + number).status_code == 200
    assert number not in anna.get("/invoices.xml").text


def test_an_unknown_invoice_is_not_found(anna):
    assert anna.get("/invoices/T0-2026-9999").status_code == 404


def test_the_csv_has_its_columns(anna):
    rows = list(csv.reader(io.StringIO(anna.get("/invoices.csv").text)))
    assert rows[0] == ["number", "date", "kind", "net", "vat", "total", "currency", "tax_category", "order_number", "period_from", "period_to", "credits", "credited_by"]
    assert rows[1][2] == "purchase"
