/* core/anonymise.c  Making an employee anonymous. */
#include "core/anonymise.h"

#include <string.h>
#include <strings.h>
#include <apr_strings.h>

const char *lic_anonymise_email(apr_int64_t id, apr_pool_t *p)
{
    return apr_psprintf(p, "employee-%" APR_INT64_T_FMT "@anonymised.invalid", id);
}

void lic_anonymise_details(lic_employee_t *anonym, const lic_employee_t *employee, const lic_account_t *account,
                           apr_pool_t *p)
{
    *anonym = *employee;
    anonym->name = apr_psprintf(p, "employee %" APR_INT64_T_FMT, employee->id);
    anonym->login = apr_pstrcat(p, anonym->name, " of ", account->key, NULL);
    anonym->initials = anonym->external = "";
    if (*employee->email)
        anonym->email = lic_anonymise_email(employee->id, p);
}

static lic_error_t *check(const lic_change_t *change, const lic_employee_t *employee, int theirs)
{
    const lic_account_t *account = change->before->account;
    if (employee->active)
        return lic_error_make(change->pool, LIC_REFUSED, "employee-active",
                              "%s is active: deactivate first, so that licences and rights go as they always do",
                              employee->login);
    if (theirs && *employee->email && !strcasecmp(employee->email, account->billing))
        return lic_error_make(change->pool, LIC_REFUSED, "billing-theirs",
                              "the account's invoices and notices go to %s: give it another address first",
                              employee->email);
    return NULL;
}

/* Whoever is nobody any more doesn't start; the log hears of it by the new name */
static void remove_plans(lic_change_t *change, const lic_employee_t *employee, const char *name)
{
    for (int i = 0; i < employee->nplans; i++) {
        lic_plan_t *plan = apr_pmemdup(change->texts, &employee->plans[i], sizeof(*plan));
        plan->name = name;
        lic_plan_drop(change, lic_change_event_of(change, LIC_EVENT_PLAN_REMOVED), plan);
    }
}

lic_error_t *lic_anonymise_decide(lic_change_t *change, int *changed, const lic_employee_t *employee, int theirs)
{
    lic_employee_t *anonym = apr_palloc(change->texts, sizeof(*anonym));
    lic_anonymise_details(anonym, employee, change->before->account, change->texts);
    *changed = strcmp(anonym->login, employee->login) != 0;
    if (!*changed)
        return NULL;
    LIC_TRY(check(change, employee, theirs));
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_EMPLOYEE_ANONYMISE);
    operation->employee = employee->id;
    operation->at = change->now;
    operation->details = anonym;
    lic_event_subject(lic_change_event(change, LIC_EVENT_ANONYMISED, NULL),
                      apr_psprintf(change->texts, "employee/%" APR_INT64_T_FMT, employee->id), anonym->name, "inactive",
                      "inactive");
    remove_plans(change, employee, anonym->name);
    return NULL;
}
