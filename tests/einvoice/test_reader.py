"""A reader that isn't ours, @fin.cx/einvoice of npm, comes to the same invoices (LICENCES_EINVOICE_READER is its module)."""
import decimal
import json
import os
import subprocess

import pytest
from lxml import etree

import rules
from books import OURS, tell

MOST = 700      # invoices that it is given
READER = os.environ.get("LICENCES_EINVOICE_READER")


def to_minor(amount, digits):
    return int(decimal.Decimal(repr(amount)).scaleb(digits).quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP))


@pytest.mark.skipif(not READER, reason="./bootstrap full has the reader from npm: LICENCES_EINVOICE_READER")
def test_another_program_comes_to_the_same_totals(year, capsys):
    folder, exported = year
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    paths = paths[::max(1, len(paths) // MOST)]
    done = subprocess.run(["node", os.path.join(os.path.dirname(__file__), "reader.mjs"), READER], input="\n".join(paths),
                          capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    read, shown = [json.loads(line) for line in done.stdout.splitlines()], []
    assert [one["file"] for one in read] == paths
    for one in read:
        own = exported.made[os.path.basename(one["file"])[:-4]]
        root = etree.parse(one["file"]).getroot()
        assert (one["number"], one["date"], one["currency"]) == (own.get("number"), own.get("date"), own.get("currency"))
        assert one["seller"] == root.xpath("string(cac:AccountingSupplierParty//cac:PartyTaxScheme/cbc:CompanyID)", namespaces=rules.NS)
        assert not one["errors"], one
        if own.get("kind") == "credit":
            continue        # of a credit note it reads the head alone
        digits = {"JPY": 0, "KWD": 3}.get(own.get("currency"), 2)
        assert one["lines"] == len(own.findall("l:line", OURS)) and to_minor(one["net"], digits) == int(own.get("net")), one
        # it doesn't round VAT, and reckons in binary: half a unit may come out on either side
        assert abs(decimal.Decimal(one["vat"]).scaleb(digits) - int(own.get("vat"))) < decimal.Decimal("0.501"), (one, own.attrib)
        shown.append("%s: net %s, VAT %s, by ours %s, %s (%s)" % (one["number"], one["net"], one["vat"], own.get("net"), own.get("vat"),
                                                                   one["currency"]))
    assert len(shown) > 100
    tell(capsys, "another program's totals of %d invoices are ours; %s" % (len(shown), "; ".join(shown[::max(1, len(shown) // 3)][:3])))
