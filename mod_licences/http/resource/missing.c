/* http/resource/missing.c  /missing: what buying all that is missing would cost, and Confirm for all of it. */
#include "http/resource/resources.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/business_terms.h"
#include "service/missing.h"

enum { TOGETHER_MOST = 1000 };

static lic_error_t *show(lic_exchange_t *x, lic_answer_t *answer, const lic_error_t *moved)
{
    LIC_TRY(lic_missing_list(&answer->query.offers, &answer->query.noffers, x->source,
                             lic_exchange_caller(x, LIC_RIGHT_MY_ACCOUNT), x->pool));
    answer->document = &lic_document_missing;
    answer->query.error = moved;
    answer->status = moved ? lic_problem_status(moved) : HTTP_OK;
    answer->fleeting = 1;
    return NULL;
}

lic_error_t *lic_missing_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    return show(x, answer, NULL);
}

/* "crm 9 TOKEN": a product, the total that is asked for, and the token of its preview. */
static lic_error_t *read_one(lic_wanted_t *wanted, const lic_exchange_t *x, const char *text)
{
    char *rest, *copy = apr_pstrdup(x->pool, text);
    wanted->product = apr_strtok(copy, " ", &rest);
    const char *asked = wanted->product ? apr_strtok(NULL, " ", &rest) : NULL;
    wanted->token = asked ? apr_strtok(NULL, " ", &rest) : NULL;
    if (wanted->token && lic_text_valid_key(wanted->product) && lic_text_parse_int(&wanted->asked, asked))
        return NULL;
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "field-invalid",
                       "buy: a product's key, the total and the preview's token, with blanks between"),
        "field", "buy");
}

static lic_error_t *read_wanted(lic_wanted_t **wanted, int *n, const lic_exchange_t *x, const lic_fields_t *form)
{
    const apr_array_header_t *values = lic_fields_many(form);
    if (!values->nelts || values->nelts > TOGETHER_MOST)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing",
                                             "the field buy is wanted, once for each product, at most %d times",
                                             TOGETHER_MOST),
                              "field", "buy");
    *n = values->nelts;
    *wanted = apr_pcalloc(x->pool, sizeof(**wanted) * (apr_size_t)*n);
    for (int i = 0; i < *n; i++)
        LIC_TRY(read_one(&(*wanted)[i], x, APR_ARRAY_IDX(values, i, const char *)));
    return NULL;
}

lic_error_t *lic_missing_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    lic_wanted_t *wanted = NULL;
    int n = 0;
    apr_int64_t log;
    const char *order_number = lic_fields_get(form, "order-number");
    lic_caller_t *caller = lic_exchange_caller(x, x->route.resource->write);
    LIC_TRY(read_wanted(&wanted, &n, x, form));
    lic_error_t *err = NULL;
    if (order_number)
        err = lic_business_order_number_check(&caller->order_number, order_number, x->pool);
    if (!err)
        err = lic_missing_confirm(&log, x->source, caller, wanted, n, x->pool);
    answer->query.order_number = order_number;
    if (err && (lic_act_has_moved(err) || err->code == LIC_REFUSED || !strcmp(err->problem, "field-invalid")))
        return show(x, answer, err);
    LIC_TRY(err);
    lic_act_see(answer, x, "/", log);
    return NULL;
}
