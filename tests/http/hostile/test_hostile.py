"""
Nothing that anybody sends is answered by an error of ours, ends a child, takes two seconds, or leaves anything behind that
isn't right: every string into every place. What is thrown away by these tests is what is right about the answer.
"""
import base64
import collections
import http.client
import re
import socket
import time
from xml.sax.saxutils import escape, quoteattr

import pytest

import tokens
from env import BASE, INSTRUMENTED
from naughty import OWN, Choice, data, dealt, quoted
from surface import RESOURCES

pytestmark = pytest.mark.database

SECONDS = 8 if INSTRUMENTED else 2
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = {"Content-Type": "application/xml"}
HEADERS = ("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Content-Type", "Cookie",
           "Expect", "Forwarded", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
           "If-Unmodified-Since", "Origin", "Range", "Referer", "Sec-Fetch-Site", "TE", "User-Agent", "X-Forwarded-For",
           "X-HTTP-Method-Override")
# what httpd says of requests that never reach a handler
HTTPDS = ("[core:error]", "[core:warn]", "[http:error]", "[http:warn]", "[auth_basic:error]")

Answer = type("Answer", (), {})


class Sender:
    """Sends what no library would, over one connection, and looks at each answer."""

    def __init__(self, account, name):
        self.portal, self.account = account.portal, account
        self.login = account.login(name)
        self.headers = {"Authorization": "Basic " + base64.b64encode(("%s:portal" % self.login).encode()).decode()}
        self.connection = None
        self.slow = []

    def connect(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        self.connection._validate_path = lambda path: None
        self.connection._validate_method = lambda method: None
        self.connection._encode_request = lambda request: request.encode("utf-8", "surrogateescape")

    def once(self, method, path, headers, body):
        started = time.monotonic()
        for attempt in (1, 2):
            if not self.connection:
                self.connect()
            try:
                self.connection.request(method, BASE + path, body=body, headers={**self.headers, **headers})
                answer = self.connection.getresponse()
                content = answer.read()
                break
            except (http.client.RemoteDisconnected, http.client.CannotSendRequest, ConnectionError):
                self.connection = None     # kept alive for too long, or the last answer was a parting one
                if attempt == 2:
                    raise
        if answer.will_close:
            self.connection = None
        return answer, content, time.monotonic() - started

    def quickly(self, method, path, headers, body):
        """Two tries at being quick enough: the machine may be busy with something else."""
        answer, content, seconds = self.once(method, path, headers, body)
        if seconds > SECONDS:
            seconds = min(seconds, self.once(method, path, headers, body)[2])
        return answer, content, seconds

    def send(self, method, path, headers={}, body=None):
        answer, content, seconds = self.quickly(method, path, headers, body)
        told = "%s %s %r %r: %s in %.1f s\n%r" % (method, path[:300], headers, (body or b"")[:500], answer.status, seconds,
                                                 content[:600])
        assert answer.status < 500 or (answer.status == 503 and answer.getheader("Retry-After")), told
        assert seconds <= SECONDS, told
        self.account.statuses[method, answer.status] += 1
        if method != "HEAD" and content:
            seen = Answer()
            seen.headers, seen.content = dict(answer.getheaders()), content
            self.portal.check_valid(seen)
        return answer.status


@pytest.fixture
def account(portal):
    account = portal.make_account(licences=60, people=3, extra=["quantity {key} crm 5", "assign {key} p0-{key} crm"])
    portal.choose = Choice()
    account.statuses = collections.Counter()
    yield account
    print(dict(account.statuses))


def sender(account, name="anna"):
    return Sender(account, name)


def path_of(resource, key="standard"):
    return re.sub(r"\{\w+\}", {"/employees/{id}": "2", "/invoices/{number}": "X-2026-0001",
                               "/assets/{name}": "licences.css", "/doc/{page}": "index.html"}.get(resource.path, key), resource.path)


def rotated(text):
    """Where in their lists the tests of check begin: another place each."""
    return sum(map(ord, text))


# --- what is asked for


def test_every_parameter_of_every_path(account, portal):
    anna = sender(account)
    portal.choose.at = rotated("parameters")
    for resource in RESOURCES:
        for name in resource.parameters:
            # what is searched for meets most code
            texts = portal.choose.some(6) if name == "unknown" else portal.choose(len(OWN) if name == "q" else 9)
            for text, suffix in dealt(texts, resource.suffixes):
                page = "/overview" if suffix and resource.path == "/" else path_of(resource)
                anna.send("GET", "%s%s?%s=%s" % (page, suffix, name, quoted(text)))
    for text in portal.choose(20):
        anna.send("GET", "/employees?%s=1" % quoted(text))
        anna.send("GET", "/employees.csv?q=%s&sort=-name&for=spreadsheet" % quoted(text))


def test_every_part_of_a_path(account, portal):
    anna, dan = sender(account), sender(account, "dan")
    portal.choose.at = rotated("paths")
    for resource in [r for r in RESOURCES if "{" in r.path]:
        for text, suffix in dealt(portal.choose(24), resource.suffixes):
            anna.send("GET", resource.path.replace(re.search(r"\{\w+\}", resource.path)[0], quoted(text)) + suffix)
    for text in portal.choose(20):
        anna.send("GET", "/" + quoted(text))
        dan.send("POST", "/products/" + quoted(text), FORM, b"a=b")     # is logged with its path
    assert anna.send("GET", "/log") == anna.send("GET", "/log.xml") == anna.send("GET", "/log.csv") == 200


ADDRESSES = [
    "", "//", "/./", "/../", "/../licences/", "/..", "/%2e%2e/", "/%2E%2E%2F", "/%2f", "/%5c", "/%00", "/%", "/%z", "/%u0041",
    "/products/%2575", "/products//standard", "/products/standard/", "/products/standard;x=1", "/products/standard%3bx",
    "/products/STANDARD", "/products/standard.XML", "/products/standard.xml.xml", "/products/.xml", "/.xml", "/.csv",
    "/overview.html", "/products/standard?", "/products/standard??", "/products/standard?&&&", "/products/standard?=",
    "/employees/00000000000000000002", "/employees/-1", "/employees/9223372036854775808", "/employees/2.xml.csv",
    "/assets/..%2flicences.xsd", "/assets/%2e%2e", "/" + "a/" * 2000, "/" + "%41" * 2500, "/" + "a" * 7900, "/products/\u00f8",
    "/products/\udcff", "/employees?" + "&".join("a%d=1" % i for i in range(1000)), "/employees?q=" + "%C2%B4+" * 1000]


def test_odd_addresses(account):
    account.portal.expect(*HTTPDS)
    for path in ADDRESSES:
        for name, method in (("anna", "GET"), ("anna", "HEAD"), ("dan", "POST"), ("partner", "PUT")):
            sender(account, name).send(method, path, FORM if method == "POST" else {}, b"a=b" if method in ("POST", "PUT") else None)


# --- what is sent


def base_of(account):
    """Forms that do something, by their paths; a new value for whatever has to be one."""
    base_of.counter = getattr(base_of, "counter", 0) + 1
    new = "h%d-%s" % (base_of.counter, account.key)
    person = {"login": new, "name": "Hostile", "initials": "H", "email": "h@x.example", "status": "inactive"}
    return {"/employees": person, "/employees/{id}": {"action": "assign", "module": "crm"},
            "/employees/bulk": {"action": "deactivate", "ids": "4"}, "/products/{key}": {"quantity": "61"},
            "/roles": {"action": "create", "role": "r%d" % (base_of.counter % 60), "right": "partner"}}


def encoded(fields):
    return "&".join("%s=%s" % (quoted(name), quoted(value)) for name, value in fields.items()).encode()


def test_every_field_of_every_form(account, portal):
    anna = sender(account)
    token = tokens.form(portal, account.key, anna.login)
    portal.choose.at = rotated("fields")
    posts = [resource for resource in RESOURCES if resource.fields]
    assert {"token", "quantity", "confirm", "login", "name", "email", "role", "right", "ids", "action", "module"} <= {
        name for resource in posts for name in resource.fields}
    assert {resource.path for resource in posts} >= set(base_of(account))
    for name in sorted({name for resource in posts for name in resource.fields}):
        for text, resource in dealt(portal.choose(10), [resource for resource in posts if name in resource.fields]):
            form = {**base_of(account).get(resource.path, {}), "token": token, name: text}
            anna.send("POST", path_of(resource), FORM, encoded(form))
    for resource in posts:
        for action in ("few", "activate", "unassign", "protect", "grant", "revoke", "give", "take"):
            for text in portal.choose.some(3):
                form = {**base_of(account).get(resource.path, {}), "token": token, "action": action, "role": text,
                        "few": text, "employee": text, "from": "card", "module": text, "login": text}
                anna.send("POST", path_of(resource), FORM, encoded(form))
    for path in ("/", "/employees", "/modules", "/roles", "/log", "/log.xml", "/employees.csv?for=spreadsheet"):
        assert anna.send("GET", path) == 200, path


FORMS = [
    b"", b"&", b"=", b"=&=&=", b"a", b"token", b"&" * 60000, b"a=1&" * 500, b"%", b"a=%", b"\x00", b"\xff\xfe", b"a" * 600000,
    b"a=" + b"%41" * 20000, b"ids=1&" * 20000, b"role=x&" * 20000, b"ids=" + b"1," * 100000, b"ids=" + b"9" * 100000]


def test_odd_forms(account):
    account.portal.expect(*HTTPDS)
    for body in FORMS:
        anna = sender(account)
        token = ("&token=" + tokens.form(account.portal, account.key, anna.login)).encode()
        for path in ("/employees", "/employees/bulk", "/products/standard", "/roles"):
            anna.send("POST", path, FORM, body)
            anna.send("POST", path, FORM, body + token + b"&action=activate")


def xml_attribute(text):
    """Of a text that XML can hold; what it can't comes raw, which no parser takes."""
    return b"=" + data(quoteattr(text))


def test_every_attribute_of_every_body(account, portal):
    partner = sender(account, "partner")
    portal.choose.at = rotated("attributes")
    row = '<employee xmlns="urn:mod-licences:1" login="p0-%s" initials="P0" email="p0@x.example" status="active"' % account.key
    ways = [(dry, deep) for dry in ("", "?dry-run=1") for deep in (0, 1)]

    def put(path, body):
        partner.send("PUT", path, {**BODY, "Idempotency-Key": "k%d" % time.monotonic_ns()}, body)

    for name in ("login", "initials", "email", "status", "id", "external", "unknown", "xml:lang", "xmlns:x"):
        for text, (dry, deep) in dealt(portal.choose(4), ways):
            start = re.sub(' %s="[^"]*"' % name, "", row).encode() + b" " + name.encode() + xml_attribute(text)
            text = escape(text).encode("utf-8", "surrogateescape") if deep else b"P"
            put("/employees.xml" + dry, b'<employees xmlns="urn:mod-licences:1" mode="merge">' + start + b"><name>" + text
                + b"</name></employee></employees>")
    for text, (dry, deep) in dealt(portal.choose(8), ways):
        for body in (b"<product xmlns='urn:mod-licences:1' quantity" + xml_attribute(text) + b"/>",
                     b"<product xmlns='urn:mod-licences:1' quantity='61' key" + xml_attribute(text) + b"/>",
                     b"<product xmlns" + xml_attribute(text) + b" quantity='61'/>",
                     b"<product xmlns='urn:mod-licences:1'><name>" + data(text) + b"</name></product>", data(text)):
            put("/products/standard.xml" + dry, body)


BODIES = [
    b"<a" * 5000, b"<a>" * 5000, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<?xml version='1.1'?><product/>",
    b"<?xml version='1.0' encoding='utf-16'?><product xmlns='urn:mod-licences:1'/>", b"\xff\xfe<\x00a\x00/\x00>\x00",
    b"\xef\xbb\xbf<product xmlns='urn:mod-licences:1' quantity='61'/>", b"<?xml version='1.0' encoding='x'?><product/>",
    b"<product xmlns='urn:mod-licences:1' " + b" ".join(b"a%d='1'" % i for i in range(3000)) + b"/>",
    b"<product xmlns='urn:mod-licences:1' quantity='" + b"1" * 60000 + b"'/>", b"<product xmlns='urn:mod-licences:1'/>" * 2,
    b"<employees xmlns='urn:mod-licences:1'>" + b"<employee/>" * 5000 + b"</employees>", b"<!--" * 5000, b"<![CDATA[" * 500,
    b"<?" + b"x" * 60000, b"&#0;", b"<a>&#xD800;</a>", b"<a b='&#1;'/>", b"<a:b/>", b"<product xmlns=''/>"]


def test_odd_bodies(account):
    account.portal.expect(*HTTPDS)
    for body in BODIES:
        partner = sender(account, "partner")
        for path in ("/employees.xml", "/products/standard.xml"):
            for dry in ("", "?dry-run=1"):
                partner.send("PUT", path + dry, {**BODY, "If-Match": "*"}, body)


# --- how it is sent


def test_every_header(account, portal):
    anna, partner = sender(account), sender(account, "partner")
    portal.choose.at = rotated("headers")
    targets = [(anna, "GET", "/employees", {}, None), (anna, "GET", "/log.xml", {}, None),
               (anna, "GET", "/assets/licences.css", {}, None), (anna, "POST", "/roles", FORM, b"a=b"),
               (partner, "PUT", "/products/standard.xml?dry-run=1", BODY,
                b"<product xmlns='urn:mod-licences:1' quantity='61'/>")]
    for name in HEADERS:
        if name == "Expect":
            continue                       # whose answers http.client doesn't wait for
        for text, (visitor, method, path, own, body) in dealt(portal.choose(15), targets):
            value = re.sub(rb"[\x00\r\n]", b"", data(text))[:4000].strip(b" \t")
            visitor.send(method, path, {**own, name: value}, body)


ODD_HEADERS = [
    {"Accept": "*/*;q=nan"}, {"Accept": "*/*;q=-1, text/html;q=1e309"}, {"Accept": ", ,;;q=,=/,/"}, {"Accept": "text/html," * 900},
    {"Accept": "application/xml;q=0.0001"}, {"Accept": "a/b;c=\"d"}, {"If-Match": '"' + "1" * 4000}, {"If-Match": ",".join(['"1.a"'] * 900)},
    {"If-Match": 'W/"1"'}, {"If-None-Match": "*"}, {"If-None-Match": '"a", ' * 900}, {"Range": "bytes=0-0"}, {"Range": "bytes=-0"},
    {"Range": "bytes=" + ",".join("%d-%d" % (i, i) for i in range(500))}, {"Range": "bytes=9999999999999999999-"},
    {"Range": "lines=1-2"}, {"If-Range": '"x"', "Range": "bytes=0-1"}, {"Idempotency-Key": '"'}, {"Idempotency-Key": "k" * 4000},
    {"Content-Type": "application/xml;charset=utf-7"}, {"Content-Type": "application/xml;charset"}, {"Content-Type": ";"},
    {"Content-Encoding": "gzip"}, {"Content-Encoding": "identity, identity"}, {"Accept-Language": "x" * 4000},
    {"Accept-Language": "-,-_;q=9"}, {"Host": ""}, {"Host": "a b"}, {"Host": "[::1"}, {"Host": "x:99999999"}, {"Host": "é".encode()},
    {"Upgrade": "h2c", "Connection": "Upgrade"}, {"Connection": "close, x"}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "null"}]


def test_odd_headers(account):
    account.portal.expect(*HTTPDS)
    for headers in ODD_HEADERS:
        for name, method, path, own, body in (
                ("anna", "GET", "/overview", {}, None), ("anna", "GET", "/log.csv", {}, None), ("anna", "GET", "/assets/licences.css", {}, None),
                ("anna", "POST", "/products/standard", FORM, b"quantity=61"), ("partner", "PUT", "/products/standard.xml", BODY,
                 b"<product xmlns='urn:mod-licences:1' quantity='61'/>")):
            sender(account, name).send(method, path, {**own, **headers}, body)


METHODS = ["TRACE", "TRACK", "PROPFIND", "CONNECT", "DEBUG", "get", "Get", "post", "put", "head", "PATCH",
                                    "DELETE", "OPTIONS", "MERGE", "X" * 400, "*", "GET:", "A'B"]


def test_odd_methods(account):
    account.portal.expect(*HTTPDS)
    for method in METHODS:
        for path in ("/", "/employees", "/products/standard.xml", "/assets/licences.css", "/nothing", "*"):
            answer, content, seconds = sender(account).quickly(method, path, {}, None)
            assert answer.status in (200, 400, 404, 405, 501) and seconds <= SECONDS, (method, path, answer.status)
            assert answer.status != 200 or method == "OPTIONS", (method, path)


# --- framing: what goes over the wire


def framings(head):
    """Requests as bytes; head: what a request needs to get through httpd to us."""
    post = b"POST /licences/roles HTTP/1.1\r\n" + head + b"Content-Type: application/x-www-form-urlencoded\r\n"
    put = b"PUT /licences/products/standard.xml HTTP/1.1\r\n" + head + b"Content-Type: application/xml\r\nIf-Match: *\r\n"
    get = b"GET /licences/overview HTTP/1.1\r\n" + head
    for start in (post, put):
        for length in (b"-1", b"1e3", b"99999999999999999999", b"0x5", b"5,5", b" 5 ", b"+5", b"5 5", b""):
            yield start + b"Content-Length: " + length + b"\r\n\r\na=b&c"
        yield start + b"Content-Length: 1000000\r\n\r\na=b"
        yield start + b"Content-Length: 2\r\n\r\na=b&c=d"
        yield start + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\na=b&c"
        yield start + b"\r\na=b"
        chunked = start + b"Transfer-Encoding: chunked\r\n\r\n"
        for chunks in (b"0\r\n\r\n", b"3\r\na=b\r\n0\r\n\r\n", b"3;x=y\r\na=b\r\n0\r\nX: y\r\n\r\n", b"3\na=b\n0\n\n", b"-1\r\na=b\r\n",
                       b"ffffffffffffffff\r\na=b\r\n", b"zz\r\n", b"3\r\na=bXX\r\n0\r\n\r\n", b"3" * 4000 + b"\r\n", b"3\r\na",
                       b"1\r\na\r\n" * 3000 + b"0\r\n\r\n", b"0\r\n" + b"X: y\r\n" * 300 + b"\r\n", b"03\r\na=b\r\n00\r\n\r\n"):
            yield chunked + chunks
        for coding in (b"chunked, chunked", b"xchunked", b"gzip, chunked", b"identity", b"chunked\r\nContent-Length: 3", b"\x0bchunked"):
            yield start + b"Transfer-Encoding: " + coding + b"\r\n\r\n3\r\na=b\r\n0\r\n\r\n"
        yield start + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\na=b"
        yield start + b"Content-Length: 3\r\nExpect: nonsense\r\n\r\na=b"
    yield (get + b"\r\n") * 20
    yield get + b"\r\n" + post + b"Content-Length: 3\r\n\r\na=b" + get + b"\r\n"
    yield get + b"X-Long: " + b"a" * 20000 + b"\r\n\r\n"
    yield get + b"".join(b"X-%d: y\r\n" % i for i in range(300)) + b"\r\n"
    yield get + b"Accept: text/html\r\n folded\r\n\r\n"
    yield get + b"No colon\r\n\r\n"
    yield get + b"X : y\r\n\r\n"
    yield get + b"X: a\x00b\r\n\r\n"
    yield get + b"\r\n".join(b"Idempotency-Key: %d" % i for i in range(50)) + b"\r\n\r\n"
    yield get.replace(b"\r\n", b"\n") + b"\n"
    for line in (b"GET /licences/overview HTTP/0.9", b"GET /licences/overview", b"GET /licences/overview HTTP/9.9", b"GET  /licences/ HTTP/1.1",
                 b"GET /licences/a b HTTP/1.1", b"GET http://evil.example/licences/ HTTP/1.1", b"GET * HTTP/1.1", b"OPTIONS * HTTP/1.1",
                 b"GET /licences/\x00 HTTP/1.1", b"GET /licences/" + b"a" * 20000 + b" HTTP/1.1", b"\r\n\r\nGET /licences/ HTTP/1.1",
                 b"\x16\x03\x01\x02\x00", b"PRI * HTTP/2.0", b"GET /licences/?\xff HTTP/1.1", b"\xff\xfe / HTTP/1.1"):
        yield line + b"\r\n" + head + b"\r\n"
    yield b"GET /licences/overview HTTP/1.1\r\n\r\n"


def all_of(port, wire):
    """What is answered to bytes; nothing more is sent afterwards."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as s:
        got = b""
        try:
            s.sendall(wire)
            s.shutdown(socket.SHUT_WR)
            while True:
                part = s.recv(65536)
                if not part:
                    return got
                got += part
        except ConnectionError:
            return got


def test_odd_framing(account):
    account.portal.expect(*HTTPDS)
    anna = sender(account)
    head = ("Host: 127.0.0.1:%d\r\nAuthorization: %s\r\n" % (account.portal.port, anna.headers["Authorization"])).encode()
    for wire in framings(head):
        for _ in range(2):              # tries at being quick enough
            started = time.monotonic()
            got = all_of(account.portal.port, wire)
            seconds = time.monotonic() - started
            if seconds <= SECONDS:
                break
        statuses = [int(status) for status in re.findall(rb"^HTTP/1\.[01] (\d{3}) ", got, re.M)]
        # httpd's own, and deliberate: a coding and a version of HTTP that it doesn't know
        assert all(status < 500 or status in (501, 505) for status in statuses), (wire[:300], got[:300])
        assert b"X-Evil" not in got.split(b"\r\n\r\n")[0] and seconds <= SECONDS, (wire[:300], seconds)
        assert anna.send("GET", "/usage") == 200
