"""licencesctl employee anonymise: asked for once more, done for good, and nothing left in the file."""
import os
import pty
import subprocess

import pytest

import databases
from test_ctl import NOW, ctl, empty, program  # noqa: F401


@pytest.fixture
def gone(ctl, tmp_path):  # noqa: F811
    """Qzxa has lived a little, under another log-in and with a number of the HR system's, and is inactive."""
    ctl.at(NOW, "employee", "add", "acme", "qzxold", "--name", "Qzxname Qzxsen", "--initials", "QZX", "--email",
           "qzxa@acme.example", "--inactive")
    file = tmp_path / "hr.csv"
    for login in ("qzxold", "qzxa"):
        file.write_text("login,external,name,email\n%s,Qzx-77,Qzxname Qzxsen,qzxa@acme.example\n" % login)
        ctl.at(NOW, "import", "acme", str(file))
    file.unlink()
    ctl.at(NOW, "employee", "set", "acme", "qzxa", "--name", "Qzxname Qzxdatter")
    return ctl


def typed(ctl, text):  # noqa: F811
    """Exit status and what is said when that is typed on a terminal."""
    ours, its = pty.openpty()
    running = subprocess.Popen([program(), "--now", NOW, "employee", "anonymise", "acme", "qzxa"], env=ctl.environment,
                               stdin=its, stdout=its, stderr=its)
    os.close(its)
    os.write(ours, text.encode())
    said = b""
    try:
        while True:
            some = os.read(ours, 4096)
            if not some:
                break
            said += some
    except OSError:     # how Linux says that the other end has closed
        pass
    os.close(ours)
    return running.wait(), said.decode()


def test_on_a_terminal_the_log_in_is_typed_once_more(gone):
    status, said = typed(gone, "qzxb\n")
    assert status == 1 and "can't be undone" in said and "nothing was changed" in said
    assert "Qzxname Qzxdatter" in gone.at(NOW, "employee", "list", "acme")
    status, said = typed(gone, "qzxa\n")
    assert status == 0 and "employee 4 is anonymous now" in said
    assert "employee 4 of acme" in gone.at(NOW, "employee", "list", "acme")


def test_where_nobody_can_be_asked_yes_has_to_be_said(gone):
    assert "say --yes" in gone.at(NOW, "employee", "anonymise", "acme", "qzxa", status=2)
    subprocess.run([program(), "batch", "-"], input="employee anonymise acme qzxa\n", text=True, env=gone.environment)
    assert "Qzxname Qzxdatter" in gone.at(NOW, "employee", "list", "acme")
    assert "is active: deactivate first" in gone.at(NOW, "employee", "anonymise", "acme", "bo", "--yes", status=1)
    assert "is anonymous now" in gone.at(NOW, "employee", "anonymise", "acme", "qzxa", "--yes")
    assert "was anonymous already" in gone.at(NOW, "employee", "anonymise", "acme", "employee 4 of acme", "--yes")
    assert "no such employee" in gone.at(NOW, "employee", "anonymise", "acme", "qzxa", "--yes", status=1)


def test_nothing_is_found_in_what_the_database_wrote(gone, tmp_path):
    gone.at(NOW, "plan", "acme", "start", "qzxa", "2026-12-01")
    gone.at(NOW, "employee", "anonymise", "acme", "qzxa", "--yes")
    assert "qzx" not in (gone.at(NOW, "export", "acme", "log") + gone.at(NOW, "export", "acme", "employees")).lower()
    assert len(gone.table("plans")) == 1 and gone.table("log")[-1][3] == "plan-removed"
    if databases.KIND == "sqlite3":     # its pages, those that are free included, but for the search's three-letter parts
        gone.store.run("INSERT INTO employee_search (employee_search) VALUES ('optimize')")
        gone.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
        left = b"".join(path.read_bytes() for path in tmp_path.glob("licences.db*")).lower()
        assert b"qzx" not in left
    assert "0 breaches" in gone.at(NOW, "audit")


def test_lists_with_an_anonymous_employee_can_be_given_back(gone, tmp_path):
    gone.at(NOW, "employee", "anonymise", "acme", "qzxa", "--yes")
    file = tmp_path / "employees.csv"
    file.write_text(gone.at(NOW, "export", "acme", "employees"))
    assert "4 unchanged, 0 refused" in gone.at(NOW, "import", "acme", str(file), "--whole")
