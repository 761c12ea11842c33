/**
 * @file http/server/silence.h  Notices a silent database server: one that accepts connections, but doesn't answer.
 *
 * The client libraries have time limits for connecting (connect_timeout of libpq, connect-timeout in an option group of
 * MariaDB's), but none for a statement, nor for the ping by which mod_dbd looks at an idle connection to MariaDB.
 * Therefore each connection has a waiter, which says since when it waits. The child's thread (child.c) looks at them:
 * if one has waited for a while, it connects to the server itself. If that works or is refused, the server is merely
 * slow, and nothing is done. If it takes until the time limit, the server is silent: our connections that wait are shut
 * down, so that whoever waits fails at once, and the breaker refuses requests until connecting works again.
 *
 * Where DBDParams names several servers (PostgreSQL), the one that the wait is for is asked first, as another may have
 * taken its place meanwhile. If it is silent, all connections to it are shut down, those that are idle too.
 *
 * Connections of other modules are left alone otherwise, with one exception: which connection of its pool mod_dbd pings
 * on MariaDB can't be told, so that all of that pool are shut down if a request of ours waits for the ping.
 */
#ifndef LIC_HTTP_SILENCE_H
#define LIC_HTTP_SILENCE_H

#include "http/server/databases.h"
#include "store/db.h"

/** Something of ours that may have to wait for a server: a connection, or a request that asks mod_dbd's pool for one.
 */
typedef struct lic_waiter_t {
    lic_db_watch_t watch;
    lic_database_t *database;
    int asks; /**< the pool for a connection */
    struct lic_waiter_t *next;
} lic_waiter_t;

/** From now on a connection is looked at, which doesn't wait yet and whose socket isn't known yet. */
void lic_waiter_join(lic_waiter_t *waiter, lic_database_t *database);

/** From now on a request is looked at that asks the pool. */
void lic_waiter_ask(lic_waiter_t *waiter, lic_database_t *database);

/** The connection as it is now: PostgreSQL's library makes a lost one anew. */
struct apr_dbd_driver_t;
struct apr_dbd_t;
void lic_waiter_change(lic_waiter_t *waiter, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle);

/** From now on it isn't; closes its socket. */
void lic_waiter_leave(lic_waiter_t *waiter);

/** A source for the timer: own connections to the database, one at a time, looked at while they are open. Lives in p.
 */
lic_error_t *lic_silence_source(lic_db_source_t **source, lic_database_t *database, apr_pool_t *p);

/** In child_init: whether there is a database server at all; what is needed for connecting to it lives in p. */
int lic_silence_start(apr_pool_t *p);

/**
 * Looks at everything that waits. Takes as long as the client library needs for connecting where a server has to be
 * asked. ending: the child stops; then whatever waits is ended without asking. p: scratch. Non-zero while a server is
 * silent.
 */
int lic_silence_look(int ending, apr_pool_t *p);

#endif
