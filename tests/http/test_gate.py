"""What comes in is UTF-8 without control characters, or is refused before anything is looked up; what is in, can be shown."""
import re

import pytest

import databases
from env import NS, as_page, problem_of

pytestmark = pytest.mark.database

PATHS = ["/products/%01", "/products/%ff", "/products/x%0d%0aX-Evil:1", "/products/%7f", "/products/%c2%85",
         "/invoices/%ff", "/invoices/%ed%a0%80", "/employees/%0a", "/nowhere/%1b[31m", "/%ff", "/licences/%ff",
         "/products/%ef%bf%bf"]
XML = {"Accept": "application/xml"}
PAGES = ("/", "/modules", "/employees", "/log", "/roles", "/invoices", "/usage")


def asked_for(account):
    """How often the database has been asked by whom the portal lets in."""
    return account.portal.store.number("SELECT revision FROM account WHERE account_key = '%s'" % account.key)


# --- what comes in


@pytest.mark.parametrize("path", PATHS)
def test_an_address_that_is_no_text_is_refused_before_anything_is_looked_up(portal, account, path):
    before = asked_for(account)
    for name, method in (("dan", "POST"), ("anna", "GET"), ("anna", "POST"), ("partner", "PUT"), ("anna", "OPTIONS")):
        options = {"data": "a=b"} if method in ("POST", "PUT") else {}
        for suffix, headers in ((".xml", {}), ("", XML), (".csv", XML)):
            answer = account.visitor(name).request(method, path + suffix, headers=headers, **options)
            if suffix == ".csv":
                assert as_page(answer).xpath("//nav")
                continue
            problem = problem_of(answer)
            assert (problem.status, problem.type, problem.facts["field"]) == (400, "text-malformed", "path")
        page = as_page(account.visitor(name).request(method, path, **options))
        assert page.xpath("//*[@class='code']/text()") == ["400"]
    assert asked_for(account) == before and account.actions().count("refused") == 0
    lines = [line for line in portal.log()[portal.seen:].splitlines() if "text-malformed" in line]
    assert lines and all("licences:info" in line for line in lines)


def test_who_has_no_right_cant_break_the_log(account):
    dan, anna = account.visitor("dan"), account.visitor("anna")
    assert dan.post("/products/%01", data="a=b").status_code == 400
    assert dan.post("/products/\u202ex", data="a=b").status_code == 403        # which is text, and is logged
    for path in ("/log", "/log.xml", "/log.csv", "/log.csv?for=spreadsheet"):
        assert anna.get(path).status_code == 200
    assert account.actions()[-1] == "refused"


@pytest.mark.parametrize("path, quoted", [("/products/x%3fy", "/products/x%3fy"), ("/products/x%23", "/products/x%23"),
                                          ("/products/x%25", "/products/x%25"), ("/products/%22%3c%3e", "/products/%22%3c%3e"),
                                          ("/products/%c3%a6%20b", "/products/%c3%a6%20b")])
def test_where_one_is_sent_is_encoded_again(account, path, quoted):
    anna = account.visitor("anna")
    token = anna.page("/products/standard").xpath("string(//input[@name='token']/@value)")
    answer = anna.post(path, data={"quantity": "a&b", "token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/licences" + quoted + "?quantity=a%26b")
    assert problem_of(anna.get(path, headers=XML)).facts["instance"] == "/licences" + quoted


@pytest.mark.parametrize("query", ['x="<y>', "x=é", "x=%3C&x%22=", "x={|}\\^`"])
def test_the_link_to_what_follows_is_one_whatever_was_asked_for(portal, query):
    account = portal.make_account(licences=60, people=55)
    link = account.visitor("anna").raw("/employees?" + query).headers["Link"]
    assert re.fullmatch(r'<(/licences/employees\?[-A-Za-z0-9._~!$&\'()*+,;=:@/?%]+)>; rel="next"', link), link


def test_the_location_without_its_slash_keeps_its_query(account):
    answer = account.visitor("anna").raw('?q="<é>&x=%22')
    assert (answer.status, answer.headers["Location"]) == (308, "/licences/?q=%22%3C%C3%A9%3E&x=%22")


@pytest.mark.parametrize("query", ["%01=1", "x=%ff", "q=%00", "x=%0a", "x=%c2%80", "x=%zz", "x=%", "x=a%e9"])
def test_a_query_is_text_on_every_path_and_method(account, query):
    anna = account.visitor("anna")
    for method, path in (("GET", "/employees"), ("POST", "/employees"), ("OPTIONS", "/log"), ("GET", "/log.csv"),
                         ("GET", "/schema/licences.xsd"), ("GET", "/nowhere"), ("PUT", "/employees.xml")):
        assert anna.raw(path + "?" + query, method).status == 400, (method, path)


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "If-Match",
                                  "If-None-Match", "Origin", "Sec-Fetch-Site"])
def test_a_header_that_is_kept_or_said_again_is_text(account, name):
    anna = account.visitor("anna")
    for value in (b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80"):
        for method, path in (("GET", "/overview.xml"), ("POST", "/employees.xml"), ("PUT", "/products/standard.xml")):
            answer = anna.request(method, path, headers={name: value}, data=b"" if method != "GET" else None)
            problem = problem_of(answer)
            assert (problem.status, problem.type, problem.facts["field"]) == (400, "text-malformed", name)


def test_a_log_in_and_an_account_are_text_wherever_they_come_from(new_portal):
    portal = new_portal(inside='LicencesUser "expr=%{HTTP:X-User}"\nLicencesAccount "expr=%{HTTP:X-Account}"',
                        outside='<Location "/elsewhere">\nAuthType Basic\nAuthName x\nAuthBasicProvider file\n'
                                'AuthUserFile "%s"\n<RequireAll>\nRequire valid-user\nRequire licences-right my-account\n'
                                '</RequireAll>\nLicencesUser "expr=%%{HTTP:X-User}"\n</Location>\n')
    portal.outside = portal.outside % (portal.dir + "/run/users")
    portal.start()
    portal.begin()
    account = portal.make_account()
    known = {"X-User": account.login("anna").encode(), "X-Account": account.key.encode()}
    visitor = account.visitor("anna")
    assert visitor.get("/overview.xml", headers=known).status_code == 200
    for name, part in (("X-User", "log-in"), ("X-Account", "account")):
        for value in (b"\xff", b"an\xc2\x80na", b"caf\xe9"):
            problem = problem_of(visitor.get("/overview.xml", headers=dict(known, **{name: value})))
            assert (problem.status, problem.type, problem.facts["field"]) == (400, "text-malformed", part)
    portal.expect("AH01631")        # httpd's own: access is denied
    assert visitor.get("//elsewhere/x", headers=dict(known, **{"X-User": b"\xff"})).status_code == 401


def test_a_long_log_in_is_logged_cut(new_portal):
    portal = new_portal(inside='LicencesUser "expr=%{HTTP:X-User}"\nLicencesAccount "expr=%{HTTP:X-Account}"').start()
    portal.begin()
    account = portal.make_account()
    long = "æ" * 300
    answer = account.visitor("anna").post("/products/standard", data="a=b", headers={
        "X-User": long.encode(), "X-Account": account.key, "Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 403
    last = account.export("log").findall("l:entry", NS)[-1]
    assert (last.get("action"), last.get("actor")) == ("refused", long[:64])


# --- what is in


def put_in(account, text):
    """As an older database may hold it; returns how to take it out again."""
    store = account.portal.store
    which = "account = (SELECT id FROM account WHERE account_key = '%s')" % account.key
    ids = [int(store.rows("SELECT MAX(id) FROM %s WHERE %s" % (table, which))[0][0]) for table in ("journal", "employee")]
    was = store.rows("SELECT actor FROM journal WHERE %s AND id = %d" % (which, ids[0]))[0][0]
    name = store.rows("SELECT name FROM employee WHERE %s AND id = %d" % (which, ids[1]))[0][0]
    sql = ("UPDATE journal SET actor = %%s WHERE %s AND id = %d" % (which, ids[0]),
           "UPDATE employee SET name = %%s WHERE %s AND id = %d" % (which, ids[1]))
    store.run(*(line % text for line in sql))
    return [sql[0] % store.text(was), sql[1] % store.text(name)]


def texts():
    """Of an older database: a control character; on SQLite, which takes anything, also what isn't UTF-8."""
    as_sql = databases.Database(databases.KIND, "").text
    rest = ["CAST(X'6B%s6B' AS TEXT)" % bad for bad in ("FF", "E9", "C3", "EDA080")] if databases.KIND == "sqlite3" else []
    return [as_sql("k\x01k"), as_sql("k\x1fk"), as_sql("k\ufffek"), as_sql("k\uffffk"), *rest]


@pytest.mark.parametrize("text", texts())
def test_what_an_older_database_holds_breaks_no_page_feed_or_export_and_is_named_by_audit(portal, account, text):
    anna = account.visitor("anna")
    undo = put_in(account, text)
    try:
        for path in PAGES:
            assert anna.get(path).status_code == 200, path
            if path != "/roles":
                for suffix in (".xml", ".csv", ".csv?for=spreadsheet"):
                    assert anna.get(path.replace("/", "/overview") + suffix if path == "/" else path + suffix).content
        feed = anna.xml("/log.xml?after=1")
        assert "k\ufffd" in feed.findall("l:entry", NS)[-1].get("actor")
        assert "k\ufffd" in anna.get("/log.csv").text and "k\ufffd" in anna.get("/employees.csv").text
        for form in ("xml", "csv"):
            for what in ("log", "employees", "modules"):
                account.ctl("export", account.key, what, "--format", form)
        said = account.ctl("audit", account.key, status=1).stdout
        assert said.count("%s: texts-can-be-shown: " % account.key) == 2
        assert "log entry" in said and "employee" in said and "k\ufffd" in said
    finally:
        portal.store.run(*undo)
