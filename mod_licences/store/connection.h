/**
 * @file store/connection.h  Connections: made ready for use, watched, and bounded by a budget.
 */
#ifndef LIC_STORE_CONNECTION_H
#define LIC_STORE_CONNECTION_H

#include "store/db.h"

/**
 * Once per process, before connections are opened: loads apr_dbd, and makes the queue in which this process's writers
 * to SQLite wait for each other. process lives as long as they do. Harmless where mod_dbd has loaded apr_dbd already.
 */
lic_error_t *lic_db_init(apr_pool_t *process);

/**
 * Wraps an apr_dbd handle (http/server/pooled.c). `lives` is a pool as long-lived as the connection, prepared
 * statements are cached in it; the same wrapper is to be used for as long as the handle is (store it beside the
 * handle). An error is in p, as whoever has the connection next may be another thread, and end `lives`.
 */
struct apr_dbd_driver_t;
struct apr_dbd_t;
lic_error_t *lic_db_wrap(lic_db_t **db, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle,
                         apr_pool_t *lives, apr_pool_t *p);

/** How many seconds (at least 1) a transaction waits for a lock before it is "database-busy"; 4 unless said otherwise.
 */
lic_error_t *lic_db_set_patience(lic_db_t *db, int seconds, apr_pool_t *scratch);

/** From now on nothing is prepared by a name on PostgreSQL's server: there the next transaction may have another
 * session.
 */
void lic_db_set_unnamed(lic_db_t *db);

/** From now on each statement is shown in watch; NULL: no longer. */
void lic_db_set_watch(lic_db_t *db, lic_db_watch_t *watch);

/** From now on all that is asked on it counts against the budget, until another one or NULL (none) is set. */
struct lic_budget_t;
void lic_db_set_budget(lic_db_t *db, struct lic_budget_t *budget);

lic_dialect_t lic_db_dialect(const lic_db_t *db);
int lic_db_broken(const lic_db_t *db); /**< the connection is lost: don't reuse it */

#endif
