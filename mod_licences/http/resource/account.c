/* http/resource/account.c  /account: what invoices need of the account. */
#include "http/resource/resources.h"

#include <string.h>

#include <apr_strings.h>

#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/account_set.h"

static const lic_word_t yes_words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};

/* A field that isn't sent stays as it is. */
static lic_error_t *read_terms(lic_account_t *terms, const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *attach = lic_fields_get(form, "attach-ubl");
    *terms = (lic_account_t){.billing = lic_fields_get(form, "billing"),
                             .legal_name = lic_fields_get(form, "legal-name"),
                             .address = lic_fields_get(form, "address"),
                             .country = lic_fields_get(form, "country"),
                             .vat_id = lic_fields_get(form, "vat-id"),
                             .electronic_address = lic_fields_get(form, "electronic-address"),
                             .order_number = lic_fields_get(form, "order-number"),
                             .vat = LIC_TERMS_SAME,
                             .attach_ubl = attach ? lic_word_value(yes_words, attach, -2) : LIC_TERMS_SAME};
    if (terms->attach_ubl != -2)
        return NULL;
    terms->attach_ubl = LIC_TERMS_SAME;
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "attach-ubl: yes or no, not \"%s\"", attach), "field",
        "attach-ubl");
}

/* The form again, as it was typed: what wasn't sent is as it was. */
static lic_error_t *show_again(const lic_exchange_t *x, lic_answer_t *answer, const lic_account_t *terms,
                               const lic_error_t *err)
{
    lic_account_t *typed = apr_pmemdup(x->pool, x->account, sizeof(*typed));
    lic_account_overlay(typed, terms);
    answer->query.typed_account = typed;
    answer->query.error = err;
    answer->status = lic_problem_status(err);
    return NULL;
}

lic_error_t *lic_account_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    lic_account_t terms;
    lic_account_set_t set;
    lic_error_t *err = read_terms(&terms, x, form);
    if (!err)
        err = lic_account_set(&set, x->source, lic_exchange_caller(x, x->route.resource->write), &terms, x->pool);
    if (err && x->route.form == LIC_HTML && !strcmp(err->problem, "field-invalid"))
        return show_again(x, answer, &terms, err);
    LIC_TRY(err);
    lic_act_see(answer, x, "/account", set.log);
    return NULL;
}
