#include "filters.h"

#include "base/text.h"

#define LONGEST 200

const lic_word_t lic_for_words[] = {{"spreadsheet", 1}, {NULL, 0}};

static int holds(const lic_filter_t *filter, const char *value)
{
    apr_int64_t number;
    switch (filter->kind) {
    case LIC_FILTER_KEY:
        return lic_text_valid_key(value);
    case LIC_FILTER_NUMBER:
        return lic_text_parse_int(&number, value) && number >= 0;
    case LIC_FILTER_DATE:
        return lic_date_parse(value) != LIC_DATE_NONE;
    case LIC_FILTER_WORD:
        return lic_word_value(filter->words, value, -1) >= 0;
    default:
        return lic_text_valid_line(value, LONGEST);
    }
}

lic_error_t *lic_filters_read(apr_table_t **args, const lic_exchange_t *x, const lic_fields_t *query)
{
    *args = apr_table_make(x->pool, 4);
    for (const lic_filter_t *filter = x->route.resource->filters; filter && filter->name; filter++) {
        const char *value = lic_fields_get(query, filter->name);
        if (!value || !*value)
            continue;
        if (!holds(filter, value)) {
            lic_error_t *err =
                lic_error_make(x->pool, LIC_INVALID, "filter-invalid", "%s cannot be \"%s\"", filter->name, value);
            return lic_error_fact(lic_error_fact(err, "field", filter->name), "value", value);
        }
        apr_table_setn(*args, filter->name, value);
    }
    return NULL;
}
