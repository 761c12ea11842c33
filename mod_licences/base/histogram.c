/* base/histogram.c  Durations in buckets. */
#include "base/histogram.h"

const apr_interval_time_t lic_histogram_bounds[LIC_HISTOGRAM_BUCKETS] = {
    100, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000};

void lic_histogram_observe(lic_histogram_t *histogram, apr_interval_time_t took)
{
    int bucket = 0;
    if (!histogram)
        return;
    while (bucket < LIC_HISTOGRAM_BUCKETS && took > lic_histogram_bounds[bucket])
        bucket++;
    __atomic_fetch_add(&histogram->counts[bucket], 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&histogram->sum, (apr_uint64_t)(took > 0 ? took : 0), __ATOMIC_RELAXED);
}

apr_uint64_t lic_histogram_within(const lic_histogram_t *histogram, int bucket)
{
    apr_uint64_t sum = 0;
    for (int i = 0; i <= bucket; i++)
        sum += __atomic_load_n(&histogram->counts[i], __ATOMIC_RELAXED);
    return sum;
}
