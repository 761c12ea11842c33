/**
 * @file store/plan.h  What is planned: of a day, of employees, of an account.
 *
 * Lists are of lic_plan_t, in the order in which plans are carried out, and live in the pool.
 */
#ifndef LIC_STORE_PLAN_H
#define LIC_STORE_PLAN_H

#include <apr_hash.h>

#include "core/plan.h"
#include "store/db.h"

/** Those that are to come on a local date (lic_plan_due_on), of the first kind among them; at most limit. */
lic_error_t *lic_plan_list_due(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, lic_date_t due_on,
                               int limit, apr_pool_t *p);

/** Those that wait for a licence after one of them (NULL: from the first), oldest day first; at most limit. */
lic_error_t *lic_plan_list_waiting(apr_array_header_t **list, lic_db_t *db, apr_int64_t account,
                                   const lic_plan_t *after, int limit, apr_pool_t *p);

/** All purchases that are planned: at most one of each product. */
lic_error_t *lic_plan_list_buys(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, apr_pool_t *p);

/**
 * Those of an account after one of them (NULL: from the first), on the days from..to of their own (LIC_DATE_NONE: no
 * bound); those that wait come first. At most limit.
 */
lic_error_t *lic_plan_list(apr_array_header_t **list, lic_db_t *db, apr_int64_t account, const lic_plan_t *after,
                           lic_date_t from, lic_date_t to, int limit, apr_pool_t *p);

/** *plan NULL: there is none of that id. */
lic_error_t *lic_plan_find(lic_plan_t **plan, lic_db_t *db, apr_int64_t account, apr_int64_t id, apr_pool_t *p);

/** Sets plans of the employees by id (lic_employee_t *) whose ids, at most LIC_JSON_ROWS_MAX, these rows are. */
lic_error_t *lic_plan_load_employees(const apr_hash_t *employees, lic_db_t *db, apr_int64_t account, const char *rows,
                                     apr_pool_t *p);

#endif
