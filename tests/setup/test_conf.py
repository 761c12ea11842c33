"""
The configurations in mod_licences/conf/ as they stand, on a machine that knows nothing of them: what their heads say is
typed line by line, what they say to replace is replaced, and each does what it says.
"""
import re

import requests

import databases
import env
from own_server import PASSWORD, OwnServer
from portal_site import Site, sqlite
from provider import Provider
from test_metrics import metrics


def check_trace(address, **options):
    """Nobody is sent back what a browser adds by itself."""
    answer = requests.request("TRACE", address, headers={"Authorization": "Basic secret"}, timeout=20, **options)
    assert answer.status_code == 405 and "secret" not in answer.text


def check_use(site, smtp):
    """Somebody buys, is told by mail, what operators watch is there, and nothing is complained of."""
    check_trace(site.url("/"))
    site.make_products()
    account = site.make_account(licences=5)
    anna = account.visitor("anna")
    assert anna.get("/", headers={"Origin": "https://portal.example.com"}).status_code == 200
    assert "support@example.com" in anna.get("/products/standard").text
    assert anna.change("standard", 7).status_code == 303
    assert account.product("standard")[0] == 7
    assert env.Visitor(site, None).get("/").status_code == 401
    assert env.wait_until(lambda: smtp.mails)
    seen = metrics(site)
    assert seen.of("licences_database_up") == 1
    assert env.wait_until(lambda: metrics(site).of("licences_sweeps_total") > 0)
    assert env.wait_until(lambda: metrics(site).of("licences_mail_duration_seconds_count") == len(smtp.mails))
    assert not site.unexpected() and not site.audit()


def mail(smtp):
    return "localhost:25", "127.0.0.1:%d" % smtp.port


def test_sqlite(machine, smtp):
    site = Site(machine, sqlite(), [mail(smtp)])
    site.follow("sqlite.conf")
    check_use(site, smtp)


# --- databases of a server of their own, which is another machine: what its operator types is typed outside ----------------


def test_postgresql(machine, smtp, certificate):
    server = OwnServer("pgsql", tls=certificate)
    try:
        server.sql("DROP ROLE licences")
        site = Site(machine, None, [mail(smtp), ("5432", str(server.port)), ("PASSWORD", PASSWORD)])
        site.password = PASSWORD
        site.aside = {"PGHOST": server.dir, "PGPORT": str(server.port), "PGUSER": "super"}
        machine.write("/etc/licences/db-ca.pem", open(certificate[0]).read())
        site.follow("postgresql.conf")
        params = re.search(r'^DBDParams "(.*)"$', machine.read("/etc/apache2/conf-available/licences.conf"), re.M).group(1)
        site.store = databases.Database("pgsql", params)
        check_use(site, smtp)
        assert server.sql("SELECT DISTINCT ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                          " WHERE a.application_name = 'licences'") == "t\n"
        assert PASSWORD not in site.log()
    finally:
        server.remove()


def test_mariadb(machine, smtp, certificate, tmp_path):
    server = OwnServer("mysql", tls=certificate)
    try:
        server.sql("DROP USER licences")
        # the client of the database server's machine, where root needs no password
        client = tmp_path / "mariadb"
        client.write_text('#!/bin/sh\nexec /usr/bin/mariadb --no-defaults --socket=%s/socket --user=root "$@"\n' % server.dir)
        client.chmod(0o755)
        site = Site(machine, databases.Database("mysql", "group=licences"),
                    [mail(smtp), ("3306", str(server.port)), ("PASSWORD", PASSWORD)])
        site.aside = {"PATH": "%s:/usr/bin:/bin" % tmp_path}
        machine.write("/etc/licences/db-ca.pem", open(certificate[0]).read())
        site.follow("mariadb.conf")
        check_use(site, smtp)
        assert server.sql("SELECT DISTINCT db FROM information_schema.processlist WHERE user = 'licences'") == "licences\n"
        assert PASSWORD not in site.log()
    finally:
        server.remove()


# --- several portals --------------------------------------------------------------------------------------------------------


def test_several_virtual_hosts_with_a_database_each(machine, smtp):
    site = Site(machine, None, [mail(smtp)])
    site.replace.append(("*:80>", "*:%d>" % site.port))
    site.follow("virtual-hosts.conf")
    site.users = ["/etc/licences/users-north", "/etc/licences/users-south"]
    for key in ("north", "south"):
        site.store = sqlite(key)
        site.make_products()
        at = env.instant(hours=2)
        site.batch(["--now %s %s" % (at, line) for line in (
            "account add %s --name %s --currency DKK --locale en-GB --timezone UTC --months 1 --anchor %s --vat 25"
            " --billing b@%s.example.com" % (key, key, at[:10], key), "role grant %s admin my-account" % key,
            "quantity %s standard 3" % key, "employee add %s anna --name Anna --initials A --email a@b.example"
            " --role admin" % key)])
    for host, path, support in (("north", "/licences/", "support@north"), ("south", "/my/licences/", "support@south")):
        def get(what):
            return env.Visitor(site, "anna").get(site.url("/" + path + what), headers={"Host": host + ".example.com"})
        assert get("").status_code == 200, (host, get("").text)
        assert site.valid(get("overview.xml")).get("account") == host
        assert support in get("products/standard").text
    for host, path in (("north", "/my/licences/"), ("south", "/licences/")):
        assert env.Visitor(site, "anna").get(site.url("/" + path),
                                             headers={"Host": host + ".example.com"}).status_code == 404
    check_trace(site.url("/"))
    assert env.wait_until(lambda: smtp.mails)
    assert not site.unexpected()


# --- logging in ---------------------------------------------------------------------------------------------------------


class Browser(requests.Session):
    def __init__(self, site, ca):
        super().__init__()
        self.trust_env, self.verify = False, ca
        self.home = "https://localhost:%d" % site.tls_port

    def go(self, path, method="GET", **options):
        url = path if path.startswith("http") else self.home + path
        return self.request(method, url, timeout=30, **options)


def with_tls(machine, certificate, *replace):
    """A machine that has its certificate."""
    site = Site(machine, sqlite(), replace)
    for path, text in zip(("portal.pem", "portal.key"), certificate):
        site.secret("/etc/licences/" + path, open(text).read())
    # a certificate that signs itself; the libraries that are installed are not ours
    site.expect("AH01906", "AH01882")
    site.replace += [("https://portal.example.com", "https://localhost:%d" % site.tls_port),
                     ("portal.example.com", "localhost"), ("*:443>", "*:%d>" % site.tls_port)]
    return site


def buy(browser, quantity):
    """By the pages alone."""
    page = env.as_page(browser.go("/licences/products/standard?quantity=%d" % quantity))
    token, = set(page.xpath("//*[@name='confirm']/@value"))
    return browser.go("/licences/products/standard", "POST", data={"quantity": str(quantity), "confirm": token},
                      headers={"Origin": browser.home, "Sec-Fetch-Site": "same-origin"})


def test_log_in_by_a_form(machine, certificate):
    site = with_tls(machine, certificate)
    site.follow("login-form.conf")
    site.make_products()
    account = site.make_account(licences=5)
    site.expect("AH01807", "AH01617", "AH01618", "AH01620")      # somebody gave a wrong password
    browser = Browser(site, certificate[0])
    check_trace(browser.home, verify=certificate[0])
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
    assert not site.unexpected() and not site.audit()


def test_log_in_at_an_openid_connect_provider(machine, certificate):
    provider = Provider(certificate)
    try:
        site = with_tls(machine, certificate, ("id.example.com", provider.at[8:]), ("SECRET OF THE CLIENT", provider.secret),
                        ("/etc/ssl/certs/ca-certificates.crt", "/etc/licences/provider-ca.pem"))
        machine.write("/etc/licences/provider-ca.pem", open(certificate[0]).read())
        site.follow("login-openid-connect.conf")
        site.make_products()
        account = site.make_account(licences=5)
        provider.user = account.login("anna")
        browser = Browser(site, certificate[0])
        check_trace(browser.home, verify=certificate[0])
        page = browser.go("/licences/invoices")
        assert page.url == browser.home + "/licences/invoices" and page.status_code == 200, page.text
        assert len(provider.asked) == 1 and provider.asked[0]["client_id"] == "licences-portal"
        assert "done=" in buy(browser, 7).url
        assert account.product("standard")[0] == 7
        assert len(provider.asked) == 1, "one log-in does for a while"
        provider.user = account.login("dan")
        assert Browser(site, certificate[0]).go("/licences/").status_code == 403
        program = account.visitor("partner")
        program.verify = certificate[0]
        assert program.get(browser.home + "/partners/licences/overview.xml").status_code == 200
        assert not site.unexpected() and not site.audit()
    finally:
        provider.shutdown()
        provider.server_close()
