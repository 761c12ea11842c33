"""The invoice as UBL with the mail: for accounts that want it, to the billing address, by a real mail server."""
import pathlib
import sys

import pytest
from lxml import etree

from servers import Server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "einvoice"))
import rules  # noqa: E402

SELLER = ["--name", "Seatbase & Søn ApS", "--vat-id", "DK12345674", "--registration", "12345674", "--country", "DK", "--address",
          "Testvej 1", "--iban", "DK5000400440116243", "--electronic-address", "0184:DK12345674"]


@pytest.fixture
def sent(portal):
    """What acts send."""
    portal.run("seller", "set", *SELLER)
    portal.run("account", "set", "acme", "--country", "DK", "--vat-id", "DK87654321", "--electronic-address", "0184:DK87654321")

    def act(*acts):
        with Server() as server:
            for words in acts:
                portal.run(*words)
            portal.deliver(server)
            return [mail.parsed for mail in server.mails]
    return act


def attachments(message):
    return list(message.iter_attachments()) if message.get_content_type() == "multipart/mixed" else []


def test_a_bill_comes_with_its_ubl_where_that_is_wanted(portal, sent, tmp_path):
    portal.run("account", "set", "acme", "--attach-ubl", "yes")
    [mail] = sent(("quantity", "acme", "standard", 5, "--order-number", "PO 7781 <&\"'>"))
    assert mail["To"] == "bogholderi@acme.example"
    [file] = attachments(mail)
    assert (file.get_content_type(), file.get_content_disposition(), file.get_filename()) == (
        "application/xml", "attachment", "ACME-2026-0001.xml")
    assert mail.get_body(("html",)) is not None and "ACME-2026-0001" in mail.get_body(("plain",)).get_content()
    assert "PO 7781" in mail.get_body(("plain",)).get_content()
    content = file.get_payload(decode=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / file.get_filename()).write_bytes(content)
    assert not list(rules.xsd_breaches([str(tmp_path / "in" / file.get_filename())]))
    portal.run("export", "acme", "invoices", "--format", "ubl", tmp_path / "out")
    assert (tmp_path / "out" / file.get_filename()).read_bytes() == content, "the same as elsewhere"
    assert etree.fromstring(content).findtext("cac:OrderReference/cbc:ID", namespaces=rules.NS) == "PO 7781 <&\"'>"


def test_a_credit_note_and_a_renewal_come_with_theirs(portal, sent):
    portal.run("account", "set", "acme", "--attach-ubl", "yes")
    mails = sent(("quantity", "acme", "standard", 5), ("undo", "acme", "standard"), ("quantity", "acme", "standard", 5))
    assert [etree.QName(etree.fromstring(file.get_payload(decode=True))).localname
            for mail in mails for file in attachments(mail)] == ["Invoice", "CreditNote", "Invoice"]
    portal.later(days=30)
    mails = sent(("sweep",))
    assert [file.get_filename() for mail in mails for file in attachments(mail)] == ["ACME-2026-0004.xml"]


@pytest.mark.parametrize("terms", [["--attach-ubl", "no"], ["--attach-ubl", "yes", "--country", ""]])
def test_without_the_wish_or_what_ubl_needs_the_mail_comes_alone(portal, sent, terms):
    [mail] = sent(("account", "set", "acme", "--vat-id", "", *terms), ("quantity", "acme", "standard", 5))
    assert mail.get_content_type() == "multipart/alternative" and not attachments(mail)


def test_what_goes_elsewhere_than_to_the_billing_address_comes_alone(portal, sent):
    [mail] = sent(("account", "set", "acme", "--attach-ubl", "yes"), ("quantity", "acme", "standard", 5),
                  ("account", "set", "acme", "--billing", "other@acme.example"))
    assert mail["To"] == "bogholderi@acme.example" and not attachments(mail)


def test_support_says_yes_or_no(portal):
    assert "yes or no" in portal.run("account", "set", "acme", "--attach-ubl", "perhaps", status=2)
    portal.run("account", "set", "acme", "--attach-ubl", "yes")
    assert "attach-ubl" in portal.run("account", "show", "acme") and "yes" in portal.run("account", "show", "acme")
