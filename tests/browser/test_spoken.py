"""What a screen reader is told: each page's tree of names and roles as Chromium hands it out, and what is said when something changes."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from test_pages import VIEWS, browser, look, towns, visit  # noqa: F401 (fixtures)
from test_pencil import chromium, wait  # noqa: F401
from test_place import open_dialog, type_in
from test_place import visit as enter

NAMED = {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "navigation", "region", "form", "dialog", "heading",
         "image", "columnheader", "rowheader", "group", "search"}
MAY_BE_UNNAMED = {"form", "region", "group", "columnheader", "search"}         # one of its kind needs no name


def tree(driver):
    """(role, name, properties) of each node that isn't ignored"""
    driver.execute_cdp_cmd("Accessibility.enable", {})
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [(node["role"]["value"], node.get("name", {}).get("value", ""),
             {one["name"]: one["value"].get("value") for one in node.get("properties", ())})
            for node in nodes if not node.get("ignored")]


def names(nodes, role):
    return [name for one, name, _ in nodes if one == role]


@pytest.mark.parametrize("view", ["overview", "product", "preview", "modules", "employees", "card", "roles", "invoices", "invoice", "usage",
                                  "log", "help", "partners", "nowhere", "pencil", "new-dialog", "many"])
def test_everything_that_is_used_has_a_name_and_pages_their_landmarks(portal, towns, browser, view):  # noqa: F811
    look(browser, 1280, "light")
    visit(browser, towns("en-GB"), view)
    nodes = tree(browser)
    unnamed = [(role, properties) for role, name, properties in nodes
               if role in NAMED - MAY_BE_UNNAMED and not name.strip()]
    assert not unnamed
    if "dialog" in [role for role, _, _ in nodes]:
        [dialog] = [(name, properties) for role, name, properties in nodes if role == "dialog"]
        assert dialog[0] and dialog[1].get("modal"), "what is behind it isn't read"
    else:
        roles = [role for role, _, _ in nodes]
        assert roles.count("main") == 1 and roles.count("banner") == 1 and roles.count("contentinfo") == 1
        assert "Main menu" in names(nodes, "navigation")
        headings = [(name, int(properties["level"])) for role, name, properties in nodes if role == "heading"]
        assert headings[0][1] == 1 and [level for _, level in headings].count(1) == 1
        assert all(after <= before + 1 for (_, before), (_, after) in zip(headings, headings[1:])), headings
    portal.expect("LIC3103")


def test_a_table_says_of_what_a_number_is(portal, towns, browser):  # noqa: F811
    look(browser, 1280, "light")
    visit(browser, towns("en-GB"), "overview")
    nodes = tree(browser)
    assert {"Used and available", "Next period", "Price per licence and period", "Invoiced this period"} <= set(names(nodes, "columnheader"))
    assert any(name.startswith("Standard licence") for name in names(nodes, "rowheader"))
    assert "Change the number: Standard licence" in names(nodes, "link")
    assert any("Used" in name or "used" in name for name in names(nodes, "link")), "a chart is told in words"


def live(driver):
    return [(properties["live"], name) for role, name, properties in tree(driver) if properties.get("live")]


def test_the_preview_a_refusal_and_the_outcome_are_said(portal, chromium):  # noqa: F811
    account = portal.make_account(licences=25, people=2, locale="en-GB")
    enter(chromium, account)
    field = open_dialog(chromium)
    type_in(field, "27")
    wait(chromium, lambda d: "2 licences" in d.find_element(By.CSS_SELECTOR, "dialog [aria-live=polite]").text)
    assert any(how == "polite" for how, _ in live(chromium))
    type_in(field, "many")
    wait(chromium, lambda d: d.find_element(By.ID, "quantity-problem"))
    [described] = [properties for role, name, properties in tree(chromium) if role == "textbox" and properties.get("focused")]
    assert described.get("invalid") == "true"
    type_in(field, "27")
    wait(chromium, lambda d: not d.find_elements(By.ID, "quantity-problem"))
    wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, "dialog form.confirm .primary")).send_keys(Keys.ENTER)
    notice = wait(chromium, lambda d: d.find_element(By.CSS_SELECTOR, ".notice[role=status]"))
    wait(chromium, lambda d: d.switch_to.active_element == notice)
    assert [role for role, _, properties in tree(chromium) if role == "status"]
