"""Databases, their companions and archives hold names and addresses: whatever the umask, they aren't for everybody."""
import os
import stat
import subprocess

import pytest

import databases
import env
from test_ctl import NOW, WORLD, Ctl, program

pytestmark = pytest.mark.skipif(databases.KIND != "sqlite3", reason="the servers keep their own files")

UMASKS = [0, 0o022, 0o077]


def modes(directory):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


def run(ctl, umask, *words, text=None):
    done = subprocess.run([program(), *words], env=ctl.environment, input=text, capture_output=True, text=True,
                          encoding="utf-8", timeout=120, umask=umask)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("umask", UMASKS)
def test_a_database_and_what_lies_beside_it_is_0600_or_0640(tmp_path, umask):
    ctl = Ctl("sqlite3:%s/licences.db" % tmp_path)
    run(ctl, umask, "init")
    expected = 0o640 & ~umask
    assert modes(tmp_path) == {"licences.db": expected}
    with subprocess.Popen([program(), "batch", "-"], env=ctl.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, umask=umask) as batch:
        batch.stdin.write("product add standard --kind user --name Standard\n" + "#\n" * 50000)   # more than is read ahead
        batch.stdin.flush()
        assert env.wait_until(lambda: len(modes(tmp_path)) == 3)
        assert modes(tmp_path) == {name: expected for name in ("licences.db", "licences.db-wal", "licences.db-shm")}
        batch.communicate("", timeout=60)
    assert batch.returncode == 0


@pytest.mark.parametrize("umask", UMASKS)
def test_an_archive_is_for_its_owner_alone(tmp_path, umask):
    ctl = Ctl("sqlite3:%s/licences.db" % tmp_path)
    run(ctl, umask, "init")
    run(ctl, umask, "--now", NOW, "batch", "-", text=WORLD)
    archives = tmp_path / "archives"
    archives.mkdir()
    run(ctl, umask, "--now", "2026-12-20T09:00:00Z", "archive", "acme", "--before", "2026-12-01", "--to", archives)
    assert list(modes(archives).values()) == [0o600]


@pytest.mark.parametrize("before, after", [(0o644, 0o640), (0o666, 0o660), (0o600, 0o600), (0o660, 0o660)])
def test_an_empty_file_that_httpd_made_is_not_for_everybody_once_there_is_something_in_it(tmp_path, before, after):
    ctl = Ctl("sqlite3:%s/licences.db" % tmp_path)
    path = tmp_path / "licences.db"
    path.touch()
    path.chmod(before)
    run(ctl, 0o022, "init")
    assert stat.S_IMODE(path.stat().st_mode) == after
    os.chmod(path, 0o664)  # an operator's own choice stays
    run(ctl, 0o022, "upgrade")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
