"""The database is locked, missing, old or replaced: 503, a sentence, and nothing changed."""
import os
import sqlite3
import threading
import time

import pytest

from env import Visitor, as_page, problem_of, text_of, wait_until
from test_connections import lengthen_log

pytestmark = pytest.mark.database

XML = {"Accept": "application/xml"}
MISSING = ("LIC3102", "AH00629", "AH02655", "AH00636", "AH00633", "AH00632")


class Lock:
    """Another process' write transaction, which on SQLite locks the whole file."""

    def __init__(self, portal):
        self.connection = sqlite3.connect(portal.file, isolation_level=None, timeout=10, check_same_thread=False)
        self.connection.execute("BEGIN IMMEDIATE")

    def release(self):
        self.connection.execute("ROLLBACK")
        self.connection.close()


@pytest.fixture
def own(new_portal):
    portal = new_portal().start()
    portal.begin()
    return portal


def test_a_locked_database_is_waited_for(own):
    account = own.make_account(licences=25)
    anna = account.visitor("anna")
    token = anna.preview("standard", 27).get("confirm")
    lock = Lock(own)
    timer = threading.Timer(2.5, lock.release)
    timer.start()
    answer = anna.confirm("standard", 27, token)
    timer.join()
    assert answer.status_code == 303
    assert account.product("standard")[0] == 27


def test_a_database_that_stays_locked_is_503_with_retry_after_and_nothing_has_changed(own):
    account = own.make_account(licences=25)
    anna = account.visitor("anna")
    token = anna.preview("standard", 27).get("confirm")
    own.expect("LIC3102", "LIC2001", "LIC2002")
    lock = Lock(own)
    begun = time.monotonic()
    try:
        answer = anna.confirm("standard", 27, token, timeout=60)
        assert time.monotonic() - begun < 40
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert len(text_of(as_page(answer))) > 100
        assert anna.get("/").status_code == 200      # reading goes on
    finally:
        lock.release()
    assert account.product("standard")[0] == 25
    assert anna.confirm("standard", 27, token).status_code == 303
    assert account.product("standard")[0] == 27


def test_a_missing_database_is_503_and_comes_back_by_itself(own):
    account = own.make_account(licences=25)
    anna = account.visitor("anna")
    own.stop()
    own.hide_database()
    own.start()
    own.expect(*MISSING)
    for path in ("/", "/products/standard", "/log"):
        answer = anna.get(path)
        assert answer.status_code == 503, path
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(text_of(as_page(answer))) > 50
    told = anna.get("/overview.xml")
    assert (told.status_code, problem_of(told).type) == (503, "database-unreachable")
    answer = anna.post("/products/standard", data={"quantity": "27", "token": "x"}, headers=XML)
    assert answer.status_code == 503
    own.bring_database_back()
    assert wait_until(lambda: anna.get("/").status_code == 200)     # for a second a child does not try again


def test_a_child_that_failed_to_connect_leaves_the_database_alone_for_a_second(new_portal):
    own = new_portal(mpm="event")
    account = own.make_account(licences=25)
    anna = account.visitor("anna")
    own.stop()
    own.hide_database()
    own.start()
    own.begin()
    own.expect(*MISSING)
    begun = time.monotonic()
    for _ in range(40):
        assert anna.get("/overview.xml").status_code == 503
    seconds = time.monotonic() - begun
    attempts = own.log()[own.seen:].count("AH00629")
    own.bring_database_back()
    assert attempts <= 2 * (seconds + 2), "%d attempts in %.1f s" % (attempts, seconds)


def test_an_empty_database_is_said_to_lack_its_schema(new_portal):
    portal = new_portal(catalogue=False).start()
    portal.begin()
    portal.expect("LIC3102")
    portal.add_users(["anna"])

    answer = Visitor(portal, "anna").get("/overview.xml")
    assert (answer.status_code, problem_of(answer).type) == (503, "schema-missing")
    portal.ctl("init")
    portal.give_away()
    assert Visitor(portal, "anna").get("/overview.xml").status_code == 403


def test_a_database_of_a_newer_program_is_left_alone(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=1)
    portal.store.run("INSERT INTO schema_version (version, at) VALUES (999, 0)")
    portal.start()
    portal.begin()
    portal.expect("LIC3102")
    answer = account.visitor("anna").get("/overview.xml")
    assert (answer.status_code, problem_of(answer).type) == (503, "schema-newer")
    portal.store.run("DELETE FROM schema_version WHERE version = 999")
    assert account.visitor("anna").get("/overview.xml").status_code == 200


def test_a_fault_of_ours_shows_a_reference_and_nothing_of_the_inside(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=1)
    portal.start()
    portal.begin()
    portal.expect("LIC3101")
    anna = account.visitor("anna")
    assert anna.get("/").status_code == 200
    portal.store.run("ALTER TABLE journal RENAME TO gone")
    try:
        answer = anna.get("/log")
        assert answer.status_code == 500
        assert "journal" not in answer.text and "SELECT" not in answer.text and ".c:" not in answer.text
        told = problem_of(anna.get("/log.xml"))
        assert told.type == "internal"
        assert "journal" not in told.detail
        assert told.facts["reference"] in portal.log()
        assert portal.log()[portal.seen:].count("LIC3101") == 2      # once each
    finally:
        portal.store.run("ALTER TABLE gone RENAME TO journal")


def test_an_export_that_fails_halfway_ends_visibly(new_portal):
    """A list that broke off must not look like a complete one."""
    portal = new_portal()
    account = portal.make_account(licences=5)
    shorten = lengthen_log(portal, account, 120000)
    portal.start()
    portal.begin()
    portal.expect("LIC3101", "LIC3102")
    anna = account.visitor("anna")
    with pytest.raises(Exception) as broken:
        answer = anna.get("/log.xml", stream=True)
        assert answer.status_code == 200
        pieces = answer.iter_content(65536)
        next(pieces)
        portal.store.run("ALTER TABLE journal RENAME TO gone")
        for _ in pieces:
            pass
    assert "ChunkedEncodingError" in repr(broken.value) or "IncompleteRead" in repr(broken.value), broken.value
    portal.store.run("ALTER TABLE gone RENAME TO journal")
    shorten()


def test_a_client_that_goes_away_leaves_no_error_and_no_connection_behind(own):
    account = own.make_account(licences=5, people=3)
    anna = account.visitor("anna")
    for _ in range(30):
        answer = anna.get("/log.xml", stream=True)
        answer.close()
    assert anna.get("/").status_code == 200


def test_a_connection_opened_while_another_process_closes_the_last_one_waits_for_it(new_portal):
    """Whoever closes SQLite's last connection holds an exclusive lock for a moment."""
    portal = new_portal()
    account = portal.make_account(licences=5)
    portal.database = portal.database.replace("PRAGMA journal_mode=WAL; ", "")     # which would want the lock itself
    portal.start()
    portal.begin()
    alone = sqlite3.connect(portal.file, isolation_level=None, check_same_thread=False)
    alone.execute("PRAGMA locking_mode=EXCLUSIVE")
    alone.execute("BEGIN EXCLUSIVE")
    alone.execute("UPDATE setting SET value = value")
    alone.execute("COMMIT")
    timer = threading.Timer(1, alone.close)
    timer.start()
    assert account.visitor("anna").get("/").status_code == 200
    timer.join()
