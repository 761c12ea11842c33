"""An ETag covers all that its page shows, also what isn't the account's own: the catalogue, the settings, the account."""
import pytest

pytestmark = pytest.mark.database

PAGES = ["/", "/products/standard", "/overview.xml", "/employees"]


@pytest.fixture
def portal(new_portal):
    """Of the test's own, as the catalogue is everybody's."""
    portal = new_portal()
    portal.start()
    return portal


@pytest.mark.parametrize("words", [
    ("product", "add", "timesheets", "--kind", "addon", "--name", "Timesheets"),
    ("price", "set", "crm", "DKK", "12300"),
    ("price", "set", "unpriced", "DKK", "500"),
    ("set", "grace-period", "3d"),
])
def test_what_is_changed_for_all_accounts_makes_other_pages(portal, account, anna, words):
    tags = {path: anna.get(path).headers["ETag"] for path in PAGES}
    account.ctl(*words)
    for path, tag in tags.items():
        answer = anna.get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["ETag"] != tag) == (200, True), path
    # it is the same account at the same revision: whoever writes by If-Match isn't disturbed by prices
    assert anna.get("/").headers["ETag"].split(".")[0] == tags["/"].split(".")[0]


def test_a_setting_that_stays_as_it_is_makes_no_other_pages(account, anna):
    account.ctl("set", "grace-period", "3d")
    tag = anna.get("/").headers["ETag"]
    account.ctl("set", "grace-period", "3d")
    assert anna.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_one_address_that_shows_two_accounts_has_two_tags(new_portal):
    portal = new_portal(inside='LicencesAccount "expr=%{req:X-Account}"')
    portal.start()
    portal.ctl("set", "logins", "account")
    tags = set()
    one, two = portal.make_account(licences=5), portal.make_account(licences=5)
    portal.ctl("employee", "add", two.key, one.login("anna"), "--name", "Anna Example", "--initials", "AN", "--email",
               "anna@two.example", "--role", "admin")
    portal.ctl("role", "give", one.key, "viewer", one.login("dan"))
    assert one.show().get("revision") == two.show().get("revision")
    for account in (one, two):
        answer = one.visitor("anna").get("/overview.xml", headers={"X-Account": account.key})
        assert portal.valid(answer).get("account") == account.key
        tags.add(answer.headers["ETag"])
    assert len(tags) == 2
