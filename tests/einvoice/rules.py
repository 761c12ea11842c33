"""
What an electronic invoice is held against: UBL's XSD, the rules of EN 16931 (Saxon runs their XSLT 2, on all files at once),
those of Peppol BIS Billing 3 that its own schematron adds and that can be broken here, and the document that it was made from.
"""
import collections
import decimal
import glob
import os
import re
import subprocess

from lxml import etree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "tests/data/einvoice")
SAXON = "/usr/share/java/Saxon-HE.jar"
NS = {"cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
      "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
      "svrl": "http://purl.oclc.org/dsdl/svrl"}
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"

Breach = collections.namedtuple("Breach", "file rule said")


# --- the XSD ------------------------------------------------------------------------------------------------------------

def xsd_breaches(paths):
    schemas = {kind: etree.XMLSchema(etree.parse(os.path.join(DATA, "ubl21-xsdrt/maindoc/UBL-%s-2.1.xsd" % kind)))
               for kind in ("Invoice", "CreditNote")}
    for path in paths:
        tree = etree.parse(path)
        schema = schemas.get(etree.QName(tree.getroot()).localname)
        if schema is None or not schema.validate(tree):
            yield Breach(path, "XSD", str(schema.error_log.last_error) if schema else "neither an invoice nor a credit note")


# --- EN 16931 -----------------------------------------------------------------------------------------------------------

def en16931_breaches(folder, out):
    """Of every file of a folder; the reports are written to another. What Saxon stops at is an error."""
    done = subprocess.run(["java", "-cp", SAXON, "net.sf.saxon.Transform", "-s:" + folder, "-o:" + out, "-versionmsg:off",
                           "-xsl:" + os.path.join(DATA, "en16931/EN16931-UBL.xslt")],
                          capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr[-2000:]
    for name in sorted(os.listdir(folder)):
        report = etree.parse(os.path.join(out, name))
        assert report.find("//svrl:fired-rule", NS) is not None, name + ": no rule was tried on it"
        for failed in report.iterfind("//svrl:failed-assert", NS):
            yield Breach(os.path.join(folder, name), failed.get("id"),
                         " ".join(failed.findtext("svrl:text", namespaces=NS).split()))


# --- Peppol -------------------------------------------------------------------------------------------------------------

def amount(node, path):
    text = node.findtext(path, namespaces=NS)
    return None if text is None else decimal.Decimal(text)


def in_currency(root):
    currency = root.findtext("cbc:DocumentCurrencyCode", namespaces=NS)
    return {value for value in root.xpath("//@currencyID")} == {currency}


def lines(root):
    return root.xpath("cac:InvoiceLine | cac:CreditNoteLine", namespaces=NS)


def quantity(line):
    return decimal.Decimal(line.xpath("string(cbc:InvoicedQuantity | cbc:CreditedQuantity)", namespaces=NS))


def line_amount_holds(line):
    base = amount(line, "cac:Price/cbc:BaseQuantity") or decimal.Decimal(1)
    net = quantity(line) * amount(line, "cac:Price/cbc:PriceAmount") / base
    return abs(net - amount(line, "cbc:LineExtensionAmount")) <= decimal.Decimal("0.02")


def within(root, which):
    """A line's period lies in the invoice's."""
    start, end = (root.findtext("cac:InvoicePeriod/cbc:" + name, namespaces=NS) for name in ("StartDate", "EndDate"))
    return all(start <= value <= end for line in lines(root)
               for value in [line.findtext("cac:InvoicePeriod/cbc:" + which, namespaces=NS)])


def unit_of(line, path):
    found = line.xpath("(%s)/@unitCode" % path, namespaces=NS)
    return found[0] if found else None


def danish_seller(root):
    party = root.find("cac:AccountingSupplierParty/cac:Party", NS)
    return party if party.findtext(".//cac:Country/cbc:IdentificationCode", namespaces=NS) == "DK" else None


def danish_register(root):
    party = danish_seller(root)
    number = None if party is None else party.find("cac:PartyLegalEntity/cbc:CompanyID", NS)
    return party is None or (number is not None and number.get("schemeID") == "0184" and
                             re.fullmatch("[0-9]{8}", number.text) is not None)


def danish_payment(root):
    codes = root.xpath("cac:PaymentMeans/cbc:PaymentMeansCode/text()", namespaces=NS)
    return danish_seller(root) is None or set(codes) <= {"1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97"}


RULES = {
    "PEPPOL-EN16931-R001": lambda root: root.findtext("cbc:ProfileID", namespaces=NS) is not None,
    "PEPPOL-EN16931-R002": lambda root: len(root.findall("cbc:Note", NS)) <= 1,
    "PEPPOL-EN16931-R003": lambda root: bool(root.xpath(
        "cbc:BuyerReference[normalize-space()] | cac:OrderReference/cbc:ID[normalize-space()]", namespaces=NS)),
    "PEPPOL-EN16931-R004": lambda root: root.findtext("cbc:CustomizationID", namespaces=NS).startswith(PEPPOL),
    "PEPPOL-EN16931-R007": lambda root: re.fullmatch(r"urn:fdc:peppol\.eu:2017:poacc:billing:([0-9]{2}):1\.0", root.findtext(
        "cbc:ProfileID", default="", namespaces=NS)) is not None,
    "PEPPOL-EN16931-R008": lambda root: not root.xpath("//*[not(*) and not(normalize-space())]"),
    "PEPPOL-EN16931-R010": lambda root: bool(root.xpath("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", namespaces=NS)),
    "PEPPOL-EN16931-R020": lambda root: bool(root.xpath("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", namespaces=NS)),
    "PEPPOL-EN16931-R044": lambda root: not root.xpath("//cac:Price/cac:AllowanceCharge[cbc:ChargeIndicator = 'true']", namespaces=NS),
    "PEPPOL-EN16931-R051": in_currency,
    "PEPPOL-EN16931-R053": lambda root: len(root.xpath("cac:TaxTotal[cac:TaxSubtotal]", namespaces=NS)) == 1,
    "PEPPOL-EN16931-R054": lambda root: not root.xpath("cac:TaxTotal[not(cac:TaxSubtotal)]", namespaces=NS),
    "PEPPOL-EN16931-R110": lambda root: within(root, "StartDate"),
    "PEPPOL-EN16931-R111": lambda root: within(root, "EndDate"),
    "PEPPOL-EN16931-R120": lambda root: all(map(line_amount_holds, lines(root))),
    "PEPPOL-EN16931-R121": lambda root: all(decimal.Decimal(base.text) > 0 for base in root.iterfind(".//cbc:BaseQuantity", NS)),
    "PEPPOL-EN16931-R130": lambda root: all(unit_of(line, "cac:Price/cbc:BaseQuantity") in (None, unit_of(
        line, "cbc:InvoicedQuantity | cbc:CreditedQuantity")) for line in lines(root)),
    "PEPPOL-EN16931-P0100": lambda root: root.findtext("cbc:InvoiceTypeCode", default="380", namespaces=NS) == "380",
    "PEPPOL-EN16931-P0101": lambda root: root.findtext("cbc:CreditNoteTypeCode", default="381", namespaces=NS) == "381",
    "PEPPOL-EN16931-F001": lambda root: all(re.fullmatch(r"\d{4}-\d\d-\d\d", text) for text in root.xpath(
        "//cbc:IssueDate/text() | //cbc:DueDate/text() | //cbc:StartDate/text() | //cbc:EndDate/text()", namespaces=NS)),
    "DK-R-002": danish_register,
    "DK-R-005": danish_payment,
}


def is_peppol(root):
    """Whether it says that it is one."""
    return "peppol" in "".join(root.findtext("cbc:" + name, default="", namespaces=NS) for name in ("CustomizationID", "ProfileID"))


def peppol_breaches(path):
    root = etree.parse(path).getroot()
    return [Breach(path, rule, "doesn't hold") for rule, holds in RULES.items() if not holds(root)]


# --- all of them --------------------------------------------------------------------------------------------------------

Judged = collections.namedtuple("Judged", "files invoices credits peppol lines breaches")


def judge(folder, out):
    """Every file of a folder; Peppol's rules are for those that say that they keep to them."""
    paths = sorted(glob.glob(os.path.join(folder, "*.xml")))
    breaches = list(xsd_breaches(paths))
    breaches += en16931_breaches(folder, out) if paths else []
    credits = peppol = count = 0
    for path in paths:
        root = etree.parse(path).getroot()
        credits += etree.QName(root).localname == "CreditNote"
        count += len(lines(root))
        if is_peppol(root):
            peppol += 1
            breaches += peppol_breaches(path)
    return Judged(len(paths), len(paths) - credits, credits, peppol, count, breaches)
