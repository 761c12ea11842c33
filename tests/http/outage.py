"""For tests of databases that go away: a proxy that can be told to fail, and load that knows what it was promised."""
import re
import select
import socket
import threading
import time

import requests

import env
import ports
from journal import Journal


class Proxy:
    """Between httpd and a database server. It passes on, refuses, is silent, lets whoever connects wait, or cuts off the
    answer to a COMMIT."""

    def __init__(self, port):
        self.target = port
        self.port = ports.lasting()
        self.mode = "pass"
        self.delay = 0                  # seconds until a new connection is passed on
        self.delayed = threading.Event()
        self.pairs = set()
        self.forgotten = set()          # of them: they end, without a word, once something is sent
        self.armed = threading.Event()
        self.cuts = 0
        self.ending = False
        self.listener = None
        self.listen()

    def listen(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(200)
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
                if self.mode == "silent":
                    self.pairs.add((client, None))      # and nothing is ever heard of it
                    continue
                if self.delay:
                    self.delayed.set()
                    time.sleep(self.delay)
                server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                if self.listener is not listener or self.ending:
                    return
                continue
            pair = (client, server)
            self.pairs.add(pair)
            threading.Thread(target=self.forward, args=(pair,), daemon=True).start()

    def forward(self, pair):
        client, server = pair
        cutting = False
        try:
            while True:
                ready = select.select(pair, [], [], 0.5)[0]
                while self.mode == "silent":
                    time.sleep(0.02)
                for source in ready:
                    data = source.recv(65536)
                    if not data or (cutting and source is server):      # the COMMIT has been carried out
                        self.cuts += cutting
                        return
                    if pair in self.forgotten:
                        return
                    if source is client and b"COMMIT" in data and self.armed.is_set():
                        self.armed.clear()
                        cutting = True
                    (server if source is client else client).sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            self.close(pair)

    def close(self, pair):
        self.pairs.discard(pair)
        self.forgotten.discard(pair)
        for end in pair:
            if end:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                end.close()

    def fail(self, mode):
        """"refuse": nobody gets in, and whoever is in is thrown out; "silent": nothing is heard any more."""
        self.mode = mode
        if mode == "refuse":
            listener, self.listener = self.listener, None
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            for pair in list(self.pairs):
                self.close(pair)

    def forget(self):
        """All connections that there are end as soon as anything is sent on one of them; how many those are."""
        self.forgotten = set(self.pairs)
        return len(self.forgotten)

    def mend(self):
        was, self.mode = self.mode, "pass"
        if was == "refuse":
            self.listen()
        for pair in [pair for pair in self.pairs if pair[1] is None]:
            self.close(pair)

    def end(self):
        self.ending = True
        self.fail("refuse")


class Buyer(threading.Thread):
    """Buys one more again and again, and repeats a confirmation until it has an answer that settles it."""

    def __init__(self, load, account, portal):
        super().__init__(daemon=True)
        self.load, self.account = load, account
        self.visitor = env.Visitor(portal, account.login("anna"))
        self.bought, self.repeated, self.odd = 0, 0, []

    def ask(self, method, path, **options):
        """The answer; None when it was 503 or broke off, after a little while."""
        begun = time.monotonic()
        try:
            answer = self.visitor.request(method, path, timeout=40, **options)
        except requests.RequestException as error:
            self.load.note(begun, None, str(error)[:80])
            time.sleep(0.05)
            return None
        self.load.note(begun, answer.status_code, answer.headers.get("Retry-After"))
        if answer.status_code == 503:
            time.sleep(0.05)
            return None
        return answer

    def once(self):
        page = self.ask("GET", "/overview.xml")
        if page is None:
            return
        row = self.visitor.portal.valid(page).find("l:product[@key='standard']", env.NS)
        wanted = int(row.get("purchased")) + 1
        preview = self.ask("GET", "/products/standard.xml?quantity=%d" % wanted)
        if preview is None or preview.status_code != 200:
            return
        offer = self.visitor.portal.valid(preview)
        token = offer.get("confirm")
        if offer.get("outcome") != "bought":        # others have bought since: this would be nothing, or a scale-down
            return
        promise = self.load.journal.ask(self.account.key, self.account.login("anna"), ("bought", "standard", str(wanted)))
        while not self.load.given_up:
            answer = self.ask("POST", "/products/standard", data={"quantity": str(wanted), "confirm": token},
                              headers={"Accept": "application/xml"})
            if answer is not None:
                break
            self.repeated += 1
        else:
            return
        if answer.status_code == 303:
            self.bought += 1
            promise.done(re.search(r"done=(\d+)", answer.headers["Location"]).group(1))
        elif answer.status_code == 409:
            promise.unchanged()
        else:
            self.odd.append((answer.status_code, answer.text[:300]))

    def run(self):
        while not self.load.ending:
            self.once()


class Load:
    """Buyers of each account at each portal, and somebody who reads a page that has nothing to do with licences."""

    def __init__(self, portals, accounts):
        self.portals = portals
        self.ending = self.given_up = False
        self.reading = True             # else the readers rest
        self.lock = threading.Lock()
        self.answers, self.pages = [], []        # (begun, seconds, status, word)
        self.journal = Journal(portals[0].store)
        self.before = {account: (account.product("standard")[0], len(account.invoices())) for account in accounts}
        for portal in portals:
            with open(portal.dir + "/htdocs/page.html", "w") as f:
                f.write("<p>elsewhere</p>")
        self.buyers = [Buyer(self, account, portal) for account in accounts for portal in portals]
        self.readers = [threading.Thread(target=self.read, args=(portal,), daemon=True) for portal in portals]
        for thread in (*self.buyers, *self.readers):
            thread.start()

    def note(self, begun, status, word):
        with self.lock:
            self.answers.append((begun, time.monotonic() - begun, status, word))

    def read(self, portal):
        while not self.ending:
            if not self.reading:
                time.sleep(0.02)
                continue
            begun = time.monotonic()
            status = None
            try:
                status = requests.get(portal.url("//page.html"), timeout=40, headers={"Connection": "close"}).status_code
            except requests.RequestException:
                pass
            self.pages.append((begun, time.monotonic() - begun, status, None))
            time.sleep(0.02)

    def bought(self):
        return sum(buyer.bought for buyer in self.buyers)

    def settled(self):
        """Ends: what is under way is settled first."""
        self.ending = True
        for thread in (*self.buyers, *self.readers):
            thread.join(60)
        self.given_up = True
        assert not any(thread.is_alive() for thread in (*self.buyers, *self.readers)), "something never ended"
        assert not [odd for buyer in self.buyers for odd in buyer.odd], [buyer.odd for buyer in self.buyers]

    def check_promises(self):
        """What was acknowledged is there, once; returns how many that were."""
        verdict = self.journal.compare(self.portals[0].store)
        assert not verdict.lost and not verdict.twice, verdict
        for account, (purchased, invoices) in self.before.items():
            promised = sum(buyer.bought for buyer in self.buyers if buyer.account is account)
            found = account.product("standard")[0]
            assert found == purchased + promised, "%s: %d bought, to make %d, but there are %d" % (
                account.key, promised, purchased + promised, found)
            assert len(account.invoices()) == invoices + promised
        return self.bought()

    def slowest_page(self):
        """Seconds that a page without licences took at most: so long the machine itself kept somebody waiting."""
        return max(seconds for _, seconds, _, _ in list(self.pages))

    def during(self, begin, end):
        """Answers to what was asked between two instants."""
        with self.lock:
            return [answer for answer in self.answers if begin <= answer[0] < end]

    def pages_during(self, begin, end):
        return [page for page in list(self.pages) if begin <= page[0] < end]
