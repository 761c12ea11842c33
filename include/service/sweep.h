/**
 * @file service/sweep.h  What the timer does: every account with something due is brought up to date. No second logic.
 */
#ifndef LIC_SERVICE_SWEEP_H
#define LIC_SERVICE_SWEEP_H

#include "store/db.h"

#define LIC_BUCKETS 16 /**< account.bucket is 0..15 */

typedef struct lic_sweep_report_t {
    int accounts; /**< brought up to date */
    int done;     /**< things that were due: renewals, deactivations, reminders, notices */
    int failed;   /**< accounts left behind, each logged */
} lic_sweep_report_t;

/**
 * Brings every account with something due at or before now up to date. An account that fails is logged and passed over;
 * a database that can't be reached ends the sweep (LIC_UNAVAILABLE). holder names the sweeper in the log.
 */
lic_error_t *lic_sweep_run(lic_sweep_report_t *report, lic_db_source_t *from, const char *holder, apr_time_t now,
                           apr_pool_t *p);

#endif
