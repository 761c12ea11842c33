/*
 * CSV: however a file comes in, its records are the same; what was read can be written and is read again; and no
 * program that parts cells by either separator, or by tabs, finds a formula in them.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "base/csv.h"
#include "view/render/cell.h"

typedef struct source_t {
    const char *data;
    size_t size, at, step;
} source_t;

static apr_status_t read_some(void *baton, char *buffer, apr_size_t *length)
{
    source_t *source = baton;
    const size_t left = source->size - source->at;
    if (!left)
        return APR_EOF;
    if (*length > source->step)
        *length = source->step;
    if (*length > left)
        *length = left;
    memcpy(buffer, source->data + source->at, *length);
    source->at += *length;
    return APR_SUCCESS;
}

typedef struct record_t {
    const char *const *fields;
    int n;
    apr_int64_t line;
} record_t;

/* Returns what is wrong, in words; NULL: nothing. */
static const char *read_all(apr_array_header_t *records, const char *data, size_t size, size_t step, apr_pool_t *p)
{
    source_t source = {data, size, 0, step};
    lic_csv_t *csv = lic_csv_make(read_some, &source, p);
    lic_error_t *err = lic_csv_begin(csv, p);
    apr_int64_t line = 0;
    while (!err) {
        record_t record = {0};
        err = lic_csv_next(&record.fields, &record.n, &record.line, csv, p);
        if (!err && !record.n)
            return NULL;
        if (err)
            break;
        HOLDS(record.n <= LIC_CSV_FIELDS && record.line > line);
        line = record.line;
        for (int i = 0; i < record.n; i++)
            HOLDS(strlen(record.fields[i]) <= LIC_CSV_FIELD && fuzz_is_text(record.fields[i]));
        APR_ARRAY_PUSH(records, record_t) = record;
    }
    HOLDS(!strcmp(err->problem, "csv-malformed") && apr_table_get(err->facts, "line"));
    return err->message;
}

static void are_equal(const apr_array_header_t *a, const apr_array_header_t *b, int lines, int guarded, apr_pool_t *p)
{
    HOLDS(a->nelts == b->nelts);
    for (int i = 0; i < a->nelts; i++) {
        const record_t *one = &APR_ARRAY_IDX(a, i, record_t), *other = &APR_ARRAY_IDX(b, i, record_t);
        HOLDS(one->n == other->n && (!lines || one->line == other->line));
        for (int k = 0; k < one->n; k++)
            HOLDS(!strcmp(one->fields[k], guarded ? lic_cell_original(other->fields[k], p) : other->fields[k]));
    }
}

/* As programs do that take one separator for granted: a quote at a cell's beginning opens, the next single one closes
 */
static void has_no_formula(const char *row, char separator)
{
    for (int begins = 1, quoted = 0; *row; row++) {
        if (begins && (quoted = *row == '"'))
            row++;
        HOLDS(!begins || !row[strspn(row, " \t")] || !strchr("=+-@", row[strspn(row, " \t")]));
        begins = 0;
        if (quoted && row[0] == '"' && row[1] == '"')
            row++;
        else if (*row == '"')
            quoted = 0;
        else if (!quoted && (*row == separator || *row == '\n' || *row == '\r'))
            begins = 1;
    }
}

static void write_again(const apr_array_header_t *records, const lic_look_t *look, apr_pool_t *p)
{
    const lic_cells_t cells = lic_cells_make(look);
    const char *row[LIC_CSV_FIELDS], *text = apr_psprintf(p, "heading%cof two\r\n", cells.separator);
    apr_array_header_t *again = apr_array_make(p, 8, sizeof(record_t));
    record_t *heading = apr_array_push(again);
    for (int i = 0; i < records->nelts; i++) {
        const record_t *record = &APR_ARRAY_IDX(records, i, record_t);
        for (int k = 0; k < record->n; k++) {
            if (strlen(record->fields[k]) > LIC_CSV_FIELD / 2)
                return; /* with what guards it, more than is read */
            row[k] = lic_cell_text(record->fields[k], p);
        }
        char *written = apr_palloc(p, lic_cells_size(row, record->n));
        HOLDS(lic_cells_write(&cells, written, row, record->n) < written + lic_cells_size(row, record->n));
        has_no_formula(written, ',');
        has_no_formula(written, ';');
        has_no_formula(written, '\t');
        text = apr_pstrcat(p, text, written, NULL);
    }
    apr_array_clear(again);
    HOLDS(!read_all(again, text, strlen(text), strlen(text), p));
    heading = &APR_ARRAY_IDX(again, 0, record_t);
    HOLDS(heading->n == 2 && again->nelts == records->nelts + 1);
    const apr_array_header_t *rest = apr_array_copy(p, again);
    memmove(rest->elts, rest->elts + sizeof(record_t), sizeof(record_t) * (size_t)records->nelts);
    ((apr_array_header_t *)rest)->nelts--;
    are_equal(records, rest, 0, 1, p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const lic_look_t looks[] = {
        {.locale = "en"}, {.locale = "da-DK", .spreadsheet = 1}, {.locale = "en", .spreadsheet = 1}};
    apr_pool_t *p = fuzz_pool();
    const char *file = apr_pmemdup(p, size ? (const char *)data : "", size);
    apr_array_header_t *whole = apr_array_make(p, 8, sizeof(record_t)), *bytes = apr_array_make(p, 8, sizeof(record_t));
    const char *wrong = read_all(whole, file, size, size, p), *also = read_all(bytes, file, size, 1, p);
    HOLDS(!wrong == !also && (!wrong || !strcmp(wrong, also)));
    are_equal(whole, bytes, 1, 0, p);
    for (size_t i = 0; i < sizeof(looks) / sizeof(*looks) && size < 16384; i++)
        write_again(whole, &looks[i], p);
    return 0;
}
