/**
 * @file core/policy_buy.h  What is missing is bought in the same transaction (product.md, When no licence is free).
 */
#ifndef LIC_CORE_POLICY_BUY_H
#define LIC_CORE_POLICY_BUY_H

#include "core/change.h"

/**
 * Buys what the change's activations and add-on licences lack, of products whose policy is buy and up to its cap: one
 * invoice and one event. What can't be bought (no price, account closing) stays beyond, as under grace.
 */
lic_error_t *lic_policy_buy(lic_change_t *change);

#endif
