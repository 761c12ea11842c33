#include "view/render/cell.h"

#include <string.h>
#include <apr_strings.h>

#include "base/instant.h"
#include "base/text_locale.h"
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
 * A spreadsheet takes a cell that begins with one of these for a formula. Quotes at the beginning are passed over: a
 * text that has a ' there already gets one more, so that taking one away gives the original back.
 */
static int is_formula(const char *text)
{
    while (*text == '\'')
        text++;
    text += strspn(text, " ");
    return *text && strchr("=+-@\t\r\n", *text);
}

/* Opened with another separator than ours, a quoted cell falls apart at these, and a cell begins after each. */
static int parts_cells(char c)
{
    return c && strchr(",;\t\r\n", c);
}

/* As is_formula, for such a cell: some programs pass over quotes there. Tabs and line breaks part cells themselves. */
static int is_inner_formula(const char *text)
{
    text += strspn(text, "'\" ");
    return *text && strchr("=+-@", *text);
}

const char *lic_cell_text(const char *text, apr_pool_t *p)
{
    const char *mark = is_formula(text) ? "'" : "";
    if (!strpbrk(text, ",;\t\r\n\""))
        return *mark ? apr_pstrcat(p, mark, text, NULL) : text;
    char *quoted = apr_palloc(p, 2 * strlen(text) + 4), *to = quoted;
    *to++ = '"';
    if (*mark)
        *to++ = *mark;
    for (; *text; text++) {
        if (*text == '"')
            *to++ = '"';
        *to++ = *text;
        if (parts_cells(*text) && is_inner_formula(text + 1))
            *to++ = '\'';
    }
    *to++ = '"';
    *to = '\0';
    return quoted;
}

const char *lic_cell_original(const char *text, apr_pool_t *p)
{
    char *original = apr_palloc(p, strlen(text) + 1), *to = original;
    if (*text == '\'' && is_formula(text + 1))
        text++;
    for (; *text; text++) {
        *to++ = *text;
        if (parts_cells(*text) && text[1] == '\'' && is_inner_formula(text + 2))
            text++;
    }
    *to = '\0';
    return original;
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
    if (!zone || !lic_instant_parse(&at, iso))
        return iso;
    at += apr_time_from_sec(lic_zone_offset(zone, at));
    char *local = apr_pstrdup(p, lic_instant_format(at, p));
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
