"""
Children of httpd, whole servers and processes of the database are killed (SIGKILL) at random instants while clients buy,
scale down, put lists and act on employees and roles, accounts fall due and mail goes out: of what was acknowledged nothing is
lost, nothing has happened twice, and the audit finds nothing.

In check 51 kills; LICENCES_KILLS=1000 for so many on each kind of database. What a round of them did is kept in
LICENCES_KILLS_KEPT, if that is given, and a run that was broken off goes on from there. LICENCES_SEED=N: other instants,
victims and acts, and the same ones again by the same number.
"""
import collections
import hashlib
import json
import os
import random
import signal
import sys
import time

import pytest

import databases
import env
import overdue
from acts import Client, Operator, extra
from journal import Journal
from own_server import OwnServer
from test_timer import children, children_of

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

SEED = os.environ.get("LICENCES_SEED", "1")
KILLS = int(os.environ.get("LICENCES_KILLS", "17"))
KEPT = os.environ.get("LICENCES_KILLS_KEPT")
ROUND = 50          # kills, after which everything is compared
ACCOUNTS = 3
SERVED = 60         # seconds until everything is served again, on a machine that does much besides
PARAMS = {"pgsql": "connect_timeout=2", "mysql": ""}


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False                    # gone by itself


class Site:
    """Two httpds on one database, mail, clients, and accounts that fall due: all that may be killed."""

    def __init__(self, kind, seed):
        self.kind, self.dice = kind, random.Random(seed)
        self.smtp = servers.Server()
        self.smtp.__enter__()
        self.server = None if kind == "sqlite3" else OwnServer(kind)
        self.store = self.server.database() if self.server else None
        self.portals = []
        for mpm in ("event", "prefork"):
            portal = env.Portal(mpm=mpm, sweep="250ms", database=self.store,
                                outside="LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n" % self.smtp.port)
            self.store = self.store or portal.store
            if self.server:
                portal.database = 'DBDriver %s\nDBDParams "%s"\nDBDMax 4\nDBDKeep 2\n' % (
                    kind, self.server.params(self.store, more=PARAMS[kind]))
            self.portals.append(portal)
        first, second = self.portals
        first.make_catalogue()
        self.accounts = [first.make_account(licences=15, extra=extra()) for _ in range(ACCOUNTS)]
        second.add_users([account.login(name) for account in self.accounts for name in ("anna", "partner")])
        self.due = overdue.stock(first, 8)
        self.released = 0
        for portal in self.portals:
            portal.start()
        self.journal = Journal(self.store)
        self.clients = [Client(account, number, portal, self.journal, "%s/%d" % (seed, i))
                        for i, account in enumerate(self.accounts) for number, portal in enumerate(self.portals)]
        self.operator = Operator(self.accounts[0], self.journal)
        self.threads = [*self.clients, self.operator]
        for thread in self.threads:
            thread.start()

    # --- what may be killed

    def strike(self):
        """Kills something; says what, or None when it was gone already."""
        victims = ["child"] * 5 + ["httpd", "licencesctl"]
        victims += {"sqlite3": [], "pgsql": ["backend", "backend", "postmaster"], "mysql": ["mariadbd", "mariadbd"]}[self.kind]
        what = self.dice.choice(victims)
        portal = self.dice.choice(self.portals)
        time.sleep(self.dice.uniform(0.02, 0.4))
        return what if getattr(self, "kill_" + what)(portal) else None

    def kill_child(self, portal):
        alive = children(portal)
        return bool(alive) and kill(self.dice.choice(sorted(alive)))

    def kill_httpd(self, portal):
        """With all its children, as a service manager does."""
        os.killpg(portal.process.pid, signal.SIGKILL)
        portal.process.communicate(timeout=20)
        if os.path.exists(portal.dir + "/run/httpd.pid"):
            os.remove(portal.dir + "/run/httpd.pid")
        portal.launch()
        return True

    def kill_licencesctl(self, _):
        process = self.operator.process
        return process is not None and process.poll() is None and kill(process.pid)

    def kill_backend(self, _):
        """One session of PostgreSQL, which then ends all others and recovers."""
        alive = [pid for pid in children_of(self.server.process.pid) if is_session(pid)]
        return bool(alive) and kill(self.dice.choice(sorted(alive)))

    def kill_postmaster(self, _):
        orphans = children_of(self.server.process.pid)
        self.server.process.kill()
        self.server.process.wait(20)
        # who is busy notices late, and until all have gone nobody else gets their memory
        for pid in orphans:
            kill(pid)
        assert env.wait_until(lambda: not any(map(is_alive, orphans)), 20)
        self.server.start()
        return True

    def kill_mariadbd(self, _):
        self.server.stop(hard=True)
        self.server.start()
        return True

    # --- what goes on meanwhile

    def release(self):
        """One account more falls due, which a sweep has then to do all of."""
        if self.released < len(self.due) and env.wait_until(self.database_answers, SERVED):
            overdue.release(self.portals[0], [self.due[self.released]])
            self.released += 1

    def database_answers(self):
        return self.server is None or self.server.answers()

    def served_again(self):
        """Seconds until each httpd has shown a page of each account."""
        since = time.monotonic()
        for portal in self.portals:
            for account in self.accounts:
                assert env.wait_until(lambda: served(portal, account), SERVED), "not served again"
        return time.monotonic() - since

    # --- the end of a round

    def settle(self):
        """Everything that is under way is answered, everything that is due is done, all mail is sent."""
        for portal in self.portals:
            assert env.wait_until(portal.answers, SERVED)
        for thread in self.threads:
            thread.ending = True
        for thread in self.threads:
            thread.join(120)
        for client in self.clients:
            client.given_up = True
            assert not client.is_alive() and not client.odd, client.odd
        overdue.release(self.portals[0], self.due)
        for portal in self.portals:
            portal.stop()
        self.store.run("UPDATE lease SET expires = 0")      # as in the half minute for which the killed keep theirs
        assert env.wait_until(self.nothing_waits, 600), self.store.rows(
            "SELECT state, last_error, COUNT(*) FROM outbox WHERE state <> 'sent' GROUP BY state, last_error")

    def nothing_waits(self):
        """One more run of what the timer does; what a killed mailer had claimed is free in five minutes."""
        self.portals[0].ctl("sweep", "--mail", "--smtp", "smtp://127.0.0.1:%d from=licences@example.com" % self.smtp.port,
                            now=env.instant(minutes=-10))
        return not self.store.rows("SELECT 1 FROM outbox WHERE state <> 'sent' LIMIT 1")

    def check(self):
        """What became of the promises; the rest is as it has to be."""
        verdict = self.journal.compare(self.store)
        assert not verdict.lost, verdict.lost[:5]
        assert not verdict.twice, verdict.twice[:5]
        assert verdict.acknowledged > len(self.clients), "too slow to show anything"
        for portal in self.portals:
            died = [line for line in portal.log().splitlines() if "exit signal" in line and "Killed" not in line]
            assert not died, died
        database = overdue.of(self.portals[0])
        assert (database.overdue(), database.renewals()) == (0, len(self.due))
        assert not self.portals[0].audit(), self.portals[0].audit()
        self.check_mail(database)
        return verdict

    def check_mail(self, database):
        """Each went out, under one id, were it more than once."""
        told = database.number("SELECT COUNT(*) FROM outbox")
        assert len({mail.id for mail in self.smtp.mails}) == told > 0

    def remove(self):
        for thread in self.threads:
            thread.ending = thread.given_up = True
        for portal in self.portals:
            portal.remove()
        for thread in self.threads:
            thread.join(60)
        if self.server:
            self.server.remove()
        self.smtp.__exit__(None, None, None)


def is_alive(pid):
    """And no dead one's entry, which stays where nobody asks for it."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_session(pid):
    """And no process of PostgreSQL's own: those name themselves otherwise."""
    try:
        with open("/proc/%d/cmdline" % pid) as f:
            return "postgres: licences " in f.read()
    except (FileNotFoundError, ProcessLookupError):
        return False


def served(portal, account):
    try:
        return env.Visitor(portal, account.login("anna")).get("/overview.xml", timeout=20).status_code == 200
    except (env.requests.RequestException, env.etree.XMLSyntaxError):
        return False


def play(kind, number, kills):
    """One round: a new database, so many kills, and the comparison. Returns its figures."""
    site = Site(kind, "%s/%s/%d" % (SEED, kind, number))
    try:
        assert env.wait_until(lambda: site.journal.acknowledged() >= 5, SERVED)
        killed, again = collections.Counter(), collections.defaultdict(float)
        while sum(killed.values()) < kills:
            what = site.strike()
            if what is None:
                continue
            killed[what] += 1
            if what not in ("child", "licencesctl"):
                again[what] = max(again[what], round(site.served_again(), 2))
            if sum(killed.values()) % 6 == 0:
                site.release()
        site.settle()
        verdict = site.check()
        done = collections.Counter()
        for client in site.clients:
            done.update(client.done)
        return {"kills": dict(killed), "acknowledged": verdict.acknowledged, "unanswered": verdict.unanswered,
                "lost": 0, "twice": 0, "audit": 0, "repeated": sum(promise.repeated for promise in site.journal.promises),
                "acts": dict(done), "seconds": dict(again), "mails": len(site.smtp.mails)}
    finally:
        site.remove()


def kept(kind):
    """Where the rounds of this module's build are kept, and those that there are."""
    if not KEPT:
        return None, []
    with open(env.MODULE, "rb") as f:
        build = hashlib.sha256(f.read()).hexdigest()[:12]
    path = os.path.join(KEPT, "%s-%s-%s.jsonl" % (kind, SEED, build))
    if not os.path.exists(path):
        return path, []
    with open(path) as f:
        return path, [json.loads(line) for line in f]


def total(rounds, name):
    out = collections.Counter()
    for one in rounds:
        out.update(one[name])
    return out


class Kept:
    """A database whose log says this: (account, event, actor, action, object, new state)."""

    def __init__(self, *entries):
        self.entries = entries

    def rows(self, _):
        return [tuple(map(str, entry)) for entry in self.entries]


BOUGHT = [("acme", event, "anna", "bought", "standard", str(event)) for event in range(5)]


@pytest.mark.parametrize("found, lost, twice", [
    (BOUGHT[:3], 0, 0), (BOUGHT[:4], 0, 0), (BOUGHT[:2], 1, 0), (BOUGHT, 0, 1),
    ([*BOUGHT[:3], (*BOUGHT[2][:1], 7, *BOUGHT[2][2:])], 0, 1),
    ([*BOUGHT[:2], (*BOUGHT[2][:2], "bo", *BOUGHT[2][3:])], 1, 0)])
def test_the_journal_notices_what_is_lost_and_what_happened_twice(found, lost, twice):
    """Of five entries one was there before; two were acknowledged, one with its number; one had no answer; the last is nobody's."""
    journal = Journal(Kept(BOUGHT[0]))
    promises = [journal.ask("acme", "anna", row[3:]) for row in BOUGHT[1:4]]
    promises[0].done("1")
    promises[1].done()
    refused = journal.ask("acme", "anna", ("bought", "standard", "9"))
    refused.unchanged()
    verdict = journal.compare(Kept(*found))
    assert (len(verdict.lost), len(verdict.twice)) == (lost, twice), verdict
    assert (verdict.acknowledged, verdict.unanswered) == (2, 1)


@pytest.mark.parametrize("kind", ["sqlite3", "pgsql", "mysql"])
def test_whatever_is_killed_nothing_acknowledged_is_lost_and_nothing_happens_twice(kind):
    if kind != "sqlite3" and databases.Server.of(kind).missing:
        pytest.skip(databases.Server.of(kind).missing)
    path, rounds = kept(kind)
    killed = sum(total(rounds, "kills").values())
    while killed < KILLS:
        rounds.append(play(kind, len(rounds), min(ROUND, KILLS - killed)))
        killed = sum(total(rounds, "kills").values())
        if path:
            with open(path, "a") as f:
                f.write(json.dumps(rounds[-1]) + "\n")
        print("%s, seed %s, round %d: %d of %d kills" % (kind, SEED, len(rounds), killed, KILLS), flush=True)
    again = {what: max(one["seconds"].get(what, 0) for one in rounds) for what in total(rounds, "seconds")}
    print("%s: %d kills (%s); %d changes acknowledged (%d asked again), 0 lost, 0 twice, %d never answered; %d mails; audit: 0;"
          " served again after at most %s s; acts: %s"
          % (kind, killed, dict(total(rounds, "kills")), sum(one["acknowledged"] for one in rounds),
             sum(one["repeated"] for one in rounds), sum(one["unanswered"] for one in rounds),
             sum(one["mails"] for one in rounds), again, dict(total(rounds, "acts"))))
