/**
 * @file view/written.h  Answers to what partners write: the root `result`, as of the change itself.
 *
 * They read nothing: revision is that which the change left, whatever has happened since, so that it can be relied on
 * for the next one; and a repeat of the same request gets the same.
 */
#ifndef LIC_VIEW_WRITTEN_H
#define LIC_VIEW_WRITTEN_H

#include "core/quantity.h"
#include "core/roster.h"
#include <libxml/tree.h>

/** Of a quantity: outcome, product (key), the invoice. dry_run: nothing has been done. */
lic_error_t *lic_written_quantity(xmlDoc **doc, const lic_outcome_t *outcome, const char *product,
                                  const lic_account_t *account, int dry_run, apr_pool_t *p);

/** Of a list of employees: its sums, whoever is beyond, and in a dry run what would become of each row. */
lic_error_t *lic_written_roster(xmlDoc **doc, const lic_roster_report_t *report, int whole,
                                const lic_account_t *account, int dry_run, apr_pool_t *p);

#endif
