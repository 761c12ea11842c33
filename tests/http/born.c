/*
 * The first child that looks up its user's groups is told to end in the midst of that, and the file that LICENCES_BORN
 * names says "told", and "looked up" when it came that far. Loaded by LD_PRELOAD, for tests/http/test_timer.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int initgroups(const char *user, gid_t group)
{
    int (*look_up)(const char *, gid_t);
    *(void **)&look_up = dlsym(RTLD_NEXT, "initgroups");
    const char *path = getenv("LICENCES_BORN");
    const int fd = path ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
    if (fd >= 0) {
        dprintf(fd, "%d told", (int)getpid());
        raise(SIGTERM);
    }
    const int status = look_up(user, group);
    if (fd >= 0)
        dprintf(fd, ", looked up");
    return status;
}
