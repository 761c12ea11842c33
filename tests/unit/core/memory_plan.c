/* memory_plan.c  What is planned of an account in memory: planning, what is due, who waits. */
#include "memory.h"

#include <apr_strings.h>

#include "core/plan_new.h"

static lic_plan_t *plan_at(const memory_t *memory, int i)
{
    return &APR_ARRAY_IDX(memory->plans, i, lic_plan_t);
}

int memory_plans(const lic_plan_t **list, const memory_t *memory, apr_int64_t employee, apr_int64_t product)
{
    lic_plan_t *found = apr_pcalloc(memory->pool, sizeof(*found) * 2);
    int n = 0;
    for (int i = 0; i < memory->plans->nelts; i++)
        if (plan_at(memory, i)->id && plan_at(memory, i)->employee == employee &&
            plan_at(memory, i)->product == product) {
            assert_true(n < 2);
            found[n++] = *plan_at(memory, i);
        }
    *list = found;
    return n;
}

void memory_apply_plan(memory_t *memory, const lic_operation_t *op)
{
    if (op->kind == LIC_OP_PLAN_PUT) {
        APR_ARRAY_PUSH(memory->plans, lic_plan_t) = *op->plan;
        return;
    }
    for (int i = 0; i < memory->plans->nelts; i++) {
        if (plan_at(memory, i)->id != op->plan->id)
            continue;
        if (op->kind == LIC_OP_PLAN_DROP)
            plan_at(memory, i)->id = 0;
        else
            plan_at(memory, i)->waits = 1;
        return;
    }
    fail_msg("plan %d isn't there", (int)op->plan->id);
}

lic_date_t memory_plan_on(const memory_t *memory)
{
    lic_date_t first = 0;
    for (int i = 0; i < memory->plans->nelts; i++) {
        const lic_plan_t *plan = plan_at(memory, i);
        const lic_date_t on = lic_plan_due_on(plan->kind, plan->on);
        if (plan->id && !plan->waits && (!first || on < first))
            first = on;
    }
    return first;
}

static int in_order(const void *a, const void *b)
{
    const lic_planned_t *one = a, *other = b;
    if (one->plan->on != other->plan->on)
        return one->plan->on < other->plan->on ? -1 : 1;
    return one->plan->id < other->plan->id ? -1 : one->plan->id > other->plan->id;
}

static lic_planned_t planned_of(const memory_t *memory, const lic_plan_t *plan)
{
    const lic_employee_t *employee = plan->employee ? memory_load(memory, plan->employee) : NULL;
    return (lic_planned_t){.plan = plan,
                           .employee = employee,
                           .role_admin =
                               employee && employee->active && memory_employee(memory, plan->employee)->holds_roles};
}

static apr_int64_t role_admins(const memory_t *memory)
{
    apr_int64_t n = 0;
    for (int id = 1; id <= memory->employees->nelts; id++)
        n += memory_employee(memory, id)->facts.active && memory_employee(memory, id)->holds_roles;
    return n;
}

/* Plans of a day and kind (on 0: those that wait), by date and id; a purchase by itself */
static const lic_plan_batch_t *batch_of(const memory_t *memory, lic_date_t on, lic_plan_kind_t kind)
{
    lic_plan_batch_t *batch = apr_pcalloc(memory->pool, sizeof(*batch));
    lic_planned_t *list = apr_pcalloc(memory->pool, sizeof(*list) * (apr_size_t)(memory->plans->nelts + 1));
    for (int i = 0; i < memory->plans->nelts; i++) {
        const lic_plan_t *plan = apr_pmemdup(memory->pool, plan_at(memory, i), sizeof(*plan));
        if (plan->id && plan->kind == kind && plan->waits == !on &&
            (!on || lic_plan_due_on(plan->kind, plan->on) == on))
            list[batch->n++] = planned_of(memory, plan);
    }
    qsort(list, (size_t)batch->n, sizeof(*list), in_order);
    if (kind == LIC_PLAN_BUY && batch->n > 1)
        batch->n = 1;
    batch->list = list;
    batch->role_admins = role_admins(memory);
    return batch;
}

const lic_plan_batch_t *memory_plans_due(const memory_t *memory, lic_date_t on)
{
    for (int kind = LIC_PLAN_LEAVE; kind <= LIC_PLAN_START; kind++) {
        const lic_plan_batch_t *batch = batch_of(memory, on, (lic_plan_kind_t)kind);
        if (batch->n)
            return batch;
    }
    fail_msg("nothing is due on %s", lic_date_format(on, memory->pool));
    return NULL;
}

void memory_outdo(const memory_t *memory, lic_change_t *change)
{
    for (int i = 0; i < memory->plans->nelts; i++)
        if (plan_at(memory, i)->id && plan_at(memory, i)->kind == LIC_PLAN_BUY)
            lic_plan_outdo(change, apr_pmemdup(memory->pool, plan_at(memory, i), sizeof(lic_plan_t)), 1);
}

void memory_admit(memory_t *memory, const lic_change_t *change)
{
    const lic_plan_batch_t *waiting = batch_of(memory, 0, LIC_PLAN_START);
    if (!waiting->n || !lic_plan_may_admit(change, NULL))
        return;
    lic_change_t *further = lic_change_make(memory->book, change->now, "system", NULL, memory->pool);
    lic_plan_admit(further, waiting);
    memory_check_block(memory, further);
    assert_null(lic_policy_buy(further));
    memory_apply(memory, further);
}

/* --- operations ------------------------------------------------------------------------------------ */

static const lic_plan_t *old_of(const memory_t *memory, apr_int64_t product)
{
    const lic_plan_t *list;
    return memory_plans(&list, memory, 0, product) ? list : NULL;
}

const char *memory_plan(memory_t *memory, apr_int64_t id, lic_plan_kind_t kind, const char *on, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    const lic_error_t *err = lic_plan_employee(change, memory_load(memory, id), kind, lic_date_parse(on));
    assert_true(!err || lic_change_is_empty(change));
    memory_end(memory, change);
    return err ? err->problem : NULL;
}

const char *memory_plan_buy(memory_t *memory, apr_int64_t product, apr_int64_t quantity, const char *on, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_outcome_t out;
    const lic_error_t *err =
        lic_plan_buy(change, &out, NULL, old_of(memory, product), product, quantity, lic_date_parse(on));
    assert_true(!err || lic_change_is_empty(change));
    memory_end(memory, change);
    return err ? err->problem : NULL;
}

int memory_cancel(memory_t *memory, int number, apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    const lic_plan_t *plan = number < memory->plans->nelts ? plan_at(memory, number) : NULL;
    const int there = plan && plan->id;
    if (there)
        lic_plan_cancel(change, apr_pmemdup(memory->pool, plan, sizeof(*plan)));
    memory_end(memory, change);
    return there;
}

/* --- always true ----------------------------------------------------------------------------------- */

const char *memory_plan_today(const memory_t *memory, const char *object)
{
    for (int i = 0; i < memory->plans->nelts; i++) {
        const lic_plan_t *plan = plan_at(memory, i);
        if (plan->id && !strcmp(lic_plan_object(plan, memory->pool), object))
            return lic_plan_state(plan, memory->pool);
    }
    return "";
}

static const char *check_waiting(const memory_t *memory, const lic_plan_t *plan)
{
    if (memory->book->account->state == LIC_ACCOUNT_CLOSED ||
        lic_employee_lacks(memory->book, memory_load(memory, plan->employee)))
        return NULL;
    return apr_psprintf(memory->pool, "%s waits, and a licence is free", plan->name);
}

/* Nothing that was due is left undone but who waits; that nothing is done twice is told by the chain of the log */
const char *memory_check_plans(const memory_t *memory, apr_time_t now)
{
    for (int i = 0; i < memory->plans->nelts; i++) {
        const lic_plan_t *plan = plan_at(memory, i);
        const char *breach = NULL;
        if (!plan->id)
            continue;
        if (plan->waits)
            breach = check_waiting(memory, plan);
        else if (lic_zone_start(memory->book->account->zone, lic_plan_due_on(plan->kind, plan->on)) <= now)
            breach = apr_psprintf(memory->pool, "plan %d of %s was due, and is left", (int)plan->id, plan->name);
        if (breach)
            return breach;
    }
    return NULL;
}
