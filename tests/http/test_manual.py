"""What the manual shows works: each example of a directive, and each command of licencesctl's page."""
import os
import re
import subprocess

import pytest
from lxml import etree

from env import BUILD, CTL, STYLESHEETS

DOC = os.path.join(os.path.dirname(__file__), "../../mod_licences/doc")


def page(name):
    with open(os.path.join(DOC, name)) as f:
        return f.read()


def examples():
    for name, section in re.findall(r"^=== (Licences\w+)\n(.*?)(?=^===? )", page("licences.conf.adoc"), re.M | re.S):
        text = re.search(r"^----\n(.*?)^----", section, re.M | re.S).group(1)
        yield pytest.param(name, text, id=name)


@pytest.mark.parametrize("name, text", examples())
def test_an_example_of_a_directive_is_taken(new_portal, name, text):
    assert name in text
    portal = new_portal(modules=["authz_host"])
    text = text.replace("/usr/share/licences/xslt", STYLESHEETS)
    status, said, _ = portal.configtest(outside=text)
    assert status == 0 and "Syntax OK" in said, said


def test_a_whole_configuration_and_what_watches_it_is_taken(new_portal):
    """The synopsis beside what a portal has (its database and its Location are the ones that are tried), and operating.md's."""
    portal = new_portal(modules=["authz_host"])
    synopsis = re.search(r"^== SYNOPSIS\n+----\n(.*?)^----", page("licences.conf.adoc"), re.M | re.S).group(1)
    driver, location = re.match(r'(DBDriver sqlite3\nDBDParams "[^"]+"\n)(<Location "/licences">\n.*</Location>\n)$', synopsis, re.S).groups()
    assert driver.count("\n") == 2 and portal.store.kind in ("sqlite3", "pgsql", "mysql")
    watching = "\n".join(line[4:] for line in page("operating.md").splitlines() if re.match(r"    (</?Location|    (Licences|Require))", line))
    assert "LicencesMetrics On" in watching and watching.endswith("</Location>")
    outside = 'LicencesStylesheets "%s"\n' % STYLESHEETS + location.replace('"/licences"', '"/others"') + re.sub(" +# .*", "", watching)
    status, said, _ = portal.configtest(outside=outside)
    assert status == 0 and "Syntax OK" in said, said


def test_no_example_of_the_manual_is_left_out():
    """Those of pages for man are tried here; operating.md's here and below, partners.md's on the demo, look.md's in tests/setup."""
    blocks = {name: page(name + ".adoc").count("\n----\n") for name in ("licences.conf", "licencesctl", "licences-xml", "licences-csv", "mod_licences")}
    assert blocks == {"licences.conf": 2 * (len(list(examples())) + 1), "licencesctl": 4, "licences-xml": 0, "licences-csv": 0, "mod_licences": 0}


def test_the_examples_of_licencesctl_work_as_they_stand(tmp_path):
    blocks = re.findall(r"^----\n(.*?)^----", page("licencesctl.adoc"), re.M | re.S)
    assert len(blocks) == 2
    script = "\n".join(blocks).replace("/var/lib/licences", str(tmp_path)).replace("/var/backups/licences", str(tmp_path))
    script = script.replace("/run/licences-doctor", str(tmp_path / "doctor")).replace("2026-11-01", "$(date +%Y-%m-01)")
    os.symlink(CTL, tmp_path / "licencesctl")
    done = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, timeout=120,
                          env=dict(os.environ, PATH="%s:%s" % (tmp_path, os.environ["PATH"]), LICENCES_DATABASE="sqlite3:%s/licences.db" % tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert any(name.startswith("licences-") and name.endswith(".db") for name in os.listdir(tmp_path))


def shown(name):
    """A page as man shows it, without line breaks."""
    if not os.path.exists(os.path.join(BUILD, name)):
        pytest.skip("built without asciidoctor")
    return subprocess.run(["man", "-l", "-P", "cat", os.path.join(BUILD, name)], capture_output=True, text=True, check=True, timeout=60,
                          env=dict(os.environ, MANWIDTH="1000", LC_ALL="C.UTF-8")).stdout


def test_the_page_of_licencesctl_names_every_command_and_option_as_help_does():
    text = shown("licencesctl.1")
    said = subprocess.run([CTL, "help"], capture_output=True, text=True, check=True).stdout
    commands = [line.strip() for line in said.splitlines() if re.match("  [a-z]", line)]
    assert len(commands) > 40
    for command in commands:
        assert "licencesctl " + command in text, command
        words = command.split()
        name = words[:2] if len(words) > 1 and words[1].islower() and words[1].isalpha() else words[:1]
        of_it = subprocess.run([CTL, *name, "--help"], capture_output=True, text=True).stdout
        for option in re.findall(r"^  (--[a-z-]+)", of_it, re.M):
            assert option in text, (command, option)


def test_the_page_of_xml_names_every_element_attribute_and_word_of_the_schema():
    words = set(re.findall(r"[\w-]+", shown("licences-xml.5")))
    schema = etree.parse(os.path.join(STYLESHEETS, "licences.xsd"))
    named = {node.get("name") or node.get("value") for node in schema.iter("{*}element", "{*}attribute", "{*}enumeration")} - {None}
    assert len(named) > 200
    assert not named - words


def test_the_page_of_csv_names_every_column(portal, account):
    text = shown("licences-csv.5")
    for what in ("overview", "modules", "employees", "log", "invoices", "usage", "plans"):
        header = portal.ctl("export", account.key, what, "--format", "csv").stdout.splitlines()[0]
        assert header.count(",") >= 3 and header.replace(",", ", ") in text, what


@pytest.mark.parametrize("name", ["licencesctl.1", "licences.conf.5", "licences-xml.5", "licences-csv.5", "mod_licences.8"])
def test_a_page_is_laid_out_without_a_complaint(name):
    if not os.path.exists(os.path.join(BUILD, name)):
        pytest.skip("built without asciidoctor")
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", os.path.join(BUILD, name)], capture_output=True, text=True,
                          env=dict(os.environ, MANWIDTH="80", LC_ALL="C.UTF-8"), timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert "pass:" not in done.stdout and "+++" not in done.stdout
