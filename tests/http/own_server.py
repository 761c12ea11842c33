"""A database server of a test's own, on 127.0.0.1, which the test may stop, kill and start again."""
import glob
import os
import shutil
import signal
import subprocess
import tempfile

import databases
import env
import ports

PASSWORD = "s3cret-of-the-test"


def program(name, *places):
    found = shutil.which(name) or next(iter(sorted((path for place in places for path in glob.glob(place + "/" + name)),
                                                   reverse=True)), None)
    return found


class OwnServer:
    """Made and started; .sql() asks it directly, whatever lies between it and httpd."""

    def __init__(self, kind, tls=None):
        self.kind, self.tls = kind, tls          # tls: certificate and key; then nobody gets in without
        self.user = {"pgsql": "postgres", "mysql": "mysql"}[kind]
        self.dir = tempfile.mkdtemp(prefix="licences-%s-" % kind)
        os.chmod(self.dir, 0o755)
        self.port = ports.lasting()
        self.process = None
        self.made = 0
        self.log = open(self.dir + "/log", "ab")
        if os.getuid() == 0:
            shutil.chown(self.dir, self.user, self.user)
        if tls:
            for name, path in zip(("cert.pem", "key.pem"), tls):
                shutil.copy(path, os.path.join(self.dir, name))
                os.chmod(os.path.join(self.dir, name), 0o600)
                if os.getuid() == 0:
                    shutil.chown(os.path.join(self.dir, name), self.user, self.user)
        self.initialise()
        self.start()
        self.make_user()

    # --- its life

    def unprivileged(self):
        """Servers refuse to run as root."""
        return {"user": self.user, "group": self.user, "extra_groups": []} if os.getuid() == 0 else {}

    def run(self, *command):
        subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                       timeout=120, **self.unprivileged())

    def initialise(self):
        data = self.dir + "/data"
        if self.kind == "mysql":
            # tmpdir: each server that starts takes away whatever temporary tables there are, also others'
            self.run("mariadb-install-db", "--no-defaults", "--datadir=" + data,
                     "--auth-root-authentication-method=normal", "--skip-test-db", "--tmpdir=" + self.dir)
            return
        self.run(program("initdb", "/usr/lib/postgresql/*/bin"), "-D", data, "-U", "super", "-A", "trust", "-E", "UTF8",
                 "--locale=C", "--no-sync")
        with open(data + "/pg_hba.conf", "w") as f:
            f.write("local all all trust\n%s all licences 127.0.0.1/32 scram-sha-256\n"
                    % ("hostssl" if self.tls else "host"))

    def command(self):
        data, cert, key = (os.path.join(self.dir, name) for name in ("data", "cert.pem", "key.pem"))
        if self.kind == "mysql":
            return [program("mariadbd", "/usr/sbin", "/usr/libexec"), "--no-defaults", "--datadir=" + data,
                    "--socket=" + self.dir + "/socket", "--pid-file=" + self.dir + "/pid", "--port=%d" % self.port,
                    "--bind-address=127.0.0.1", "--skip-name-resolve", "--tmpdir=" + self.dir,
                    "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", "--max-connections=200",
                    *(["--ssl-cert=" + cert, "--ssl-key=" + key] if self.tls else [])]
        options = ["unix_socket_directories=" + self.dir, "listen_addresses=127.0.0.1", "fsync=off",
                   "full_page_writes=off", "shared_buffers=32MB", "max_connections=200", "deadlock_timeout=200ms"]
        if self.tls:
            options += ["ssl=on", "ssl_cert_file=" + cert, "ssl_key_file=" + key]
        return [program("postgres", "/usr/lib/postgresql/*/bin"), "-D", data, "-p", str(self.port),
                *(word for option in options for word in ("-c", option))]

    def start(self):
        self.process = subprocess.Popen(self.command(), cwd="/", stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, start_new_session=True, **self.unprivileged())
        assert env.wait_until(lambda: self.answers() or self.process.poll() is not None, 60) and self.answers(), self.said()

    def said(self):
        with open(self.dir + "/log", errors="replace") as f:
            return f.read()[-3000:]

    def answers(self):
        return subprocess.run(self.client() + ["SELECT 1"], capture_output=True, timeout=60).returncode == 0

    def stop(self, hard=True):
        """hard: with whatever is under way."""
        if not self.process or self.process.poll() is not None:
            return
        if self.kind == "mysql":
            self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        else:
            self.process.send_signal(signal.SIGQUIT if hard else signal.SIGINT)
        self.process.wait(60)

    def freeze(self, stopped):
        """All its processes stand still, or go on; PostgreSQL's have process groups of their own."""
        word = signal.SIGSTOP if stopped else signal.SIGCONT
        os.kill(self.process.pid, word)
        for pid in subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split():
            try:
                os.kill(int(pid), word)
            except ProcessLookupError:
                pass                    # a session that has just ended

    def remove(self):
        if self.process and self.process.poll() is None:
            self.freeze(False)
        self.stop()
        self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    def limit(self, connections):
        """Of httpd; None: as many as it likes. Those that there are stay."""
        self.sql("ALTER ROLE licences CONNECTION LIMIT %d" % (-1 if connections is None else connections)
                 if self.kind == "pgsql" else
                 "ALTER USER licences WITH MAX_USER_CONNECTIONS %d" % (connections or 0))

    # --- what is in it

    def client(self, name=None):
        if self.kind == "pgsql":
            return ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
                    "host=%s port=%d user=super dbname=%s" % (self.dir, self.port, name or "postgres"), "-c"]
        return ["mariadb", "--no-defaults", "--socket=" + self.dir + "/socket", "--user=root", "-N", "-B", "-D",
                name or "mysql", "-e"]

    def sql(self, text, name=None):
        return subprocess.run(self.client(name) + [text], check=True, capture_output=True, text=True, timeout=120).stdout

    def make_user(self):
        if self.kind == "pgsql":
            self.sql("CREATE ROLE licences LOGIN PASSWORD '%s'" % PASSWORD)
        else:
            self.sql("CREATE USER licences IDENTIFIED BY '%s' %s" % (PASSWORD, "REQUIRE SSL" if self.tls else ""))

    def direct(self, name):
        """The parameters of a client on the same machine, which needs no password."""
        if self.kind == "pgsql":
            return "host=%s port=%d user=licences dbname=%s" % (self.dir, self.port, name)
        return "sock=%s/socket;user=root;dbname=%s;reconnect=0;flags=CLIENT_FOUND_ROWS" % (self.dir, name)

    def database(self, name=None):
        """A new one, for tests and licencesctl to use directly."""
        self.made += 1
        name = name or "licences%d" % self.made
        if self.kind == "pgsql":
            self.sql("CREATE DATABASE %s OWNER licences ENCODING 'UTF8' TEMPLATE template0" % name)
            self.sql("CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin", name)
        else:
            self.sql("CREATE DATABASE %s CHARACTER SET utf8mb4; GRANT ALL ON %s.* TO licences" % (name, name))
        made = databases.Database(self.kind, self.direct(name))
        made.name = name
        return made

    def params(self, database, port=None, more=""):
        """What httpd reaches a database by, over the network."""
        words = {"pgsql": "host=127.0.0.1 port=%d user=licences password=%s dbname=%s %s",
                 "mysql": "host=127.0.0.1;port=%d;user=licences;pass=%s;dbname=%s;reconnect=0;flags=CLIENT_FOUND_ROWS%s"}
        return words[self.kind] % (port or self.port, PASSWORD, database.name, more)
