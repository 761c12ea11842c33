/**
 * @file store/row_private.h  Values that go into a statement, and rows that come out of a driver.
 */
#ifndef LIC_STORE_ROW_PRIVATE_H
#define LIC_STORE_ROW_PRIVATE_H

#include <stdarg.h>
#include <apr_dbd.h>

#include "store/db.h"
#include "store/row.h"
#include "store/statement_texts_private.h"

/** The values of one execution, in the order of the text's places. */
typedef struct lic_values_t {
    apr_int64_t numbers[LIC_BINDS_MAX];
    const void *given[LIC_BINDS_MAX]; /**< by parameter; NULL: NULL */
    const void *bound[LIC_BINDS_MAX]; /**< by place */
} lic_values_t;

/** Returns the statement that they are bound for: `which`, or the one without patterns where it asks for some and there
 * are none. */
lic_statement_t lic_values_take(lic_values_t *values, const lic_db_t *db, lic_statement_t which, va_list args,
                                apr_pool_t *p);

/** Wraps what apr_dbd selected; on MariaDB, whose rows share one buffer, copies it. *code 0, or the driver's failure.
 */
lic_rows_t *lic_rows_make(int *code, const lic_db_t *db, lic_statement_t which, apr_dbd_results_t *results,
                          apr_pool_t *p);

int lic_rows_count(const lic_rows_t *rows);

#endif
