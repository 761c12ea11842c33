"""The calendar beside a field for a date (assets/dates.js): what is chosen in it is written in the account's order, and counts."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import PASSWORD
from test_pencil import chromium, follow, wait  # noqa: F401
from test_place import focus
from test_switches import quiet

# The calendar itself is the browser's, and drawn outside of the page: its opening is noted, and its answer is given here
OPENED = ("HTMLInputElement.prototype.showPicker = function () { window.opened = [this.type, this.value, this.getAttribute('aria-hidden'),"
          " this.tabIndex]; window.picker = this; };")
CHOOSE = "window.picker.value = arguments[0]; window.picker.dispatchEvent(new Event('change', {bubbles: true}));"


def at_log(driver, account):
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": OPENED})
    driver.get("http://%s:%s@127.0.0.1:%d/licences/log?from=2026-11-02" % (account.login("anna"), PASSWORD, account.portal.port))
    return driver.find_element(By.ID, "from"), driver.find_element(By.CSS_SELECTOR, "#from ~ .pick")


@pytest.mark.parametrize("locale, before, after", [("en-GB", "02/11/2026", "09/03/2027"), ("en-US", "11/02/2026", "03/09/2027"),
                                                   ("da-DK", "02.11.2026", "09.03.2027"), ("sv-SE", "2026-11-02", "2027-03-09")])
def test_what_is_chosen_is_written_in_the_accounts_order_and_filters(portal, chromium, locale, before, after):  # noqa: F811
    account = portal.make_account(licences=2, locale=locale)
    field, pick = at_log(chromium, account)
    assert field.get_attribute("value") == before
    assert pick.get_attribute("type") == "button" and chromium.find_element(By.CSS_SELECTOR, "label[for=from]").text in pick.accessible_name
    pick.send_keys(Keys.ENTER)
    assert chromium.execute_script("return window.opened") == ["date", "2026-11-02", "true", -1], "it opens where the field is"
    chromium.execute_script(CHOOSE, "2027-03-09")
    assert field.get_attribute("value") == after and focus(chromium) == field
    pick.click()
    assert chromium.execute_script("return window.opened")[1] == "2027-03-09"
    follow(chromium, field, Keys.ENTER)
    assert chromium.find_element(By.ID, "from").get_attribute("value") == after, "the server has read it so"
    assert not quiet(chromium)


def test_a_calendar_that_is_cleared_clears_the_field(portal, chromium):  # noqa: F811
    field, pick = at_log(chromium, portal.make_account(licences=2, locale="en-GB"))
    pick.click()
    chromium.execute_script(CHOOSE, "")
    assert field.get_attribute("value") == "" and focus(chromium) == field
    follow(chromium, field, Keys.ENTER)
    assert wait(chromium, lambda d: d.find_element(By.ID, "from")).get_attribute("value") == ""
