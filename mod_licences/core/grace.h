/**
 * @file core/grace.h  Red, and seven days (product.md): who is marked, until when.
 */
#ifndef LIC_CORE_GRACE_H
#define LIC_CORE_GRACE_H

#include "core/change.h"
#include "core/employee.h"

#define LIC_OVERAGE_LIST  500 /**< so many seats are decided one by one; more by a boundary, in set-based SQL */
#define LIC_REMIND_BEFORE (apr_time_from_sec(24 * 3600)) /**< how long before the deadline a reminder is sent */

/** The facts of one product's overage, as the store loads them. */
typedef struct lic_overage_t {
    apr_int64_t product;
    apr_int64_t beyond;          /**< n = used − purchased; ≤ 0: nobody */
    apr_int64_t marked_total;    /**< marked now */
    apr_int64_t last_role_admin; /**< the last active employee with the right roles; 0: there are others */
    const lic_seat_t *newest;    /**< the n newest in marking order, when n ≤ LIC_OVERAGE_LIST */
    int nnewest;
    const lic_seat_t *marked; /**< who is marked now, when marked_total ≤ LIC_OVERAGE_LIST */
    int nmarked;
    const lic_seat_t *boundary; /**< the n-th in marking order, when a list would be too long; NULL if n ≤ 0 */
} lic_overage_t;

/**
 * The marking order (product.md, Red, and seven days) of two seats of one product, as the indexes of the store have it:
 * < 0 where a is marked before b.
 */
int lic_grace_order(const lic_seat_t *a, const lic_seat_t *b);

/**
 * Marks the n first in marking order (product.md, When more are used than purchased) with deadline now + grace, keeps
 * older deadlines, unmarks the rest. Adds an event for those who are marked and one for those who aren't any longer;
 * nothing where nothing changes. Beyond LIC_OVERAGE_LIST these are range operations, UNMARK_WITHIN before MARK_BEYOND,
 * which may turn out to touch no row.
 */
void lic_grace_decide(lic_change_t *change, const lic_overage_t *overage);

/** Deactivates the employees whose deadline is ≤ at: a range operation and its event. */
void lic_grace_deactivate(lic_change_t *change, apr_time_t at);

/** Takes back the add-on licences whose deadline is ≤ at: a range operation and its event. */
void lic_grace_take_back(lic_change_t *change, apr_time_t at);

/**
 * Reminds of the marks with that deadline, 24 hours before it: a range operation and its event. Nothing where the grace
 * period isn't longer than that.
 */
void lic_grace_remind(lic_change_t *change, apr_time_t deadline);

#endif
