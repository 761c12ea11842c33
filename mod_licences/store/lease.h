/**
 * @file store/lease.h  Leases on the database's clock: which of many processes does the timer's work.
 *
 * A lease alone can't stop a holder that has been asleep past its end. Therefore each transaction under it begins with
 * lic_lease_beat, which fails once somebody else may have taken it, and otherwise keeps everybody from taking it until
 * the transaction ends. Whoever dies holding one keeps the others waiting for LIC_LEASE_TTL at most.
 */
#ifndef LIC_STORE_LEASE_H
#define LIC_STORE_LEASE_H

#include "store/db.h"

#define LIC_LEASE_TTL    (apr_time_from_sec(30))
#define LIC_LEASE_HOLDER 80 /**< bytes of a holder's name */

typedef struct lic_lease_t {
    const char *name;
    apr_int64_t token;       /**< grows each time the lease is taken */
    apr_interval_time_t ttl; /**< it lasts so long after each beat; whole seconds */
} lic_lease_t;

/** Names this process as nobody else is named: host/pid/random. In p. */
const char *lic_lease_holder(apr_pool_t *p);

/**
 * Takes a free lease, outside a transaction. *lease NULL when somebody has it; he is then in *by (may be NULL).
 * done: one that is given back in the same transaction, if this one is taken; NULL.
 */
lic_error_t *lic_lease_take(lic_lease_t **lease, const char **by, lic_db_t *db, const char *name, const char *holder,
                            apr_interval_time_t ttl, const lic_lease_t *done, apr_pool_t *p);

/** How often it has been taken, by anybody. */
lic_error_t *lic_lease_turns(apr_int64_t *turns, lic_db_t *db, const char *name, apr_pool_t *p);

/** First statement of a transaction: it is still held, and lasts for another ttl. LIC_CONFLICT "lease-lost". */
lic_error_t *lic_lease_beat(lic_db_t *db, const lic_lease_t *lease, apr_pool_t *scratch);
int lic_lease_error_is_lost(const lic_error_t *err);

/** Gives it back; harmless when it is lost. */
lic_error_t *lic_lease_release(lic_db_t *db, const lic_lease_t *lease, apr_pool_t *scratch);

#endif
