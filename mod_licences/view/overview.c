#include "core/account.h"
#include "store/account.h"
#include "view/history.h"
#include "view/part.h"

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
    LIC_TRY(lic_histories_open(histories, *from, db, p));
    LIC_TRY(lic_histories_read(histories, *from, today, LIC_BY_TEN_DAYS, db, p));
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

static void write_product(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position)
{
    lic_xml_start(x, "product");
    lic_part_product(x, q, book, position);
    lic_xml_attr(x, "currency", q->account->currency);
    lic_xml_element(x, "name", position->name);
}

static lic_error_t *write_products(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, lic_db_t *db,
                                   apr_pool_t *p)
{
    const lic_date_t today = lic_zone_date(q->account->zone, q->now);
    lic_date_t from = today;
    lic_histories_t histories = {.account = q->account->id, .product = ""};
    if (q->charts)
        LIC_TRY(load_histories(&histories, &from, today, db, p));
    for (int i = 0; i < book->npositions; i++) {
        if (!is_shown(book, &book->positions[i]))
            continue;
        write_product(x, q, book, &book->positions[i]);
        for (int k = 0; k < histories.n; k++)
            if (histories.items[k].product == book->positions[i].product)
                lic_history_chart(x, &histories.items[k], from, today, p);
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    lic_period_t period;
    apr_int64_t marked = 0;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    for (int i = 0; i < book->npositions; i++)
        marked += lic_part_beyond(&book->positions[i]);
    lic_xml_attr_int(x, "marked-count", marked);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_period_current(&period, q->account, q->now);
    lic_part_period(x, &period, q->account);
    lic_part_next_invoice(x, book, p);
    LIC_TRY(write_products(x, q, book, db, p));
    return marked ? lic_part_marked(x, q, NULL, db, p) : NULL;
}

const lic_document_t lic_document_overview = {"licences", "overview", 1, head, NULL};
