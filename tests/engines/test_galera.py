"""
Two httpd on two nodes of a Galera cluster of three: what the one has told holds at the other, both change the same
accounts, and nodes are killed, stand still, and come back with what they missed or with everything.

With LICENCES_LONG=1 all of them; otherwise those that ./bootstrap check has time for.
"""
import os
import tempfile
import threading
import time

import pytest

import env
import galera
import overdue
import servers
from acts import event_of
from journal import Journal
from place import LONG, Place

long_only = pytest.mark.skipif(not LONG, reason="takes long: LICENCES_LONG=1")
LEFT = 10 if LONG else 40       # seconds until those who are left serve, of which the cluster takes three to give a node up


@pytest.fixture(scope="module")
def options():
    """The option group that DBDParams names, in which alone the library finds a limit for connecting."""
    with tempfile.TemporaryDirectory(prefix="licences-options-") as home:
        os.chmod(home, 0o755)
        with open(home + "/my.cnf", "w") as f:
            f.write("[licences]\nconnect-timeout = 2\n")
        os.environ["MYSQL_HOME"] = home
        yield home
        del os.environ["MYSQL_HOME"]


@pytest.fixture(scope="module")
def cluster(options):
    if galera.missing():
        pytest.skip(galera.missing())
    cluster = galera.Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def shared_place(cluster):
    """The first httpd knows the first node, the second one the second."""
    store = cluster.database()
    place = Place("mysql", [cluster.params(store.name, node.port) for node in cluster.nodes[:2]], store)
    place.store = store
    place.copies = [cluster.at(node, store.name) for node in cluster.nodes[1:]]
    yield place
    place.remove()


@pytest.fixture
def place(shared_place, cluster):
    for node in cluster.nodes:
        node.ready()
    yield shared_place
    shared_place.end_loads()


def rejected(cluster):
    """Transactions that the cluster wouldn't have, as another node was first."""
    return sum(int(node.status(name)) for node in cluster.living()
               for name in ("wsrep_local_cert_failures", "wsrep_local_bf_aborts"))


def test_two_nodes_take_changes_of_the_same_accounts(place, cluster):
    before = rejected(cluster)
    load = place.load()
    assert env.wait_until(lambda: rejected(cluster) > before + 5, 60)
    place.finish(load, "Galera", "two writers (%d transactions gave way)" % (rejected(cluster) - before), 0)


class Held:
    """A node that has been told, but hasn't applied it."""

    def __init__(self, node, name):
        self.node, self.name = node, name

    def __enter__(self):
        tables = ", ".join(line + " READ" for line in self.node.sql("SHOW TABLES", self.name).split())
        self.thread = threading.Thread(target=self.node.sql, args=(
            "LOCK TABLES %s; SELECT SLEEP(1.5)" % tables, self.name))
        self.thread.start()
        assert env.wait_until(lambda: "SLEEP" in self.node.sql("SHOW FULL PROCESSLIST").upper().replace("SHOW", ""), 10)

    def __exit__(self, *_):
        self.thread.join()


def test_what_one_node_was_told_another_one_shows(place, cluster):
    """A page, a right that was taken away, and a follower's place in the log, though the other has yet to apply it."""
    first, second = place.portals
    account = place.accounts[0]
    here, there = (env.Visitor(portal, account.login("anna")) for portal in place.portals)
    before = int(here.xml("/overview.xml").find("l:product[@key='standard']", env.NS).get("purchased"))
    assert there.get("/overview.xml").status_code == 200
    with Held(cluster.nodes[1], place.store.name):
        assert here.change("standard", before + 1).status_code == 303
        last = max(int(entry.get("id")) for entry in here.xml("/log.xml").findall("l:entry", env.NS))
        shown = there.xml("/overview.xml").find("l:product[@key='standard']", env.NS)
        assert int(shown.get("purchased")) == before + 1
        assert there.get("/log.xml?after=%d" % last).status_code == 200
    with Held(cluster.nodes[1], place.store.name):
        first.ctl("role", "revoke", account.key, "viewer", "my-account-view")
        assert env.Visitor(second, account.login("bo")).get("/overview.xml").status_code == 403
    first.ctl("role", "grant", account.key, "viewer", "my-account-view")


def test_the_verdict_is_read_where_all_that_was_acknowledged_is_applied(place, cluster):
    """Else the last purchase at one node, read at another one that lags behind, would look lost; and what is lost is seen."""
    account = place.accounts[0]
    there = env.Visitor(place.portals[1], account.login("anna"))
    book = Journal(place.store)
    wanted = int(there.xml("/overview.xml").find("l:product[@key='standard']", env.NS).get("purchased")) + 1
    promise = book.ask(account.key, account.login("anna"), ("bought", "standard", str(wanted)))
    with Held(cluster.nodes[0], place.store.name):
        promise.done(event_of(there.change("standard", wanted)))
        assert book.compare(place.store) == (1, 0, [], [])
    aside = "SET wsrep_on = OFF; UPDATE journal SET %s WHERE event = %d AND account = (SELECT id FROM account WHERE account_key = '%s')"
    cluster.nodes[2].sql(aside % ("event = -event", promise.event, account.key), place.store.name)
    try:
        assert [len(book.compare(store).lost) for store in (place.store, *place.copies)] == [0, 0, 1]
    finally:
        cluster.nodes[2].sql(aside % ("event = -event", -promise.event, account.key), place.store.name)


def test_a_node_is_killed_and_comes_back_with_what_it_missed(place, cluster):
    load = place.load()
    first, second = place.portals
    node = cluster.nodes[1]
    struck = time.monotonic()
    node.kill()
    left = place.served_again(struck, [first])
    assert left < LEFT
    told = len(node.told())
    node.begin()
    node.ready()
    back = time.monotonic()
    seconds = place.served_again(back)
    assert place.check_refusals(load, struck, back) > 0
    assert "Receiving IST" in node.told()[told:]
    place.finish(load, "Galera", "kill -9 of a node, IST (those left: %.1f s)" % left, seconds, within=5)


@long_only
def test_two_of_three_are_killed_and_the_one_left_takes_nothing_until_told_to(place, cluster):
    """It can't know whether the others go on without it. Nobody gets an error page meanwhile."""
    load = place.load()
    first = place.portals[0]
    struck = time.monotonic()
    for node in cluster.nodes[1:]:
        node.kill()
    assert env.wait_until(lambda: cluster.nodes[0].status("wsrep_cluster_status") == "non-Primary", 30)
    alone = time.monotonic()
    time.sleep(3)
    answer = env.Visitor(first, place.accounts[0].login("anna")).get("/overview.xml")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    # busy: it waited for what the others may have been told, until repl.causal_read_timeout
    assert env.problem_of(answer).type in ("database-standby", "database-unreachable", "database-busy")
    told = time.monotonic()
    assert place.check_refusals(load, alone + 1, told) == len(load.during(alone + 1, told))
    cluster.nodes[0].sql("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'")
    back = time.monotonic()
    seconds = place.served_again(back, [first])
    for node in cluster.nodes[1:]:
        node.begin()
        node.ready()
    place.served_again(time.monotonic())
    place.check_refusals(load, struck, time.monotonic())
    place.finish(load, "Galera", "kill -9 of two nodes, pc.bootstrap", seconds, within=5)


@long_only
def test_a_node_stands_still_and_goes_on(place, cluster):
    """A partition, as the others see it: they go on without it, and it comes back with what it missed."""
    load = place.load()
    first = place.portals[0]
    node = cluster.nodes[1]
    struck = time.monotonic()
    node.freeze(True)
    left = place.served_again(struck, [first])
    assert left < LEFT
    time.sleep(5)
    node.freeze(False)
    back = time.monotonic()
    node.ready()
    synced = time.monotonic()
    seconds = place.served_again(synced)
    assert place.check_refusals(load, struck + 1, back) > 0
    place.finish(load, "Galera", "SIGSTOP of a node for %.0f s (those left: %.1f s; back in the cluster after %.1f s)"
                 % (back - struck, left, synced - back), seconds, within=5)


@long_only
def test_a_node_that_has_lost_everything_is_given_everything(place, cluster):
    """SST: the node that gives (here the one that no httpd uses) is busy with that."""
    load = place.load()
    node = cluster.nodes[1]
    struck = time.monotonic()
    node.kill()
    node.forget()
    told = len(node.told())
    node.begin()
    node.ready()
    back = time.monotonic()
    seconds = place.served_again(back)
    assert "SST received" in node.told()[told:]
    place.check_refusals(load, struck, back)
    place.finish(load, "Galera", "kill -9 of a node and its disk, SST", seconds, within=5)


@long_only
def test_what_falls_due_happens_once_although_two_nodes_sweep_and_send(cluster, options):
    """Row locks are each node's own: that nobody does it twice is seen at COMMIT."""
    store = cluster.database()
    with servers.Server() as smtp:
        place = Place("mysql", [cluster.params(store.name, node.port) for node in cluster.nodes[:2]], store, accounts=0,
                      outside="LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n" % smtp.port)
        try:
            first = place.portals[0]
            database = overdue.of(first)
            for portal in place.portals:        # a sweep mustn't come between an account's lines
                portal.stop()
            turns = [overdue.stock(first, 10, prefix="due%d" % turn) for turn in range(6)]
            for portal in place.portals:
                portal.start()
            for keys in turns:
                overdue.release(first, keys)
                time.sleep(1)
            assert env.wait_until(lambda: database.overdue() == 0, 120), database.overdue()
            assert database.renewals() == 60
            assert database.rows("SELECT account, issued FROM invoice WHERE kind = 'renewal' GROUP BY 1, 2"
                                 " HAVING COUNT(*) > 1") == []
            assert database.rows("SELECT account, object FROM journal WHERE action = 'deactivated' AND object LIKE 'employee/%'"
                                 " GROUP BY 1, 2 HAVING COUNT(*) > 1") == []
            assert env.wait_until(lambda: database.number("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'") == 0, 120)
            told = database.number("SELECT COUNT(*) FROM outbox")
            assert len(smtp.mails) == len({mail.id for mail in smtp.mails}) == told
            assert not first.audit()
            for portal in place.portals:
                assert not portal.unexpected(), portal.unexpected()
                assert "LIC3402" not in portal.log(), "a collision of two nodes was told as an outage"
            print("\nGalera | two sweepers on two nodes | 60 renewals, %d mails: lost 0 | twice 0" % told)
        finally:
            place.remove()
