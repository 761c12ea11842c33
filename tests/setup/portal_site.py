"""A portal that an operator sets up on a fresh machine, by what a document says, line by line."""
import os
import re
import shlex
import subprocess

import databases
import env

CONF = os.path.join(env.ROOT, "mod_licences/conf")


def commands(text):
    """The lines that a head has an operator type: where, and what."""
    where = None
    for line in text.splitlines():
        if re.match("# (On|At) ", line):
            where = "database server" if "database server" in line else "here"
        elif line.startswith("#   "):
            yield where, re.sub(r"\s+# .*", "", line[4:])


class Site(env.Portal):
    """Set up on a machine by one of the configurations in mod_licences/conf/."""

    def __init__(self, machine, database, replace=()):
        self.machine = machine
        self.dir = machine.root
        self.as_root = True
        self.expected, self.seen, self.accounts, self.process = set(), 0, [], None
        self._schema = None
        self.store = database
        self.replace = list(replace)
        self.users = ["/etc/licences/users"]
        self.password = env.PASSWORD
        self.aside = {}          # the environment of who types on the database server
        self.listen()

    # --- what stands for the world around the machine

    def listen(self):
        """The ports of the machine's httpd are of 127.0.0.1, and high, as others listen here too."""
        self.port, self.tls_port = env.free_port(), env.free_port()
        ports, site = "/etc/apache2/ports.conf", "/etc/apache2/sites-available/000-default.conf"
        self.machine.write(ports, self.machine.read(ports).replace("Listen 80", "Listen 127.0.0.1:%d" % self.port)
                           .replace("Listen 443", "Listen 127.0.0.1:%d" % self.tls_port))
        self.machine.write(site, self.machine.read(site).replace("*:80>", "*:%d>" % self.port))
        names = "localhost www.example.net " + os.uname().nodename
        self.machine.write("/etc/hosts", "127.0.0.1 %s db.example.com id.example.com portal.example.com\n" % names)

    def replaced(self, text):
        """A text with what its head says to replace replaced, and nothing else."""
        head = text.split("\n\n")[0] if text.startswith("# ") else text
        head = re.sub(r"\n# ", " ", head)
        for what, instead in self.replace:
            if what in text:
                assert what in head or "port " + what.strip("*:>") in head, "%s isn't said to be replaced" % what
                text = text.replace(what, instead)
        return text

    # --- setting up

    def follow(self, name):
        """An operator edits a configuration where it is installed, and does what its head says."""
        for file in os.listdir(CONF):
            if file in (name, os.path.splitext(name)[0] + ".cnf"):
                with open(os.path.join(CONF, file)) as f:
                    text = self.replaced(f.read())
                self.machine.write("%s/%s" % (self.machine.docs, file), text)
        done, before = [], ""
        for where, line in commands(self.machine.read("%s/%s" % (self.machine.docs, name)).split("\n\n")[0]):
            done.append(line)
            if where == "database server":
                self.type(["bash", "-c", line], env=dict(os.environ, **self.aside))
            elif line.startswith("apt-get install "):
                self.machine.install(*line.split()[2:])
            elif re.match("[a-z]+=", line):
                before += line + "\n"
            else:
                self.type(self.machine.command("set -e; cd %s\n%s" % (self.machine.docs, before + line)))
        assert any("apachectl configtest" in line for line in done), "the head of %s starts no httpd" % name
        self.running()

    def type(self, command, **options):
        """Without a terminal, passwords are asked for on standard input."""
        done = subprocess.run(command, input=2 * (self.password + "\n"), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True, timeout=120, **options)
        assert done.returncode == 0, "%s\n%s" % (command[-1], done.stdout)

    def running(self):
        assert env.wait_until(lambda: "resuming normal operations" in self.log()), self.log()

    # --- what tests do with it

    def log(self):
        try:
            return self.machine.read("/var/log/apache2/error.log")
        except FileNotFoundError:
            return ""

    def unexpected(self):
        """No mail server is on the machine; whether its timer has found that out already depends on how long a test takes."""
        self.expect("LIC4005")
        return super().unexpected()

    def schema(self):
        if not self._schema:
            self._schema = env.etree.XMLSchema(env.etree.parse(env.STYLESHEETS + "/licences.xsd"))
        return self._schema

    def licencesctl(self, *words, given="", status=0):
        command = "runuser -u www-data -- env MYSQL_HOME=/etc/licences licencesctl --database %s %s" % (
            shlex.quote(self.ctl_database), " ".join(shlex.quote(str(word)) for word in words))
        return self.machine.run(command, given, status=status)

    def ctl(self, *words, now=None, status=0):
        said = self.licencesctl(*(["--now", now] if now else []), *words, status=status)
        return subprocess.CompletedProcess(words, status, said, "")

    def batch(self, lines):
        self.licencesctl("batch", "-", given="\n".join(lines) + "\n")

    def audit(self):
        self.licencesctl("audit")
        return ""

    def add_users(self, logins):
        for user in logins:
            for path in self.users:
                self.machine.run("htpasswd -bB -C 4 %s %s %s" % (path, user, env.PASSWORD))

    def secret(self, path, text, owner="root"):
        self.machine.write(path, text, 0o600)
        self.machine.run("chown %s %s" % (owner, path))


def sqlite(name="licences"):
    return databases.Database("sqlite3", "/var/lib/licences/%s.db" % name)
