/**
 * @file store/db.h  A connection, its transaction, and the named statements of sql/ run on it.
 *
 * The only function-pointer seam of the program is lic_db_source_t: mod_dbd's pool, licencesctl's own connection, a
 * test that fails. Statements are prepared lazily, once per connection. Arguments follow the order of the statement's
 * declaration in sql/ and have its types: int → apr_int64_t, text → const char * (NULL: NULL), time → apr_time_t
 * (0: NULL; stored as whole seconds), date → lic_date_t (LIC_DATE_NONE: NULL; stored as ISO text).
 */
#ifndef LIC_STORE_DB_H
#define LIC_STORE_DB_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>
#include <sys/socket.h>
#include <statements_gen.h> /* lic_statement_t: LIC_Q_<NAME>; columns LIC_C_<NAME>_<COLUMN>, made from sql/ by sql2c.awk */

typedef enum { LIC_SQLITE, LIC_POSTGRESQL, LIC_MARIADB } lic_dialect_t;

typedef struct lic_db_t lic_db_t;
typedef struct lic_rows_t lic_rows_t;

/** Where connections come from. A connection is used by one thread at a time and given back by close. */
typedef struct lic_db_source_t {
    lic_error_t *(*open)(lic_db_t **db, void *baton, apr_pool_t *p); /**< LIC_UNAVAILABLE when there is none */
    void (*close)(lic_db_t *db, void *baton);
    void *baton;
} lic_db_source_t;

/**
 * Once per process, before connections are opened: loads apr_dbd, and makes the queue in which this process's writers
 * to SQLite wait for each other. process lives as long as they do. Harmless where mod_dbd has loaded apr_dbd already.
 */
lic_error_t *lic_db_init(apr_pool_t *process);

/** "sqlite3:/var/lib/x.db", "pgsql:host=… dbname=…", "mysql:host=…;…" → DBDriver, DBDParams. LIC_INVALID
 * "database-parameters". */
lic_error_t *lic_db_source_parse(const char **driver, const char **params, const char *text, apr_pool_t *p);

/** A source that opens a connection of its own by DBDriver and DBDParams, and closes it. Lives in p. LIC_INVALID
 *  "database-driver". A connection lives in the pool given to open, and ends with it at the latest. */
lic_error_t *lic_db_source_make(lic_db_source_t **source, const char *driver, const char *params, apr_pool_t *p);

/**
 * A source that opens one connection of `from` when it is first asked, hands that out again and again, and another one
 * when it is broken. It is closed with p at the latest; patience as for lic_db_set_patience, 0: as it is.
 */
lic_db_source_t *lic_db_source_keep(lic_db_source_t *from, int patience, apr_pool_t *p);

/** A source that hands out db itself, for reading inside a transaction that is already open. */
lic_db_source_t *lic_db_source_of(lic_db_t *db, apr_pool_t *p);

/**
 * Wraps an apr_dbd handle (http/dbd.c). `lives` is a pool as long-lived as the connection, prepared statements are
 * cached in it; the same wrapper is to be used for as long as the handle is (store it beside the handle).
 */
struct apr_dbd_driver_t;
struct apr_dbd_t;
lic_error_t *lic_db_wrap(lic_db_t **db, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle,
                         apr_pool_t *lives);

/** The owner of the handle has connected it anew: what was prepared and set for the session is gone. */
lic_error_t *lic_db_renew(lic_db_t *db);

/** How many seconds (at least 1) a transaction waits for a lock before it is "database-busy"; 4 unless said otherwise.
 */
lic_error_t *lic_db_set_patience(lic_db_t *db, int seconds);

/**
 * A connection over the network on which nothing is acknowledged for so long is lost. Without it, what was sent to a
 * server that has vanished is repeated for a quarter of an hour. A longer or shorter time that the parameters say
 * stays.
 */
void lic_db_set_network_patience(lic_db_t *db, int milliseconds);

/** Whom the connection leads to; 0: it isn't known, or there is no network (SQLite). */
int lic_db_peer(const lic_db_t *db, struct sockaddr_storage *peer, socklen_t *length);

/** What another thread may see of a connection that is in use; both are read and written atomically. */
typedef struct lic_db_watch_t {
    apr_time_t since;        /**< when it began to wait (lic_wait_clock); 0: it doesn't */
    apr_uint32_t *successes; /**< moves on with each statement that the database has carried out; may be shared */
} lic_db_watch_t;

/** From now on each statement is shown in watch; NULL: no longer. */
void lic_db_set_watch(lic_db_t *db, lic_db_watch_t *watch);

lic_dialect_t lic_db_dialect(const lic_db_t *db);
int lic_db_broken(const lic_db_t *db); /**< the connection is lost: don't reuse it */

/* Transactions: a failed flag of our own, because apr_dbd's end answers 0 after its own ROLLBACK. After a failed
 * statement every further one is refused until the rollback, on each of the databases. */
lic_error_t *lic_db_begin(lic_db_t *db, apr_pool_t *p); /**< BEGIN IMMEDIATE on SQLite; rolled back when p is cleared */
lic_error_t *lic_db_commit(lic_db_t *db,
                           apr_pool_t *p); /**< only if every statement succeeded; else rolls back, error */
void lic_db_rollback(lic_db_t *db);

/**
 * Errors of the database: LIC_UNAVAILABLE with problem "database-busy" (deadlock, serialisation failure, lock: the
 * whole transaction may be retried), "database-unreachable" (connection lost), "database-unwritable" (read-only, full:
 * for whoever runs it to mend), "commit-unknown" (the answer to COMMIT was lost); LIC_BUG "database" for anything else,
 * with the database's words in message.
 */
int lic_db_error_is_retriable(const lic_error_t *err);

/** Runs an INSERT/UPDATE/DELETE; *affected may be NULL. */
lic_error_t *lic_db_execute(apr_int64_t *affected, lic_db_t *db, lic_statement_t which, apr_pool_t *scratch, ...);

/** Runs a SELECT; all rows are in p. Bound every result by a LIMIT. */
lic_error_t *lic_db_select(lic_rows_t **rows, lic_db_t *db, lic_statement_t which, apr_pool_t *p, ...);

/** One SQL text without parameters, for migrations and session settings only; rows are thrown away (not on MariaDB). */
lic_error_t *lic_db_run(lic_db_t *db, const char *sql, apr_pool_t *scratch);

/* Reading rows. Columns by their generated index; a wrong type is LIC_BUG at the first use in a test (assert). */
int lic_rows_next(lic_rows_t *rows); /**< 0 after the last */
int lic_rows_null(const lic_rows_t *rows, int column);
apr_int64_t lic_rows_int(const lic_rows_t *rows, int column);  /**< NULL: 0 */
const char *lic_rows_text(const lic_rows_t *rows, int column); /**< NULL: "" ; lives in the select's pool */
apr_time_t lic_rows_time(const lic_rows_t *rows, int column);  /**< NULL: 0 */
lic_date_t lic_rows_date(const lic_rows_t *rows, int column);  /**< NULL: LIC_DATE_NONE */

#endif
