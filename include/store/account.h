/**
 * @file store/account.h  The account row (which is also its lock), positions, prices: the book. And settings.
 */
#ifndef LIC_STORE_ACCOUNT_H
#define LIC_STORE_ACCOUNT_H

#include "base/token.h"
#include "core/account.h"
#include "core/agenda.h"
#include "store/db.h"

#define LIC_BUCKETS 16 /**< account.bucket is 0..15: parts in which sweepers share the accounts */

/** Reads the account row. LIC_UNKNOWN "account-unknown". Without zone facts missing: zone is opened. */
lic_error_t *lic_account_find(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p);

/** First statement of a unit: UPDATE … revision + 1, which locks; then reads the row. LIC_UNKNOWN "account-unknown". */
lic_error_t *lic_account_lock(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p);

/** Positions of every product, prices in the account's currency, grace: everything a decision needs, without the staff.
 */
lic_error_t *lic_book_load(lic_book_t **book, lic_db_t *db, lic_account_t *account, apr_pool_t *p);

lic_error_t *lic_deadlines_load(lic_deadlines_t *deadlines, lic_db_t *db, const lic_account_t *account, apr_pool_t *p);

/** Writes next_due, last_at, told_until, … of account; called at the end of each unit by apply and once more after
 * deadlines. */
lic_error_t *lic_account_save(lic_db_t *db, const lic_account_t *account, apr_pool_t *scratch);

/** Inserts an account with all counters 0. LIC_CONFLICT "account-exists". id is assigned. */
lic_error_t *lic_account_insert(lic_db_t *db, lic_account_t *account, apr_pool_t *p);

/** The account of a log-in that is unique in the database; LIC_FORBIDDEN "login-unknown" or "login-ambiguous". */
lic_error_t *lic_account_of_login(const char **key, lic_db_t *db, const char *login, apr_pool_t *p);

/** Keys of accounts with next_due ≤ now, by due instant; at most limit, in the buckets [bucket_from, bucket_to]. */
lic_error_t *lic_account_due(apr_array_header_t **keys, lic_db_t *db, apr_time_t now, int bucket_from, int bucket_to,
                             int limit, apr_pool_t *p);
/** How many accounts have something due at or before now, by bucket: LIC_BUCKETS counts. */
lic_error_t *lic_account_due_buckets(apr_int64_t *counts, lic_db_t *db, apr_time_t now, apr_pool_t *p);
/** The highest id of an account; they are 1, 2, 3 …. 0: there is none. */
lic_error_t *lic_account_highest(apr_int64_t *id, lic_db_t *db, apr_pool_t *p);
/** Keys after `after` in order, for walking all accounts; at most limit. */
lic_error_t *lic_account_keys(apr_array_header_t **keys, lic_db_t *db, const char *after, int limit, apr_pool_t *p);

/** Names of the time zones of all accounts with that currency. */
lic_error_t *lic_account_zones(apr_array_header_t **zones, lic_db_t *db, const char *currency, apr_pool_t *p);

/** Key of the first product of a kind; NULL: there is none. */
lic_error_t *lic_product_of_kind(const char **key, lic_db_t *db, lic_kind_t kind, apr_pool_t *p);

/** Products and prices (reference tables). LIC_CONFLICT "product-exists", "price-exists". */
lic_error_t *lic_product_insert(lic_db_t *db, const char *key, lic_kind_t kind, const char *name, apr_pool_t *p);
lic_error_t *lic_price_insert(lic_db_t *db, const char *product, const char *currency, lic_date_t from,
                              apr_int64_t per_month, apr_pool_t *p);
/** Whether the product has any price in the currency yet (its first may start in the past). */
lic_error_t *lic_price_any(int *any, lic_db_t *db, const char *product, const char *currency, apr_pool_t *p);

#define LIC_SETTING_GRACE         "grace-period"    /**< seconds */
#define LIC_SETTING_SECRET        "secret"          /**< signs tokens */
#define LIC_SETTING_SECRET_BEFORE "secret-previous" /**< still verifies them while the secret is being changed */

lic_error_t *lic_setting_get(const char **value, lic_db_t *db, const char *name, apr_pool_t *p); /**< NULL: unset */
lic_error_t *lic_setting_set(lic_db_t *db, const char *name, const char *value, apr_pool_t *p);
lic_error_t *lic_secret_load(lic_secret_t *secret, lic_db_t *db, apr_pool_t *p);

#endif
