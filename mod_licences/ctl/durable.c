/* ctl/durable.c  Files that are complete, new and synced to the disk, or not there at all. */
#include "durable.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

lic_error_t *lic_durable_failed(const char *what, const char *name, apr_status_t status, apr_pool_t *p)
{
    char words[120];
    return lic_error_make(p, LIC_UNAVAILABLE, "output", "%s: %s: %s", name, what,
                          apr_strerror(status, words, sizeof(words)));
}

apr_status_t lic_durable_sync(const char *path)
{
    apr_status_t status = APR_SUCCESS;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    if (fsync(fd))
        status = errno;
    close(fd);
    return status;
}

apr_status_t lic_durable_name(const char *temporary, const char *name, const char *directory)
{
    if (link(temporary, name))
        return errno;
    unlink(temporary);
    return lic_durable_sync(directory);
}
