/* base/cache.c  Opened once per process, by name. */
#include "base/cache.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>

struct lic_cache_t {
    apr_pool_t *pool;
    apr_thread_mutex_t *mutex;
    apr_hash_t *entries;
    int max;
    lic_cache_t **slot;
};

static apr_status_t forget(void *data)
{
    lic_cache_t *cache = data;
    *cache->slot = NULL;
    return APR_SUCCESS;
}

void lic_cache_make(lic_cache_t **slot, int max, apr_pool_t *p)
{
    /* Threads allocate here while others use p's allocator, which need not have a mutex (prefork's has none). */
    apr_allocator_t *allocator;
    apr_pool_t *pool;
    if (apr_allocator_create(&allocator) || apr_pool_create_ex(&pool, p, NULL, allocator))
        return;
    apr_allocator_owner_set(allocator, pool);
    lic_cache_t *cache = apr_pcalloc(pool, sizeof(*cache));
    if (apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool))
        return;
    cache->pool = pool;
    cache->entries = apr_hash_make(pool);
    cache->max = max;
    cache->slot = slot;
    *slot = cache;
    apr_pool_pre_cleanup_register(pool, cache, forget);
}

void *lic_cache_get(lic_cache_t *cache, const char *key, lic_cache_open_fn *open)
{
    if (!cache)
        return NULL;
    apr_thread_mutex_lock(cache->mutex);
    void *entry = apr_hash_get(cache->entries, key, APR_HASH_KEY_STRING);
    if (!entry && (int)apr_hash_count(cache->entries) < cache->max) {
        entry = open(key, cache->pool);
        if (entry)
            apr_hash_set(cache->entries, apr_pstrdup(cache->pool, key), APR_HASH_KEY_STRING, entry);
    }
    apr_thread_mutex_unlock(cache->mutex);
    return entry;
}
