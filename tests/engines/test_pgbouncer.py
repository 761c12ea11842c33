"""
PgBouncer between httpd and PostgreSQL, which gives each transaction, or each client, a session; its time limits and the
server's own.
"""
import threading
import time

import pytest

import databases
import env
from own_server import PASSWORD, OwnServer, program
from place import LONG, Place
from poolers import Pgbouncer

long_only = pytest.mark.skipif(not LONG, reason="takes long: LICENCES_LONG=1")


@pytest.fixture(scope="module")
def server():
    found = databases.Server.of("pgsql")
    if found.missing or not program("pgbouncer", "/usr/sbin"):
        pytest.skip(found.missing or "pgbouncer isn't installed")
    server = OwnServer("pgsql")
    server.sql("ALTER SYSTEM SET log_statement = 'all'")
    server.sql("SELECT pg_reload_conf()")
    yield server
    server.remove()


@pytest.fixture
def between(server):
    """Makes a pooler with these settings, and two httpd that know the database by it."""
    made = []

    def make(mode, more="", prepare="Off", accounts=2):
        pooler = Pgbouncer(server.port, PASSWORD, mode, more)
        made.append(pooler)
        store = server.database()
        words = server.params(store, pooler.port, "connect_timeout=2 options='-c statement_timeout=15s'")
        place = Place("pgsql", [words] * 2, store, accounts=accounts, outside="LicencesPrepare %s\n" % prepare)
        place.pooler = pooler
        made.append(place)
        return place

    yield make
    for one in reversed(made):
        if isinstance(one, Place):
            one.end_loads()
        one.remove()


def logged(server, word):
    with open(server.dir + "/log", errors="replace") as f:
        return f.read().count(word)


@pytest.mark.parametrize("prepare", ["On", pytest.param("Off", marks=long_only)])
def test_in_transaction_mode_names_are_learned_by_each_session_or_not_used(between, server, prepare):
    """Also when the pooler ends under it."""
    names, missed = logged(server, "PREPARE lic_"), logged(server, "does not exist")
    place = between("transaction", prepare=prepare)
    load = place.load()
    assert env.wait_until(lambda: load.bought() > 20, 60)
    struck = time.monotonic()
    place.pooler.kill()
    place.pooler.begin()
    back = time.monotonic()
    seconds = place.served_again(back)
    place.check_refusals(load, struck, back + seconds)
    place.finish(load, "PgBouncer, transaction mode, LicencesPrepare " + prepare, "kill -9 of the pooler", seconds, within=5)
    if prepare == "Off":
        assert (logged(server, "PREPARE lic_"), logged(server, "does not exist")) == (names, missed)
        return
    assert logged(server, "PREPARE lic_") > names
    missed = logged(server, "does not exist")
    anna = env.Visitor(place.portals[0], place.accounts[0].login("anna"), Cache_Control="no-cache")
    for _ in range(40):
        assert anna.get("/overview.xml").status_code == 200
    assert logged(server, "does not exist") < missed + 20, "they are learned for good"


@long_only
def test_in_session_mode_names_are_used_as_without_a_pooler(between, server):
    names = logged(server, "PREPARE lic_")
    place = between("session", prepare="On")
    load = place.load()
    assert env.wait_until(lambda: load.bought() > 20, 60)
    place.finish(load, "PgBouncer, session mode", "none", 0)
    assert logged(server, "PREPARE lic_") > names


class Holder(threading.Thread):
    """Has the account's row for a while."""

    def __init__(self, server, store, key, seconds):
        super().__init__()
        self.server, self.name, self.key, self.seconds = server, store.name, key, seconds
        self.start()
        assert env.wait_until(self.holds, 10)

    def run(self):
        self.server.sql("BEGIN; UPDATE account SET revision = revision WHERE account_key = '%s'; SELECT pg_sleep(%s); ROLLBACK"
                        % (self.key, self.seconds), self.name)

    def holds(self):
        return int(self.server.sql("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'"
                                   " AND pid <> pg_backend_pid()"))


def test_a_statement_that_the_pooler_cuts_off_is_told_and_done_once(between, server):
    """query_timeout ends the client's connection: what was under way is asked once more, and then told as unavailable."""
    place = between("transaction", more="query_timeout = 1", accounts=1)
    account, portal = place.accounts[0], place.portals[0]
    anna = env.Visitor(portal, account.login("anna"))
    token = anna.preview("standard", 6).get("confirm")
    holder = Holder(server, portal.store, account.key, 4)
    answer = anna.confirm("standard", 6, token)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "query timeout" in portal.log(), portal.log()[-3000:]
    holder.join()
    assert anna.confirm("standard", 6, token).status_code == 303
    assert anna.confirm("standard", 6, token).status_code == 303
    assert account.product("standard")[0] == 6 and len(account.invoices()) == 2
    assert not portal.audit()


@long_only
def test_what_the_server_cuts_off_is_tried_again(between, server):
    """statement_timeout, which a pooler's sessions have from their role."""
    server.sql("ALTER ROLE licences SET statement_timeout = '1s'")
    try:
        place = between("transaction", accounts=1)
        account, portal = place.accounts[0], place.portals[0]
        anna = env.Visitor(portal, account.login("anna"))
        token = anna.preview("standard", 6).get("confirm")
        holder = Holder(server, portal.store, account.key, 3)
        assert anna.confirm("standard", 6, token).status_code == 303
        holder.join()
        assert account.product("standard")[0] == 6
    finally:
        server.sql("ALTER ROLE licences RESET statement_timeout")


@long_only
@pytest.mark.parametrize("limit", ["client_idle_timeout = 1", "server_idle_timeout = 1\nserver_lifetime = 1"])
def test_idle_connections_that_the_pooler_ends_are_noticed_by_nobody(between, limit):
    place = between("transaction", more=limit, accounts=1)
    anna = env.Visitor(place.portals[0], place.accounts[0].login("anna"))
    for _ in range(3):
        assert anna.get("/overview.xml").status_code == 200
        quantity = int(anna.xml("/overview.xml").find("l:product[@key='standard']", env.NS).get("purchased"))
        assert anna.change("standard", quantity + 1).status_code == 303
        time.sleep(2.5)             # as long as it takes the pooler to look


@long_only
def test_idle_sessions_that_the_server_ends_are_noticed_by_nobody(between, server):
    server.sql("ALTER ROLE licences SET idle_session_timeout = '500ms'")
    try:
        place = between("session", accounts=1)
        anna = env.Visitor(place.portals[0], place.accounts[0].login("anna"))
        for _ in range(3):
            assert anna.get("/overview.xml").status_code == 200
            time.sleep(1)
    finally:
        server.sql("ALTER ROLE licences RESET idle_session_timeout")


@long_only
def test_a_queue_before_the_pooler_is_told_as_unavailable(between, server):
    """query_wait_timeout: all sessions are in use, and nobody is let wait for long."""
    place = between("transaction", more="default_pool_size = 1\nquery_wait_timeout = 1", accounts=1)
    account, portal = place.accounts[0], place.portals[0]
    assert env.Visitor(portal, account.login("anna")).get("/overview.xml").status_code == 200
    holder = Holder(server, portal.store, account.key, 4)
    anna = env.Visitor(portal, account.login("anna"))
    token = anna.preview("standard", 6).get("confirm")
    waiting = threading.Thread(target=anna.confirm, args=("standard", 6, token))
    waiting.start()
    assert env.wait_until(lambda: "query_wait_timeout" in portal.log() or not waiting.is_alive() or
                          env.Visitor(portal, account.login("bo")).get("/overview.xml").status_code == 503, 20)
    waiting.join()
    holder.join()
    assert env.wait_until(lambda: place.is_served(portal, account), 10)
    assert not portal.audit()
