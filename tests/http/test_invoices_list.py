"""/invoices by year, kind and text; what a year comes to; and the columns that bookkeeping reads."""
import csv

import pytest

from env import NS, instant, text_of

pytestmark = pytest.mark.database
YEAR = instant(days=0)[:4]


@pytest.fixture
def books(account):
    """Purchases with order numbers, and one that is taken back."""
    for quantity, order in ((27, "PO 7"), (28, "po_8 100%"), (29, "")):
        account.ctl("quantity", account.key, "standard", quantity, "--order-number", order)
    account.ctl("undo", account.key, "standard")
    return account


def numbers(account, query=""):
    return [invoice.get("number") for invoice in account.visitor("anna").xml("/invoices.xml" + query).findall("l:invoice", NS)]


def test_invoices_are_found_by_kind_year_and_text(books):
    every = numbers(books)
    assert len(every) == 5 and numbers(books, "?year=" + YEAR) == every
    assert numbers(books, "?year=1999") == numbers(books, "?year=100000") == []
    credits = numbers(books, "?kind=credit")
    assert credits == every[:1] and numbers(books, "?kind=purchase") == every[1:]
    assert numbers(books, "?q=PO+7") == numbers(books, "?q=po+7") == [every[3]]
    assert numbers(books, "?q=%25") == numbers(books, "?q=o_8") == [every[2]], "signs of patterns stand for themselves"
    assert numbers(books, "?q=" + every[4][-9:]) == [every[4]]
    assert numbers(books, "?q=po&kind=credit") == []


def test_invoices_are_found_by_what_they_are_for(books):
    every = numbers(books)
    books.ctl("product", "add", books.key + "-maps", "--kind", "addon", "--name", "Kort & <rute> 50% på øer")
    books.ctl("price", "set", books.key + "-maps", "DKK", "5000", "--from", instant(days=0)[:10])
    books.ctl("quantity", books.key, books.key + "-maps", "2")
    [maps] = set(numbers(books)) - set(every)
    for text in ("kort+%26", "RUTE", "50%25", "p%C3%A5+%C3%B8er"):
        assert numbers(books, "?q=" + text) == [maps], text
    assert numbers(books, "?q=STANDARD+lic") == every and numbers(books, "?q=standard&kind=credit") == every[:1]
    assert numbers(books, "?q=kort_") == []


def test_lines_stand_by_their_invoices_whatever_is_left_out(books):
    whole = {invoice.get("number"): [line.get("amount") for line in invoice.findall("l:line", NS)]
             for invoice in books.visitor("anna").xml("/invoices.xml").findall("l:invoice", NS)}
    books.ctl("quantity", books.key, "standard", 30, "--order-number", "PO 9")
    found = books.visitor("anna").xml("/invoices.xml?q=po").findall("l:invoice", NS)
    assert [invoice.get("order-number") for invoice in found] == ["PO 9", "po_8 100%", "PO 7"]
    for invoice in found[1:]:
        assert [line.get("amount") for line in invoice.findall("l:line", NS)] == whole[invoice.get("number")] != []


def test_a_page_of_a_filtered_list_goes_on_where_it_ended(books):
    anna, seen, after = books.visitor("anna"), [], ""
    while after is not None:
        root = anna.xml("/invoices.xml?kind=purchase&limit=1" + after)
        seen += [invoice.get("number") for invoice in root.findall("l:invoice", NS)]
        more = root.find("l:more", NS)
        after = None if more is None else "&after=" + more.get("after")
    assert seen == numbers(books, "?kind=purchase")


def test_a_year_is_summed_up_for_a_person(books):
    page = books.visitor("anna").page("/invoices?year=" + YEAR)
    invoices = books.visitor("anna").xml("/invoices.xml?year=" + YEAR).findall("l:invoice", NS)
    sums = [sum(int(invoice.get(name)) for invoice in invoices) for name in ("net", "vat", "total")]
    shown = [int("".join(filter(str.isdigit, cell.text_content()))) for cell in page.xpath("//section//tfoot//td")]
    assert shown == sums and "Standard licence" in text_of(page)
    assert page.xpath("//input[@name='year']/@value") == [YEAR]
    for path in ("/invoices", "/invoices?year=1999"):
        assert not books.visitor("anna").page(path).xpath("//section//tfoot")


def test_bookkeeping_reads_period_and_references_behind_the_columns_of_before(books):
    rows = list(csv.DictReader(books.visitor("anna").get("/invoices.csv").text.splitlines()))
    assert list(rows[0]) == ["number", "date", "kind", "net", "vat", "total", "currency", "tax_category", "order_number", "period_from",
                             "period_to", "credits", "credited_by"]
    credit, credited = rows[0], rows[1]
    assert (credit["credits"], credited["credited_by"]) == (credited["number"], credit["number"])
    assert credit["tax_category"] == "S" and credit["period_from"] <= credit["period_to"]
    assert len(list(csv.DictReader(books.visitor("anna").get("/invoices.csv?kind=credit").text.splitlines()))) == 1
