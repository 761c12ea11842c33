"""
Two httpd servers under load on one PostgreSQL or MariaDB that fails in every way there is: pages say so soon and others
go on being served, everything works again by itself soon after the database does, and what was acknowledged is there, once.

With LICENCES_LONG=1 each lasts as long as such things last, and figures are printed. LICENCES_MPM=prefork has httpd's
children with one thread each.
"""
import os
import select
import subprocess
import threading
import time

import pytest

import databases
import env
from outage import Load, Proxy
from outage_site import RECOVERY, SAID, Holder, Site, is_locked, sleep_of
from test_timer import children

LONG = bool(os.environ.get("LICENCES_LONG"))
long_only = pytest.mark.skipif(not LONG, reason="takes long: LICENCES_LONG=1")
SOON = 3             # seconds until a 503
STALL = 2.6          # seconds without progress after which whoever waits for a connection gives up
QUICK = 2            # seconds for a page elsewhere, on a machine that does much besides


@pytest.fixture(scope="module", params=["pgsql", "mysql"])
def shared_site(request):
    if databases.Server.of(request.param).missing:
        pytest.skip(databases.Server.of(request.param).missing)
    site = Site(request.param)
    yield site
    site.remove()


@pytest.fixture
def site(shared_site):
    for portal in shared_site.portals:
        portal.seen = len(portal.log())
    yield shared_site
    while shared_site.loads:            # whatever became of the test
        load = shared_site.loads.pop()
        load.ending = load.given_up = True
        for buyer in load.buyers:
            buyer.join(60)


def check_answers(load, begin, end):
    """Whatever was asked meanwhile was told in time that it can't be done now. Pages elsewhere don't notice."""
    answers = load.during(begin, end)
    assert 503 in {status for _, _, status, _ in answers}, answers[:5]
    late = sorted(round(seconds, 1) for _, seconds, _, _ in answers if seconds > SOON + load.slowest_page())
    assert not late, late
    assert all(int(word) > 0 for _, _, status, word in answers if status == 503)
    pages = load.pages_during(begin, end)
    assert {status for _, _, status, _ in pages} == {200}
    slow = sorted(seconds for _, seconds, _, _ in pages)
    print("\npages elsewhere: %d, at most %.2f s; 503: %d, at most %.2f s" % (
        len(pages), slow[-1], sum(1 for answer in answers if answer[2] == 503),
        max(seconds for _, seconds, status, _ in answers if status == 503)))
    assert slow[-1] < QUICK, slow[-10:]


def test_the_database_is_restarted(site):
    load = site.load()
    for hard in (True, False):
        site.server.stop(hard)
        time.sleep(0.5)
        site.server.start()
        back = time.monotonic()
        recovery = site.served_again(back)
        assert env.wait_until(lambda: load.answers[-1][2] in (200, 303, 409))
    site.finish(load, "restarted", recovery)


def test_connections_are_killed_one_by_one(site):
    load = site.load()
    end = time.monotonic() + (20 if LONG else 4)
    killed = 0
    while time.monotonic() < end:
        if site.kind == "pgsql":
            killed += len(site.server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'licences'"
                                          " ORDER BY random() LIMIT 1").split())
        else:
            ids = site.server.sql("SELECT id FROM information_schema.processlist WHERE user = 'licences'"
                                  " ORDER BY RAND() LIMIT 1").split()
            for number in ids:
                try:
                    site.server.sql("KILL " + number)
                    killed += 1
                except Exception:
                    pass                # it has gone by itself
        time.sleep(0.05)
    assert killed >= 5
    site.finish(load, "connections killed (%d)" % killed, site.served_again(time.monotonic()))


@pytest.mark.parametrize("how", ["refuse", "silent", pytest.param("frozen", marks=long_only)])
def test_the_database_cannot_be_reached_for_a_while(site, how):
    """refuse: nobody gets in; silent: everybody does, and hears nothing; frozen: so it is with all the server's processes."""
    load = site.load()
    begin = time.monotonic()
    site.server.freeze(True) if how == "frozen" else site.proxy.fail(how)
    time.sleep(30 if LONG else 5 if how == "refuse" else 4)
    end = time.monotonic()
    site.server.freeze(False) if how == "frozen" else site.proxy.mend()
    back = time.monotonic()
    recovery = site.served_again(back)
    # what was under way in the first moment is no later than the rest; what was asked in the last may have found it again
    check_answers(load, begin - (0 if how == "refuse" else 0.5), end - SOON)
    site.finish(load, "unreachable (%s) for %d s" % (how, end - begin), recovery)


def test_whoever_may_wait_long_to_connect_is_warned_of_at_the_start_and_by_configtest(site, new_portal):
    known = site.portals[0]
    assert "LIC3006" not in known.log() and "LIC3006" not in known.configtest()[1]
    for word, wrong in {"pgsql": (("connect_timeout=2", ""), ("connect_timeout=2", "connect_timeout=10")),
                        "mysql": ((";group=licences", ""),)}[site.kind]:
        portal = new_portal(catalogue=False, database=site.store)
        portal.database = known.database.replace(word, wrong)
        status, said, _ = portal.configtest()
        assert status == 0 and "LIC3006" in said, said
        portal.start()
        portal.begin()
        portal.expect("LIC3006")
        assert "LIC3006" in portal.log()


def failed_log_ins(site):
    """As MariaDB counts them, which shuts a host out that has too many."""
    if site.kind == "pgsql":
        return 0
    return int(site.server.sql("SHOW GLOBAL STATUS WHERE variable_name = 'Aborted_connects'").split()[1])


def test_a_server_that_is_merely_slow_is_left_alone(site):
    """Somebody holds what a purchase needs for longer than silence would be suffered: it waits, and goes through."""
    account = site.portals[0].make_account(licences=5)
    anna = account.visitor("anna")
    token = anna.preview("standard", 6).get("confirm")
    failed = failed_log_ins(site)
    holder = Holder(site, "BEGIN; UPDATE account SET revision = revision + 1 WHERE account_key = '%s'; %s; ROLLBACK"
                    % (account.key, sleep_of(site, 6)))
    assert env.wait_until(lambda: is_locked(site, account))
    begun = time.monotonic()
    assert anna.confirm("standard", 6, token).status_code == 303
    assert time.monotonic() - begun > 2
    holder.join()
    assert not [portal for portal in site.portals if "LIC3303" in portal.log()[portal.seen:]]
    assert account.product("standard")[0] == 6
    assert failed_log_ins(site) == failed


def one_child(site, new_portal, proxy, least):
    """A portal that has one child, which knows the database by this proxy and has at least so many connections to it."""
    portal = new_portal(catalogue=False, database=site.store)
    portal.database = site.portals[0].database.replace("port=%d" % site.proxy.port, "port=%d" % proxy.port).replace(
        "DBDMin 1", "DBDMin %d" % least)
    kept = portal.conf
    portal.conf = lambda **parts: kept(**parts).replace("StartServers 2\nServerLimit 2", "StartServers 1\nServerLimit 1")
    return portal


def test_whoever_comes_while_a_child_looks_whether_the_server_is_silent_waits_for_what_it_finds(site, new_portal):
    """Only a new connection would do for them, and nothing has moved for long: that alone is no reason to refuse them."""
    proxy = Proxy(site.server.port)
    portal = one_child(site, new_portal, proxy, 1)
    waiting, reading = (portal.make_account(licences=5) for _ in range(2))
    portal.start()
    portal.begin()
    anna = waiting.visitor("anna")
    token = anna.preview("standard", 6).get("confirm")
    holder = Holder(site, "BEGIN; UPDATE account SET revision = revision + 1 WHERE account_key = '%s'; %s; ROLLBACK"
                    % (waiting.key, sleep_of(site, 7)))
    assert env.wait_until(lambda: is_locked(site, waiting))
    answers = []
    purchase = threading.Thread(target=lambda: answers.append(anna.confirm("standard", 6, token, timeout=40).status_code))
    try:
        purchase.start()
        time.sleep(STALL)
        proxy.delay = 0.7
        proxy.delayed.clear()
        assert proxy.delayed.wait(5)
        proxy.delay = 0
        assert reading.visitor("anna").get("/overview.xml").status_code == 200
        holder.join()
        purchase.join()
        assert answers == [303]
        assert not portal.unexpected(), portal.unexpected()
    finally:
        portal.stop()
        proxy.end()


def test_only_what_waits_for_a_silent_server_is_ended(site, new_portal):
    """Idle connections are left, which may be others'. On MariaDB mod_dbd pings one of them, and which can't be told."""
    proxy = Proxy(site.server.port)
    portal = one_child(site, new_portal, proxy, 4)
    account = portal.make_account(licences=5)
    portal.start()
    portal.begin()
    portal.expect(*SAID)
    try:
        assert account.visitor("anna").get("/").status_code == 200
        assert len(proxy.pairs) == 4
        proxy.fail("silent")
        assert account.visitor("anna").get("/").status_code == 503
        ended = select.poll()
        for client, server in proxy.pairs:
            if server:                      # without: it came while the server was silent, to see whether it is
                ended.register(client, select.POLLRDHUP)
        assert len(ended.poll(0)) == (1 if site.kind == "pgsql" else 4)
    finally:
        proxy.mend()
        portal.stop()
        proxy.end()


def test_a_child_stops_soon_although_the_server_is_silent(site):
    """With requests and the timer waiting for it. Whoever is just connecting takes until its time limit."""
    load = site.load()
    site.proxy.fail("silent")
    portal = site.portals[1]
    load.reading = False                # then no worker is just done with a connection: stopping.CLOSES_BENEATH_WORKERS
    try:
        time.sleep(0.5)
        old = children(portal)
        begun = time.monotonic()
        portal.stop()
        took = time.monotonic() - begun
    finally:
        site.proxy.mend()
        portal.start()
        load.reading = True
    assert old and took < 6, took
    assert "sending a SIGKILL" not in portal.log()[portal.seen:]
    site.finish(load, "stopped while the server was silent, in %.2f s" % took, site.served_again(time.monotonic()))


def test_the_answer_to_a_commit_is_lost_and_the_purchase_is_found_again(site):
    load = site.load()
    for _ in range(20 if LONG else 6):
        before = site.proxy.cuts
        site.proxy.armed.set()
        assert env.wait_until(lambda: site.proxy.cuts > before)
    site.finish(load, "answers to COMMIT lost (%d)" % site.proxy.cuts, site.served_again(time.monotonic()))


def test_somebody_who_confirms_when_the_answer_to_the_commit_is_lost_gets_the_answer(site):
    """Without anybody who repeats it: the unit finds its own purchase."""
    for attempt in range(3):
        account = site.portals[0].make_account(licences=5)
        anna = account.visitor("anna")
        token = anna.preview("standard", 7).get("confirm")
        before = site.proxy.cuts
        site.portals[0].store.run("UPDATE account SET next_due = NULL WHERE account_key = '%s'" % account.key)
        site.proxy.armed.set()
        answer = anna.confirm("standard", 7, token)
        if site.proxy.cuts == before:
            site.proxy.armed.clear()
        again = anna.confirm("standard", 7, token)
        assert {answer.status_code, again.status_code} <= {303, 503} and again.status_code == 303
        assert answer.status_code == 503 or answer.headers["Location"] == again.headers["Location"]
        assert account.product("standard")[0] == 7 and len(account.invoices()) == 2
    assert not site.portals[0].audit()


@long_only
def test_statements_are_slow_as_somebody_holds_what_they_need(site):
    """Accounts are locked for longer than anybody waits; others go on."""
    load = site.load()
    begin = time.monotonic()
    seconds = 15 if LONG else 6
    key = site.accounts[0].key
    holder = Holder(site, "BEGIN; UPDATE account SET revision = revision + 1 WHERE account_key = '%s'; %s; ROLLBACK"
                    % (key, sleep_of(site, seconds)))
    holder.join()
    end = time.monotonic()
    recovery = site.served_again(end)
    pages = load.pages_during(begin, end)
    assert {status for _, _, status, _ in pages} == {200} and max(page[1] for page in pages) < QUICK
    bought = [buyer.bought for buyer in load.buyers if buyer.account is not site.accounts[0]]
    assert min(bought) > 0
    site.finish(load, "slow statements", recovery)


def deadlocks(site):
    if site.kind == "pgsql":
        return int(site.server.sql("SELECT SUM(deadlocks) FROM pg_stat_database"))
    return int(site.server.sql("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'").split()[1])


def test_deadlocks_are_tried_again(site):
    """Somebody locks the accounts' rows in the other order, and position before account."""
    load = site.load()
    end = time.monotonic() + (15 if LONG else 4)
    store, tries, before = site.server, 0, deadlocks(site)
    share = "FOR UPDATE"
    while time.monotonic() < end:
        key = site.accounts[tries % len(site.accounts)].key
        tries += 1
        try:
            store.sql("BEGIN; SELECT purchased FROM position WHERE account = (SELECT id FROM account WHERE account_key = '%s')"
                      " %s; %s; UPDATE account SET revision = revision + 1 WHERE account_key = '%s'; COMMIT"
                      % (key, share, sleep_of(site, 0.1), key), site.store.name)
        except Exception:
            pass                        # it was the one that had to give way
    assert env.wait_until(lambda: deadlocks(site) > before)
    site.finish(load, "deadlocks (%d)" % (deadlocks(site) - before), site.served_again(time.monotonic()))


def set_read_only(site, on):
    if site.kind == "mysql":
        site.server.sql("SET GLOBAL read_only = %d" % on)
        return
    site.server.sql("ALTER SYSTEM SET default_transaction_read_only = %s" % ("on" if on else "off"))
    site.server.sql("SELECT pg_reload_conf()")


def test_the_database_takes_no_changes_for_a_while(site):
    """As a replica does, or a server whose disk is full: reading goes on, changes are 503 and nothing happens twice."""
    load = site.load()
    set_read_only(site, True)
    try:
        time.sleep(0.5)
        begin = time.monotonic()
        time.sleep(10 if LONG else 2)
        end = time.monotonic()
    finally:
        set_read_only(site, False)
    back = time.monotonic()
    answers = load.during(begin, end - 1)
    recovery = site.served_again(back)
    assert {status for _, _, status, _ in answers} <= {200, 503, 409}, {status for _, _, status, _ in answers}
    assert any(status == 503 for _, _, status, _ in answers)
    site.finish(load, "read-only", recovery)


@long_only
def test_serialisation_failures_are_tried_again(site):
    """Where the database is told to be stricter than it need be."""
    if site.kind == "pgsql":
        site.server.sql("ALTER ROLE licences SET default_transaction_isolation = 'serializable'")
    else:
        site.server.sql("SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE")
    try:
        site.proxy.fail("refuse")                       # so that all sessions are new
        site.proxy.mend()
        site.served_again(time.monotonic())
        load = site.load()
        time.sleep(15 if LONG else 3)
        site.finish(load, "serialisation failures", site.served_again(time.monotonic()))
    finally:
        if site.kind == "pgsql":
            site.server.sql("ALTER ROLE licences RESET default_transaction_isolation")
        else:
            site.server.sql("SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ")


# --- SQLite ------------------------------------------------------------------------------------------------------------


def limit_files(portal, size):
    """No child of this httpd can make a file longer than that: to whom writes it, the disk is full."""
    who = {"user": "www-data", "group": "www-data", "extra_groups": []} if portal.as_root else {}
    for pid in children(portal):
        subprocess.run(["prlimit", "--pid", str(pid), "--fsize=%s:unlimited" % size], check=True, **who)


def test_the_disk_is_full_and_has_room_again(new_portal):
    store = databases.KIND
    if store != "sqlite3":
        pytest.skip("about SQLite's file")
    portal = new_portal(sweep="500ms")
    accounts = [portal.make_account(licences=5) for _ in range(3)]
    portal.start()
    portal.begin()
    portal.expect(*SAID)
    load = Load([portal], accounts)
    assert env.wait_until(lambda: load.bought() >= 4)
    limit_files(portal, max(os.path.getsize(portal.file), os.path.getsize(portal.file + "-wal")) + 16384)
    assert env.wait_until(lambda: 503 in [answer[2] for answer in load.answers])
    begin = time.monotonic()
    assert accounts[0].visitor("anna").get("/").status_code == 200, "reading goes on"
    time.sleep(10 if LONG else 2)
    end = time.monotonic()
    limit_files(portal, "unlimited")
    answers = load.during(begin, end - 1)
    assert {status for _, _, status, _ in answers} <= {200, 503, 409, 303}, {status for _, _, status, _ in answers}
    bought = load.bought()
    assert env.wait_until(lambda: load.bought() > bought)
    recovery = time.monotonic() - end
    assert recovery < RECOVERY + load.slowest_page()
    load.settled()
    promised = load.check_promises()
    print("\ndisk full, sqlite3: bought again after %.2f s; %d purchases acknowledged, none lost or doubled, %d of %d"
          " answers 503" % (recovery, promised, sum(1 for answer in answers if answer[2] == 503), len(answers)))
    assert "database-unwritable" in portal.log()
