"""How mails look: every kind in each language, in a wide and a narrow window, light and dark."""
import os
import pathlib
import sys

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("browser", "http")]

from test_content import life  # noqa: E402,F401 (a fixture)
from test_pages import look, overflow, violations  # noqa: E402
from test_pencil import keep, start_chromium  # noqa: E402

WIDTHS = (600, 320)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def first_of_each(mails):
    kinds = {}
    for kind, mail in mails:
        kinds.setdefault(kind, mail)
    return kinds


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_fits_and_can_be_read(life, browser, tmp_path, width, scheme):  # noqa: F811
    language, mails = life
    judge = os.environ.get("LICENCES_AXE")
    axe = pathlib.Path(judge).read_text() if judge else None
    for kind, mail in first_of_each(mails).items():
        page = tmp_path / "mail.html"
        page.write_text(mail.text("html"))
        look(browser, width, scheme, 900)
        browser.get(page.as_uri())
        assert overflow(browser) <= 0, kind
        keep(browser, "mail/%s-%s-%d-%s" % (kind, language, width, scheme))
        if axe:
            assert violations(browser, axe) == [], kind
        heights = browser.execute_script("return Array.from(document.links).map(link => link.getBoundingClientRect().height)")
        assert min(heights) >= 24, (kind, "targets")
        background = browser.execute_script("return getComputedStyle(document.querySelector('main')).backgroundColor")
        assert background == ("rgb(26, 33, 40)" if scheme == "dark" else "rgb(255, 255, 255)"), kind
