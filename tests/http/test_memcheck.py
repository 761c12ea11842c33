"""
httpd with the module under valgrind: requests, sweeps and mail, a graceful end. Nothing invalid is read or freed, nothing is
lost, and what is there at the end doesn't grow with the number of ticks, requests or restarts. Part of ./bootstrap full.
"""
import os
import re
import shutil
import sys

import pytest
import requests

import env
import overdue

sys.path.append(os.path.join(env.ROOT, "tests/mail"))

import servers  # noqa: E402

pytestmark = pytest.mark.skipif(not os.environ.get("LICENCES_LONG") or not shutil.which("valgrind"),
                                reason="takes minutes: ./bootstrap full valgrind")

SUPPRESSIONS = os.path.join(env.ROOT, "tests/data/valgrind.supp")
PATIENCE = 120      # seconds, as everything takes fifty times as long
TICKS = 6

ONE_CHILD = {
    "prefork": "StartServers 1\nServerLimit 1\nMaxRequestWorkers 1\n",
    "event": "StartServers 1\nServerLimit 1\nThreadsPerChild 4\nMaxRequestWorkers 4\nMinSpareThreads 1\nMaxSpareThreads 4\n",
}
PAGES = ("/", "/products/standard", "/products/standard?quantity=30", "/modules", "/employees", "/roles", "/invoices",
         "/log", "/usage", "/overview.xml", "/log.csv", "/usage.csv?for=spreadsheet", "/nowhere")


class Block:
    """One thing that valgrind says: its first line, and the functions on the stack with their files."""

    def __init__(self, text):
        self.title, *frames = text.strip().splitlines()
        self.frames = [re.sub(r"^ *(at|by) 0x[0-9A-F]+: ", "", frame) for frame in frames]
        size = re.match(r"([0-9,]+) (?:\(.*?\) )?bytes in ", self.title)
        self.bytes = int(size[1].replace(",", "")) if size else 0

    def within(self, *files):
        return any(name in frame for name in files for frame in self.frames)


class Report:
    """What valgrind wrote about one process."""

    def __init__(self, path):
        with open(path, errors="replace") as f:
            self.text = re.sub(r"(?m)^==\d+== ?", "", f.read())
        self.blocks = [Block(text) for text in re.split(r"\n\s*\n", self.text) if re.search(r"(?m)^ +at 0x", text)]
        self.kept = [block for block in self.blocks if "still reachable in loss record" in block.title]
        self.wrong = [block for block in self.blocks if block not in self.kept]

    def total(self, kind):
        found = re.search(kind + r": ([0-9,]+) bytes", self.text)
        return int(found[1].replace(",", "")) if found else 0


def launch(portal):
    """httpd under valgrind; the directory of its reports, one for each process."""
    folder = os.path.join(portal.dir, "valgrind")
    os.mkdir(folder)
    os.chmod(folder, 0o1777)
    portal.wrapper = ["valgrind", "--leak-check=full", "--show-leak-kinds=all", "--keep-debuginfo=yes", "--num-callers=100",
                      "--fair-sched=yes", "--suppressions=" + SUPPRESSIONS, "--log-file=%s/%%p" % folder]
    portal.expect("AH00161")        # one child is all that there may be
    portal.give_away()
    portal.launch()
    assert env.wait_until(portal.answers, PATIENCE), portal.log()
    return folder


def stop(portal):
    """Gracefully, as the parent would wait no more than ten seconds for a child otherwise."""
    portal.process.send_signal(env.signal.SIGWINCH)
    portal.process.communicate(timeout=PATIENCE)
    died = [line for line in portal.log().splitlines() if "exit signal" in line or "still did not exit" in line]
    assert not died, died


def reports(portal, folder):
    """Those of the children, and the parent's."""
    each = {int(name): Report(os.path.join(folder, name)) for name in os.listdir(folder)}
    parent = each.pop(portal.process.pid)
    assert each
    return list(each.values()), parent


def check_nothing_wrong(report):
    assert "ERROR SUMMARY: 0 errors" in report.text and not report.wrong, "\n\n".join(
        "\n".join([block.title, *block.frames]) for block in report.wrong)[:6000]
    assert "LEAK SUMMARY" in report.text, report.text[-2000:]       # it came to its end
    for kind in ("definitely lost", "indirectly lost", "possibly lost"):
        assert report.total(kind) == 0, report.text[-2000:]


def use(portal, account, due):
    """A sweep of each account that is due, with mail, and every page as often."""
    database = overdue.of(portal)
    anna = account.visitor("anna")
    for key in due:
        overdue.release(portal, [key])
        for path in PAGES:
            assert anna.get(path, timeout=PATIENCE).status_code == (404 if path == "/nowhere" else 200)
        assert env.wait_until(lambda: database.overdue() == 0, PATIENCE)
    assert env.wait_until(lambda: database.number("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'") == 0, PATIENCE)
    assert anna.change("standard", 27).status_code == 303
    anna.close()
    assert portal.log().count("LIC3404") >= len(due)


def run(portal, smtp, ticks):
    """What is kept at the end of the child, by what the timer's threads and requests did: whoever was first at something."""
    portal.outside = "LicencesMail smtp://127.0.0.1:%d from=licences@example.com\n" % smtp.port
    account = portal.make_account(licences=25, people=2)
    due = overdue.stock(portal, ticks)
    folder = launch(portal)
    use(portal, account, due)
    stop(portal)
    children, parent = reports(portal, folder)
    for report in (*children, parent):
        check_nothing_wrong(report)
    return sum(block.bytes for report in children for block in report.kept
               if block.within("timer.c", "timer_tick.c", "handler.c", "exchange.c"))


@pytest.mark.parametrize("mpm", ["prefork", "event"])
def test_nothing_is_lost_and_nothing_grows_with_ticks_and_requests(new_portal, monkeypatch, mpm):
    monkeypatch.setitem(env.MPMS, mpm, ONE_CHILD[mpm])
    with servers.Server() as smtp:
        few = run(new_portal(mpm=mpm, sweep="100ms"), smtp, TICKS)
        many = run(new_portal(mpm=mpm, sweep="100ms"), smtp, 4 * TICKS)
        print("kept by the timer and by requests after %d ticks: %d, after %d: %d" % (TICKS, few, 4 * TICKS, many))
        assert many <= few + 4096


def test_nothing_is_lost_or_grows_with_restarts(new_portal, monkeypatch):
    monkeypatch.setitem(env.MPMS, "event", ONE_CHILD["event"])
    kept = []
    for restarts in (1, 5):
        portal = new_portal(sweep="100ms", outside="LicencesMail smtp://127.0.0.1:9 from=licences@example.com\n")
        folder = launch(portal)
        for _ in range(restarts):
            assert requests.get(portal.url("//"), timeout=PATIENCE).status_code      # there is a child to be replaced
            portal.reload(PATIENCE)
        stop(portal)
        children, parent = reports(portal, folder)
        assert len(children) > restarts
        for report in (*children, parent):
            check_nothing_wrong(report)
        kept.append(sum(block.bytes for block in parent.kept if block.within("mod_licences", "check.c", "timer.c")))
    print("kept by the parent after 1 restart and after 5: %s" % kept)
    assert kept[1] <= kept[0] + 1024
