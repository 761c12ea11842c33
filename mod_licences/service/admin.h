/**
 * @file service/admin.h  What support does with licencesctl: accounts, products, prices, settings.
 */
#ifndef LIC_SERVICE_ADMIN_H
#define LIC_SERVICE_ADMIN_H

#include "service/unit.h"
#include "store/login.h"

/**
 * Adds an account as of caller->now from its terms: key, name, currency, locale, timezone, billing, months, anchor,
 * vat, ceiling (0: LIC_CEILING), legal_name, address, country, vat_id,
 * electronic_address, order_number. Every field is checked (LIC_INVALID
 * "field-invalid", fact field; "timezone-unknown"); the rest is set. LIC_CONFLICT "account-exists".
 */
lic_error_t *lic_admin_account_add(lic_db_source_t *from, const lic_caller_t *caller, lic_account_t *terms,
                                   apr_pool_t *p);
/** From the period's end on. LIC_REFUSED "account-closed" when it is closing or closed already. */
lic_error_t *lic_admin_account_close(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);
/** LIC_REFUSED "account-open" when it is. */
lic_error_t *lic_admin_account_reopen(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);

/** LIC_CONFLICT "product-exists", also for a second user licence: there is one. */
lic_error_t *lic_admin_product_add(lic_db_source_t *from, const char *key, lic_kind_t kind, const char *name,
                                   apr_pool_t *p);
/** What a product is called from now on, in every account; invoices keep the name that they were made with. LIC_UNKNOWN
 * "product-unknown". */
lic_error_t *lic_admin_product_rename(lic_db_source_t *from, const char *key, const char *name, apr_pool_t *p);
/**
 * A new price starts tomorrow or later wherever there is an account in that currency; a product's first in a currency
 * may start earlier. LIC_REFUSED "price-too-early" (fact earliest). valid_from LIC_DATE_NONE: as early as possible.
 */
lic_error_t *lic_admin_price_set(lic_date_t *starts, lic_db_source_t *from, const char *product, const char *currency,
                                 apr_int64_t per_month, lic_date_t valid_from, apr_time_t now, apr_pool_t *p);

/**
 * Withdraws a price that hasn't begun wherever there is an account in that currency (product.md, Money). LIC_REFUSED
 * "price-begun" (fact earliest); LIC_UNKNOWN "product-unknown", "price-unknown".
 */
lic_error_t *lic_admin_price_unset(lic_db_source_t *from, const char *product, const char *currency,
                                   lic_date_t valid_from, apr_time_t now, apr_pool_t *p);

/** Sets the grace period ("7d"; s, min, h or d) of the whole database, for marks yet to come. LIC_INVALID
 * "duration-invalid". */
lic_error_t *lic_admin_grace(lic_db_source_t *from, const char *duration, apr_pool_t *p);

/** Sets the undo period, "24h", or "Off". */
lic_error_t *lic_admin_undo(lic_db_source_t *from, const char *duration, apr_pool_t *p);

/** After a restore from a backup: nothing that was handed out before it matches any more (store/setting.h). */
lic_error_t *lic_admin_restored(lic_db_source_t *from, apr_pool_t *p);

/** Sets whose a log-in is (product.md, Who gets in), for the whole database. LIC_REFUSED "logins-doubled". */
lic_error_t *lic_admin_logins(lic_db_source_t *from, lic_logins_t logins, apr_pool_t *p);

#endif
