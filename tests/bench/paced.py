"""Requests at a given pace, whose answers are waited for by nobody else, beside people who buy: how long they take."""
import http.client
import multiprocessing
import re
import statistics
import time
import urllib.parse

CONNECTIONS = 4         # processes that ask, one connection each
MARGIN = 0.2            # seconds until all of them have begun
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(connection, method, path, status, body=None, **headers):
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status == status, (method, path, answer.status, text[-300:])
    return text.decode()


def looks(address, path, begin, seconds, pace, done):
    """Counted from when it was to be asked, not from when it was: a slow answer delays the next question, too."""
    connection, took = http.client.HTTPConnection(*address, timeout=60), []
    ask(connection, "GET", path, 200)
    for number in range(int(seconds * pace)):
        planned = begin + number / pace
        time.sleep(max(0, planned - time.monotonic()))
        ask(connection, "GET", path, 200)
        took.append(1000 * (time.monotonic() - planned))
    done.put(took)


def buys(address, base, until, done):
    connection, count = http.client.HTTPConnection(*address, timeout=60), 0
    path = base + "/products/standard"
    while time.monotonic() < until:
        wanted = 1 + int(re.search(r' purchased="(\d+)"', ask(connection, "GET", path + ".xml", 200))[1])
        offer = re.search(r'confirm="([^"]+)"', ask(connection, "GET", path + ".xml?quantity=%d" % wanted, 200))[1]
        ask(connection, "POST", path, 303, urllib.parse.urlencode({"quantity": wanted, "confirm": offer}), **FORM)
        count += 1
    done.put(count)


def run(port, path, buyers, pace, seconds):
    """Milliseconds: the median and the 99th percentile; and purchases a second, of all buyers together."""
    address, begin = ("127.0.0.1", port), time.monotonic() + MARGIN
    done, bought = multiprocessing.Queue(), multiprocessing.Queue()
    all_ = [multiprocessing.Process(target=looks, args=(address, path, begin + i / pace, seconds, pace / CONNECTIONS, done))
            for i in range(CONNECTIONS)]
    all_ += [multiprocessing.Process(target=buys, args=(address, base, begin + seconds, bought)) for base in buyers]
    for process in all_:
        process.start()
    took = [one for _ in range(CONNECTIONS) for one in done.get(timeout=10 * seconds + 60)]
    count = sum(bought.get(timeout=60) for _ in buyers)
    for process in all_:
        process.join()
    cuts = statistics.quantiles(took, n=100)
    return cuts[49], cuts[98], count / seconds
