/**
 * @file store/staff.h  Reads of employees, add-on licences and roles. Every row is scoped by account.
 */
#ifndef LIC_STORE_STAFF_H
#define LIC_STORE_STAFF_H

#include <apr_hash.h>

#include "core/grace.h"
#include "core/rights.h"
#include "core/staff.h"
#include "store/db.h"

/** An employee's rights by log-in; *person NULL if there is none; rights 0 unless admitted (core/rights.h). */
lic_error_t *lic_staff_caller(lic_employee_t **person, lic_rights_t *rights, lic_db_t *db, apr_int64_t account,
                              const char *login, apr_pool_t *p);

/** The employee of a row whose columns are those of employee_by_id; for store/ only. */
void lic_staff_read(lic_employee_t *person, const lic_rows_t *rows);

/** By id, with held add-on licences. LIC_UNKNOWN "employee-unknown". */
lic_error_t *lic_staff_load(lic_employee_t **person, lic_db_t *db, apr_int64_t account, apr_int64_t id, apr_pool_t *p);
lic_error_t *lic_staff_by_login(lic_employee_t **person, lic_db_t *db, apr_int64_t account, const char *login,
                                apr_pool_t *p);

/** Those of n ids who are this account's, as lic_staff_load: id (apr_int64_t) → lic_employee_t *. An id may come twice.
 */
lic_error_t *lic_staff_load_all(apr_hash_t **people, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                                apr_pool_t *p);
/** The same by n log-ins: login → lic_employee_t *. n is at most LIC_LIST_ROWS. */
lic_error_t *lic_staff_load_logins(apr_hash_t **people, lic_db_t *db, apr_int64_t account, const char *const *logins,
                                   int n, apr_pool_t *p);
/** The active ones in order of their ids after an id, at most LIC_LIST_ROWS: of const lic_employee_t *, with held. */
lic_error_t *lic_staff_load_active(apr_array_header_t **people, lic_db_t *db, apr_int64_t account, apr_int64_t after,
                                   apr_pool_t *p);
/** The roles of n employees: id (apr_int64_t) → const char ** that ends in NULL. */
lic_error_t *lic_staff_roles(apr_hash_t **roles, lic_db_t *db, apr_int64_t account, const apr_int64_t *ids, int n,
                             apr_pool_t *p);
/** Those of n employees who hold the right, active or not: id (apr_int64_t) → itself. */
lic_error_t *lic_staff_holders(apr_hash_t **holders, lic_db_t *db, apr_int64_t account, lic_right_t right,
                               const apr_int64_t *ids, int n, apr_pool_t *p);

/** The last active holder of `roles` when there is exactly one, else 0. */
lic_error_t *lic_staff_keeper(apr_int64_t *keeper, lic_db_t *db, apr_int64_t account, apr_pool_t *p);

/** The crowd of a user or addon position for core/grace: cost follows the overage. */
lic_error_t *lic_staff_crowd(lic_crowd_t *crowd, lic_db_t *db, apr_int64_t account, const lic_position_t *position,
                             apr_pool_t *p);

#define LIC_NEWEST_MAX 50

/** The first n in marking order, for previews; at most LIC_NEWEST_MAX. */
lic_error_t *lic_staff_newest(const lic_holder_t **holders, int *nholders, lic_db_t *db, apr_int64_t account,
                              const lic_position_t *position, apr_int64_t n, apr_pool_t *p);

#define LIC_ROLES_MAX       100  /**< roles of an account */
#define LIC_ROLE_COUNT_MOST 1000 /**< holders are counted up to here */

/** With its rights and active holders (at most LIC_ROLE_COUNT_MOST). LIC_UNKNOWN "role-unknown" (fact role). */
lic_error_t *lic_role_load(lic_role_t **role, lic_db_t *db, apr_int64_t account, const char *key, apr_pool_t *p);
/** Active employees who hold `right` through a role other than except. */
lic_error_t *lic_role_others(apr_int64_t *holders, lic_db_t *db, apr_int64_t account, lic_right_t right,
                             const char *except, apr_pool_t *p);
/** Whether the employee holds the role. */
lic_error_t *lic_role_held(int *held, lic_db_t *db, apr_int64_t account, apr_int64_t employee, const char *role,
                           apr_pool_t *p);
/** Whether anybody active holds `roles` in another way than by this role held by this employee (0: by whomever). */
lic_error_t *lic_role_left(int *left, lic_db_t *db, apr_int64_t account, const char *role, apr_int64_t employee,
                           apr_pool_t *p);
/** LIC_CONFLICT "role-exists" (fact role); LIC_REFUSED "too-many-roles" (fact most). */
lic_error_t *lic_role_insert(lic_db_t *db, apr_int64_t account, const char *key, const char *name, apr_pool_t *p);

#endif
