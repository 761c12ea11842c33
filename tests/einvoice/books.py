"""A database whose invoices are exported as UBL: by licencesctl, as an operator does."""
import collections
import decimal
import os
import re
import subprocess

from lxml import etree

from rules import NS, ROOT

STAGE = os.environ.get("LICENCES_STAGE", os.path.join(ROOT, "build/stage"))
BUILD = os.environ.get("LICENCES_BUILD", os.path.join(ROOT, "build"))
CTL = os.path.join(STAGE, "usr/bin/licencesctl")
SHEETS = os.path.join(STAGE, "usr/share/licences/xslt")
OURS = {"l": "urn:mod-licences:1"}
ACCOUNTS = 200 if os.environ.get("LICENCES_LONG") else 20     # of a random year
SEED = os.environ.get("LIC_TEST_SEED", "1")

Exported = collections.namedtuple("Exported", "written refused made")


class Books:
    def __init__(self, database):
        self.database = database

    def run(self, *words, status=(0,), input=None):
        done = subprocess.run([CTL, "--database", self.database, "--stylesheets", SHEETS, *map(str, words)], input=input,
                              capture_output=True, text=True, timeout=600)
        assert done.returncode in status, done.stdout + done.stderr
        return done

    def accounts(self):
        return [line.split()[0] for line in self.run("account", "list", "--format", "csv").stdout.replace(",", " ").splitlines()[1:]]

    def export(self, folder):
        """Every invoice of every account; what was refused, with the reason, and how many invoices there are."""
        written, refused, made = 0, [], {}
        for account in self.accounts():
            done = self.run("export", account, "invoices", "--format", "ubl", folder, status=(0, 1))
            written += int(re.search(r"(\d+) invoices? written", done.stdout).group(1))
            refused += done.stderr.splitlines()
            root = etree.fromstring(self.run("export", account, "invoices", "--format", "xml").stdout.encode())
            made.update({invoice.get("number"): invoice for invoice in root.iterfind("l:invoice", OURS)})
        return Exported(written, refused, made)


def minor(root, path, currency):
    text = root.findtext(path, namespaces=NS)
    digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
    return int(decimal.Decimal(text).scaleb(digits))


def tell(capsys, text):
    with capsys.disabled():
        print("\n" + text)
