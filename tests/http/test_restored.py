"""licencesctl restored: after a restore from a backup nothing matches that was handed out of the database before it."""
import pytest

from env import NS, problem_of

pytestmark = pytest.mark.database

ROOTS = ["/overview.xml", "/products/standard.xml", "/products/standard.xml?quantity=30", "/employees.xml", "/modules.xml",
         "/invoices.xml", "/log.xml", "/log.xml?after=3", "/usage.xml", "/roles.xml"]
XML = {"Content-Type": "application/xml"}


def product(visitor, quantity, headers):
    body = '<product xmlns="%s" quantity="%d"/>' % (NS["l"], quantity)
    return visitor.put("/products/standard.xml", data=body, headers={**XML, **headers})


@pytest.fixture
def portal(new_portal):
    """Of the test's own, as the epoch is everybody's."""
    portal = new_portal()
    portal.start()
    return portal


@pytest.fixture
def account(portal):
    return portal.make_account(people=2)


def epochs(visitor):
    return {visitor.xml(path).get("epoch") for path in ROOTS}


def test_each_root_names_the_epoch_and_a_running_server_notices_the_next_one_at_once(portal, account):
    anna = account.visitor("anna")
    before, = epochs(anna)
    portal.ctl("restored")
    after, = epochs(anna)
    assert before and after and before != after
    portal.ctl("upgrade")      # changes nothing of it
    assert epochs(anna) == {after}
    result = product(account.visitor("partner"), 12, {"Idempotency-Key": "k", "Accept": "application/xml"})
    assert portal.valid(result).get("epoch") == after


def test_no_tag_of_before_matches_though_the_revision_is_the_same(portal, account):
    anna, partner = account.visitor("anna"), account.visitor("partner")
    tags = {path: anna.get(path).headers["ETag"] for path in ("/", "/overview.xml", "/employees", "/log")}
    revision = account.show().get("revision")
    portal.ctl("restored")
    assert account.show().get("revision") == revision
    for path, tag in tags.items():
        assert anna.get(path, headers={"If-None-Match": tag}).status_code == 200
    refused = product(partner, 12, {"If-Match": tags["/overview.xml"]})
    assert (refused.status_code, problem_of(refused).type) == (412, "precondition-failed")
    # the present tag does, and so does a revision that came without one
    now = partner.get("/overview.xml").headers["ETag"]
    assert now.split(".")[0] == tags["/overview.xml"].split(".")[0]
    assert product(partner, 12, {"If-Match": now}).status_code == 200
    assert product(partner, 13, {"If-Match": '"%s"' % account.show().get("revision")}).status_code == 200


def test_no_form_of_before_is_taken(portal, account):
    anna = account.visitor("anna")
    token = anna.preview("standard", 12).get("confirm")
    portal.ctl("restored")
    before = account.show().get("revision")
    assert (anna.confirm("standard", 12, token).status_code, account.show().get("revision")) == (403, before)
    assert anna.change("standard", 12).status_code == 303


def test_a_follower_that_is_ahead_of_the_log_is_told_to_begin_anew(account):
    partner = account.visitor("partner", Accept="application/xml")
    last = max(int(entry.get("id")) for entry in partner.xml("/log.xml").findall("l:entry", NS))
    assert not partner.xml("/log.xml?after=%d" % last).findall("l:entry", NS)
    ahead = partner.get("/log.xml?after=%d" % (last + 1))
    assert (ahead.status_code, problem_of(ahead).type) == (410, "log-begun-anew")
    assert "begin anew" in problem_of(ahead).detail
    anna = account.visitor("anna")
    assert anna.get("/log.csv?after=%d" % (last + 1)).status_code == 410
    assert anna.get("/log?after=%d" % (last + 1)).status_code == 200    # a page goes down from there
