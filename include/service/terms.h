/**
 * @file service/terms.h  Checking what support types: an account's terms, durations.
 */
#ifndef LIC_SERVICE_TERMS_H
#define LIC_SERVICE_TERMS_H

#include "base/error.h"
#include "core/account.h"

/** LIC_INVALID "field-invalid" (fact field): what would be right. */
lic_error_t *lic_terms_invalid(apr_pool_t *p, const char *field, const char *right);

/** Checks every term of a new account, opens its zone, and sets digits, ceiling and texts that were left out. */
lic_error_t *lic_terms_check(lic_account_t *terms, apr_pool_t *p);

/** "7d", "90min", "12h", "30s" → whole seconds, 1 second to 366 days. LIC_INVALID "duration-invalid". */
lic_error_t *lic_terms_duration(apr_int64_t *seconds, const char *text, apr_pool_t *p);

#endif
