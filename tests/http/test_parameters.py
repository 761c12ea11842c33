"""Parameters of the query: those that a resource knows, with values that it knows; on a write, no others."""
import uuid

import pytest
from lxml import etree

from env import NS, problem_of

XML = {"Content-Type": "application/xml"}
PRODUCT = '<product xmlns="urn:mod-licences:1" quantity="30"/>'
PEOPLE = '<employees xmlns="urn:mod-licences:1" mode="merge"><employee login="eva" email="e@x.example"><name>Eva</name></employee></employees>'


def put(visitor, path, body):
    return visitor.put(path, data=body, headers={**XML, "Idempotency-Key": '"%s"' % uuid.uuid4()})


@pytest.mark.parametrize("query, problem, field", [
    ("dry_run=1", "parameter-unknown", "dry_run"),
    ("dryrun=1", "parameter-unknown", "dryrun"),
    ("dry-run=1&x=", "parameter-unknown", "x"),
    ("=1", "parameter-unknown", ""),
    ("dry-run=yes", "field-invalid", "dry-run"),
    ("dry-run=", "field-invalid", "dry-run"),
    ("dry-run", "field-invalid", "dry-run"),
    ("dry-run=1&dry-run=1", "field-repeated", "dry-run"),
    ("quantity=30", "parameter-unknown", "quantity"),    # a parameter of GET
])
def test_a_put_whose_parameters_are_not_understood_writes_nothing(account, query, problem, field):
    partner, before = account.visitor("partner"), account.show().get("revision")
    for path, body in (("/products/standard.xml?", PRODUCT), ("/employees.xml?", PEOPLE)):
        answer = put(partner, path + query, body)
        assert answer.status_code == 400, path
        assert (problem_of(answer).type, problem_of(answer).facts["field"] or "") == (problem, field)
    assert account.show().get("revision") == before
    assert account.product("standard")[0] == 25


def test_a_dry_run_is_said_by_1_and_by_0_that_it_is_none(account):
    partner = account.visitor("partner")
    assert put(partner, "/products/standard.xml?dry-run=1", PRODUCT).status_code == 200
    assert account.product("standard")[0] == 25
    assert put(partner, "/products/standard.xml?dry-run=0", PRODUCT).status_code == 200
    assert account.product("standard")[0] == 30


@pytest.mark.parametrize("path, data", [
    ("/products/standard", {"quantity": "30"}), ("/employees", {"login": "x"}),
    ("/roles", {"role": "admin", "right": "partner", "action": "grant"}),
])
def test_a_form_is_posted_without_parameters(account, anna, path, data):
    before = account.show().get("revision")
    answer = anna.post(path + "?dry-run=1", data=data, headers={"Accept": "application/xml"})
    assert (answer.status_code, problem_of(answer).type) == (400, "parameter-unknown")
    assert account.show().get("revision") == before


# --- reading: what each resource knows

LISTED = {"after": (["0", "7", " 7 "], ["-1", "x", "1.5", "9" * 30])}
LIMIT = {"limit": (["1", "1000"], ["0", "-1", "1001", "x", "9" * 30])}       # XML only
PROFILE = {"for": (["spreadsheet"], ["excel", "1"])}                        # CSV only
DONE = {"done": (["1", "99999"], ["x", "-1"])}                              # pages and their XML
PAGE = {"page": (["1", "2"], ["x", "-1"])}
DATES = {name: (["2026-01-01", " 2026-01-01 "], ["2026-13-01", "01.02.2026", "today", "2026-02-30", "2026-1-1"])
         for name in ("from", "to")}
SEARCH = {"q": (["anna", " anna  b ", "x" * 200], ["x" * 201])}
KNOWN = {
    "/overview": {**DONE, **PROFILE},
    "/products/standard": {"quantity": (["30", " 30 "], []), **DONE},
    "/modules": {"module": (["crm", " crm "], ["CRM!", "a.b"]), "status": (["counted"], ["active"]), **SEARCH, **LISTED, **LIMIT, **DONE, **PAGE, **PROFILE,
                 "sort": (["name", "-name", "login", "-login", "module", "-module", "assigned", "-assigned", "deadline", "id"],
                          ["email", "-deadline", "NAME", "name,login"])},
    "/employees": {"status": (["active", "inactive", "marked", "counted", "starting", "leaving", "\tactive "], ["Active", "aktiv", "all"]), **SEARCH, **LISTED,
                   **LIMIT, **DONE, **PAGE, **PROFILE,
                   "sort": (["name", "-name", "login", "-login", "id"], ["email", "-id", "created"])},
    "/employees/1": {**LISTED, **LIMIT, **DONE},
    "/roles": DONE,
    "/invoices": {"year": (["2026", " 2026 "], ["x", "-1"]), "kind": (["purchase", " credit "], ["Purchase", "x"]), **SEARCH, **LISTED,
                  **LIMIT, **PROFILE},
    "/invoices/NUMBER": {},
    "/log": {"object": (["standard", " employee/1 "], []), "actor": (["anna", " anna "], ["x" * 201]), "action": (["bought", " bought "], ["buy", "BOUGHT", "bought,kept"]),
             **DATES, **LISTED, **LIMIT, **PAGE, **PROFILE},
    "/plans": {"kind": ([], ["start", "Buy"]), "product": (["standard"], []), "quantity": (["30"], []),
               "date": (["2026-01-01"], []), **DATES, **LISTED, **LIMIT, **DONE, **PROFILE},
    "/usage": {"product": (["standard", " standard"], ["Standard", "no such", "nonesuch"]), **DATES, **LISTED, **LIMIT,
               **PROFILE},
}
FORMS = {".xml": ("for",), ".csv": ("limit", "done")}        # … and what each doesn't know
WITHOUT_CSV = ("/products/standard", "/employees/1", "/roles", "/invoices/NUMBER")
EVERY = sorted({name for known in KNOWN.values() for name in known} | {"colour", "dry-run", "confirm", ""})


def lists(visitor, path, suffix, account):
    """Asks for path + suffix with a parameter; (status, field named in the answer)."""
    path = path.replace("NUMBER", account.invoices()[0].get("number")).replace(
        "/1", "/" + visitor.xml("/employees.xml").find("l:employee", NS).get("id"))

    def ask(name, value):
        if name == "after" and ("employees" in path or "modules" in path):    # a row that there is
            value = value.replace("7", path.rsplit("/", 1)[1] if "/employees/" in path else "0")
        answer = visitor.patiently(path + suffix, params=[(name, value)])
        told = problem_of(answer).facts.get("field") or "" if answer.status_code == 400 and suffix == ".xml" else None
        return answer.status_code, told
    return ask


@pytest.mark.parametrize("path", KNOWN)
def test_each_resource_knows_its_parameters_and_their_values_and_no_others(account, anna, path):
    for suffix, lacking in FORMS.items():
        if suffix == ".csv" and path in WITHOUT_CSV:
            continue
        ask = lists(anna, path, suffix, account)
        for name in EVERY:
            good, bad = KNOWN[path].get(name, ([], ["1"])) if name not in lacking else ([], ["1", "spreadsheet"])
            for value in good:
                assert ask(name, value)[0] == 200, (path + suffix, name, value)
            for value in bad:
                assert ask(name, value) == (400, name if suffix == ".xml" else None), (path + suffix, name, value)
        twice = anna.get(path.replace("NUMBER", "x") + suffix + "?q=1&q=1")
        assert twice.status_code == 400


def test_pages_ignore_what_they_do_not_understand(anna):
    for path in ("/overview", "/modules", "/employees", "/invoices", "/log", "/usage", "/plans", "/roles"):
        for query in ("?utm_source=mail", "?limit=5", "?for=excel", "?limit=x"):
            assert anna.get(path + query).status_code == 200, path + query
    assert anna.get("/employees?rows=200").status_code == 200 and anna.get("/employees?rows=100").status_code == 400
    assert anna.get("/employees?status=aktiv").status_code == 400
    assert anna.get("/employees?status=%20active%20").status_code == 200


def test_what_a_value_may_be_is_told(anna):
    for query, words in (("employees.xml?status=x", "active, inactive, marked"), ("log.xml?from=x", "2026-11-24"),
                         ("usage.xml?limit=0", "1 to 1000"), ("modules.xml?sort=x", "-assigned"),
                         ("employees.csv?for=x", None), ("modules.xml?module=x!", "lower-case")):
        answer = anna.get("/" + query)
        assert answer.status_code == 400
        assert words is None or words in problem_of(answer).detail


@pytest.mark.parametrize("suffix", [".xml", ".csv", ".xml?limit=5"])
def test_a_module_that_does_not_exist_is_404_for_programs(account, anna, suffix):
    for module, status in (("nonesuch", 404), ("standard", 404), ("crm", 200)):
        answer = anna.get("/modules" + suffix + "?&"["?" in suffix] + "module=" + module)
        assert answer.status_code == status
        if status == 404 and "xml" in suffix:
            assert (problem_of(answer).type, problem_of(answer).facts["product"]) == ("product-unknown", module)
    assert anna.get("/modules?module=nonesuch").status_code == 200


@pytest.mark.parametrize("path", [
    "/modules.xml?module=nonesuch", "/modules.csv?module=nonesuch", "/usage.csv?product=nonesuch", "/usage.xml?from=9999-01-01",
    "/log.xml?from=2026-02-01&to=2026-01-01", "/employees.xml?after=999999", "/employees/999999.xml", "/employees.csv?colour=1",
    "/modules.csv?module=crm", "/employees.xml", "/overview.csv", "/log.csv?action=bought", "/usage.xml", "/invoices.csv"])
def test_head_of_a_list_says_what_get_would(anna, path):
    got, headed = anna.patiently(path), anna.head(path)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    lasting = ("Content-Type", "Licences-Revision", "Cache-Control", "Content-Disposition")
    assert [headed.headers.get(name) for name in lasting] == [got.headers.get(name) for name in lasting]


# --- pages for programs


@pytest.mark.parametrize("path, row", [("/employees", "employee"), ("/employees", "employee"), ("/modules", "assignment"),
                                       ("/log", "entry"), ("/invoices", "invoice"), ("/usage", "day")])
@pytest.mark.parametrize("query", ["", "sort"])
def test_a_list_by_pages_is_the_list(portal, path, row, query):
    account = portal.make_account(licences=30, people=7, extra=(
        ["quantity {key} crm 5", "quantity {key} outlook 9"] +
        ["assign {key} p%d-{key} %s" % (i, module) for i in range(7) for module in ("crm", "outlook")]))
    partner = account.visitor("partner")
    sorts = {"/employees": ["name", "-login", "id"], "/modules": ["-name", "module", "assigned", "deadline", "id"]}
    for sort in sorts.get(path, [""]) if query else [""]:
        args = "&sort=" + sort if sort else ""
        whole = [etree.tostring(e) for e in partner.xml(path + ".xml" + args.replace("&", "?")).findall("l:" + row, NS)]
        assert len(whole) > 1
        for limit in (1, 3, len(whole), 1000):
            seen, url, pages = [], path + ".xml?limit=%d%s" % (limit, args), 0
            while url:
                answer = partner.get(url)
                root = portal.valid(answer)
                rows = root.findall("l:" + row, NS)
                assert len(rows) <= max(limit, 3 if path == "/usage" else 0)
                assert answer.headers["ETag"] and answer.headers["Licences-Revision"] == root.get("revision")
                seen += [etree.tostring(e) for e in rows]
                more = root.find("l:more", NS)
                url = answer.links["next"]["url"][len("/licences"):] if "next" in answer.links else None
                assert (more is not None) == bool(url)
                assert not url or "after=%s" % more.get("after") in url and url.startswith(path + ".xml?limit=")
                pages += 1
            assert seen == whole, (sort, limit)
            assert pages >= (len(whole) / max(limit, 3))
        assert "next" not in partner.get(path + ".xml" + args.replace("&", "?")).links


def test_a_program_whose_place_is_gone_is_told_and_does_not_begin_anew(account, anna):
    for name in ("anna", "bo", "p0"):
        account.ctl("quantity", account.key, "crm", "5")
        account.ctl("assign", account.key, account.login(name), "crm")
    gone = anna.xml("/modules.xml?limit=1").find("l:more", NS).get("after")
    account.ctl("unassign", account.key, account.login("anna"), "crm")
    for query in ("limit=1&", "limit=1&sort=module&", ""):
        answer = anna.get("/modules.xml?%safter=%s" % (query, gone))
        assert (answer.status_code, problem_of(answer).facts["field"]) == (400, "after")
    assert len(anna.xml("/modules.xml?limit=9&sort=id&after=" + gone).findall("l:assignment", NS)) == 2
    assert anna.get("/modules?after=" + gone).status_code == 200
