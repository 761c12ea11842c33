/* view/document/plans.c  What is to come, in the order in which it is carried out. */
#include <limits.h>

#include "core/plan_new.h"
#include "store/account.h"
#include "store/plan.h"
#include "view/document/document.h"
#include "view/document/forecast.h"
#include "view/document/part.h"

static const char *const filters[] = {"from", "to", NULL};

static lic_date_t date_of(const lic_query_t *q, const char *name)
{
    const char *text = lic_part_arg(q, name);
    return text ? lic_date_parse(text) : LIC_DATE_NONE;
}

/* What a purchase can be planned of */
static void write_products(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book)
{
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *position = &book->positions[i];
        if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
            continue;
        lic_xml_start(x, "product");
        lic_part_product(x, q, book, position);
        lic_xml_element(x, "name", position->name);
        lic_xml_end(x);
    }
}

/* Before the first plan: a page that goes on after another has plans only */
static lic_error_t *write_forecast(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, lic_db_t *db,
                                   apr_pool_t *p)
{
    const lic_forecast_t *forecast;
    if (lic_part_arg(q, "after") || q->account->state == LIC_ACCOUNT_CLOSED)
        return NULL;
    LIC_TRY(lic_forecast_read(&forecast, q, book, LIC_FORECAST_PLANS, db, p));
    lic_forecast_write(x, forecast, q, book, p);
    lic_forecast_days(x, forecast, q, book, date_of(q, "from"), date_of(q, "to"), INT_MAX);
    return NULL;
}

static lic_error_t *plans_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    LIC_TRY(lic_part_head(x, q, filters, db, p));
    if (q->error)
        lic_part_problem(x, q->error);
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    write_products(x, q, book);
    return write_forecast(x, q, book, db, p);
}

/* At the price of its day, of what there will be then; nothing where it will be refused, or buys nothing */
static void write_amount(lic_xml_t *x, const lic_plan_t *plan, const lic_book_t *book, apr_pool_t *p)
{
    const lic_book_t *then = lic_plan_as_of(book, plan->on, p);
    lic_change_t *change = lic_change_make(then, lic_zone_start(then->account->zone, plan->on), "system", NULL, p);
    lic_outcome_t out;
    if (lic_quantity_decide(change, &out, plan->product, plan->quantity, LIC_REQUESTER_ADMIN) || !out.invoice)
        return;
    lic_xml_attr_int(x, "amount", out.invoice->net);
    lic_xml_attr(x, "currency", book->account->currency);
}

void lic_part_plan(lic_xml_t *x, const lic_plan_t *plan, const lic_book_t *book, apr_pool_t *p)
{
    lic_xml_start(x, "plan");
    lic_xml_attr_int(x, "id", plan->id);
    lic_xml_attr(x, "kind", lic_word_of(lic_plan_words, (int)plan->kind));
    lic_xml_attr_date(x, "on", plan->on);
    if (plan->kind == LIC_PLAN_BUY) {
        lic_xml_attr(x, "product", *plan->key ? plan->key : NULL); /* gone from the database */
        lic_xml_attr_int(x, "quantity", plan->quantity);
        lic_xml_attr(x, "order-number", plan->order_number && *plan->order_number ? plan->order_number : NULL);
        if (book)
            write_amount(x, plan, book, p);
    } else {
        lic_xml_attr_int(x, "employee", plan->employee);
        lic_xml_attr(x, "login", plan->login);
    }
    lic_xml_attr(x, "by", plan->planned_by);
    if (plan->waits)
        lic_xml_attr(x, "waiting", "true");
    lic_xml_element(x, "name", plan->name);
    lic_xml_end(x);
}

/* Where the list goes on. A plan that has been carried out since its page was shown: from the beginning, as all before
 * it has been, too. */
static lic_error_t *place_of(const lic_plan_t **after, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                             apr_pool_t *p)
{
    lic_plan_t *found = NULL;
    *after = NULL;
    if (!at->id)
        return NULL;
    if (!at->text) {
        LIC_TRY(lic_plan_find(&found, db, q->account->id, at->id, p));
        *after = found;
        return NULL;
    }
    found = apr_pcalloc(p, sizeof(*found));
    *found = (lic_plan_t){.id = at->id,
                          .kind = (lic_plan_kind_t)(at->group / 2),
                          .waits = (int)(at->group % 2),
                          .on = lic_date_parse(at->text)};
    *after = found;
    return NULL;
}

static lic_error_t *plans_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    const lic_plan_t *after;
    apr_array_header_t *list;
    LIC_TRY(place_of(&after, q, db, at, p));
    LIC_TRY(lic_plan_list(&list, db, q->account->id, after, date_of(q, "from"), date_of(q, "to"), at->batch + 1, p));
    at->done = list->nelts <= at->batch;
    const int n = at->done ? list->nelts : at->batch;
    for (int i = 0; i < n; i++)
        lic_part_plan(x, &APR_ARRAY_IDX(list, i, lic_plan_t), NULL, p);
    at->rows += n;
    if (n) {
        const lic_plan_t *last = &APR_ARRAY_IDX(list, n - 1, lic_plan_t);
        at->id = last->id;
        at->group = (apr_int64_t)last->kind * 2 + last->waits;
        at->text = lic_date_format(last->on, at->pool);
    }
    return NULL;
}

const lic_document_t lic_document_plans = {"plans", "plans", 1, plans_head, plans_rows};
