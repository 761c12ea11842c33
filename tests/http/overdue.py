"""Accounts with much overdue, in a database of SQLite or PostgreSQL, for tests of the timer."""
import os
import sqlite3
import subprocess
import time

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


class Database:
    """Reads a portal's database beside it."""

    def __init__(self, ctl_database):
        self.driver, self.params = ctl_database.split(":", 1)

    def rows(self, sql):
        if self.driver == "sqlite3":
            with sqlite3.connect("file:%s?mode=ro" % self.params, uri=True, timeout=10) as db:
                return [tuple(map(str, row)) for row in db.execute(sql)]
        return [tuple(line.split("|")) for line in psql(self.params, sql).splitlines()]

    def number(self, sql):
        return int(self.rows(sql)[0][0])

    def overdue(self):
        return self.number("SELECT COUNT(*) FROM account WHERE next_due <= %d" % time.time())

    def renewals(self):
        return self.number("SELECT COUNT(*) FROM invoice WHERE kind = 'renewal'")

    def holders(self):
        """Processes that hold a lease now."""
        return {int(row[0].split("/")[1]) for row in
                self.rows("SELECT holder FROM lease WHERE expires > %d" % time.time())}


def of(portal):
    return Database(portal.ctl_database)


def psql(params, sql):
    return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-d", params, "-c", sql], check=True, capture_output=True,
                          text=True, timeout=60).stdout


class Postgres:
    """A private PostgreSQL server with databases for tests; ends with this process, or with stop()."""

    tool = os.path.join(env.ROOT, "tests/tools/database")

    def __init__(self):
        self.pid = str(os.getpid())
        said = subprocess.run([self.tool, "pgsql", "while", self.pid], check=True, capture_output=True, text=True).stdout
        self.params = said.strip()
        self.missing = self.params[6:] if self.params.startswith("skip: ") else None
        self.made = 0
        if not self.missing:
            os.chmod(self.params.split()[0].split("=", 1)[1], 0o711)   # httpd is another user

    def database(self):
        """DBDParams of a new database."""
        self.made += 1
        psql(self.params, "CREATE DATABASE licences%d ENCODING 'UTF8' TEMPLATE template0" % self.made)
        return self.params.replace("dbname=postgres", "dbname=licences%d" % self.made)
