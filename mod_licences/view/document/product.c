/* view/document/product.c  The form on which a quantity is asked for, and the preview of what it would cost. */
#include "core/threshold.h"
#include "store/account.h"
#include "view/document/document.h"
#include "view/document/part.h"

/* --- the pencil's form --------------------------------------------------------------------------------- */

/* The threshold of "few left": the account's own, if it has one, and the default; what was typed, if that was wrong. */
static void write_threshold(lic_xml_t *x, const lic_query_t *q, const lic_position_t *position)
{
    const apr_int64_t usual = lic_threshold_of(position->purchased, -1);
    if (position->threshold >= 0)
        lic_xml_attr_int(x, "few-own", position->threshold);
    if (usual >= 0)
        lic_xml_attr_int(x, "few-usual", usual);
    lic_xml_attr(x, "few-typed", q->threshold);
}

static lic_error_t *product_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book;
    lic_period_t period;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    const lic_position_t *position = q->key ? lic_book_find(book, q->key) : NULL;
    if (!position)
        return lic_error_fact(
            lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s here", q->key ? q->key : ""),
            "product", q->key ? q->key : "");
    apr_int64_t marked = lic_part_beyond(position);
    lic_part_product(x, q, book, position);
    if (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON) {
        lic_xml_attr_int(x, "least", position->kind == LIC_KIND_USER);
        lic_xml_attr_int(x, "ceiling", q->account->ceiling);
        write_threshold(x, q, position);
        lic_xml_attr(x, "policy-typed", q->policy);
        lic_xml_attr(x, "cap-typed", q->cap);
    }
    lic_xml_attr_int(x, "marked-count", marked);
    lic_xml_attr(x, "typed", q->typed);
    LIC_TRY(lic_part_undo(x, q, book, position, NULL, db, p));
    lic_xml_element(x, "name", position->name);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_period_current(&period, q->account, q->now);
    lic_part_period(x, &period, q->account);
    if (q->error)
        lic_part_problem(x, q->error);
    return marked ? lic_part_marked(x, q, position->key, db, p) : NULL;
}

const lic_document_t lic_document_product = {"product", "product", 0, product_head, NULL};

/* --- the preview --------------------------------------------------------------------------------------- */

static void write_money(lic_xml_t *x, const lic_preview_t *preview)
{
    const lic_invoice_t *invoice = preview->outcome.invoice;
    lic_xml_attr_int(x, "amount", invoice ? invoice->net : 0);
    lic_xml_attr_int(x, "vat", invoice ? invoice->vat : 0);
    lic_xml_attr_int(x, "total", invoice ? invoice->total : 0);
    lic_xml_attr_date(x, "next-invoice-date", preview->next_date);
    lic_xml_attr_int(x, "next-invoice-before", preview->next_before);
    lic_xml_attr_int(x, "next-invoice-after", preview->next_after);
    lic_xml_attr_int(x, "next-invoice-before-net", preview->next_net_before);
    lic_xml_attr_int(x, "next-invoice-after-net", preview->next_net_after);
}

static void write_position(lic_xml_t *x, const lic_preview_t *preview)
{
    lic_xml_attr(x, "product", preview->before.key);
    lic_xml_attr(x, "kind", lic_word_of(lic_kind_words, (int)preview->before.kind));
    lic_xml_attr_date(x, "on", preview->on);
    lic_xml_attr_int(x, "quantity", preview->outcome.asked);
    lic_xml_attr(x, "outcome", lic_word_of(lic_outcome_words, (int)preview->outcome.kind));
    lic_xml_attr_int(x, "purchased", preview->before.purchased);
    lic_xml_attr_int(x, "next", preview->before.next);
    lic_xml_attr_int(x, "used", preview->before.used);
    lic_xml_attr_int(x, "purchased-after", preview->after.purchased);
    lic_xml_attr_int(x, "next-after", preview->after.next);
    if (preview->outcome.wiped >= 0)
        lic_xml_attr_int(x, "wiped", preview->outcome.wiped);
    lic_xml_attr_int(x, "would-mark", preview->would_mark);
    if (preview->would_mark > 0) {
        lic_xml_attr_time(x, "would-mark-at", preview->would_mark_at);
        lic_xml_attr_time(x, "would-deactivate-at", preview->would_deactivate_at);
    }
    lic_xml_attr(x, "confirm", preview->confirm);
}

static void write_who(lic_xml_t *x, const lic_preview_t *preview)
{
    for (int i = 0; i < preview->nwho; i++) {
        lic_xml_start(x, "who");
        lic_xml_attr_int(x, "employee", preview->who[i].employee);
        lic_xml_attr(x, "login", preview->who[i].login);
        lic_xml_text(x, preview->who[i].name);
        lic_xml_end(x);
    }
}

static lic_error_t *preview_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    const lic_preview_t *preview = q->preview;
    if (!preview)
        return lic_error_make(p, LIC_BUG, "view", "a preview was to be shown, but none was made");
    write_position(x, preview);
    write_money(x, preview);
    const lic_invoice_t *invoice = preview->outcome.invoice;
    lic_xml_attr(x, "vat-rate", lic_part_rate(invoice ? invoice->vat_rate : q->account->tax.rate, p));
    lic_part_purchase(x, q, invoice, p);
    lic_xml_element(x, "name", preview->before.name);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_part_period(x, &preview->period, q->account);
    if (q->error)
        lic_part_problem(x, q->error);
    for (int i = 0; invoice && invoice->lines && i < invoice->lines->nelts; i++)
        lic_part_line(x, &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t), NULL);
    write_who(x, preview);
    return NULL;
}

const lic_document_t lic_document_preview = {"preview", "preview", 0, preview_head, NULL};
