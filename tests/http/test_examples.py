"""
The configurations in mod_licences/conf/, as they stand: only what their heads say to replace is replaced, and each does
what it says, with a database, log-ins and mail of its own.
"""
import base64
import hashlib
import http.server
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest
import requests

import databases
import env
from own_server import PASSWORD, OwnServer
from test_metrics import Metrics

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

CONF = os.path.join(env.ROOT, "mod_licences/conf")
MODULES = ("authn_core", "authn_file", "auth_basic", "authz_core", "authz_user", "authz_host", "setenvif", "dir", "mime",
           "filter", "socache_shmcb")

# What the head of each file leaves to the portal's own configuration
AROUND = """
ServerRoot "{root}"
ServerName localhost:{port}
Listen 127.0.0.1:{port}
DefaultRuntimeDir "{root}/run"
PidFile "{root}/run/httpd.pid"
Mutex file:{root}/run default
ErrorLog "{root}/logs/error.log"
LogLevel warn licences:info
{mpm}
{modules}
<IfModule unixd_module>
    User www-data
    Group www-data
</IfModule>
TypesConfig /etc/mime.types
<Directory />
    Require all denied
    AllowOverride None
</Directory>
DocumentRoot "{root}/htdocs"
<Directory "{root}/htdocs">
    Require all granted
</Directory>
Include "{root}/{example}"
"""


class Example(env.Portal):
    """A portal by one of the examples."""

    def __init__(self, name, replace=(), store=None):
        super().__init__(database=store)
        self.name = name
        self.replace = list(replace)
        self.tls = False
        self.etc, self.lib, self.www = (os.path.join(self.dir, folder) for folder in ("etc", "db", "htdocs"))
        os.makedirs(self.etc)
        os.makedirs(self.dir + "/modules")
        for path in os.listdir(env.MODULES):
            os.symlink(os.path.join(env.MODULES, path), os.path.join(self.dir, "modules", path))
        link = self.dir + "/modules/mod_licences.so"
        if os.path.lexists(link):
            os.remove(link)
        os.symlink(env.MODULE, link)
        for users in ("users", "users-north", "users-south"):
            os.symlink("../run/users", os.path.join(self.etc, users))

    def example(self, name):
        with open(os.path.join(CONF, name)) as f:
            text = f.read()
        head = text.split("\n\n")[0]
        for what, instead in [("/usr/share/licences/xslt", self.dir + "/xslt"), ("/etc/licences", self.etc),
                              ("/var/lib/licences", self.lib), ("/var/www/portal", self.www), *self.replace]:
            if what in text:
                assert what in head or ":" + what.lstrip(":*") in text, "%s isn't said to be replaced" % what
                text = text.replace(what, instead)
        return text

    def conf(self, **_):
        self.write_conf(self.example(self.name), self.name)
        mpm = 'LoadModule mpm_event_module "modules/mod_mpm_event.so"\n' + env.MPMS["event"]
        modules = "\n".join('LoadModule %s_module "modules/mod_%s.so"' % (name, name) for name in MODULES)
        return AROUND.format(root=self.dir, port=self.port, mpm=mpm, modules=modules, example=self.name)

    def secret(self, name, text, mode=0o600, owner="www-data"):
        path = os.path.join(self.etc, name)
        with open(path, "w") as f:
            f.write(text)
        os.chmod(path, mode)
        if self.as_root:
            shutil.chown(path, owner, owner)
        return path


@pytest.fixture
def smtp():
    with servers.Server() as server:
        yield server


@pytest.fixture
def example():
    made = []

    def make(name, *replace, **options):
        portal = Example(name, replace, **options)
        made.append(portal)
        return portal

    yield make
    for portal in made:
        if portal.process:
            print(portal.log()[-3000:])
    for portal in made:
        portal.remove()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of localhost, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    paths = str(folder / "cert.pem"), str(folder / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]],
                   check=True, capture_output=True)
    return paths


def check_use(portal, smtp):
    """Somebody buys, is told by mail, what operators watch is there, and nothing is complained of."""
    account = portal.make_account(licences=5)
    anna = account.visitor("anna")
    assert anna.get("/", headers={"Origin": "https://portal.example.com"}).status_code == 200
    assert "support@example.com" in anna.get("/products/standard").text
    assert anna.change("standard", 7).status_code == 303
    assert account.product("standard")[0] == 7
    assert env.Visitor(portal, None).get("/").status_code == 401
    assert env.wait_until(lambda: smtp.mails, 15)
    seen = Metrics(requests.get(portal.url("//licences-metrics"), timeout=20).text)
    assert seen.of("licences_database_up") == 1
    assert env.wait_until(lambda: Metrics(requests.get(portal.url("//licences-metrics"), timeout=20).text).of(
        "licences_sweeps_total") > 0)
    assert not portal.unexpected() and not portal.audit()


def test_sqlite(example, smtp):
    portal = example("sqlite.conf", ("localhost:25", "127.0.0.1:%d" % smtp.port))
    portal.store = databases.Database("sqlite3", portal.lib + "/licences.db")
    portal.make_catalogue()
    portal.start()
    check_use(portal, smtp)


def own(kind, certificate):
    server = databases.Server.of(kind)
    if server.missing:
        pytest.skip(server.missing)
    return OwnServer(kind, tls=certificate)


def test_postgresql(example, smtp, certificate):
    server = own("pgsql", certificate)
    try:
        portal = example("postgresql.conf", ("localhost:25", "127.0.0.1:%d" % smtp.port), ("db.example.com", "localhost"),
                         ("5432", str(server.port)), store=server.database("licences"))
        portal.secret("db-ca.pem", open(certificate[0]).read(), 0o644)
        portal.secret("pgpass", "localhost:%d:licences:licences:%s\n" % (server.port, PASSWORD))
        params = re.search(r'^DBDParams "(.*)"$', portal.example("postgresql.conf"), re.M).group(1)
        # as its head has it: as whom httpd runs as, by the same words
        done = subprocess.run([env.CTL, "--database", "pgsql:" + params, "init"], capture_output=True, text=True,
                              cwd="/", **({"user": "www-data", "group": "www-data"} if portal.as_root else {}))
        assert done.returncode == 0, done.stderr
        portal.make_catalogue()
        portal.start()
        check_use(portal, smtp)
        assert server.sql("SELECT DISTINCT ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                          " WHERE a.application_name = 'licences'") == "t\n"
        assert PASSWORD not in portal.log()
    finally:
        server.remove()


def test_mariadb(example, smtp, certificate, monkeypatch):
    server = own("mysql", certificate)
    try:
        portal = example("mariadb.conf", ("localhost:25", "127.0.0.1:%d" % smtp.port), store=server.database("licences"))
        portal.secret("db-ca.pem", open(certificate[0]).read(), 0o644)
        portal.replace += [("db.example.com", "127.0.0.1"), ("3306", str(server.port)), ("PASSWORD", PASSWORD)]
        group = portal.example("mariadb.cnf")
        portal.replace = portal.replace[:1]
        portal.secret("my.cnf", group, 0o640)
        monkeypatch.setenv("MYSQL_HOME", portal.etc)
        portal.make_catalogue()
        done = subprocess.run([env.CTL, "--database", "mysql:group=licences", "audit"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        portal.start()
        check_use(portal, smtp)
        assert server.sql("SELECT DISTINCT db FROM information_schema.processlist WHERE user = 'licences'") == "licences\n"
        assert PASSWORD not in portal.log()
    finally:
        server.remove()


def test_several_virtual_hosts_with_a_database_each(example, smtp):
    portal = example("virtual-hosts.conf", ("localhost:25", "127.0.0.1:%d" % smtp.port))
    portal.replace.append(("*:80>", "*:%d>" % portal.port))
    for key in ("north", "south"):
        portal.store = databases.Database("sqlite3", portal.lib + "/%s.db" % key)
        portal.make_catalogue()
        at = env.instant(hours=2)
        portal.batch(["--now %s %s" % (at, line) for line in (
            "account add %s --name %s --currency DKK --locale en-GB --timezone UTC --months 1 --anchor %s --vat 25"
            " --billing b@%s.example.com" % (key, key, at[:10], key), "role grant %s admin my-account" % key,
            "quantity %s standard 3" % key, "employee add %s anna --name Anna --initials A --email a@b.example"
            " --role admin" % key)])
    portal.add_users(["anna"])
    portal.start()
    for host, path, support in (("north", "/licences/", "support@north"), ("south", "/my/licences/", "support@south")):
        answer = env.Visitor(portal, "anna").get(portal.url("/" + path), headers={"Host": host + ".example.com"})
        assert answer.status_code == 200, (host, answer.text)
        page = env.Visitor(portal, "anna").get(portal.url("/" + path + "overview.xml"),
                                               headers={"Host": host + ".example.com"})
        assert portal.valid(page).get("account") == host
        assert support in env.Visitor(portal, "anna").get(portal.url("/" + path + "products/standard"),
                                                          headers={"Host": host + ".example.com"}).text
    for host, path in (("north", "/my/licences/"), ("south", "/licences/")):
        assert env.Visitor(portal, "anna").get(portal.url("/" + path),
                                               headers={"Host": host + ".example.com"}).status_code == 404
    assert env.wait_until(lambda: smtp.mails, 15)
    assert not portal.unexpected()


# --- logging in ---------------------------------------------------------------------------------------------------------


class Browser(requests.Session):
    def __init__(self, portal, ca):
        super().__init__()
        self.trust_env, self.verify = False, ca
        self.portal, self.home = portal, "https://localhost:%d" % portal.port

    def go(self, path, method="GET", **options):
        url = path if path.startswith("http") else self.home + path
        return self.request(method, url, timeout=30, **options)


def with_tls(portal, certificate):
    portal.secret("portal.pem", open(certificate[0]).read())
    portal.secret("portal.key", open(certificate[1]).read())
    portal.store = databases.Database("sqlite3", portal.lib + "/licences.db")
    portal.make_catalogue()
    # a certificate that signs itself; TLS without a cache of sessions; the libraries that are installed are not ours
    portal.expect("AH01906", "AH01873", "AH01882")
    portal.replace += [("https://portal.example.com", "https://localhost:%d" % portal.port),
                       ("portal.example.com", "localhost"), ("*:443>", "*:%d>" % portal.port)]
    return portal.make_account(licences=5)


def buy(browser, quantity):
    """By the pages alone."""
    page = env.as_page(browser.go("/licences/products/standard?quantity=%d" % quantity))
    token, = set(page.xpath("//*[@name='confirm']/@value"))
    return browser.go("/licences/products/standard", "POST", data={"quantity": str(quantity), "confirm": token},
                      headers={"Origin": browser.home, "Sec-Fetch-Site": "same-origin"})


def test_log_in_by_a_form(example, certificate):
    portal = example("login-form.conf")
    account = with_tls(portal, certificate)
    portal.secret("session-key", base64.b64encode(os.urandom(48)).decode() + "\n")
    shutil.copy(CONF + "/login.html", portal.www)
    portal.start()
    portal.expect("AH01807", "AH01617", "AH01618", "AH01620")      # somebody gave a wrong password
    browser = Browser(portal, certificate[0])
    login = env.as_page(browser.go("/licences/"))
    assert login.xpath("//h1/text()") == ["Log in"]
    form, = login.xpath("//form")
    fields = {"httpd_username": account.login("anna"), "httpd_password": "wrong"}
    assert "Log in" in browser.go(form.get("action"), "POST", data=fields).text
    assert browser.go("/licences/").url.endswith("/login.html")
    page = browser.go(form.get("action"), "POST", data=dict(fields, httpd_password=env.PASSWORD))
    assert page.url == browser.home + "/licences/" and "Standard licence" in page.text
    cookie, = browser.cookies
    assert cookie.secure and cookie.has_nonstandard_attr("HttpOnly") and account.login("anna") not in cookie.value
    done = buy(browser, 7)
    assert done.status_code == 200 and "done=" in done.url
    assert account.product("standard")[0] == 7
    browser.go("/logout")
    assert browser.go("/licences/").url.endswith("/login.html")
    program = account.visitor("partner")
    program.verify = certificate[0]
    assert program.get(browser.home + "/partners/licences/overview.xml").status_code == 200
    assert not portal.unexpected() and not portal.audit()


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider(http.server.ThreadingHTTPServer):
    """The least of an OpenID Connect provider: whoever comes is .user, and returns with a code."""

    def __init__(self, certificate):
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = certificate[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.at = "https://localhost:%d" % self.server_address[1]
        self.codes, self.asked = {}, []
        self.user, self.secret = None, "the client's secret"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def modulus(self):
        said = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True, capture_output=True)
        return bytes.fromhex(said.stdout.decode().strip().split("=")[1])

    def token(self, claims):
        text = b64(b'{"alg":"RS256","kid":"one","typ":"JWT"}') + "." + b64(json.dumps(claims).encode())
        signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=text.encode(), check=True,
                                capture_output=True).stdout
        return text + "." + b64(signed)


class Answers(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def tell(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server, url = self.server, urllib.parse.urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self.tell({"issuer": server.at, "authorization_endpoint": server.at + "/authorize",
                       "token_endpoint": server.at + "/token", "jwks_uri": server.at + "/keys",
                       "response_types_supported": ["code"], "subject_types_supported": ["public"],
                       "id_token_signing_alg_values_supported": ["RS256"],
                       "token_endpoint_auth_methods_supported": ["client_secret_basic"]})
        elif url.path == "/keys":
            self.tell({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "e": "AQAB",
                                 "n": b64(server.modulus())}]})
        elif url.path == "/authorize":
            query = dict(urllib.parse.parse_qsl(url.query))
            server.asked.append(query)
            code = "code%d" % len(server.codes)
            server.codes[code] = query
            self.send_response(302)
            self.send_header("Location", query["redirect_uri"] + "?" + urllib.parse.urlencode(
                {"code": code, "state": query["state"]}))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self):
        server = self.server
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        asked = server.codes.pop(form["code"])
        login = base64.b64decode(self.headers["Authorization"].split()[1]).decode()
        challenge = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if urllib.parse.unquote_plus(login) != "licences-portal:" + server.secret or challenge != asked["code_challenge"]:
            return self.send_error(401)
        now = int(time.time())
        self.tell({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": server.token({
            "iss": server.at, "aud": "licences-portal", "sub": "1", "iat": now, "exp": now + 600,
            "nonce": asked["nonce"], "preferred_username": server.user})})


def test_log_in_at_an_openid_connect_provider(example, certificate):
    if not os.path.exists(env.MODULES + "/mod_auth_openidc.so"):
        pytest.skip("mod_auth_openidc isn't installed")
    provider = Provider(certificate)
    portal = example("login-openid-connect.conf", ("id.example.com", provider.at[8:]),
                     ("/etc/ssl/certs/ca-certificates.crt", "/etc/licences/provider-ca.pem"))
    try:
        account = with_tls(portal, certificate)
        portal.replace.append(("/etc/licences", portal.etc))
        portal.secret("provider-ca.pem", open(certificate[0]).read(), 0o644)
        portal.secret("oidc-secret.conf", 'OIDCClientSecret "%s"\n' % provider.secret, owner="root" if portal.as_root else None)
        portal.secret("oidc-key", os.urandom(32).hex() + "\n", owner="root" if portal.as_root else None)
        portal.start()
        provider.user = account.login("anna")
        browser = Browser(portal, certificate[0])
        page = browser.go("/licences/invoices")
        assert page.url == browser.home + "/licences/invoices" and page.status_code == 200, page.text
        assert len(provider.asked) == 1 and provider.asked[0]["client_id"] == "licences-portal"
        assert "done=" in buy(browser, 7).url
        assert account.product("standard")[0] == 7
        assert len(provider.asked) == 1, "one log-in does for a while"
        provider.user = account.login("dan")
        assert Browser(portal, certificate[0]).go("/licences/").status_code == 403
        program = account.visitor("partner")
        program.verify = certificate[0]
        assert program.get(browser.home + "/partners/licences/overview.xml").status_code == 200
        assert not portal.unexpected() and not portal.audit()
    finally:
        provider.shutdown()
        provider.server_close()
