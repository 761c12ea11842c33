/* ctl/durable.h  Files that are complete, new and synced to the disk, or not there at all. */
#ifndef LIC_CTL_DURABLE_H
#define LIC_CTL_DURABLE_H

#include "ctl.h"

/* LIC_UNAVAILABLE "output": what went wrong with which file. */
lic_error_t *lic_durable_failed(const char *what, const char *name, apr_status_t status, apr_pool_t *p);

/* A file's content, and a new file's name, are on the disk only when it, and its directory, have been synced. */
apr_status_t lic_durable_sync(const char *path);

/* Gives a file that was written under a temporary name its own, which it never takes from another file (APR_EEXIST). */
apr_status_t lic_durable_name(const char *temporary, const char *name, const char *directory);

#endif
