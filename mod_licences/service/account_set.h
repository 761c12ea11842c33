/**
 * @file service/account_set.h  Changing an account's terms, as support does.
 */
#ifndef LIC_SERVICE_ACCOUNT_SET_H
#define LIC_SERVICE_ACCOUNT_SET_H

#include "service/unit.h"

#define LIC_TERMS_SAME (-1) /**< of vat and attach_ubl: stays */

/** Sets in *wanted those terms that are given, as they were typed: nothing is checked. */
void lic_account_overlay(lic_account_t *wanted, const lic_account_t *terms);

/** What came of it: how many of the terms are others now, and the log entry of the first; 0: all were so already. */
typedef struct lic_account_set_t {
    int changed;
    apr_int64_t log;
} lic_account_set_t;

/**
 * Sets what terms gives of name, billing, locale, timezone, currency, legal_name, address, country, vat_id,
 * electronic_address, order_number (NULL: stays), vat, attach_ubl (LIC_TERMS_SAME: stays) and ceiling (0: stays).
 * Errors of lic_business_terms_check and lic_terms_check, and LIC_REFUSED "terms-fixed" (core/terms.h).
 */
lic_error_t *lic_account_set(lic_account_set_t *set, lic_db_source_t *from, const lic_caller_t *caller,
                             const lic_account_t *terms, apr_pool_t *p);

#endif
