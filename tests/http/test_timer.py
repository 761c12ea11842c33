"""The timer: what is due is done without anybody asking, by one child at a time, whatever becomes of children."""
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import requests

import env
import overdue
import stopping

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

pytestmark = pytest.mark.database

MPM = pytest.mark.parametrize("mpm", ["prefork", "worker", "event"])
YEAR = 380      # days ago: twelve months have been missed, at any hour of any day


def done(portal, seconds=60):
    database = overdue.of(portal)
    return env.wait_until(lambda: database.overdue() == 0, seconds)


def change(portal, sql):
    portal.store.run(sql)
    portal.give_away()


def children_of(parent):
    out = []
    for pid in os.listdir("/proc"):
        if pid.isdigit():
            try:
                with open("/proc/%s/stat" % pid) as f:
                    if f.read().rsplit(")", 1)[1].split()[1] == str(parent):
                        out.append(int(pid))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return out


def children(portal):
    return children_of(portal.process.pid)


def stop_in_time(portal):
    """Its children end before httpd has to remind them, which it does after three seconds."""
    portal.process.terminate()
    portal.process.communicate(timeout=60)
    died = [line for line in portal.log().splitlines() if "exit signal" in line or "still did not exit" in line]
    assert not died, died


class Load:
    """Requests, one after another from each of some threads, until told to stop; a connection each."""

    def __init__(self, portal, login, threads=4):
        self.stopping = False
        self.answers = 0
        self.threads = [threading.Thread(target=self.run, args=(portal, login)) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self, portal, login):
        while not self.stopping:
            try:
                with env.Visitor(portal, login) as visitor:
                    visitor.get("/overview.xml", headers={"Connection": "close"}, timeout=5)
                self.answers += 1
            except requests.RequestException:
                time.sleep(0.01)       # between two generations of children, and at the end

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()


# --- what is due is done

@MPM
def test_what_is_due_is_done_without_a_request(new_portal, mpm):
    portal = new_portal(mpm=mpm, sweep="200ms")
    first = overdue.add(portal, 1)[0]
    late = overdue.stock(portal, 1, prefix="late")
    portal.start()
    database = overdue.of(portal)
    assert done(portal)
    assert database.renewals() == 1
    assert database.rows("SELECT actor, action FROM journal WHERE object LIKE 'employee/%' AND action = 'deactivated'") \
        == [("system", "deactivated")]
    # and so it goes on: by a later tick
    overdue.release(portal, late)
    assert done(portal)
    assert database.renewals() == 2
    # the lease is given back after every look, and taken for the next
    assert env.wait_until(lambda: database.rows("SELECT COUNT(*) FROM lease WHERE expires > 0") == [("0",)])
    assert not [line for line in portal.access_log() if first in line]


def test_the_first_tick_comes_soon_however_long_the_interval(new_portal):
    portal = new_portal(sweep="1d")
    overdue.add(portal, 1)
    portal.start()
    assert done(portal)


def test_only_the_child_that_has_the_turn_has_threads_for_what_is_due(new_portal):
    portal = new_portal(mpm="prefork", sweep="200ms").start()

    def threads():
        return sorted(len(os.listdir("/proc/%d/task" % pid)) for pid in children(portal))
    assert env.wait_until(lambda: len(threads()) > 1 and set(threads()[:-1]) == {2} and threads()[-1] == 3), threads()


@pytest.mark.long
def test_off_never_sweeps(new_portal):
    off, on = new_portal(sweep="Off"), new_portal(sweep="100ms")
    late = overdue.stock(on, 3, prefix="more")
    for portal in (off, on):
        overdue.add(portal, 1)
        portal.start()
    for key in late:
        overdue.release(on, [key])
        off.reload()
        assert done(on)
    assert overdue.of(off).overdue() == 1
    assert overdue.of(off).rows("SELECT name FROM lease") == []
    off.ctl("sweep")     # which is what operators do then
    assert overdue.of(off).overdue() == 0


def test_each_database_of_several_hosts_is_swept(new_portal):
    portal, other, third = new_portal(sweep="200ms"), new_portal(), new_portal()
    host = """
<VirtualHost 127.0.0.1:*>
    ServerName %s
    DBDParams "%s"
    %s
</VirtualHost>
"""
    portal.outside = (host % ("other.example", other.store.params, "")
                      + host % ("same.example", portal.store.params, "")
                      + host % ("third.example", third.store.params, "LicencesSweepInterval Off"))
    for each in (portal, other, third):
        overdue.add(each, 1)
    for each in (other, third):
        os.chmod(each.dir + "/db", 0o777)
    portal.start()
    assert done(portal) and done(other)
    assert overdue.of(third).overdue() == 1
    assert not other.audit()


# --- what goes wrong

def test_a_database_out_of_reach_is_told_once_and_seen_to_when_it_is_back(new_portal):
    portal = new_portal(sweep="100ms")
    portal.expect("LIC3402", "AH00629", "AH00633", "AH00636")
    overdue.add(portal, 1)
    portal.hide_database()
    portal.start()
    assert env.wait_until(lambda: "LIC3402" in portal.log())
    portal.reload()      # neither a new child nor another tick says it again
    portal.bring_database_back()
    assert done(portal)
    assert env.wait_until(lambda: "LIC3403" in portal.log())
    assert (portal.log().count("LIC3402"), portal.log().count("LIC3403")) == (1, 1)


def test_an_account_that_fails_is_told_and_keeps_nobody_waiting(new_portal):
    portal = new_portal(sweep="200ms")
    portal.expect("LIC2002")
    keys = overdue.add(portal, 3)
    change(portal, "UPDATE account SET bucket = 1")
    change(portal, "UPDATE account SET timezone = 'Nowhere/Nothing' WHERE account_key = '%s'" % keys[0])
    portal.start()
    database = overdue.of(portal)
    assert done(portal)      # the one that fails is put off
    assert database.renewals() == 2
    assert portal.log().count("account %s could not be done" % keys[0]) == 1
    change(portal, "UPDATE account SET timezone = 'Europe/Copenhagen'")
    overdue.release(portal, keys[:1])
    assert done(portal)
    assert database.renewals() == 3


# --- children come and go

@pytest.mark.long
@MPM
def test_children_end_and_restart_under_load_while_they_sweep(new_portal, mpm):
    portal = new_portal(mpm=mpm, sweep="100ms", outside="ServerLimit 16\nMaxConnectionsPerChild 50\n")
    portal.expect("LIC3102")        # 503: so many processes get in each other's way in SQLite
    account = portal.make_account(licences=25, people=2)
    overdue.add(portal, 20, days=YEAR)
    again = overdue.stock(portal, 40, prefix="again", days=YEAR)
    portal.start()
    load = Load(portal, account.login("anna"))
    try:
        for _ in range(3):
            portal.reload()
        assert env.wait_until(lambda: load.answers > 300, 120), load.answers
        if mpm in stopping.CLOSES_BENEATH_WORKERS:
            load.stop()
        database = overdue.of(portal)
        overdue.release(portal, again)
        assert env.wait_until(lambda: database.holders())
        stop_in_time(portal)
        assert database.overdue() > 0, "the sweep was over before httpd was stopped"
    finally:
        load.stop()
    portal.ctl("sweep")
    assert database.overdue() == 0
    assert database.renewals() == (20 + 40) * 12


@MPM
def test_a_child_that_is_told_to_end_while_it_is_made_is_made_first(new_portal, mpm):
    """httpd's handler of the signal calls exit where the child is, were it in the midst of malloc."""
    portal = new_portal(mpm=mpm)
    if not portal.as_root:
        pytest.skip("only root's children become somebody else")
    library, said = (os.path.join(portal.dir, name) for name in ("born.so", "born"))
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, os.path.join(os.path.dirname(__file__), "born.c"), "-ldl"],
                   check=True)
    loaded = " ".join(filter(None, [os.environ.get("LICENCES_PRELOAD"), library]))
    portal.wrapper = ["env", "LD_PRELOAD=" + loaded, "LICENCES_BORN=" + said]
    portal.start()

    def words():
        with open(said) as f:
            return f.read().split(maxsplit=1)
    assert env.wait_until(lambda: os.path.exists(said) and len(words()) == 2)
    assert env.wait_until(lambda: int(words()[0]) not in children(portal))
    assert words()[1] == "told, looked up"


@pytest.mark.long
@MPM
def test_stopping_does_not_wait_for_the_sweep(new_portal, mpm):
    portal = new_portal(mpm=mpm, sweep="100ms")
    overdue.add(portal, 40, days=YEAR)
    portal.start()
    database = overdue.of(portal)
    assert env.wait_until(lambda: database.renewals() > 0)
    stop_in_time(portal)
    assert database.overdue() > 0, "the sweep was over before httpd was stopped"
    assert database.rows("SELECT COUNT(*) FROM lease WHERE expires > 0") == [("0",)]    # given back
    portal.ctl("sweep")     # for whoever looks at the database after the test


@pytest.mark.long
def test_when_the_sweeping_child_is_killed_another_goes_on(new_portal):
    portal = new_portal(sweep="100ms")
    overdue.add(portal, 60, days=YEAR)
    portal.start()
    database = overdue.of(portal)
    assert env.wait_until(database.holders)
    killed = None
    while not killed:
        for pid in database.holders() & set(children(portal)):
            os.kill(pid, signal.SIGKILL)
            killed = pid
    assert database.overdue() > 0
    before = database.renewals()
    assert env.wait_until(lambda: database.renewals() > before and database.holders() - {killed})
    assert done(portal, 60)       # its own bucket when its lease is over
    assert database.renewals() == 60 * 12


@pytest.mark.long
def test_one_child_at_a_time_has_the_turn(new_portal):
    """Each child has a thread; of many, one looks into the database."""
    portal = new_portal(mpm="prefork", sweep="100ms")
    overdue.add(portal, 1)
    late = overdue.stock(portal, 10, prefix="n")
    portal.start()
    assert done(portal)
    assert len(children(portal)) >= 2
    for key in late:
        overdue.release(portal, [key])
        assert done(portal)
    sweeping = {line.split("[pid ")[1].split("]")[0].split(":")[0] for line in portal.log().splitlines()
                if "LIC3404" in line}
    assert len(sweeping) == 1, sweeping


# --- mail

@pytest.mark.long
def test_mail_is_sent_by_a_thread_of_its_own(new_portal):
    with servers.Server() as smtp:
        portal = new_portal(mpm="prefork", sweep="200ms",
                            outside="LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n" % smtp.port)
        overdue.add(portal, 2)
        portal.start()
        assert done(portal)
        database = overdue.of(portal)
        assert env.wait_until(lambda: database.number("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'") == 0)
        told = database.number("SELECT COUNT(*) FROM outbox")
        assert told >= 2 * 3      # marked, renewed, deactivated
        assert len(smtp.mails) == len({mail.id for mail in smtp.mails}) == told
        assert "support@portal.example" in smtp.mails[0].text()


def test_mail_goes_out_where_nothing_is_swept_and_waits_where_the_server_is_away(new_portal):
    away = servers.free_port()
    portal = new_portal(outside="LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n" % away)
    portal.expect("LIC4005")
    overdue.add(portal, 1)
    database = overdue.of(portal)
    portal.start()
    assert env.wait_until(lambda: "LIC4005" in portal.log())
    assert database.overdue() == 1
    assert database.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts > 0") > 0
    stop_in_time(portal)
    portal.ctl("sweep")


def test_a_mail_server_that_hangs_keeps_no_child_from_stopping(new_portal):
    with servers.Rude(["220 test ESMTP", "250 test"], "hang") as smtp:
        portal = new_portal(mpm="prefork", outside="LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n"
                            % smtp.port)
        overdue.add(portal, 1)
        portal.start()
        assert env.wait_until(lambda: len(smtp.heard) > 1)      # it waits for the answer to MAIL
        stop_in_time(portal)
        portal.ctl("sweep")
