/* service/unit.c  Runs a step as one transaction of one account. */
#include "service/unit.h"

#include <string.h>

#include "base/locale.h"
#include "service/catch_up.h"
#include "service/refusal.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/transaction.h"
#include "store/request.h"

typedef struct lic_unit_args_t {
    const lic_caller_t *caller;
    lic_step_fn *step;
    void *baton;
    apr_int64_t *revision;
} lic_unit_args_t;

apr_int64_t lic_unit_log(const lic_unit_t *unit)
{
    for (int i = 0; i < unit->change->events->nelts; i++) {
        const lic_event_t *event = APR_ARRAY_IDX(unit->change->events, i, lic_event_t *);
        if (event->first_log)
            return event->first_log;
    }
    return 0;
}

/* Checks the caller's right, and loads what the step works on. */
static lic_error_t *prepare(lic_unit_t *unit, const lic_unit_args_t *args, lic_db_t *db, const lic_admission_t *in,
                            apr_int64_t revision, apr_pool_t *p)
{
    const lic_caller_t *caller = args->caller;
    *unit = (lic_unit_t){.db = db, .caller = caller, .employee = in->employee, .revision = revision, .pool = p};
    LIC_TRY(lic_caller_authorise(&unit->rights, caller, in, p));
    LIC_TRY(lic_book_load(&unit->book, db, in->account, p));
    unit->change = lic_change_make(unit->book, lic_catch_up_now(in->account, caller->now), caller->user,
                                   unit->employee ? unit->employee->email : NULL, p);
    unit->change->order_number = caller->order_number;
    if (unit->employee)
        unit->change->actor_locale = lic_locale_in(in->account->locale, unit->employee->language, p);
    return NULL;
}

/* What changes nothing and yet stores an answer, for repeats, moves nobody's ETag: the revision that the lock counted
 * up goes back. */
static lic_error_t *stay(lic_unit_t *unit)
{
    unit->book->account->revision = unit->revision;
    return lic_account_stay(unit->db, unit->book->account->id, unit->pool);
}

static lic_error_t *apply(lic_unit_t *unit, const lic_unit_args_t *args)
{
    const lic_account_t *account = unit->book->account;
    if (lic_change_is_empty(unit->change))
        LIC_TRY(stay(unit));
    else
        lic_account_reached(unit->change->after->account, unit->change->now);
    LIC_TRY(lic_settle(&unit->settled, unit->db, unit->change, unit->pool));
    if (unit->finish)
        LIC_TRY(unit->finish(unit, args->baton));
    if (!unit->answer_key)
        return NULL;
    if (unit->oldest_answer && unit->oldest_answer < unit->change->now - LIC_REQUEST_KEPT)
        LIC_TRY(lic_request_forget(unit->db, account->id, unit->change->now, unit->pool));
    return lic_request_store(unit->db, account->id, unit->answer_key, unit->answer_digest, unit->answer,
                             unit->change->now, unit->pool);
}

static lic_error_t *try_unit(lic_try_t *attempt, void *baton)
{
    const lic_unit_args_t *args = baton;
    lic_admission_t in;
    lic_unit_t unit;
    LIC_TRY(lic_catch_up_begin(&in, attempt->db, args->caller, LIC_BEGIN_CHANGE, attempt->pool));
    const apr_int64_t before = in.account->revision - 1; /* the lock counted one up */
    LIC_TRY(prepare(&unit, args, attempt->db, &in, before, attempt->pool));
    LIC_TRY(args->step(&unit, args->baton));
    const int changes = !lic_change_is_empty(unit.change);
    if (args->revision)
        *args->revision = changes ? in.account->revision : before;
    if (!changes && !unit.answer_key) {
        lic_db_rollback(attempt->db);
        return NULL;
    }
    LIC_TRY(apply(&unit, args));
    attempt->repeatable = !!unit.answer_key; /* a repeat finds the stored answer */
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_unit_run(apr_int64_t *revision, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                          void *baton, apr_pool_t *p)
{
    lic_unit_args_t args = {.caller = caller, .step = step, .baton = baton, .revision = revision};
    lic_error_t *err = lic_retry_run(from, try_unit, &args, p);
    if (err && err->code == LIC_FORBIDDEN && caller->path && !strcmp(err->problem, "no-right")) {
        lic_caller_t refused = *caller; /* the step itself may have asked for another right */
        const char *right = err->facts ? apr_table_get(err->facts, "right") : NULL;
        refused.need = right ? (lic_rights_t)lic_word_value(lic_right_words, right, (int)caller->need) : caller->need;
        lic_refusal_log(from, &refused, p);
    }
    return err;
}

static lic_error_t *try_peek(lic_try_t *attempt, void *baton)
{
    const lic_unit_args_t *args = baton;
    lic_admission_t in;
    lic_unit_t unit;
    LIC_TRY(lic_catch_up_begin(&in, attempt->db, args->caller,
                               args->caller->rehearses ? LIC_BEGIN_REHEARSAL : LIC_BEGIN_READ, attempt->pool));
    LIC_TRY(prepare(&unit, args, attempt->db, &in, in.account->revision, attempt->pool));
    LIC_TRY(args->step(&unit, args->baton));
    lic_db_rollback(attempt->db);
    return NULL;
}

lic_error_t *lic_unit_peek(lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step, void *baton,
                           apr_pool_t *p)
{
    lic_unit_args_t args = {.caller = caller, .step = step, .baton = baton};
    return lic_retry_run(from, try_peek, &args, p);
}
