"""/missing: all that is missing is bought at once; and what the overview says about it and about what leads where."""
import re

import pytest

from env import NS, text_of

pytestmark = pytest.mark.database


@pytest.fixture
def short(portal):
    """Two user licences and one of CRM too few."""
    return portal.make_account(licences=5, people=4, locale="en-GB", extra=[
        "quantity {key} crm 1", "assign {key} p1-{key} crm", "assign {key} p2-{key} crm",
        "employee add {key} svc-{key} --name Service --initials SV --email svc@{key}.example --service"])


def form_of(page):
    form = page.xpath("//form[@action='/licences/missing']")[0]
    return [(field.get("name"), field.get("value")) for field in form.xpath(".//input")]


def overview_button(page):
    return page.xpath("//section[@class='banner']//a[@href='/licences/missing']")


def test_one_button_buys_all_that_is_missing_in_one_transaction(portal, short):
    anna = short.visitor("anna")
    [button] = overview_button(anna.page("/"))
    net = short.show().find("l:missing", NS).get("net")
    page = anna.page("/missing")
    invoices = len(short.invoices())
    answer = anna.post("/missing", data=form_of(page))
    assert answer.status_code == 303
    made = short.invoices()[invoices:]
    assert len(made) == 2 and sum(int(invoice.get("net")) for invoice in made) == int(net)
    assert short.product("standard")[0] == short.product("standard")[2] and short.product("crm") == (2, 2, 2)
    said = text_of(anna.page(answer.headers["Location"][len("/licences"):]).xpath("//*[@role='status']")[0])
    assert "Standard licence" in said and "CRM" in said, "the notice tells of both"
    assert not overview_button(anna.page("/")), "nothing is missing any more"


def test_a_confirmation_sent_twice_buys_once(portal, short):
    anna = short.visitor("anna")
    fields = form_of(anna.page("/missing"))
    first, second = anna.post("/missing", data=fields), anna.post("/missing", data=fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert short.product("crm") == (2, 2, 2)


def test_where_things_have_moved_nothing_is_bought(portal, short):
    anna = short.visitor("anna")
    fields = form_of(anna.page("/missing"))
    anna.change("crm", 4)
    before = short.product("standard")
    answer = anna.post("/missing", data=fields)
    assert answer.status_code == 409
    assert short.product("standard") == before, "all or nothing"


def test_what_is_sent_is_checked(portal, short):
    anna = short.visitor("anna")
    token = dict(form_of(anna.page("/missing")))["token"]
    for buy in ("", "crm", "crm 2", "CRM! 2 x", "crm two x"):
        assert anna.post("/missing", data={"token": token, "buy": buy}).status_code == 400, buy
    assert anna.post("/missing", data={"token": token, "buy": "crm 2 forged"}).status_code == 403
    assert short.visitor("bo").get("/missing").status_code == 403


def test_a_count_leads_to_those_who_are_counted(portal, short):
    short.ctl("employee", "deactivate", short.key, short.login("p1"))
    anna = short.visitor("anna")
    page = anna.page("/")
    for key, rows in (("standard", "employee"), ("crm", "assignment")):
        used = short.product(key)[2]
        [link] = page.xpath("//tr[@id='row-%s']//*[@class='count']/a" % key)
        assert re.match(r"%d of" % used, link.text)
        path = link.get("href")[len("/licences"):]
        assert len(anna.page(path).xpath("//tbody/tr")) == used
        listed = anna.xml(path.replace("?", ".xml?")).findall("l:%s" % rows, NS)
        assert len(listed) == used


def test_the_answer_says_what_comes_next_and_who_loses_what(portal, short):
    said = text_of(short.visitor("anna").page("/").xpath("//p[@class='answer']")[0])
    assert re.search(r"Next invoice DKK\s[\d.,]+ net on", said)
    assert re.search(r"%d employees lose access" % -(int(short.product("standard")[0]) - int(short.product("standard")[2])), said)
    assert "1 add-on licence is taken back" in said


def test_what_is_neither_bought_nor_used_is_folded(portal, short):
    page = short.visitor("anna").page("/")
    folded = page.xpath("//details[@class='more']//li//span[@class='who']")
    listed = page.xpath("//tr[starts-with(@id, 'row-')]/@id")
    assert "row-crm" in listed and "row-outlook" not in listed
    assert "Microsoft Outlook" in [text_of(name).strip() for name in folded]


def test_a_product_says_what_was_invoiced_for_it_this_period(portal, short):
    lines = [line for invoice in short.invoices() for line in invoice.findall("l:line", NS) if line.get("product") == "crm"]
    cost = short.show().find("l:product[@key='crm']", NS).get("cost")
    assert int(cost) == sum(int(line.get("amount")) for line in lines)
