"""What is to come, and the forecast: what it says is what then happens (product.md, Plans)."""
import datetime
import random
import subprocess
import zoneinfo

import pytest
from lxml import etree

from env import CTL, NS, instant, text_of

pytestmark = pytest.mark.database

ZONE = zoneinfo.ZoneInfo("Europe/Copenhagen")


def today():
    return datetime.datetime.now(ZONE).date()


def ahead(days):
    return (today() + datetime.timedelta(days=days)).isoformat()


def end_of(day):
    """The last second of a local day, in UTC."""
    midnight = datetime.datetime.combine(datetime.date.fromisoformat(day) + datetime.timedelta(days=1), datetime.time(), ZONE)
    return (midnight - datetime.timedelta(seconds=1)).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def plan(account, *words):
    return account.ctl("plan", account.key, *words)


def attempt(account, *words):
    """What may be refused, as random wishes are."""
    subprocess.run([CTL, "--database", account.portal.ctl_database, *words], capture_output=True, check=False, timeout=120)


def days_of(root):
    return [(day.get("date"), day.get("product"), int(day.get("purchased")), int(day.get("used")))
            for day in root.findall("l:day", NS)]


def shown_at(account, at):
    root = etree.fromstring(account.ctl("show", account.key, now=at).stdout.encode())
    return {row.get("key"): (int(row.get("purchased")), int(row.get("used"))) for row in root.findall("l:product", NS)}


@pytest.fixture
def full(portal):
    """Ten licences, and seven who use one; two more are inactive."""
    return portal.make_account(licences=10, people=4, extra=[
        "employee add {key} later-{key} --name 'Liva Later' --initials LL --email later@{key}.example --inactive",
        "employee add {key} next-{key} --name 'Nis Next' --initials NN --email next@{key}.example --inactive"])


def test_the_days_to_come_are_told_to_programs_and_the_first_shortage_with_them(full):
    account, partner = full, full.visitor("partner")
    account.ctl("quantity", account.key, "standard", "7")
    plan(account, "start", account.login("later"), ahead(2))
    root = partner.xml("/plans.xml")
    end = root.find("l:forecast", NS).get("end")
    first = days_of(root)[0]
    assert first[:2] == (ahead(2), "standard") and first[3] == 8
    shortage = root.find("l:forecast/l:shortage", NS)
    renewed = account.show().find("l:period", NS).get("end")
    assert shortage.get("product") == "standard"
    assert shortage.get("date") == max(renewed, ahead(2)) and shortage.get("missing") == "1"
    assert shortage.get("quantity") == "8"
    assert all(day[0] <= end for day in days_of(root))
    only = partner.xml("/plans.xml?from=%s&to=%s" % (ahead(2), ahead(2)))
    assert {day[0] for day in days_of(only)} == {ahead(2)}


def test_the_overview_shows_what_is_to_come_with_cost_and_cancels_it_in_one_step(full):
    account, anna = full, full.visitor("anna")
    plan(account, "start", account.login("later"), ahead(3))
    plan(account, "buy", "standard", "15", ahead(4))
    account.ctl("quantity", account.key, "crm", "3")
    account.ctl("quantity", account.key, "crm", "2")
    page = anna.page("/")
    rows = [text_of(row) for row in page.xpath("//table[contains(@class, 'coming')]/tbody/tr")]
    assert [any(word in row for row in rows) for word in ("Liva Later", "15", "TimeLog CRM")] == [True] * 3
    dates = page.xpath("//table[contains(@class, 'coming')]//time/@datetime")
    assert dates == sorted(dates) and ahead(3) in dates
    assert any("15" in row and "DKK" in row for row in rows)
    form = page.xpath("//form[.//table[contains(@class, 'coming')]]")[0]
    token = form.xpath("./input[@name='token']/@value")[0]
    for button in form.xpath(".//button"):
        assert text_of(button) and button.get("aria-label")
        where = button.get("formaction") or form.get("action")
        answer = anna.post(where[len("/licences"):], data={"token": token, button.get("name"): button.get("value")})
        assert answer.status_code == 303, answer.text
    assert account.product("crm")[:2] == (3, 3)
    assert not account.visitor("partner").xml("/plans.xml").findall("l:plan", NS)


def test_cancelling_a_scale_down_keeps_what_is_purchased_by_then(full):
    account, anna = full, full.visitor("anna")
    anna.change("standard", 8)
    page = anna.page("/")
    assert page.xpath("//button[@value='keep']")
    anna.change("standard", 12)
    token = page.xpath("//form[.//table]/input[@name='token']/@value")[0]
    assert anna.post("/products/standard", data={"token": token, "action": "keep"}).status_code == 303
    assert account.product("standard")[:2] == (12, 12)


def test_a_shortage_ahead_is_amber_and_leads_to_a_preview_of_that_day(full):
    account, anna = full, full.visitor("anna")
    account.ctl("quantity", account.key, "crm", "1")
    account.ctl("assign", account.key, account.login("p0"), "crm")
    plan(account, "start", account.login("later"), ahead(1))
    plan(account, "start", account.login("next"), ahead(1))
    for n in range(2):
        account.ctl("employee", "add", account.key, account.login("x%d" % n), "--name", "X", "--initials", "X", "--email",
                    "x%d@%s.example" % (n, account.key))
    page = anna.page("/")
    notice = page.xpath("//section[@aria-labelledby='forecast']//div[contains(@class, 'warn')]")[0]
    assert "Standard licence" in text_of(notice)
    form = notice.xpath(".//form")[0]
    data = dict(zip(form.xpath(".//input/@name"), form.xpath(".//input/@value")))
    assert (data["date"], data["quantity"]) == (ahead(1), "11")
    answer = anna.post("/plans", data=data)
    preview = anna.page(answer.headers["Location"][len("/licences"):])
    assert "249" in text_of(preview) or "DKK" in text_of(preview)


def test_whoever_loses_two_add_on_licences_is_told_of_with_both(full):
    at, key = "--now %s " % instant(hours=1), full.key
    full.portal.batch([at + "quantity %s %s 1" % (key, product) for product in ("crm", "outlook")] +
                      [at + "assign %s %s %s" % (key, full.login(who), product) for who in ("p0", "p1") for product in ("crm", "outlook")])
    root = full.visitor("partner").xml("/plans.xml")
    assert [(day[1], day[3]) for day in days_of(root) if day[0] == days_of(root)[0][0]] == [("crm", 1), ("outlook", 1)]
    assert {shown_at(full, end_of(days_of(root)[0][0]))[product][1] for product in ("crm", "outlook")} == {1}


def test_whoever_only_sees_has_nothing_to_cancel_there(full):
    plan(full, "start", full.login("later"), ahead(3))
    page = full.visitor("bo").page("/")
    assert page.xpath("//table[contains(@class, 'coming')]") and not page.xpath("//table[contains(@class, 'coming')]//button")


def random_future(account, random):
    people = ["anna", "bo", "dan"] + ["p%d" % n for n in range(4)]
    for product in ("standard", "crm", "outlook"):
        if random.random() < 0.4:
            account.ctl("policy", account.key, product, random.choice(["grace", "block", "buy"]))
    for product in ("crm", "outlook"):
        account.ctl("quantity", account.key, product, str(random.randint(1, 3)))
        for name in random.sample(people, 2):
            attempt(account, "assign", account.key, account.login(name), product)
    if random.random() < 0.6:
        account.ctl("quantity", account.key, "standard", str(random.randint(4, 8)))
    for _ in range(7):
        day, what = ahead(random.randint(1, 45)), random.random()
        if what < 0.4:
            plan_it = ("start", account.login(random.choice(["later", "next"] + people)), day)
        elif what < 0.7:
            plan_it = ("leave", account.login(random.choice(people + ["later"])), day)
        else:
            plan_it = ("buy", random.choice(["standard", "crm"]), str(random.randint(3, 14)), day)
        attempt(account, "plan", account.key, *plan_it)


@pytest.mark.parametrize("seed", range(6))
def test_with_real_rows_the_forecast_is_what_a_rehearsal_of_its_days_comes_to(full, seed):
    random_future(full, random.Random(seed))
    root = full.visitor("partner").xml("/plans.xml")
    forecast, told = root.find("l:forecast", NS), days_of(root)
    assert forecast.get("until") == forecast.get("end")
    expected = shown_at(full, instant(hours=0))
    for day in sorted({day[0] for day in told} | {forecast.get("until")}):
        expected.update({row[1]: row[2:] for row in told if row[0] == day})
        assert shown_at(full, end_of(day)) == expected, (seed, day)
