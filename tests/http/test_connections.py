"""mod_dbd's pool: one connection at a time, given back before anything is sent; other databases; dead connections."""
import socket

import pytest

import env
from own_server import OwnServer
from test_concurrency import at_once, buy_one_more


def lengthen_log(portal, account, rows):
    """So many more entries, straight into the table; gives back what takes them out again."""
    store = portal.store
    (number, last), = store.rows("SELECT id, last_log FROM account WHERE account_key = '%s'" % account.key)
    columns = ("at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice")
    store.run("INSERT INTO journal (account, id, event, %s) SELECT account, id + n, id + n, %s FROM journal CROSS JOIN (WITH"
              " RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < %d) SELECT n FROM seq) AS seq"
              " WHERE account = %s AND id = %s" % (columns, columns, rows, number, last))
    if store.kind == "pgsql":
        store.run("ANALYZE journal")        # else it sorts all of them for each page, until it finds the time to count them
    return lambda: store.run("DELETE FROM journal WHERE account = %s AND id > %s" % (number, last))


@pytest.fixture
def narrow(new_portal):
    """A portal with one connection in each child, and one child."""
    portal = new_portal()
    portal.database += "DBDMin 1\nDBDKeep 1\nDBDMax 1\n"
    kept = portal.conf
    portal.conf = lambda **parts: kept(**parts).replace("StartServers 2\nServerLimit 2", "StartServers 1\nServerLimit 1")
    portal.start()
    portal.begin()
    return portal


def test_one_connection_is_enough_for_many_requests_at_once(narrow):
    account = narrow.make_account(licences=5)

    def client(number):
        visitor = account.visitor("anna")
        return [visitor.patiently(path, timeout=60).status_code
                for path in ("/", "/log.csv", "/products/standard?quantity=9", "/invoices.xml", "/?done=2")] + [
                    buy_one_more(visitor, {"busy": 0})[:16]]

    for seen in at_once(12, client):
        assert seen == [200] * 5 + ["/licences/?done="]


def test_a_connection_whose_first_statement_fails_is_one_like_any_other(new_portal):
    """DBDInitSQL on a database that is locked just then: mod_dbd tells nobody of the connection after that, and uses it."""
    portal = new_portal()
    portal.database += 'DBDInitSQL "SELECT nothing FROM nowhere"\n'
    portal.start()
    portal.begin()
    anna = portal.make_account().visitor("anna")
    assert [answer.status_code for answer in at_once(8, lambda number: anna.get("/overview.xml"))] == [200] * 8


def test_a_slow_reader_of_an_export_holds_no_connection(narrow):
    account = narrow.make_account(licences=5)
    anna = account.visitor("anna")
    shorten = lengthen_log(narrow, account, 60000)
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", narrow.port))
        slow.sendall(b"GET /licences/log.csv HTTP/1.1\r\nHost: portal\r\nAuthorization: %s\r\n\r\n"
                     % anna.prepare_request(env.requests.Request("GET", narrow.url("/"))).headers["Authorization"].encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
        for _ in range(20):
            assert anna.get("/").status_code == 200
    shorten()


def test_an_export_holds_every_row(portal, account, anna):
    shorten = lengthen_log(portal, account, 3000)
    try:
        rows = anna.xml("/log.xml").findall("l:entry", env.NS)
        assert [int(row.get("id")) for row in rows] == list(range(1, len(rows) + 1))
        assert len(rows) > 3000
        assert len(anna.get("/log.csv").text.splitlines()) == len(rows) + 1
    finally:
        shorten()


def test_whoever_keeps_connections_for_whole_requests_is_warned_of_at_the_start(new_portal):
    portal = new_portal(modules=["authn_dbd"]).start()
    assert "LIC3004" in portal.log() and "DBDMax 32" in portal.log()
    portal.stop()
    portal.database += "DBDMax 32\n"
    before = portal.log().count("LIC3004")
    portal.start()
    assert portal.log().count("LIC3004") == before
    portal.begin()


def test_compressed_pages_are_validated_as_well(new_portal):
    portal = new_portal(outside="AddOutputFilterByType DEFLATE text/html application/xml text/csv\n").start()
    portal.begin()
    anna = portal.make_account(licences=5).visitor("anna")
    for path in ("/", "/overview.xml"):
        answer = anna.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert {"Accept", "Accept-Encoding"} >= set(answer.headers["Vary"].replace(" ", "").split(","))
        again = anna.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


@pytest.fixture
def own(server):
    """A server of that kind that the test may do with what it likes."""
    own = OwnServer(server.kind)
    yield own
    own.remove()


def test_when_no_more_connections_can_be_made_those_that_there_are_serve_everybody(own, new_portal):
    """As where the server has reached its own limit."""
    store = own.database()
    portal = new_portal(catalogue=False, database=store)
    portal.database = 'DBDriver %s\nDBDParams "%s"\nDBDMin 1\nDBDKeep 4\nDBDMax 4\n' % (own.kind, own.params(store))
    kept = portal.conf
    portal.conf = lambda **parts: kept(**parts).replace("StartServers 2\nServerLimit 2", "StartServers 1\nServerLimit 1")
    portal.make_catalogue()
    account = portal.make_account(licences=5)
    portal.start()
    portal.begin()
    failed = {"AH02655", "AH00629", "AH00636", "AH00633", "AH00632"}               # mod_dbd can't connect
    portal.expect("LIC3006", *failed)
    assert account.visitor("anna").get("/").status_code == 200
    own.limit(1)

    def client(number):
        visitor = account.visitor("anna")
        return [visitor.get("/overview", timeout=60).status_code for _ in range(20)]

    def was_a_new_one_wanted():
        """Whether two come at the very same moment is chance; everybody is served either way."""
        for seen in at_once(8, client):
            assert seen == [200] * 20
        return [word for word in failed if word in portal.log()[portal.seen:]]

    try:
        assert env.wait_until(was_a_new_one_wanted)
    finally:
        own.limit(None)
    assert env.wait_until(lambda: at_once(8, client) == [[200] * 20] * 8)


# --- other databases


@pytest.fixture
def elsewhere(new_portal, server):
    """A portal on that database."""
    portal = new_portal(catalogue=False, database=server.database())
    portal.make_catalogue()
    portal.start()
    portal.begin()
    return portal


def test_buying_works_on_other_databases_too(elsewhere):
    account = elsewhere.make_account(licences=25, people=2)
    anna = account.visitor("anna")
    assert anna.change("standard", 27).status_code == 303
    assert anna.change("standard", 20).status_code == 303
    assert account.product("standard") == (27, 20, 5)
    for path in ("/", "/products/standard", "/invoices", "/log", "/employees", "/modules"):
        assert anna.get(path).status_code == 200
        assert anna.xml("/overview.xml" if path == "/" else path + ".xml") is not None
    token = anna.preview("standard", 30).get("confirm")
    visitors = [account.visitor("anna") for _ in range(20)]
    answers = at_once(20, lambda i: visitors[i].confirm("standard", 30, token, timeout=60))
    assert {answer.status_code for answer in answers} == {303}
    assert account.product("standard")[:2] == (30, 30)


def test_connections_that_the_database_has_closed_are_replaced_unnoticed(elsewhere, server):
    account = elsewhere.make_account(licences=25)
    anna = account.visitor("anna")
    elsewhere.expect("AH00639")      # mod_dbd's word for a dead connection that it throws away
    for attempt in range(3):
        token = anna.preview("standard", 26 + attempt).get("confirm")
        assert at_once(8, lambda i: anna.get("/").status_code) == [200] * 8
        server.end_connections(elsewhere.store)
        if attempt % 2:
            assert anna.get("/").status_code == 200
        assert anna.confirm("standard", 26 + attempt, token).status_code == 303
        assert [anna.get("/overview.xml").status_code for _ in range(12)] == [200] * 12
    assert account.product("standard")[0] == 28
