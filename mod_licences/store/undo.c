/* store/undo.c  A product's last purchase: its rows in the log, and its invoice. */
#include "store/undo.h"

#include <string.h>

#include <apr_strings.h>

#include "core/limits.h"
#include "store/statement.h"

static lic_error_t *load_lines(lic_invoice_t *invoice, apr_int64_t id, lic_db_t *db, const lic_book_t *book,
                               apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_INVOICE_LINES, p, book->account->id, id, (apr_int64_t)LIC_PRODUCTS_READ));
    invoice->lines = apr_array_make(p, 4, sizeof(lic_invoice_line_t));
    while (lic_rows_next(rows)) {
        const apr_int64_t product = lic_rows_int(rows, LIC_C_INVOICE_LINES_PRODUCT);
        const lic_position_t *position = lic_book_position(book, product);
        APR_ARRAY_PUSH(invoice->lines, lic_invoice_line_t) =
            (lic_invoice_line_t){.product = product,
                                 .key = position ? position->key : "",
                                 .name = lic_rows_text(rows, LIC_C_INVOICE_LINES_NAME),
                                 .quantity = lic_rows_int(rows, LIC_C_INVOICE_LINES_QUANTITY),
                                 .price = lic_rows_int(rows, LIC_C_INVOICE_LINES_PRICE),
                                 .days = (int)lic_rows_int(rows, LIC_C_INVOICE_LINES_DAYS),
                                 .period_days = (int)lic_rows_int(rows, LIC_C_INVOICE_LINES_PERIOD_DAYS),
                                 .amount = lic_rows_int(rows, LIC_C_INVOICE_LINES_AMOUNT)};
    }
    return NULL;
}

#define COLUMN(name) LIC_C_INVOICE_BY_NUMBER_##name

static lic_invoice_parties_t read_parties(const lic_rows_t *rows)
{
    return (lic_invoice_parties_t){.seller = lic_rows_int(rows, COLUMN(SELLER)),
                                   .buyer_name = lic_rows_text(rows, COLUMN(BUYER_NAME)),
                                   .buyer_address = lic_rows_text(rows, COLUMN(BUYER_ADDRESS)),
                                   .buyer_country = lic_rows_text(rows, COLUMN(BUYER_COUNTRY)),
                                   .buyer_vat_id = lic_rows_text(rows, COLUMN(BUYER_VAT_ID)),
                                   .buyer_electronic_address = lic_rows_text(rows, COLUMN(BUYER_ELECTRONIC_ADDRESS)),
                                   .category = (lic_tax_category_t)lic_word_value(
                                       lic_tax_words, lic_rows_text(rows, COLUMN(TAX_CATEGORY)), LIC_TAX_STANDARD),
                                   .tax_reason = lic_rows_text(rows, COLUMN(TAX_REASON)),
                                   .order_number = lic_rows_text(rows, COLUMN(ORDER_NUMBER))};
}

static lic_error_t *load_invoice(const lic_invoice_t **loaded, lic_db_t *db, const lic_book_t *book, const char *number,
                                 apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_invoice_t *invoice = apr_pcalloc(p, sizeof(*invoice));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_INVOICE_BY_NUMBER, p, book->account->id, number));
    if (!lic_rows_next(rows))
        return lic_error_make(p, LIC_BUG, "database", "the log names the invoice %s, which isn't there", number);
    invoice->number = number;
    invoice->date = lic_rows_date(rows, LIC_C_INVOICE_BY_NUMBER_ISSUED);
    invoice->kind = (lic_invoice_kind_t)lic_word_value(
        lic_invoice_kind_words, lic_rows_text(rows, LIC_C_INVOICE_BY_NUMBER_KIND), LIC_INVOICE_PURCHASE);
    invoice->from = lic_rows_date(rows, LIC_C_INVOICE_BY_NUMBER_PAID_FROM);
    invoice->to = lic_rows_date(rows, LIC_C_INVOICE_BY_NUMBER_PAID_TO);
    invoice->net = lic_rows_int(rows, LIC_C_INVOICE_BY_NUMBER_NET);
    invoice->vat = lic_rows_int(rows, LIC_C_INVOICE_BY_NUMBER_VAT);
    invoice->total = lic_rows_int(rows, LIC_C_INVOICE_BY_NUMBER_TOTAL);
    invoice->vat_rate = (int)lic_rows_int(rows, LIC_C_INVOICE_BY_NUMBER_VAT_RATE);
    invoice->currency = lic_rows_text(rows, LIC_C_INVOICE_BY_NUMBER_CURRENCY);
    invoice->parties = read_parties(rows);
    *loaded = invoice;
    return load_lines(invoice, lic_rows_int(rows, LIC_C_INVOICE_BY_NUMBER_ID), db, book, p);
}

/* What each product of the purchase was before it; *number: of its invoice */
static lic_error_t *load_restored(lic_bought_t *bought, const char **number, lic_db_t *db, const lic_book_t *book,
                                  apr_int64_t event, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *list = apr_array_make(p, 4, sizeof(lic_restored_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_UNDO_ROWS, p, book->account->id, event, (apr_int64_t)LIC_PRODUCTS_READ));
    while (lic_rows_next(rows)) {
        const lic_position_t *position = lic_book_find(book, lic_rows_text(rows, LIC_C_UNDO_ROWS_OBJECT));
        const char *state = lic_rows_text(rows, LIC_C_UNDO_ROWS_OLD_STATE);
        lic_restored_t restored = {.changed = (int)lic_rows_int(rows, LIC_C_UNDO_ROWS_CHANGED)};
        if (!position || !lic_position_parse_state(&restored.purchased, &restored.next, state, p))
            return lic_error_make(p, LIC_BUG, "database", "entry %" APR_INT64_T_FMT ": no state of a product: %s",
                                  event, state);
        restored.product = position->product;
        *number = lic_rows_text(rows, LIC_C_UNDO_ROWS_INVOICE);
        APR_ARRAY_PUSH(list, lic_restored_t) = restored;
    }
    bought->restored = (const lic_restored_t *)list->elts;
    bought->nrestored = list->nelts;
    return NULL;
}

lic_error_t *lic_bought_load(lic_bought_t *bought, lic_db_t *db, const lic_book_t *book, const lic_position_t *position,
                             apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *number = NULL;
    *bought = (lic_bought_t){0};
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_UNDO_LAST, p, book->account->id, position->key));
    if (!lic_rows_next(rows) ||
        strcmp(lic_rows_text(rows, LIC_C_UNDO_LAST_ACTION), lic_word_of(lic_event_words, LIC_EVENT_BOUGHT)) != 0)
        return NULL;
    const apr_time_t at = lic_rows_time(rows, LIC_C_UNDO_LAST_AT);
    LIC_TRY(load_restored(bought, &number, db, book, lic_rows_int(rows, LIC_C_UNDO_LAST_EVENT), p));
    if (!number)
        return NULL;
    bought->at = at;
    return load_invoice(&bought->invoice, db, book, number, p);
}
