"""A person with a browser buys licences: pencil, preview, Confirm."""
import os

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from env import BUILD, PASSWORD

SCREENSHOTS = os.path.join(BUILD, "screenshots")


def start_chromium(directory):
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--window-size=1280,900", "--user-data-dir=%s" % directory, "--disable-background-networking",
                     "--no-first-run"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(120)
    return driver


@pytest.fixture
def chromium(tmp_path):
    driver = start_chromium(tmp_path)
    yield driver
    driver.quit()


def keep(driver, name):
    path = os.path.join(SCREENSHOTS, name + ".png")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    driver.save_screenshot(path)


def wait(driver, condition):
    """Whatever the driver says of a page that is just going is no answer yet."""
    return WebDriverWait(driver, 60, ignored_exceptions=(WebDriverException,)).until(condition)


def is_gone(element):
    """Its page is no more; asked in the midst of that, the driver has more than one word for it."""
    try:
        element.is_enabled()
    except WebDriverException:
        return True
    return False


def follow(driver, element, key=None, script=True):
    """Clicks what leads to another page, or presses key on it, and waits until that is there; or until the page has taken
    over what the answer shows."""
    old = driver.find_element(By.CSS_SELECTOR, "main > *")
    if key:
        element.send_keys(key)
    else:
        element.click()
    wait(driver, lambda d: is_gone(old))
    if script:
        wait(driver, lambda d: d.execute_script("return document.readyState") == "complete")
    else:
        driver.implicitly_wait(60)      # the page can't be asked whether it is complete


def test_pencil_preview_confirm_buys_licences_and_shows_them(portal, account, chromium):
    base = "http://%s:%s@127.0.0.1:%d/licences" % (account.login("anna"), PASSWORD, portal.port)
    chromium.get(base + "/")
    keep(chromium, "1-overview")
    follow(chromium, chromium.find_element(By.CSS_SELECTOR, "main a[href$='/products/standard']"))
    field = chromium.find_element(By.NAME, "quantity")
    assert field.get_attribute("value") == "25"
    field.clear()
    field.send_keys("27")
    keep(chromium, "2-form")
    follow(chromium, field.find_element(By.XPATH, "ancestor::form//button[@type='submit']"))
    assert "quantity=27" in chromium.current_url
    keep(chromium, "3-preview")
    assert account.product("standard")[0] == 25, "a preview buys nothing"
    follow(chromium, chromium.find_element(By.CSS_SELECTOR, "form.confirm button[type='submit']"))
    assert "done=" in chromium.current_url
    keep(chromium, "4-done")
    assert account.product("standard") == (27, 27, 5)
    assert "27" in chromium.find_element(By.TAG_NAME, "main").text
    chromium.refresh()
    assert account.product("standard")[0] == 27
    loud = [entry for entry in chromium.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert not loud, "the browser complains"


def test_what_is_refused_keeps_what_was_typed(portal, account, chromium):
    base = "http://%s:%s@127.0.0.1:%d/licences" % (account.login("anna"), PASSWORD, portal.port)
    chromium.get(base + "/products/standard")
    field = chromium.find_element(By.NAME, "quantity")
    field.clear()
    field.send_keys("1.000")
    follow(chromium, field.find_element(By.XPATH, "ancestor::form//button[@type='submit']"))
    keep(chromium, "5-refused")
    assert chromium.find_element(By.NAME, "quantity").get_attribute("value") == "1.000"
    assert account.product("standard")[0] == 25
