/** @file sql.h  Reads any SELECT, for tests that look into the database past the store's own statements. */
#ifndef LIC_TEST_SQL_H
#define LIC_TEST_SQL_H

#include "store/db.h"

typedef struct sql_rows_t {
    const char **cells; /**< row after row; NULL is "-" */
    int columns, n;     /**< n: rows */
} sql_rows_t;

/** Reads all rows, into p. LIC_BUG "sql" with the database's words. */
lic_error_t *sql_select(sql_rows_t *rows, lic_db_t *db, const char *sql, apr_pool_t *p);

/** The rows as one text: cells joined by "|", rows by newlines. */
const char *sql_text(const sql_rows_t *rows, apr_pool_t *p);

#endif
