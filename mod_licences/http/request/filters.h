/**
 * @file http/request/filters.h  The query's parameters, validated for the documents that read them.
 */
#ifndef LIC_HTTP_FILTERS_H
#define LIC_HTTP_FILTERS_H

#include "http/request/exchange.h"
#include "http/request/form.h"

/**
 * The parameters of the query that the resource knows for this method. Blanks around a value don't
 * count. On a page empty ones and unknown ones are ignored, as mail programs and the like add parameters to links; an
 * invalid value is LIC_INVALID "filter-invalid"
 * (facts: field, value). For programs, and for every method that writes, an unknown parameter is LIC_INVALID
 * "parameter-unknown" (fact: field); where something is written, an invalid or empty value is "field-invalid". So a
 * misspelt dry-run never buys anything (interface.md, XML).
 */
lic_error_t *lic_filters_read(apr_table_t **args, const lic_exchange_t *x, const lic_fields_t *query);

/**
 * One such parameter that a form sends: where it holds, it is set in args; where not, LIC_INVALID "field-invalid". NULL
 * and empty count for nothing.
 */
lic_error_t *lic_filters_check(apr_table_t *args, const lic_exchange_t *x, const lic_filter_t *filters,
                               const char *name, const char *value);

#endif
