/**
 * @file store/apply/apply.h  Writes one change: the only place that writes an account's rows, action log and outbox.
 */
#ifndef LIC_STORE_APPLY_H
#define LIC_STORE_APPLY_H

#include "core/change.h"
#include "store/db.h"

/**
 * Writes positions, operations, invoices, log rows (one per subject, numbered from the account row), outbox rows (one
 * per event and distinct address) and usage of the day. Sets first_log and count in events; counters in
 * change->after->account. Range operations alter `used` of change->after as well. The account row itself is written by
 * lic_account_save.
 */
lic_error_t *lic_change_apply(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch);

/**
 * Writes what has been gathered so far of a change that is too long to be held: its operations and log rows, which are
 * then taken out of it. Its events go on, and whoever is told is told at the end, by lic_change_apply. No range
 * operations.
 */
lic_error_t *lic_change_apply_part(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch);

#endif
