#include "view/io/export.h"

#include <string.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "view/document/part.h"
#include "view/render/columns.h"

/* A first batch small enough to be answered at once, then larger ones. */
static int batch_size(apr_int64_t rows)
{
    if (rows == 0)
        return 10;
    return rows < 60 ? 50 : 500;
}

static lic_error_t *give(lic_out_t *out, const char *data, apr_size_t length, apr_pool_t *p)
{
    apr_status_t status = length ? out->write(out->baton, data, length) : APR_SUCCESS;
    if (status == APR_SUCCESS)
        return NULL;
    return lic_error_make(p, LIC_UNAVAILABLE, "output", "whoever asked is gone: status %d", (int)status);
}

/* The reader gets these rows while the next are read. The yield lets it run, if it waits for this processor. */
static lic_error_t *flush(lic_out_t *out, const lic_cursor_t *at, apr_pool_t *p)
{
    if (at->done || !out->flush)
        return NULL;
    apr_status_t status = out->flush(out->baton);
    apr_thread_yield();
    if (status == APR_SUCCESS)
        return NULL;
    return lic_error_make(p, LIC_UNAVAILABLE, "output", "whoever asked is gone: status %d", (int)status);
}

/* The error, moved from the batch's pool to p. A wrong filter is the reader's, who is told no more than that; one that
 * names nothing that there is likewise. */
static lic_error_t *named(lic_error_t *err, const lic_document_t *d, apr_pool_t *p)
{
    if (!err)
        return NULL;
    return err->code == LIC_INVALID || err->code == LIC_UNKNOWN ? lic_error_wrap(err, p, "%s", err->message)
                                                                : lic_error_wrap(err, p, "the list %s", d->root);
}

/* --- XML: one writer for the whole document; its buffer is emptied after each batch -------------------------- */

static lic_error_t *stream_batch(lic_xml_t *x, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                                 lic_cursor_t *at, apr_pool_t *p)
{
    lic_db_t *db;
    lic_error_t *err = NULL;
    LIC_TRY(from->open(&db, from->baton, p));
    if (at->rows == 0 && !at->batch) {
        lic_xml_start(x, d->root);
        lic_part_root(x, q);
        err = d->head(x, q, db, p);
    }
    at->batch = batch_size(at->rows);
    if (!err && d->rows)
        err = d->rows(x, q, db, at, p);
    else
        at->done = 1;
    from->close(db, from->baton);
    if (!err && at->done)
        lic_xml_end(x);
    return err ? err : lic_xml_error(x);
}

lic_error_t *lic_export_xml(lic_out_t *out, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                            apr_pool_t *p)
{
    lic_cursor_t at;
    apr_pool_t *batch;
    lic_error_t *err = NULL;
    lic_xml_t *x = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
    lic_cursor_make(&at, q, p);
    apr_pool_create(&batch, p);
    while (!err && !at.done) {
        apr_size_t length;
        apr_pool_clear(batch);
        err = stream_batch(x, d, q, from, &at, batch);
        const char *written = err ? NULL : lic_xml_take(x, &length, batch);
        if (!err)
            err = give(out, written, length, batch);
        if (!err)
            err = flush(out, &at, batch);
    }
    err = named(err, d, p);
    apr_pool_destroy(batch);
    return err;
}

/* --- CSV: each batch is a document of its own; only the first has the heading --------------------------------- */

#define BOM "\xEF\xBB\xBF"

typedef struct lic_csv_export_t {
    const lic_document_t *document;
    const lic_query_t *query;
    lic_db_source_t *from;
    const lic_sheets_t *sheets;
    const lic_look_t *look;
    const char *sheet;
    const lic_columns_t *columns; /* NULL: the sheet is more than a list of columns */
} lic_csv_export_t;

static lic_error_t *read_batch(lic_xml_t *x, const lic_csv_export_t *csv, lic_cursor_t *at, apr_pool_t *p)
{
    const lic_document_t *d = csv->document;
    lic_db_t *db;
    at->batch = batch_size(at->rows);
    lic_xml_start(x, d->root);
    lic_part_root(x, csv->query);
    LIC_TRY(csv->from->open(&db, csv->from->baton, p));
    lic_error_t *err = d->rows ? d->rows(x, csv->query, db, at, p) : d->head(x, csv->query, db, p);
    csv->from->close(db, csv->from->baton);
    at->done |= !d->rows;
    lic_xml_end(x);
    return err ? err : lic_xml_error(x);
}

/* The look's parameters, and whether this batch begins with the heading. */
static const char *const *with_header(const char *const *params, int header, apr_pool_t *p)
{
    int n = 0;
    while (params && params[n])
        n++;
    const char **with = apr_palloc(p, sizeof(*with) * (apr_size_t)(n + 3));
    for (int i = 0; i < n; i++)
        with[i] = params[i];
    with[n] = "header";
    with[n + 1] = header ? "yes" : "no";
    with[n + 2] = NULL;
    return with;
}

/* A batch is written to a table, if the sheet is a list of columns, or to a tree, which is transformed. */
static lic_error_t *csv_batch(lic_out_t *out, const lic_csv_export_t *csv, lic_cursor_t *at, apr_pool_t *p)
{
    apr_size_t length;
    const int first = at->batch == 0;
    lic_table_t *table = csv->columns ? lic_table_make(csv->columns, csv->look, first, p) : NULL;
    lic_xml_t *x = table ? lic_table_writer(table) : lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    LIC_TRY(read_batch(x, csv, at, p));
    if (first && csv->look->spreadsheet)
        LIC_TRY(give(out, BOM, strlen(BOM), p));
    if (table) {
        const char *text = lic_table_text(table, &length);
        return give(out, text, length, p);
    }
    lic_look_t look = *csv->look;
    look.params = with_header(look.params, first, p);
    return lic_sheet_apply(out, csv->sheets, csv->sheet, lic_xml_tree(x), &look, p);
}

lic_error_t *lic_export_csv(lic_out_t *out, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                            const lic_sheets_t *sheets, const lic_look_t *look, apr_pool_t *p)
{
    lic_cursor_t at;
    apr_pool_t *batch;
    lic_error_t *err = NULL;
    lic_csv_export_t csv = {d, q, from, sheets, look, apr_pstrcat(p, "csv/", d->sheet, NULL), NULL};
    csv.columns = lic_sheet_columns(sheets, csv.sheet);
    lic_cursor_make(&at, q, p);
    apr_pool_create(&batch, p);
    while (!err && !at.done) {
        apr_pool_clear(batch);
        err = csv_batch(out, &csv, &at, batch);
        if (!err)
            err = flush(out, &at, batch);
    }
    err = named(err, d, p);
    apr_pool_destroy(batch);
    return err;
}
