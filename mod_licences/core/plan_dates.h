/**
 * @file core/plan_dates.h  An employee's first and last day as a form, a list or a file says them: both at once.
 */
#ifndef LIC_CORE_PLAN_DATES_H
#define LIC_CORE_PLAN_DATES_H

#include "core/employee.h"

#define LIC_DATE_CANCEL (LIC_DATE_NONE + 1) /**< none, any more */

typedef struct lic_plan_dates_t {
    lic_date_t starts, ends; /**< LIC_DATE_NONE: not said; LIC_DATE_CANCEL: none */
} lic_plan_dates_t;

/** NULL where neither is said. */
const lic_plan_dates_t *lic_plan_dates_said(const lic_plan_dates_t *dates);

/** Whether somebody new is created inactive, as the first day is said. */
int lic_plan_dates_later(const lic_plan_dates_t *dates);

/**
 * Plans them, in the place of what was planned; nothing where that is the same, or has happened already: a first day
 * that has come of somebody active, a last day that is over of somebody inactive. *changed is set where something
 * changes. employee is as it is by then, with plans. Errors: those of lic_plan_employee, with the fact field (starts or
 * ends); LIC_REFUSED "plan-order": the last day is before the first. With an error the change may have got a part.
 */
lic_error_t *lic_plan_dates_decide(int *changed, lic_change_t *change, const lic_employee_t *employee,
                                   const lic_plan_dates_t *dates);

/** Only whether there would be an error. */
lic_error_t *lic_plan_dates_check(const lic_change_t *change, const lic_employee_t *employee,
                                  const lic_plan_dates_t *dates);

#endif
