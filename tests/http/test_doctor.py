"""licencesctl doctor: a line for each thing that it looks at; what goes wrong is named, with what would be right."""
import os
import re
import socket
import sqlite3
import subprocess
import threading

import pytest

import databases
from env import CTL, STYLESHEETS, instant

MPM = "LoadModule mpm_event_module x.so\n"
BOTH = "LoadModule dbd_module x.so\nLoadModule licences_module x.so\n"


@pytest.fixture
def httpd(tmp_path):
    """A directory as Debian's /etc/apache2, with these lines in it."""
    def make(*lines):
        (tmp_path / "mods-enabled").mkdir(exist_ok=True)
        (tmp_path / "mods-enabled/all.load").write_text("".join(lines))
        return tmp_path
    return make


# The tests' own servers don't wait for the disk, and the doctor is right to say so
UNSAFE = {"fsync", "full_page_writes", "synchronous_commit", "innodb_flush_log_at_trx_commit"}


def look(database, *options, now=None, stylesheets=STYLESHEETS, unsafe=(), **environment):
    """What is ok, by name, and what is wrong: of how the tests' servers treat the disk only what is said to be told."""
    words = [CTL, "--database", database, *(["--now", now] if now else []), "--stylesheets", stylesheets, "doctor", *map(str, options)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=dict(os.environ, **environment))
    assert not done.stderr, done.stderr
    lines = [re.fullmatch(r"(ok|WRONG) +([^:]+): (.+)", line) for line in done.stdout.splitlines()]
    said = [line.groups() for line in lines if line]
    wrong = [(what, text) for verdict, what, text in said if verdict == "WRONG"]
    if wrong:
        assert done.stdout.splitlines()[-1].startswith("%d thing" % len(wrong))
    assert done.returncode == (1 if wrong else 0)
    return ({what for verdict, what, _ in said if verdict == "ok"},
            {what: text for what, text in wrong if what not in UNSAFE or what in unsafe})


@pytest.fixture
def portal(new_portal):
    portal = new_portal()
    portal.make_account()
    portal.store.run("UPDATE outbox SET state = 'sent'")     # it is told that nobody sends what is two hours old
    os.chmod(portal.store.params, 0o640) if portal.store.kind == "sqlite3" else None
    return portal


@pytest.mark.database
def test_all_is_well_of_a_new_portal(portal, httpd):
    ok, wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))
    assert not wrong
    assert {"database", "database version", "clock", "schema", "epoch", "sweeping", "outbox", "stylesheets",
            "time zones", "modules"} <= ok


def test_a_database_that_is_missing_empty_or_older_is_named(new_portal, tmp_path, httpd):
    options = ["--httpd", httpd(MPM, BOTH)]
    assert "licencesctl init" in look("sqlite3:%s/none.db" % tmp_path, *options)[1]["database"]
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "empty.db").touch(mode=0o600)
    assert "licencesctl init" in look("sqlite3:%s/empty.db" % tmp_path, *options)[1]["database"]
    portal = new_portal()
    portal.store.run("DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)")
    assert "licencesctl upgrade" in look(portal.ctl_database, *options)[1]["database"]


def test_a_file_that_everybody_may_read_is_named(portal, httpd):
    os.chmod(portal.file, 0o644)
    ok, wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))
    assert list(wrong) == ["file mode"] and "chmod o=" in wrong["file mode"]


def test_a_journal_that_makes_readers_wait_is_named(portal, httpd):
    with sqlite3.connect(portal.file) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    ok, wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))
    assert list(wrong) == ["journal_mode"] and "licencesctl upgrade" in wrong["journal_mode"]
    portal.ctl("upgrade")
    ok, wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))
    assert not wrong and "database settings" in ok


def test_stylesheets_that_cannot_be_used_are_named_by_file(portal, httpd, tmp_path):
    look_of_its_own = tmp_path / "look"
    look_of_its_own.mkdir()
    (look_of_its_own / "overview.xsl").write_text("<broken")
    wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH), stylesheets=str(look_of_its_own))[1]
    assert "overview.xsl" in wrong["stylesheets"]


def test_time_zones_of_years_ago_and_clocks_apart_are_named(portal, httpd):
    wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH), now="2035-01-01T00:00:00Z")[1]
    assert "tzdata" in wrong["time zones"]
    assert "behind" in wrong["clock"] and "NTP" in wrong["clock"]
    assert "ahead" in look(portal.ctl_database, "--httpd", httpd(MPM, BOTH), now=instant(hours=1))[1]["clock"]


def test_what_nobody_does_and_mail_that_nobody_sends_are_named(portal, httpd):
    portal.store.run("UPDATE account SET next_due = 1700000000",
                     "UPDATE outbox SET state = 'waiting', next_try = 1700000000")
    wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))[1]
    assert "LicencesSweepInterval" in wrong["sweeping"] and "LicencesMail" in wrong["outbox"]
    portal.store.run("UPDATE account SET next_due = NULL", "UPDATE outbox SET state = 'parked'")
    wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))[1]
    assert list(wrong) == ["outbox"] and "mail list" in wrong["outbox"]


def test_a_database_without_an_epoch_is_named(portal, httpd):
    portal.store.run("DELETE FROM setting WHERE name = 'epoch'")
    assert "licencesctl upgrade" in look(portal.ctl_database, "--httpd", httpd(MPM, BOTH))[1]["epoch"]


def test_modules_that_are_not_enabled_are_named(portal, httpd, tmp_path):
    assert "a2enmod licences" in look(portal.ctl_database, "--httpd", httpd(MPM))[1]["modules"]
    assert "dbd" in look(portal.ctl_database, "--httpd", httpd(MPM, "LoadModule licences_module x.so\n"))[1]["modules"]
    assert "--httpd" in look(portal.ctl_database, "--httpd", tmp_path / "nowhere")[1]["httpd"]


def test_a_mail_server_that_is_not_there_or_is_none_is_named(portal, httpd):
    def greet(words):
        server = socket.create_server(("127.0.0.1", 0))

        def answer():
            client, _ = server.accept()
            client.sendall(words)
            client.close()
        threading.Thread(target=answer, daemon=True).start()
        return server, "smtp://127.0.0.1:%d from=a@b.example" % server.getsockname()[1]

    options = ["--httpd", httpd(MPM, BOTH)]
    server, setting = greet(b"220 mail.example ESMTP\r\n")
    assert "mail server" in look(portal.ctl_database, *options, "--smtp", setting)[0]
    server.close()
    assert "refused" in look(portal.ctl_database, *options, "--smtp", setting)[1]["mail server"]
    server, setting = greet(b"SSH-2.0-OpenSSH\r\n")
    assert "220" in look(portal.ctl_database, *options, LICENCES_MAIL=setting)[1]["mail server"]
    server.close()
    assert "smtp" in look(portal.ctl_database, *options, "--smtp", "ftp://x")[1]["mail server"]


def test_the_running_server_is_asked_by_its_metrics(new_portal, httpd):
    portal = new_portal(sweep="1s", outside='<Location "/figures">\nLicencesMetrics On\n</Location>\n')
    portal.expect("LIC3005")
    portal.start()
    options = ["--httpd", httpd(MPM, BOTH), "--url"]
    here = "http://127.0.0.1:%d" % portal.port
    os.chmod(portal.store.params, 0o640) if portal.store.kind == "sqlite3" else None
    ok, wrong = look(portal.ctl_database, *options, here + "/figures")
    assert not wrong and "server" in ok
    assert "LicencesMetrics On" in look(portal.ctl_database, *options, here + "/nothing")[1]["server"]
    assert "isn't like" in look(portal.ctl_database, *options, "gopher://x")[1]["server"]
    portal.stop()
    assert "can't be reached" in look(portal.ctl_database, *options, here + "/figures")[1]["server"]
    portal.sweep = "Off"
    portal.start()
    here = "http://127.0.0.1:%d" % portal.port
    assert "never sweeps" in look(portal.ctl_database, *options, here + "/figures")[1]["server"]


def test_a_server_of_another_version_or_without_its_database_is_named(portal, httpd):
    figures = ('HTTP/1.0 200 OK\r\n\r\nlicences_build_info{version="0.1"} 1\nlicences_database_up{database="a"} 1\n'
               'licences_sweep_interval_seconds{database="a"} 60\nlicences_database_up{database="b"} %d\n')
    for up, told in ((1, "isn't of this program's version"), (0, "1 of its databases can't be reached")):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def answer(said=figures % up, server=server):
                client, _ = server.accept()
                client.recv(4096)
                client.sendall(said.encode())
                client.close()
            threading.Thread(target=answer, daemon=True).start()
            url = "http://127.0.0.1:%d/" % server.getsockname()[1]
            ok, wrong = look(portal.ctl_database, "--httpd", httpd(MPM, BOTH), "--url", url)
        assert told in wrong["server"] and "server" not in ok


def servers_database(new_portal, kind):
    if databases.Server.of(kind).missing:
        pytest.skip(databases.Server.of(kind).missing)
    return new_portal(database=databases.Server.of(kind).database())


@pytest.mark.parametrize("kind", ["pgsql", "mysql"])
def test_more_connections_than_the_server_allows_are_named(new_portal, httpd, kind):
    portal = servers_database(new_portal, kind)
    allowed = portal.store.number({"pgsql": "SHOW max_connections", "mysql": "SELECT @@max_connections"}[kind])
    many = "MaxRequestWorkers %d\nThreadsPerChild 10\nDBDMax 10\n" % (10 * allowed)
    assert "max_connections" in look(portal.ctl_database, "--httpd", httpd(MPM, BOTH, many))[1]["connections"]
    few = "MaxRequestWorkers 20\nThreadsPerChild 10\nDBDMax 2\n"
    assert "connections" in look(portal.ctl_database, "--httpd", httpd(MPM, BOTH, few))[0]


def test_what_may_lose_a_confirmed_purchase_is_named_on_postgresql(new_portal, httpd):
    portal = servers_database(new_portal, "pgsql")
    name, options = portal.store.name(), ["--httpd", httpd(MPM, BOTH)]
    server = databases.Server.of("pgsql")
    server.sql("ALTER DATABASE %s SET synchronous_commit = off" % name)
    wrong = look(portal.ctl_database, *options, unsafe=UNSAFE)[1]
    assert "right would be on" in wrong["synchronous_commit"]
    assert server.sql("SHOW fsync").strip() == "off" and "right would be on" in wrong["fsync"]
    server.sql("ALTER DATABASE %s SET synchronous_commit = on" % name)
    assert "synchronous_commit" not in look(portal.ctl_database, *options, unsafe=UNSAFE)[1]
    server.sql("ALTER DATABASE %s SET statement_timeout = '15s'" % name)
    assert not look(portal.ctl_database, *options)[1]       # without standbys it does no harm
    server.sql("ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'")
    try:
        server.sql("SELECT pg_reload_conf()")
        assert "standby" in look(portal.ctl_database, *options)[1]["statement_timeout"]
    finally:
        server.sql("ALTER SYSTEM RESET synchronous_standby_names")
        server.sql("SELECT pg_reload_conf()")


def test_what_may_lose_a_confirmed_purchase_is_named_on_mariadb(new_portal, httpd):
    portal = servers_database(new_portal, "mysql")
    server = databases.Server.of("mysql")
    before = server.sql("SELECT @@innodb_flush_log_at_trx_commit").strip()
    server.sql("SET GLOBAL innodb_flush_log_at_trx_commit = 2")
    try:
        assert "right would be 1" in look(portal.ctl_database, "--httpd", httpd(MPM, BOTH), unsafe=UNSAFE)[1]["innodb_flush_log_at_trx_commit"]
    finally:
        server.sql("SET GLOBAL innodb_flush_log_at_trx_commit = " + before)


@pytest.mark.parametrize("params, right", [("pgsql:host=127.0.0.1 dbname=x", "connect_timeout=2"), ("mysql:host=127.0.0.1,dbname=x", "group=licences")])
def test_a_database_that_cannot_be_reached_is_named_with_what_else_is_wrong(httpd, params, right):
    ok, wrong = look(params + {"p": " port=1", "m": ",port=1"}[params[0]], "--httpd", httpd(MPM, BOTH))
    assert "can't be reached" in wrong["database"]
    assert right in wrong["connecting"]
    assert "stylesheets" in ok


def test_a_server_that_starts_says_whose_files_everybody_may_read(new_portal):
    portal = new_portal(outside="LicencesMail smtp://127.0.0.1:587 from=a@example.com starttls user=me password-file={root}/run/secret\n")
    secret = os.path.join(portal.dir, "run/secret")
    portal.outside = portal.outside.replace("{root}", portal.dir)
    with open(secret, "w") as f:
        f.write("secret\n")
    for mode, told in ((0o640, 0), (0o644, 2)):
        os.chmod(secret, mode)
        os.chmod(portal.file, mode)
        status, said, _ = portal.configtest()
        assert status == 0 and said.count("LIC3007") == told, said
    assert secret + "; right would be chmod o=" in said and portal.file + "; right would be chmod o=" in said
