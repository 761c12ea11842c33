"""Two httpd servers on one database server that tests let fail, and what is measured of it."""
import os
import subprocess
import tempfile
import threading
import time

import requests

import env
from outage import Load, Proxy
from own_server import OwnServer

MPM = os.environ.get("LICENCES_MPM", "event")
RECOVERY = 2         # seconds
# what httpd, mod_dbd and the module have to say of an outage
SAID = ("LIC3303", "LIC3006", "LIC3102", "LIC2001", "LIC2002", "LIC3402", "LIC3104", "AH00629", "AH02655", "AH00636",
        "AH00633", "AH00632", "AH00639", "AH00634", "AH00630")


class Site:
    """A server, a proxy before it, two httpds that know it by the proxy, and some accounts."""

    def __init__(self, kind):
        self.kind = kind
        self.server = OwnServer(kind)
        self.proxy = Proxy(self.server.port)
        self.loads = []
        self.store = self.server.database()
        self.home = tempfile.TemporaryDirectory(prefix="licences-options-")
        os.chmod(self.home.name, 0o755)
        with open(self.home.name + "/my.cnf", "w") as f:
            f.write("[licences]\nconnect-timeout = 2\n")
        os.environ["MYSQL_HOME"] = self.home.name
        more = {"pgsql": "connect_timeout=2", "mysql": ";group=licences"}[kind]
        self.portals = []
        for _ in range(2):
            portal = env.Portal(mpm=MPM, database=self.store, sweep="500ms")
            portal.database = ('DBDriver %s\nDBDParams "%s"\nDBDMin 1\nDBDKeep 4\nDBDMax 6\n'
                               % (kind, self.server.params(self.store, self.proxy.port, more)))
            self.portals.append(portal)
        first, second = self.portals
        first.make_catalogue()
        self.accounts = [first.make_account(licences=5) for _ in range(3)]
        second.add_users([account.login("anna") for account in self.accounts])
        for portal in self.portals:
            portal.start()
            portal.begin()
            portal.expect(*SAID)

    def load(self):
        load = Load(self.portals, self.accounts)
        self.loads.append(load)
        assert env.wait_until(lambda: load.bought() >= 4, 60), load.answers[-5:]
        return load

    def served_again(self, since):
        """Seconds from then until each httpd has shown a page of each account again."""
        for portal in self.portals:
            for account in self.accounts:
                while True:
                    try:
                        if env.Visitor(portal, account.login("anna")).get("/overview.xml", timeout=10).status_code == 200:
                            break
                    except requests.RequestException:
                        pass
                    assert time.monotonic() < since + 60, "not served again"
                    time.sleep(0.02)
        return time.monotonic() - since

    def finish(self, load, what, recovery):
        """It goes on, everything promised is there, nothing else is."""
        bought = load.bought()
        assert env.wait_until(lambda: load.bought() >= bought + 3, 60)
        load.settled()
        promised = load.check_promises()
        assert not self.portals[0].audit()
        for portal in self.portals:
            assert not portal.unexpected(), portal.unexpected()
            assert "exit signal" not in portal.log()
        print("\n%s, %s: served again after %.2f s; %d purchases acknowledged, none lost or doubled, %d confirmations repeated"
              % (what, self.kind, recovery, promised, sum(buyer.repeated for buyer in load.buyers)))
        assert recovery < RECOVERY + load.slowest_page(), "served again after %.2f s" % recovery

    def remove(self):
        for portal in self.portals:
            portal.remove()
        self.proxy.end()
        self.server.remove()
        del os.environ["MYSQL_HOME"]
        self.home.cleanup()


def is_locked(site, account):
    try:
        site.server.sql("BEGIN; SELECT id FROM account WHERE account_key = '%s' FOR UPDATE NOWAIT; ROLLBACK" % account.key,
                        site.store.name)
    except subprocess.CalledProcessError:
        return True
    return False


class Holder(threading.Thread):
    """Somebody else's session, that does what it is told and then waits."""

    def __init__(self, site, sql):
        super().__init__(daemon=True)
        self.site, self.text = site, sql
        self.start()

    def run(self):
        try:
            self.site.server.sql(self.text, self.site.store.name)
        except Exception as error:
            self.error = error


def sleep_of(site, seconds):
    return ("SELECT pg_sleep(%s)" if site.kind == "pgsql" else "SELECT SLEEP(%s)") % seconds
