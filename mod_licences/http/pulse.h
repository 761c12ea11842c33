/**
 * @file pulse.h  Notices that a database server stands still: it has accepted connections, but says nothing any more.
 *
 * Whoever waits for such a server may wait without end, and so may whoever connects to it. One thread in each child,
 * where there is a server at all, looks how long statements and attempts to connect have been waiting. When one has for
 * a second, it asks the server by a connection of its own. A server that answers is merely slow, and is left alone. One
 * that doesn't within another second is silent: every connection of this child to it is shut down, idle ones and those
 * of other modules included. Whoever waits is told so at once, and the breaker stays open until the server says
 * something again.
 *
 * Known by its address, which is learnt from the first connection: before that, connecting is bounded only by
 * connect_timeout and the like (config_check.c warns where there is none).
 */
#ifndef LIC_HTTP_PULSE_H
#define LIC_HTTP_PULSE_H

#include <httpd.h>

#include "breaker.h"
#include "store/db.h"

typedef struct lic_pulse_t lic_pulse_t;

/** One for each server (virtual host), beside its breaker; before children start. */
lic_pulse_t *lic_pulse_make(apr_pool_t *pconf, lic_breaker_t *breaker);

/** A source whose connections are watched from when they are asked for until they are given back. Lives in p. */
lic_db_source_t *lic_pulse_source(lic_pulse_t *pulse, lic_db_source_t *from, apr_pool_t *p);

/** Hook child_init, before the timer's: it goes after the timer, which may have to be told that nothing comes. */
void lic_pulse_start(apr_pool_t *pchild, server_rec *s);

/** Hook child_stopping: unless that is graceful, nobody is waited for as long as else. */
void lic_pulse_stop(apr_pool_t *pchild, int graceful);

#endif
