/**
 * @file store/refusal.h  Counts of refused attempts: of an account, minute, user and path.
 */
#ifndef LIC_STORE_REFUSAL_H
#define LIC_STORE_REFUSAL_H

#include "store/db.h"

#define LIC_REFUSAL_ACTOR 64  /**< characters of a log-in that are kept */
#define LIC_REFUSAL_PATH  100 /**< … of a path */
#define LIC_REFUSAL_LIST  100 /**< so many paths of one user and minute are read, more than are written */

typedef struct lic_refusal_t {
    apr_int64_t account;
    apr_time_t minute; /**< its begin */
    const char *actor, *path;
} lic_refusal_t;

typedef struct lic_refusal_seen_t {
    const char *path;
    apr_int64_t attempts;
} lic_refusal_seen_t;

/** What the key's user has been refused within its minute, whatever the key's path is. */
lic_error_t *lic_refusal_list(const lic_refusal_seen_t **seen, int *n, lic_db_t *db, const lic_refusal_t *key,
                              apr_pool_t *p);

/** The first attempt, and its entry of the log. */
lic_error_t *lic_refusal_insert(lic_db_t *db, const lic_refusal_t *key, apr_int64_t entry, apr_pool_t *p);

/** One attempt more; locks nothing else. */
lic_error_t *lic_refusal_count(lic_db_t *db, const lic_refusal_t *key, apr_pool_t *p);

/** All attempts of the account in minutes that began at an instant or later. */
lic_error_t *lic_refusal_sum(apr_int64_t *attempts, lic_db_t *db, apr_int64_t account, apr_time_t since, apr_pool_t *p);

#endif
