/* view/document/coming.c  What is to come, gathered from where it stands and put in the order of days. */
#include "view/document/coming.h"

#include <stdlib.h>
#include <string.h>

#include "store/plan.h"
#include "store/statement.h"
#include "view/document/part.h"

enum { SHOWN = 10, MARKED_LOOKED_AT = 50 };

/* In the order of one day */
typedef enum { RENEWAL, SCALE_DOWN, DEADLINE, PLAN } what_t;

typedef struct item_t {
    lic_date_t on;
    what_t what;
    int number;                     /* as they came */
    const lic_position_t *position; /* of a scale-down or deadline */
    apr_int64_t count;              /* of a deadline */
    const lic_plan_t *plan;
} item_t;

static item_t *add(apr_array_header_t *items, lic_date_t on, what_t what)
{
    item_t *item = apr_array_push(items);
    *item = (item_t){.on = on, .what = what, .number = items->nelts};
    return item;
}

static int in_order(const void *a, const void *b)
{
    const item_t *x = a, *y = b;
    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    return x->what != y->what ? (int)x->what - (int)y->what : x->number - y->number;
}

/* What follows another product isn't scheduled by itself */
static int is_scheduled(const lic_book_t *book, const lic_position_t *position)
{
    const lic_position_t *user = lic_book_user(book);
    if (position->next == position->purchased)
        return 0;
    return position->kind != LIC_KIND_BUNDLED || !user || position->next != user->next;
}

static void add_book(apr_array_header_t *items, const lic_book_t *book)
{
    const lic_account_t *account = book->account;
    if (account->state == LIC_ACCOUNT_CLOSED)
        return;
    add(items, account->period_end, RENEWAL);
    for (int i = 0; account->state == LIC_ACCOUNT_OPEN && i < book->npositions; i++)
        if (is_scheduled(book, &book->positions[i]))
            add(items, account->period_end, SCALE_DOWN)->position = &book->positions[i];
}

/* Marks of one product that fall on one day are one line. Beyond those looked at, the last line has the rest. */
static lic_error_t *add_deadlines(apr_array_header_t *items, const lic_query_t *q, const lic_book_t *book, lic_db_t *db,
                                  apr_pool_t *p)
{
    lic_rows_t *rows;
    const int first = items->nelts;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_MARKED, p, q->account->id, "", (apr_int64_t)MARKED_LOOKED_AT));
    while (lic_rows_next(rows)) {
        const lic_date_t on = lic_zone_date(q->account->zone, lic_rows_time(rows, LIC_C_VIEW_MARKED_DEADLINE));
        const lic_position_t *position = lic_book_find(book, lic_rows_text(rows, LIC_C_VIEW_MARKED_PRODUCT));
        item_t *item = NULL;
        for (int i = first; i < items->nelts && !item; i++)
            if (APR_ARRAY_IDX(items, i, item_t).on == on && APR_ARRAY_IDX(items, i, item_t).position == position)
                item = &APR_ARRAY_IDX(items, i, item_t);
        if (!item)
            item = add(items, on, DEADLINE);
        item->position = position;
        item->count++;
    }
    return NULL;
}

static lic_error_t *add_plans(apr_array_header_t *items, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    apr_array_header_t *plans;
    if (!q->account->last_plan)
        return NULL;
    LIC_TRY(lic_plan_list(&plans, db, q->account->id, NULL, LIC_DATE_NONE, LIC_DATE_NONE, SHOWN + 1, p));
    for (int i = 0; i < plans->nelts; i++)
        add(items, APR_ARRAY_IDX(plans, i, lic_plan_t).on, PLAN)->plan = &APR_ARRAY_IDX(plans, i, lic_plan_t);
    return NULL;
}

/* Who scheduled it: the last change of its quantity */
static lic_error_t *write_scale_down(lic_xml_t *x, const item_t *item, const lic_query_t *q, lic_db_t *db,
                                     apr_pool_t *p)
{
    lic_rows_t *rows;
    const lic_position_t *position = item->position;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_UNDO_LAST, p, q->account->id, position->key));
    lic_xml_start(x, "scale-down");
    lic_xml_attr(x, "product", position->key);
    lic_xml_attr(x, "kind", lic_word_of(lic_kind_words, (int)position->kind));
    lic_xml_attr_date(x, "on", item->on);
    lic_xml_attr_int(x, "quantity", position->next);
    lic_xml_attr_int(x, "purchased", position->purchased);
    if (lic_rows_next(rows))
        lic_xml_attr(x, "by", lic_rows_text(rows, LIC_C_UNDO_LAST_ACTOR));
    lic_xml_element(x, "name", position->name);
    lic_xml_end(x);
    return NULL;
}

static void write_deadline(lic_xml_t *x, const item_t *item)
{
    lic_xml_start(x, "deadline");
    lic_xml_attr(x, "product", item->position->key);
    lic_xml_attr(x, "kind", lic_word_of(lic_kind_words, (int)item->position->kind));
    lic_xml_attr_date(x, "on", item->on);
    lic_xml_attr_int(x, "count", item->count);
    lic_xml_element(x, "name", item->position->name);
    lic_xml_end(x);
}

static lic_error_t *write_item(lic_xml_t *x, const item_t *item, const lic_query_t *q, const lic_book_t *book,
                               lic_db_t *db, apr_pool_t *p)
{
    switch (item->what) {
    case RENEWAL:
        lic_xml_start(x, "renewal");
        lic_xml_attr_date(x, "on", item->on);
        lic_xml_end(x);
        break;
    case SCALE_DOWN:
        return write_scale_down(x, item, q, db, p);
    case DEADLINE:
        write_deadline(x, item);
        break;
    case PLAN:
        lic_part_plan(x, item->plan, book, p);
        break;
    }
    return NULL;
}

lic_error_t *lic_coming_write(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, lic_db_t *db, apr_pool_t *p)
{
    apr_array_header_t *items = apr_array_make(p, 16, sizeof(item_t));
    add_book(items, book);
    LIC_TRY(add_deadlines(items, q, book, db, p));
    LIC_TRY(add_plans(items, q, db, p));
    qsort(items->elts, (size_t)items->nelts, sizeof(item_t), in_order);
    lic_xml_start(x, "coming");
    lic_xml_attr(x, "more", items->nelts > SHOWN ? "true" : NULL);
    for (int i = 0; i < items->nelts && i < SHOWN; i++)
        LIC_TRY(write_item(x, &APR_ARRAY_IDX(items, i, item_t), q, book, db, p));
    lic_xml_end(x);
    return NULL;
}
