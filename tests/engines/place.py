"""Two httpd, some accounts and people who buy, before whatever engine holds the database."""
import os
import time

import requests

import env
from outage import Load

# what httpd, mod_dbd and the module have to say of an outage
SAID = ("LIC3303", "LIC3306", "LIC3102", "LIC2001", "LIC2002", "LIC3402", "LIC3104", "AH00629", "AH02655", "AH00636", "AH00633",
        "AH00632", "AH00639", "AH00634", "AH00630")
LONG = bool(os.environ.get("LICENCES_LONG"))
FIGURES = os.environ.get("LICENCES_FIGURES")    # a file that each line of the table is added to


class Place:
    """
    params: what each httpd knows the database by; store: how tests and licencesctl reach it; copies: other servers that have
    to hold the same once everything is over.
    """

    def __init__(self, kind, params, store, accounts=3, outside=""):
        self.loads, self.copies = [], []
        self.portals = [env.Portal(database=store, sweep="500ms", outside=outside) for _ in params]
        for portal, words in zip(self.portals, params):
            portal.database = 'DBDriver %s\nDBDParams "%s"\nDBDMin 1\nDBDKeep 4\nDBDMax 6\n' % (kind, words)
        self.portals[0].make_catalogue()
        self.accounts = [self.portals[0].make_account(licences=5) for _ in range(accounts)]
        for portal in self.portals[1:]:
            portal.add_users([account.login(name) for account in self.accounts for name in ("anna", "bo")])
        for portal in self.portals:
            portal.start()
            portal.begin()
            portal.expect(*SAID)

    def load(self, portals=None):
        load = Load(portals or self.portals, self.accounts)
        self.loads.append(load)
        assert env.wait_until(lambda: load.bought() >= 4, 40), load.answers[-5:]
        return load

    def is_served(self, portal, account):
        try:
            return env.Visitor(portal, account.login("anna")).get("/overview.xml", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def served_again(self, since, portals=None, within=60):
        """Seconds from then until each httpd has shown a page of each account, and somebody has bought."""
        for portal in portals or self.portals:
            for account in self.accounts:
                assert env.wait_until(lambda: self.is_served(portal, account), within), "not served again: " + portal.log()[-2000:]
        bought = self.loads[-1].bought()
        assert env.wait_until(lambda: self.loads[-1].bought() > bought, within), self.loads[-1].answers[-5:]
        return time.monotonic() - since

    def check_refusals(self, load, begin, end, portals=None):
        """Whoever couldn't be served was told so, and when to come again: nobody got an error page."""
        answers = load.during(begin, end)
        assert {status for _, _, status, _ in answers} <= {200, 303, 409, 503}, {answer[2] for answer in answers}
        assert all(int(word) > 0 for _, _, status, word in answers if status == 503)
        return sum(1 for answer in answers if answer[2] == 503)

    def finish(self, load, engine, fault, seconds, within=None):
        """It goes on; everything acknowledged is there, once, and the books are right."""
        bought = load.bought()
        assert env.wait_until(lambda: load.bought() >= bought + 3, 40), load.answers[-5:]
        load.settled()
        verdict = load.journal.compare(self.portals[0].store)
        line = "%s | %s | served again after %.1f s | acknowledged %d | lost %d | twice %d | told to come again %d" % (
            engine, fault, seconds, verdict.acknowledged, len(verdict.lost), len(verdict.twice),
            sum(1 for answer in load.answers if answer[2] == 503))
        print("\n" + line)
        if FIGURES:
            with open(FIGURES, "a") as f:
                f.write(line + "\n")
        load.check_promises()
        for copy in self.copies:
            held = load.journal.compare(copy)
            assert not held.lost and not held.twice, held
        assert not self.portals[0].audit()
        for portal in self.portals:
            assert not portal.unexpected(), portal.unexpected()
            assert "exit signal" not in portal.log()
        # check may run on a machine that does much besides; the figures are those of ./bootstrap full
        assert within is None or seconds < (within if LONG else 6 * within), line

    def end_loads(self):
        """Whatever became of the test."""
        while self.loads:
            load = self.loads.pop()
            load.ending = load.given_up = True
            for buyer in load.buyers:
                buyer.join(60)
        for portal in self.portals:
            portal.seen = len(portal.log())

    def remove(self):
        for portal in self.portals:
            portal.remove()
