"""
Databases of tests: SQLite's file beside the portal, or private servers of PostgreSQL and MariaDB that end with this process.

LICENCES_DATABASE says which one portals have that don't choose themselves: sqlite3 (the default), pgsql or mysql.
"""
import os
import sqlite3
import subprocess

TOOL = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools/database")
KIND = os.environ.get("LICENCES_DATABASE", "sqlite3")


class Database:
    """One database, beside whoever else uses it."""

    def __init__(self, kind, params):
        self.kind, self.params = kind, params

    def conf(self):
        """mod_dbd's lines."""
        lines = 'DBDriver %s\nDBDParams "%s"\n' % (self.kind, self.params)
        if self.kind == "sqlite3":
            lines += 'DBDInitSQL "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON"\n'
        return lines

    def client(self):
        if self.kind == "pgsql":
            return ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.params, "-c"]
        words = dict(word.split("=", 1) for word in self.params.split(";"))
        return ["mariadb", "--no-defaults", "--socket=" + words["sock"], "--user=" + words["user"],
                "--default-character-set=utf8mb4", "-N", "-B", "-D", words["dbname"], "-e"]

    def name(self):
        """What the server calls it."""
        return dict(word.split("=", 1) for word in self.params.replace(";", " ").split())["dbname"]

    def rows(self, sql):
        """What a SELECT gives, as texts."""
        if self.kind == "sqlite3":
            with sqlite3.connect("file:%s?mode=ro" % self.params, uri=True, timeout=10) as db:
                return [tuple(map(str, row)) for row in db.execute(sql)]
        said = subprocess.run(self.client() + [sql], check=True, capture_output=True, text=True, timeout=120).stdout
        return [tuple(line.split("\t")) for line in said.splitlines()]

    def number(self, sql):
        return int(self.rows(sql)[0][0])

    def text(self, text):
        """A text as SQL has it, whatever is in it."""
        return {"sqlite3": "CAST(X'%s' AS TEXT)", "pgsql": "convert_from(decode('%s', 'hex'), 'UTF8')",
                "mysql": "CONVERT(X'%s' USING utf8mb4)"}[self.kind] % text.encode().hex()

    def run(self, *statements):
        """All of them, in one transaction."""
        if self.kind == "sqlite3":
            with sqlite3.connect(self.params, timeout=10) as db:
                for sql in statements:
                    db.execute(sql)
            db.close()
            return
        before = []
        if self.kind == "mysql":
            before = ["SET max_recursive_iterations = 4294967295, sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT')"]
        subprocess.run(self.client() + [";\n".join((*before, "BEGIN", *statements, "COMMIT"))], check=True,
                       stdout=subprocess.DEVNULL, text=True, timeout=600)


class Server:
    """A private server; a new database each time that one is asked for."""

    shared = {}

    def __init__(self, kind):
        self.kind = kind
        said = subprocess.run([TOOL, kind, "while", str(os.getpid())], capture_output=True, text=True, timeout=120)
        assert said.returncode == 0, said.stderr
        params = said.stdout.strip()
        self.missing = params[6:] if params.startswith("skip: ") else None
        if self.missing:
            return
        self.made = 0
        self.own = Database(kind, params)
        words = dict(word.split("=", 1) for word in params.replace(";", " ").split())
        os.chmod(words.get("host") or os.path.dirname(words["sock"]), 0o755)     # for whom httpd runs as

    @classmethod
    def of(cls, kind):
        """The one of this process."""
        if kind not in cls.shared:
            cls.shared[kind] = cls(kind)
        return cls.shared[kind]

    def database(self):
        self.made += 1
        name = "licences%d" % self.made
        if self.kind == "pgsql":
            self.sql("CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0" % name)
            return Database("pgsql", self.own.params.replace("dbname=postgres", "dbname=" + name))
        self.sql("CREATE DATABASE %s CHARACTER SET utf8mb4" % name)
        return Database("mysql", self.own.params.replace("dbname=mysql", "dbname=" + name)
                        + ";reconnect=0;flags=CLIENT_FOUND_ROWS")

    def drop(self, database):
        self.sql("DROP DATABASE %s%s" % (database.name(), " WITH (FORCE)" if self.kind == "pgsql" else ""))

    def sql(self, text):
        return subprocess.run(self.own.client() + [text], check=True, capture_output=True, text=True, timeout=120).stdout

    def end_connections(self, database):
        """Of this database: others are no part of the test."""
        if self.kind == "pgsql":
            self.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '%s'" % database.name())
            return
        ids = self.sql("SELECT id FROM information_schema.processlist WHERE db = '%s'" % database.name()).split()
        self.sql("; ".join("KILL " + number for number in ids))

    def stop(self):
        self.shared.pop(self.kind, None)
        subprocess.run([TOOL, self.kind, "stop", str(os.getpid())], timeout=60)
