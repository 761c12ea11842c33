/* http/request/filters.c  Checks each parameter of the query against what the resource understands. */
#include "http/request/filters.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "base/text_clean.h"
#include "base/text_locale.h"

#define LONGEST 200

static int holds(const lic_filter_t *filter, const char *value)
{
    apr_int64_t number;
    const int is_number = lic_text_parse_int(&number, value) && number >= 0;
    switch (filter->kind) {
    case LIC_FILTER_KEY:
        return lic_text_valid_key(value);
    case LIC_FILTER_NUMBER:
    case LIC_FILTER_NOTICE:
        return is_number;
    case LIC_FILTER_LIMIT:
        return is_number && number >= 1 && number <= LIC_LIMIT_MOST;
    case LIC_FILTER_DATE:
        return lic_date_parse(value) != LIC_DATE_NONE;
    case LIC_FILTER_WORD:
    case LIC_FILTER_ROWS:
    case LIC_FILTER_PROFILE:
        return lic_word_value(filter->words, value, -1) >= 0;
    case LIC_FILTER_TYPED:
        return 1;
    default:
        return lic_text_valid_line(value, LONGEST);
    }
}

/* What would be right. */
static const char *expected(const lic_filter_t *filter, apr_pool_t *p)
{
    switch (filter->kind) {
    case LIC_FILTER_KEY:
        return "a key of lower-case letters, digits and hyphens";
    case LIC_FILTER_LIMIT:
        return apr_psprintf(p, "a whole number from 1 to %d", LIC_LIMIT_MOST);
    case LIC_FILTER_DATE:
        return "a date, as 2026-11-24 or as the page shows it";
    case LIC_FILTER_WORD:
    case LIC_FILTER_ROWS:
    case LIC_FILTER_PROFILE:
        return lic_word_list(filter->words, p);
    case LIC_FILTER_TEXT:
        return apr_psprintf(p, "a line of text of at most %d characters", LONGEST);
    default:
        return "a whole number";
    }
}

/* In which forms of a resource a parameter means something: others ignore it, or don't know it. */
static int has_form(const lic_filter_t *filter, lic_form_kind_t form)
{
    switch (filter->kind) {
    case LIC_FILTER_LIMIT:
        return form == LIC_XML;
    case LIC_FILTER_ROWS:
        return form == LIC_HTML;
    case LIC_FILTER_PROFILE:
        return form == LIC_CSV;
    case LIC_FILTER_NOTICE:
        return form != LIC_CSV;
    default:
        return 1;
    }
}

/* The parameters of this method; NULL: none, as for POST. */
static const lic_filter_t *known_here(const lic_exchange_t *x)
{
    const lic_resource_t *resource = x->route.resource;
    if (!x->changes)
        return resource->filters;
    return x->r->method_number == M_PUT ? resource->put_filters : NULL;
}

static int is_known(const lic_filter_t *filter, const char *name, lic_form_kind_t form)
{
    for (; filter && filter->name; filter++)
        if (!strcasecmp(filter->name, name) && has_form(filter, form))
            return 1;
    return 0;
}

static lic_error_t *refuse_unknown(const lic_exchange_t *x, const lic_fields_t *query)
{
    const char *name;
    for (int i = 0; (name = lic_fields_name(query, i)); i++)
        if (!is_known(known_here(x), name, x->route.form))
            return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "parameter-unknown",
                                                 "the parameter \"%s\" is not known here; nothing was done", name),
                                  "field", name);
    return NULL;
}

static lic_error_t *invalid(const lic_filter_t *filter, const char *value, const lic_exchange_t *x)
{
    lic_error_t *err =
        lic_error_make(x->pool, LIC_INVALID, x->changes ? "field-invalid" : "filter-invalid",
                       "%s cannot be \"%s\"; expected: %s", filter->name, value, expected(filter, x->pool));
    return lic_error_fact(lic_error_fact(err, "field", filter->name), "value", value);
}

lic_error_t *lic_filters_check(apr_table_t *args, const lic_exchange_t *x, const lic_filter_t *filters,
                               const char *name, const char *value)
{
    for (; filters->name && strcmp(filters->name, name); filters++)
        ;
    value = lic_text_tidy(value, x->pool);
    if (!filters->name || !value || !*value)
        return NULL;
    if (!holds(filters, value))
        return invalid(filters, value, x);
    apr_table_setn(args, filters->name, value);
    return NULL;
}

/* A person types dates as the pages show them. What is none is left as it is. */
static const char *iso_date(const char *value, const lic_exchange_t *x)
{
    const lic_date_t date = lic_text_parse_date(x->locale, value, x->pool);
    return date == LIC_DATE_NONE ? value : lic_date_format(date, x->pool);
}

lic_error_t *lic_filters_read(apr_table_t **args, const lic_exchange_t *x, const lic_fields_t *query)
{
    *args = apr_table_make(x->pool, 4);
    if (x->changes || x->route.form != LIC_HTML)
        LIC_TRY(refuse_unknown(x, query));
    for (const lic_filter_t *filter = known_here(x); filter && filter->name; filter++) {
        const char *value = lic_fields_get(query, filter->name);
        if (filter->kind != LIC_FILTER_TYPED)
            value = lic_text_tidy(value, x->pool);
        if (!has_form(filter, x->route.form) || !value || (!*value && !x->changes))
            continue;
        if (filter->kind == LIC_FILTER_DATE && x->route.form == LIC_HTML)
            value = iso_date(value, x);
        if (!holds(filter, value))
            return invalid(filter, value, x);
        apr_table_setn(*args, filter->name, value);
    }
    return NULL;
}
