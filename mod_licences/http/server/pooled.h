/**
 * @file http/server/pooled.h  A connection of mod_dbd's pool, and what is known of it beside: whether it is to be
 * trusted, and the lic_db_t on which statements stay prepared.
 *
 * A connection may die while it is idle. Where the server has closed it, that is seen at its socket (PostgreSQL;
 * MariaDB's driver asks the server each time). Where nobody was told, the first statement is: then whatever this child
 * connected before is as doubtful, and is made anew before anybody uses it.
 */
#ifndef LIC_HTTP_POOLED_H
#define LIC_HTTP_POOLED_H

#include <httpd.h>
#include <apr_dbd.h>
#include <mod_dbd.h>

#include "http/server/breaker.h"
#include "http/server/silence.h"
#include "store/db.h"

/** Lives as long as the connection. */
typedef struct lic_pooled_t {
    lic_db_t *db;             /**< NULL: not used yet, or not since it was lost */
    apr_pool_t *lives;        /**< goes with db; NULL */
    lic_database_t *database; /**< NULL: none of ours */
    lic_waiter_t *waiter;     /**< NULL: nobody looks at it, as there is no server */
    unsigned losses;          /**< the database's, as of when it was made */
    int ended;                /**< what mod_dbd hands out in its place is new */
    int known;                /**< to the breaker, as it was used here */
} lic_pooled_t;

/** Called while hooks are registered. */
void lic_pooled_register_hooks(void);

/** How many connections mod_dbd has in this child. */
apr_uint32_t lic_pooled_count(void);

lic_pooled_t *lic_pooled_of(const ap_dbd_t *taken);

/** Whether the connection is no good any more: then it has been ended, and is to be given back. */
int lic_pooled_left(const ap_dbd_t *taken);

/** Makes it ready for use, unless it is: pooled->db. s: whose settings count. Errors are in p. */
lic_error_t *lic_pooled_wrap(const ap_dbd_t *taken, lic_breaker_t *breaker, const server_rec *s, apr_pool_t *p);

/** It turned out to be lost, or to lead to a server that takes no changes: so may others that were made before. */
void lic_pooled_lost(lic_pooled_t *pooled);

#endif
