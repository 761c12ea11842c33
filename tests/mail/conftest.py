"""A database with two accounts, made and delivered from by licencesctl, and mail servers to deliver to."""
import datetime
import os
import pathlib
import sqlite3
import subprocess

import pytest

from servers import Certificates

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGE = pathlib.Path(os.environ.get("LICENCES_STAGE", ROOT / "build/stage"))
START = datetime.datetime(2026, 11, 1, 9, 0, tzinfo=datetime.timezone.utc)

SETUP = """
product add standard --kind user --name "Standard licence"
product add crm --kind addon --name "TimeLog CRM"
product add visma --kind bundled --name "Visma Admin"
product add payroll --kind integration --name "Payroll"
price set standard DKK 24900 --from 2026-01-01
price set crm DKK 9900 --from 2026-01-01
price set visma DKK 0 --from 2026-01-01
price set payroll DKK 50000 --from 2026-01-01
price set standard EUR 3300 --from 2026-01-01
price set crm EUR 1300 --from 2026-01-01
price set visma EUR 0 --from 2026-01-01
price set payroll EUR 6500 --from 2026-01-01
account add acme --name "Blåbær & Sønner A/S" --currency DKK --locale da-DK --timezone Europe/Copenhagen --months 1 --anchor 2026-11-01 --vat 25 --billing bogholderi@acme.example
account add globex --name "Globex Ltd" --currency EUR --locale en-GB --timezone Europe/London --months 3 --anchor 2026-11-01 --vat 20 --billing accounts@globex.example
"""


class Portal:
    """One database. Time is the test's own: every command gets --now."""

    def __init__(self, directory, now=START):
        self.file = directory / "licences.db"
        self.now = now
        self.program = next(STAGE.glob("usr*/**/bin/licencesctl"))
        self.sheets = next(STAGE.glob("usr*/**/share/licences/xslt"))
        self.env = dict(os.environ, LICENCES_DATABASE="sqlite3:%s" % self.file, LICENCES_STYLESHEETS=str(self.sheets))
        self.run("init")
        self.batch(SETUP)

    def later(self, **delta):
        self.now += datetime.timedelta(**delta)

    def command(self, *args):
        return [str(self.program), "--now", self.now.strftime("%Y-%m-%dT%H:%M:%SZ"), *map(str, args)]

    def run(self, *args, status=0, input=None):
        done = subprocess.run(self.command(*args), env=self.env, input=input, text=True, capture_output=True, timeout=60)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def batch(self, lines):
        return self.run("batch", "-", input=lines)

    def setting(self, server, *words):
        return " ".join(["smtp://127.0.0.1:%d" % server.port, "from=licences@portal.example", *map(str, words)])

    def deliver(self, server, *words, status=0, setting=None):
        """What a run said: "mail: 1 sent, 0 put off, 0 parked" and what was logged"""
        return self.run("sweep", "--mail", "--smtp", setting or self.setting(server, *words), status=status)

    def delivering(self, setting):
        return subprocess.Popen(self.command("sweep", "--mail", "--smtp", setting), env=self.env, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def sql(self, statement, *values):
        with sqlite3.connect(self.file, timeout=10) as db:
            return db.execute(statement, values).fetchall()

    def outbox(self, columns="state"):
        return self.sql("SELECT %s FROM outbox ORDER BY account, id" % columns)

    def buy(self, account="acme", total=5, product="standard"):
        return self.run("quantity", account, product, total)


@pytest.fixture
def portal(tmp_path):
    return Portal(tmp_path)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def password_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("s3cret påssword\n")
    file.chmod(0o600)
    return file
