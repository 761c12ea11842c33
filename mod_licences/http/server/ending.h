/**
 * @file http/server/ending.h  When the signal that ends a child may come.
 *
 * httpd's handler of SIGTERM ends the child where it stands: it destroys pools and calls exit, wherever the main thread
 * is. Under prefork that is for as long as the child lives; under the others until it has started.
 */
#ifndef LIC_HTTP_ENDING_H
#define LIC_HTTP_ENDING_H

#include <httpd.h>

/** Hook drop_privileges, before all others: the signals wait until lic_ending_after_birth. OK. */
int lic_ending_at_birth(apr_pool_t *pchild, server_rec *s);

/** Hook drop_privileges, after all others: a signal that has come meanwhile ends the child here. OK. */
int lic_ending_after_birth(apr_pool_t *pchild, server_rec *s);

/** Hook child_init, for the two below: finds out whether the child has one thread for requests. */
void lic_ending_start(apr_pool_t *pchild, server_rec *s);

/** From here on the signals wait, in a child with one thread for requests; may be called again before they may come. */
void lic_ending_waits(void);

/** Once for each lic_ending_waits: a signal that has come meanwhile ends the child here. */
void lic_ending_may_come(void);

#endif
