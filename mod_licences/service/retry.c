/* service/retry.c  Runs a transaction again where that may help. */
#include "service/retry.h"

#include <string.h>

#include "base/wait.h"
#include "store/failure.h"
#include "store/transaction.h"

static lic_error_t *try_once(lic_try_t *attempt, lic_db_source_t *from, lic_try_fn *fn, void *baton)
{
    LIC_TRY(from->open(&attempt->db, from->baton, attempt->pool));
    lic_error_t *err = fn(attempt, baton);
    if (err)
        lic_db_rollback(attempt->db);
    from->close(attempt->db, from->baton);
    return err;
}

/* Whether a new connection may help. A pooled one that died while it was idle fails at its first statement. */
static int lost(const lic_error_t *err, const lic_try_t *attempt)
{
    if (!attempt->db || err->code != LIC_UNAVAILABLE)
        return 0;
    return lic_db_error_is_lost(err) || (!strcmp(err->problem, "commit-unknown") && attempt->repeatable);
}

/* Two waits for a lock (store/connection.c) and some work between them have to fit into the patience */
#define SLACK apr_time_from_msec(500)

lic_error_t *lic_retry_within(lic_db_source_t *from, apr_interval_time_t patience, const volatile apr_uint32_t *stop,
                              lic_try_fn *fn, void *baton, apr_pool_t *p)
{
    lic_wait_t wait;
    int replaced = 0;
    lic_try_t attempt = {.pool = NULL};
    apr_pool_create(&attempt.pool, p);
    lic_wait_start(&wait, patience);
    for (;;) {
        attempt.db = NULL;
        attempt.repeatable = 0;
        const apr_interval_time_t left = lic_wait_left(&wait);
        lic_error_t *err = try_once(&attempt, from, fn, baton);
        if (!err)
            return NULL;
        const int again = lic_db_error_is_retriable(err) || (lost(err, &attempt) && !replaced++);
        const apr_interval_time_t took = left - lic_wait_left(&wait);
        if (!again || (stop && *stop) || took > lic_wait_left(&wait) + SLACK || !lic_wait_again(&wait))
            return err;
        apr_pool_clear(attempt.pool);
    }
}

lic_error_t *lic_retry_run(lic_db_source_t *from, lic_try_fn *fn, void *baton, apr_pool_t *p)
{
    return lic_retry_within(from, LIC_RETRY_PATIENCE, NULL, fn, baton, p);
}
