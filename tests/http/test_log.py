"""/log: the action log."""
import csv
import io
import os
import time

from lxml import etree
import pytest

import tokens
from env import NS, ROOT, as_page, text_of

pytestmark = pytest.mark.database


def entries(root):
    return root.findall("l:entry", NS)


def test_the_filter_offers_every_action_that_the_schema_knows(anna):
    schema = etree.parse(os.path.join(ROOT, "xslt/licences.xsd"))
    known = schema.xpath("//*[local-name()='simpleType'][@name='action']//@value")
    offered = anna.page("/log").xpath("//select[@id='action']/option/@value")
    assert len(known) > 30 and sorted(offered) == sorted(["", *known])


def test_every_change_of_a_quantity_is_in_the_log(anna):
    anna.change("standard", 27)
    anna.change("standard", 20)
    rows = entries(anna.xml("/log.xml"))
    assert [(row.get("action"), row.get("old"), row.get("new")) for row in rows[-2:]] == [
        ("bought", "25", "27"), ("scaled-down", "27", "27/20")]
    assert rows[-2].get("invoice") and int(rows[-2].get("amount")) > 0


def test_the_feed_goes_on_after_an_id_and_skips_nothing(anna):
    rows = entries(anna.xml("/log.xml"))
    ids = [int(row.get("id")) for row in rows]
    assert ids == list(range(1, len(ids) + 1))
    rest = entries(anna.xml("/log.xml?after=%d" % ids[-3]))
    assert [int(row.get("id")) for row in rest] == ids[-2:]
    assert entries(anna.xml("/log.xml?after=%d" % ids[-1])) == []


def test_the_log_is_filtered_by_actor_action_and_date(anna, account):
    anna.change("standard", 27)
    mine = entries(anna.xml("/log.xml", params={"actor": account.login("anna")}))
    assert {row.get("actor") for row in mine} == {account.login("anna")}
    bought = entries(anna.xml("/log.xml?action=bought"))
    assert {row.get("action") for row in bought} == {"bought"}
    assert entries(anna.xml("/log.xml?to=2000-01-01")) == []
    assert "bought" in anna.get("/log.csv?action=bought").text


@pytest.mark.parametrize("timezone", ["UTC", "Europe/London", "Asia/Tokyo", "America/New_York"])
def test_the_log_since_any_day_before_its_first_is_all_of_it(portal, timezone):
    account = portal.make_account(timezone=timezone)
    anna = account.visitor("anna")
    every = len(entries(anna.xml("/log.xml")))
    for day in ("1900-01-01", "1969-12-31", "1970-01-01", "1970-01-02"):    # the second 0 is an instant like others
        assert len(entries(anna.xml("/log.xml?from=" + day))) == every, day
        assert entries(anna.xml("/log.xml?to=" + day)) == []
        assert anna.get("/log.csv?from=" + day).text.count("\n") == every + 1


def test_filters_that_make_no_sense_are_said_to_be_wrong(anna):
    for query in ("action=nonsense", "from=2026-02-30", "to=yesterday", "after=-1", "after=x",
                  "from=2026-02-02&to=2026-02-01", "actor=%00", "actor=a&actor=b"):
        answer = anna.raw("/log?" + query)
        assert answer.status == 400, query


def test_the_page_shows_the_newest_first(anna):
    anna.change("standard", 27)
    assert "25" in text_of(anna.page("/log"))


def test_the_csv_has_its_columns(anna):
    anna.change("standard", 27)
    rows = list(csv.reader(io.StringIO(anna.get("/log.csv").text)))
    assert rows[0] == ["id", "at", "actor", "action", "object", "old", "new", "amount", "currency", "invoice"]
    assert rows[-1][3:7] == ["bought", "standard", "25", "27"]


def test_a_refused_attempt_to_change_without_the_right_is_logged(account):
    bo = account.visitor("bo")
    token = account.visitor("anna").preview("standard", 27).get("confirm")
    assert bo.confirm("standard", 27, token).status_code == 403
    last = entries(account.export("log"))[-1]
    assert (last.get("action"), last.get("actor"), last.get("new")) == ("refused", account.login("bo"), "my-account")


def test_refused_attempts_do_not_void_what_others_have_read(account):
    """104 a second moved the ETag, so that a partner's If-Match failed each time; and the log grew by as many rows."""
    bo, partner = account.visitor("bo"), account.visitor("partner")
    etag = partner.get("/overview.xml").headers["ETag"]
    before = len(entries(account.export("log")))
    for _ in range(40):
        assert bo.post("/roles", data={}).status_code == 403
    headers = {"If-Match": etag, "Content-Type": "application/xml"}
    answer = partner.put("/products/standard.xml", data='<product xmlns="urn:mod-licences:1" quantity="30"/>', headers=headers)
    assert answer.status_code == 200, answer.text
    rows = [row for row in entries(account.export("log"))[before:] if row.get("action") == "refused"]
    assert len(rows) <= 2, "one a minute, and a minute may have ended"
    assert sum(int(row.get("attempts", "1")) for row in rows) == 40
    assert {row.get("object") for row in rows} == {"/roles"}


def test_the_pages_of_the_log_show_what_was_refused_at_once(account):
    bo, anna = account.visitor("bo"), account.visitor("anna")
    if time.time() % 60 > 45:
        time.sleep(60 - time.time() % 60)   # all within one minute
    tags = []
    for attempts in (1, 2, 3):
        assert bo.post("/roles", data={}).status_code == 403
        answer = anna.get("/log", headers={"If-None-Match": ", ".join(tags)} if tags else {})
        assert answer.status_code == 200, "what has been counted since can't be what was read"
        tags.append(answer.headers["ETag"])
        shown = text_of(as_page(answer))
        assert "mangler rettigheden roles" in shown and ("forsøg inden for et minut" in shown) == (attempts > 1)
    refused = [row for row in entries(account.export("log")) if row.get("action") == "refused"]
    assert sum(int(row.get("attempts", "1")) for row in refused) == 3
    assert anna.get("/log", headers={"If-None-Match": tags[-1]}).status_code in (200, 304)


def test_what_was_done_at_once_stands_together_and_leads_to_those_concerned(portal, account, anna):
    token = tokens.form(portal, account.key, account.login("anna"))
    rows = account.export("employees").findall("l:employee", NS)
    ids = [row.get("id") for row in rows if row.get("login") in (account.login("p0"), account.login("p1"))]
    answer = anna.post("/employees/bulk", data={"token": token, "action": "protect", "ids": ids})
    assert answer.status_code == 303
    act = anna.page("/log").xpath("//main//tbody")[0]
    assert act.xpath("normalize-space(tr[@class='act']/th)") == "Beskyttet: 2 ændringer"
    assert len(act.xpath("tr[not(@class)]")) == 2
    assert sorted(act.xpath("tr/td[@data-label='Hvad']/span/a/@href")) == sorted("/licences/employees/" + id_ for id_ in ids)
    actor, = set(act.xpath("tr/td[@data-label='Hvem']/span/a/@href"))
    assert actor == "/licences/employees/" + next(row.get("id") for row in rows if row.get("login") == account.login("anna"))


def test_what_was_changed_on_a_product_is_its_own_and_what_is_said_of_it(portal, account, anna):
    anna.change("crm", 7)
    account.ctl("policy", account.key, "crm", "block")
    anna.change("standard", 27)
    rows = entries(anna.xml("/log.xml?object=crm"))
    assert {row.get("object") for row in rows} == {"crm", "crm/policy"} and len(rows) >= 2
    ids = [int(row.get("id")) for row in rows]
    assert ids == sorted(ids)
    assert [int(row.get("id")) for row in entries(anna.xml("/log.xml?object=crm&after=%d" % ids[0]))] == ids[1:]
    assert [row.get("action") for row in entries(anna.xml("/log.xml?object=crm&action=bought"))][-1] == "bought"
    assert entries(anna.xml("/log.xml?object=nothing")) == []
    page = anna.page("/log?object=crm")
    assert len(page.xpath("//table//time")) == len(rows)
    assert page.xpath("//input[@name='object']/@value") == ["crm"], "the filters keep it"
    assert anna.page("/products/crm").xpath("//a[@href='/licences/log?object=crm']")


@pytest.mark.parametrize("locale, typed", [("da-DK", "24.11.2026"), ("en-GB", "24/11/2026"), ("sv-SE", "2026-11-24"), ("de-DE", "24.11.2026")])
def test_a_person_types_dates_in_the_accounts_order(portal, locale, typed):
    account = portal.make_account(locale=locale)
    anna = account.visitor("anna", **{"Accept-Language": "en-US"})
    for address in ("/log", "/usage"):
        page = anna.page(address, params={"from": typed})
        assert page.xpath("//input[@name='from']/@value") == [typed] and page.xpath("//input[@name='from']/@data-date") == ["2026-11-24"]
    assert anna.get("/log", params={"from": "24.24.2026"}).status_code == 400
    assert anna.get("/log.xml", params={"from": typed}).status_code == (200 if typed[4] == "-" else 400), "programs write ISO dates"
