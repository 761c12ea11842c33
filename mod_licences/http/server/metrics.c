/* http/server/metrics.c  Counts requests, sweeps and mails in shared memory. */
#include "http/server/metrics.h"

#include "base/log.h"
#include "http/resource/resources.h"
#include "http/server/shared.h"
#include "store/statement.h"

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
    lic_histogram_t durations[LIC_DURATIONS];
} lic_metrics_t;

/* Set in post_config; anew whenever httpd maps the module again. */
static lic_metrics_t *metrics;

void lic_metrics_prepare(server_rec *s)
{
    metrics = lic_shared_memory(s, "metrics", sizeof(*metrics));
    if (!metrics)
        lic_log(LIC_LOG_WARNING, "LIC3501", s->process->pool, "no memory can be shared: requests aren't counted");
    lic_db_count_durations(lic_metrics_durations(LIC_DURATION_STATEMENT));
}

lic_histogram_t *lic_metrics_durations(lic_duration_t kind)
{
    return metrics ? &metrics->durations[kind] : NULL;
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

/* By the compiler's atomics: APR's for 64 bits may use a lock, which doesn't work between processes. */
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

int lic_metrics_turn(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t value)
{
    return !tally || __atomic_exchange_n(&tally->numbers[kind], value, __ATOMIC_RELAXED) != value;
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

void lic_metrics_count(const lic_resource_t *resource, int status)
{
    apr_uint64_t *at = counter(resource, status / 100);
    if (at)
        __atomic_fetch_add(at, 1, __ATOMIC_RELAXED);
}

apr_uint64_t lic_metrics_requests(const lic_resource_t *resource, int status_class)
{
    const apr_uint64_t *at = counter(resource, status_class);
    return at ? __atomic_load_n(at, __ATOMIC_RELAXED) : 0;
}
