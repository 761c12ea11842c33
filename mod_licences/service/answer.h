/**
 * @file service/answer.h  Outcomes as text: stored with a request's key, and given again when the request is repeated.
 */
#ifndef LIC_SERVICE_ANSWER_H
#define LIC_SERVICE_ANSWER_H

#include "core/quantity.h"
#include "core/roster.h"

/** Everything but an invoice's lines, which stand in the invoice itself. */
const char *lic_answer_pack(const lic_outcome_t *out, apr_pool_t *p);

/** The outcome with replayed set; its invoice has no lines. LIC_BUG "answer" for what pack did not write. */
lic_error_t *lic_answer_unpack(lic_outcome_t *out, const char *answer, apr_pool_t *p);

/** The same of a list of employees: its sums, without its rows. */
const char *lic_answer_pack_roster(const lic_roster_report_t *report, apr_pool_t *p);
/** Sets everything but the rows of the report, and replayed. */
lic_error_t *lic_answer_unpack_roster(lic_roster_report_t *report, const char *answer, apr_pool_t *p);

#endif
