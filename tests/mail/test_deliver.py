"""From the outbox to a real mail server and back: what is sent once, what is put off, what is parked."""
import re
import signal
import sqlite3
import threading
import time

from servers import Rude, Server


def test_a_message_is_sent_once_to_each_address_with_headers_that_say_what_it_is(portal):
    portal.buy()
    with Server() as server:
        assert "mail: 1 sent, 0 put off, 0 parked" in portal.deliver(server, "name=Licenser")
        assert "mail: 0 sent" in portal.deliver(server)
    mail, = server.mails
    assert mail.sender == "licences@portal.example" and mail.to == ["bogholderi@acme.example"]
    assert re.fullmatch(r"<acme\.1\.[0-9a-f]{16}@portal\.example>", mail.id)
    head = mail.parsed
    assert head["From"].addresses[0].display_name == "Licenser"
    assert head["To"] == "bogholderi@acme.example"
    assert head["Date"].datetime == portal.now
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Content-Language"] == "da"
    assert head["MIME-Version"] == "1.0"
    assert head.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in head.iter_parts()] == ["text/plain", "text/html"]
    assert mail.subject == "Købt 5 × Standard licence, 5 i alt – Blåbær & Sønner A/S"
    assert "DKK\xa01.556,25" in mail.text() and "ACME-2026-0001" in mail.text()
    assert "Blåbær &amp; Sønner A/S" in mail.text("html")
    assert all(line.endswith(b"\r\n") for line in mail.raw.splitlines(keepends=True))
    assert all(len(line) <= 78 and line.isascii() for line in mail.raw.splitlines())
    assert portal.outbox("state, attempts, last_error, claimed_by") == [("sent", 1, "", "")]


def test_a_server_that_is_down_delays_mail_and_is_asked_once_a_run(portal):
    portal.buy()
    portal.buy("globex")
    server = Server()
    said = portal.deliver(server, status=1)
    assert "0 sent, 2 put off, 0 parked; the mail server takes no mail now" in said and said.count("LIC4005") == 1
    assert "0 sent, 0 put off" in portal.deliver(server)  # not yet due again: nobody is asked
    for minutes in 2, 3, 6, 12:
        portal.later(minutes=minutes)
        assert "2 put off" in portal.deliver(server, status=1)
    assert portal.outbox("attempts, refused") == [(5, 0), (5, 0)]
    portal.later(hours=1)
    with server:
        assert "2 sent" in portal.deliver(server)
    assert len({mail.id for mail in server.mails}) == 2 and server.sessions == 1


def test_a_451_is_tried_again_and_others_are_sent_meanwhile(portal):
    portal.buy()
    portal.buy("globex")
    with Server() as server:
        server.rcpt = lambda address: "451 4.7.1 greylisted" if "acme" in address else None
        assert "1 sent, 1 put off, 0 parked" in portal.deliver(server)
        assert portal.outbox("state, last_error") == [("waiting", "451 4.7.1 greylisted"), ("sent", "")]
        portal.later(minutes=2)
        server.rcpt = lambda address: None
        assert "1 sent" in portal.deliver(server)
    assert [mail.to[0] for mail in server.mails] == ["accounts@globex.example", "bogholderi@acme.example"]


def test_a_recipient_that_is_refused_for_most_of_a_day_is_parked_and_named(portal):
    portal.buy()
    with Server() as server:
        server.rcpt = lambda address: "550 5.1.1 no such user"
        for refusal in range(1, 6):
            said = portal.deliver(server)
            assert "1 put off, 0 parked" in said
            assert ("LIC4004" in said, "no such user" in said) == (refusal == 1, refusal == 1)      # warned of once
            assert portal.outbox("state, refused") == [("waiting", refusal)]
            assert "0 put off" in portal.deliver(server)
            portal.later(hours=6)
        assert " 0 breaches" in portal.run("audit")
        said = portal.deliver(server, status=1)
        assert "1 parked" in said and "LIC4003" in said and "message 1 of acme (bought)" in said
        portal.later(days=3)
        tries = len(server.commands)
        portal.deliver(server)
        assert len(server.commands) == tries
        said = portal.run("audit", status=1)
        assert "acme" in said and "mail is parked" in said and "550 5.1.1 no such user" in said
        server.rcpt = lambda address: None
        assert "1 parked message will be tried again" in portal.run("mail", "retry", "acme")
        assert "1 sent" in portal.deliver(server)
    portal.run("audit")


def test_a_message_that_is_refused_itself_is_parked_at_once_and_blocks_nobody(portal):
    for total in range(1, 6):
        portal.buy(total=total)
    with Server() as server:
        server.data = lambda mail: "554 5.6.0 not like this" if "3 i alt" in mail.subject else None
        assert "4 sent, 0 put off, 1 parked" in portal.deliver(server, status=1)
    assert [state for state, in portal.outbox()] == ["sent", "sent", "parked", "sent", "sent"]


def test_a_connection_that_is_cut_in_data_is_taken_up_again_with_the_same_id(portal):
    portal.buy()
    portal.buy("globex")
    ids = []
    with Server() as server:
        def cut_first(mail):
            ids.append(mail.id)
            return "cut" if len(ids) == 1 else None
        server.data = cut_first
        assert "1 sent, 1 put off, 0 parked" in portal.deliver(server)
        portal.later(minutes=2)
        assert "1 sent" in portal.deliver(server)
    assert ids[0] == ids[2] and sorted(mail.id for mail in server.mails) == sorted(ids[1:])


def test_a_connection_that_is_cut_before_the_message_is_over_is_put_off(portal):
    portal.buy()
    with Rude(["220 rude", "250 hello", "250 sender", "250 recipient", "354 go on"], "cut") as rude:
        assert "0 sent, 1 put off, 0 parked" in portal.deliver(rude)
    portal.later(minutes=2)
    with Server() as server:
        assert "1 sent" in portal.deliver(server)


def test_a_server_that_says_nothing_ends_the_run_within_ten_seconds(portal):
    portal.buy()
    portal.buy("globex")
    with Rude([], "hang") as rude:
        begun = time.monotonic()
        assert "2 put off" in portal.deliver(rude, status=1)
        assert time.monotonic() - begun < 10


def test_a_server_that_never_says_goodbye_holds_nobody_up(portal):
    portal.buy()
    script = ["220 rude", "250 hello", "250 sender", "250 recipient", "354 go on", "250 taken"]
    with Rude(script, "take") as rude:
        begun = time.monotonic()
        assert "1 sent" in portal.deliver(rude)
        assert time.monotonic() - begun < 5


def test_a_server_that_ends_the_connection_after_each_message_gets_them_all(portal):
    portal.buy()
    portal.buy("globex")
    portal.buy(total=6)
    with Server() as server:
        sent = []
        server.rcpt = lambda address: None

        async def limited(smtp, session, envelope, address, options):
            if getattr(session, "used", False):
                return "421 4.7.0 one message a connection"
            session.used = True
            envelope.mail_from = address
            sent.append(address)
            return "250 OK"
        server.handle_MAIL = limited
        assert "3 sent, 0 put off" in portal.deliver(server)
    assert len(server.mails) == 3


def test_a_run_ends_after_ten_seconds_whatever_they_were_spent_on(portal):
    """Here somebody else keeps the database for a second whenever a message has been taken."""
    portal.batch("\n".join("quantity acme standard %d" % total for total in range(1, 61)))
    locks = []
    with Server() as server:
        def lock(mail):
            db = sqlite3.connect(portal.file, timeout=10, isolation_level=None, check_same_thread=False)
            db.execute("BEGIN IMMEDIATE")
            locks.append(threading.Timer(1, db.close))
            locks[-1].start()
        server.data = lock
        begun = time.monotonic()
        said = portal.deliver(server)
        assert 10 <= time.monotonic() - begun < 20
    for each in locks:
        each.join()
    sent = int(re.search(r"(\d+) sent", said)[1])
    assert 3 <= sent == len(server.mails) < 20
    assert sorted(portal.outbox("state, claimed_by")) == [("sent", "")] * sent + [("waiting", "")] * (60 - sent)


def test_killed_between_sending_and_marking_it_is_sent_again_with_the_same_id(portal):
    portal.buy()
    victim, ready = [], threading.Event()
    with Server() as server:
        def kill(mail):
            if not server.mails:
                assert ready.wait(20)
                victim[0].send_signal(signal.SIGKILL)
                victim[0].wait()
        server.data = kill
        victim.append(portal.delivering(portal.setting(server)))
        ready.set()
        victim[0].communicate(timeout=30)
        assert victim[0].returncode == -signal.SIGKILL and len(server.mails) == 1
        assert portal.outbox("state, attempts") == [("waiting", 1)]
        portal.later(minutes=2)
        assert "0 sent" in portal.deliver(server)  # the dead one's claim still holds
        portal.later(minutes=5)
        assert "1 sent" in portal.deliver(server)
    first, second = server.mails
    assert first.id == second.id and first.to == second.to
    assert portal.outbox() == [("sent",)]


def test_two_deliverers_at_once_send_each_message_once(portal):
    portal.batch("\n".join("quantity acme standard %d" % total for total in range(1, 61)))
    with Server() as server:
        both = [portal.delivering(portal.setting(server)) for _ in range(2)]
        said = [process.communicate(timeout=60)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0], said
    assert len(server.mails) == 60 and len({mail.id for mail in server.mails}) == 60
    assert sum(int(re.search(r"(\d+) sent", text)[1]) for text in said) == 60
    assert set(portal.outbox("state, attempts")) == {("sent", 1)}


def test_what_a_program_may_have_written_into_the_database_gets_into_no_header(portal):
    portal.buy()
    portal.buy("globex")
    portal.buy(total=6)
    portal.sql("UPDATE outbox SET address = ? WHERE id = 1 AND account = 1",
               "a@acme.example>\r\nRCPT TO:<spy@evil.example")
    portal.sql("UPDATE account SET name = ? WHERE account_key = 'globex'", "Globex\r\nBcc: spy@evil.example")
    with Server() as server:
        assert "1 sent, 0 put off, 2 parked" in portal.deliver(server, status=1)
    assert server.commands == ["MAIL licences@portal.example", "RCPT bogholderi@acme.example"]
    assert b"evil" not in server.mails[0].raw


def test_off_sends_nothing_and_loses_nothing(portal):
    portal.buy()
    assert "mail: 0 sent, 0 put off, 0 parked" in portal.deliver(None, setting="Off")
    assert portal.outbox() == [("waiting",)]


def test_a_wrong_setting_is_told_with_what_would_be_right(portal):
    said = portal.run("sweep", "--mail", "--smtp", "smtp://localhost", status=2)
    assert "from=" in said and "smtp://localhost:25 from=licences@example.com" in said
    assert "LICENCES_MAIL" in portal.run("sweep", "--mail", status=2)


def test_an_address_in_a_domain_of_other_letters_reaches_a_server_that_knows_ascii_only(portal):
    portal.run("account", "add", "smedje", "--name", "Smedje", "--currency", "DKK", "--locale", "da-DK", "--timezone",
               "Europe/Copenhagen", "--months", "1", "--anchor", "2026-11-01", "--vat", "25", "--billing",
               "bogholderi@blåbær.example")
    portal.buy("smedje")
    with Server(enable_SMTPUTF8=False) as server:
        assert "1 sent, 0 put off, 0 parked" in portal.deliver(server, setting=portal.setting(server).replace(
            "portal.example", "portål.example"))
    assert server.commands == ["MAIL licences@xn--portl-pra.example", "RCPT bogholderi@xn--blbr-roah.example"]
    mail, = server.mails
    assert mail.raw.isascii() and mail.parsed["To"] == "bogholderi@xn--blbr-roah.example"
    assert mail.parsed["From"] == "licences@xn--portl-pra.example" and mail.id.endswith("@xn--portl-pra.example>")


def test_an_address_of_before_that_needs_more_of_a_server_holds_up_nobody_else(portal):
    portal.buy()
    portal.buy("globex")
    portal.sql("UPDATE outbox SET address = 'søren@blåbær.example' WHERE account = 1")
    with Server(enable_SMTPUTF8=False) as server:
        assert "mail: 1 sent, 1 put off, 0 parked" in portal.deliver(server)
    assert server.mails[0].to == ["accounts@globex.example"]


def test_names_turn_nothing_in_a_mail_and_isolates_stand_only_around_those_that_would(portal):
    portal.run("product", "add", "rtl", "--kind", "addon", "--name", "כהן 2")
    portal.run("price", "set", "rtl", "DKK", "1000", "--from", "2026-01-01")
    portal.buy()
    portal.buy(product="rtl")
    with Server() as server:
        portal.deliver(server)
    latin, hebrew = server.mails
    assert latin.subject == "Købt 5 × Standard licence, 5 i alt – Blåbær & Sønner A/S"
    assert "Købt 5 × Standard licence: I har nu 5." in latin.text()
    assert "Købt 5 × <bdi>Standard licence</bdi>: I har nu 5." in latin.text("html")
    assert hebrew.subject == "Købt 5 × \u2068כהן 2\u2069, 5 i alt – Blåbær & Sønner A/S"
    assert "Købt 5 × \u2068כהן 2\u2069: I har nu 5." in hebrew.text()
    assert "Købt 5 × <bdi>כהן 2</bdi>: I har nu 5." in hebrew.text("html")
    assert "\u2068" not in hebrew.text("html").partition("</title>")[2]
