"""Tokens as the server signs them, with the secret out of the test's own database."""
import base64
import hashlib
import hmac
import time

HOUR = 3600 * 1000000


def secret(portal):
    return portal.store.rows("SELECT value FROM setting WHERE name = 'secret'")[0][0]


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(portal, purpose, fields):
    payload = "\x1f".join(fields).encode()
    mac = hmac.new(secret(portal).encode(), purpose.encode() + b"\x1f" + payload, hashlib.sha256).digest()
    return encode(payload) + "." + encode(mac)


def form(portal, account, user, expires_in=HOUR):
    """A page's form token."""
    return sign(portal, "form", [str(int(time.time() * 1000000) + expires_in), account, user])


def expired(portal, purpose, token):
    """The same token, had it been handed out so long ago that it expired a moment ago."""
    fields = decode(token.split(".")[0]).decode().split("\x1f")
    assert sign(portal, purpose, fields) == token, "this is not how the server signs"
    fields[0] = str(int(time.time() * 1000000) - 2000000)
    return sign(portal, purpose, fields)
