/* store/row.c  Values as a driver takes them, and rows as it hands them out. */
#include "store/row.h"

#include <assert.h>
#include <string.h>
#include <apr_strings.h>

#include "store/db_private.h"
#include "store/row_private.h"

struct lic_rows_t {
    const apr_dbd_driver_t *driver;
    const lic_statement_text_t *statement;
    apr_dbd_results_t *results;
    apr_dbd_row_t *row;
    const char **cells; /* MariaDB: of all rows; else NULL */
    apr_pool_t *p;
    int next, count;
};

/* --- parameters ------------------------------------------------------------------------------------------------- */

static const void *number(lic_values_t *values, int k, apr_int64_t value)
{
    values->numbers[k] = value;
    return &values->numbers[k];
}

static const void *value_take(lic_values_t *values, int k, char type, va_list *args, apr_pool_t *p)
{
    apr_time_t at;
    switch (type) {
    case 'i':
        return number(values, k, va_arg(*args, apr_int64_t));
    case 't':
        return number(values, k, apr_time_sec(va_arg(*args, apr_time_t)));
    case 'o':
        at = va_arg(*args, apr_time_t);
        return at ? number(values, k, apr_time_sec(at)) : NULL;
    case 'd':
        return lic_date_format(va_arg(*args, lic_date_t), p);
    default:
        return va_arg(*args, const char *);
    }
}

/* Where there is no pattern, the statement that asks for none */
static lic_statement_t statement_for(const lic_values_t *values, lic_statement_t which)
{
    const lic_statement_text_t *statement = &lic_statement_texts[which];
    return statement->all && !strcmp(values->given[statement->patterns], "[]") ? statement->all : which;
}

lic_statement_t lic_values_take(lic_values_t *values, const lic_db_t *db, lic_statement_t which, va_list args,
                                apr_pool_t *p)
{
    const lic_statement_text_t *statement = &lic_statement_texts[which];
    va_list rest;
    int k;

    va_copy(rest, args); /* a va_list parameter may be an array, whose address isn't a va_list's */
    for (k = 0; k < statement->nparameters; k++)
        values->given[k] = value_take(values, k, statement->parameters[k], &rest, p);
    va_end(rest);
    which = statement_for(values, which);
    const lic_statement_sql_t *sql = &lic_statement_texts[which].sql[db->dialect];
    for (k = 0; k < sql->nbinds; k++)
        values->bound[k] = values->given[sql->binds[k]];
    return which;
}

/* --- results ---------------------------------------------------------------------------------------------------- */

static const char *driver_cell(const apr_dbd_driver_t *driver, apr_dbd_row_t *row, int column)
{
    const char *text = NULL;
    /* not get_entry, which answers "" for PostgreSQL's NULL */
    return apr_dbd_datum_get(driver, row, column, APR_DBD_TYPE_STRING, &text) == APR_SUCCESS ? text : NULL;
}

static int rows_copy(lic_rows_t *rows)
{
    apr_array_header_t *cells = apr_array_make(rows->p, 16 * rows->statement->ncolumns, sizeof(const char *));
    int code;

    while ((code = apr_dbd_get_row(rows->driver, rows->p, rows->results, &rows->row, -1)) == 0) {
        for (int k = 0; k < rows->statement->ncolumns; k++)
            APR_ARRAY_PUSH(cells, const char *) = apr_pstrdup(rows->p, driver_cell(rows->driver, rows->row, k));
        rows->count++;
    }
    rows->cells = (const char **)cells->elts;
    return code == -1 ? 0 : code;
}

lic_rows_t *lic_rows_make(int *code, const lic_db_t *db, lic_statement_t which, apr_dbd_results_t *results,
                          apr_pool_t *p)
{
    lic_rows_t *rows = apr_pcalloc(p, sizeof(*rows));
    rows->driver = db->driver;
    rows->statement = &lic_statement_texts[which];
    rows->results = results;
    rows->p = p;
    *code = 0;
    assert(apr_dbd_num_cols(db->driver, results) == rows->statement->ncolumns);
    if (db->dialect == LIC_MARIADB)
        *code = rows_copy(rows);
    else
        rows->count = apr_dbd_num_tuples(db->driver, results);
    return rows;
}

int lic_rows_count(const lic_rows_t *rows)
{
    return rows->count;
}

int lic_rows_next(lic_rows_t *rows)
{
    /* Counted, as PostgreSQL's driver frees the texts handed out when it is asked for more than there is. */
    if (rows->next == rows->count)
        return 0;
    rows->next++;
    return rows->cells || apr_dbd_get_row(rows->driver, rows->p, rows->results, &rows->row, -1) == 0;
}

static const char *cell(const lic_rows_t *rows, int column, char type)
{
    assert(rows->next > 0 && column >= 0 && column < rows->statement->ncolumns);
    assert(!type || rows->statement->columns[column] == type);
    if (rows->cells)
        return rows->cells[(rows->next - 1) * rows->statement->ncolumns + column];
    return driver_cell(rows->driver, rows->row, column);
}

int lic_rows_null(const lic_rows_t *rows, int column)
{
    return cell(rows, column, 0) == NULL;
}

/* As a database writes a whole number: a sign and digits. NULL: 0. strtoll took a twentieth of an export. */
static apr_int64_t whole(const char *text)
{
    apr_uint64_t value = 0;
    const int negative = text && *text == '-';
    for (const char *at = text ? text + negative : ""; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (apr_uint64_t)(*at - '0');
    return (apr_int64_t)(negative ? 0 - value : value);
}

apr_int64_t lic_rows_int(const lic_rows_t *rows, int column)
{
    return whole(cell(rows, column, 'i'));
}

const char *lic_rows_text(const lic_rows_t *rows, int column)
{
    const char *text = cell(rows, column, 's');
    return text ? text : "";
}

apr_time_t lic_rows_time(const lic_rows_t *rows, int column)
{
    return apr_time_from_sec(whole(cell(rows, column, 't')));
}

lic_date_t lic_rows_date(const lic_rows_t *rows, int column)
{
    const char *text = cell(rows, column, 'd');
    return text ? lic_date_parse(text) : LIC_DATE_NONE;
}
