/**
 * @file store/apply/range_private.h  Range operations: many rows in set-based SQL.
 */
#ifndef LIC_STORE_RANGE_PRIVATE_H
#define LIC_STORE_RANGE_PRIVATE_H

#include "core/change.h"
#include "store/db.h"

/**
 * Writes the log rows of a range operation as rows of `event`, numbered after change->after's last_log, then the
 * operation itself, and what it changes about `used` in change->after. *written: log rows, 0 where nobody is touched.
 */
lic_error_t *lic_range_apply(apr_int64_t *written, lic_db_t *db, lic_change_t *change, const lic_operation_t *operation,
                             const lic_event_t *event, apr_pool_t *scratch);

#endif
