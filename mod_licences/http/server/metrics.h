/**
 * @file http/server/metrics.h  Counts what this httpd has done, in memory that its children share.
 *
 * The memory belongs to the parent process and outlives a restart, so counters never go back while httpd runs. Counting
 * is an atomic addition without a lock.
 */
#ifndef LIC_HTTP_METRICS_H
#define LIC_HTTP_METRICS_H

#include <httpd.h>

#include "base/histogram.h"
#include "http/resource/resource.h"

/** The figures of one database, from the timers of this httpd. Instants are in microseconds. */
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
    LIC_TALLY_DOWN, /**< from here on: what the log says and hasn't taken back yet, 0 or 1 */
    LIC_TALLY_DOWN_MAIL,
    LIC_TALLY_DOWN_SMTP,
    LIC_TALLIES
} lic_tally_kind_t;

typedef struct lic_tally_t lic_tally_t;

/** What durations are counted of, for all databases together. */
typedef enum {
    LIC_DURATION_READ,   /**< a GET that isn't an export */
    LIC_DURATION_EXPORT, /**< whose reader may take its time */
    LIC_DURATION_CHANGE, /**< POST or PUT, with what is sent */
    LIC_DURATION_STATEMENT,
    LIC_DURATION_MAIL, /**< handing a message over, connecting included, whatever became of it */
    LIC_DURATIONS
} lic_duration_t;

/** In post_config: makes the memory, or finds that of before the restart. Without it nothing is counted. */
void lic_metrics_prepare(server_rec *s);

/** The tally of a database; the same one after a restart. NULL: there is no room. */
lic_tally_t *lic_metrics_tally(const char *driver, const char *params);

/* With tally NULL these do nothing. */
void lic_metrics_add(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t number);
void lic_metrics_set(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t value);
/** Whether the value was another one: of many who set it to the same at once, one is told so. With tally NULL it was.
 */
int lic_metrics_turn(lic_tally_t *tally, lic_tally_kind_t kind, apr_uint64_t value);
apr_uint64_t lic_metrics_get(const lic_tally_t *tally, lic_tally_kind_t kind);

/** How long things of that kind have taken; to observe, and to show. NULL: nothing is counted. */
lic_histogram_t *lic_metrics_durations(lic_duration_t kind);

/** A request for a resource (NULL: for none that is known) has been answered. */
void lic_metrics_count(const lic_resource_t *resource, int status);

/** Answers of a resource (NULL: of no resource) with a status of that class: 2 for 200 to 299. */
apr_uint64_t lic_metrics_requests(const lic_resource_t *resource, int status_class);

#endif
