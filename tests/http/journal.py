"""
What clients were promised, kept on their side and compared with the database: of what was acknowledged nothing is lost and
nothing has happened twice; what nobody answered may have happened once; and nothing else has happened at all.

One act of a client is one event of the action log (its rows share `event`), so each event has to be claimed by one promise.
"""
import collections
import threading

ASKED, DONE, UNCHANGED = "asked", "done", "unchanged"
Verdict = collections.namedtuple("Verdict", "acknowledged unanswered lost twice")


class Promise:
    """
    A change that a client asks for; rows: what the log has to say of it, each (action, object, state afterwards), where an
    action of None is any.
    """

    def __init__(self, account, actor, rows):
        self.account, self.actor, self.rows = account, actor, frozenset(rows)
        self.state, self.event, self.repeated = ASKED, None, 0

    def done(self, event=None):
        """Acknowledged: as the log entry with that id, or as something that must have happened when it was asked before."""
        self.state, self.event = DONE, event and int(event)

    def unchanged(self):
        """Refused, or nothing to do: it hasn't happened, and won't."""
        self.state = UNCHANGED

    def is_of(self, account, actor, rows):
        if (account, actor) != (self.account, self.actor):
            return False
        anyhow = {row[1:] for row in rows}
        return all(row[1:] in anyhow if row[0] is None else row in rows for row in self.rows)

    def __str__(self):
        return "%s %s%s by %s: %s" % (self.account, self.state, " as %d" % self.event if self.event else "", self.actor,
                                      sorted(self.rows))


def state_of(new):
    """Of a quantity what the next period has ("12/9" is 12 now and 9 then), of the rest what it is."""
    return new.rsplit("/", 1)[-1]


class Journal:
    """Promises of all clients, each written down before it is asked for; what there was before is nobody's."""

    def __init__(self, store):
        self.promises = []
        self.lock = threading.Lock()
        self.before = set(read(store))

    def ask(self, account, actor, *rows):
        promise = Promise(account, actor, rows)
        with self.lock:
            self.promises.append(promise)
        return promise

    def acknowledged(self):
        return sum(promise.state == DONE for promise in self.promises)

    def compare(self, store):
        """With what the store's log says that these actors did."""
        actors = {(promise.account, promise.actor) for promise in self.promises}
        events = {key: found for key, found in read(store).items()
                  if key not in self.before and (key[0], found[0]) in actors}
        lost = [*self.claim_numbered(events), *self.claim_others(events)]
        twice = ["%s: event %d of %s is nobody's: %s" % (account, event, actor, sorted(rows))
                 for (account, event), (actor, rows) in sorted(events.items())]
        unanswered = sum(promise.state == ASKED for promise in self.promises)
        return Verdict(self.acknowledged(), unanswered, lost, twice)

    def claim_numbered(self, events):
        """Takes out what was acknowledged with a number; says what isn't there as it was promised."""
        for promise in self.promises:
            if promise.event:
                actor, rows = events.pop((promise.account, promise.event), (None, frozenset()))
                if not promise.is_of(promise.account, actor, rows):
                    yield "%s; found: %s %s" % (promise, actor, sorted(rows))

    def claim_others(self, events):
        """The same of what was acknowledged without one, and of what may have happened."""
        for promise in sorted(self.promises, key=lambda promise: promise.state != DONE):
            if promise.event or promise.state == UNCHANGED:
                continue
            found = next((key for key, (actor, rows) in sorted(events.items()) if promise.is_of(key[0], actor, rows)), None)
            if found:
                del events[found]
            elif promise.state == DONE:
                yield str(promise)


def read(store):
    """(account, event) → actor, rows"""
    events = {}
    for account, event, actor, action, thing, new in store.rows(
            "SELECT a.account_key, j.event, j.actor, j.action, j.object, j.new_state FROM journal j"
            " JOIN account a ON a.id = j.account"):
        known = events.setdefault((account, int(event)), (actor, set()))
        known[1].add((action, thing, state_of(new)))
    return events
