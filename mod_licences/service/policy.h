/**
 * @file service/policy.h  Sets what happens when no licence of a product is free (core/policy.h).
 */
#ifndef LIC_SERVICE_POLICY_H
#define LIC_SERVICE_POLICY_H

#include "service/unit.h"

/**
 * *log: the entry; 0: it was so already. cap: LIC_POLICY_NO_CAP, or of LIC_POLICY_BUY the highest total. Errors: those
 * of lic_policy_decide.
 */
lic_error_t *lic_policy_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                            lic_policy_t policy, apr_int64_t cap, apr_pool_t *p);

#endif
