"""A portal's own look, by what look.md says: the example, imports, and what configtest says of what is broken."""
import os
import re

import pytest

import env
from portal_site import Site, sqlite

OWN = "/etc/licences/look"
SHEET = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:l="urn:mod-licences:1" xmlns:f="urn:mod-licences:functions">
%s
</xsl:stylesheet>
"""


def blocks():
    """What look.md has an operator type, and the directive that it has him write."""
    with open(os.path.join(env.ROOT, "mod_licences/doc/look.md")) as f:
        text = f.read().replace("/usr/local/", "/usr/")         # the build's prefix
    return [block.strip() for block in re.findall(r"\n\n((?:    .+\n)+)", text)]


@pytest.fixture(scope="module")
def site(fresh):
    """One machine for all of them, with the example as it is."""
    machine = fresh.clone(os.path.join(os.path.dirname(fresh.root), "look"))
    try:
        site = Site(machine, sqlite())
        site.follow("sqlite.conf")
        copy, directive, site.ours = blocks()
        site.type(machine.command(copy))
        conf = "/etc/apache2/conf-available/licences.conf"
        machine.write(conf, machine.read(conf).replace("SetHandler licences\n", "SetHandler licences\n    %s\n" % directive))
        machine.run("apachectl configtest && apachectl graceful")
        assert env.wait_until(lambda: site.log().count("resuming normal operations") == 2), site.log()
        site.begin()             # what a busy machine's restart says is nothing of ours
        site.make_products()
        yield site
    finally:
        machine.stop()
        machine.remove()


@pytest.fixture
def put(site):
    """Puts files beside the example's for one test: a stylesheet's body by its name."""
    kept = {}

    def put(name, body):
        path = OWN + "/" + name
        kept[path] = site.machine.read(path) if os.path.exists(site.machine.path(path)) else None
        site.machine.write(path, SHEET % body if name.endswith(".xsl") and not body.startswith("<?") else body)

    yield put
    for path, text in kept.items():
        if text is None:
            os.remove(site.machine.path(path))
        else:
            site.machine.write(path, text)


def test_the_example_is_around_every_page(site):
    account = site.make_account(licences=5)
    anna = account.visitor("anna")
    for path, status in (("/", 200), ("/employees", 200), ("/log", 200), ("/products/standard?quantity=7", 200), ("/nothing", 404)):
        page = anna.page(path, status=status)
        assert page.xpath("//header[@class='portal']/a[@href='/logout']/text()") == ["Log %s ud" % account.login("anna")]
        assert page.xpath("//header//nav/a[1]/text()") == ["Projekter"], "of the portal's own text"
        assert "/licences/roles" in page.xpath("//header//nav/a/@href")
        assert page.xpath("//main//h1") and page.xpath("//title/text()") and not page.xpath("//*[@class='side']")
        for address in page.xpath("//link/@href | //script/@src"):
            assert anna.get("/" + address).status_code == 200, address
    assert "--accent" in anna.get("/assets/portal.css").text
    assert anna.change("standard", 7).status_code == 303
    assert not account.visitor("dan").page("/", status=403).xpath("//header//nav/a[@href='/licences/roles']")
    assert site.unexpected() == []


def configtest(site, status=1):
    return site.machine.run("apachectl configtest", status=status)


@pytest.mark.parametrize("name, body, line", [
    ("frame.xsl", '<xsl:template name="frame">\n<html><xsl:value-of select="$nowhere"/></html></xsl:template>', 4),
    ("frame.xsl", '<xsl:template name="frame">\n\n<html><xsl:value-of select="f:money(1)"/></html></xsl:template>', 5),
    ("frame.xsl", '<xsl:template name="frame">\n<html><xsl:call-template name="nowhere"/></html></xsl:template>', 4),
    ("frame.xsl", '<xsl:template name="frame">\n<html><xsl:value-of select="(("/></html></xsl:template>', 4),
    ("frame.xsl", '<xsl:template name="frame">\n<html>\n</xsl:template>', 5),
    ("frame.xsl", '<xsl:import href="nowhere.xsl"/>\n<xsl:template name="frame"/>', 3),
    ("overview.xsl", '<xsl:import href="/usr/share/licences/xslt/overview.xsl"/>\n'
     '<xsl:template match="l:product"\n mode="row"><xsl:value-of select="f:nothing(@key)"/></xsl:template>\n'
     '<xsl:template match="l:licences" mode="content">\n<xsl:apply-templates select="l:product" mode="row"/></xsl:template>', 5),
    ("csv/log.xsl", '<xsl:template match="/">\n<xsl:value-of select="$nothing"/></xsl:template>', 4),
    ("mail/subject.xsl", '<xsl:template match="/">\n<xsl:value-of select="$nothing"/></xsl:template>', 4),
    ("navigation.xsl", '<xsl:template name="navigation">\n<xsl:value-of select="$nowhere"/></xsl:template>', 4),
])
def test_what_is_broken_is_named_by_file_and_line(site, put, name, body, line):
    put(name, body)
    said = configtest(site)
    assert re.search(r"%s/%s(:| line )%d\b" % (OWN, re.escape(name), line), said), said
    assert "LIC3002" in said


def test_a_frame_needs_nothing_but_its_template(site, put):
    put("frame.xsl", '<xsl:template name="frame"><html><body><xsl:call-template name="content"/></body></html></xsl:template>')
    assert "Syntax OK" in configtest(site, 0)


def test_imports_are_found_beside_the_file_that_imports_and_else_among_ours(site, put):
    put("overview.xsl", site.ours + '<xsl:import href="parts/more.xsl"/><xsl:import href="parts.xsl"/>')
    put("parts/more.xsl", '<xsl:import href="even.xsl"/><xsl:import href="../navigation.xsl"/>')
    put("parts/even.xsl", '<xsl:template name="even">even</xsl:template>')
    assert "Syntax OK" in configtest(site, 0)


@pytest.mark.parametrize("spelt", [OWN + "/", "/etc/licences/../licences/look", "/etc//licences/./look", "../licences/look",
                                   "/etc/licences/a look (ours) 100%", "/etc/licences/udseende-på-ny"])
def test_the_directory_may_be_spelt_in_any_way(site, spelt):
    conf = "/etc/apache2/conf-available/licences.conf"
    kept = site.machine.read(conf)
    if not os.path.lexists(site.machine.path(os.path.join("/etc/apache2", spelt))):
        site.machine.run("ln -s %s '%s'" % (OWN, spelt))
    site.machine.write(conf, kept.replace('"%s"' % OWN, '"%s"' % spelt))
    try:
        assert spelt in site.machine.read(conf) and "Syntax OK" in configtest(site, 0)
    finally:
        site.machine.write(conf, kept)


def test_what_lies_elsewhere_is_not_imported(site, put):
    site.machine.write("/etc/licences/elsewhere.xsl", SHEET % "")
    put("frame.xsl", '<xsl:import href="../elsewhere.xsl"/><xsl:template name="frame"/>')
    assert "/etc/licences/elsewhere.xsl lies outside" in configtest(site)
