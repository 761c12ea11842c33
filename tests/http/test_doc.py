"""/doc: the manual below the Location, for whoever sees a page, where it is installed."""
import glob
import os
import re
import shutil

import pytest
from lxml import html

from env import BUILD, Visitor

PAGES = ("licencesctl.1", "licences.conf.5", "licences-xml.5", "licences-csv.5", "mod_licences.8", "operating", "scale", "engines", "look",
         "partners")


def test_the_manual_is_linked_and_shown_to_whoever_sees_a_page(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=10)
    portal.manual("index.html", "<!DOCTYPE html><title>The index</title>")
    portal.start()
    anna = account.visitor("anna")
    assert anna.page("/help").xpath("//a[@href='/licences/doc/index.html']")
    led = anna.get("/doc")
    assert led.status_code == 308 and led.headers["Location"].endswith("/licences/doc/index.html")
    for name, status in (("anna", 200), ("bo", 200), ("dan", 403), ("partner", 403)):
        answer = account.visitor(name).get("/doc/index.html")
        assert answer.status_code == status, name
        assert ("The index" in answer.text) == (status == 200)
    assert Visitor(portal, None).get("/doc/index.html").status_code == 401
    answer = anna.get("/doc/index.html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert anna.get("/doc/index.html", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for path in ("/doc/", "/doc/nothing.html", "/doc/..%2foverview.xsl", "/doc/overview.xsl", "/doc/.html", "/doc/a/b.html"):
        assert anna.raw(path).status in (400, 404), path
    assert anna.raw("/assets/index.html").status == 404


def test_without_a_manual_there_is_no_link_to_it(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=10)
    shutil.rmtree(os.path.join(portal.dir, "xslt/manual"), ignore_errors=True)
    portal.start()
    assert "/doc" not in account.visitor("anna").get("/help").text
    assert account.visitor("anna").get("/doc/index.html").status_code == 404


@pytest.fixture(scope="module")
def pages():
    if not os.path.exists(os.path.join(BUILD, "index.html")):
        pytest.skip("built without asciidoctor")
    return {os.path.basename(path): html.parse(path).getroot() for path in glob.glob(os.path.join(BUILD, "*.html"))}


def test_every_page_of_the_manual_is_led_to_and_every_link_leads_somewhere(pages):
    assert set(pages) == {"index.html", *(name + ".html" for name in PAGES)}
    led = {link for link in pages["index.html"].xpath("//div[@id='content']//a/@href")}
    assert {link.split("#")[0] for link in led} == set(pages) - {"index.html"}
    for name, page in pages.items():
        for link in page.xpath("//a/@href"):
            file, _, place = link.partition("#")
            if re.match("https?:|mailto:", link):
                continue
            assert not file or file in pages, (name, link)
            assert not place or pages[file or name].xpath("//*[@id=$place]", place=place), (name, link)


def test_the_manual_keeps_to_what_pages_may_hold(pages):
    """The Content-Security-Policy lets in neither styles nor scripts that stand in the page."""
    for name, page in pages.items():
        assert not page.xpath("//style | //script | //*[@style] | //*[@onclick]"), name
        assert page.xpath("//link[@rel='stylesheet']/@href") == ["./manual.css"]
        assert not re.search(r"(?<![`\w])\*\*|\]\(|^\|", page.text_content(), re.M), name


def test_what_a_page_of_doc_says_is_in_the_manual(pages):
    """Each word and each line of an example, of the page that it was made of."""
    for name in ("operating", "scale", "engines", "look", "partners"):
        with open(os.path.join(os.path.dirname(__file__), "../../mod_licences/doc/%s.md" % name)) as f:
            text = f.read()
        shown = pages[name + ".html"].text_content().replace("\u2019", "'").replace("\u2026", "…").replace("\u200b", "")
        for line in re.findall(r"^    (\S.*)$", text, re.M):
            assert line in shown, (name, line)
        for word in re.findall(r"`([^`\n]+)`", text):
            assert word in shown or word.replace(".md", "") in shown, (name, word)
