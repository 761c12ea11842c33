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
        assert not breaches, "%s\nof accounts that were made by:\n%s" % (breaches, "\n".join(
            "%s  %s" % (account.key, account.test) for account in portal.accounts if account.key + ": " in breaches))
        invoicing.keep(portal)
    finally:
        portal.remove()


@pytest.fixture
def portal(shared_portal, request):
    """
    The shared portal; after the test its log holds nothing unexpected. Whether its accounts are as they must be is looked at
    once for all tests, in the end: after each it would be a fifth of the time that the suite takes.
    """
    shared_portal.begin()
    before = len(shared_portal.accounts)
    yield shared_portal
    for account in shared_portal.accounts[before:]:
        account.test = request.node.nodeid
    check_log(shared_portal)


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


def check_log(portal):
    unexpected = portal.unexpected()
    assert not unexpected, "unexpected in the error log:\n" + "\n".join(unexpected)


def check(portal):
    """Nothing unexpected was logged, and the audit finds no breach."""
    check_log(portal)
    breaches = portal.audit()
    assert not breaches, breaches


@pytest.fixture
def account(portal):
    """25 licences, 5 people (anna, bo, dan and two more; the partner is a program), Danish, monthly."""
    return portal.make_account(licences=25, people=2)


@pytest.fixture
def anna(account):
    return account.visitor("anna")
