#include "service/sweep.h"

#include <apr_hash.h>
#include <apr_strings.h>

#include "base/log.h"
#include "service/catch_up.h"
#include "service/retry.h"
#include "store/account.h"

#define SWEEP_BATCH 100

typedef struct lic_sweeping_t {
    apr_array_header_t *keys;
    apr_time_t now;
    int limit;
} lic_sweeping_t;

static lic_error_t *try_list(lic_try_t *attempt, void *baton)
{
    lic_sweeping_t *sweeping = baton;
    return lic_account_due(&sweeping->keys, attempt->db, sweeping->now, 0, LIC_BUCKETS - 1, sweeping->limit,
                           attempt->pool);
}

/* One account; its failure is its own unless the database is gone. */
static lic_error_t *sweep_account(lic_sweep_report_t *report, int *failed, lic_db_source_t *from, const char *holder,
                                  const char *key, apr_time_t now, apr_pool_t *p)
{
    lic_error_t *err = lic_catch_up_count(&report->done, from, key, now, p);
    *failed = !!err;
    if (!err) {
        report->accounts++;
        return NULL;
    }
    report->failed++;
    lic_log(LIC_LOG_ERROR, "LIC2002", p, "%s: what is due for the account %s could not be done: %s", holder, key,
            lic_error_chain(err, p));
    return err->code == LIC_UNAVAILABLE && !lic_db_error_is_retriable(err) ? err : NULL;
}

lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const char *holder, apr_time_t now,
                           apr_pool_t *p)
{
    apr_hash_t *behind = apr_hash_make(p); /* failed: they stay due, and are not tried again in this sweep */
    apr_pool_t *batch, *each;
    int progress;
    *report = (lic_sweep_report_t){0};
    apr_pool_create(&batch, p);
    do {
        progress = 0;
        apr_pool_clear(batch);
        apr_pool_create(&each, batch);
        lic_sweeping_t sweeping = {NULL, now, SWEEP_BATCH + report->failed};
        LIC_TRY(lic_retry_run(from, try_list, &sweeping, batch));
        for (int i = 0; i < sweeping.keys->nelts; i++) {
            const char *key = APR_ARRAY_IDX(sweeping.keys, i, const char *);
            int failed;
            if (apr_hash_get(behind, key, APR_HASH_KEY_STRING))
                continue;
            apr_pool_clear(each);
            LIC_TRY(sweep_account(report, &failed, from, holder, key, now, each));
            progress = 1;
            if (failed)
                apr_hash_set(behind, apr_pstrdup(p, key), APR_HASH_KEY_STRING, report);
        }
    } while (progress);
    apr_pool_destroy(batch);
    return NULL;
}
