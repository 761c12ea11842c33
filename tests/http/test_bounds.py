"""Nothing that can be typed makes an account that can't be renewed, shown, audited or archived (product.md, Money)."""
import pytest

from env import instant, problem_of, text_of
from test_ctl import NOW, ctl, empty    # noqa: F401

ACCOUNT = ("account add {key} --name {name} --currency {currency} --locale {locale} --timezone {timezone} "
           "--months {months} --anchor {anchor} --vat {vat} --billing {billing} --ceiling {ceiling}")
RIGHT = {"name": "New", "currency": "DKK", "locale": "da-DK", "timezone": "Europe/Copenhagen", "months": "1",
         "anchor": "2026-11-01", "vat": "25", "billing": "b@new.example", "ceiling": "1000"}


@pytest.mark.parametrize("words, told", [
    ("price set crm DKK 1000000001", "from 0 to 1000000000"),
    ("price set crm DKK 922337203685477580", "from 0 to 1000000000"),
    ("price set crm DKK 9223372036854775808", "not a whole number"),
    ("price set crm DKK -1", "from 0 to 1000000000"),
    ("price set crm XYZ 1", "ISO 4217"),
    ("price set crm DKK 1 --from 0001-01-01", "no date"),
    ("price unset crm DKK 2026-11-10", "2026-11-11 or later"),
    ("price unset crm DKK 2026-12-01", "no price"),
    ("price unset crm DKK soon", "no date"),
    ("set grace-period 0d", "up to 366d"),
    ("set grace-period -7d", "up to 366d"),
    ("set grace-period 1000000000000000d", "up to 366d"),
    ("quantity acme standard 10000001", "at most 1000000"),
    ("quantity acme crm 922337203685477580", "at most"),
])
def test_what_could_not_be_reckoned_with_is_refused_with_what_would_be_right(ctl, words, told):
    before = ctl.at(NOW, "export", "acme", "log")
    with pytest.raises(AssertionError) as refused:
        ctl.at(NOW, *words.split())
    assert told in str(refused.value) and ": 3\n" not in str(refused.value)
    assert ctl.at(NOW, "export", "acme", "log") == before


@pytest.mark.parametrize("field, value", [
    ("months", "0"), ("months", "24"), ("months", "-1"), ("anchor", "0001-01-01"), ("anchor", "2026-02-30"),
    ("vat", "100.01"), ("vat", "-1"), ("vat", "25.123"), ("ceiling", "10000001"), ("ceiling", "0"), ("currency", "ABC"),
    ("timezone", "Atlantis/Poseidonis"), ("timezone", "../../etc/passwd"), ("locale", "x"), ("name", "n" * 101),
    ("billing", "nobody"),
])
def test_an_account_that_could_not_live_is_not_made(ctl, field, value):
    line = ACCOUNT.format(key="new", **{**RIGHT, field: value})
    with pytest.raises(AssertionError) as refused:
        ctl.at(NOW, *line.split())
    assert ": 2\n" in str(refused.value)
    ctl.run("show", "new", status=1)


@pytest.mark.parametrize("instant", ["1900-01-01T00:00:00Z", "1970-12-31T23:59:59Z", "9000-01-01T00:00:00Z",
                                     "9999-12-31T23:59:59Z"])
def test_no_instant_is_one_that_a_date_could_leave_the_calendar_from(ctl, instant):
    for words in (("show", "acme"), ("sweep",), ("audit",), ("quantity", "acme", "standard", "5")):
        assert "years 1971 to 8999" in ctl.at(instant, *words, status=2)


@pytest.mark.database
def test_the_farthest_that_can_be_typed_is_renewed_shown_audited_and_archived(ctl, tmp_path):
    """All that is at its bound: the dearest product for as many as there can be, twelve months, VAT of 100 %."""
    lines = ["price set crm DKK 1000000000", "set grace-period 366d"]
    ends = {"anchor": ("1900-01-31", "9999-12-31"), "timezone": ("Pacific/Kiritimati", "Etc/GMT+12"), "vat": ("0", "100"),
            "months": ("12", "12"), "locale": ("ar-EG", "zu-ZA"), "ceiling": ("1", "10000000"), "name": ("n" * 100, "Ø" * 100)}
    for i, key in enumerate(("low", "high")):
        lines.append(ACCOUNT.format(key=key, **{**RIGHT, **{field: pair[i] for field, pair in ends.items()}}))
    lines.append("quantity high crm 10000000")
    lines.append("quantity high standard 10000000")
    ctl.run("--now", NOW, "batch", "-", text="\n".join(lines))
    later = "2029-01-15T12:00:00Z"
    assert "0 failed" in ctl.at(later, "sweep")
    for key in ("low", "high", "acme"):
        ctl.at(later, "show", key)
        ctl.at(later, "export", key, "invoices")
    ctl.at(later, "audit")
    ctl.at(later, "archive", "high", "--before", "2028-06-01", "--to", str(tmp_path))
    ctl.at(later, "audit")
    invoices = ctl.at(later, "export", "high", "invoices", "--format", "xml")
    assert 'amount="120000000000000000"' in invoices


@pytest.mark.database
def test_an_account_that_cannot_be_renewed_is_named_shown_and_goes_on(new_portal):
    """A price of an older database, which nobody can set any more."""
    portal = new_portal()
    portal.start()
    account = portal.make_account(licences=5, begun=26)        # however long its month, it is over within five days
    anna = account.visitor("anna")
    day = instant(days=-6)[:10]
    portal.store.run("INSERT INTO price (product, currency, valid_from, per_month) "
                     "VALUES (1, 'DKK', '%s', 9000000000000000000)" % instant(days=-1)[:10])
    later = day + "T12:00:00Z"
    assert "0 failed" in portal.ctl("sweep", now=later).stdout
    named = portal.ctl("audit", account.key, now=later, status=1).stdout
    assert "3-renewed-in-time" in named and "3-within-bounds: standard" in named
    assert account.key in portal.ctl("show", account.key, now=later).stdout
    portal.ctl("employee", "add", account.key, "late", "--name", "Late", "--initials", "LA", "--email", "l@x.example",
               now=later)
    for path in ("/", "/overview.xml", "/products/standard", "/products/standard?quantity=4", "/employees",
                 "/invoices", "/log", "/usage"):
        assert anna.get(path).status_code == 200, path
    assert "kunne ikke påbegyndes" in text_of(anna.page("/"))
    assert anna.xml("/overview.xml").get("unrenewed")
    assert problem_of(anna.get("/products/standard.xml?quantity=6")).type == "amount-overflow"
    assert anna.change("standard", 4).status_code == 303
    portal.store.run("DELETE FROM price WHERE per_month = 9000000000000000000")
    portal.ctl("quantity", account.key, "standard", "5", now=later)
    assert "unrenewed" not in anna.xml("/overview.xml").attrib
