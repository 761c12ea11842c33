/**
 * @file breaker.h  Keeps threads from piling up before a database that doesn't answer.
 *
 * mod_dbd's pool makes connections under its own lock and waits for a free one without end. So one thread at a time
 * asks it, and the others wait here, where waiting ends: when nothing has moved for a while they answer that the
 * database can't be reached. After a failed attempt nobody in this child tries for a second, and then one thread does.
 */
#ifndef LIC_HTTP_BREAKER_H
#define LIC_HTTP_BREAKER_H

#include <apr_pools.h>

typedef struct lic_breaker_t lic_breaker_t;

/** One for each server; before children start. */
lic_breaker_t *lic_breaker_make(apr_pool_t *p);

/** Hook child_init: with how many threads for requests. */
void lic_breaker_start(int threads);

/** Before the pool is asked. 0: the database can't be reached, as far as is known; else lic_breaker_leave follows. */
int lic_breaker_enter(lic_breaker_t *breaker);

/** After it was asked. */
void lic_breaker_leave(lic_breaker_t *breaker, int connected);

/** A connection was given back: others may hope. */
void lic_breaker_moved(lic_breaker_t *breaker);

/** The server gives no sign of life (pulse.h): whoever waits is told so, and hardly anybody tries; 0: it does again. */
void lic_breaker_silence(lic_breaker_t *breaker, int silent);

/** As it was last told; 0 again once somebody has had a connection. */
int lic_breaker_silent(const lic_breaker_t *breaker);

#endif
