"""Debian's packages: as Debian wants them, and what becomes of a bare machine by installing, upgrading and purging them."""
import glob
import hashlib
import os
import re
import shutil
import subprocess

import pytest

BUILD = os.environ["LICENCES_BUILD"]
OURS = ["libapache2-mod-licences", "licences-tools", "licences-doc"]
CONF = "/etc/apache2/mods-available/licences.conf"


def packages(folder):
    found = {os.path.basename(path).split("_")[0]: path for path in glob.glob(folder + "/*.deb") if "dbgsym" not in path}
    assert set(found) == set(OURS), found
    return found


@pytest.fixture(scope="module")
def built():
    return packages(BUILD + "/deb")


def test_lintian_finds_neither_an_error_nor_a_warning(built):
    changes, = glob.glob(BUILD + "/deb/*.changes")
    said = subprocess.run(["lintian", "--fail-on", "error,warning", changes], capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_override_says_why():
    debian = os.path.join(os.path.dirname(__file__), "../../mod_licences/packaging/debian")
    for path in glob.glob(debian + "/*.lintian-overrides"):
        with open(path) as f:
            lines = f.read().splitlines()
        for before, line in zip(["", *lines], lines):
            assert line.startswith("#") or before.startswith("# "), "%s: %s" % (path, line)


def test_every_page_of_the_manual_is_in_a_package(built):
    listed = "".join(subprocess.run(["dpkg-deb", "-c", path], capture_output=True, text=True, check=True).stdout for path in built.values())
    for page in ("man1/licencesctl.1", "man5/licences.conf.5", "man5/licences-xml.5", "man5/licences-csv.5", "man8/mod_licences.8"):
        assert "/usr/share/man/%s.gz" % page in listed
        assert "/usr/share/licences/xslt/manual/%s.html" % page.split("/")[1] in listed
    for page in ("index", "operating", "scale", "engines", "look", "partners"):
        assert "/usr/share/licences/xslt/manual/%s.html" % page in listed
    assert "/usr/share/doc/licences-doc/html -> ../../licences/xslt/manual" in listed
    assert "/xslt/manual" not in subprocess.run(["dpkg-deb", "-c", built["licences-tools"]], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif("LICENCES_LONG" not in os.environ, reason="./bootstrap full builds them twice")
def test_two_builds_in_different_places_are_equal_byte_for_byte(built):
    again = packages(BUILD + "/deb-again/elsewhere")

    def digests(found):
        return {name: hashlib.sha256(open(path, "rb").read()).hexdigest() for name, path in found.items()}
    assert digests(built) == digests(again)


def test_piuparts_finds_nothing_left_behind_by_installing_and_purging(bare, built):
    said = subprocess.run(["piuparts", "--existing-chroot=" + bare.root, "-d", "bookworm", "--no-eatmydata", "--no-upgrade-test",
                           *built.values()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
    assert said.returncode == 0 and "PASS: Installation and purging test." in said.stdout, said.stdout[-6000:]


def everything(machine):
    """Each file with its mode and owner, but for what dpkg, apt and a2enmod note for themselves."""
    listed = machine.run("find / -xdev \\( -path /proc -o -path /sys -o -path /root -o -path /tmp -o -path /run -o -path /var/lib/dpkg"
                         " -o -path /var/lib/apt -o -path /var/lib/apache2 -o -path /var/cache -o -path /var/log \\) -prune -o -printf '%p %m %u %g\\n'")
    return set(listed.splitlines())


def earlier(machine, built):
    """The packages of the commit before, or where there is none the same ones, as a version before."""
    os.makedirs(machine.path("/root/earlier"))
    before = BUILD + "/deb-before/packages"
    if os.path.isdir(before):
        for path in packages(before).values():
            shutil.copy(path, machine.path("/root/earlier"))
        return
    for name, path in built.items():
        work = machine.path("/root/work")
        subprocess.run(["dpkg-deb", "-R", path, work], check=True)
        with open(work + "/DEBIAN/control") as f:
            text = re.sub(r"0\.1\.0-1", "0.1.0-0", f.read())
        with open(work + "/DEBIAN/control", "w") as f:
            f.write(text)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", work, machine.path("/root/earlier")], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(work)


def test_from_a_bare_debian_to_a_purchase_an_upgrade_and_a_purge(bare, built):
    for path in built.values():
        shutil.copy(path, bare.path("/root"))
    earlier(bare, built)
    bare.type("apt-get -q install apache2 apache2-utils libaprutil1-dbd-sqlite3 iso-codes tzdata libicu72 libxslt1.1 libcurl4")
    bare.type("apt-get -q -s install ./*.deb | grep '^Inst' | cut -d' ' -f2 | grep -v licences > others; "
              "[ ! -s others ] || apt-get -q install $(cat others)")
    before = everything(bare)

    # what an operator types, and what the packages' own test does then
    commands = ["apt-get -q install ./*.deb", "licencesctl init", "a2enmod -q licences && apachectl -k start"]
    bare.type(commands[0].replace("./", "./earlier/"))
    assert not bare.run("ls /etc/apache2/mods-enabled | grep licences || true").strip()
    bare.type(commands[1])
    lines = 0
    with open(bare.path(CONF)) as f:
        text = f.read()
    for line in ("AuthType Basic", 'AuthName "Portal"', 'AuthUserFile "/etc/licences/users"'):
        assert "    #" + line in text
        text = text.replace("    #" + line, "    " + line)
        lines += 1
    with open(bare.path(CONF), "w") as f:
        f.write(text)
    bare.type("htpasswd -bc /etc/licences/users anna secret")    # the portal's log-in, whatever it is
    bare.type(commands[2])
    page = bare.type("curl -s --retry 20 --retry-delay 1 --retry-connrefused -u anna:secret http://127.0.0.1/licences/")
    assert "<html" in page and (len(commands), lines) == (3, 3)
    assert "The manual of mod_licences" in bare.read("/usr/share/doc/licences-doc/html/index.html")
    bare.stop()
    assert bare.run("stat -c '%U %G %a' /var/lib/licences/licences.db").strip() == "www-data www-data 640"

    bare.type("rm /var/lib/licences/licences.db*; a2dismod -q licences; " + serves().replace("apachectl restart", "apachectl -k start"))
    bare.stop()

    # the next version keeps what the operator said, and the database
    bare.type("apt-get -q install ./*.deb")
    assert "0.1.0-1" in bare.type("dpkg-query -W -f '${Version}' licences-tools")
    assert bare.read(CONF) == text
    assert os.path.islink(bare.path("/etc/apache2/mods-enabled/licences.load"))
    bare.type("apachectl -k start")
    assert 'purchased="3"' in bare.type("curl -s --retry 20 --retry-delay 1 --retry-connrefused -u anna:secret "
                                        "http://127.0.0.1/licences/overview.xml")
    bare.stop()

    # all that is ours goes, and nothing else: the invoices stay until somebody takes them away
    bare.type("apt-get -q purge %s" % " ".join(OURS))
    left = {line.split()[0] for line in everything(bare) - before}
    assert left <= {"/var/lib/licences", *("/var/lib/licences/licences.db" + end for end in ("", "-wal", "-shm")),
                    "/etc/licences", "/etc/licences/users", "/etc/apache2/mods-enabled/dbd.load"}, left
    assert not {line.split()[0] for line in before} - {line.split()[0] for line in everything(bare)}
    bare.type("rm -r /var/lib/licences /etc/licences; a2dismod -q dbd; apt-get -q install ./*.deb && apt-get -q purge %s" % " ".join(OURS))
    assert {line.split()[0] for line in everything(bare)} == {line.split()[0] for line in before}


def test_debians_own_runner_of_package_tests_is_content(bare, built):
    """The last one: it leaves what it has installed."""
    source, = glob.glob(BUILD + "/deb/mod_licences-*/")
    said = subprocess.run(["autopkgtest", "--no-built-binaries", *built.values(), source, "--", "chroot", bare.root],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
    bare.stop()
    assert said.returncode == 0 and re.search("^serves +PASS", said.stdout, re.M), said.stdout[-6000:]


def serves():
    """The packages' own test, but for its beginning, which is typed here."""
    path = os.path.join(os.path.dirname(__file__), "../../mod_licences/packaging/debian/tests/serves")
    with open(path) as f:
        return "(" + f.read() + ")"
