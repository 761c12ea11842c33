/**
 * @file service/unit.h  One operation of one account: a transaction that holds the account row.
 *
 * lic_unit_run: BEGIN, lock the account, check that nothing is due (else roll back, carry that out in transactions of
 * its own, and begin again), check the caller's right, load the book, run the step, apply its change, settle (marks,
 * warnings of few licences, next due), store the answer, COMMIT. Where the step left the change empty, ROLLBACK; if
 * there is an answer to store, COMMIT with the revision that was. Deadlock, serialisation failure and busy are retried
 * (service/retry.h).
 */
#ifndef LIC_SERVICE_UNIT_H
#define LIC_SERVICE_UNIT_H

#include "base/token.h"
#include "core/change.h"
#include "service/caller.h"
#include "service/settle.h"
#include "store/db.h"

typedef struct lic_unit_t lic_unit_t;
typedef lic_error_t *lic_step_fn(lic_unit_t *unit, void *baton);

struct lic_unit_t {
    lic_db_t *db;
    const lic_caller_t *caller;
    const lic_employee_t *employee; /**< NULL for trusted callers */
    lic_rights_t rights;
    apr_int64_t revision; /**< the account's, before this unit */
    lic_book_t *book;
    lic_change_t *change;     /**< the step adds to it; change->now is the operation's instant */
    lic_step_fn *finish;      /**< set by the step (else NULL): called when the change is applied, before COMMIT,
                                   with the step's baton; log ids, marks and counters are known then */
    lic_settled_t settled;    /**< for finish */
    apr_time_t oldest_answer; /**< kept so far, as lic_request_find said; 0: none */
    const char *answer_key, *answer_digest, *answer; /**< set by step or finish: stored in the same transaction */
    apr_pool_t *pool; /**< of this try; lives as long as the caller's once the unit has succeeded */
};

/** Runs the step (again on a retry, so it must be repeatable). *revision (may be NULL): the account's, afterwards. */
lic_error_t *lic_unit_run(apr_int64_t *revision, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                          void *baton, apr_pool_t *p);

/**
 * For previews and dry runs: brings the account up to date, runs the step on one state of the database, and keeps
 * nothing. It waits for nobody, and nobody for it; but a rehearsal (caller->rehearses) by whose instant something is
 * due carries that out in the step's own transaction, which locks the account and is rolled back.
 */
lic_error_t *lic_unit_peek(lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step, void *baton,
                           apr_pool_t *p);

/** Log id of the change's first event: the id of the operation. 0 where nothing was logged. For finish. */
apr_int64_t lic_unit_log(const lic_unit_t *unit);

#endif
