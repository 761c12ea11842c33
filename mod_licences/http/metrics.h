/**
 * @file metrics.h  What this httpd has done, counted in memory that its children share.
 *
 * The memory belongs to the process that starts children, so figures go on over a restart: counters never go back while
 * httpd runs. Counting is an addition without a lock.
 */
#ifndef LIC_HTTP_METRICS_H
#define LIC_HTTP_METRICS_H

#include <httpd.h>

#include "exchange.h"

/** Of one database, as the timers of this httpd saw it. Instants are microseconds. */
typedef enum {
    LIC_TALLY_SWEEPER,  /**< process id of the child that swept last; 0: none has yet */
    LIC_TALLY_SWEPT_AT, /**< the last sweep: its instant, and what it found */
    LIC_TALLY_LAST_DUE,
    LIC_TALLY_LAST_ACCOUNTS,
    LIC_TALLY_LAST_FAILED,
    LIC_TALLY_LAST_BUSY,
    LIC_TALLY_SWEEPS, /**< from here on: since httpd started */
    LIC_TALLY_ACCOUNTS,
    LIC_TALLY_THINGS,
    LIC_TALLY_FAILED,
    LIC_TALLY_OUTAGES,
    LIC_TALLY_SENT,
    LIC_TALLY_DELAYED,
    LIC_TALLY_PARKED,
    LIC_TALLIES
} lic_tally_kind_t;

typedef struct lic_tally_t lic_tally_t;

/** In post_config: makes the memory, or finds that of before the restart. Without it nothing is counted. */
void lic_metrics_prepare(server_rec *s);

/** The tally of a database; the same one after a restart. NULL: there is no room. */
lic_tally_t *lic_metrics_tally(const char *driver, const char *params);

/* Harmless where tally is NULL */
void lic_metrics_add(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t number);
void lic_metrics_set(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t value);
apr_uint64_t lic_metrics_get(const lic_tally_t *tally, lic_tally_kind_t kind);

/** A request has been answered. */
void lic_metrics_count(const lic_exchange_t *x);

/** Answers of a resource (NULL: of no resource) with a status of that class: 2 for 200 to 299. */
apr_uint64_t lic_metrics_requests(const lic_resource_t *resource, int status_class);

#endif
