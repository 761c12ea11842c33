/* core/plan_dates.c  Plans the first and last day of an employee, as both were said. */
#include "core/plan_dates.h"

#include "core/plan_new.h"

const lic_plan_dates_t *lic_plan_dates_said(const lic_plan_dates_t *dates)
{
    return dates && (dates->starts != LIC_DATE_NONE || dates->ends != LIC_DATE_NONE) ? dates : NULL;
}

static int is_day(lic_date_t date)
{
    return date != LIC_DATE_NONE && date != LIC_DATE_CANCEL;
}

int lic_plan_dates_later(const lic_plan_dates_t *dates)
{
    return dates && is_day(dates->starts);
}

/* What a list that was read says when it is sent back after the day */
static int has_happened(const lic_change_t *change, const lic_employee_t *employee, lic_plan_kind_t kind, lic_date_t on)
{
    return employee->active == (kind == LIC_PLAN_START) && lic_plan_due_on(kind, on) <= change->today;
}

/* The plan of that kind as it is afterwards: *day, LIC_DATE_NONE where there is none */
static lic_error_t *decide_one(lic_date_t *day, int *changed, lic_change_t *change, const lic_employee_t *employee,
                               lic_plan_kind_t kind, lic_date_t on)
{
    const lic_plan_t *old = lic_plan_of(employee->plans, employee->nplans, kind);
    *day = old ? old->on : LIC_DATE_NONE;
    if (on == LIC_DATE_NONE || (old && old->on == on) || (is_day(on) && has_happened(change, employee, kind, on)))
        return NULL;
    if (on == LIC_DATE_CANCEL) {
        *day = LIC_DATE_NONE;
        *changed |= old != NULL;
        if (old)
            lic_plan_cancel(change, old);
        return NULL;
    }
    lic_error_t *err = lic_plan_employee(change, employee, kind, on);
    if (err)
        return lic_error_fact(err, "field", kind == LIC_PLAN_START ? "starts" : "ends");
    *day = on;
    *changed = 1;
    return NULL;
}

/* The last day is refused of whoever neither is there nor is to come: it has to be known that somebody is to start */
static lic_error_t *decide_ends(int *changed, lic_change_t *change, const lic_employee_t *employee, lic_date_t starts,
                                lic_date_t on)
{
    lic_plan_t plans[2];
    lic_employee_t by_then = *employee;
    lic_date_t ends;
    const lic_plan_t *old = lic_plan_of(employee->plans, employee->nplans, LIC_PLAN_LEAVE);
    by_then.plans = plans;
    by_then.nplans = 0;
    if (old)
        plans[by_then.nplans++] = *old;
    if (starts != LIC_DATE_NONE)
        plans[by_then.nplans++] = (lic_plan_t){.kind = LIC_PLAN_START, .employee = employee->id, .on = starts};
    if (is_day(on) && !employee->active && starts != LIC_DATE_NONE && on < starts)
        return lic_error_fact(lic_error_make(change->pool, LIC_REFUSED, "plan-order",
                                             "the last day, %s, is before the first, %s",
                                             lic_date_format(on, change->pool), lic_date_format(starts, change->pool)),
                              "field", "ends");
    return decide_one(&ends, changed, change, &by_then, LIC_PLAN_LEAVE, on);
}

lic_error_t *lic_plan_dates_decide(int *changed, lic_change_t *change, const lic_employee_t *employee,
                                   const lic_plan_dates_t *dates)
{
    lic_date_t starts;
    *changed = 0;
    if (!lic_plan_dates_said(dates))
        return NULL;
    LIC_TRY(decide_one(&starts, changed, change, employee, LIC_PLAN_START, dates->starts));
    return decide_ends(changed, change, employee, starts, dates->ends);
}

lic_error_t *lic_plan_dates_check(const lic_change_t *change, const lic_employee_t *employee,
                                  const lic_plan_dates_t *dates)
{
    int changed;
    if (!lic_plan_dates_said(dates))
        return NULL;
    lic_change_t *trial = lic_change_make(change->after, change->now, change->actor, NULL, change->texts);
    return lic_plan_dates_decide(&changed, trial, employee, dates);
}
