"""Lists: the bar that comes with the first who is chosen, and keys."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import PASSWORD
from test_pencil import chromium, wait  # noqa: F401


@pytest.fixture
def listed(portal, chromium):  # noqa: F811
    account = portal.make_account(licences=30, people=25, locale="en-GB")
    chromium.get("http://%s:%s@127.0.0.1:%d/licences/employees" % (account.login("anna"), PASSWORD, portal.port))
    return chromium


def bar(driver):
    return driver.find_element(By.CSS_SELECTOR, ".bulk-bar")


def boxes(driver):
    return driver.find_elements(By.CSS_SELECTOR, "td.tick input")


def test_the_bar_comes_with_the_first_who_is_chosen_and_says_how_many(listed):
    assert not bar(listed).is_displayed()
    boxes(listed)[0].click()
    wait(listed, lambda d: bar(d).is_displayed())
    assert "1 selected" in bar(listed).text
    boxes(listed)[1].click()
    assert "2 selected" in bar(listed).text
    listed.find_element(By.CSS_SELECTOR, "th.tick input").click()
    assert "%d selected" % len(boxes(listed)) in bar(listed).text
    listed.find_element(By.CSS_SELECTOR, "th.tick input").click()
    assert not bar(listed).is_displayed()


def test_the_bar_never_covers_what_has_the_focus(listed):
    boxes(listed)[0].click()
    for box in boxes(listed):
        listed.execute_script("arguments[0].focus()", box)
        assert listed.execute_script("return arguments[0].getBoundingClientRect().bottom <= arguments[1].getBoundingClientRect().top"
                                     " || arguments[0].getBoundingClientRect().top >= arguments[1].getBoundingClientRect().bottom",
                                     box, bar(listed))


def test_a_slash_goes_to_the_search_and_arrows_through_the_rows(listed):
    names = listed.find_elements(By.CSS_SELECTOR, ".sorted tbody th a")
    listed.find_element(By.TAG_NAME, "body").send_keys("/")
    assert listed.switch_to.active_element == listed.find_element(By.ID, "q")
    listed.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert listed.switch_to.active_element == names[0] or listed.switch_to.active_element == boxes(listed)[0]
    listed.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert listed.switch_to.active_element in (names[1], boxes(listed)[1])
    listed.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert listed.switch_to.active_element in (names[0], boxes(listed)[0])
