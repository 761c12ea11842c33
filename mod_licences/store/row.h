/**
 * @file store/row.h  Rows that a SELECT answered, read one after the other.
 */
#ifndef LIC_STORE_ROW_H
#define LIC_STORE_ROW_H

#include "store/db.h"

typedef struct lic_rows_t lic_rows_t;

/* Columns by their generated index, LIC_C_<STATEMENT>_<COLUMN>. A column that isn't there is asserted. */
int lic_rows_next(lic_rows_t *rows); /**< 0 after the last */
int lic_rows_null(const lic_rows_t *rows, int column);
apr_int64_t lic_rows_int(const lic_rows_t *rows, int column);  /**< NULL: 0 */
const char *lic_rows_text(const lic_rows_t *rows, int column); /**< NULL: "" ; lives in the select's pool */
apr_time_t lic_rows_time(const lic_rows_t *rows, int column);  /**< NULL: 0 */
lic_date_t lic_rows_date(const lic_rows_t *rows, int column);  /**< NULL: LIC_DATE_NONE */

#endif
