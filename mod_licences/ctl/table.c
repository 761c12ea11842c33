/* ctl/table.c  Lists: in columns for people, some rows at a time, or as CSV. */
#include "table.h"

#include <string.h>
#include <unistd.h>
#include <apr_strings.h>

#include "base/text.h"
#include "view/render/cell.h"

#define COLUMNS_MOST 16
#define ROWS_HELD    200 /* a column is as wide as the widest cell so far */

struct lic_table_t {
    const char *const *columns;
    int n, csv, begun;
    int widths[COLUMNS_MOST];
    apr_array_header_t *rows; /* of const char **, in held */
    apr_pool_t *held;
};

const lic_option_t lic_list_options[] = {
    {"format", "table|csv", "in columns for people, or for programs (default: a table on a terminal, else CSV)", 0},
    {NULL, NULL, NULL, 0}};

/* --- CSV ---------------------------------------------------------------------------------------- */

static void write_csv(const lic_table_t *table, const char *const *cells)
{
    const lic_cells_t programs = {',', '.', 0, NULL};
    const char *row[COLUMNS_MOST];
    for (int i = 0; i < table->n; i++)
        row[i] = lic_cell_text(lic_text_mended(cells[i], table->held), table->held);
    char *line = apr_palloc(table->held, lic_cells_size(row, table->n));
    char *end = lic_cells_write(&programs, line, row, table->n);
    fwrite(line, 1, (size_t)(end - line), stdout);
}

/* --- columns ------------------------------------------------------------------------------------ */

/* By control characters, as an older database may hold them, a text could steer the terminal. Of these lic_text_mended
 * leaves tabs and the ends of lines, which an address has, and U+007F to U+009F. */
static const char *shown(const char *text, apr_pool_t *p)
{
    char *copy = apr_pstrdup(p, lic_text_mended(text, p));
    for (unsigned char *at = (unsigned char *)copy; *at; at++) {
        if (*at < 0x20)
            *at = ' ';
        else if (*at == 0x7f)
            *at = '?';
        else if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
            at[0] = at[1] = '?';
    }
    return copy;
}

static void write_columns(const lic_table_t *table, const char *const *cells)
{
    int last = table->n - 1;
    while (last > 0 && !*cells[last])
        last--;
    for (int i = 0; i < last; i++)
        printf("%s%*s", cells[i], table->widths[i] - lic_text_characters(cells[i]) + 2, "");
    printf("%s\n", cells[last]);
}

static void widen(lic_table_t *table, const char *const *cells)
{
    for (int i = 0; i < table->n; i++) {
        const int width = lic_text_characters(cells[i]);
        table->widths[i] = width > table->widths[i] ? width : table->widths[i];
    }
}

static void flush(lic_table_t *table)
{
    if (!table->begun && table->csv)
        write_csv(table, table->columns);
    else if (!table->begun)
        write_columns(table, table->columns);
    table->begun = 1;
    for (int i = 0; i < table->rows->nelts; i++)
        write_columns(table, APR_ARRAY_IDX(table->rows, i, const char *const *));
    apr_array_clear(table->rows);
    apr_pool_clear(table->held);
}

/* --- both --------------------------------------------------------------------------------------- */

lic_error_t *lic_table_begin(lic_table_t **table, const lic_invocation_t *invocation, const char *const *columns, int n,
                             apr_pool_t *p)
{
    const char *format = lic_order_option(invocation, "format");
    if (format && strcmp(format, "csv") && strcmp(format, "table"))
        return lic_order_usage(invocation, "--format: %s is neither table nor csv", format);
    if (n > COLUMNS_MOST)
        return lic_error_make(p, LIC_BUG, "table", "%d columns are too many", n);
    *table = apr_pcalloc(p, sizeof(**table));
    (*table)->columns = columns;
    (*table)->n = n;
    (*table)->csv = format ? !strcmp(format, "csv") : !isatty(STDOUT_FILENO);
    (*table)->rows = apr_array_make(p, ROWS_HELD, sizeof(const char *const *));
    apr_pool_create(&(*table)->held, p);
    widen(*table, columns);
    return NULL;
}

void lic_table_row(lic_table_t *table, const char *const *cells)
{
    if (table->csv) {
        if (!table->begun)
            flush(table);
        const char *row[COLUMNS_MOST];
        for (int i = 0; i < table->n; i++)
            row[i] = cells[i] ? cells[i] : "";
        write_csv(table, row);
        apr_pool_clear(table->held);
        return;
    }
    const char **row = apr_palloc(table->held, sizeof(*row) * (apr_size_t)table->n);
    for (int i = 0; i < table->n; i++)
        row[i] = shown(cells[i], table->held);
    widen(table, row);
    APR_ARRAY_PUSH(table->rows, const char *const *) = row;
    if (table->rows->nelts == ROWS_HELD)
        flush(table);
}

void lic_table_end(lic_table_t *table)
{
    if (!table->begun || table->rows->nelts)
        flush(table);
}
