"""Searching: whatever is typed is answered in a sentence and in time, as a page, as XML and as CSV."""
import re
import time
import urllib.parse

import pytest

from env import NS, problem_of, text_of

pytestmark = pytest.mark.database

# fold to nothing: accents alone, and what isn't seen
NOTHING = ["´", "¨", "¯", "\u0301", "\u00ad", "\u200b", "\u2060", "\ufe0f"]
ODD = NOTHING + ["´" * 60, "%", "_", "!", "\\", "\"", "'", "(", ")", "*", "^", "\"\"", "NEAR", "OR", "{", "-", ":", "\u00a0", "\u3000", "ß", "İ", "ﷺ" * 20,
                 "z" + "\u0335" * 150, "👩‍👩‍👧", "\U0001d54f", "a'b\"c%d_e", "0", "1.1", "31.11.2026", "24:00", "x" * 200]
LISTS = ["/employees", "/modules", "/employees.xml", "/modules.xml", "/employees.csv", "/modules.csv"]
SECONDS = 2         # at the best of three tries, as the machine may do something else


def asked(visitor, path, q):
    for _ in range(3):
        begun = time.monotonic()
        answer = visitor.get(path + "?q=" + urllib.parse.quote(q))
        if time.monotonic() - begun < SECONDS:
            return answer
    pytest.fail("%s: %r takes too long" % (path, q))


def people_in(account, answer):
    """Whose e-mail addresses are in it, in whatever form."""
    return re.findall(r"\w+@%s\.example" % account.key, answer.text)


@pytest.mark.parametrize("path", LISTS)
def test_a_search_for_nothing_that_is_seen_lists_everything(account, path):
    bo = account.visitor("bo")
    everything = people_in(account, bo.get(path))
    for q in NOTHING:
        answer = asked(bo, path, q)
        assert answer.status_code == 200, (q, answer.text[:500])
        assert people_in(account, answer) == everything, repr(q)


def test_beside_a_word_it_does_not_count(account):
    bo = account.visitor("bo")
    for q in NOTHING:
        for typed in ("bo " + q, q + " bo", q + " bo " + q):
            logins = [row.get("login") for row in bo.xml("/employees.xml?q=" + urllib.parse.quote(typed)).findall("l:employee", NS)]
            assert logins == [account.login("bo")], typed


@pytest.mark.parametrize("path", LISTS)
def test_odd_characters_are_answered_in_time(account, path):
    bo = account.visitor("bo")
    for q in ODD:
        for typed in (q, "example " + q, q + " x y z " + q):
            assert asked(bo, path, typed).status_code in (200, 400), typed


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("q", ["x" * 10000, "a " * 1000, " ".join("w%d" % i for i in range(1000)), "´ " * 1000, "´" * 1300],
                         ids=["10,000 letters", "1,000 letters", "1,000 words", "1,000 accents", "accents"])
def test_what_is_too_long_to_be_typed_is_refused_in_time(roomy, path, q):
    answer = asked(roomy, path, q)
    assert answer.status_code == 400
    if path.endswith(".xml"):
        assert problem_of(answer).type == "filter-invalid"


@pytest.fixture(scope="module")
def roomy(shared_portal):
    """Whose server takes longer addresses than httpd does by itself."""
    import databases
    import env
    portal = env.Portal(outside="LimitRequestLine 65536\n")
    portal.make_catalogue()
    account = portal.make_account()
    portal.start()
    yield account.visitor("bo")
    portal.remove()


def test_as_many_words_as_fit_are_answered_in_time(account):
    for path in LISTS:
        assert asked(account.visitor("bo"), path, "a " * 100).status_code == 200


@pytest.fixture
def overage(new_portal):
    """An account of more employees than a page may look through, each with one of two modules, which both are many's."""
    portal = new_portal()
    assert portal.file
    account = portal.make_account()
    (number, last), = portal.store.rows("SELECT id, last_employee FROM account WHERE account_key = '%s'" % account.key)
    these = "FROM employee WHERE account = %s AND id > %s" % (number, last)
    modules = "product IN (SELECT id FROM product WHERE product_key IN ('crm', 'outlook'))"
    portal.store.run(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 102000)"
        " INSERT INTO employee (account, id, login, name, name_key, initials, email, search, active, service, protected,"
        " created_at) SELECT %s, %s + n, 'c' || n, 'Common' || n, 'common' || n, 'C', 'c@crowd.example', '  common' || n || '  c@crowd.example', 0, 0, 0,"
        " 1764000000 FROM c" % (number, last),
        "INSERT INTO employee_search (rowid, search) SELECT account * 1099511627776 + id, search " + these,
        "INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts) SELECT account, id, id,"
        " (SELECT id FROM product WHERE product_key = CASE employee.id % 2 WHEN 0 THEN 'crm' ELSE 'outlook' END),"
        " 1764000000, 1764000000, 0 " + these,
        "INSERT INTO position (account, product, purchased, next_quantity, used, few)"
        " SELECT %s, id, 0, 0, 51000, 0 FROM product WHERE product_key IN ('crm', 'outlook')" % number)
    portal.start()
    yield account
    portal.store.run("INSERT INTO employee_search (employee_search, rowid, search)"
                     " SELECT 'delete', account * 1099511627776 + id, search " + these, "DELETE " + these,
                     "DELETE FROM assignment WHERE account = %s" % number,
                     "DELETE FROM position WHERE account = %s AND %s" % (number, modules))


def test_every_word_is_asked_for_at_once_so_that_a_search_in_vain_costs_no_more_than_a_page(overage):
    bo = overage.visitor("bo")
    for vain in "?q=crowd.example+crowd.exampl+crozz", "?q=crowd.example+com+zzz":
        assert not bo.page("/employees" + vain).xpath("//tbody/tr")
        assert not bo.page("/modules" + vain).xpath("//tbody/tr")
        assert not bo.xml("/employees.xml" + vain).findall("l:employee", NS)
        assert len(bo.get("/employees.csv" + vain).text.splitlines()) == 1
    assert len(bo.page("/employees?q=common101999").xpath("//tbody/tr")) == 1


def test_a_page_that_would_look_through_too_much_says_so_and_an_export_goes_on(overage):
    bo = overage.visitor("bo")
    vain = "?q=timelog+outlook"
    page = bo.page("/modules" + vain, status=422)
    assert "Søg efter noget længere eller sjældnere" in text_of(page)
    assert not bo.xml("/modules.xml" + vain).findall("l:assignment", NS)
