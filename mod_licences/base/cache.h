/**
 * @file base/cache.h  What is dear to open and safe to share between threads: opened once per process, by name.
 *
 * A cache lives in a pool of its own below the configuration's, so that it goes when httpd unmaps the module. Without
 * one (a NULL cache) callers open what they need in their own pool: slower, never wrong.
 */
#ifndef LIC_BASE_CACHE_H
#define LIC_BASE_CACHE_H

#include <apr_pools.h>

typedef struct lic_cache_t lic_cache_t;

/** Opens what key names; whatever it allocates goes with p. NULL if it can't. */
typedef void *lic_cache_open_fn(const char *key, apr_pool_t *p);

/** Fills *slot until p goes; then *slot is NULL again. Holds up to max entries. Before threads start. */
void lic_cache_make(lic_cache_t **slot, int max, apr_pool_t *p);

/** The entry of key, opened at its first use. NULL if cache is NULL or full, or the entry can't be opened. */
void *lic_cache_get(lic_cache_t *cache, const char *key, lic_cache_open_fn *open);

#endif
