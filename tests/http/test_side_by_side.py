"""Servers of the old version while the database is upgraded beneath them: they go on, or say why they don't."""
import pytest

import tokens
from env import problem_of

pytestmark = pytest.mark.database


def upgrade(portal, serves=None):
    """What a newer licencesctl upgrade does: a migration that adds a column (store/schema.c records what it serves)."""
    number = portal.store.number("SELECT MAX(version) FROM schema_version") + 1
    portal.store.run("ALTER TABLE employee ADD COLUMN wish%d VARCHAR(10) DEFAULT 'none'" % number,
                     "INSERT INTO schema_version (version, at) VALUES (%d, 1795514400)" % number,
                     "UPDATE setting SET value = '%d serves %d' WHERE name = 'schema-serves'" % (number, serves or number))
    return number


def test_a_server_goes_on_while_a_schema_that_serves_it_comes_beneath_it(new_portal):
    portal = new_portal().start()
    portal.begin()
    account = portal.make_account(licences=25)
    anna = account.visitor("anna")
    assert anna.get("/employees").status_code == 200
    token = anna.preview("standard", 27).get("confirm")
    known = portal.store.number("SELECT MAX(version) FROM schema_version")
    for _ in range(2):           # one after the other, of which each serves it
        upgrade(portal, serves=known)
        assert anna.get("/employees").status_code == 200
        portal.reload()          # all connections are new, and look at the schema
        assert anna.get("/employees").status_code == 200
    assert anna.confirm("standard", 27, token).status_code == 303
    assert anna.post("/employees", data={"login": account.login("new"), "name": "New", "initials": "N",
                                         "email": "n@example.com", "token": tokens.form(portal, account.key, account.login("anna"))}).status_code == 303
    assert account.product("standard")[0] == 27
    assert portal.ctl("upgrade", status=1).stderr.count("newer mod_licences") == 1


def test_a_server_that_a_newer_schema_does_not_serve_says_so(new_portal):
    portal = new_portal().start()
    portal.begin()
    anna = portal.make_account(licences=25).visitor("anna")
    number = upgrade(portal)
    portal.expect("LIC3102", "AH02655", "LIC2001", "LIC2002")
    portal.reload()
    answer = anna.get("/overview.xml")
    assert problem_of(answer).status == 503 and answer.headers["Retry-After"]
    assert "the database has schema %d, made by a newer mod_licences" % number in portal.log()
    assert "newer mod_licences" in portal.ctl("show", "t1", status=3).stderr
    portal.store.run("UPDATE setting SET value = '%d serves 1' WHERE name = 'schema-serves'" % number)
    assert anna.get("/overview.xml").status_code == 200
