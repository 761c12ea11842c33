/* http/resource/plans.c  /plans: what is to come; planning it, and cancelling it in one step (product.md, Plans). */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "core/plan.h"
#include "http/request/exchange.h"
#include "http/request/form.h"
#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/business_terms.h"
#include "service/employee.h"
#include "service/plan.h"
#include "service/quantity.h"

static lic_error_t *invalid(const lic_exchange_t *x, const char *name, const char *value, const char *expected)
{
    lic_error_t *err =
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "%s: %s, not \"%s\"", name, expected, value);
    return lic_error_fact(lic_error_fact(err, "field", name), "value", value);
}

static lic_error_t *read_id(apr_int64_t *id, const char *name, const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *typed;
    LIC_TRY(lic_act_field(&typed, x, form, name));
    return lic_text_parse_int(id, typed) && *id > 0 ? NULL
                                                    : invalid(x, name, typed, "a number as it stands in the list");
}

/* A purchase that is planned, as the query of its preview or its form has it. */
typedef struct lic_wanted_plan_t {
    const char *product, *typed;
    apr_int64_t quantity;
    lic_date_t on;
} lic_wanted_plan_t;

static lic_error_t *read_purchase(lic_wanted_plan_t *wanted, const lic_exchange_t *x, const lic_fields_t *form)
{
    LIC_TRY(lic_act_field(&wanted->product, x, form, "product"));
    LIC_TRY(lic_act_field(&wanted->typed, x, form, "quantity"));
    LIC_TRY(lic_act_date(&wanted->on, x, form, "date", 0));
    if (lic_text_parse_int(&wanted->quantity, wanted->typed))
        return NULL;
    return lic_error_fact(lic_error_make(x->pool, LIC_REFUSED, "quantity-not-a-number",
                                         "\"%s\" is not a whole number; write digits only, for example 25",
                                         wanted->typed),
                          "value", wanted->typed);
}

/* What is wrong is shown on the page, beside the form; a program gets a problem document. */
static lic_error_t *show_problem(lic_exchange_t *x, lic_answer_t *answer, lic_error_t *err)
{
    if (x->route.form != LIC_HTML || err->code == LIC_FORBIDDEN || err->code == LIC_UNAVAILABLE || err->code == LIC_BUG)
        return err;
    answer->document = &lic_document_plans;
    answer->query.error = err;
    answer->status = lic_problem_status(err);
    answer->fleeting = 1;
    return NULL;
}

/* kind=buy in the query: the preview, priced for its day */
static lic_error_t *show_preview(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    lic_wanted_plan_t wanted;
    lic_preview_t *made = apr_pcalloc(x->pool, sizeof(*made));
    LIC_TRY(read_purchase(&wanted, x, query));
    LIC_TRY(lic_plan_preview(made, x->source, lic_exchange_caller(x, LIC_RIGHT_MY_ACCOUNT), wanted.product,
                             wanted.quantity, wanted.on, x->pool));
    answer->document = &lic_document_preview;
    answer->query.preview = made;
    answer->query.typed = wanted.typed;
    answer->fleeting = 1;
    return NULL;
}

lic_error_t *lic_plans_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    if (!lic_fields_get(query, "kind"))
        return NULL;
    if (x->route.form == LIC_CSV)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "parameter-unknown", "a CSV has no preview"),
                              "field", "kind");
    lic_error_t *err = show_preview(x, query, answer);
    return err ? show_problem(x, answer, err) : NULL;
}

static lic_error_t *to_preview(lic_exchange_t *x, const lic_wanted_plan_t *wanted, lic_answer_t *answer)
{
    answer->location = x->route.page;
    answer->args = apr_pstrcat(x->pool, "kind=buy&product=", ap_escape_urlencoded(x->pool, wanted->product),
                               "&quantity=", ap_escape_urlencoded(x->pool, wanted->typed),
                               "&date=", lic_date_format(wanted->on, x->pool), NULL);
    return NULL;
}

static lic_error_t *post_purchase(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *confirm = lic_fields_get(form, "confirm");
    lic_wanted_plan_t wanted;
    lic_outcome_t outcome;
    LIC_TRY(read_purchase(&wanted, x, form));
    if (!confirm)
        return to_preview(x, &wanted, answer);
    const char *order_number = lic_fields_get(form, "order-number");
    lic_caller_t *caller = lic_exchange_caller(x, x->route.resource->write);
    lic_error_t *err =
        order_number ? lic_business_order_number_check(&caller->order_number, order_number, x->pool) : NULL;
    if (!err)
        err =
            lic_plan_confirm(&outcome, x->source, caller, wanted.product, wanted.quantity, wanted.on, confirm, x->pool);
    answer->query.order_number = order_number;
    if (err && x->route.form == LIC_HTML && (lic_act_has_moved(err) || !strcmp(err->problem, "field-invalid"))) {
        LIC_TRY(show_preview(x, form, answer));
        answer->query.error = err;
        answer->status = lic_problem_status(err);
        return NULL;
    }
    LIC_TRY(err);
    lic_act_see(answer, x, x->route.page, outcome.log);
    return NULL;
}

/* Of an employee by number, or by log-in as typed */
static lic_error_t *post_employee(lic_exchange_t *x, const lic_fields_t *form, lic_plan_kind_t kind,
                                  lic_answer_t *answer)
{
    const char *login = lic_fields_get(form, "login");
    apr_int64_t employee, log;
    lic_date_t on;
    if (login && *login)
        LIC_TRY(lic_employee_id(&employee, x->source, x->account_key, login, x->pool));
    else
        LIC_TRY(read_id(&employee, "employee", x, form));
    LIC_TRY(lic_act_date(&on, x, form, "date", 0));
    LIC_TRY(
        lic_plan_set(&log, x->source, lic_exchange_caller(x, x->route.resource->write), kind, employee, on, x->pool));
    lic_act_see(answer, x, x->route.page, log);
    return NULL;
}

static lic_error_t *post_cancel(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    apr_int64_t id, log;
    LIC_TRY(read_id(&id, "cancel", x, form));
    LIC_TRY(lic_plan_unset(&log, x->source, lic_exchange_caller(x, x->route.resource->write), id, x->pool));
    lic_act_see(answer, x, x->route.page, log);
    return NULL;
}

static lic_error_t *carry_out(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const char *word;
    const int cancels = lic_fields_get(form, "cancel") != NULL;
    if (!cancels)
        LIC_TRY(lic_act_field(&word, x, form, "kind"));
    const int kind = cancels ? 0 : lic_word_value(lic_plan_words, word, 0);
    if (kind == LIC_PLAN_BUY)
        return post_purchase(x, form, answer);
    if (lic_fields_get(form, "confirm")) /* which would have stood for the form's token */
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing", "a confirmation is none for this");
    if (cancels)
        return post_cancel(x, form, answer);
    return kind ? post_employee(x, form, (lic_plan_kind_t)kind, answer)
                : invalid(x, "kind", word, "start, leave or buy");
}

lic_error_t *lic_plans_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    lic_error_t *err = carry_out(x, form, answer);
    return err ? show_problem(x, answer, err) : NULL;
}
