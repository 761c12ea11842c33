#include "core/invoice.h"
#include "view/part.h"

enum { MOST_LINES = 50000 }; /* of one batch: 500 invoices of 100 lines */

typedef struct lic_listed_t {
    apr_int64_t id;
    lic_invoice_t invoice;
} lic_listed_t;

/* Rows are kept until their lines are read: one statement for the lines of a whole batch. */
static lic_listed_t read_invoice(const lic_rows_t *rows)
{
    const lic_listed_t listed = {
        lic_rows_int(rows, LIC_C_VIEW_INVOICES_ID),
        {.number = lic_rows_text(rows, LIC_C_VIEW_INVOICES_NUMBER),
         .date = lic_rows_date(rows, LIC_C_VIEW_INVOICES_ISSUED),
         .kind = (lic_invoice_kind_t)lic_word_value(
             lic_invoice_kind_words, lic_rows_text(rows, LIC_C_VIEW_INVOICES_KIND), LIC_INVOICE_PURCHASE),
         .from = lic_rows_date(rows, LIC_C_VIEW_INVOICES_PAID_FROM),
         .to = lic_rows_date(rows, LIC_C_VIEW_INVOICES_PAID_TO),
         .net = lic_rows_int(rows, LIC_C_VIEW_INVOICES_NET),
         .vat = lic_rows_int(rows, LIC_C_VIEW_INVOICES_VAT),
         .total = lic_rows_int(rows, LIC_C_VIEW_INVOICES_TOTAL),
         .vat_rate = (int)lic_rows_int(rows, LIC_C_VIEW_INVOICES_VAT_RATE),
         .currency = lic_rows_text(rows, LIC_C_VIEW_INVOICES_CURRENCY)}};
    return listed;
}

static void write_attributes(lic_xml_t *x, const lic_invoice_t *invoice, apr_pool_t *p)
{
    lic_xml_attr(x, "number", invoice->number);
    lic_xml_attr_date(x, "date", invoice->date);
    lic_xml_attr(x, "kind", lic_word_of(lic_invoice_kind_words, (int)invoice->kind));
    lic_xml_attr_date(x, "from", invoice->from);
    lic_xml_attr_date(x, "to", invoice->to);
    lic_xml_attr_date(x, "last", invoice->to == LIC_DATE_NONE ? LIC_DATE_NONE : invoice->to - 1);
    lic_xml_attr_int(x, "net", invoice->net);
    lic_xml_attr(x, "vat-rate", lic_part_rate(invoice->vat_rate, p));
    lic_xml_attr_int(x, "vat", invoice->vat);
    lic_xml_attr_int(x, "total", invoice->total);
}

static lic_error_t *select_lines(lic_rows_t **lines, const lic_query_t *q, lic_db_t *db, apr_int64_t first,
                                 apr_int64_t last, apr_pool_t *p)
{
    return lic_db_select(lines, db, LIC_Q_VIEW_INVOICE_LINES, p, q->account->id, first, last, (apr_int64_t)MOST_LINES);
}

static void write_line(lic_xml_t *x, const lic_rows_t *lines)
{
    const lic_invoice_line_t line = {.key = lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_PRODUCT),
                                     .name = lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_NAME),
                                     .quantity = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_QUANTITY),
                                     .price = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_PRICE),
                                     .days = (int)lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_DAYS),
                                     .period_days = (int)lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_PERIOD_DAYS),
                                     .amount = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_AMOUNT)};
    lic_part_line(x, &line, lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_KIND));
}

/* --- the list, newest first ------------------------------------------------------------------------------ */

static lic_error_t *list_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    return lic_part_head(x, q, NULL, db, p);
}

static lic_error_t *write_batch(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, const lic_listed_t *listed, int n,
                                apr_pool_t *p)
{
    lic_rows_t *lines;
    LIC_TRY(select_lines(&lines, q, db, listed[n - 1].id, listed[0].id, p));
    int more = lic_rows_next(lines);
    for (int i = 0; i < n; i++) {
        lic_xml_start(x, "invoice");
        write_attributes(x, &listed[i].invoice, p);
        lic_xml_attr(x, "currency", listed[i].invoice.currency);
        for (; more && lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_INVOICE) == listed[i].id;
             more = lic_rows_next(lines))
            write_line(x, lines);
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *list_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *listed = apr_array_make(p, at->batch + 1, sizeof(lic_listed_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_INVOICES, p, q->account->id, at->id ? at->id : APR_INT64_MAX,
                          (apr_int64_t)at->batch + 1));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(listed, lic_listed_t) = read_invoice(rows);
    at->done = listed->nelts <= at->batch;
    int n = at->done ? listed->nelts : at->batch;
    if (!n)
        return NULL;
    at->id = APR_ARRAY_IDX(listed, n - 1, lic_listed_t).id;
    at->rows += n;
    return write_batch(x, q, db, (const lic_listed_t *)listed->elts, n, p);
}

const lic_document_t lic_document_invoices = {"invoices", "invoices", 1, list_head, list_rows};

/* --- one invoice ------------------------------------------------------------------------------------------ */

static lic_error_t *invoice_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows, *lines;
    const char *number = q->key ? q->key : "";
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_INVOICE, p, q->account->id, number));
    if (!lic_rows_next(rows))
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "invoice-unknown", "there is no invoice %s here", number),
                              "invoice", number);
    lic_listed_t listed = read_invoice(rows);
    write_attributes(x, &listed.invoice, p);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_xml_start(x, "buyer");
    lic_xml_attr(x, "country", *q->account->country ? q->account->country : NULL);
    lic_xml_attr(x, "vat-id", *q->account->vat_id ? q->account->vat_id : NULL);
    lic_xml_element(x, "name", *q->account->legal_name ? q->account->legal_name : q->account->name);
    lic_xml_element(x, "address", q->account->address);
    lic_xml_end(x);
    LIC_TRY(select_lines(&lines, q, db, listed.id, listed.id, p));
    while (lic_rows_next(lines))
        write_line(x, lines);
    return NULL;
}

const lic_document_t lic_document_invoice = {"invoice", "invoice", 0, invoice_head, NULL};
