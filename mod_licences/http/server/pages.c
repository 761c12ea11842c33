/* http/server/pages.c  The memory in which drawn pages are kept, and counts of what was found there. */
#include "http/server/pages.h"

#include "base/log.h"
#include "http/server/config.h"
#include "http/server/shared.h"

typedef struct counts_t {
    apr_uint64_t number[LIC_PAGES_COUNTS];
    char line[64 - LIC_PAGES_COUNTS * sizeof(apr_uint64_t)];
} counts_t;

/* Set in post_config; anew whenever httpd maps the module again. */
static lic_ring_t *ring;
static counts_t *counts;

int lic_pages_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    const apr_off_t said = lic_config_of_server(s)->pages;
    const apr_size_t size = (apr_size_t)(said == LIC_PAGES_UNSET ? LIC_PAGES_DEFAULT : said);
    (void)plog;
    ring = NULL;
    counts = NULL;
    if (!size)
        return OK;
    counts = lic_shared_memory(s, "pages", size);
    if (!counts) {
        lic_log(LIC_LOG_WARNING, "LIC2050", ptemp, "no memory can be shared: pages aren't kept");
        return OK;
    }
    ring = lic_ring_make(counts + 1, size - sizeof(*counts), pconf);
    lic_ring_empty(ring); /* stylesheets and settings may be others */
    return OK;
}

int lic_pages_on(const server_rec *s)
{
    const lic_server_config_t *config = lic_config_of_server(s);
    return ring && config->pages != LIC_PAGES_OFF && config->database;
}

char *lic_pages_get(const unsigned char *key, apr_size_t *length, apr_pool_t *p)
{
    return lic_ring_get(ring, key, length, p);
}

void lic_pages_count(lic_pages_count_t which)
{
    __atomic_fetch_add(&counts->number[which], 1, __ATOMIC_RELAXED);
}

void lic_pages_put(const unsigned char *key, const char *data, apr_size_t length)
{
    lic_ring_put(ring, key, data, length);
}

apr_uint64_t lic_pages_counted(lic_pages_count_t which)
{
    return counts ? __atomic_load_n(&counts->number[which], __ATOMIC_RELAXED) : 0;
}
