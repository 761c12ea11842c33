"""Accounts with much overdue, for tests of the timer."""
import time

import databases
import env

# In Copenhagen monthly from 40 days ago: one renewal, its notice, a reminder, and a deactivation are due by now.
DAYS = 40


def lines(key, days=DAYS, licences=1, people=2):
    """licencesctl's commands for an account with more people than licences, as of so long ago; months are then missed."""
    at = "--now %s " % env.instant(days=days)
    yield at + ("account add %s --name 'Overdue %s' --currency DKK --locale da-DK --timezone Europe/Copenhagen --months 1 "
                "--anchor %s --vat 25 --billing billing@%s.example" % (key, key, env.instant(days=days)[:10], key))
    yield at + "quantity %s standard %d" % (key, licences)
    for i in range(people):
        yield at + ("employee add %s p%d-%s --name 'Person %d' --initials P%d --email p%d@%s.example"
                    % (key, i, key, i, i, i, key))


def add(portal, n, prefix="due", **options):
    """Adds n such accounts; returns their keys."""
    keys = ["%s%d" % (prefix, i) for i in range(n)]
    portal.batch([line for key in keys for line in lines(key, **options)])
    portal.give_away()
    return keys


def stock(portal, n, prefix="due", **options):
    """The same, but nobody finds them before release() hands them out: a sweeper mustn't come between an account's lines."""
    keys = add(portal, n, prefix, **options)
    portal.store.run("UPDATE account SET next_due = NULL WHERE account_key IN (%s)" % quoted(keys))
    return keys


def release(portal, keys):
    portal.store.run("UPDATE account SET next_due = 1 WHERE account_key IN (%s)" % quoted(keys))


def quoted(keys):
    return ", ".join("'%s'" % key for key in keys)


class Database(databases.Database):
    """A portal's database, with what these tests ask of it."""

    def overdue(self):
        return self.number("SELECT COUNT(*) FROM account WHERE next_due <= %d" % time.time())

    def renewals(self):
        return self.number("SELECT COUNT(*) FROM invoice WHERE kind = 'renewal'")

    def holders(self):
        """Processes that hold a lease now."""
        return {int(row[0].split("/")[1]) for row in
                self.rows("SELECT holder FROM lease WHERE expires > %d" % time.time())}


def of(portal):
    return Database(portal.store.kind, portal.store.params)
