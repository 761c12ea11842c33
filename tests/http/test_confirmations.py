"""A preview's confirmation stands for its own purchase alone; every other change wants a page's token."""
import datetime

import pytest

import tokens
from env import NS, as_page, problem_of, text_of


@pytest.fixture
def account(portal):
    return portal.make_account(licences=3)


@pytest.fixture
def anna(account):
    return account.visitor("anna")


def day(ahead):
    return str(datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=ahead))


def plans(account):
    return [row.get("quantity") for row in account.export("plans").findall("l:plan", NS)]


def of_purchase(anna):
    return anna.page("/products/standard?quantity=5").xpath("//input[@name='confirm']/@value")[0]


@pytest.mark.parametrize("path, fields", [
    ("/products/standard", {"action": "policy", "policy": "block"}),
    ("/products/standard", {"action": "keep"}),
    ("/products/standard", {"action": "few", "few": "2"}),
    ("/plans", {"kind": "leave", "employee": "1", "date": day(5)}),
    ("/plans", {"cancel": "1"}),
])
def test_a_confirmation_is_no_token_for_anything_else(anna, account, path, fields):
    before = account.actions()
    answer = anna.post(path + ".xml", data={**fields, "confirm": of_purchase(anna)})
    assert (answer.status_code, problem_of(answer).type) == (403, "token-missing")
    assert account.product("standard")[0] == 3 and not plans(account)
    assert [action for action in account.actions() if action != "refused"] == before


def test_a_planned_purchase_that_another_one_overtook_is_shown_anew_with_its_own_confirmation(anna, account):
    query = "/plans?kind=buy&product=standard&quantity=%d&date=" + day(3)

    def fields(page):
        form = page.xpath("//form[@class='confirm']")[0]
        return {name: form.xpath(".//input[@name='%s']/@value" % name)[0]
                for name in ("kind", "product", "quantity", "date", "confirm")}

    five, six = fields(anna.page(query % 5)), fields(anna.page(query % 6))
    assert anna.post("/plans", data=five).status_code == 303
    answer = anna.post("/plans", data=six)
    page = as_page(answer)
    assert answer.status_code == 409 and text_of(page.xpath("//*[@role='alert']")[0]).strip()
    assert plans(account) == ["5"]
    again = fields(page)
    assert again["quantity"] == "6" and again["confirm"] != six["confirm"]
    assert anna.post("/plans", data=again).status_code == 303
    assert plans(account) == ["6"]


def test_a_plans_csv_has_no_preview_and_says_so(anna):
    answer = anna.get("/plans.csv?kind=buy&product=standard&quantity=5&date=" + day(3))
    assert answer.status_code == 400 and text_of(as_page(answer).xpath("//main")[0]).strip()


def test_a_threshold_that_is_not_there_is_missed(anna, account):
    token = tokens.form(anna.portal, account.key, account.login("anna"))
    answer = anna.post("/products/standard.xml", data={"action": "few", "token": token})
    assert (answer.status_code, problem_of(answer).type) == (400, "field-missing")
