/* service/employee.c  Acts on employees that there are, many at once, which may buy licences first. */
#include "service/employee.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "base/text_clean.h"
#include "core/plan_new.h"
#include "core/policy.h"
#include "service/act_private.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/employee.h"
#include "store/employee_list.h"
#include "store/role.h"

static const lic_event_kind_t act_events[] = {
    [LIC_ACT_ACTIVATE] = LIC_EVENT_ACTIVATED, [LIC_ACT_DEACTIVATE] = LIC_EVENT_DEACTIVATED,
    [LIC_ACT_ASSIGN] = LIC_EVENT_ASSIGNED,    [LIC_ACT_UNASSIGN] = LIC_EVENT_UNASSIGNED,
    [LIC_ACT_PROTECT] = LIC_EVENT_PROTECTED,  [LIC_ACT_UNPROTECT] = LIC_EVENT_UNPROTECTED,
    [LIC_ACT_START] = LIC_EVENT_PLANNED,      [LIC_ACT_LEAVE] = LIC_EVENT_PLANNED};

/* The last role administrator stays active. Who is the last depends on whom this act has deactivated already. */
static lic_employee_outcome_t deactivate(lic_act_args_t *args, const lic_unit_t *unit, const lic_employee_t *employee)
{
    const int holds = args->role_admin_ids && apr_hash_get(args->role_admin_ids, &employee->id, sizeof(employee->id));
    const lic_employee_outcome_t outcome = lic_employee_deactivate(unit->change, args->event, employee,
                                                                   holds && args->role_admins == 1 ? employee->id : 0);
    if (holds && outcome == LIC_EMPLOYEE_DONE)
        args->role_admins--;
    return outcome;
}

/* What is so already, or needn't be planned, is unchanged; a day that can't be planned for is wrong of everybody */
static lic_error_t *plan(lic_employee_outcome_t *outcome, const lic_act_args_t *args, const lic_unit_t *unit,
                         const lic_employee_t *employee)
{
    const lic_date_t on = args->on == LIC_DATE_NONE ? unit->change->today + 1 : args->on;
    const int starts = args->act == LIC_ACT_START;
    const lic_plan_dates_t dates = {starts ? on : LIC_DATE_NONE, starts ? LIC_DATE_NONE : on};
    int changed;
    *outcome = LIC_EMPLOYEE_SERVICE;
    if (employee->service)
        return NULL;
    LIC_TRY(lic_plan_check_day(on, unit->change->today, unit->pool));
    lic_error_t *err = lic_plan_dates_decide(&changed, unit->change, employee, &dates);
    *outcome = !err && changed ? LIC_EMPLOYEE_DONE : LIC_EMPLOYEE_UNCHANGED;
    if (!err || !strcmp(err->problem, "plan-needless"))
        return NULL;
    *outcome = LIC_EMPLOYEE_ORDER;
    return strcmp(err->problem, "plan-order") ? err : NULL;
}

static lic_error_t *act_on(lic_employee_outcome_t *outcome, lic_act_args_t *args, lic_unit_t *unit,
                           const lic_employee_t *employee)
{
    switch (args->act) {
    case LIC_ACT_ACTIVATE:
        *outcome = lic_employee_activate(unit->change, args->event, employee);
        return NULL;
    case LIC_ACT_DEACTIVATE:
        *outcome = deactivate(args, unit, employee);
        return NULL;
    case LIC_ACT_ASSIGN:
        *outcome = lic_employee_assign(unit->change, args->event, employee, args->position->product);
        return NULL;
    case LIC_ACT_UNASSIGN:
        *outcome = lic_employee_unassign(unit->change, args->event, employee, args->position->product);
        return NULL;
    case LIC_ACT_PROTECT:
    case LIC_ACT_UNPROTECT:
        *outcome = lic_employee_protect(unit->change, args->event, employee, args->act == LIC_ACT_PROTECT);
        return NULL;
    case LIC_ACT_START:
    case LIC_ACT_LEAVE:
        return plan(outcome, args, unit, employee);
    }
    return lic_error_make(unit->pool, LIC_BUG, "act", "no such act: %d", (int)args->act);
}

static lic_error_t *act_on_row(lic_act_args_t *args, lic_unit_t *unit, int i)
{
    lic_act_outcome_t *row = &args->report->rows[i];
    *row = (lic_act_outcome_t){args->ids[i], "", LIC_EMPLOYEE_UNKNOWN};
    const lic_employee_t *employee = apr_hash_get(args->employees, &args->ids[i], sizeof(args->ids[i]));
    if (!employee)
        return NULL;
    row->name = employee->name;
    row->outcome = LIC_EMPLOYEE_UNCHANGED;
    if (apr_hash_get(args->seen, &args->ids[i], sizeof(args->ids[i]))) /* the id was given twice: done already */
        return NULL;
    apr_hash_set(args->seen, &args->ids[i], sizeof(args->ids[i]), employee);
    LIC_TRY(act_on(&row->outcome, args, unit, employee));
    if (row->outcome == LIC_EMPLOYEE_NO_LICENCE)
        args->report->lacking = args->act == LIC_ACT_ASSIGN
                                    ? lic_book_position(unit->change->after, args->position->product)
                                    : lic_employee_lacks(unit->change->after, employee);
    args->report->ndone += row->outcome == LIC_EMPLOYEE_DONE;
    return NULL;
}

static lic_error_t *find_role_admins(lic_act_args_t *args, const lic_unit_t *unit)
{
    const apr_int64_t account = unit->book->account->id;
    args->role_admin_ids = NULL;
    LIC_TRY(lic_role_admins(&args->role_admins, unit->db, account, unit->pool));
    if (args->role_admins > args->n)
        return NULL;
    return lic_employee_with_right(&args->role_admin_ids, unit->db, account, LIC_RIGHT_ROLES, args->ids, args->n,
                                   unit->pool);
}

static lic_error_t *step_act(lic_unit_t *unit, void *baton)
{
    lic_act_args_t *args = baton;
    LIC_TRY(lic_act_start(args, unit, act_events[args->act]));
    args->seen = apr_hash_make(unit->pool);
    LIC_TRY(lic_employee_load_all(&args->employees, unit->db, unit->book->account->id, args->ids, args->n, unit->pool));
    if (args->act == LIC_ACT_DEACTIVATE)
        LIC_TRY(find_role_admins(args, unit));
    for (int i = 0; i < args->n; i++)
        LIC_TRY(act_on_row(args, unit, i));
    return NULL;
}

static lic_error_t *check_act(const lic_act_args_t *args, apr_pool_t *p)
{
    const int with_module = args->act == LIC_ACT_ASSIGN || args->act == LIC_ACT_UNASSIGN;
    if (args->n > LIC_EMPLOYEE_BULK)
        return lic_error_fact(lic_error_make(p, LIC_TOO_LARGE, "too-many",
                                             "at most %d employees can be changed at once", LIC_EMPLOYEE_BULK),
                              "most", apr_itoa(p, LIC_EMPLOYEE_BULK));
    if (with_module && !args->module)
        return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "module: the key of an add-on module"),
                              "field", "module");
    return NULL;
}

static const char *content_of(const lic_act_args_t *args, apr_pool_t *p)
{
    apr_array_header_t *parts = apr_array_make(p, args->n + 2, sizeof(const char *));
    APR_ARRAY_PUSH(parts, const char *) = lic_word_of(lic_act_words, (int)args->act);
    APR_ARRAY_PUSH(parts, const char *) = args->module ? args->module : "";
    for (int i = 0; i < args->n; i++)
        APR_ARRAY_PUSH(parts, const char *) = apr_psprintf(p, "%" APR_INT64_T_FMT, args->ids[i]);
    return apr_array_pstrcat(p, parts, ' ');
}

static lic_error_t *start_acting(lic_act_args_t *args, lic_act_report_t *report, lic_act_t act, const apr_int64_t *ids,
                                 int n, const char *module, apr_pool_t *p)
{
    const int with_module = act == LIC_ACT_ASSIGN || act == LIC_ACT_UNASSIGN;
    *args = (lic_act_args_t){.report = report, .act = act, .ids = ids, .n = n, .module = with_module ? module : NULL};
    *report = (lic_act_report_t){.rows = apr_pcalloc(p, sizeof(*report->rows) * (apr_size_t)(n + 1)), .nrows = n};
    return check_act(args, p);
}

lic_error_t *lic_employee_act_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                     const lic_purchase_t *buying, lic_act_t act, const apr_int64_t *ids, int n,
                                     const char *module, apr_pool_t *p)
{
    lic_act_args_t args;
    LIC_TRY(start_acting(&args, report, act, ids, n, module, p));
    args.buying = buying;
    return lic_act_run(&args, from, caller, step_act, buying ? content_of(&args, p) : NULL, p);
}

lic_error_t *lic_employee_act(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p)
{
    return lic_employee_act_buying(report, from, caller, NULL, act, ids, n, module, p);
}

/* The act, with what it would come to. Whoever would be marked has the whole grace period before him. */
static lic_error_t *step_preview(lic_unit_t *unit, void *baton)
{
    lic_act_args_t *args = baton;
    LIC_TRY(step_act(unit, args));
    const lic_position_t *after =
        args->position ? lic_book_position(unit->change->after, args->position->product) : NULL;
    if (after && after->used > after->purchased) {
        args->report->beyond = after->used - after->purchased;
        args->report->deadline = unit->change->now + unit->book->grace;
    }
    return NULL;
}

lic_error_t *lic_employee_preview(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p)
{
    lic_act_args_t args;
    LIC_TRY(start_acting(&args, report, act, ids, n, module, p));
    return lic_unit_peek(from, caller, step_preview, &args, p);
}

lic_error_t *lic_employee_plan(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                               lic_act_t act, lic_date_t on, const apr_int64_t *ids, int n, int preview, apr_pool_t *p)
{
    lic_act_args_t args;
    LIC_TRY(start_acting(&args, report, act, ids, n, NULL, p));
    args.on = on;
    return preview ? lic_unit_peek(from, caller, step_preview, &args, p)
                   : lic_act_run(&args, from, caller, step_act, NULL, p);
}

/* --- looking up ------------------------------------------------------------------------------------------------ */

typedef struct lic_id_args_t {
    apr_int64_t *id;
    const char *account, *login;
} lic_id_args_t;

static lic_error_t *try_find(lic_try_t *attempt, void *baton)
{
    const lic_id_args_t *args = baton;
    lic_account_t *account;
    lic_employee_t *employee;
    LIC_TRY(lic_account_find(&account, attempt->db, args->account, attempt->pool));
    lic_error_t *err = lic_employee_by_login(&employee, attempt->db, account->id, args->login, attempt->pool);
    if (err && err->code == LIC_UNKNOWN)
        return lic_error_fact(lic_error_make(attempt->pool, LIC_UNKNOWN, "employee-unknown",
                                             "the account %s has no employee %s", args->account, args->login),
                              "login", args->login);
    LIC_TRY(err);
    *args->id = employee->id;
    return NULL;
}

lic_error_t *lic_employee_id(apr_int64_t *id, lic_db_source_t *from, const char *account, const char *login,
                             apr_pool_t *p)
{
    lic_id_args_t args = {id, account, lic_text_nfc(login, p)};
    return lic_retry_run(from, try_find, &args, p);
}
