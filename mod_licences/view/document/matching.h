/**
 * @file view/document/matching.h  Which employees a search finds, for an act on all of them.
 */
#ifndef LIC_VIEW_MATCHING_H
#define LIC_VIEW_MATCHING_H

#include "view/document/document.h"

/**
 * The ids of all whom the list of employees shows for q->args (q, status), in its order and in p: at most q->page_rows,
 * else LIC_TOO_LARGE "too-many" (fact most). LIC_INVALID "field-missing" where nobody matches.
 */
lic_error_t *lic_matching_employees(const apr_int64_t **ids, int *n, const lic_query_t *q, lic_db_source_t *from,
                                    apr_pool_t *p);

#endif
