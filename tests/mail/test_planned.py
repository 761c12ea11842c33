"""What mails say of what was planned: done as planned, waiting, refused, and what lies around a renewal."""
import datetime
import re

import pytest

from conftest import Portal
from servers import Server
from test_content import local, mails_of, words

STAFF = """
policy globex standard block
quantity globex standard 2
employee add globex anna --name "Anna Ash" --email anna@globex.example
employee add globex ben --name "Ben Birch" --email ben@globex.example
employee add globex cleo --name "Cleo Cedar" --email cleo@globex.example --inactive
employee add globex dora --name "Dora Dill" --email dora@globex.example --inactive
"""
RENEWAL = local(2027, 2, 1)
# of each kind of mail, in each language, words that its subject and its text have
SAID = {
    "en-GB": {"plan-waits": ("1 employee can’t start", "Cleo Cedar"), "deactivated": ("1 employee", "As planned"),
              "plan-refused": ("Not done as planned: ", "ending"), "renewal-notice": ("", "Planned around that day")},
    "da-DK": {"plan-waits": ("1 medarbejder kan ikke begynde", "Cleo Cedar"), "deactivated": ("1 medarbejder", "Som planlagt"),
              "plan-refused": ("Ikke udført som planlagt: ", "ophører"), "renewal-notice": ("", "Planlagt omkring den dag")},
    "de-DE": {"plan-waits": ("1 Mitarbeiter kann nicht anfangen", "Cleo Cedar"), "deactivated": ("1 ", "Wie geplant"),
              "plan-refused": ("Nicht wie geplant ausgeführt: ", "endet"), "renewal-notice": ("", "Rund um diesen Tag")},
    "sv-SE": {"plan-waits": ("1 medarbetare kan inte börja", "Cleo Cedar"), "deactivated": ("1 ", "Som planerat"),
              "plan-refused": ("Inte utfört som planerat: ", "avslutas"), "renewal-notice": ("", "Planerat kring den dagen")}}


def on(days):
    return str((RENEWAL + datetime.timedelta(days=days)).date())


@pytest.mark.parametrize("locale", SAID)
def test_what_was_planned_is_told_as_such_in_every_language(tmp_path, locale):
    portal = Portal(tmp_path)
    portal.now = RENEWAL - datetime.timedelta(days=20)
    portal.run("account", "set", "globex", "--locale", locale)
    portal.batch(STAFF)
    for plan in (("start", "cleo", on(-16)), ("leave", "anna", on(-15)), ("start", "dora", on(3)), ("buy", "standard", 5, on(9))):
        portal.run("plan", "globex", *plan)
    portal.now = RENEWAL - datetime.timedelta(days=13)
    portal.run("sweep")                                 # cleo waits, anna leaves, and lets cleo in; the notice
    portal.run("account", "close", "globex")
    portal.now = RENEWAL + datetime.timedelta(days=200)
    portal.run("sweep")
    with Server() as server:
        portal.run("sweep", "--mail", "--smtp", portal.setting(server, "portal=https://portal.example/licences"))
    mails = {kind: mail for kind, mail in reversed(mails_of(portal, server, "globex"))}
    for kind, (subject, text) in SAID[locale].items():
        assert subject in words(mails[kind].subject), (kind, mails[kind].subject)
        assert text in words(mails[kind].text()), (kind, mails[kind].text())
    assert "Support" in mails["plan-refused"].text() and "operator" not in mails["plan-refused"].text(), "who planned it, as a person says it"
    told = words(mails["renewal-notice"].text())
    assert "Dora Dill" in told and not re.search("Cleo|Anna", told)
    assert "Cleo Cedar" not in mails["deactivated"].text()
