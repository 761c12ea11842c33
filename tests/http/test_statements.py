"""How many statements an operation takes, as each database saw them."""
import re

import pytest

import databases
import env
from capture import BOUNDS, Capture
from own_server import OwnServer

pytestmark = [pytest.mark.database, pytest.mark.skipif(env.INSTRUMENTED, reason="SQLite's are told by a library of its own")]


@pytest.fixture(scope="module")
def watched():
    """A portal, and what its database is asked."""
    server = None if databases.KIND == "sqlite3" else OwnServer(databases.KIND)
    portal = env.Portal(database=server.database() if server else None)
    try:
        portal.make_catalogue()
        accounts = [portal.make_account(licences=25, people=2) for _ in range(2)]
        capture = Capture(portal, server)
        capture.begin()
        portal.start()
        yield capture, accounts
        assert not portal.unexpected() and not portal.audit()
    finally:
        capture.end()
        portal.remove()
        if server:
            server.remove()


def asked(capture, operation):
    """What an operation asks, but for where transactions begin and end."""
    return [sql for sql in capture.of(operation) if not BOUNDS.match(sql)]


def bought_by(capture, visitor, quantity, preview):
    """What a preview and its confirmation ask."""
    answers = []
    visitor.change("standard", quantity - 1)            # what a connection asks when it is new isn't of it
    seen = asked(capture, lambda: answers.append(visitor.get(preview % quantity)))
    token = re.search(r'confirm="([^"]+)"|name="confirm" value="([^"]+)"', answers[0].text)
    seen += asked(capture, lambda: answers.append(visitor.confirm("standard", quantity, token[1] or token[2])))
    assert answers[1].status_code == 303, answers[1].text
    return seen


def test_a_purchase_takes_twenty_statements_at_most_its_preview_included(watched):
    capture, (account, _) = watched
    seen = bought_by(capture, account.visitor("anna"), 27, "/products/standard.xml?quantity=%d")
    assert account.product("standard")[0] == 27
    assert len(seen) <= 20, seen


def test_so_does_one_on_a_page_where_another_product_follows(watched):
    capture, (_, account) = watched
    account.ctl("quantity", account.key, "resource-planner", "1")
    seen = bought_by(capture, account.visitor("anna"), 27, "/products/standard?quantity=%d")
    assert account.product("resource-planner")[0] == 27
    assert len(seen) <= 20, seen


def test_an_overview_takes_six_statements_where_nothing_was_ever_planned(watched):
    """And PostgreSQL plans none of them anew: each has a name there."""
    capture, (account, _) = watched
    anna = account.visitor("anna")
    had = account.product("standard")[0]
    for more in (1, 2):                 # so that it is drawn each time; what a connection asks when it is new isn't of it
        assert anna.change("standard", had + more).status_code == 303
        seen = asked(capture, lambda: anna.get("/overview"))
        assert 1 < len(seen) <= 6 or more == 1, seen
    if capture.kind == "pgsql":
        with open(capture.server.dir + "/log", errors="replace") as f:
            f.seek(capture.mark)
            assert "<unnamed>" not in f.read()
