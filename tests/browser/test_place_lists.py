"""What lists do in place: a new employee, and what many would come to."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from test_pencil import chromium, follow, keep, wait  # noqa: F401
from test_place import focus, is_same_page, visit


@pytest.fixture
def english(portal):
    return portal.make_account(licences=5, people=4, locale="en-GB", extra=["quantity {key} crm 2"])


def open_new(driver):
    driver.find_element(By.CSS_SELECTOR, "a[href$='/employees/new']").send_keys(Keys.ENTER)
    return wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #name"))


def fill(driver, **fields):
    for name, value in fields.items():
        driver.find_element(By.CSS_SELECTOR, "dialog #" + name).send_keys(value)


def test_a_new_employee_is_created_from_the_list(portal, english, chromium):  # noqa: F811
    visit(chromium, english, "/employees")
    assert focus(chromium).tag_name == "body"
    field = open_new(chromium)
    assert focus(chromium) == field and chromium.current_url.endswith("/employees/new")
    fill(chromium, name="Nora Berg", email="nowhere", login="nora-" + english.key)
    keep(chromium, "place-new")
    focus(chromium).send_keys(Keys.ENTER)
    email = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog #email[aria-invalid=true]"))
    wait(chromium, lambda d: focus(d) == email)
    assert is_same_page(chromium) and chromium.find_element(By.CSS_SELECTOR, "dialog #name").get_attribute("value") == "Nora Berg"
    keep(chromium, "place-new-refused")
    email.clear()
    email.send_keys("nora@example.com")
    follow(chromium, email, Keys.ENTER)
    wait(chromium, lambda d: "Nora Berg" in d.find_element(By.TAG_NAME, "h1").text)
    assert english.product("standard")[2] == 8


def test_leaving_the_form_of_a_new_employee_leaves_the_list_as_it_was(portal, english, chromium):  # noqa: F811
    visit(chromium, english, "/employees?status=active")
    open_new(chromium)
    chromium.find_element(By.LINK_TEXT, "Cancel").click()
    wait(chromium, lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog"))
    wait(chromium, lambda d: d.current_url.endswith("/employees?status=active"))
    assert is_same_page(chromium) and focus(chromium).get_attribute("href").endswith("/employees/new")


def tick(driver, n):
    for box in driver.find_elements(By.CSS_SELECTOR, "td.tick input")[:n]:
        box.send_keys(Keys.SPACE)


def test_what_many_would_come_to_is_asked_in_a_dialog_and_escape_does_nothing(portal, chromium):  # noqa: F811
    account = portal.make_account(licences=9, people=6, locale="en-GB", extra=[
        "employee add {key} idle-%d-{key} --name 'Idle %d' --initials ID --email idle@{key}.example --inactive" % (n, n)
        for n in range(3)])
    visit(chromium, account, "/employees?status=inactive")
    tick(chromium, 3)
    chromium.find_element(By.CSS_SELECTOR, ".bulk-bar button").send_keys(Keys.ENTER)
    form = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] form"))
    assert "This is for 3 of the 3 employees selected." in form.text and is_same_page(chromium)
    keep(chromium, "place-bulk")
    focus(chromium).send_keys(Keys.ESCAPE)
    wait(chromium, lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog"))
    assert account.product("standard")[2] == 9 and is_same_page(chromium)
    assert len(chromium.find_elements(By.CSS_SELECTOR, "td.tick input:checked")) == 3, "those chosen stay chosen"
    chromium.find_element(By.CSS_SELECTOR, ".bulk-bar button").send_keys(Keys.ENTER)
    wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] button.primary")).click()
    wait(chromium, lambda d: "Done for everybody" in d.find_element(By.CSS_SELECTOR, ".notice[role=status]").text)
    assert account.product("standard")[2] == 12
