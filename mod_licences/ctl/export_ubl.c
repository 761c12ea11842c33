/* ctl/export_ubl.c  An account's invoices of a range as UBL, a file for each. */
#include "export_ubl.h"

#include <apr_file_io.h>
#include <apr_strings.h>

#include "store/statement.h"
#include "view/document/document.h"

/* Of the next ones behind an id */
static lic_error_t *list_some(apr_array_header_t *numbers, apr_int64_t *after, const lic_export_ubl_t *to,
                              const lic_query_t *query, lic_db_source_t *from, apr_pool_t *p)
{
    lic_db_t *db;
    lic_rows_t *rows;
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = lic_db_select(&rows, db, LIC_Q_INVOICE_NUMBERS, p, query->account->id, to->from, to->to, *after,
                                     (apr_int64_t)LIC_CTL_SOME);
    while (!err && lic_rows_next(rows)) {
        *after = lic_rows_int(rows, LIC_C_INVOICE_NUMBERS_ID);
        APR_ARRAY_PUSH(numbers, const char *) = lic_rows_text(rows, LIC_C_INVOICE_NUMBERS_NUMBER);
    }
    from->close(db, from->baton);
    return err;
}

static apr_status_t write_file(void *baton, const char *data, apr_size_t length)
{
    return apr_file_write_full(baton, data, length, NULL);
}

static lic_error_t *unwritable(const char *path, apr_status_t status, apr_pool_t *p)
{
    char why[120];
    return lic_error_make(p, LIC_UNAVAILABLE, "output", "%s: %s", path, apr_strerror(status, why, sizeof(why)));
}

static lic_error_t *write_ubl(const lic_export_ubl_t *to, xmlDoc *doc, const lic_account_t *account, const char *number,
                              apr_pool_t *p)
{
    apr_file_t *file;
    const lic_look_t look = {.locale = account->locale, .zone = account->zone};
    const char *path = apr_pstrcat(p, to->directory, "/", number, ".xml", NULL);
    const char *part = apr_pstrcat(p, path, ".part", NULL);
    apr_status_t status =
        apr_file_open(&file, part, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE | APR_FOPEN_BUFFERED,
                      APR_FPROT_OS_DEFAULT, p);
    if (status)
        return unwritable(part, status, p);
    lic_out_t out = {write_file, file, NULL};
    lic_error_t *err = lic_sheet_apply(&out, to->sheets, "ubl", doc, &look, p);
    status = apr_file_close(file);
    if (!err && !status)
        status = apr_file_rename(part, path, p);
    if (err || status)
        apr_file_remove(part, p);
    return err ? err : status ? unwritable(path, status, p) : NULL;
}

/* *done 0: it lacks something, which was said */
static lic_error_t *export_one(int *done, const lic_export_ubl_t *to, const lic_query_t *query, const char *number,
                               lic_db_source_t *from, apr_pool_t *p)
{
    xmlDoc *doc;
    lic_query_t one = *query;
    one.key = number;
    lic_error_t *err = lic_document_tree(&doc, &lic_document_ubl, &one, from, p);
    *done = !err;
    if (!err)
        return write_ubl(to, doc, query->account, number, p);
    if (err->code != LIC_CONFLICT)
        return err;
    fprintf(stderr, "licencesctl: %s\n", err->message);
    to->ctl->breached = 1;
    return NULL;
}

lic_error_t *lic_export_ubl(const lic_export_ubl_t *to, const lic_query_t *query, lic_db_source_t *from, apr_pool_t *p)
{
    apr_int64_t after = 0;
    int written = 0;
    apr_pool_t *some, *each;
    apr_status_t status = apr_dir_make_recursive(to->directory, APR_FPROT_OS_DEFAULT, p);
    if (status)
        return unwritable(to->directory, status, p);
    apr_pool_create(&some, p);
    apr_pool_create(&each, p);
    for (int n = LIC_CTL_SOME; n == LIC_CTL_SOME;) {
        apr_pool_clear(some);
        apr_array_header_t *numbers = apr_array_make(some, LIC_CTL_SOME, sizeof(const char *));
        LIC_TRY(list_some(numbers, &after, to, query, from, some));
        n = numbers->nelts;
        for (int i = 0; i < n; i++) {
            int done;
            apr_pool_clear(each);
            LIC_TRY(export_one(&done, to, query, APR_ARRAY_IDX(numbers, i, const char *), from, each));
            written += done;
        }
    }
    printf("%s: %d invoice%s written to %s\n", query->account->key, written, written == 1 ? "" : "s", to->directory);
    return NULL;
}
