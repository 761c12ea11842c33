/* ctl/import_file.c  Reading employees from CSV: people's own spreadsheets, what HR systems write, and what
 * /employees.csv gave. */
#include "import_file.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/text_fold.h"
#include "base/text_locale.h"
#include "view/render/cell.h"

static apr_status_t read_bytes(void *baton, char *buffer, apr_size_t *length)
{
    lic_import_file_t *import = baton;
    const apr_status_t status = apr_file_read(import->file, buffer, length);
    if (status == APR_SUCCESS)
        import->taken += (apr_off_t)*length;
    return status;
}

static lic_error_t *rewind_file(const lic_import_file_t *import)
{
    apr_off_t start = 0;
    if (apr_file_seek(import->file, APR_SET, &start) == APR_SUCCESS)
        return NULL;
    return lic_error_make(import->pool, LIC_REFUSED, "csv-malformed", "the file can't be read again");
}

/* "utf-16" is either of the two, as the file's first bytes say */
static lic_error_t *choose_charset(lic_import_file_t *import, const char *encoding)
{
    const char *word = encoding ? lic_text_fold(encoding, import->pool) : NULL;
    const int wide = word && !strcmp(word, "utf-16");
    const int said = word && !wide ? lic_word_value(lic_charset_words, word, -1) : 0;
    if (said < 0)
        return lic_error_make(import->pool, LIC_INVALID, "usage",
                              "--encoding: utf-8, utf-16, utf-16le, utf-16be or windows-1252, not %s", encoding);
    import->charset = (lic_charset_t)said;
    if (!encoding || wide) {
        lic_error_t *err = lic_charset_detect(&import->charset, read_bytes, import, import->pool);
        if (err)
            return lic_error_wrap(err, import->pool, "%s", import->name);
    }
    if (wide && import->charset != LIC_CHARSET_UTF_16LE && import->charset != LIC_CHARSET_UTF_16BE)
        import->charset = LIC_CHARSET_UTF_16LE;
    return NULL;
}

lic_error_t *lic_import_file_open(lic_import_file_t *import, const char *name, const char *encoding,
                                  const lic_headings_t *headings, apr_pool_t *p)
{
    apr_finfo_t info = {0};
    *import = (lic_import_file_t){.name = name, .headings = headings, .pool = p};
    if (apr_file_open(&import->file, name, APR_FOPEN_READ, APR_OS_DEFAULT, p) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, import->file) != APR_SUCCESS)
        return lic_error_make(p, LIC_INVALID, "usage", "%s can't be read", name);
    if (info.filetype != APR_REG)
        return lic_error_make(p, LIC_INVALID, "usage", "%s is no file: it is read more than once", name);
    import->size = info.size;
    LIC_TRY(choose_charset(import, encoding));
    if (import->charset != LIC_CHARSET_UTF_8)
        LIC_TRY(lic_decoder_make(&import->decoder, import->charset, read_bytes, import, p));
    import->csv =
        import->decoder ? lic_csv_make(lic_decoder_read, import->decoder, p) : lic_csv_make(read_bytes, import, p);
    return NULL;
}

/* --- the heading -------------------------------------------------------------------------------- */

static lic_error_t *read_heading(lic_import_file_t *import, apr_pool_t *p)
{
    const char *const *fields;
    apr_int64_t line;
    LIC_TRY(lic_csv_begin(import->csv, p));
    LIC_TRY(lic_csv_next(&fields, &import->width, &line, import->csv, p));
    LIC_TRY(lic_import_columns_find(import->place, &import->nameless, import->headings, fields, import->width, p));
    int n = 0;
    while (import->nameless[n++] >= 0)
        ;
    import->nameless = apr_pmemdup(import->pool, import->nameless, sizeof(int) * (apr_size_t)n);
    return NULL;
}

lic_error_t *lic_import_file_begin(lic_import_file_t *import)
{
    apr_pool_t *p;
    LIC_TRY(rewind_file(import));
    if (import->decoder)
        lic_decoder_rewind(import->decoder);
    import->scans++;
    import->rows = 0;
    import->taken = 0;
    apr_pool_create(&p, import->pool);
    lic_error_t *err = read_heading(import, p);
    if (err)
        return lic_error_wrap(err, import->pool, "%s", import->name);
    apr_pool_destroy(p);
    return NULL;
}

/* --- rows --------------------------------------------------------------------------------------- */

static lic_error_t *wrong(apr_pool_t *p, const char *what, const char *is, const char *right)
{
    return lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s%s", what, is, right);
}

/* Roles are parted by blanks, commas or semicolons */
static lic_error_t *take_roles(lic_roster_row_t *row, const char *cell, apr_pool_t *p)
{
    apr_array_header_t *roles = apr_array_make(p, 2, sizeof(const char *));
    for (const char *at = cell; *(at += strspn(at, " ,;"));) {
        const char *role = apr_pstrndup(p, at, strcspn(at, " ,;"));
        if (!lic_text_valid_key(role))
            return wrong(p, "roles", role, " is no role's key; several are parted by blanks");
        APR_ARRAY_PUSH(roles, const char *) = role;
        at += strlen(role);
    }
    if (!roles->nelts)
        return NULL;
    APR_ARRAY_PUSH(roles, const char *) = NULL;
    row->roles = (const char *const *)roles->elts;
    return NULL;
}

static int is_blank(const char *text, apr_pool_t *p)
{
    return !*text || !*lic_text_tidy(text, p);
}

static lic_error_t *take_status(lic_roster_row_t *row, const char *cell, apr_pool_t *p)
{
    const char *word = lic_text_tidy(cell, p);
    if (!strcasecmp(word, "active"))
        row->status = LIC_ROSTER_ACTIVE;
    else if (!strcasecmp(word, "inactive"))
        row->status = LIC_ROSTER_INACTIVE;
    else if (*word)
        return wrong(p, "status", word, " is neither active nor inactive (nor empty, which leaves it as it is)");
    return NULL;
}

/* A day as a program or the account's country writes it; an empty cell leaves what is planned */
static lic_error_t *take_day(lic_date_t *day, const char *what, const char *cell, const lic_import_file_t *import,
                             apr_pool_t *p)
{
    const char *word = cell ? lic_text_tidy(cell, p) : "";
    *day = *word ? lic_text_parse_date(import->headings->locale, word, p) : LIC_DATE_NONE;
    return *word && *day == LIC_DATE_NONE ? wrong(p, what, word, " is no day of the calendar, as 2026-12-01") : NULL;
}

static lic_error_t *take_days(lic_roster_row_t *row, const char *start, const char *end,
                              const lic_import_file_t *import, apr_pool_t *p)
{
    lic_plan_dates_t *dates = apr_palloc(p, sizeof(*dates));
    LIC_TRY(take_day(&dates->starts, "start", start, import, p));
    LIC_TRY(take_day(&dates->ends, "end", end, import, p));
    row->dates = lic_plan_dates_said(dates);
    return NULL;
}

/* A cell of a record of n; the last ones may lack, and are empty then. NULL: there is no such column. */
static const char *cell(const lic_import_file_t *import, lic_column_t column, const char *const *fields, int n,
                        apr_pool_t *p)
{
    if (import->place[column] < 0)
        return NULL;
    return import->place[column] < n ? lic_cell_original(fields[import->place[column]], p) : "";
}

/* What stands under no heading, or beyond them, may have been meant to be another cell */
static lic_error_t *check_rest(const lic_import_file_t *import, const char *const *fields, int n, apr_pool_t *p)
{
    for (int i = import->width; i < n; i++)
        if (!is_blank(fields[i], p))
            return lic_error_make(p, LIC_INVALID, "field-invalid",
                                  "%d cells under a heading of %d; is a quote missing?", i + 1, import->width);
    for (const int *at = import->nameless; *at >= 0; at++)
        if (*at < n && !is_blank(fields[*at], p))
            return lic_error_make(p, LIC_INVALID, "field-invalid", "cell %d has no heading: %s", *at + 1, fields[*at]);
    return NULL;
}

static const char *full_name(const char *first, const char *last, apr_pool_t *p)
{
    if (!first || !last)
        return first ? first : last;
    return lic_text_tidy(apr_pstrcat(p, lic_text_tidy(first, p), " ", lic_text_tidy(last, p), NULL), p);
}

static lic_error_t *take_cells(lic_roster_row_t *row, const lic_import_file_t *import, const char *const *fields, int n,
                               apr_pool_t *p)
{
    const char *status = cell(import, COLUMN_STATUS, fields, n, p), *roles = cell(import, COLUMN_ROLES, fields, n, p);
    LIC_TRY(check_rest(import, fields, n, p));
    row->login = cell(import, COLUMN_LOGIN, fields, n, p);
    row->external = cell(import, COLUMN_EXTERNAL, fields, n, p);
    row->name = cell(import, COLUMN_NAME, fields, n, p);
    if (!row->name)
        row->name = full_name(cell(import, COLUMN_FIRST, fields, n, p), cell(import, COLUMN_LAST, fields, n, p), p);
    row->email = cell(import, COLUMN_EMAIL, fields, n, p);
    row->initials = cell(import, COLUMN_INITIALS, fields, n, p);
    if (row->external && is_blank(row->external, p)) /* who has no number there keeps what there is */
        row->external = NULL;
    if (status)
        LIC_TRY(take_status(row, status, p));
    LIC_TRY(
        take_days(row, cell(import, COLUMN_START, fields, n, p), cell(import, COLUMN_END, fields, n, p), import, p));
    return roles ? take_roles(row, roles, p) : NULL;
}

static int all_blank(const char *const *fields, int n, apr_pool_t *p)
{
    for (int i = 0; i < n; i++)
        if (!is_blank(fields[i], p))
            return 0;
    return 1;
}

lic_error_t *lic_import_file_next(lic_roster_row_t *row, int *more, lic_import_file_t *import, apr_pool_t *p)
{
    const char *const *fields;
    int n;
    *row = (lic_roster_row_t){.status = LIC_ROSTER_AS_IS};
    do {
        lic_error_t *err = lic_csv_next(&fields, &n, &row->line, import->csv, p);
        if (err)
            return lic_error_wrap(err, import->pool, "%s", import->name);
    } while (n && all_blank(fields, n, p));
    *more = n > 0;
    if (!n)
        return NULL;
    import->rows++;
    row->wrong = take_cells(row, import, fields, n, p);
    return NULL;
}
