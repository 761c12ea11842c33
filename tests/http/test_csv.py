"""CSV: what spreadsheets and programs make of it, whatever people are called."""
import csv
import io
import itertools
import os
import re
import shutil
import subprocess

import pytest
from lxml import etree

pytestmark = pytest.mark.database

OFFICE = {"office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
          "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
          "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}

BEGINNINGS = ["", "=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "   +", "'=", "''@", "'", "\"=", ";=", ",="]
REST = ["1+1", "SUM(1;2)", "SUM(1,2)", "A1", "HYPERLINK(\"http://127.0.0.1/\";\"open\")", "cmd|' /C notepad'!'A1'", "1", "-1+2",
        "WEBSERVICE(\"http://127.0.0.1/\")", "IMPORTXML(\"http://127.0.0.1/\",\"//a\")", "INFO(\"system\")", "\"", "\"\"", "'",
        "a\"b", "a;b,c", "line\r\nbreak", "tab\tbed", "Ærø Sørensen", "山田太郎", "مرحبا", "\u202eright", "z\u0335a\u0335",
        "👩‍👩‍👧", "\u200b=1", "＝1+1", "&amp;<b>", "]]>", "<script>alert(1)</script>", "${7*7}", "{{7*7}}", "%00=1", "\\n=1",
        "NULL", "x" * 90]
HOSTILE = [a + b for a, b in itertools.product(BEGINNINGS, REST)]
# By the other separator, or by tabs, cells begin in the middle of these
PARTED = ["x%s=1+1%sy", "x%s\"=1+1%sy", "x%s =1+1%s", "x%s'=1+1%sy", "%s=1+1%s", "\"%s=1+1%s\"", "x%s\"%s=1+1\"", "x%s@A1%sy",
          "x%s+1+1%s-1-1", "x%s=cmd|'/C x'!A1%s", "=1%s=1+1%s=1"]
SEPARATORS = [",", ";", "\t", "\n", "\r\n", "\r"]
HOSTILE += [text % (a, b) for text in PARTED for a in SEPARATORS for b in SEPARATORS]
FORMULA = re.compile(r"'* *[=+\-@\t\r\n]")
INNER = re.compile(r"([,;\t\r\n])'(?=['\" ]*[=+\-@])")


def unguarded(cell):
    """What a program undoes: one ' before a text that a spreadsheet would reckon, at the beginning and after separators."""
    return INNER.sub(r"\1", cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell)


@pytest.fixture
def hostile(portal):
    """An account of which many people have such names, put straight into the table, as no form would take some of them."""
    account = portal.make_account(licences=len(HOSTILE) + 10)
    store = portal.store
    (number, last), = store.rows("SELECT id, last_employee FROM account WHERE account_key = '%s'" % account.key)
    rows = list(enumerate(HOSTILE, 1))
    for some in (rows[at:at + 200] for at in range(0, len(rows), 200)):      # a command line holds no more
        store.run("INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected,"
                  " created_at, activated_at) VALUES " + ", ".join(
                      "(%s, %s + %d, 'h%04d', %s, '=1', 'x@example.com', '', 0, 0, 0, 1764000000, 1764000000)"
                      % (number, last, i, i, store.text(name)) for i, name in some))
    yield account
    store.run("DELETE FROM employee WHERE account = %s AND id > %s" % (number, last))


def test_a_strict_reader_gives_back_the_originals(hostile):
    text = hostile.visitor("bo").get("/employees.csv?sort=id").content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    cells = [row[2] for row in rows if row[1].startswith("h")]
    assert len(HOSTILE) >= 500
    assert [unguarded(cell) for cell in cells] == HOSTILE
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\n"]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert text.endswith("\r\n") and text.startswith("id,login,name,")


def opened(path, separators):
    """A file as LibreOffice reads it in Danish, by separators of these codes: rows of cells (type, value, text), and the formulas that it found."""
    folder = os.path.dirname(path)
    shutil.rmtree(folder + "/profile", ignore_errors=True)
    subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile" % folder, "--headless", "--convert-to", "fods",
                    "--infilter=CSV:%s,34,76,1,,1030,false,true" % separators, "--outdir", folder, path],
                   check=True, capture_output=True, timeout=180)
    sheet = etree.parse(path.rsplit(".", 1)[0] + ".fods", etree.XMLParser(huge_tree=True))
    rows = []
    for row in sheet.iterfind(".//table:table-row", OFFICE):
        cells = []
        for cell in row.iterfind("table:table-cell", OFFICE):
            kind = cell.get("{%(office)s}value-type" % OFFICE)
            value = cell.get("{%(office)s}value" % OFFICE) or cell.get("{%(office)s}date-value" % OFFICE)
            texts = ["".join(part.itertext()) for part in cell.iterfind("text:p", OFFICE)]
            times = int(cell.get("{%(table)s}number-columns-repeated" % OFFICE, "1"))
            cells += [(kind, value, "\n".join(texts))] * min(times, 20)
        rows.append(cells)
    return rows, sheet.xpath("//*[@table:formula]", namespaces=OFFICE)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice isn't installed")
@pytest.mark.parametrize("profile", ["", "for=spreadsheet&"])
@pytest.mark.parametrize("separators", ["44", "59", "9", "44/59/9"])
def test_no_formula_is_found_whatever_separator_a_spreadsheet_opens_it_by(hostile, tmp_path, profile, separators):
    path = str(tmp_path / "people.csv")
    with open(path, "wb") as f:
        f.write(hostile.visitor("bo").get("/employees.csv?%ssort=id" % profile).content)
    rows, formulas = opened(path, separators)
    assert len(rows) > len(HOSTILE)
    assert not [formula.get("{%(table)s}formula" % OFFICE) for formula in formulas]


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice isn't installed")
def test_a_danish_spreadsheet_reads_numbers_and_dates_and_no_formula(hostile, tmp_path):
    visitor = hostile.visitor("bo")
    people, overview = str(tmp_path / "people.csv"), str(tmp_path / "overview.csv")
    for path, address in ((people, "/employees.csv?for=spreadsheet&sort=id"), (overview, "/overview.csv?for=spreadsheet")):
        with open(path, "wb") as f:
            f.write(visitor.get(address).content)
    rows, formulas = opened(people, "59")
    assert not formulas
    lines = {row[1][2]: row for row in rows}
    assert len([login for login in lines if re.match(r"h\d{4}$", login)]) == len(HOSTILE)
    assert lines["h0001"][0][0] == "float"                                          # id
    assert lines["h0001"][6][0] == "date" and lines["h0001"][6][1].startswith("2025-11-24T17:00:00")    # local
    assert [row[3][0] for row in lines.values() if row[1][2].startswith("h")] == ["string"] * len(HOSTILE)    # '=1
    rows, formulas = opened(overview, "59")
    assert not formulas
    standard = next(row for row in rows if row[0][2] == "standard")
    assert [cell[0] for cell in standard[3:8]] == ["float"] * 5
    assert float(standard[7][1]) == 249.0
