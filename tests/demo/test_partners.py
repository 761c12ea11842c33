"""The examples for partners' programs, run as they stand against the demo."""
import os
import re
import subprocess

import pytest

from test_demo import ROOT, Demo


@pytest.fixture(scope="module")
def demo():
    demo = Demo()
    demo.start()
    yield demo
    demo.stop()
    demo.remove()


def examples():
    """The page's block: its first line says where the portal is; then commands, by paragraphs."""
    with open(os.path.join(ROOT, "mod_licences/doc/partners.md")) as f:
        lines = [line[4:] for line in f.read().splitlines() if line.startswith("    ") or not line]
    first, *paragraphs = [p for p in "\n".join(lines).strip().split("\n\n") if p]
    return first, paragraphs


@pytest.fixture(scope="module")
def said(demo, tmp_path_factory):
    """What the paragraphs print, one after the other; curl ends them when it is answered anything but 2xx or 304."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / ".curlrc").write_text("silent\nshow-error\nfail-with-body\n")
    first, paragraphs = examples()
    assert "8080" in first
    said = {}
    for text in paragraphs:
        script = "set -euo pipefail\n%s\n%s" % (first.replace("8080", str(demo.port)), text)
        done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, CURL_HOME=str(folder)))
        assert done.returncode == 0, text + "\n" + done.stdout + done.stderr
        said[text.splitlines()[0].split(":")[0].strip("# ")] = done.stdout
    said["files"] = {path.name: path.read_text() for path in folder.iterdir()}
    return said


def test_reading(said):
    assert "<xs:schema" in said["files"]["licences.xsd"] and "<employee " in said["files"]["employees.xml"]
    for root in ("licences", "product", "assignments", "invoices", "usage"):
        assert re.search("<%s [^>]*account=" % root, said["read"]), root


def test_following(said):
    assert said["follow what happens"].count("<entry ") > 10


def test_reading_only_what_has_changed(said):
    assert said["read only what has changed"].endswith("304\n")


def test_buying(said):
    answers = said["what would 30 licences cost? then buy them; sent twice with the same key, it is bought once"]
    assert re.search('<preview [^>]*outcome="bought"', answers) and re.search('<result [^>]*outcome="bought"', answers)


def test_some_employees(said):
    answer = said["create, change and deactivate some employees, and leave the others as they are"]
    assert re.search('<result [^>]*mode="merge"', answer) and 'login="nora.berg"' in said["files"]["employees.xml"]


def test_a_number_of_ones_own_and_modules(said):
    answer = said["your own number finds somebody whose log-in has changed; modules are given, and the list of who holds what is put as well"]
    assert re.findall('assigned="([0-9]+)"', answer) == ["1", "0", "0"]
    assert re.search('external="4711"[^>]*login="nora.berg"|login="nora.berg"[^>]*external="4711"', said["files"]["employees.xml"])


def test_a_whole_list(said):
    answer = said["put back a whole list, if nobody has changed anything since it was read"]
    assert re.search('<result [^>]*preview="true"[^>]*mode="whole"', answer)
    assert 'absent="0"' in answer and 'created="0"' in answer and 'changed="0"' in answer
