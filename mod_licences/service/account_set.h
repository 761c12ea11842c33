/**
 * @file service/account_set.h  Changing an account's terms, as support does.
 */
#ifndef LIC_SERVICE_ACCOUNT_SET_H
#define LIC_SERVICE_ACCOUNT_SET_H

#include "service/unit.h"

#define LIC_TERMS_SAME (-1) /**< of vat: stays */

/**
 * Sets what terms gives of name, billing, locale, timezone, currency, legal_name, address, country, vat_id,
 * electronic_address, order_number (NULL: stays), vat (LIC_TERMS_SAME: stays) and ceiling (0: stays).
 * *changed: how many of them are others now. Errors of lic_business_terms_check and lic_terms_check, and LIC_REFUSED
 * "terms-fixed" (core/terms.h).
 */
lic_error_t *lic_account_set(int *changed, lic_db_source_t *from, const lic_caller_t *caller,
                             const lic_account_t *terms, apr_pool_t *p);

#endif
