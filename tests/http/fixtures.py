"""Fixtures of the HTTP and the browser tests."""
import os

import pytest

import env


@pytest.fixture(scope="session")
def shared_portal():
    """The portal that most tests visit, each with an account of its own."""
    portal = env.Portal(mpm=os.environ.get("LICENCES_MPM", "event"))
    portal.make_catalogue()
    portal.start()
    yield portal
    portal.remove()


@pytest.fixture
def portal(shared_portal):
    """The shared portal; after the test its log holds nothing unexpected and the database is as it must be."""
    shared_portal.begin()
    yield shared_portal
    check(shared_portal)


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
    finally:
        for portal in made:
            portal.remove()


def check(portal):
    unexpected = portal.unexpected()
    assert not unexpected, "unexpected in the error log:\n" + "\n".join(unexpected)
    assert not portal.audit()


@pytest.fixture
def account(portal):
    """25 licences, 5 people (anna, bo, dan and two more; the partner is a program), Danish, monthly."""
    return portal.make_account(licences=25, people=2)


@pytest.fixture
def anna(account):
    return account.visitor("anna")
