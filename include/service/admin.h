/**
 * @file service/admin.h  What support does with licencesctl: accounts, products, prices, roles, settings.
 */
#ifndef LIC_SERVICE_ADMIN_H
#define LIC_SERVICE_ADMIN_H

#include "service/unit.h"

/** Adds an account as of caller->now from its terms (every field checked; LIC_INVALID "field-invalid", fact field). */
lic_error_t *lic_admin_account_add(lic_db_source_t *from, const lic_caller_t *caller, lic_account_t *terms,
                                   apr_pool_t *p);
lic_error_t *lic_admin_account_close(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);
lic_error_t *lic_admin_account_reopen(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);

lic_error_t *lic_admin_product_add(lic_db_source_t *from, const char *key, lic_kind_t kind, const char *name,
                                   apr_pool_t *p);
/** A new price starts tomorrow or later; a product's first in a currency may start earlier. LIC_REFUSED
 * "price-too-early". */
lic_error_t *lic_admin_price_set(lic_db_source_t *from, const char *product, const char *currency,
                                 apr_int64_t per_month, lic_date_t valid_from, apr_time_t now, apr_pool_t *p);

/** Grants or revokes a right of a role; makes the role when it is new. */
lic_error_t *lic_admin_role(lic_db_source_t *from, const lic_caller_t *caller, const char *role, lic_right_t right,
                            int on, apr_pool_t *p);
/** Sets the grace period ("7d") of the whole database. LIC_INVALID "duration-invalid". */
lic_error_t *lic_admin_grace(lic_db_source_t *from, const char *duration, apr_pool_t *p);

#endif
