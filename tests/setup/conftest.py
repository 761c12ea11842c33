"""A fresh machine for each test, certificates, and who stands for the world around it."""
import os
import shutil
import subprocess
import sys
import tempfile

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, *(os.path.join(os.path.dirname(HERE), folder) for folder in ("http", "mail"))]

import env  # noqa: E402
import machine as machines  # noqa: E402
import readme  # noqa: E402
import servers  # noqa: E402


@pytest.fixture(scope="session")
def fresh():
    """A Debian with what README has an operator install, and what "make install" put there; nobody has touched it."""
    if os.getuid():
        pytest.fail("a machine of its own is made by chroot, which is root's: run this as root")
    folder = tempfile.mkdtemp(prefix="licences-setup-")
    os.chmod(folder, 0o755)
    os.makedirs(folder + "/fresh")
    made = machines.Machine(folder + "/fresh").make()
    for line in readme.commands()[0]:
        if line.startswith("apt-get install "):
            made.install(*line.split()[2:])
        elif line.endswith("make install"):
            made.install_built(env.BUILD)
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def machine(fresh):
    made = fresh.clone(os.path.join(os.path.dirname(fresh.root), "machine"))
    try:
        yield made
    finally:
        made.stop()
        made.remove()


@pytest.fixture
def smtp():
    with servers.Server() as server:
        yield server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Of all servers around here, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    paths = str(folder / "cert.pem"), str(folder / "key.pem")
    names = ",".join("DNS:" + name for name in ("localhost", "db.example.com", "id.example.com", "portal.example.com"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=" + names, "-out", paths[0], "-keyout", paths[1]],
                   check=True, capture_output=True)
    return paths
