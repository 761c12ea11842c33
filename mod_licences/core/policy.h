/**
 * @file core/policy.h  What happens when no licence is free (product.md): grace, block, or buy up to a cap.
 */
#ifndef LIC_CORE_POLICY_H
#define LIC_CORE_POLICY_H

#include "core/change.h"

#define LIC_POLICY_NO_CAP (-1) /**< of `buy`: the account's ceiling is the cap */

/**
 * Sets a product's policy; logged as PRODUCT/policy. cap counts for buy only. LIC_UNKNOWN "product-unknown" (product);
 * LIC_REFUSED "product-follows", "product-is-fee" (product), "quantity-above-ceiling" (ceiling), "account-closed".
 */
lic_error_t *lic_policy_decide(lic_change_t *change, apr_int64_t product, lic_policy_t policy, apr_int64_t cap);

/** "grace", "block", "buy" or "buy 30": a policy in the log. */
const char *lic_policy_state(const lic_position_t *position, apr_pool_t *p);

/** What a product is to have under the policy buy, once so many are used: no more than the cap. */
apr_int64_t lic_policy_total(const lic_position_t *position, apr_int64_t used);

/** Whether one licence more of it is refused: none is free, and its policy is block. */
int lic_policy_blocks(const lic_position_t *position);

/** LIC_REFUSED "no-licence-free" (product, its key as module, free). */
lic_error_t *lic_policy_refuse(const lic_position_t *position, apr_int64_t available, apr_pool_t *p);

/** For a change whose employees weren't asked about one by one (change->asks_later): the same, if it took too many. */
lic_error_t *lic_policy_check(const lic_change_t *change);

#endif
