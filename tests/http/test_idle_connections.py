"""Connections that die in mod_dbd's pool, while nobody uses them, cost nobody an answer. (LICENCES_MPM: as in test_outages.py)"""
import pytest
import requests

import databases
import env
from outage import Proxy
from outage_site import SAID
from own_server import OwnServer
from test_concurrency import at_once

POOL = 6             # connections that the one child has
CLIENTS = 8


class Idle:
    """A server, a proxy, and a portal with one child, whose pool is full as soon as it has started."""

    def __init__(self, kind):
        self.kind = kind
        self.server = OwnServer(kind)
        self.proxy = Proxy(self.server.port)
        self.store = self.server.database()
        portal = self.portal = env.Portal(database=self.store, sweep="Off", outside="LicencesPageCache Off\n")
        portal.database = 'DBDriver %s\nDBDParams "%s"\nDBDMin %d\nDBDKeep %d\nDBDMax %d\n' % (
            kind, self.server.params(self.store, self.proxy.port, ""), POOL, POOL, POOL)    # no time limit
        kept = portal.conf
        portal.conf = lambda **parts: kept(**parts).replace("StartServers 2\nServerLimit 2", "StartServers 1\nServerLimit 1")
        portal.make_catalogue()
        self.account = portal.make_account(licences=5)

    def start(self, used):
        """used: some were, at one time; else nobody but mod_dbd knows any of them."""
        self.portal.start()
        self.portal.begin()
        self.portal.expect(*SAID)
        requests.get(self.portal.url("//"))             # whoever serves it has its pool
        assert len(self.proxy.pairs) == POOL
        if used:
            assert set(self.pages()) == {200}

    def pages(self):
        """So many at once as are no crowd to the breaker, which is told sooner that nothing moves."""
        visitors = [self.account.visitor("anna") for _ in range(CLIENTS)]
        return at_once(CLIENTS, lambda i: visitors[i].get("/overview.xml", timeout=20).status_code)

    def kill(self):
        """The server ends each of them, which the other end is told."""
        if self.kind == "pgsql":
            self.server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % self.store.name)
        else:
            for number in self.server.sql("SELECT id FROM information_schema.processlist WHERE db = '%s'" % self.store.name).split():
                self.server.sql("KILL " + number)
        assert env.wait_until(lambda: not self.proxy.pairs)

    def forget(self):
        """They are ended, and nobody is told before asking: as by a firewall, or a server that has come up again."""
        assert self.proxy.forget()

    def remove(self):
        self.portal.remove()
        self.proxy.end()
        self.server.remove()


@pytest.fixture(scope="module", params=["pgsql", "mysql"])
def shared_idle(request):
    if databases.Server.of(request.param).missing:
        pytest.skip(databases.Server.of(request.param).missing)
    idle = Idle(request.param)
    yield idle
    idle.remove()


@pytest.fixture
def idle(shared_idle):
    yield shared_idle
    shared_idle.portal.stop()
    assert not shared_idle.portal.unexpected(), shared_idle.portal.unexpected()


@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("end", [Idle.kill, Idle.forget])
def test_whoever_takes_a_connection_that_died_in_the_pool_is_served(idle, end, used):
    """Many at once, and one after another."""
    idle.start(used)
    for _ in range(5):                  # who takes which of them is chance
        end(idle)
        assert idle.pages() == [200] * CLIENTS
    end(idle)
    anna = idle.account.visitor("anna")
    assert [anna.get("/overview.xml", timeout=20).status_code for _ in range(2 * POOL)] == [200] * 2 * POOL


def test_purchases_by_a_pool_of_the_dead_are_done_once(idle):
    idle.start(True)
    visitors = [idle.account.visitor("anna") for _ in range(POOL)]
    had = idle.account.product("standard")[0]
    tokens = [visitor.preview("standard", had + 1).get("confirm") for visitor in visitors]
    idle.forget()
    answers = at_once(POOL, lambda i: visitors[i].confirm("standard", had + 1, tokens[i], timeout=20).status_code)
    assert sorted(answers) == [303] + [409] * (POOL - 1)
    assert idle.account.product("standard")[0] == had + 1
