"""Programs of an engine: each runs in a directory of its own, as whom it wants to be, and is stopped by its process id."""
import os
import shutil
import signal
import subprocess
import tempfile

import env
from own_server import program         # noqa: F401: for whoever needs a program's place


def as_user(name):
    """Servers refuse to run as root."""
    return {"user": name, "group": name, "extra_groups": []} if os.getuid() == 0 else {}


def make_home(prefix, owner=None):
    path = tempfile.mkdtemp(prefix="licences-%s-" % prefix)
    os.chmod(path, 0o755)
    give(path, owner)
    return path


def give(path, owner):
    if owner and os.getuid() == 0:
        shutil.chown(path, owner, owner)


def children_of(pid):
    """All processes beneath one, whatever their groups are."""
    said = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    found = [int(child) for child in said]
    for child in list(found):
        found += children_of(child)
    return found


def send(pids, word):
    for pid in pids:
        try:
            os.kill(pid, word)
        except ProcessLookupError:
            pass                        # it has ended by itself


class Program:
    """One that runs until it is told to end."""

    def __init__(self, log, user=None, environment=None):
        self.log, self.user = log, user
        self.environment = {**os.environ, **(environment or {})}
        self.process = None

    def start(self, *command):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True, env=self.environment,
                                            **(as_user(self.user) if self.user else {}))

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def pids(self):
        return [self.process.pid, *children_of(self.process.pid)] if self.is_running() else []

    def freeze(self, stopped):
        """All its processes stand still, or go on."""
        send(self.pids(), signal.SIGSTOP if stopped else signal.SIGCONT)

    def kill(self):
        """kill -9 of it and whatever it has started."""
        send(self.pids(), signal.SIGKILL)
        if self.process:
            self.process.wait(30)

    def stop(self, word=signal.SIGTERM):
        """As an operator does; kills it where that takes too long."""
        if not self.is_running():
            return
        self.freeze(False)
        pids = self.pids()
        self.process.send_signal(word)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            send(pids, signal.SIGKILL)
            self.process.wait(30)
        assert env.wait_until(lambda: not [pid for pid in pids if os.path.exists("/proc/%d/stat" % pid)], 20)

    def said(self):
        """The end of its log, for whoever reads why a test failed."""
        return self.told()[-4000:]

    def told(self):
        """All of its log."""
        with open(self.log, errors="replace") as log:
            return log.read()
