/**
 * @file service/threshold.h  From how few licences on an account is warned (product.md, What is told).
 */
#ifndef LIC_SERVICE_THRESHOLD_H
#define LIC_SERVICE_THRESHOLD_H

#include "service/unit.h"

/**
 * Sets the account's own threshold of a product by its key; few -1: the rule's. *log: its log id; 0: it was so already.
 * Errors: those of lic_threshold_decide.
 */
lic_error_t *lic_threshold_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                               apr_int64_t threshold, apr_pool_t *p);

#endif
