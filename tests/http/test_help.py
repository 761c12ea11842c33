"""Help: the account's own figures in it, and the page for programs, whose form changes nothing."""
import re

import pytest

import tokens
from env import as_page, text_of

PRODUCT = '<product xmlns="urn:mod-licences:1" quantity="%s"/>'


@pytest.fixture
def english(portal):
    return portal.make_account(licences=5, people=4, locale="en-GB", extra=["quantity {key} crm 2"])


def try_out(account, path, body):
    anna = account.visitor("anna")
    return anna.post("/help/partners", data={"token": tokens.form(account.portal, account.key, account.login("anna")), "path": path,
                                             "body": body})


def answer_of(page):
    [answer] = page.xpath("//section[@aria-labelledby='answered']")
    return text_of(answer)


def test_help_has_the_databases_own_periods(portal, english):
    said = text_of(english.visitor("anna").page("/help"))
    assert "Each mark has a deadline, 7 days after" in said and "can be undone for 24 hours" in said
    portal.ctl("set", "grace-period", "36h")
    portal.ctl("set", "undo-period", "Off")
    try:
        said = text_of(english.visitor("anna").page("/help"))
        assert "Each mark has a deadline, 36 hours after" in said and "Purchases can’t be undone here" in said
    finally:
        portal.ctl("set", "grace-period", "7d")
        portal.ctl("set", "undo-period", "24h")


@pytest.mark.parametrize("locale, said, planned", [("da-DK", "Hvad rød betyder", "Planlæg på forhånd"), ("de-DE", "Was Rot bedeutet", "Im Voraus planen"),
                                                   ("sv-SE", "Vad rött betyder", "Planera i förväg")])
def test_help_is_there_in_each_language(portal, locale, said, planned):
    account = portal.make_account(licences=2, locale=locale)
    page = text_of(account.visitor("anna").page("/help"))
    assert said in page and planned in page and "How licences" not in page and "Planning" not in page


def test_every_part_that_a_page_leads_to_is_there(english):
    anna = english.visitor("anna")
    targets = set(anna.page("/help").xpath("//*/@id"))
    for path in ("/", "/help", "/products/standard", "/employees", "/modules", "/invoices", "/log", "/usage"):
        for href in anna.page(path).xpath("//main//a/@href"):
            if href.startswith(("#", "/licences/help#")) and "/help" in path + href:
                assert href.split("#")[1] in targets, href


def test_the_examples_are_of_this_portal_and_this_account(portal, english):
    said = text_of(english.visitor("anna").page("/help/partners"))
    assert "http://127.0.0.1:%d/licences/overview.xml" % portal.port in said
    assert "/licences/modules.xml?module=" in said and PRODUCT % 6 in said


def test_what_is_tried_is_answered_as_a_put_would_be_and_changes_nothing(portal, english):
    before = english.show().get("revision")
    answer = answer_of(as_page(try_out(english, "/products/crm.xml", PRODUCT % 4)))
    assert "Answer: 200" in answer and 'quantity="4"' in answer and 'outcome="bought"' in answer
    lists = answer_of(as_page(try_out(english, "/employees.xml", """<employees xmlns="urn:mod-licences:1" mode="merge">
        <employee login="new-%s" email="new@example.com"><name>New</name></employee>
    </employees>""" % english.key)))
    assert "Answer: 200" in lists and "created" in lists
    whole = english.visitor("partner").request("PUT", "/products/crm.xml?dry-run=1", data=PRODUCT % 4,
                                               headers={"Content-Type": "application/xml"})
    outcome = re.search(r'amount="\d+"', whole.text).group()
    assert outcome in answer, "the same as a program is answered"
    assert english.show().get("revision") == before and english.product("crm") == (2, 2, 0)


@pytest.mark.parametrize("path, body, status", [
    ("/products/crm.xml", PRODUCT % "many", 400), ("/products/none.xml", PRODUCT % 4, 404), ("/products/crm.xml", "<product", 400),
    ("/products/standard.xml", PRODUCT % 0, 422), ("/modules.xml", PRODUCT % 4, 400)])
def test_what_would_be_refused_is_shown_as_the_problem_that_a_program_gets(portal, english, path, body, status):
    page = try_out(english, path, body)
    assert page.status_code == 200
    answer = answer_of(as_page(page))
    assert "Answer: %d, this would be refused" % status in answer and "urn:mod-licences:problem:" in answer
    assert as_page(page).xpath("string(//textarea)").strip() == body, "what was typed stays"


@pytest.mark.parametrize("path", ["/overview.xml", "/products/crm", "products/crm.xml", "http://evil.example/", "/log.xml", ""])
def test_only_what_takes_a_put_can_be_tried(portal, english, path):
    assert try_out(english, path, PRODUCT % 4).status_code in (400, 404)


def test_who_only_looks_has_examples_and_no_form(english):
    bo = english.visitor("bo").page("/help/partners")
    assert bo.xpath("//pre") and not bo.xpath("//textarea")
