"""
What clients under load do: a table of acts, which each choose something, ask for it until there is an answer, and have the
journal know. A new kind of act is one more function with @act.

A client has an account with another client, whose standard licences both change; employees and a role are its own, so that
it knows how these are.
"""
import datetime
import random
import subprocess
import threading
import time
import uuid

import requests

import env
import tokens

XML = {"Content-Type": "application/xml"}
PAUSE = 0.05         # seconds before something is asked again
ACTS = []            # (weight, function)
EMPLOYEES = 3        # of each client
LEAST = 2 * EMPLOYEES + 3        # licences: nobody is to be marked here


def act(weight):
    def add(function):
        ACTS.append((weight, function))
        return function
    return add


def extra(clients=2):
    """What make_account needs besides: the clients' employees and roles, and a product that follows the licences."""
    lines = ["quantity {key} resource-planner 1"]
    for client in range(clients):
        lines.append("role grant {key} role%d my-account-view" % client)
        lines += ["employee add {key} c%d-%d-{key} --name 'Person %d of %d' --initials C%d --email c%d-%d@{key}.example"
                  % (client, i, i, client, client, client, i) for i in range(EMPLOYEES)]
    return lines


class Client(threading.Thread):
    """Does one act after another until it is told to end; what is under way is settled first, unless given_up."""

    def __init__(self, account, number, portal, journal, seed):
        super().__init__(daemon=True)
        self.account, self.number, self.portal, self.journal = account, number, portal, journal
        self.dice = random.Random("%s/%d" % (seed, number))
        self.admin, self.partner = (env.Visitor(portal, account.login(name)) for name in ("anna", "partner"))
        rows = account.export("employees").findall("l:employee", env.NS)
        self.employees = {row.get("login"): [row.get("id"), True] for row in rows
                          if row.get("login").startswith("c%d-" % number)}
        self.granted = True
        self.token = tokens.form(portal, account.key, account.login("anna"))    # read while the database is there
        self.ending = self.given_up = False
        self.answers, self.odd, self.done = 0, [], {}

    def run(self):
        try:
            while not self.ending:
                function = self.dice.choices([function for _, function in ACTS], [weight for weight, _ in ACTS])[0]
                function(self)
                self.done[function.__name__] = self.done.get(function.__name__, 0) + 1
                time.sleep(self.dice.uniform(0, 2 * PAUSE))     # mail has to be sent of each, by one thread
        except Exception as error:      # told by whoever started it
            self.odd.append(repr(error))

    # --- asking

    def ask(self, visitor, method, path, promise=None, **options):
        """
        Asks until there is a whole answer other than 503; None when it was given up. It is a requests.Session's own request:
        of an answer that breaks off nobody is to make sense.
        """
        while not self.given_up:
            try:
                answer = requests.Session.request(visitor, method, self.portal.url(path), timeout=40, allow_redirects=False,
                                                  **options)
                if len(answer.content) == int(answer.headers.get("Content-Length", len(answer.content))):
                    if answer.status_code != 503:
                        self.answers += 1
                        self.portal.check_valid(answer)
                        return answer
            except requests.RequestException:
                pass
            if promise:
                promise.repeated += 1
            time.sleep(PAUSE)
        return None

    def submit(self, path, promise, **fields):
        """As a page's form does, which has no key of its own: asked again, it may find it done already."""
        answer = self.ask(self.admin, "POST", path, promise, data={"token": self.token, **fields})
        if answer is None:
            return
        event = event_of(answer)
        if answer.status_code not in (200, 303) or not (event or promise.repeated):
            self.wrong(answer)
        promise.done(event)

    def confirm(self, path, promise, **fields):
        """As the form below a preview does; a repeat has the answer that was stored, if it was done."""
        answer = self.ask(self.admin, "POST", path, promise, data=fields, headers={"Accept": "application/xml"})
        if answer is None:
            return
        event = event_of(answer)
        if answer.status_code == 303:
            promise.done(event) if event else promise.unchanged()       # so it was already
        elif answer.status_code in (409, 422):      # the other has been there first
            promise.unchanged()
        else:
            self.wrong(answer)

    def put(self, path, body, *rows):
        """As a partner's program does, with a key; rows: what it is to have done."""
        promise = self.promise("partner", *rows)
        answer = self.ask(self.partner, "PUT", path, promise, data=body, headers={
            **XML, "Idempotency-Key": '"%s"' % uuid.UUID(int=self.dice.getrandbits(128))})
        if answer is None:
            return
        if answer.status_code != 200:
            self.wrong(answer)
        event = self.portal.valid(answer).get("log")
        promise.done(event) if event else promise.unchanged()

    def promise(self, name, *rows):
        return self.journal.ask(self.account.key, self.account.login(name), *rows)

    def wrong(self, answer):
        raise AssertionError("%d: %s" % (answer.status_code, answer.text[:500]))

    def one(self):
        return self.dice.choice(sorted(self.employees))

    def alike(self):
        """The log-ins of those employees who are active, or of those who aren't."""
        active = self.employees[self.one()][1]
        return [login for login in sorted(self.employees) if self.employees[login][1] == active]

    def toggle(self, login):
        """What the log says of it, as of its being done."""
        known = self.employees[login]
        known[1] = not known[1]
        return "activated" if known[1] else "deactivated", "employee/" + known[0], "active" if known[1] else "inactive"


class Operator(threading.Thread):
    """Support, who sells an account one more of a module again and again, by licencesctl, which may be killed."""

    def __init__(self, account, journal):
        super().__init__(daemon=True)
        self.account, self.journal = account, journal
        self.ending, self.process, self.total = False, None, 0

    def run(self):
        while not self.ending:
            self.total += 1
            promise = self.journal.ask(self.account.key, "operator", ("bought", "crm", str(self.total)))
            self.process = subprocess.Popen(
                [env.CTL, "--database", self.account.portal.ctl_database, "quantity", self.account.key, "crm",
                 str(self.total)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if self.process.wait(60) == 0:      # else nobody knows, as for whoever's terminal is gone
                promise.done()
            time.sleep(PAUSE)


def event_of(answer):
    """The log entry that the page after a POST tells of."""
    return answer.headers.get("Location", "").partition("done=")[2].split("&")[0] or None


# --- the table

@act(6)
def change(client):
    """Preview and Confirm: more, fewer from the next period on, or as before."""
    page = client.ask(client.admin, "GET", "/products/standard.xml")
    if page is None:
        return
    purchased = int(client.portal.valid(page).get("purchased"))
    wanted = max(LEAST, purchased + client.dice.choice([-2, -1, 0, 1, 1, 1, 2, 3]))
    preview = client.ask(client.admin, "GET", "/products/standard.xml?quantity=%d" % wanted)
    if preview is None:
        return
    root = client.portal.valid(preview)
    if root.get("outcome") == "unchanged":
        return
    promise = client.promise("anna", (root.get("outcome"), "standard", str(wanted)))
    client.confirm("/products/standard", promise, quantity=str(wanted), confirm=root.get("confirm"))


@act(3)
def undo(client):
    """The last purchase of licences, whoever made it, is taken back, if that can be done."""
    preview = client.ask(client.admin, "GET", "/products/standard.xml?undo=1")
    if preview is None or preview.status_code == 422:
        return
    root = client.portal.valid(preview)
    promise = client.promise("anna", ("undone", "standard", root.get("next-after")))
    client.confirm("/products/standard", promise, action="undo", confirm=root.get("confirm"))


@act(2)
def plan(client):
    """A purchase of a module that is bought in no other way, for a day that doesn't come."""
    fields = {"kind": "buy", "product": "outlook", "quantity": str(client.dice.randrange(1, 500)),
              "date": str(datetime.date.today() + datetime.timedelta(days=client.dice.randrange(30, 380)))}
    preview = client.ask(client.admin, "GET", "/plans.xml", params=fields)
    if preview is None:
        return
    promise = client.promise("anna", ("planned", "outlook/plan", "%s %s" % (fields["quantity"], fields["date"])))
    client.confirm("/plans", promise, confirm=client.portal.valid(preview).get("confirm"), **fields)


@act(1)
def cancel(client):
    """That plan, if there is one."""
    page = client.ask(client.admin, "GET", "/plans.xml")
    row = None if page is None else client.portal.valid(page).find("l:plan[@product='outlook']", env.NS)
    if row is None:
        return
    promise = client.promise("anna", ("plan-cancelled", "outlook/plan", ""))
    answer = client.ask(client.admin, "POST", "/plans", promise, data={"token": client.token, "cancel": row.get("id")},
                        headers={"Accept": "application/xml"})
    if answer is None:
        return
    if answer.status_code == 303:
        promise.done(event_of(answer))
    elif answer.status_code != 404:
        client.wrong(answer)
    elif not promise.repeated:          # else it may be gone by this very act
        promise.unchanged()


@act(4)
def put_quantity(client):
    """A partner's total, whatever there is."""
    wanted = LEAST + client.dice.randrange(60)
    client.put("/products/standard.xml", '<product xmlns="urn:mod-licences:1" quantity="%d"/>' % wanted,
               (None, "standard", str(wanted)))


@act(3)
def put_employees(client):
    """Some of the partner's list, of whom the status has changed, to the same: of each kind there would be an event."""
    logins = client.alike()
    rows = [client.toggle(login) for login in logins]
    body = "".join('<employee id="%s" login="%s" status="%s"/>' % (client.employees[login][0], login, row[2])
                   for login, row in zip(logins, rows))
    client.put("/employees.xml", '<employees xmlns="urn:mod-licences:1" mode="merge">%s</employees>' % body, *rows)


@act(3)
def card(client):
    """One employee, on the card."""
    row = client.toggle(client.one())
    client.submit("/" + row[1].replace("employee", "employees"), client.promise("anna", row), action=row[0][:-1])


@act(3)
def bulk(client):
    """Several employees in one step."""
    logins = client.alike()
    rows = [client.toggle(login) for login in logins]
    client.submit("/employees/bulk", client.promise("anna", *rows), action=rows[0][0][:-1],
                  ids=[client.employees[login][0] for login in logins])


@act(3)
def role(client):
    """A right of the client's own role."""
    client.granted = not client.granted
    row = ("granted", "role/role%d/my-account-view" % client.number, "granted") if client.granted else (
        "revoked", "role/role%d/my-account-view" % client.number, "")
    client.submit("/roles", client.promise("anna", row), role="role%d" % client.number, right="my-account-view",
                  action="grant" if client.granted else "revoke")
