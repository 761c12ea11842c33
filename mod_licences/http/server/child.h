/**
 * @file http/server/child.h  The thread of a child's own, beside those for requests.
 *
 * It looks whether a database server is silent (silence.h), and tries to get the timer's turn (timer.h). It is a thread
 * of its own, as every other one may itself be waiting for a server, and PostgreSQL's library has no time limit for
 * that. The timer's threads are started only in the child that has the turn.
 */
#ifndef LIC_HTTP_CHILD_H
#define LIC_HTTP_CHILD_H

#include <httpd.h>

/** Hook child_init, last: mod_dbd and the metrics are ready then. */
void lic_child_start(apr_pool_t *pchild, server_rec *s);

/** Hook child_stopping: only tells the threads. They are joined before the child's pool goes. */
void lic_child_stop(apr_pool_t *pchild, int graceful);

#endif
