/**
 * @file core/plan_new.h  Planning, and cancelling what is planned (product.md, Plans).
 */
#ifndef LIC_CORE_PLAN_NEW_H
#define LIC_CORE_PLAN_NEW_H

#include "core/employee.h"
#include "core/plan.h"
#include "core/quantity.h"

/** LIC_REFUSED "plan-day" (facts first, last) unless the day is after today, and at most LIC_PLAN_DAYS ahead. */
lic_error_t *lic_plan_check_day(lic_date_t on, lic_date_t today, apr_pool_t *p);

/**
 * That an employee starts (on: the first day) or leaves (on: the last day), in the place of such a plan that there is;
 * nothing where that is the same. employee->plans are loaded. LIC_REFUSED "plan-day" (first, last), "employee-service",
 * "plan-needless": it is active, or inactive, already and nothing is planned that changes it; "account-closed".
 */
lic_error_t *lic_plan_employee(lic_change_t *change, const lic_employee_t *employee, lic_plan_kind_t kind,
                               lic_date_t on);

/**
 * That up to so many licences of a product are bought on a day, in the place of such a plan (old; NULL: there is none).
 * *out: what that would come to as things stand, at that day's price, and *then (may be NULL) the change; nothing of it
 * is done now. LIC_REFUSED "plan-day",
 * "plan-needless": there would be as many by then; and the errors of lic_quantity_decide.
 */
lic_error_t *lic_plan_buy(lic_change_t *change, lic_outcome_t *out, const lic_change_t **then, const lic_plan_t *old,
                          apr_int64_t product, apr_int64_t quantity, lic_date_t on);

/** The account as it would begin a local date of its future, if nothing is done until then but renewing. */
lic_book_t *lic_plan_as_of(const lic_book_t *book, lic_date_t on, apr_pool_t *p);

void lic_plan_cancel(lic_change_t *change, const lic_plan_t *plan);

#endif
