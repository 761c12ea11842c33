/**
 * @file base/histogram.h  Counts how long things took, in buckets, as Prometheus' histograms do.
 *
 * The memory may be shared by processes: an observation is a few atomic additions without a lock.
 */
#ifndef LIC_BASE_HISTOGRAM_H
#define LIC_BASE_HISTOGRAM_H

#include <apr_time.h>

/** THE buckets, for whatever is measured: from what SQLite takes for a row to what nobody waits for any more. */
enum { LIC_HISTOGRAM_BUCKETS = 15 };
extern const apr_interval_time_t lic_histogram_bounds[LIC_HISTOGRAM_BUCKETS]; /**< microseconds; each holds its bound */

typedef struct lic_histogram_t {
    apr_uint64_t counts[LIC_HISTOGRAM_BUCKETS + 1]; /**< of each bucket alone; the last one: of what took longer */
    apr_uint64_t sum;                               /**< microseconds */
} lic_histogram_t;

/** Something took so long. With histogram NULL nothing is done. */
void lic_histogram_observe(lic_histogram_t *histogram, apr_interval_time_t took);

/** What the bucket and all before it hold. */
apr_uint64_t lic_histogram_within(const lic_histogram_t *histogram, int bucket);

#endif
