/**
 * @file store/statement_private.h  Sends SQL on a connection; for store/statement.c and store/transaction.c.
 */
#ifndef LIC_STORE_STATEMENT_PRIVATE_H
#define LIC_STORE_STATEMENT_PRIVATE_H

#include "store/db.h"

/** Sends one SQL text. Returns 0, or the driver's code of what went wrong. */
int lic_statement_query(lic_db_t *db, const char *sql);

/**
 * The error where nothing may be sent: the connection is lost, the transaction has failed, the budget is spent; else
 * NULL. `doing` says in the error what was to be done.
 */
lic_error_t *lic_statement_refuse(lic_db_t *db, const char *doing, apr_pool_t *p);

#endif
