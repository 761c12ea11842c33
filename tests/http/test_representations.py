"""HTML, XML and CSV; conditions; caching; addresses."""
import re

import pytest
import requests
from lxml import etree

from env import NS, Visitor, as_page, problem_of, text_of, wait_until

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


@pytest.mark.parametrize("weight, kind", [
    ("0", "text/html"), ("0.", "text/html"), ("0.000", "text/html"), ("1", "text/csv"), ("1.", "text/csv"),
    ("1.000", "text/csv"), ("0.501", "text/csv"), ("0.499", "text/html"), ("0.6 ;x=1", "text/csv"),
])
def test_a_weight_has_at_most_three_decimals_and_lies_between_0_and_1(anna, weight, kind):
    answer = anna.get("/overview", headers={"Accept": "text/html;q=0.5, text/csv;q=" + weight})
    assert answer.headers["Content-Type"].split(";")[0] == kind


@pytest.mark.parametrize("weight", ["nan", "NaN(1)", "inf", "-0", "-1", "+0", "0x0", "0e0", "0.0000", "00", "2", "1.001",
                                    "", ".0", "1e-9999", "000000000000000000000000", "0 0"])
def test_what_is_no_weight_counts_as_if_it_were_not_there(anna, weight):
    answer = anna.get("/overview", headers={"Accept": "text/html;q=0.5, text/csv;q=" + weight})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert anna.get("/overview", headers={"Accept": "*/*;q=" + weight}).status_code == 200


def test_a_suffix_wins_over_accept(anna):
    answer = anna.get("/overview.csv", headers={"Accept": "application/xml"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "Accept" not in [word for word in re.split(r",\s*", answer.headers.get("Vary", ""))]


@pytest.mark.parametrize("accept", ["", ",", ",,"])
def test_an_accept_that_names_nothing_takes_anything(anna, accept):
    answer = anna.get("/overview", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_what_nobody_can_make_is_not_acceptable_and_told_to_programs_in_xml(anna):
    for path, accept in (("/overview", "image/png"), ("/products/standard", "text/csv"), ("/overview", "application/json"),
                         ("/overview", "application/problem+xml"), ("/overview", "text/html;q=0, application/hr+xml"),
                         ("/employees/new", "application/xml")):
        problem = problem_of(anna.get(path, headers={"Accept": accept}))
        assert (problem.status, problem.type) == (406, "not-acceptable")
    assert as_page(anna.get("/nothing")) is not None


# --- what httpd itself refuses


XML = {"Accept": "application/xml"}


@pytest.mark.parametrize("outside", ["", "ErrorDocument 401 /sorry.html", 'ErrorDocument 401 "log in"', "ErrorDocument 401 /licences/"])
def test_programs_that_are_not_logged_in_are_told_in_xml(new_portal, outside):
    portal = new_portal(outside=outside + "\n<Location /sorry.html>\nRequire all granted\n</Location>")
    with open(portal.dir + "/htdocs/sorry.html", "w") as page:
        page.write("sorry")
    portal.start()
    portal.begin()
    account = portal.make_account()
    wrong = account.visitor("anna")
    wrong.auth = (account.login("anna").encode(), b"wrong")
    portal.expect("AH01617")        # httpd's own: the password is wrong
    for visitor in (Visitor(portal, None), wrong):
        for method, path, headers in (("GET", "/overview.xml", {}), ("GET", "/overview", XML), ("GET", "/nothing.xml", {}),
                                      ("PUT", "/employees.xml", {}), ("GET", "/log.xml?after=0", {"Accept": "text/html"})):
            answer = visitor.request(method, path, headers=headers)
            problem = problem_of(answer)
            assert (problem.status, problem.type) == (401, "login-missing")
            assert answer.headers["WWW-Authenticate"] == 'Basic realm="Portal"'
            assert answer.headers["Cache-Control"] == "no-store" and int(answer.headers["Content-Length"]) == len(answer.content)
        answer = visitor.head("/overview.xml")
        assert answer.status_code == 401 and answer.headers["Content-Type"].startswith("application/problem+xml")
        for path in ("/", "/overview.csv"):
            answer = visitor.get(path)
            assert answer.status_code == 401 and answer.headers["WWW-Authenticate"]
            assert answer.headers["Content-Type"].startswith("text/html")
            assert "sorry.html" not in outside or answer.text == "sorry"
    assert account.visitor("anna").xml("/overview.xml").get("account") == account.key


def test_what_the_portal_forbids_is_told_to_programs_in_xml(new_portal):
    portal = new_portal(outside="<Location /licences/invoices.xml>\nRequire all denied\n</Location>\n"
                                "<Location /licences/invoices>\nRequire all denied\n</Location>").start()
    portal.begin()
    portal.expect("AH01630", "AH01631")        # httpd's own: denied
    anna = portal.make_account().visitor("anna")
    for path, headers in (("/invoices.xml", {}), ("/invoices", XML)):
        problem = problem_of(anna.get(path, headers=headers))
        assert (problem.status, problem.type) == (403, "refused-by-server")
    assert anna.get("/invoices").status_code == 403 and "nav" not in anna.get("/invoices").text
    assert anna.get("/overview.xml").status_code == 200


def test_an_error_document_of_ours_keeps_the_status_of_the_error(new_portal):
    portal = new_portal(outside="ErrorDocument 404 /licences/overview\nErrorDocument 403 /licences/nothing\n"
                                "ErrorDocument 410 /licences/overview.xml\nRedirect gone /gone\n"
                                "<Location /closed>\nRequire all denied\n</Location>", modules=["alias"]).start()
    portal.begin()
    portal.expect("AH01630")
    account = portal.make_account()
    anna = account.visitor("anna")
    for path, status, words in (("//nowhere", 404, "Test " + account.key), ("//closed", 403, ""), ("//gone", 410, "<licences")):
        answer = anna.get(path, headers={"If-None-Match": "*"})
        assert answer.status_code == status and words in answer.text, path
    assert anna.post("//nowhere", data={"x": "1"}).status_code == 404
    assert anna.get("/overview").status_code == 200


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
    assert re.fullmatch(r'"\d+\.\d{4}-\d\d-\d\d\.[0-9a-f]{24}"', tag)
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
    for path in ("/invoices", "/usage", "/usage.csv", "/overview.xml", "/employees.xml"):
        assert anna.get(path).headers["Cache-Control"] == "private, no-cache", path


def test_what_names_people_stays_in_no_browser_after_a_log_out_and_yet_is_not_sent_twice(anna):
    card = "/employees/%s" % anna.xml("/employees.xml").find("l:employee", NS).get("id")
    for path in ("/", "/overview", "/modules", "/employees", card, "/roles", "/log", "/products/standard", "/log.csv",
                 "/employees.csv", "/modules.csv?for=spreadsheet"):
        answer = anna.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), path
        if "csv" not in path and path != card:      # whose offers carry tokens
            again = anna.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.headers["Cache-Control"]) == (304, "no-store"), path


# --- what browsers are told


def test_browsers_run_no_script_but_ours_and_nobody_frames_the_pages(portal, anna):
    answers = [anna.get(path) for path in ("/", "/nothing", "/products/standard?quantity=0", "/nothing.xml", "/log.csv",
                                           "/log?action=x")]
    redirects = [anna.get("", allow_redirects=False), anna.post("/products/standard", data={"quantity": "9"}, allow_redirects=False)]
    outside = [requests.get(portal.url(path)) for path in ("/", "/log.xml")]
    assert [answer.status_code for answer in redirects[:1] + outside] == [308, 401, 401]
    assets = [anna.get("/assets/" + name) for name in ("licences.css", "place.js", "icon.svg")]
    for answer in answers + redirects + outside + assets + [anna.options("/log"), anna.put("/log"), anna.post("/employees", data={})]:
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
        assert policy.endswith("frame-ancestors 'self'"), policy
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
        # what can't be undone now is told on a page, which says who would have to go first
        assert anna.get(link[len("/licences"):]).status_code in ((200, 422) if "undo=" in link else (200,)), link


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


def test_an_origin_that_is_named_may_frame_the_pages(new_portal):
    portal = new_portal(inside="LicencesFrameAncestors https://Portal.example.com:443 http://other.example:8000").start()
    for path in ("/", "/nothing.xml"):
        policy = portal.make_account().visitor("anna").get(path).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' https://portal.example.com http://other.example:8000")
