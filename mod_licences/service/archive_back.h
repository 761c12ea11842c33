/**
 * @file service/archive_back.h  The way back from archive files: their rows into the database that they were taken
 * from.
 */
#ifndef LIC_SERVICE_ARCHIVE_BACK_H
#define LIC_SERVICE_ARCHIVE_BACK_H

#include "service/unit.h"
#include "store/archive_back.h"

/** What a file says of itself. */
typedef struct lic_archived_file_t {
    const char *name;           /**< for messages */
    const char *account;        /**< key */
    const char *epoch;          /**< NULL: written before there were any */
    apr_int64_t after, through; /**< entries after the one and up to the other */
} lic_archived_file_t;

typedef lic_error_t *lic_archived_row_fn(lic_archive_back_t *back, void *baton, apr_pool_t *p);

/**
 * Adds all rows of an account's files, in one unit: all of them are back, or nothing is. The files are in order, and
 * together all that was archived of the account: what was left behind for it can't be split. rows adds those of all
 * files (lic_archive_back_add), again on a retry. LIC_REFUSED "archive-there", "archive-damaged", "archive-gap" (a file
 * is missing), "archive-foreign" (of another account or epoch).
 */
lic_error_t *lic_archive_back_run(lic_db_source_t *from, const lic_caller_t *caller, const lic_archived_file_t *files,
                                  int nfiles, lic_archived_row_fn *rows, void *baton, apr_pool_t *p);

#endif
