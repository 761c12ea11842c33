"""Each page in each language: the account's locale decides."""
import re

import pytest

from env import Visitor, problem_of, text_of

MENU = {"da": "Alle licenser", "de": "Alle Lizenzen", "en": "All licences", "sv": "Alla licenser"}
PATHS = ["/", "/products/standard", "/products/standard?quantity=30", "/products/standard?quantity=2",
         "/products/standard?quantity=0", "/invoices", "/log", "/employees", "/modules", "/nothing"]


@pytest.fixture(scope="module")
def visitors(shared_portal):
    return {language: shared_portal.make_account(licences=3, people=2, locale=locale, currency=currency,
                                                 timezone=zone).visitor("anna")
            for language, locale, currency, zone in (("da", "da-DK", "DKK", "Europe/Copenhagen"),
                                                     ("de", "de-DE", "EUR", "Europe/Berlin"),
                                                     ("en", "en-GB", "EUR", "Europe/London"),
                                                     ("sv", "sv-SE", "EUR", "Europe/Stockholm"))}


@pytest.mark.parametrize("language", MENU)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_in_its_accounts_language(portal, visitors, language, path):
    answer = visitors[language].get(path)
    assert answer.status_code in (200, 404, 422)
    assert answer.headers["Content-Language"] == language
    page = visitors[language].page(path, status=answer.status_code)
    assert page.get("lang").startswith(language)
    # a text that was not translated shows in the menu of the other language
    assert [each for each, words in MENU.items() if words in text_of(page)] == [language]
    assert not re.search(r"\{[a-z-]+\}", text_of(page)), "a placeholder was not filled in"


def test_money_is_written_as_people_write_it_there(portal, visitors):
    assert "249,00" in text_of(visitors["da"].page("/"))
    assert "33.50" in text_of(visitors["en"].page("/"))
    assert "33,50" in text_of(visitors["de"].page("/"))


def test_an_invoice_is_in_its_accounts_language_too(portal, visitors):
    for visitor in visitors.values():
        number = visitor.xml("/invoices.xml")[-1].get("number") or visitor.xml("/invoices.xml").xpath(
            "string(//*[local-name()='invoice']/@number)")
        assert visitor.get("/invoices/" + number).status_code == 200


def test_before_the_account_is_known_the_browser_decides(portal):

    portal.add_users(["foreigner"])
    for wanted, language in (("da, en;q=0.5", "da"), ("de-AT,de;q=0.9", "de"), ("sv", "sv"), ("fr", "en"), (None, "en"), ("xx;;;,,", "en")):
        answer = Visitor(portal, "foreigner").get("/", headers={"Accept-Language": wanted})
        assert (answer.status_code, answer.headers["Content-Language"]) == (403, language)


@pytest.mark.parametrize("wanted, title", [("da", "Log ind først"), ("de-AT", "Melden Sie sich zuerst an"), ("sv, en;q=.5", "Logga in först"),
                                           ("en-GB", "Log in first"), ("fr", "Log in first")])
def test_what_httpd_itself_refuses_has_a_title_in_the_browsers_language(portal, wanted, title):
    answer = Visitor(portal, None).get("/overview.xml", headers={"Accept-Language": wanted})
    problem = problem_of(answer)
    assert (answer.status_code, problem.type, problem.facts["title"]) == (401, "login-missing", title)
    assert answer.headers["Content-Language"] == wanted[:2].replace("fr", "en")


@pytest.mark.parametrize("language", MENU)
def test_a_problem_has_one_title_in_the_page_and_in_the_document(portal, visitors, language):
    for path, status in (("/nothing", 404), ("/log?from=x", 400), ("/products/none", 404)):
        page = visitors[language].page(path, status=status)
        address = path.replace("?", ".xml?") if "?" in path else path + ".xml"
        answer = visitors[language].get(address)
        assert problem_of(answer).facts["title"] == text_of(page.xpath("//h1")[0])
        assert answer.headers["Content-Language"] == language
