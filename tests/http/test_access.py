"""
Access: each right does exactly what product.md ("Who gets in") says, on every path, method and representation.

The table says what is expected; it is made from product.md and interface.md. A resource that http/resource/resources.c offers and
the table lacks fails the first test.
"""
import datetime
import itertools
import os
import re

import pytest

import tokens
from env import NS, ROOT, Visitor, problem_of

SOON = str(datetime.date.today() + datetime.timedelta(days=20))
HTML, XML, CSV = "html", "xml", "csv"
PAGE, LIST = {HTML, XML}, {HTML, XML, CSV}
SUFFIX = {HTML: "", XML: ".xml", CSV: ".csv"}
ACCEPT = {HTML: "text/html", XML: "application/xml", CSV: "text/csv"}

# Who visits: what the log-in has. gina and karl have one right each, so that no right hides behind another.
PEOPLE = {"gina": "my-account", "bo": "my-account-view", "partner": "partner", "karl": "roles", "dan": None,
          "ina": "inactive", "stranger": "no account", None: "no log-in"}

# my-account: see everything and change it. my-account-view: see and export. partner: the XML representations only.
SEE = {"gina": LIST, "bo": LIST, "partner": {XML}}
# roles: link rights to roles; a page of what everybody sees who sees the account.
SEE_ROLES = {**SEE, "karl": LIST}
# whoever sees a page reads it in a language of their own
SEE_PAGES = {name: {HTML} for name in ("gina", "bo", "karl")}
# a file, the same for whoever is logged in
SEE_PAGES_FILE = {name: LIST for name in SEE_PAGES}
FILE = dict.fromkeys(("gina", "bo", "partner", "karl", "dan", "ina", "stranger"), LIST)
CHANGE, MANAGE = {"gina"}, {"karl"}


class Post:
    """A form: its fields, who may send it, and what they are answered."""

    def __init__(self, fields, who, status=303):
        self.fields, self.who, self.status = fields, who, status


NAMESPACE = 'xmlns="urn:mod-licences:1"'
# partner: the XML representations, and with my-account the writing of them
WRITE = {"gina", "partner"}


class Resource:
    def __init__(self, forms, read, posts=(), key=None, query="", put=None, status=200):
        self.forms, self.read, self.posts = forms, read, posts
        self.status = status         # for whoever may read
        self.put = put               # the body that WRITE may put to the .xml
        self.key = key               # of the town: what stands for {…} in the path
        self.query = query           # without which there is nothing to read


TABLE = {
    "/": Resource(LIST, SEE),
    "/overview": Resource(LIST, SEE),
    "/products/{key}": Resource(PAGE, SEE, key="product", put='<product %s quantity="25"/>' % NAMESPACE, posts=[
        Post({"quantity": "9"}, CHANGE), Post({"action": "few", "few": "2"}, CHANGE)]),
    "/modules": Resource(LIST, SEE),
    "/employees": Resource(LIST, SEE, put='<employees %s mode="merge"/>' % NAMESPACE, posts=[
        Post({"name": "New", "login": "new-one", "email": "new@example.com"}, CHANGE),
        Post({"name": "", "login": "new-two", "email": "new@example.com"}, CHANGE, 400),
        # who creates an employee doesn't thereby link rights to anybody
        Post({"name": "New", "login": "new-three", "email": "new@example.com", "role": "keeper"}, CHANGE, 403)]),
    "/employees/new": Resource({HTML}, {"gina": LIST}),
    "/missing": Resource({HTML}, {"gina": LIST}, posts=[Post({"buy": "standard"}, CHANGE, 400)]),
    "/employees/bulk": Resource(PAGE, SEE, query="?done=1", posts=[
        Post({"ids": "1,2", "action": "protect"}, CHANGE), Post({"ids": "1"}, CHANGE, 400)]),
    "/employees/{id}": Resource(PAGE, SEE, key="employee", posts=[
        Post({"action": "protect"}, CHANGE), Post({"action": "assign", "module": "standard"}, CHANGE, 404)]),
    "/roles": Resource(PAGE, SEE_ROLES, posts=[
        Post({"role": "viewer", "right": "my-account-view", "action": "grant"}, MANAGE),
        Post({"role": "nothing", "right": "roles", "action": "revoke"}, MANAGE, 404),
        Post({"role": "spare", "right": "roles", "action": "create"}, MANAGE, 409),
        Post({"role": "viewer", "employee": "1", "action": "take"}, MANAGE)]),
    "/account": Resource(PAGE, SEE, posts=[
        Post({"country": "SE"}, CHANGE), Post({"country": "XY"}, CHANGE, 400)]),
    "/language": Resource({HTML}, SEE_PAGES, posts=[
        Post({"language": "de", "page": "/log"}, set(SEE_PAGES)), Post({"language": "fr"}, set(SEE_PAGES), 400)]),
    "/help": Resource({HTML}, SEE_PAGES),
    "/help/partners": Resource({HTML}, {"gina": {HTML}, "bo": {HTML}}, posts=[
        Post({"path": "/products/standard.xml", "body": '<product %s quantity="25"/>' % NAMESPACE}, CHANGE, 200),
        Post({"path": "/products/standard.xml"}, CHANGE, 400)]),
    "/invoices": Resource(LIST, SEE),
    "/invoices/{number}": Resource(PAGE, SEE, key="invoice"),
    "/invoices/{number}/ubl": Resource({XML}, SEE, key="invoice"),
    "/plans": Resource(LIST, SEE, posts=[
        Post({"kind": "buy", "product": "standard", "quantity": "30", "date": SOON}, CHANGE),
        Post({"kind": "leave", "employee": "1", "date": "2001-01-01"}, CHANGE, 422),
        Post({"kind": "start", "employee": "999999", "date": SOON}, CHANGE, 404),
        Post({"cancel": "999999"}, CHANGE, 404), Post({"kind": "buy"}, CHANGE, 400)]),
    "/usage": Resource(LIST, SEE),
    "/log": Resource(LIST, SEE),
    "/schema/licences.xsd": Resource(None, FILE),
    "/schema/problem.xsd": Resource(None, FILE),
    "/assets/{name}": Resource(None, FILE, key="asset"),
    "/doc/{page}": Resource(None, SEE_PAGES_FILE, key="manual"),
}


class Town:
    """An account with somebody for each right, and another account whose admin may do everything there."""

    def __init__(self, portal):
        self.portal = portal
        self.account = portal.make_account(licences=20, people=12, extra=[
            "quantity {key} crm 3", "role grant {key} manager my-account", "role grant {key} keeper roles",
            "role grant {key} spare partner", "role grant {key} both my-account", "role grant {key} both roles",
            "employee add {key} {key}-gina --name Gina --initials GI --email gina@{key}.example --role manager",
            "employee add {key} {key}-karl --name Karl --initials KA --email karl@{key}.example --role keeper",
            "employee add {key} {key}-ina --name Ina --initials IN --email ina@{key}.example --inactive --role both"])
        self.other = portal.make_account(licences=7)
        self.logins = {name: "%s-%s" % (name, self.account.key) for name in ("bo", "partner", "dan")}
        self.logins.update({name: "%s-%s" % (self.account.key, name) for name in ("gina", "karl", "ina")})
        self.logins["stranger"] = "stranger-" + self.account.key
        portal.add_users([self.logins[name] for name in ("gina", "karl", "ina", "stranger")])
        employees = self.account.export("employees")
        self.keys = {"product": "standard", "asset": "licences.css",
                     "manual": portal.manual("access.html"),
                     "invoice": self.account.invoices()[-1].get("number"),
                     "employee": employees.xpath("string(l:employee[last()]/@id)", namespaces=NS)}
        self.visitors = {name: Visitor(portal, self.logins.get(name)) for name in PEOPLE}
        self.otto = self.other.visitor("anna")

    def path(self, template):
        return re.sub(r"\{\w+\}", lambda _: self.keys[TABLE[template].key], template)

    def send(self, name, path, fields):
        """As the page's form does: with a token that is right for whoever sends it."""
        login = self.logins.get(name, "nobody")
        data = {"token": tokens.form(self.portal, self.account.key, login), **fields}
        return self.visitors[name].post(path, data=data)


@pytest.fixture(scope="module")
def town(shared_portal):
    shared_portal.ctl("seller", "set", "--name", "Seatbase ApS", "--vat-id", "DK12345674", "--country", "DK")   # or there is no UBL
    return Town(shared_portal)


def refused(name):
    return 401 if name is None else 403


def offered(resource, form):
    return resource.forms is None or form in resource.forms


def test_the_table_holds_every_resource_there_is():
    with open(os.path.join(ROOT, "mod_licences/http/resource/resources.c")) as f:
        paths = re.findall(r'\.path = "([^"]+)"(?!, \.elsewhere)', f.read())
    assert len(paths) > 10
    assert set(paths) == set(TABLE)
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("template", TABLE)
def test_reading(town, portal, template):
    """GET and HEAD in every representation, asked for by suffix and by Accept, by everybody."""
    resource, path, wrong = TABLE[template], town.path(template), []
    for name, form in itertools.product(PEOPLE, (HTML, XML, CSV)):
        allowed = form in resource.read.get(name, ())
        if resource.forms is None:
            expected = 200 if allowed else refused(name)
            asked = [(path, expected)]
        else:
            right = resource.status if allowed else refused(name)
            unknown = 404 if SUFFIX[form] else 406
            asked = [(path + SUFFIX[form] + resource.query, right if offered(resource, form) else unknown),
                     (path + resource.query, right if offered(resource, form) else 406)]
            if path == "/":              # /.xml is nothing; /overview's documents come by Accept
                asked = [(path, right)]
        for address, expected in asked:
            expected = 401 if name is None else expected
            for method in ("GET", "HEAD"):
                answer = town.visitors[name].request(method, address, headers={"Accept": ACCEPT[form]})
                if answer.status_code != expected:
                    wrong.append((name, method, address, form, answer.status_code, expected))
                if method == "GET" and answer.status_code == 403 and form == XML and name not in ("stranger", "ina"):
                    assert problem_of(answer).type == "no-right"
    assert not wrong


@pytest.mark.parametrize("template", TABLE)
def test_changing(town, portal, template):
    """Each form by everybody, with a token that is right: what decides is the right alone."""
    resource, path, wrong = TABLE[template], town.path(template), []
    for name, post in itertools.product(PEOPLE, resource.posts):
        answer = town.send(name, path, dict(post.fields))
        expected = post.status if name in post.who else refused(name)
        if answer.status_code != expected:
            wrong.append((name, post.fields, answer.status_code, expected))
    assert not wrong


@pytest.mark.parametrize("template", [path for path in TABLE if TABLE[path].put])
def test_writing_xml(town, portal, template):
    """PUT by everybody, to the XML alone."""
    resource, path, wrong = TABLE[template], town.path(template), []
    headers = {"Content-Type": "application/xml", "If-Match": "*"}
    for name in PEOPLE:
        answer = town.visitors[name].request("PUT", path + ".xml", headers=headers, data=resource.put)
        expected = 200 if name in WRITE else refused(name)
        if answer.status_code != expected:
            wrong.append((name, answer.status_code, expected))
        elif expected == 403:
            assert problem_of(answer).type in ("no-right", "login-unknown")
        csv = town.visitors[name].request("PUT", path + ".csv", headers=headers, data=resource.put)
        assert csv.status_code == (401 if name is None else 405 if offered(resource, CSV) else 404)
    assert not wrong
    answer = town.otto.request("PUT", path + ".xml", headers=headers, data=resource.put.replace("25", "31"))
    assert answer.status_code == 200
    assert town.account.product("standard")[0] == 25, "another account's admin writes his own"


@pytest.mark.parametrize("template", TABLE)
def test_methods_that_a_resource_lacks_are_refused_to_everybody(town, portal, template):
    resource, path = TABLE[template], town.path(template)
    if resource.forms == {XML}:
        path += SUFFIX[XML]
    methods = ["PUT", "DELETE", "PATCH"] + ([] if resource.posts else ["POST"])
    for name, method in itertools.product(PEOPLE, methods):
        answer = town.visitors[name].request(method, path, headers={"Accept": "text/html"})
        assert answer.status_code == (401 if name is None else 405), (name, method, path)
        if name:
            assert ("POST" in answer.headers["Allow"]) == bool(resource.posts)
            assert "PUT" not in answer.headers["Allow"]


@pytest.mark.parametrize("template", [path for path in TABLE if TABLE[path].key in ("invoice", "employee")])
def test_another_accounts_things_are_unknown(town, portal, template):
    """404, as for what doesn't exist at all, in every representation and for every form."""
    resource, path = TABLE[template], town.path(template)
    for form in resource.forms:
        answer = town.otto.get(path + SUFFIX[form], headers={"Accept": ACCEPT[form]})
        assert answer.status_code == 404
    login = town.other.login("anna")
    for post in resource.posts:
        data = {"token": tokens.form(portal, town.other.key, login), **post.fields}
        assert town.otto.post(path, data=data).status_code == 404


def test_an_admin_of_another_account_gets_its_own_and_nothing_else(town, portal):
    for template, resource in TABLE.items():
        if resource.key in ("invoice", "employee", "asset", "manual") or XML not in (resource.forms or ()):
            continue
        root = town.otto.xml(("/overview" if template == "/" else town.path(template)) + ".xml" + resource.query)
        assert root.get("account") == town.other.key
