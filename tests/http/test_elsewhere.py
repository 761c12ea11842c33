"""Other parts of the portal: Require licences-right, several virtual hosts, pages beside ours."""
import os
import subprocess

import requests

import env

ELSEWHERE = """
<Location "/elsewhere">
    AuthType Basic
    AuthName "Portal"
    AuthBasicProvider file
    AuthUserFile "{root}/run/users"
    Require licences-right {rights}
    AuthzSendForbiddenOnFailure On
</Location>
"""


def portal_with(new_portal, rights, after="", **options):
    portal = new_portal(**options)
    portal.outside += ELSEWHERE.format(root=portal.dir, rights=rights) + after
    os.makedirs(portal.dir + "/htdocs/elsewhere")
    with open(portal.dir + "/htdocs/elsewhere/page.html", "w") as f:
        f.write("<p>here you are</p>")
    portal.start()
    portal.begin()
    return portal


def status(visitor):
    return visitor.get("//elsewhere/page.html").status_code


def test_other_parts_of_the_portal_may_ask_for_a_right(new_portal):
    unknown = '<Location "/elsewhere/unknown.html">\nRequire licences-right %{file:/nowhere}\n</Location>\n'
    portal = portal_with(new_portal, "my-account", after=unknown)
    account = portal.make_account(licences=10)
    portal.expect("AH01631")     # httpd's own word for a refusal
    portal.expect("LIC3201", "Evaluation of expression")
    assert status(account.visitor("anna")) == 200
    assert account.visitor("anna").get("//elsewhere/unknown.html").status_code == 500
    assert "Require licences-right %{file:/nowhere}: Cannot open file" in portal.log()
    for name in ("bo", "dan", "partner"):
        assert status(account.visitor(name)) == 403, name
    assert env.Visitor(portal, None).get("//elsewhere/page.html").status_code == 401
    portal.add_users(["stranger"])
    assert status(env.Visitor(portal, "stranger")) == 403


def test_any_one_of_several_rights_is_enough(new_portal):
    portal = portal_with(new_portal, "partner my-account-view")
    account = portal.make_account(licences=10)
    portal.expect("AH01631")
    assert [status(account.visitor(name)) for name in ("anna", "bo", "partner", "dan")] == [200, 200, 200, 403]


def test_a_right_taken_away_closes_the_other_parts_at_once(new_portal):
    portal = portal_with(new_portal, "my-account")
    account = portal.make_account(licences=10)
    portal.expect("AH01631")
    anna = account.visitor("anna")
    assert status(anna) == 200
    account.ctl("role", "revoke", account.key, "admin", "my-account")
    assert status(anna) == 403


def test_each_right_opens_what_asks_for_it_and_an_inactive_employee_opens_nothing(new_portal):
    portal = portal_with(new_portal, "roles")
    account = portal.make_account(licences=10)
    portal.expect("AH01631")
    assert [status(account.visitor(name)) for name in ("anna", "bo", "partner", "dan")] == [200, 403, 403, 403]
    account.ctl("role", "give", account.key, "admin", account.login("dan"))
    assert status(account.visitor("dan")) == 200, "a role given counts at once"
    account.ctl("employee", "deactivate", account.key, account.login("anna"))
    assert status(account.visitor("anna")) == 403


def test_a_right_elsewhere_is_one_in_the_account_that_the_portal_says(new_portal):
    portal = portal_with(new_portal, 'my-account\n    LicencesAccount "expr=%{reqenv:PORTAL_ACCOUNT}"')
    portal.outside += 'SetEnvIf X-Account "(.+)" PORTAL_ACCOUNT=$1\n'
    portal.stop()
    portal.start()
    mine, other = portal.make_account(licences=10), portal.make_account(licences=10)
    portal.expect("AH01631")
    for account, expected in ((mine.key, 200), (other.key, 403), ("nowhere", 403)):
        assert status(mine.visitor("anna", X_Account=account)) == expected, account


def test_without_the_database_the_other_parts_stay_closed(new_portal):
    portal = portal_with(new_portal, "my-account")
    account = portal.make_account(licences=10)
    portal.expect("LIC3202", "AH00629", "AH02655", "AH00636", "AH00633", "AH00632", "AH01631")
    portal.stop()
    portal.hide_database()
    portal.start()
    assert status(account.visitor("anna")) == 500
    portal.stop()
    portal.bring_database_back()
    portal.start()
    assert status(account.visitor("anna")) == 200


def test_pages_beside_ours_are_served_as_ever(anna, portal):
    with open(portal.dir + "/htdocs/index.html", "w") as f:
        f.write("the portal's own")
    url = "http://127.0.0.1:%d" % portal.port
    assert requests.get(url + "/index.html", timeout=10).text == "the portal's own"
    assert requests.get(url + "/licencesque", timeout=10).status_code == 404


def test_several_virtual_hosts_have_databases_and_paths_of_their_own(new_portal):
    other = new_portal()
    portal = new_portal()
    hosts = ""
    for name, base, database in (("one.example", '"/licences"', portal), ("two.example", "/shop/subscription", other)):   # or without quotes
        location = env.LOCATION.replace('"/licences"', base).format(
            root=portal.dir, stylesheets=portal.dir + "/xslt", inside="")
        hosts += '<VirtualHost *:{port}>\nServerName {name}\nDBDriver {store.kind}\nDBDParams "{store.params}"\n{location}</VirtualHost>\n'.format(
            port=portal.port, name=name, store=database.store, location=location)
    kept = portal.conf
    portal.conf = lambda: kept(location="", outside=hosts)
    other.give_away()
    portal.start()
    portal.begin()
    mine, theirs = portal.make_account(licences=3), other.make_account(licences=4)
    portal.add_users([theirs.login("anna")])
    visitors = (mine.visitor("anna", Host="one.example"), env.Visitor(portal, theirs.login("anna"), Host="two.example"))
    assert visitors[0].xml("//licences/overview.xml").get("account") == mine.key
    root = visitors[1].xml("//shop/subscription/overview.xml")
    assert root.get("account") == theirs.key
    assert visitors[0].get("//shop/subscription/").status_code == 404
    page = visitors[1].page("//shop/subscription/")
    assert all(link.startswith("/shop/subscription/") for link in page.xpath("//nav//a/@href"))
    answer = visitors[1].get("//shop/subscription")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/shop/subscription/")


def test_the_handler_may_have_the_whole_server(new_portal):
    portal = new_portal()
    kept = portal.conf
    portal.conf = lambda **parts: kept(location=env.LOCATION.replace('"/licences"', '"/"'), **parts)
    portal.start()
    portal.begin()
    anna = portal.make_account(licences=3).visitor("anna")
    page = anna.page("//")
    assert "/invoices" in page.xpath("//nav//a/@href")
    assert anna.get("//assets/licences.css").status_code == 200


def test_other_modules_ask_by_optional_functions(new_portal):
    portal = new_portal()
    module = portal.dir + "/run/mod_asks.so"
    flags = env.apxs("CFLAGS").split() + ["-I" + env.apxs("INCLUDEDIR"), "-I" + env.apxs("APR_INCLUDEDIR")]
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", module, *flags, "-I" + os.path.join(env.ROOT, "include"),
                    os.path.join(os.path.dirname(__file__), "mod_asks.c")], check=True)
    portal.outside += 'LoadModule asks_module "%s"\n' % module + ELSEWHERE.format(
        root=portal.dir, rights="x").replace("Require licences-right x", "Require valid-user\n    SetHandler asks")
    portal.start()
    portal.begin()
    account = portal.make_account(licences=3)
    portal.add_users(["stranger"])
    stranger = env.Visitor(portal, "stranger")
    for visitor, right, said in ((account.visitor("anna"), "my-account", account.key + " 1"),
                                 (account.visitor("anna"), "roles", account.key + " 1"),
                                 (account.visitor("bo"), "my-account-view", account.key + " 1"),
                                 (account.visitor("bo"), "my-account", account.key + " 0"),
                                 (account.visitor("dan"), "my-account-view", account.key + " 0"),
                                 (account.visitor("anna"), "nonsense", account.key + " -1"),
                                 (account.visitor("partner"), "partner", account.key + " 1"),
                                 (account.visitor("partner"), "my-account-view", account.key + " 0"),
                                 (stranger, "my-account", "none 0")):
        assert visitor.get("//elsewhere/x?" + right).text == said, (right, said)
    account.ctl("role", "revoke", account.key, "viewer", "my-account-view")
    assert account.visitor("bo").get("//elsewhere/x?my-account-view").text == account.key + " 0", "the link goes at once"


FRAME = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="ours.xsl"/>
  <xsl:template name="frame">
    <html><body class="own"><xsl:apply-templates select="/*" mode="content"/></body></html>
  </xsl:template>
</xsl:stylesheet>
"""


def test_a_portals_own_frame_and_assets_replace_ours(new_portal):
    portal = new_portal()
    os.rename(portal.dir + "/xslt/frame.xsl", portal.dir + "/xslt/ours.xsl")
    for name, text in (("assets/own.css", "p { color: red }"), ("frame.xsl", FRAME)):
        with open(os.path.join(portal.dir, "xslt", name), "w") as f:
            f.write(text)
    portal.start()
    portal.begin()
    anna = portal.make_account(licences=3).visitor("anna")
    for path, status in (("/", 200), ("/products/standard", 200), ("/nothing", 404)):
        assert anna.page(path, status=status).xpath("//body[@class='own']//h1")
    assert anna.get("/assets/own.css").text == "p { color: red }"


def test_a_graceful_restart_keeps_serving(new_portal):
    portal = new_portal().start()
    portal.begin()
    anna = portal.make_account(licences=3).visitor("anna")
    tag = anna.get("/").headers["ETag"]
    for _ in range(3):
        portal.reload()
        assert anna.get("/").status_code == 200
    assert anna.get("/").headers["ETag"] == tag
