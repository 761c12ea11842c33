"""/log.xml?after=ID: whoever follows it while others write has every entry once, in order."""
import threading

import pytest
from lxml import etree

from env import NS
from test_concurrency import at_once, buy_one_more

pytestmark = pytest.mark.database

WRITERS = 8
CHANGES = 12    # of each


def entries(root):
    return [(int(entry.get("id")), etree.tostring(entry)) for entry in root.findall("l:entry", NS)]


def test_a_follower_of_the_feed_ends_equal_to_the_whole_log_while_eight_write(account):
    followed, stop = [], threading.Event()
    follower = account.visitor("partner", Accept="application/xml")
    account.portal.expect("LIC3102")     # a page may be told to come back: the account changes while it is read

    def follow():
        last = 0
        while True:
            ending = stop.is_set()           # looked at before reading, so that the last reading is after the last write
            new = entries(follower.xml("/log.xml?after=%d" % last))
            followed.extend(new)
            last = new[-1][0] if new else last
            if ending and not new:
                return

    def write(number):
        visitor = account.visitor("anna")
        counts = {"busy": 0}
        return [buy_one_more(visitor, counts)[:16] for _ in range(CHANGES)]

    reader = threading.Thread(target=follow)
    reader.start()
    try:
        answers = at_once(WRITERS, write)
    finally:
        stop.set()
        reader.join(60)
    assert not reader.is_alive()
    assert answers == [["/licences/?done="] * CHANGES] * WRITERS
    assert [number for number, _ in followed] == list(range(1, len(followed) + 1))
    assert followed == entries(follower.xml("/log.xml"))
    assert sum(b'action="bought"' in entry for _, entry in followed) >= WRITERS * CHANGES
