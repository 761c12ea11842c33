"""
A Debian machine of a test's own, in a directory that commands are run in by chroot: the packages that it is said to
install and what these need, as this machine has them, and nothing else. No rights are needed but root's in a container.
"""
import glob
import hashlib
import os
import re
import shutil
import stat
import subprocess
import time

INFO = "/var/lib/dpkg/info"
# What every Debian has: dpkg's required packages, and what starts services
BASE = ("init-system-helpers", "netbase", "ca-certificates", "openssl")
UNREAD = ("/usr/share/doc/", "/usr/share/locale/", "/usr/share/man/", "/usr/share/info/")      # by programs
WAIT = 120


def stanzas():
    with open("/var/lib/dpkg/status") as f:
        for text in f.read().split("\n\n"):
            fields = dict(re.findall(r"^([A-Z][A-Za-z-]*):[ \t]*((?:.*)(?:\n .*)*)", text, re.M))
            if fields.get("Status") == "install ok installed":
                yield fields


class Packages:
    """What is installed here, and what needs what."""

    def __init__(self):
        self.known, self.provided = {}, {}
        for fields in stanzas():
            self.known[fields["Package"]] = fields
            for name in re.findall(r"[a-z0-9][a-z0-9+.-]+(?= \(|,|$)", fields.get("Provides", "")):
                self.provided.setdefault(name, fields["Package"])

    def real(self, name):
        name = name.split(":")[0]
        return name if name in self.known else self.provided.get(name)

    def needs(self, name):
        for field in ("Pre-Depends", "Depends"):
            for group in filter(None, self.known[name].get(field, "").split(",")):
                choices = [self.real(choice.split("(")[0].strip()) for choice in group.split("|")]
                yield next(filter(None, choices))

    def closure(self, names):
        found, todo = set(), list(names)
        while todo:
            name = self.real(todo.pop())
            if name not in found:
                found.add(name)
                todo.extend(self.needs(name))
        return found

    def required(self):
        return [name for name, fields in self.known.items()
                if fields.get("Essential") == "yes" or fields.get("Priority") == "required"]

    def files(self, name):
        for path in ("%s/%s.list" % (INFO, name), "%s/%s:%s.list" % (INFO, name, self.known[name]["Architecture"])):
            if os.path.exists(path):
                with open(path) as f:
                    return f.read().split("\n")[1:]
        raise AssertionError("dpkg lists no files of " + name)

    def changed(self, name):
        """Files of httpd's configuration that somebody has edited on this machine."""
        for path, digest in re.findall(r"^ (/etc/apache2/\S+) ([0-9a-f]{32})$", self.known[name].get("Conffiles", ""), re.M):
            with open(path, "rb") as f:
                if hashlib.md5(f.read()).hexdigest() != digest:
                    yield path


PACKAGES = None


def packages():
    global PACKAGES
    PACKAGES = PACKAGES or Packages()
    return PACKAGES


def copy(paths, root):
    """Files and folders of this machine, as they are, without what is in the folders."""
    listed = "\0".join(path.lstrip("/") for path in paths if not path.startswith(UNREAD) and os.path.lexists(path))
    taken = subprocess.Popen(["tar", "-C", "/", "--no-recursion", "--null", "-T", "-", "-c"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    put = subprocess.Popen(["tar", "-C", root, "--skip-old-files", "--keep-directory-symlink", "-xp"],
                           stdin=taken.stdout)
    taken.stdin.write(listed.encode())
    taken.stdin.close()
    assert taken.wait(WAIT) == 0 and put.wait(WAIT) == 0


class Machine:
    docs = "/usr/share/doc/mod_licences/conf"       # the build's prefix is /usr

    def __init__(self, root):
        self.root = root
        self.installed = set()

    def path(self, path):
        return self.root + path

    def command(self, line):
        """A line of the shell, in which nobody else's environment counts."""
        return ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8",
                "TERM=dumb", "chroot", self.root, "/bin/bash", "-c", line]

    def run(self, line, given="", status=0):
        """What a test itself wants done."""
        done = subprocess.run(self.command(line), input=given, capture_output=True, text=True, timeout=WAIT)
        assert done.returncode == status, "%s\n%s%s" % (line, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def write(self, path, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        if os.path.lexists(self.path(path)):
            os.remove(self.path(path))       # clones share what is below /usr
        with open(self.path(path), "w") as f:
            f.write(text)
        os.chmod(self.path(path), mode)

    def read(self, path):
        with open(self.path(path), errors="replace") as f:
            return f.read()

    # --- making it

    def make(self):
        """A machine on which nobody has done anything yet."""
        for link in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
            if os.path.islink("/" + link):
                os.makedirs(self.path("/usr/" + link), exist_ok=True)
                os.symlink(os.readlink("/" + link), self.path("/" + link))
        for folder, mode in (("dev", 0o755), ("dev/shm", 0o1777), ("proc", 0o755), ("run/lock", 0o1777), ("tmp", 0o1777),
                             ("root", 0o700)):
            os.makedirs(self.path("/" + folder), exist_ok=True)
            os.chmod(self.path("/" + folder), mode)
        for name, minor in (("null", 3), ("zero", 5), ("random", 8), ("urandom", 9)):
            self.make_device("/dev/" + name, minor)
        os.makedirs(self.path("/dev/tty"))       # nobody has a terminal, and whoever asks for one makes no file instead
        self.put(self.installed_names(BASE) | packages().closure(packages().required()))
        # what is made when packages are set up, and isn't in them
        copy([*glob.glob("/etc/pam.d/common-*"), "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/nsswitch.conf",
              "/etc/ssl/certs/ca-certificates.crt", "/etc/localtime", "/var/run", "/var/lock"], self.root)
        self.write("/etc/hosts", "127.0.0.1 localhost\n")
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        return self

    def make_device(self, path, minor):
        """A device, or, where a container may have none, a file that does for the time of a test."""
        try:
            os.mknod(self.path(path), 0o666 | stat.S_IFCHR, os.makedev(1, minor))
            os.chmod(self.path(path), 0o666)
            with open(self.path(path), "r+b"):
                return
        except OSError:
            if os.path.lexists(self.path(path)):
                os.remove(self.path(path))
        with open(self.path(path), "wb") as f:
            f.write(b"" if minor == 3 else b"\0" * 65536 if minor == 5 else os.urandom(65536))
        os.chmod(self.path(path), 0o666)

    def clone(self, root):
        """The same machine again: programs are shared, what commands may change is not."""
        os.makedirs(root)
        for name in os.listdir(self.root):
            shared = name in ("usr", "bin", "sbin") or name.startswith("lib")
            subprocess.run(["cp", "-al" if shared else "-a", self.path("/" + name), root], check=True)
        other = Machine(root)
        other.installed = set(self.installed)
        return other

    def installed_names(self, names):
        lacking = [name for name in names if not packages().real(name)]
        assert not lacking, "to be installed on this machine first: " + " ".join(lacking)
        return packages().closure(names)

    def put(self, names):
        names = names - self.installed
        paths = []
        for name in names:
            changed = list(packages().changed(name))
            assert not changed, "edited on this machine, so it can't stand for a fresh one: " + " ".join(changed)
            paths += packages().files(name)
        copy(paths, self.root)
        self.link_alternatives()
        self.run("ldconfig")
        self.installed |= names

    def link_alternatives(self):
        """What update-alternatives makes when packages are set up: /etc/alternatives, and the links there."""
        folder = "/var/lib/dpkg/alternatives"
        copy([os.path.join("/etc/alternatives", name) for name in os.listdir("/etc/alternatives")], self.root)
        for name in os.listdir(folder):
            with open(os.path.join(folder, name)) as f:
                link = f.read().split("\n")[1]
            if os.path.exists(self.path(os.path.realpath(link))):
                copy([link], self.root)

    def install(self, *names):
        """apt-get install: the packages, what they need, and what is done when these are set up."""
        fresh = self.installed_names(names) - self.installed
        self.put(fresh)
        for name in sorted(fresh, key=lambda name: name != "apache2"):
            if name == "apache2" or name.startswith("libapache2-mod-"):
                script = "%s/%s.postinst" % (INFO, name)
                copy([script], self.root)
                self.run("DPKG_MAINTSCRIPT_PACKAGE=%s DPKG_MAINTSCRIPT_NAME=postinst bash %s configure ''" % (name, script))

    def install_built(self, build):
        """make install, of what was built on a machine with the compiler's packages: their libraries come with them."""
        subprocess.run(["make", "-C", build, "--no-print-directory", "-s", "install", "DESTDIR=" + self.root], check=True,
                       stdout=subprocess.DEVNULL, timeout=WAIT)
        listed = subprocess.run(["objdump", "-p", *self.built()], check=True, capture_output=True, text=True).stdout
        owners = subprocess.run(["dpkg", "-S", *("*/" + name for name in set(re.findall(r"NEEDED +(\S+)", listed)))],
                                check=True, capture_output=True, text=True).stdout
        self.put(packages().closure({line.split(":")[0] for line in owners.splitlines()}))

    def built(self):
        """Our programs: what bash completes their names by is called so, too."""
        for pattern in ("/usr/**/bin/licencesctl", "/usr/**/mod_licences.so"):
            yield from glob.glob(self.path(pattern), recursive=True)

    # --- its httpd

    def pid(self):
        try:
            return int(self.read("/run/apache2/apache2.pid"))
        except (FileNotFoundError, ValueError):
            return None

    def stop(self):
        """httpd, which takes its pid file away at the very end."""
        if self.pid():
            self.run("apachectl stop")
        end = time.monotonic() + 60
        while self.pid() and time.monotonic() < end:
            time.sleep(0.02)

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)
