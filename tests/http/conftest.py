import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from fixtures import *  # noqa: E402,F401,F403


def pytest_configure(config):
    for line in ("database: what it holds may depend on the kind of database: ./bootstrap check runs it on PostgreSQL and"
                 " MariaDB too, and ./bootstrap full all the others",
                 "long: on those two it is left to ./bootstrap full"):
        config.addinivalue_line("markers", line)
