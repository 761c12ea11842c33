"""What watches httpd in earnest: promtool on the figures, a Prometheus that scrapes them, and the rules and the dashboard
of mod_licences/conf/, which know no figure that isn't there."""
import json
import os
import re
import shutil
import subprocess

import pytest
import requests

import env
from test_metrics import OPEN, STATUS, TEXT, Metrics, watched  # noqa: F401

CONF = os.path.join(env.ROOT, "mod_licences/conf")
RULES = os.path.join(CONF, "licences.rules.yml")
TESTS = os.path.join(env.ROOT, "tests/data/licences.rules.test.yml")
# As Prometheus 2.42 and later ask
SCRAPER = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
PATTERNS = {"$job": ".*", "$instance": ".*", "$__rate_interval": "1m"}       # what Grafana puts in


def promtool(*words, text=None):
    done = subprocess.run(["promtool", *words], input=text, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def dashboard():
    """Every expression of it."""
    with open(os.path.join(CONF, "licences-dashboard.json")) as file:
        panels = json.load(file)["panels"]
    expressions = [target["expr"] for panel in panels for target in panel["targets"]]
    for variable, value in PATTERNS.items():
        expressions = [expression.replace(variable, value) for expression in expressions]
    return expressions


def names_in(expressions):
    return {name for expression in expressions for name in re.findall(r"\blicences_[a-z_]+\b", expression)}


def rules():
    with open(RULES) as file:
        text = file.read()
    return re.findall(r"expr: (.+(?:\n {10,}\S.*)*)", text)


def test_promtool_takes_the_figures_as_text(watched):  # noqa: F811
    portal = watched()
    portal.make_account(licences=5).visitor("anna").get("/")
    for accept in (None, "*/*", "text/plain", "text/html,*/*;q=0.8"):
        answer = requests.get(portal.url("//licences-metrics"), timeout=20, headers={"Accept": accept})
        assert answer.headers["Content-Type"] == TEXT and answer.headers["Vary"] == "Accept"
        status, said = promtool("check", "metrics", text=answer.text)
        assert (status, said) == (0, ""), said
    for accept in ("application/openmetrics-text", SCRAPER):
        answer = requests.get(portal.url("//licences-metrics"), timeout=20, headers={"Accept": accept})
        assert answer.headers["Content-Type"] == OPEN
        assert promtool("check", "metrics", text=answer.text)[0] != 0        # so it does look
        assert Metrics(answer.text)


@pytest.fixture
def prometheus(tmp_path):
    """Starts a Prometheus that scrapes a portal every second."""
    running = []

    def start(portal):
        port = env.free_port()
        (tmp_path / "prometheus.yml").write_text("""
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [%s]
scrape_configs:
  - {job_name: licences, metrics_path: /licences-metrics, static_configs: [{targets: ["127.0.0.1:%d"]}]}
""" % (RULES, portal.port))
        log = open(tmp_path / "log", "w")
        running.append(subprocess.Popen(
            ["prometheus", "--config.file=%s" % (tmp_path / "prometheus.yml"), "--storage.tsdb.path=%s" % (tmp_path / "data"),
             "--web.listen-address=127.0.0.1:%d" % port, "--log.level=warn"], stdout=log, stderr=log))
        return lambda path, **args: requests.get("http://127.0.0.1:%d/api/v1/%s" % (port, path), params=args, timeout=10).json()

    yield start
    for process in running:
        process.terminate()
        process.wait(20)


def test_each_figure_of_the_rules_and_of_the_dashboard_is_in_a_real_scrape(watched, prometheus):  # noqa: F811
    portal = watched(sweep="200ms")
    anna = portal.make_account(licences=5).visitor("anna")
    ask = prometheus(portal)

    def scrapes():
        try:
            return len(ask("query", query="licences_build_info[1m]")["data"]["result"][0]["values"])
        except (requests.RequestException, KeyError, IndexError):      # it is still starting
            return 0

    assert env.wait_until(lambda: anna.get("/").status_code == 200 and scrapes() >= 3, 60)
    target, = ask("targets")["data"]["activeTargets"]
    assert (target["health"], target["lastError"]) == ("up", "")
    scraped = set(ask("label/__name__/values")["data"])
    wanted = names_in(dashboard() + rules())
    assert len(wanted) > 15 and not wanted - scraped
    for expression in dashboard():
        answer = ask("query", query=expression)
        assert answer["status"] == "success", (expression, answer)
        assert answer["data"]["result"], expression        # what the labels that it asks for leave
    known = ask("rules")["data"]["groups"]
    assert sum(len(group["rules"]) for group in known) == len(rules()) > 8
    assert all(rule["health"] == "ok" for group in known for rule in group["rules"]), known


def test_each_alert_goes_off_for_what_it_is_for_and_for_nothing_else(tmp_path):
    for path in (RULES, TESTS):
        shutil.copy(path, tmp_path)
    copy = tmp_path / "licences.rules.yml"
    assert promtool("check", "rules", str(copy))[0] == 0
    status, said = promtool("test", "rules", str(tmp_path / "licences.rules.test.yml"))
    assert status == 0, said
    # and the test notices
    for what, by in (("licences_database_up == 0", "licences_database_up == 2"), ("> 900", "> 90000"), ("> 0.05", "> 0.005")):
        copy.write_text(open(RULES).read().replace(what, by))
        assert promtool("test", "rules", str(tmp_path / "licences.rules.test.yml"))[0] != 0, what
    tested = open(TESTS).read()
    for alert in re.findall(r"alert: (\w+)", open(RULES).read()):
        assert tested.count(alert) == 1 or alert in ("LicencesGone", "LicencesDatabaseDown"), alert
