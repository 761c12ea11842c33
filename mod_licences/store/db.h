/**
 * @file store/db.h  What everybody who reads or writes knows of: a connection, where it comes from, names of
 * statements.
 *
 * What is done with a connection is in store/statement.h (with store/row.h) and store/transaction.h, how one is made in
 * store/source.h. lic_db_source_t is the program's only seam of function pointers: mod_dbd's pool, licencesctl's own
 * connection, a test that fails.
 */
#ifndef LIC_STORE_DB_H
#define LIC_STORE_DB_H

#include "base/date.h"
#include "base/error.h"
#include <apr_time.h>
#include <statements_gen.h> /* lic_statement_t: LIC_Q_<NAME>; columns LIC_C_<NAME>_<COLUMN>, made from sql/ by sql2c.awk */

typedef enum { LIC_SQLITE, LIC_POSTGRESQL, LIC_MARIADB } lic_dialect_t;

typedef struct lic_db_t lic_db_t;

/** Where connections come from. A connection is used by one thread at a time and given back by close. */
typedef struct lic_db_source_t {
    lic_error_t *(*open)(lic_db_t **db, void *baton, apr_pool_t *p); /**< LIC_UNAVAILABLE when there is none */
    void (*close)(lic_db_t *db, void *baton);
    void *baton;
} lic_db_source_t;

#define LIC_PLACE_MAX 160

/** What another thread may see of a connection; read and written atomically. */
typedef struct lic_db_watch_t {
    apr_time_t since;          /**< when it began to wait for the server (lic_wait_clock); 0: it doesn't */
    apr_time_t answered;       /**< when a statement was last carried out; 0: none yet */
    char place[LIC_PLACE_MAX]; /**< which of several servers it leads to (lic_network_place), told before its socket */
    int socket; /**< a duplicate of the connection's, so that no other can be meant; -1: none. Whoever watches closes it
                 */
} lic_db_watch_t;

#endif
