"""HTML, XML and CSV; conditions; caching; addresses."""
import re

import pytest
from lxml import etree

from env import NS, text_of, wait_until

PAGES = ["/", "/overview", "/products/standard", "/modules", "/employees", "/invoices", "/log"]
LISTS = ["/modules", "/employees", "/invoices", "/log"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_html_and_xml_and_every_xml_answer_is_valid(anna, path):
    assert anna.page(path) is not None
    root = anna.xml("/overview.xml" if path == "/" else path + ".xml")
    assert root.get("account") and root.get("revision")


@pytest.mark.parametrize("path", ["/overview", "/modules", "/employees", "/invoices", "/log"])
def test_every_list_is_csv_too(anna, path):
    answer = anna.get(path + ".csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("accept, kind", [
    (None, "text/html"), ("*/*", "text/html"), ("text/html", "text/html"),
    ("application/xml", "application/xml"), ("text/csv", "text/csv"), ("text/*", "text/html"),
    ("application/*", "application/xml"),
    ("text/html;q=0.5, application/xml;q=0.8", "application/xml"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ("application/xml;q=0, */*", "text/html"), ("text/csv;q=0.9, */*;q=0.1", "text/csv"),
    ("image/png, application/xml;q=0.1", "application/xml"), ("TEXT/CSV", "text/csv"),
])
def test_without_a_suffix_accept_decides(anna, accept, kind):
    answer = anna.get("/overview", headers={"Accept": accept})
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert "Accept" in answer.headers["Vary"]


def test_a_suffix_wins_over_accept(anna):
    answer = anna.get("/overview.csv", headers={"Accept": "application/xml"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "Accept" not in [word for word in re.split(r",\s*", answer.headers.get("Vary", ""))]


def test_what_nobody_can_make_is_not_acceptable(anna):
    assert anna.get("/overview", headers={"Accept": "image/png"}).status_code == 406
    assert anna.get("/products/standard", headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("path", ["/nothing", "/overview.json", "/overview.xml.csv", "/products/standard.csv",
                                  "/products/", "/products/a/b", "/products/standard.json", "/invoices/", "/log/1",
                                  "/.xml", "/overview.", "/Overview"])
def test_an_unknown_path_is_not_found(anna, path):
    assert anna.get(path).status_code == 404


def test_the_location_without_its_slash_is_elsewhere_for_good(anna):
    answer = anna.get("", params={"x": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/licences/?x=1")


# --- conditions


def etag_of(anna, path, **headers):
    return anna.get(path, headers=headers).headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/overview.xml", "/products/standard", "/products/standard.xml", "/log",
                                  "/invoices", "/employees"])
def test_a_page_that_has_not_changed_is_not_sent_again(anna, account, path):
    tag = etag_of(anna, path)
    assert re.fullmatch(r'"\d+\.\d{4}-\d\d-\d\d\.[0-9a-f]{16}"', tag)
    assert tag.strip('"').split(".")[0] == account.show().get("revision")
    again = anna.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert anna.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_what_a_proxy_that_compresses_made_of_the_tag_is_still_it(anna):
    tag = etag_of(anna, "/")
    for ending in ("-gzip", "-br"):
        altered = tag[:-1] + ending + '"'
        assert anna.get("/", headers={"If-None-Match": '"x", ' + altered}).status_code == 304


def test_a_change_of_the_account_makes_another_tag(anna):
    tag = etag_of(anna, "/")
    anna.change("crm", 2)
    answer = anna.get("/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_what_differs_has_tags_that_differ(anna, account):
    bo = account.visitor("bo")
    tags = [etag_of(anna, "/"), etag_of(anna, "/overview.xml"), etag_of(anna, "/log"), etag_of(bo, "/"),
            etag_of(anna, "/log?action=bought"), etag_of(anna, "/products/standard"), etag_of(anna, "/products/crm")]
    assert len(set(tags)) == len(tags)


def test_rights_taken_away_make_another_page_at_once(anna, account):
    tag = etag_of(anna, "/")
    account.ctl("role", "revoke", account.key, "admin", "my-account")
    account.ctl("role", "grant", account.key, "admin", "my-account-view")
    assert anna.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_a_condition_that_fails_is_told(anna):
    assert anna.get("/", headers={"If-Match": '"1.2000-01-01.0"'}).status_code == 412
    assert anna.get("/", headers={"If-Match": etag_of(anna, "/")}).status_code == 200


def test_lists_for_programs_carry_no_tag(anna):
    for path in ("/log.xml", "/log.csv", "/overview.csv", "/invoices.xml"):
        assert "ETag" not in anna.get(path).headers


def test_pages_are_kept_by_nobody_but_the_browser_and_asked_for_each_time(anna):
    assert anna.get("/").headers["Cache-Control"] == "private, no-cache"


# --- what browsers are told


def test_browsers_run_no_script_but_ours_and_nobody_frames_the_pages(anna):
    for path in ("/", "/nothing", "/products/standard?quantity=0"):
        headers = anna.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'self'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES + ["/products/standard?quantity=30", "/products/standard?quantity=0", "/nothing"])
def test_no_page_needs_inline_scripts_or_styles(anna, path):
    page = anna.get(path)
    root = etree.HTML(page.content)
    assert not root.xpath("//style|//@style|//script[not(@src)]|//@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(anna, path):
    page = anna.page(path)
    links = {link.split("#")[0] for link in page.xpath("//@href|//@src") if link.startswith("/licences")}
    assert links
    for link in links:
        assert anna.get(link[len("/licences"):]).status_code == 200, link


def test_what_people_type_is_never_markup(anna):
    evil = '"><script>alert(1)</script>'
    for path, name in (("/products/standard", "quantity"), ("/employees", "q"), ("/log", "actor"), ("/modules", "q")):
        answer = anna.get(path, params={name: evil})
        assert "<script>alert" not in answer.text


def test_the_log_notes_the_resource_and_the_problem(anna, portal):
    anna.get("/products/nothing")
    assert wait_until(lambda: any(  # httpd writes it after the answer
        line.endswith("404 resource=product problem=product-unknown") for line in portal.access_log()))


def test_the_schema_is_served_and_is_the_one_that_answers_are_valid_by(anna):
    answer = anna.get("/schema/licences.xsd")
    assert answer.headers["Content-Type"].startswith("application/xml")
    etree.XMLSchema(etree.fromstring(answer.content))


def test_a_page_of_many_rows_links_to_the_next(portal):
    account = portal.make_account(licences=70, people=60)
    bo = account.visitor("bo")
    answer = bo.get("/employees?sort=login&after=0&status=active")
    assert answer.links["next"]["url"].startswith("/licences/employees?sort=login&status=active&after=")
    following = bo.get("//" + answer.links["next"]["url"].lstrip("/"))
    assert following.status_code == 200 and "next" not in following.links
    assert "next" not in bo.get("/employees.xml").links    # an export is whole


def test_a_page_of_many_rows_goes_on_where_it_ends(portal):
    account = portal.make_account(licences=80, people=60)
    anna = account.visitor("anna")
    seen, path = [], "/employees"
    while path:
        page = anna.page(path)
        text = text_of(page)
        seen += [i for i in range(60) if re.search(r"\bPerson %d\b" % i, text)]
        more = page.xpath("//a[contains(@href, 'after=')]/@href")
        path = more[0][len("/licences"):] if more else None
    assert sorted(seen) == list(range(60))
    assert len(anna.xml("/employees.xml").findall("l:employee", NS)) == 64
