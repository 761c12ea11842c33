/**
 * @file service/planned.h  The facts about what is planned, for the transactions that carry it out.
 */
#ifndef LIC_SERVICE_PLANNED_H
#define LIC_SERVICE_PLANNED_H

#include "core/plan_due.h"
#include "store/db.h"

/** What is carried out next of a day: starts or last days, at most LIC_PLANS_AT_ONCE, or one purchase. */
lic_error_t *lic_planned_load(const lic_plan_batch_t **batch, lic_db_t *db, const lic_account_t *account,
                              lic_date_t due_on, apr_pool_t *p);

/** What is planned around the account's renewal: up to so many days after it. The first LIC_PLANS_TOLD of them. */
#define LIC_PLANS_AROUND 14
#define LIC_PLANS_TOLD   30
lic_error_t *lic_planned_around(const lic_plan_batch_t **batch, lic_db_t *db, const lic_account_t *account,
                                apr_pool_t *p);

/** Purchases that are planned and have been made by the change go with it; before it is applied. */
lic_error_t *lic_planned_outdo(lic_change_t *change, lic_db_t *db, apr_pool_t *p);

/**
 * Once a change is applied: activates those who wait and for whom licences are free now, as the system, all of them, in
 * parts. *admitted: a further change, which has been applied; NULL: nobody was let in.
 */
lic_error_t *lic_planned_admit(lic_change_t **admitted, const lic_change_t *change, lic_db_t *db, apr_pool_t *p);

#endif
