/**
 * @file metrics_facts.h  What there is to tell operators of: this httpd's counts, and what waits in its databases.
 */
#ifndef LIC_HTTP_METRICS_FACTS_H
#define LIC_HTTP_METRICS_FACTS_H

#include <apr_tables.h>
#include <apr_time.h>

typedef enum {
    LIC_FAMILY_COUNTER, /**< only grows while httpd runs */
    LIC_FAMILY_GAUGE,
    LIC_FAMILY_INSTANT /**< a gauge: seconds since 1970 */
} lic_family_kind_t;

typedef struct lic_sample_t {
    const char *labels; /**< as OpenMetrics writes them: name="value",… */
    apr_int64_t value;
} lic_sample_t;

typedef struct lic_family_t {
    const char *name; /**< ends in _seconds where it is a number of them */
    const char *help;
    lic_family_kind_t kind;
    apr_array_header_t *samples; /**< of lic_sample_t */
} lic_family_t;

/** A lease that somebody has now. */
typedef struct lic_held_t {
    const char *labels, *name, *holder;
    apr_int64_t left; /**< seconds */
} lic_held_t;

typedef struct lic_facts_t {
    apr_array_header_t *families; /**< of lic_family_t */
    apr_array_header_t *leases;   /**< of lic_held_t */
} lic_facts_t;

/** Asks each database; one that doesn't answer is said to be down, and nothing else of it. */
lic_facts_t *lic_facts_gather(apr_time_t now, apr_pool_t *p);

#endif
