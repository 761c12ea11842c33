/**
 * @file service/roster.h  A whole list of employees at once: created, changed, activated, deactivated.
 *
 * One transaction, in batches that are applied as the list is walked, so that memory doesn't grow with it but for four
 * bytes per employee, and for the outcomes that are to be told. The list is walked once before the account is locked,
 * to see whether it can be understood, and then again under the lock.
 */
#ifndef LIC_SERVICE_ROSTER_H
#define LIC_SERVICE_ROSTER_H

#include "core/roster.h"
#include "service/condition.h"
#include "service/unit.h"

/** A list that can be walked more than once. Errors mean that the list as a whole can't be read. */
typedef struct lic_roster_t {
    lic_error_t *(*rewind)(void *baton);
    /** The next row, in p; *more 0 after the last. */
    lic_error_t *(*next)(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p);
    void *baton;
    int whole;   /**< who is active and not named is deactivated; a row that is wrong stops it as with strict */
    int strict;  /**< all or nothing: a row that is refused stops it */
    int dry_run; /**< nothing stays */
    int tell;    /**< of at most so many rows that were changed, and of the first that is refused; 0: of every row */
    const lic_condition_t *condition;                /**< may be NULL; a key needs a digest */
    void (*progress)(void *baton, apr_int64_t rows); /**< rows carried out so far; may be NULL */
} lic_roster_t;

/**
 * Carries the list out, row by row in its order, then whoever isn't named. Roles are given to trusted callers' rows
 * only. With a key that came before, the report is that of then: its sums, not its rows, and replayed. LIC_REFUSED
 * "list-empty" for a whole list without a row, "account-closed", "key-reused"; LIC_CONFLICT "precondition-failed"; else
 * an error of reading the list or of the database. Rows that are refused are counted and told in the report.
 */
lic_error_t *lic_roster_run(lic_roster_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                            const lic_roster_t *list, apr_pool_t *p);

#endif
