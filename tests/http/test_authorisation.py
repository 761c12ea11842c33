"""
Every path × method × right × own or another account's, where the same log-ins stand in both (product.md, Who gets in: Nothing
that one account does may ever change an answer to another).

Two hosts, an account each. In the one called by a word that must never show, every log-in may do everything; in the other each
has but its own right. The paths and who may what are the table of test_access.py, which must hold every resource there is.
"""
import itertools
import re

import pytest
from lxml import etree

import env
import tokens
from env import NS, Visitor, problem_of
from fixtures import check
from test_access import ACCEPT, CSV, HTML, SUFFIX, TABLE, WRITE, XML, offered

pytestmark = [pytest.mark.database, pytest.mark.long]

MARK, OWN = "quagga", "zebu"
ROLES = {"gina": ["my-account"], "bo": ["my-account-view"], "partner": ["partner"], "karl": ["roles"], "dan": [], "ina": ["my-account"]}
HOSTS = "".join('<VirtualHost *>\nServerName %s\n<Location "/licences">\nLicencesAccount %s\n</Location>\n</VirtualHost>\n' %
                (key, key) for key in (OWN, MARK))


# what these forms come to depends on what there is, and on what an earlier one did; whoever may is never refused for it
RIGHT = {"/employees": {303, 400, 403, 422}, "/employees/bulk": {200, 303, 400}, "/roles": {303, 404, 409}}


def settle(portal, key, people, everything):
    at = "--now %s " % env.instant(days=2)
    lines = ["account add {k} --name '{k} Ltd' --currency DKK --locale en-GB --timezone Europe/London --months 1 --anchor %s "
             "--vat 25 --country GB --billing billing@{k}.example" % env.instant(days=10)[:10],
             "quantity {k} standard {n}", "quantity {k} crm 3"]
    lines += ["role grant {k} %s %s" % (right, right) for right in ("my-account", "my-account-view", "partner", "roles")]
    for name, rights in ROLES.items():
        rights = ["my-account", "partner", "roles"] if everything else rights
        options = ["--role " + right for right in rights] + ["--service"] * (name == "partner")
        options += ["--inactive"] * (name == "ina" and not everything)
        lines.append("employee add {k} %s --name '{k} %s' --email %s@{k}.example %s" % (name, name, name, " ".join(options)))
    lines += ["employee add {k} {k}-p%d --name '{k} Person' --email p%d@{k}.example" % (i, i) for i in range(people)]
    lines += ["assign {k} {k}-p0 crm"]
    portal.batch(at + line.format(k=key, n=people + 9) for line in lines)


class Pair:
    def __init__(self, portal):
        self.portal = portal
        settle(portal, OWN, 2, False)
        settle(portal, MARK, 9, True)
        portal.add_users(list(ROLES))
        portal.give_away()
        self.visitors = {(key, name): Visitor(portal, name, Host=key) for key in (OWN, MARK) for name in ROLES}
        self.keys = {OWN: self.ids(OWN), MARK: self.ids(MARK)}
        assert self.keys[OWN]["{id}"] != self.keys[MARK]["{id}"]

    def ids(self, key):
        found = {"{key}": "standard", "{name}": "licences.css", "{page}": self.portal.manual("page.html")}
        for what, row, name, attribute in (("employees", "employee", "{id}", "id"), ("invoices", "invoice", "{number}", "number")):
            root = etree.fromstring(self.portal.ctl("export", key, what, "--format", "xml").stdout.encode())
            found[name] = max(root.xpath("//l:%s/@%s" % (row, attribute), namespaces=NS), key=lambda text: (len(text), text))
        return found

    def path(self, template, key):
        return re.sub(r"\{\w+\}", lambda found: self.keys[key][found.group()], template)

    def send(self, name, method, path, **options):
        answer = self.visitors[OWN, name].request(method, path, **options)
        said = answer.text.replace(path.split("?")[0], "").replace(self.keys[MARK]["{number}"], "")
        said += str({header: value for header, value in answer.headers.items() if header != "Location"})
        assert MARK not in said.lower(), (name, method, path)
        return answer.status_code


@pytest.fixture(scope="module")
def pair():
    portal = env.Portal(outside=HOSTS)
    try:
        portal.make_catalogue()
        portal.ctl("set", "logins", "account")
        portal.ctl("seller", "set", "--name", "Seatbase ApS", "--vat-id", "DK12345674", "--country", "DK")      # or there is no UBL
        portal.start()
        portal.begin()
        yield Pair(portal)
        check(portal)
    finally:
        portal.remove()


@pytest.fixture
def untouched(pair):
    """The other account's log and revision are to the last character what they were, also if a day ends meanwhile."""
    now = env.instant()

    def state():
        return [pair.portal.ctl("export", MARK, what, "--format", "xml", now=now).stdout for what in ("overview", "employees", "log")]
    before = state()
    yield pair
    assert state() == before


def reading(pair, template, key):
    """method, address, Accept's form, and the status for whoever may."""
    resource, path = TABLE[template], pair.path(template, key)
    for form in (HTML, XML, CSV):
        if resource.forms is None or path == "/":
            yield "GET", path, form, 200
            continue
        missing = key == MARK and path != pair.path(template, OWN)
        there = 404 if missing else resource.status
        # a suffix that isn't offered is an address that there isn't; without one, it is the form that isn't acceptable
        absent = 404 if SUFFIX[form] else 406
        yield "GET", path + SUFFIX[form] + resource.query, form, there if offered(resource, form) else absent
        yield "HEAD", path + resource.query, form, there if offered(resource, form) else 406


@pytest.mark.parametrize("whose", [OWN, MARK])
@pytest.mark.parametrize("template", TABLE)
def test_reading(untouched, template, whose):
    wrong = []
    for name, (method, path, form, status) in itertools.product(ROLES, reading(untouched, template, whose)):
        served = offered(TABLE[template], form)             # what isn't is so for everybody
        expected = status if not served or form in TABLE[template].read.get(name, ()) else 403
        found = untouched.send(name, method, path, headers={"Accept": ACCEPT[form]})
        if found != expected:
            wrong.append((name, method, path, form, found, expected))
    assert not wrong


@pytest.mark.parametrize("whose", [OWN, MARK])
@pytest.mark.parametrize("template", TABLE)
def test_methods_that_change(untouched, template, whose):
    """Forms with a right token, and with that of the same log-in in the other account; PUT; what no resource has."""
    resource, path, wrong = TABLE[template], untouched.path(template, whose), []
    missing = whose == MARK and path != untouched.path(template, OWN)

    def note(name, method, found, expected):
        if found not in expected:
            wrong.append((name, method, path, found, expected))
    for name in ROLES:
        note(name, "DELETE", untouched.send(name, "DELETE", path), {405})
        note(name, "OPTIONS", untouched.send(name, "OPTIONS", path), {200})
        for post in resource.posts:
            right = {404} if missing else RIGHT.get(template, {post.status})
            fields = dict(post.fields)
            for account in (OWN, MARK):
                token = tokens.form(untouched.portal, account, name)
                expected = right if account == OWN and name in post.who else {403}
                note(name, fields, untouched.send(name, "POST", path, data={"token": token, **fields}), expected)
        if resource.put:
            found = untouched.send(name, "PUT", path + ".xml", data=resource.put,
                                   headers={"Content-Type": "application/xml", "If-Match": "*"})
            note(name, "PUT", found, {200} if name in WRITE else {403})
    assert not wrong


def test_no_tag_of_another_account_user_or_form_makes_a_page_not_modified(untouched):
    pages = [(path, form) for path in ("/overview", "/employees", "/modules", "/roles", "/products/standard")
             for form in (HTML, XML) if form in TABLE.get(path, TABLE["/products/{key}"]).forms]
    tags = {}
    for (key, name), (path, form) in itertools.product(untouched.visitors, pages):
        answer = untouched.visitors[key, name].get(path, headers={"Accept": ACCEPT[form]})
        if "ETag" in answer.headers:
            tags[key, name, path, form] = answer.headers["ETag"]
    assert len(tags) > 60 and len(set(tags.values())) == len(tags), "no two pages have one tag"
    for (key, name, path, form), tag in tags.items():
        others = ", ".join(other for other in tags.values() if other != tag)
        for sent, expected in ((others, 200), (tag, 304)):
            answer = untouched.visitors[key, name].get(path, headers={"Accept": ACCEPT[form], "If-None-Match": sent})
            assert answer.status_code == expected, (key, name, path, form)


def test_keys_and_previews_of_the_same_log_in_in_another_account_are_worth_nothing(pair):
    put = {"Content-Type": "application/xml", "Idempotency-Key": '"one"'}
    for key, quantity in ((MARK, 31), (OWN, 32)):
        body = '<product xmlns="urn:mod-licences:1" quantity="%d"/>' % quantity
        answer = pair.visitors[key, "partner"].put("/products/standard.xml", data=body, headers=put)
        assert (answer.status_code, etree.fromstring(answer.content).get("quantity")) == (200, str(quantity))
    theirs = pair.visitors[MARK, "gina"].preview("standard", 35).get("confirm")
    answer = pair.visitors[OWN, "gina"].confirm("standard", 35, theirs, headers={"Accept": "application/xml"})
    assert (answer.status_code, problem_of(answer).type) == (403, "token-invalid")
    assert pair.visitors[OWN, "gina"].xml("/overview.xml").xpath("l:product[@key='standard']/@purchased", namespaces=NS) == ["32"]
