"""Every directive is checked when the configuration is read: file, line, what is wrong, what would be right."""
import os
import re
import subprocess

import pytest
import requests

import env

LOCATION = """
<Location "/licences">
    AuthType Basic
    AuthName "Portal"
    AuthBasicProvider file
    AuthUserFile "{root}/run/users"
    Require valid-user
    SetHandler licences
    LicencesStylesheets "{stylesheets}"
{inside}
</Location>
"""


@pytest.fixture(scope="module")
def stage():
    """A portal that is never started."""
    portal = env.Portal()
    yield portal
    portal.remove()


def line_of(text, needle):
    return 1 + text[:text.index(needle)].count("\n")


def refused(portal, said, needle, **parts):
    """The configuration is refused, saying so and where the needle stands."""
    status, output, text = portal.configtest(**parts)
    assert status != 0, output
    assert re.search(said, output), output
    assert "test.conf" in output and str(line_of(text, needle)) in re.findall(r"\d+", output), output
    return output


def test_a_right_configuration_is_fine(stage):
    status, output, _ = stage.configtest(inside="""
        LicencesAccount "expr=%{reqenv:PORTAL_ACCOUNT}"
        LicencesUser "expr=%{REMOTE_USER}"
        LicencesOrigin https://portal.example.com http://[::1]:8080
        LicencesFrameAncestors https://portal.example.com
        LicencesSupport help@portal.example""", outside="""
        LicencesSweepInterval 60s
        LicencesMail smtp://localhost:25 from=licences@example.com""")
    assert (status, "Syntax OK" in output) == (0, True), output


@pytest.mark.parametrize("line", [
    "LicencesSweepInterval 100ms", "LicencesSweepInterval 5min", "LicencesSweepInterval 2h", "LicencesSweepInterval 1d",
    "LicencesPageCache 32M", "LicencesPageCache 1024k", "LicencesPageCache 1G", "LicencesPageCache Off",
    "<VirtualHost *:9>\nLicencesPageCache Off\n</VirtualHost>", "LicencesPrepare Off", "LicencesPrepare On",
    "LicencesSweepInterval Off", "LicencesMail Off", "LicencesMail smtps://mail.example from=a@example.com",
    "LicencesMail smtp://mail.example:587 from=a@example.com starttls user=me password-file={root}/run/password",
    "LicencesAccount acme", "LicencesSupport help@portal.example", "LicencesOrigin https://portal.example.com",
])
def test_what_is_right_for_a_whole_server_is_taken(stage, line):
    with open(os.path.join(stage.dir, "run/password"), "w") as file:
        file.write("s3cret\n")
    status, output, _ = stage.configtest(outside=line.format(root=stage.dir))
    assert status == 0, output


@pytest.mark.parametrize("line, said", [
    ("LicencesAccount Acme", "is no account key"),
    ('LicencesAccount ""', "takes one argument"),
    ('LicencesAccount "expr=%{nonsense"', "LicencesAccount"),
    ('LicencesUser "expr="', "is empty"),
    ("LicencesUser", "takes one argument"),
    ("LicencesOrigin portal.example.com", "is no origin"),
    ("LicencesOrigin https://portal.example.com/", "is no origin"),
    ("LicencesOrigin https://portal.example.com/path", "is no origin"),
    ("LicencesOrigin https://", "is no origin"),
    ("LicencesOrigin https://a:99999999", "is no origin"),
    ("LicencesOrigin", "needs an origin"),
    ("LicencesFrameAncestors", "needs an origin"),
    ("LicencesFrameAncestors *", "is no origin"),
    ("LicencesSupport nobody", "is no e-mail address"),
    ("LicencesStylesheets /nowhere/at/all", "there is no directory"),
    ("LicencesSweepInterval 60", "is no interval"),
    ("LicencesSweepInterval 0s", "is no interval"),
    ("LicencesSweepInterval -5s", "is no interval"),
    ("LicencesSweepInterval 8d", "is no interval"),
    ("LicencesSweepInterval soon", "is no interval"),
    ("LicencesPageCache 32", "is no size"),
    ("LicencesPageCache 512K", "is no size"),
    ("LicencesPageCache 2G", "is no size"),
    ("LicencesPageCache 32MB", "is no size"),
    ("LicencesPageCache M", "is no size"),
    ("LicencesMail", "there is no mail server"),
    ("LicencesMail localhost", "no mail server's address"),
    ("LicencesMail http://localhost from=a@example.com", "begins with smtp:// or smtps://"),
    ("LicencesMail smtp://localhost:25", "there is no from="),
    ("LicencesMail smtp://localhost:25 from=nobody", "wants an e-mail address"),
    ("LicencesMail smtp://me:secret@localhost from=a@example.com", "not in the address"),
    ("LicencesMail smtp://localhost from=a@example.com user=me", "belong together"),
    ("LicencesMail smtp://localhost from=a@example.com user=me password-file=/nowhere", "a file that can be read"),
    ("LicencesMail smtps://localhost from=a@example.com starttls", "encrypted from the start"),
    ("LicencesMail smtp://localhost from=a@example.com colour=red", "not one of starttls"),
])
def test_what_is_wrong_is_named_with_its_line_and_what_would_be_right(stage, line, said):
    output = refused(stage, said, line, outside=line)
    if "argument" not in said and "nonsense" not in line:
        assert "right would be" in output or "for example" in output, output


@pytest.mark.parametrize("line", ["LicencesAccount acme", "LicencesSupport a@example.com", "LicencesSweepInterval 60s",
                                  "LicencesMail Off", "LicencesOrigin https://a.example", "LicencesPageCache Off"])
def test_no_directive_has_a_place_in_a_directory(stage, line):
    refused(stage, "not allowed|cannot occur", line, outside='<Directory "/srv">\n    %s\n</Directory>' % line)


@pytest.mark.parametrize("line", ["LicencesSweepInterval 60s", "LicencesMail Off", "LicencesPageCache 32M"])
def test_what_a_server_does_is_not_said_in_a_location(stage, line):
    refused(stage, "not allowed|cannot occur", line, inside=line)


def test_the_size_of_the_page_cache_is_not_said_in_a_virtual_host(stage):
    refused(stage, "belongs outside; right would be Off here", "LicencesPageCache 32M",
            outside="<VirtualHost *:9>\nLicencesPageCache 32M\n</VirtualHost>")


def test_no_directive_is_allowed_in_htaccess(new_portal):
    portal = new_portal(outside='<Directory "/">\n    AllowOverride All\n</Directory>\n')
    with open(portal.dir + "/htdocs/.htaccess", "w") as f:
        f.write("LicencesSupport a@example.com\n")
    portal.start()
    portal.begin()
    portal.expect("LicencesSupport not allowed here")
    assert requests.get("http://127.0.0.1:%d/index.html" % portal.port, timeout=10).status_code == 500
    assert "LicencesSupport not allowed here" in portal.log()
    with open(portal.dir + "/htdocs/.htaccess", "w") as f:
        f.write("SetHandler licences")
    portal.expect("LIC3105")
    assert requests.get("http://127.0.0.1:%d/index.html" % portal.port, timeout=10).status_code == 500
    assert "SetHandler licences belongs in a Location" in portal.log()


@pytest.mark.parametrize("section, said", [
    ('<LocationMatch "^/lic">\n    SetHandler licences\n</LocationMatch>', "cannot be used in a LocationMatch"),
    ('<LocationMatch "^/lic">\n    LicencesSupport a@example.com\n</LocationMatch>', "cannot be used in a LocationMatch"),
    ('<Location ~ "^/lic">\n    SetHandler licences\n</Location>', "one plain path"),
    ('<Location "/lic*">\n    SetHandler licences\n</Location>', "one plain path"),
    ('<Location "lic">\n    SetHandler licences\n</Location>', "begins with a slash"),
    ('<Directory "/srv">\n    SetHandler licences\n</Directory>', "belongs directly in a <Location>"),
    ('<Files "x">\n    SetHandler licences\n</Files>', "belongs directly in a <Location>"),
    ('<Location "/x">\n    <If "true">\n        SetHandler licences\n    </If>\n</Location>',
     "belongs directly in a <Location>"),
    ('SetHandler licences', "belongs directly in a <Location>"),
])
def test_the_handler_belongs_in_a_location_with_a_path(stage, section, said):
    needle = "SetHandler licences" if "SetHandler" in section else "LicencesSupport a@example.com"
    refused(stage, said, needle, location="", outside=section)


def test_a_server_without_a_database_is_told_what_it_lacks(stage):
    kept, stage.database = stage.database, ""
    try:
        refused(stage, "DBDriver", "SetHandler licences", location=LOCATION)
    finally:
        stage.database = kept


def test_without_mod_dbd_there_is_no_database_either(stage):
    status, output, text = stage.configtest()
    assert status == 0, output
    lines = [line for line in text.splitlines() if "dbd_module" not in line and not line.startswith("DBD")]
    path = stage.write_conf("\n".join(lines), "run/without.conf")
    done = subprocess.run([env.HTTPD, "-t", "-f", path], env=env.environment(), capture_output=True, text=True, timeout=30)
    assert done.returncode != 0
    assert "dbd" in done.stderr.lower()
    stage.write_conf("\n".join(line for line in lines if "SetHandler" not in line), "run/without.conf")
    done = subprocess.run([env.HTTPD, "-t", "-f", path], env=env.environment(), capture_output=True, text=True, timeout=30)
    assert done.returncode != 0 and "LIC3003" in done.stderr and "LoadModule dbd_module" in done.stderr


def test_a_stylesheet_that_cannot_be_read_is_named(new_portal):
    portal = new_portal(catalogue=False)
    with open(portal.dir + "/xslt/overview.xsl", "w") as f:
        f.write("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:nonsense/>")
    output = refused(portal, "overview.xsl", "LicencesStylesheets", location=LOCATION)
    assert "LIC3002" in output
    with open(portal.dir + "/xslt/overview.xsl", "w") as f:      # it can be read, and makes no page
        f.write("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/*[*]'>"
                "<xsl:message terminate='yes'>no heading</xsl:message></xsl:template></xsl:stylesheet>")
    assert "LIC3002" in refused(portal, r"no heading.*\(with sample/overview.*\)", "LicencesStylesheets", location=LOCATION)


@pytest.mark.parametrize("line, said", [
    ("Require licences-right", "needs a right"), ("Require licences-right boss", 'there is no right "boss"'),
    ("Require licences-right my-account boss", 'there is no right "boss"'),
    ('Require licences-right "%{nonsense"', "licences-right"),
])
def test_a_right_that_there_is_not_cannot_be_required(stage, line, said):
    refused(stage, said, line, outside='<Location "/elsewhere">\n    %s\n</Location>' % line)


def test_loaded_but_not_used_the_module_asks_for_nothing(stage):
    kept, stage.database = stage.database, ""
    try:
        status, output, _ = stage.configtest(location="")
        assert status == 0, output
    finally:
        stage.database = kept
