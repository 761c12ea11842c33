"""Whoever changes something while a long list is put waits for it rather than fails (interface.md, XML)."""
import concurrent.futures
import time
import uuid

import pytest

pytestmark = [pytest.mark.database, pytest.mark.long]

ROWS = 50000
PERSON = '<employee login="%s%d" initials="P%d" email="p%d@example.com" status="inactive"><name>Person %d</name></employee>'


def long_list(prefix):
    return '<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>' % "".join(
        PERSON % (prefix, i, i % 100, i, i) for i in range(ROWS))


def put(visitor, path, body):
    headers = {"Content-Type": "application/xml", "Idempotency-Key": str(uuid.uuid4())}
    return visitor.put(path, data=body.encode(), headers=headers, timeout=300)


def change(visitor, quantity):
    begun = time.monotonic()
    answer = put(visitor, "/products/standard.xml", '<product xmlns="urn:mod-licences:1" quantity="%d"/>' % quantity)
    return answer, time.monotonic() - begun


def test_others_wait_for_a_long_list_and_are_served(portal, account):
    """Its own account's admin, and another account's: on SQLite that is the same lock."""
    portal.expect("LIC3102")       # where the machine is so slow that ten seconds aren't enough
    other = portal.make_account(licences=10)
    body, waited, done = long_list("p"), [], [30, 30]
    writers = [account.visitor("anna"), other.visitor("anna")]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list_put = pool.submit(put, account.visitor("partner"), "/employees.xml", body)
        while not list_put.done():
            for i, answer in enumerate(list(pool.map(change, writers, [quantity + 1 for quantity in done]))):
                waited.append(answer[1])
                if answer[0].status_code == 200:
                    done[i] += 1
                else:
                    assert (answer[0].status_code, answer[1] > 9) == (503, True), (answer[0].text, answer[1])
                    assert int(answer[0].headers["Retry-After"]) > 0
    assert list_put.result().status_code == 200, list_put.result().text
    assert [account.product("standard")[0], other.product("standard")[0]] == done, "what was answered is what there is"
    assert max(waited) < 14


def test_a_dry_run_of_a_long_list_holds_up_nobody(portal, account):
    other = portal.make_account(licences=10).visitor("anna")
    revision, quantity, waited = account.show().get("revision"), 30, []
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        dry_run = pool.submit(put, account.visitor("partner"), "/employees.xml?dry-run=1", long_list("q"))
        begun = time.monotonic()
        while not dry_run.done():
            answer, seconds = change(other, quantity)
            assert answer.status_code == 200, answer.text
            quantity += 1
            waited.append(seconds)
        took = time.monotonic() - begun
    assert dry_run.result().status_code == 200, dry_run.result().text
    assert 'created="%d"' % ROWS in dry_run.result().text
    assert len(waited) > 5 and max(waited) < 0.8 * took, (waited, took)
    assert account.show().get("revision") == revision
