/**
 * @file view/document/put_result.h  Answers to what partners write: the root `result`, as of the change itself.
 *
 * They read nothing. The revision is the one that the change made, whatever happened since: the next request can name
 * it in If-Match, and a repeat of the same request gets the same answer.
 */
#ifndef LIC_VIEW_PUT_RESULT_H
#define LIC_VIEW_PUT_RESULT_H

#include "core/quantity.h"
#include "core/roster.h"
#include <libxml/tree.h>

/** Of a quantity: outcome, product (key), the invoice. dry_run: nothing has been done. */
lic_error_t *lic_put_result_quantity(xmlDoc **doc, const lic_outcome_t *outcome, const char *product,
                                     const lic_account_t *account, int dry_run, apr_pool_t *p);

/** Of a list of employees: its sums, whoever is beyond, and in a dry run what would become of each row. */
lic_error_t *lic_put_result_roster(xmlDoc **doc, const lic_roster_report_t *report, int whole,
                                   const lic_account_t *account, int dry_run, apr_pool_t *p);

/** The same of a list of assignments. */
lic_error_t *lic_put_result_assignments(xmlDoc **doc, const lic_roster_report_t *report, int whole,
                                        const lic_account_t *account, int dry_run, apr_pool_t *p);

#endif
