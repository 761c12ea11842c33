/**
 * @file core/plan_due.h  Carrying out what was planned (product.md, Plans), and letting in who waits for a licence.
 */
#ifndef LIC_CORE_PLAN_DUE_H
#define LIC_CORE_PLAN_DUE_H

#include "core/employee.h"
#include "core/plan.h"

#define LIC_PLANS_AT_ONCE 1000 /**< so many starts or last days, or one purchase, are carried out in one change */

/** A plan and the employee that it is about. */
typedef struct lic_planned_t {
    const lic_plan_t *plan;
    const lic_employee_t *employee; /**< with held; NULL: it buys, or there is no such employee any more */
    int role_admin;                 /**< an active employee with the right roles */
} lic_planned_t;

/** Plans of one kind that are due at one instant, by id. */
typedef struct lic_plan_batch_t {
    const lic_planned_t *list;
    int n;
    apr_int64_t role_admins; /**< how many active employees have the right roles */
} lic_plan_batch_t;

/**
 * Carries out each: deactivates, activates, buys as an admin would at change->now, and drops the plan; lapsed where it
 * is so already; refused and told where it can't be (the last role administrator, a closed account, no price …). Under
 * the policy block a start for which no licence is free waits, and is told.
 */
void lic_plan_carry_out(lic_change_t *change, const lic_plan_batch_t *batch);

/**
 * Whether a licence may be free now for whoever waits: cheap, and 0 where nobody can. further: who has been let in so
 * far after the change; NULL: nobody.
 */
int lic_plan_may_admit(const lic_change_t *change, const lic_change_t *further);

/** Of those who wait, oldest date first, activates everybody for whom licences are free. */
void lic_plan_admit(lic_change_t *change, const lic_plan_batch_t *batch);

/** Planned purchases that are no more than what the change has bought go (removed). */
void lic_plan_outdo(lic_change_t *change, const lic_plan_t *plans, int n);

#endif
