"""/ and /overview: all licences."""
import csv
import io

import pytest

from env import NS, text_of

pytestmark = pytest.mark.database


def test_the_overview_has_three_sections_with_used_of_purchased_and_available(anna):
    root = anna.xml("/overview.xml")
    assert root.tag == "{urn:mod-licences:1}licences"
    row = root.find("l:product[@key='standard']", NS)
    assert {name: row.get(name) for name in ("kind", "purchased", "next", "used", "available", "price", "currency")} == {
        "kind": "user", "purchased": "25", "next": "25", "used": "5", "available": "20", "price": "24900",
        "currency": "DKK"}
    kinds = [product.get("kind") for product in root.findall("l:product", NS)]
    assert {"user", "addon", "integration"} <= set(kinds)


def test_the_location_and_overview_are_the_same_page(anna):
    here, there = anna.get("/"), anna.get("/overview")
    assert here.status_code == there.status_code == 200
    assert text_of(anna.page("/")) == text_of(anna.page("/overview"))


def test_who_is_beyond_what_is_purchased_is_marked_with_a_deadline(portal):
    account = portal.make_account(licences=3, people=2)
    root = account.visitor("anna").xml("/overview.xml")
    assert root.get("marked-count") == "2"
    marked = root.findall("l:marked", NS)
    assert [mark.get("product") for mark in marked] == ["standard", "standard"]
    assert all(mark.get("deadline") for mark in marked)
    assert root.find("l:product[@key='standard']", NS).get("available") == "-2"


def test_the_csv_has_its_columns_and_rows_end_in_crlf(anna):
    answer = anna.get("/overview.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))
    assert rows[0] == ["key", "name", "section", "purchased", "next", "used", "available", "price", "currency"]
    standard = dict(zip(rows[0], next(row for row in rows if row[0] == "standard")))
    assert (standard["purchased"], standard["price"], standard["currency"]) == ("25", "249.00", "DKK")


def test_the_spreadsheets_csv_opens_in_a_danish_spreadsheet(anna):
    content = anna.get("/overview.csv?for=spreadsheet").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert next(row for row in rows if row[0] == "standard")[7] == "249,00"


def test_a_notice_is_made_from_a_log_row_and_from_nothing_that_the_address_says(anna):
    quiet = text_of(anna.page("/"))
    assert text_of(anna.page("/?done=999999")) == quiet
    assert anna.get("/?done=%3Cscript%3E").status_code == 400


@pytest.mark.parametrize("path", ["/", "/products/standard", "/roles", "/employees/1"])
def test_a_notice_can_be_made_of_whatever_the_log_has(account, path):
    account.ctl("policy", account.key, "standard", "block")
    account.ctl("account", "close", account.key)
    anna = account.visitor("anna")
    seen = set()
    for entry in account.export("log").findall("l:entry", NS):
        if entry.get("action") not in seen:
            seen.add(entry.get("action"))
            assert anna.get("%s?done=%s" % (path, entry.get("id"))).status_code == 200, entry.get("action")
    assert {"policy", "closing"} <= seen


def test_a_page_with_a_notice_is_not_to_be_kept(anna):
    location = anna.change("standard", 26).headers["Location"]
    answer = anna.get(location[len("/licences"):])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_new_account_is_told_what_to_do_first(portal):
    account = portal.make_account(licences=0, people=1, locale="en-GB")
    steps = account.visitor("anna").page("/").xpath("//section[@aria-labelledby='first']//a/@href")
    assert steps == ["/licences/products/standard", "/licences/employees", "/licences/help"]
    assert not account.visitor("bo").page("/").xpath("//section[@aria-labelledby='first']"), "who may only look has nothing to begin"
    account.ctl("quantity", account.key, "standard", "1")
    assert not account.visitor("anna").page("/").xpath("//section[@aria-labelledby='first']")
