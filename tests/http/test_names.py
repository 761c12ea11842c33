"""Names, log-ins and addresses as people type them (product.md, Who gets in): what can't be seen, and NFC."""
import unicodedata

import pytest
from lxml import etree

import tokens
from env import NS, problem_of, text_of
from test_put import people, person, put

pytestmark = pytest.mark.database

# one of each kind that has no look of its own (controls a form may not hold at all): where it stands in a log-in or an address, it is refused
INVISIBLE = {"blank": " ", "Zs": "\u00a0", "Cf": "\u200b", "soft hyphen": "\u00ad", "bidi control": "\u202e",
             "isolate": "\u2066", "default-ignorable": "\u3164", "variation selector": "\ufe0f"}
JOSE = "jose\u0301"     # as a Mac writes it
FIELDS = {"name": "Tage Sørensen", "initials": "TS", "email": "tage@example.com", "login": "tage", "status": "active"}


def create(account, **fields):
    anna = account.visitor("anna")
    token = tokens.form(account.portal, account.key, account.login("anna"))
    return anna.post("/employees", data={"token": token, "way": "anyway", **FIELDS, "login": account.login("tage"), **fields})


def employees(account):
    return {row.get("login"): row for row in account.export("employees").findall("l:employee", NS)}


@pytest.mark.parametrize("kind", INVISIBLE)
def test_a_form_with_something_invisible_in_a_log_in_or_an_address_is_shown_again_and_says_which(account, kind):
    for field, value, sentence in (
            ("login", "ta%sge" % INVISIBLE[kind], "Skriv et brugernavn på 1 til 64 tegn uden mellemrum og usynlige tegn."),
            ("email", "ta%sge@example.com" % INVISIBLE[kind], "Skriv en adresse som mette@example.com")):
        answer = create(account, **{field: value})
        assert answer.status_code == 400, (field, answer.text[:500])
        page = etree.HTML(answer.content.decode())
        assert [div.get("name") for div in page.xpath("//div[contains(@class, 'wrong')]/input")] == [field]
        assert sentence in text_of(page)
        typed = {field.get("name"): field.get("value") for field in page.xpath("//div[contains(@class, 'field')]/input")}
        assert typed == {**{name: FIELDS[name] for name in ("name", "initials", "email")}, "login": account.login("tage"),
                         field: value}
    assert account.login("tage") not in employees(account)


@pytest.mark.parametrize("kind", INVISIBLE)
def test_the_ends_of_a_name_are_trimmed_and_a_name_of_nothing_is_none(account, kind):
    hidden = INVISIBLE[kind]
    assert create(account, name=hidden + "Tage\u200cS" + hidden + " ", initials=hidden).status_code == 303
    row = employees(account)[account.login("tage")]
    assert (row.findtext("l:name", None, NS), row.get("initials")) == ("Tage\u200cS", "")
    answer = create(account, name=hidden + "\u2060", login=account.login("other"))
    assert answer.status_code == 400
    assert "Skriv et navn på 1 til 100 tegn" in text_of(etree.HTML(answer.content.decode()))


def test_an_address_that_some_mail_servers_can_not_take_is_refused_in_danish(account):
    answer = create(account, email="søren@example.com")
    assert answer.status_code == 400
    assert "Brug før @ kun bogstaverne a–z, cifre og tegn" in text_of(etree.HTML(answer.content.decode()))
    assert create(account, email="soren@sørensen.dk").status_code == 303
    assert employees(account)[account.login("tage")].get("email") == "soren@sørensen.dk"


def test_what_is_typed_on_a_mac_is_the_same_employee_everywhere(portal, account):
    login = "%s-%s" % (JOSE, account.key)
    stored = unicodedata.normalize("NFC", login)
    assert create(account, login=login, name="Jose\u0301 Nu\u0301n\u0303ez", role="admin").status_code == 303
    portal.add_users([login, stored])
    assert employees(account)[stored].findtext("l:name", None, NS) == "José Núñez"
    # one of the same log-in isn't made, by either writing
    for again in (login, stored):
        assert create(account, login=again).status_code in (409, 422)
    # the portal says who it is, in either writing
    for user in (login, stored):
        visitor = type(account.visitor("anna"))(portal, user)
        assert visitor.get("/employees?q=" + JOSE).status_code == 200
        rows = visitor.xml("/employees.xml?q=" + JOSE).findall("l:employee", NS)
        assert [row.get("login") for row in rows] == [stored]
    # a partner's list, licencesctl and forms find them
    put(account.visitor("partner"), "/employees.xml", people(person(login, "José Núñez", initials="JN"), mode="merge"))
    assert employees(account)[stored].get("initials") == "JN"
    account.ctl("employee", "deactivate", account.key, login)
    assert employees(account)[stored].get("status") == "inactive"
    account.ctl("role", "take", account.key, "admin", login)
    anna = account.visitor("anna")
    token = tokens.form(portal, account.key, account.login("anna"))
    assert anna.post("/roles", data={"token": token, "action": "give", "role": "viewer", "login": login}).status_code == 303
    # so does the log's filter
    anna.post("/products/standard", data={"token": token})
    for actor in (account.login("anna"), unicodedata.normalize("NFD", stored)):
        assert anna.xml("/log.xml", params={"actor": actor}).find("l:filter[@name='actor']", NS).text == \
            unicodedata.normalize("NFC", actor)


@pytest.mark.parametrize("kind", INVISIBLE)
def test_a_partners_list_and_licencesctl_are_refused_as_a_form_is(account, kind):
    hidden = INVISIBLE[kind]
    for row in ('<employee login="ta%sge" email="tage@example.com"><name>Tage</name></employee>' % hidden,
                '<employee login="tage" email="ta%sge@example.com"><name>Tage</name></employee>' % hidden):
        problem = put(account.visitor("partner"), "/employees.xml", people(row, mode="merge"), status=400)
        assert problem.type == "field-invalid" and problem.facts["line"] == "1"
    for words in (("ta%sge" % hidden, "--email", "tage@example.com"), ("tage", "--email", "ta%sge@example.com" % hidden)):
        assert "licencesctl: " in account.ctl("employee", "add", account.key, *words, "--name", "Tage", status=2).stderr


def test_licencesctl_trims_names_and_takes_none_of_nothing(new_portal):
    portal = new_portal()
    terms = ["--currency", "DKK", "--locale", "da-DK", "--timezone", "Europe/Copenhagen", "--months", "1", "--anchor",
             "2026-01-01", "--vat", "25"]
    add = ["account", "add", "acme", *terms, "--billing", "b@sørensen.dk"]
    assert "name: " in portal.ctl(*add, "--name", "\u200b\u00a0", status=2).stderr
    assert "billing: " in portal.ctl(*add[:-1], "b\u200b@sørensen.dk", "--name", "Acme", status=2).stderr
    portal.ctl(*add, "--name", "\u2060Acme A/S\u200e ", "--legal-name", " Acme\u0301 \u00a0")
    assert "<account-name>Acme A/S</account-name>" in portal.ctl("show", "acme").stdout
    assert "name: " in portal.ctl("product", "add", "tea", "--kind", "addon", "--name", "\u3164", status=2).stderr
    assert "key: " in portal.ctl("product", "add", "te\u200ba", "--kind", "addon", "--name", "Tea", status=2).stderr
    portal.ctl("product", "add", "tea", "--kind", "addon", "--name", " The\u0301\u200b")
    names = etree.fromstring(portal.ctl("show", "acme").stdout.encode()).xpath("//l:product[@key='tea']/l:name/text()",
                                                                               namespaces=NS)
    assert names == ["Thé"]


def test_a_search_for_nothing_visible_is_no_search(account):
    anna = account.visitor("anna")
    everybody = len(anna.xml("/employees.xml").findall("l:employee", NS))
    for text in ("\u200b", "\u00a0\u3164"):
        rows = anna.xml("/employees.xml", params={"q": text}).findall("l:employee", NS)
        assert len(rows) == everybody


def test_what_people_typed_is_kept_to_itself_on_every_page(portal):
    """A name that runs from right to left, and one that would turn what follows it, stand in <bdi>."""
    name, licence = "דנה \u202eכהן", "Standard licence"
    account = portal.make_account(licences=3, people=2, extra=[
        "employee add {key} dana-{key} --name '%s' --email dana@{key}.example --role admin" % name,
        "quantity {key} crm 1", "assign {key} dana-{key} crm"])
    anna = account.visitor("anna")
    card = "/employees/" + employees(account)[account.login("dana")].get("id")
    pages = {"/employees?q=dana": name, card: name, "/roles": name, "/modules": name, "/log": name, "/": licence,
             "/products/standard": licence, "/products/standard?quantity=7": licence, "/usage": licence, "/invoices": None}
    for path, said in pages.items():
        page = anna.page(path)
        typed = [name, licence, account.login("anna"), account.login("dana"), "Test " + account.key]
        for text in page.xpath("//body//text()[not(ancestor::option or ancestor::title or ancestor::script)]"):
            inside = text.getparent().tag == "bdi" and not text.is_tail
            assert inside or not any(word in text for word in typed), (path, text)
            assert "\u2068" not in text and "\u2069" not in text, (path, text)
        assert said is None or said in page.xpath("//bdi/text()"), path
    answer = anna.change("standard", 8)
    sentence, = anna.page(answer.headers["Location"][len("/licences"):]).xpath("//div[@role='status']//p[bdi]")
    assert sentence.xpath("string(bdi)") == licence and sentence.text == "Købt 5 × "


def test_an_address_adds_no_headers_to_the_mail_that_is_written_to_it(account):
    assert create(account, email="a?cc=b%40c&bcc=d@bücher.example").status_code == 303
    card = "/employees/" + employees(account)[account.login("tage")].get("id")
    link, = account.visitor("anna").page(card).xpath("//dd/a[starts-with(@href, 'mailto:')]")
    assert link.get("href") == "mailto:a%3Fcc%3Db%2540c%26bcc%3Dd@b%C3%BCcher.example"
    assert link.text == "a?cc=b%40c&bcc=d@bücher.example"
