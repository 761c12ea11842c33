/**
 * @file http/server/breaker.h  A circuit breaker before mod_dbd's pool, so that threads don't pile up when the database
 * doesn't answer.
 *
 * mod_dbd's pool connects while it holds its lock, and whoever wants a connection waits without limit. Therefore only
 * one thread at a time asks the pool. The others wait here, and give up when for a while of their waiting no connection
 * was taken or given back: the result is 0, of which dbd.c makes a "database-unreachable". After a failed attempt to
 * connect, no thread of this child tries again for a second; then one does. Connections that exist already are used
 * meanwhile.
 */
#ifndef LIC_HTTP_BREAKER_H
#define LIC_HTTP_BREAKER_H

#include <apr_pools.h>

typedef struct lic_breaker_t lic_breaker_t;

/** One for each server; before children start. */
lic_breaker_t *lic_breaker_make(apr_pool_t *p);

/**
 * While silent is set (silence.h), nobody is let in, and whoever waits gives up at once. While doubted is set, whoever
 * would have to connect waits for what is found out.
 */
void lic_breaker_heed(lic_breaker_t *breaker, const apr_time_t *silent, const int *doubted);

/** In child_init; threads: how many serve requests. */
void lic_breaker_start(int threads);

/**
 * Waits for the turn to ask the pool. Non-zero: ask it, then call lic_breaker_leave. 0: don't; as far as is known, the
 * database can't be reached.
 */
int lic_breaker_enter(lic_breaker_t *breaker);

typedef enum {
    LIC_BREAKER_FAILED,
    LIC_BREAKER_IDLE, /**< the pool gave a connection that was used here before */
    LIC_BREAKER_MADE  /**< it gave a new one */
} lic_breaker_outcome_t;

/** Passes the turn on. Unless it failed, lic_breaker_give_back follows. */
void lic_breaker_leave(lic_breaker_t *breaker, lic_breaker_outcome_t outcome);

/** The connection is back in the pool. */
void lic_breaker_give_back(lic_breaker_t *breaker);

/** Counts a connection from its first use until it is closed. */
void lic_breaker_know(lic_breaker_t *breaker);
void lic_breaker_forget(lic_breaker_t *breaker);

#endif
