/**
 * @file service/sweep.h  The timer's work: every account with something due is brought up to date (service/catch_up.h).
 *
 * Accounts are in buckets. A sweeper takes the lease of one bucket after another, where something is due and nobody
 * else has it. So several sweepers share the work, and one that is killed keeps the others from one bucket only, until
 * its lease ends.
 */
#ifndef LIC_SERVICE_SWEEP_H
#define LIC_SERVICE_SWEEP_H

#include <apr_hash.h>

#include "store/db.h"

typedef struct lic_sweep_report_t {
    apr_int64_t due; /**< accounts that had something due at the beginning */
    int accounts;    /**< brought up to date */
    int done;        /**< things that were due: renewals, deactivations, reminders, notices */
    int failed;      /**< accounts left behind, each logged */
    int busy;        /**< accounts that somebody else was at work on: left for the next sweep */
    int buckets;     /**< left to other sweepers */
    int unfinished;  /**< stopped, or out of time, with more to do */
} lic_sweep_report_t;

typedef struct lic_sweeper_t {
    const char *holder;                /**< names it in leases and in the log: lic_lease_holder */
    const volatile apr_uint32_t *stop; /**< non-zero: end after the transaction under way; NULL */
    apr_interval_time_t limit;         /**< no account is begun after so long; 0: whenever */
    apr_interval_time_t patience;      /**< how long to wait for others to be done; 0: leave their accounts to them */
    void (*tell)(void *baton, const lic_sweep_report_t *report); /**< after each account; NULL */
    void *baton;
    apr_hash_t
        *failing; /**< accounts that failed in earlier sweeps, and that the log says so of; NULL: none is known */
} lic_sweeper_t;

/**
 * Brings accounts with something due at or before now up to date. An account that fails is logged and passed over; a
 * database that can't be reached ends the sweep (LIC_UNAVAILABLE). Cost follows what is due; memory doesn't.
 */
lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const lic_sweeper_t *sweeper,
                           apr_time_t now, apr_pool_t *p);

#endif
