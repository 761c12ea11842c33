"""
Ports of servers that end and come back: none that the system gives to outgoing connections, which would take it meanwhile, and
none of another process of tests. A process has blocks of its own, and holds the first port of each.
"""
import random
import socket

BLOCK = 32
held = []           # a socket for each block of this process
left = []           # ports that nobody has been given yet


def bind(port):
    """A socket there; None: somebody has it."""
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", port))
        return s
    except OSError:
        s.close()
        return None


def first_of_outgoing():
    try:
        with open("/proc/sys/net/ipv4/ip_local_port_range") as f:
            return int(f.read().split()[0])
    except OSError:
        return 32768


def take_block():
    blocks = list(range(10240, max(first_of_outgoing(), 16384) - BLOCK, BLOCK))
    random.shuffle(blocks)
    for first in blocks:
        s = bind(first)
        if s:
            held.append(s)
            left.extend(range(first + 1, first + BLOCK))
            return
    raise AssertionError("no block of ports is free")


def lasting():
    """One that stays free as long as nobody but its server wants it."""
    while True:
        if not left:
            take_block()
        port = left.pop(0)
        s = bind(port)
        if s:
            s.close()
            return port
