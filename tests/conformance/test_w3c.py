"""
W3C's XML conformance suite, put file by file where partners write: each is refused as a problem or is well-formed, no
file but the spool and the database is opened, and no network. LICENCES_XMLCONF says where the suite's xmlconf/ is.
"""
import glob
import os
import re
import shutil
import subprocess
import uuid
import xml.parsers.expat

import pytest

from env import problem_of, wait_until

SUITE = os.environ.get("LICENCES_XMLCONF", "")
FILES = sorted(path for path in glob.glob(os.path.join(SUITE, "**"), recursive=True)
               if path.endswith((".xml", ".ent", ".dtd"))) if SUITE else []
PATHS = ("/employees.xml", "/products/standard.xml")
# Whose root the suite's files are put below, to see whether what is ours not to look at is read to its end
BEFORE = b'<employees xmlns="urn:mod-licences:1" mode="merge"><extension><other xmlns="urn:other">'
AFTER = b"</other></extension></employees>"

pytestmark = pytest.mark.skipif(not SUITE, reason="LICENCES_XMLCONF doesn't say where W3C's suite is")


@pytest.fixture
def partner(account):
    return account.visitor("partner")


def put(partner, path, body):
    return partner.put(path, data=body, headers={"Content-Type": "application/xml", "Idempotency-Key": str(uuid.uuid4())})


def content(path):
    with open(path, "rb") as f:
        return f.read()


def test_every_file_is_refused_and_changes_nothing(account, partner):
    before, wrong = account.actions(), []
    assert len(FILES) > 2000, "this is not all of the suite"
    for path in FILES:
        body = content(path)
        for where in PATHS:
            answer = put(partner, where, body)
            kind = problem_of(answer).type if answer.status_code >= 400 else "taken"
            right = {400: ("xml-malformed", "xml-invalid"), 413: ("too-large",)}.get(answer.status_code, ())
            if kind not in right:
                wrong.append((path[len(SUITE):], where, answer.status_code, kind))
    assert not wrong, "\n".join(map(str, wrong))
    assert account.actions() == before


def refused(body, separator):
    try:
        xml.parsers.expat.ParserCreate(namespace_separator=separator).Parse(body, True)
    except xml.parsers.expat.ExpatError:
        return True
    return False


def malformed(body):
    """What another parser says; None: that depends on whether namespaces count."""
    verdicts = {refused(body, None), refused(body, " ")}
    return verdicts.pop() if len(verdicts) == 1 else None


def test_what_others_put_below_our_root_has_to_be_well_formed(partner):
    """Of files without a declaration of their own; libxml2 and expat have to be of the same mind."""
    seen, wrong = {True: 0, False: 0}, []
    for path in FILES:
        body = content(path)
        # errata-4e: expat keeps to the names of XML 1.0's fourth edition, libxml2 to those of the fifth
        if b"<!DOCTYPE" in body or b"<?xml" in body or not path.endswith(".xml") or "/errata-4e/" in path:
            continue
        body = BEFORE + body + AFTER
        expected = malformed(body)
        if expected is None:
            continue
        answer = put(partner, PATHS[0], body)
        seen[expected] += 1
        if answer.status_code != (400 if expected else 200):
            wrong.append((path[len(SUITE):], answer.status_code, answer.text[:300]))
    assert min(seen.values()) > 20, seen
    assert not wrong, "\n".join(map(str, wrong))


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return [int(child) for child in f.read().split()]


class Watch:
    """What httpd's processes open while this is on, by strace."""

    def __init__(self, pids, output):
        self.output = output
        command = ["strace", "-f", "-e", "trace=open,openat,connect,execve", "-o", output]
        for pid in pids:
            command += ["-p", str(pid)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        said = [self.process.stderr.readline() for _ in pids]
        assert all("attached" in line for line in said), said

    def lines(self):
        self.process.terminate()
        self.process.communicate(timeout=10)
        with open(self.output, errors="replace") as f:
            return f.read().splitlines()


@pytest.mark.skipif(not shutil.which("strace"), reason="strace isn't installed")
def test_no_file_and_no_network_is_opened(portal, account, partner, tmp_path):
    pids = [portal.process.pid, *children(portal.process.pid)]
    watch = Watch(pids, str(tmp_path / "strace"))
    try:
        for path in FILES:
            put(partner, PATHS[0], content(path))
        # what is opened by what is right, so that it is seen that the watch sees anything
        put(partner, PATHS[0], b'<employees xmlns="urn:mod-licences:1" mode="merge"/>')
        wait_until(lambda: "licences." in open(watch.output).read(), 10)
    finally:
        lines = watch.lines()
    spooled = [line for line in lines if re.search(r'openat\(.*"/[^"]*/licences\.\w{6}", O_RDWR\|O_CREAT\|O_EXCL', line)]
    assert len(spooled) > len(FILES), "what is put is kept in a file"
    # and what libc itself opens, of encodings (which it looks for where libraries of the tests' own are, too) and of memory
    libraries = os.environ.get("LD_LIBRARY_PATH") or portal.dir + "/none"
    ours = re.compile(r'openat\([^"]*"(?:/usr/lib/[^"]*/gconv/|%s/lib\w+\.so"|%s/(?:db/|run/users"|htdocs)|/dev/urandom"|/proc/sys/vm/overcommit_memory"|/tmp/licences\.\w{6}")'
                      % (re.escape(libraries), re.escape(portal.dir)))
    opened = [line for line in lines if re.search(r"\b(?:open|openat|connect|execve)\(", line) and not ours.search(line)]
    assert not opened, "\n".join(opened[:20])
