"""How a PUT comes: its media type, its charset, packed or not, whole; what counts where these contradict each other."""
import gzip
import uuid

import pytest

from env import NS, problem_of

pytestmark = pytest.mark.database

PRODUCT = '<product xmlns="urn:mod-licences:1" quantity="%s"/>'
DECLARED = '<?xml version="1.0" encoding="%s"?>\n'


@pytest.fixture
def partner(account):
    return account.visitor("partner")


def put(visitor, path, body, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.put(path, data=body, headers={"Content-Type": "application/xml", "Idempotency-Key": str(uuid.uuid4()),
                                                 **headers})


def refused(answer, status, problem):
    told = problem_of(answer)
    assert (told.status, told.type) == (status, problem), told
    return told


def merged(account, name):
    return ('<employees xmlns="urn:mod-licences:1" mode="merge"><employee login="%s" email="eva@example.com">\n<name>%s</name>'
            '</employee></employees>' % (account.login("eva"), name))


def names(account):
    return [row.findtext("l:name", namespaces=NS) for row in account.export("employees").findall("l:employee", NS)]


# --- media types


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "Application/XML", "application/vnd.example.hr+xml",
                                  "application/hr+xml; charset=utf-8", 'text/xml ; charset="UTF-8"'])
def test_xml_comes_by_each_of_its_media_types(partner, kind):
    assert put(partner, "/products/standard.xml", PRODUCT % 30, Content_Type=kind).status_code == 200


@pytest.mark.parametrize("kind", [None, "application/json", "application/x-www-form-urlencoded", "text/plain", "+xml",
                                  "application/+xml", "image/svg+xml", "application/xml+json", "application/xmlx"])
def test_another_type_is_415(partner, kind):
    told = refused(put(partner, "/products/standard.xml", PRODUCT % 30, Content_Type=kind), 415, "content-type")
    assert (kind or "without a type") in told.detail


# --- charsets (RFC 7303, 3): the mark, else Content-Type, else the declaration


@pytest.mark.parametrize("charset, declared, sent, name", [
    ("utf-8", "iso-8859-1", "utf-8", "Søren"), ("utf-8", "utf-16", "utf-8", "Łukasz"), ("UTF-8", "ebcdic-cp-us", "utf-8", "Åse"),
    ("iso-8859-1", "utf-8", "iso-8859-1", "Søren"), ("iso-8859-2", None, "iso-8859-2", "Łukasz"),
    ("windows-1250", None, "cp1250", "Łukasz"), ("us-ascii", None, "ascii", "Soren"), ('"utf-8"', None, "utf-8", "Søren"),
    ("utf-16", None, "utf-16", "Łukasz"), ("utf-16", "utf-16", "utf-16", "Åse"), ("utf-16le", None, "utf-16-le", "Łukasz"),
    ("UTF-16BE", "utf-8", "utf-16-be", "Åse"), ("utf-8", "utf-8", "utf-16", "Åse"), ("utf-16", None, "utf-8-sig", "Åse"),
    ("utf-8", None, "utf-8-sig", "Åse"), (None, "utf-16", "utf-16", "Åse"), (None, None, "utf-16", "Åse"),
    (None, "iso-8859-1", "iso-8859-1", "Søren"), (None, "utf-8", "utf-8-sig", "Åse")])
def test_what_a_charset_says_counts_and_a_mark_more(account, partner, charset, declared, sent, name):
    body = ((DECLARED % declared if declared else "") + merged(account, name)).encode(sent)
    kind = "application/xml" + ("; charset=" + charset if charset else "")
    answer = put(partner, "/employees.xml", body, Content_Type=kind)
    assert answer.status_code == 200, answer.text
    assert name in names(account)


@pytest.mark.parametrize("charset, declared, sent, words", [
    ("utf-8", None, "iso-8859-1", "encoding"), ("utf-8", "iso-8859-1", "iso-8859-1", "encoding"),
    ("us-ascii", None, "utf-8", "encoding"), (None, None, "iso-8859-1", "encoding"),
    ("utf-16", None, "utf-16-be", "byte order mark"), ("utf-16", None, "utf-8", "byte order mark"),
    (None, "utf-16", "utf-8", "the declaration says encoding UTF-16, but this is UTF-8"),
    (None, "UTF-16LE", "utf-8-sig", "the declaration says encoding UTF-16, but this is UTF-8"),
    (None, "utf-8", "utf-16", "this is UTF-16, but its declaration says another")])
def test_what_was_sent_in_another_charset_than_it_says_is_refused_by_line(account, partner, charset, declared, sent, words):
    body = ((DECLARED % declared if declared else "") + merged(account, "Søren")).encode(sent)
    kind = "application/xml" + ("; charset=" + charset if charset else "")
    told = refused(put(partner, "/employees.xml", body, Content_Type=kind), 400, "xml-malformed")
    assert words in told.detail and 1 <= int(told.facts["line"]) <= 3, told
    assert len(names(account)) == 6


@pytest.mark.parametrize("charset", ["utf-7", "iso-8859-99", "utf-32", "", "ebcdic-cp-us", "utf-8x", "iso-2022-jp"])
def test_a_charset_that_is_not_known_is_415(partner, charset):
    refused(put(partner, "/products/standard.xml", PRODUCT % 30, Content_Type="application/xml; charset=" + charset), 415,
            "content-type")


# --- packed


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_a_body_may_be_packed(account, partner, coding):
    body = merged(account, "Søren" + "<!-- x -->" * 5000).encode()
    packed = gzip.compress(body)
    assert put(partner, "/employees.xml", packed, Content_Encoding=coding).status_code == 200
    assert "Søren" in names(account)
    key = str(uuid.uuid4())        # the same content, whether packed or not
    first = put(partner, "/employees.xml", gzip.compress(body[:9]) + gzip.compress(body[9:]), Content_Encoding=coding,
                Idempotency_Key=key)
    again = put(partner, "/employees.xml", body, Content_Encoding="identity", Idempotency_Key=key)
    assert (first.status_code, first.content) == (200, again.content)


@pytest.mark.parametrize("path, most", [("/employees.xml", 40 * 1024 * 1024), ("/products/standard.xml", 64 * 1024)])
def test_a_bomb_is_413_and_what_just_fits_is_none(account, partner, path, most):
    body = (PRODUCT % 30 if "products" in path else merged(account, "Eva")).encode()
    before = account.show().get("revision")
    for bomb in (gzip.compress(body + b" " * (most - len(body) + 1)), gzip.compress(body + b" " * 3 * most)):
        assert len(bomb) < most / 50
        assert refused(put(partner, path, bomb, Content_Encoding="gzip"), 413, "too-large").facts["most"] == str(most)
    assert account.show().get("revision") == before
    if "products" in path:
        body = gzip.compress(body + b" " * (most - len(body)))
        assert put(partner, path, body, Content_Encoding="gzip").status_code == 200


@pytest.mark.parametrize("damage", [lambda z: z[:-1], lambda z: z[:20], lambda z: b"<x/>", lambda z: z + b"x",
                                    lambda z: z[:-8] + b"\0" * 8, lambda z: z[:15] + b"\xff" * 9 + z[24:]])
def test_what_is_no_gzip_is_refused(partner, damage):
    body = damage(gzip.compress((PRODUCT % 30).encode()))
    refused(put(partner, "/products/standard.xml", body, Content_Encoding="gzip"), 400, "body-broken")


def test_another_coding_is_415_and_told_which_is_taken(partner):
    for coding in ("br", "deflate", "gzip, gzip", "zstd"):
        answer = put(partner, "/products/standard.xml", PRODUCT % 30, Content_Encoding=coding)
        refused(answer, 415, "content-type")
        assert answer.headers["Accept-Encoding"] == "gzip"


def test_a_body_that_httpd_itself_unpacks_is_not_unpacked_twice(new_portal):
    portal = new_portal(inside="SetInputFilter DEFLATE").start()
    portal.begin()
    partner = portal.make_account().visitor("partner")
    body = gzip.compress((PRODUCT % 30).encode())
    assert put(partner, "/products/standard.xml", body, Content_Encoding="gzip").status_code == 200


# --- whole, and with blanks


def test_a_part_of_a_resource_cannot_be_put(account, partner):
    for path, body in (("/products/standard.xml", PRODUCT % 30), ("/employees.xml", merged(account, "Eva"))):
        told = refused(put(partner, path, body, Content_Range="bytes 0-9/10"), 400, "field-invalid")
        assert told.facts["field"] == "Content-Range"
    assert account.product("standard")[0] == 25


@pytest.mark.parametrize("quantity", [" 30 ", "\t30", "30\n", "&#10;30&#13;", "030", "\u00a030"])
def test_blanks_around_a_number_are_collapsed_as_the_schema_language_says(account, partner, quantity):
    assert put(partner, "/products/standard.xml", PRODUCT % quantity).status_code == (400 if quantity == "\u00a030" else 200)
    assert account.product("standard")[0] == (25 if quantity == "\u00a030" else 30)


def test_a_tag_that_can_never_match_is_told_why(account, partner, anna):
    etag = partner.get("/products/standard.xml").headers["ETag"]
    for tag in ("W/" + etag, '"1.x", W/' + etag):
        answer = partner.put("/products/standard.xml", data=PRODUCT % 30,
                             headers={"Content-Type": "application/xml", "If-Match": tag})
        assert "weak" in refused(answer, 412, "precondition-failed").detail
    for tag in ("7", etag.strip('"'), '"x"', '"x", 7'):
        answer = put(partner, "/products/standard.xml", PRODUCT % 30, If_Match=tag)
        assert "in quotes" in refused(answer, 412, "precondition-failed").detail
    assert "it is at revision" in refused(put(partner, "/products/standard.xml", PRODUCT % 30, If_Match='"0"'), 412,
                                          "precondition-failed").detail
    assert "weak" in refused(partner.get("/overview.xml", headers={"If-Match": "W/" + etag}), 412, "precondition-failed").detail


# --- what a PUT has come to


def test_each_put_answers_with_a_tag_that_the_next_may_say(account, partner):
    def following(answer):
        root = account.portal.valid(answer)
        tag = answer.headers["ETag"]
        assert tag.startswith('"%s.' % root.get("revision")) and answer.headers["Licences-Revision"] == root.get("revision")
        return {"If-Match": tag, "Idempotency-Key": None}

    answer = put(partner, "/products/standard.xml", PRODUCT % 30)
    assert partner.get("/products/standard.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    first = following(answer)
    for path, body in (("/employees.xml", merged(account, "Eva")), ("/products/standard.xml", PRODUCT % 31),
                       ("/employees.xml", merged(account, "Eve"))):
        answer = put(partner, path, body, **following(answer))
        assert answer.status_code == 200
    refused(put(partner, "/products/standard.xml", PRODUCT % 32, **first), 412, "precondition-failed")
    assert "ETag" not in put(partner, "/products/standard.xml?dry-run=1", PRODUCT % 32).headers
    assert "ETag" not in put(partner, "/employees.xml?dry-run=1", merged(account, "Ewa")).headers


def test_lists_say_the_revision_that_a_put_may_say(account, partner):
    anna = account.visitor("anna")
    revision = account.show().get("revision")
    for path in ("/employees", "/modules", "/log", "/invoices", "/usage", "/overview"):
        for suffix in (".xml", ".csv", ""):
            for method in ("GET", "HEAD"):
                assert anna.request(method, path + suffix).headers["Licences-Revision"] == revision, path + suffix
    assert "Licences-Revision" not in anna.get("/employees.xml?colour=1").headers
    tag = '"%s"' % partner.get("/employees.xml").headers["Licences-Revision"]
    answer = put(partner, "/employees.xml", merged(account, "Eva"), If_Match=tag, Idempotency_Key=None)
    assert answer.status_code == 200
    refused(put(partner, "/employees.xml", merged(account, "Eva"), If_Match=tag, Idempotency_Key=None), 412, "precondition-failed")


def test_what_changes_nothing_moves_nothing(account, partner, anna):
    """Neither revision nor log nor mail nor the account's row, by key or by condition, in XML and by forms."""
    put(partner, "/employees.xml", merged(account, "Eva"))
    listed = partner.get("/employees.xml").content
    card = [row.get("id") for row in account.export("employees") if row.get("login") == account.login("bo")][0]
    assert not anna.preview("standard", 25).get("confirm")        # there is nothing to confirm
    token = anna.page("/products/standard").xpath("string(//input[@name='token']/@value)")
    store = account.portal.store
    query = ("SELECT revision, last_at, next_due, last_log, last_outbox, last_employee, last_invoice FROM account "
             "WHERE account_key = '%s'" % account.key)
    before, log = store.rows(query), account.actions()
    keys = [str(uuid.uuid4()) for _ in range(4)]
    for path, body, key in (("/products/standard.xml", PRODUCT % 25, keys[0]), ("/employees.xml", listed, keys[1]),
                            ("/employees.xml", merged(account, "Eva"), keys[2]),
                            ("/products/standard.xml", partner.get("/products/standard.xml").content, keys[3])):
        first = put(partner, path, body, Idempotency_Key=key)
        assert (first.status_code, first.headers["Licences-Revision"]) == (200, str(before[0][0])), first.text
        assert put(partner, path, body, Idempotency_Key=key).content == first.content
        assert put(partner, path, body, Idempotency_Key=None, If_Match=first.headers["ETag"]).status_code == 200
    refused(put(partner, "/products/standard.xml", PRODUCT % 26, Idempotency_Key=keys[0]), 422, "key-reused")
    for path, data in (("/employees/" + card, {"action": "activate"}), ("/employees/" + card, {"action": "unassign", "module": "crm"}),
                       ("/employees/bulk", {"action": "activate", "ids": card}),
                       ("/employees/bulk", {"action": "unprotect", "ids": card}),
                       ("/roles", {"action": "grant", "role": "admin", "right": "my-account"}),
                       ("/roles", {"action": "revoke", "role": "viewer", "right": "roles"}),
                       ("/roles", {"action": "take", "role": "admin", "login": account.login("bo")})):
        assert anna.post(path, data={**data, "token": token}).status_code in (200, 303), (path, data)
    assert (store.rows(query), account.actions()) == (before, log)
