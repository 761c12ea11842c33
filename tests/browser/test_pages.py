"""
Every page and dialog, in every language, width and scheme, as the tools that judge pages see it: axe-core finds nothing, Nu
neither, nothing scrolls sideways, nothing is too small to be hit. check goes through these by pairs; LICENCES_PAGES=whole
(./bootstrap full) through all of them.
"""
import datetime
import itertools
import json
import os
import subprocess

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from env import NS, PASSWORD
from test_pencil import keep, start_chromium, wait

WHOLE = os.environ.get("LICENCES_PAGES") == "whole"
LOCALES = ("en-GB", "da-DK", "de-DE", "sv-SE")
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark", "forced")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = {
    "overview": "/", "missing": "/missing", "product": "/products/standard", "preview": "/products/crm?quantity=9",
    "refused": "/products/standard?quantity=1.000", "fewer": "/products/standard?quantity=2", "modules": "/modules",
    "module": "/modules?module=crm", "employees": "/employees", "none": "/employees?q=nobody", "new": "/employees/new",
    "card": "/employees/{active}", "idle": "/employees/{inactive}", "roles": "/roles", "invoices": "/invoices",
    "invoice": "/invoices/{invoice}", "usage": "/usage", "usage-one": "/usage?product=standard", "log": "/log",
    "language": "/language", "help": "/help", "partners": "/help/partners", "partners-list": "/help/partners?example=employees",
    "account": "/account", "plans": "/plans",
    "plan": "/plans?kind=buy&product=standard&quantity=40&date={soon}",
    "nowhere": "/nowhere"}


def type_quantity(driver, text):
    field = wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #quantity"))
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def open_pencil(driver):
    driver.find_element(By.CSS_SELECTOR, "#row-standard a.pencil").click()
    type_quantity(driver, "30")
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog form.confirm"))


def open_refused(driver):
    driver.find_element(By.CSS_SELECTOR, "#row-crm a.pencil").click()
    type_quantity(driver, "many")
    wait(driver, lambda d: d.find_element(By.ID, "quantity-problem"))


def open_missing(driver):
    driver.find_element(By.CSS_SELECTOR, ".banner a.danger").click()
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog form.confirm"))


def open_folded(driver):
    driver.find_element(By.CSS_SELECTOR, "#row-crm .row-menu summary").send_keys(Keys.ENTER)
    for details in driver.find_elements(By.CSS_SELECTOR, ".more summary"):
        details.send_keys(Keys.ENTER)


def open_bulk(driver):
    driver.find_element(By.CSS_SELECTOR, "td.tick input").click()
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".bulk-bar").is_displayed())


def open_new(driver):
    driver.find_element(By.CSS_SELECTOR, "a[href$='/employees/new']").click()
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] #name"))


def open_many(driver):
    open_bulk(driver)
    driver.find_element(By.CSS_SELECTOR, ".bulk-bar button").click()
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, "dialog[open] form.panel"))


def open_explained(driver):
    for summary in driver.find_elements(By.CSS_SELECTOR, ".explain summary"):
        summary.send_keys(Keys.ENTER)


def open_tried(driver):
    driver.find_element(By.CSS_SELECTOR, "form.try button").click()
    wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".answered pre"))


def open_menu(driver):
    summary = driver.find_element(By.CSS_SELECTOR, ".small-menu summary")
    if summary.is_displayed():
        summary.click()


DIALOGS = {"pencil": ("/", open_pencil), "pencil-refused": ("/", open_refused), "missing-dialog": ("/", open_missing),
           "folded": ("/", open_folded), "bulk": ("/employees", open_bulk), "menu": ("/log", open_menu),
           "tried": ("/help/partners", open_tried), "new-dialog": ("/employees", open_new),
           "many": ("/employees?status=inactive", open_many), "explained": ("/", open_explained)}
VIEWS = {**{name: (path, None) for name, path in PAGES.items()}, **DIALOGS}


def combinations():
    """All of view × locale × width × scheme, or so many that every two values of two of them meet."""
    if WHOLE:
        return list(itertools.product(VIEWS, LOCALES, WIDTHS, SCHEMES))
    return [(view, LOCALES[(i + k) % 4], WIDTHS[(i // 4 + k // 2) % 2], SCHEMES[(i + k) % 3])
            for i, view in enumerate(VIEWS) for k in range(4)]


SOON = str(datetime.date.today() + datetime.timedelta(days=20))


class Town:
    """An account in a language, with whatever there is to be shown."""

    def __init__(self, portal, locale):
        self.account = portal.make_account(licences=9, people=8, locale=locale, begun=40, extra=[
            "quantity {key} crm 4", "quantity {key} outlook 2", "quantity {key} resource-planner 1", "quantity {key} visma-admin 1",
            "quantity {key} crm 3", "assign {key} p1-{key} crm", "assign {key} p2-{key} crm",
            "assign {key} p1-{key} outlook", "assign {key} p2-{key} outlook", "assign {key} p3-{key} outlook",
            "employee protect {key} p4-{key}",
            "employee add {key} idle-{key} --name 'Idle Person' --initials IP --email idle@{key}.example --inactive",
            "plan {key} start idle-{key} %s" % SOON, "plan {key} buy standard 30 %s" % SOON])
        employees = self.account.export("employees")
        self.keys = {"soon": SOON,
                     "active": employees.xpath("string(l:employee[l:name = 'Person 7']/@id)", namespaces=NS),
                     "inactive": employees.xpath("string(l:employee[l:name = 'Idle Person']/@id)", namespaces=NS),
                     "invoice": self.account.invoices()[-1].get("number")}

    def address(self, path):
        return "http://%s:%s@127.0.0.1:%d/licences%s" % (
            self.account.login("anna"), PASSWORD, self.account.portal.port, path.format(**self.keys))


@pytest.fixture(scope="module")
def towns(shared_portal):
    made = {}

    def town(locale):
        if locale not in made:
            made[locale] = Town(shared_portal, locale)
        return made[locale]
    return town


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def look(driver, width, scheme, height=900):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1,
                                                                  "mobile": False})
    features = [{"name": "prefers-color-scheme", "value": "dark" if scheme == "dark" else "light"},
                {"name": "forced-colors", "value": "active" if scheme == "forced" else "none"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def visit(driver, town, view):
    path, act = VIEWS[view]
    driver.get(town.address(path))
    if act:
        act(driver)


def overflow(driver):
    return driver.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(driver, axe):
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})      # which no Content-Security-Policy is asked about
    return driver.execute_async_script(
        "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then(result => done(result.violations.map("
        "one => [one.id, one.nodes.length, one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))])),"
        "error => done(String(error)))", TAGS)


@pytest.fixture(scope="module")
def axe():
    path = os.environ.get("LICENCES_AXE")
    if not path:
        pytest.skip("axe-core isn't there (LICENCES_AXE; ./bootstrap check has it from npm)")
    with open(path) as source:
        return source.read()


@pytest.mark.parametrize("view, locale, width, scheme", combinations())
def test_axe_finds_nothing_and_nothing_scrolls_sideways(portal, towns, browser, axe, view, locale, width, scheme):
    look(browser, width, scheme)
    visit(browser, towns(locale), view)
    assert violations(browser, axe) == []
    assert overflow(browser) <= 0
    keep(browser, "pages/%s-%s-%d-%s" % (view, locale[:2], width, scheme))
    portal.expect("LIC3103")       # pages that say what was refused


@pytest.mark.parametrize("locale", LOCALES if WHOLE else LOCALES[:2])
def test_nu_finds_nothing(portal, towns, tmp_path, locale):
    jar = os.environ.get("LICENCES_VNU")
    if not jar:
        pytest.skip("Nu's checker isn't there (LICENCES_VNU; ./bootstrap check has it from npm)")
    town = towns(locale)
    anna = town.account.visitor("anna")
    for name, path in PAGES.items():
        (tmp_path / (name + ".html")).write_bytes(anna.get(path.format(**town.keys)).content)
    done = subprocess.run(["java", "-jar", jar, "--format", "json", str(tmp_path)], capture_output=True, text=True, timeout=300)
    said = [(message["url"].rsplit("/", 1)[1], message["message"]) for message in json.loads(done.stderr or done.stdout)["messages"]]
    assert said == []
    portal.expect("LIC3103")


@pytest.mark.parametrize("view", ["overview", "employees", "card", "pencil"] if not WHOLE else list(VIEWS))
def test_at_400_per_cent_nothing_is_cut_off(portal, towns, browser, view):
    """A window of 1280 at 400 % is one of 320 (WCAG 1.4.10)."""
    look(browser, 320, "light", 256 if view in PAGES else 640)
    visit(browser, towns("de-DE"), view)
    assert overflow(browser) <= 0
    portal.expect("LIC3103")


def test_with_reduced_motion_nothing_moves(portal, towns, browser):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    for path in ("/", "/employees"):
        browser.get(towns("en-GB").address(path))
        moving = browser.execute_script(
            "return Array.from(document.querySelectorAll('*')).filter(one => { const style = getComputedStyle(one);"
            " return style.transitionDuration.split(', ').some(time => time !== '0s') || style.animationName !== 'none'; })"
            ".map(one => one.outerHTML.slice(0, 80))")
        assert moving == []


def test_on_paper_there_is_nothing_to_click(portal, towns, browser):
    look(browser, 1280, "dark")
    town = towns("en-GB")
    for path in ("/", "/employees", "/invoices/{invoice}"):
        browser.get(town.address(path))
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        shown = browser.execute_script(
            "return Array.from(document.querySelectorAll('button, .button, summary, input, nav')).filter(one => one.offsetParent)"
            ".map(one => one.outerHTML.slice(0, 80))")
        assert shown == []
        assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert overflow(browser) <= 0
