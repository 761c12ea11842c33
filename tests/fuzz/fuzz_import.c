/* A file of employees: read twice it is the same list, and what was read of it can be written and imported again. */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include <apr_strings.h>

#include "base/text.h"
#include "ctl/import_file.h"
#include "view/render/cell.h"

static const char *file_of(const void *data, size_t size, apr_pool_t *p)
{
    const char *folder;
    apr_file_t *file;
    HOLDS(apr_temp_dir_get(&folder, p) == APR_SUCCESS);
    const char *name = apr_psprintf(p, "%s/fuzz_import.%ld", folder, (long)getpid());
    HOLDS(apr_file_open(&file, name, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE, APR_FPROT_OS_DEFAULT,
                        p) == APR_SUCCESS);
    HOLDS(apr_file_write_full(file, data, size, NULL) == APR_SUCCESS);
    HOLDS(apr_file_close(file) == APR_SUCCESS);
    return name;
}

static void is_row(const lic_roster_row_t *row)
{
    const char *const texts[] = {row->login, row->name, row->email, row->initials};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        HOLDS(!texts[i] || (strlen(texts[i]) <= LIC_CSV_FIELD && fuzz_is_text(texts[i])));
    HOLDS(row->wrong || (row->login && row->name && row->email));
    for (int i = 0; row->roles && row->roles[i]; i++)
        HOLDS(lic_text_valid_key(row->roles[i]));
}

/* Returns what is wrong with the file as a whole; NULL: nothing. */
static const char *scan(apr_array_header_t *rows, lic_import_file_t *import, apr_pool_t *p)
{
    lic_error_t *err = lic_import_file_begin(import);
    apr_int64_t line = 0;
    for (int more = 1; !err;) {
        lic_roster_row_t row;
        err = lic_import_file_next(&row, &more, import, p);
        if (err || !more)
            break;
        HOLDS(row.line > line);
        line = row.line;
        is_row(&row);
        APR_ARRAY_PUSH(rows, lic_roster_row_t) = row;
    }
    HOLDS(import->rows == rows->nelts || (err && !rows->nelts));
    return err ? lic_error_chain(err, p) : NULL;
}

static int is_same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static void are_equal(const apr_array_header_t *a, const apr_array_header_t *b)
{
    HOLDS(a->nelts == b->nelts);
    for (int i = 0; i < a->nelts; i++) {
        const lic_roster_row_t *one = &APR_ARRAY_IDX(a, i, lic_roster_row_t);
        const lic_roster_row_t *other = &APR_ARRAY_IDX(b, i, lic_roster_row_t);
        HOLDS(!one->wrong == !other->wrong && one->status == other->status);
        HOLDS(is_same(one->login, other->login) && is_same(one->name, other->name));
        HOLDS(is_same(one->email, other->email) && is_same(one->initials, other->initials));
        int k = 0;
        for (; one->roles && one->roles[k]; k++)
            HOLDS(other->roles && is_same(one->roles[k], other->roles[k]));
        HOLDS(!other->roles || !other->roles[k]);
    }
}

static const char *roles_of(const lic_roster_row_t *row, apr_pool_t *p)
{
    const char *roles = "";
    for (int i = 0; row->roles && row->roles[i]; i++)
        roles = apr_pstrcat(p, roles, " ", row->roles[i], NULL);
    return roles;
}

/* NULL: it can't be, as a row of it was wrong, or something is too long with what guards it */
static const char *written(const apr_array_header_t *rows, int initials, apr_pool_t *p)
{
    const lic_cells_t cells = lic_cells_make(&(lic_look_t){.locale = "en"});
    const char *text = initials ? "login,name,email,status,roles,initials\n" : "Login, Name ,email,status,roles\n";
    for (int i = 0; i < rows->nelts; i++) {
        const lic_roster_row_t *row = &APR_ARRAY_IDX(rows, i, lic_roster_row_t);
        const char *status = row->status == LIC_ROSTER_ACTIVE     ? "active"
                             : row->status == LIC_ROSTER_INACTIVE ? " Inactive "
                                                                  : "";
        const char *fields[] = {row->login, row->name, row->email, status, roles_of(row, p), row->initials};
        const int n = initials ? 6 : 5;
        if (row->wrong)
            return NULL;
        for (int k = 0; k < n; k++) {
            if (strlen(fields[k]) > LIC_CSV_FIELD / 2)
                return NULL;
            fields[k] = lic_cell_text(fields[k], p);
        }
        char *line = apr_palloc(p, lic_cells_size(fields, n));
        lic_cells_write(&cells, line, fields, n);
        text = apr_pstrcat(p, text, line, NULL);
    }
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const lic_headings_t headings = {.ignore_unknown = size % 2};
    lic_import_file_t import;
    apr_array_header_t *rows = apr_array_make(p, 8, sizeof(lic_roster_row_t));
    apr_array_header_t *again = apr_array_make(p, 8, sizeof(lic_roster_row_t));
    lic_error_t *err = lic_import_file_open(&import, file_of(data, size, p), NULL, &headings, p);
    if (err) { /* neither the one encoding nor the other */
        unlink(import.name);
        return 0;
    }
    const char *wrong = scan(rows, &import, p), *also = scan(again, &import, p);
    HOLDS(is_same(wrong, also));
    are_equal(rows, again);
    const char *text = wrong || size > 16384 ? NULL : written(rows, import.place[COLUMN_INITIALS] >= 0, p);
    if (text) {
        apr_array_clear(again);
        HOLDS(!lic_import_file_open(&import, file_of(text, strlen(text), p), NULL, &headings, p));
        HOLDS(!scan(again, &import, p));
        are_equal(rows, again);
    }
    unlink(import.name);
    return 0;
}
