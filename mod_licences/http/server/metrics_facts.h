/**
 * @file http/server/metrics_facts.h  The figures for operators: what this httpd has counted, and what waits in its
 * databases.
 */
#ifndef LIC_HTTP_METRICS_FACTS_H
#define LIC_HTTP_METRICS_FACTS_H

#include <apr_tables.h>
#include <apr_time.h>

typedef enum {
    LIC_FAMILY_COUNTER, /**< only grows while httpd runs */
    LIC_FAMILY_GAUGE,
    LIC_FAMILY_INSTANT, /**< a gauge: seconds since 1970 */
    LIC_FAMILY_HISTOGRAM
} lic_family_kind_t;

/** Which of a histogram's samples it is; of other families each is LIC_SAMPLE_VALUE. */
typedef enum {
    LIC_SAMPLE_VALUE,
    LIC_SAMPLE_BUCKET, /**< so many took no longer than its label le says */
    LIC_SAMPLE_COUNT,
    LIC_SAMPLE_SUM /**< microseconds, which are shown as seconds */
} lic_sample_kind_t;

typedef struct lic_sample_t {
    const char *labels; /**< as OpenMetrics writes them: name="value",…; "": none */
    apr_int64_t value;
    lic_sample_kind_t kind;
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

typedef struct lic_metrics_facts_t {
    apr_array_header_t *families; /**< of lic_family_t */
    apr_array_header_t *leases;   /**< of lic_held_t */
} lic_metrics_facts_t;

/** Gathers all of it. Asks each database; of one that doesn't answer it is only said that it is down. */
lic_metrics_facts_t *lic_facts_gather(apr_time_t now, apr_pool_t *p);

#endif
