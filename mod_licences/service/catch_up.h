/**
 * @file service/catch_up.h  Carrying out what is due: renewals, deactivations, reminders, notices (product.md, Bring up
 * to date first).
 *
 * Two ways in: lic_catch_up does what is due, and nothing else; lic_catch_up_begin begins a transaction in which
 * nothing is.
 */
#ifndef LIC_SERVICE_CATCH_UP_H
#define LIC_SERVICE_CATCH_UP_H

#include "core/book.h"
#include "service/caller.h"
#include "store/lease.h"

/** The instant that an operation asked for at `now` happens at: whole seconds, and never before the last one written.
 */
apr_time_t lic_catch_up_now(const lic_account_t *account, apr_time_t now);

/** Whether something is due at that instant, by the account row. */
int lic_catch_up_needed(const lic_account_t *account, apr_time_t now);

/** What the timer is bound by, as nobody waits for it. NULL members don't bind. */
typedef struct lic_duty_t {
    const lic_lease_t *lease;          /**< each transaction begins by showing that it is still held */
    const volatile apr_uint32_t *stop; /**< non-zero: no further transaction is begun */
    apr_interval_time_t patience;      /**< how long to try where somebody else is at work */
} lic_duty_t;

/**
 * Carries out what is due at or before now, each thing in a transaction of its own, at the instant that it fell due.
 * Retries (service/retry.h). Adds how many things were done to *done (may be NULL). duty NULL: somebody waits for it.
 * LIC_CONFLICT "lease-lost".
 */
lic_error_t *lic_catch_up(int *done, lic_db_source_t *from, const char *account, apr_time_t now, const lic_duty_t *duty,
                          apr_pool_t *p);

typedef enum lic_begin_t {
    LIC_BEGIN_CHANGE,   /**< locks the account and counts its revision up */
    LIC_BEGIN_ASIDE,    /**< locks the account; its revision stays */
    LIC_BEGIN_READ,     /**< reads one state of the database: waits for nobody, and nobody for it */
    LIC_BEGIN_REHEARSAL /**< as LIC_BEGIN_READ; but if something is due, locks the account and does that inside, for the
                             caller to roll back */
} lic_begin_t;

/**
 * For a try (service/retry.h): begins a transaction on db in which nothing is due for caller->account at caller->now.
 * What is due is carried out before, in transactions of its own, and the begin repeated. *in is the account, and the
 * caller's employee, as they are then.
 */
lic_error_t *lic_catch_up_begin(lic_admission_t *in, lic_db_t *db, const lic_caller_t *caller, lic_begin_t how,
                                apr_pool_t *p);

#endif
