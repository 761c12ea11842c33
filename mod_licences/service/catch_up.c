/* service/catch_up.c  Carries out what is due for one account, each thing at its instant. */
#include "service/catch_up.h"

#include "base/log.h"
#include "service/planned.h"
#include "service/retry.h"
#include "service/settle.h"
#include "store/account.h"
#include "store/statement.h"
#include "store/transaction.h"

/* A renewal that can't be made is tried again so much later, or as soon as the account is changed */
#define HELD_FOR apr_time_from_sec(3600)

#define STARTS 100 /* how often something may fall due again before a transaction holds the account */

apr_time_t lic_catch_up_now(const lic_account_t *account, apr_time_t now)
{
    const apr_time_t at = now > account->last_at ? now : account->last_at;
    return at - at % APR_USEC_PER_SEC;
}

int lic_catch_up_needed(const lic_account_t *account, apr_time_t now)
{
    return account->next_due && account->next_due <= lic_catch_up_now(account, now);
}

/* What has been done so far. If the same thing is due twice and nothing changes, it would be due for ever. */
typedef struct lic_progress_t {
    int done, idle;
    lic_due_t last;
    apr_time_t held_until; /* the renewal can't be made: when to try again; 0: it can */
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

/* An error the first time only. Later tries, and those after some change of the account, are INFO. */
static void tell_held(const lic_account_t *account, const lic_due_t *due, const lic_error_t *why, apr_pool_t *p)
{
    const int first = account->next_due == due->at && account->last_at <= due->at;
    lic_log(first ? LIC_LOG_ERROR : LIC_LOG_INFO, "LIC2005", p, "%s: the renewal of %s can't be reckoned: %s",
            account->key, lic_date_format(account->period_end, p), lic_error_chain(why, p));
}

/*
 * Decides what is due. A renewal may be impossible to price, as older databases hold amounts that are refused today
 * (licencesctl audit names them). Then the renewal and its notice are held, and everything else goes on. When a held
 * renewal becomes possible, it takes place at the account's last instant: an account's time never runs back.
 */
static lic_error_t *decide(lic_change_t **change, int *held, lic_due_t *due, const lic_book_t *book, apr_pool_t *p)
{
    const lic_account_t *account = book->account;
    const int late = due->kind == LIC_DUE_RENEWAL && due->at < account->last_at;
    *change = lic_change_make(book, late ? account->last_at : due->at, "system", NULL, p);
    lic_error_t *err = lic_agenda_decide(*change, due);
    *held = err && err->code == LIC_REFUSED && due->kind == LIC_DUE_RENEWAL;
    if (!err || err->code != LIC_REFUSED)
        return err;
    tell_held(account, due, err, p);
    if (*held)
        return NULL;
    due->notice = 0;
    due->past = due->past || due->kind == LIC_DUE_NOTICE;
    *change = lic_change_make(book, due->at, "system", NULL, p);
    return lic_agenda_decide(*change, due);
}

/* Decides the next thing that is due and can be done. *change NULL: there is none. */
static lic_error_t *decide_next(lic_change_t **change, lic_due_t *due, lic_deadlines_t *deadlines, lic_db_t *db,
                                lic_account_t *account, apr_time_t now, apr_pool_t *p)
{
    int held = 1;
    LIC_TRY(lic_deadlines_load(deadlines, db, account, p));
    *change = NULL;
    while (held && lic_agenda_next(due, account, deadlines, now)) {
        lic_book_t *book;
        LIC_TRY(lic_book_load(&book, db, account, p));
        if (due->kind == LIC_DUE_PLAN)
            LIC_TRY(lic_planned_load(&due->plans, db, account, deadlines->plan_on, p));
        else if (due->kind == LIC_DUE_NOTICE || due->notice)
            LIC_TRY(lic_planned_around(&due->plans, db, account, p));
        LIC_TRY(decide(change, &held, due, book, p));
        deadlines->held = deadlines->held || held;
        if (held)
            *change = NULL;
    }
    return NULL;
}

/* When to look again while a renewal is held: when something else is due, but within HELD_FOR. What holds the renewal
 * may be mended by a price, which doesn't touch the account. */
static apr_time_t again_at(const lic_account_t *account, const lic_deadlines_t *deadlines, apr_time_t now)
{
    const apr_time_t next = lic_agenda_when(account, deadlines), soon = now + HELD_FOR;
    return next && next < soon ? next : soon;
}

/* Carries out the next thing that is due, under the lock. *more 0: nothing was; then the row is saved with the instant
 * at which something will be. */
static lic_error_t *carry_out_next(int *more, lic_progress_t *progress, lic_db_t *db, lic_account_t *account,
                                   apr_time_t now, apr_pool_t *p)
{
    lic_deadlines_t deadlines;
    lic_settled_t settled;
    lic_change_t *change;
    lic_due_t due;
    LIC_TRY(decide_next(&change, &due, &deadlines, db, account, now, p));
    progress->held_until = deadlines.held ? again_at(account, &deadlines, now) : 0;
    *more = change != NULL;
    if (!*more) {
        account->next_due = deadlines.held ? progress->held_until : lic_agenda_when(account, &deadlines);
        return lic_account_save(db, account, p);
    }
    LIC_TRY(check_progress(progress, account, &due, lic_change_is_empty(change), p));
    LIC_TRY(lic_settle(&settled, db, change, p));
    *more = settled.next_due && settled.next_due <= now;
    progress->done++;
    return NULL;
}

/* Only the renewal was due, and it is held: notes when to try again. No page shows that, so the revision stays. */
static lic_error_t *postpone(const lic_progress_t *progress, lic_db_t *db, const lic_account_t *account, apr_pool_t *p)
{
    lic_db_rollback(db);
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(
        lic_db_execute(NULL, db, LIC_Q_ACCOUNT_POSTPONE, p, progress->held_until, account->id, account->revision - 1));
    return lic_db_commit(db, p);
}

static lic_error_t *transaction(int *more, lic_progress_t *progress, lic_db_t *db, const char *key, apr_time_t now,
                                const lic_duty_t *duty, apr_pool_t *p)
{
    lic_account_t *account;
    LIC_TRY(lic_db_begin(db, p));
    if (duty && duty->lease)
        LIC_TRY(lic_lease_beat(db, duty->lease, p));
    LIC_TRY(lic_account_lock(&account, db, key, p));
    const int before = progress->done;
    LIC_TRY(carry_out_next(more, progress, db, account, lic_catch_up_now(account, now), p));
    if (progress->held_until && progress->done == before)
        return postpone(progress, db, account, p);
    return lic_db_commit(db, p);
}

/* Carries out all that is due, each thing in a transaction of its own. done may be NULL. */
static lic_error_t *carry_out(int *done, lic_db_t *db, const char *key, apr_time_t now, const lic_duty_t *duty,
                              apr_pool_t *p)
{
    lic_progress_t progress = {0};
    apr_pool_t *each;
    int more = 1;
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

/* Carries out all that is due in the open transaction, which holds the account. */
static lic_error_t *carry_out_inside(lic_db_t *db, lic_account_t *account, apr_time_t now, apr_pool_t *p)
{
    lic_progress_t progress = {0};
    int more = 1;
    while (more) {
        LIC_TRY(carry_out_next(&more, &progress, db, account, lic_catch_up_now(account, now), p));
        LIC_TRY(lic_account_find(&account, db, account->key, p));
    }
    return NULL;
}

static lic_error_t *begin(lic_admission_t *in, lic_db_t *db, const lic_caller_t *caller, lic_begin_t how, apr_pool_t *p)
{
    if (how == LIC_BEGIN_READ)
        LIC_TRY(lic_db_begin_reading(db, p));
    else
        LIC_TRY(lic_db_begin(db, p));
    if (how == LIC_BEGIN_CHANGE)
        LIC_TRY(lic_account_bump(db, caller->account, p));
    else if (how != LIC_BEGIN_READ)
        LIC_TRY(lic_account_hold(db, caller->account, p));
    return lic_admission_caller(in, db, caller->account, caller->trusted ? NULL : caller->user, p);
}

/* What is due is carried out in the transaction itself, and may change the caller's rights, too */
static lic_error_t *rehearse(lic_admission_t *in, lic_db_t *db, const lic_caller_t *caller, apr_pool_t *p)
{
    LIC_TRY(begin(in, db, caller, LIC_BEGIN_REHEARSAL, p));
    if (!lic_catch_up_needed(in->account, caller->now))
        return NULL;
    LIC_TRY(carry_out_inside(db, in->account, caller->now, p));
    return lic_admission_caller(in, db, caller->account, caller->trusted ? NULL : caller->user, p);
}

lic_error_t *lic_catch_up_begin(lic_admission_t *in, lic_db_t *db, const lic_caller_t *caller, lic_begin_t how,
                                apr_pool_t *p)
{
    const lic_begin_t first = how == LIC_BEGIN_REHEARSAL ? LIC_BEGIN_READ : how;
    for (int starts = 0; starts < STARTS; starts++) {
        LIC_TRY(begin(in, db, caller, first, p));
        if (!lic_catch_up_needed(in->account, caller->now))
            return NULL;
        lic_db_rollback(db);
        if (how == LIC_BEGIN_REHEARSAL)
            return rehearse(in, db, caller, p);
        LIC_TRY(carry_out(NULL, db, caller->account, caller->now, NULL, p));
    }
    return lic_error_make(p, LIC_BUG, "agenda-stuck", "%s: something is always due", caller->account);
}

typedef struct lic_catch_up_args_t {
    const char *account;
    apr_time_t now;
    const lic_duty_t *duty;
    int *done;
} lic_catch_up_args_t;

static lic_error_t *try_catch_up(lic_try_t *attempt, void *baton)
{
    const lic_catch_up_args_t *args = baton;
    lic_account_t *account;
    attempt->repeatable = 1; /* what was done is no longer due */
    LIC_TRY(lic_account_find(&account, attempt->db, args->account, attempt->pool));
    if (!lic_catch_up_needed(account, args->now))
        return NULL;
    return carry_out(args->done, attempt->db, args->account, args->now, args->duty, attempt->pool);
}

lic_error_t *lic_catch_up(int *done, lic_db_source_t *from, const char *account, apr_time_t now, const lic_duty_t *duty,
                          apr_pool_t *p)
{
    lic_catch_up_args_t args = {account, now, duty, done};
    if (!duty)
        return lic_retry_run(from, try_catch_up, &args, p);
    return lic_retry_within(from, duty->patience, duty->stop, try_catch_up, &args, p);
}
