/**
 * @file http/server/dbd.h  mod_dbd's pool as a source of connections.
 *
 * A connection is taken for some statements and given back before anything goes to the network (ap_dbd_open and
 * ap_dbd_close, not ap_dbd_acquire, which would keep it while a slow client reads). One at a time per source: a second
 * one in the same request could wait for itself.
 */
#ifndef LIC_HTTP_DBD_H
#define LIC_HTTP_DBD_H

#include <httpd.h>

#include "store/budget.h"
#include "store/db.h"

/** Hook child_init: prepares the breaker, and the queue of this child's writers to SQLite. */
void lic_dbd_start(apr_pool_t *pchild, server_rec *s);

/** Finds mod_dbd's functions. Non-zero if it is loaded. */
int lic_dbd_find(void);

/** A source for one request, which has this budget (NULL: none); a connection still open when p goes is given back. */
lic_db_source_t *lic_dbd_source(server_rec *s, lic_budget_t *budget, apr_pool_t *p);

#endif
