"""What mails say: a customer's life in each language, with every event that somebody is told of, against golden texts."""
import datetime
import os
import pathlib
import re

import pytest
from lxml import html

from servers import Server

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "mail"
TOLD = {"bought", "scaled-down", "kept", "marked", "reminded", "deactivated", "taken-back", "few-left", "renewal-notice",
        "renewed"}

PEOPLE = """
quantity {a} standard 5
employee add {a} mki --name "Mette Kirk" --initials MKI --email mki@{a}.example
employee add {a} tso --name "Tage Sørensen" --initials TSØ --email tso@{a}.example
employee add {a} abe --name "Åse Bengtsson" --initials ÅBE --email abe@{a}.example
employee add {a} lfo --name "Lars <Foged> & søn" --initials LFO --email lfo@{a}.example
quantity {a} visma 1
quantity {a} payroll 1
quantity {a} crm 2
assign {a} mki crm
assign {a} tso crm
quantity {a} standard 4
quantity {a} standard 5
quantity {a} payroll 0
quantity {a} payroll 1
quantity {a} standard 4
quantity {a} standard 6
quantity {a} standard 3
quantity {a} crm 1
"""


def local(year, month, day, hour=0, zone=0):
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.timezone.utc) - datetime.timedelta(hours=zone)


def live(portal, account, renewal, end):
    """Until the account is closed and its last period over; renewal and end are instants"""
    portal.batch(PEOPLE.format(a=account))
    portal.now = renewal - datetime.timedelta(days=13)
    portal.run("sweep")
    portal.now = renewal
    portal.run("sweep")  # somebody is marked in each product
    portal.later(days=6)
    portal.run("sweep")
    portal.later(days=1)
    portal.run("sweep")
    portal.run("employee", "deactivate", account, "mki")
    portal.run("account", "close", account)
    portal.now = end
    portal.run("sweep")


def mails_of(portal, server, account):
    """kind → mails, in the order of the outbox"""
    kinds = dict(portal.sql("SELECT o.id, o.kind FROM outbox o JOIN account a ON a.id = o.account"
                            " WHERE a.account_key = ? ORDER BY o.id", account))
    found = {int(re.match(r"<%s\.(\d+)\." % account, mail.id)[1]): mail for mail in server.mails
             if mail.id.startswith("<%s." % account)}
    assert found.keys() == kinds.keys()
    return [(kinds[number], found[number]) for number in kinds]


LIVES = {
    "da": ("acme", local(2026, 12, 1, zone=1), local(2027, 1, 1, zone=1)),
    "en": ("globex", local(2027, 2, 1), local(2027, 5, 1, zone=1)),
}


@pytest.fixture(scope="module", params=LIVES)
def life(request, tmp_path_factory):
    from conftest import Portal
    account, renewal, end = LIVES[request.param]
    portal = Portal(tmp_path_factory.mktemp("life"))
    live(portal, account, renewal, end)
    with Server() as server:
        portal.run("sweep", "--mail", "--support", "help@portal.example", "--smtp",
                   portal.setting(server, "portal=https://portal.example/licences"))
    return request.param, mails_of(portal, server, account)


def test_every_event_that_is_told_says_what_the_golden_text_says(life):
    language, mails = life
    assert {kind for kind, _ in mails} == TOLD
    said = "".join("=== %s\n%s\n\n%s\n" % (kind, mail.subject, mail.text().replace("\r\n", "\n")) for kind, mail in mails)
    golden = GOLDEN / (language + ".txt")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def words(text):
    return re.sub(r"\s+", " ", text).strip()


def test_the_html_part_says_the_same_as_the_text(life):
    language, mails = life
    for kind, mail in mails:
        page = html.document_fromstring(mail.text("html"))
        assert page.get("lang") == language == mail.parsed["Content-Language"]
        assert words(page.findtext("head/title")) == mail.subject
        seen = words(page.find("body").text_content())
        for line in mail.text().splitlines():
            line = re.sub(r"^(- |-- $)|: https://.*", "", line)
            assert words(line) in seen or all(words(part) in seen for part in re.split(": | – ", line)), (kind, line)


def test_links_lead_to_the_portal_where_its_address_is_known_and_nowhere_else(life):
    _, mails = life
    for kind, mail in mails:
        page = html.document_fromstring(mail.text("html"))
        button, = page.xpath("//a[@class='button']/@href")
        assert button.startswith("https://portal.example/licences/"), kind
        why, language = page.xpath("//footer//a/@href")
        assert why.startswith("https://portal.example/licences/help#") and language == "https://portal.example/licences/language"
        assert all(link in mail.text() for link in (button, why, language)), kind


def test_the_number_that_matters_comes_first_in_both_parts(life):
    _, mails = life
    without = set()
    for kind, mail in mails:
        page = html.document_fromstring(mail.text("html"))
        number = page.xpath("//main/h1/following-sibling::p[1][strong and span]")
        if not number:
            without.add(kind)
            continue
        assert re.search(r"\d", number[0].findtext("strong"))
        assert words(mail.text().splitlines()[0]) == words(number[0].text_content()), kind
    assert without <= {"bought", "scaled-down", "kept", "renewed"}, "a fee has no number, and without an invoice nothing is to pay"


def test_without_an_address_of_the_portal_there_are_no_links(portal):
    portal.buy()
    with Server() as server:
        portal.deliver(server)
    assert "http" not in server.mails[0].text() and "<a " not in server.mails[0].text("html")


def test_names_beyond_fifty_are_counted(portal):
    portal.batch("".join('employee add globex e%d --name "Employee %d" --initials E --email e%d@globex.example\n' % (n, n, n)
                         for n in range(70)))
    portal.sql("DELETE FROM outbox")
    portal.batch("quantity globex standard 70")
    portal.batch("quantity globex standard 1")
    portal.now = local(2027, 2, 1)
    portal.run("sweep")
    portal.sql("DELETE FROM outbox WHERE kind <> 'marked'")
    with Server() as server:
        portal.deliver(server)
    mail, = server.mails
    assert mail.text().count("\n- Employee") == 50 and "\n- and 19 more" in mail.text()
    assert mail.subject.startswith("69 employees without a licence: act before 8 February 2027")


def test_a_language_without_texts_gets_english(portal):
    portal.run("account", "add", "paris", "--name", "Élan", "--currency", "EUR", "--locale", "fr-FR", "--timezone",
               "Europe/Paris", "--months", "1", "--anchor", "2026-11-01", "--vat", "20", "--billing", "a@paris.example")
    portal.buy("paris")
    with Server() as server:
        portal.deliver(server)
    assert server.mails[0].subject == "Bought 5 × Standard licence, 5 in all – Élan"
    assert server.mails[0].parsed["Content-Language"] == "en"
