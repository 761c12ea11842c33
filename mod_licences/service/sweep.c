#include "service/sweep.h"

#include <string.h>
#include <apr_general.h>
#include <apr_hash.h>
#include <apr_strings.h>

#include "base/log.h"
#include "base/wait.h"
#include "service/catch_up.h"
#include "service/retry.h"
#include "store/account.h"

#define SWEEP_BATCH    100
#define SWEEP_PATIENCE (apr_time_from_sec(1)) /* at least, with a lock or a collision */

typedef struct lic_sweeping_t {
    const lic_sweeper_t *sweeper;
    lic_sweep_report_t *report;
    lic_db_source_t *from;
    apr_time_t now;
    lic_wait_t limit;
    apr_int64_t due[LIC_BUCKETS];
    int finished[LIC_BUCKETS]; /* what failed in it stays due, and isn't tried again in this sweep */
} lic_sweeping_t;

static int is_stopped(const lic_sweeper_t *sweeper)
{
    return sweeper->stop && *sweeper->stop;
}

static int is_over(lic_sweeping_t *sweeping)
{
    const lic_sweeper_t *sweeper = sweeping->sweeper;
    if (is_stopped(sweeper) || (sweeper->limit && !lic_wait_left(&sweeping->limit)))
        sweeping->report->unfinished = 1;
    return sweeping->report->unfinished;
}

/* --- one bucket -----------------------------------------------------------------------------------------------------
 */

typedef struct lic_bucket_t {
    lic_sweeping_t *sweeping;
    int number;
    lic_duty_t duty;
    apr_hash_t *behind; /* keys of accounts that failed or are busy */
    apr_array_header_t *keys;
} lic_bucket_t;

static lic_error_t *try_list(lic_try_t *attempt, void *baton)
{
    lic_bucket_t *bucket = baton;
    return lic_account_due(&bucket->keys, attempt->db, bucket->sweeping->now, bucket->number, bucket->number,
                           SWEEP_BATCH + (int)apr_hash_count(bucket->behind), attempt->pool);
}

/* One account; its failure is its own unless the lease or the database is gone. */
static lic_error_t *sweep_account(lic_bucket_t *bucket, const char *key, apr_pool_t *p)
{
    lic_sweeping_t *sweeping = bucket->sweeping;
    lic_sweep_report_t *report = sweeping->report;
    lic_error_t *err = lic_catch_up_by(&report->done, sweeping->from, key, sweeping->now, &bucket->duty, p);
    if (!err) {
        report->accounts += !is_stopped(sweeping->sweeper); /* else it is half done, perhaps */
        return NULL;
    }
    if (lic_lease_error_is_lost(err))
        return err;
    apr_pool_t *keep = apr_hash_pool_get(bucket->behind);
    apr_hash_set(bucket->behind, apr_pstrdup(keep, key), APR_HASH_KEY_STRING, bucket);
    if (lic_db_error_is_retriable(err)) {
        report->busy++;
        lic_log(LIC_LOG_INFO, "LIC2003", p, "%s: %s is being worked on: the next sweep will see to it",
                sweeping->sweeper->holder, key);
        return NULL;
    }
    report->failed++;
    lic_log(LIC_LOG_ERROR, "LIC2002", p, "%s: what is due for the account %s could not be done: %s",
            sweeping->sweeper->holder, key, lic_error_chain(err, p));
    return err->code == LIC_UNAVAILABLE ? err : NULL;
}

static apr_interval_time_t patience_of(const lic_sweeper_t *sweeper)
{
    if (sweeper->patience < SWEEP_PATIENCE)
        return SWEEP_PATIENCE;
    return sweeper->patience < LIC_RETRY_PATIENCE ? sweeper->patience : LIC_RETRY_PATIENCE;
}

/* *progress 0: there is nothing left but what is left behind */
static lic_error_t *sweep_batch(int *progress, lic_bucket_t *bucket, apr_pool_t *batch)
{
    lic_sweeping_t *sweeping = bucket->sweeping;
    apr_pool_t *each;
    *progress = 0;
    LIC_TRY(lic_retry_within(sweeping->from, bucket->duty.patience, bucket->duty.stop, try_list, bucket, batch));
    apr_pool_create(&each, batch);
    for (int i = 0; i < bucket->keys->nelts && !is_over(sweeping); i++) {
        const char *key = APR_ARRAY_IDX(bucket->keys, i, const char *);
        if (apr_hash_get(bucket->behind, key, APR_HASH_KEY_STRING))
            continue;
        apr_pool_clear(each);
        LIC_TRY(sweep_account(bucket, key, each));
        if (sweeping->sweeper->tell)
            sweeping->sweeper->tell(sweeping->sweeper->baton, sweeping->report);
        *progress = 1;
    }
    return NULL;
}

static lic_error_t *sweep_bucket(lic_sweeping_t *sweeping, int number, const lic_lease_t *lease, apr_pool_t *p)
{
    const lic_sweeper_t *sweeper = sweeping->sweeper;
    lic_bucket_t bucket = {.sweeping = sweeping, .number = number, .behind = apr_hash_make(p)};
    apr_pool_t *batch;
    int progress = 1;
    bucket.duty = (lic_duty_t){.lease = lease, .stop = sweeper->stop, .patience = patience_of(sweeper)};
    apr_pool_create(&batch, p);
    while (progress && !is_over(sweeping)) {
        apr_pool_clear(batch);
        LIC_TRY(sweep_batch(&progress, &bucket, batch));
    }
    return NULL;
}

/* --- all of them
 * ------------------------------------------------------------------------------------------------------ */

typedef struct lic_leasing_t {
    lic_sweeping_t *sweeping;
    const char *name;
    lic_lease_t *lease;
    apr_pool_t *pool;
} lic_leasing_t;

static lic_error_t *try_buckets(lic_try_t *attempt, void *baton)
{
    lic_sweeping_t *sweeping = baton;
    return lic_account_due_buckets(sweeping->due, attempt->db, sweeping->now, attempt->pool);
}

static lic_error_t *try_take(lic_try_t *attempt, void *baton)
{
    lic_leasing_t *leasing = baton;
    return lic_lease_take(&leasing->lease, NULL, attempt->db, leasing->name, leasing->sweeping->sweeper->holder,
                          LIC_LEASE_TTL, leasing->pool);
}

static lic_error_t *try_release(lic_try_t *attempt, void *baton)
{
    const lic_leasing_t *leasing = baton;
    attempt->repeatable = 1;
    return lic_lease_release(attempt->db, leasing->lease, attempt->pool);
}

/* *left: somebody else has it, or got it meanwhile */
static lic_error_t *visit_bucket(int *left, lic_sweeping_t *sweeping, int number, apr_pool_t *p)
{
    lic_leasing_t leasing = {.sweeping = sweeping, .pool = p};
    leasing.name = apr_psprintf(p, "sweep-%02d", number);
    lic_error_t *err = lic_retry_within(sweeping->from, SWEEP_PATIENCE, sweeping->sweeper->stop, try_take, &leasing, p);
    *left = lic_db_error_is_retriable(err) || (!err && !leasing.lease);
    if (err)
        return *left ? NULL : err;
    if (*left)
        return NULL;
    err = sweep_bucket(sweeping, number, leasing.lease, p);
    *left = lic_lease_error_is_lost(err);
    if (*left)
        return NULL;
    /* without an answer it runs out by itself */
    lic_error_t *gone = lic_retry_within(sweeping->from, 0, NULL, try_release, &leasing, p);
    if (gone && !err)
        lic_log(LIC_LOG_INFO, "LIC2004", p, "%s: the lease %s is left to run out: %s", sweeping->sweeper->holder,
                leasing.name, lic_error_chain(gone, p));
    sweeping->finished[number] = 1;
    return err;
}

/* Every bucket with something due, beginning anywhere: sweepers that start together part company. */
static lic_error_t *visit_buckets(lic_sweeping_t *sweeping, apr_pool_t *p)
{
    unsigned char first = 0;
    apr_pool_t *each;
    apr_generate_random_bytes(&first, 1);
    apr_pool_create(&each, p);
    sweeping->report->buckets = 0;
    for (int i = 0; i < LIC_BUCKETS && !is_over(sweeping); i++) {
        const int number = (first + i) % LIC_BUCKETS;
        int left;
        if (!sweeping->due[number] || sweeping->finished[number])
            continue;
        apr_pool_clear(each);
        LIC_TRY(visit_bucket(&left, sweeping, number, each));
        sweeping->report->buckets += left;
    }
    return NULL;
}

lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const lic_sweeper_t *sweeper,
                           apr_time_t now, apr_pool_t *p)
{
    lic_sweeping_t sweeping = {.sweeper = sweeper, .report = report, .from = from, .now = now};
    apr_pool_t *round;
    lic_wait_t wait;
    int rounds = 0;
    *report = (lic_sweep_report_t){0};
    lic_wait_start(&sweeping.limit, sweeper->limit);
    lic_wait_start(&wait, sweeper->patience);
    apr_pool_create(&round, p);
    do {
        apr_pool_clear(round);
        LIC_TRY(lic_retry_within(from, patience_of(sweeper), sweeper->stop, try_buckets, &sweeping, round));
        for (int i = 0; i < LIC_BUCKETS && !rounds; i++)
            report->due += sweeping.due[i];
        rounds++;
        LIC_TRY(visit_buckets(&sweeping, round));
    } while (report->buckets && !report->unfinished && lic_wait_again(&wait));
    apr_pool_destroy(round);
    return NULL;
}
