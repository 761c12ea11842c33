"""README's way into a portal, typed line by line on a Debian that has nothing of it."""
import os
import shutil
import tempfile
import threading

import pytest
import requests

import env
import readme
from portal_site import Site, sqlite
from whole import PATIENCE, Whole


def check(machine):
    """From the configuration on: what was installed is there."""
    install, begin = readme.commands()
    site = Site(machine, sqlite())
    cd, editor = install[-2:]
    assert cd == "cd " + Whole.docs
    site.follow(editor.split()[1])
    machine.run("set -e\n" + "\n".join(begin))
    page = env.Visitor(site, "anna").page("/")
    assert "Standard licence" in env.text_of(page) and "Acme Ltd" in page.xpath("string(//title)")
    assert not site.audit() and not site.unexpected()


def test_from_nothing_to_a_page(machine):
    check(machine)


@pytest.fixture(scope="module")
def whole():
    if "LICENCES_LONG" not in os.environ:
        pytest.skip("./bootstrap full has a whole Debian made, and compiles on it")
    folder = tempfile.mkdtemp(prefix="licences-debian-")
    os.chmod(folder, 0o755)
    machine = Whole(folder)
    try:
        yield machine.make()
    finally:
        machine.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_the_demo_needs_nothing_but_the_checkout(whole):
    port = env.free_port()
    demo = whole.demo(port)
    patience = threading.Timer(PATIENCE, demo.kill)
    patience.start()
    try:
        said = ""
        while "Ctrl-C" not in said:
            line = demo.stdout.readline()
            assert line, said
            said += line
        page = requests.get("http://127.0.0.1:%d/licences/" % port, auth=("anna", "demo"), timeout=30)
        assert page.status_code == 200 and "Acme" in page.text
    finally:
        patience.cancel()
        demo.terminate()
        demo.communicate(timeout=60)


def test_from_an_installed_debian_and_a_checkout_to_a_page(whole):
    whole.type(readme.commands()[0][:-2])
    check(whole)
