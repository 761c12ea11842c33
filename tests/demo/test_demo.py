"""The demo as a newcomer meets it: it starts, shows two accounts and their users, keeps its data, and ends when told to."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import pytest
import requests
from lxml import etree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVE = os.path.join(ROOT, "mod_licences/demo/serve")
STAGE = os.environ.get("LICENCES_STAGE", os.path.join(ROOT, "build/stage"))
NS = {"l": "urn:mod-licences:1"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Demo:
    """One DEMO_DIR, in which a demo can be started and stopped."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="licences-demo-")
        self.port = free_port()
        self.process = None
        self.said = ""

    def start(self, *options, within=120):
        env = dict(os.environ, PORT=str(self.port), DEMO_DIR=self.dir)
        self.said = ""
        self.process = subprocess.Popen([SERVE, *options], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, start_new_session=True)
        # A demo that hangs must not hang the tests
        alarm = threading.Timer(within, lambda: os.killpg(self.process.pid, signal.SIGKILL))
        alarm.start()
        try:
            for line in self.process.stdout:
                self.said += line
                if "Ctrl-C ends it" in line:
                    return
        finally:
            alarm.cancel()
        raise AssertionError("the demo didn't start within %d s; it said:\n%s" % (within, self.said))

    def stop(self, how=signal.SIGTERM):
        if how == signal.SIGINT:
            os.killpg(self.process.pid, how)      # as the terminal does
        else:
            self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=60)
        self.said += said
        return self.process.returncode

    def get(self, path, user=None, password="demo"):
        return requests.get("http://127.0.0.1:%d%s" % (self.port, path), auth=user and (user, password), timeout=60)

    def licencesctl(self, *words):
        database = "sqlite3:" + os.path.realpath(os.path.join(self.dir, "db/licences.db"))
        return subprocess.run([os.path.join(STAGE, "usr/bin/licencesctl"), "--database", database, *words],
                              capture_output=True, text=True)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.stop()
        state = os.path.dirname(os.path.realpath(os.path.join(self.dir, "db")))
        for path in {state, self.dir}:
            shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def demo():
    demo = Demo()
    demo.start()
    yield demo
    demo.remove()


def test_tells_address_users_and_mail(demo):
    assert "http://127.0.0.1:%d/" % demo.port in demo.said
    for user in "anna", "bo", "dan", "partner", "gitte":
        assert re.search(r"\b%s\b" % user, demo.said)
    assert demo.dir + "/mail" in demo.said


def test_front_page_leads_to_the_licences(demo):
    page = demo.get("/")
    assert page.status_code == 200
    assert 'href="/licences/"' in page.text
    assert demo.get("/licences/").status_code == 401
    assert demo.get("/licences/", "anna", "wrong").status_code == 401


@pytest.mark.parametrize("user, html, xml", [("anna", 200, 200), ("bo", 200, 200), ("dan", 403, 403),
                                             ("partner", 403, 200), ("gitte", 200, 200)])
def test_users_see_what_their_rights_open(demo, user, html, xml):
    assert demo.get("/licences/", user).status_code == html
    assert demo.get("/licences/overview.xml", user).status_code == xml


def test_acme_has_marked_employees_and_a_change_to_come(demo):
    overview = etree.fromstring(demo.get("/licences/overview.xml", "anna").content)
    assert overview.get("account") == "acme"
    assert overview.xpath("l:marked[@product='standard']", namespaces=NS)
    assert overview.xpath("l:product[@next != @purchased]", namespaces=NS)
    kinds = {p.get("key") for p in overview.xpath("l:product", namespaces=NS)}
    assert {"standard", "outlook", "crm", "business-central"} <= kinds


def test_globex_is_another_account_in_another_currency(demo):
    overview = etree.fromstring(demo.get("/licences/overview.xml", "gitte").content)
    assert overview.get("account") == "globex"
    assert {p.get("currency") for p in overview.xpath("l:product[@currency]", namespaces=NS)} == {"EUR"}


def test_history_has_invoices_and_an_audit_finds_no_breach(demo):
    invoices = etree.fromstring(demo.get("/licences/invoices.xml", "anna").content)
    assert len(invoices.xpath("l:invoice[@kind='renewal']", namespaces=NS)) >= 4
    audit = demo.licencesctl("audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr


def test_every_invoice_is_there_as_ubl_and_none_lacks_anything(demo, tmp_path):
    folder = os.path.join(os.environ.get("LICENCES_INVOICES", str(tmp_path)), "demo")
    for account, user in (("acme", "anna"), ("globex", "gitte")):
        done = demo.licencesctl("--stylesheets", os.path.join(STAGE, "usr/share/licences/xslt"), "export", account, "invoices",
                                "--format", "ubl", folder)
        assert done.returncode == 0 and not done.stderr, done.stderr
        invoices = etree.fromstring(demo.get("/licences/invoices.xml", user).content)
        assert "%d invoices written" % len(invoices.xpath("l:invoice", namespaces=NS)) in done.stdout


def test_mail_lands_in_its_folder(demo):
    deadline = time.monotonic() + 60
    mails = []
    while time.monotonic() < deadline and not mails:
        mails = [n for n in os.listdir(os.path.join(demo.dir, "mail")) if n.endswith(".eml")]
        time.sleep(0.2)
    assert mails


def test_httpd_logs_no_error(demo):
    with open(os.path.join(demo.dir, "logs/error.log")) as log:
        assert not [line for line in log if re.search(r":(error|crit|alert|emerg)\]", line) and "LIC" in line]


def test_second_demo_on_the_port_is_told_how_to_choose_another(demo):
    other = Demo()
    other.port = demo.port
    try:
        with pytest.raises(AssertionError):
            other.start()
        assert "is taken" in other.said and "PORT=" in other.said
    finally:
        other.remove()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_ends_when_told_and_keeps_its_data(demo, how):
    def revision(overview):
        return int(etree.fromstring(overview).get("revision"))

    before = demo.get("/licences/overview.xml", "anna").content
    assert demo.stop(how) == 0
    with socket.socket() as s:
        assert s.connect_ex(("127.0.0.1", demo.port)) != 0
    demo.start()
    after = demo.get("/licences/overview.xml", "anna").content
    assert revision(after) >= revision(before)
    assert demo.get("/licences/invoices.xml", "anna").status_code == 200


def test_fresh_starts_over(demo):
    employee = ("employee", "add", "acme", "zz", "--name", "Zoe Zander", "--initials", "ZZ", "--email", "zz@acme.example")
    assert demo.licencesctl(*employee).returncode == 0
    assert demo.licencesctl(*employee).returncode == 1
    demo.stop()
    demo.start("--fresh")
    assert demo.licencesctl(*employee).returncode == 0
