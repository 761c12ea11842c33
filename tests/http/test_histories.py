"""
Clients who work on one account at once: what each was answered could have been answered had they come one after another,
each at some instant between its question and its answer (linearizability). The checker itself is held against histories
that are known to be impossible, and against trying every order.

LICENCES_HISTORIES=10000 for so many; LICENCES_SEED=N for others.
"""
import base64
import concurrent.futures
import datetime
import http.client
import itertools
import os
import random
import threading
import time
import uuid
from urllib.parse import urlencode

import pytest
from lxml import etree

import env
import tokens
from account_model import GONE, NO_RIGHT, NONE, State, step
from linearize import Operation, explain

HISTORIES = int(os.environ.get("LICENCES_HISTORIES", "120"))
SEED = os.environ.get("LICENCES_SEED", "1")
ACCOUNTS = 2         # in which histories go on at once
DAYS = [str(datetime.date.today() + datetime.timedelta(days=days)) for days in (20, 21, 22)]
OPERATIONS = 4       # of each client in a history
LEAST = 10           # licences: nobody is to be marked

START = State(10, 10, True)


# --- the checker itself


def history(*rows):
    """(asked, answered, result, kind, what)"""
    return [Operation(asked, answered, dict(what, kind=kind), result) for asked, answered, result, kind, what in rows]


def put(asked, answered, wanted, result):
    return asked, answered, result, "put", {"wanted": wanted}


def read(asked, answered, *result):
    return asked, answered, result, "read", {}


def confirm(asked, answered, who, wanted, shown, result):
    return asked, answered, result, "confirm", {"who": who, "wanted": wanted, "shown": shown}


def switch(asked, answered, on, result):
    return asked, answered, result, "switch", {"on": on}


def look(asked, answered, result):
    return asked, answered, result, "look", {}


def undo(asked, answered, who, shown, result):
    return asked, answered, result, "undo", {"who": who, "shown": shown}


def plan(asked, answered, who, day, result):
    return asked, answered, result, "plan", {"who": who, "day": day}


def cancel(asked, answered, who, number, result):
    return asked, answered, result, "cancel", {"who": who, "plan": number}


POSSIBLE = {
    "one after another": [put(0, 1, 12, "bought"), read(2, 3, 12, 12), put(4, 5, 11, "scaled-down"), read(6, 7, 12, 11),
                          put(8, 9, 12, "kept"), put(10, 11, 12, "unchanged")],
    "a read beside a purchase sees it": [put(0, 9, 12, "bought"), read(1, 2, 12, 12)],
    "a read beside a purchase doesn't see it": [put(0, 9, 12, "bought"), read(1, 2, 10, 10)],
    "two confirm what they saw, and one is told": [confirm(0, 9, "anna", 12, (10, 10), 303),
                                                   confirm(1, 8, "bo", 11, (10, 10), 409)],
    "who has lost the right is refused": [switch(0, 5, False, True), confirm(1, 6, "bo", 12, (10, 10), NO_RIGHT)],
    "who loses it meanwhile may have been first": [switch(0, 5, False, True), confirm(1, 6, "bo", 12, (10, 10), 303)],
    "a purchase is taken back": [put(0, 1, 12, "bought"), undo(2, 3, "anna", (12, 12, 10, 10), 303), read(4, 5, 10, 10)],
    "two take it back, and one is told": [put(0, 1, 12, "bought"), undo(2, 9, "anna", (12, 12, 10, 10), 303),
                                          undo(3, 8, "bo", (12, 12, 10, 10), NONE)],
    "a wiped scale-down comes back": [put(0, 1, 9, "scaled-down"), put(2, 3, 12, "bought"),
                                      undo(4, 5, "anna", (12, 12, 10, 9), 303), read(6, 7, 10, 9)],
    "a plan that was replaced is gone": [plan(0, 1, "anna", "1st", True), plan(2, 3, "anna", "2nd", True),
                                         cancel(4, 5, "bo", 1, GONE), cancel(6, 7, "bo", 2, 303)],
    "nobody knows, and it happened": [put(0, None, 12, None), read(5, 6, 12, 12)],
    "nobody knows, and it didn't": [put(0, None, 12, None), read(5, 6, 10, 10)],
    "nobody knows, and it happens later": [put(0, None, 12, None), read(5, 6, 10, 10), read(7, 8, 12, 12)],
}
IMPOSSIBLE = {
    "a stale read": [put(0, 1, 12, "bought"), read(2, 3, 10, 10)],
    "a read of what nobody wrote": [put(0, 9, 12, "bought"), read(1, 2, 11, 11)],
    "a purchase that is lost": [put(0, 9, 12, "bought"), put(1, 8, 13, "bought"), read(10, 11, 12, 12)],
    "reads that run back": [put(0, 9, 12, "bought"), read(1, 2, 12, 12), read(3, 4, 10, 10)],
    "half a change": [put(0, 9, 12, "bought"), read(1, 2, 12, 10)],
    "two who both confirm what they saw": [confirm(0, 9, "anna", 12, (10, 10), 303), confirm(1, 8, "bo", 13, (10, 10), 303)],
    "a refusal without a cause": [confirm(0, 1, "anna", 12, (10, 10), 409)],
    "a right that goes on counting": [switch(0, 1, False, True), confirm(2, 3, "bo", 12, (10, 10), 303)],
    "a right that is refused though it was never taken": [confirm(0, 1, "bo", 12, (10, 10), NO_RIGHT)],
    "a switch that is shown to be off before it was": [look(0, 1, False), switch(2, 3, False, True)],
    "two who both switched it off": [switch(0, 9, False, True), switch(1, 8, False, True)],
    "taken back twice": [put(0, 1, 12, "bought"), undo(2, 9, "anna", (12, 12, 10, 10), 303),
                         undo(3, 8, "bo", (12, 12, 10, 10), 303)],
    "taken back after another change": [put(0, 1, 12, "bought"), put(2, 3, 11, "scaled-down"),
                                        undo(4, 5, "anna", (12, 12, 10, 10), 303)],
    "taken back to something else than was shown": [
        put(0, 1, 9, "scaled-down"), put(2, 3, 12, "bought"), undo(4, 5, "anna", (12, 12, 10, 10), 303)],
    "cancelled twice": [plan(0, 1, "anna", "1st", True), cancel(2, 9, "anna", 1, 303), cancel(3, 8, "bo", 1, 303)],
    "a replaced plan is cancelled": [plan(0, 1, "anna", "1st", True), plan(2, 3, "bo", "2nd", True), cancel(4, 5, "bo", 1, 303)],
    "planned for the same day twice": [plan(0, 9, "anna", "1st", True), plan(1, 8, "bo", "1st", True)],
    "bought twice for one": [put(0, 1, 12, "bought"), put(2, 3, 12, "bought")],
    "nobody knows, and it happens and is gone again": [put(0, None, 12, None), read(5, 6, 12, 12), read(7, 8, 10, 10)],
    "it happens before it is asked for": [read(0, 1, 12, 12), put(2, 3, 12, "bought")],
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_possible_history_is_explained(name):
    assert explain(history(*POSSIBLE[name]), START, step) is not None


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_history_is_found_out(name):
    assert explain(history(*IMPOSSIBLE[name]), START, step) is None


def by_every_order(operations, state):
    """The same by brute force, for a few operations that all have answers."""
    for order in itertools.permutations(operations):
        at = state
        if any(later.answered < earlier.asked for earlier, later in itertools.combinations(order, 2)):
            continue
        for operation in order:
            at = step(at, operation)
            if at is None:
                break
        else:
            return True
    return False


def test_the_checker_says_what_trying_every_order_says():
    dice = random.Random(SEED)
    said = {True: 0, False: 0}
    for _ in range(1500):
        rows = []
        for _ in range(dice.randrange(2, 6)):
            asked = dice.randrange(12)
            when = asked, asked + dice.randrange(1, 8)
            rows.append(dice.choice([
                lambda: put(*when, dice.randrange(10, 13), dice.choice(["bought", "unchanged", "kept"])),
                lambda: read(*when, *[dice.randrange(10, 13)] * 2),
                lambda: confirm(*when, dice.choice(["anna", "bo"]), 12, (dice.choice([10, 11]),) * 2,
                                dice.choice([303, 409, 403])),
                lambda: undo(*when, "anna", (12, 12, 10, 10), dice.choice([303, 409, NONE])),
                lambda: plan(*when, "bo", dice.choice(["1st", "2nd"]), dice.choice([True, True, False])),
                lambda: cancel(*when, "anna", dice.randrange(1, 3), dice.choice([303, GONE])),
                lambda: switch(*when, dice.choice([True, False]), dice.choice([True, False]))])())
        operations = history(*rows)
        found = explain(operations, START, step) is not None
        assert found == by_every_order(operations, START), operations
        said[found] += 1
    assert min(said.values()) > 50, said


# --- clients


class Client:
    """Somebody with one connection, who notes what was asked, when, and what came of it."""

    def __init__(self, account, name, dice):
        portal = account.portal
        self.account, self.name, self.dice = account, name, dice
        self.connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
        login = "%s:%s" % (account.login(name), env.PASSWORD)
        # a connection for each question: one that lay idle may have been closed just now
        self.headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode(), "Accept": "application/xml",
                        "Connection": "close"}
        self.token = tokens.form(portal, account.key, account.login(name))
        self.seen = (LEAST, LEAST)      # what it knows of the account, to ask for something near it
        self.known = None               # the last plan that it saw
        self.noted = []

    def ask(self, method, path, body=None, **headers):
        self.connection.request(method, env.BASE + path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def note(self, kind, asked, result, **what):
        """result: None where nobody knows what has become of it"""
        self.noted.append(Operation(asked, None if result is None else time.monotonic_ns(), dict(what, kind=kind), result))
        return result

    def send(self, path, **fields):
        return self.ask("POST", path, urlencode(fields), **{"Content-Type": "application/x-www-form-urlencoded"})

    def wanted(self):
        return max(LEAST, self.seen[0] + self.dice.choice([-2, -1, 0, 1, 1, 2]))

    # --- what it may do

    def read(self):
        asked = time.monotonic_ns()
        status, _, body = self.ask("GET", "/products/standard.xml")
        assert status == 200, body
        self.seen = self.note("read", asked, numbers(etree.fromstring(body)))

    def change(self):
        wanted = self.wanted()
        asked = time.monotonic_ns()
        status, _, body = self.ask("GET", "/products/standard.xml?quantity=%d" % wanted)
        if status == NO_RIGHT:
            self.note("preview", asked, status, who=self.name, wanted=wanted)
            return
        assert status == 200, body
        root = etree.fromstring(body)
        self.seen = numbers(root)
        self.note("preview", asked, (*self.seen, root.get("outcome")), who=self.name, wanted=wanted)
        if root.get("confirm"):
            asked = time.monotonic_ns()
            status, _, body = self.send("/products/standard", quantity=wanted, confirm=root.get("confirm"))
            assert status in (303, 409, NO_RIGHT, 503), body
            self.note("confirm", asked, None if status == 503 else status, who=self.name, wanted=wanted, shown=self.seen)

    def put(self):
        wanted = self.wanted()
        asked = time.monotonic_ns()
        status, _, body = self.ask("PUT", "/products/standard.xml", '<product xmlns="urn:mod-licences:1" quantity="%d"/>'
                                   % wanted, **{"Content-Type": "application/xml", "Idempotency-Key": '"%s"' % uuid.uuid4()})
        assert status in (200, 503), body
        self.note("put", asked, None if status == 503 else etree.fromstring(body).get("outcome"), wanted=wanted)

    def switch(self):
        on = self.dice.random() < 0.6
        asked = time.monotonic_ns()
        status, headers, body = self.send("/roles", token=self.token, role="viewer", right="my-account",
                                          action="grant" if on else "revoke")
        assert status in (303, 503), body
        self.note("switch", asked, None if status == 503 else "done=" in headers["Location"], on=on)

    def look(self):
        asked = time.monotonic_ns()
        self.note("look", asked, self.bo_may())

    def undo(self):
        asked = time.monotonic_ns()
        shown, token = self.undoable()
        self.note("preview_undo", asked, shown, who=self.name)
        if token:
            asked = time.monotonic_ns()
            status, _, body = self.send("/products/standard", action="undo", confirm=token)
            assert status in (303, 409, NONE, NO_RIGHT, 503), body
            self.note("undo", asked, None if status == 503 else status, who=self.name, shown=shown)

    def undoable(self):
        """What the preview shows, and the token that confirms it; what else it is answered, and None."""
        status, _, body = self.ask("GET", "/products/standard.xml?undo=1")
        assert status in (200, NONE, NO_RIGHT), body
        if status != 200:
            return status, None
        root = etree.fromstring(body)
        return (*numbers(root), int(root.get("purchased-after")), int(root.get("next-after"))), root.get("confirm")

    def plan(self):
        day = self.dice.choice(DAYS)
        asked = time.monotonic_ns()
        status, headers, body = self.send("/plans", token=self.token, kind="leave", login=self.account.login("dan"), date=day)
        assert status in (303, NO_RIGHT, 503), body
        told = {303: "done=" in headers.get("Location", ""), NO_RIGHT: NO_RIGHT, 503: None}[status]
        self.note("plan", asked, told, who=self.name, day=day)

    def cancel(self):
        """The plan that is there or was a moment ago."""
        asked = time.monotonic_ns()
        found = self.planned()
        self.note("look_at_plans", asked, found or (), who=self.name)
        self.known = found or self.known
        asked = time.monotonic_ns()
        status, _, body = self.send("/plans", token=self.token, cancel=self.known[0])
        assert status in (303, GONE, NO_RIGHT, 503), body
        self.note("cancel", asked, None if status == 503 else status, who=self.name, plan=self.known[0])

    def planned(self):
        """Its number and day; None: there is none."""
        status, _, body = self.ask("GET", "/plans.xml")
        assert status == 200, body
        row = etree.fromstring(body).find("l:plan", env.NS)
        return row if row is None else (int(row.get("id")), row.get("on"))

    def bo_may(self):
        status, _, body = self.ask("GET", "/roles.xml")
        assert status == 200, body
        return "my-account" in etree.fromstring(body).xpath("l:role[@key='viewer']/l:right[@granted='true']/@key",
                                                            namespaces=env.NS)

    ACTS = {"anna": [change, change, switch, switch, look, read, undo, plan, cancel],
            "bo": [change, change, change, read, undo, undo, plan, cancel], "partner": [put, put, read]}

    def state(self):
        """While nobody else does anything. What would be taken back is shown only as long as it can be."""
        self.read()
        shown, token = self.undoable()
        while not self.planned():       # whose number says what the next one will be
            self.plan()
        self.known = self.planned()
        return State(*self.seen, self.bo_may(), shown[2:] if token else None, self.known, self.known[0])

    def play(self, together):
        """Some operations, begun together with the others'."""
        self.noted = []
        together.wait(60)
        for _ in range(OPERATIONS):
            self.dice.choice(self.ACTS[self.name])(self)
        return self.noted


def numbers(root):
    return int(root.get("purchased")), int(root.get("next"))


def play(account, number, histories):
    """So many histories of one account, each from the state that the one before left. Counts operations and answers."""
    clients = [Client(account, name, random.Random("%s/%d/%s" % (SEED, number, name))) for name in Client.ACTS]
    seen = {}
    with concurrent.futures.ThreadPoolExecutor(len(clients)) as pool:
        for n in range(histories):
            state = clients[0].state()
            for client in clients:
                client.known = state.plan
            together = threading.Barrier(len(clients))
            played = [future.result() for future in [pool.submit(client.play, together) for client in clients]]
            operations = [operation for noted in played for operation in noted]
            assert explain(operations, state, step) is not None, "seed %s, account %d, history %d from %s:\n%s" % (
                SEED, number, n, state, "\n".join(map(str, sorted(operations))))
            for operation in operations:
                told = operation.what["kind"], operation.result if isinstance(operation.result, (int, str)) else "seen"
                seen[told] = seen.get(told, 0) + 1
    return seen


@pytest.mark.database
def test_what_clients_are_answered_at_once_they_could_have_been_answered_one_after_another(portal):
    portal.expect("LIC3102")            # of a change that waits too long for the others
    accounts = [portal.make_account(licences=LEAST) for _ in range(ACCOUNTS)]
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(ACCOUNTS) as pool:
        played = [future.result() for future in [
            pool.submit(play, account, i, HISTORIES // ACCOUNTS) for i, account in enumerate(accounts)]]
    seen = {}
    for one in played:
        for told, times in one.items():
            seen[told] = seen.get(told, 0) + times
    print("seed %s: %d histories, %d operations in %.0f s, each explained: %s" % (
        SEED, HISTORIES // ACCOUNTS * ACCOUNTS, sum(seen.values()), time.monotonic() - begun, sorted(seen.items(), key=str)))
    for told in (("confirm", 303), ("confirm", 409), ("preview", NO_RIGHT), ("put", "bought"), ("switch", True), ("look", False),
                 ("undo", 303), ("plan", True), ("plan", False), ("cancel", 303), ("cancel", GONE)):
        assert seen.get(told), "nothing was shown of %s: %s" % (told, seen)
