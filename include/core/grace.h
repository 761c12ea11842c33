/**
 * @file core/grace.h  Red, and seven days (product.md): who is marked, until when.
 */
#ifndef LIC_CORE_GRACE_H
#define LIC_CORE_GRACE_H

#include "core/change.h"

#define LIC_CROWD_LIST 500 /**< up to here people are decided one by one, beyond by a boundary in set-based SQL */

/** The facts of one product's overage, as the store loads them. */
typedef struct lic_crowd_t {
    apr_int64_t product;
    apr_int64_t beyond;              /**< n = used − purchased; ≤ 0: nobody */
    apr_int64_t marked_total;        /**< marked now */
    apr_int64_t keeper;              /**< the last active holder of roles; 0 */
    const lic_holder_t *newest;      /**< the n newest in marking order, when n ≤ LIC_CROWD_LIST */
    int nnewest;
    const lic_holder_t *marked;      /**< who is marked now, when marked_total ≤ LIC_CROWD_LIST */
    int nmarked;
    const lic_holder_t *boundary;    /**< the n-th in marking order, when a list would be too long; NULL if n ≤ 0 */
} lic_crowd_t;

/** Marking order: < 0 when a is marked before b. Unprotected, protected, keeper; newest since, created, highest id. */
int lic_grace_compare(const lic_holder_t *a, const lic_holder_t *b);

/** Marks the n first in order with deadline now + grace, keeps older deadlines, unmarks the rest. Adds events. */
void lic_grace_decide(lic_change_t *change, const lic_crowd_t *crowd);

/** product.md, What is told: how few available licences are few; few ≥ 0 is the account's own threshold. */
apr_int64_t lic_grace_few(apr_int64_t purchased, apr_int64_t few);

/** Adds a few-left event for each user or addon position of change whose available fell to few or below (not below 0). */
void lic_grace_warn(lic_change_t *change);

#endif
