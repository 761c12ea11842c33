/* service/employee_new.c  Adds an employee with roles, and may buy a licence first. */
#include "service/employee_new.h"

#include <apr_hash.h>
#include <apr_strings.h>

#include "base/text.h"
#include "core/policy.h"
#include "service/account_terms.h"
#include "service/act_private.h"
#include "store/login.h"
#include "store/role.h"

/* It doesn't say whether the log-in is a colleague's or another account's: that would be none of the asker's business.
 */
lic_error_t *lic_employee_login_taken(const char *login, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "login-taken", "login: %s is taken; choose another", login),
                          "login", login);
}

static lic_error_t *check_login_free(lic_unit_t *unit, const char *login)
{
    apr_hash_t *taken;
    LIC_TRY(lic_login_taken(&taken, unit->db, unit->book->account->id, &login, 1, unit->pool));
    return apr_hash_count(taken) ? lic_employee_login_taken(login, unit->pool) : NULL;
}

/* Whoever may create employees could give rights away with them. Therefore giving roles takes the right roles. */
static lic_error_t *may_give_roles(const lic_unit_t *unit)
{
    const char *right = lic_rights_word(LIC_RIGHT_ROLES);
    if (unit->caller->trusted || lic_rights_allow(unit->rights, LIC_RIGHT_ROLES))
        return NULL;
    lic_error_t *err = lic_error_make(unit->pool, LIC_FORBIDDEN, "no-right", "giving roles takes the right %s", right);
    return lic_error_fact(lic_error_fact(err, "user", unit->caller->user), "right", right);
}

/* Reduces the roles to each once. Too many of them are refused here, before anything is locked. */
static lic_error_t *take_roles(lic_employee_t *employee, apr_pool_t *p)
{
    apr_hash_t *named = apr_hash_make(p);
    const char **roles = apr_pcalloc(p, sizeof(*roles) * (LIC_ROLES_MAX + 1));
    for (const char *const *role = employee->roles; role && *role; role++) {
        const unsigned n = apr_hash_count(named);
        if (!lic_text_valid_key(*role))
            return lic_terms_invalid(p, "role", "a-z, 0-9 and -, at most 40 characters");
        if (apr_hash_get(named, *role, APR_HASH_KEY_STRING))
            continue;
        if (n == LIC_ROLES_MAX)
            return lic_role_too_many(p);
        apr_hash_set(named, *role, APR_HASH_KEY_STRING, *role);
        roles[n] = *role;
    }
    employee->roles = roles;
    return NULL;
}

static lic_error_t *check_roles(lic_unit_t *unit, const lic_employee_t *employee)
{
    const apr_int64_t account = unit->book->account->id;
    apr_hash_t *known;
    if (!employee->roles[0])
        return NULL;
    LIC_TRY(may_give_roles(unit));
    LIC_TRY(lic_role_keys(&known, unit->db, account, unit->pool));
    for (const char *const *role = employee->roles; *role; role++) {
        if (apr_hash_get(known, *role, APR_HASH_KEY_STRING))
            continue;
        if (!unit->caller->trusted)
            return lic_role_unknown(*role, unit->pool);
        LIC_TRY(lic_role_insert(unit->db, account, *role, *role, unit->pool));
    }
    return NULL;
}

static lic_error_t *step_add(lic_unit_t *unit, void *baton)
{
    lic_act_args_t *args = baton;
    int planned;
    LIC_TRY(lic_act_start(args, unit, LIC_EVENT_CREATED));
    LIC_TRY(check_login_free(unit, args->employee->login));
    LIC_TRY(check_roles(unit, args->employee));
    lic_act_outcome_t *row = args->report->rows;
    row->outcome = lic_employee_create(unit->change, args->event, args->employee);
    if (row->outcome == LIC_EMPLOYEE_NO_LICENCE)
        return lic_policy_refuse(lic_employee_lacks(unit->change->after, args->employee), 0, unit->pool);
    LIC_TRY(lic_plan_dates_decide(&planned, unit->change, args->employee, args->dates));
    row->employee = args->employee->id;
    row->name = args->employee->name;
    args->report->ndone = 1;
    return NULL;
}

static const char *content_of_employee(const lic_employee_t *employee, const lic_plan_dates_t *dates, apr_pool_t *p)
{
    apr_array_header_t *parts = apr_array_make(p, 8, sizeof(const char *));
    APR_ARRAY_PUSH(parts, const char *) = employee->active ? "create active" : "create";
    APR_ARRAY_PUSH(parts, const char *) = employee->login;
    APR_ARRAY_PUSH(parts, const char *) = employee->name;
    APR_ARRAY_PUSH(parts, const char *) = employee->initials;
    APR_ARRAY_PUSH(parts, const char *) = employee->email;
    for (int i = 0; employee->roles && employee->roles[i]; i++)
        APR_ARRAY_PUSH(parts, const char *) = employee->roles[i];
    if (lic_plan_dates_said(dates))
        APR_ARRAY_PUSH(parts, const char *) = apr_psprintf(p, "days %d %d", (int)dates->starts, (int)dates->ends);
    return apr_array_pstrcat(p, parts, '\n');
}

lic_error_t *lic_employee_add_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                     const lic_purchase_t *buying, lic_employee_t *employee,
                                     const lic_plan_dates_t *dates, apr_pool_t *p)
{
    lic_employee_t tidied = *employee; /* stays as typed until it has been checked: a form may show it again */
    lic_employee_tidy(&tidied, p);
    LIC_TRY(lic_employee_check(&tidied, p));
    LIC_TRY(take_roles(&tidied, p));
    *employee = tidied;
    *report = (lic_act_report_t){.rows = apr_pcalloc(p, sizeof(*report->rows)), .nrows = 1};
    lic_act_args_t args = {.report = report, .n = 1, .employee = employee, .dates = dates, .buying = buying};
    return lic_act_run(&args, from, caller, step_add, content_of_employee(employee, dates, p), p);
}

lic_error_t *lic_employee_add(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_employee_t *employee, apr_pool_t *p)
{
    return lic_employee_add_buying(report, from, caller, NULL, employee, NULL, p);
}
