/**
 * @file service/unit.h  One operation of one account: a transaction that holds the account row.
 *
 * lic_unit_run: bring up to date (transactions of its own), then BEGIN, lock, check again that nothing is due (else
 * start over), check the caller's right, load the book, run the step, apply its change, settle (marks, few-left
 * warnings, next due), store the answer, COMMIT. A step that leaves the change empty rolls back. Deadlock,
 * serialisation failure and busy are retried here with jitter, at most 10 s in all, and nowhere else.
 */
#ifndef LIC_SERVICE_UNIT_H
#define LIC_SERVICE_UNIT_H

#include "base/token.h"
#include "core/change.h"
#include "core/rights.h"
#include "service/settle.h"
#include "store/db.h"

/** Who asks, for what, when. Strings outlive the call. */
typedef struct lic_caller_t {
    const char *account; /**< key */
    const char *user;    /**< log-in name; for trusted callers "system" or "operator" */
    int trusted;         /**< the timer and licencesctl: no employee, no right needed */
    lic_rights_t need;   /**< any one of these is enough; 0: an active employee is enough */
    const char *path;    /**< what was attempted, for the log of refused attempts; NULL: don't log */
    apr_time_t now;      /**< whole seconds */
    const char *support; /**< address for sentences that point to support */
} lic_caller_t;

typedef struct lic_unit_t lic_unit_t;
typedef lic_error_t *lic_step_fn(lic_unit_t *unit, void *baton);

struct lic_unit_t {
    lic_db_t *db;
    const lic_caller_t *caller;
    const lic_employee_t *person; /**< NULL for trusted callers */
    lic_rights_t rights;
    lic_book_t *book;
    lic_change_t *change;  /**< the step adds to it; change->now is the operation's instant */
    lic_step_fn *finish;   /**< set by the step (else NULL): called when the change is applied, before COMMIT,
                                with the step's baton; log ids, marks and counters are known then */
    lic_settled_t settled; /**< for finish */
    const char *answer_key, *answer_digest, *answer; /**< set by step or finish: stored in the same transaction */
    apr_pool_t *pool; /**< of this try; lives as long as the caller's once the unit has succeeded */
};

/** Runs the step (again on a retry, so it must be repeatable). *revision (may be NULL): the account's, afterwards. */
lic_error_t *lic_unit_run(apr_int64_t *revision, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                          void *baton, apr_pool_t *p);

/** Brings the account up to date and runs the step, all in one transaction that is then rolled back (--now, dry runs).
 */
lic_error_t *lic_unit_peek(lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step, void *baton,
                           apr_pool_t *p);

/** Carries out what is due at or before now, in transactions of its own; nothing if next_due > now. */
lic_error_t *lic_catch_up(lic_db_source_t *from, const char *account, apr_time_t now, apr_pool_t *p);

/** Log id of the change's first event: the id of the operation. 0 where nothing was logged. For finish. */
apr_int64_t lic_unit_log(const lic_unit_t *unit);

/**
 * What a request may do: the employee's rights; without the lock. LIC_FORBIDDEN "no-right" (facts right, user) unless
 * need allows, or without an active employee of that log-in.
 */
lic_error_t *lic_unit_authorise(lic_rights_t *rights, const lic_caller_t *caller, lic_db_t *db, apr_int64_t account,
                                apr_pool_t *p);

/** Logs an attempt to change without the right, in a unit of its own. Errors are swallowed into the log. */
void lic_unit_log_refused(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p);

#endif
