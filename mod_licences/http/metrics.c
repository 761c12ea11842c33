#include "metrics.h"

#include <apr_shm.h>
#include <apr_strings.h>

#include "base/log.h"

#define RESOURCES_MAX 32 /* the last one: none was found */
#define CLASSES       6
#define DATABASES_MAX 64

struct lic_tally_t {
    apr_uint64_t identity; /* of the database; 0: nobody's */
    apr_uint64_t numbers[LIC_TALLIES];
};

typedef struct lic_metrics_t {
    apr_uint64_t requests[RESOURCES_MAX][CLASSES];
    lic_tally_t databases[DATABASES_MAX];
} lic_metrics_t;

/* Set in post_config; anew whenever httpd maps the module again. */
static lic_metrics_t *metrics;

/* A module of another version, after a restart, has memory of its own. */
void lic_metrics_prepare(server_rec *s)
{
    apr_pool_t *process = s->process->pool;
    const char *name =
        apr_psprintf(process, "licences-metrics-%s-%" APR_SIZE_T_FMT, LIC_VERSION, sizeof(lic_metrics_t));
    void *found = NULL;
    metrics = NULL;
    apr_pool_userdata_get(&found, name, process);
    if (!found) {
        apr_shm_t *made;
        if (apr_shm_create(&made, sizeof(lic_metrics_t), NULL, process) != APR_SUCCESS) {
            lic_log(LIC_LOG_WARNING, "LIC3501", process, "no memory can be shared: requests aren't counted");
            return;
        }
        memset(apr_shm_baseaddr_get(made), 0, sizeof(lic_metrics_t));
        apr_pool_userdata_setn(made, name, NULL, process);
        found = made;
    }
    metrics = apr_shm_baseaddr_get(found);
}

/* FNV-1a */
static apr_uint64_t hash(apr_uint64_t so_far, const char *text)
{
    for (; *text; text++)
        so_far = (so_far ^ (unsigned char)*text) * APR_UINT64_C(0x100000001b3);
    return so_far;
}

lic_tally_t *lic_metrics_tally(const char *driver, const char *params)
{
    const apr_uint64_t identity = hash(hash(hash(APR_UINT64_C(0xcbf29ce484222325), driver), ":"), params) | 1;
    for (int i = 0; metrics && i < DATABASES_MAX; i++) {
        lic_tally_t *tally = &metrics->databases[i];
        if (!tally->identity)
            tally->identity = identity;
        if (tally->identity == identity)
            return tally;
    }
    return NULL;
}

/* The compiler's own atomics: APR's of 64 bits may be a lock, which processes don't share. */
void lic_metrics_add(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t number)
{
    if (tally && number)
        __atomic_fetch_add(&tally->numbers[kind], number, __ATOMIC_RELAXED);
}

void lic_metrics_set(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t value)
{
    if (tally)
        __atomic_store_n(&tally->numbers[kind], value, __ATOMIC_RELAXED);
}

apr_uint64_t lic_metrics_get(const lic_tally_t *tally, lic_tally_kind_t kind)
{
    return tally ? __atomic_load_n(&tally->numbers[kind], __ATOMIC_RELAXED) : 0;
}

static apr_uint64_t *counter(const lic_resource_t *resource, int status_class)
{
    const apr_size_t number = resource ? (apr_size_t)(resource - lic_resources) : RESOURCES_MAX - 1;
    if (!metrics || number >= RESOURCES_MAX || status_class < 0 || status_class >= CLASSES)
        return NULL;
    return &metrics->requests[number][status_class];
}

void lic_metrics_count(const lic_exchange_t *x)
{
    const int status = x->status > 0 ? x->status : x->r->status;
    apr_uint64_t *at = counter(x->route.resource, status / 100);
    if (at)
        __atomic_fetch_add(at, 1, __ATOMIC_RELAXED);
}

apr_uint64_t lic_metrics_requests(const lic_resource_t *resource, int status_class)
{
    const apr_uint64_t *at = counter(resource, status_class);
    return at ? __atomic_load_n(at, __ATOMIC_RELAXED) : 0;
}
