/**
 * @file store/archive.h  What is past and nothing needs any more: which rows, reading them, taking them out.
 *
 * That is a beginning of the log, up to the end of an event; the sent mails that tell of it; and days of usage history.
 * None of these rows changes any more, so what was read for a file is what is taken out. Of the log's entries each
 * object's last state stays (sql/schema/003_archive.sql), from which audits go on.
 */
#ifndef LIC_STORE_ARCHIVE_H
#define LIC_STORE_ARCHIVE_H

#include "core/book.h"
#include "store/db.h"

typedef struct lic_archive_usage_t {
    apr_int64_t product;
    const char *key;
    lic_date_t before; /**< rows of days before this one go */
} lic_archive_usage_t;

typedef struct lic_archive_t {
    const lic_account_t *account;
    lic_date_t before;          /**< what was before this local date */
    apr_int64_t after, through; /**< log entries: after < id ≤ through; the same: none */
    const lic_archive_usage_t *usage;
    int nusage;
    apr_int64_t waiting, parked; /**< mails still to be sent, where they hold the log … */
    apr_time_t since;            /**< … and when the first of them was written; 0: none does */
} lic_archive_t;

/** Up to which entry the log has been archived, 0: it is all there; and *since (or NULL): when the first that is still
 * there was written, 0 without an archive. */
lic_error_t *lic_archive_through(apr_int64_t *through, apr_time_t *since, lic_db_t *db, apr_int64_t account,
                                 apr_pool_t *p);

/**
 * What there is to archive before a date. The log is kept from the first entry that isn't older, and from the first
 * event of which a mail is still to be sent (or parked). In p.
 */
lic_error_t *lic_archive_find(lic_archive_t *archive, lic_db_t *db, const lic_account_t *account, lic_date_t before,
                              apr_pool_t *p);

/**
 * Takes out the next part, of at most a few thousand entries, inside the transaction that holds the account; with the
 * last entries the days. *from and *to: the log was archived up to the one and is to the other. *moved 0: all of it has
 * gone. LIC_BUG "archive" where other rows are there than were found.
 */
lic_error_t *lic_archive_take(int *moved, apr_int64_t *from, apr_int64_t *to, lic_db_t *db,
                              const lic_archive_t *archive, apr_time_t now, apr_pool_t *p);

#endif
