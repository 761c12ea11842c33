"""As Debian's unit confines httpd, and closer: programs and configuration read-only, a /tmp of its own, nothing for others to read."""
import os
import subprocess

import pytest

import env

# All that is below /tmp, but for the portal's own directory and this build, is out of sight; /usr and /etc can't be written
CONFINE = """
set -e
mount --make-rprivate /
for path in /usr /etc; do mount --bind $path $path && mount -o remount,bind,ro $path; done
kept=$(mktemp -d /run/licences-confined-XXXXXX)
mount -t tmpfs tmpfs $kept
n=0
for path in $KEEP; do n=$((n + 1)); mkdir $kept/$n; mount --bind $path $kept/$n; done
mount -t tmpfs -o mode=1777 tmpfs /tmp
n=0
for path in $KEEP; do n=$((n + 1)); mkdir -p $path; mount --bind $kept/$n $path; done
chmod 755 /tmp/* 2>/dev/null || true
umask 0077
exec "$@"
"""


@pytest.fixture
def confined(new_portal):
    portal = new_portal(sweep="1s")
    keep = [path for path in (portal.dir, env.ROOT) if path.startswith("/tmp/")]
    portal.wrapper = ["env", "KEEP=" + " ".join(keep), "unshare", "--mount", "sh", "-c", CONFINE, "confine"]
    if os.getuid() or subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("only root may confine, and not in every container")
    return portal


def test_pages_purchases_and_the_timer_work_with_usr_read_only_and_a_tmp_of_its_own(confined):
    account = confined.make_account(licences=5, people=2)
    confined.start()
    pid = confined.process.pid
    for path in ("usr", "etc"):
        with open("/proc/%d/mounts" % pid) as f:
            assert any(line.split()[1] == "/" + path and line.split()[3].startswith("ro") for line in f)
    assert os.listdir("/proc/%d/root/tmp" % pid) != os.listdir("/tmp")
    anna = account.visitor("anna")
    assert anna.change("standard", 9).status_code == 303
    assert account.product("standard")[0] == 9
    assert anna.get("/overview.csv").status_code == 200 and anna.get("/employees.xml").status_code == 200
    # eighty employees at once, whose list is spooled before it is read
    rows = "".join('<employee login="%s" email="x%d@x.example"><name>Name %d</name></employee>' % (account.login("x%d" % n), n, n) for n in range(80))
    put = account.visitor("partner").put("/employees.xml", data='<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>' % rows,
                                         headers={"Content-Type": "application/xml", "Idempotency-Key": "k"})
    assert put.status_code == 200, put.text
    # nobody asks any more: what is due, the timer does
    confined.store.run("UPDATE account SET next_due = 1")
    assert env.wait_until(lambda: confined.store.number("SELECT COUNT(*) FROM account WHERE next_due = 1") == 0, 60)
