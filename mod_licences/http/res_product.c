/* /products/{key}: the pencil's form, the preview, and Confirm (product.md, Changing a quantity). */
#include "res.h"

#include <apr_strings.h>

#include "base/text.h"
#include "exchange.h"
#include "form.h"
#include "put.h"
#include "service/few.h"
#include "service/quantity.h"
#include "view/written.h"

#define MAY_CHANGE (LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_PARTNER)

/* What the form shows again with a sentence, the typed value kept; anything else is a page of its own. */
static int belongs_on_form(const lic_error_t *err)
{
    return err->code == LIC_REFUSED;
}

static lic_error_t *show_form(lic_answer_t *answer, const lic_error_t *err, const char *typed)
{
    answer->document = &lic_document_product;
    answer->query.error = err;
    answer->query.typed = typed;
    answer->status = HTTP_UNPROCESSABLE_ENTITY;
    answer->fleeting = 1;
    return NULL;
}

/* A quantity as typed. What is no whole number is refused by the rule book, not by the protocol: 422. */
static lic_error_t *parse_quantity(apr_int64_t *asked, const char *typed, apr_pool_t *p)
{
    if (lic_text_parse_int(asked, typed))
        return NULL;
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, "quantity-not-a-number",
                                         "\"%s\" is not a whole number; write digits only, for example 25", typed),
                          "value", typed);
}

static lic_error_t *preview(lic_preview_t **out, lic_exchange_t *x, const char *typed)
{
    apr_int64_t asked;
    LIC_TRY(parse_quantity(&asked, typed, x->pool));
    *out = apr_pcalloc(x->pool, sizeof(**out));
    return lic_quantity_preview(*out, x->source, lic_exchange_caller(x, MAY_CHANGE), x->route.key, asked, x->pool);
}

/* The preview of what was typed, or the form that says why there is none. */
static lic_error_t *show_preview(lic_exchange_t *x, lic_answer_t *answer, const char *typed)
{
    lic_preview_t *made;
    lic_error_t *err = preview(&made, x, typed);
    answer->fleeting = 1;
    if (err)
        return belongs_on_form(err) && x->route.form == LIC_HTML ? show_form(answer, err, typed) : err;
    answer->document = &lic_document_preview;
    answer->query.preview = made;
    answer->query.typed = typed;
    return NULL;
}

lic_error_t *lic_product_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(query, "quantity");
    return typed ? show_preview(x, answer, typed) : NULL;
}

/* What was confirmed is not what would happen now: nothing was done; say so above the new preview. */
static lic_error_t *show_anew(lic_exchange_t *x, lic_answer_t *answer, const char *typed, const lic_error_t *moved)
{
    LIC_TRY(show_preview(x, answer, typed));
    if (answer->document == &lic_document_preview) {
        answer->query.error = moved;
        answer->status = HTTP_CONFLICT;
    }
    return NULL;
}

static int has_moved(const lic_error_t *err)
{
    return !strcmp(err->problem, "moved-on") || !strcmp(err->problem, "token-expired");
}

static lic_error_t *post_quantity(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(form, "quantity");
    const char *confirm = lic_fields_get(form, "confirm");
    apr_int64_t asked;
    lic_outcome_t outcome;
    if (!typed)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field quantity is missing"),
                              "field", "quantity");
    if (!confirm) {
        answer->location =
            apr_pstrcat(x->pool, x->route.page, "?quantity=", ap_escape_urlencoded(x->pool, typed), NULL);
        return NULL;
    }
    lic_error_t *err = parse_quantity(&asked, typed, x->pool);
    if (!err)
        err = lic_quantity_confirm(&outcome, x->source, lic_exchange_caller(x, x->route.resource->write), x->route.key,
                                   asked, confirm, x->pool);
    if (err && x->route.form == LIC_HTML && has_moved(err))
        return show_anew(x, answer, typed, err);
    if (err)
        return x->route.form == LIC_HTML && belongs_on_form(err) ? show_form(answer, err, typed) : err;
    answer->location = outcome.log ? lic_text_printf(x->pool, "/?done=%lld", (long long)outcome.log) : "/";
    return NULL;
}

static lic_error_t *parse_few(apr_int64_t *few, const char *typed, apr_pool_t *p)
{
    LIC_TRY(parse_quantity(few, typed, p));
    return *few < 0 ? parse_quantity(few, "-", p) : NULL; /* "-3" isn't digits only */
}

/* action=few: from how few on to warn; left empty, the rule's own. */
static lic_error_t *post_few(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(form, "few");
    apr_int64_t few = -1, log = 0;
    lic_error_t *err = NULL;
    if (lic_fields_get(form, "confirm")) /* which would have stood for the form's token */
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing", "a confirmation is none for this");
    if (!typed)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field few is missing"),
                              "field", "few");
    if (typed[strspn(typed, " ")])
        err = parse_few(&few, typed, x->pool);
    if (!err)
        err =
            lic_few_set(&log, x->source, lic_exchange_caller(x, x->route.resource->write), x->route.key, few, x->pool);
    if (!err) {
        answer->location =
            log ? lic_text_printf(x->pool, "%s?done=%lld", x->route.page, (long long)log) : x->route.page;
        return NULL;
    }
    if (x->route.form != LIC_HTML || !belongs_on_form(err))
        return err;
    answer->query.few = typed;
    return show_form(answer, err, NULL);
}

lic_error_t *lic_product_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *action = lic_fields_get(form, "action");
    if (action && !strcmp(action, "few"))
        return post_few(x, form, answer);
    return post_quantity(x, form, answer);
}

/* --- PUT (interface.md, XML) ---------------------------------------------------------------------------------- */

/* What the body says: the total wanted; LIC_QUANTITY_AS_IS where it says none, as what GET gave */
static lic_error_t *read_product(apr_int64_t *asked, lic_put_t *put, const lic_exchange_t *x)
{
    lic_reader_t *reader;
    const char *name = "";
    int depth;
    LIC_TRY(lic_put_root(&reader, put, x, "product", x->pool));
    const char *key = lic_reader_word(reader, "key", x->pool);
    const char *quantity = lic_reader_word(reader, "quantity", x->pool);
    while (name)
        LIC_TRY(lic_reader_next(&name, &depth, reader)); /* all of it is to be right */
    if (key && strcmp(key, x->route.key))
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-invalid",
                                             "key: this is the product %s, and what was sent is %s", x->route.key, key),
                              "field", "key");
    *asked = LIC_QUANTITY_AS_IS;
    return quantity ? parse_quantity(asked, quantity, x->pool) : NULL;
}

/* What would happen, with the money: the preview, without the token that a person would confirm it by */
static lic_error_t *preview_put(lic_exchange_t *x, const lic_put_t *put, apr_int64_t asked, lic_answer_t *answer)
{
    lic_preview_t *made = apr_pcalloc(x->pool, sizeof(*made));
    LIC_TRY(lic_quantity_preview(made, x->source, lic_exchange_caller(x, MAY_CHANGE), x->route.key, asked, x->pool));
    LIC_TRY(lic_condition_check(&put->condition, made->outcome.revision, x->pool));
    made->confirm = NULL;
    answer->document = &lic_document_preview;
    answer->query.preview = made;
    return NULL;
}

lic_error_t *lic_product_put(lic_exchange_t *x, lic_put_t *put, lic_answer_t *answer)
{
    apr_int64_t asked;
    lic_outcome_t outcome;
    LIC_TRY(read_product(&asked, put, x));
    if (put->dry_run && asked != LIC_QUANTITY_AS_IS)
        return preview_put(x, put, asked, answer);
    if (put->dry_run)
        put->condition.key = NULL; /* and nothing is stored */
    LIC_TRY(lic_quantity_set(&outcome, x->source, lic_exchange_caller(x, MAY_CHANGE), x->route.key, asked,
                             LIC_HAND_ADMIN, &put->condition, x->pool));
    return lic_written_quantity(&answer->tree, &outcome, x->route.key, x->account, put->dry_run, x->pool);
}
