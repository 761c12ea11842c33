/**
 * @file core/rehearsal_private.h  An account's facts in memory, to which changes are applied as store/apply does with
 * its rows: who is active, who holds what, who is marked until when.
 */
#ifndef LIC_CORE_REHEARSAL_PRIVATE_H
#define LIC_CORE_REHEARSAL_PRIVATE_H

#include <apr_hash.h>

#include "core/agenda.h"
#include "core/forecast_facts.h"
#include "core/grace.h"
#include "core/plan_due.h"

typedef struct lic_rehearsal_t {
    apr_pool_t *pool;
    lic_book_t *book;
    lic_forecast_employee_t *employees;
    int nemployees;
    apr_hash_t *by_id; /**< of employees, by &facts.id */
    apr_int64_t role_admins;
    lic_plan_t *plans; /**< id 0: gone */
    int nplans;
    const lic_forecast_facts_t *facts;
} lic_rehearsal_t;

/** A copy of the facts, in p. */
lic_rehearsal_t *lic_rehearsal_make(const lic_forecast_facts_t *facts, apr_pool_t *p);

/** NULL: nobody that the facts name. */
lic_forecast_employee_t *lic_rehearsal_employee(const lic_rehearsal_t *rehearsal, apr_int64_t id);

/** The last role administrator; 0: there are others, or it isn't among the employees. */
apr_int64_t lic_rehearsal_last_admin(const lic_rehearsal_t *rehearsal);

/** The earliest deadlines, and the day of the next plan; reminders aren't looked at. */
void lic_rehearsal_deadlines(lic_deadlines_t *deadlines, const lic_rehearsal_t *rehearsal);

/** The plans that are due next of a day, as many of the first kind among them as are carried out in one change; or
 * those that wait. In p. */
lic_plan_batch_t *lic_rehearsal_due(const lic_rehearsal_t *rehearsal, lic_date_t due_on, apr_pool_t *p);
lic_plan_batch_t *lic_rehearsal_waiting(const lic_rehearsal_t *rehearsal, apr_pool_t *p);

/** Applies a change, made in `each`: its book and its operations. */
void lic_rehearsal_apply(lic_rehearsal_t *rehearsal, const lic_change_t *change);

/** The overage of a user or addon position. Returns 0 where more seats are beyond than are known. */
int lic_rehearsal_overage(lic_overage_t *overage, const lic_rehearsal_t *rehearsal, const lic_position_t *position,
                          apr_pool_t *each);

#endif
