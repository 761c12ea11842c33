/**
 * @file store/apply/batch_private.h  Operations put together, so that few statements do for many.
 */
#ifndef LIC_STORE_BATCH_PRIVATE_H
#define LIC_STORE_BATCH_PRIVATE_H

#include "core/change.h"
#include "store/db.h"

/*
 * Operations on one employee are carried out in the order in which they were added; those on different employees may
 * change places.
 */
typedef struct lic_batch_t lic_batch_t;
lic_batch_t *lic_batch_make(lic_db_t *db, lic_change_t *change, apr_pool_t *p);
/** Adds an operation, which is to stay where it is until it has been carried out. */
lic_error_t *lic_batch_add(lic_batch_t *batch, const lic_operation_t *operation);
lic_error_t *lic_batch_end(lic_batch_t *batch); /**< carries out all that has been added */

#endif
