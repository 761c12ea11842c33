#include "service/catch_up.h"

#include "service/retry.h"
#include "service/settle.h"
#include "service/unit.h"
#include "store/account.h"

apr_time_t lic_catch_up_now(const lic_account_t *account, apr_time_t now)
{
    const apr_time_t at = now > account->last_at ? now : account->last_at;
    return at - at % APR_USEC_PER_SEC;
}

int lic_catch_up_needed(const lic_account_t *account, apr_time_t now)
{
    return account->next_due && account->next_due <= lic_catch_up_now(account, now);
}

/* What was done last: the same once more, without effect, would go on for ever. */
typedef struct lic_progress_t {
    int done, idle;
    lic_due_t last;
} lic_progress_t;

static lic_error_t *check_progress(lic_progress_t *progress, const lic_account_t *account, const lic_due_t *due,
                                   int empty, apr_pool_t *p)
{
    if (empty && progress->idle && progress->last.kind == due->kind && progress->last.at == due->at)
        return lic_error_make(p, LIC_BUG, "agenda-stuck", "%s: what is due at %lld (kind %d) stays due", account->key,
                              (long long)apr_time_sec(due->at), (int)due->kind);
    progress->idle = empty;
    progress->last = *due;
    return NULL;
}

/* The next thing due, under the lock. *more = 0: nothing is any longer; the row says when something will be. */
static lic_error_t *carry_out_next(int *more, lic_progress_t *progress, lic_db_t *db, lic_account_t *account,
                                   apr_time_t now, apr_pool_t *p)
{
    lic_deadlines_t deadlines;
    lic_settled_t settled;
    lic_due_t due;
    LIC_TRY(lic_deadlines_load(&deadlines, db, account, p));
    *more = lic_agenda_next(&due, account, &deadlines, now);
    if (!*more) {
        account->next_due = lic_agenda_when(account, &deadlines);
        return lic_account_save(db, account, p);
    }
    lic_book_t *book;
    LIC_TRY(lic_book_load(&book, db, account, p));
    lic_change_t *change = lic_change_make(book, due.at, "system", NULL, p);
    LIC_TRY(lic_agenda_decide(change, &due));
    LIC_TRY(check_progress(progress, account, &due, lic_change_is_empty(change), p));
    LIC_TRY(lic_settle(&settled, db, change, p));
    *more = settled.next_due && settled.next_due <= now;
    progress->done++;
    return NULL;
}

static lic_error_t *transaction(int *more, lic_progress_t *progress, lic_db_t *db, const char *key, apr_time_t now,
                                const lic_duty_t *duty, apr_pool_t *p)
{
    lic_account_t *account;
    LIC_TRY(lic_db_begin(db, p));
    if (duty && duty->lease)
        LIC_TRY(lic_lease_beat(db, duty->lease, p));
    LIC_TRY(lic_account_lock(&account, db, key, p));
    LIC_TRY(carry_out_next(more, progress, db, account, lic_catch_up_now(account, now), p));
    return lic_db_commit(db, p);
}

lic_error_t *lic_catch_up_on(int *done, lic_db_t *db, const char *key, apr_time_t now, const lic_duty_t *duty,
                             apr_pool_t *p)
{
    lic_account_t *account;
    LIC_TRY(lic_account_find(&account, db, key, p));
    int more = lic_catch_up_needed(account, now);
    if (!more)
        return NULL;
    lic_progress_t progress = {0};
    apr_pool_t *each;
    apr_pool_create(&each, p);
    while (more && !(duty && duty->stop && *duty->stop)) {
        apr_pool_clear(each);
        const int before = progress.done;
        LIC_TRY(transaction(&more, &progress, db, key, now, duty, each));
        if (done)
            *done += progress.done - before;
    }
    apr_pool_destroy(each);
    return NULL;
}

lic_error_t *lic_catch_up_inside(lic_account_t **account, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    lic_progress_t progress = {0};
    int more = lic_catch_up_needed(*account, now);
    while (more) {
        LIC_TRY(carry_out_next(&more, &progress, db, *account, lic_catch_up_now(*account, now), p));
        LIC_TRY(lic_account_find(account, db, (*account)->key, p));
    }
    return NULL;
}

typedef struct lic_catching_t {
    const char *account;
    apr_time_t now;
    const lic_duty_t *duty;
    int *done;
} lic_catching_t;

static lic_error_t *try_catch_up(lic_try_t *attempt, void *baton)
{
    const lic_catching_t *catching = baton;
    attempt->repeatable = 1; /* what was done is no longer due */
    return lic_catch_up_on(catching->done, attempt->db, catching->account, catching->now, catching->duty,
                           attempt->pool);
}

lic_error_t *lic_catch_up_by(int *done, lic_db_source_t *from, const char *account, apr_time_t now,
                             const lic_duty_t *duty, apr_pool_t *p)
{
    lic_catching_t catching = {account, now, duty, done};
    return lic_retry_within(from, duty->patience, duty->stop, try_catch_up, &catching, p);
}

lic_error_t *lic_catch_up(lic_db_source_t *from, const char *account, apr_time_t now, apr_pool_t *p)
{
    static const lic_duty_t request = {.patience = LIC_RETRY_PATIENCE};
    return lic_catch_up_by(NULL, from, account, now, &request, p);
}
