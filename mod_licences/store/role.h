/**
 * @file store/role.h  Roles, and who holds them.
 */
#ifndef LIC_STORE_ROLE_H
#define LIC_STORE_ROLE_H

#include <apr_hash.h>

#include "core/rights.h"
#include "store/db.h"

#define LIC_ROLES_MAX       100  /**< roles of an account */
#define LIC_ROLE_COUNT_MOST 1000 /**< employees with the role are counted up to here */

lic_error_t *lic_role_unknown(const char *key, apr_pool_t *p); /**< LIC_UNKNOWN "role-unknown" (fact role) */
lic_error_t *lic_role_too_many(apr_pool_t *p);                 /**< LIC_REFUSED "too-many-roles" (fact most) */

/** The last role administrator: the active employee with the right `roles` when there is exactly one, else 0. */
lic_error_t *lic_role_last_admin(apr_int64_t *last_role_admin, lic_db_t *db, apr_int64_t account, apr_pool_t *p);

/** The keys of an account's roles, as a set: key → key. */
lic_error_t *lic_role_keys(apr_hash_t **keys, lic_db_t *db, apr_int64_t account, apr_pool_t *p);
/** With its rights, and how many active employees have it (at most LIC_ROLE_COUNT_MOST). LIC_UNKNOWN "role-unknown"
 * (fact role). */
lic_error_t *lic_role_load(lic_role_t **role, lic_db_t *db, apr_int64_t account, const char *key, apr_pool_t *p);
/** How many active employees hold the right `roles`. */
lic_error_t *lic_role_admins(apr_int64_t *admins, lic_db_t *db, apr_int64_t account, apr_pool_t *p);
/** Whether the employee holds the role. */
lic_error_t *lic_role_held(int *held, lic_db_t *db, apr_int64_t account, apr_int64_t employee, const char *role,
                           apr_pool_t *p);
/** Whether anybody active holds `roles` in another way than by this role held by this employee (0: by whomever). */
lic_error_t *lic_role_left(int *left, lic_db_t *db, apr_int64_t account, const char *role, apr_int64_t employee,
                           apr_pool_t *p);
/** LIC_CONFLICT "role-exists" (fact role); LIC_REFUSED "too-many-roles" (fact most). */
lic_error_t *lic_role_insert(lic_db_t *db, apr_int64_t account, const char *key, const char *name, apr_pool_t *p);

#endif
