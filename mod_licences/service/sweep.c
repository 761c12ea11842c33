/* service/sweep.c  Carries out what is due for all accounts, bucket by bucket, each under its lease. */
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
#include "store/failure.h"

#define SWEEP_BATCH    100
#define FAILING_MOST   1000 /* accounts that are remembered */
#define SWEEP_PUT_OFF  (apr_time_from_sec(3600))
#define SWEEP_PATIENCE (apr_time_from_sec(1)) /* at least so long, so that a short collision fails nothing */

typedef struct lic_sweep_t {
    const lic_sweeper_t *sweeper;
    lic_sweep_report_t *report;
    lic_db_source_t *from;
    apr_time_t now;
    lic_wait_t limit;
    lic_duty_t duty;                /* its lease is the current bucket's; NULL while there is none */
    apr_int64_t due[LIC_BUCKETS];   /* how many accounts have something due */
    int finished[LIC_BUCKETS];      /* swept: what is still due in it failed, and isn't tried again in this sweep */
    const lic_lease_t *done;        /* of a bucket that is swept, given back where the next one is taken; NULL */
    apr_pool_t *leases;             /* which live in here */
    int bucket;                     /* the current one, and of it: */
    apr_hash_t *behind;             /* keys of accounts that failed or are busy */
    const apr_array_header_t *keys; /* of accounts with something due, a batch of them */
    apr_pool_t *pool;
    const char *key; /* the current account */
} lic_sweep_t;

static int is_stopped(const lic_sweeper_t *sweeper)
{
    return sweeper->stop && *sweeper->stop;
}

static int is_over(lic_sweep_t *sweep)
{
    const lic_sweeper_t *sweeper = sweep->sweeper;
    if (is_stopped(sweeper) || (sweeper->limit && !lic_wait_left(&sweep->limit)))
        sweep->report->unfinished = 1;
    return sweep->report->unfinished;
}

/* --- what is asked of the database ----------------------------------------------------------------------------- */

static lic_error_t *try_find(lic_try_t *attempt, void *baton)
{
    lic_sweep_t *sweep = baton;
    return lic_account_due_buckets(sweep->due, attempt->db, sweep->now, attempt->pool);
}

/* The current bucket's lease, unless it is held already; then what is due. Without the lease, nothing is listed. One
 * commit gives back the one before: a sweep of a few accounts in each bucket spends most of its time on commits. */
static lic_error_t *try_list(lic_try_t *attempt, void *baton)
{
    lic_sweep_t *sweep = baton;
    if (!sweep->duty.lease) {
        lic_lease_t *lease;
        LIC_TRY(lic_lease_take(&lease, NULL, attempt->db, apr_psprintf(sweep->pool, "sweep-%02d", sweep->bucket),
                               sweep->sweeper->holder, LIC_LEASE_TTL, sweep->done, sweep->leases));
        sweep->duty.lease = lease;
        if (lease)
            sweep->done = NULL;
    }
    if (!sweep->duty.lease)
        return NULL;
    apr_array_header_t *keys;
    LIC_TRY(lic_account_due(&keys, attempt->db, sweep->now, sweep->bucket, sweep->bucket,
                            SWEEP_BATCH + (int)apr_hash_count(sweep->behind), attempt->pool));
    sweep->keys = keys;
    return NULL;
}

static lic_error_t *try_release(lic_try_t *attempt, void *baton)
{
    const lic_sweep_t *sweep = baton;
    attempt->repeatable = 1;
    return lic_lease_release(attempt->db, sweep->done, attempt->pool);
}

/* An account that can't be read (licencesctl audit names it) is tried and told of again in an hour, not in each sweep.
 */
static lic_error_t *try_put_off(lic_try_t *attempt, void *baton)
{
    const lic_sweep_t *sweep = baton;
    attempt->repeatable = 1;
    return lic_account_put_off(attempt->db, sweep->key, sweep->now + SWEEP_PUT_OFF, attempt->pool);
}

/* The sweep's own retry. An account is retried by lic_catch_up, for as long. */
static lic_error_t *retry(lic_sweep_t *sweep, lic_try_fn *fn, apr_pool_t *p)
{
    return lic_retry_within(sweep->from, sweep->duty.patience, sweep->duty.stop, fn, sweep, p);
}

static apr_interval_time_t patience_of(const lic_sweeper_t *sweeper)
{
    if (sweeper->patience < SWEEP_PATIENCE)
        return SWEEP_PATIENCE;
    return sweeper->patience < LIC_RETRY_PATIENCE ? sweeper->patience : LIC_RETRY_PATIENCE;
}

/* --- one bucket ------------------------------------------------------------------------------------------------ */

/* Says of an account that it fails, or is in order again, when that begins. */
static void tell_account(const lic_sweep_t *sweep, const char *key, const lic_error_t *err, apr_pool_t *p)
{
    apr_hash_t *failing = sweep->sweeper->failing;
    const int known = failing && apr_hash_get(failing, key, APR_HASH_KEY_STRING);
    if (err) {
        lic_log(known ? LIC_LOG_INFO : LIC_LOG_ERROR, "LIC2002", p,
                "%s: what is due for the account %s could not be done: %s", sweep->sweeper->holder, key,
                lic_error_chain(err, p));
        if (failing && !known && apr_hash_count(failing) < FAILING_MOST)
            apr_hash_set(failing, apr_pstrdup(apr_hash_pool_get(failing), key), APR_HASH_KEY_STRING, failing);
    } else if (known) {
        lic_log(LIC_LOG_NOTICE, "LIC3111", p, "%s: what is due for the account %s is done again",
                sweep->sweeper->holder, key);
        apr_hash_set(failing, key, APR_HASH_KEY_STRING, NULL);
    }
}

/* One account. Its failure ends the sweep only where the lease or the database is lost. */
static lic_error_t *sweep_account(lic_sweep_t *sweep, const char *key, apr_pool_t *p)
{
    lic_sweep_report_t *report = sweep->report;
    lic_error_t *err = lic_catch_up(&report->done, sweep->from, key, sweep->now, &sweep->duty, p);
    if (!err) {
        tell_account(sweep, key, NULL, p);
        report->accounts += !is_stopped(sweep->sweeper); /* stopped, it may be half done */
        return NULL;
    }
    if (lic_lease_error_is_lost(err))
        return err;
    apr_hash_set(sweep->behind, apr_pstrdup(sweep->pool, key), APR_HASH_KEY_STRING, sweep);
    if (lic_db_error_is_retriable(err)) {
        report->busy++;
        lic_log(LIC_LOG_INFO, "LIC2003", p, "%s: %s is being worked on: the next sweep will see to it",
                sweep->sweeper->holder, key);
        return NULL;
    }
    report->failed++;
    tell_account(sweep, key, err, p);
    sweep->key = key;
    if (!strcmp(err->problem, LIC_ACCOUNT_UNREADABLE))
        return retry(sweep, try_put_off, p);
    return err->code == LIC_UNAVAILABLE ? err : NULL;
}

/* The accounts that are listed. *more 0: all of them had been left behind before. */
static lic_error_t *sweep_batch(int *more, lic_sweep_t *sweep, apr_pool_t *batch)
{
    apr_pool_t *each;
    *more = 0;
    apr_pool_create(&each, batch);
    for (int i = 0; i < sweep->keys->nelts && !is_over(sweep); i++) {
        const char *key = APR_ARRAY_IDX(sweep->keys, i, const char *);
        if (apr_hash_get(sweep->behind, key, APR_HASH_KEY_STRING))
            continue;
        apr_pool_clear(each);
        LIC_TRY(sweep_account(sweep, key, each));
        if (sweep->sweeper->tell)
            sweep->sweeper->tell(sweep->sweeper->baton, sweep->report);
        *more = 1;
    }
    return NULL;
}

/* Until nothing is due but what was left behind, or at once where the lease is somebody else's. */
static lic_error_t *sweep_bucket(lic_sweep_t *sweep)
{
    apr_pool_t *batch;
    int more;
    apr_pool_create(&batch, sweep->pool);
    do {
        apr_pool_clear(batch);
        LIC_TRY(retry(sweep, try_list, batch));
        if (!sweep->duty.lease)
            return NULL;
        LIC_TRY(sweep_batch(&more, sweep, batch));
    } while (more && !is_over(sweep));
    return NULL;
}

/* *left: somebody else has the bucket, or got it meanwhile. */
static lic_error_t *visit_bucket(int *left, lic_sweep_t *sweep, int bucket, apr_pool_t *p)
{
    sweep->bucket = bucket;
    sweep->behind = apr_hash_make(p);
    sweep->pool = p;
    sweep->duty.lease = NULL;
    lic_error_t *err = sweep_bucket(sweep);
    *left = sweep->duty.lease ? lic_lease_error_is_lost(err) : !err || lic_db_error_is_retriable(err);
    if (*left)
        return NULL;
    if (!sweep->duty.lease)
        return err;
    sweep->done = sweep->duty.lease;
    sweep->finished[bucket] = 1;
    return err;
}

static void give_back(lic_sweep_t *sweep, apr_pool_t *p)
{
    lic_error_t *err = sweep->done ? retry(sweep, try_release, p) : NULL;
    if (err)
        lic_log(LIC_LOG_INFO, "LIC2004", p, "%s: the lease %s is left to run out: %s", sweep->sweeper->holder,
                sweep->done->name, lic_error_chain(err, p));
    sweep->done = NULL;
}

/* --- all of them ----------------------------------------------------------------------------------------------- */

/* The buckets with something due, from a random one on: sweepers that start together begin apart. */
static lic_error_t *visit_buckets(lic_sweep_t *sweep, apr_pool_t *p)
{
    unsigned char first = 0;
    lic_error_t *err = NULL;
    apr_pool_t *each;
    apr_generate_random_bytes(&first, 1);
    apr_pool_create(&each, p);
    sweep->report->buckets = 0;
    sweep->leases = p;
    for (int i = 0; i < LIC_BUCKETS && !err && !is_over(sweep); i++) {
        const int number = (first + i) % LIC_BUCKETS;
        int left = 0;
        if (!sweep->due[number] || sweep->finished[number])
            continue;
        apr_pool_clear(each);
        err = visit_bucket(&left, sweep, number, each);
        sweep->report->buckets += left;
    }
    give_back(sweep, p);
    return err;
}

lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const lic_sweeper_t *sweeper,
                           apr_time_t now, apr_pool_t *p)
{
    lic_sweep_t sweep = {.sweeper = sweeper, .report = report, .from = from, .now = now};
    sweep.duty = (lic_duty_t){.stop = sweeper->stop, .patience = patience_of(sweeper)};
    apr_pool_t *round;
    lic_wait_t wait;
    int rounds = 0;
    *report = (lic_sweep_report_t){0};
    lic_wait_start(&sweep.limit, sweeper->limit);
    lic_wait_start(&wait, sweeper->patience);
    apr_pool_create(&round, p);
    do {
        apr_pool_clear(round);
        LIC_TRY(retry(&sweep, try_find, round));
        for (int i = 0; i < LIC_BUCKETS && !rounds; i++)
            report->due += sweep.due[i];
        rounds++;
        LIC_TRY(visit_buckets(&sweep, round));
    } while (report->buckets && !report->unfinished && lic_wait_again(&wait));
    apr_pool_destroy(round);
    return NULL;
}
