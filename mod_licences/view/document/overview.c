/* view/document/overview.c  Everything at a glance: /, the products with their numbers, and the next invoice. */
#include "core/book.h"
#include "core/change.h"
#include "core/quantity.h"
#include "store/account.h"
#include "store/statement.h"
#include "view/document/coming.h"
#include "view/document/document.h"
#include "view/document/forecast.h"
#include "view/document/history.h"
#include "view/document/part.h"

/* Bundled products appear once switched on, integrations where they can be had (interface.md, XML). */
static int is_shown(const lic_book_t *book, const lic_position_t *position)
{
    if (position->purchased > 0 || position->next > 0)
        return 1;
    if (position->kind == LIC_KIND_BUNDLED)
        return 0;
    if (position->kind != LIC_KIND_INTEGRATION)
        return 1;
    for (int i = 0; i < book->nprices; i++)
        if (book->prices[i].product == position->product)
            return 1;
    return 0;
}

/* The last twelve months, or since the account began. */
static lic_error_t *load_histories(lic_histories_t *histories, lic_date_t *from, lic_date_t today, lic_db_t *db,
                                   apr_pool_t *p)
{
    lic_date_t first = today;
    *from = lic_date_add_months(today, -12) + 1;
    LIC_TRY(lic_histories_load(histories, *from, today, LIC_BY_TEN_DAYS, db, p));
    for (int i = 0; i < histories->n; i++) {
        const lic_history_t *history = &histories->items[i];
        if (history->known)
            first = *from;
        else if (history->nspans && history->spans->first < first)
            first = history->spans->first;
    }
    *from = first;
    return NULL;
}

/* What has been invoiced of a product in the current period */
typedef struct cost_t {
    apr_int64_t product, amount;
} cost_t;

static lic_error_t *load_costs(apr_array_header_t **costs, const lic_query_t *q, const lic_period_t *period,
                               lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *costs = apr_array_make(p, 16, sizeof(cost_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_COSTS, p, q->account->id, (apr_int64_t)period->start));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(*costs, cost_t) =
            (cost_t){lic_rows_int(rows, LIC_C_VIEW_COSTS_PRODUCT), lic_rows_int(rows, LIC_C_VIEW_COSTS_AMOUNT)};
    return NULL;
}

/* What it would cost to buy all that is missing, in one go: /missing. */
static void write_missing(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, apr_pool_t *p)
{
    apr_int64_t net;
    lic_change_t *change = lic_change_make(book, q->now, q->user, NULL, p);
    const int purchases = lic_quantity_buy_missing(&net, change);
    if (!purchases)
        return;
    lic_xml_start(x, "missing");
    lic_xml_attr_int(x, "products", purchases);
    lic_xml_attr_int(x, "net", net);
    lic_xml_attr(x, "currency", book->account->currency);
    lic_xml_end(x);
}

static void write_product(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position,
                          const apr_array_header_t *costs)
{
    lic_xml_start(x, "product");
    lic_part_product(x, q, book, position);
    for (int i = 0; i < costs->nelts; i++)
        if (APR_ARRAY_IDX(costs, i, cost_t).product == position->product)
            lic_xml_attr_int(x, "cost", APR_ARRAY_IDX(costs, i, cost_t).amount);
    lic_xml_attr(x, "currency", q->account->currency);
    lic_xml_element(x, "name", position->name);
}

static lic_error_t *write_products(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book,
                                   const apr_array_header_t *costs, lic_db_t *db, apr_pool_t *p)
{
    const lic_date_t today = lic_zone_date(q->account->zone, q->now);
    lic_date_t from = today;
    lic_histories_t histories = {.account = q->account->id, .product = ""};
    if (q->charts)
        LIC_TRY(load_histories(&histories, &from, today, db, p));
    for (int i = 0; i < book->npositions; i++) {
        if (!is_shown(book, &book->positions[i]))
            continue;
        write_product(x, q, book, &book->positions[i], costs);
        for (int k = 0; k < histories.n; k++)
            if (histories.items[k].product == book->positions[i].product)
                lic_history_chart(x, &histories.items[k], from, today, p);
        lic_xml_end(x);
    }
    return NULL;
}

/* For a person: what is to come, and what the numbers will be then. */
static lic_error_t *write_ahead(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, lic_db_t *db, apr_pool_t *p)
{
    const lic_forecast_t *forecast;
    if (!q->charts || q->account->state == LIC_ACCOUNT_CLOSED)
        return NULL;
    LIC_TRY(lic_coming_write(x, q, book, db, p));
    LIC_TRY(lic_forecast_read(&forecast, q, book, LIC_FORECAST_PLANS_GLANCE, db, p));
    lic_forecast_write(x, forecast, q, book, p);
    return NULL;
}

static lic_error_t *head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    lic_period_t period;
    apr_array_header_t *costs;
    apr_int64_t marked = 0;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    for (int i = 0; i < book->npositions; i++)
        marked += lic_part_beyond(&book->positions[i]);
    lic_xml_attr_int(x, "marked-count", marked);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_period_current(&period, q->account, q->now);
    lic_part_period(x, &period, q->account);
    lic_part_next_invoice(x, book, p);
    if (marked)
        write_missing(x, q, book, p);
    LIC_TRY(load_costs(&costs, q, &period, db, p));
    LIC_TRY(write_products(x, q, book, costs, db, p));
    if (marked)
        LIC_TRY(lic_part_marked(x, q, NULL, db, p));
    return write_ahead(x, q, book, db, p);
}

const lic_document_t lic_document_overview = {"licences", "overview", 1, head, NULL};
