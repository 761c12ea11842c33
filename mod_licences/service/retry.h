/**
 * @file service/retry.h  Trying a transaction again: the only place that does.
 *
 * Deadlock, serialisation failure and busy are retried with jitter, at most 10 s in all. A connection that turns out
 * to be lost is replaced once.
 */
#ifndef LIC_SERVICE_RETRY_H
#define LIC_SERVICE_RETRY_H

#include "store/db.h"

typedef struct lic_try_t {
    lic_db_t *db;
    apr_pool_t *pool; /**< cleared before the next try; after the last one it lives as long as the caller's */
    int repeatable;   /**< set by fn where a second try does no harm even if this try's COMMIT took effect and only its
                         answer was lost */
} lic_try_t;

/** One try: begins and commits its own transactions. What is open after an error is rolled back. */
typedef lic_error_t *lic_try_fn(lic_try_t *attempt, void *baton);

/** For all tries together: none begins that would end later if it took as long as the one before. */
#define LIC_RETRY_PATIENCE (apr_time_from_sec(10))

/** Opens a connection for each try and gives it back. Results and errors may live in the try's pool. */
lic_error_t *lic_retry_run(lic_db_source_t *from, lic_try_fn *fn, void *baton, apr_pool_t *p);
/** The same, trying for as long as `patience`, and not again once *stop (may be NULL) isn't 0. */
lic_error_t *lic_retry_within(lic_db_source_t *from, apr_interval_time_t patience, const volatile apr_uint32_t *stop,
                              lic_try_fn *fn, void *baton, apr_pool_t *p);

#endif
