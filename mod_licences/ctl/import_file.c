/* Reading employees from CSV: people's own spreadsheets, and what /employees.csv gave. */
#include "import_file.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "base/text.h"
#include "view/cell.h"

static const char *const column_names[COLUMNS] = {[COLUMN_LOGIN] = "login",
                                                  [COLUMN_NAME] = "name",
                                                  [COLUMN_EMAIL] = "email",
                                                  [COLUMN_INITIALS] = "initials",
                                                  [COLUMN_STATUS] = "status",
                                                  [COLUMN_ROLES] = "roles",
                                                  [COLUMN_ID] = "id",
                                                  [COLUMN_CREATED] = "created_at",
                                                  [COLUMN_ACTIVATED] = "activated_at",
                                                  [COLUMN_MARKED] = "marked_until"};

static apr_status_t read_bytes(void *baton, char *buffer, apr_size_t *length)
{
    lic_import_file_t *import = baton;
    const apr_status_t status = apr_file_read(import->file, buffer, length);
    if (status == APR_SUCCESS)
        import->taken += (apr_off_t)*length;
    return status;
}

lic_error_t *lic_import_file_open(lic_import_file_t *import, const char *name, apr_pool_t *p)
{
    apr_finfo_t info = {0};
    *import = (lic_import_file_t){.name = name, .pool = p};
    if (apr_file_open(&import->file, name, APR_FOPEN_READ, APR_OS_DEFAULT, p) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, import->file) != APR_SUCCESS)
        return lic_error_make(p, LIC_INVALID, "usage", "%s can't be read", name);
    if (info.filetype != APR_REG)
        return lic_error_make(p, LIC_INVALID, "usage", "%s is no file: it is read more than once", name);
    import->size = info.size;
    import->csv = lic_csv_make(read_bytes, import, p);
    return NULL;
}

/* --- the heading -------------------------------------------------------------------------------- */

static lic_error_t *heading_wrong(const lic_import_file_t *import, const char *what, const char *column)
{
    return lic_error_make(
        import->pool, LIC_REFUSED, "csv-heading",
        "line 1: %s%s; the first line names the columns, in any order, parted by , or ;: login, name, "
        "email, and if wanted initials, status, roles",
        what, column);
}

/* A heading's cell in lower case, without blanks around it */
static const char *tidy(const char *cell, apr_pool_t *p)
{
    char *text = apr_pstrdup(p, cell + strspn(cell, " "));
    apr_size_t length = strlen(text);
    while (length && text[length - 1] == ' ')
        length--;
    text[length] = '\0';
    for (char *at = text; *at; at++)
        *at = (char)apr_tolower(*at);
    return text;
}

static lic_error_t *take_heading(lic_import_file_t *import, const char *cell, int place, apr_pool_t *p)
{
    const char *name = tidy(cell, p);
    for (int i = 0; i < COLUMNS; i++) {
        if (strcmp(name, column_names[i]))
            continue;
        if (import->place[i] >= 0)
            return heading_wrong(import, "two columns are called ", name);
        import->place[i] = place;
        return NULL;
    }
    return heading_wrong(import, "there is no column ", *name ? name : "without a name");
}

static lic_error_t *read_heading(lic_import_file_t *import, apr_pool_t *p)
{
    const char *const *fields;
    apr_int64_t line;
    for (int i = 0; i < COLUMNS; i++)
        import->place[i] = -1;
    LIC_TRY(lic_csv_begin(import->csv, p));
    LIC_TRY(lic_csv_next(&fields, &import->width, &line, import->csv, p));
    if (!import->width)
        return heading_wrong(import, "there is nothing in the file", "");
    for (int i = 0; i < import->width; i++)
        LIC_TRY(take_heading(import, fields[i], i, p));
    for (int i = 0; i <= COLUMN_EMAIL; i++)
        if (import->place[i] < 0)
            return heading_wrong(import, "there is no column called ", column_names[i]);
    return NULL;
}

lic_error_t *lic_import_file_begin(lic_import_file_t *import)
{
    apr_off_t start = 0;
    apr_pool_t *p;
    if (apr_file_seek(import->file, APR_SET, &start) != APR_SUCCESS)
        return lic_error_make(import->pool, LIC_REFUSED, "csv-malformed", "the file can't be read again");
    import->walks++;
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

static lic_error_t *take_status(lic_roster_row_t *row, const char *cell, apr_pool_t *p)
{
    const char *word = tidy(cell, p);
    if (!strcmp(word, "active"))
        row->status = LIC_ROSTER_ACTIVE;
    else if (!strcmp(word, "inactive"))
        row->status = LIC_ROSTER_INACTIVE;
    else if (*word)
        return wrong(p, "status", word, " is neither active nor inactive (nor empty, which leaves it as it is)");
    return NULL;
}

static const char *cell(const lic_import_file_t *import, lic_column_t column, const char *const *fields)
{
    return import->place[column] < 0 ? NULL : lic_cell_original(fields[import->place[column]]);
}

static lic_error_t *take_cells(lic_roster_row_t *row, const lic_import_file_t *import, const char *const *fields, int n,
                               apr_pool_t *p)
{
    if (n != import->width)
        return lic_error_make(p, LIC_INVALID, "field-invalid", "%d cells under a heading of %d; is a quote missing?", n,
                              import->width);
    row->login = cell(import, COLUMN_LOGIN, fields);
    row->name = cell(import, COLUMN_NAME, fields);
    row->email = cell(import, COLUMN_EMAIL, fields);
    row->initials = cell(import, COLUMN_INITIALS, fields);
    if (import->place[COLUMN_STATUS] >= 0)
        LIC_TRY(take_status(row, fields[import->place[COLUMN_STATUS]], p));
    return import->place[COLUMN_ROLES] < 0 ? NULL : take_roles(row, fields[import->place[COLUMN_ROLES]], p);
}

lic_error_t *lic_import_file_next(lic_roster_row_t *row, int *more, lic_import_file_t *import, apr_pool_t *p)
{
    const char *const *fields;
    int n;
    *row = (lic_roster_row_t){.status = LIC_ROSTER_AS_IS};
    lic_error_t *err = lic_csv_next(&fields, &n, &row->line, import->csv, p);
    if (err)
        return lic_error_wrap(err, import->pool, "%s", import->name);
    *more = n > 0;
    if (!n)
        return NULL;
    import->rows++;
    row->wrong = take_cells(row, import, fields, n, p);
    return NULL;
}
