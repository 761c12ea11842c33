"""The switch in the frame: everybody chooses the language that they read, and nothing else becomes another."""
import pytest

import tokens
from env import NS, as_page, text_of

pytestmark = pytest.mark.database

MENU = {"da": "Alle licenser", "de": "Alle Lizenzen", "en": "All licences", "sv": "Alla licenser"}


def switch(visitor, language, path="/"):
    """Presses the button of that language on a page, as a browser without scripts does."""
    form, = as_page(visitor.get(path)).xpath("//form[@class='languages']")
    button, = form.xpath(".//button[@value='%s']" % language)
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    answer = visitor.post("/language", data={**fields, button.get("name"): button.get("value")})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize("language", MENU)
def test_a_language_that_is_chosen_is_that_of_every_page(account, anna, language):
    switch(anna, language)
    for path, status in (("/", 200), ("/products/crm?quantity=2", 200), ("/products/crm?quantity=x", 422), ("/log", 200),
                         ("/employees/new", 200), ("/roles", 200), ("/language", 200), ("/nothing", 404)):
        answer = anna.get(path)
        assert (answer.status_code, answer.headers["Content-Language"]) == (status, language), path
        page = as_page(answer)
        assert page.get("lang") == language
        assert [each for each, words in MENU.items() if words in text_of(page)] == [language]
        assert page.xpath("//form[@class='languages']//button[@aria-current]/@value") == [language]


def test_it_leads_back_to_the_page_that_it_was_on(anna):
    for path in ("/", "/employees?q=anna&status=active", "/log?actor=%C3%A6%20%26&from=2026-01-01", "/products/crm?quantity=3"):
        assert switch(anna, "de", path).endswith("/licences" + path)
    assert switch(anna, "en", "/nothing?at=all").endswith("/licences/nothing?at=all")


@pytest.mark.parametrize("page,query,back", [
    ("//evil.example/", "", "/"), ("/\\evil.example/", "", "/"), ("https://evil.example/", "", "/"), ("evil", "", "/"),
    ("/log", "actor=<script>", "/log"), ("/log", "actor=\u00e6", "/log"), ("/\u00e6/?x", "a=b", "/%c3%a6/%3fx?a=b")])
def test_it_never_leads_anywhere_else(portal, account, anna, page, query, back):
    answer = anna.post("/language", data={"token": tokens.form(portal, account.key, account.login("anna")), "language": "sv",
                                          "page": page, "query": query})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/licences" + back


def test_numbers_and_dates_stay_as_the_accounts_country_writes_them(anna):
    danish = text_of(anna.page("/products/standard?quantity=1000"))
    switch(anna, "en")
    english = text_of(anna.page("/products/standard?quantity=1000"))
    amounts = [{word for word in text.split() if word.endswith(",00")} for text in (danish, english)]
    assert amounts[0] == amounts[1] and any("." in amount for amount in amounts[0])


def test_an_invoice_is_in_the_accounts_language_whoever_reads_it(portal, account, anna):
    portal.ctl("seller", "set", "--name", "Seatbase ApS", "--vat-id", "DK12345674", "--country", "DK")
    number = account.invoices()[0].get("number")
    danish = text_of(anna.page("/invoices/" + number).xpath("//article")[0])
    switch(anna, "de")
    page = anna.page("/invoices/" + number)
    [article] = page.xpath("//article")
    assert page.get("lang") == "de" and article.get("lang") == "da"
    assert text_of(article) == danish and "Faktura" in danish
    assert MENU["de"] in text_of(page) and "Rechnung" in text_of(page.xpath("//title")[0])
    assert "Rechnung" in text_of(page.xpath("//p[@class='buttons']")[0]), "what is clicked is in the reader's"


def test_a_page_in_another_language_has_another_tag_and_no_kept_page_is_in_the_wrong_one(account, anna):
    paths = ("/", "/invoices", "/employees", "/log")
    tags = {}
    for language in (*MENU, *MENU):
        switch(anna, language)
        for path in paths:
            answer = anna.get(path)
            assert answer.headers["Content-Language"] == language and MENU[language] in answer.text
            assert anna.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
            tags.setdefault(path, {}).setdefault(answer.headers["ETag"].split(".")[2], set()).add(language)
    for path in paths:
        assert len(tags[path]) == 4 and all(len(languages) == 1 for languages in tags[path].values()), path


def test_nobody_elses_pages_become_others_and_nothing_is_logged(account, anna):
    bo = account.visitor("bo")
    tag, revision = bo.get("/").headers["ETag"], account.show().get("revision")
    entries = len(account.export("log").findall("l:entry", NS))
    switch(anna, "sv")
    assert bo.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert account.show().get("revision") == revision
    assert len(account.export("log").findall("l:entry", NS)) == entries


def test_files_stay_as_the_accounts_spreadsheet_reads_them(anna):
    before = [anna.get(path).text for path in ("/overview.csv", "/overview.csv?for=spreadsheet", "/employees.csv?for=spreadsheet")]
    switch(anna, "en")
    assert before == [anna.get(path).text for path in ("/overview.csv", "/overview.csv?for=spreadsheet",
                                                       "/employees.csv?for=spreadsheet")]


def test_a_search_takes_dates_as_the_reader_sees_them(account, anna):
    for language in ("en", "sv"):
        switch(anna, language)
        seen = anna.page("/employees").xpath("string(//main//td/time[1])").split()[0]
        assert account.login("anna") in text_of(anna.page("/employees?q=" + seen)), seen


def test_mail_about_ones_own_change_comes_in_ones_own_language_and_the_accounts_in_its(portal, account, anna):
    switch(anna, "de")
    card = account.export("employees").xpath("string(l:employee[@login='%s']/@id)" % account.login("p0"), namespaces=NS)
    token = tokens.form(portal, account.key, account.login("anna"))
    assert anna.post("/employees/" + card, data={"token": token, "action": "deactivate"}).status_code == 303
    told = dict(portal.store.rows("SELECT address, language FROM outbox WHERE kind = 'deactivated' AND account ="
                                  " (SELECT id FROM account WHERE account_key = '%s')" % account.key))
    assert told == {"billing@%s.example" % account.key: "da-DK", "anna@%s.example" % account.key: "de-DK"}


def test_a_form_of_another_site_or_without_its_token_changes_nothing(portal, account, anna):
    token = tokens.form(portal, account.key, account.login("anna"))
    for data, headers, status in (({"token": token}, {"Origin": "https://evil.example"}, 403), ({}, {}, 403),
                                  ({"token": token[:-1]}, {}, 403)):
        assert anna.post("/language", data={"language": "en", **data}, headers=headers).status_code == status
    assert anna.post("/language", data={"token": token, "language": "fr"}).status_code == 400
    assert anna.get("/").headers["Content-Language"] == "da"


def test_who_may_see_nothing_has_no_switch(account):
    page = as_page(account.visitor("dan").get("/"))
    assert not page.xpath("//form")
