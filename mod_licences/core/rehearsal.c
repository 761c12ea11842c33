/* core/rehearsal.c  An account's facts in memory, and what a change does to them. */
#include "core/rehearsal_private.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

lic_rehearsal_t *lic_rehearsal_make(const lic_forecast_facts_t *facts, apr_pool_t *p)
{
    lic_rehearsal_t *rehearsal = apr_pcalloc(p, sizeof(*rehearsal));
    rehearsal->pool = p;
    rehearsal->facts = facts;
    rehearsal->book = lic_book_copy(facts->book, p);
    rehearsal->role_admins = facts->role_admins;
    rehearsal->nemployees = facts->nemployees;
    rehearsal->employees = apr_palloc(p, sizeof(*rehearsal->employees) * ((apr_size_t)facts->nemployees + 1));
    rehearsal->by_id = apr_hash_make(p);
    rehearsal->nplans = facts->nplans;
    if (facts->nplans)
        rehearsal->plans = apr_pmemdup(p, facts->plans, sizeof(lic_plan_t) * (apr_size_t)facts->nplans);
    for (int i = 0; i < facts->nemployees; i++) {
        lic_forecast_employee_t *employee = &rehearsal->employees[i];
        *employee = facts->employees[i];
        if (employee->facts.nheld)
            employee->facts.held =
                apr_pmemdup(p, employee->facts.held, sizeof(lic_assignment_t) * (apr_size_t)employee->facts.nheld);
        apr_hash_set(rehearsal->by_id, &employee->facts.id, sizeof(employee->facts.id), employee);
    }
    return rehearsal;
}

lic_forecast_employee_t *lic_rehearsal_employee(const lic_rehearsal_t *rehearsal, apr_int64_t id)
{
    return apr_hash_get(rehearsal->by_id, &id, sizeof(id));
}

apr_int64_t lic_rehearsal_last_admin(const lic_rehearsal_t *rehearsal)
{
    if (rehearsal->role_admins != 1)
        return 0;
    for (int i = 0; i < rehearsal->nemployees; i++)
        if (rehearsal->employees[i].role_admin && rehearsal->employees[i].facts.active)
            return rehearsal->employees[i].facts.id;
    return 0;
}

/* The copies are the rehearsal's own */
static lic_assignment_t *held_of(const lic_forecast_employee_t *employee)
{
    return (lic_assignment_t *)employee->facts.held;
}

static void earliest(apr_time_t *which, apr_time_t deadline)
{
    if (deadline && (!*which || deadline < *which))
        *which = deadline;
}

void lic_rehearsal_deadlines(lic_deadlines_t *deadlines, const lic_rehearsal_t *rehearsal)
{
    *deadlines = (lic_deadlines_t){.employee = 0};
    for (int i = 0; i < rehearsal->nplans && !deadlines->plan_on; i++)
        if (rehearsal->plans[i].id && !rehearsal->plans[i].waits)
            deadlines->plan_on = lic_plan_due_on(rehearsal->plans[i].kind, rehearsal->plans[i].on);
    for (int i = 0; i < rehearsal->nemployees; i++) {
        const lic_employee_t *employee = &rehearsal->employees[i].facts;
        if (!employee->active)
            continue;
        earliest(&deadlines->employee, employee->deadline);
        for (int k = 0; k < employee->nheld; k++)
            earliest(&deadlines->assignment, employee->held[k].deadline);
    }
}

/* --- plans -------------------------------------------------------------------------------------------------------- */

static int is_to_come(const lic_plan_t *plan)
{
    return plan->id && !plan->waits;
}

static lic_plan_batch_t *start_batch(const lic_rehearsal_t *rehearsal, apr_pool_t *p)
{
    lic_plan_batch_t *batch = apr_pcalloc(p, sizeof(*batch));
    batch->list = apr_palloc(p, sizeof(lic_planned_t) * ((apr_size_t)rehearsal->nplans + 1));
    batch->role_admins = rehearsal->role_admins;
    return batch;
}

static void add_planned(lic_plan_batch_t *batch, const lic_rehearsal_t *rehearsal, const lic_plan_t *plan)
{
    const lic_forecast_employee_t *employee = lic_rehearsal_employee(rehearsal, plan->employee);
    ((lic_planned_t *)batch->list)[batch->n++] = (lic_planned_t){
        plan, employee ? &employee->facts : NULL, employee && employee->role_admin && employee->facts.active};
}

lic_plan_batch_t *lic_rehearsal_due(const lic_rehearsal_t *rehearsal, lic_date_t due_on, apr_pool_t *p)
{
    lic_plan_batch_t *batch = start_batch(rehearsal, p);
    for (int i = 0; i < rehearsal->nplans; i++) {
        const lic_plan_t *plan = &rehearsal->plans[i];
        if (!is_to_come(plan) || lic_plan_due_on(plan->kind, plan->on) != due_on)
            continue;
        if (batch->n &&
            (plan->kind != batch->list[0].plan->kind || plan->kind == LIC_PLAN_BUY || batch->n == LIC_PLANS_AT_ONCE))
            break;
        add_planned(batch, rehearsal, plan);
    }
    return batch;
}

lic_plan_batch_t *lic_rehearsal_waiting(const lic_rehearsal_t *rehearsal, apr_pool_t *p)
{
    lic_plan_batch_t *batch = start_batch(rehearsal, p);
    for (int i = 0; i < rehearsal->nplans; i++)
        if (rehearsal->plans[i].id && rehearsal->plans[i].waits)
            add_planned(batch, rehearsal, &rehearsal->plans[i]);
    return batch;
}

static void change_plan(lic_rehearsal_t *rehearsal, const lic_operation_t *operation)
{
    const apr_int64_t id = operation->plan->id;
    for (int i = 0; i < rehearsal->nplans; i++) {
        if (rehearsal->plans[i].id != id)
            continue;
        if (operation->kind == LIC_OP_PLAN_DROP)
            rehearsal->plans[i].id = 0;
        else
            rehearsal->plans[i].waits = 1;
    }
}

/* --- changes ------------------------------------------------------------------------------------------------------ */

static void set_active(lic_rehearsal_t *rehearsal, lic_forecast_employee_t *employee, int active, apr_time_t at)
{
    lic_assignment_t *held = held_of(employee);
    if (employee->role_admin && !employee->facts.active != !active)
        rehearsal->role_admins += active ? 1 : -1;
    employee->facts.active = active;
    employee->facts.deadline = 0;
    if (active)
        employee->facts.activated = at;
    for (int i = 0; i < employee->facts.nheld; i++) {
        held[i].deadline = 0;
        if (active)
            held[i].since = at;
    }
}

static void count_one(lic_rehearsal_t *rehearsal, apr_int64_t product, int by)
{
    lic_position_t *position = lic_book_position(rehearsal->book, product);
    if (position)
        position->used += by;
}

/* Operations on a range count only when they are applied, as the store's do */
static void deactivate_due(lic_rehearsal_t *rehearsal, apr_time_t at)
{
    const lic_position_t *user = lic_book_user(rehearsal->book);
    for (int i = 0; i < rehearsal->nemployees; i++) {
        lic_forecast_employee_t *employee = &rehearsal->employees[i];
        if (!employee->facts.active || !employee->facts.deadline || employee->facts.deadline > at)
            continue;
        set_active(rehearsal, employee, 0, at);
        if (user)
            count_one(rehearsal, user->product, -1);
        for (int k = 0; k < employee->facts.nheld; k++)
            count_one(rehearsal, employee->facts.held[k].product, -1);
    }
    lic_book_sync_used(rehearsal->book);
}

static void deactivate_all(lic_rehearsal_t *rehearsal, apr_time_t at)
{
    for (int i = 0; i < rehearsal->nemployees; i++)
        set_active(rehearsal, &rehearsal->employees[i], 0, at);
    rehearsal->role_admins = 0;
}

static void drop_held(lic_forecast_employee_t *employee, int which)
{
    lic_assignment_t *held = held_of(employee);
    employee->facts.nheld--;
    memmove(&held[which], &held[which + 1], sizeof(*held) * (apr_size_t)(employee->facts.nheld - which));
}

static void take_back_due(lic_rehearsal_t *rehearsal, apr_time_t at)
{
    for (int i = 0; i < rehearsal->nemployees; i++) {
        lic_forecast_employee_t *employee = &rehearsal->employees[i];
        for (int k = employee->facts.nheld - 1; employee->facts.active && k >= 0; k--) {
            if (!employee->facts.held[k].deadline || employee->facts.held[k].deadline > at)
                continue;
            count_one(rehearsal, employee->facts.held[k].product, -1);
            drop_held(employee, k);
        }
    }
    lic_book_sync_used(rehearsal->book);
}

static void mark_assignment(lic_forecast_employee_t *employee, apr_int64_t assignment, apr_time_t deadline)
{
    lic_assignment_t *held = held_of(employee);
    for (int i = 0; i < employee->facts.nheld; i++)
        if (held[i].id == assignment)
            held[i].deadline = deadline;
}

/* --- seats -------------------------------------------------------------------------------------------------------- */

static lic_seat_t employee_seat(const lic_forecast_employee_t *employee, apr_int64_t last_role_admin)
{
    const lic_employee_t *facts = &employee->facts;
    return (lic_seat_t){.employee = facts->id,
                        .login = facts->login,
                        .name = facts->name,
                        .is_protected = facts->is_protected,
                        .last_role_admin = facts->id == last_role_admin,
                        .since = facts->activated,
                        .created = facts->created,
                        .deadline = facts->deadline};
}

static lic_seat_t assignment_seat(const lic_forecast_employee_t *employee, const lic_assignment_t *held)
{
    return (lic_seat_t){.employee = employee->facts.id,
                        .assignment = held->id,
                        .login = employee->facts.login,
                        .name = employee->facts.name,
                        .since = held->since,
                        .deadline = held->deadline};
}

static int in_order(const void *a, const void *b)
{
    return lic_grace_order(a, b);
}

/* The seats of a product that count, in marking order */
static apr_array_header_t *list_seats(const lic_rehearsal_t *rehearsal, const lic_position_t *position,
                                      apr_pool_t *each)
{
    const apr_int64_t last_role_admin = lic_rehearsal_last_admin(rehearsal);
    apr_array_header_t *seats = apr_array_make(each, rehearsal->nemployees + 1, sizeof(lic_seat_t));
    for (int i = 0; i < rehearsal->nemployees; i++) {
        const lic_forecast_employee_t *employee = &rehearsal->employees[i];
        if (!employee->facts.active)
            continue;
        if (position->kind == LIC_KIND_USER && !employee->facts.service && !employee->partly)
            APR_ARRAY_PUSH(seats, lic_seat_t) = employee_seat(employee, last_role_admin);
        for (int k = 0; position->kind == LIC_KIND_ADDON && k < employee->facts.nheld; k++)
            if (employee->facts.held[k].product == position->product)
                APR_ARRAY_PUSH(seats, lic_seat_t) = assignment_seat(employee, &employee->facts.held[k]);
    }
    qsort(seats->elts, (size_t)seats->nelts, sizeof(lic_seat_t), in_order);
    return seats;
}

static int is_anybody_marked(const lic_rehearsal_t *rehearsal, const lic_position_t *position)
{
    for (int i = 0; i < rehearsal->nemployees; i++) {
        const lic_employee_t *employee = &rehearsal->employees[i].facts;
        if (!employee->active)
            continue;
        if (position->kind == LIC_KIND_USER && employee->deadline)
            return 1;
        for (int k = 0; position->kind == LIC_KIND_ADDON && k < employee->nheld; k++)
            if (employee->held[k].product == position->product && employee->held[k].deadline)
                return 1;
    }
    return 0;
}

/* How many of them are known to be the first */
static int count_known(const lic_rehearsal_t *rehearsal, const lic_position_t *position,
                       const apr_array_header_t *seats)
{
    const lic_forecast_facts_t *facts = rehearsal->facts;
    for (int i = 0; i < facts->nends; i++) {
        int known = 0;
        if (facts->ends[i].product != position->product)
            continue;
        while (known < seats->nelts &&
               lic_grace_order(&APR_ARRAY_IDX(seats, known, lic_seat_t), &facts->ends[i].last) <= 0)
            known++;
        return known;
    }
    return seats->nelts;
}

static apr_array_header_t *list_marked(const apr_array_header_t *seats, apr_pool_t *each)
{
    apr_array_header_t *marked = apr_array_make(each, 8, sizeof(lic_seat_t));
    for (int i = 0; i < seats->nelts; i++)
        if (APR_ARRAY_IDX(seats, i, lic_seat_t).deadline)
            APR_ARRAY_PUSH(marked, lic_seat_t) = APR_ARRAY_IDX(seats, i, lic_seat_t);
    return marked;
}

int lic_rehearsal_overage(lic_overage_t *overage, const lic_rehearsal_t *rehearsal, const lic_position_t *position,
                          apr_pool_t *each)
{
    *overage = (lic_overage_t){.product = position->product, .beyond = position->used - position->purchased};
    if (overage->beyond <= 0 && !is_anybody_marked(rehearsal, position))
        return 1; /* as on most days, of most products */
    const apr_array_header_t *seats = list_seats(rehearsal, position, each), *marked = list_marked(seats, each);
    overage->marked_total = marked->nelts;
    overage->last_role_admin = lic_rehearsal_last_admin(rehearsal);
    if (overage->beyond > count_known(rehearsal, position, seats))
        return 0;
    if (overage->beyond > LIC_OVERAGE_LIST || marked->nelts > LIC_OVERAGE_LIST) {
        if (overage->beyond > 0)
            overage->boundary = &APR_ARRAY_IDX(seats, overage->beyond - 1, lic_seat_t);
        return 1;
    }
    overage->newest = (const lic_seat_t *)seats->elts;
    overage->nnewest = overage->beyond > 0 ? (int)overage->beyond : 0;
    overage->marked = (const lic_seat_t *)marked->elts;
    overage->nmarked = marked->nelts;
    return 1;
}

/* Marks whoever isn't yet, up to the boundary, or takes the marks of those after it */
static void mark_range(lic_rehearsal_t *rehearsal, const lic_operation_t *operation, apr_pool_t *each)
{
    const lic_position_t *position = lic_book_position(rehearsal->book, operation->product);
    const apr_array_header_t *seats = list_seats(rehearsal, position, each);
    const int mark = operation->kind == LIC_OP_MARK_BEYOND;
    for (int i = 0; i < seats->nelts; i++) {
        const lic_seat_t *seat = &APR_ARRAY_IDX(seats, i, lic_seat_t);
        const int beyond = operation->boundary && lic_grace_order(seat, operation->boundary) <= 0;
        lic_forecast_employee_t *employee = lic_rehearsal_employee(rehearsal, seat->employee);
        if (beyond != mark || !!seat->deadline == mark)
            continue;
        if (seat->assignment)
            mark_assignment(employee, seat->assignment, mark ? operation->at : 0);
        else
            employee->facts.deadline = mark ? operation->at : 0;
    }
}

static void apply_one(lic_rehearsal_t *rehearsal, const lic_operation_t *operation, apr_pool_t *each)
{
    lic_forecast_employee_t *employee = lic_rehearsal_employee(rehearsal, operation->employee);
    switch (operation->kind) {
    case LIC_OP_EMPLOYEE_ACTIVATE:
        set_active(rehearsal, employee, 1, operation->at);
        break;
    case LIC_OP_EMPLOYEE_DEACTIVATE:
        set_active(rehearsal, employee, 0, operation->at);
        break;
    case LIC_OP_EMPLOYEE_MARK:
        employee->facts.deadline = operation->at;
        break;
    case LIC_OP_ASSIGNMENT_MARK:
        mark_assignment(employee, operation->assignment, operation->at);
        break;
    case LIC_OP_PLAN_DROP:
    case LIC_OP_PLAN_WAIT:
        change_plan(rehearsal, operation);
        break;
    case LIC_OP_MARK_BEYOND:
    case LIC_OP_UNMARK_WITHIN:
        mark_range(rehearsal, operation, each);
        break;
    case LIC_OP_DEACTIVATE_DUE:
        deactivate_due(rehearsal, operation->at);
        break;
    case LIC_OP_TAKE_BACK_DUE:
        take_back_due(rehearsal, operation->at);
        break;
    case LIC_OP_DEACTIVATE_ALL:
        deactivate_all(rehearsal, operation->at);
        break;
    default: /* changes no number */
        break;
    }
}

void lic_rehearsal_apply(lic_rehearsal_t *rehearsal, const lic_change_t *change)
{
    *rehearsal->book->account = *change->after->account;
    memcpy(rehearsal->book->positions, change->after->positions,
           sizeof(lic_position_t) * (apr_size_t)rehearsal->book->npositions);
    for (int i = 0; i < change->operations->nelts; i++)
        apply_one(rehearsal, &APR_ARRAY_IDX(change->operations, i, lic_operation_t), change->pool);
}
