"""
Four httpd instances of four children on one PostgreSQL database, killed and restarted at random, while accounts come in
whose renewals and deadlines fall due every second: everything happens exactly once. Ten seconds; with LICENCES_LONG=1
two minutes.
"""
import collections
import os
import random
import signal
import sys
import threading
import time

import pytest

import databases
import env
import overdue
from test_timer import children

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

SECONDS = 120 if os.environ.get("LICENCES_LONG") else 10
SEED = int(os.environ.get("LICENCES_SEED", "1"))
GRACE = 3           # seconds: marks fall due while the test runs
THREADED = "StartServers 4\nServerLimit 16\nThreadsPerChild 4\nMaxRequestWorkers 64\nMinSpareThreads 16\nMaxSpareThreads 64\n"
FORKED = "StartServers 4\nMinSpareServers 4\nMaxSpareServers 4\n"

FEW = "DBDMax 2\nDBDKeep 1\n"      # connections, as there are many children


@pytest.fixture(scope="module")
def server():
    server = databases.Server.of("mysql" if databases.KIND == "mysql" else "pgsql")
    if server.missing:
        pytest.skip(server.missing)
    return server


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass                            # gone by itself


class Fleet:
    def __init__(self, store, smtp):
        self.portals = []
        for mpm in ("prefork", "event", "worker", "prefork"):
            portal = env.Portal(mpm=mpm, sweep="250ms", database=store,
                                outside="%s%sLicencesMail smtp://127.0.0.1:%d from=licences@example.com\n"
                                        % (FEW, FORKED if mpm == "prefork" else THREADED, smtp.port))
            self.portals.append(portal)
        self.first = self.portals[0]
        self.first.make_catalogue()
        self.first.ctl("set", "grace-period", "%ds" % GRACE)
        # made before anybody sweeps, and told to fall due one after another: a sweeper must not come between its lines
        self.late = overdue.add(self.first, 2 * SECONDS, prefix="late")
        store.run("UPDATE account SET next_due = NULL WHERE account_key LIKE 'late%'")

    def start(self):
        for portal in self.portals:
            portal.start()

    def remove(self):
        for portal in self.portals:
            portal.remove()

    def strike(self, dice):
        """Something bad happens to one of them; says what."""
        portal = dice.choice(self.portals)
        what = dice.choice(["child", "child", "child", "graceful", "all", "stop"])
        if what == "child":
            alive = children(portal)
            if alive:                   # it may just be starting
                kill(dice.choice(alive))
        elif what == "graceful":
            portal.process.send_signal(signal.SIGUSR1)
        elif what == "all":
            os.killpg(portal.process.pid, signal.SIGKILL)
            portal.process.communicate(timeout=20)
            if os.path.exists(portal.dir + "/run/httpd.pid"):
                os.remove(portal.dir + "/run/httpd.pid")
            portal.launch()
        else:
            portal.process.terminate()
            portal.process.communicate(timeout=20)
            portal.launch()
        return what


class Feeder(threading.Thread):
    """Again and again: one account more whose marks fall due in some seconds, and one whose renewal falls due now."""

    def __init__(self, fleet):
        super().__init__()
        self.portal, self.late = fleet.first, list(fleet.late)
        self.ending, self.fed, self.error = False, 0, None

    def run(self):
        try:
            while not self.ending:
                self.feed()
        except Exception as error:      # told by the test
            self.error = error

    def fall_due(self, keys):
        self.portal.store.run("UPDATE account SET next_due = 1 WHERE account_key IN ('%s')" % "','".join(keys))

    def feed(self):
        self.portal.batch([*overdue.lines("marked%d" % self.fed, days=0, people=3)])
        if self.late:
            self.fall_due([self.late.pop()])
        self.fed += 1
        time.sleep(0.2)                 # as fast as a busy support team


def quiet(database, seconds):
    """Until nothing is overdue and nobody is at work, which a killed sweeper's leases are said to be for half a minute, and
    a killed mailer's for a whole one, after which somebody else has all the mail of that time to send."""
    return env.wait_until(lambda: database.overdue() == 0 and not database.holders(), seconds)


def check_once(database, late, fed):
    assert database.rows("SELECT account, issued FROM invoice WHERE kind = 'renewal' GROUP BY account, issued"
                         " HAVING COUNT(*) > 1") == []
    # 40 days ago to now: one renewal each; of 2 people on 1 licence one is deactivated, of 3 two
    assert database.renewals() == late
    deactivated = collections.Counter(int(row[1]) for row in database.rows(
        "SELECT a.account_key, COUNT(*) FROM journal j JOIN account a ON a.id = j.account"
        " WHERE j.action = 'deactivated' AND j.object LIKE 'employee/%' GROUP BY 1"))
    assert deactivated == {1: late, 2: fed}
    assert database.rows("SELECT account, object FROM journal WHERE action = 'deactivated' AND object LIKE 'employee/%'"
                         " GROUP BY 1, 2 HAVING COUNT(*) > 1") == []


def check_mail(fleet, database, smtp):
    """What a killed child had claimed is free in five minutes: by then everything has gone out, under one id each."""
    fleet.first.ctl("sweep", "--mail", "--smtp", "smtp://127.0.0.1:%d from=licences@example.com" % smtp.port,
                    now=env.instant(minutes=-10))
    told = database.number("SELECT COUNT(*) FROM outbox")
    assert database.rows("SELECT account, event, state FROM outbox WHERE state <> 'sent'") == []
    assert database.rows("SELECT account, event, address FROM outbox GROUP BY 1, 2, 3 HAVING COUNT(*) > 1") == []
    assert len({mail.id for mail in smtp.mails}) == told
    return told


def test_killed_and_restarted_everything_happens_once(server):
    dice = random.Random(SEED)
    with servers.Server() as smtp:
        fleet = Fleet(server.database(), smtp)
        struck = collections.Counter()
        try:
            fleet.start()
            database = overdue.of(fleet.first)
            feeder = Feeder(fleet)
            feeder.start()
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                time.sleep(dice.uniform(0.1, 0.7))
                struck[fleet.strike(dice)] += 1
            feeder.ending = True
            feeder.join()
            assert not feeder.error, feeder.error
            feeder.fall_due(["", *feeder.late])
            time.sleep(GRACE)           # the last marks fall due
            assert quiet(database, 180), (database.overdue(), database.holders())
            check_once(database, len(fleet.late), feeder.fed)
            told = check_mail(fleet, database, smtp)
            assert not fleet.first.audit()
            died = [line for portal in fleet.portals for line in portal.log().splitlines()
                    if "exit signal" in line and "Killed" not in line]
            assert not died, died
            print("seed %d: %d accounts, %d mails (%d handed over), struck: %s"
                  % (SEED, len(fleet.late) + feeder.fed, told, len(smtp.mails), dict(struck)))
            assert feeder.fed >= SECONDS // 4, "too slow to show anything"
        finally:
            fleet.remove()
