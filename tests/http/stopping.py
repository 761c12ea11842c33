"""When httpd can be stopped without a crash that is its own: event and worker close connections beneath their workers."""
import glob
import time

# When it is stopped, the main thread closes the connections of workers that may just be done with them and have freed them
# (close_worker_sockets in event.c and worker.c), and now and then crashes on that, whatever the modules
CLOSES_BENEATH_WORKERS = ("worker", "event")
# what event says then of a connection that lingers
LINGERING = "AH03092"


def is_asleep(pid):
    """Whether every thread of every child of httpd's first process waits for something."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            threads = [task for child in f.read().split() for task in glob.glob("/proc/%s/task/*/stat" % child)]
        for thread in threads:
            with open(thread) as f:
                if f.read().rsplit(")", 1)[1].split()[0] != "S":
                    return False
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def settle(pid, mpm):
    """Waits until no worker is just done with a connection; not for long, as the timer may have much to do."""
    until = time.monotonic() + 1
    while mpm in CLOSES_BENEATH_WORKERS and time.monotonic() < until and not all(is_asleep(pid) for _ in range(3)):
        time.sleep(0.02)
