#include "service/roster.h"

#include <string.h>

#include <apr_strings.h>

#include "core/quantity.h"
#include "service/answer.h"
#include "service/listed.h"
#include "service/staff.h"
#include "store/request.h"
#include "store/staff.h"

/* What buying the licences that are missing would cost now; asked of a change that is never applied */
static apr_int64_t price_of_missing(const lic_unit_t *unit, apr_int64_t product, apr_pool_t *p)
{
    const lic_change_t *change = unit->change;
    lic_change_t *trial = lic_change_make(change->after, change->now, change->actor, NULL, p);
    const lic_position_t *now = lic_book_position(trial->after, product);
    lic_outcome_t out;
    lic_error_t *err = lic_quantity_decide(trial, &out, product, now->used, LIC_HAND_ADMIN);
    return !err && out.invoice ? out.invoice->net : -1;
}

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    const lic_listed_t *l = baton;
    lic_roster_report_t *report = l->report;
    const lic_position_t *user = lic_book_user(unit->book);
    report->log = l->list->dry_run ? 0 : lic_unit_log(unit);
    report->revision = unit->book->account->revision - !!l->list->dry_run;
    report->applied = 1;
    report->currency = apr_pstrdup(l->pool, unit->book->account->currency);
    if (user) {
        report->product = apr_pstrdup(l->pool, user->key);
        report->buy_total = lic_book_user(unit->change->after)->used;
        lic_staff_beyond(&report->beyond, &report->deadline, unit, user->product);
    }
    if (report->beyond)
        report->buy_net = price_of_missing(unit, user->product, unit->pool);
    if (unit->answer_key)
        unit->answer = lic_answer_pack_roster(report, unit->pool);
    return NULL;
}

static lic_error_t *begin(lic_listed_t *l, lic_unit_t *unit)
{
    lic_listed_forget(l);
    l->unit = unit;
    l->lines = apr_array_make(unit->pool, 64, sizeof(apr_uint32_t *));
    l->roles = apr_hash_make(unit->pool);
    l->report->revision = unit->book->account->revision - 1;
    LIC_TRY(lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool));
    lic_roster_begin(&l->events, unit->change);
    return lic_role_others(&l->keepers, unit->db, unit->book->account->id, LIC_RIGHT_ROLES, "", unit->pool);
}

/* The stored answer of the key, else the state that the change is to begin from */
static lic_error_t *check_condition(lic_listed_t *l, lic_unit_t *unit)
{
    const lic_condition_t *condition = l->list->condition;
    const char *key = l->list->dry_run ? NULL : lic_condition_key(condition, unit->caller, unit->pool);
    if (key) {
        const char *answer;
        LIC_TRY(lic_request_find(&answer, unit->db, unit->book->account->id, key, condition->digest, unit->pool));
        if (answer)
            return lic_answer_unpack_roster(l->report, answer, l->pool);
    }
    LIC_TRY(lic_condition_check(condition, unit->book->account->revision - 1, unit->pool));
    unit->answer_key = key;
    unit->answer_digest = key ? condition->digest : NULL;
    return NULL;
}

static lic_error_t *stopped(apr_pool_t *p)
{
    return lic_error_make(p, LIC_REFUSED, "rows-refused", "rows were refused, so nothing was done");
}

static lic_error_t *step(lic_unit_t *unit, void *baton)
{
    lic_listed_t *l = baton;
    apr_pool_t *batch;
    LIC_TRY(begin(l, unit));
    LIC_TRY(check_condition(l, unit));
    if (l->report->replayed)
        return NULL;
    apr_pool_create(&batch, unit->pool);
    unit->change->texts = batch;
    LIC_TRY(lic_listed_take(l, batch));
    if (l->report->refused && (l->list->strict || l->list->whole))
        return stopped(unit->pool);
    if (l->list->whole)
        LIC_TRY(lic_listed_leave_absent(l, batch));
    apr_pool_destroy(batch);
    unit->change->texts = unit->change->pool;
    l->report->applied = 1;
    unit->finish = finish;
    if (!l->list->dry_run)
        return NULL;
    LIC_TRY(lic_settle(&unit->settled, unit->db, unit->change, unit->pool));
    return finish(unit, l);
}

/* Whether the list can be understood, before anybody is kept waiting for the account */
static lic_error_t *read_through(lic_listed_t *l)
{
    apr_pool_t *each;
    apr_int64_t rows = 0;
    apr_pool_create(&each, l->pool);
    LIC_TRY(l->list->rewind(l->list->baton));
    for (;; rows++) {
        lic_roster_row_t row;
        int more;
        apr_pool_clear(each);
        LIC_TRY(l->list->next(&row, &more, l->list->baton, each));
        if (!more)
            break;
        lic_error_t *err = lic_roster_check(&row, each);
        if (err)
            lic_listed_refuse(l, row.line, err);
        else
            lic_listed_record(l, row.line, 0);
    }
    apr_pool_destroy(each);
    if (!rows && l->list->whole)
        return lic_error_make(l->pool, LIC_REFUSED, "list-empty",
                              "the list names nobody: everybody would be deactivated");
    return l->report->refused && (l->list->strict || l->list->whole) ? stopped(l->pool) : NULL;
}

lic_error_t *lic_roster_run(lic_roster_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                            const lic_roster_t *list, apr_pool_t *p)
{
    *report = (lic_roster_report_t){.rows = apr_array_make(p, 64, sizeof(lic_roster_outcome_t)), .buy_net = -1};
    lic_listed_t listing = {.report = report, .list = list, .messages = apr_hash_make(p), .pool = p};
    lic_error_t *err = read_through(&listing);
    if (!err && list->dry_run)
        err = lic_unit_peek(from, caller, step, &listing, p);
    else if (!err)
        err = lic_unit_run(NULL, from, caller, step, &listing, p);
    return err && !strcmp(err->problem, "rows-refused") ? NULL : err;
}
