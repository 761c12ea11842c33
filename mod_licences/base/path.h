/**
 * @file base/path.h  Paths against the patterns of resources: "/employees/{id}".
 */
#ifndef LIC_BASE_PATH_H
#define LIC_BASE_PATH_H

#include <apr_pools.h>

/** Whether a pattern fits; *key is then what stands for its {…}: one segment or its part, never empty; NULL without. */
int lic_path_fits(const char *pattern, const char *path, const char **key, apr_pool_t *p);

/** The path without the suffix (".xml"), which is never the whole of its last segment; NULL if it doesn't end in it. */
const char *lic_path_without(const char *path, const char *suffix, apr_pool_t *p);

#endif
