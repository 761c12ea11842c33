"""/employees/bulk for all who match: who that is is shown with its number, and confirmed, before anything is done."""
import pytest

from env import as_page, text_of

pytestmark = pytest.mark.database


@pytest.fixture
def crowd(portal):
    """More than a page of people, two of whom are inactive."""
    return portal.make_account(licences=80, people=55, locale="en-GB", extra=[
        "employee deactivate {key} p0-{key}", "employee deactivate {key} p1-{key}"])


def send(anna, **fields):
    token = anna.page("/employees").xpath("string(//form[@class='bulk']//input[@name='token']/@value)")
    return anna.post("/employees/bulk", data={"token": token, **fields})


def confirm(anna, page):
    form = page.xpath("//form[@action='/licences/employees/bulk']")[0]
    return anna.post("/employees/bulk", data={field.get("name"): field.get("value") for field in form.xpath(".//input")})


def active(account):
    return sum(1 for row in account.export("employees") if row.get("status") == "active")




def test_all_who_match_are_counted_and_confirmed_first(crowd):
    anna = crowd.visitor("anna")
    before = active(crowd)
    page = as_page(send(anna, action="deactivate", all="1", q="person", status="active"))
    assert "53 of the 53 employees selected" in text_of(page) and active(crowd) == before, "nothing has been done yet"
    assert "Deactivate: 53" in text_of(page)
    assert confirm(anna, page).status_code in (200, 303)
    assert active(crowd) == before - 53


def test_a_search_that_is_not_valid_chooses_nobody(crowd):
    anna = crowd.visitor("anna")
    before = active(crowd)
    for wrong in ({"status": "activ"}, {"q": "x" * 201}, {"q": "nobody-at-all"}):
        assert send(anna, action="deactivate", all="1", **wrong).status_code == 400, wrong
    assert active(crowd) == before


def test_the_choice_is_there_only_where_there_are_more_than_a_page(crowd, portal):
    assert crowd.visitor("anna").page("/employees").xpath("//input[@name='all']")
    few = crowd.visitor("anna").page("/employees?q=idle-nobody")
    assert not few.xpath("//input[@name='all']")


def test_a_page_has_200_rows_where_that_is_wanted_and_links_keep_it(crowd):
    anna = crowd.visitor("anna")
    assert len(anna.page("/employees").xpath("//tbody/tr")) == 50
    page = anna.page("/employees?rows=200")
    assert len(page.xpath("//tbody/tr")) == 59
    assert all("rows=200" in link for link in page.xpath("//th[contains(@class, 'sortable')]/a/@href"))
    assert "rows=" not in page.xpath("string(//a[contains(@href, '.csv')]/@href)"), "a download is whole anyway"
