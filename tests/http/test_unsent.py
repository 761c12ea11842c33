"""Mail that isn't sent disturbs nothing: where nobody sends any, it isn't wanted; and a mail server that is down is told once."""
import os
import re
import sys
import time

import pytest
from lxml import etree

import env
import overdue
from test_archive import archived, old        # noqa: F401 (a fixture)
from test_metrics import STATUS, metrics
from test_timer import change, done

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

pytestmark = pytest.mark.database

SENDS = "LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n"
DAY = 86400


def states(portal):
    return dict(map(tuple, overdue.of(portal).rows("SELECT state, COUNT(*) FROM outbox GROUP BY state")))


def told(portal, number):
    """How often the error log says so where it keeps warnings only."""
    return len(re.findall(r"\[licences:(?:warn|error)\].*%s" % number, portal.log()))


def test_where_nobody_sends_mail_it_is_unwanted_and_no_alarm_goes_off(new_portal):
    portal = new_portal(sweep="100ms", modules=["status", "authz_host"], outside="LicencesMail Off\n" + STATUS)
    overdue.add(portal, 1)
    portal.start()
    assert metrics(portal).of("licences_outbox_messages", state="waiting") == 0
    assert done(portal) and env.wait_until(lambda: set(states(portal)) == {"unwanted"})
    seen = metrics(portal)
    assert seen.of("licences_outbox_messages", state="unwanted") >= 3
    assert seen.of("licences_outbox_messages", state="waiting") == seen.of("licences_outbox_oldest_seconds") == 0
    assert seen.of("licences_outbox_oldest_due_seconds") == 0
    assert not portal.audit()


def test_once_mail_is_sent_what_is_older_than_a_day_stays_until_support_allows_it(new_portal):
    with servers.Server() as smtp:
        portal = new_portal(outside=SENDS % smtp.port)
        keys = overdue.add(portal, 2)
        change(portal, "UPDATE outbox SET state = 'unwanted', next_try = created_at")      # they are 40 days old
        change(portal, "UPDATE outbox SET next_try = %d WHERE account = (SELECT id FROM account WHERE account_key = '%s')"
               % (time.time() - DAY / 2, keys[1]))
        portal.start()
        assert env.wait_until(lambda: "sent" in states(portal) and "waiting" not in states(portal))
        assert {address for mail in smtp.mails for address in mail.to} == {"billing@%s.example" % keys[1]}
        listed = portal.ctl("mail", "list", "--state", "unwanted").stdout.splitlines()
        assert listed and all(line.startswith("%s: unwanted mail " % keys[0]) for line in listed)
        assert "%d unwanted" % len(listed) in portal.ctl("mail", "send", keys[0]).stdout
        portal.give_away()
        assert env.wait_until(lambda: set(states(portal)) == {"sent"})
        assert portal.ctl("mail", "list").stdout == ""
        portal.ctl("sweep")


def test_mail_that_another_server_sends_stays_wanted(new_portal):
    # it is looked at every sixth sweep, within which the other server has to have its turn, also on a busy machine
    portal = new_portal(sweep="500ms", modules=["status", "authz_host"], outside=STATUS)
    overdue.add(portal, 1)
    change(portal, "INSERT INTO lease (name, holder, token, beat, expires) VALUES ('mail', 'another', 1, 1, 0)")
    portal.start()
    sweeps = lambda: metrics(portal).of("licences_sweeps_total")       # noqa: E731
    last = sweeps() + 15

    def turn():      # as each tick of a server that sends
        portal.store.run("UPDATE lease SET token = token + 1 WHERE name = 'mail'")
        return sweeps() >= last

    assert env.wait_until(turn)
    assert set(states(portal)) == {"waiting"}
    assert env.wait_until(lambda: set(states(portal)) == {"unwanted"})


def test_the_archive_says_which_mail_holds_it_and_goes_on_without_it(old, tmp_path):      # noqa: F811
    portal = old.portal
    mails = "UPDATE outbox SET state = '%s' WHERE account = (SELECT id FROM account WHERE account_key = '" + old.key + "')"
    portal.store.run(mails % "waiting")
    words = "archive", old.key, "--before", env.instant(days=40)[:10], "--to", tmp_path
    said = old.ctl(*words).stdout
    assert "waiting, 0 parked" in said and "mail list %s" % old.key in said and "3 log entries, 0 mails" in said
    assert "let go" in old.ctl("mail", "drop", old.key, "--state", "waiting").stdout
    assert old.ctl("mail", "list", old.key).stdout == ""
    portal.store.run(mails % "unwanted" + " AND id = (SELECT last_outbox - 5 FROM account WHERE account_key = '%s')" % old.key)
    assert "archived before" in old.ctl(*words).stdout
    assert len(archived(portal, tmp_path)) > 3
    root = etree.parse(str(tmp_path / sorted(os.listdir(tmp_path))[-1])).getroot()
    assert {mail.get("unsent") for mail in root.iterfind("l:mail", env.NS)} == {"dropped", "unwanted"}
    assert not portal.audit()
    old.ctl("mail", "drop", old.key, status=2)
    old.ctl("mail", "list", "--state", "sent", status=2)


def test_a_mail_server_that_is_down_is_told_when_it_begins_and_when_it_is_over(new_portal):
    away = servers.free_port()
    portal = new_portal(outside=SENDS % away, sweep="100ms")
    portal.expect("LIC4005")
    overdue.add(portal, 1)
    portal.start()
    due_again = "UPDATE outbox SET next_try = 1 WHERE state = 'waiting'"

    def tried():      # put off by the delivery meanwhile, they are due again
        change(portal, due_again)
        return overdue.of(portal).number("SELECT MIN(attempts) FROM outbox")

    for times in (1, 2, 3, 4):
        assert env.wait_until(lambda: tried() >= times)
        if times == 2:
            portal.reload()
    with servers.Server(away):
        assert env.wait_until(lambda: change(portal, due_again) or "LIC3110" in portal.log())
        assert (told(portal, "LIC4005"), portal.log().count("LIC3110")) == (1, 1)


def test_a_database_that_is_down_is_told_once_for_all_requests(new_portal):
    portal = new_portal()
    portal.expect("LIC3102", "AH00629", "AH02655", "AH00636", "AH00633", "AH00632")
    account = portal.make_account()
    anna = account.visitor("anna")
    portal.hide_database()
    portal.start()
    assert [anna.get("/").status_code for _ in range(5)] == [503] * 5
    assert told(portal, "LIC3102") == 1
    portal.bring_database_back()
    assert env.wait_until(lambda: anna.get("/").status_code == 200)
    assert (told(portal, "LIC3102"), portal.log().count("LIC3112")) == (1, 1)
