"""
Every page in a language that isn't one: each text without a vowel of ASCII's, and 40 % longer. What has such a vowel was never given
to translators, and what doesn't fit in the windows would be cut in a language of long words.
"""
import os
import re
import xml.etree.ElementTree as etree

import pytest
from selenium.webdriver.common.by import By

from test_pages import VIEWS, Town, look, overflow, start_chromium, visit

LETTERS = str.maketrans("aeiouyAEIOUY", "àéîöüýÀÉÎÖÜÝ")       # so that no word of its texts has a vowel of ASCII's
# Elements that hold what somebody typed, what a program reads, or what ICU writes
DATA = "bdi, time, pre, code, textarea, .money, [lang]:not(html), [translate=no], a[href^='mailto:'], option"
# What else is data: addresses, log-ins, invoices' numbers, months, names of products and employees, keys of rights
WORDS = re.compile(r"\S+@\S+|\b\w+(?:-\w+)*-t\d+\b|Europe/\w+|licences\.xsd|problem\.xsd|\?dry-run=1|Idempotency-Key|If-Match|ETag|"
                   r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|kl|"
                   r"(?:jan|feb|apr|jun|jul|aug|sep|sept|okt|nov|dec)\.?|"
                   r"partner-csv|my-account-view|my-account|partner|Partner|admin|viewer|roles|crm|outlook|"
                   r"TimeLog|Outlook|Microsoft|Visma|Admin|Standard|licence|Resource|planner|Payroll|Person|Idle|Anna|Bo|Dan|"
                   r"Example|Test|PUT|id)\b")


def longer(text):
    """By 40 %, in words as long as German's; what is filled in is as it was"""
    parts = re.split(r"(\{\w+\})", text)
    said = "".join(part if part.startswith("{") else part.translate(LETTERS) for part in parts)
    more = max(1, round(.4 * len(text)))
    return said + "x" * more if len(text) < 16 else said + " xxxxxxxx" * max(1, round(more / 9))


def speak(portal):
    """The portal's Swedish becomes it."""
    path = os.path.join(portal.dir, "xslt/text/sv.xml")
    tree = etree.parse(path)
    for text in tree.getroot():
        if text.get("id") == "en":          # the language's own code
            continue
        if len(text):
            for plural in text:
                plural.text = longer(plural.text)
        else:
            text.text = longer(text.get("id"))
    tree.write(path, encoding="utf-8", xml_declaration=True)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def untranslated(driver):
    texts = driver.execute_script("""
        const data = arguments[0], found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
            if (node.textContent.trim() && !node.parentElement.closest(data)) { found.push(node.textContent.trim()); }
        }
        document.querySelectorAll("[aria-label], [title], [placeholder]").forEach(one => ["aria-label", "title", "placeholder"].forEach(
            name => { if (one.getAttribute(name) && !one.closest(data)) { found.push(one.getAttribute(name)); } }));
        return found;""", DATA)
    return {text for text in texts if re.search(r"[A-Za-z]*[aeiouyAEIOUY][A-Za-z]+|[A-Za-z]+[aeiouyAEIOUY]", WORDS.sub("", text))}


def cut(driver):
    """What has more in it than it shows, and no way to see it"""
    return driver.execute_script("""
        return Array.from(document.querySelectorAll("main *, nav *, header *, footer *")).filter(one => {
            const style = getComputedStyle(one);
            return one.offsetParent && !one.closest(".hidden, svg, textarea, thead, bdi, .date") && style.textOverflow !== "ellipsis" && style.overflowX !== "visible" && style.overflowX !== "auto" &&
                one.scrollWidth > one.clientWidth + 1; }).map(one => one.outerHTML.slice(0, 120));""")


def test_every_text_is_translated_and_longer_ones_fit(new_portal, browser):
    portal = new_portal()
    speak(portal)
    portal.start()
    town = Town(portal, "sv-SE")
    wrong = []
    for view in VIEWS:
        for width in (1280, 390):
            look(browser, width, "light")
            visit(browser, town, view)
            if overflow(browser) > 0:
                wrong.append((view, width, "scrolls sideways"))
            wrong += [(view, width, "cut", one) for one in cut(browser)]
            if width == 1280:
                wrong += [(view, "not translated", one) for one in untranslated(browser)]
    portal.expect("LIC3103")
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "sv"
    assert not wrong, "\n".join(map(str, wrong))
