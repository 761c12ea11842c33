#include "core/account.h"
#include "store/account.h"
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
    for (int i = 0; i < book->npositions; i++) {
        if (!is_shown(book, &book->positions[i]))
            continue;
        lic_xml_start(x, "product");
        lic_part_product(x, q, book, &book->positions[i]);
        lic_xml_attr(x, "currency", q->account->currency);
        lic_xml_element(x, "name", book->positions[i].name);
        lic_xml_end(x);
    }
    return marked ? lic_part_marked(x, q, NULL, db, p) : NULL;
}

const lic_document_t lic_document_overview = {"licences", "overview", 1, head, NULL};
