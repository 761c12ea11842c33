"""PostgreSQL's servers beneath Patroni, with etcd, on 127.0.0.1: a primary and its standbys, which a test may switch, kill and freeze."""
import glob
import os
import shutil
import subprocess

import requests

import databases
import env
import ports
from processes import Program, children_of, give, make_home, program

PASSWORD = "s3cret-of-the-test"
BIN = "/usr/lib/postgresql/*/bin"
CONFIG = """
scope: licences
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd: {{host: "127.0.0.1:{etcd}"}}
log: {{level: INFO}}
bootstrap:
  dcs:
    ttl: {ttl}
    loop_wait: 1
    retry_timeout: 3
    maximum_lag_on_failover: 16777216
    synchronous_mode: {synchronous}
    synchronous_mode_strict: {strict}
    postgresql:
      use_pg_rewind: true
      parameters: {{max_connections: 100, wal_level: replica, hot_standby: "on", wal_log_hints: "on", max_wal_senders: 8,
                   wal_retrieve_retry_interval: 500ms}}
  initdb: [{{encoding: UTF8}}, {{locale: C}}, {{auth: trust}}, no-sync]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {dir}/data
  bin_dir: {bin}
  pgpass: {dir}/pgpass
  authentication:
    superuser: {{username: super}}
    replication: {{username: super}}
    rewind: {{username: super}}
  parameters: {{unix_socket_directories: {dir}, shared_buffers: 32MB, deadlock_timeout: 200ms, fsync: "off"}}
  pg_hba: ["local all all trust", "host all super 127.0.0.1/32 trust", "host replication super 127.0.0.1/32 trust",
           "host all licences 127.0.0.1/32 scram-sha-256"]
tags: {{nofailover: false, noloadbalance: false, clonefrom: false, nosync: false}}
"""


def missing():
    """What has to be installed; None: nothing."""
    for name, place in (("initdb", BIN), ("patroni", "/usr/bin"), ("etcd", "/usr/bin")):
        if not program(name, place):
            return "%s isn't installed" % name
    return None


class Member(Program):
    def __init__(self, cluster, number):
        self.cluster, self.name = cluster, "member%d" % number
        self.dir = os.path.join(cluster.dir, self.name)
        os.mkdir(self.dir)
        give(self.dir, "postgres")
        self.port, self.rest = ports.lasting(), ports.lasting()
        super().__init__(self.dir + "/log", "postgres")
        with open(self.dir + "/patroni.yml", "w") as f:
            f.write(CONFIG.format(name=self.name, rest=self.rest, etcd=cluster.etcd_port, port=self.port, dir=self.dir,
                                  bin=sorted(glob.glob(BIN))[-1], ttl=cluster.ttl,
                                  synchronous=str(cluster.synchronous).lower(),
                                  strict=str(cluster.strict).lower()))

    def begin(self):
        self.start(program("patroni", "/usr/bin"), self.dir + "/patroni.yml")

    def pids(self):
        """Patroni's, and those of its PostgreSQL, which is nobody's child."""
        found = super().pids()
        try:
            with open(self.dir + "/data/postmaster.pid") as f:
                postmaster = int(f.readline())
            with open("/proc/%d/cmdline" % postmaster) as f:
                own = self.dir in f.read()
        except (OSError, ValueError):
            return found
        return [*found, postmaster, *children_of(postmaster)] if own else found

    def says(self, path):
        """Whether Patroni's REST answers 200, as HAProxy asks."""
        try:
            return requests.get("http://127.0.0.1:%d/%s" % (self.rest, path), timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def client(self, name="postgres"):
        return ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
                "host=%s port=%d user=super dbname=%s" % (self.dir, self.port, name), "-c"]

    def sql(self, text, name="postgres"):
        return subprocess.run(self.client(name) + [text], check=True, capture_output=True, text=True, timeout=60).stdout

    def has(self, name):
        """Not while it starts anew, as whoever has just become a standby does."""
        done = subprocess.run(self.client() + ["SELECT count(*) FROM pg_database WHERE datname = '%s'" % name],
                              capture_output=True, text=True, timeout=60)
        return done.returncode == 0 and done.stdout.strip() == "1"

    def takes_changes(self):
        """Asked of the server itself, whatever Patroni says."""
        done = subprocess.run(["psql", "-X", "-A", "-t", "-d", "host=127.0.0.1 port=%d user=super dbname=postgres connect_timeout=2"
                               % self.port, "-c", "SELECT NOT pg_is_in_recovery()"], capture_output=True, text=True, timeout=30)
        return done.returncode == 0 and done.stdout.strip() == "t"


class Cluster:
    """Made and started, all of its members."""

    def __init__(self, members=3, synchronous=True, strict=False, ttl=8):
        self.dir = make_home("patroni", "postgres")
        self.synchronous, self.strict, self.ttl = synchronous, strict, ttl
        self.made = 0
        self.start_etcd()
        self.members = []
        for number in range(members):
            self.members.append(Member(self, number))
        self.members[0].begin()
        assert env.wait_until(lambda: self.members[0].says("primary"), 60), self.members[0].said()
        self.members[0].sql("SET synchronous_commit = local; CREATE ROLE licences LOGIN PASSWORD '%s'" % PASSWORD)
        for member in self.members[1:]:
            member.begin()
        self.whole()

    def start_etcd(self):
        """Asked by its second interface: by the third, Patroni 3.0.2 that has stood still may put its own name over its successor's."""
        self.etcd_port, peer = ports.lasting(), ports.lasting()
        os.mkdir(self.dir + "/etcd")
        give(self.dir + "/etcd", "postgres")
        self.etcd = Program(self.dir + "/etcd.log", "postgres")
        client, other = ("http://127.0.0.1:%d" % port for port in (self.etcd_port, peer))
        self.etcd.start(program("etcd", "/usr/bin"), "--name", "etcd", "--data-dir", self.dir + "/etcd/data",
                        "--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", other,
                        "--initial-advertise-peer-urls", other, "--initial-cluster", "etcd=" + other, "--unsafe-no-fsync", "--enable-v2")
        assert env.wait_until(lambda: self.etcd_answers() or not self.etcd.is_running(), 30) and self.etcd_answers(), self.etcd.said()

    def etcd_answers(self):
        try:
            return requests.get("http://127.0.0.1:%d/health" % self.etcd_port, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def whole(self, seconds=90):
        """All are there, one of them the primary, and where commits wait for a standby there is one."""
        assert env.wait_until(self.is_whole, seconds), "\n".join(member.said()[-1500:] for member in self.members)

    def is_whole(self):
        primary = self.primary()
        others = [member for member in self.members if member is not primary]
        return (primary is not None and all(member.says("replica") for member in others)
                and (not self.synchronous or any(member.says("sync") for member in others)))

    def primary(self):
        return next((member for member in self.members if member.is_running() and member.says("primary")), None)

    def new_primary(self, but, seconds=60):
        """Waits for another one that takes changes; seconds until then are the engine's, not httpd's."""
        found = []

        def there():
            found[:] = [member for member in self.members if member is not but and member.takes_changes()]
            return bool(found)

        assert env.wait_until(there, seconds), "\n".join(member.said()[-1500:] for member in self.members)
        return found[0]

    def switch_over(self):
        """As an operator tells it to: the primary is stopped properly, and a standby goes on."""
        primary = self.primary()
        target = next(member for member in self.members if member is not primary
                      and member.says("sync" if self.synchronous else "replica"))
        answer = requests.post("http://127.0.0.1:%d/switchover" % primary.rest, timeout=60,
                               json={"leader": primary.name, "candidate": target.name})
        assert answer.status_code == 200, answer.text
        return primary, target

    def database(self):
        self.whole()
        self.made += 1
        name = "licences%d" % self.made
        primary = self.primary()
        primary.sql("CREATE DATABASE %s OWNER licences ENCODING 'UTF8' TEMPLATE template0" % name)
        primary.sql("CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin", name)
        for member in self.members:         # a library that is refused by one server tries no other
            assert env.wait_until(lambda: member.has(name), 30)
        made = databases.Database("pgsql", self.params(name))
        made.name = name
        return made

    def params(self, name, members=None, more=""):
        """All servers, of which the library takes the one that takes changes."""
        members = members or self.members
        return ("host=%s port=%s user=licences password=%s dbname=%s target_session_attrs=read-write connect_timeout=2 "
                "tcp_user_timeout=2500 %s" % (",".join("127.0.0.1" for _ in members),
                                              ",".join(str(member.port) for member in members), PASSWORD, name, more))

    def remove(self):
        for member in self.members:
            member.freeze(False)
            member.kill()
        self.etcd.kill()
        shutil.rmtree(self.dir, ignore_errors=True)
