/**
 * @file core/threshold.h  The low-stock threshold: how few available licences are few (product.md, What is told).
 */
#ifndef LIC_CORE_THRESHOLD_H
#define LIC_CORE_THRESHOLD_H

#include "core/change.h"

/**
 * product.md, What is told: how few available licences are few, percentages rounded down; few ≥ 0 is the account's own
 * threshold; −1 when none are purchased.
 */
apr_int64_t lic_threshold_of(apr_int64_t purchased, apr_int64_t threshold);

/**
 * Sets the account's own threshold of a user or addon product; few -1: the rule's. Logged as account/few/PRODUCT with
 * the numbers, "" for the rule's; nothing is added when it is so already. LIC_UNKNOWN "product-unknown"; LIC_REFUSED
 * "product-follows", "product-is-fee" (fact product), "quantity-above-ceiling" (fact ceiling), "quantity-not-a-number"
 * (below -1), "account-closed".
 */
lic_error_t *lic_threshold_decide(lic_change_t *change, apr_int64_t product, apr_int64_t threshold);

/** Whether that few of a position are available that it is to be said: 0 to its threshold. */
int lic_threshold_reached(const lic_position_t *position);

/**
 * Adds a few-left event for each user or addon position whose available fell, from before to after, to few or below but
 * not below 0. To be called once per change, before it is applied.
 */
void lic_threshold_warn(lic_change_t *change);

#endif
