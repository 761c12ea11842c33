"""/modules: who holds which add-on licence, searched, sorted and page by page; and /employees by the same search."""
import csv
import io

import pytest

from env import NS, problem_of, text_of

pytestmark = pytest.mark.database

PEOPLE = (("søren", "Søren Kjær"), ("mk", "Mette Kirk"), ("mh", "Mette Holm"), ("am", "Anke Müller"), ("bm", "Bernd Mueller"),
          ("ol", "O’Reilly-Lund Ole"))


@pytest.fixture
def staffed(portal):
    """Six people: all have Outlook, of CRM there is one too few, and one holder is inactive."""
    lines = ["quantity {key} crm 1", "quantity {key} outlook 10"]
    for login, name in PEOPLE:
        lines.append('employee add {key} %s-{key} --name "%s" --initials %s --email %s@{key}.example' % (
            login, name, login[:2].upper(), login.replace("ø", "o")))
        lines.append("assign {key} %s-{key} outlook" % login)
    lines += ["assign {key} søren-{key} crm", "assign {key} mk-{key} crm", "employee deactivate {key} mh-{key}"]
    return portal.make_account(licences=30, extra=lines)


@pytest.fixture
def anna(staffed):
    return staffed.visitor("anna")


def rows(page):
    """Name and module of each row."""
    return ["%s/%s" % (row.xpath("string(th/span/a)"), row.xpath("string(td[3])")) for row in page.xpath("//tbody/tr")]


def search(anna, path, **query):
    return rows(anna.page(path, params=query))


OUTLOOK, CRM = "/Microsoft Outlook", "/TimeLog CRM"


@pytest.mark.parametrize("typed, found", [
    ("soren", ["Søren Kjær" + OUTLOOK, "Søren Kjær" + CRM]),
    ("SØREN crm", ["Søren Kjær" + CRM]),
    ("crm søren", ["Søren Kjær" + CRM]),
    ("kjaer outlook", ["Søren Kjær" + OUTLOOK]),
    ("Müller", ["Anke Müller" + OUTLOOK, "Bernd Mueller" + OUTLOOK]),
    ("ueller", ["Anke Müller" + OUTLOOK, "Bernd Mueller" + OUTLOOK]),
    ("o'reilly", ["O’Reilly-Lund Ole" + OUTLOOK]),
    ("lu", ["O’Reilly-Lund Ole" + OUTLOOK]),
    ("un", []),
    ("und", ["O’Reilly-Lund Ole" + OUTLOOK]),
    ("Kirk, Mette timelog", ["Mette Kirk" + CRM]),
    ("mk@", ["Mette Kirk" + OUTLOOK, "Mette Kirk" + CRM]),
    ("%", []), ("_", []), ("\"", []), ("mette OR søren", []),
])
def test_every_word_has_to_be_somewhere_in_the_row(anna, typed, found):
    assert search(anna, "/modules", q=typed) == found


def test_a_date_finds_what_is_shown_with_it(anna):
    page = anna.page("/modules")
    shown = page.xpath("string(//tbody/tr[1]//time)")
    date = shown.split()[0]
    iso = "-".join(reversed(date.split(".")))
    everybody = rows(page)
    assert len(everybody) == 8
    assert search(anna, "/modules", q=date) == everybody
    assert search(anna, "/modules", q=shown) == everybody, "also with the time of day beside it"
    assert search(anna, "/modules", q=iso + " crm") == [row for row in everybody if row.endswith(CRM)]
    assert search(anna, "/modules", q="01.01.2001") == []
    deadline = page.xpath("string(//tr[@class='marked']//span[contains(@class, 'red')])").split()[1]
    assert [row for row in search(anna, "/modules", q=deadline) if row.endswith(CRM)]


def test_columns_sort_both_ways_and_say_so(anna):
    page = anna.page("/modules")
    heading = page.xpath("//th[@aria-sort]")
    assert [th.get("aria-sort") for th in heading] == ["ascending"]
    names = [row.split("/")[0] for row in rows(page)]
    assert names == sorted(names)
    down = anna.page(heading[0].xpath("string(a/@href)").replace("/licences", "", 1))
    assert [row.split("/")[0] for row in rows(down)] == names[::-1]
    assert down.xpath("string(//th[@aria-sort]/@aria-sort)") == "descending"
    for word in ("login", "-login", "module", "-module", "assigned", "-assigned", "deadline", "id"):
        assert sorted(search(anna, "/modules", sort=word)) == sorted(rows(page)), word
    assert rows(anna.page("/modules?sort=deadline"))[0].endswith(CRM), "what is marked comes first"
    assert problem_of(anna.get("/modules.xml?sort=-deadline")).type == "filter-invalid"


def test_a_module_shows_its_numbers_and_how_many_are_too_few(anna):
    page = anna.page("/modules?module=crm")
    assert rows(page) == ["Mette Kirk" + CRM, "Søren Kjær" + CRM]
    detail = page.xpath("//dl")[0]
    assert "2 af 1" in text_of(detail.getroottree().getroot()) and "Der mangler 1 licens" in detail.text_content()
    assert detail.xpath("string(..//a[contains(@class, 'button')]/@href)") == "/licences/products/crm?quantity=2"
    assert "Der mangler" not in anna.page("/modules?module=outlook").xpath("//dl")[0].text_content()
    assert rows(anna.page("/modules?module=unpriced")) == []


def test_a_holders_name_leads_to_the_card(anna):
    link = anna.page("/modules?q=kirk+crm").xpath("string(//tbody//th//a/@href)").replace("/licences", "", 1)
    assert "Mette Kirk" in text_of(anna.page(link))


def test_marks_and_inactive_holders_are_told_apart(anna):
    page = anna.page("/modules")
    marked = page.xpath("//tr[@class='marked']")
    assert len(marked) == 1 and "frist" in marked[0].text_content() and "dage tilbage" in marked[0].text_content()
    inactive = page.xpath("//tr[contains(., 'Mette Holm')]")[0]
    assert "inaktiv" in inactive.text_content()


def test_nothing_found_says_what_was_searched_for(anna):
    page = anna.page("/modules", params={"q": "<i>nobody</i>", "module": "crm"})
    empty = page.xpath("//div[@class='empty']")[0]
    assert "<i>nobody</i>" in empty.text_content()
    assert empty.xpath("string(.//a/@href)") == "/licences/modules"
    assert page.xpath("string(//*[@role='status'])") == "0 fundet"


def test_an_account_without_add_ons_is_told_where_they_come_from(portal):
    account = portal.make_account()
    empty = account.visitor("anna").page("/modules").xpath("//div[@class='empty']")[0]
    assert empty.xpath("string(.//a/@href)") == "/licences/#modules", "first licences are bought"
    account.ctl("quantity", account.key, "crm", "2")
    empty = account.visitor("anna").page("/modules").xpath("//div[@class='empty']")[0]
    assert empty.xpath("string(.//a/@href)") == "/licences/employees", "then they are given"


def test_exports_hold_every_row_that_is_searched_for(anna, staffed):
    query = {"q": "mette", "sort": "-login"}
    answer = anna.get("/modules.csv", params=query)
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["login"].split("-")[0], row["module"]) for row in table] == [
        ("mk", "crm"), ("mk", "outlook"), ("mh", "outlook")]
    root = anna.xml("/modules.xml?q=mette&sort=-login")
    assert [row.get("login").split("-")[0] for row in root.findall("l:assignment", NS)] == ["mk", "mk", "mh"]
    link = anna.page("/modules", params=query).xpath("string(//a[contains(@href, '.csv')]/@href)")
    assert "q=mette" in link and "sort=-login" in link


def test_pages_go_on_where_the_last_one_ended(portal):
    lines = ["quantity {key} outlook 130"]
    for i in range(120):
        lines.append("employee add {key} u%d-{key} --name 'Same Name' --initials SN --email u%d@{key}.example" % (i, i))
        lines.append("assign {key} u%d-{key} outlook" % i)
    account = portal.make_account(licences=130, extra=lines)
    anna = account.visitor("anna")
    for query in ("", "q=same+name", "q=outlook&sort=-name", "sort=-assigned&q=u", "module=outlook&sort=module"):
        seen, path = [], "/modules?" + query
        while path:
            page = anna.page(path)
            seen += page.xpath("//tbody/tr/td[2]/span/bdi/text()")
            following = page.xpath("//a[@rel='next']/@href")
            path = following[0].replace("/licences", "", 1) if following else None
        assert len(seen) == len(set(seen)) == 120, query
    first = anna.page("/modules?q=same&after=60").xpath("//nav[@class='paging']/a[not(@rel)]/@href")
    assert first == ["/licences/modules?q=same"]


def through_pages(anna, path):
    """E-mail address and, in the list of modules, the module of each row of all pages."""
    seen = []
    while path:
        page = anna.page(path)
        for row in page.xpath("//tbody/tr"):
            email = [text.strip() for text in row.xpath(".//text()") if "@" in text]
            seen.append((*email, row.xpath("string(td[3])")) if path.startswith("/modules") else (*email,))
        following = page.xpath("//a[@rel='next']/@href")
        path = following[0].replace("/licences", "", 1) if following else None
    return seen


def test_pages_of_a_search_are_its_export_in_pieces(portal):
    """Names that come twice, holders with one licence and with two, both directions, and from somebody whom it doesn't find."""
    lines = ["quantity {key} outlook 130", "quantity {key} crm 130"]
    for i in range(90):
        name = "Other" if i == 30 else "Same"
        lines.append("employee add {key} u%d-{key} --name 'Ab%s %s' --initials SN --email u%d@{key}.example" % (
            i, chr(97 + i * 7 % 40 // 2), name, i))
        lines.append("assign {key} u%d-{key} outlook" % i)
        if i % 3 == 0:
            lines.append("assign {key} u%d-{key} crm" % i)
    anna = portal.make_account(licences=130, extra=lines).visitor("anna")
    for query in ("q=same", "q=same&sort=-name", "q=same&sort=login", "q=same&sort=-login", "q=crm+same", "q=same&module=outlook"):
        whole = [(row.get("email"), row.find("l:module-name", NS).text)
                 for row in anna.xml("/modules.xml?" + query).findall("l:assignment", NS)]
        assert through_pages(anna, "/modules?" + query) == whole and len(whole) == len(set(whole)) >= 29, query
        query = query.replace("&module=outlook", "")
        whole = [(row.get("email"),) for row in anna.xml("/employees.xml?" + query).findall("l:employee", NS)]
        assert through_pages(anna, "/employees?" + query) == whole and len(whole) == len(set(whole)), query
        assert len(whole) == (0 if "crm" in query else 89)
        if "login" not in query:
            names = [row.find("l:name", NS).text for row in anna.xml("/modules.xml?" + query).findall("l:assignment", NS)]
            assert names == sorted(names, reverse="-" in query), query
    held = anna.xml("/modules.xml").findall("l:assignment", NS)
    other = [row.get("id") for row in held if row.find("l:name", NS).text.endswith("Other")][-1]
    behind = [row.get("id") for row in held[[row.get("id") for row in held].index(other) + 1:]]
    shown = [row.get("id") for row in anna.xml("/modules.xml?q=same&after=" + other).findall("l:assignment", NS)]
    assert shown == behind and shown


def test_employees_are_searched_alike(anna):
    def found(typed, **more):
        page = anna.page("/employees", params={"q": typed, **more})
        return [name.strip() for name in page.xpath("//tbody/tr/th//text()") if name.strip() and "@" not in name]
    assert found("soren") == ["Søren Kjær"]
    assert found("mette kirk") == ["Mette Kirk"]
    assert found("mette", status="inactive") == ["Mette Holm"]
    assert found("mueller") == ["Anke Müller", "Bernd Mueller"]
    assert found("mk-", sort="-login") == ["Mette Kirk"]
    page = anna.page("/employees?sort=-login&q=mette")
    assert page.xpath("string(//th[@aria-sort='descending']/a)").strip() == "Brugernavn"
    assert page.xpath("string(//*[@role='status'])") == "2 fundet"
    assert "nobody" in anna.page("/employees?q=nobody").xpath("string(//div[@class='empty'])")
    assert found("crm") == [], "what somebody holds is another page's table"
