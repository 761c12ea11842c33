"""A bare Debian, as debootstrap makes it from the network, that Debian's own tools install our packages on."""
import os
import shutil
import subprocess
import sys
import tempfile

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, *(os.path.join(os.path.dirname(HERE), folder) for folder in ("setup", "http"))]

from machine import Machine  # noqa: E402

PATIENCE = 1800
BOOKWORM = ["--variant=minbase", "--include=ca-certificates,curl", "bookworm"]


class Bare(Machine):
    def make(self):
        subprocess.run(["debootstrap", *BOOKWORM, self.root, "http://deb.debian.org/debian"], check=True,
                       stdout=subprocess.DEVNULL, timeout=PATIENCE)
        shutil.copy("/etc/resolv.conf", self.path("/etc/resolv.conf"))
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        self.write("/etc/apt/apt.conf.d/90yes", 'APT::Get::Assume-Yes "true";\n')
        self.type("apt-get -q update")
        return self

    def type(self, line, status=0):
        done = subprocess.run(self.command("export DEBIAN_FRONTEND=noninteractive; cd /root; " + line), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)
        assert done.returncode == status, "%s\n%s" % (line, done.stdout[-6000:])
        return done.stdout


@pytest.fixture(scope="module")
def bare():
    if "LICENCES_LONG" not in os.environ:
        pytest.skip("./bootstrap full has a bare Debian made")
    if os.getuid():
        pytest.fail("a machine of its own is made by chroot, which is root's: run this as root")
    folder = tempfile.mkdtemp(prefix="licences-package-")
    os.chmod(folder, 0o755)
    machine = Bare(folder)
    try:
        yield machine.make()
    finally:
        machine.stop()
        shutil.rmtree(folder, ignore_errors=True)
