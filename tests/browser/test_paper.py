"""An invoice on paper: a PDF by Chromium, on A4 and Letter, of one page or many; its text is what the page says."""
import base64
import os
import re
import subprocess

import pytest

from env import PASSWORD, Visitor, instant
from test_pencil import SCREENSHOTS, start_chromium

PRODUCTS = 90
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}
WORDS = {"en-GB": ("Invoice", "What is invoiced"), "da-DK": ("Faktura", "Fakturalinjer")}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def bill(new_portal):
    """Makes an account in a language with a renewal of some products: its invoice's page, and the account."""
    def make(locale, products):
        portal = new_portal()
        before, bought = "--now %s " % instant(days=60), "--now %s " % instant(days=25)
        portal.ctl("seller", "set", "--name", "Seatbase & Søn ApS", "--vat-id", "DK12345674", "--registration", "12345674",
                   "--country", "DK", "--address", "Testvej 1\n2100 København Ø", "--iban", "DK5000400440116243", "--bic", "DABADKKK",
                   "--email", "faktura@seatbase.example", "--electronic-address", "0184:DK12345674")
        lines = [before + "product add fee-%d --kind integration --name 'Fee number %d & <others> \u05d7\u05d1\u05e8\u05d4'" % (i, i)
                 for i in range(products)]
        lines += [before + "price set fee-%d DKK %d --from %s" % (i, 10000 + 137 * i, instant(days=60)[:10]) for i in range(products)]
        lines += ["--now %s account add paper --name 'Blåbær & Sønner A/S' --currency DKK --locale %s --timezone Europe/Copenhagen --months 1 "
                  "--anchor %s --vat 25 --billing billing@paper.example --country DK --vat-id DK87654321 --order-number 'PO <7781>' "
                  "--address 'Havnegade 12, 8000 Aarhus C'" % (instant(days=30), locale, instant(days=40)[:10])]
        lines += [bought + "quantity paper fee-%d 1" % i for i in range(products)]
        portal.batch(lines)
        portal.ctl("sweep")
        portal.batch(["role grant paper admin my-account",
                      "employee add paper anna-paper --name Anna --initials AN --email anna@paper.example --role admin"])
        portal.add_users(["anna-paper"])
        portal.give_away()
        portal.start()
        return portal
    return make


def newest(portal):
    root = portal.ctl("export", "paper", "invoices", "--format", "csv").stdout.splitlines()
    [row] = [row for row in root if ",renewal," in row]
    return row.split(",")[0]


def printed(browser, portal, number, paper, name):
    """The text of each page."""
    browser.get("http://anna-paper:%s@127.0.0.1:%d/licences/invoices/%s" % (PASSWORD, portal.port, number))
    width, height = PAPERS[paper]
    data = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": width, "paperHeight": height, "preferCSSPageSize": False})["data"]
    os.makedirs(SCREENSHOTS, exist_ok=True)
    path = os.path.join(SCREENSHOTS, name + ".pdf")
    with open(path, "wb") as file:
        file.write(base64.b64decode(data))
    said = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    return [re.sub(r"[\u2066-\u2069\u202a-\u202e]", "", page) for page in said.split("\f")[:-1]]


def flat(text):
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def portal_page(portal, number):
    return Visitor(portal, "anna-paper").page("/invoices/" + number)


def rows_of(page):
    """Of each line of the invoice what has to stand together: its number and its amount."""
    return [(re.search(r"Fee number \d+ ", row.text_content()).group(), flat(row.xpath("string(td)")).strip())
            for row in page.xpath("//table[@class='sum']/tbody/tr")]


@pytest.mark.parametrize("paper, locale", [("A4", "da-DK"), ("Letter", "en-GB")])
def test_an_invoice_of_many_pages_is_whole_on_paper(bill, browser, paper, locale):
    portal = bill(locale, PRODUCTS)
    number = newest(portal)
    pages = printed(browser, portal, number, paper, "invoice-%s" % paper)
    page = portal_page(portal, number)
    rows, invoice = rows_of(page), WORDS[locale]
    assert len(rows) == PRODUCTS and len(pages) > 2
    for i, text in enumerate(map(flat, pages)):
        assert re.search("%d ?/ ?%d $" % (i + 1, len(pages)), text), "its number and how many there are"
        if any(row in text for row, _ in rows):
            assert "%s %s" % (invoice[0], number) in text and invoice[1] in text, "each page says of which invoice it is"
    for row, amount in rows:
        assert [row in text and amount in text for text in map(flat, pages)].count(True) >= 1, "%s is cut" % row
        assert sum(text.count(row) for text in map(flat, pages)) == 1
    whole = flat(" ".join(pages))
    for total in page.xpath("//table[@class='sum']/tfoot/tr/td"):
        assert flat(total.text_content()).strip() in flat(pages[-1]), "the sums stand once, in the end"
    assert whole.count(flat(page.xpath("string(//tfoot/tr[@class='total']/th)")).strip() + " ") == 1


def test_an_invoice_of_one_page_says_what_the_page_says(bill, browser):
    portal = bill("da-DK", 2)
    number = newest(portal)
    [paper] = printed(browser, portal, number, "A4", "invoice-one")
    page = portal_page(portal, number)
    [article] = page.xpath("//article")
    for gone in article.xpath(".//p[@class='buttons'] | .//caption"):
        gone.getparent().remove(gone)
    paper = flat(paper)
    for word in flat(re.sub(r"[\u2066-\u2069\u0590-\u05ff]", " ", " ".join(article.xpath(".//text()")))).split():
        assert word in paper, word
    for text in ("Seatbase & Søn ApS", "DK12345674", "DK87654321", "DK5000400440116243", "PO <7781>", "Havnegade 12"):
        assert text in paper
    for text in ("Log-in", "anna-paper", "Tilbage"):
        assert text not in paper
