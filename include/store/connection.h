/**
 * @file store/connection.h  The inside of lic_db_t, for store/db.c, failure.c, fault.c, network.c, row.c, source.c and
 * schema.c only.
 */
#ifndef LIC_STORE_CONNECTION_H
#define LIC_STORE_CONNECTION_H

#include <stdarg.h>
#include <apr_dbd.h>

#include "store/db.h"
#include "store/statements.h"

struct lic_db_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    lic_dialect_t dialect;
    apr_pool_t *lives; /**< goes with the connection */
    apr_pool_t *cache; /**< holds what is prepared; in lives */
    apr_dbd_prepared_t *prepared[LIC_Q_COUNT];
    apr_pool_t *transaction; /**< the pool that rolls back; NULL outside a transaction */
    lic_error_t *failed;     /**< the transaction's first failure, in its pool */
    lic_db_watch_t *watch;   /**< of whoever has it in use; NULL: nobody watches */
    int patience;            /**< seconds that a transaction waits for a lock at a time */
    int queued;              /**< holds this process's turn to write */
    int broken;
    int fuse; /**< moments until it is cut, each before a statement or after a COMMIT (store/fault.h); 0: never */
    int code; /**< of the last failure, as the driver gave it */
};

typedef enum {
    LIC_FAILURE_OTHER,
    LIC_FAILURE_BUSY,   /**< the same transaction may succeed when begun again */
    LIC_FAILURE_LOST,   /**< there is no connection any more */
    LIC_FAILURE_UNABLE, /**< it takes no changes for now: read-only, full, out of memory */
    LIC_FAILURE_STALE   /**< the schema has changed since the statement was prepared; nothing was done */
} lic_failure_t;

/** What the driver's answer code means, by the database's own words where the code doesn't tell. */
lic_failure_t lic_failure_of(const lic_db_t *db, int code);

/** Makes the error for code, notes it in db (broken, failed), and says what was being done. */
lic_error_t *lic_failure_make(lic_db_t *db, int code, const char *doing, apr_pool_t *p);

/** Lets PostgreSQL's library tell SQLSTATE in its messages, where it can. */
void lic_failure_prepare(lic_db_t *db);

/**
 * A function of the library that came with apr_dbd's driver, which isn't linked here: what it can tell is asked for by
 * name. NULL: there is none.
 */
void *lic_network_function(const char *name);

/** The values of one execution, in the order of the text's places. */
typedef struct lic_values_t {
    apr_int64_t numbers[LIC_BINDS_MAX];
    const void *given[LIC_BINDS_MAX]; /**< by parameter; NULL: NULL */
    const void *bound[LIC_BINDS_MAX]; /**< by place */
} lic_values_t;

void lic_values_take(lic_values_t *values, const lic_db_t *db, lic_statement_t which, va_list args, apr_pool_t *p);

/** Wraps what apr_dbd selected; on MariaDB, whose rows share one buffer, copies it. *code 0, or the driver's failure.
 */
lic_rows_t *lic_rows_make(int *code, const lic_db_t *db, lic_statement_t which, apr_dbd_results_t *results,
                          apr_pool_t *p);

#endif
