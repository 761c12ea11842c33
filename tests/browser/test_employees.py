"""A person with a browser looks after employees: activates beyond, acts on many, protects, creates."""
import datetime

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from env import NS, PASSWORD
from test_pencil import chromium, follow, keep, wait  # noqa: F401 (chromium is a fixture)
from test_switches import quiet, tab_to

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def full(portal):
    """Five licences, all used, and two people more who are inactive."""
    return portal.make_account(licences=5, people=2, locale="en-GB", extra=[
        "employee add {key} idle%d-{key} --name 'Idle %d' --initials I%d --email idle%d@{key}.example --inactive"
        % (i, i, i, i) for i in range(2)])


def visit(driver, account, path, script=True):
    if not script:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get("http://%s:%s@127.0.0.1:%d/licences%s" % (account.login("anna"), PASSWORD, account.portal.port, path))


def person(account, name):
    return account.export("employees").xpath("l:employee[l:name = '%s']" % name, namespaces=NS)[0]


def button(driver, text):
    return driver.find_element(By.XPATH, "//button[normalize-space() = '%s']" % text)


def open_card(driver, account, name, script=True):
    visit(driver, account, "/employees", script)
    follow(driver, driver.find_element(By.LINK_TEXT, name), script=script)


@SCRIPT
@pytest.mark.parametrize("way, purchased, marked", [("Buy 1 and activate", 6, False), ("Activate anyway", 5, True)])
def test_activating_beyond_warns_and_both_ways_are_one_click(full, chromium, script, way, purchased, marked):  # noqa: F811
    open_card(chromium, full, "Idle 0", script)
    warning = chromium.find_element(By.CSS_SELECTOR, "p.warning").text
    assert "1 too many: buy 1 now for DKK" in warning and "deactivated on" in warning
    keep(chromium, "people-beyond")
    follow(chromium, button(chromium, way), script=script)
    assert chromium.find_element(By.CSS_SELECTOR, "[role=status]").text
    assert full.product("standard") == (purchased, purchased, 6)
    assert (person(full, "Idle 0").get("deadline") is not None) == marked
    keep(chromium, "people-activated")
    assert not quiet(chromium)


@SCRIPT
def test_many_at_once_ask_before_they_go_beyond(full, chromium, script):  # noqa: F811
    visit(chromium, full, "/employees?status=inactive", script)
    for box in chromium.find_elements(By.CSS_SELECTOR, "td.tick input"):
        box.click()
    Select(chromium.find_element(By.NAME, "action")).select_by_value("activate")
    if script:          # asked in place
        button(chromium, "Apply").click()
        wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] p.warning"))
    else:
        follow(chromium, button(chromium, "Apply"), script=script)
    assert "2 too many: buy 2 now for DKK" in chromium.find_element(By.CSS_SELECTOR, "p.warning").text
    assert full.product("standard") == (5, 5, 5), "the question changes nothing"
    keep(chromium, "people-bulk")
    follow(chromium, button(chromium, "Buy 2 and activate"), script=script)
    assert "Idle 0" in chromium.find_element(By.TAG_NAME, "main").text
    assert full.product("standard") == (7, 7, 7)
    assert not quiet(chromium)


def test_one_tick_chooses_everybody_on_the_page(full, chromium):  # noqa: F811
    visit(chromium, full, "/employees")
    chromium.find_element(By.CSS_SELECTOR, "th.tick input").click()
    assert all(box.is_selected() for box in chromium.find_elements(By.CSS_SELECTOR, "td.tick input"))
    assert not chromium.find_element(By.ID, "bulk-module").is_displayed()


def test_protecting_and_deactivating_by_keyboard_alone(full, chromium):  # noqa: F811
    visit(chromium, full, "/employees")
    link = chromium.find_element(By.LINK_TEXT, "Person 1")
    tab_to(chromium, link)
    follow(chromium, link, Keys.ENTER)
    protect = button(chromium, "Protect")
    tab_to(chromium, protect)
    follow(chromium, protect, Keys.SPACE)
    assert button(chromium, "End protection")
    assert person(full, "Person 1").get("protected") == "true"
    off = button(chromium, "Deactivate")
    tab_to(chromium, off)
    follow(chromium, off, Keys.ENTER)
    assert button(chromium, "Activate")
    assert person(full, "Person 1").get("status") == "inactive"
    assert not quiet(chromium)


@SCRIPT
def test_a_new_employee_whose_address_is_wrong_loses_nothing(full, chromium, script):  # noqa: F811
    full.ctl("quantity", full.key, "standard", "9")
    visit(chromium, full, "/employees/new", script)
    for name, value in (("name", "Søren Ærø"), ("login", "soren-" + full.key), ("email", "nobody")):
        chromium.find_element(By.NAME, name).send_keys(value)
    follow(chromium, button(chromium, "Create"), script=script)
    wrong = chromium.find_element(By.CSS_SELECTOR, "input[aria-invalid=true]")
    assert wrong.get_attribute("name") == "email"
    assert chromium.find_element(By.NAME, "name").get_attribute("value") == "Søren Ærø"
    keep(chromium, "people-wrong")
    wrong.clear()
    wrong.send_keys("soren@example.com")
    follow(chromium, button(chromium, "Create"), script=script)
    assert chromium.find_element(By.CSS_SELECTOR, "h1").text == "Søren Ærø"
    assert person(full, "Søren Ærø").get("status") == "active"


def day(ahead):
    return datetime.date.today() + datetime.timedelta(days=ahead)


def planned(account):
    return [(row.get("kind"), row.get("on")) for row in account.export("plans").findall("l:plan", NS)]


@SCRIPT
def test_somebody_new_starts_on_a_day_and_a_day_that_is_wrong_is_said_beside_it(full, chromium, script):  # noqa: F811
    visit(chromium, full, "/employees", script)
    link = chromium.find_element(By.LINK_TEXT, "New employee")
    if script:          # in a dialog
        link.click()
        wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #starts"))
        assert chromium.find_element(By.CSS_SELECTOR, "dialog #starts ~ button.pick").is_displayed(), "with its calendar"
    else:
        follow(chromium, link, script=script)
    for name, value in (("name", "Nis Ny"), ("login", "nis-" + full.key), ("email", "nis@example.com"),
                        ("starts", "30/02/2027"), ("ends", day(9).strftime("%d/%m/%Y"))):
        chromium.find_element(By.NAME, name).send_keys(value)
    create = [one for one in chromium.find_elements(By.CSS_SELECTOR, "form[action$='/employees'] button[type=submit]") if one.is_displayed()][-1]
    create.click()
    wrong = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "input[aria-invalid=true]"))
    assert (wrong.get_attribute("name"), wrong.get_attribute("value")) == ("starts", "30/02/2027")
    assert "date" in chromium.find_element(By.ID, "starts-problem").text
    keep(chromium, "people-days")
    wrong.clear()
    wrong.send_keys(day(5).isoformat())
    create = [one for one in chromium.find_elements(By.CSS_SELECTOR, "form[action$='/employees'] button[type=submit]") if one.is_displayed()][-1]
    follow(chromium, create, script=script)
    assert chromium.find_element(By.CSS_SELECTOR, "h1").text == "Nis Ny"
    assert person(full, "Nis Ny").get("status") == "inactive"
    assert planned(full) == [("start", day(5).isoformat()), ("leave", day(9).isoformat())]


@SCRIPT
def test_the_last_day_of_many_is_asked_for_once(full, chromium, script):  # noqa: F811
    visit(chromium, full, "/employees?status=active", script)
    for box in chromium.find_elements(By.CSS_SELECTOR, "td.tick input")[:3]:
        box.click()
    Select(chromium.find_element(By.NAME, "action")).select_by_value("leave")
    if script:
        button(chromium, "Apply").click()
        wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #date"))
    else:
        follow(chromium, button(chromium, "Apply"), script=script)
    assert planned(full) == [], "the question changes nothing"
    chromium.find_element(By.ID, "date").send_keys(day(-1).isoformat())
    button(chromium, "Plan the last day: 3").click()
    wrong = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "input[aria-invalid=true]"))
    assert "after today" in chromium.find_element(By.ID, "date-problem").text
    keep(chromium, "people-days-many")
    wrong.clear()
    wrong.send_keys(day(4).isoformat())
    follow(chromium, button(chromium, "Plan the last day: 3"), script=script)
    assert chromium.find_element(By.CSS_SELECTOR, "[role=status]").text
    assert planned(full) == [("leave", day(4).isoformat())] * 3
