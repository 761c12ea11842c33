/**
 * @file store/copy.h  All rows of one database into another, of whichever kinds: how a database moves, and how it is
 * backed up and restored.
 */
#ifndef LIC_STORE_COPY_H
#define LIC_STORE_COPY_H

#include "store/db.h"

typedef struct lic_copy_report_t {
    int tables;
    apr_int64_t rows;
} lic_copy_report_t;

/** Told now and then how many of all rows have been copied. */
typedef void lic_copy_tell_fn(void *baton, apr_int64_t rows, apr_int64_t of);

/**
 * Copies every row of `from`, as of one moment, whoever writes there meanwhile, in bounded memory. In `to` it is one
 * transaction: all is there, or nothing, and a new epoch begins (store/setting.h). Both have the program's schema;
 * LIC_REFUSED "schema-older" where `from` hasn't, "database-in-use" where `to` holds rows already.
 */
lic_error_t *lic_copy_run(lic_copy_report_t *report, lic_db_t *to, lic_db_t *from, lic_copy_tell_fn *tell, void *baton,
                          apr_pool_t *p);

/** SQLite alone: writes the whole database, as of one moment, into a file, which is new or empty. */
lic_error_t *lic_copy_file(lic_db_t *db, const char *path, apr_pool_t *p);

#endif
