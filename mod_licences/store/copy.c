/* store/copy.c  All rows of one database into another, of whichever kinds. */
#include "store/copy.h"

#include <string.h>
#include <apr_strings.h>

#include "store/copy_private.h"
#include "store/db_private.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/setting.h"
#include "store/statement.h"
#include "store/statistics.h"
#include "store/transaction.h"

#define SETTINGS "setting" /* init has made some in the database that is copied to */

/* Every table that there is, with all its columns (sql/copy.sql) */
static lic_error_t *tables_list(apr_array_header_t **tables, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_copy_table_t *table = NULL;
    *tables = apr_array_make(p, 30, sizeof(lic_copy_table_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_COPY_COLUMNS, p));
    while (lic_rows_next(rows)) {
        const char *name = lic_rows_text(rows, LIC_C_COPY_COLUMNS_TABLE_NAME);
        const char *column = lic_rows_text(rows, LIC_C_COPY_COLUMNS_COLUMN_NAME);
        if (!table || strcmp(table->name, name) != 0) {
            table = apr_array_push(*tables);
            *table = (lic_copy_table_t){apr_pstrdup(p, name), "", "", 0, 0};
        }
        table->columns = apr_pstrcat(p, table->columns, table->ncolumns++ ? ", " : "", column, NULL);
        table->types = apr_pstrcat(p, table->types, lic_rows_int(rows, LIC_C_COPY_COLUMNS_IS_TEXT) ? "s" : "i", NULL);
    }
    return NULL;
}

/* Both were made by the same migrations; somebody's own tables and columns beside them have no place in the other. */
static lic_error_t *check_same(const apr_array_header_t *to, const apr_array_header_t *from, apr_pool_t *p)
{
    for (int k = 0; k < from->nelts || k < to->nelts; k++) {
        const lic_copy_table_t *one = k < from->nelts ? &APR_ARRAY_IDX(from, k, lic_copy_table_t) : NULL;
        const lic_copy_table_t *other = k < to->nelts ? &APR_ARRAY_IDX(to, k, lic_copy_table_t) : NULL;
        if (one && other && !strcmp(one->name, other->name) && !strcmp(one->columns, other->columns) &&
            !strcmp(one->types, other->types))
            continue;
        const char *name = !one ? other->name : other && strcmp(one->name, other->name) > 0 ? other->name : one->name;
        return lic_error_make(p, LIC_REFUSED, "schema-differs",
                              "the table %s isn't the same in both databases: nothing is copied; right would be the "
                              "tables that licencesctl init makes, and no others beside them",
                              name);
    }
    return NULL;
}

static lic_error_t *check_empty(lic_db_t *to, const apr_array_header_t *tables, apr_pool_t *p)
{
    for (int k = 0; k < tables->nelts; k++) {
        const char *name = APR_ARRAY_IDX(tables, k, lic_copy_table_t).name;
        apr_int64_t rows;
        LIC_TRY(lic_copy_table_count(&rows, to, name, p));
        if (rows && strcmp(name, SETTINGS) != 0)
            return lic_error_make(
                p, LIC_REFUSED, "database-in-use",
                "the database to copy to isn't empty (its table %s has rows): right would be a new one", name);
    }
    return NULL;
}

static lic_error_t *check_schema(lic_db_t *from, apr_pool_t *p)
{
    int version;
    LIC_TRY(lic_schema_version(&version, from, p));
    if (version == lic_schema_newest())
        return NULL;
    if (!version)
        return lic_error_make(p, LIC_REFUSED, "schema-missing", "what is to be copied is no database of mod_licences");
    return lic_error_make(p, LIC_REFUSED, "schema-older",
                          "what is to be copied has schema %d, and this program copies schema %d: run licencesctl "
                          "upgrade on it (or on a copy of it) first, or use the program that made it",
                          version, lic_schema_newest());
}

typedef struct lic_copy_t {
    lic_db_t *to, *from;
    apr_array_header_t *tables;
    lic_copy_tell_fn *tell;
    void *baton;
    apr_int64_t of; /* rows in all */
    lic_copy_report_t *report;
} lic_copy_t;

static lic_error_t *table_copy(lic_copy_t *copy, const lic_copy_table_t *table, apr_pool_t *p)
{
    apr_int64_t rows, there;
    LIC_TRY(lic_copy_table(&rows, copy->to, copy->from, table, p));
    LIC_TRY(lic_copy_table_count(&there, copy->to, table->name, p));
    if (rows != table->rows || there != table->rows)
        return lic_error_make(p, LIC_BUG, "database",
                              "of the %" APR_INT64_T_FMT " rows of %s %" APR_INT64_T_FMT
                              " were read, and %" APR_INT64_T_FMT " arrived",
                              table->rows, table->name, rows, there);
    copy->report->tables++;
    copy->report->rows += rows;
    copy->tell(copy->baton, copy->report->rows, copy->of);
    return NULL;
}

static lic_error_t *copy_all(lic_copy_t *copy, apr_pool_t *p)
{
    for (int k = 0; k < copy->tables->nelts; k++) {
        lic_copy_table_t *table = &APR_ARRAY_IDX(copy->tables, k, lic_copy_table_t);
        LIC_TRY(lic_copy_table_count(&table->rows, copy->from, table->name, p));
        copy->of += table->rows;
    }
    LIC_TRY(lic_db_execute(NULL, copy->to, LIC_Q_COPY_SETTINGS_CLEAR, p));
    for (int k = 0; k < copy->tables->nelts; k++)
        LIC_TRY(table_copy(copy, &APR_ARRAY_IDX(copy->tables, k, lic_copy_table_t), p));
    LIC_TRY(lic_search_fill(copy->to, p));
    return lic_epoch_begin(copy->to, p);
}

lic_error_t *lic_copy_run(lic_copy_report_t *report, lic_db_t *to, lic_db_t *from, lic_copy_tell_fn *tell, void *baton,
                          apr_pool_t *p)
{
    lic_copy_t copy = {.to = to, .from = from, .tell = tell, .baton = baton, .report = report};
    apr_array_header_t *there;
    *report = (lic_copy_report_t){0, 0};
    LIC_TRY(check_schema(from, p));
    LIC_TRY(tables_list(&there, to, p));
    LIC_TRY(lic_db_begin_reading(from, p));
    LIC_TRY(tables_list(&copy.tables, from, p));
    LIC_TRY(check_same(there, copy.tables, p));
    LIC_TRY(lic_db_begin(to, p));
    LIC_TRY(check_empty(to, there, p));
    LIC_TRY(copy_all(&copy, p));
    LIC_TRY(lic_db_commit(to, p));
    lic_db_rollback(from);
    (void)lic_statistics_count(to, p); /* all is there; the server counts later, too */
    return NULL;
}

lic_error_t *lic_copy_file(lic_db_t *db, const char *path, apr_pool_t *p)
{
    const char *quoted = "";
    for (const char *at = path; *at; at++)
        quoted = apr_psprintf(p, "%s%s%c", quoted, *at == '\'' ? "'" : "", *at);
    return lic_db_run(db, apr_pstrcat(p, "VACUUM INTO '", quoted, "'", NULL), p);
}
