"""The statements that a database is asked, as it saw them itself: in the server's own log, of SQLite by trace.c."""
import os
import re
import subprocess

import env

HERE = os.path.dirname(os.path.abspath(__file__))
SESSION = re.compile(r"PRAGMA|SET (NAMES|SESSION)|SELECT @@|SHOW ", re.I)
BOUNDS = re.compile(r"(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)\b")


class Capture:
    """What a portal's database is asked, from begin() to end(); httpd is started in between. server: None for SQLite."""

    def __init__(self, portal, server):
        self.portal, self.server, self.kind = portal, server, portal.store.kind
        self.trace = os.path.join(portal.dir, "run/trace")

    def begin(self):
        if self.kind == "pgsql":
            self.settings(log_statement="all", log_line_prefix="@@")
        elif self.kind == "mysql":
            self.server.sql("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1")
        else:
            library = os.path.join(self.portal.dir, "run/trace.so")
            subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "trace.c"), "-ldl"], check=True)
            os.environ.update(LICENCES_PRELOAD=library, LICENCES_TRACE=self.trace)

    def end(self):
        """httpd and its database are as they are, from here on."""
        if self.kind == "pgsql":
            self.settings(log_statement="none")
        elif self.kind == "mysql":
            self.server.sql("SET GLOBAL general_log = 0; TRUNCATE mysql.general_log")
        else:
            os.environ.pop("LICENCES_TRACE")
            os.environ.pop("LICENCES_PRELOAD")
            self.portal.stop()
            self.portal.start()

    def of(self, operation):
        """The statements that something does, with their values, in order."""
        self.forget()
        operation()
        return [sql for sql in self.said() if sql and not SESSION.match(sql)]

    def forget(self):
        if self.kind == "pgsql":
            self.mark = os.path.getsize(self.server.dir + "/log")
        elif self.kind == "mysql":
            self.server.sql("TRUNCATE mysql.general_log")
        else:
            open(self.trace, "w").close()
            os.chmod(self.trace, 0o666)

    def said(self):
        if self.kind == "pgsql":
            with open(self.server.dir + "/log", errors="replace") as f:
                f.seek(self.mark)
                return list(self.from_pgsql(f.read()))
        if self.kind == "mysql":
            rows = self.server.sql("SELECT HEX(argument) FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')"
                                   " AND argument NOT LIKE '%general_log%'")
            return [bytes.fromhex(row).decode() for row in rows.split()]
        with open(self.trace, errors="replace") as f:
            return f.read().split("\0")[:-1]

    def settings(self, **values):
        for name, value in values.items():
            self.server.sql("ALTER SYSTEM SET %s = '%s'" % (name, value))
        self.server.sql("SELECT pg_reload_conf()")
        assert env.wait_until(lambda: all(self.server.sql("SHOW " + name).strip() == value for name, value in values.items()))

    @staticmethod
    def from_pgsql(said):
        """Statements of httpd's, with their values in their places."""
        lines = re.split(r"(?:^|\n)@@", said)
        for line, after in zip(lines, [*lines[1:], ""]):
            found = re.match(r"LOG:  (execute \S+|statement): (.*)", line, re.S)
            if not found or "pg_reload_conf" in line or "ALTER SYSTEM" in line:
                continue
            sql = " ".join(found[2].replace("\n\t", "\n").split())
            if found[1] != "statement" and sql.startswith("PREPARE "):
                sql = sql.split(" AS ", 1)[1]       # what a session executes by its name
            if found[1] == "statement":
                yield from (part.strip() for part in sql.split(";"))
                continue
            given = re.match(r"DETAIL:  parameters: (.*)", after, re.S)
            values = dict(re.findall(r"\$(\d+) = ('(?:[^']|'')*'|NULL)", given[1])) if given else {}
            yield re.sub(r"\$(\d+)", lambda place: values[place[1]], sql)
