/**
 * @file store/failure.h  What went wrong in a database.
 */
#ifndef LIC_STORE_FAILURE_H
#define LIC_STORE_FAILURE_H

#include "store/db.h"

/**
 * Errors of the database: LIC_UNAVAILABLE with problem "database-busy" (deadlock, serialisation failure, lock: the
 * whole transaction may be retried), "database-unreachable" (connection lost), "database-standby" (another server may
 * take changes: the connection is ended), "database-unwritable" (full: for whoever runs it to mend), "commit-unknown"
 * (the answer to COMMIT was lost); LIC_BUG "database" for anything else, with the database's words in message. With a
 * budget, what lic_budget_spend says.
 */
int lic_db_error_is_retriable(const lic_error_t *err);

/** Whether it came of a connection that is of no use any more: another one may be. */
int lic_db_error_is_lost(const lic_error_t *err);

/** Whether the last failure was that a row with the same key is there already. */
int lic_db_was_duplicate(const lic_db_t *db);

#endif
