#include "view/export.h"

#include <string.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "view/columns.h"
#include "view/part.h"

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

/* Whoever asked has the first rows while the rest is read; and may be waiting for this processor. */
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

/* The error in a pool that outlives the batch's. Whose filter is wrong is told that, and not where. */
static lic_error_t *named(lic_error_t *err, const lic_document_t *d, apr_pool_t *p)
{
    if (!err)
        return NULL;
    return err->code == LIC_INVALID ? lic_error_wrap(err, p, "%s", err->message)
                                    : lic_error_wrap(err, p, "the list %s", d->root);
}

/* --- XML: one writer for the whole document, taken empty after each batch ------------------------------------ */

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

/* --- CSV: batches through one sheet; only the first writes the heading ---------------------------------------- */

#define BOM "\xEF\xBB\xBF"

typedef struct lic_csv_t {
    const lic_document_t *document;
    const lic_query_t *query;
    lic_db_source_t *from;
    const lic_sheets_t *sheets;
    const lic_look_t *look;
    const char *sheet;
    const lic_columns_t *columns; /* NULL: the sheet isn't a list of columns */
    lic_cells_t cells;
} lic_csv_t;

static lic_error_t *read_batch(lic_xml_t *x, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                               lic_cursor_t *at, apr_pool_t *p)
{
    lic_db_t *db;
    at->batch = batch_size(at->rows);
    lic_xml_start(x, d->root);
    lic_part_root(x, q);
    LIC_TRY(from->open(&db, from->baton, p));
    lic_error_t *err = d->rows ? d->rows(x, q, db, at, p) : d->head(x, q, db, p);
    from->close(db, from->baton);
    at->done |= !d->rows;
    lic_xml_end(x);
    return err ? err : lic_xml_error(x);
}

static lic_error_t *tree_of_batch(xmlDoc **doc, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                                  lic_cursor_t *at, apr_pool_t *p)
{
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    *doc = lic_xml_tree(x);
    return read_batch(x, d, q, from, at, p);
}

/** The look's parameters, and whether this batch begins with the heading. */
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

/* By the transformation: what any sheet may be. */
static lic_error_t *transformed_batch(lic_out_t *out, const lic_csv_t *csv, lic_cursor_t *at, apr_pool_t *p)
{
    xmlDoc *doc;
    lic_look_t here = *csv->look;
    int first = at->batch == 0;
    LIC_TRY(tree_of_batch(&doc, csv->document, csv->query, csv->from, at, p));
    here.params = with_header(csv->look->params, first, p);
    if (first && here.spreadsheet)
        LIC_TRY(give(out, BOM, strlen(BOM), p));
    return lic_sheet_apply(out, csv->sheets, csv->sheet, doc, &here, p);
}

/* By the columns that the sheet lists. */
static lic_error_t *listed_batch(lic_out_t *out, const lic_csv_t *csv, lic_cursor_t *at, apr_pool_t *p)
{
    apr_size_t length;
    lic_table_t *table = lic_table_make(csv->columns, &csv->cells, p);
    int first = at->batch == 0;
    if (first)
        lic_table_heading(table);
    LIC_TRY(read_batch(lic_table_writer(table), csv->document, csv->query, csv->from, at, p));
    if (first && csv->look->spreadsheet)
        LIC_TRY(give(out, BOM, strlen(BOM), p));
    const char *text = lic_table_text(table, &length);
    return give(out, text, length, p);
}

lic_error_t *lic_export_csv(lic_out_t *out, const lic_document_t *d, const lic_query_t *q, lic_db_source_t *from,
                            const lic_sheets_t *sheets, const lic_look_t *look, apr_pool_t *p)
{
    lic_cursor_t at;
    apr_pool_t *batch;
    lic_error_t *err = NULL;
    lic_csv_t csv = {d, q, from, sheets, look, apr_pstrcat(p, "csv/", d->sheet, NULL), NULL, lic_cells_make(look)};
    csv.columns = lic_sheet_columns(sheets, csv.sheet);
    lic_cursor_make(&at, q, p);
    apr_pool_create(&batch, p);
    while (!err && !at.done) {
        apr_pool_clear(batch);
        err = csv.columns ? listed_batch(out, &csv, &at, batch) : transformed_batch(out, &csv, &at, batch);
        if (!err)
            err = flush(out, &at, batch);
    }
    err = named(err, d, p);
    apr_pool_destroy(batch);
    return err;
}
