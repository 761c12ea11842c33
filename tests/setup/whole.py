"""A Debian as its own installer makes it, from the network, on which everything is done as it is typed."""
import os
import shutil
import subprocess

import env
from machine import Machine

CHECKOUT = "/root/mod_licences"
LEFT_OUT = ("build", ".git", "demo", "autom4te.cache", "configure", "Makefile.in")      # made here
PATIENCE = 3000


class Whole(Machine):
    docs = "/usr/local/share/doc/mod_licences/conf"

    def make(self):
        subprocess.run(["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", self.root,
                        "http://deb.debian.org/debian"], check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
        shutil.copy("/etc/resolv.conf", self.path("/etc/resolv.conf"))
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        self.write("/etc/apt/apt.conf.d/90yes", 'APT::Get::Assume-Yes "true";\n')     # who types answers so
        if os.path.lexists(self.path("/dev/tty")):
            os.remove(self.path("/dev/tty"))
        os.makedirs(self.path("/dev/tty"))
        shutil.copytree(env.ROOT, self.path(CHECKOUT), symlinks=True,
                        ignore=lambda folder, names: LEFT_OUT if folder == env.ROOT else ())
        return self

    def type(self, lines):
        done = subprocess.run(self.command("set -e\ncd %s\n%s" % (CHECKOUT, "\n".join(lines))), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout[-6000:]

    def demo(self, port):
        """The demo being served, as soon as it is: a process that ends when it is told."""
        return subprocess.Popen(self.command("cd %s && PORT=%d DEMO_DIR=/srv/demo exec ./bootstrap demo" % (CHECKOUT, port)),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def install(self, *names):
        self.type(["apt-get install " + " ".join(names)])
