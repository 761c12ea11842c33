"""
Pages that were drawn are sent again (LicencesPageCache), and nobody ever gets what he wouldn't be drawn himself.

A second virtual host has the same database and draws each page: whatever the first one answers is compared with it.
"""
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time

import pytest

import env
from env import Visitor

pytestmark = pytest.mark.database

AFRESH = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
    LicencesPageCache Off
</VirtualHost>
<Location "/metrics">
    LicencesMetrics On
    Require all granted
</Location>
"""
PAGES = ["/", "/overview", "/overview.xml", "/products/standard", "/products/standard.xml", "/products/crm", "/modules",
         "/employees", "/employees?status=active", "/employees/1", "/employees/1.xml", "/employees/new", "/roles", "/roles.xml",
         "/invoices", "/usage", "/usage?product=standard", "/log", "/?done=1"]


class Kept(env.Portal):
    """Beside it a virtual host where nothing is kept."""

    def __init__(self, **options):
        super().__init__(**options)
        self.other = env.free_port()
        self.outside += AFRESH.format(port=self.other)

    def counted(self):
        """Hits and misses."""
        said = Visitor(self, None).get("//metrics").text
        return [int(re.search('page_cache_total.result="%s". (\\d+)' % result, said)[1]) for result in ("hit", "miss")]


@pytest.fixture
def portal():
    portal = Kept(modules=["alias"])
    try:
        portal.make_catalogue()
        portal.start()
        portal.begin()
        yield portal
        assert not portal.unexpected() and not portal.audit()
    finally:
        portal.remove()


def seen(answer):
    """All that an answer says but for the clock."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "Keep-Alive", "Connection")}
    return answer.status_code, headers, answer.content


def drawn(visitor, path, **options):
    """The same, drawn for this request."""
    return visitor.get("http://127.0.0.1:%d%s%s" % (visitor.portal.other, env.BASE, path), **options)


def compare(visitor, path, **options):
    """Where a page has no ETag, it has a purchase's token, which is another each time."""
    answer, other = visitor.get(path, **options), drawn(visitor, path, **options)
    fleeting = answer.status_code == 200 and "ETag" not in answer.headers
    assert seen(answer)[:1 if fleeting else 3] == seen(other)[:1 if fleeting else 3], path
    return answer


def settle(portal, **options):
    """An account with cleo, too, who has the same rights as bo."""
    account = portal.make_account(extra=["employee add {key} cleo-{key} --name 'Cleo Example' --initials CL --email c@example.com"
                                         " --role viewer"], **options)
    portal.add_users([account.login("cleo")])
    return account


def test_a_kept_page_is_the_one_that_would_be_drawn(portal):
    account = settle(portal, licences=2, people=3)
    for name in ("anna", "bo", "cleo", "partner", "dan"):
        visitor = account.visitor(name)
        for path in PAGES:
            before = portal.counted()
            first, second = compare(visitor, path), compare(visitor, path)
            hits, misses = (now - then for now, then in zip(portal.counted(), before))
            assert hits == ("ETag" in first.headers) == ("ETag" in second.headers), path
            if "ETag" in first.headers:
                assert seen(first) == seen(second) and misses == 1
                again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
                assert (again.status_code, again.content) == (304, b"")
                assert visitor.get(path, headers={"If-Match": '"0.x"'}).status_code == 412
                assert visitor.head(path).headers.get("Content-Length") == first.headers["Content-Length"]


def test_what_has_changed_is_shown_at_once(portal):
    account = portal.make_account(licences=9, people=1)
    anna, bo = account.visitor("anna"), account.visitor("bo")
    changes = [lambda: anna.change("standard", 11),
               lambda: account.ctl("product", "add", "sheets", "--kind", "addon", "--name", "Sheets"), lambda: account.ctl("price", "set", "crm", "DKK", "777"),
               lambda: account.ctl("set", "grace-period", "3d"), lambda: account.ctl("employee", "add", account.key, "new-one",
               "--name", "New One", "--initials", "NO", "--email", "n@example.com"),
               lambda: account.ctl("role", "grant", account.key, "viewer", "roles")]
    pages = {path: anna.get(path).text for path in PAGES}
    for change in changes:
        for visitor in (anna, bo):
            compare(visitor, "/"), compare(visitor, "/log")
        change()
        for visitor in (anna, bo):
            for path in PAGES:
                compare(visitor, path)
    assert anna.get("/").text != pages["/"]
    account.ctl("role", "revoke", account.key, "viewer", "my-account-view")
    for path in PAGES:
        assert bo.get(path).status_code == (200 if path.startswith("/roles") else 403), path
    account.ctl("employee", "deactivate", account.key, account.login("bo"))
    assert {bo.get(path).status_code for path in PAGES} == {403}


def test_refused_attempts_show_in_the_log_at_once(portal):
    account = portal.make_account(licences=9)
    anna, bo = account.visitor("anna"), account.visitor("bo")
    for _ in range(3):
        compare(anna, "/log")
        assert bo.post("/products/standard", data={"quantity": "30"}).status_code == 403
    assert "3" in compare(anna, "/log").text


def test_no_two_requests_that_differ_share_a_page(portal):
    """Random paths, queries, forms and people: a fuzz of what a page is found by."""
    dice = random.Random(5)
    accounts = [settle(portal, licences=4, people=2), settle(portal, licences=4, people=2, locale="en-GB")]
    visitors = [account.visitor(name) for account in accounts for name in ("anna", "bo", "cleo", "partner")]
    queries = ["", "?", "?q=p", "?q=P", "?q=p&q=", "?q=p%26", "?q=p&sort=name", "?sort=name&q=p", "?sort=name", "?after=2",
               "?after=02", "?x=1", "?status=active", "?status=inactive", "?module=crm", "?%71=p", "?quantity=5", "?done=2"]
    paths = ["/", "/overview", "/employees", "/modules", "/products/standard", "/products/crm", "/usage", "/log", "/employees/1",
             "/employees/2", "/employees/01"]
    for _ in range(250):
        path = dice.choice(paths) + dice.choice(("", "", ".xml")) + dice.choice(queries)
        path = path.replace("/.xml", "/overview.xml")
        visitor, other = dice.choice(visitors), dice.choice(visitors)
        accept = {"Accept": dice.choice(("text/html", "application/xml", "*/*"))}
        if re.search(r"^/(employees|modules|usage|log)(\.xml|\?|$)", path) and "html" not in accept["Accept"] or ".xml" in path:
            accept = {"Accept": "text/html"}        # lists as XML are no pages
        compare(visitor, path, headers=accept)
        compare(other, path, headers=accept)
    hits, misses = portal.counted()
    assert hits > 10 and misses > 100


class Walker(threading.Thread):
    """Asks for pages until it is told to stop, and looks in each answer for what is somebody else's."""

    def __init__(self, account, name, foreign, stop):
        super().__init__()
        self.visitor, self.stop, self.foreign = account.visitor(name), stop, foreign
        self.own, self.name_, self.answers, self.wrong = account.key, name, 0, []

    def look(self, path):
        try:
            answer = self.visitor.get(path)
        except Exception:
            return              # its child was killed
        self.answers += answer.status_code == 200
        text = re.sub(r'value="[\w.-]{60,}"', "", answer.text)       # a signed token may hold any letters
        if answer.status_code not in (200, 403, 404, 503):
            self.wrong.append((path, answer.status_code))
        if re.search(self.foreign, text):
            self.wrong.append((path, re.search(self.foreign, text)[0]))
        if answer.status_code == 200 and 'name="token"' in re.sub("(?s)</main>.*", "", text) and self.name_ == "bo":
            self.wrong.append((path, "a form for who may only see"))
        if self.name_ == "dan" and answer.status_code == 200:
            self.wrong.append((path, "for who has no right"))

    def run(self):
        dice = random.Random(self.own + self.name_)
        while not self.stop.is_set():
            self.look(dice.choice(PAGES))


def kill_a_child(portal, dice):
    children = subprocess.run(["pgrep", "-P", str(portal.process.pid)], capture_output=True, text=True).stdout.split()
    if children:
        try:
            os.kill(int(dice.choice(children)), signal.SIGKILL)
        except ProcessLookupError:
            pass                # has just ended


def is_enough(portal, walkers):
    return all(walker.answers > 5 for walker in walkers if walker.name_ != "dan") and portal.counted()[0] > 20


@pytest.mark.long
def test_nobody_gets_anothers_page_whatever_happens(portal):
    """Two accounts under load, while each buys, rights come and go, children are killed and httpd is restarted."""
    portal.expect("AH00052", "AH00170")     # a child that was killed
    accounts = [portal.make_account(licences=6, people=2) for _ in range(2)]
    stop, dice = threading.Event(), random.Random(1)
    walkers = []
    for account, other in (accounts, accounts[::-1]):
        foreign = r"(?<![A-Za-z0-9])%s(?![0-9A-Za-z])" % other.key
        walkers += [Walker(account, name, foreign, stop) for name in ("anna", "bo", "dan", "partner")]
    for walker in walkers:
        walker.start()
    end = time.monotonic() + float(os.environ.get("LICENCES_CANARY_SECONDS", "8"))
    for round_ in range(1, 1000):
        account = accounts[round_ % 2]
        account.ctl("quantity", account.key, "standard", 6 + round_)
        account.ctl("role", "grant" if round_ % 4 < 2 else "revoke", account.key, "viewer", "partner")
        if round_ % 3 == 0:
            kill_a_child(portal, dice)
        if round_ % 7 == 0:
            portal.reload(60)
        if time.monotonic() > end + 60 or (time.monotonic() > end and is_enough(portal, walkers)):
            break
    stop.set()
    for walker in walkers:
        walker.join()
    assert not sum((walker.wrong for walker in walkers), [])
    hits, misses = portal.counted()
    print("\n%d pages, %d rounds of changes, %d hits and %d misses" % (sum(w.answers for w in walkers), round_, hits, misses))
    assert is_enough(portal, walkers)


def test_virtual_hosts_of_different_databases_share_nothing(new_portal):
    """Not even where one database is a copy of the other, so that revisions, ids, words and secrets are the same."""
    portal = new_portal()
    account = portal.make_account(licences=5)
    copy = os.path.join(portal.dir, "db/copy.db")
    shutil.copy(portal.file, copy)
    copied = env.databases.Database("sqlite3", copy)
    copied.run("UPDATE account SET name = 'The Other'")
    port = env.free_port()
    portal.outside = "Listen 127.0.0.1:%d\n<VirtualHost 127.0.0.1:%d>\n%s</VirtualHost>\n" % (port, port, copied.conf())
    portal.start()
    anna = account.visitor("anna")
    for _ in range(3):
        assert "The Other" not in anna.get("/").text
        assert "The Other" in anna.get("http://127.0.0.1:%d%s/" % (port, env.BASE)).text


def test_other_stylesheets_are_seen_after_a_graceful_restart(portal):
    account = portal.make_account(licences=5)
    anna = account.visitor("anna")
    assert "Quagga" not in anna.get("/").text + anna.get("/").text
    path = os.path.join(portal.dir, "xslt/overview.xsl")
    with open(path) as file:
        text = file.read()
    with open(path, "w") as file:
        file.write(text.replace("<h1>", "<h1>Quagga ", 1))
    assert "Quagga" not in anna.get("/").text
    portal.reload(60)
    before = portal.counted()
    assert "Quagga" in anna.get("/").text
    assert portal.counted()[1] == before[1] + 1     # and nothing of before is there any more


def packed(visitor, path, accept):
    """Headers but for the clock and the connection, and the bytes as they are sent."""
    answer = visitor.get(path, headers={"Accept-Encoding": accept}, stream=True)
    body = answer.raw.read(decode_content=False)
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "Keep-Alive", "Connection",
                                                                                   "Content-Length", "Transfer-Encoding")}
    return answer.status_code, headers, body


@pytest.mark.parametrize("filters", ["SetOutputFilter DEFLATE",
                                     "AddOutputFilterByType BROTLI_COMPRESS;DEFLATE text/html application/xml"])
def test_a_packed_page_is_the_one_that_would_be_packed(filters):
    portal = Kept(modules=["brotli"], inside=filters)
    try:
        portal.make_catalogue()
        portal.start()
        account = portal.make_account(licences=5, people=3)
        anna = account.visitor("anna")
        for path in ("/", "/overview.xml", "/products/standard"):
            for accept in ("gzip", "br", "gzip, deflate, br", "identity", "gzip;q=0", "gzip") * 2:
                found = packed(anna, path, accept)
                assert found == packed(anna, "http://127.0.0.1:%d%s%s" % (portal.other, env.BASE, path), accept), (path, accept)
                assert ("Content-Encoding" in found[1]) == (accept in ("gzip", "gzip, deflate, br") or
                                                           accept == "br" and "BROTLI" in filters)
                assert anna.get(path, headers={"Accept-Encoding": accept, "If-None-Match": found[1]["ETag"]}).status_code == 304
        hits, misses = portal.counted()
        assert misses == 3 and hits > 50
        anna.change("standard", 7)
        assert packed(anna, "/", "gzip") == packed(anna, "http://127.0.0.1:%d%s/" % (portal.other, env.BASE), "gzip")
    finally:
        portal.remove()


def test_what_another_filter_makes_of_a_page_is_not_kept(new_portal):
    """Here mod_include, which writes a header of the request into it before it is packed."""
    portal = new_portal(modules=["substitute", "include"], inside="""SetOutputFilter SUBSTITUTE;INCLUDES;DEFLATE
        Options +Includes
        Substitute 's|</title>|<!--#echo var="HTTP_X_WHO" --></title>|n'""")
    portal.start()
    anna = portal.make_account(licences=5).visitor("anna")
    for who in ("quagga", "zebu", "quagga", "gnu"):
        for accept in ("identity", "gzip"):
            assert "%s</title>" % who in anna.get("/", headers={"Accept-Encoding": accept, "X-Who": who}).text


def test_off_keeps_nothing(new_portal):
    portal = new_portal()
    portal.outside = 'LicencesPageCache Off\n<Location "/metrics">\nLicencesMetrics On\nRequire all granted\n</Location>\n'
    portal.start()
    account = portal.make_account(licences=5)
    anna = account.visitor("anna")
    assert anna.get("/").content == anna.get("/").content
    assert 'licences_page_cache_total{result="hit"} 0' in Visitor(portal, None).get("//metrics").text


def test_a_small_cache_is_as_right_as_a_large_one(new_portal):
    portal = new_portal()
    portal.outside = "LicencesPageCache 1M\n"
    portal.start()
    account = portal.make_account(licences=5, people=3)
    anna = account.visitor("anna")
    pages = {}
    for i in range(120):
        path = "/employees?x=%d" % (i % 60)
        page = anna.get(path).content.replace(b"x=%d" % (i % 60), b"")
        assert pages.setdefault("employees", page) == page
