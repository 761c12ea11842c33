/**
 * @file store/archive_back.h  The way back: rows of archive files into the database that they were taken from.
 */
#ifndef LIC_STORE_ARCHIVE_BACK_H
#define LIC_STORE_ARCHIVE_BACK_H

#include "core/book.h"
#include "store/db.h"

/** One row of a file. Texts are NULL where the row had none. */
typedef struct lic_archived_row_t {
    enum { LIC_ARCHIVED_ENTRY, LIC_ARCHIVED_MAIL, LIC_ARCHIVED_DAY } kind;
    apr_int64_t id, event;
    apr_time_t at;                                                       /**< an entry's instant, or a mail's event's */
    const char *actor, *action, *product, *object, *name;                /**< a mail's action, a day's product */
    const char *old_state, *new_state, *currency, *invoice, *planned_by; /**< of an entry */
    apr_time_t deadline;                                                 /**< of an entry; 0: none */
    int has_amount;                                                      /**< of an entry */
    apr_int64_t amount, attempts;            /**< of an entry refused attempts; of a mail tries */
    const char *address, *language, *unsent; /**< of a mail; unsent NULL: sent */
    apr_time_t sent;                         /**< of a mail; 0: not */
    apr_int64_t entries;                     /**< that a mail tells of */
    lic_date_t day;                          /**< with the four numbers below */
    apr_int64_t purchased, used, last_purchased, last_used;
} lic_archived_row_t;

/** Rows of one account that are entered some hundreds at a time; for the account's lock. */
typedef struct lic_archive_back_t lic_archive_back_t;
lic_archive_back_t *lic_archive_back_make(lic_db_t *db, const lic_account_t *account, apr_pool_t *p);

/** Adds a row; what it points to may go afterwards. LIC_REFUSED "archive-there" where a row is in the database already;
 * LIC_REFUSED "archive-damaged" for a row that can't be of this account. */
lic_error_t *lic_archive_back_add(lic_archive_back_t *back, const lic_archived_row_t *row);

/**
 * When all have been added: compares them with what the archiving left behind (how many mails and days went, each
 * object's last state, each invoice), and drops that: the log begins at its first entry again. LIC_REFUSED
 * "archive-damaged" where they differ; "archive-anonymised" where the files may
 * name somebody who has been made anonymous since.
 */
lic_error_t *lic_archive_back_end(lic_archive_back_t *back);

#endif
