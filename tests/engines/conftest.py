import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "http"), os.path.join(os.path.dirname(HERE), "mail")]

from fixtures import *  # noqa: E402,F401,F403
