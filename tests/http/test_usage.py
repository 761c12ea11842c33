"""/usage: the usage history."""
import csv
import datetime
import io

import pytest

import env
from env import NS

pytestmark = pytest.mark.database

COLUMNS = ["day", "product", "purchased", "used"]


def local_day(**ago):
    return (datetime.datetime.utcnow() - datetime.timedelta(**ago)).date().isoformat()


def table(answer):
    return list(csv.reader(io.StringIO(answer.text)))


def test_every_day_is_listed_by_xml_and_csv_alike(anna):
    anna.change("standard", 27)
    rows = table(anna.get("/usage.csv?product=standard"))
    assert rows[0] == COLUMNS
    days = [row[0] for row in rows[1:]]
    assert days == sorted(set(days))
    assert rows[-1][1:3] == ["standard", "27"]
    listed = anna.xml("/usage.xml?product=standard").findall("l:day", NS)
    assert [[row.get(name) for name in ("date", "product", "purchased", "used")] for row in listed] == rows[1:]


def test_a_range_ends_and_begins_where_it_is_asked_to(anna):
    today = local_day()
    rows = table(anna.get("/usage.csv?from=%s&to=%s" % (today, today)))
    assert {row[0] for row in rows[1:]} <= {today}
    assert table(anna.get("/usage.csv?from=2001-01-01&to=2001-12-31")) == [COLUMNS]


def test_filters_that_make_no_sense_are_refused_with_a_sentence(anna):
    for query in ("product=no-such-thing", "product=%3F", "from=2026-02-30", "to=soon", "after=-1",
                  "from=2026-02-02&to=2026-02-01", "from=2999-01-01", "product=crm&product=crm"):
        for path in ("/usage", "/usage.xml", "/usage.csv"):
            assert anna.raw(path + "?" + query).status == 400, (path, query)
    problem = anna.get("/usage.xml?from=2026-02-02&to=2026-02-01")
    assert "from 2026-02-02 is after to 2026-02-01" in problem.text


def test_the_page_draws_a_chart_and_says_in_words_what_it_shows(anna):
    page = anna.page("/usage")
    charts = page.xpath("//svg[@role='img']")
    assert charts
    for chart in charts:
        names = chart.get("aria-labelledby").split()
        assert len(names) == 2
        for name in names:
            assert page.xpath("//*[@id='%s']" % name)[0].text_content().strip()
    assert page.xpath("//table//time[@datetime]")
    assert page.xpath("//nav//a[@href='/licences/usage'][@aria-current='page']")


def test_the_overview_leads_to_each_products_history(anna):
    links = anna.page("/").xpath("//a[@class='spark-link']/@href")
    assert "/licences/usage?product=standard" in links
    assert anna.get("/usage?product=standard").status_code == 200


def test_who_may_only_look_sees_it_and_who_may_not_does_not(account):
    assert account.visitor("bo").get("/usage").status_code == 200
    assert account.visitor("dan").get("/usage").status_code == 403


def test_a_days_highest_includes_what_it_began_with_and_later_days_carry_on_what_it_ended_with(portal):
    days = [local_day(days=n) for n in (6, 5, 4, 3)]
    key = "daily"
    lines = ["--now %sT08:00:00Z account add %s --name Daily --currency DKK --locale da-DK --timezone UTC --months 1 "
             "--anchor %s --vat 25 --billing billing@daily.example" % (days[0], key, days[0]),
             "--now %sT08:01:00Z quantity %s standard 9" % (days[0], key)]
    for who in ("ada", "ib", "kaj"):
        lines.append("--now %sT08:02:00Z employee add %s daily-%s --name %s --initials X --email %s@daily.example" % (
            days[0], key, who, who, who))
    # two leave on the third day, which began with three; nothing happens on the second and fourth
    lines += ["--now %sT12:00:00Z employee deactivate %s daily-%s" % (days[2], key, who) for who in ("ada", "ib")]
    portal.batch(lines)
    today = local_day()
    rows = list(csv.reader(io.StringIO(portal.ctl("export", key, "usage").stdout)))
    assert rows[0] == COLUMNS
    standard = [[row[0], row[2], row[3]] for row in rows if row[1] == "standard"]
    assert standard[:4] == [[days[0], "9", "3"], [days[1], "9", "3"], [days[2], "9", "3"], [days[3], "9", "1"]]
    assert standard[-1][1:] == ["9", "1"] and today <= standard[-1][0] <= local_day()
