"""Names stand in the order of the account's language, as a browser, whose ICU is another, puts them."""
import random

import pytest

from env import NS
from test_pencil import chromium  # noqa: F401

FIRST = ["Åse", "Aage", "Aase", "Anders", "Ændrup", "Ärla", "Östen", "Øjvind", "Oskar", "Oda", "Zita", "Ülkü", "Ulla", "Yrsa", "Élise",
         "Elise", "elise", "Ægir", "Aksel", "Bo", "Øyvind", "Søren", "Soren", "Sören", "Þóra", "Ðana", "Łukasz", "Lukas", "Çelik", "Cecil",
         "Anne-Marie", "Anne Marie", "Annemarie", "O'Neill", "Oneill", "Straße", "Strasse", "Müller", "Mueller", "Muller"]
LAST = ["Kjær", "Kjaer", "Ågård", "Aagaard", "Åberg", "Aaberg", "Ödman", "Oedman", "Zahn", "Œuvre", "Wallin", "Vallin", "von Öhlen",
        "de la Cruz", "Delacroix", "Ørsted", "Oersted", "Ñandú", "Nandu", "Žižek", "Zizek"]


@pytest.mark.parametrize("locale", ["da-DK", "sv-SE", "de-DE"])
def test_500_names_are_in_the_browsers_order(portal, chromium, tmp_path, locale):  # noqa: F811
    dice = random.Random(locale)
    names = dice.sample(["%s %s" % (first, last) for first in FIRST for last in LAST], 500)
    account = portal.make_account(licences=10, locale=locale)
    table = tmp_path / "names.csv"
    table.write_text("login,name,email,status\n" + "".join("n%03d-%s,%s,n@x.example,inactive\n" % (i, account.key, name)
                                                           for i, name in enumerate(names)))
    account.ctl("import", account.key, table)
    portal.give_away()
    anna = account.visitor("anna")
    for sort, backwards in (("name", ""), ("-name", ".reverse()")):
        rows = [row.findtext("l:name", None, NS) for row in anna.xml("/employees.xml?sort=%s" % sort).findall("l:employee", NS)]
        listed = [name for name in rows if name in set(names)]
        chromium.get("about:blank")
        wanted = chromium.execute_script("return [...arguments[0]].sort(new Intl.Collator(arguments[1]).compare)" + backwards,
                                         names, locale)
        assert listed == wanted
