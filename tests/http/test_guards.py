"""What a request must be like before anything is done for it: method, origin, type, size, form token."""
import base64
import socket

import pytest

import tokens
from env import as_page, problem_of, text_of

XML = {"Accept": "application/xml"}


@pytest.fixture
def ready(anna, account):
    """The form of a confirmation that would be accepted."""
    return {"quantity": "27", "confirm": anna.preview("standard", 27).get("confirm")}


def purchased(account):
    return account.product("standard")[0]


# --- methods


@pytest.mark.parametrize("path, allow", [("/", "GET, HEAD, OPTIONS"), ("/log", "GET, HEAD, OPTIONS"),
                                         ("/products/standard", "GET, HEAD, OPTIONS, POST"),
                                         ("/assets/licences.css", "GET, HEAD, OPTIONS")])
def test_a_method_that_is_not_there_is_answered_with_those_that_are(anna, path, allow):
    for method in ("DELETE", "PATCH", "PUT") + (() if "POST" in allow else ("POST",)):
        answer = anna.request(method, path, data={"quantity": "1"})
        assert answer.status_code == 405, method
        assert answer.headers["Allow"] == allow
    answer = anna.options(path)
    assert (answer.status_code, answer.headers["Allow"]) == (200, allow)


def test_head_is_get_without_a_body(anna):
    for path in ("/", "/overview.xml", "/log.xml", "/log.csv", "/products/standard", "/assets/licences.css"):
        got, headed = anna.get(path), anna.head(path)
        assert (headed.status_code, headed.content) == (200, b"")
        assert headed.headers["Content-Type"] == got.headers["Content-Type"]


# --- origin


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                                     {"Sec-Fetch-Site": "none"}, {"Origin": "https://evil.example"},
                                     {"Origin": "null"}, {"Origin": ""},
                                     {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}])
def test_what_another_sites_page_sends_is_refused(anna, account, ready, headers):
    answer = anna.post("/products/standard", data=ready, headers=dict(headers, **XML))
    assert (answer.status_code, problem_of(answer).type) == (403, "cross-site")
    assert purchased(account) == 25
    assert anna.post("/products/standard", data=ready, headers=headers).status_code == 403


def test_what_the_portals_own_page_sends_is_taken(anna, account, ready):
    own = "http://127.0.0.1:%d" % anna.portal.port
    answer = anna.post("/products/standard", data=ready, headers={"Sec-Fetch-Site": "same-origin", "Origin": own})
    assert answer.status_code == 303
    assert purchased(account) == 27
    for host, origin, status in (("Portal.example:80", "http://portal.example", 303), ("portal.example:8", "http://portal.example", 403)):
        token = anna.preview("standard", purchased(account) + 1).get("confirm")
        answer = anna.confirm("standard", purchased(account) + 1, token, headers={"Host": host, "Origin": origin})
        assert answer.status_code == status, host


def test_a_refused_cross_site_attempt_of_somebody_without_the_right_is_not_logged_as_theirs(account, ready):
    bo = account.visitor("bo")
    before = account.actions()
    assert bo.post("/products/standard", data=ready, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert account.actions() == before


def test_further_origins_of_the_portal_are_named_by_a_directive(new_portal):
    portal = new_portal(inside="LicencesOrigin https://portal.example.com http://other.example:8000").start()
    portal.begin()
    account = portal.make_account(licences=25)
    anna = account.visitor("anna")
    for origin, status in (("https://portal.example.com", 303), ("HTTPS://Portal.Example.Com", 303),
                           ("http://other.example:8000", 303), ("http://other.example", 403),
                           ("https://portal.example.com:444", 403), ("https://portal.example.com.evil.example", 403)):
        quantity = purchased(account) + 1
        token = anna.preview("standard", quantity).get("confirm")
        answer = anna.confirm("standard", quantity, token, headers={"Origin": origin})
        assert answer.status_code == status, origin


# --- form token


def test_a_form_without_its_token_is_refused_with_a_page_that_lets_one_go_on(anna, account):
    answer = anna.post("/products/standard", data={"quantity": "27"})
    assert answer.status_code == 403
    page = as_page(answer)
    assert [link for link in page.xpath("//main//a/@href") if link.startswith("/licences/")]
    told = anna.post("/products/standard", data={"quantity": "27"}, headers=XML)
    assert problem_of(told).type == "token-missing"
    assert purchased(account) == 25


def test_a_form_with_a_forged_or_strange_or_old_token_is_refused(anna, account, portal):
    mine = account.login("anna")
    for token, status, word in (
            (tokens.form(portal, account.key, mine)[:-1] + "x", 403, "token-invalid"),
            (tokens.form(portal, account.key, account.login("bo")), 403, "token-invalid"),
            (tokens.form(portal, "other", mine), 403, "token-invalid"),
            (tokens.sign(portal, "preview", ["99999999999999999", account.key, mine]), 403, "token-invalid"),
            (tokens.form(portal, account.key, mine, -tokens.HOUR), 409, "token-expired"),
            ("nonsense", 403, "token-invalid"), (" ", 403, "token-invalid"), ("x" * 20000, 403, "token-invalid")):
        answer = anna.post("/products/standard", data={"quantity": "27", "token": token}, headers=XML)
        assert (answer.status_code, problem_of(answer).type) == (status, word), token[:50]


# --- types and sizes


@pytest.mark.parametrize("kind", [None, "text/plain", "application/xml", "multipart/form-data; boundary=x",
                                  "application/json", "application/x-www-form-urlencoded2"])
def test_a_body_of_another_type_is_refused(anna, account, ready, kind):
    body = "quantity=27&confirm=" + ready["confirm"]
    headers = dict(XML, **({"Content-Type": kind} if kind else {}))
    answer = anna.post("/products/standard", data=body.encode(), headers=headers)
    assert (answer.status_code, problem_of(answer).type) == (415, "content-type")
    assert purchased(account) == 25


def test_the_type_of_a_form_may_name_a_charset_and_is_not_case_sensitive(anna, ready):
    answer = anna.post("/products/standard", data=("quantity=27&confirm=" + ready["confirm"]).encode(),
                       headers={"Content-Type": "Application/X-WWW-Form-URLencoded; charset=UTF-8"})
    assert answer.status_code == 303


def test_a_body_of_ten_megabytes_is_too_large_whatever_its_framing(anna, account, ready):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"quantity=27&confirm=" + ready["confirm"].encode() + b"&filler=" + b"x" * 10_000_000
    answer = anna.post("/products/standard", data=body, headers=dict(form, **XML))
    assert (answer.status_code, problem_of(answer).type) == (413, "too-large")

    def pieces():
        for at in range(0, len(body), 65536):
            yield body[at:at + 65536]

    answer = anna.post("/products/standard", data=pieces(), headers=dict(form, **XML))
    assert (answer.status_code, problem_of(answer).type) == (413, "too-large")
    assert purchased(account) == 25


def test_a_body_of_just_the_size_that_is_allowed_is_read(anna, account, ready):
    head = "quantity=27&confirm=%s&filler=" % ready["confirm"]
    body = head + "x" * (65536 - len(head))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert anna.post("/products/standard", data=body + "x", headers=form).status_code == 413
    assert anna.post("/products/standard", data=body, headers=form).status_code == 303


def test_a_body_that_breaks_off_changes_nothing(anna, account, ready, portal):
    body = ("quantity=27&confirm=" + ready["confirm"]).encode()
    login, password = anna.auth
    head = ("POST /licences/products/standard HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic %s\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (
                base64.b64encode(login + b":" + password).decode(), len(body) + 10))
    with socket.create_connection(("127.0.0.1", portal.port)) as s:
        s.sendall(head.encode() + body)
        s.shutdown(socket.SHUT_WR)
        answer = s.makefile("rb").read()
    assert answer.split(b" ")[1:2] in ([], [b"400"])
    assert purchased(account) == 25


# --- fields


@pytest.mark.parametrize("body", [
    b"quantity=27%00&confirm=CONFIRM", b"quantity=%zz&confirm=CONFIRM", b"quantity=27%&confirm=CONFIRM",
    b"quantity=27%2&confirm=CONFIRM", b"quantity=27&confirm=CONFIRM&x=%00", b"quantity=27&confirm=CONFIRM&%00=1",
    b"quantity=27\x00&confirm=CONFIRM", b"quantity=27&confirm=CONFIRM&a%01b=1", b"quantity=27&confirm=CONFIRM&%ff=1",
    b"quantity=27&confirm=CONFIRM&" + b"&".join(b"f%d=1" % i for i in range(300)),
])
def test_a_malformed_form_is_refused_as_a_whole(anna, account, ready, body):
    body = body.replace(b"CONFIRM", ready["confirm"].encode())
    answer = anna.post("/products/standard", data=body,
                       headers=dict(XML, **{"Content-Type": "application/x-www-form-urlencoded"}))
    assert (answer.status_code, problem_of(answer).type) == (400, "form-malformed")
    assert purchased(account) == 25


@pytest.mark.parametrize("value", ["%ff%fe", "27%01", "\xc3\x28", "%C0%80", "%ED%A0%80", "27%0A", "%7f27", "%C2%8527"])
def test_a_field_with_control_characters_or_other_than_utf_8_is_refused_by_its_name(anna, account, ready, value):
    body = b"quantity=" + value.encode("latin-1") + b"&confirm=" + ready["confirm"].encode()
    answer = anna.post("/products/standard", data=body,
                       headers=dict(XML, **{"Content-Type": "application/x-www-form-urlencoded"}))
    problem = problem_of(answer)
    assert (answer.status_code, problem.type, problem.facts["field"]) == (400, "field-invalid", "quantity")
    assert purchased(account) == 25


def test_a_tab_around_a_number_is_a_blank_as_it_comes_out_of_a_spreadsheet(anna, account, ready):
    assert anna.post("/products/standard", data=dict(ready, quantity="\t27")).status_code == 303
    assert purchased(account) == 27


def test_a_field_that_comes_twice_is_refused(anna, account, ready):
    body = "quantity=27&quantity=28&confirm=" + ready["confirm"]
    answer = anna.post("/products/standard", data=body,
                       headers=dict(XML, **{"Content-Type": "application/x-www-form-urlencoded"}))
    problem = problem_of(answer)
    assert (answer.status_code, problem.type, problem.facts["field"]) == (400, "field-repeated", "quantity")
    assert purchased(account) == 25


def test_a_confirmation_without_a_quantity_says_which_field_is_missing(anna, ready):
    answer = anna.post("/products/standard", data={"confirm": ready["confirm"]}, headers=XML)
    problem = problem_of(answer)
    assert (answer.status_code, problem.type, problem.facts["field"]) == (400, "field-missing", "quantity")


@pytest.mark.parametrize("query", ["quantity=%00", "quantity=%zz", "quantity=1&quantity=2", "quantity=%ff"])
def test_a_malformed_query_is_refused(anna, query):
    assert anna.raw("/products/standard?" + query).status == 400


def test_a_sentence_says_what_was_wrong(anna):
    assert len(text_of(as_page(anna.post("/products/standard", data="%zz", headers={
        "Content-Type": "application/x-www-form-urlencoded"})))) > 100
