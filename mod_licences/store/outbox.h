/**
 * @file store/outbox.h  Mail that waits: claimed by lease, sent, put off or parked. apply writes the rows.
 *
 * Every instant is the caller's, so servers that deliver for one database keep their clocks together: one whose clock
 * is ahead by more than a claim lasts would take another's claims for expired, and a message could go out twice (with
 * the same Message-ID).
 */
#ifndef LIC_STORE_OUTBOX_H
#define LIC_STORE_OUTBOX_H

#include "store/db.h"

typedef struct lic_outbox_row_t {
    apr_int64_t account, id;
    const char *account_key;
    apr_int64_t event; /**< journal id of the first row of the operation */
    const char *kind;  /**< its action word */
    const char *address, *language;
    apr_int64_t rows_told; /**< journal rows of the event */
    apr_int64_t attempts;  /**< tries so far */
    apr_int64_t refused;   /**< of them, those that were refused for good */
    apr_time_t created;
} lic_outbox_row_t;

#define LIC_OUTBOX_WHY_MAX 200 /**< bytes of last_error; what is longer is cut */

/**
 * Claims up to limit rows that are due at now, the longest due first, until `until`; rows of lic_outbox_row_t. One
 * transaction. Each row has at most one holder at a time.
 */
lic_error_t *lic_outbox_claim(apr_array_header_t **rows, lic_db_t *db, const char *holder, apr_time_t now,
                              apr_time_t until, int limit, apr_pool_t *p);

/**
 * Counts a try that begins now, and makes the claim last until `until`; if the process dies in it, the row is due again
 * at retry. *mine 0: the claim is lost, leave the row alone. *mine may be NULL in the functions below, which end the
 * claim.
 */
lic_error_t *lic_outbox_begin(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder,
                              apr_time_t until, apr_time_t retry, apr_pool_t *scratch);
lic_error_t *lic_outbox_sent(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder, apr_time_t at,
                             apr_pool_t *scratch);
/** Writes row->attempts and row->refused as they are. */
lic_error_t *lic_outbox_delay(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder,
                              apr_time_t retry, const char *why, apr_pool_t *scratch);
/** Not tried again until lic_outbox_retry; audit names it. */
lic_error_t *lic_outbox_park(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder, const char *why,
                             apr_pool_t *scratch);
/** Gives back a row that wasn't tried. */
lic_error_t *lic_outbox_release(lic_db_t *db, const lic_outbox_row_t *row, const char *holder, apr_pool_t *scratch);

/**
 * Where nobody sends mail, what waits becomes unwanted: it holds nothing up, and no alarm tells of it. Where somebody
 * does, what is unwanted and younger than since waits again; what is older only by lic_outbox_allow.
 */
lic_error_t *lic_outbox_unwant(lic_db_t *db, apr_time_t now, apr_pool_t *scratch);
lic_error_t *lic_outbox_want(lic_db_t *db, apr_time_t now, apr_time_t since, apr_pool_t *scratch);

#define LIC_OUTBOX_OLD (apr_time_from_sec(86400)) /**< unwanted for longer, it isn't sent unless support allows it */

/** The states of mail that hasn't been sent: "waiting", "parked", "unwanted"; ends in NULL. */
extern const char *const lic_outbox_states[];

/** A mail that hasn't been sent. */
typedef struct lic_outbox_unsent_t {
    apr_int64_t account, id;
    const char *account_key, *kind, *address, *why;
    apr_int64_t attempts;
    apr_time_t created;
} lic_outbox_unsent_t;

/** Those of an account (0: all) and state after one (NULL: from the first), up to limit: lic_outbox_unsent_t in p. */
lic_error_t *lic_outbox_list(apr_array_header_t **mails, lic_db_t *db, apr_int64_t account, const char *state,
                             const lic_outbox_unsent_t *after, int limit, apr_pool_t *p);

/** Those of an account (0: all) and state are let go: never sent, they hold nothing up. */
lic_error_t *lic_outbox_drop(apr_int64_t *count, lic_db_t *db, apr_int64_t account, const char *state,
                             apr_pool_t *scratch);

/** Unwanted ones of an account (0: all) wait again, however old. */
lic_error_t *lic_outbox_allow(apr_int64_t *count, lic_db_t *db, apr_int64_t account, apr_time_t now,
                              apr_pool_t *scratch);

/** Parked rows of an account (0: all) wait again, as if new. *count: how many. */
lic_error_t *lic_outbox_retry(apr_int64_t *count, lic_db_t *db, apr_int64_t account, apr_time_t now,
                              apr_pool_t *scratch);

#endif
