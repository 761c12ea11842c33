"""mod_dbd's pool on PostgreSQL and MariaDB: never more than DBDMax of each child."""
import os
import socket
import threading
import time

import pytest

import env
from test_concurrency import at_once, buy_one_more
from test_connections import lengthen_log
from test_timer import children


@pytest.fixture
def pooled(new_portal, server):
    """A portal on that database, with so many connections in each child."""
    def make(most, mpm="event", alone=False):
        portal = new_portal(catalogue=False, database=server.database(), mpm=mpm)
        portal.database += "DBDMin 1\nDBDKeep 1\nDBDMax %d\n" % most
        kept = portal.conf
        if alone:
            portal.conf = lambda **parts: kept(**parts).replace("StartServers 2\nServerLimit 2",
                                                                "StartServers 1\nServerLimit 1")
        portal.make_catalogue()
        portal.start()
        portal.begin()
        if mpm == "prefork":
            portal.expect("AH00161")    # as many clients as there may be children
        return portal
    return make


def name_of(portal):
    return portal.store.params.replace(";", " ").split("dbname=")[1].split()[0]


def held(server, portal, busy=False):
    """Connections to the portal's database; busy: those with a statement or a transaction under way."""
    if server.kind == "pgsql":
        rows = server.sql("SELECT state FROM pg_stat_activity WHERE datname = '%s'" % name_of(portal)).split("\n")[:-1]
        return sum(1 for state in rows if not busy or state != "idle")
    time.sleep(0.15 if busy else 0)      # MariaDB makes innodb_trx anew only when nobody has read it for 0.1 s
    rows = server.sql("SELECT command, trx_id FROM information_schema.processlist p LEFT JOIN information_schema.innodb_trx"
                      " t ON t.trx_mysql_thread_id = p.id WHERE db = '%s'" % name_of(portal)).splitlines()
    return sum(1 for row in rows if not busy or row != "Sleep\tNULL")


def sockets(pid):
    """The sockets of a process that lead to another one by a path, as the connections to these databases do."""
    with open("/proc/net/unix") as f:
        others = {"socket:[%s]" % line.split()[6] for line in f.readlines()[1:]}
    found = set()
    for fd in os.listdir("/proc/%d/fd" % pid):
        try:
            found.add(os.readlink("/proc/%d/fd/%s" % (pid, fd)))
        except FileNotFoundError:
            pass
    return found & others


class Watch(threading.Thread):
    """Counts again and again how many connections a child holds at one time.

    Asked of the child, as the server still has for a moment what a child has closed; what is there in two looks was there
    all the time between them, so that of several never too many are seen."""

    def __init__(self, portal):
        super().__init__()
        self.portal = portal
        self.ending, self.seen = False, []

    def run(self):
        while not self.ending:
            for child in children(self.portal):
                try:
                    self.seen.append(len(sockets(child) & sockets(child)))
                except (FileNotFoundError, ProcessLookupError):
                    pass
            time.sleep(0.05)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ending = True
        self.join()


@pytest.mark.parametrize("mpm", ["event", "prefork"])
def test_under_load_each_child_holds_at_most_as_many_connections_as_it_may(pooled, server, mpm):
    most = 3 if mpm == "event" else 1
    portal = pooled(most, mpm=mpm)
    accounts = [portal.make_account(licences=5) for _ in range(4)]

    def client(number):
        visitor = accounts[number % 4].visitor("anna")
        seen = []
        while len(seen) < 18 or len(watch.seen) < 10:
            for path in ("/", "/overview.xml", "/log.csv", "/employees", "/products/standard?quantity=99"):
                seen.append(visitor.patiently(path, timeout=60).status_code)
            seen.append(200 if buy_one_more(visitor, {"busy": 0}) else 0)
        return seen

    with Watch(portal) as watch:
        for seen in at_once(16, client):
            assert set(seen) == {200}
    assert min(most, 2) <= max(watch.seen) <= most, watch.seen


PEOPLE = ('<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>' % "".join(
    '<employee login="x%d-%%s" email="x%d@a.example"><name>Somebody %d</name></employee>' % (i, i, i) for i in range(300))).encode()


def test_no_kind_of_request_wants_a_second_connection(pooled, server):
    """With one in all, whoever wanted a second one would wait for itself."""
    portal = pooled(1, alone=True)
    account = portal.make_account(licences=5, people=3)

    def client(number):
        anna, partner = account.visitor("anna"), account.visitor("partner")
        seen = [anna.patiently(path, timeout=60).status_code for path in (
            "/", "/overview.csv", "/products/standard?quantity=9", "/modules", "/modules.csv", "/employees.xml?q=per",
            "/employees/1", "/roles", "/invoices.csv", "/usage.csv", "/log.xml", "/?done=2")]
        page = anna.page("/employees/4", timeout=60)
        token = page.xpath("//input[@name='token']/@value")[0]
        for path, form in (("/employees/4", {"action": "assign", "module": "crm"}),
                           ("/employees/4", {"action": "unassign", "module": "crm"}),
                           ("/employees/bulk", {"action": "protect", "ids": ["4", "5"]})):
            status = anna.post(path, data={**form, "token": token}, timeout=60).status_code
            seen.append(200 if status in (303, 422) else status)      # the others do the same
        seen.append(partner.put("/employees.xml", data=PEOPLE.replace(b"%s", account.key.encode()), timeout=60, headers={
            "Content-Type": "application/xml", "Idempotency-Key": '"%d"' % number}).status_code)
        buy_one_more(anna, {"busy": 0})
        return seen

    with Watch(portal) as watch:
        for seen in at_once(6, client):
            assert seen == [200] * 16
    assert max(watch.seen) == 1, watch.seen


def slow_connection(portal, visitor, head):
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", portal.port))
    login = visitor.prepare_request(env.requests.Request("GET", portal.url("/"))).headers["Authorization"]
    slow.sendall(head.encode() + b"\r\nHost: portal\r\nAuthorization: " + login.encode() + b"\r\n")
    return slow


def check_free(server, portal, visitor):
    """The one connection is there for others, and nothing is under way on it."""
    for _ in range(5):
        assert visitor.get("/").status_code == 200
    assert env.wait_until(lambda: held(server, portal) == 1)
    assert env.wait_until(lambda: held(server, portal, busy=True) == 0)


def test_a_slow_reader_of_a_big_export_holds_none(pooled, server):
    portal = pooled(1, alone=True)
    account = portal.make_account(licences=5)
    anna = account.visitor("anna")
    shorten = lengthen_log(portal, account, 60000)
    for path in ("/licences/log.csv", "/licences/log.xml"):
        with slow_connection(portal, anna, "GET %s HTTP/1.1" % path) as slow:
            slow.sendall(b"\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200")
            check_free(server, portal, anna)
            assert slow.recv(100)
            check_free(server, portal, anna)
    shorten()


def test_who_sends_a_put_slowly_holds_none(pooled, server):
    portal = pooled(1, alone=True)
    account = portal.make_account(licences=5)
    partner = account.visitor("partner")
    body = PEOPLE.replace(b"%s", account.key.encode())
    with slow_connection(portal, partner, "PUT /licences/employees.xml HTTP/1.1") as slow:
        slow.sendall(b"Content-Type: application/xml\r\nIdempotency-Key: \"slow\"\r\nContent-Length: %d\r\n\r\n" % len(body))
        for at in range(0, len(body), 4096):
            if at % 16384 == 0:
                check_free(server, portal, account.visitor("anna"))
            slow.sendall(body[at:at + 4096])
        answer = slow.recv(4000)
        assert answer.startswith(b"HTTP/1.1 200"), answer
    assert account.product("standard")[2] == 303
