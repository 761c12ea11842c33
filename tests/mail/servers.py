"""Mail servers for the tests: aiosmtpd, real and well-behaved unless told otherwise, and one that hangs or hangs up."""
import email
import email.policy
import socket
import ssl
import subprocess
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Mail:
    """One message as the server took it."""

    def __init__(self, envelope, session):
        self.raw = envelope.content
        self.sender, self.to = envelope.mail_from, list(envelope.rcpt_tos)
        self.encrypted = session.ssl is not None
        self.user = session.auth_data.login.decode() if session.auth_data else None
        self.parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        self.id = self.parsed["Message-ID"]
        self.subject = self.parsed["Subject"]

    def text(self, subtype="plain"):
        return self.parsed.get_body((subtype,)).get_content()


class Server:
    """Takes every message. `rcpt` and `data` may answer otherwise: functions of address or Mail, None for 250."""

    def __init__(self, port=None, **options):
        self.port = port or free_port()
        self.options = options
        self.mails, self.commands, self.sessions = [], [], 0
        self.rcpt = self.data = lambda what: None
        self.lock = threading.Lock()
        self.controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.commands.append("MAIL " + address)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.commands.append("RCPT " + address)
        answer = self.rcpt(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = Mail(envelope, session)
        answer = self.data(mail)
        if answer == "cut":
            server.transport.abort()
            return "451 never read"
        if answer:
            return answer
        with self.lock:
            self.mails.append(mail)
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, auth_data):
        known = isinstance(auth_data, LoginPassword) and auth_data.password == b"s3cret p\xc3\xa5ssword"
        return AuthResult(success=known, handled=False, auth_data=auth_data)

    def __enter__(self):
        if self.options.pop("auth", False):
            self.options.update(authenticator=self.authenticate, auth_required=True)
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="test", **self.options)
        self.controller.start()
        return self

    def __exit__(self, *unused):
        self.controller.stop()


class Rude:
    """Says the lines of a script, one for each line that it hears, then hangs, or hangs up."""

    def __init__(self, script, end):
        self.script, self.end, self.heard = script, end, []
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        self.done = threading.Event()

    def serve(self):
        while not self.done.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as file:
                self.talk(file)

    def talk(self, file):
        for line in self.script:
            file.write(line.encode() + b"\r\n")
            file.flush()
            self.heard.append(file.readline())
            if line.startswith("354") and self.end == "take":
                while file.readline() not in (b".\r\n", b""):
                    pass
        if self.end != "cut":
            self.done.wait(60)

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.done.set()
        self.listener.close()


class Certificates:
    """An authority of our own, and certificates by it."""

    def __init__(self, directory):
        self.dir = directory
        self.ca = directory / "ca.pem"
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                     "-subj", "/CN=Test authority", "-keyout", directory / "ca.key", "-out", self.ca)

    def openssl(self, *args):
        subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)

    def context(self, name, names):
        key, csr, pem, ext = (self.dir / (name + end) for end in (".key", ".csr", ".pem", ".ext"))
        ext.write_text("subjectAltName=%s\n" % names)
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
                     "-keyout", key, "-out", csr)
        self.openssl("x509", "-req", "-in", csr, "-CA", self.ca, "-CAkey", self.dir / "ca.key", "-CAcreateserial",
                     "-days", "2", "-extfile", ext, "-out", pem)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem, key)
        return context


