/* view/document/mail.c  An event of the action log as a document. */
#include "view/document/mail.h"

#include <string.h>
#include <apr_strings.h>

#include "base/locale.h"
#include "core/period.h"
#include "store/statement.h"
#include "view/document/part.h"
#include "view/render/xml.h"

/* "25" or "25/20" */
static void write_state(lic_xml_t *x, const char *state, const char *purchased, const char *next, apr_pool_t *p)
{
    const char *slash = strchr(state, '/');
    lic_xml_attr(x, purchased, slash ? apr_pstrmemdup(p, state, (apr_size_t)(slash - state)) : state);
    lic_xml_attr(x, next, slash ? slash + 1 : state);
}

static const char *text_or_null(const lic_rows_t *rows, int column)
{
    return lic_rows_null(rows, column) ? NULL : lic_rows_text(rows, column);
}

static void write_entry(lic_xml_t *x, const lic_rows_t *rows, apr_pool_t *p)
{
    const char *old_state = lic_rows_text(rows, LIC_C_MAIL_ENTRIES_OLD_STATE);
    const char *new_state = lic_rows_text(rows, LIC_C_MAIL_ENTRIES_NEW_STATE);
    lic_xml_start(x, "entry");
    lic_xml_attr(x, "object", lic_rows_text(rows, LIC_C_MAIL_ENTRIES_OBJECT));
    lic_xml_attr(x, "old", old_state);
    lic_xml_attr(x, "new", new_state);
    lic_xml_attr(x, "product", text_or_null(rows, LIC_C_MAIL_ENTRIES_PRODUCT));
    if (!lic_rows_null(rows, LIC_C_MAIL_ENTRIES_OBJECT_KIND)) {
        lic_xml_attr(x, "kind", lic_rows_text(rows, LIC_C_MAIL_ENTRIES_OBJECT_KIND));
        write_state(x, old_state, "purchased-before", "next-before", p);
        write_state(x, new_state, "purchased", "next", p);
    }
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_MAIL_ENTRIES_DEADLINE));
    if (!lic_rows_null(rows, LIC_C_MAIL_ENTRIES_AMOUNT))
        lic_xml_attr_int(x, "amount", lic_rows_int(rows, LIC_C_MAIL_ENTRIES_AMOUNT));
    lic_xml_attr(x, "currency", text_or_null(rows, LIC_C_MAIL_ENTRIES_CURRENCY));
    lic_xml_attr(x, "planned-by", text_or_null(rows, LIC_C_MAIL_ENTRIES_PLANNED_BY));
    lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_MAIL_ENTRIES_NAME));
    if (!lic_rows_null(rows, LIC_C_MAIL_ENTRIES_PRODUCT_NAME))
        lic_xml_element(x, "product-name", lic_rows_text(rows, LIC_C_MAIL_ENTRIES_PRODUCT_NAME));
    lic_xml_end(x);
}

static lic_error_t *write_entries(lic_xml_t *x, const lic_mail_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_MAIL_ENTRIES, p, q->account->id, q->event, (apr_int64_t)LIC_MAIL_ENTRIES));
    while (lic_rows_next(rows))
        write_entry(x, rows, p);
    return NULL;
}

static lic_error_t *write_invoice(lic_xml_t *x, const lic_mail_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_MAIL_INVOICE, p, q->account->id, q->event));
    if (!lic_rows_next(rows))
        return NULL;
    const int rate = (int)lic_rows_int(rows, LIC_C_MAIL_INVOICE_VAT_RATE);
    lic_xml_start(x, "invoice");
    lic_xml_attr(x, "number", lic_rows_text(rows, LIC_C_MAIL_INVOICE_NUMBER));
    lic_xml_attr_date(x, "date", lic_rows_date(rows, LIC_C_MAIL_INVOICE_ISSUED));
    lic_xml_attr_int(x, "net", lic_rows_int(rows, LIC_C_MAIL_INVOICE_NET));
    lic_xml_attr_int(x, "vat", lic_rows_int(rows, LIC_C_MAIL_INVOICE_VAT));
    lic_xml_attr_int(x, "total", lic_rows_int(rows, LIC_C_MAIL_INVOICE_TOTAL));
    lic_xml_attr(x, "vat-rate", lic_part_rate(rate, p));
    lic_xml_attr(x, "currency", lic_rows_text(rows, LIC_C_MAIL_INVOICE_CURRENCY));
    if (*lic_rows_text(rows, LIC_C_MAIL_INVOICE_ORDER_NUMBER))
        lic_xml_attr(x, "order-number", lic_rows_text(rows, LIC_C_MAIL_INVOICE_ORDER_NUMBER));
    lic_xml_end(x);
    return NULL;
}

static void write_period(lic_xml_t *x, const lic_account_t *account, apr_time_t at)
{
    lic_period_t period;
    lic_period_at(&period, account->anchor, account->months, account->zone, at);
    lic_xml_start(x, "period");
    lic_xml_attr_date(x, "start", period.start);
    lic_xml_attr_date(x, "end", period.end);
    lic_xml_end(x);
}

static void write_root(lic_xml_t *x, const lic_mail_query_t *q, const lic_rows_t *event)
{
    const lic_account_t *account = q->account;
    const apr_time_t at = lic_rows_time(event, LIC_C_MAIL_EVENT_AT);
    lic_xml_start(x, "mail");
    lic_xml_attr(x, "account", account->key);
    lic_xml_attr(x, "kind", q->kind);
    lic_xml_attr_int(x, "event", q->event);
    lic_xml_attr_time(x, "at", at);
    lic_xml_attr_date(x, "date", lic_zone_date(account->zone, at));
    lic_xml_attr(x, "actor", lic_rows_text(event, LIC_C_MAIL_EVENT_ACTOR));
    lic_xml_attr_int(x, "rows", q->rows);
    lic_xml_attr(x, "currency", account->currency);
    lic_xml_attr(x, "state", lic_word_of(lic_account_state_words, (int)account->state));
    lic_xml_attr(x, "language", lic_locale_language(q->locale));
    if (lic_rows_int(event, LIC_C_MAIL_EVENT_CLOSED))
        lic_xml_attr(x, "closed", "true");
    lic_xml_attr(x, "portal", q->portal);
    lic_xml_attr(x, "support", q->support);
    lic_xml_element(x, "account-name", account->name);
}

lic_error_t *lic_mail_tree(xmlDoc **doc, const lic_mail_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *event;
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, p);
    LIC_TRY(lic_db_select(&event, db, LIC_Q_MAIL_EVENT, p, q->account->id, q->event));
    if (!lic_rows_next(event))
        return lic_error_make(p, LIC_UNKNOWN, "event-unknown", "the log of %s has no event %" APR_INT64_T_FMT,
                              q->account->key, q->event);
    write_root(x, q, event);
    if (!lic_rows_null(event, LIC_C_MAIL_EVENT_ACTOR_NAME))
        lic_xml_element(x, "actor-name", lic_rows_text(event, LIC_C_MAIL_EVENT_ACTOR_NAME));
    if (!lic_rows_null(event, LIC_C_MAIL_EVENT_PRODUCT_NAME)) {
        lic_xml_start(x, "product");
        lic_xml_attr(x, "key", lic_rows_text(event, LIC_C_MAIL_EVENT_PRODUCT));
        lic_xml_attr(x, "kind", lic_rows_text(event, LIC_C_MAIL_EVENT_PRODUCT_KIND));
        lic_xml_text(x, lic_rows_text(event, LIC_C_MAIL_EVENT_PRODUCT_NAME));
        lic_xml_end(x);
    }
    if (!lic_rows_int(event, LIC_C_MAIL_EVENT_REOPENED))
        write_period(x, q->account, lic_rows_time(event, LIC_C_MAIL_EVENT_AT));
    LIC_TRY(write_invoice(x, q, db, p));
    LIC_TRY(write_entries(x, q, db, p));
    lic_xml_end(x);
    LIC_TRY(lic_xml_error(x));
    *doc = lic_xml_tree(x);
    return NULL;
}
