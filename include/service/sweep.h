/**
 * @file service/sweep.h  What the timer does: every account with something due is brought up to date. No second logic.
 *
 * Accounts lie in buckets. A sweeper takes the lease of one bucket after another, as far as something is due in it and
 * nobody else has it: several sweepers share the work by themselves, and whoever is killed keeps the others from one
 * bucket, for the length of a lease.
 */
#ifndef LIC_SERVICE_SWEEP_H
#define LIC_SERVICE_SWEEP_H

#include "store/account.h"

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
    apr_interval_time_t patience;      /**< how long to wait for what others are at work on; 0: leave it to them */
    void (*tell)(void *baton, const lic_sweep_report_t *report); /**< after each account; NULL */
    void *baton;
} lic_sweeper_t;

/**
 * Brings accounts with something due at or before now up to date. An account that fails is logged and passed over; a
 * database that can't be reached ends the sweep (LIC_UNAVAILABLE). Cost follows what is due; memory doesn't.
 */
lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const lic_sweeper_t *sweeper,
                           apr_time_t now, apr_pool_t *p);

#endif
