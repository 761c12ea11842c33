"""Whose a log-in is (product.md, Who gets in): one account's, or, where the portal says which account is meant, each's own."""
import pytest

from env import NS, Visitor, problem_of
import tokens

pytestmark = pytest.mark.database

PUT = {"Content-Type": "application/xml", "If-Match": "*"}
HOSTS = "".join('<VirtualHost *>\nServerName %s\n<Location "/licences">\nLicencesAccount %s\n</Location>\n</VirtualHost>\n' %
                (host, host) for host in ("north", "south")) + "<VirtualHost *>\nServerName bare\n</VirtualHost>\n"


def listed(login):
    return ('<employees xmlns="urn:mod-licences:1" mode="merge"><employee login="%s" email="x@x.example" status="active">'
            '<name>X</name></employee></employees>' % login)


def take_by_form(account, login):
    data = {"token": tokens.form(account.portal, account.key, account.login("anna")), "login": login, "name": "X",
            "email": "x@x.example", "status": "active"}
    answer = account.visitor("anna", Accept="application/xml").post("/employees", data=data)
    return answer.status_code, problem_of(answer).type, answer.text


def take_by_put(account, login):
    answer = account.visitor("anna").request("PUT", "/employees.xml", data=listed(login).encode(), headers=PUT)
    problem = problem_of(answer)
    return answer.status_code, problem.type, answer.text


def take_by_command(account, login):
    said = account.ctl("employee", "add", account.key, login, "--name", "X", "--email", "x@x.example", status=1).stderr
    return 422, "login-taken" if "is taken" in said else said, said


def take_by_import(account, login):
    path = account.portal.dir + "/run/people.csv"
    with open(path, "w") as f:
        f.write("login,name,email\n%s,X,x@x.example\n" % login)
    said = account.ctl("import", account.key, path, status=1)
    said = said.stdout + said.stderr
    return 422, "login-taken" if "is taken" in said else said, said


@pytest.mark.parametrize("take", [take_by_form, take_by_put, take_by_command, take_by_import])
@pytest.mark.parametrize("inactive", [False, True])
def test_a_log_in_of_another_account_is_refused_and_changes_none_of_its_answers(portal, take, inactive):
    mine, theirs = portal.make_account(licences=9), portal.make_account(licences=7)
    login = theirs.login("bo")
    if inactive:
        theirs.ctl("employee", "deactivate", theirs.key, login)

    def seen():
        answer = Visitor(portal, login).get("/overview.xml")
        return answer.status_code, answer.headers.get("ETag"), answer.text
    before, people = seen(), mine.export("employees").xpath("count(l:employee)", namespaces=NS)
    assert before[0] == (403 if inactive else 200)
    for spelt in (login, login.upper()):
        status, problem, text = take(mine, spelt)
        assert (status, problem) in ((422, "login-taken"), (422, "rows-refused")), text
        assert "taken" in text
        assert theirs.key not in text.replace(spelt, ""), "it isn't said whose it is"
    assert seen() == before
    assert mine.export("employees").xpath("count(l:employee)", namespaces=NS) == people


def test_the_form_says_that_a_log_in_is_taken_and_keeps_what_was_typed(account, portal):
    other = portal.make_account(licences=1)
    data = {"token": tokens.form(portal, account.key, account.login("anna")), "login": other.login("dan"), "name": "Dan Two",
            "email": "d@x.example"}
    answer = account.visitor("anna").post("/employees", data=data)
    assert answer.status_code == 422
    assert "Dette brugernavn er optaget. Vælg et andet." in answer.text
    assert "Dan Two" in answer.text


def test_what_is_written_in_another_case_is_another_log_in(account, portal):
    portal.add_users([account.login("bo").upper()])
    answer = Visitor(portal, account.login("bo").upper()).get("/overview.xml")
    assert (answer.status_code, problem_of(answer).type) == (403, "login-unknown")


@pytest.fixture
def doubled(new_portal):
    """Two hosts, each with an account of its own and an anna of its own; and a third that doesn't say which it is for."""
    portal = new_portal(outside=HOSTS)
    portal.ctl("set", "logins", "account")
    for key, licences in (("north", 3), ("south", 8)):
        portal.batch(line.format(key=key, licences=licences) for line in (
            "account add {key} --name 'The {key}' --currency DKK --locale en-GB --timezone Europe/London --months 1 "
            "--anchor 2026-01-01 --vat 25 --billing b@{key}.example",
            "role grant {key} admin my-account", "quantity {key} standard {licences}",
            "employee add {key} anna --name 'Anna of {key}' --email anna@{key}.example --role admin"))
    portal.add_users(["anna"])
    portal.start()
    portal.begin()
    return portal


def test_the_same_log_in_is_each_accounts_own_where_the_portal_says_which(doubled):
    for host in ("north", "south"):
        visitor = Visitor(doubled, "anna", Host=host)
        assert visitor.xml("/overview.xml").get("account") == host
        people = visitor.get("/employees.csv").text
        assert "Anna of " + host in people and people.count("Anna of") == 1
    doubled.ctl("employee", "deactivate", "south", "anna")
    assert Visitor(doubled, "anna", Host="south").get("/overview.xml").status_code == 403
    assert Visitor(doubled, "anna", Host="north").get("/overview.xml").status_code == 200


def test_without_the_directive_nobody_is_let_in_and_the_error_log_says_which_is_missing(doubled):
    doubled.expect("LIC3102")
    doubled.add_users(["nobody"])
    for login in ("anna", "nobody"):
        for form in ("application/xml", "text/html"):
            answer = Visitor(doubled, login, Host="bare", Accept=form).get("/overview")
            assert answer.status_code == 503
            assert "Retry-After" in answer.headers
            assert "anna@" not in answer.text
    problem = problem_of(Visitor(doubled, "anna", Host="bare").get("/overview.xml"))
    assert problem.type == "directive-missing"
    assert "will not help" in problem.detail and "configuration" in problem.detail, "not: try again soon"
    assert "directive-missing: LicencesAccount is missing here" in doubled.log()


def test_logins_become_the_portals_again_when_each_belongs_to_one_account(doubled):
    said = doubled.ctl("set", "logins", "portal", status=1).stderr
    assert "more than one account: 1 (anna)" in said
    doubled.ctl("set", "logins", "both", status=2)
    doubled.ctl("set", "logins", "account")
