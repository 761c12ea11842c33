"""What operators watch: a section of server-status, and the same as OpenMetrics text."""
import os
import re
import threading
import time

import pytest
import requests

import databases
import env
import overdue

STATUS = """
ExtendedStatus On
<Location "/server-status">
    SetHandler server-status
    Require local
</Location>
<Location "/licences-metrics">
    LicencesMetrics On
    Require local
</Location>
"""
SAMPLE = re.compile(r'^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (-?\d+|\d+\.\d{6})$')
SUFFIXES = {"counter": ["_total"], "info": ["_info"], "histogram": ["_bucket", "_count", "_sum"]}
OPEN, TEXT = "application/openmetrics-text; version=1.0.0; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"


class Metrics(dict):
    """Values by (sample's name, its labels as a set of pairs); anything that OpenMetrics doesn't allow is an error."""

    def __init__(self, text):
        super().__init__()
        self.families = {}
        lines = text.split("\n")
        assert lines[-2:] == ["# EOF", ""], lines[-2:]
        family = None
        for line in lines[:-2]:
            if line.startswith("# "):
                what, name, said = line[2:].split(" ", 2)
                assert what in ("TYPE", "UNIT", "HELP") and said
                if what == "TYPE":
                    assert name not in self.families
                    family = self.families[name] = {}
                family[what] = said
                assert self.families[name] is family
                if what == "UNIT":
                    assert name.endswith("_" + said)
                continue
            name, labels, value = SAMPLE.match(line).groups()
            assert any(name.endswith(suffix) and self.families.get(name[:len(name) - len(suffix)]) is family
                       for suffix in SUFFIXES.get(family["TYPE"], [""])), line
            key = (name, frozenset(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', labels or "")))
            assert key not in self
            self[key] = float(value) if "." in value else int(value)

    def of(self, name, **labels):
        """The sum of the samples with these labels."""
        found = [value for (known, pairs), value in self.items() if known == name and pairs >= set(labels.items())]
        assert found, (name, labels)
        return sum(found)


def metrics(portal):
    answer = requests.get(portal.url("//licences-metrics"), timeout=20, headers={"Accept": "application/openmetrics-text"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == OPEN
    assert answer.headers["Cache-Control"] == "no-store"
    return Metrics(answer.text)


def by_resource(portal):
    return {(dict(labels)["resource"], dict(labels)["status"]): value
            for (name, labels), value in metrics(portal).items() if name == "licences_requests_total" and value}


@pytest.fixture
def watched(new_portal):
    def make(due=0, **options):
        """due: accounts that are in stock, as a sweeper mustn't come between the lines that make them"""
        options.setdefault("outside", STATUS)
        portal = new_portal(modules=["status", "authz_host"], **options)
        portal.due = overdue.stock(portal, due) if due else []
        portal.start().begin()
        return portal
    return make


@pytest.mark.parametrize("mpm", ["prefork", "worker", "event"])
def test_requests_are_counted_by_resource_in_all_children_together(watched, mpm):
    portal = watched(mpm=mpm)
    account = portal.make_account(licences=5)
    count, clients = 25, 8

    def client():
        visitor = account.visitor("anna", Connection="close")
        for _ in range(count):
            assert visitor.get("/overview.xml").status_code == 200

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    anna = account.visitor("anna")
    assert anna.get("/").status_code == 200             # the same resource by another path
    assert anna.get("/nothing").status_code == 404
    assert anna.get("/products/none.xml").status_code == 404
    assert account.visitor("dan").get("/log").status_code == 403
    assert anna.get("/schema/licences.xsd").status_code == 200
    assert anna.change("standard", 6).status_code == 303
    etag = anna.get("/invoices").headers["ETag"]
    assert anna.get("/invoices", headers={"If-None-Match": etag}).status_code == 304
    expected = {("overview", "2xx"): count * clients + 1, ("none", "4xx"): 1, ("product", "4xx"): 1,
                ("log", "4xx"): 1, ("schema", "2xx"): 1, ("product", "2xx"): 1, ("product", "3xx"): 1,
                ("invoices", "2xx"): 1, ("invoices", "3xx"): 1}
    # the last one is counted just after its answer has gone
    assert env.wait_until(lambda: by_resource(portal) == expected), by_resource(portal)


def test_counters_go_on_over_graceful_restarts(watched):
    portal = watched(sweep="200ms", due=1)
    anna = portal.make_account(licences=5).visitor("anna")
    overdue.release(portal, portal.due)
    assert env.wait_until(lambda: overdue.of(portal).overdue() == 0)
    assert anna.get("/").status_code == 200
    before = metrics(portal)
    for restart in range(2):
        portal.reload()
        assert anna.get("/").status_code == 200
    # which is counted just after the answer has gone
    assert env.wait_until(lambda: metrics(portal).of("licences_requests_total", resource="overview", status="2xx") == 3)
    after = metrics(portal)
    for name in ("licences_sweeps_total", "licences_swept_accounts_total"):
        assert after.of(name) >= before.of(name) > 0


def test_the_sweeper_and_what_it_did_are_shown(watched):
    portal = watched(sweep="200ms", due=3)
    overdue.release(portal, portal.due)
    assert env.wait_until(lambda: metrics(portal).of("licences_swept_accounts_total") == 3)
    seen = metrics(portal)
    assert seen.of("licences_database_up") == 1
    assert seen.of("licences_swept_things_total") >= 6               # a renewal and a deactivation each
    assert seen.of("licences_sweeper_pid") > 0
    assert abs(seen.of("licences_last_sweep_timestamp_seconds") - time.time()) < 120
    assert seen.of("licences_accounts_due") == seen.of("licences_oldest_due_seconds") == 0
    # nobody is to send any here
    assert seen.of("licences_outbox_messages", state="unwanted") == overdue.of(portal).number("SELECT COUNT(*) FROM outbox") > 0
    assert seen.of("licences_outbox_messages", state="waiting") == seen.of("licences_outbox_oldest_seconds") == 0
    assert seen.of("licences_swept_failures_total") == 0


def test_what_waits_while_nobody_sweeps_is_shown_with_its_age(watched):
    portal = watched(outside=STATUS + "LicencesMail smtp://127.0.0.1:9 from=licences@example.com\n")
    portal.expect("LIC4005")        # nothing listens there
    overdue.add(portal, 2)
    portal.store.run("UPDATE account SET next_due = %d WHERE next_due IS NOT NULL" % (time.time() - 500),
                     "UPDATE outbox SET next_try = %d, created_at = %d, claimed_by = 'somebody', claimed_until = %d"
                     % (time.time() - 100, time.time() - 900, time.time() + 600),
                     "INSERT INTO lease (name, holder, token, beat, expires) VALUES ('sweep-03', 'far/1/<b>', 1, 1, %d)"
                     % (time.time() + 600))
    portal.give_away()
    seen = metrics(portal)
    assert seen.of("licences_accounts_due") == 2
    assert 500 <= seen.of("licences_oldest_due_seconds") < 600
    assert 100 <= seen.of("licences_outbox_oldest_due_seconds") < 200
    assert 900 <= seen.of("licences_outbox_oldest_seconds") < 1000
    # the mailer has its own for a moment whenever it looks whether there is something to send
    assert env.wait_until(lambda: metrics(portal).of("licences_leases_held") == 1)
    assert seen.of("licences_sweep_interval_seconds") == seen.of("licences_sweeper_pid") == 0
    page = requests.get(portal.url("//server-status"), timeout=20).text
    assert re.search(r"sweep-03 by far/1/&lt;b&gt; for another \d+ s", page), page
    portal.ctl("sweep")


def test_server_status_has_the_same_section_for_people_and_for_programs(watched):
    portal = watched(sweep="200ms")
    account = portal.make_account(licences=5)
    account.visitor("anna").get("/log")
    # which is counted just after the answer has gone
    assert env.wait_until(lambda: metrics(portal).of("licences_requests_total", resource="log", status="2xx") == 1)
    assert env.wait_until(lambda: metrics(portal).of("licences_sweeps_total") > 0)
    page = requests.get(portal.url("//server-status"), timeout=20)
    text = env.text_of(env.as_page(page))
    assert "Licences (mod_licences" in text and "log, 2xx: 1" in text
    assert re.search(r"When this httpd swept last; 0: not yet \S+: 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", text), text
    lines = requests.get(portal.url("//server-status?auto"), timeout=20).text
    assert 'licences_requests_total{resource="log",status="2xx"}: 1\n' in lines
    names = set(re.findall(r"^(licences_[a-z_]+)(?:\{.*\})?: ", lines, re.M))
    assert names == {name for name, _ in metrics(portal)} - {"licences_build_info"}
    assert not any(word in page.text + lines for word in (portal.dir, portal.store.params))


def test_a_database_that_is_away_is_said_to_be_down(watched):
    portal = watched()
    portal.expect("AH00629", "AH02655", "AH00636", "AH00633", "AH00632", "AH00639")
    portal.stop()
    portal.hide_database()
    portal.start()
    seen = metrics(portal)
    assert seen.of("licences_database_up") == 0
    assert not [name for name, _ in seen if name.startswith("licences_outbox")]
    assert "The database answers" in requests.get(portal.url("//server-status"), timeout=20).text
    portal.bring_database_back()
    assert env.wait_until(lambda: metrics(portal).of("licences_database_up") == 1)


def test_each_database_of_several_hosts_is_told_apart(watched, new_portal):
    other = new_portal()
    portal = watched(outside=STATUS + """
<VirtualHost 127.0.0.1:*>
    ServerName other.example
    %s
</VirtualHost>
<VirtualHost 127.0.0.1:*>
    ServerName 'other"example'
    %s
</VirtualHost>
<VirtualHost 127.0.0.1:*>
    ServerName other.example
    %s
</VirtualHost>
""" % tuple(other.store.conf().replace("DBDInitSQL", "#DBDInitSQL").replace("/db/", path) for path in ("/db/", "/db/./", "/db/././")))
    other.ctl("account", "add", "late", "--name", "Late", "--currency", "DKK", "--locale", "da-DK", "--timezone", "UTC",
              "--months", "1", "--anchor", env.instant(days=100)[:10], "--vat", "25", "--billing", "a@b.example",
              now=env.instant(days=100))
    if other.store.kind == "sqlite3":
        os.chmod(os.path.dirname(other.file), 0o777)
        os.chmod(other.file, 0o666)
    seen = metrics(portal)
    kind = databases.KIND
    assert seen.of("licences_accounts_due", database=kind + ":127.0.0.1") == 0
    assert seen.of("licences_accounts_due", database=kind + ":other.example") == 1
    if kind == "sqlite3":       # another path is another database
        assert seen.of("licences_accounts_due", database=kind + r":other\"example") == 1
        assert seen.of("licences_accounts_due", database=kind + ":other.example:4") == 1
        assert 'sqlite3:other"example' in env.text_of(env.as_page(requests.get(portal.url("//server-status"), timeout=20)))


def test_metrics_are_at_that_path_alone_and_for_those_who_may_read_them(watched):
    portal = watched(outside=STATUS.replace("/licences-metrics", "/licences/metrics").replace("Require local",
                                                                                            "Require user anna"),
                     inside="")
    portal.expect("AH01631")
    anna, path = env.Visitor(portal, "anna"), portal.url("/metrics")
    portal.add_users(["anna", "bo"])
    assert requests.get(path, timeout=20).status_code == 401
    assert env.Visitor(portal, "bo").get("/metrics").status_code == 401
    assert Metrics(anna.get("/metrics", headers={"Accept": "application/openmetrics-text"}).text)
    assert anna.get("/metrics/more").status_code == 404
    assert anna.post("/metrics").status_code == 405
    head = anna.head("/metrics")
    assert (head.status_code, head.text) == (200, "")


@pytest.mark.parametrize("outside, said", [
    ("LicencesMetrics On", "not allowed here|belongs directly in a <Location>"),
    ('<Directory "/">\nLicencesMetrics On\n</Directory>', "LicencesMetrics"),
    ('<LocationMatch "/x">\nLicencesMetrics On\n</LocationMatch>', "LocationMatch"),
    ('<Location "/x*">\nLicencesMetrics On\n</Location>', "one plain path"),
    ('<Location "/x">\nLicencesMetrics Maybe\n</Location>', "On or Off"),
])
def test_metrics_in_a_wrong_place_are_refused(outside, said):
    portal = env.Portal()
    try:
        status, output, _ = portal.configtest(outside=outside)
        assert status != 0 and re.search(said, output), output
    finally:
        portal.remove()


def test_metrics_that_everybody_may_read_are_warned_of(new_portal):
    outside = '<Location "/m">\nLicencesMetrics On\n</Location>\n'
    portal = new_portal(outside=outside).start()
    assert "LIC3005" in portal.log()
    portal.begin()
    status, said, text = portal.configtest(outside=outside)
    line = text[:text.index("LicencesMetrics")].count("\n") + 1
    assert status == 0 and re.search(r"LIC3005.*test\.conf.*\b%d\b.*may be read by everybody" % line, said), said
    assert "LIC3005" not in portal.configtest(outside=outside.replace("On", "On\nRequire local"))[1]


def counted(portal, name, **labels):
    return metrics(portal).of("licences_%s_duration_seconds_count" % name, **labels)


def test_durations_are_counted_by_what_is_waited_for(watched):
    portal = watched()
    account = portal.make_account(licences=5)
    anna = account.visitor("anna")
    before = {kind: counted(portal, "request", kind=kind) for kind in ("read", "export", "change")}
    statements = counted(portal, "statement")
    assert anna.get("/").status_code == anna.get("/overview.xml").status_code == anna.get("/log.csv").status_code == 200
    assert anna.change("standard", 6).status_code == 303           # reads a preview
    after = {"read": before["read"] + 3, "export": before["export"] + 1, "change": before["change"] + 1}
    # each is counted just after its answer has gone
    assert env.wait_until(lambda: {kind: counted(portal, "request", kind=kind) for kind in after} == after)
    assert counted(portal, "statement") > statements + 10
    seen = metrics(portal)
    for family in ("request", "statement", "mail"):
        name = "licences_%s_duration_seconds" % family
        kinds = {dict(labels).get("kind") for of, labels in seen if of == name + "_count"}
        for kind in kinds:
            label = {"kind": kind} if kind else {}
            buckets = [value for (of, labels), value in seen.items() if of == name + "_bucket" and dict(labels).get("kind") == kind]
            assert buckets == sorted(buckets) and len(buckets) == 16
            assert seen.of(name + "_bucket", le="+Inf", **label) == seen.of(name + "_count", **label) == buckets[-1]
            assert seen.of(name + "_sum", **label) <= 20 * seen.of(name + "_count", **label)
