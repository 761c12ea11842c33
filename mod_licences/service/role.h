/**
 * @file service/role.h  Roles: what they may, and who holds them (product.md, Who gets in).
 *
 * An account is never locked out of itself: what would leave no active holder of `roles` is LIC_REFUSED "last-roles"
 * (fact role). *log (may be NULL) is the log id of what was done; 0: it was so already.
 */
#ifndef LIC_SERVICE_ROLE_H
#define LIC_SERVICE_ROLE_H

#include "service/unit.h"

/**
 * Grants (on) or revokes a right. LIC_UNKNOWN "role-unknown" (fact role), but support's granting makes the role;
 * LIC_INVALID "field-invalid" for what is no key.
 */
lic_error_t *lic_role_grant(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                            lic_right_t right, int on, apr_pool_t *p);

/** A new role with its first right. LIC_CONFLICT "role-exists", LIC_REFUSED "too-many-roles", LIC_INVALID. */
lic_error_t *lic_role_create(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                             lic_right_t right, apr_pool_t *p);

/** Gives (on) an employee a role or takes it. LIC_UNKNOWN "role-unknown", "employee-unknown". */
lic_error_t *lic_role_give(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                           apr_int64_t employee, int on, apr_pool_t *p);

#endif
