"""licencesctl import, and the other commands about people: an outcome for each line, and what each leaves behind."""
import os
import pty
import re
import subprocess

import pytest

import env
from test_ctl import NOW, ctl, empty, program  # noqa: F401

PEOPLE = """login;Name; EMAIL ;initials;status;roles
eva;Eva Sørensen;eva@acme.example;ES;;
fie;"Fie; ""F"" Holm";fie@acme.example;;inactive;
bo;Bo Hansen;bo@acme.example;BH;;admin
"""


@pytest.fixture
def give(ctl, tmp_path):  # noqa: F811
    """Imports a text; returns the lines that were said and what went to stderr."""
    def run(text, *options, status=0, encoding="utf-8", now=NOW):
        path = tmp_path / "people.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        done = subprocess.run([program(), "--now", now, "import", "acme", path, *options], env=ctl.environment,
                              capture_output=True, text=True, encoding="utf-8", timeout=120)
        assert done.returncode == status, done.stdout + done.stderr
        assert bool(done.stderr) == bool(status), done.stderr
        return [line.replace(str(path) + ":", "") for line in done.stdout.splitlines()], done.stderr
    return run


def people(ctl):  # noqa: F811
    return {row[1]: row[2:6] for row in ctl.table("employees")[1:]}


def clean(ctl):  # noqa: F811
    assert "1 account, 0 breaches" in ctl.at(NOW, "audit")


@pytest.mark.parametrize("change", [lambda text: text, lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n"),
                                    lambda text: text.replace("Fie; ", "Fie, ").replace(";", ",")])
def test_each_line_has_an_outcome(ctl, give, change):  # noqa: F811
    lines, _ = give(change(PEOPLE))
    assert lines[:3] == ["2: created", "3: created", "4: changed, roles given"]
    assert lines[3] == "acme: 2 created, 1 changed, 0 activated, 0 deactivated, 0 unchanged, 0 refused"
    assert "beyond what is purchased: 1; marked until 2026-11-17T09:00:00Z; buying them now costs 210.00 DKK net" in lines[4]
    now = people(ctl)
    assert now["eva"] == ["Eva Sørensen", "ES", "eva@acme.example", "active"]
    assert now["fie"][0].endswith('"F" Holm') and now["fie"][3] == "inactive"
    assert now["bo"][0] == "Bo Hansen"
    assert ["role-given", "employee/2/role/admin"] in [row[3:5] for row in ctl.table("log")]
    clean(ctl)


def test_what_was_exported_can_be_imported_again(ctl, give):  # noqa: F811
    give(PEOPLE)
    names = ["=1+1", "+45 12", "-x", "@home", "'=quoted'", "''@twice", "'plain", "  =blank", 'a "b", c; d']
    give("login,name,email\n" + "".join('n%d,"%s",n%d@acme.example\n' % (i, name.replace('"', '""'), i)
                                        for i, name in enumerate(names)))
    for options in ([], ["--for", "spreadsheet"]):
        text = ctl.at(NOW, "export", "acme", "employees", *options)
        lines, _ = give(text, "--strict")
        assert lines[-1] == ("acme: 0 created, 0 changed, 0 activated, 0 deactivated, %d unchanged, 0 refused"
                             % (5 + len(names)))
    clean(ctl)


@pytest.mark.parametrize("line, said", [
    ("eva,Eva,nonsense,", "email: an address like name@example.com, of at most 254 characters"),
    ("eva,Eva,,", "email: an address like"),
    ("eva,,eva@acme.example,", "name: one line of 1 to 100 characters"),
    ("eva,%s,eva@acme.example," % ("x" * 101), "name: one line of 1 to 100 characters"),
    ("%s,Eva,eva@acme.example," % ("x" * 65), "login: one line of 1 to 64 characters"),
    (" eva,Eva,eva@acme.example,", "login: 1 to 64 characters, none of them a blank or invisible"),
    ("ev\u200ba,Eva,eva@acme.example,", "login: 1 to 64 characters, none of them a blank or invisible"),
    ("eva,\u200b,eva@acme.example,", "name: one line of 1 to 100 characters"),
    ("eva,Eva,eva\u00ad@acme.example,", "email: an address like"),
    ("eva,Eva,søren@acme.example,", "email: an address like"),
    ('eva,"Eva\nEvensen",eva@acme.example,', "name: one line"),
    ("eva,Eva,eva@acme.example,aktiv", "status: aktiv is neither active nor inactive"),
    ("eva,Eva", "email: an address like"),
    ("eva,Eva,eva@acme.example,,more", "5 cells under a heading of 4; is a quote missing?"),
    ("anna,Anna,anna@acme.example,inactive", "anna is the last active one with the right roles"),
])
def test_a_line_that_is_wrong_is_named_and_the_others_are_done(ctl, give, line, said):  # noqa: F811
    lines, told = give("login,name,email,status\nbo,Bo H,bo@acme.example,\n%s\nfie,Fie,fie@acme.example,\n" % line, status=1)
    assert lines[0] == "2: changed" and lines[1].startswith("3: refused: " + said), lines
    assert lines[2].split(": ")[1] == "created"
    assert "1 of 3 lines were refused" in told
    assert people(ctl)["fie"][3] == "active"
    clean(ctl)


@pytest.mark.parametrize("content, said", [
    (b"login,name,email\neva,S\xc3\xb8ren,eva@acme.example\nfie,S\xf8ren,f@acme.example\n", "line 3: text that isn't UTF-8, as other"),
    (b"login,name,email\neva,E\x01va,eva@acme.example\n", "line 2: text that isn't UTF-8, or holds control characters"),
    (b"login,name,email\neva,E\0va,eva@acme.example\n", "line 2: a NUL byte"),
    ("login,name,email\neva,Eva,eva@acme.example\n".encode("utf-16")[:-1] + b"\xd8", "line 2: the file can't be read any further, or isn't in the encoding"),
    (b'login,name,email\neva,"Eva,eva@acme.example\n', "line 2: a quote that is opened here is never closed"),
    (b"login,name,email\neva,%s,eva@acme.example\n" % (b"x" * 5000), "line 2: a field of more than 4096 bytes"),
    (b"login,name\neva,Eva\n", "line 1: there is no column called email"),
    (b"login,email\neva,eva@acme.example\n", "line 1: there is no column called name"),
    (b"name,email\nEva,eva@acme.example\n", "line 1: there is no column called login"),
    (b"login,name,email,telephone,age\n", "line 1: there is no column telephone; there is no column age; the first line"),
    (b"login,name,email,Log-in\n", "line 1: two columns are called login"),
    (b"login,name,email,Login\n", "line 1: two columns are called login"),
    (b"", "line 1: there is nothing in the file"),
])
def test_a_file_that_cannot_be_read_changes_nothing(ctl, give, content, said):  # noqa: F811
    before = people(ctl)
    _, told = give(content, status=1)
    assert "people.csv: " + said in told
    assert people(ctl) == before


def lines_of(separator, *rows):
    return "".join(separator.join(row) + "\r\n" for row in rows)


HEADING, EVA = ("login", "name", "email"), ("eva", "Eva Sørensen", "eva@acme.example")


@pytest.mark.parametrize("content, options, said", [
    ("sep=;\r\n" + lines_of(";", HEADING, EVA), (), []),
    ("\ufeffsep=,\n" + lines_of(",", HEADING, EVA), (), []),
    (lines_of("\t", HEADING, EVA), (), []),
    (lines_of(";", HEADING, EVA).replace("\r\n", "\r"), (), []),
    (lines_of(";", HEADING, EVA).encode("utf-16"), (), ["not in UTF-8: read as utf-16le"]),
    (lines_of("\t", HEADING, EVA).encode("utf-16-be"), (), ["not in UTF-8: read as utf-16be"]),
    (lines_of(";", HEADING, EVA).encode("utf-16"), ("--encoding", "utf-16"), []),
    (lines_of(";", HEADING, EVA).encode("cp1252"), (), ["not in UTF-8: read as windows-1252"]),
    (lines_of(";", HEADING, EVA).encode("cp1252"), ("--encoding", "Windows-1252"), []),
    (lines_of(";", HEADING + ("", ""), EVA + ("", " ")), (), []),
    (lines_of(";", HEADING + ("initials", "status", "roles"), EVA), (), []),
    (lines_of(";", HEADING, EVA, ("", "", ""), (" ", "\u00a0", ""), ("", "", "", "", "")), (), []),
    (lines_of(";", ("login", "first_name", "last name", "E-mail"), ("eva", " Eva ", "Sørensen ", "eva@acme.example")), (), []),
    (lines_of(";", ("Log-in", "Fornavn", "Efternavn", "E-mail", "Initialer"),
              ("eva", "Eva", "Sørensen", "eva@acme.example", "")), (), []),
    (lines_of(";", ("BRUGERNAVN", "Navn", "e-mail"), EVA), (), []),
    (lines_of(";", ("login", "Efternavn", "e-mail"), EVA), (), []),
    (lines_of(";", ("Medarbejder", "Hele navnet", "Post", "Telefon", "Status"), EVA + ("123", "")),
     ("--map", "medarbejder=login", "--map", "Hele navnet=name", "--map=Post=email", "--ignore-unknown"), []),
    (lines_of(";", ("login", "Name", "Navn", "email"), ("eva", "Acme A/S", "Eva Sørensen", "eva@acme.example")),
     ("--map", "Navn=name", "--ignore-unknown"), []),
])
def test_what_hr_systems_and_excel_write_is_read(ctl, give, content, options, said):  # noqa: F811
    lines, _ = give(content, *options)
    assert [line.split("; ")[0].strip() for line in lines[:len(said)]] == said
    assert re.match("[23]: created", lines[len(said)]) and ", 0 refused" in lines[len(said) + 1], lines
    assert people(ctl)["eva"][:3] == ["Eva Sørensen", "", "eva@acme.example"]
    clean(ctl)


@pytest.mark.parametrize("content, options, status, said", [
    (lines_of(";", ("login", "Navn", "email"), EVA), ("--map", "Nvan=name"), 1, "--map: the file has no column Nvan"),
    (lines_of(";", ("login", "Navn", "email"), EVA), ("--map", "Navn=nmae"), 1, "--map: there is no column to be filled that is called nmae"),
    (lines_of(";", ("login", "Navn", "email"), EVA), ("--map", "Navn"), 2, "--map Navn=name"),
    (lines_of(";", ("login", "A", "B", "email"), EVA), ("--map", "A=name", "--map", "B=name"), 1, "two columns are to be name"),
    (lines_of(";", HEADING + ("x",), EVA), (), 1, "--ignore-unknown leaves others out"),
    (lines_of(";", HEADING, EVA), ("--encoding", "ebcdic"), 2, "utf-8, utf-16"),
    (lines_of(";", HEADING, EVA), ("--encoding", "utf-16"), 1, "there is no column called login"),
    (lines_of(";", HEADING + ("",), EVA + ("x",)), (), 1, "1 of 1 lines were refused"),
])
def test_a_heading_that_is_not_understood_says_what_would_be(ctl, give, content, options, status, said):  # noqa: F811
    before = people(ctl)
    lines, told = give(content, *options, status=status)
    assert said in told, told
    assert people(ctl) == before


def test_a_number_of_the_files_own_finds_somebody_whose_log_in_has_changed(ctl, give):  # noqa: F811
    give(lines_of(";", HEADING + ("external",), EVA + ("4711",)))
    lines, _ = give(lines_of(";", HEADING + ("Medarbejdernummer",), ("eva-holm", "Eva Holm", "eva@acme.example", "4711"),
                             ("bo", "Bo", "bo@acme.example", "")))
    assert lines[0] == "2: changed"
    assert "eva" not in people(ctl) and people(ctl)["eva-holm"][0] == "Eva Holm"
    lines, _ = give(lines_of(";", ("external", "name", "email", "status"), ("4711", "Eva Holm", "eva@acme.example", "inactive")))
    assert lines[0] == "2: deactivated"
    clean(ctl)


def test_a_log_in_that_a_colleague_holds_stays_the_colleagues(ctl, give):  # noqa: F811
    give(lines_of(";", HEADING + ("external",), EVA + ("4711",)))
    # two that differ only in case, as an older database may hold them: the first has claimed it
    ctl.store.run("UPDATE employee SET login = 'BO' WHERE login = 'eva'", "DELETE FROM login_claim WHERE login_key = 'eva'")
    lines, _ = give(lines_of(";", HEADING + ("external",), EVA + ("4711",)))
    assert lines[0] == "2: changed"
    assert ctl.store.number("SELECT employee FROM login_claim WHERE login_key = 'bo'") == 2
    clean(ctl)


def test_every_line_that_is_wrong_is_named_whether_strict_or_not(ctl, give):  # noqa: F811
    text = lines_of(";", HEADING + ("roles",), *[("p%d" % i, "P", "nonsense" if i % 2 else "p@acme.example", "") for i in range(6)],
                    ("ole", "Ole", "o@acme.example", "ghost"), ("BO", "Bo", "b@acme.example", ""))
    for options in (("--strict",), ("--dry-run",), ("--strict", "--dry-run"), ()):
        lines, told = give(text, *options, status=1)
        assert [line.split(":")[0] for line in lines if "refused: " in line] == ["3", "5", "7", "8", "9"]
        assert "5 of 8 lines were refused" in told


def test_of_many_lines_that_are_wrong_a_thousand_are_named_and_the_rest_counted(ctl, give):  # noqa: F811
    lines, told = give(lines_of(";", HEADING, *[("p%d" % i, "P", "nonsense") for i in range(1005)]), "--strict", status=1)
    assert len([line for line in lines if "refused: email" in line]) == 1000
    assert lines[-1].endswith("refused: and 5 more") and "1005 of 1005 lines" in told


def test_a_whole_list_that_leaves_out_too_many_is_refused_with_those_it_lacks(ctl, give):  # noqa: F811
    give(lines_of(";", HEADING, *[("p%d" % i, "P", "p@acme.example") for i in range(9)]))
    few = lines_of(";", HEADING, ("p0", "P", "p@acme.example"))
    lines, told = give(few, "--whole", status=1)
    assert "not in the list: p8 (P)" in lines and "max-absent=10" in told
    assert people(ctl)["p8"][3] == "active"
    give(few, "--whole", "--max-absent", "10")
    assert people(ctl)["p8"][3] == "inactive"
    clean(ctl)


def test_strict_is_all_or_nothing(ctl, give):  # noqa: F811
    before = people(ctl)
    for wrong, said in (("gry,Gry,nonsense,", "4: refused: email"), ("gry,Gry,gry@acme.example,ghost", "there is no role ghost"),
                        ("eva,Eva,eva@acme.example,", "eva stands in line 2 already")):
        text = "login,name,email,roles\neva,Eva,eva@acme.example,\nfie,Fie,fie@acme.example,\n%s\n" % wrong
        lines, told = give(text, "--strict", status=1)
        assert len(lines) == 1 and said in lines[0] and "1 of 3 lines were refused: nothing was done" in told
        assert people(ctl) == before


def test_a_dry_run_tells_everything_and_changes_nothing(ctl, give):  # noqa: F811
    before = people(ctl)
    dry, _ = give(PEOPLE, "--dry-run")
    assert people(ctl) == before
    done, _ = give(PEOPLE)
    assert [line.replace("dry run, nothing was done: ", "") for line in dry] == done


def test_whoever_is_not_in_a_whole_list_is_deactivated(ctl, give):  # noqa: F811
    ctl.at(NOW, "employee", "add", "acme", "program", "--name", "Program", "--service")
    lines, _ = give(PEOPLE.replace(";admin", ";"), "--whole")
    assert "acme: not in the list: 1 deactivated, 2 left active (service log-ins, the last one with the right roles)" in lines
    now = people(ctl)
    assert [now[login][3] for login in ("anna", "tsø", "program", "eva")] == ["active", "inactive", "active", "active"]
    give("login,name,email\n", "--whole", status=1)
    clean(ctl)


def test_only_refused_lines_are_told_where_that_is_wanted(ctl, give):  # noqa: F811
    lines, _ = give(PEOPLE + "gry;Gry;nonsense;;;\n", "--quiet", status=1)
    assert [line.split(":")[0] for line in lines[:2]] == ["5", "acme"]


def high_water(pid):
    """Peak memory of a program in KiB, without that of the process which it was forked from; 0 when it has ended."""
    with open("/proc/%d/status" % pid) as f:
        found = re.search(r"VmHWM:\s+(\d+)", f.read())
    return int(found.group(1)) if found else 0


@pytest.mark.long
def test_a_hundred_thousand_lines_need_little_memory_and_show_a_bar_on_a_terminal(ctl, tmp_path):  # noqa: F811
    path = tmp_path / "many.csv"
    with open(path, "w") as f:
        f.write("login,name,email\n")
        f.writelines("p%d,Person %d,p%d@acme.example\n" % (i, i, i) for i in range(100000))
    ours, theirs = pty.openpty()
    with open(tmp_path / "said", "w+") as said:
        child = subprocess.Popen([program(), "--now", NOW, "import", "acme", path], env=ctl.environment, stdout=said,
                                 stderr=theirs)
        os.close(theirs)
        shown, peak = b"", 0
        try:
            while piece := os.read(ours, 4096):
                shown += piece
                peak = max(peak, high_water(child.pid))
        except OSError:   # Linux's word for: the other end is closed
            pass
        child.wait()
        said.seek(0)
        assert child.returncode == 0 and "acme: 100000 created" in said.read()
    assert b"import [" in shown and b"/100000" in shown, shown
    assert 0 < peak and (peak < 64 * 1024 or env.INSTRUMENTED)    # KiB
    clean(ctl)


@pytest.mark.database
def test_after_a_list_of_many_postgresql_knows_how_many_there_are(ctl, give):  # noqa: F811
    if ctl.store.kind != "pgsql":
        pytest.skip("the others count by themselves")
    counted = "SELECT reltuples FROM pg_class WHERE relname = '%s'"
    before = ctl.store.number(counted % "employee")
    give("login,name,email\n" + "".join("p%d,Person %d,p%d@acme.example\n" % (i, i, i) for i in range(999)), "--quiet")
    assert ctl.store.number(counted % "employee") == before
    give("login,name,email\n" + "".join("q%d,Person %d,q%d@acme.example\n" % (i, i, i) for i in range(1000)), "--quiet")
    assert ctl.store.number(counted % "employee") > 1999
    assert ctl.store.number(counted % "employee_search") > 1999


def test_employees_are_activated_protected_and_given_what_they_need(ctl):  # noqa: F811
    ctl.at(NOW, "quantity", "acme", "crm", "1")
    for words, said in (
            (("employee", "deactivate", "acme", "bo"), "acme: deactivate bo\n"),
            (("employee", "deactivate", "acme", "bo"), "acme: deactivate bo: unchanged, it was so already\n"),
            (("employee", "activate", "acme", "bo"), "acme: activate bo\n"),
            (("employee", "protect", "acme", "bo"), "acme: protect bo\n"),
            (("employee", "unprotect", "acme", "bo"), "acme: unprotect bo\n"),
            (("assign", "acme", "bo", "crm"), "acme: assign bo crm\n"),
            (("unassign", "acme", "bo", "crm"), "acme: unassign bo crm\n"),
            (("role", "grant", "acme", "readers", "my-account-view"), "acme: role readers now has my-account-view\n"),
            (("role", "revoke", "acme", "readers", "my-account-view"), "acme: role readers no longer has my-account-view\n")):
        assert ctl.at(NOW, *words) == said
    for words in (("employee", "activate", "acme", "nobody"), ("employee", "deactivate", "acme", "anna"),
                  ("assign", "acme", "bo", "standard"), ("role", "revoke", "acme", "admin", "roles")):
        ctl.at(NOW, *words, status=1)
    clean(ctl)
