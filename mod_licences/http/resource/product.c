/* http/resource/product.c  /products/{key}: the form, the preview, and Confirm (product.md, Changing a quantity). */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "core/policy.h"
#include "http/request/exchange.h"
#include "http/request/form.h"
#include "http/request/problem.h"
#include "http/request/put.h"
#include "http/resource/act.h"
#include "service/business_terms.h"
#include "service/policy.h"
#include "service/preview.h"
#include "service/quantity.h"
#include "service/threshold.h"
#include "view/document/put_result.h"

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

/* The preview of taking the last purchase back, or the form that says why that can't be done */
static lic_error_t *show_undo(lic_exchange_t *x, lic_answer_t *answer)
{
    lic_preview_t *made = apr_pcalloc(x->pool, sizeof(*made));
    lic_error_t *err = lic_undo_preview(made, x->source, lic_exchange_caller(x, MAY_CHANGE), x->route.key, x->pool);
    answer->fleeting = 1;
    if (err)
        return belongs_on_form(err) && x->route.form == LIC_HTML ? show_form(answer, err, NULL) : err;
    answer->document = &lic_document_preview;
    answer->query.preview = made;
    return NULL;
}

lic_error_t *lic_product_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(query, "quantity");
    if (lic_fields_get(query, "undo"))
        return show_undo(x, answer);
    return typed ? show_preview(x, answer, typed) : NULL;
}

/* What was confirmed is not what would happen now: nothing was done; say so above the new preview. */
static lic_error_t *show_anew(lic_exchange_t *x, lic_answer_t *answer, const char *typed, const lic_error_t *moved)
{
    LIC_TRY(typed ? show_preview(x, answer, typed) : show_undo(x, answer));
    if (answer->document == &lic_document_preview) {
        answer->query.error = moved;
        answer->status = lic_problem_status(moved);
    }
    return NULL;
}

static int has_moved(const lic_error_t *err)
{
    return !strcmp(err->problem, "moved-on") || !strcmp(err->problem, "token-expired");
}

/* The field order-number, which may be left out: then the account's standing one is meant. */
static lic_error_t *confirm_quantity(lic_outcome_t *outcome, lic_exchange_t *x, const char *typed,
                                     const char *order_number, const char *confirm)
{
    apr_int64_t asked;
    lic_caller_t *caller = lic_exchange_caller(x, x->route.resource->write);
    LIC_TRY(parse_quantity(&asked, typed, x->pool));
    if (order_number)
        LIC_TRY(lic_business_order_number_check(&caller->order_number, order_number, x->pool));
    return lic_quantity_confirm(outcome, x->source, caller, x->route.key, asked, confirm, x->pool);
}

/* What is wrong with the order number is said beside its field, below what is bought. */
static int is_shown_beside(const lic_error_t *err)
{
    return !strcmp(err->problem, "field-invalid");
}

static lic_error_t *post_quantity(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(form, "quantity");
    const char *confirm = lic_fields_get(form, "confirm"), *order_number = lic_fields_get(form, "order-number");
    lic_outcome_t outcome;
    if (!typed)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field quantity is missing"),
                              "field", "quantity");
    if (!confirm) {
        answer->location = x->route.page;
        answer->args = apr_pstrcat(x->pool, "quantity=", ap_escape_urlencoded(x->pool, typed), NULL);
        return NULL;
    }
    lic_error_t *err = confirm_quantity(&outcome, x, typed, order_number, confirm);
    answer->query.order_number = order_number;
    if (err && x->route.form == LIC_HTML && (has_moved(err) || is_shown_beside(err)))
        return show_anew(x, answer, typed, err);
    if (err)
        return x->route.form == LIC_HTML && belongs_on_form(err) ? show_form(answer, err, typed) : err;
    lic_act_see(answer, x, "/", outcome.log);
    return NULL;
}

static lic_error_t *parse_cap(apr_int64_t *cap, const char *typed, apr_pool_t *p)
{
    *cap = LIC_POLICY_NO_CAP;
    if (!typed || !typed[strspn(typed, " ")])
        return NULL;
    LIC_TRY(parse_quantity(cap, typed, p));
    return *cap < 1 ? parse_quantity(cap, "-", p) : NULL;
}

/* action=policy: what happens when no licence is free; cap counts for buy only, and left empty there is none. */
static lic_error_t *post_policy(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *word = lic_fields_get(form, "policy"), *typed = lic_fields_get(form, "cap");
    const int policy = word ? lic_word_value(lic_policy_words, word, -1) : -1;
    apr_int64_t cap = LIC_POLICY_NO_CAP, log = 0;
    lic_error_t *err = NULL;
    if (lic_fields_get(form, "confirm"))
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing", "a confirmation is none for this");
    if (policy < 0)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, word ? "field-invalid" : "field-missing",
                                             "policy: grace, block or buy%s%s", word ? ", not " : "", word ? word : ""),
                              "field", "policy");
    if (policy == LIC_POLICY_BUY)
        err = parse_cap(&cap, typed, x->pool);
    if (!err)
        err = lic_policy_set(&log, x->source, lic_exchange_caller(x, x->route.resource->write), x->route.key,
                             (lic_policy_t)policy, cap, x->pool);
    if (!err) {
        lic_act_see(answer, x, x->route.page, log);
        return NULL;
    }
    if (x->route.form != LIC_HTML || !belongs_on_form(err))
        return err;
    answer->query.policy = word;
    answer->query.cap = typed ? typed : "";
    return show_form(answer, err, NULL);
}

/* action=undo: without a confirmation, the preview. */
static lic_error_t *post_undo(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *confirm = lic_fields_get(form, "confirm");
    lic_outcome_t outcome;
    if (!confirm) {
        answer->location = x->route.page;
        answer->args = "undo=1";
        return NULL;
    }
    lic_error_t *err = lic_undo_confirm(&outcome, x->source, lic_exchange_caller(x, x->route.resource->write),
                                        x->route.key, confirm, x->pool);
    if (err && x->route.form == LIC_HTML && has_moved(err))
        return show_anew(x, answer, NULL, err);
    if (err)
        return x->route.form == LIC_HTML && belongs_on_form(err) ? show_form(answer, err, NULL) : err;
    lic_act_see(answer, x, "/", outcome.log);
    return NULL;
}

/* action=keep: what is scheduled is cancelled, in one step, whatever has been bought since the page was made */
static lic_error_t *post_keep(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    lic_outcome_t outcome;
    if (lic_fields_get(form, "confirm"))
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing", "a confirmation is none for this");
    lic_error_t *err = lic_quantity_set(&outcome, x->source, lic_exchange_caller(x, x->route.resource->write),
                                        x->route.key, LIC_QUANTITY_KEEP, LIC_REQUESTER_ADMIN, NULL, x->pool);
    if (err)
        return x->route.form == LIC_HTML && belongs_on_form(err) ? show_form(answer, err, NULL) : err;
    lic_act_see(answer, x, "/", outcome.log);
    return NULL;
}

static lic_error_t *parse_threshold(apr_int64_t *threshold, const char *typed, apr_pool_t *p)
{
    LIC_TRY(parse_quantity(threshold, typed, p));
    return *threshold < 0 ? parse_quantity(threshold, "-", p) : NULL; /* "-3" isn't digits only */
}

/* action=few: from how few on to warn; left empty, the rule's own. */
static lic_error_t *post_threshold(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(form, "few");
    apr_int64_t threshold = -1, log = 0;
    lic_error_t *err = NULL;
    if (lic_fields_get(form, "confirm")) /* which would have stood for the form's token */
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing", "a confirmation is none for this");
    if (!typed)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field few is missing"),
                              "field", "few");
    if (typed[strspn(typed, " ")])
        err = parse_threshold(&threshold, typed, x->pool);
    if (!err)
        err = lic_threshold_set(&log, x->source, lic_exchange_caller(x, x->route.resource->write), x->route.key,
                                threshold, x->pool);
    if (!err) {
        lic_act_see(answer, x, x->route.page, log);
        return NULL;
    }
    if (x->route.form != LIC_HTML || !belongs_on_form(err))
        return err;
    answer->query.threshold = typed;
    return show_form(answer, err, NULL);
}

lic_error_t *lic_product_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *action = lic_fields_get(form, "action");
    if (action && !strcmp(action, "few"))
        return post_threshold(x, form, answer);
    if (action && !strcmp(action, "policy"))
        return post_policy(x, form, answer);
    if (action && !strcmp(action, "keep"))
        return post_keep(x, form, answer);
    if (action && !strcmp(action, "undo"))
        return post_undo(x, form, answer);
    return post_quantity(x, form, answer);
}

/* --- PUT (interface.md, XML) ---------------------------------------------------------------------------------- */

/* What the body says: the total wanted, LIC_QUANTITY_AS_IS where it says none, as what GET gave; and the order number,
 * which the caller has then */
static lic_error_t *read_product(apr_int64_t *asked, lic_caller_t *caller, lic_put_t *put, const lic_exchange_t *x)
{
    lic_reader_t *reader;
    const char *name = "";
    int depth;
    LIC_TRY(lic_put_root(&reader, put, x, "product", 0, x->pool));
    const char *key = lic_reader_word(reader, "key", x->pool);
    const char *quantity = lic_reader_word(reader, "quantity", x->pool);
    const char *order_number = lic_reader_attr(reader, "order-number", x->pool);
    while (name)
        LIC_TRY(lic_reader_next(&name, &depth, reader)); /* the rest is read so that it is validated */
    if (key && strcmp(key, x->route.key))
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-invalid",
                                             "key: this is the product %s, and what was sent is %s", x->route.key, key),
                              "field", "key");
    if (order_number)
        LIC_TRY(lic_business_order_number_check(&caller->order_number, order_number, x->pool));
    *asked = LIC_QUANTITY_AS_IS;
    return quantity ? parse_quantity(asked, quantity, x->pool) : NULL;
}

/* What would happen, with the money: the preview, without the token that a person would confirm it by */
static lic_error_t *preview_put(lic_exchange_t *x, const lic_caller_t *caller, const lic_put_t *put, apr_int64_t asked,
                                lic_answer_t *answer)
{
    lic_preview_t *made = apr_pcalloc(x->pool, sizeof(*made));
    LIC_TRY(lic_quantity_preview(made, x->source, caller, x->route.key, asked, x->pool));
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
    lic_caller_t *caller = lic_exchange_caller(x, MAY_CHANGE);
    LIC_TRY(read_product(&asked, caller, put, x));
    if (put->dry_run && asked != LIC_QUANTITY_AS_IS)
        return preview_put(x, caller, put, asked, answer);
    if (put->dry_run)
        put->condition.key = NULL; /* and nothing is stored */
    LIC_TRY(lic_quantity_set(&outcome, x->source, caller, x->route.key, asked, LIC_REQUESTER_ADMIN, &put->condition,
                             x->pool));
    return lic_put_result_quantity(&answer->tree, &outcome, x->route.key, x->account, put->dry_run, x->pool);
}
