"""Many at once: nothing twice, nothing lost."""
import collections
import concurrent.futures
import re
import threading
import uuid

import pytest

from env import NS, Visitor

pytestmark = pytest.mark.database


def at_once(n, work):
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return [future.result() for future in [pool.submit(work, i) for i in range(n)]]


def is_gapless(account):
    numbers = [int(re.search(r"-(\d+)$", invoice.get("number")).group(1)) for invoice in account.invoices()]
    return sorted(numbers) == list(range(1, len(numbers) + 1))


def test_fifty_confirmations_of_one_token_are_one_purchase_one_invoice_and_fifty_equal_answers(anna, account):
    token = anna.preview("standard", 27).get("confirm")
    visitors = [account.visitor("anna") for _ in range(50)]
    answers = at_once(50, lambda i: visitors[i].confirm("standard", 27, token, timeout=60))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert account.product("standard")[0] == 27
    assert account.actions().count("bought") == 2
    assert len(account.invoices()) == 2
    assert is_gapless(account)


def buy_one_more(visitor, counts):
    """Previews and confirms one more than there is, as often as it takes; a Confirm that is put off (503) is repeated."""
    def read(path):
        answer = visitor.get(path)
        assert answer.status_code == 200, answer.text
        return visitor.portal.valid(answer)

    while True:
        row = read("/overview.xml").find("l:product[@key='standard']", NS)
        wanted = int(row.get("purchased")) + 1
        root = read("/products/standard.xml?quantity=%d" % wanted)
        if root.get("outcome") != "bought":
            continue
        answer = visitor.confirm("standard", wanted, root.get("confirm"), headers={"Accept": "application/xml"},
                                 timeout=60)
        if answer.status_code == 303:
            return answer.headers["Location"]
        assert answer.status_code in (409, 503), answer.text
        counts[answer.status_code] = counts.get(answer.status_code, 0) + 1


def test_sixteen_clients_buying_one_more_two_hundred_times_buy_exactly_two_hundred(portal):
    account = portal.make_account(licences=25)
    before = len(account.invoices())
    counts = {}
    portal.expect("LIC3102")

    def client(number):
        visitor = account.visitor("anna")
        return [buy_one_more(visitor, counts) for _ in range(12 if number >= 8 else 13)]

    locations = [location for locations in at_once(16, client) for location in locations]
    assert len(locations) == len(set(locations)) == 200
    assert account.product("standard")[0] == 225
    assert len(account.invoices()) == before + 200
    assert is_gapless(account)
    assert account.actions().count("bought") == 201


def test_pages_are_answered_while_others_buy_all_the_time(portal):
    account = portal.make_account(licences=25, people=20)
    portal.expect("LIC3102")        # of a purchase that waits too long for the others
    enough = threading.Event()

    def buyer(number):
        visitor, bought = account.visitor("anna", Accept="application/xml"), 0
        while not enough.is_set():
            answer = visitor.put("/products/standard.xml", data='<product xmlns="urn:mod-licences:1" quantity="%d"/>' % (
                26 + number + 4 * bought), headers={"Content-Type": "application/xml", "Idempotency-Key": '"%s"' % uuid.uuid4()})
            assert answer.status_code in (200, 409, 503), answer.text
            bought += answer.status_code == 200
        return bought

    def reader(number):
        visitor, pages = account.visitor("anna"), ("/", "/employees", "/products/standard", "/overview.xml", "/log")
        return [visitor.get(pages[(i + number) % len(pages)]).status_code for i in range(60)]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        buyers = [pool.submit(buyer, number) for number in range(4)]
        readers = [pool.submit(reader, number) for number in range(4)]
        seen = [status for future in readers for status in future.result()]
        enough.set()
        bought = sum(future.result() for future in buyers)
    assert bought > 4
    assert collections.Counter(seen) == {200: 240}


@pytest.mark.long
@pytest.mark.parametrize("mpm", ["event", "worker", "prefork"])
def test_every_mpm_serves_many_readers_and_writers_at_once(new_portal, mpm):
    portal = new_portal(mpm=mpm).start()
    portal.begin()
    accounts = [portal.make_account(licences=5) for _ in range(4)]

    def client(number):
        account = accounts[number % 4]
        visitor = account.visitor("anna")
        seen = []
        for path in ("/", "/overview.xml", "/log.csv", "/invoices", "/products/standard", "/assets/licences.css"):
            seen.append(visitor.patiently(path, timeout=60).status_code)
        seen.append(buy_one_more(visitor, {})[:16])
        return seen

    for seen in at_once(12, client):
        assert seen == [200] * 6 + ["/licences/?done="]
    assert [account.product("standard")[0] for account in accounts] == [8] * 4
    portal.reload()
    assert Visitor(portal, accounts[0].login("anna")).get("/").status_code == 200
