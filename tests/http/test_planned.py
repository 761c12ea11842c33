"""Plans: who starts and leaves and what is bought on a day, shown, cancelled, and carried out as of its own day
(product.md, Plans)."""
import datetime

import pytest

import env
import tokens
from env import NS, as_page, problem_of, text_of

pytestmark = pytest.mark.database


TODAY = datetime.datetime.now(datetime.timezone.utc).date()     # for as long as the tests take, also over midnight


def day(ahead):
    """A local date so many days ahead; the tests' accounts are in Copenhagen, where it may be a day later than here."""
    return str(TODAY + datetime.timedelta(days=ahead))


def later(ahead):
    return day(ahead) + "T12:00:00Z"


def catch_up(account, ahead):
    """What is due by then is done, of this account alone: the portal is other tests', too."""
    account.ctl("plan", account.key, "cancel", "999999", now=later(ahead), status=1)


def send(anna, suffix="", **fields):
    account = anna.portal.planned
    token = {} if "confirm" in fields else {"token": tokens.form(anna.portal, account.key, account.login("anna"))}
    return anna.post("/plans" + suffix, data={**token, **fields})


def plans(account):
    return [[row.get(name) for name in ("kind", "on", "login", "product", "quantity")]
            for row in account.export("plans").findall("l:plan", NS)]


def entries(account, *actions):
    return [entry for entry in account.export("log").findall("l:entry", NS) if entry.get("action") in actions]


def statuses(account):
    return {row.get("login").split("-")[0]: row.get("status")
            for row in account.export("employees").findall("l:employee", NS)}


@pytest.fixture
def full(portal):
    """Three licences, all in use; eva and ida are to start."""
    account = portal.planned = portal.make_account(licences=3)
    for name in ("eva", "ida"):
        account.ctl("employee", "add", account.key, account.login(name), "--name", name, "--initials", "X", "--email",
                    name + "@example.com", "--inactive")
    return account


@pytest.fixture
def anna(full):
    return full.visitor("anna")


def number(account, name):
    return next(row.get("id") for row in account.export("employees").findall("l:employee", NS)
                if row.get("login") == account.login(name))


def test_who_starts_and_leaves_is_planned_shown_and_logged(anna, full):
    answer = send(anna, kind="start", employee=number(full, "eva"), date=day(9))
    assert answer.status_code == 303
    page = anna.page(answer.headers["Location"][len("/licences"):])
    assert "eva" in text_of(page.xpath("//*[@role='status']")[0])
    send(anna, kind="leave", login=full.login("bo"), date=day(8))
    assert plans(full) == [["leave", day(8), full.login("bo"), None, None], ["start", day(9), full.login("eva"), None, None]]
    root = anna.xml("/plans.xml")
    assert [row.get("by") for row in root.findall("l:plan", NS)] == [full.login("anna")] * 2
    rows = anna.get("/plans.csv").text.splitlines()
    assert rows[0] == "id,kind,on,login,product,quantity,planned_by" and len(rows) == 3
    assert len(anna.xml("/plans.xml?from=%s" % day(9)).findall("l:plan", NS)) == 1
    assert len(anna.xml("/plans.xml?to=%s" % day(8)).findall("l:plan", NS)) == 1
    assert anna.xml("/employees/%s.xml" % number(full, "eva")).get("starts") == day(9)
    planned, = entries(full, "planned")[:1]
    assert [planned.get(name) for name in ("actor", "old", "new")] == [full.login("anna"), "", day(9)]


def test_a_new_plan_replaces_the_old_one_and_the_old_number_cancels_nothing(anna, full):
    eva = number(full, "eva")
    send(anna, kind="start", employee=eva, date=day(9))
    old = anna.xml("/plans.xml").find("l:plan", NS).get("id")
    send(anna, kind="start", employee=eva, date=day(20))
    assert [row[1] for row in plans(full)] == [day(20)]
    assert [entry.get("old") for entry in entries(full, "planned")] == ["", day(9)]
    assert problem_of(send(anna, ".xml", cancel=old)).type == "plan-unknown"
    page = anna.page("/plans")
    answer = send(anna, cancel=page.xpath("//input[@name='cancel']/@value")[0])
    assert answer.status_code == 303
    assert "eva" in text_of(anna.page(answer.headers["Location"][len("/licences"):]).xpath("//*[@role='status']")[0])
    assert plans(full) == [] and len(entries(full, "plan-cancelled")) == 1


@pytest.mark.parametrize("date, status, word", [
    (day(-1), 422, "plan-day"), (day(403), 422, "plan-day"), ("2027-02-30", 400, "field-invalid"),
    ("٢٠٢٧-٠١-٠١", 400, "field-invalid"), ("tomorrow", 400, "field-invalid"), ("", 400, "field-invalid")])
def test_a_day_that_cannot_be_planned_for_is_refused(anna, full, date, status, word):
    fields = {"kind": "start", "employee": number(full, "eva"), "date": date}
    answer = send(anna, ".xml", **fields)
    assert (answer.status_code, problem_of(answer).type) == (status, word)
    page = as_page(send(anna, **fields))
    assert text_of(page.xpath("//*[@role='alert']")[0]).strip()
    assert plans(full) == []


def test_of_whom_and_what_nothing_can_be_planned(anna, full):
    full.ctl("employee", "add", full.key, full.login("bot"), "--name", "Bot", "--email", "bot@example.com", "--service")
    for fields, status, word in (
            ({"kind": "leave", "employee": number(full, "bot"), "date": day(5)}, 422, "employee-service"),
            ({"kind": "start", "employee": number(full, "bo"), "date": day(5)}, 422, "plan-needless"),
            ({"kind": "start", "employee": "999999", "date": day(5)}, 404, "employee-unknown"),
            ({"kind": "never", "employee": "1", "date": day(5)}, 400, "field-invalid"),
            ({"kind": "buy", "product": "standard", "quantity": "x", "date": day(5)}, 422, "quantity-not-a-number")):
        answer = send(anna, ".xml", **fields)
        assert (answer.status_code, problem_of(answer).type) == (status, word), fields
    for product, word in (("visma-admin", "product-is-fee"), ("nonesuch", "product-unknown")):
        answer = anna.get("/plans.xml?kind=buy&product=%s&quantity=5&date=%s" % (product, day(5)))
        assert problem_of(answer).type == word
    assert plans(full) == []


def test_a_purchase_is_previewed_for_its_day_confirmed_once_and_bought_then(anna, full):
    query = "?kind=buy&product=standard&quantity=5&date=%s" % day(3)
    seen = anna.xml("/plans.xml" + query)
    assert (seen.get("on"), seen.get("outcome"), seen.get("purchased"), seen.get("purchased-after")) == (
        day(3), "bought", "3", "5")
    page = anna.page("/plans" + query)
    form = page.xpath("//form[@class='confirm']")[0]
    fields = {name: form.xpath(".//input[@name='%s']/@value" % name)[0]
              for name in ("kind", "product", "quantity", "date", "confirm")}
    first, again = send(anna, **fields), send(anna, **fields)
    assert (first.status_code, again.status_code) == (303, 303)
    assert plans(full) == [["buy", day(3), None, "standard", "5"]] and len(entries(full, "planned")) == 1
    assert full.product("standard")[0] == 3
    catch_up(full, 4)
    assert full.product("standard")[0] == 5
    bought = entries(full, "bought")[-1]
    assert (bought.get("actor"), bought.get("planned-by")) == ("system", full.login("anna"))
    assert bought.get("amount") == seen.get("amount")
    assert plans(full) == [] and len(entries(full, "carried-out")) == 1


def test_two_admins_who_plan_at_once_do_not_overwrite_each_other(anna, full):
    query = "/plans.xml?kind=buy&product=standard&quantity=%d&date=" + day(3)
    one, other = anna.xml(query % 5), anna.xml(query % 6)
    fields = {"kind": "buy", "product": "standard", "date": day(3)}
    assert send(anna, quantity="5", confirm=one.get("confirm"), **fields).status_code == 303
    answer = send(anna, ".xml", quantity="6", confirm=other.get("confirm"), **fields)
    assert (answer.status_code, problem_of(answer).type) == (409, "moved-on")
    assert plans(full) == [["buy", day(3), None, "standard", "5"]]


def test_who_leaves_frees_a_licence_for_who_starts_the_same_day(anna, full):
    full.ctl("policy", full.key, "standard", "block")
    send(anna, kind="start", employee=number(full, "eva"), date=day(5))
    send(anna, kind="leave", employee=number(full, "bo"), date=day(4))
    catch_up(full, 6)
    assert (statuses(full)["bo"], statuses(full)["eva"]) == ("inactive", "active")
    assert not entries(full, "plan-waits")
    left = entries(full, "deactivated")[-1]
    assert (left.get("actor"), left.get("planned-by")) == ("system", full.login("anna"))


def test_under_block_starts_wait_are_told_once_and_let_in_oldest_first_by_what_frees_a_licence(anna, full):
    full.ctl("policy", full.key, "standard", "block")
    send(anna, kind="start", employee=number(full, "ida"), date=day(2))
    send(anna, kind="start", employee=number(full, "eva"), date=day(3))
    for ahead in (4, 5):
        catch_up(full, ahead)
    assert (statuses(full)["eva"], statuses(full)["ida"]) == ("inactive", "inactive")
    assert len(entries(full, "plan-waits")) == 2
    told = "SELECT o.id FROM outbox o JOIN account a ON a.id = o.account WHERE a.account_key = '%s' AND o.kind = 'plan-waits'"
    assert len(full.portal.store.rows(told % full.key)) == 2
    full.ctl("employee", "deactivate", full.key, full.login("bo"), now=later(6))
    assert (statuses(full)["eva"], statuses(full)["ida"]) == ("inactive", "active")
    full.ctl("quantity", full.key, "standard", "4", now=later(7))
    assert statuses(full)["eva"] == "active" and plans(full) == []
    freed, let_in = entries(full, "bought")[-1], entries(full, "activated")[-1]
    assert freed.get("at") == let_in.get("at") and let_in.get("planned-by") == full.login("anna")


def test_a_plan_that_is_done_by_hand_before_is_removed_and_logged(anna, full):
    send(anna, kind="start", employee=number(full, "eva"), date=day(5))
    send(anna, kind="leave", employee=number(full, "bo"), date=day(5))
    full.ctl("plan", full.key, "buy", "standard", "5", day(5))
    full.ctl("employee", "activate", full.key, full.login("eva"))
    full.ctl("employee", "deactivate", full.key, full.login("bo"))
    full.ctl("quantity", full.key, "standard", "6")
    assert plans(full) == [] and len(entries(full, "plan-removed")) == 3
    catch_up(full, 7)
    assert not entries(full, "carried-out", "lapsed")


def test_a_purchase_that_cannot_be_made_when_it_is_due_is_refused_told_and_never_tried_again(anna, full):
    full.ctl("plan", full.key, "buy", "standard", "5", day(3))
    full.ctl("account", "close", full.key)
    for ahead in (4, 5):
        catch_up(full, ahead)
    refused = entries(full, "plan-refused")
    assert [entry.get("object") for entry in refused] == ["standard/plan", "standard/plan/account-closed"]
    assert plans(full) == [] and full.product("standard")[0] in (0, 3)
    log = text_of(anna.page("/log?action=plan-refused"))
    assert "The subscription is ended or ending" in log or "Abonnementet er ophørt eller ophører" in log
    assert "account-closed" not in log
    told = "SELECT o.id FROM outbox o JOIN account a ON a.id = o.account WHERE a.account_key = '%s' AND o.kind = 'plan-refused'"
    assert len(full.portal.store.rows(told % full.key)) == 1


def test_after_a_month_of_downtime_everything_is_done_as_of_its_own_day_in_order(anna, full):
    full.ctl("plan", full.key, "buy", "standard", "5", day(10))
    full.ctl("plan", full.key, "start", full.login("eva"), day(20))
    full.ctl("plan", full.key, "leave", full.login("bo"), day(14))
    catch_up(full, 45)
    done = [(entry.get("at")[:10], entry.get("object").rsplit("/")[0]) for entry in entries(full, "carried-out")]
    assert [object_ for _, object_ in done] == ["standard", "employee", "employee"]
    assert [at for at, _ in done] == sorted(at for at, _ in done)
    assert done[0][0] in (day(9), day(10)) and done[2][0] in (day(19), day(20))


def test_who_may_only_see_plans_nothing(anna, full):
    bo = full.visitor("bo")
    send(anna, kind="start", employee=number(full, "eva"), date=day(5))
    page = bo.page("/plans")
    assert "eva" in text_of(page) and not page.xpath("//input[@name='cancel']")
    token = tokens.form(anna.portal, full.key, full.login("bo"))
    answer = bo.post("/plans", data={"token": token, "kind": "leave", "employee": "1", "date": day(5)})
    assert answer.status_code == 403


def test_a_clock_that_jumps_does_nothing_twice_and_plans_for_no_day_that_has_been(anna, full):
    eva = number(full, "eva")
    full.ctl("quantity", full.key, "standard", "4")
    send(anna, kind="start", employee=eva, date=day(5))
    catch_up(full, 20)                  # forward; and back, as the server's own clock is today's
    assert statuses(full)["eva"] == "active"
    fields = {"kind": "leave", "employee": eva,        # the token is of the account's time, too
              "token": anna.page("/plans").xpath("//input[@name='token']/@value")[0]}
    answer = anna.post("/plans.xml", data={**fields, "date": day(10)})
    assert (answer.status_code, problem_of(answer).type) == (422, "plan-day")
    assert anna.post("/plans", data={**fields, "date": day(30)}).status_code == 303
    assert plans(full) == [["leave", day(30), full.login("eva"), None, None]] and len(entries(full, "carried-out")) == 1
    catch_up(full, 500)
    assert statuses(full)["eva"] == "inactive" and plans(full) == []
    first, second = [entry.get("at")[:10] for entry in entries(full, "carried-out")]
    assert first in (day(4), day(5)) and second in (day(30), day(31))


def test_what_cannot_be_bought_any_more_when_its_day_comes_is_refused_and_told(portal):
    account = portal.make_account(licences=0, currency="ISK")
    portal.ctl("price", "set", "outlook", "ISK", "1900", "--from", day(2))
    account.ctl("plan", account.key, "buy", "outlook", "2", day(4))
    portal.ctl("price", "unset", "outlook", "ISK", day(2))
    catch_up(account, 6)
    refused = entries(account, "plan-refused")
    assert [entry.get("object") for entry in refused] == ["outlook/plan", "outlook/plan/no-price"]
    assert plans(account) == [] and account.product("outlook")[0] == 0
    told = "SELECT o.id FROM outbox o JOIN account a ON a.id = o.account WHERE a.account_key = '%s' AND o.kind = 'plan-refused'"
    assert len(portal.store.rows(told % account.key)) == 1


@pytest.mark.parametrize("typed, standing, expected", [("PO 4711 <&>", "", "PO 4711 <&>"), (None, "PO-1", "PO-1"), ("", "PO-1", None)])
def test_a_planned_purchase_names_its_order_on_its_invoice(anna, full, typed, standing, expected):
    if standing:
        full.ctl("account", "set", full.key, "--order-number", standing)
    query = "?kind=buy&product=standard&quantity=5&date=%s" % day(3)
    form = anna.page("/plans" + query).xpath("//form[@class='confirm']")[0]
    assert form.xpath(".//input[@name='order-number']/@value") == [standing]
    fields = {name: form.xpath(".//input[@name='%s']/@value" % name)[0] for name in ("kind", "product", "quantity", "date", "confirm")}
    wrong = send(anna, **fields, **{"order-number": "x" * 61})
    assert wrong.status_code == 400 and as_page(wrong).xpath("//input[@aria-invalid='true']/@name") == ["order-number"]
    assert problem_of(send(anna, ".xml", **fields, **{"order-number": "x" * 61})).type == "field-invalid" and plans(full) == []
    assert send(anna, **fields, **({} if typed is None else {"order-number": typed})).status_code == 303
    assert anna.xml("/plans.xml").find("l:plan", NS).get("order-number") == (typed or None)
    assert "PO 4711 <&>" in text_of(anna.page("/plans")) or typed != expected
    catch_up(full, 4)
    number_ = entries(full, "bought")[-1].get("invoice")
    invoice = full.export("invoices").xpath("l:invoice[@number = '%s']" % number_, namespaces=NS)[0]
    assert invoice.get("order-number") == expected


def test_a_planned_purchase_of_a_product_that_is_gone_is_shown_refused_told_and_stops_nothing_else():
    """Nothing of ours deletes a product: the audit names what the log says of one that isn't there."""
    portal = env.Portal()
    try:
        portal.make_catalogue()
        portal.ctl("product", "add", "gone", "--kind", "addon", "--name", "Gone soon")
        portal.ctl("price", "set", "gone", "DKK", "1900", "--from", "2020-01-01")
        account = portal.make_account(licences=3)
        account.ctl("plan", account.key, "buy", "gone", "2", day(4))
        account.ctl("plan", account.key, "leave", account.login("bo"), day(4))
        number = portal.store.number("SELECT id FROM product WHERE product_key = 'gone'")
        portal.store.run("DELETE FROM price WHERE product = %d" % number, "DELETE FROM product WHERE id = %d" % number)
        portal.give_away()
        portal.start()
        for path in ("/", "/plans", "/plans.xml", "/plans.csv"):
            assert account.visitor("anna").get(path).status_code == 200, path      # and its XML is the schema's
        catch_up(account, 6)
        assert [entry.get("object") for entry in entries(account, "plan-refused")] == ["/plan", "/plan/product-unknown"]
        assert plans(account) == [] and statuses(account)["bo"] == "inactive"
        assert len(portal.store.rows("SELECT id FROM outbox WHERE kind = 'plan-refused'")) == 1
        assert "gone/plan" in portal.audit()
    finally:
        portal.remove()
