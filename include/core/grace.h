/**
 * @file core/grace.h  Red, and seven days (product.md): who is marked, until when.
 */
#ifndef LIC_CORE_GRACE_H
#define LIC_CORE_GRACE_H

#include "core/agenda.h"
#include "core/change.h"

#define LIC_CROWD_LIST 500 /**< up to here people are decided one by one, beyond by a boundary in set-based SQL */

/** The facts of one product's overage, as the store loads them. */
typedef struct lic_crowd_t {
    apr_int64_t product;
    apr_int64_t beyond;         /**< n = used − purchased; ≤ 0: nobody */
    apr_int64_t marked_total;   /**< marked now */
    apr_int64_t keeper;         /**< the last active holder of roles; 0 */
    const lic_holder_t *newest; /**< the n newest in marking order, when n ≤ LIC_CROWD_LIST */
    int nnewest;
    const lic_holder_t *marked; /**< who is marked now, when marked_total ≤ LIC_CROWD_LIST */
    int nmarked;
    const lic_holder_t *boundary; /**< the n-th in marking order, when a list would be too long; NULL if n ≤ 0 */
} lic_crowd_t;

/**
 * Marking order: < 0 when a is marked before b. Employees: unprotected, protected, keeper; within each newest since,
 * newest created, highest id. Add-on licences: newest since, highest assignment id.
 */
int lic_grace_compare(const lic_holder_t *a, const lic_holder_t *b);

/**
 * Marks the n first in order with deadline now + grace, keeps older deadlines, unmarks the rest. Adds an event for
 * those who are marked and one for those who aren't any longer; nothing where nothing changes. Beyond LIC_CROWD_LIST
 * these are range operations, UNMARK_WITHIN before MARK_BEYOND, which may turn out to touch no row.
 */
void lic_grace_decide(lic_change_t *change, const lic_crowd_t *crowd);

/**
 * What falls due at `at`: deactivating employees, taking add-on licences back (whose deadlines are ≤ at), or reminding
 * of the deadlines 24 h after it (nobody when the grace period isn't longer than that). One range operation and event;
 * other kinds add nothing.
 */
void lic_grace_due(lic_change_t *change, lic_due_kind_t kind, apr_time_t at);

/**
 * product.md, What is told: how few available licences are few, percentages rounded down; few ≥ 0 is the account's own
 * threshold; −1 when none are purchased.
 */
apr_int64_t lic_grace_few(apr_int64_t purchased, apr_int64_t few);

/**
 * Sets the account's own threshold of a user or addon product; few -1: the rule's. Logged as account/few/PRODUCT with
 * the numbers, "" for the rule's; nothing is added when it is so already. LIC_UNKNOWN "product-unknown"; LIC_REFUSED
 * "product-follows", "product-is-fee" (fact product), "quantity-above-ceiling" (fact ceiling), "quantity-not-a-number"
 * (below -1), "account-closed".
 */
lic_error_t *lic_grace_decide_few(lic_change_t *change, apr_int64_t product, apr_int64_t few);

/** Whether that few of a position are available that it is to be said: 0 to its threshold. */
int lic_grace_is_few(const lic_position_t *position);

/**
 * Adds a few-left event for each user or addon position whose available fell, from before to after, to few or below but
 * not below 0. To be called once per change, before it is applied.
 */
void lic_grace_warn(lic_change_t *change);

#endif
