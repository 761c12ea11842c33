#include "sql.h"

#include <apr_strings.h>

#include "store/db_private.h"

lic_error_t *sql_select(sql_rows_t *rows, lic_db_t *db, const char *sql, apr_pool_t *p)
{
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    apr_array_header_t *cells = apr_array_make(p, 64, sizeof(const char *));
    if (apr_dbd_select(db->driver, p, db->handle, &results, sql, db->dialect == LIC_POSTGRESQL))
        return lic_error_make(p, LIC_BUG, "sql", "%s: %s", sql, apr_dbd_error(db->driver, db->handle, 1));
    *rows = (sql_rows_t){.columns = apr_dbd_num_cols(db->driver, results)};
    for (; apr_dbd_get_row(db->driver, p, results, &row, -1) == 0; rows->n++)
        for (int i = 0; i < rows->columns; i++) {
            const char *cell = NULL;
            if (apr_dbd_datum_get(db->driver, row, i, APR_DBD_TYPE_STRING, &cell) != APR_SUCCESS)
                cell = "-";
            APR_ARRAY_PUSH(cells, const char *) = apr_pstrdup(p, cell);
        }
    rows->cells = (const char **)cells->elts;
    return NULL;
}

const char *sql_text(const sql_rows_t *rows, apr_pool_t *p)
{
    apr_array_header_t *text = apr_array_make(p, 64, sizeof(const char *));
    for (int i = 0; i < rows->n * rows->columns; i++) {
        APR_ARRAY_PUSH(text, const char *) = rows->cells[i];
        APR_ARRAY_PUSH(text, const char *) = (i + 1) % rows->columns ? "|" : "\n";
    }
    return apr_array_pstrcat(p, text, 0);
}
