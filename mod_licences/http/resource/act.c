/* http/resource/act.c  Reads the fields that the forms about employees share. */
#include "http/resource/act.h"

#include <apr_strings.h>

#include "base/text.h"
#include "base/text_locale.h"

lic_error_t *lic_act_field(const char **value, const lic_exchange_t *x, const lic_fields_t *form, const char *name)
{
    *value = lic_fields_get(form, name);
    if (*value)
        return NULL;
    return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "the field %s is missing", name),
                          "field", name);
}

lic_error_t *lic_act_read(lic_act_t *act, const char **module, const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *word;
    LIC_TRY(lic_act_field(&word, x, form, "action"));
    const int value = lic_word_value(lic_act_words, word, -1);
    if (value < 0)
        return lic_error_fact(
            lic_error_make(x->pool, LIC_INVALID, "field-invalid",
                           "action: activate, deactivate, assign, unassign, protect, unprotect, start or leave, "
                           "not \"%s\"",
                           word),
            "field", "action");
    *act = (lic_act_t)value;
    *module = NULL;
    return *act == LIC_ACT_ASSIGN || *act == LIC_ACT_UNASSIGN ? lic_act_field(module, x, form, "module") : NULL;
}

lic_error_t *lic_act_date(lic_date_t *on, const lic_exchange_t *x, const lic_fields_t *form, const char *name,
                          int may_be_empty)
{
    const char *typed;
    LIC_TRY(lic_act_field(&typed, x, form, name));
    *on = LIC_DATE_NONE;
    if (may_be_empty && !typed[strspn(typed, " ")])
        return NULL;
    *on = lic_text_parse_date(x->locale, typed, x->pool);
    if (*on != LIC_DATE_NONE)
        return NULL;
    lic_error_t *err = lic_error_make(x->pool, LIC_INVALID, "field-invalid",
                                      "%s: a date of the calendar, written like 2026-11-24, not \"%s\"", name, typed);
    return lic_error_fact(lic_error_fact(err, "field", name), "value", typed);
}

int lic_act_plans(lic_act_t act)
{
    return act == LIC_ACT_START || act == LIC_ACT_LEAVE;
}

lic_error_t *lic_act_buying(const lic_purchase_t **buying, const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *way = lic_fields_get(form, "way"), *quantity;
    *buying = NULL;
    if (!way || strcmp(way, "buy"))
        return NULL;
    lic_purchase_t *made = apr_pcalloc(x->pool, sizeof(*made));
    LIC_TRY(lic_act_field(&made->product, x, form, "product"));
    LIC_TRY(lic_act_field(&made->token, x, form, "confirm"));
    LIC_TRY(lic_act_field(&quantity, x, form, "quantity"));
    if (!lic_text_parse_int(&made->asked, quantity))
        return lic_error_fact(
            lic_error_make(x->pool, LIC_INVALID, "field-invalid", "quantity: a whole number, not \"%s\"", quantity),
            "field", "quantity");
    *buying = made;
    return NULL;
}

int lic_act_has_moved(const lic_error_t *err)
{
    return !strcmp(err->problem, "moved-on") || !strcmp(err->problem, "token-expired");
}

void lic_act_see(lic_answer_t *answer, const lic_exchange_t *x, const char *path, apr_int64_t log)
{
    answer->location = path;
    answer->args = log ? lic_text_printf(x->pool, "done=%lld", (long long)log) : NULL;
}
