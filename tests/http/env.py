"""A portal for tests: a real httpd with a ServerRoot of its own, log-ins, and accounts made with licencesctl."""
import base64
import collections
import copy
import datetime
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import requests
from lxml import etree, html

import answers
import databases
import stopping
from conf import CONF, LOCATION, MPMS

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("LICENCES_BUILD", os.path.join(ROOT, "build"))
STAGE = os.environ.get("LICENCES_STAGE", os.path.join(BUILD, "stage"))
NS = {"l": "urn:mod-licences:1", "p": "urn:ietf:rfc:7807"}
PASSWORD = "portal"
BASE = "/licences"

# What is never to be in the error log unless a test says that it expects it: warnings and worse.
LOUD = re.compile(r"\[(?:[a-z0-9_]+:)?(?:warn|error|crit|alert|emerg)\]|exit signal (?!Killed)")
# Programs are built with a sanitizer, which has its own use of memory
INSTRUMENTED = "LICENCES_PRELOAD" in os.environ
ALL_THREADS_BUSY = "AH00484"    # tests with fifty clients mean to, and those who wait are served


def apxs(what):
    return subprocess.run(["apxs", "-q", what], check=True, capture_output=True, text=True).stdout.strip()


MODULES = apxs("LIBEXECDIR")
HTTPD = os.path.join(apxs("SBINDIR"), apxs("PROGNAME"))
MODULE = STAGE + MODULES + "/mod_licences.so"
CTL = os.path.join(STAGE, "usr/bin/licencesctl")
STYLESHEETS = os.path.join(STAGE, "usr/share/licences/xslt")


def environment():
    """httpd's: a sanitizer's runtime has to be there first in a program that isn't built with it."""
    preload = os.environ.get("LICENCES_PRELOAD")
    return dict(os.environ, LD_PRELOAD=preload) if preload else None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def instant(**ago):
    """An instant so long ago, as --now takes it."""
    return (datetime.datetime.utcnow() - datetime.timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def wait_until(what, seconds=60):
    """Waits until what() is true; says whether it came true in time, of which there is enough on a machine that does much
    besides."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Account:
    """An account of a test's own, with users whose log-ins nobody else has."""

    def __init__(self, portal, key):
        self.portal, self.key = portal, key
        self.test = None        # that made it

    def login(self, name):
        return "%s-%s" % (name, self.key)

    def visitor(self, name, **headers):
        return Visitor(self.portal, self.login(name), **headers)

    def ctl(self, *words, **options):
        return self.portal.ctl(*words, **options)

    def export(self, what):
        return self._xml("export", self.key, what, "--format", "xml")

    def show(self):
        return self._xml("show", self.key)

    def _xml(self, *words):
        said = self.ctl(*words).stdout
        answers.keep(said)
        return etree.fromstring(said.encode())

    def product(self, key):
        """purchased, next and used as licencesctl shows them"""
        row = self.show().find("l:product[@key='%s']" % key, NS)
        return tuple(int(row.get(name)) for name in ("purchased", "next", "used"))

    def actions(self):
        return [entry.get("action") for entry in self.export("log").findall("l:entry", NS)]

    def invoices(self):
        """The invoices, oldest first."""
        return sorted(self.export("invoices").findall("l:invoice", NS), key=lambda invoice: invoice.get("number"))


class Visitor(requests.Session):
    """Somebody with a browser or a program, logged in."""

    def __init__(self, portal, login, **headers):
        super().__init__()
        self.portal = portal
        self.trust_env = False
        if login:
            self.auth = (login.encode(), PASSWORD.encode())
        self.headers.update({"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        self.headers.update({name.replace("_", "-"): value for name, value in headers.items()})

    def request(self, method, path, **options):
        options["allow_redirects"] = False
        options.setdefault("timeout", 30)
        url = path if path.startswith("http") else self.portal.url(path)
        answer = super().request(method, url, **options)
        if not options.get("stream") and method != "HEAD" and answer.content:
            self.portal.check_valid(answer)
        assert answer.status_code != 503 or int(answer.headers["Retry-After"]) > 0, "every 503 says when to try again"
        if method == "PUT" and answer.status_code == 200 and answers.is_by_itself(options.get("headers")):
            answers.keep(options.get("data"))
        return answer

    def raw(self, path, method="GET"):
        """A request for an address that is sent as it is, however malformed."""
        login, password = self.auth
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=30)
        connection._validate_path = lambda path: None
        connection._encode_request = lambda request: request.encode()
        connection.request(method, BASE + path, headers={
            "Authorization": "Basic " + base64.b64encode(login + b":" + password).decode()})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def page(self, path, status=200, **options):
        """A page as HTML."""
        answer = self.get(path, **options)
        assert answer.status_code == status, answer.text[:2000]
        return as_page(answer)

    def xml(self, path, status=200, **options):
        """An XML answer, which has to be valid."""
        answer = self.get(path, **options)
        assert answer.status_code == status, answer.text[:2000]
        return self.portal.valid(answer)

    def patiently(self, path, **options):
        """As get, again and again while as many exports are under way as may be at once."""
        while True:
            answer = self.get(path, **options)
            if answer.status_code != 503 or not re.search("exports-busy|så mange downloads|The maximum number of downloads", answer.text):
                return answer
            time.sleep(0.05)

    def preview(self, product, quantity):
        return self.xml("/products/%s.xml?quantity=%s" % (product, quantity))

    def confirm(self, product, quantity, token, **options):
        """Sends the confirmation as the preview's form does."""
        data = {"quantity": str(quantity), "confirm": token}
        return self.post("/products/" + product, data=data, **options)

    def change(self, product, quantity):
        """Preview and Confirm; the answer to Confirm."""
        return self.confirm(product, quantity, self.preview(product, quantity).get("confirm"))


def as_page(answer):
    assert answer.headers["Content-Type"].startswith("text/html"), answer.headers["Content-Type"]
    return html.fromstring(answer.content)


def text_of(page):
    """What a reader sees, with single blanks."""
    page = copy.deepcopy(page)
    etree.strip_tags(page, "bdi")   # part of the sentence it stands in
    return re.sub(r"\s+", " ", " ".join(page.xpath("//text()[not(ancestor::script or ancestor::style)]"))).strip()


class Portal:
    """One httpd, its database and its log-ins."""

    counter = 0

    def __init__(self, mpm="event", inside="", outside="", modules=(), vhosts=None, database=None, sweep="Off"):
        self.dir = tempfile.mkdtemp(prefix="licences-http-")
        self.port = free_port()
        self.mpm = mpm
        self.as_root = os.getuid() == 0
        self.expected = set()
        self.seen = 0
        self.accounts = []
        self.process = None
        self.wrapper = []        # a program that runs httpd
        self._schema = None
        for folder in ("run", "logs", "htdocs", "db", "xslt"):
            os.makedirs(os.path.join(self.dir, folder))
        os.chmod(self.dir, 0o755)
        shutil.copytree(STYLESHEETS, os.path.join(self.dir, "xslt"), dirs_exist_ok=True)
        open(os.path.join(self.dir, "run/users"), "w").close()
        self.store = database or self.new_store(databases.KIND)
        self.database = self.store.conf()
        self.modules = list(modules)
        self.vhosts = vhosts
        self.inside, self.outside = inside, outside
        self.sweep = sweep       # tests of pages have their accounts to themselves

    # --- database

    def new_store(self, kind):
        if kind == "sqlite3":
            return databases.Database(kind, os.path.join(self.dir, "db/licences.db"))
        server = databases.Server.of(kind)
        assert not server.missing, server.missing
        return server.database()

    @property
    def file(self):
        """SQLite's; what a test does with it is nothing for the other databases."""
        if self.store.kind != "sqlite3":
            import pytest
            pytest.skip("about SQLite's file")
        return self.store.params

    @property
    def ctl_database(self):
        return "%s:%s" % (self.store.kind, self.store.params)

    # --- configuration

    def conf(self, inside=None, outside=None, location=LOCATION):
        names = ["authn_core", "authn_file", "auth_basic", "authz_core", "authz_user", "setenvif", "dir", "mime",
                 "filter", "deflate", "dbd", *self.modules]
        values = {
            "root": self.dir, "port": self.port, "sweep": self.sweep, "module": MODULE, "user": "www-data", "group": "www-data",
            "stylesheets": os.path.join(self.dir, "xslt"), "database": self.database,
            "modules": "\n".join('LoadModule %s_module "%s/mod_%s.so"' % (name, MODULES, name) for name in names),
            "mpm": 'LoadModule mpm_%s_module "%s/mod_mpm_%s.so"\n%s' % (self.mpm, MODULES, self.mpm, MPMS[self.mpm]),
            "inside": self.inside if inside is None else inside,
        }
        return (CONF + location).format(**values) + (self.outside if outside is None else outside)

    def write_conf(self, text, name="run/httpd.conf"):
        path = os.path.join(self.dir, name)
        with open(path, "w") as f:
            f.write(text)
        return path

    def configtest(self, **parts):
        """Exit status and what httpd -t says of a configuration; and the configuration, to find lines in."""
        text = self.conf(**parts)
        path = self.write_conf(text, "run/test.conf")
        done = subprocess.run([HTTPD, "-t", "-f", path], env=environment(), capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr, text

    # --- running

    def give_away(self):
        """What httpd has to write belongs to whom it runs as."""
        if self.as_root:
            for path in (os.path.join(self.dir, folder) for folder in ("db", "run")):
                if not os.path.isdir(path):
                    continue
                subprocess.run(["chown", "-R", "www-data:www-data", path], check=True)

    def start(self):
        self.give_away()
        for _ in range(5):
            mark = len(self.log())
            self.launch()
            if wait_until(lambda: self.answers() or self.process.poll() is not None) and self.answers():
                # only then does it take signals for what they are: one that comes sooner leaves its pid file behind
                assert wait_until(lambda: "resuming normal operations" in self.log()[mark:]), self.log()[mark:]
                return self
            said = self.said()
            assert "Address already in use" in said, "httpd didn't start:\n" + said + self.log()
            self.port = free_port()      # somebody else took it meanwhile
        raise AssertionError("no port stays free")

    def launch(self):
        path = self.write_conf(self.conf())
        # in a session of its own, as prefork ends its children by signalling its whole process group
        self.process = subprocess.Popen([*self.wrapper, HTTPD, "-f", path, "-DFOREGROUND"], env=environment(),
                                        start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def answers(self):
        if not os.path.exists(os.path.join(self.dir, "run/httpd.pid")):
            return False
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def said(self):
        self.process.kill()
        return self.process.communicate(timeout=60)[0].decode()

    def reload(self, seconds=10):
        """A graceful restart; waits until the new children are there."""
        mark = len(self.log())
        self.process.send_signal(signal.SIGUSR1)
        assert wait_until(lambda: "resuming normal operations" in self.log()[mark:], seconds), self.log()[mark:]
        assert wait_until(self.answers, seconds)

    def hide_database(self):
        """With its folder: in an empty one SQLite's driver makes a file, whose log would then stand beside the old one."""
        assert self.file
        os.rename(self.dir + "/db", self.dir + "/db.away")

    def bring_database_back(self):
        os.rename(self.dir + "/db.away", self.dir + "/db")

    def stop(self):
        if self.process and self.process.poll() is None:
            stopping.settle(self.process.pid, self.mpm)
            self.process.terminate()
            try:
                self.process.communicate(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise

    def remove(self):
        self.stop()
        if not os.environ.get("LICENCES_KEEP"):
            shutil.rmtree(self.dir, ignore_errors=True)

    def url(self, path):
        return "http://127.0.0.1:%d%s%s" % (self.port, "" if path.startswith("//") else BASE, path.replace("//", "/", 1))

    # --- log

    def log(self):
        if not os.path.exists(os.path.join(self.dir, "logs/error.log")):
            return ""
        with open(os.path.join(self.dir, "logs/error.log"), errors="replace") as f:
            return f.read()

    def access_log(self):
        with open(os.path.join(self.dir, "logs/access.log"), errors="replace") as f:
            return f.read().splitlines()

    def begin(self):
        self.seen = len(self.log())
        self.expected = set()

    def expect(self, *ids):
        """These log ids (or words, where httpd gives none) are what the test is about."""
        self.expected.update(ids)

    def unexpected(self):
        """Warnings and worse since begin(), but for those that were expected."""
        loud = [line for line in self.log()[self.seen:].splitlines() if LOUD.search(line)]
        known = (stopping.LINGERING, ALL_THREADS_BUSY, *self.expected)
        return [line for line in loud if not any(word in line for word in known)]

    # --- data

    def manual(self, name, text="<!DOCTYPE html><title>A page</title>"):
        """Lays a page of a manual beside the stylesheets; its name."""
        os.makedirs(os.path.join(self.dir, "xslt/manual"), exist_ok=True)
        with open(os.path.join(self.dir, "xslt/manual", name), "w") as f:
            f.write(text)
        return name

    def ctl(self, *words, now=None, status=0):
        command = [CTL, "--database", self.ctl_database, "--stylesheets", os.path.join(self.dir, "xslt")]
        if now:
            command += ["--now", now]
        done = subprocess.run(command + [str(word) for word in words], capture_output=True, text=True, timeout=120)
        assert done.returncode == status, "%s: %s%s" % (" ".join(map(str, words)), done.stdout, done.stderr)
        return done

    def batch(self, lines):
        path = os.path.join(self.dir, "run/batch")
        with open(path, "w") as f:
            f.write("\n".join(lines) + "\n")
        self.ctl("batch", path)

    def make_catalogue(self):
        self.ctl("init")
        self.make_products()
        self.give_away()

    def make_products(self):
        lines = []
        for key, kind, name, dkk, eur in (
                ("standard", "user", "Standard licence", 24900, 3350),
                ("resource-planner", "bundled", "Resource planner", 3900, 520),
                ("crm", "addon", "TimeLog CRM", 9900, 1330),
                ("outlook", "addon", "Microsoft Outlook", 2900, 390),
                ("visma-admin", "integration", "Visma Admin", 59500, 7900)):
            lines.append("--now %s product add %s --kind %s --name '%s'" % (instant(days=400), key, kind, name))
            for currency, price in (("DKK", dkk), ("EUR", eur)):
                lines.append("--now %s price set %s %s %d --from %s" % (
                    instant(days=400), key, currency, price, instant(days=400)[:10]))
        lines.append("--now %s product add unpriced --kind addon --name 'Without a price'" % instant(days=400))
        self.batch(lines)

    def add_users(self, logins):
        """Makes log-ins; one hash for all, as hashing is slow on purpose."""
        if not hasattr(self, "hash"):
            done = subprocess.run(["htpasswd", "-nbs", "x", PASSWORD], check=True, capture_output=True, text=True)
            self.hash = done.stdout.strip().split(":", 1)[1]
        with open(os.path.join(self.dir, "run/users"), "a") as f:
            f.writelines("%s:%s\n" % (login, self.hash) for login in logins)

    def make_account(self, licences=10, people=0, currency="DKK", locale="da-DK", timezone="Europe/Copenhagen",
                     months=1, ceiling=None, begun=10, country="DK", extra=()):
        """
        An account whose period began some days ago, with anna (everything), bo (sees), dan (no right), partner (a
        program) and some more people. used = 3 + people.
        """
        Portal.counter += 1
        account = Account(self, "t%d" % Portal.counter)
        at, key = "--now %s " % instant(hours=2), account.key
        lines = [at + "account add %s --name 'Test %s' --currency %s --locale %s --timezone %s --months %d --anchor %s "
                 "--vat 25 --billing billing@%s.example%s%s" % (key, key, currency, locale, timezone, months,
                                                              instant(days=begun)[:10], key,
                                                              " --ceiling %d" % ceiling if ceiling else "",
                                                              " --country %s" % country if country else "")]
        for role, right in (("admin", "my-account"), ("admin", "roles"), ("viewer", "my-account-view"),
                            ("partner", "partner")):
            lines.append(at + "role grant %s %s %s" % (key, role, right))
        if licences:
            lines.append(at + "quantity %s standard %d" % (key, licences))
        for name, options in (("anna", "--role admin"), ("bo", "--role viewer"), ("dan", ""),
                              ("partner", "--service --role partner")):
            lines.append(at + "employee add %s %s --name '%s' --initials %s --email %s@%s.example %s" % (
                key, account.login(name), name.capitalize() + " Example", name[:2].upper(), name, key, options))
        for i in range(people):
            lines.append(at + "employee add %s %s --name 'Person %d' --initials P%d --email p%d@%s.example" % (
                key, account.login("p%d" % i), i, i, i, key))
        lines += [at + line.format(key=key, a=account) for line in extra]
        self.batch(lines)
        self.add_users([account.login(name) for name in ("anna", "bo", "dan", "partner")])
        self.accounts.append(account)
        return account

    def audit(self):
        """What licencesctl audit has to say; empty when all is well."""
        done = subprocess.run([CTL, "--database", self.ctl_database, "audit"], capture_output=True, text=True, timeout=120)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    # --- XML

    def schema(self):
        if not self._schema:
            self._schema = etree.XMLSchema(etree.parse(os.path.join(self.dir, "xslt/licences.xsd")))
        return self._schema

    def check_valid(self, answer):
        """Every XML answer, whatever a test asks it for, follows the schema that is served for it; returns its root."""
        if answer.headers.get("Content-Type", "").split(";")[0] not in ("application/xml", "application/problem+xml"):
            return None
        root = etree.fromstring(answer.content)
        if root.tag.startswith(("{%s}" % NS["l"], "{%s}" % NS["p"])):    # a portal has other XML, too, and a schema is one
            self.follows_schema(answer.content, root)
        return root

    def follows_schema(self, content, root):
        self.schema().assertValid(root)
        answers.keep(content)

    def valid(self, answer):
        """The root of an XML answer."""
        root = self.check_valid(answer)
        assert root is not None, answer.headers["Content-Type"]
        return root


Problem = collections.namedtuple("Problem", "status type detail facts")


def problem_of(answer):
    """A problem document, taken apart."""
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+xml", answer.text[:500]
    root = etree.fromstring(answer.content)
    members = {etree.QName(child).localname: child.text for child in root}
    assert members["status"] == str(answer.status_code)
    assert members["type"].startswith("urn:mod-licences:problem:")
    return Problem(answer.status_code, members["type"].rsplit(":", 1)[1], members["detail"], members)
