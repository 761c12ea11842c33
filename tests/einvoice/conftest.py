"""The books of a random year, and what they export."""
import os
import shutil
import subprocess

import pytest

from books import ACCOUNTS, BUILD, SEED, Books


@pytest.fixture(scope="session")
def year(tmp_path_factory):
    """The folder that its invoices are in, and what licencesctl said."""
    path = tmp_path_factory.mktemp("simulated")
    books = Books("sqlite3:%s/licences.db" % path)
    done = subprocess.run([os.path.join(BUILD, "tests/simulate/simulate"), "--database", books.database, "--accounts", str(ACCOUNTS),
                           "--days", "365", "--seed", SEED], capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    folder = path / "ubl"
    yield str(folder), books.export(folder)
    shutil.rmtree(path)
