/**
 * @file service/account_terms.h  Checking what support types: an account's terms, durations.
 */
#ifndef LIC_SERVICE_ACCOUNT_TERMS_H
#define LIC_SERVICE_ACCOUNT_TERMS_H

#include "base/error.h"
#include "core/book.h"

#define LIC_CEILING 1000000 /**< highest total that can be asked for, unless an account has another (product.md) */

/** LIC_INVALID "field-invalid" (fact field), saying what is expected. */
lic_error_t *lic_terms_invalid(apr_pool_t *p, const char *field, const char *expected);

/** LIC_INVALID "field-invalid" (fact field): which currency is likely meant. */
lic_error_t *lic_terms_currency_unknown(const char *currency, apr_pool_t *p);

/** Checks every term of a new account, opens its zone, and sets digits, ceiling and texts that were left out. */
lic_error_t *lic_terms_check(lic_account_t *terms, apr_pool_t *p);

#define LIC_OFF "Off" /**< what is typed for a duration that there isn't */

/** "7d", "90min", "12h", "30s" → whole seconds, 1 second to 366 days. LIC_INVALID "duration-invalid". */
lic_error_t *lic_terms_duration(apr_int64_t *seconds, const char *text, apr_pool_t *p);
/** And back, by the largest unit that it is a whole number of. */
const char *lic_terms_duration_text(apr_int64_t seconds, apr_pool_t *p);

#endif
