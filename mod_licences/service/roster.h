/**
 * @file service/roster.h  A whole list of employees at once: created, changed, activated, deactivated.
 *
 * One transaction. The list is read twice: before the account is locked, to see whether it can be understood, and again
 * under the lock, in batches that are applied at once. So memory grows by four bytes per employee, and by the outcomes
 * that are to be reported, but not by the list.
 */
#ifndef LIC_SERVICE_ROSTER_H
#define LIC_SERVICE_ROSTER_H

#include "service/roster_list.h"

/**
 * Carries the list out, row by row in its order, then whoever isn't named. Roles are given to trusted callers' rows
 * only. With a key that came before, the report is that of then: its sums, not its rows, and replayed. LIC_REFUSED
 * "list-empty" for a whole list without a row, "too-many-absent", "account-closed", "key-reused"; LIC_UNKNOWN
 * "product-unknown" where the list is about a module that there isn't; LIC_CONFLICT "precondition-failed"; else
 * an error of reading the list or of the database. Rows that are refused are counted and told in the report.
 */
lic_error_t *lic_roster_run(lic_roster_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                            const lic_roster_t *list, apr_pool_t *p);

#endif
