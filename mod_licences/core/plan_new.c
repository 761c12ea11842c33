/* core/plan_new.c  Planning: on which days, of whom and what. */
#include "core/plan_new.h"

#include <string.h>

#include <apr_strings.h>

#include "core/lifecycle.h"

lic_error_t *lic_plan_check_day(lic_date_t on, lic_date_t today, apr_pool_t *p)
{
    if (on > today && on <= today + LIC_PLAN_DAYS)
        return NULL;
    const char *first = lic_date_format(today + 1, p), *last = lic_date_format(today + LIC_PLAN_DAYS, p);
    lic_error_t *err =
        lic_error_make(p, LIC_REFUSED, "plan-day", "a day after today and at most %d days ahead: from %s to %s",
                       LIC_PLAN_DAYS, first, last);
    return lic_error_fact(lic_error_fact(err, "first", first), "last", last);
}

static void operate(lic_change_t *change, lic_operation_kind_t kind, const lic_plan_t *plan)
{
    lic_operation_t *operation = lic_change_operation(change, kind);
    operation->employee = plan->employee;
    operation->product = plan->product;
    operation->plan = apr_pmemdup(change->texts, plan, sizeof(*plan)); /* whoever decides may have made it up */
}

/* The new plan, in the place of the old one */
static void put(lic_change_t *change, const lic_plan_t *plan, const lic_plan_t *old)
{
    lic_plan_t made = *plan;
    made.id = ++change->after->account->last_plan;
    made.planned_by = change->actor;
    made.planned_at = change->now;
    made.order_number = plan->kind == LIC_PLAN_BUY ? change->order_number : NULL;
    if (old)
        operate(change, LIC_OP_PLAN_DROP, old);
    operate(change, LIC_OP_PLAN_PUT, &made);
    lic_event_subject(lic_change_event_of(change, LIC_EVENT_PLANNED), lic_plan_object(&made, change->texts), made.name,
                      old ? lic_plan_state(old, change->texts) : "", lic_plan_state(&made, change->texts));
}

static lic_error_t *needless(apr_pool_t *p, const char *name, const char *sentence)
{
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "plan-needless", "%s %s", name, sentence), "name", name);
}

lic_error_t *lic_plan_employee(lic_change_t *change, const lic_employee_t *employee, lic_plan_kind_t kind,
                               lic_date_t on)
{
    const lic_plan_t *old = lic_plan_of(employee->plans, employee->nplans, kind);
    const lic_plan_kind_t other = kind == LIC_PLAN_START ? LIC_PLAN_LEAVE : LIC_PLAN_START;
    LIC_TRY(lic_account_check(change->after->account, LIC_ACCOUNT_CLOSING, change->pool));
    if (employee->service)
        return lic_error_make(change->pool, LIC_REFUSED, "employee-service",
                              "%s is a service log-in, for which nothing is planned", employee->login);
    if (old && old->on == on && !old->waits)
        return NULL;
    LIC_TRY(lic_plan_check_day(on, change->today, change->pool));
    if (employee->active == (kind == LIC_PLAN_START) && !lic_plan_of(employee->plans, employee->nplans, other))
        return needless(change->pool, employee->name,
                        kind == LIC_PLAN_START ? "is active already" : "is inactive already");
    put(change, &(lic_plan_t){.kind = kind, .employee = employee->id, .on = on, .name = employee->name, .key = ""},
        old);
    return NULL;
}

lic_book_t *lic_plan_as_of(const lic_book_t *book, lic_date_t on, apr_pool_t *p)
{
    lic_book_t *then = lic_book_copy(book, p);
    const apr_time_t at = lic_zone_start(then->account->zone, on);
    while (then->account->state == LIC_ACCOUNT_OPEN && then->account->period_end_at <= at)
        lic_lifecycle_turn_over(then);
    return then;
}

/* NULL is another than none */
static int is_same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

lic_error_t *lic_plan_buy(lic_change_t *change, lic_outcome_t *out, const lic_change_t **then, const lic_plan_t *old,
                          apr_int64_t product, apr_int64_t quantity, lic_date_t on)
{
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .product = product, .asked = quantity, .wiped = -1};
    LIC_TRY(lic_plan_check_day(on, change->today, change->pool));
    lic_book_t *book = lic_plan_as_of(change->after, on, change->pool);
    lic_change_t *trial =
        lic_change_make(book, lic_zone_start(book->account->zone, on), change->actor, NULL, change->pool);
    trial->order_number = change->order_number;
    LIC_TRY(lic_quantity_decide(trial, out, product, quantity, LIC_REQUESTER_ADMIN));
    const lic_position_t *position = lic_book_position(book, product);
    if (then)
        *then = trial;
    if (out->kind != LIC_BOUGHT)
        return needless(change->pool, position->name, "has as many licences by then");
    if (old && old->on == on && old->quantity == quantity && is_same(old->order_number, change->order_number))
        return NULL;
    put(change,
        &(lic_plan_t){.kind = LIC_PLAN_BUY,
                      .product = product,
                      .quantity = quantity,
                      .on = on,
                      .name = position->name,
                      .key = position->key},
        old);
    return NULL;
}

void lic_plan_cancel(lic_change_t *change, const lic_plan_t *plan)
{
    lic_plan_drop(change, lic_change_event_of(change, LIC_EVENT_PLAN_CANCELLED), plan);
}
