/**
 * @file store/copy_private.h  One table, as a copy reads and writes it. Its SQL is put together from the database's own
 * list of tables and columns, whose names are the schema's; values are bound.
 */
#ifndef LIC_STORE_COPY_PRIVATE_H
#define LIC_STORE_COPY_PRIVATE_H

#include "store/db.h"

typedef struct lic_copy_table_t {
    const char *name;
    const char *columns; /**< "account, id, name" */
    const char *types;   /**< a letter a column: i int, s text */
    int ncolumns;
    apr_int64_t rows; /**< that there are in the database that is read */
} lic_copy_table_t;

lic_error_t *lic_copy_table_count(apr_int64_t *rows, lic_db_t *db, const char *table, apr_pool_t *p);

/** Copies the table's rows. Both databases are inside a transaction. */
lic_error_t *lic_copy_table(apr_int64_t *rows, lic_db_t *to, lic_db_t *from, const lic_copy_table_t *table,
                            apr_pool_t *p);

#endif
