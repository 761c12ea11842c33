"""Random sequences of lists that a partner's program puts, with hands that change things meanwhile: whatever is answered, the
audit finds nothing, and a list that was taken is what there is."""
import random

import pytest
from lxml import etree

from env import NS
from test_put import partner, people, put  # noqa: F401
from test_put_lists import hold, holds, row

pytestmark = pytest.mark.database

MODULES = ["crm", "outlook"]


def rows_of(visitor, path):
    return etree.fromstring(visitor.patiently(path).content).iterfind("l:*", NS)


def state(visitor):
    """id → log-in, number and status; and who holds what"""
    employees = {e.get("id"): (e.get("login"), e.get("external"), e.get("status"))
                 for e in rows_of(visitor, "/employees.xml") if e.get("login")}
    held = {(a.get("employee"), a.get("module")) for a in rows_of(visitor, "/modules.xml") if a.get("employee")}
    return employees, held


class Partner:
    """What a partner's program may send: often right, at times nonsense."""

    def __init__(self, account, seed):
        self.account, self.chance = account, random.Random(seed)
        self.pool = ["%s-%s" % (name, account.key) for name in ("eva", "EVA", "fie", "gry", "ida", "kaj", "ole", "bo", "dan")]
        self.numbers = [str(n) for n in range(1, 9)]

    def employee(self, employees):
        chance, said = self.chance, {}
        if chance.random() < 0.3:
            said["id"] = chance.choice(list(employees) + ["999"])
        if chance.random() < 0.5:
            said["external"] = chance.choice(self.numbers + [""])
        if chance.random() < 0.7 or not said:
            said["login"] = chance.choice(self.pool)
        if chance.random() < 0.3:
            said["status"] = chance.choice(["active", "inactive"])
        if chance.random() < 0.9:
            said["email"] = "x@example.com"
        inner = "".join('<assignment module="%s"/>' % m for m in MODULES if chance.random() < 0.3)
        return row("Somebody" if chance.random() < 0.9 else None, inner, **said)

    def assignment(self, employees):
        by_id = self.chance.random() < 0.7
        who = {"employee": self.chance.choice(list(employees))} if by_id else {"login": self.chance.choice(self.pool)}
        return hold(self.chance.choice(MODULES), **who)

    def send(self, visitor):
        employees, _ = state(visitor)
        chance, options = self.chance, []
        mode = chance.choice(["merge", "merge", None])
        if chance.random() < 0.3:
            options.append("max-absent=%d" % chance.choice([0, 3, 100]))
        if chance.random() < 0.6:
            body = people(*[self.employee(employees) for _ in range(chance.randrange(1, 4))], mode=mode)
            path = "/employees.xml"
        else:
            body = holds(*{self.assignment(employees) for _ in range(chance.randrange(1, 6))}, mode=mode)
            path = "/modules.xml"
        return path, options, body


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_put_the_audit_finds_nothing(account, partner, seed):  # noqa: F811
    account.ctl("quantity", account.key, "crm", "2")
    account.ctl("quantity", account.key, "outlook", "3")
    sender, taken = Partner(account, seed), 0
    for turn in range(12):
        path, options, body = sender.send(partner)
        before = state(partner)
        headers = {"Content-Type": "application/xml", "Idempotency-Key": "s%d-%d" % (seed, turn)}
        dry = partner.put("%s?%s" % (path, "&".join(options + ["dry-run=1"])), data=body.encode(), headers=headers)
        assert state(partner) == before
        done = partner.put("%s?%s" % (path, "&".join(options)), data=body.encode(), headers=headers)
        assert done.status_code == dry.status_code and done.status_code in (200, 400, 422), (body, dry.text, done.text)
        after = state(partner)
        if done.status_code != 200:
            assert after == before and done.text.split("<detail>")[1] == dry.text.split("<detail>")[1]
            continue
        taken += 1
        sums = [[partner.portal.valid(a).get(name) for name in ("created", "changed", "activated", "deactivated", "assigned",
                                                                "unchanged", "absent", "kept")] for a in (dry, done)]
        assert sums[0] == sums[1], body
        numbers = [external for _, external, _ in after[0].values() if external]
        assert len(numbers) == len(set(numbers)) and set(before[0]) <= set(after[0])
        assert after[0][next(i for i, e in after[0].items() if e[0] == account.login("anna"))][2] == "active"
        again = partner.put("%s?%s" % (path, "&".join(options)), data=body.encode(), headers=headers)
        assert again.content == done.content and state(partner) == after
    assert taken
    assert not account.portal.audit()
