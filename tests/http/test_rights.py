"""Who gets in (product.md): rights are checked on every request, and what is refused is said."""
import pytest

import tokens
from env import Visitor, as_page, instant, problem_of, text_of

PATHS = ["/", "/products/standard", "/invoices", "/log", "/employees", "/modules"]


def test_somebody_unknown_to_the_portal_is_asked_to_log_in(portal):
    assert Visitor(portal, None).get("/").status_code == 401


def test_a_log_in_without_an_account_is_told_so(portal):
    portal.add_users(["stranger"])
    answer = Visitor(portal, "stranger").get("/")
    assert answer.status_code == 403
    assert len(text_of(as_page(answer))) > 50
    assert problem_of(Visitor(portal, "stranger").get("/overview.xml")).type == "login-unknown"


@pytest.mark.parametrize("locale, sentence", [("en-GB", "lacks the right “my-account-view”"),
                                              ("da-DK", "my-account-view")])
def test_without_a_right_a_page_says_which_is_missing(portal, locale, sentence):
    dan = portal.make_account(licences=10, locale=locale).visitor("dan")
    for path in PATHS:
        answer = dan.get(path)
        assert answer.status_code == 403, path
        assert sentence in text_of(as_page(answer))
    problem = problem_of(dan.get("/overview.xml"))
    assert (problem.type, problem.facts["right"]) == ("no-right", "my-account-view")


def test_the_right_to_see_opens_every_page_and_changes_nothing(account):
    bo = account.visitor("bo")
    for path in PATHS:
        assert bo.get(path).status_code == 200, path
    assert bo.get("/overview.csv").status_code == 200
    answer = bo.get("/products/standard.xml?quantity=27")
    assert (answer.status_code, problem_of(answer).facts["right"]) == (403, "my-account")
    token = tokens.form(bo.portal, account.key, account.login("bo"))
    answer = bo.post("/products/standard", data={"quantity": "27", "token": token})
    assert answer.status_code == 403
    assert account.product("standard")[0] == 25


def test_a_partner_reads_xml_and_nothing_else(account):
    partner = account.visitor("partner", Accept="application/xml")
    for path in ("/overview", "/overview.xml", "/invoices.xml", "/log.xml", "/products/standard.xml"):
        assert partner.xml(path).get("account") == account.key
    for path in ("/overview.csv", "/log.csv"):
        assert partner.get(path).status_code == 403
    for path in PATHS:
        assert partner.get(path, headers={"Accept": "text/html"}).status_code == 403


def test_partner_csv_reads_csv_and_xml_and_writes_nothing(account):
    account.ctl("role", "grant", account.key, "etl", "partner-csv")
    account.ctl("employee", "add", account.key, account.login("etl"), "--name", "ETL", "--initials", "ET", "--email",
                "etl@example.com", "--service", "--role", "etl")
    account.portal.add_users([account.login("etl")])
    etl, partner = account.visitor("etl"), account.visitor("partner")
    for path in ("/overview", "/modules", "/employees", "/invoices", "/log", "/usage"):
        for suffix in (".csv", ".csv?for=spreadsheet", ".xml"):
            assert etl.patiently(path + suffix).status_code == 200, path + suffix
        assert etl.patiently(path, headers={"Accept": "text/csv"}).status_code == 200
        assert etl.get(path).status_code == 403
        assert "partner-csv" in text_of(as_page(partner.get(path + ".csv")))
    put = {"data": '<product xmlns="urn:mod-licences:1" quantity="30"/>',
           "headers": {"Content-Type": "application/xml", "Idempotency-Key": "k"}}
    answer = etl.put("/products/standard.xml", **put)
    assert (answer.status_code, problem_of(answer).type) == (403, "no-right")
    assert etl.get("/products/standard.xml?quantity=30").status_code == 403
    account.ctl("role", "grant", account.key, "etl", "partner")
    assert etl.put("/products/standard.xml", **put).status_code == 200
    assert etl.get("/log.csv").status_code == 200 and etl.get("/log").status_code == 403
    account.ctl("role", "revoke", account.key, "etl", "partner-csv")
    assert etl.get("/log.csv").status_code == 403 and etl.get("/log.xml").status_code == 200


def test_a_right_taken_away_is_gone_at_once(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    account.ctl("role", "revoke", account.key, "admin", "my-account")
    assert anna.get("/").status_code == 403
    assert anna.confirm("standard", 27, token).status_code == 403
    assert account.product("standard")[0] == 25
    assert account.actions()[-1] == "refused"


def test_an_inactive_employee_has_no_rights(account):
    bo = account.visitor("bo")
    assert bo.get("/").status_code == 200
    account.ctl("employee", "deactivate", account.key, account.login("bo"))
    assert bo.get("/").status_code == 403


def test_nothing_of_another_account_is_visible(portal, account):
    other = portal.make_account(licences=7)
    root = other.visitor("anna").xml("/overview.xml")
    assert root.get("account") == other.key
    assert account.key + " " not in other.visitor("anna").get("/employees.csv").text
    assert account.login("anna") not in other.visitor("anna").get("/employees.csv").text


# --- which account and which user, by expressions


@pytest.fixture
def by_header(new_portal):
    portal = new_portal(outside='SetEnvIf X-Account "^(.*)$" PORTAL_ACCOUNT=$1\nSetEnvIf X-User "^(.+)$" PORTAL_USER=$1\n',
                        inside='LicencesAccount "expr=%{reqenv:PORTAL_ACCOUNT}"\n'
                               'LicencesUser "expr=%{reqenv:PORTAL_USER}"')
    portal.start()
    portal.begin()
    portal.add_users(["gate"])
    return portal


def test_account_and_user_are_what_the_directives_say(by_header):
    one, two = by_header.make_account(licences=1), by_header.make_account(licences=2)
    for account in (one, two):
        visitor = Visitor(by_header, "gate", X_Account=account.key, X_User=account.login("anna"))
        assert visitor.xml("/overview.xml").get("account") == account.key


def test_an_account_that_is_not_the_users_is_closed_to_them(by_header):
    one, two = by_header.make_account(licences=1), by_header.make_account(licences=2)
    visitor = Visitor(by_header, "gate", X_Account=two.key, X_User=one.login("anna"))
    assert visitor.get("/").status_code == 403
    nowhere = Visitor(by_header, "gate", X_Account="nowhere", X_User=one.login("anna")).get("/overview.xml")
    assert (nowhere.status_code, problem_of(nowhere).type) == (404, "account-unknown")
    none = Visitor(by_header, "gate", X_User=one.login("anna")).get("/overview.xml")
    assert (none.status_code, problem_of(none).type) == (403, "account-missing")
    nobody = Visitor(by_header, "gate", X_Account=one.key).get("/overview.xml")
    assert (nobody.status_code, problem_of(nobody).type) == (403, "login-missing")


def test_a_closed_account_can_be_read_but_not_changed_and_says_why(portal):
    at = "--now %s " % instant(days=40)
    portal.batch([
        at + "account add ended --name Ended --currency DKK --locale en-GB --timezone Europe/London --months 1 "
             "--anchor %s --vat 25 --billing billing@ended.example" % instant(days=40)[:10],
        at + "role grant ended admin my-account",
        at + "quantity ended standard 5",
        at + "employee add ended anna-ended --name Anna --initials AN --email anna@ended.example --role admin",
        at + "employee add ended dan-ended --name Dan --initials DA --email dan@ended.example",
        "--now %s account close ended" % instant(days=38)])
    portal.give_away()
    portal.add_users(["anna-ended", "dan-ended"])
    anna = Visitor(portal, "anna-ended")
    assert "The subscription has ended" in text_of(anna.page("/"))
    assert anna.xml("/overview.xml").get("state") == "closed"
    assert anna.xml("/employees.xml").xpath("count(//*[@status='active'])") == 0
    refused = problem_of(anna.get("/products/standard.xml?quantity=9"))
    assert (refused.status, refused.type) == (422, "account-closed")
    assert Visitor(portal, "dan-ended").get("/").status_code == 403
