/* view/document/invoices.c  The list of invoices, newest first, and one of them. */
#include <string.h>

#include "core/invoice.h"
#include "core/limits.h"
#include "store/account.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/invoice_parties.h"
#include "view/document/part.h"

enum { FIRST_YEAR = 1970, LAST_YEAR = 9999 };
enum { MOST_LINES = 500 * LIC_PRODUCTS_MOST }; /* of one batch: 500 invoices, each with every product */

typedef struct invoice_row_t {
    apr_int64_t id;
    lic_invoice_t invoice;
    const char *credited_by; /* the number of its credit note; NULL */
} invoice_row_t;

static const char *text_or_null(const lic_rows_t *rows, int column)
{
    return lic_rows_null(rows, column) ? NULL : lic_rows_text(rows, column);
}

/* Rows are kept until their lines are read: one statement for the lines of a whole batch. */
static invoice_row_t read_invoice(const lic_rows_t *rows)
{
    const invoice_row_t row = {
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
         .currency = lic_rows_text(rows, LIC_C_VIEW_INVOICES_CURRENCY),
         .credits = text_or_null(rows, LIC_C_VIEW_INVOICES_CREDITS),
         .parties = {.category = (lic_tax_category_t)lic_word_value(
                         lic_tax_words, lic_rows_text(rows, LIC_C_VIEW_INVOICES_TAX_CATEGORY), LIC_TAX_STANDARD),
                     .order_number = lic_rows_text(rows, LIC_C_VIEW_INVOICES_ORDER_NUMBER)}},
        text_or_null(rows, LIC_C_VIEW_INVOICES_CREDITED_BY)};
    return row;
}

static void write_attributes(lic_xml_t *x, const invoice_row_t *row, apr_pool_t *p)
{
    const lic_invoice_t *invoice = &row->invoice;
    lic_xml_attr(x, "number", invoice->number);
    lic_xml_attr_date(x, "date", invoice->date);
    lic_xml_attr(x, "kind", lic_word_of(lic_invoice_kind_words, (int)invoice->kind));
    lic_xml_attr_date(x, "from", invoice->from);
    lic_xml_attr_date(x, "to", invoice->to);
    lic_xml_attr_date(x, "last", invoice->to == LIC_DATE_NONE ? LIC_DATE_NONE : invoice->to - 1);
    if (*invoice->parties.order_number)
        lic_xml_attr(x, "order-number", invoice->parties.order_number);
    lic_xml_attr_int(x, "net", invoice->net);
    lic_xml_attr(x, "tax-category", lic_word_of(lic_tax_words, (int)invoice->parties.category));
    lic_xml_attr(x, "vat-rate", lic_part_rate(invoice->vat_rate, p));
    lic_xml_attr_int(x, "vat", invoice->vat);
    lic_xml_attr_int(x, "total", invoice->total);
    lic_xml_attr(x, "credits", invoice->credits);
    lic_xml_attr(x, "credited-by", row->credited_by);
}

static lic_error_t *select_lines(lic_rows_t **lines, const lic_query_t *q, lic_db_t *db, apr_int64_t first,
                                 apr_int64_t last, apr_pool_t *p)
{
    return lic_db_select(lines, db, LIC_Q_VIEW_INVOICE_LINES, p, q->account->id, first, last, (apr_int64_t)MOST_LINES);
}

static lic_invoice_line_t read_line(const lic_rows_t *lines)
{
    return (lic_invoice_line_t){.key = lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_PRODUCT),
                                .name = lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_NAME),
                                .quantity = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_QUANTITY),
                                .price = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_PRICE),
                                .days = (int)lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_DAYS),
                                .period_days = (int)lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_PERIOD_DAYS),
                                .amount = lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_AMOUNT)};
}

static void write_line(lic_xml_t *x, const lic_rows_t *lines)
{
    const lic_invoice_line_t line = read_line(lines);
    lic_part_line(x, &line, lic_rows_text(lines, LIC_C_VIEW_INVOICE_LINES_KIND));
}

/* --- the list, newest first ------------------------------------------------------------------------------ */

static const char *const filters[] = {"year", "kind", "q", NULL};

/* The days that are asked for: a year's, or all */
static void list_days(lic_date_t *from, lic_date_t *to, const lic_query_t *q)
{
    const apr_int64_t year = lic_part_arg_int(q, "year", 0);
    *from = lic_date_make(FIRST_YEAR, 1, 1);
    *to = lic_date_make(LAST_YEAR, 12, 31);
    if (!lic_part_arg(q, "year"))
        return;
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        *to = *from - 1; /* there was nothing then */
        return;
    }
    *from = lic_date_make((int)year, 1, 1);
    *to = lic_date_make((int)year, 12, 31);
}

/* What was invoiced in the year that is asked for, in all and of each product */
static lic_error_t *write_year(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_date_t from, to;
    lic_rows_t *totals, *sums;
    list_days(&from, &to, q);
    LIC_TRY(lic_db_select(&totals, db, LIC_Q_VIEW_INVOICE_TOTALS, p, q->account->id, from, to));
    if (!lic_rows_next(totals) || !lic_rows_int(totals, LIC_C_VIEW_INVOICE_TOTALS_INVOICES))
        return NULL;
    LIC_TRY(lic_db_select(&sums, db, LIC_Q_VIEW_INVOICE_SUMS, p, q->account->id, from, to));
    lic_xml_start(x, "year");
    lic_xml_attr_int(x, "net", lic_rows_int(totals, LIC_C_VIEW_INVOICE_TOTALS_NET));
    lic_xml_attr_int(x, "vat", lic_rows_int(totals, LIC_C_VIEW_INVOICE_TOTALS_VAT));
    lic_xml_attr_int(x, "total", lic_rows_int(totals, LIC_C_VIEW_INVOICE_TOTALS_TOTAL));
    while (lic_rows_next(sums)) {
        lic_xml_start(x, "sum");
        lic_xml_attr(x, "product", lic_rows_text(sums, LIC_C_VIEW_INVOICE_SUMS_PRODUCT));
        lic_xml_attr_int(x, "net", lic_rows_int(sums, LIC_C_VIEW_INVOICE_SUMS_AMOUNT));
        lic_xml_text(x, lic_rows_text(sums, LIC_C_VIEW_INVOICE_SUMS_NAME));
        lic_xml_end(x);
    }
    lic_xml_end(x);
    return NULL;
}

static lic_error_t *list_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    return lic_part_arg(q, "year") && q->charts ? write_year(x, q, db, p) : NULL;
}

/* "%PO 7%": what is searched for, anywhere, as it stands; "" for nothing */
static const char *pattern_of(const char *text, apr_pool_t *p)
{
    char *pattern, *to;
    if (!text)
        return "";
    to = pattern = apr_palloc(p, 2 * strlen(text) + 3);
    *to++ = '%';
    for (; *text; text++) {
        if (strchr("%_!", *text))
            *to++ = '!';
        *to++ = *text;
    }
    *to++ = '%';
    *to = '\0';
    return pattern;
}

static lic_error_t *write_batch(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, const invoice_row_t *invoices, int n,
                                apr_pool_t *p)
{
    lic_rows_t *lines;
    LIC_TRY(select_lines(&lines, q, db, invoices[n - 1].id, invoices[0].id, p));
    int more = lic_rows_next(lines);
    for (int i = 0; i < n; i++) {
        lic_xml_start(x, "invoice");
        write_attributes(x, &invoices[i], p);
        lic_xml_attr(x, "currency", invoices[i].invoice.currency);
        while (more && lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_INVOICE) > invoices[i].id)
            more = lic_rows_next(lines); /* of one that the filters leave out */
        for (; more && lic_rows_int(lines, LIC_C_VIEW_INVOICE_LINES_INVOICE) == invoices[i].id;
             more = lic_rows_next(lines))
            write_line(x, lines);
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *list_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *found = apr_array_make(p, at->batch + 1, sizeof(invoice_row_t));
    const char *kind = lic_part_arg(q, "kind");
    lic_date_t from, to;
    list_days(&from, &to, q);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_INVOICES, p, q->account->id, at->id ? at->id : APR_INT64_MAX, from, to,
                          kind ? kind : "", pattern_of(lic_part_arg(q, "q"), p), (apr_int64_t)at->batch + 1));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found, invoice_row_t) = read_invoice(rows);
    at->done = found->nelts <= at->batch;
    int n = at->done ? found->nelts : at->batch;
    if (!n)
        return NULL;
    at->id = APR_ARRAY_IDX(found, n - 1, invoice_row_t).id;
    at->rows += n;
    return write_batch(x, q, db, (const invoice_row_t *)found->elts, n, p);
}

const lic_document_t lic_document_invoices = {"invoices", "invoices", 1, list_head, list_rows};

/* --- one invoice ------------------------------------------------------------------------------------------ */

/* Until when the purchase that it is of can be taken back, where it can */
static lic_error_t *write_undo(lic_xml_t *x, const lic_query_t *q, const lic_invoice_t *invoice, lic_db_t *db,
                               apr_pool_t *p)
{
    lic_rows_t *lines;
    lic_book_t *book;
    if (invoice->kind != LIC_INVOICE_PURCHASE || invoice->to != q->account->period_end)
        return NULL;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    LIC_TRY(lic_db_select(&lines, db, LIC_Q_VIEW_INVOICE_FIRST, p, q->account->id, invoice->number));
    if (!lic_rows_next(lines))
        return NULL;
    const lic_position_t *position = lic_book_find(book, lic_rows_text(lines, LIC_C_VIEW_INVOICE_FIRST_PRODUCT));
    return position ? lic_part_undo(x, q, book, position, invoice->number, db, p) : NULL;
}

static lic_error_t *find_invoice(invoice_row_t *row, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *number = q->key ? q->key : "";
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_INVOICE, p, q->account->id, number));
    if (!lic_rows_next(rows))
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "invoice-unknown", "there is no invoice %s here", number),
                              "invoice", number);
    *row = read_invoice(rows);
    return NULL;
}

static lic_error_t *write_lines(lic_xml_t *x, const lic_query_t *q, const invoice_row_t *row, int ubl, lic_db_t *db,
                                apr_pool_t *p)
{
    lic_rows_t *lines;
    LIC_TRY(select_lines(&lines, q, db, row->id, row->id, p));
    while (lic_rows_next(lines)) {
        if (ubl)
            LIC_TRY(lic_parties_check_amount(read_line(lines).amount, row->invoice.currency, p));
        write_line(x, lines);
    }
    return NULL;
}

static lic_error_t *write_invoice(lic_xml_t *x, const lic_query_t *q, int ubl, lic_db_t *db, apr_pool_t *p)
{
    invoice_row_t row;
    lic_parties_t parties;
    LIC_TRY(find_invoice(&row, q, db, p));
    LIC_TRY(lic_parties_load(&parties, q, row.id, db, p));
    lic_error_t *incomplete = lic_parties_check(&parties, &row.invoice, p);
    if (incomplete && ubl)
        return incomplete;
    write_attributes(x, &row, p);
    LIC_TRY(write_undo(x, q, &row.invoice, db, p));
    if (parties.seller.id && row.invoice.kind != LIC_INVOICE_CREDIT)
        lic_xml_attr_date(x, "due", row.invoice.date + parties.seller.payment_days);
    lic_xml_attr(x, "electronic", incomplete ? "false" : "true");
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_part_parties(x, &parties, &row.invoice, p);
    return write_lines(x, q, &row, ubl, db, p);
}

static lic_error_t *invoice_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    return write_invoice(x, q, 0, db, p);
}

static lic_error_t *ubl_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    return write_invoice(x, q, 1, db, p);
}

const lic_document_t lic_document_invoice = {"invoice", "invoice", 0, invoice_head, NULL};
const lic_document_t lic_document_ubl = {"invoice", "ubl", 0, ubl_head, NULL};
