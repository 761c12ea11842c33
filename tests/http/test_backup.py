"""Backup, restore and copy: all rows as of one moment, whoever writes meanwhile, into a database of whichever kind."""
import glob
import os
import re
import sqlite3
import stat
import subprocess
import threading

import pytest

import databases
from env import CTL, NS, instant

KINDS = ["pgsql", "mysql"]
EXPORTS = ["overview", "modules", "employees", "log", "invoices", "usage"]
NOW = instant(hours=-1)     # later than whatever a test does
# what each database has of its own; settings are compared by what they say
OWN = ("schema_version", "schema_step", "lease", "employee_search", "setting")


def ctl(database, *words, status=0, **options):
    done = subprocess.run([CTL, "--database", database, *map(str, words)], capture_output=True, timeout=240, **options)
    assert done.returncode == status, done.stdout + done.stderr
    return done


def named(store):
    return "%s:%s" % (store.kind, store.params)


def tables(store):
    """Every table that there is, with its number of rows, as the database itself lists them."""
    listed = {"sqlite3": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
              "pgsql": "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
              "mysql": "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"}[store.kind]
    names = [name for name, in store.rows(listed) if not any(name.startswith(own) for own in OWN)]
    return {name: store.number("SELECT COUNT(*) FROM " + name) for name in names}


def without_epoch(text):
    return re.sub(rb' epoch="[^"]*"', b"", text)


def exported(database, accounts):
    """All that an account's partner can read, but for the epoch, which is the database's own."""
    at = ["--now", NOW]
    return {(key, what): without_epoch(ctl(database, *at, "export", key, what, "--format", "xml").stdout)
            for key in accounts for what in EXPORTS}


def settings(store):
    """But for those that a new epoch makes anew."""
    return sorted(store.rows("SELECT name, value FROM setting WHERE name <> 'epoch' AND name NOT LIKE 'secret%'"))


def epoch(store):
    return store.rows("SELECT value FROM setting WHERE name = 'epoch'")[0][0]


@pytest.fixture
def full_portal(new_portal):
    """With texts of every kind, marks, add-on licences, invoices, a seller, a scale-down and mail that waits."""
    portal = new_portal()
    for n, (locale, name) in enumerate((("da-DK", "Søren Ærø"), ("sv-SE", "O\u2019Hara “quoted”"), ("en-GB", "名 \U0001f600 \\ %s"))):
        account = portal.make_account(licences=4 + n, people=3, locale=locale, extra=(
            "employee add {key} {key}-x --name '%s' --initials X --email x@{key}.example" % name,
            "quantity {key} crm 2", "assign {key} {key}-x crm", "quantity {key} standard 3",
            "account set {key} --legal-name '%s A/S'" % name))
        account.name = name
    portal.ctl("seller", "set", "--name", "Seller & Søn", "--country", "DK")
    return portal


def new_store(portal, kind):
    if kind == "sqlite3":
        return databases.Database(kind, os.path.join(portal.dir, "db/other%d.db" % len(os.listdir(portal.dir + "/db"))))
    return databases.Server.of(kind).database()


def is_equal(one, other, accounts):
    """Every table has as many rows, the audit finds nothing in either, and whatever is exported is the same."""
    assert tables(one) == tables(other)
    assert settings(one) == settings(other)
    assert ctl(named(other), "audit").stdout == ctl(named(one), "audit").stdout
    assert exported(named(one), accounts) == exported(named(other), accounts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_moves_to_another_kind_and_back_with_all_its_rows(full_portal, kind):
    if databases.Server.of(kind).missing:
        pytest.skip(databases.Server.of(kind).missing)
    there, back = new_store(full_portal, kind), new_store(full_portal, "sqlite3")
    keys = [account.key for account in full_portal.accounts]
    ctl(full_portal.ctl_database, "copy", "--to", named(there))
    is_equal(full_portal.store, there, keys)
    assert tables(there)["employee"] > 12 and tables(there)["outbox"] > 0
    ctl(named(there), "copy", "--to", named(back))
    is_equal(there, back, keys)
    assert len({epoch(store) for store in (full_portal.store, there, back)}) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_more_rows_than_are_held_at_once_arrive_all_and_are_found_by_search(new_portal, kind):
    if databases.Server.of(kind).missing:
        pytest.skip(databases.Server.of(kind).missing)
    portal = new_portal()
    account = portal.make_account()
    listed = os.path.join(portal.dir, "run/list.csv")
    with open(listed, "w") as f:
        f.write("login,name,email\n" + "".join("%s-%d,Ådne Nr%d,n%d@x.example\n" % (account.key, n, n, n) for n in range(3456)))
    portal.ctl("import", account.key, listed)
    there, back = new_store(portal, kind), new_store(portal, "sqlite3")
    ctl(portal.ctl_database, "copy", "--to", named(there))
    ctl(named(there), "copy", "--to", named(back))
    for store in (there, back):
        is_equal(portal.store, store, [account.key])
    there_portal = new_portal(database=there, catalogue=False)
    there_portal.add_users([account.login("anna")])
    account.portal = there_portal
    there_portal.start()
    found = account.visitor("anna").xml("/employees.xml?q=nr3455")
    assert [row.get("login") for row in found.findall("l:employee", NS)] == [account.key + "-3455"]


def test_a_database_that_holds_something_is_refused_and_left_as_it_is(full_portal, new_portal):
    other = new_portal()
    before = tables(other.store)
    said = ctl(full_portal.ctl_database, "copy", "--to", other.ctl_database, status=1).stderr
    assert b"isn't empty" in said and b"right would be a new one" in said
    assert tables(other.store) == before
    backup = ctl(full_portal.ctl_database, "backup", other.dir).stdout.decode().strip()
    assert b"isn't empty" in ctl(other.ctl_database, "restore", backup, status=1).stderr
    assert tables(other.store) == before


def test_the_new_database_may_be_named_where_no_list_of_processes_shows_it(full_portal):
    target = new_store(full_portal, "sqlite3")
    assert b"LICENCES_COPY_TO" in ctl(full_portal.ctl_database, "copy", status=2).stderr
    ctl(full_portal.ctl_database, "copy", env=dict(os.environ, LICENCES_COPY_TO=named(target)))
    assert tables(target) == tables(full_portal.store)


def test_somebodys_own_table_is_told_rather_than_left_behind(full_portal):
    full_portal.store.run("CREATE TABLE report (id INTEGER)")
    target = new_store(full_portal, "sqlite3")
    assert b"table report" in ctl(full_portal.ctl_database, "copy", "--to", named(target), status=1).stderr
    assert tables(target)["account"] == 0


def test_a_backup_is_one_new_file_for_its_owner_alone_and_is_a_database_itself(full_portal, tmp_path):
    backup = ctl(full_portal.ctl_database, "--now", "2030-05-06T07:08:09Z", "backup", tmp_path).stdout.decode().strip()
    assert backup == str(tmp_path / "licences-20300506T070809Z.db")
    assert os.listdir(tmp_path) == [os.path.basename(backup)]
    assert stat.S_IMODE(os.stat(backup).st_mode) == 0o600
    keys = [account.key for account in full_portal.accounts]
    assert exported("sqlite3:" + backup, keys) == exported(full_portal.ctl_database, keys)
    with open(backup, "rb") as f:
        before = f.read()
    ctl(full_portal.ctl_database, "--now", "2030-05-06T07:08:09Z", "backup", tmp_path, status=3)    # never overwritten
    with open(backup, "rb") as f:
        assert f.read() == before
    assert os.listdir(tmp_path) == [os.path.basename(backup)]


def test_a_backup_goes_through_a_pipe(full_portal):
    piped = ctl(full_portal.ctl_database, "backup", "-").stdout
    target = new_store(full_portal, "sqlite3")
    assert b"restored" in ctl(named(target), "restore", "-", input=piped).stdout
    is_equal(full_portal.store, target, [account.key for account in full_portal.accounts])


def test_what_is_no_backup_is_refused(full_portal, tmp_path):
    target = named(new_store(full_portal, "sqlite3"))
    (tmp_path / "text").write_text("no database at all, but long enough to look like something" * 100)
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE x (y)").connection.close()
    assert b"there is no database" in ctl(target, "restore", tmp_path / "missing", status=3).stderr
    assert ctl(target, "restore", tmp_path / "text", status=3).stderr
    assert b"no database of mod_licences" in ctl(target, "restore", tmp_path / "empty.db", status=1).stderr


def test_a_backup_of_an_earlier_schema_says_what_comes_first(full_portal, tmp_path):
    backup = ctl(full_portal.ctl_database, "backup", tmp_path).stdout.decode().strip()
    with sqlite3.connect(backup) as db:
        db.execute("DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)")
    db.close()
    target = new_store(full_portal, "sqlite3")
    assert b"licencesctl upgrade" in ctl(named(target), "restore", backup, status=1).stderr
    assert tables(target)["account"] == 0


@pytest.mark.database
def test_a_drill_backed_up_while_buyers_buy_restored_into_an_empty_database_audit_clean_old_tags_refused(new_portal, tmp_path):
    portal = new_portal()
    account = portal.make_account(licences=5, people=2)
    portal.start()
    stop, bought, failed = threading.Event(), [], []

    def buy(product):
        anna, quantity = account.visitor("anna"), 10
        try:
            while not stop.is_set():
                quantity += 1
                anna.change(product, quantity)
                bought.append(product)
        except Exception as error:      # told below, in the test's own thread
            failed.append(error)

    buyers = [threading.Thread(target=buy, args=(product,)) for product in ("standard", "crm")]
    for buyer in buyers:
        buyer.start()
    backups = []
    try:
        for n in range(3):
            mark = len(bought)
            ctl(portal.ctl_database, "--now", "2030-01-01T00:00:0%dZ" % n, "backup", tmp_path)
            while len(bought) < mark + 3 and not failed:
                stop.wait(0.05)         # there were purchases during it and after it
    finally:
        stop.set()
        for buyer in buyers:
            buyer.join()
    assert not failed, failed
    backups = sorted(glob.glob(str(tmp_path / "*.db")))
    tags = {path: account.visitor("anna").get(path).headers["ETag"] for path in ("/", "/overview.xml")}
    logs = []
    for backup in backups:
        restored = new_portal(catalogue=False)
        ctl(restored.ctl_database, "restore", backup)
        assert not restored.audit()
        assert epoch(restored.store) != epoch(portal.store)
        logs.append(restored.store.number("SELECT COUNT(*) FROM journal"))
    assert logs == sorted(logs) and logs[0] < portal.store.number("SELECT COUNT(*) FROM journal")
    restored.add_users([account.login("anna")])
    account.portal = restored
    restored.start()
    anna = account.visitor("anna")
    for path, tag in tags.items():
        assert anna.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert anna.change("standard", int(account.product("standard")[0]) + 1).status_code == 303
