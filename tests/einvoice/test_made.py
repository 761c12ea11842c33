"""
Every invoice that is made is valid UBL: those of a simulation (LICENCES_LONG: of 200 accounts and a year, else of 20), and those
that the suites before this one have made (LICENCES_INVOICES, tests/http/env.py).
"""
import collections
import glob
import os

import pytest
from lxml import etree

import rules
from books import ACCOUNTS, OURS, SEED, minor, tell

SEEN = os.environ.get("LICENCES_INVOICES")


def summed_up(judged):
    return "%d invoices and %d credit notes with %d lines: %d by Peppol's rules, too; %d rules broken" % (
        judged.invoices, judged.credits, judged.lines, judged.peppol, len(judged.breaches))


def counted(breaches):
    return collections.Counter((breach.rule, breach.said) for breach in breaches).most_common(10)


def test_a_random_year_is_valid(year, tmp_path, capsys):
    folder, exported = year
    judged = rules.judge(folder, str(tmp_path))
    tell(capsys, "seed %s, %d accounts: %s; %d that can't be said in UBL" % (SEED, ACCOUNTS, summed_up(judged), len(exported.refused)))
    assert not judged.breaches, counted(judged.breaches)
    assert judged.files == exported.written and judged.credits > 0 and judged.peppol > 0
    assert judged.files + len(exported.refused) == len(exported.made), "each is there, or is said why not"


def test_what_cannot_be_said_says_why(year):
    _, exported = year
    assert exported.refused
    for said in exported.refused:
        assert "EN 16931 has two decimals" in said or "the buyer's country" in said, said


def test_every_sum_and_date_of_ubl_is_the_invoices_own(year):
    folder, exported = year
    for path in glob.glob(os.path.join(folder, "*.xml")):
        root, own = etree.parse(path).getroot(), exported.made[os.path.basename(path)[:-4]]
        sign = -1 if own.get("kind") == "credit" else 1
        currency = own.get("currency")
        assert root.findtext("cbc:IssueDate", namespaces=rules.NS) == own.get("date")
        assert (root.findtext("cac:OrderReference/cbc:ID", namespaces=rules.NS) or None) == own.get("order-number")
        for ubl, ours in (("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", "net"), ("cac:TaxTotal/cbc:TaxAmount", "vat"),
                          ("cac:LegalMonetaryTotal/cbc:PayableAmount", "total")):
            assert sign * minor(root, ubl, currency) == int(own.get(ours)), (path, ours)
        amounts = [sign * minor(line, "cbc:LineExtensionAmount", currency) for line in rules.lines(root)]
        assert amounts == [int(line.get("amount")) for line in own.iterfind("l:line", OURS)], path


@pytest.mark.skipif(not SEEN or not os.path.isdir(SEEN), reason="no suite has kept its invoices: LICENCES_INVOICES")
def test_what_the_suites_have_made_is_valid(tmp_path, capsys):
    for folder in sorted(os.listdir(SEEN)):
        out = tmp_path / folder
        out.mkdir()
        judged = rules.judge(os.path.join(SEEN, folder), str(out))
        tell(capsys, "%s: %s" % (folder, summed_up(judged)))
        assert judged.files and not judged.breaches, counted(judged.breaches)
