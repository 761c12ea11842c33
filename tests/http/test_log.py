"""/log: the action log."""
import csv
import io

import pytest

from env import NS, text_of

pytestmark = pytest.mark.database


def entries(root):
    return root.findall("l:entry", NS)


def test_every_change_of_a_quantity_is_in_the_log(anna):
    anna.change("standard", 27)
    anna.change("standard", 20)
    rows = entries(anna.xml("/log.xml"))
    assert [(row.get("action"), row.get("old"), row.get("new")) for row in rows[-2:]] == [
        ("bought", "25", "27"), ("scaled-down", "27", "27/20")]
    assert rows[-2].get("invoice") and int(rows[-2].get("amount")) > 0


def test_the_feed_goes_on_after_an_id_and_skips_nothing(anna):
    rows = entries(anna.xml("/log.xml"))
    ids = [int(row.get("id")) for row in rows]
    assert ids == list(range(1, len(ids) + 1))
    rest = entries(anna.xml("/log.xml?after=%d" % ids[-3]))
    assert [int(row.get("id")) for row in rest] == ids[-2:]
    assert entries(anna.xml("/log.xml?after=%d" % ids[-1])) == []


def test_the_log_is_filtered_by_actor_action_and_date(anna, account):
    anna.change("standard", 27)
    mine = entries(anna.xml("/log.xml", params={"actor": account.login("anna")}))
    assert {row.get("actor") for row in mine} == {account.login("anna")}
    bought = entries(anna.xml("/log.xml?action=bought"))
    assert {row.get("action") for row in bought} == {"bought"}
    assert entries(anna.xml("/log.xml?to=2000-01-01")) == []
    assert "bought" in anna.get("/log.csv?action=bought").text


def test_filters_that_make_no_sense_are_said_to_be_wrong(anna):
    for query in ("action=nonsense", "from=2026-02-30", "to=yesterday", "after=-1", "after=x",
                  "from=2026-02-02&to=2026-02-01", "actor=%00", "actor=a&actor=b"):
        answer = anna.raw("/log?" + query)
        assert answer.status == 400, query


def test_the_page_shows_the_newest_first(anna):
    anna.change("standard", 27)
    assert "25" in text_of(anna.page("/log"))


def test_the_csv_has_its_columns(anna):
    anna.change("standard", 27)
    rows = list(csv.reader(io.StringIO(anna.get("/log.csv").text)))
    assert rows[0] == ["id", "at", "actor", "action", "object", "old", "new", "amount", "currency", "invoice"]
    assert rows[-1][3:7] == ["bought", "standard", "25", "27"]


def test_a_refused_attempt_to_change_without_the_right_is_logged(account):
    bo = account.visitor("bo")
    token = account.visitor("anna").preview("standard", 27).get("confirm")
    assert bo.confirm("standard", 27, token).status_code == 403
    last = entries(account.export("log"))[-1]
    assert (last.get("action"), last.get("actor"), last.get("new")) == ("refused", account.login("bo"), "my-account")
