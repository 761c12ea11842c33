"""Fixtures of the HTTP and the browser tests."""
import os

import pytest

import databases
import env
import invoicing


@pytest.fixture(autouse=True)
def nothing_reported():
    """What a sanitizer says of any process, were it only a child that ends, fails the test that was on."""
    folder = os.environ.get("LICENCES_REPORTS")
    before = set(os.listdir(folder)) if folder else set()
    yield
    for name in sorted(set(os.listdir(folder)) - before) if folder else []:
        with open(os.path.join(folder, name), errors="replace") as report:
            pytest.fail("%s:\n%s" % (name, report.read(6000)))


@pytest.fixture(scope="session")
def shared_portal():
    """The portal that most tests visit, each with an account of its own."""
    portal = env.Portal(mpm=os.environ.get("LICENCES_MPM", "event"))
    portal.make_catalogue()
    portal.start()
    yield portal
    try:
        breaches = portal.audit()
        assert not breaches, breaches
        invoicing.keep(portal)
    finally:
        portal.remove()


@pytest.fixture
def portal(shared_portal):
    """
    The shared portal; after the test its log holds nothing unexpected and the accounts that it made are as they must be.
    All accounts are looked at once, in the end: at each test that would be most of the time that the suite takes.
    """
    shared_portal.begin()
    before = len(shared_portal.accounts)
    yield shared_portal
    check(shared_portal, shared_portal.accounts[before:])


@pytest.fixture
def new_portal():
    """Makes portals of the test's own: new_portal(inside=…, mpm=…); they are started by the test."""
    made = []

    def make(catalogue=True, **options):
        portal = env.Portal(**options)
        made.append(portal)
        if catalogue:
            portal.make_catalogue()
        return portal

    yield make
    try:
        for portal in made:
            if portal.process:
                check(portal)
                invoicing.keep(portal)
    finally:
        for portal in made:
            portal.remove()


@pytest.fixture(scope="module", params=["pgsql", "mysql"])
def server(request):
    """A private server of each kind that has one, for tests that are about servers."""
    server = databases.Server.of(request.param)
    if server.missing:
        pytest.skip(server.missing)
    return server


def check(portal, accounts=None):
    """Nothing unexpected was logged, and the audit finds no breach in these accounts, or in any."""
    unexpected = portal.unexpected()
    assert not unexpected, "unexpected in the error log:\n" + "\n".join(unexpected)
    for account in [None] if accounts is None else accounts:
        breaches = portal.audit(account)
        assert not breaches, breaches


@pytest.fixture
def account(portal):
    """25 licences, 5 people (anna, bo, dan and two more; the partner is a program), Danish, monthly."""
    return portal.make_account(licences=25, people=2)


@pytest.fixture
def anna(account):
    return account.visitor("anna")
