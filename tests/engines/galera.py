"""A Galera cluster of MariaDB's nodes, on 127.0.0.1, whose nodes a test may stop, kill, freeze and bring back."""
import os
import shutil
import subprocess

import databases
import env
import ports
from processes import Program, as_user, give, make_home, program

PASSWORD = "s3cret-of-the-test"
LIBRARY = "/usr/lib/galera/libgalera_smm.so"
RACE = "Failed to read thread schedparams"
# so that a node that is gone is given up in seconds: Galera's own 5 s and 15 s are for networks that reach far
PATIENCE = ("evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;evs.suspect_timeout=PT1.5S;"
            "evs.inactive_timeout=PT3S;evs.install_timeout=PT3S;gcache.size=%s;repl.causal_read_timeout=PT3S")


def missing():
    """What has to be installed; None: nothing."""
    for name in ("mariadbd", "mariadb-install-db", "rsync"):
        if not program(name, "/usr/sbin"):
            return "%s isn't installed" % name
    return None if os.path.exists(LIBRARY) else "galera-4 isn't installed"


class Node(Program):
    def __init__(self, cluster, number):
        self.cluster, self.number = cluster, number
        self.dir = os.path.join(cluster.dir, "node%d" % number)
        os.mkdir(self.dir)
        give(self.dir, "mysql")
        self.port, self.group, self.ist, self.sst = (ports.lasting() for _ in range(4))
        # tmpdir: each server that starts takes away whatever temporary tables there are, also others'
        super().__init__(self.dir + "/log", "mysql", {"TMPDIR": self.dir})

    def command(self, first):
        others = ",".join("127.0.0.1:%d" % node.group for node in self.cluster.nodes if node is not self)
        options = "base_host=127.0.0.1;base_port=%d;gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d;%s" % (
            self.group, self.group, self.ist, PATIENCE % self.cluster.cache)
        return [program("mariadbd", "/usr/sbin"), "--no-defaults", "--datadir=" + self.dir + "/data",
                "--socket=" + self.dir + "/socket", "--pid-file=" + self.dir + "/pid", "--port=%d" % self.port,
                "--bind-address=127.0.0.1", "--skip-name-resolve", "--tmpdir=" + self.dir, "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M",
                "--max-connections=200", "--wsrep-on=ON", "--wsrep-provider=" + LIBRARY,
                "--wsrep-cluster-name=licences", "--wsrep-cluster-address=gcomm://" + ("" if first else others),
                "--wsrep-node-name=node%d" % self.number, "--wsrep-node-address=127.0.0.1",
                "--wsrep-sst-method=rsync", "--wsrep-sst-receive-address=127.0.0.1:%d" % self.sst,
                "--wsrep-provider-options=" + options, *(["--wsrep-new-cluster"] if first else [])]

    def begin(self, first=False):
        """Starts it; .ready() says when it has come in."""
        self.first, self.mark = first, len(self.told()) if os.path.exists(self.log) else 0
        self.start(*self.command(first))

    def client(self, name="mysql"):
        return ["mariadb", "--no-defaults", "--socket=" + self.dir + "/socket", "--user=root", "--connect-timeout=2",
                "-N", "-B", "-D", name, "-e"]

    def sql(self, text, name="mysql"):
        return subprocess.run(self.client(name) + [text], check=True, capture_output=True, text=True, timeout=60).stdout

    def status(self, name):
        """One of wsrep's figures; None: it doesn't answer."""
        done = subprocess.run(self.client() + ["SHOW GLOBAL STATUS LIKE '%s'" % name], capture_output=True, text=True,
                              timeout=60)
        words = done.stdout.split()
        return words[1] if done.returncode == 0 and len(words) > 1 else None

    def is_ready(self):
        return self.is_running() and self.status("wsrep_ready") == "ON" and self.status("wsrep_local_state_comment") == "Synced"

    def ready(self, seconds=90):
        """A node that doesn't find its own new thread, as on a machine that does much besides, ends, and is begun again."""
        while True:
            assert env.wait_until(lambda: self.is_ready() or not self.is_running(), seconds), self.said()
            if self.is_running():
                return
            assert RACE in self.told()[self.mark:], self.said()
            self.begin(self.first)

    def forget(self):
        """What it holds is gone: it has to be given everything again (SST)."""
        shutil.rmtree(self.dir + "/data")
        os.mkdir(self.dir + "/data", 0o700)
        give(self.dir + "/data", "mysql")


class Database(databases.Database):
    """A node's. Whoever reads it sees all that any node has acknowledged before, also what this one has yet to apply."""

    def rows(self, sql):
        assert env.wait_until(self.is_level, 60), "the node hasn't applied what the cluster has committed"
        return super().rows(sql)

    def is_level(self):
        return subprocess.run(self.client() + ["SET wsrep_sync_wait = 1; SELECT 1"], capture_output=True, timeout=60).returncode == 0


class Cluster:
    """Made and started, all of its nodes."""

    def __init__(self, nodes=3, cache="32M"):
        self.dir = make_home("galera", "mysql")
        self.cache = cache
        self.made = 0
        self.nodes = []
        self.nodes += [Node(self, number) for number in range(nodes)]
        try:
            self.start()
        except BaseException:
            self.remove()
            raise

    def start(self):
        first = self.nodes[0]
        with open(first.log, "ab") as log:
            subprocess.run(["mariadb-install-db", "--no-defaults", "--datadir=" + first.dir + "/data",
                            "--auth-root-authentication-method=normal", "--skip-test-db", "--tmpdir=" + first.dir], check=True,
                           cwd="/", stdout=log, stderr=log, timeout=120, env=first.environment, **as_user("mysql"))
        for node in self.nodes[1:]:
            os.mkdir(node.dir + "/data", 0o700)
            give(node.dir + "/data", "mysql")
        first.begin(first=True)
        first.ready()
        first.sql("CREATE USER licences IDENTIFIED BY '%s'" % PASSWORD)
        for node in self.nodes[1:]:
            node.begin()
            node.ready()

    def living(self):
        return [node for node in self.nodes if node.is_ready()]

    def database(self):
        """A new one, known by the first node; .at(node) is the same by another."""
        self.made += 1
        name = "licences%d" % self.made
        self.nodes[0].sql("CREATE DATABASE %s CHARACTER SET utf8mb4; GRANT ALL ON %s.* TO licences" % (name, name))
        return self.at(self.nodes[0], name)

    def at(self, node, name):
        made = Database("mysql", "sock=%s/socket;user=root;dbname=%s;reconnect=0;flags=CLIENT_FOUND_ROWS"
                                  % (node.dir, name))
        made.name = name
        return made

    def params(self, name, port, more=";group=licences"):
        """What httpd reaches it by, over the network."""
        return "host=127.0.0.1;port=%d;user=licences;pass=%s;dbname=%s;reconnect=0;flags=CLIENT_FOUND_ROWS%s" % (
            port, PASSWORD, name, more)

    def remove(self):
        for node in reversed(self.nodes):
            node.freeze(False)
            node.kill()
        shutil.rmtree(self.dir, ignore_errors=True)
