"""The judges judge: what holds passes, and a broken invoice is named by the rule that it breaks."""
import os
import re
import shutil

import pytest

import rules
from books import Books

SELLER = ["--name", "Seatbase & Søn ApS", "--vat-id", "DK12345674", "--registration", "12345674", "--country", "DK", "--address",
          "Testvej 1\n2100 København Ø", "--iban", "DK5000400440116243", "--electronic-address", "0184:DK12345674"]
ACCOUNT = ["--currency", "DKK", "--locale", "da-DK", "--timezone", "Europe/Copenhagen", "--months", "1", "--anchor", "2026-11-01",
           "--vat", "25", "--billing", "billing@acme.example", "--country", "DK", "--vat-id", "DK87654321",
           "--electronic-address", "0184:DK87654321"]


@pytest.fixture(scope="module")
def invoice(tmp_path_factory):
    """A purchase of 5 licences for 17 of 30 days, as it is exported."""
    folder = tmp_path_factory.mktemp("ubl")
    books = Books("sqlite3:%s/licences.db" % tmp_path_factory.mktemp("books"))
    books.run("init")
    books.run("seller", "set", *SELLER)
    at = ["--now", "2026-11-14T10:00:00Z"]
    books.run(*at, "product", "add", "standard", "--kind", "user", "--name", "Standard licence")
    books.run(*at, "price", "set", "standard", "DKK", 24900, "--from", "2026-01-01")
    books.run(*at, "account", "add", "acme", "--name", "Blåbær & Sønner", *ACCOUNT)
    books.run(*at, "quantity", "acme", "standard", 5, "--order-number", "PO 7781")
    books.run("export", "acme", "invoices", "--format", "ubl", folder)
    return (folder / "ACME-2026-0001.xml").read_text()


# what is done to the invoice (a pattern and what comes in its place), and the rule that it then breaks
BROKEN = {
    "BR-02": (r"<cbc:ID>ACME-2026-0001</cbc:ID>", ""),
    "BR-11": (r"(?s)(<cac:AccountingCustomerParty>.*?)<cbc:IdentificationCode>DK</cbc:IdentificationCode>", r"\1"),
    "BR-CO-10": (r"(<cac:LegalMonetaryTotal>\s*<cbc:LineExtensionAmount currencyID=\"DKK\">)705.50", r"\g<1>705.51"),
    "BR-CO-13": (r"(<cbc:TaxExclusiveAmount currencyID=\"DKK\">)705.50", r"\g<1>705.49"),
    "BR-CO-14": (r"(<cac:TaxTotal>\s*<cbc:TaxAmount currencyID=\"DKK\">)176.38", r"\g<1>176.37"),
    "BR-CO-15": (r"(<cbc:TaxInclusiveAmount currencyID=\"DKK\">)881.88", r"\g<1>881.87"),
    "BR-CO-16": (r"(<cbc:PayableAmount currencyID=\"DKK\">)881.88", r"\g<1>881.00"),
    "BR-CO-17": (r"(?s)(<cac:TaxSubtotal>.*?<cbc:TaxAmount currencyID=\"DKK\">)176.38", r"\g<1>186.38"),
    "BR-S-08": (r"(<cbc:TaxableAmount currencyID=\"DKK\">)705.50", r"\g<1>605.50"),
    "BR-DEC-23": (r"(?s)(<cac:InvoiceLine>.*?<cbc:LineExtensionAmount currencyID=\"DKK\">)705.50", r"\g<1>705.500"),
    "BR-AE-10": (r"<cbc:ID>S</cbc:ID>\s*<cbc:Percent>25</cbc:Percent>", "<cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent>"),
    "BR-CL-04": (r"<cbc:DocumentCurrencyCode>DKK", "<cbc:DocumentCurrencyCode>DKR"),
    "PEPPOL-EN16931-R001": (r"<cbc:ProfileID>.*?</cbc:ProfileID>", ""),
    "PEPPOL-EN16931-R003": (r"(?s)<cac:OrderReference>.*?</cac:OrderReference>", ""),
    "PEPPOL-EN16931-R004": (r"#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", ""),
    "PEPPOL-EN16931-R007": (r"billing:01:1.0", "billing:1:1.0"),
    "PEPPOL-EN16931-R008": (r"<cbc:Name>Standard licence</cbc:Name>", "<cbc:Name/>"),
    "PEPPOL-EN16931-R010": (r"(?s)(<cac:AccountingCustomerParty>.*?)<cbc:EndpointID.*?</cbc:EndpointID>", r"\1"),
    "PEPPOL-EN16931-R020": (r"(?s)(<cac:AccountingSupplierParty>.*?)<cbc:EndpointID.*?</cbc:EndpointID>", r"\1"),
    "PEPPOL-EN16931-R051": (r"(<cbc:PayableAmount currencyID=\")DKK", r"\1EUR"),
    "PEPPOL-EN16931-R054": (r"(</cac:TaxTotal>)", r'\1<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">176.38</cbc:TaxAmount></cac:TaxTotal>'),
    "PEPPOL-EN16931-R110": (r"(?s)(<cac:InvoiceLine>.*?<cbc:StartDate>)2026-11-14", r"\g<1>2026-11-13"),
    "PEPPOL-EN16931-R111": (r"(?s)(<cac:InvoiceLine>.*?<cbc:EndDate>)2026-11-30", r"\g<1>2026-12-01"),
    "PEPPOL-EN16931-R120": (r"(<cbc:PriceAmount currencyID=\"DKK\">)141.10", r"\g<1>142.10"),
    "PEPPOL-EN16931-R121": (r"(</cbc:PriceAmount>)", r'\1<cbc:BaseQuantity unitCode="C62">-1</cbc:BaseQuantity>'),
    "PEPPOL-EN16931-R130": (r"(</cbc:PriceAmount>)", r'\1<cbc:BaseQuantity unitCode="DAY">1</cbc:BaseQuantity>'),
    "PEPPOL-EN16931-P0100": (r"<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381"),
    "PEPPOL-EN16931-F001": (r"<cbc:IssueDate>2026-11-14", "<cbc:IssueDate>2026-11-14Z"),
    "DK-R-002": (r"schemeID=\"0184\">12345674<", 'schemeID="0184">1234567<'),
    "DK-R-005": (r"<cbc:PaymentMeansCode>58", "<cbc:PaymentMeansCode>30"),
}


@pytest.fixture(scope="module")
def judged(invoice, tmp_path_factory):
    """The invoice as it is, and broken in each way, judged at once; the rules that are broken, by file."""
    folder, out = tmp_path_factory.mktemp("broken"), tmp_path_factory.mktemp("reports")
    (folder / "as-it-is.xml").write_text(invoice)
    for rule, (pattern, instead) in BROKEN.items():
        broken, n = re.subn(pattern, instead, invoice, count=1)
        assert n == 1, rule
        (folder / (rule + ".xml")).write_text(broken)
    found = {name[:-4]: set() for name in os.listdir(folder)}
    for breach in rules.judge(str(folder), str(out)).breaches:
        found[os.path.basename(breach.file)[:-4]].add(breach.rule)
    return found


def test_an_invoice_as_it_is_exported_breaks_nothing(judged):
    assert judged["as-it-is"] == set()


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_invoice_is_named_by_the_rule_that_it_breaks(judged, rule):
    assert rule in judged[rule]


def test_what_is_no_ubl_is_named_by_the_xsd(invoice, tmp_path):
    path = tmp_path / "broken.xml"
    path.write_text(invoice.replace("<cbc:IssueDate>", "<cbc:IssuedOn>").replace("</cbc:IssueDate>", "</cbc:IssuedOn>"))
    [breach] = rules.xsd_breaches([str(path)])
    assert breach.rule == "XSD" and "IssuedOn" in breach.said


def test_invoices_of_others_are_judged_as_they_were(tmp_path):
    for name in ("prorated-dk.xml", "mixed-dk.xml", "bad.xml"):
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(os.path.join(rules.DATA, "samples", name), tmp_path / "in" / name)
    (tmp_path / "out").mkdir()
    breaches = list(rules.en16931_breaches(str(tmp_path / "in"), str(tmp_path / "out")))
    assert {os.path.basename(breach.file) for breach in breaches} == {"bad.xml"} and len(breaches) > 1
    assert not list(rules.xsd_breaches(sorted(map(str, (tmp_path / "in").iterdir()))))
