"""A person with a browser switches rights: by mouse, by keyboard alone, and with JavaScript off."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import NS, PASSWORD
from test_pencil import chromium, follow, keep  # noqa: F401 (chromium is a fixture)

SWITCH = "//form[.//input[@name='role'][@value='%s']][.//input[@name='right'][@value='%s']]//button[@aria-pressed]"


def open_roles(driver, portal, account):
    driver.get("http://%s:%s@127.0.0.1:%d/licences/roles" % (account.login("anna"), PASSWORD, portal.port))


def switch(driver, role, right):
    return driver.find_element(By.XPATH, SWITCH % (role, right))


def holds(account, role, right):
    entries = account.export("log").xpath("l:entry[@object='role/%s/%s']/@new" % (role, right), namespaces=NS)
    return bool(entries) and entries[-1] == "granted"


def tab_to(driver, element):
    """Presses Tab until it has the focus, as one does without a mouse."""
    for _ in range(80):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        if driver.switch_to.active_element == element:
            return
    raise AssertionError("Tab never comes to %s" % element.get_attribute("aria-label"))


def quiet(driver):
    loud = [entry for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    return [entry for entry in loud if " 422 " not in entry["message"]]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_switch_by_mouse(portal, account, chromium, script):  # noqa: F811
    if not script:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    open_roles(chromium, portal, account)
    assert switch(chromium, "viewer", "my-account").get_attribute("aria-pressed") == "false"
    follow(chromium, switch(chromium, "viewer", "my-account"), script=script)
    assert "done=" in chromium.current_url
    assert holds(account, "viewer", "my-account")
    assert switch(chromium, "viewer", "my-account").get_attribute("aria-pressed") == "true"
    assert "viewer" in chromium.find_element(By.CSS_SELECTOR, "[role=status]").text
    keep(chromium, "roles-switched" + ("" if script else "-without-js"))
    follow(chromium, switch(chromium, "viewer", "my-account"), script=script)
    assert switch(chromium, "viewer", "my-account").get_attribute("aria-pressed") == "false"
    assert not holds(account, "viewer", "my-account")
    assert not quiet(chromium)


def test_a_switch_by_keyboard_alone_keeps_the_focus_where_one_was(portal, account, chromium):  # noqa: F811
    open_roles(chromium, portal, account)
    tab_to(chromium, switch(chromium, "viewer", "partner"))
    keep(chromium, "roles-focus")
    follow_by_key(chromium, Keys.SPACE)
    assert holds(account, "viewer", "partner")
    assert chromium.switch_to.active_element == switch(chromium, "viewer", "partner")
    follow_by_key(chromium, Keys.ENTER)
    assert not holds(account, "viewer", "partner")
    assert not quiet(chromium)


def follow_by_key(driver, key):
    follow(driver, driver.switch_to.active_element, key)


def test_the_switch_that_cant_be_turned_off_is_reached_and_says_why(portal, account, chromium):  # noqa: F811
    open_roles(chromium, portal, account)
    locked = switch(chromium, "admin", "roles")
    tab_to(chromium, locked)
    assert locked.get_attribute("aria-disabled") == "true"
    why = chromium.find_element(By.ID, locked.get_attribute("aria-describedby").split()[-1])
    assert why.is_displayed() and len(why.text) > 30
    before = chromium.current_url
    locked.send_keys(Keys.SPACE)
    locked.click()
    assert chromium.current_url == before
    assert holds(account, "admin", "roles")


def test_a_role_is_given_by_keyboard_alone(portal, account, chromium):  # noqa: F811
    open_roles(chromium, portal, account)
    field = chromium.find_element(By.ID, "login-viewer")
    tab_to(chromium, field)
    field.send_keys(account.login("dan"))
    follow_by_key(chromium, Keys.ENTER)
    assert "Dan Example" in chromium.find_element(By.CSS_SELECTOR, "[role=status]").text
    assert account.visitor("dan").get("/").status_code == 200
    keep(chromium, "roles-given")
    assert not quiet(chromium)
