/* service/roster.c  Carries out a list of employees as one unit. */
#include "service/roster.h"

#include <string.h>

#include <apr_strings.h>

#include "core/policy.h"
#include "core/policy_buy.h"
#include "core/quantity.h"
#include "service/answer.h"
#include "service/roster_run_private.h"
#include "service/employee.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/role.h"
#include "store/request.h"
#include "store/statistics.h"

/* What somebody is beyond after the list: of a list of employees the user licence; of one of assignments the module, if
 * it is one */
static const lic_position_t *find_beyond(const lic_roster_run_t *run, const lic_unit_t *unit)
{
    const lic_book_t *after = unit->change->after;
    const lic_position_t *found = NULL;
    int modules = 0;
    if (!run->list->assignments)
        return lic_book_user(after);
    run->report->beyond = 0;
    for (int i = 0; i < after->npositions; i++) {
        const lic_position_t *position = &after->positions[i];
        if (position->kind != LIC_KIND_ADDON || position->used <= position->purchased)
            continue;
        run->report->beyond += position->used - position->purchased;
        found = position;
        modules++;
    }
    return modules == 1 ? found : NULL;
}

/* What buying the licences that are missing would cost now, decided by a change that is never applied. -1: can't be */
static apr_int64_t price_of_missing(const lic_unit_t *unit, apr_int64_t product, apr_pool_t *p)
{
    const lic_change_t *change = unit->change;
    lic_change_t *trial = lic_change_make(change->after, change->now, change->actor, NULL, p);
    const lic_position_t *now = lic_book_position(trial->after, product);
    lic_outcome_t out;
    lic_error_t *err = lic_quantity_decide(trial, &out, product, now->used, LIC_REQUESTER_ADMIN);
    return !err && out.invoice ? out.invoice->net : -1;
}

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    const lic_roster_run_t *run = baton;
    lic_roster_report_t *report = run->report;
    const lic_position_t *position = find_beyond(run, unit);
    report->log = run->dry ? 0 : lic_unit_log(unit);
    report->revision = run->dry ? unit->revision : unit->book->account->revision;
    report->applied = 1;
    report->currency = apr_pstrdup(run->pool, unit->book->account->currency);
    if (position) {
        report->product = apr_pstrdup(run->pool, position->key);
        report->buy_total = position->used;
        lic_act_beyond(&report->beyond, &report->deadline, unit, position->product);
    }
    if (position && report->beyond)
        report->buy_net = price_of_missing(unit, position->product, unit->pool);
    if (unit->answer_key)
        unit->answer = lic_answer_pack_roster(report, unit->pool);
    return NULL;
}

/* For a dry run: what settling would come to. The newest are marked, and those whom the list activates are the newest:
 * if there is an overage, some of them are marked now. A list that activates nobody marks nobody. */
static lic_error_t *foresee(lic_settled_t *settled, const lic_roster_run_t *run, const lic_unit_t *unit)
{
    settled->marked_until = run->activated ? unit->change->now + unit->book->grace : 0;
    return lic_deadlines_load(&settled->deadlines, unit->db, unit->book->account, unit->pool);
}

/* A list about one module must not become one about all */
static lic_error_t *check_module(const lic_unit_t *unit, const char *module)
{
    const lic_position_t *position = module ? lic_book_find(unit->book, module) : NULL;
    if (!module || (position && position->kind == LIC_KIND_ADDON))
        return NULL;
    return lic_error_fact(
        lic_error_make(unit->pool, LIC_UNKNOWN, "product-unknown", "there is no add-on module %s", module), "product",
        module);
}

static lic_error_t *begin(lic_roster_run_t *run, lic_unit_t *unit)
{
    lic_roster_report_forget(run);
    run->unit = unit;
    run->lines = apr_array_make(unit->pool, 64, sizeof(apr_uint32_t *));
    run->roles = apr_hash_make(unit->pool);
    run->absentees = NULL;
    run->activated = 0;
    run->report->revision = unit->revision;
    unit->change->asks_later = run->list->strict || run->list->whole;
    LIC_TRY(lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool));
    LIC_TRY(check_module(unit, run->list->module));
    lic_roster_begin(&run->events, unit->change);
    return lic_role_admins(&run->role_admins, unit->db, unit->book->account->id, unit->pool);
}

/* Takes the stored answer of the key, if there is one; else checks the state that the change is to begin from */
static lic_error_t *check_condition(lic_roster_run_t *run, lic_unit_t *unit)
{
    const lic_condition_t *condition = run->list->condition;
    const char *key = run->dry ? NULL : lic_condition_key(condition, unit->caller, unit->pool);
    if (key) {
        const char *answer;
        LIC_TRY(lic_request_find(&answer, &unit->oldest_answer, unit->db, unit->book->account->id, key,
                                 condition->digest, unit->pool));
        if (answer)
            return lic_answer_unpack_roster(run->report, answer, run->pool);
    }
    LIC_TRY(lic_condition_check(condition, unit->revision, unit->pool));
    unit->answer_key = key;
    unit->answer_digest = key ? condition->digest : NULL;
    return NULL;
}

static int stops(const lic_roster_run_t *run)
{
    return run->report->refused && (run->list->strict || run->list->whole);
}

static lic_error_t *stopped(apr_pool_t *p)
{
    return lic_error_make(p, LIC_REFUSED, "rows-refused", "rows were refused, so nothing was done");
}

static lic_error_t *step(lic_unit_t *unit, void *baton)
{
    lic_roster_run_t *run = baton;
    apr_pool_t *batch;
    LIC_TRY(begin(run, unit));
    LIC_TRY(check_condition(run, unit));
    if (run->report->replayed)
        return NULL;
    apr_pool_create(&batch, unit->pool);
    unit->change->texts = batch;
    LIC_TRY(lic_roster_rows_take(run, batch));
    if (stops(run))
        return stopped(unit->pool);
    if (run->list->whole)
        LIC_TRY(run->list->assignments ? lic_roster_assignments_leave_absent(run, batch)
                                       : lic_roster_rows_leave_absent(run, batch));
    apr_pool_destroy(batch);
    unit->change->texts = unit->change->pool;
    LIC_TRY(lic_policy_check(unit->change));
    run->report->applied = 1;
    unit->finish = finish;
    if (!run->dry)
        return NULL;
    LIC_TRY(lic_policy_buy(unit->change));
    LIC_TRY(foresee(&unit->settled, run, unit));
    return finish(unit, run);
}

/* Reads the whole list once before the account is locked, so that a list that is refused keeps nobody waiting. What is
 * wrong with rows by themselves is counted. */
static lic_error_t *read_through(lic_roster_run_t *run)
{
    apr_pool_t *each;
    apr_int64_t rows = 0;
    apr_pool_create(&each, run->pool);
    LIC_TRY(run->list->rewind(run->list->baton));
    for (;; rows++) {
        lic_roster_row_t row;
        int more;
        apr_pool_clear(each);
        LIC_TRY(run->list->next(&row, &more, run->list->baton, each));
        if (!more)
            break;
        lic_roster_tidy(&row, each);
        lic_error_t *err = lic_roster_check(&row, NULL, each);
        if (err)
            lic_roster_report_refuse(run, row.line, err);
    }
    apr_pool_destroy(each);
    if (!rows && run->list->whole)
        return lic_error_make(run->pool, LIC_REFUSED, "list-empty",
                              "the list names nobody: everybody would be deactivated");
    run->expected = rows;
    return NULL;
}

static lic_error_t *count_rows(lic_try_t *attempt, void *baton)
{
    (void)baton;
    attempt->repeatable = 1;
    return lic_statistics_count(attempt->db, attempt->pool);
}

lic_error_t *lic_roster_run(lic_roster_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                            const lic_roster_t *list, apr_pool_t *p)
{
    lic_roster_run_t run = {.report = report, .list = list, .pool = p};
    *report = (lic_roster_report_t){.rows = apr_array_make(p, 64, sizeof(lic_roster_outcome_t)),
                                    .wrong = apr_array_make(p, 8, sizeof(lic_roster_outcome_t))};
    lic_roster_report_forget(&run);
    LIC_TRY(read_through(&run));
    /* nothing will be done, but lines that the database has something against are named together with the others */
    run.dry = list->dry_run || stops(&run);
    lic_error_t *err =
        run.dry ? lic_unit_peek(from, caller, step, &run, p) : lic_unit_run(NULL, from, caller, step, &run, p);
    if (!err && !run.dry && report->created + report->assigned >= LIC_STATISTICS_MANY)
        (void)lic_retry_run(from, count_rows, NULL, p); /* what was asked for is done; the server counts later, too */
    return err && !strcmp(err->problem, "rows-refused") ? NULL : err;
}
