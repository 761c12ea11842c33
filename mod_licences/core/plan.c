/* core/plan.c  What a plan is, when it is due, and how it goes. */
#include "core/plan.h"

#include <apr_strings.h>

const lic_word_t lic_plan_words[] = {
    {"leave", LIC_PLAN_LEAVE}, {"buy", LIC_PLAN_BUY}, {"start", LIC_PLAN_START}, {NULL, 0}};

lic_date_t lic_plan_due_on(lic_plan_kind_t kind, lic_date_t on)
{
    return kind == LIC_PLAN_LEAVE ? on + 1 : on;
}

const lic_plan_t *lic_plan_of(const lic_plan_t *plans, int n, lic_plan_kind_t kind)
{
    for (int i = 0; i < n; i++)
        if (plans[i].kind == kind)
            return &plans[i];
    return NULL;
}

const char *lic_plan_object(const lic_plan_t *plan, apr_pool_t *p)
{
    if (plan->kind == LIC_PLAN_BUY)
        return apr_pstrcat(p, plan->key, "/plan", NULL);
    return apr_psprintf(p, "employee/%" APR_INT64_T_FMT "/plan/%s", plan->employee,
                        lic_word_of(lic_plan_words, (int)plan->kind));
}

const char *lic_plan_state(const lic_plan_t *plan, apr_pool_t *p)
{
    const char *on = lic_date_format(plan->on, p);
    return plan->kind == LIC_PLAN_BUY ? apr_psprintf(p, "%" APR_INT64_T_FMT " %s", plan->quantity, on) : on;
}

void lic_plan_drop(lic_change_t *change, lic_event_t *event, const lic_plan_t *plan)
{
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_PLAN_DROP);
    operation->employee = plan->employee;
    operation->product = plan->product;
    operation->plan = apr_pmemdup(change->texts, plan, sizeof(*plan)); /* whoever decides may have made it up */
    lic_event_subject(event, lic_plan_object(plan, change->texts), plan->name, lic_plan_state(plan, change->texts), "")
        ->planned_by = plan->planned_by;
}

void lic_plan_overtake(lic_change_t *change, const lic_plan_t *plans, int n, lic_plan_kind_t kind)
{
    const lic_plan_t *plan = lic_plan_of(plans, n, kind);
    if (plan)
        lic_plan_drop(change, lic_change_event_of(change, LIC_EVENT_PLAN_REMOVED), plan);
}
