"""A database for benchmarks: made by licencesctl, filled in SQL, on SQLite, PostgreSQL or MariaDB."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "http"))

import databases  # noqa: E402
import env  # noqa: E402

KINDS = ["sqlite3", "pgsql", "mysql"]


class Store(databases.Database):
    """A database of the benchmark's own."""

    def __init__(self, kind):
        self.dir = tempfile.mkdtemp(prefix="licences-bench-")
        if kind == "sqlite3":
            super().__init__(kind, os.path.join(self.dir, "bench.db"))
        else:
            server = databases.Server.of(kind)
            if server.missing:
                sys.exit(server.missing)
            super().__init__(kind, server.database().params)
        self.ctl("init")

    def remove(self):
        shutil.rmtree(self.dir)

    def ctl(self, *words, now=None):
        """Runs licencesctl; returns what it said, its seconds and its peak memory in MB."""
        command = [env.CTL, "--database", "%s:%s" % (self.kind, self.params), *(["--now", now] if now else []), *words]
        return program(command)

    def run(self, *statements):
        """All in one transaction; returns the seconds that it took."""
        begun = time.monotonic()
        super().run(*statements)
        return time.monotonic() - begun

    def columns(self, table):
        if self.kind == "sqlite3":
            return [row[1] for row in self.rows("PRAGMA table_info(%s)" % table)]
        schema = "DATABASE()" if self.kind == "mysql" else "'public'"
        return [row[0] for row in self.rows("SELECT column_name FROM information_schema.columns WHERE table_name = '%s'"
                                            " AND table_schema = %s ORDER BY ordinal_position" % (table, schema))]

    def copy(self, table, changed, seq, where):
        """INSERT of rows like those of `table`, one for each n of seq, some columns changed."""
        names = self.columns(table)
        return "INSERT INTO %s (%s) SELECT %s FROM %s t CROSS JOIN (%s) s WHERE %s" % (
            table, ", ".join(names), ", ".join(changed.get(name, "t." + name) for name in names), table, seq, where)

    def analyse(self):
        if self.kind == "mysql":
            self.rows("ANALYZE TABLE employee, assignment, journal")
        else:
            self.run("ANALYZE")


def program(command):
    """What a program said, its seconds, its peak memory in MB."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.read()
    status, usage = os.wait4(process.pid, 0)[1:]
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("%s\n%s" % (" ".join(command), said))
    return said, time.monotonic() - begun, usage.ru_maxrss / 1024


def numbers(first, last):
    return ("WITH RECURSIVE seq(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM seq WHERE n < %d) SELECT n FROM seq"
            % (first, last))


def catalogue(store):
    store.ctl("set", "logins", "account")      # the people of each account are called alike
    for key, kind in (("standard", "user"), ("crm", "addon")):
        store.ctl("product", "add", key, "--kind", kind, "--name", "Product " + key)
        store.ctl("price", "set", key, "DKK", "24900", "--from", env.instant(days=100)[:10])


def account(store, key, employees, licences, days):
    """By licencesctl, so many days ago: whoever is beyond the licences is marked at once, for seven days."""
    at = "--now %s " % env.instant(days=days)
    lines = [at + "account add %s --name %s --currency DKK --locale da-DK --timezone Europe/Copenhagen --months 1 --anchor %s"
             " --vat 25 --billing billing@example.com" % (key, key, env.instant(days=days)[:10]),
             at + "quantity %s standard %d" % (key, licences)]
    lines += [at + "employee add %s e%d --name 'Employee %d' --initials E%d --email e%d@example.com" % (key, i, i, i, i)
              for i in range(1, employees + 1)]
    path = os.path.join(store.dir, "batch")
    with open(path, "w") as f:
        f.write("\n".join(lines) + "\n")
    store.ctl("batch", path)


def crowd(store, people, licences):
    """An account `crowd` with so many employees, made of its first one in SQL, and those beyond its licences marked."""
    account(store, "crowd", 1, licences, 1)
    own = store.number("SELECT id FROM account WHERE account_key = 'crowd'")
    last = store.number("SELECT last_log FROM account WHERE id = %d" % own)
    seq = numbers(2, people)
    store.run(
        store.copy("employee", {"id": "s.n", "login": "'e' || s.n", "name": "'Employee ' || s.n",
                                "search": "'employee ' || s.n"}, seq, "t.account = %d AND t.id = 1" % own),
        store.copy("journal", {"id": "%d + s.n - 1" % last, "event": "%d + s.n - 1" % last,
                               "object": "'employee/' || s.n", "name": "'Employee ' || s.n"}, seq,
                   "t.account = %d AND t.object = 'employee/1' AND t.action = 'created'" % own),
        "UPDATE account SET last_employee = %d, last_log = last_log + %d WHERE id = %d" % (people, people - 1, own),
        "UPDATE position SET used = %d WHERE account = %d AND used = 1" % (people, own),
        "UPDATE usage_day SET used = %d, last_used = %d WHERE account = %d AND used = 1" % (people, people, own))
    store.analyse()
    store.ctl("employee", "protect", "crowd", "e1")  # marks whoever is beyond
    return own


TABLES = ["position", "employee", "invoice", "invoice_line", "journal", "outbox", "usage_day", "plan", "login_claim"]


def multiply(store, key, copies):
    """Makes the account `key` so many times more, whole: nothing of an account names another."""
    own = store.number("SELECT id FROM account WHERE account_key = '%s'" % key)
    last = store.number("SELECT MAX(id) FROM account")
    seq = numbers(last + 1, last + copies)
    number = "REPLACE(t.%%s, '%s-', 'C' || s.n || '-')" % key.upper()
    statements = [store.copy("account", {"id": "s.n", "account_key": "'c' || s.n", "bucket": "s.n % 16"}, seq,
                             "t.id = %d" % own)]
    for table in TABLES:
        changed = {"account": "s.n", "bucket": "s.n % 16"}      # of the bucket only where there is one
        if table == "invoice":
            changed["number"] = number % "number"
        if table == "login_claim":      # of an account's own, as catalogue() says
            changed["scope"] = "s.n"
        if table == "journal":
            changed["invoice"] = number % "invoice"
        statements.append(store.copy(table, changed, seq, "t.account = %d" % own))
    store.run(*statements)
