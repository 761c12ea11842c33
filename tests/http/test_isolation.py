"""
Nothing of one account is ever visible to, or changed by, another (product.md, Words).

Two accounts are full of words that are theirs alone. An admin of the one, who may do everything there, walks every path,
form and filter with the other's ids, keys, numbers and tokens: nothing of the other shows, and nothing of it changes.
"""
import itertools
import re

import pytest
from lxml import etree

import env
import tokens
from env import NS, Visitor, instant, problem_of
from fixtures import check
from test_access import ACCEPT, HTML, LIST, SUFFIX, TABLE, XML

pytestmark = pytest.mark.database

# In every text of the one whom nobody else is to see. Log-ins, names, addresses, roles, keys; lower case.
MARK = "quagga"
PINNED = 'LicencesAccount "expr=%{reqenv:PORTAL_ACCOUNT}"'
SETENV = 'SetEnvIf X-Account "(.+)" PORTAL_ACCOUNT=$1'
EXPORTS = ("overview", "modules", "employees", "log", "invoices", "usage")


def settle(portal, key, name, people, licences):
    """An account called by a word; the admin is NAME-anna. Ids of people, licences given, log and invoices go beyond
    those of a smaller account."""
    lines = ["account add {k} --name '{n} Ltd' --currency DKK --locale en-GB --timezone Europe/London --months 1 --anchor "
             "{d} --vat 25 --billing billing@{k}.example --legal-name '{n} Legal' --address '{n} Street' --vat-id {v}",
             "role grant {k} {k}-boss my-account", "role grant {k} {k}-boss roles", "role grant {k} {k}-seer my-account-view",
             "quantity {k} standard {l}", "quantity {k} crm {l}",
             "employee add {k} {k}-anna --name '{n} Anna' --initials {i} --email anna@{k}.example --role {k}-boss"]
    for i in range(people):
        lines.append("employee add {k} {k}-p%d --name '{n} Person %d' --initials {i} --email p%d@{k}.example" % (i, i, i))
        lines.append("assign {k} {k}-p%d crm" % i)
    at = instant(days=2)
    values = {"k": key, "n": name, "d": instant(days=10)[:10], "l": licences, "i": name[:2].upper(), "v": "US" + name[:6].upper()}
    portal.batch(["--now %s %s" % (at, line.format(**values)) for line in lines])
    portal.add_users([key + "-anna"])


class Scene:
    def __init__(self, portal):
        self.portal, self.page = portal, portal.manual("page.html")
        settle(portal, MARK, MARK.capitalize(), 12, 11)      # two of them, and one add-on licence, are marked
        settle(portal, "zebu", "Zebu", 2, 9)
        portal.give_away()
        self.mine, self.theirs = Visitor(portal, "zebu-anna"), Visitor(portal, MARK + "-anna")
        # ids count within each account: those that only the other has are the other's
        own = self.ids("zebu", "employees", "employee", "id")
        self.employees = [i for i in self.ids(MARK, "employees", "employee", "id") if i not in own]
        own = self.ids("zebu", "modules", "assignment", "id")
        self.assignments = [i for i in self.ids(MARK, "modules", "assignment", "id") if i not in own]
        own = self.ids("zebu", "log", "entry", "id")
        self.entries = [i for i in self.ids(MARK, "log", "entry", "id") if i not in own]
        self.invoices = self.ids(MARK, "invoices", "invoice", "number")
        assert self.employees and self.assignments and self.entries and self.invoices

    def ids(self, account, what, row, name):
        return self.xml(account, what).xpath("//l:%s/@%s" % (row, name), namespaces=NS)

    def xml(self, account, what):
        return etree.fromstring(self.portal.ctl("export", account, what, "--format", "xml").stdout.encode())

    def export(self, what):
        return self.portal.ctl("export", MARK, what, "--format", "xml").stdout

    def everything(self):
        return {what: self.export(what) for what in EXPORTS}

    def token(self):
        return tokens.form(self.portal, "zebu", "zebu-anna")


@pytest.fixture(scope="module")
def scene():
    portal = env.Portal(inside=PINNED, outside=SETENV + "\n")
    try:
        portal.make_catalogue()
        portal.start()
        portal.begin()
        yield Scene(portal)
        check(portal)
    finally:
        portal.remove()


@pytest.fixture
def untouched(scene):
    """After the test the other's account is what it was, to the last attribute of its log."""
    before = scene.everything()
    yield scene
    assert scene.everything() == before


def shows(answer, *typed):
    """What of the other's account an answer or one of its headers shows; what was typed may be said back."""
    text = answer.text + "\n".join("%s: %s" % header for header in answer.headers.items())
    for word in typed:
        text = text.replace(word, "")
    found = re.search(r".{0,60}%s.{0,60}" % MARK, text, re.IGNORECASE | re.DOTALL)
    return found.group() if found else None


def addresses(scene, template):
    """Each address of a resource that has something of the other's in it, and the status that it must have (None: any
    but a fault of ours)."""
    resource = TABLE[template]
    path = template
    if resource.key == "employee":
        for key in scene.employees:
            yield template.replace("{id}", key), 404
        return
    if template == "/employees/bulk":        # shows what an operation did, and nothing without one
        for value in scene.entries[-2:]:
            yield path + "?done=" + value, 200      # which did nothing here
            yield path + "?done=1&after=" + value, None
        return
    if resource.key == "invoice":
        for key in scene.invoices:
            yield template.replace("{number}", key), 404
        return
    path = path.replace("{key}", "standard").replace("{name}", "licences.css").replace("{page}", scene.page)
    yield path, 200
    for name, value in itertools.product(("done", "after"), {scene.employees[-1], scene.assignments[-1], scene.entries[-1]}):
        yield "%s?%s=%s" % (path, name, value), 200
    for query in ("module=crm", "q=QU", "q=p11", "product=crm", "from=2020-01-01&to=2099-01-01", "sort=id", "sort=login",
                  "status=inactive", "status=marked", "for=spreadsheet", "account=" + "qu", "quantity=30"):
        yield path + "?" + query, None


@pytest.mark.long
@pytest.mark.parametrize("template", TABLE)
def test_reading_with_the_others_ids_shows_nothing_of_the_other(untouched, template):
    scene, forms = untouched, TABLE[template].forms or {XML}
    for (address, status), form in itertools.product(addresses(scene, template), sorted(forms)):
        path, _, query = address.partition("?")
        path += SUFFIX[form] if TABLE[template].forms and path != "/" else ""
        answer = scene.mine.get(path + ("?" + query if query else ""),
                                headers={"Accept": ACCEPT[form], "X-Account": "zebu"})
        assert answer.status_code < 500, address
        if status:      # a program is told of a parameter that a list hasn't, where a page passes over it
            also = (400, 410) if query and form != HTML else ()   # a parameter that it has not, a place that is gone
            assert answer.status_code in (status, *also), (address, form)
        typed = [number for number in scene.invoices if number in address]
        assert not shows(answer, *typed), (address, form, shows(answer, *typed))


def test_the_others_things_are_answered_as_what_isnt_there_at_all(untouched):
    """Whether a number is somebody else's or nobody's can't be told."""
    for theirs, nobodys in (("/invoices/%s.xml" % untouched.invoices[-1], "/invoices/%s-2026-9999.xml" % MARK.upper()),
                            ("/employees/%s.xml" % untouched.employees[-1], "/employees/999999.xml")):
        answers = [problem_of(untouched.mine.get(path, headers={"X-Account": "zebu"})) for path in (theirs, nobodys)]
        assert answers[0][:2] == answers[1][:2]


def test_an_account_that_the_portal_pins_opens_for_its_own_people_only(untouched):
    """LicencesAccount says the other's account, and the log-in is one of mine: 403 on every path, in every form."""
    for template, resource in TABLE.items():
        if resource.forms is None:
            continue
        path = template.replace("{key}", "standard").replace("{id}", "1").replace("{number}", untouched.invoices[0])
        for form in resource.forms:
            answer = untouched.mine.get(path, headers={"Accept": ACCEPT[form], "X-Account": MARK})
            assert answer.status_code == 403, (path, form)
            assert not re.search("%s (Ltd|Anna|Person|Legal)" % MARK, answer.text, re.IGNORECASE), (path, form)


def forms(scene):
    """path, fields, statuses that are right"""
    person, number = scene.employees[-1], scene.invoices[-1]
    for action in ("grant", "revoke"):
        yield "/roles", {"role": MARK + "-boss", "right": "partner", "action": action}, (404,)
    for action in ("give", "take"):
        yield "/roles", {"role": MARK + "-seer", "employee": "1", "action": action}, (404,)
        yield "/roles", {"role": "zebu-seer", "employee": person, "action": action}, (404,)
        yield "/roles", {"role": "zebu-seer", "login": MARK + "-p1", "action": action}, (404,)
    for action in ("activate", "deactivate", "assign", "unassign", "protect", "unprotect"):
        module = {"module": "crm"} if "assign" in action else {}
        yield "/employees/" + person, {"action": action, **module}, (404,)
        yield "/employees/bulk", {"ids": ",".join(scene.employees), "action": action, "ask": "1", **module}, (200,)
        yield "/employees/bulk", {"ids": ",".join(scene.employees), "action": action, **module}, (200,)
    yield "/employees", {"name": "X", "login": "zebu-new", "email": "x@zebu.example", "role": MARK + "-boss"}, (404, 422)
    yield "/invoices/" + number, {"action": "x"}, (405,)
    yield "/products/standard", {"action": "few", "few": "3", "account": MARK}, (303,)


def test_forms_with_the_others_ids_change_nothing_of_the_other(untouched):
    for path, fields, statuses in forms(untouched):
        answer = untouched.mine.post(path, data={"token": untouched.token(), **fields}, headers={"X-Account": "zebu"})
        assert answer.status_code in statuses, (path, fields)
        assert not shows(answer, *fields.values(), untouched.invoices[-1]), (path, fields)


def test_the_others_tokens_are_worth_nothing_here(untouched):
    theirs = untouched.theirs.get("/products/standard.xml?quantity=25", headers={"X-Account": MARK})
    confirm = re.search('confirm="([^"]+)"', theirs.text).group(1)
    answer = untouched.mine.post("/products/standard", data={"quantity": "25", "confirm": confirm},
                                 headers={"X-Account": "zebu"})
    assert answer.status_code in (403, 409)
    assert not shows(answer)
    token = tokens.form(untouched.portal, MARK, MARK + "-anna")
    for path, fields, _ in forms(untouched):
        answer = untouched.mine.post(path, data={"token": token, **fields}, headers={"X-Account": "zebu"})
        assert answer.status_code in (403, 405), (path, fields)
    # and a token of my own is none for the other's account
    for pin in (MARK, "zebu"):
        answer = untouched.theirs.post("/products/standard", data={"token": untouched.token(), "action": "few", "few": "1"},
                                       headers={"X-Account": pin})
        assert answer.status_code == 403, pin


def test_the_mark_is_found_where_it_is(scene):
    """That the walk can fail: the other's own admin sees the words that nobody else may see."""
    for template, resource in TABLE.items():
        if resource.forms is None or resource.key or template in ("/usage",):
            continue
        for form in resource.forms:
            answer = scene.theirs.get(template + resource.query, headers={"Accept": ACCEPT[form], "X-Account": MARK})
            assert answer.status_code == 200
            assert shows(answer) or (template, form) in (("/", "csv"), ("/overview", "csv")), (template, form)
