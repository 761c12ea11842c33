/* core/plan_due.c  Carrying out what was planned, each kind in a function of its own. */
#include "core/plan_due.h"

#include <apr_strings.h>

#include "core/policy.h"
#include "core/quantity.h"

static void drop(lic_change_t *change, lic_event_kind_t why, const lic_plan_t *plan)
{
    lic_plan_drop(change, lic_change_event_of(change, why), plan);
}

/* The second row tells why, as an object of its own: that it was refused is a state of nothing */
static void refuse(lic_change_t *change, const lic_plan_t *plan, const char *problem)
{
    lic_event_t *event = lic_change_event(change, LIC_EVENT_PLAN_REFUSED, *plan->key ? plan->key : NULL);
    lic_plan_drop(change, event, plan);
    lic_event_subject(event, apr_pstrcat(change->texts, lic_plan_object(plan, change->texts), "/", problem, NULL),
                      plan->name, "", "")
        ->planned_by = plan->planned_by;
}

/* What the act has logged of the employee is the planner's doing; and it has overtaken no plan but this one */
static void sign(lic_event_t *event, const lic_plan_t *plan)
{
    APR_ARRAY_IDX(event->subjects, event->subjects->nelts - 1, lic_subject_t).planned_by = plan->planned_by;
}

static const lic_employee_t *without_plans(lic_employee_t *copy, const lic_employee_t *employee)
{
    *copy = *employee;
    copy->plans = NULL;
    copy->nplans = 0;
    return copy;
}

static void leave(lic_change_t *change, lic_event_t *event, const lic_planned_t *planned, apr_int64_t *role_admins)
{
    lic_employee_t employee;
    const int last = planned->role_admin && *role_admins == 1;
    if (!planned->employee || !planned->employee->active) {
        drop(change, LIC_EVENT_LAPSED, planned->plan);
    } else if (lic_employee_deactivate(change, event, without_plans(&employee, planned->employee),
                                       last ? planned->employee->id : 0) == LIC_EMPLOYEE_LAST_ROLES) {
        refuse(change, planned->plan, "last-roles");
    } else {
        sign(event, planned->plan);
        drop(change, LIC_EVENT_CARRIED_OUT, planned->plan);
        *role_admins -= !!planned->role_admin;
    }
}

static void wait_for_licence(lic_change_t *change, const lic_plan_t *plan)
{
    const char *state = lic_plan_state(plan, change->texts);
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_PLAN_WAIT);
    operation->employee = plan->employee;
    operation->plan = plan;
    lic_event_subject(lic_change_event_of(change, LIC_EVENT_PLAN_WAITS), lic_plan_object(plan, change->texts),
                      plan->name, state, state)
        ->planned_by = plan->planned_by;
}

static void start(lic_change_t *change, lic_event_t *event, const lic_planned_t *planned)
{
    lic_employee_t employee;
    const lic_plan_t *plan = planned->plan;
    if (!planned->employee || planned->employee->active) {
        drop(change, LIC_EVENT_LAPSED, plan);
    } else if (change->after->account->state == LIC_ACCOUNT_CLOSED) {
        refuse(change, plan, "account-closed");
    } else if (lic_employee_activate(change, event, without_plans(&employee, planned->employee)) ==
               LIC_EMPLOYEE_NO_LICENCE) {
        if (!plan->waits)
            wait_for_licence(change, plan);
    } else {
        sign(event, plan);
        drop(change, LIC_EVENT_CARRIED_OUT, plan);
    }
}

static void buy(lic_change_t *change, const lic_plan_t *plan)
{
    const lic_position_t *position = lic_book_position(change->after, plan->product);
    lic_outcome_t out;
    if (!position) {
        refuse(change, plan, "product-unknown");
        return;
    }
    if (plan->quantity <= position->purchased) {
        drop(change, LIC_EVENT_LAPSED, plan);
        return;
    }
    change->order_number = plan->order_number;
    const lic_error_t *err = lic_quantity_decide(change, &out, plan->product, plan->quantity, LIC_REQUESTER_ADMIN);
    if (err) {
        refuse(change, plan, err->problem);
        return;
    }
    const lic_event_t *bought = APR_ARRAY_IDX(change->events, change->events->nelts - 1, lic_event_t *);
    for (int i = 0; i < bought->subjects->nelts; i++)
        APR_ARRAY_IDX(bought->subjects, i, lic_subject_t).planned_by = plan->planned_by;
    drop(change, LIC_EVENT_CARRIED_OUT, plan);
}

static lic_event_t *employees_event(lic_change_t *change, lic_event_kind_t kind)
{
    const lic_position_t *user = lic_book_user(change->after);
    return lic_change_event(change, kind, user ? user->key : NULL);
}

void lic_plan_carry_out(lic_change_t *change, const lic_plan_batch_t *batch)
{
    apr_int64_t role_admins = batch->role_admins;
    lic_event_t *leavers = employees_event(change, LIC_EVENT_DEACTIVATED);
    lic_event_t *starters = employees_event(change, LIC_EVENT_ACTIVATED);
    for (int i = 0; i < batch->n; i++) {
        const lic_planned_t *planned = &batch->list[i];
        switch (planned->plan->kind) {
        case LIC_PLAN_LEAVE:
            leave(change, leavers, planned, &role_admins);
            break;
        case LIC_PLAN_BUY:
            buy(change, planned->plan);
            break;
        case LIC_PLAN_START:
            start(change, starters, planned);
            break;
        }
    }
}

/* Nobody waits but where a policy is block, or has been until now */
int lic_plan_may_admit(const lic_change_t *change, const lic_change_t *further)
{
    const lic_book_t *now = (further ? further : change)->after;
    const lic_position_t *user = lic_book_user(now);
    if (now->account->state == LIC_ACCOUNT_CLOSED || !now->account->last_plan || (user && lic_policy_blocks(user)))
        return 0;
    for (int i = 0; i < now->npositions; i++)
        if (change->before->positions[i].policy == LIC_POLICY_BLOCK)
            return 1;
    return 0;
}

void lic_plan_admit(lic_change_t *change, const lic_plan_batch_t *batch)
{
    lic_event_t *starters = employees_event(change, LIC_EVENT_ACTIVATED);
    for (int i = 0; i < batch->n; i++)
        start(change, starters, &batch->list[i]);
}

void lic_plan_outdo(lic_change_t *change, const lic_plan_t *plans, int n)
{
    for (int i = 0; i < n; i++) {
        const lic_position_t *was = lic_book_position(change->before, plans[i].product),
                             *now = lic_book_position(change->after, plans[i].product);
        int dropped = 0;
        for (int j = 0; j < change->operations->nelts; j++) {
            const lic_operation_t *operation = &APR_ARRAY_IDX(change->operations, j, lic_operation_t);
            dropped = dropped || (operation->kind == LIC_OP_PLAN_DROP && operation->plan->id == plans[i].id);
        }
        if (!dropped && was && now && now->purchased > was->purchased && now->purchased >= plans[i].quantity)
            drop(change, LIC_EVENT_PLAN_REMOVED, &plans[i]);
    }
}
