/**
 * @file store/operation.h  The operations of a change, one statement or a few each; apply runs them in order.
 */
#ifndef LIC_STORE_OPERATION_H
#define LIC_STORE_OPERATION_H

#include "core/change.h"
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

/*
 * Operations put together so that few statements do for many. What one employee is named in stays in order; operations
 * on different employees may change places.
 */
typedef struct lic_batch_t lic_batch_t;
lic_batch_t *lic_batch_make(lic_db_t *db, lic_change_t *change, apr_pool_t *p);
/** Adds an operation, which is to stay where it is until it has been carried out. */
lic_error_t *lic_batch_add(lic_batch_t *batch, const lic_operation_t *operation);
lic_error_t *lic_batch_end(lic_batch_t *batch); /**< carries out all that has been added */

/**
 * Writes the log rows of a range operation as rows of `event`, numbered after change->after's last_log, then the
 * operation itself, and what it changes about `used` in change->after. *written: log rows, 0 where nobody is touched.
 */
lic_error_t *lic_range_apply(apr_int64_t *written, lic_db_t *db, lic_change_t *change, const lic_operation_t *operation,
                             const lic_event_t *event, apr_pool_t *scratch);

/** The first characters (not bytes) of a UTF-8 text, for a column that holds no more. */
const char *lic_column_cut(const char *text, int characters, apr_pool_t *p);

#endif
