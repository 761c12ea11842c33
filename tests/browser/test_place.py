"""Changes in place: the pencil's dialog, and forms whose answer the page takes over."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import PASSWORD
from test_pencil import chromium, keep, wait  # noqa: F401
from test_switches import quiet


def visit(driver, account, path="/"):
    driver.get("http://%s:%s@127.0.0.1:%d/licences%s" % (account.login("anna"), PASSWORD, account.portal.port, path))
    driver.execute_script("window.here = 'still'")


def is_same_page(driver):
    return driver.execute_script("return window.here") == "still"


def focus(driver):
    return driver.switch_to.active_element


def open_dialog(driver, key="standard"):
    driver.find_element(By.CSS_SELECTOR, "#row-%s a.pencil" % key).send_keys(Keys.ENTER)
    return wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #quantity"))


def type_in(field, text):
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def preview_says(driver, words):
    wait(driver, lambda d: words in d.find_element(By.CSS_SELECTOR, "dialog [data-part=preview]").text)


@pytest.fixture
def english(portal):
    return portal.make_account(licences=25, people=2, locale="en-GB", extra=["quantity {key} crm 4"])


def test_the_preview_follows_what_is_typed_and_confirm_changes_the_row_in_place(portal, english, chromium):  # noqa: F811
    visit(chromium, english)
    field = open_dialog(chromium)
    assert focus(chromium) == field and field.get_attribute("value") == "25"
    type_in(field, "28")
    preview_says(chromium, "3 licences × DKK")
    keep(chromium, "place-preview")
    assert english.product("standard")[0] == 25, "a preview buys nothing"
    field.send_keys(Keys.ENTER)          # shows the preview at once, and goes to the button that confirms
    wait(chromium, lambda d: focus(d).text.startswith("Confirm and buy for DKK"))
    focus(chromium).send_keys(Keys.ENTER)
    wait(chromium, lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog"))
    assert is_same_page(chromium), "no page was loaded"
    assert english.product("standard")[0] == 28
    row = chromium.find_element(By.ID, "row-standard")
    assert "of 28" in row.text and "changed" in row.get_attribute("class")
    notice = chromium.find_element(By.CSS_SELECTOR, ".notice[role=status]")
    assert "Bought 3" in notice.text and focus(chromium) == notice, "which a screen reader reads"
    assert "done=" in chromium.current_url
    chromium.refresh()
    assert english.product("standard")[0] == 28
    assert not quiet(chromium)


def test_what_is_refused_stands_beside_the_field_and_nothing_is_lost(portal, english, chromium):  # noqa: F811
    visit(chromium, english)
    field = open_dialog(chromium)
    type_in(field, "1.000")
    wait(chromium, lambda d: "whole number" in d.find_element(By.ID, "quantity-problem").text)
    assert (field.get_attribute("value"), field.get_attribute("aria-invalid")) == ("1.000", "true")
    assert "quantity-problem" in field.get_attribute("aria-describedby") and focus(chromium) == field
    keep(chromium, "place-refused")
    type_in(field, "26")
    preview_says(chromium, "1 licence × DKK")
    assert not chromium.find_elements(By.ID, "quantity-problem") and not field.get_attribute("aria-invalid")


@pytest.mark.parametrize("way", ["Escape", "Back", "Cancel", "the cross"])
def test_each_way_out_closes_the_dialog_and_gives_the_focus_back(portal, english, chromium, way):  # noqa: F811
    visit(chromium, english)
    field = open_dialog(chromium, "crm")
    assert chromium.current_url.endswith("/products/crm"), "an address of its own"
    type_in(field, "5")
    preview_says(chromium, "1 licence × DKK")
    if way == "Escape":
        field.send_keys(Keys.ESCAPE)
    elif way == "Back":
        chromium.back()
    elif way == "Cancel":
        chromium.find_element(By.CSS_SELECTOR, "dialog form.confirm a.quiet:not(.again)").click()
    else:
        chromium.find_element(By.CSS_SELECTOR, "dialog .close").click()
    wait(chromium, lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog"))
    wait(chromium, lambda d: d.current_url.endswith("/licences/"))
    assert focus(chromium).get_attribute("href").endswith("/products/crm") and is_same_page(chromium)
    assert english.product("crm")[0] == 4


def test_what_has_moved_is_said_in_the_dialog_with_the_new_preview(portal, english, chromium):  # noqa: F811
    visit(chromium, english)
    type_in(open_dialog(chromium), "30")
    preview_says(chromium, "5 licences × DKK")
    english.ctl("quantity", english.key, "standard", "27")
    chromium.find_element(By.CSS_SELECTOR, "dialog form.confirm .primary").click()
    preview_says(chromium, "Something has changed since")
    preview_says(chromium, "3 licences × DKK")
    assert english.product("standard")[0] == 27
    chromium.find_element(By.CSS_SELECTOR, "dialog form.confirm .primary").click()
    wait(chromium, lambda d: english.product("standard")[0] == 30)


def test_all_that_is_missing_is_bought_from_the_banner(portal, chromium):  # noqa: F811
    account = portal.make_account(licences=4, people=2, locale="en-GB", extra=[
        "quantity {key} crm 1", "assign {key} p0-{key} crm", "assign {key} p1-{key} crm"])
    visit(chromium, account)
    chromium.find_element(By.CSS_SELECTOR, ".banner a.danger").click()
    button = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog form.confirm .primary"))
    keep(chromium, "place-missing")
    button.click()
    wait(chromium, lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog, .banner"))
    assert is_same_page(chromium)
    assert account.product("crm")[0] == 2 and account.product("standard")[0] == account.product("standard")[2]


def test_a_card_changes_in_place(portal, english, chromium):  # noqa: F811
    employee = english.export("employees").xpath("string(*[local-name() = 'employee'][last()]/@id)")
    visit(chromium, english, "/employees/" + employee)
    chromium.find_element(By.XPATH, "//button[. = 'Protect']").click()
    wait(chromium, lambda d: d.find_element(By.XPATH, "//button[. = 'End protection']"))
    chromium.find_element(By.XPATH, "//form[.//input[@value = 'crm']]//button").click()
    wait(chromium, lambda d: "1 of 4" in d.find_element(By.TAG_NAME, "main").text)
    assert is_same_page(chromium)
    assert focus(chromium).get_attribute("role") == "status"
    assert not quiet(chromium)
