#include "service/unit.h"

#include <string.h>

#include "base/log.h"
#include "service/catch_up.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/operation.h"
#include "store/request.h"
#include "store/staff.h"

#define UNIT_STARTS     100 /**< how often an account may fall due again between catching up and locking */
#define UNIT_ACTOR_MAX  64  /**< characters of a log-in name that the log keeps */
#define UNIT_ALL_RIGHTS (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_MY_ACCOUNT_VIEW | LIC_RIGHT_PARTNER | LIC_RIGHT_ROLES)

typedef struct lic_run_t {
    const lic_caller_t *caller;
    lic_step_fn *step;
    void *baton;
    apr_int64_t *revision;
} lic_run_t;

static lic_error_t *no_right(const lic_caller_t *caller, const lic_employee_t *person, apr_pool_t *p)
{
    const char *right = lic_rights_word(caller->need);
    lic_error_t *err;
    if (!person || !person->admitted)
        err = lic_error_make(p, LIC_FORBIDDEN, "no-right", "%s is not an active employee of the account %s",
                             caller->user, caller->account);
    else
        err = lic_error_make(p, LIC_FORBIDDEN, "no-right",
                             "%s lacks the right %s; whoever holds the right roles can give it", caller->user, right);
    lic_error_fact(err, "user", caller->user);
    return right ? lic_error_fact(err, "right", right) : err;
}

static lic_error_t *find_caller(lic_employee_t **person, lic_rights_t *rights, const lic_caller_t *caller, lic_db_t *db,
                                apr_int64_t account, apr_pool_t *p)
{
    *person = NULL;
    *rights = UNIT_ALL_RIGHTS;
    if (caller->trusted)
        return NULL;
    LIC_TRY(lic_staff_caller(person, rights, db, account, caller->user, p));
    if (!*person || !(*person)->admitted || !lic_rights_allow(*rights, caller->need))
        return no_right(caller, *person, p);
    return NULL;
}

lic_error_t *lic_unit_authorise(lic_rights_t *rights, const lic_caller_t *caller, lic_db_t *db, apr_int64_t account,
                                apr_pool_t *p)
{
    lic_employee_t *person;
    return find_caller(&person, rights, caller, db, account, p);
}

apr_int64_t lic_unit_log(const lic_unit_t *unit)
{
    for (int i = 0; i < unit->change->events->nelts; i++) {
        const lic_event_t *event = APR_ARRAY_IDX(unit->change->events, i, lic_event_t *);
        if (event->first_log)
            return event->first_log;
    }
    return 0;
}

/* Begins, locks, and starts over as long as something fell due since it was caught up. */
static lic_error_t *lock(lic_account_t **account, lic_db_t *db, const lic_caller_t *caller, apr_pool_t *p)
{
    for (int starts = 0; starts < UNIT_STARTS; starts++) {
        LIC_TRY(lic_catch_up_on(NULL, db, caller->account, caller->now, NULL, p));
        LIC_TRY(lic_db_begin(db, p));
        LIC_TRY(lic_account_lock(account, db, caller->account, p));
        if (!lic_catch_up_needed(*account, caller->now))
            return NULL;
        lic_db_rollback(db);
    }
    return lic_error_make(p, LIC_BUG, "agenda-stuck", "%s: something is always due", caller->account);
}

/* Under the lock: who may do this, and the facts. */
static lic_error_t *prepare(lic_unit_t *unit, const lic_run_t *run, lic_db_t *db, lic_account_t *account, apr_pool_t *p)
{
    const lic_caller_t *caller = run->caller;
    lic_employee_t *person;
    *unit = (lic_unit_t){.db = db, .caller = caller, .pool = p};
    LIC_TRY(find_caller(&person, &unit->rights, caller, db, account->id, p));
    LIC_TRY(lic_book_load(&unit->book, db, account, p));
    unit->person = person;
    unit->change = lic_change_make(unit->book, lic_catch_up_now(account, caller->now), caller->user,
                                   person ? person->email : NULL, p);
    return NULL;
}

static lic_error_t *apply(lic_unit_t *unit, const lic_run_t *run)
{
    const lic_account_t *account = unit->book->account;
    lic_agenda_operated(unit->change->after->account, unit->change->now);
    LIC_TRY(lic_settle(&unit->settled, unit->db, unit->change, unit->pool));
    if (unit->finish)
        LIC_TRY(unit->finish(unit, run->baton));
    if (!unit->answer_key)
        return NULL;
    LIC_TRY(lic_request_forget(unit->db, account->id, unit->change->now, unit->pool));
    return lic_request_store(unit->db, account->id, unit->answer_key, unit->answer_digest, unit->answer,
                             unit->change->now, unit->pool);
}

static lic_error_t *try_unit(lic_try_t *attempt, void *baton)
{
    const lic_run_t *run = baton;
    lic_account_t *account;
    lic_unit_t unit;
    LIC_TRY(lock(&account, attempt->db, run->caller, attempt->pool));
    LIC_TRY(prepare(&unit, run, attempt->db, account, attempt->pool));
    LIC_TRY(run->step(&unit, run->baton));
    const int writes = unit.answer_key || !lic_change_is_empty(unit.change);
    if (run->revision)
        *run->revision = writes ? account->revision : account->revision - 1;
    if (!writes) {
        lic_db_rollback(attempt->db);
        return NULL;
    }
    LIC_TRY(apply(&unit, run));
    attempt->repeatable = !!unit.answer_key; /* a repeat finds the stored answer */
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_unit_run(apr_int64_t *revision, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                          void *baton, apr_pool_t *p)
{
    lic_run_t run = {caller, step, baton, revision};
    lic_error_t *err = lic_retry_run(from, try_unit, &run, p);
    if (err && err->code == LIC_FORBIDDEN && caller->path && !strcmp(err->problem, "no-right")) {
        lic_caller_t refused = *caller; /* a step may need more than the caller as a whole */
        const char *right = err->facts ? apr_table_get(err->facts, "right") : NULL;
        refused.need = right ? (lic_rights_t)lic_word_value(lic_right_words, right, (int)caller->need) : caller->need;
        lic_unit_log_refused(from, &refused, p);
    }
    return err;
}

static lic_error_t *try_peek(lic_try_t *attempt, void *baton)
{
    const lic_run_t *run = baton;
    lic_account_t *account;
    lic_unit_t unit;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_account_lock(&account, attempt->db, run->caller->account, attempt->pool));
    LIC_TRY(lic_catch_up_inside(&account, attempt->db, run->caller->now, attempt->pool));
    LIC_TRY(prepare(&unit, run, attempt->db, account, attempt->pool));
    LIC_TRY(run->step(&unit, run->baton));
    lic_db_rollback(attempt->db);
    return NULL;
}

lic_error_t *lic_unit_peek(lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step, void *baton,
                           apr_pool_t *p)
{
    lic_run_t run = {caller, step, baton, NULL};
    return lic_retry_run(from, try_peek, &run, p);
}

static lic_error_t *log_refused(lic_unit_t *unit, void *baton)
{
    const lic_caller_t *refused = baton;
    const char *right = lic_rights_word(refused->need);
    lic_event_t *event = lic_change_event(unit->change, LIC_EVENT_REFUSED, NULL);
    lic_event_subject(event, refused->path, refused->user, "", right ? right : "");
    return NULL;
}

void lic_unit_log_refused(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    lic_caller_t logger = *caller;
    logger.trusted = 1; /* to write this row, which tells of who has no right */
    logger.path = NULL;
    logger.user = lic_column_cut(caller->user, UNIT_ACTOR_MAX, p);
    lic_error_t *err = lic_unit_run(NULL, from, &logger, log_refused, (void *)caller, p);
    if (err)
        lic_log(LIC_LOG_ERROR, "LIC2001", p, "%s: a refused attempt of %s could not be logged: %s", caller->account,
                caller->user, lic_error_chain(err, p));
}
