"""licencesctl archive beneath a running portal: files that hold everything that went, and a feed that tells of it."""
import datetime
import os
import re
import subprocess
import zoneinfo

import pytest
from lxml import etree

import env
from env import NS, instant, text_of
from test_faults import Lock

pytestmark = pytest.mark.database


@pytest.fixture
def old(portal):
    """An account of a hundred days, with entries in each of its months; all its mail is sent."""
    env.Portal.counter += 1
    account = env.Account(portal, "t%d" % env.Portal.counter)
    key, lines = account.key, []
    add = "account add {0} --name Old --currency DKK --locale da-DK --timezone Europe/Copenhagen --months 1 --anchor {1} " \
          "--vat 25 --billing billing@{0}.example"
    for days, line in ((100, add.format(key, instant(days=100)[:10])),
                       (100, "role grant %s admin my-account" % key), (100, "role grant %s partner partner" % key),
                       (100, "quantity %s standard 5" % key), (99, "quantity %s crm 2" % key),
                       (98, "employee add %s %s --name Anna --initials A --email a@x.example --role admin"
                        % (key, account.login("anna"))),
                       (98, "employee add %s %s --name Program --initials P --email p@x.example --service --role partner"
                        % (key, account.login("partner"))),
                       (60, "assign %s %s crm" % (key, account.login("anna"))), (55, "quantity %s standard 4" % key),
                       (25, "quantity %s standard 6" % key), (1, "quantity %s standard 7" % key)):
        lines.append("--now %s %s" % (instant(days=days), line))
    portal.batch(lines)
    portal.add_users([account.login("anna"), account.login("partner")])
    portal.give_away()
    portal.store.run("UPDATE outbox SET state = 'sent', sent_at = created_at WHERE account IN "
                     "(SELECT id FROM account WHERE account_key = '%s')" % key)
    return account


def entries(root):
    """id → everything else of each entry; an archive's also say which event they are of."""
    return {int(entry.get("id")): (sorted(item for item in entry.attrib.items() if item[0] != "event"),
                                   entry.findtext("l:name", None, NS)) for entry in root.iterfind("l:entry", NS)}


def archived(portal, folder):
    """All files of a folder, valid and whole."""
    found = {}
    for name in sorted(os.listdir(folder)):
        assert os.stat(os.path.join(folder, name)).st_mode & 0o777 == 0o600
        root = etree.parse(os.path.join(folder, name)).getroot()
        portal.follows_schema(etree.tostring(root), root)
        end = root.find("l:end", NS)
        for attribute, tag in (("entries", "entry"), ("mails", "mail"), ("days", "day")):
            assert int(end.get(attribute)) == len(root.findall("l:" + tag, NS))
        found.update(entries(root))
    return found


def test_what_went_is_in_files_and_a_follower_notices(old, tmp_path):
    portal, partner = old.portal, old.visitor("partner", Accept="application/xml")
    before = entries(old.export("log"))
    assert partner.xml("/log.xml?after=0").get("archived") is None
    for days in (70, 40):
        old.ctl("archive", old.key, "--before", instant(days=days)[:10], "--to", tmp_path)
        assert not portal.audit()
    files = archived(portal, tmp_path)
    feed = partner.xml("/log.xml?after=3")
    assert int(feed.get("archived")) == max(files) > 3
    here = entries(feed)
    assert min(here) == max(files) + 1
    assert {**files, **{number: entry for number, entry in here.items() if number in before}} == before
    # whoever has read on that far misses nothing
    last = int(feed.get("archived"))
    assert entries(partner.xml("/log.xml?after=%d" % last)) == here
    page = text_of(old.visitor("anna").page("/log"))
    assert "Arkiveret" in page
    assert old.visitor("anna").change("standard", 9).status_code == 303
    assert not portal.audit()


def test_what_no_page_can_show_is_archived_with_a_replacement_character(portal, old, tmp_path):
    portal.store.run("UPDATE journal SET name = %s WHERE id = 1 AND account = (SELECT id FROM account WHERE account_key ="
                     " '%s')" % (portal.store.text("k\x01k"), old.key))
    old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path)
    assert archived(portal, tmp_path)[1][1] == "k\ufffdk"


def test_the_log_and_a_card_say_at_their_end_from_when_on_the_entries_are_in_the_archive(old, tmp_path):
    anna = old.visitor("anna")
    card = "/employees/%s" % anna.xml("/employees.xml").find("l:employee[@login='%s']" % old.login("anna"), NS).get("id")
    assert not any("arkivet" in text_of(anna.page(path)) for path in ("/log", card))
    old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path)
    root = anna.xml("/log.xml?after=0")
    zone = zoneinfo.ZoneInfo("Europe/Copenhagen")
    first = datetime.datetime.fromisoformat(root.find("l:entry", NS).get("at").replace("Z", "+00:00")).astimezone(zone)
    assert root.get("archived-before") == anna.xml(card + ".xml").get("archived-before") == str(first.date())
    portal = old.portal
    for path in ("/log.xml", card + ".xml"):
        portal.schema().assertValid(anna.xml(path))
    said = re.compile(r"Poster fra før %d\. \w+ %d ligger i arkivet\." % (first.day, first.year))
    assert all(len(said.findall(text_of(anna.page(path)))) == 1 for path in ("/log", card))
    # only where the log ends
    for _ in range(26):
        old.ctl("employee", "protect", old.key, old.login("anna"))
        old.ctl("employee", "unprotect", old.key, old.login("anna"))
    for path in ("/log", card):
        page = anna.page(path)
        while page.xpath("//a[@rel='next']"):
            assert "arkivet" not in text_of(page)
            page = anna.page(path + "?" + page.xpath("//a[@rel='next']/@href")[0].partition("?")[2])
        assert "arkivet" in text_of(page)


def test_all_accounts_and_of_the_current_period_nothing(old, tmp_path):
    said = old.ctl("archive", "--before", instant()[:10], "--to", tmp_path).stdout
    assert "%s: archived before" % old.key in said
    first = min(entries(old.export("log")).values(), key=lambda entry: dict(entry[0])["at"])
    assert dict(first[0])["at"] >= old.show().find("l:period", NS).get("start")[:8]
    assert "%s: nothing to archive" % old.key in old.ctl("archive", old.key, "--before", instant()[:10], "--to", tmp_path).stdout


def test_where_no_file_can_be_written_nothing_goes(old, tmp_path):
    before = entries(old.export("log"))
    said = old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path / "none", status=3).stderr
    assert "none" in said
    assert entries(old.export("log")) == before
    old.ctl("archive", old.key, status=2)


def test_killed_between_the_file_and_the_end_it_is_begun_again(old, tmp_path):
    portal = old.portal
    before = entries(old.export("log"))
    lock = Lock(portal)          # what has been written down can't be taken out for now
    command = [env.CTL, "--database", portal.ctl_database, "archive", old.key, "--before", instant(days=40)[:10],
               "--to", str(tmp_path)]
    try:
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        assert env.wait_until(lambda: any(name.startswith(old.key) for name in os.listdir(tmp_path)))
        running.kill()
        running.wait(10)
    finally:
        lock.release()
    assert entries(old.export("log")) == before
    # begun again, it writes another file and leaves the first alone
    first = [name for name in os.listdir(tmp_path) if name.startswith(old.key)][0]
    content = (tmp_path / first).read_bytes()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
    assert (tmp_path / first).read_bytes() == content
    assert (tmp_path / first.replace(".xml", "-2.xml")).read_bytes() == content
    assert not portal.audit()


def test_a_hole_in_the_log_is_told_and_nothing_goes(old, tmp_path):
    portal = old.portal
    account = "(SELECT id FROM account WHERE account_key = '%s')" % old.key
    portal.store.run("UPDATE journal SET id = 1000, event = 1000 WHERE id = 2 AND account = " + account)
    try:
        said = old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path, status=1).stderr
        assert "audit tells more" in said
        assert not os.listdir(tmp_path)
    finally:
        portal.store.run("UPDATE journal SET id = 2, event = 2 WHERE id = 1000 AND account = " + account)


def rows_of(account):
    """What archiving takes out."""
    where = "account = (SELECT id FROM account WHERE account_key = '%s')" % account.key
    return [sorted(account.portal.store.rows("SELECT %s FROM %s WHERE %s" % (columns, table, where)))
            for table, columns in (("journal", "*"), ("refusal", "*"), ("usage_day", "*"), ("archived_state", "*"),
                                   ("outbox", "id, event, kind, address, language, rows_told, state, attempts, created_at, sent_at"))]


def test_what_was_archived_is_read_back_and_all_is_as_before(old, tmp_path):
    portal = old.portal
    before, feed = rows_of(old), entries(old.export("log"))
    for days in (70, 40):
        old.ctl("archive", old.key, "--before", instant(days=days)[:10], "--to", tmp_path)
    files = [tmp_path / name for name in sorted(os.listdir(tmp_path))]
    assert len(files) == 2 and len(rows_of(old)[0]) < len(before[0])
    archived_rows = rows_of(old)

    def refused(words, *files, status=1):
        assert words in old.ctl("archive", "read", *files, status=status).stderr
        assert rows_of(old) == archived_rows

    refused("is missing", files[0])
    refused("expected", files[1])
    cut = tmp_path / "cut.xml"
    cut.write_bytes(files[1].read_bytes()[:-20])
    refused("cut.xml", files[0], cut, status=2)
    for found, put, words in ((b'new="', b'new="x', "last state"), (b' address="', b' addres="', "address"),
                              (b"<day ", b"<dag ", "dag"), (b'mails="', b'mails="1', "mails"), (b'<entry id="11"', b'<entry id="12"', "missing"),
                              (b' epoch="', b' epoch="x', "another database"), (b' account="', b' account="x', "of the account")):
        cut.write_bytes(files[1].read_bytes().replace(found, put))
        refused(words, files[0], cut)
    said = old.ctl("archive", "read", files[1], files[0]).stdout
    assert "read back" in said and not portal.audit()
    after = rows_of(old)
    assert [row for row in after[0] if row in before[0]] == before[0] and after[1:4] == before[1:4]
    assert [row for row in after[4] if row in before[4]] == before[4]
    feed_now = entries(old.visitor("partner", Accept="application/xml").xml("/log.xml?after=0"))
    assert {number: entry for number, entry in feed_now.items() if number in feed} == feed
    assert [dict(entry[0])["action"] for number, entry in sorted(feed_now.items()) if number not in feed] == ["archived"] * 3
    assert "is in the database already" in old.ctl("archive", "read", *files, status=1).stderr
    # and again into files
    old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path)
    assert not portal.audit()


def test_whoever_was_made_anonymous_gets_no_name_from_an_archive(old, tmp_path):
    old.ctl("archive", old.key, "--before", instant(days=40)[:10], "--to", tmp_path)
    old.ctl("employee", "add", old.key, old.login("eve"), "--name", "Eve", "--initials", "E", "--email", "e@x.example", "--inactive")
    old.ctl("employee", "anonymise", old.key, old.login("eve"), "--yes")
    left = rows_of(old)
    assert "made anonymous" in old.ctl("archive", "read", tmp_path / os.listdir(tmp_path)[0], status=1).stderr
    assert rows_of(old) == left
