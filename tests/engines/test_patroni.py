"""
Two httpd on PostgreSQL beneath Patroni, a standby confirming each commit: the primary is switched, killed, frozen, cut off
from etcd. Connections are made by all servers' addresses, of which the library takes the one that takes changes, or by HAProxy.

With LICENCES_LONG=1 all of it; otherwise what ./bootstrap check has time for.
"""
import shutil
import signal
import subprocess
import threading
import time

import pytest

import databases
import env
import patroni
from place import LONG, Place
from poolers import Haproxy
from processes import send

long_only = pytest.mark.skipif(not LONG, reason="takes long: LICENCES_LONG=1")
SOON = 5        # seconds from when the new primary takes changes


@pytest.fixture(scope="module")
def cluster():
    if patroni.missing():
        pytest.skip(patroni.missing())
    cluster = patroni.Cluster(strict=LONG)
    yield cluster
    cluster.remove()


@pytest.fixture(scope="module")
def by_addresses(cluster):
    """Each httpd knows all servers."""
    store = cluster.database()
    place = Place("pgsql", [cluster.params(store.name)] * 2, store)
    yield place
    place.remove()


@pytest.fixture(scope="module")
def by_haproxy(cluster):
    if not shutil.which("haproxy", path="/usr/sbin:/usr/bin"):
        pytest.skip("haproxy isn't installed")
    proxy = Haproxy.before_patroni(cluster)
    store = cluster.database()
    words = "host=127.0.0.1 port=%d user=licences password=%s dbname=%s connect_timeout=2 tcp_user_timeout=2500" % (
        proxy.port, patroni.PASSWORD, store.name)
    made = databases.Database("pgsql", words)
    made.name = store.name
    assert env.wait_until(lambda: takes_changes(made), 20), proxy.said()
    place = Place("pgsql", [words] * 2, store)
    yield place
    place.remove()
    proxy.remove()


def takes_changes(store):
    """Not so until HAProxy has asked all of them."""
    try:
        return store.rows("SELECT pg_is_in_recovery()") == [("f",)]
    except subprocess.CalledProcessError:
        return False


@pytest.fixture(params=["by_addresses", pytest.param("by_haproxy", marks=long_only)])
def place(request, cluster):
    found = request.getfixturevalue(request.param)
    cluster.whole()
    found.way = request.param.replace("_", " ")
    yield found
    for member in cluster.members:
        member.freeze(False)
    found.end_loads()


def test_the_primary_is_killed(place, cluster):
    load = place.load()
    primary = cluster.primary()
    struck = time.monotonic()
    primary.kill()
    cluster.new_primary(primary)
    back = time.monotonic()
    seconds = place.served_again(back)
    refused = place.check_refusals(load, struck, back + seconds)
    primary.begin()
    assert refused > 0
    place.finish(load, "Patroni " + place.way, "kill -9 of the primary (new one after %.1f s)" % (back - struck), seconds, within=SOON)


@long_only
def test_the_primary_is_switched(place, cluster):
    load = place.load()
    old = cluster.primary()
    struck = time.monotonic()
    switching = threading.Thread(target=cluster.switch_over)
    switching.start()
    cluster.new_primary(old)
    back = time.monotonic()
    seconds = place.served_again(back)
    switching.join()
    place.check_refusals(load, struck, back + seconds)
    place.finish(load, "Patroni " + place.way, "switch-over (new primary after %.1f s)" % (back - struck), seconds, within=SOON)


@long_only
def test_the_primary_stands_still_and_goes_on_as_a_standby(place, cluster):
    """Nobody has told it that another one was chosen: what is under way on it hangs, and nothing is lost by that."""
    load = place.load()
    primary = cluster.primary()
    struck = time.monotonic()
    primary.freeze(True)
    cluster.new_primary(primary)
    back = time.monotonic()
    seconds = place.served_again(back)
    time.sleep(5)
    primary.freeze(False)
    cluster.whole()
    place.served_again(time.monotonic())
    place.check_refusals(load, struck, time.monotonic())
    place.finish(load, "Patroni " + place.way, "SIGSTOP of the primary (new one after %.1f s)" % (back - struck), seconds, within=SOON)


@long_only
def test_etcd_is_gone_for_a_while(place, cluster):
    """Nobody may be primary then: the one there is becomes a standby, and is the primary again afterwards."""
    load = place.load()
    primary = cluster.primary()
    struck = time.monotonic()
    cluster.etcd.freeze(True)
    assert env.wait_until(lambda: not primary.takes_changes(), 60)
    gone = time.monotonic()
    time.sleep(2)
    assert place.check_refusals(load, gone + 1, time.monotonic()) > 0
    cluster.etcd.freeze(False)
    cluster.new_primary(None)
    back = time.monotonic()
    seconds = place.served_again(back)
    place.check_refusals(load, struck, back + seconds)
    place.finish(load, "Patroni " + place.way, "etcd away for %.0f s" % (back - struck), seconds, within=SOON)


def test_whoever_connects_to_a_standby_is_told_what_would_be_right(cluster, by_addresses, new_portal):
    cluster.whole()
    standby = next(member for member in cluster.members if member is not cluster.primary())
    store = by_addresses.portals[0].store
    words = "host=127.0.0.1 port=%d user=licences password=%s dbname=%s connect_timeout=2" % (
        standby.port, patroni.PASSWORD, store.name)
    portal = new_portal(catalogue=False, database=store, sweep="500ms")
    portal.database = 'DBDriver pgsql\nDBDParams "%s"\n' % words
    account = by_addresses.accounts[0]
    portal.add_users([account.login("anna")])
    portal.start()
    portal.begin()
    portal.expect("LIC3102", "LIC3402", "AH00629", "AH00639", "AH00632")
    answer = env.Visitor(portal, account.login("anna")).get("/overview.xml")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert env.problem_of(answer).type == "database-standby"
    sentence = "is a standby, which may show what is old; right would be its primary"
    assert sentence in portal.log()
    portal.store = databases.Database("pgsql", words)
    assert sentence in portal.ctl("show", account.key, status=3).stderr
    portal.store = store


@pytest.fixture
def asynchronous():
    if patroni.missing():
        pytest.skip(patroni.missing())
    cluster = patroni.Cluster(members=2, synchronous=False)
    yield cluster
    cluster.remove()


@long_only
def test_of_a_lost_commit_nothing_matches_once_the_new_primary_is_told(asynchronous):
    """Without a standby that confirms, an acknowledged purchase may be gone: licencesctl restored begins a new epoch."""
    cluster = asynchronous
    store = cluster.database()
    place = Place("pgsql", [cluster.params(store.name)], store, accounts=1)
    try:
        portal, account = place.portals[0], place.accounts[0]
        anna = env.Visitor(portal, account.login("anna"))
        partner = env.Visitor(portal, account.login("partner"), Accept="application/xml")
        primary = cluster.primary()
        before = account.show().get("revision")
        sender = int(primary.sql("SELECT pid FROM pg_stat_replication"))
        send([sender], signal.SIGSTOP)          # the standby hears of nothing from here on
        assert anna.change("standard", 6).status_code == 303
        tag, epoch = partner.get("/overview.xml").headers["ETag"], partner.xml("/overview.xml").get("epoch")
        last = max(int(entry.get("id")) for entry in partner.xml("/log.xml").findall("l:entry", env.NS))
        token = anna.preview("standard", 9).get("confirm")
        primary.kill()
        cluster.new_primary(primary)
        assert env.wait_until(lambda: place.is_served(portal, account), 30)
        assert account.show().get("revision") == before, "it was to be lost"
        portal.ctl("restored")
        assert anna.change("standard", 7).status_code == 303        # as many entries and revisions as were lost
        assert partner.get("/overview.xml", headers={"If-None-Match": tag}).status_code == 200
        assert anna.confirm("standard", 9, token).status_code == 403
        assert partner.xml("/log.xml").get("epoch") != epoch
        assert partner.get("/log.xml?after=%d" % (last + 9)).status_code == 410
        assert not portal.audit()
        print("\nPatroni, asynchronous | kill -9 of the primary | acknowledged 1 | lost 1 | refused after licencesctl restored")
    finally:
        place.remove()
