/**
 * @file timer.h  The threads of each child that do what nobody clicks: sweeping, and delivering mail.
 *
 * Of the children of one httpd one at a time has the turn, by a lock that the system frees when its holder dies; the
 * others wait for it. Between servers leases in the database decide (service/sweep.h). Each tick opens a connection of
 * its own: mod_dbd's pools are not safe in a second thread under prefork.
 */
#ifndef LIC_HTTP_TIMER_H
#define LIC_HTTP_TIMER_H

#include <httpd.h>

/** Hook post_config, after the configuration is known to be right: what is to be done, and the lock for the turn. */
int lic_timer_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** What lic_timer_prepare found to look after: lic_timer_database_t. NULL before. */
const apr_array_header_t *lic_timer_databases(void);

/** Hook child_init, last: starts the threads that are wanted. They are joined before pchild goes. */
void lic_timer_start(apr_pool_t *pchild, server_rec *s);

/** Hook child_stopping: tells the threads to end, and doesn't wait. */
void lic_timer_stop(apr_pool_t *pchild, int graceful);

#endif
