/**
 * @file service/condition.h  How a change that nobody previewed is made safe: a key for repeats, a state to begin from.
 *
 * Under the account's lock, in this order: the stored answer of the key, the state, the change.
 */
#ifndef LIC_SERVICE_CONDITION_H
#define LIC_SERVICE_CONDITION_H

#include "service/unit.h"

typedef struct lic_condition_t {
    const char *key;         /**< Idempotency-Key; NULL: none */
    const char *digest;      /**< of the content that came with the key; NULL: the service's own */
    apr_int64_t if_match;    /**< revision that the account must have; −1: any */
    const apr_int64_t *also; /**< further ones that will do */
    int nalso;
} lic_condition_t;

#define LIC_CONDITION_NEVER (-2) /**< of if_match: no revision will do */

/** What the answer is stored by: each user's keys are apart from everybody else's. NULL without a key. */
const char *lic_condition_key(const lic_condition_t *condition, const lic_caller_t *caller, apr_pool_t *p);

/**
 * Whether an account at this revision may be changed; condition may be NULL. LIC_CONFLICT "precondition-failed" (fact
 * revision).
 */
lic_error_t *lic_condition_check(const lic_condition_t *condition, apr_int64_t revision, apr_pool_t *p);

#endif
