/**
 * @file service/catch_up.h  Carrying out what is due (product.md, Bring up to date first): the pieces units are made
 * of.
 *
 * lic_catch_up itself is declared in service/unit.h.
 */
#ifndef LIC_SERVICE_CATCH_UP_H
#define LIC_SERVICE_CATCH_UP_H

#include "core/account.h"
#include "store/db.h"
#include "store/lease.h"

/** The instant that an operation asked for at `now` happens at: whole seconds, and never before the last one written.
 */
apr_time_t lic_catch_up_now(const lic_account_t *account, apr_time_t now);

/** Whether something is due at that instant, by the account row. */
int lic_catch_up_needed(const lic_account_t *account, apr_time_t now);

/** What binds whoever does it on nobody's behalf. NULL members don't. */
typedef struct lic_duty_t {
    const lic_lease_t *lease;          /**< each transaction begins by showing that it is still held */
    const volatile apr_uint32_t *stop; /**< non-zero: no further transaction is begun */
    apr_interval_time_t patience;      /**< how long to try where somebody else is at work */
} lic_duty_t;

/**
 * Carries out what is due in transactions of its own on db; adds how many things were to *done (may be NULL). duty may
 * be NULL. LIC_CONFLICT "lease-lost".
 */
lic_error_t *lic_catch_up_on(int *done, lic_db_t *db, const char *account, apr_time_t now, const lic_duty_t *duty,
                             apr_pool_t *p);

/** The same inside the transaction that is open and holds the account: *account is replaced by its row afterwards. */
lic_error_t *lic_catch_up_inside(lic_account_t **account, lic_db_t *db, apr_time_t now, apr_pool_t *p);

/** lic_catch_up by duty, counting what was done. */
lic_error_t *lic_catch_up_by(int *done, lic_db_source_t *from, const char *account, apr_time_t now,
                             const lic_duty_t *duty, apr_pool_t *p);

#endif
