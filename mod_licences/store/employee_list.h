/**
 * @file store/employee_list.h  Many employees at once: by ids, by log-ins, the active ones; their roles and rights.
 */
#ifndef LIC_STORE_EMPLOYEE_LIST_H
#define LIC_STORE_EMPLOYEE_LIST_H

#include <apr_hash.h>

#include "core/employee.h"
#include "core/rights.h"
#include "store/db.h"

/** Those of n ids who are this account's, as lic_employee_load: id (apr_int64_t) → lic_employee_t *. An id may come
 * twice.
 */
lic_error_t *lic_employee_load_all(apr_hash_t **employees, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids,
                                   int n, apr_pool_t *p);

/** Sets what each of n employees holds, of those by id (lic_employee_t *). */
lic_error_t *lic_employee_load_held(const apr_hash_t *employees, lic_db_t *db, apr_int64_t account,
                                    const apr_int64_t *ids, int n, apr_pool_t *p);

/** What rows of a list name employees by; of each at most LIC_JSON_ROWS_MAX. */
typedef struct lic_employee_names_t {
    const apr_int64_t *ids;
    const char *const *externals, *const *logins;
    int nids, nexternals, nlogins;
} lic_employee_names_t;

/** Whom they name: each lic_employee_t * is found by all three, with held. */
typedef struct lic_employee_found_t {
    apr_hash_t *by_id;       /**< apr_int64_t */
    apr_hash_t *by_external; /**< text */
    apr_hash_t *by_login;    /**< text */
} lic_employee_found_t;

/** Those of an account who have one of the names. */
lic_error_t *lic_employee_load_named(lic_employee_found_t *found, lic_db_t *db, apr_int64_t account,
                                     const lic_employee_names_t *names, apr_pool_t *p);
/** Adds somebody to those found. */
void lic_employee_found_add(lic_employee_found_t *found, const lic_employee_t *employee);
/** How many are active. */
lic_error_t *lic_employee_count_active(apr_int64_t *active, lic_db_t *db, apr_int64_t account, apr_pool_t *p);
/** The active ones in order of their ids after an id, at most LIC_JSON_ROWS_MAX: of const lic_employee_t *, with held.
 */
lic_error_t *lic_employee_load_active(apr_array_header_t **employees, lic_db_t *db, apr_int64_t account,
                                      apr_int64_t after, apr_pool_t *p);
/** All in order of their ids after an id, at most LIC_JSON_ROWS_MAX, without held: added as lic_employee_t, texts in p.
 */
lic_error_t *lic_employee_load_some(apr_array_header_t *employees, lic_db_t *db, apr_int64_t account, apr_int64_t after,
                                    apr_pool_t *p);
/** The roles of n employees: id (apr_int64_t) → const char ** that ends in NULL. */
lic_error_t *lic_employee_roles(apr_hash_t **roles, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                                apr_pool_t *p);
/** Those of n employees who hold the right, active or not: id (apr_int64_t) → itself. */
lic_error_t *lic_employee_with_right(apr_hash_t **found, lic_db_t *db, apr_int64_t account, lic_right_t right,
                                     const apr_int64_t *ids, int n, apr_pool_t *p);

/** An add-on licence, as far as a list of them looks at it. */
typedef struct lic_assignment_row_t {
    apr_int64_t id, employee, product;
} lic_assignment_row_t;

/** In order of their ids after an id, at most LIC_JSON_ROWS_MAX: of lic_assignment_row_t. product 0: of all modules. */
lic_error_t *lic_assignment_list(apr_array_header_t **rows, lic_db_t *db, apr_int64_t account, apr_int64_t product,
                                 apr_int64_t after, apr_pool_t *p);
/** How many there are. */
lic_error_t *lic_assignment_count(apr_int64_t *held, lic_db_t *db, apr_int64_t account, apr_int64_t product,
                                  apr_pool_t *p);

#endif
