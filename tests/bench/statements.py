"""
The statements of one operation, as the database itself saw them, and how often a second it can do them without us.

They are captured from the server's own log (tests/http/capture.py) while the operation is done several times in a row, and
so stay those of the module. A value that was the same each time is kept; a number that moved on by as much each time goes
on like that; a text that differed differs again. So changes can be repeated as truly as reads. PostgreSQL is then asked by
pgbench, MariaDB by its C library, SQLite by Python's; each client has an account and a connection of its own.
"""
import ctypes
import multiprocessing
import os
import re
import sqlite3
import subprocess
import tempfile
import time

from own_server import program

LITERAL = re.compile(r"'(?:[^'\\]|\\.|'')*'|(?<![\w.$:])\d+(?![\w.])|\bNULL\b")
EPOCH = 10 ** 9              # numbers from here on may be instants, which needn't move on evenly


class Same:
    """A literal, or a part of one, that was the same each time."""

    def __init__(self, text):
        self.text = text

    def sql(self):
        return "'%s'" % self.text


class Number:
    """Digits that moved on by as much each time."""

    def __init__(self, texts):
        numbers = [int(text) for text in texts]
        steps = {b - a for a, b in zip(numbers, numbers[1:])}
        assert len(steps) == 1 or numbers[-1] > EPOCH, texts
        self.start, self.step = numbers[-1], steps.pop() if len(steps) == 1 else 0
        self.width = len(texts[-1]) if texts[-1].startswith("0") else 0

    def at(self, n):
        return str(self.start + n * self.step).zfill(self.width)

    def sql(self):
        number = "(%d + %d * :n::bigint)" % (self.start, self.step)
        return "lpad(%s::text, %d, '0')" % (number, self.width) if self.width else number


class Other:
    """A text that was another one each time."""

    def __init__(self, texts):
        self.beginning = texts[-1][:-8] if len(texts[-1]) > 16 else texts[-1]

    def at(self, n):
        return "%s%08d" % (self.beginning, n)

    def sql(self):
        return "('%s' || lpad(:n::text, 8, '0'))" % self.beginning


def parts_of(texts):
    """What a literal's values have in common: a text with numbers in it, if they can be told."""
    if len(set(texts)) == 1:
        return [Same(texts[-1])]
    split = [re.split(r"(\d+)", text) for text in texts]
    if len({tuple(parts[::2]) for parts in split}) > 1:
        return [Other(texts)]
    parts = [Same(values[0]) if len(set(values)) == 1 else Number(values) for values in zip(*split)]
    return [part for part in parts if not isinstance(part, Same) or part.text]


class Template:
    """One statement of a repeated operation: the text between its literals, and what each of these is made of."""

    def __init__(self, texts):
        between = [LITERAL.split(text) for text in texts]
        assert all(one == between[0] for one in between), "differs from time to time:\n" + "\n".join(texts)
        self.between = between[0]
        self.literals = [(values[-1].startswith("'"), parts_of([value.strip("'") for value in values]))
                         for values in zip(*(LITERAL.findall(text) for text in texts))]

    def filled(self, show, percent="%"):
        return "".join(text for pair in zip((text.replace("%", percent) for text in self.between),
                                            [show(*literal) for literal in self.literals] + [""]) for text in pair)

    def render(self, n):
        """As SQL, for the n-th time after those that were seen."""
        if not hasattr(self, "form"):
            self.moving = [part for _, parts in self.literals for part in parts if not isinstance(part, Same)]
            self.form = self.filled(lambda quoted, parts: ("'%s'" if quoted else "%s") % "".join(
                part.text.replace("%", "%%") if isinstance(part, Same) else "%s" for part in parts), "%%")
        return self.form % tuple([part.at(n) for part in self.moving])

    def pgbench(self):
        """As pgbench has it, where n is a variable."""
        def show(quoted, parts):
            if len(parts) == 1:
                return parts[0].text if isinstance(parts[0], Same) and not quoted else parts[0].sql()
            return "(%s)" % " || ".join(part.sql() for part in parts)
        return " ".join(self.filled(show).split()) + ";"


def templates(capture, operation, times=4):
    """The statements of an operation; what its first time has beside the others isn't typical."""
    seen = [capture.of(operation) for _ in range(times)][1:]
    assert seen[0] and all(len(one) == len(seen[0]) for one in seen), [len(one) for one in seen]
    return [Template(texts) for texts in zip(*seen)]


# --- doing them again ------------------------------------------------------------------------------------------------------


def pgbench(store, clients, seconds):
    """Operations done, and how many a second, by pgbench; clients: the templates of each."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as f:
        f.write("\\set n :n + 1\n")
        for number, statements in enumerate(clients):
            f.write("\\if :client_id = %d\n%s\n\\endif\n" % (number, "\n".join(each.pgbench() for each in statements)))
    command = [program("pgbench", "/usr/lib/postgresql/*/bin"), "-n", "-M", "extended", "-D", "n=0", "-j", "2", "-f", f.name]
    done = subprocess.run([*command, "-c", str(len(clients)), "-T", str(seconds), store.params], capture_output=True, text=True)
    os.unlink(f.name)
    assert not done.returncode, done.stderr[-2000:]
    return (int(re.search(r"actually processed: (\d+)", done.stdout)[1]),
            float(re.search(r"tps = ([\d.]+)", done.stdout)[1]))


class Library:
    """MariaDB's C library, as far as it takes."""

    def __init__(self, params):
        words = dict(word.split("=", 1) for word in params.split(";"))
        self.c = ctypes.CDLL("libmariadb.so.3")
        for name in ("mysql_init", "mysql_real_connect", "mysql_store_result", "mysql_error"):
            getattr(self.c, name).restype = ctypes.c_void_p
        self.handle = ctypes.c_void_p(self.c.mysql_init(None))
        connected = self.c.mysql_real_connect(self.handle, None, words["user"].encode(), None, words["dbname"].encode(), 0,
                                              words["sock"].encode(), ctypes.c_ulong(2))       # CLIENT_FOUND_ROWS
        assert connected, self.error()
        self.run("SET NAMES utf8mb4 COLLATE utf8mb4_bin")

    def error(self):
        return ctypes.string_at(self.c.mysql_error(self.handle))

    def run(self, sql):
        text = sql.encode()
        assert not self.c.mysql_real_query(self.handle, text, ctypes.c_ulong(len(text))), (self.error(), sql)
        result = self.c.mysql_store_result(self.handle)
        if result:
            self.c.mysql_free_result(ctypes.c_void_p(result))


class Sqlite:
    """Python's, with the settings that the module has."""

    def __init__(self, params):
        self.db = sqlite3.connect(params, timeout=30, isolation_level=None)
        for setting in ("foreign_keys=ON", "cache_size=-4000", "temp_store=MEMORY"):
            self.db.execute("PRAGMA " + setting)

    def run(self, sql):
        self.db.execute(sql).fetchall()


def client(kind, params, statements, begin, seconds, done):
    session = (Library if kind == "mysql" else Sqlite)(params)
    begin.wait()
    end, n = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        n += 1
        for each in statements:
            session.run(each.render(n))
    done.put(n)


def again(store, clients, seconds):
    """Operations done, and how many a second, without httpd and the module."""
    if store.kind == "pgsql":
        return pgbench(store, clients, seconds)
    begin, done = multiprocessing.Barrier(len(clients)), multiprocessing.Queue()
    each = [multiprocessing.Process(target=client, args=(store.kind, store.params, statements, begin, seconds, done))
            for statements in clients]
    for process in each:
        process.start()
    count = sum(done.get(timeout=seconds + 60) for _ in each)
    for process in each:
        process.join()
    return count, count / seconds


def tool_of(kind):
    return {"pgsql": "pgbench", "mysql": "libmariadb", "sqlite3": "Python's sqlite3"}[kind]
