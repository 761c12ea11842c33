"""/assets: styles, scripts and icons of the pages."""
import pytest

from env import Visitor


def test_what_a_page_names_is_there_and_may_be_kept_for_good(anna):
    page = anna.page("/")
    names = [link for link in page.xpath("//link/@href|//script/@src")]
    assert names
    for name in names:
        answer = anna.get(name[len("/licences"):])
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name, kind", [("licences.css", "text/css"), ("licences.js", "text/javascript"),
                                        ("icon.svg", "image/svg+xml")])
def test_an_asset_has_its_type_and_is_validated(anna, name, kind):
    answer = anna.get("/assets/" + name)
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert anna.get("/assets/" + name, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [
    "/assets/", "/assets/nothing.css", "/assets/../overview.xsl", "/assets/..%2foverview.xsl", "/assets/%2e%2e/overview.xsl",
    "/assets/.htaccess", "/assets/licences.xsl", "/assets/..css", "/assets/../../run/users", "/assets/a/b.css",
    "/assets/licences.css/", "/assets/licences.css.xml", "/assets/LICENCES.CSS", "/assets/%00.css", "/assets/....css"])
def test_nothing_else_can_be_had(anna, path):
    assert anna.raw(path).status in (400, 404)


@pytest.mark.parametrize("path", ["/assets/licences.css", "/assets/icon.svg", "/schema/licences.xsd", "/schema/problem.xsd"])
def test_a_file_that_has_not_changed_is_not_sent_again_also_where_a_proxy_compressed_it(anna, path):
    tag = anna.get(path).headers["ETag"]
    for ending in ("", "-gzip", "-br"):
        altered = tag[:-1] + ending + '"'
        for condition in (altered, 'W/' + altered, '"x", ' + altered):
            answer = anna.get(path, headers={"If-None-Match": condition})
            assert (answer.status_code, answer.content) == (304, b""), condition
        assert anna.get(path, headers={"If-Match": altered}).status_code == 200
    assert anna.get(path, headers={"If-None-Match": '"x-gzip"'}).status_code == 200


def test_whoever_is_logged_in_may_read_them_and_nobody_else(portal, account):
    assert account.visitor("dan").get("/assets/licences.css").status_code == 200
    assert account.visitor("partner").get("/schema/licences.xsd").status_code == 200
    assert Visitor(portal, None).get("/assets/licences.css").status_code == 401


def test_assets_need_no_database(new_portal):
    portal = new_portal()
    account = portal.make_account(licences=1)
    portal.hide_database()
    portal.start()
    portal.begin()
    portal.expect("AH00629", "AH02655", "AH00636", "AH00633")
    assert account.visitor("anna").get("/assets/licences.css").status_code == 200
    portal.bring_database_back()
