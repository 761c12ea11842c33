/**
 * @file http/server/timer.h  Threads that sweep, and deliver mail, at intervals.
 *
 * Of the children of one httpd only one works at a time: it has the turn, a file lock that the system frees when its
 * holder dies. Only then it starts the threads; the others go on trying. Between servers, leases in the database decide
 * (service/sweep.h). Each tick opens a connection of its own, as under prefork mod_dbd's pools must not be used by a
 * second thread.
 */
#ifndef LIC_HTTP_TIMER_H
#define LIC_HTTP_TIMER_H

#include <httpd.h>

/** Hook post_config, last: finds or makes the databases' tallies, and makes the locks for the turn. */
int lic_timer_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** In child_init: makes what the threads need. Returns how many are wanted. */
int lic_timer_make(apr_pool_t *pchild);

/** Tries to get the turns that are still missing, and starts the thread of each that it gets. In one thread. */
void lic_timer_look(void);

/** Tells the threads to end, and doesn't wait. */
void lic_timer_stop(void);

/** A cleanup: no thread is started any more, and those that were are joined. */
apr_status_t lic_timer_end(void *unused);

#endif
