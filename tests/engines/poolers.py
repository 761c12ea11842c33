"""What stands between httpd and a database: HAProxy, and PgBouncer."""
import shutil
import socket

import env
import ports
from processes import Program, give, make_home, program

HAPROXY = """
global
    log stdout format raw local0
    maxconn 500
defaults
    mode tcp
    timeout connect 2s
    timeout client 30m
    timeout server 30m
    timeout check 1s
listen licences
    bind 127.0.0.1:%d
%s
"""


class Haproxy(Program):
    """Leads to whichever server says that it is the one; ends what leads to one that isn't any more."""

    def __init__(self, lines):
        self.dir = make_home("haproxy")
        self.port = ports.lasting()
        super().__init__(self.dir + "/log")
        with open(self.dir + "/haproxy.cfg", "w") as f:
            f.write(HAPROXY % (self.port, "\n".join("    " + line for line in lines)))
        self.start(program("haproxy", "/usr/sbin"), "-db", "-f", self.dir + "/haproxy.cfg")

    @classmethod
    def before_patroni(cls, cluster):
        return cls(["option httpchk GET /primary", "http-check expect status 200",
                    "default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions",
                    *("server %s 127.0.0.1:%d check port %d" % (member.name, member.port, member.rest)
                      for member in cluster.members)])

    def remove(self):
        self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)


PGBOUNCER = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {dir}/users
pool_mode = {mode}
ignore_startup_parameters = extra_float_digits,options
default_pool_size = 10
max_client_conn = 200
server_login_retry = 1
{more}
"""


class Pgbouncer(Program):
    """Before one server (own_server.OwnServer); mode: transaction or session; more: further settings."""

    def __init__(self, server_port, password, mode, more=""):
        self.dir = make_home("pgbouncer", "postgres")
        self.port = ports.lasting()
        super().__init__(self.dir + "/log", "postgres")
        for name, text in (("users", '"licences" "%s"\n' % password),
                           ("pgbouncer.ini", PGBOUNCER.format(server=server_port, port=self.port, dir=self.dir, mode=mode, more=more))):
            with open(self.dir + "/" + name, "w") as f:
                f.write(text)
            give(self.dir + "/" + name, "postgres")
        self.begin()

    def begin(self):
        self.start(program("pgbouncer", "/usr/sbin"), self.dir + "/pgbouncer.ini")
        assert env.wait_until(self.listens, 20), self.said()

    def listens(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def remove(self):
        self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)
