/**
 * @file store/transaction.h  Transactions: everything that is done between begin and commit, or nothing.
 *
 * They are our own BEGIN and COMMIT, since apr_dbd's end of a transaction answers 0 after it has rolled back. After a
 * failed statement every further one is refused until the rollback, on each of the databases.
 */
#ifndef LIC_STORE_TRANSACTION_H
#define LIC_STORE_TRANSACTION_H

#include "store/db.h"

/** BEGIN, on SQLite BEGIN IMMEDIATE. Rolled back when p is cleared. */
lic_error_t *lic_db_begin(lic_db_t *db, apr_pool_t *p);
/** One state of the database for all that is read until the rollback; nothing is locked, and nothing may be written. */
lic_error_t *lic_db_begin_reading(lic_db_t *db, apr_pool_t *p);
/** Whether one is under way: all that is read then is of one state, but for PostgreSQL's lic_db_begin. */
int lic_db_in_transaction(const lic_db_t *db);
/** Only if every statement succeeded; else rolls back, and returns an error. */
lic_error_t *lic_db_commit(lic_db_t *db, apr_pool_t *p);
/** Nothing happens where there is no transaction. */
void lic_db_rollback(lic_db_t *db);

#endif
