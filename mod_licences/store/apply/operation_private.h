/**
 * @file store/apply/operation_private.h  Operations on employees, add-on licences and roles.
 */
#ifndef LIC_STORE_OPERATION_PRIVATE_H
#define LIC_STORE_OPERATION_PRIVATE_H

#include "core/change.h"
#include "core/employee.h"
#include "store/db.h"

/** Range operations are set-based SQL whose log rows come from the rows that they touch. */
int lic_operation_is_range(lic_operation_kind_t kind);

/**
 * Carries out n operations of one kind that differ in nothing but the row they are about, in a statement or two.
 * LIC_BUG "apply" where one of these rows isn't there (or isn't this account's): what was decided on has changed in
 * spite of the lock, and nothing of the change may stay.
 */
lic_error_t *lic_operation_apply(lic_db_t *db, lic_change_t *change, const lic_operation_t *const *operations, int n,
                                 apr_pool_t *scratch);

#endif
