/**
 * @file store/account.h  The account row, which is also its lock; and the book: positions and prices.
 */
#ifndef LIC_STORE_ACCOUNT_H
#define LIC_STORE_ACCOUNT_H

#include "core/agenda.h"
#include "core/book.h"
#include "store/db.h"

#define LIC_BUCKETS 16 /**< account.bucket is 0..15: parts in which sweepers share the accounts */

#define LIC_ACCOUNT_UNREADABLE "account-unreadable"

/**
 * Reads the account row, and opens its time zone. LIC_UNKNOWN "account-unknown"; LIC_BUG LIC_ACCOUNT_UNREADABLE where
 * its time zone, currency or state isn't known.
 */
lic_error_t *lic_account_find(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p);

/** First statement of a unit: UPDATE … revision + 1, which locks. LIC_UNKNOWN "account-unknown". */
lic_error_t *lic_account_bump(lic_db_t *db, const char *key, apr_pool_t *p);

/** The same, and then reads the row. */
lic_error_t *lic_account_lock(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p);

/** Takes back that step of the revision: nothing was changed after all. Under the lock. */
lic_error_t *lic_account_stay(lic_db_t *db, apr_int64_t account, apr_pool_t *scratch);

/** The same lock, where the revision stays: other pages than the log's are as they were. */
lic_error_t *lic_account_hold(lic_db_t *db, const char *key, apr_pool_t *p);

/** Positions of every product, prices in the account's currency, grace: everything a decision needs but the employees.
 */
lic_error_t *lic_book_load(lic_book_t **book, lic_db_t *db, lic_account_t *account, apr_pool_t *p);

lic_error_t *lic_deadlines_load(lic_deadlines_t *deadlines, lic_db_t *db, const lic_account_t *account, apr_pool_t *p);

/** Writes the row but for its revision: once, last, by lic_settle, or by a catch-up that found nothing due. */
lic_error_t *lic_account_save(lic_db_t *db, const lic_account_t *account, apr_pool_t *scratch);

/** What is due for an account that can't be read isn't tried again before then: sets next_due alone. */
lic_error_t *lic_account_put_off(lic_db_t *db, const char *key, apr_time_t until, apr_pool_t *scratch);

/** Inserts an account with all counters 0. LIC_CONFLICT "account-exists". id is assigned. */
lic_error_t *lic_account_insert(lic_db_t *db, lic_account_t *account, apr_pool_t *p);

/** Keys of accounts with next_due ≤ now, by due instant; at most limit, in the buckets [bucket_from, bucket_to]. */
lic_error_t *lic_account_due(apr_array_header_t **keys, lic_db_t *db, apr_time_t now, int bucket_from, int bucket_to,
                             int limit, apr_pool_t *p);
/** How many accounts have something due at or before now, by bucket: LIC_BUCKETS counts. */
lic_error_t *lic_account_due_buckets(apr_int64_t *counts, lic_db_t *db, apr_time_t now, apr_pool_t *p);
/** The highest id of an account; they are 1, 2, 3 …. 0: there is none. */
lic_error_t *lic_account_highest(apr_int64_t *id, lic_db_t *db, apr_pool_t *p);
/** Keys after `after` in order, to go through all accounts; at most limit. */
lic_error_t *lic_account_keys(apr_array_header_t **keys, lic_db_t *db, const char *after, int limit, apr_pool_t *p);

/** The time zone of some accounts, and the latest instant that one of them has come to. */
typedef struct lic_zone_reached_t {
    const char *timezone;
    apr_time_t last_at;
} lic_zone_reached_t;

/** The time zones of all accounts with that currency, of lic_zone_reached_t. */
lic_error_t *lic_account_zones(apr_array_header_t **zones, lic_db_t *db, const char *currency, apr_pool_t *p);

#endif
