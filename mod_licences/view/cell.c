#include "view/cell.h"

#include <string.h>
#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"

lic_cells_t lic_cells_make(const lic_look_t *look)
{
    lic_cells_t cells = {',', '.', look->spreadsheet, look->zone};
    if (look->spreadsheet) {
        cells.point = lic_text_decimal_point(look->locale ? look->locale : "en");
        cells.separator = cells.point == ',' ? ';' : ',';
    }
    return cells;
}

/*
 * A spreadsheet would reckon a cell that begins with one of these. A cell that already begins with ' before such a text
 * gets another one, so that a program that takes one ' away where it stands before such a text has the original.
 */
static int is_formula(const char *text)
{
    while (*text == '\'')
        text++;
    text += strspn(text, " ");
    return *text && strchr("=+-@\t\r\n", *text);
}

const char *lic_cell_text(const lic_cells_t *cells, const char *text, apr_pool_t *p)
{
    const char *mark = is_formula(text) ? "'" : "";
    const char special[] = {cells->separator, '"', '\r', '\n', '\0'};
    apr_size_t length = strcspn(text, special);
    if (!text[length])
        return *mark ? apr_pstrcat(p, mark, text, NULL) : text;
    char *quoted = apr_palloc(p, 2 * strlen(text) + 4), *to = quoted;
    *to++ = '"';
    if (*mark)
        *to++ = *mark;
    for (; *text; text++) {
        if (*text == '"')
            *to++ = '"';
        *to++ = *text;
    }
    *to++ = '"';
    *to = '\0';
    return quoted;
}

const char *lic_cell_original(const char *text)
{
    return *text == '\'' && is_formula(text + 1) ? text + 1 : text;
}

const char *lic_cell_major(const lic_cells_t *cells, const char *minor, const char *currency, apr_pool_t *p)
{
    apr_int64_t amount;
    int digits = lic_money_digits(currency);
    if (digits < 0 || !lic_text_parse_int(&amount, minor))
        return minor;
    const char *number = lic_text_major(amount, digits, cells->point, p);
    return cells->point == cells->separator && digits ? apr_pstrcat(p, "\"", number, "\"", NULL) : number;
}

const char *lic_cell_local(const lic_zone_t *zone, const char *iso, apr_pool_t *p)
{
    apr_time_t at;
    if (!zone || !lic_text_parse_instant(&at, iso))
        return iso;
    at += apr_time_from_sec(lic_zone_offset(zone, at));
    char *local = apr_pstrdup(p, lic_text_instant(at, p));
    local[10] = ' ';
    local[19] = '\0';
    return local;
}

const char *lic_cell_instant(const lic_cells_t *cells, const char *iso, apr_pool_t *p)
{
    return cells->local ? lic_cell_local(cells->zone, iso, p) : iso;
}

apr_size_t lic_cells_size(const char *const *row, int n)
{
    apr_size_t size = 3;
    for (int i = 0; i < n; i++)
        size += strlen(row[i]) + 1;
    return size;
}

char *lic_cells_write(const lic_cells_t *cells, char *to, const char *const *row, int n)
{
    for (int i = 0; i < n; i++) {
        apr_size_t size = strlen(row[i]);
        if (i)
            *to++ = cells->separator;
        memcpy(to, row[i], size);
        to += size;
    }
    memcpy(to, "\r\n", 3);
    return to + 2;
}
