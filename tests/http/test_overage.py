"""Beyond what is bought: who asks is told exactly, and what is bought along with an act is what is missing, or nothing."""
import pytest

from env import as_page, problem_of, text_of
from test_employees import XML, id_of, offer, status_of, submit, visitor_of


@pytest.fixture
def full(portal):
    """Five licences, all used, the newest of whom are p0 and p1; idle0 and idle1 are inactive; one CRM licence, used."""
    extra = ["quantity {key} crm 1", "assign {key} p0-{key} crm"]
    extra += ["employee add {key} idle%d-{key} --name 'Idle %d' --initials I%d --email idle%d@{key}.example --inactive"
              % (i, i, i, i) for i in range(2)]
    return portal.make_account(licences=5, people=2, locale="en-GB", extra=extra)


@pytest.fixture
def anna(full):
    return visitor_of(full)


def card(account, name):
    return "/employees/%d" % id_of(account, name)


def buying(anna, path, action="activate", **fields):
    return dict(offer(anna.page(path), action), action=action, way="buy", **fields)


def spoken(page):
    return text_of(page).replace("\xa0", " ")


def untouched(account, before):
    return (account.product("standard")[:2], account.product("crm")[:2], len(account.invoices())) == before


def bought(account):
    return account.product("standard")[:2], account.product("crm")[:2], len(account.invoices())


# --- nothing is bought but what is missing


def test_when_the_act_is_refused_nothing_is_bought(full, anna):
    path = card(full, "p1")
    fields = buying(anna, path, "assign", module="crm")
    full.ctl("employee", "deactivate", full.key, full.login("p1"))
    before = bought(full)
    for headers in ({}, XML):
        answer = submit(anna, path, headers=headers, **fields)
        assert answer.status_code in (409, 422)
        assert untouched(full, before)
    assert full.product("crm")[2] == 1


def test_when_a_licence_has_become_free_it_is_not_bought(full, anna):
    path = card(full, "idle0")
    fields = buying(anna, path)
    submit(anna, card(full, "p1"), action="deactivate")
    before = bought(full)
    answer = submit(anna, path, **fields)
    assert answer.status_code == 409 and "Something has changed" in text_of(as_page(answer))
    assert untouched(full, before) and status_of(full, "idle0") == ("inactive", False)
    answer = submit(anna, path, headers=XML, **fields)
    assert (answer.status_code, problem_of(answer).type) == (409, "moved-on")


def test_when_more_are_missing_than_were_shown_nothing_is_bought(full, anna):
    path = card(full, "idle0")
    fields = buying(anna, path)
    submit(anna, card(full, "idle1"), action="activate")
    before = bought(full)
    answer = submit(anna, path, **fields)
    assert answer.status_code == 409 and "2 too many : buy 2 now" in spoken(as_page(answer))
    assert untouched(full, before)
    submit(anna, path, **buying(anna, path))
    assert full.product("standard") == (7, 7, 7)
    assert {status_of(full, name) for name in ("idle0", "idle1")} == {("active", False)}


def test_who_has_been_activated_meanwhile_is_not_bought_for(full, anna):
    path = card(full, "idle0")
    fields = buying(anna, path)
    submit(anna, path, action="activate")
    submit(anna, card(full, "p1"), action="deactivate")
    before = bought(full)
    assert submit(anna, path, **fields).status_code == 409
    assert untouched(full, before)


def test_a_bulk_buys_for_as_many_as_were_shown_or_for_nobody(full, anna):
    ids = ["%d" % id_of(full, name) for name in ("idle0", "idle1")]
    page = as_page(submit(anna, "/employees/bulk", action="activate", ids=ids, ask="1"))
    fields = dict(page.xpath("//form[@action='/licences/employees/bulk']")[0].fields, way="buy")
    fields.pop("token")
    submit(anna, card(full, "idle1"), action="activate")
    submit(anna, card(full, "idle1"), action="deactivate")
    submit(anna, card(full, "p1"), action="deactivate")
    before = bought(full)
    answer = submit(anna, "/employees/bulk", **fields)
    assert answer.status_code == 409 and "1 too many : buy 1 now" in spoken(as_page(answer))
    assert untouched(full, before)


def test_a_new_employee_is_not_bought_for_where_a_licence_has_become_free(full, anna):
    page = anna.page("/employees/new")
    form = page.xpath("//form[@action='/licences/employees']")[0]
    fields = dict({name: form.fields[name] for name in ("product", "quantity", "confirm")}, way="buy", name="Nora",
                  login="nora-" + full.key, email="nora@x.example")
    submit(anna, card(full, "p1"), action="deactivate")
    before = bought(full)
    answer = submit(anna, "/employees", **fields)
    assert answer.status_code == 409
    assert as_page(answer).xpath("//input[@name='name']/@value") == ["Nora"]
    assert untouched(full, before)


def test_an_offer_for_one_newcomer_is_none_for_another(full, anna):
    form = anna.page("/employees/new").xpath("//form[@action='/licences/employees']")[0]
    fields = dict({name: form.fields[name] for name in ("product", "quantity", "confirm")}, way="buy", name="Nora",
                  login="nora-" + full.key, email="nora@x.example")
    assert submit(anna, "/employees", **fields).status_code == 303
    answer = submit(anna, "/employees", headers=XML, **dict(fields, email="other@x.example"))
    assert (answer.status_code, problem_of(answer).type) == (422, "key-reused")


@pytest.mark.parametrize("confirm", ["", "x", "a.b.c"])
def test_a_forged_offer_buys_nothing(full, anna, confirm):
    before = bought(full)
    answer = submit(anna, card(full, "idle0"), headers=XML, action="activate", way="buy", product="standard",
                    quantity="6", confirm=confirm)
    assert (answer.status_code, problem_of(answer).type) == (403, "token-invalid")
    assert untouched(full, before) and status_of(full, "idle0") == ("inactive", False)
    answer = anna.post(card(full, "idle0"), headers=XML, data={"action": "activate", "confirm": confirm})
    assert (answer.status_code, problem_of(answer).type) == (403, "token-missing")
