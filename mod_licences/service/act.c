/* service/act.c  What acting on employees and adding one have in common. */
#include "service/act_private.h"

#include "service/account_terms.h"
#include "service/preview.h"
#include "service/quantity.h"

static lic_error_t *find_position(lic_act_args_t *args, const lic_unit_t *unit)
{
    args->position = NULL;
    if (args->act == LIC_ACT_START || args->act == LIC_ACT_LEAVE)
        return NULL;
    if (!args->module) {
        args->position = lic_book_user(unit->book);
        return NULL;
    }
    args->position = lic_book_find(unit->book, args->module);
    if (args->position && args->position->kind == LIC_KIND_ADDON)
        return NULL;
    return lic_error_fact(
        lic_error_make(unit->pool, LIC_UNKNOWN, "product-unknown", "there is no add-on module %s", args->module),
        "product", args->module);
}

void lic_act_beyond(apr_int64_t *beyond, apr_time_t *deadline, const lic_unit_t *unit, apr_int64_t product)
{
    const lic_position_t *now = lic_book_position(unit->change->after, product);
    const lic_deadlines_t *earliest = &unit->settled.deadlines;
    *beyond = now->used > now->purchased ? now->used - now->purchased : 0;
    *deadline = 0;
    if (*beyond)
        *deadline = unit->settled.marked_until   ? unit->settled.marked_until
                    : now->kind == LIC_KIND_USER ? earliest->employee
                                                 : earliest->assignment;
}

static lic_error_t *finish_employees(lic_unit_t *unit, void *baton)
{
    const lic_act_args_t *args = baton;
    lic_act_report_t *report = args->report;
    report->log = lic_unit_log(unit);
    report->revision = unit->book->account->revision;
    if (args->position)
        lic_act_beyond(&report->beyond, &report->deadline, unit, args->position->product);
    return NULL;
}

lic_error_t *lic_act_start(lic_act_args_t *args, lic_unit_t *unit, lic_event_kind_t kind)
{
    args->report->ndone = 0;
    args->report->log = 0;
    args->report->beyond = 0;
    args->report->deadline = 0;
    args->report->lacking = NULL;
    args->report->revision = unit->revision;
    LIC_TRY(lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool));
    LIC_TRY(find_position(args, unit));
    args->event = lic_change_event(unit->change, kind, args->position ? args->position->key : NULL);
    unit->finish = finish_employees;
    return NULL;
}

/*
 * The act, after buying. Nobody pays for a licence that nobody gets: the offer is void unless the act changes somebody
 * and takes exactly what was bought. Since the offer was made, others may have been activated or deactivated.
 */
static lic_error_t *step_bought(lic_unit_t *unit, void *baton)
{
    const lic_act_args_t *args = baton;
    LIC_TRY(args->step(unit, baton));
    const lic_position_t *position = lic_book_find(unit->change->after, args->buying->product);
    if (args->report->ndone && position && position->used == args->buying->asked)
        return NULL;
    return lic_preview_moved_on(unit->pool);
}

lic_error_t *lic_act_run(lic_act_args_t *args, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                         const char *content, apr_pool_t *p)
{
    const lic_purchase_t *buying = args->buying;
    const lic_extra_step_t extra = {step_bought, args, content};
    lic_outcome_t outcome;
    args->step = step;
    if (!buying)
        return lic_unit_run(&args->report->revision, from, caller, step, args, p);
    LIC_TRY(
        lic_quantity_confirm_with(&outcome, from, caller, buying->product, buying->asked, buying->token, &extra, p));
    args->report->revision = outcome.revision;
    args->report->log = outcome.log;
    if (outcome.replayed)
        args->report->nrows = 0;
    return NULL;
}
