"""Encryption and log-in: required means required."""
import pytest

from servers import Server

HERE = "IP:127.0.0.1,DNS:localhost"


@pytest.fixture
def waiting(portal):
    portal.buy()
    return portal


def refused(portal, server, *words, setting=None):
    said = portal.deliver(server, *words, setting=setting, status=1)
    assert "0 sent, 1 put off, 0 parked; the mail server takes no mail now" in said
    assert not server.mails and not server.commands
    assert portal.outbox() == [("waiting",)]
    return said


def smtps(server, *words):
    return " ".join(["smtps://localhost:%d" % server.port, "from=licences@portal.example", *map(str, words)])


def test_starttls_encrypts(waiting, certificates):
    context = certificates.context("right", HERE)
    with Server(tls_context=context, require_starttls=True) as server:
        assert "1 sent" in waiting.deliver(server, "starttls", "ca-file=%s" % certificates.ca)
    assert server.mails[0].encrypted


def test_starttls_that_is_not_offered_sends_nothing_in_plain(waiting):
    with Server() as server:
        refused(waiting, server, "starttls")


def test_a_certificate_of_an_unknown_authority_is_refused(waiting, certificates):
    with Server(tls_context=certificates.context("unknown", HERE), require_starttls=True) as server:
        assert "certificate" in refused(waiting, server, "starttls").lower()


def test_a_certificate_for_another_host_is_refused(waiting, certificates):
    context = certificates.context("other", "DNS:other.example")
    with Server(tls_context=context, require_starttls=True) as server:
        refused(waiting, server, "starttls", "ca-file=%s" % certificates.ca)


def test_smtps_is_encrypted_from_the_first_byte(waiting, certificates):
    with Server(ssl_context=certificates.context("smtps", HERE)) as server:
        assert "1 sent" in waiting.deliver(server, setting=smtps(server, "ca-file=%s" % certificates.ca))
    assert len(server.mails) == 1


def test_smtps_checks_the_certificate(waiting, certificates):
    with Server(ssl_context=certificates.context("smtps", HERE)) as server:
        refused(waiting, server, setting=smtps(server))


def test_logging_in_takes_the_password_from_a_file_and_tells_it_to_nobody(waiting, certificates, password_file):
    context = certificates.context("login", HERE)
    words = ["starttls", "ca-file=%s" % certificates.ca, "user=licences", "password-file=%s" % password_file]
    with Server(tls_context=context, require_starttls=True, auth=True) as server:
        said = waiting.deliver(server, *words)
    assert "1 sent" in said and "s3cret" not in said
    assert server.mails[0].user == "licences" and server.mails[0].encrypted


def test_a_wrong_password_delays_mail_and_is_told_to_nobody(waiting, certificates, password_file):
    context = certificates.context("wrong", HERE)
    password_file.write_text("s3cret but wrong\n")
    words = ["starttls", "ca-file=%s" % certificates.ca, "user=licences", "password-file=%s" % password_file]
    with Server(tls_context=context, require_starttls=True, auth=True) as server:
        said = refused(waiting, server, *words)
    assert "s3cret" not in said
    assert "s3cret" not in str(waiting.outbox("last_error"))


def test_a_password_is_never_sent_in_plain(waiting, password_file):
    setting = "smtp://127.0.0.1:25 from=licences@portal.example user=licences password-file=%s" % password_file
    assert "smtps:// or with starttls" in waiting.run("sweep", "--mail", "--smtp", setting, status=2)
