"""Exports that nobody reads: how many run at once, what others notice, and when a reader that takes nothing is cut off."""
import base64
import os
import re
import signal
import socket
import struct
import time

import pytest

import env
from test_connections import lengthen_log
from test_timer import children

OF_USER = 4
QUICK = 10               # seconds for a page, whoever reads what how slowly: who had to wait for a reader would wait for good
MPMS = ["event", "worker", "prefork"]
long_only = pytest.mark.skipif(not os.environ.get("LICENCES_LONG"), reason="takes long: LICENCES_LONG=1")


class Reader:
    """Asks for a path, and takes what comes no sooner than told to."""

    def __init__(self, portal, visitor, path="/log.csv", headers=""):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", portal.port))
        login = visitor.prepare_request(env.requests.Request("GET", portal.url("/"))).headers["Authorization"]
        self.socket.sendall(("GET /licences%s HTTP/1.1\r\nHost: portal\r\nAuthorization: %s\r\n%s\r\n"
                             % (path, login, headers)).encode())

    def status(self):
        """Of what has come, which is left where it is."""
        head = self.socket.recv(12, socket.MSG_PEEK | socket.MSG_WAITALL)
        return int(head[9:12])

    def rest(self):
        parts = []
        while True:
            try:
                part = self.socket.recv(65536)
            except ConnectionResetError:
                part = b""
            if not part:
                return b"".join(parts)
            parts.append(part)

    def close(self):
        self.socket.close()


@pytest.fixture
def full(new_portal):
    """full(mpm): a portal with an account whose log is longer than the system takes off a server's hands."""
    def make(mpm, outside="", modules=()):
        portal = new_portal(mpm=mpm, outside=outside, modules=modules)
        kept = portal.conf              # all of prefork's children at once: it makes one, two, four … more a second
        portal.conf = lambda **parts: (         # and room for new children of event beside those that end
            kept(**parts).replace("StartServers 4\n", "StartServers 16\nMaxSpareServers 16\n")
            .replace("ServerLimit 2\n", "ServerLimit 6\n"))
        account = portal.make_account(licences=5, extra=[
            "employee add {key} v%d-{key} --name 'Viewer %d' --initials V --email v%d@x.example --role viewer" % (i, i, i)
            for i in range(6)])
        portal.add_users([account.login("v%d" % i) for i in range(6)])
        account.shorten = lengthen_log(portal, account, 60000)
        made.append(account)
        portal.start()
        portal.begin()
        if mpm == "prefork":
            portal.expect("AH00161")        # as many clients as there may be children
        return portal, account
    made, readers = [], []
    make.readers = readers
    yield make
    for reader in readers:
        reader.close()
    for account in made:
        account.shorten()


def check_pages(account, times=10):
    """Somebody else's pages are there at once."""
    for _ in range(times):
        begun = time.monotonic()
        assert account.visitor("bo").get("/", headers={"Connection": "close"}).status_code == 200
        assert time.monotonic() - begun < QUICK


def settled(readers):
    """How many got an export, after each has had an answer."""
    statuses = [reader.status() for reader in readers]
    assert set(statuses) <= {200, 503}, statuses
    return statuses.count(200)


@pytest.mark.parametrize("mpm", MPMS)
def test_one_user_has_four_exports_at_once_and_others_notice_nothing(full, mpm):
    portal, account = full(mpm)
    anna = account.visitor("anna")
    full.readers += [Reader(portal, anna, path) for path in ["/log.csv", "/log.xml"] * 80]
    begun = time.monotonic()
    check_pages(account)
    assert settled(full.readers) <= OF_USER
    assert time.monotonic() - begun < 60
    check_pages(account)


@pytest.mark.parametrize("mpm", MPMS)
def test_all_users_together_have_a_quarter_of_the_threads(full, mpm):
    portal, account = full(mpm)
    for i in range(6):
        for _ in range(2):
            full.readers.append(Reader(portal, account.visitor("v%d" % i)))
            assert full.readers[-1].status() in (200, 503)
    assert 4 <= settled(full.readers) <= (4 if mpm == "prefork" else 8)         # (conf.MPMS)
    check_pages(account)


def test_whoever_is_refused_is_told_why_and_when_to_come_again(full):
    portal, account = full("event")
    anna = account.visitor("anna")
    while not full.readers or full.readers[-1].status() == 200:
        full.readers.append(Reader(portal, anna))
        assert len(full.readers) <= OF_USER + 1
    page = anna.get("/log.csv", headers={"Accept-Language": "en"})
    assert page.status_code == 503 and int(page.headers["Retry-After"]) > 0 and page.headers["Connection"] == "close"
    assert "så mange downloads" in env.text_of(env.as_page(page))
    problem = env.problem_of(anna.get("/log.xml"))
    assert (problem.status, problem.type) == (503, "exports-busy") and "exports are under way" in problem.detail
    assert anna.head("/log.csv").status_code == 200         # which takes nothing
    assert anna.get("/log").status_code == 200
    for reader in full.readers:
        reader.close()
    assert env.wait_until(lambda: anna.get("/log.csv").status_code == 200)


@pytest.mark.parametrize("mpm", MPMS)
def test_a_child_that_is_killed_while_it_exports_leaves_its_places(full, mpm):
    portal, account = full(mpm)
    anna = account.visitor("anna")
    portal.expect("AH00052")                # a child's end by a signal
    for _ in range(2):
        readers = [Reader(portal, anna) for _ in range(OF_USER)]
        assert settled(readers) >= 1
        before = children(portal)
        for child in before:
            os.kill(child, signal.SIGKILL)
        for reader in readers:
            reader.close()
        assert env.wait_until(lambda: children(portal) and not set(children(portal)) & set(before))
    assert env.wait_until(lambda: anna.get("/log.csv").status_code == 200)


def test_places_go_on_over_a_graceful_restart(full):
    portal, account = full("event", outside="GracefulShutdownTimeout 20\n")
    anna = account.visitor("anna")
    full.readers += [Reader(portal, anna) for _ in range(OF_USER)]
    assert settled(full.readers) == OF_USER
    portal.reload()
    assert anna.get("/log.csv").status_code == 503
    check_pages(account)
    for reader in full.readers:
        reader.close()
    assert env.wait_until(lambda: anna.get("/log.csv").status_code == 200)


def whole(text):
    """Up to its last chunk."""
    return text.endswith(b"\r\n0\r\n\r\n")


@pytest.mark.parametrize("mpm", MPMS)
def test_a_reader_that_takes_nothing_is_cut_off_visibly(full, mpm):
    """By the shorter of a minute and httpd's own Timeout."""
    portal, account = full(mpm, outside="Timeout 5\n")
    anna = account.visitor("anna")
    readers = [Reader(portal, anna) for _ in range(OF_USER)]
    assert settled(readers) == OF_USER
    assert anna.get("/log.csv").status_code == 503
    assert env.wait_until(lambda: anna.get("/log.csv").status_code == 200)
    assert whole(Reader(portal, anna, headers="Connection: close\r\n").rest())
    for reader in readers:
        text = reader.rest()
        assert text.startswith(b"HTTP/1.1 200") and not whole(text)
        assert not re.search(rb"<html|<h1", text)


@long_only
@pytest.mark.parametrize("mpm", MPMS)
def test_a_minute_is_waited_for_a_reader(full, mpm):
    """Nothing at all, and a byte now and then, are cut off; 64 KiB a minute are enough."""
    portal, account = full(mpm, outside="Timeout 600\n")
    anna = account.visitor("anna")
    begun = time.monotonic()
    nothing, drip, slow, more = [Reader(portal, anna) for _ in range(4)]
    assert settled([nothing, drip, slow, more]) == 4
    while time.monotonic() - begun < 70:
        if time.monotonic() - begun < 55:
            assert anna.get("/log.csv").status_code == 503
        drip.socket.recv(1)
        slow.socket.recv(1500)
        time.sleep(1)
    again = []
    while not again or again[-1].status() == 200:
        again.append(Reader(portal, anna))
    assert len(again) - 1 == 3                              # one is still at it
    for reader in (nothing, drip, more):
        assert not whole(reader.rest())
    for reader in again:
        reader.close()
    assert whole(slow.rest())


class Http2:
    """One connection by HTTP/2, whose reader never has room for more of a stream than its first 64 KB."""

    def __init__(self, portal, login):
        self.socket = socket.create_connection(("127.0.0.1", portal.port), timeout=10)
        self.login = base64.b64encode(("%s:%s" % (login, env.PASSWORD)).encode())
        self.stream, self.heads, self.ended, self.got = -1, {}, set(), b""
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + self.frame(4, 0, 0, b"")
                            + self.frame(8, 0, 0, struct.pack(">I", 1 << 30)))      # all streams together have room

    def frame(self, kind, flags, stream, payload):
        return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload

    def ask(self, path):
        """In a stream of its own. Each header is a literal, with or without a name from the table of RFC 7541."""
        def text(value):
            assert len(value) < 127
            return bytes([len(value)]) + value
        self.stream += 2
        head = b"\x82\x86\x04" + text(path) + b"\x01" + text(b"portal") + b"\x00" + text(b"authorization") + text(
            b"Basic " + self.login)
        self.socket.sendall(self.frame(1, 5, self.stream, head))

    def hear(self, until):
        """Reads frames until that is so."""
        while not until():
            while len(self.got) < 9 or len(self.got) < 9 + int.from_bytes(self.got[:3], "big"):
                part = self.socket.recv(65536)
                assert part, "the connection has ended"
                self.got += part
            length, kind, flags = int.from_bytes(self.got[:3], "big"), self.got[3], self.got[4]
            stream, payload = int.from_bytes(self.got[5:9], "big"), self.got[9:9 + length]
            self.got = self.got[9 + length:]
            assert kind not in (3, 7), "RST_STREAM or GOAWAY: %r" % payload
            if kind == 1:
                self.heads[stream] = payload.lstrip(b"\x20")[:1] == b"\x88"     # :status 200, by the same table
            if kind in (0, 1) and flags & 1:
                self.ended.add(stream)


def test_streams_of_http2_are_counted_as_well_and_the_others_go_on(full):
    portal, account = full("event", outside="Protocols h2c http/1.1\n", modules=["http2"])
    anna = account.visitor("anna")
    client = Http2(portal, account.login("anna"))
    full.readers.append(client.socket)
    for _ in range(OF_USER):
        client.ask(b"/licences/log.csv")
        client.hear(lambda: client.stream in client.heads)
    assert all(client.heads.values()) and not client.ended
    assert anna.get("/log.csv").status_code == 503
    client.ask(b"/licences/log.csv")
    client.hear(lambda: client.stream in client.ended)
    assert not client.heads[client.stream]
    for path in (b"/licences/", b"/licences/overview.xml"):
        client.ask(path)
        client.hear(lambda: client.stream in client.ended)
        assert client.heads[client.stream]
    check_pages(account)
    client.socket.close()
    assert env.wait_until(lambda: anna.get("/log.csv").status_code == 200)
