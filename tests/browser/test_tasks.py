"""
The ten things that admins come for: how many clicks each takes from the overview, and that the keyboard alone does, too. Typing isn't
a click; a choice from a list is. doc/clicks.md has them beside those of others.
"""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from env import NS, PASSWORD
from test_pencil import chromium, wait  # noqa: F401
from test_place import focus


class Desk:
    """Somebody at the overview, whose clicks are counted; with `keys`, each is the way there by Tab, and Enter or Space."""

    def __init__(self, driver, account, keys):
        self.driver, self.account, self.keys, self.clicks = driver, account, keys, 0
        driver.get("http://%s:%s@127.0.0.1:%d/licences/" % (account.login("anna"), PASSWORD, account.portal.port))

    def find(self, css):
        return wait(self.driver, lambda d: d.find_element(By.CSS_SELECTOR, css))

    def reach(self, element):
        """By Tab from where the focus is; nothing may be out of reach, and nothing may keep it."""
        for _ in range(120):
            if focus(self.driver) == element:
                return
            focus(self.driver).send_keys(Keys.TAB)
        raise AssertionError("not reached by Tab: " + element.get_attribute("outerHTML")[:120])

    def click(self, css):
        element = self.find(css)
        self.clicks += 1
        if not self.keys:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()
        else:
            self.reach(element)
            element.send_keys(Keys.SPACE if element.get_attribute("type") == "checkbox" else Keys.ENTER)

    def choose(self, css, value):
        select = self.find(css)
        self.clicks += 1
        if self.keys:
            self.reach(select)
            select.send_keys(Select(select).options[[o.get_attribute("value") for o in Select(select).options].index(value)].text)
        else:
            Select(select).select_by_value(value)

    def type(self, css, text):
        field = self.find(css)
        wait(self.driver, lambda d: focus(d) == field)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    def sees(self, words, css="main"):
        wait(self.driver, lambda d: words in d.find_element(By.CSS_SELECTOR, css).text)


def buy_three(desk):
    desk.click("#row-standard a.pencil")
    desk.type("dialog #quantity", "28")
    desk.sees("3 licences ×", "dialog")
    desk.click("dialog form.confirm .primary")
    desk.sees("Bought 3")
    assert desk.account.product("standard")[0] == 28


def cancel_a_scale_down(desk):
    desk.click(".coming button[value=keep]")
    wait(desk.driver, lambda d: desk.account.product("crm")[:2] == (6, 6))


def who_holds_crm(desk):
    desk.click("#row-crm .count a")
    desk.sees("Person 1")


def deactivate_five(desk):
    desk.click("nav.side a[href$='/employees']")
    desk.find("form.bulk")
    ids = [row.get("id") for row in desk.account.export("employees").findall("l:employee", NS)
           if row.findtext("l:name", namespaces=NS).startswith("Person")]
    for id_ in ids[:5]:
        desk.click("td.tick input[value='%s']" % id_)
    desk.choose("#bulk-action", "deactivate")
    desk.click(".bulk-bar button")
    wait(desk.driver, lambda d: d.find_element(By.CSS_SELECTOR, ".notice[role=status]"))
    assert len(desk.account.export("employees").xpath("l:employee[@status='inactive']", namespaces=NS)) == 5


def why_an_invoice_is_so(desk):
    desk.click("nav.side a[href$='/invoices']")
    desk.click("main tbody th a, main tbody td a")
    desk.sees("×")


def who_changed_crm(desk):
    desk.click("#row-crm .row-menu summary")
    desk.click("#row-crm .row-menu a[href*='/log?object=crm']")
    desk.sees("Support")


def download_for_excel(desk):
    address = desk.find(".heading a[href*='.csv?for=spreadsheet']").get_attribute("href")
    desk.click(".heading a[href*='.csv?for=spreadsheet']")
    answer = desk.account.visitor("anna").get(address[address.index("/overview.csv"):])
    assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf")


def give_read_access(desk):
    desk.click("nav.side a[href$='/employees']")
    person = desk.account.export("employees").xpath("string(l:employee[l:name='Person 1']/@id)", namespaces=NS)
    desk.click("tbody th a[href$='/employees/%s']" % person)
    desk.click("form:has(input[name='role'][value='viewer']) button")
    wait(desk.driver, lambda d: desk.account.export("log").xpath("l:entry[last()]/@object", namespaces=NS) == [
        "employee/%s/role/viewer" % person])


def next_invoice(desk):
    desk.sees("Next invoice DKK", ".answer")


def read_it_in_another_language(desk):
    desk.click(".languages button[value=sv]")
    wait(desk.driver, lambda d: d.find_element(By.TAG_NAME, "html").get_attribute("lang") == "sv")


TASKS = {buy_three: 2, cancel_a_scale_down: 1, who_holds_crm: 1, deactivate_five: 8, why_an_invoice_is_so: 2, who_changed_crm: 2,
         download_for_excel: 1, give_read_access: 3, next_invoice: 0, read_it_in_another_language: 1}


@pytest.fixture
def english(portal):
    return portal.make_account(licences=25, people=6, locale="en-GB", extra=[
        "quantity {key} crm 6", "quantity {key} crm 4", "assign {key} p1-{key} crm"])


@pytest.mark.parametrize("keys", [False, True], ids=["clicks", "keyboard"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_each_task_takes_no_more_clicks_than_it_did_and_the_keyboard_does(portal, english, chromium, task, keys):  # noqa: F811
    desk = Desk(chromium, english, keys)
    task(desk)
    assert desk.clicks == TASKS[task]
