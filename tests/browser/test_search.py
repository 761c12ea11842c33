"""A person with a browser searches the add-on licences: while typing, by drop-down, by keyboard alone, without scripts."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import PASSWORD
from test_pencil import follow, keep, wait
from test_pencil import chromium  # noqa: F401


@pytest.fixture
def staffed(portal):
    """People with add-on licences: CRM is held by one too many, and more than a page of people has Outlook."""
    people = ["søren Søren_Kjær", "mette Mette_Kirk", "metteh Mette_Holm"] + ["x%d Extra_%02d" % (i, i) for i in range(52)]
    lines = ["quantity {key} crm 1", "quantity {key} outlook 60"]
    for line in people:
        login, name = line.split()
        lines.append("employee add {key} %s-{key} --name '%s' --initials %s --email %s@{key}.example" % (
            login, name.replace("_", " "), login[:2].upper(), login.replace("ø", "o")))
        lines.append("assign {key} %s-{key} outlook" % login)
    lines += ["assign {key} søren-{key} crm", "assign {key} mette-{key} crm"]
    return portal.make_account(licences=100, extra=lines)


def open_modules(chromium, account, query=""):  # noqa: F811
    chromium.get("http://%s:%s@127.0.0.1:%d/licences/modules%s" % (
        account.login("anna"), PASSWORD, account.portal.port, query))


def names(driver):
    return driver.execute_script("return Array.from(document.querySelectorAll('tbody th > span')).map(function (cell) {"
                                 " return cell.firstChild.textContent + '/' + cell.closest('tr').children[3].textContent; })")


def found(driver):
    return driver.find_element(By.ID, "found").text


def no_complaints(driver):
    loud = [entry for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert not loud, loud


def type_in(driver, text):
    field = driver.find_element(By.ID, "q")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text if text else Keys.DELETE)
    return field


def test_typing_filters_the_table_and_keeps_the_focus(portal, staffed, chromium):  # noqa: F811
    open_modules(chromium, staffed)
    chromium.execute_script("document.body.dataset.here = 'yes'")
    before = chromium.execute_script("return history.length")
    field = type_in(chromium, "soren")
    wait(chromium, lambda d: found(d) == "2 fundet")
    assert names(chromium) == ["Søren Kjær/Microsoft Outlook", "Søren Kjær/TimeLog CRM"]
    assert chromium.switch_to.active_element == field
    assert chromium.current_url.endswith("/modules?q=soren")
    assert "q=soren" in chromium.find_element(By.CSS_SELECTOR, "[data-part=download] a").get_attribute("href")
    assert chromium.execute_script("return document.body.dataset.here") == "yes", "the page wasn't loaded anew"
    assert chromium.execute_script("return history.length") == before, "typing leaves no entries behind"
    type_in(chromium, "mette crm")
    wait(chromium, lambda d: names(d) == ["Mette Kirk/TimeLog CRM"])
    type_in(chromium, "")
    wait(chromium, lambda d: len(names(d)) == 50)
    assert found(chromium) == ""
    no_complaints(chromium)


def test_a_choice_and_enter_are_entries_that_back_returns_to(portal, staffed, chromium):  # noqa: F811
    open_modules(chromium, staffed)
    chromium.find_element(By.CSS_SELECTOR, "#module option[value=crm]").click()
    wait(chromium, lambda d: found(d) == "2 fundet")
    assert "module=crm" in chromium.current_url
    detail = chromium.find_element(By.CSS_SELECTOR, "[data-part=results] dl")
    assert "2 af 1" in detail.text and "Der mangler 1 licens" in detail.text
    assert len(chromium.find_elements(By.CSS_SELECTOR, "tr.marked")) == 1
    keep(chromium, "search-module")
    type_in(chromium, "kirk").send_keys(Keys.ENTER)
    wait(chromium, lambda d: names(d) == ["Mette Kirk/TimeLog CRM"])
    chromium.back()
    wait(chromium, lambda d: found(d) == "2 fundet")
    assert chromium.find_element(By.ID, "q").get_attribute("value") == ""
    chromium.back()
    wait(chromium, lambda d: len(names(d)) == 50)
    assert chromium.find_element(By.ID, "module").get_attribute("value") == ""
    chromium.forward()
    wait(chromium, lambda d: found(d) == "2 fundet")
    assert chromium.find_element(By.ID, "module").get_attribute("value") == "crm"
    no_complaints(chromium)


def test_headings_sort_and_pages_go_on(portal, staffed, chromium):  # noqa: F811
    open_modules(chromium, staffed)
    chromium.find_element(By.LINK_TEXT, "Modul").click()
    wait(chromium, lambda d: "sort=module" in d.current_url)
    heading = chromium.switch_to.active_element.find_element(By.XPATH, "ancestor::th")
    assert heading.get_attribute("aria-sort") == "ascending", "the heading keeps the focus"
    chromium.switch_to.active_element.send_keys(Keys.ENTER)
    wait(chromium, lambda d: "sort=-module" in d.current_url)
    assert [name.split("/")[1] for name in names(chromium)][:3] == ["TimeLog CRM", "TimeLog CRM", "Microsoft Outlook"]
    follow(chromium, chromium.find_element(By.CSS_SELECTOR, "a[rel=next]"))
    assert len(names(chromium)) == 7
    assert "sort=-module" in chromium.current_url
    no_complaints(chromium)


def test_nothing_found_says_for_what_and_leads_back(portal, staffed, chromium):  # noqa: F811
    open_modules(chromium, staffed)
    type_in(chromium, "søren <b>")
    empty = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, ".empty"))
    assert "»søren <b>«" in empty.text
    assert found(chromium) == "0 fundet"
    keep(chromium, "search-nothing")
    empty.find_element(By.TAG_NAME, "a").click()
    wait(chromium, lambda d: len(names(d)) == 50)
    assert chromium.switch_to.active_element == chromium.find_element(By.ID, "q")


def test_the_keyboard_alone_is_enough(portal, staffed, chromium):  # noqa: F811
    open_modules(chromium, staffed)
    field = chromium.find_element(By.ID, "q")
    chromium.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    for _ in range(40):
        if chromium.switch_to.active_element == field:
            break
        chromium.switch_to.active_element.send_keys(Keys.TAB)
    assert chromium.switch_to.active_element == field
    field.send_keys("kirk", Keys.ENTER)
    wait(chromium, lambda d: found(d) == "2 fundet")
    field.send_keys(Keys.TAB)
    assert chromium.switch_to.active_element.get_attribute("id") == "module"
    chromium.switch_to.active_element.send_keys("Time")
    wait(chromium, lambda d: names(d) == ["Mette Kirk/TimeLog CRM"])
    assert chromium.switch_to.active_element.get_attribute("id") == "module"


def test_without_scripts_the_button_searches(portal, staffed, chromium):  # noqa: F811
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    open_modules(chromium, staffed)
    field = chromium.find_element(By.ID, "q")
    field.send_keys("Kjær")
    chromium.find_element(By.CSS_SELECTOR, "form.filters button[type=submit]").click()
    wait(chromium, lambda d: "q=Kj" in d.current_url)
    wait(chromium, lambda d: [row.text.split("\n")[0] for row in d.find_elements(By.CSS_SELECTOR, "tbody tr")]
         == ["Søren Kjær", "Søren Kjær"])
    chromium.find_element(By.LINK_TEXT, "Vis alle").click()
    wait(chromium, lambda d: len(d.find_elements(By.CSS_SELECTOR, "tbody tr")) == 50)


def test_on_a_telephone_rows_are_cards(portal, staffed, chromium):  # noqa: F811
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                             {"width": 390, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    open_modules(chromium, staffed, "?sort=deadline")
    keep(chromium, "search-narrow")
    widths = chromium.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert widths == [390, 390], "nothing has to be scrolled sideways"
    assert chromium.find_element(By.ID, "sort").get_attribute("value") == "deadline"
    assert "marked" in chromium.find_element(By.CSS_SELECTOR, "tbody tr").get_attribute("class")
    assert not chromium.find_element(By.CSS_SELECTOR, "thead").is_displayed(), "no hidden link takes the focus"
