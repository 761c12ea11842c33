"""licencesctl from outside: commands, options, exit statuses, batches, and what --now does and doesn't."""
import csv
import io
import os
import pathlib
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

import databases

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LICENCES_BUILD", ROOT / "build"))
STAGE = pathlib.Path(os.environ.get("LICENCES_STAGE", BUILD / "stage"))
NAMESPACE = {"l": "urn:mod-licences:1"}
NOW = "2026-11-10T09:00:00Z"

WORLD = """
product add standard --kind user --name "Standard licence"
product add central --kind bundled --name 'Business Central'
product add crm --kind addon --name CRM          # an add-on module
product add link --kind integration --name Link
price set standard DKK 30000 --from 2026-01-01
price set central DKK 6000 --from 2026-01-01
price set crm DKK 9000 --from 2026-01-01
price set link DKK 60000 --from 2026-01-01

account add acme --name "Acme A/S" --currency DKK --locale da-DK --timezone Europe/Copenhagen --months 1 \
--anchor 2026-11-01 --vat 25 --billing billing@acme.example
role grant acme admin my-account
role grant acme admin roles
quantity acme standard 3
employee add acme anna --name "Anna Lund" --initials AL --email anna@acme.example --role admin
employee add acme bo --name "Bo O'Hara" --initials BO --email bo@acme.example
employee add acme tsø --name =SUM(1) --email tso@acme.example
"""


def program():
    for path in (STAGE / "usr/bin/licencesctl", BUILD / "licencesctl"):
        if path.exists():
            return path
    pytest.fail("licencesctl is not built")


def stylesheets():
    staged = STAGE / "usr/share/licences/xslt"
    return staged if staged.exists() else ROOT / "xslt"


class Ctl:
    def __init__(self, database, store=None):
        self.database = database
        self.store = store or databases.Database(*database.partition(":")[::2])
        self.environment = dict(os.environ, LICENCES_DATABASE=database, LICENCES_STYLESHEETS=str(stylesheets()))

    def run(self, *words, status=0, text=None):
        done = subprocess.run([program(), *words], env=self.environment, input=text, capture_output=True, text=True,
                              encoding="utf-8", timeout=120)
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert bool(done.stderr) == (status in (2, 3) or (status == 1 and "breach" not in done.stdout)), done.stderr
        return done.stderr if status else done.stdout

    def at(self, instant, *words, status=0):
        return self.run("--now", instant, *words, status=status)

    def show(self, instant=NOW):
        return ElementTree.fromstring(self.at(instant, "show", "acme"))

    def product(self, key, instant=NOW):
        return self.show(instant).find(f"l:product[@key='{key}']", NAMESPACE).attrib

    def table(self, name, *options, instant=NOW):
        return list(csv.reader(io.StringIO(self.at(instant, "export", "acme", name, *options))))


@pytest.fixture
def empty(request, tmp_path):
    if databases.KIND == "sqlite3":
        return Ctl(f"sqlite3:{tmp_path}/licences.db")
    server = databases.Server.of(databases.KIND)
    assert not server.missing, server.missing
    store = server.database()
    request.addfinalizer(lambda: server.drop(store))
    return Ctl(f"{store.kind}:{store.params}", store)


@pytest.fixture
def ctl(empty):
    empty.run("init")
    empty.run("--now", NOW, "batch", "-", text=WORLD)
    return empty


# --- words, options, exit statuses ------------------------------------------------------------------


def test_help_is_there_for_every_command(empty):
    overview = empty.run("help")
    names = [line.strip() for line in overview.splitlines() if line.startswith("  ") and not line.startswith("   ")]
    commands = [name for name in names if not name.startswith("--")]
    assert len(commands) >= 20
    for line in commands:
        words = [word for word in line.split() if word.islower() and not set(word) & set("|[]-")]
        assert empty.run(*words, "--help").startswith("usage: licencesctl " + " ".join(words))
        assert empty.run("help", *words).startswith("usage: licencesctl " + " ".join(words))


@pytest.mark.parametrize("words, told", [
    ([], "which command"),
    (["--nonsense"], "there is no option --nonsense"),
    (["frobnicate"], "no command frobnicate"),
    (["account"], "account add, account list, account show, account set, account close"),
    (["account", "add"], "something is missing"),
    (["account", "add", "acme", "--currrency", "DKK"], "--currency"),
    (["account", "add", "acme", "--name", "Acme"], "--currency CODE is missing"),
    (["quantity", "acme", "standard", "5", "6"], "6 is too much"),
    (["quantity", "--name", "acme", "standard", "5"], "there are: --order-number --database --now"),
    (["sweep", "--now"], "--now needs a value"),
    (["sweep", "--mail"], "which mail server? Say --smtp"),
    (["sweep", "--now", "yesterday"], "like 2026-11-24T10:00:00Z"),
    (["show", "-x", "acme"], "no option -x"),
    (["product", "add", "x", "--kind", "thing", "--name", "X"], "user, bundled, addon, integration"),
    (["price", "set", "standard", "DKK", "249.00"], "249.00 is not a whole number"),
    (["price", "set", "standard", "DKK", "1", "--from", "2026-02-30"], "2026-02-30 is no date"),
    (["role", "grant", "acme", "admin", "everything"], "my-account, my-account-view, partner, partner-csv, roles"),
    (["export", "acme", "everything"], "no list everything"),
    (["set", "colour", "red"], "no setting colour"),
    (["price", "set", "standard", "DKR", "1"], "DKK is"),
    (["quantity", "acme", "standard", "5", "--ordernumber", "5"], "no option --ordernumber"),
    (["employee", "anonymise", "acme", "bo", "--yes=1"], "--yes takes no value"),
    (["employee", "add", "acme", "x", "--name", "X", "--email", "x@acme.example", "--role", "An admin"],
     "An admin is no key of a-z, 0-9 and -"),
    (["employee", "list", "acme", "--status", "gone"], "gone is none of active, inactive, marked"),
    (["export", "acme", "employees", "--format", "ubl", "."], "--format ubl goes with invoices"),
    (["export", "acme", "invoices", "--format", "ubl"], "licencesctl export ACCOUNT invoices --format ubl"),
    (["export", "acme", "invoices", "--format", "json"], "json is none of csv, xml and ubl"),
    (["export", "acme", "employees", "--from", "2026-01-01"], "a range and a directory go with --format ubl"),
    (["import", "acme", "/nowhere.csv"], "/nowhere.csv can't be read"),
    (["import", "acme", "/"], "/ is no file: it is read more than once"),
    (["archive", "read", "/nowhere.xml"], "/nowhere.xml can't be read"),
])
def test_wrong_usage_is_told_with_what_would_be_right(ctl, words, told):
    assert told in ctl.run(*words, status=2)


def test_the_version_is_told_and_help_by_its_letter(empty):
    assert empty.run("--version").startswith("licencesctl ")
    assert empty.run("sweep", "-h") == empty.run("sweep", "--help")


def test_options_may_stand_anywhere(ctl):
    assert "bought" in ctl.run("quantity", "--now", NOW, "acme", "standard", f"--database={ctl.database}", "4")
    assert "unchanged" in ctl.run("quantity", "acme", "standard", "4", "--now=" + NOW)


def test_a_database_that_is_not_there_is_status_3(tmp_path):
    missing = Ctl(f"sqlite3:{tmp_path}/missing.db")
    assert "init makes one" in missing.run("audit", status=3)
    assert not (tmp_path / "missing.db").exists()
    Ctl("pgsql:host=/nowhere dbname=nothing").run("audit", status=3)
    assert "DRIVER:PARAMS" in Ctl("nonsense").run("audit", status=2)


def test_an_empty_database_needs_init(empty):
    if empty.store.kind != "sqlite3":       # whose file isn't there yet
        empty.run("audit", status=3)
    assert "version" in empty.run("init")
    assert "audit: 0 accounts, 0 breaches" in empty.run("audit")


def test_init_and_upgrade_are_safe_to_repeat(ctl):
    before = ctl.at(NOW, "show", "acme")
    ctl.run("init")
    assert "already" in ctl.run("upgrade")
    assert ctl.at(NOW, "show", "acme") == before


def test_names_are_put_in_order_anew_after_an_upgrade_of_the_collation(ctl):
    ctl.store.run("UPDATE setting SET value = 'before' WHERE name = 'collation'", "UPDATE employee SET name_key = 'x'")
    ctl.run("upgrade")
    assert ctl.store.number("SELECT COUNT(DISTINCT name_key) FROM employee") == 3
    assert ctl.store.number("SELECT COUNT(*) FROM setting WHERE value = 'before'") == 0


# --- what commands do -------------------------------------------------------------------------------


def test_quantity_says_what_happened_in_plain_words(ctl):
    assert "invoice ACME-2026-0002 over 525.00 DKK (420.00 DKK and 105.00 DKK VAT)" in \
        ctl.at(NOW, "quantity", "acme", "standard", "5")
    assert "scaled down: 2 of standard from the next period" in ctl.at(NOW, "quantity", "acme", "standard", "2")
    assert "kept: 5" in ctl.at(NOW, "quantity", "acme", "standard", "5")
    ctl.at(NOW, "quantity", "acme", "standard", "4")
    bought = ctl.at(NOW, "quantity", "acme", "standard", "6")
    assert "the change to 4 that was scheduled is gone" in bought
    assert "quantity acme standard 4" in bought
    assert (ctl.product("standard")["purchased"], ctl.product("standard")["next"]) == ("6", "6")


@pytest.mark.parametrize("product, total, told", [
    ("standard", "0", "at least 1 licence"),
    ("standard", "-3", "at least 1 licence"),
    ("standard", "1e3", "not a whole number"),
    ("standard", "1.000", "not a whole number"),
    ("standard", "1000001", "1000000"),
    ("central", "2", "follows the user licence"),
    ("link", "2", "flat fee"),
    ("nothing", "1", "no product nothing"),
])
def test_what_the_rule_book_refuses_is_status_1(ctl, product, total, told):
    before = ctl.at(NOW, "show", "acme")
    assert told in ctl.at(NOW, "quantity", "acme", product, total, status=1)
    assert ctl.at(NOW, "show", "acme") == before


def test_support_switches_bundled_products_and_fees(ctl):
    ctl.at(NOW, "quantity", "acme", "central", "1")
    ctl.at(NOW, "quantity", "acme", "link", "1")
    assert ctl.product("central")["purchased"] == "3"
    ctl.at(NOW, "quantity", "acme", "standard", "5")
    assert ctl.product("central")["purchased"] == "5"
    ctl.at(NOW, "quantity", "acme", "link", "0")
    assert ctl.product("link", "2026-12-01T00:00:00Z")["purchased"] == "0"
    ctl.run("--now", NOW, "audit")


def test_employees_are_added_and_beyond_what_is_purchased_marked(ctl):
    said = ctl.at(NOW, "employee", "add", "acme", "eva", "--name", "Eva", "--email", "eva@acme.example")
    assert "employee 4 (eva) added" in said and "marked until 2026-11-17T09:00:00Z" in said
    assert "taken" in ctl.at(NOW, "employee", "add", "acme", "eva", "--name", "E", "--email", "e@x.example", status=1)
    ctl.at(NOW, "employee", "protect", "acme", "eva")
    assert [row[1] for row in ctl.table("employees")[1:] if row[8]] == ["tsø"]
    ctl.at(NOW, "employee", "deactivate", "acme", "tsø")
    assert "unchanged" in ctl.at(NOW, "employee", "deactivate", "acme", "tsø")
    assert "locked out" in ctl.at(NOW, "employee", "deactivate", "acme", "anna", status=1)
    assert "ghost" in ctl.at(NOW, "employee", "activate", "acme", "ghost", status=1)
    ctl.at(NOW, "audit")


def test_add_on_licences_are_given_and_taken_back(ctl):
    ctl.at(NOW, "quantity", "acme", "crm", "1")
    ctl.at(NOW, "assign", "acme", "anna", "crm")
    assert "marked until" in ctl.at(NOW, "assign", "acme", "bo", "crm")
    assert [row[1] for row in ctl.table("modules")[1:]] == ["anna", "bo"]
    ctl.at(NOW, "unassign", "acme", "anna", "crm")
    assert ctl.table("modules")[1][8] == ""
    assert "no add-on module standard" in ctl.at(NOW, "assign", "acme", "bo", "standard", status=1)


def test_an_account_closes_and_reopens(ctl):
    ctl.at(NOW, "account", "close", "acme")
    assert "reopened" in ctl.at(NOW, "quantity", "acme", "standard", "5", status=1)
    assert ctl.show("2026-12-01T00:00:00Z").get("state") == "closed"
    ctl.at("2026-12-20T09:00:00Z", "account", "reopen", "acme")
    period = ctl.show("2026-12-20T09:00:00Z").find("l:period", NAMESPACE)
    assert period.get("start") == "2026-12-20"
    ctl.at("2026-12-20T09:00:00Z", "audit")


def test_the_grace_period_is_set_for_all(ctl):
    ctl.run("set", "grace-period", "12h")
    said = ctl.at(NOW, "employee", "add", "acme", "eva", "--name", "Eva", "--email", "eva@acme.example")
    assert "marked until 2026-11-10T21:00:00Z" in said
    assert "like 7d" in ctl.run("set", "grace-period", "week", status=2)


# --- --now ------------------------------------------------------------------------------------------


def test_show_export_and_audit_answer_as_of_then_and_change_nothing(ctl):
    ctl.at(NOW, "quantity", "acme", "standard", "1")
    before = ctl.at(NOW, "show", "acme")
    future = "2027-02-10T00:00:00Z"
    assert ctl.product("standard", future)["used"] == "1"
    assert ctl.table("invoices", instant=future)[1][0] == "ACME-2027-0002"
    assert "1 account, 0 breaches" in ctl.at(future, "audit")
    assert ctl.at(NOW, "show", "acme") == before


def test_an_instant_before_the_accounts_last_is_refused(ctl):
    for words in (["show", "acme"], ["export", "acme", "log"], ["audit", "acme"], ["quantity", "acme", "standard", "9"]):
        assert NOW in ctl.at("2026-11-10T08:59:59Z", *words, status=1)


def test_a_sweep_does_what_is_due(ctl):
    assert "0 accounts" in ctl.at(NOW, "sweep")
    assert "1 account brought up to date" in ctl.at("2026-12-01T00:00:00Z", "sweep")
    assert ctl.table("invoices", instant="2026-12-01T00:00:00Z")[1][2] == "renewal"


def test_a_breach_is_named_and_status_1(ctl):
    assert "0 breaches" in ctl.at(NOW, "audit")
    told = subprocess.run([program(), "--now", "2026-11-10T10:00:00Z", "audit", "acme"], env=ctl.environment)
    assert told.returncode == 0
    ctl.store.run("UPDATE position SET used = 7 WHERE product = 1")
    for words in (["audit"], ["--now", NOW, "audit"], ["audit", "acme"]):
        done = subprocess.run([program(), *words], env=ctl.environment, capture_output=True, text=True)
        assert done.returncode == 1
        assert "acme: 3-used-of-user-licence: standard: " in done.stdout
    batch = subprocess.run([program(), "batch", "-"], env=ctl.environment, input="audit\nproduct list\n", capture_output=True, text=True)
    assert batch.returncode == 1 and "standard input:1: see above" in batch.stderr and "3-used" in batch.stdout, batch
    assert "Standard licence" not in batch.stdout


def test_accounts_that_lack_what_invoices_need_are_noted_and_counted_no_further_than_one_reads(ctl):
    add = "account add b%02d --name B --currency DKK --locale da-DK --timezone UTC --months 1 --anchor 2026-11-01 --vat 25 --billing b@b.example\n"
    ctl.run("--now", NOW, "batch", "-", text="seller set --name 'Portal ApS'\n" + "".join(add % i for i in range(19)))
    notes = [line for line in ctl.run("audit").splitlines() if line.startswith("note: ")]
    assert "note: acme lacks what electronic invoices need: country" in notes and "note: and more accounts" not in notes
    ctl.run("--now", NOW, "batch", "-", text=add % 99)
    more = [line for line in ctl.run("audit").splitlines() if line.startswith("note: ")]
    assert more == notes + ["note: and more accounts"]


# --- lists ------------------------------------------------------------------------------------------


def test_exports_come_in_both_formats(ctl):
    for name, root in (("overview", "licences"), ("modules", "assignments"), ("employees", "employees"), ("log", "log"),
                       ("invoices", "invoices")):
        tree = ElementTree.fromstring(ctl.at(NOW, "export", "acme", name, "--format", "xml"))
        assert tree.tag == "{urn:mod-licences:1}" + root
        assert len({len(row) for row in ctl.table(name)}) == 1
    assert ctl.table("employees")[1][2] == "'=SUM(1)"
    sheet = ctl.at(NOW, "export", "acme", "overview", "--for", "spreadsheet")
    assert sheet.startswith("\ufeffkey;name;") and ";300,00;" in sheet
    assert "goes with CSV" in ctl.at(NOW, "export", "acme", "log", "--format", "xml", "--for", "spreadsheet", status=2)


# --- batches ----------------------------------------------------------------------------------------


def test_a_batch_stops_at_its_first_failure_and_tells_where(ctl, tmp_path):
    file = tmp_path / "orders"
    file.write_text(f"# first\n--now {NOW} quantity acme standard 4\n\nquantity --now {NOW} acme standard 0\n"
                    f"--now {NOW} quantity acme standard 9\n")
    assert f"{file}:4: at least 1 licence" in ctl.run("batch", str(file), status=1)
    assert ctl.product("standard")["purchased"] == "4"
    file.write_text("quantity acme 'standard 4\n")
    assert f"{file}:1: a quotation" in ctl.run("batch", str(file), status=2)
    file.write_text("product list\naudit %s\n" % ("x" * 5000))
    assert f"{file}:2: a line that can't be read, or of more than 4094 bytes" in ctl.run("batch", str(file), status=2)
    file.write_text("sweep --database sqlite3:other\n")
    assert f"{file}:1: --database" in ctl.run("batch", str(file), status=2)
    file.write_text(f"batch {file}\n")
    ctl.run("batch", str(file), status=2)
    ctl.run("batch", str(tmp_path / "missing"), status=2)


def test_a_batch_takes_names_as_a_shell_would(ctl):
    assert [row[2] for row in ctl.table("employees")[1:]] == ["'=SUM(1)", "Anna Lund", "Bo O'Hara"]
    ctl.run("batch", "-", text=r"""product set crm --name "A \"big\" "customer\'s\ 'back\slash'""" + "\n")
    assert 'A "big" customer\'s back\\slash' in ctl.run("product", "list", "--format", "table")


# --- many at once -----------------------------------------------------------------------------------


def test_many_programs_at_once_lose_nothing(ctl):
    ctl.at(NOW, "quantity", "acme", "standard", "50")
    text = "".join(f"--now {NOW} employee add acme {{0}}-{i} --name Worker --email w@acme.example\n" for i in range(5))
    running = []
    for worker in range(6):
        child = subprocess.Popen([program(), "batch", "-"], env=ctl.environment, stdin=subprocess.PIPE, text=True,
                                 stdout=subprocess.DEVNULL)
        child.stdin.write(text.replace("{0}", f"w{worker}"))
        child.stdin.close()
        running.append(child)
    assert [child.wait(timeout=120) for child in running] == [0] * 6
    assert sorted(int(row[0]) for row in ctl.table("employees")[1:]) == list(range(1, 34))
    assert "0 breaches" in ctl.at(NOW, "audit")
