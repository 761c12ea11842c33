/**
 * @file filters.h  The query's parameters, validated for the documents that read them.
 */
#ifndef LIC_HTTP_FILTERS_H
#define LIC_HTTP_FILTERS_H

#include "exchange.h"
#include "form.h"

/**
 * Those of the query that the resource understands and that are not empty. LIC_INVALID "filter-invalid" (facts:
 * field, value), or the errors of lic_form_query. Others are ignored: links may carry whatever their senders add.
 */
lic_error_t *lic_filters_read(apr_table_t **args, const lic_exchange_t *x, const lic_fields_t *query);

#endif
