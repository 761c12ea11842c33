/**
 * @file service/condition.h  Idempotency-Key and If-Match: what makes a change without a preview safe to send again.
 *
 * Under the account's lock, in this order: the stored answer of the key, the condition, the change.
 */
#ifndef LIC_SERVICE_CONDITION_H
#define LIC_SERVICE_CONDITION_H

#include "service/caller.h"

typedef struct lic_condition_t {
    const char *key;         /**< Idempotency-Key; NULL: none */
    const char *digest;      /**< of the content that came with the key; NULL: the service makes one of what is asked */
    apr_int64_t if_match;    /**< revision that the account must have; −1: any */
    const apr_int64_t *also; /**< other revisions that will do as well */
    int nalso;
} lic_condition_t;

#define LIC_CONDITION_NEVER (-2) /**< of if_match: no revision will do */
#define LIC_CONDITION_WEAK  (-3) /**< of also: nor here, as its tag is a weak one */

/** The key that the answer is stored by: of user and key, so that users don't get at each other's. NULL without one. */
const char *lic_condition_key(const lic_condition_t *condition, const lic_caller_t *caller, apr_pool_t *p);

/**
 * Whether an account at this revision may be changed; condition may be NULL. LIC_CONFLICT "precondition-failed" (fact
 * revision).
 */
lic_error_t *lic_condition_check(const lic_condition_t *condition, apr_int64_t revision, apr_pool_t *p);

#endif
