/**
 * @file store/db_private.h  The inside of a connection.
 */
#ifndef LIC_STORE_DB_PRIVATE_H
#define LIC_STORE_DB_PRIVATE_H

#include <apr_dbd.h>

#include "store/budget.h"
#include "store/db.h"
#include "store/statement_texts_private.h"

/** A mutex of SQLite's, and its own functions; all NULL: there is none to be had. */
typedef struct lic_alone_t {
    void *mutex;
    void (*enter)(void *mutex);
    void (*leave)(void *mutex);
} lic_alone_t;

struct lic_db_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    lic_dialect_t dialect;
    apr_pool_t *lives; /**< goes with the connection */
    apr_pool_t *cache; /**< holds what is prepared; in lives */
    apr_dbd_prepared_t *prepared[LIC_Q_COUNT];
    apr_dbd_prepared_t *named[LIC_Q_COUNT]; /**< on PostgreSQL's server, by a name */
    int unnamed;                            /**< names aren't used, or have turned out not to last */
    int misses;                             /**< how often one wasn't there lately (store/statement.c) */
    apr_pool_t *transaction;                /**< the pool that rolls back; NULL outside a transaction */
    lic_error_t *failed;                    /**< the transaction's first failure, in its pool */
    lic_db_watch_t *watch;                  /**< of whoever has it in use; NULL: nobody watches */
    lic_budget_t *budget;                   /**< of whoever has it in use; NULL: none */
    lic_alone_t alone;                      /**< SQLite's mutex of the connection */
    int patience;                           /**< seconds that a transaction waits for a lock at a time */
    apr_time_t asked;                       /**< when the statement under way was sent; 0: durations aren't counted */
    int queued;                             /**< holds this process's turn to write */
    int broken;
    int clustered; /**< its server is a node of a Galera cluster, and may be behind the others */
    int defining;  /**< the transaction under way holds DDL */
    int code;      /**< of the last failure, as the driver gave it */
    int duplicate; /**< it was that of a key that is there already */
};

#endif
