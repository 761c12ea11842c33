#include "view/document/part.h"

#include <string.h>
#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "core/buyer.h"
#include "core/policy.h"
#include "core/price.h"
#include "core/threshold.h"
#include "store/account.h"
#include "store/archive.h"
#include "store/statement.h"
#include "store/undo.h"

enum { MARKED_SHOWN = 50 };

void lic_part_root(lic_xml_t *x, const lic_query_t *q)
{
    const lic_account_t *account = q->account;
    lic_xml_attr(x, "account", account->key);
    lic_xml_attr_int(x, "revision", account->revision);
    lic_xml_attr(x, "epoch", account->epoch);
    lic_xml_attr_date(x, "today", lic_zone_date(account->zone, q->now));
    lic_xml_attr(x, "currency", account->currency);
    lic_xml_attr(x, "locale", account->locale);
    lic_xml_attr(x, "timezone", account->timezone);
    lic_xml_attr(x, "state", lic_word_of(lic_account_state_words, (int)account->state));
    /* what was due has been done before (service/catch_up.c): a renewal that is still due has failed */
    if (account->state != LIC_ACCOUNT_CLOSED && account->period_end_at && account->period_end_at <= q->now)
        lic_xml_attr_date(x, "unrenewed", account->period_end);
}

const char *lic_part_locale(const lic_query_t *q)
{
    return q->locale ? q->locale : q->account->locale;
}

const char *lic_part_arg(const lic_query_t *q, const char *name)
{
    const char *value = q->args ? apr_table_get(q->args, name) : NULL;
    return value && *value ? value : NULL;
}

apr_int64_t lic_part_arg_int(const lic_query_t *q, const char *name, apr_int64_t missing)
{
    apr_int64_t number;
    const char *value = lic_part_arg(q, name);
    return value && lic_text_parse_int(&number, value) ? number : missing;
}

void lic_part_amount(lic_xml_t *x, apr_int64_t amount, const char *currency)
{
    if (!*currency) {
        lic_xml_attr_int(x, "left", amount);
        return;
    }
    lic_xml_attr_int(x, "amount", amount);
    lic_xml_attr(x, "currency", currency);
}

lic_error_t *lic_part_undo(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position,
                           const char *invoice, lic_db_t *db, apr_pool_t *p)
{
    lic_bought_t bought;
    if (!book->undo || (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON))
        return NULL;
    LIC_TRY(lic_bought_load(&bought, db, book, position, p));
    if (!lic_undo_is_open(book, &bought, q->now) || (invoice && strcmp(invoice, bought.invoice->number)))
        return NULL;
    lic_xml_attr(x, "undo-product", position->key);
    lic_xml_attr(x, "undo-invoice", bought.invoice->number);
    lic_xml_attr_time(x, "undo-until", lic_undo_until(book, &bought));
    return NULL;
}

/* The notice of a purchase says until when it can be taken back */
static lic_error_t *write_done_undo(lic_xml_t *x, const lic_query_t *q, const lic_rows_t *done, lic_db_t *db,
                                    apr_pool_t *p)
{
    lic_book_t *book;
    if (strcmp(lic_rows_text(done, LIC_C_VIEW_DONE_ACTION), lic_word_of(lic_event_words, LIC_EVENT_BOUGHT)) != 0 ||
        lic_rows_null(done, LIC_C_VIEW_DONE_INVOICE))
        return NULL;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    const lic_position_t *position = lic_book_find(book, lic_rows_text(done, LIC_C_VIEW_DONE_OBJECT));
    if (!position)
        return NULL;
    return lic_part_undo(x, q, book, position, lic_rows_text(done, LIC_C_VIEW_DONE_INVOICE), db, p);
}

enum { ALSO_SHOWN = 50 };

/* What was bought in the same go (/missing). */
static lic_error_t *write_also(lic_xml_t *x, const lic_query_t *q, apr_int64_t id, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_DONE_ALSO, p, q->account->id, id, (apr_int64_t)ALSO_SHOWN));
    while (lic_rows_next(rows)) {
        lic_xml_start(x, "also");
        lic_xml_attr_int(x, "id", lic_rows_int(rows, LIC_C_VIEW_DONE_ALSO_ID));
        lic_xml_attr_time(x, "at", lic_rows_time(rows, LIC_C_VIEW_DONE_ALSO_AT));
        lic_xml_attr(x, "actor", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_ACTOR));
        lic_xml_attr(x, "action", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_ACTION));
        lic_xml_attr(x, "object", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_OBJECT));
        lic_xml_attr(x, "old", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_OLD_STATE));
        lic_xml_attr(x, "new", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_NEW_STATE));
        lic_part_amount(x, lic_rows_int(rows, LIC_C_VIEW_DONE_ALSO_AMOUNT),
                        lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_CURRENCY));
        lic_xml_attr(x, "invoice", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_INVOICE));
        lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_DONE_ALSO_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

/* The notice after a change. The address has only the id of a log row, whose texts it shows: nobody can forge it. */
static lic_error_t *write_done(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_int64_t id = lic_part_arg_int(q, "done", 0);
    if (id <= 0)
        return NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_DONE, p, q->account->id, id));
    if (!lic_rows_next(rows))
        return NULL;
    lic_xml_start(x, "done");
    lic_xml_attr_int(x, "id", id);
    lic_xml_attr_time(x, "at", lic_rows_time(rows, LIC_C_VIEW_DONE_AT));
    lic_xml_attr(x, "actor", lic_rows_text(rows, LIC_C_VIEW_DONE_ACTOR));
    lic_xml_attr(x, "action", lic_rows_text(rows, LIC_C_VIEW_DONE_ACTION));
    lic_xml_attr(x, "object", lic_rows_text(rows, LIC_C_VIEW_DONE_OBJECT));
    lic_xml_attr(x, "old", lic_rows_text(rows, LIC_C_VIEW_DONE_OLD_STATE));
    lic_xml_attr(x, "new", lic_rows_text(rows, LIC_C_VIEW_DONE_NEW_STATE));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_VIEW_DONE_DEADLINE));
    if (!lic_rows_null(rows, LIC_C_VIEW_DONE_AMOUNT))
        lic_part_amount(x, lic_rows_int(rows, LIC_C_VIEW_DONE_AMOUNT), lic_rows_text(rows, LIC_C_VIEW_DONE_CURRENCY));
    if (!lic_rows_null(rows, LIC_C_VIEW_DONE_INVOICE))
        lic_xml_attr(x, "invoice", lic_rows_text(rows, LIC_C_VIEW_DONE_INVOICE));
    LIC_TRY(write_done_undo(x, q, rows, db, p));
    lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_DONE_NAME));
    if (!strcmp(lic_rows_text(rows, LIC_C_VIEW_DONE_ACTION), "bought"))
        LIC_TRY(write_also(x, q, id, db, p));
    const char *wiped = strchr(lic_rows_text(rows, LIC_C_VIEW_DONE_OLD_STATE), '/');
    if (wiped && q->again) {
        lic_xml_start(x, "again");
        lic_xml_attr(x, "quantity", wiped + 1);
        lic_xml_attr(x, "confirm", q->again);
        lic_xml_end(x);
    }
    lic_xml_end(x);
    return NULL;
}

lic_error_t *lic_part_head(lic_xml_t *x, const lic_query_t *q, const char *const *names, lic_db_t *db, apr_pool_t *p)
{
    lic_xml_element(x, "account-name", q->account->name);
    for (int i = 0; names && names[i]; i++) {
        const char *value = lic_part_arg(q, names[i]);
        if (!value)
            continue;
        lic_xml_start(x, "filter");
        lic_xml_attr(x, "name", names[i]);
        lic_xml_text(x, value);
        lic_xml_end(x);
    }
    return write_done(x, q, db, p);
}

lic_error_t *lic_part_archived(apr_int64_t *through, lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    apr_time_t since;
    LIC_TRY(lic_archive_through(through, &since, db, q->account->id, p));
    if (since)
        lic_xml_attr_date(x, "archived-before", lic_zone_date(q->account->zone, since));
    return NULL;
}

void lic_part_period(lic_xml_t *x, const lic_period_t *period, const lic_account_t *account)
{
    lic_xml_start(x, "period");
    lic_xml_attr_date(x, "start", period->start);
    lic_xml_attr_date(x, "end", period->end);
    lic_xml_attr_date(x, "last", period->end - 1);
    lic_xml_attr_int(x, "remaining", period->remaining);
    lic_xml_attr_int(x, "days", period->days);
    lic_xml_attr(x, "timezone", account->timezone);
    lic_xml_end(x);
}

static const char *section_of(lic_kind_t kind)
{
    switch (kind) {
    case LIC_KIND_ADDON:
        return "modules";
    case LIC_KIND_INTEGRATION:
        return "integrations";
    default: /* bundled products are user licences that follow the standard licence */
        return "licences";
    }
}

void lic_part_product(lic_xml_t *x, const lic_query_t *q, const lic_book_t *book, const lic_position_t *position)
{
    apr_int64_t price;
    lic_xml_attr(x, "key", position->key);
    lic_xml_attr(x, "kind", lic_word_of(lic_kind_words, (int)position->kind));
    lic_xml_attr(x, "section", section_of(position->kind));
    lic_xml_attr_int(x, "purchased", position->purchased);
    lic_xml_attr_int(x, "next", position->next);
    lic_xml_attr_int(x, "used", position->used);
    lic_xml_attr_int(x, "available", position->purchased - position->used);
    if (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON)
        lic_xml_attr(x, "policy", lic_word_of(lic_policy_words, (int)position->policy));
    if (position->policy == LIC_POLICY_BUY && position->cap != LIC_POLICY_NO_CAP)
        lic_xml_attr_int(x, "cap", position->cap);
    const apr_int64_t threshold = lic_threshold_of(position->purchased, position->threshold);
    if (threshold >= 0 && (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON))
        lic_xml_attr_int(x, "few", threshold);
    if (lic_threshold_reached(position))
        lic_xml_attr(x, "few-left", "true");
    if (lic_price_on(&price, book, position->product, lic_zone_date(q->account->zone, q->now)))
        lic_xml_attr_int(x, "price", price);
}

void lic_part_next_invoice(lic_xml_t *x, const lic_book_t *book, apr_pool_t *p)
{
    const lic_account_t *account = book->account;
    lic_period_t next;
    lic_invoice_t *invoice = NULL;
    if (account->state != LIC_ACCOUNT_OPEN)
        return;
    lic_period_number(&next, account->anchor, account->months, account->period + 1);
    /* an invoice that can't be made is an error when it is due; a page is shown without the estimate */
    if (lic_invoice_renewal(&invoice, book, next.start, next.end, p) || !invoice)
        return;
    lic_xml_start(x, "next-invoice");
    lic_xml_attr_date(x, "date", next.start);
    lic_xml_attr_int(x, "net", invoice->net);
    lic_xml_attr_int(x, "vat", invoice->vat);
    lic_xml_attr_int(x, "total", invoice->total);
    lic_xml_attr(x, "currency", invoice->currency);
    lic_xml_end(x);
}

apr_int64_t lic_part_beyond(const lic_position_t *position)
{
    if (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON)
        return 0;
    return position->used > position->purchased ? position->used - position->purchased : 0;
}

lic_error_t *lic_part_marked(lic_xml_t *x, const lic_query_t *q, const char *product, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_MARKED, p, q->account->id, product ? product : "",
                          (apr_int64_t)MARKED_SHOWN));
    while (lic_rows_next(rows)) {
        lic_xml_start(x, "marked");
        lic_xml_attr(x, "product", lic_rows_text(rows, LIC_C_VIEW_MARKED_PRODUCT));
        lic_xml_attr_int(x, "employee", lic_rows_int(rows, LIC_C_VIEW_MARKED_EMPLOYEE));
        lic_xml_attr(x, "login", lic_rows_text(rows, LIC_C_VIEW_MARKED_LOGIN));
        lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_VIEW_MARKED_DEADLINE));
        lic_xml_text(x, lic_rows_text(rows, LIC_C_VIEW_MARKED_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

const char *lic_part_rate(int rate, apr_pool_t *p)
{
    const char *text = lic_text_major(rate, 2, '.', p);
    apr_size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    return apr_pstrmemdup(p, text, length);
}

static int write_fact(void *baton, const char *name, const char *value)
{
    lic_xml_t *x = baton;
    lic_xml_start(x, "fact");
    lic_xml_attr(x, "name", name);
    lic_xml_text(x, value);
    lic_xml_end(x);
    return 1;
}

void lic_part_problem(lic_xml_t *x, const lic_error_t *error)
{
    lic_xml_start(x, "problem");
    lic_xml_attr(x, "type", error->problem);
    lic_xml_element(x, "detail", error->message);
    if (error->facts)
        apr_table_do(write_fact, x, error->facts, NULL);
    lic_xml_end(x);
}

void lic_part_line(lic_xml_t *x, const lic_invoice_line_t *line, const char *kind)
{
    lic_xml_start(x, "line");
    lic_xml_attr(x, "product", line->key);
    lic_xml_attr(x, "kind", kind);
    lic_xml_attr_int(x, "quantity", line->quantity);
    lic_xml_attr_int(x, "price", line->price);
    lic_xml_attr_int(x, "days", line->days);
    lic_xml_attr_int(x, "period-days", line->period_days);
    lic_xml_attr_int(x, "amount", line->amount);
    lic_xml_element(x, "name", line->name);
    lic_xml_end(x);
}

void lic_part_purchase(lic_xml_t *x, const lic_query_t *q, const lic_invoice_t *invoice, apr_pool_t *p)
{
    if (!invoice || invoice->kind != LIC_INVOICE_PURCHASE)
        return;
    const char *order_number = q->order_number ? q->order_number : invoice->parties.order_number;
    const char *lacking = lic_buyer_missing(&invoice->parties, p);
    if (*order_number)
        lic_xml_attr(x, "order-number", order_number);
    if (*lacking)
        lic_xml_attr(x, "lacking", lacking);
}

lic_error_t *lic_part_modules(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LIST_MODULES, p, q->account->id));
    while (lic_rows_next(rows)) {
        lic_xml_start(x, "module");
        lic_xml_attr(x, "key", lic_rows_text(rows, LIC_C_LIST_MODULES_KEY));
        lic_xml_attr_int(x, "purchased", lic_rows_int(rows, LIC_C_LIST_MODULES_PURCHASED));
        lic_xml_attr_int(x, "used", lic_rows_int(rows, LIC_C_LIST_MODULES_USED));
        lic_xml_text(x, lic_rows_text(rows, LIC_C_LIST_MODULES_NAME));
        lic_xml_end(x);
    }
    return NULL;
}

static void write_offer(lic_xml_t *x, const lic_offer_t *offer, const lic_query_t *q)
{
    const lic_preview_t *preview = offer->preview;
    lic_xml_start(x, "offer");
    if (offer->acts)
        lic_xml_attr(x, "action", lic_word_of(lic_act_words, (int)offer->act));
    lic_xml_attr(x, "product", offer->product);
    lic_xml_attr_int(x, "missing", offer->missing);
    lic_xml_attr(x, "policy", lic_word_of(lic_policy_words, (int)offer->policy));
    if (offer->buys) {
        lic_xml_attr_int(x, "buys", offer->buys);
        lic_xml_attr_int(x, "buys-for", offer->bought->outcome.invoice ? offer->bought->outcome.invoice->net : 0);
    }
    lic_xml_attr_time(x, "deadline", offer->deadline);
    if (preview) {
        lic_xml_attr_int(x, "quantity", preview->outcome.asked);
        lic_xml_attr_int(x, "amount", preview->outcome.invoice ? preview->outcome.invoice->net : 0);
        lic_xml_attr(x, "currency", q->account->currency);
        lic_xml_attr(x, "confirm", preview->confirm);
        lic_xml_element(x, "name", preview->before.name);
    }
    if (offer->refused)
        lic_part_problem(x, offer->refused);
    lic_xml_end(x);
}

void lic_part_offers(lic_xml_t *x, const lic_query_t *q)
{
    for (int i = 0; i < q->noffers; i++)
        write_offer(x, &q->offers[i], q);
}
