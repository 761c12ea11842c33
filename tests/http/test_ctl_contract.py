"""What scripts and shells rely on: exit statuses of every command, its help, and what is completed."""
import os
import re
import subprocess

import pytest

from test_ctl import NOW, STAGE, Ctl, ctl, empty, program  # noqa: F401

BASH_COMPLETION = "/usr/share/bash-completion/bash_completion"

# One call of each kind that reaches for the database
CALLS = """
account list|account show acme|account set acme --name A|account close acme|account reopen acme|set grace-period 7d
setting list|product list|product set crm --name C|price list|price set crm DKK 1|price unset crm DKK 2030-01-01
quantity acme standard 4|few acme standard 2|employee list acme|employee set acme bo --name B|employee deactivate acme bo
employee anonymise acme bo --yes|employee add acme x --name X --email x@x.example|assign acme bo crm|role grant acme admin roles
role give acme admin bo|sweep|mail list|mail drop --state parked|mail send|mail retry|show acme|export acme log --format xml
archive acme --before 2026-01-01|audit|audit acme
""".replace("\n", "|").strip("|").split("|")


def run(*words, database=None):
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    environment.pop("LICENCES_DATABASE", None)
    if database:
        environment["LICENCES_DATABASE"] = database
    return subprocess.run([program(), *words], capture_output=True, text=True, env=environment, timeout=60)


def commands():
    """Name and arguments of each command, as the overview has them."""
    lines = [line.split() for line in run("help").stdout.splitlines() if re.match("  [a-z]", line)]
    return [([word for word in line if re.fullmatch("[a-z]+", word)][:2], line) for line in lines]


def complete(*words):
    return run("completion", "--", *words).stdout.split()


def test_each_command_has_help_and_refuses_what_it_does_not_know():
    assert len(commands()) > 40
    for name, line in commands():
        done = run(*name, "--help")
        assert done.returncode == 0 and done.stdout.startswith("usage: licencesctl " + " ".join(name)), done
        done = run(*name, "--frobnicate")
        assert done.returncode == 2 and "has no option --frobnicate; there are: --" in done.stderr, done
        assert not done.stdout


@pytest.mark.parametrize("call", CALLS)
def test_a_database_that_cannot_be_reached_is_status_3(call, tmp_path):
    done = run("--now", NOW, *call.split(), database=f"sqlite3:{tmp_path}/missing.db")
    assert done.returncode == 3 and "init makes one" in done.stderr and not done.stdout, done
    assert not os.listdir(tmp_path)


def test_which_database_is_meant_has_to_be_said():
    for call in ("audit", "sweep", "doctor"):
        done = run(call)
        assert done.returncode == 2 and "which database? Say --database DRIVER:PARAMS or set LICENCES_DATABASE" in done.stderr


def test_what_is_unknown_or_refused_is_status_1_and_what_is_misspelt_2(ctl):  # noqa: F811
    for call in CALLS:
        words = [{"acme": "nobody", "crm": "nothing"}.get(word, word) for word in call.split()]
        if words != call.split():
            assert re.search("no account nobody|no product nothing", ctl.run("--now", NOW, *words, status=1)), call
    assert "licencesctl help" in ctl.run("acount", "list", status=2)


def test_every_word_of_every_command_is_completed():
    assert "help" in complete("")
    for name, line in commands():
        for words in (name, ["help", *name]):
            for i, word in enumerate(words):
                assert word in complete(*words[:i], word[:1]), (words, i)
        help_text = run(*name, "--help").stdout
        assert set(complete(*name, "-")) == set(re.findall(r"^  (--[a-z-]+)", help_text, re.M)), name
        for option, values in re.findall(r"^  (--[a-z-]+) ([a-z]+(?:\|[a-z]+)+)", help_text, re.M):
            assert complete(*name, option, "") == values.split("|")
            assert complete(*name, option, "=", "") == values.split("|")


def test_words_that_are_not_the_first_are_completed_where_they_are_known():
    assert complete("export", "acme", "") == ["overview", "modules", "employees", "log", "invoices", "plans", "usage"]
    assert complete("--database", "sqlite3:x", "export", "--format", "xml", "acme", "in") == ["invoices"]
    assert complete("role", "grant", "acme", "admin", "partner-") == ["partner-csv"]
    assert complete("import", "acme", "") == complete("import", "--strict", "acme", "") == ["/"]     # files
    assert complete("employee", "set", "acme", "") == []


def test_bash_finds_it_and_asks_the_program():
    if not os.path.exists(BASH_COMPLETION):
        pytest.skip("bash-completion isn't installed")
    share = STAGE / "usr/share"
    if not share.exists():
        pytest.skip("there is no staged installation")
    script = f"""
        source {BASH_COMPLETION}
        _completion_loader licencesctl
        complete -p licencesctl
        try() {{
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
            COMP_LINE=${{COMP_LINE// : /:}} COMP_POINT=${{#COMP_LINE}}
            _licencesctl
            echo "$* -> ${{COMPREPLY[*]}}"
        }}
        try licencesctl account s
        try licencesctl export acme inv
        try licencesctl --database sqlite3 : licences.db employee an
        try licencesctl export acme log --format = x
    """
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, XDG_DATA_DIRS=str(share), PATH=f"{program().parent}:{os.environ['PATH']}"))
    assert done.stdout.splitlines() == ["complete -F _licencesctl licencesctl",
                                        "licencesctl account s -> show set",
                                        "licencesctl export acme inv -> invoices",
                                        "licencesctl --database sqlite3 : licences.db employee an -> anonymise",
                                        "licencesctl export acme log --format = x -> xml"], done.stderr
