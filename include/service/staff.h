/**
 * @file service/staff.h  Employees and add-on licences: one, many at once.
 */
#ifndef LIC_SERVICE_STAFF_H
#define LIC_SERVICE_STAFF_H

#include "service/unit.h"

#define LIC_STAFF_BULK 10000 /**< ids at once */

/**
 * One transaction for all ids; module: product key for assign/unassign. One event. LIC_TOO_LARGE "too-many" (fact most)
 * above LIC_STAFF_BULK ids; LIC_UNKNOWN "product-unknown" unless module is an add-on module.
 */
lic_error_t *lic_staff_act(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                           const apr_int64_t *ids, int n, const char *module, apr_pool_t *p);

/** Licences that are bought in the same transaction, as a preview showed them (service/quantity.h). */
typedef struct lic_buying_t {
    const char *product;
    apr_int64_t asked;
    const char *token;
} lic_buying_t;

/**
 * The same, after buying; buying NULL: without. Both or neither are done, once: a repeat gives the stored answer, with
 * report->log that of the purchase and no rows. Errors also of lic_quantity_confirm.
 */
lic_error_t *lic_staff_act_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  const lic_buying_t *buying, lic_act_t act, const apr_int64_t *ids, int n,
                                  const char *module, apr_pool_t *p);

/** What lic_staff_act would come to, with beyond and deadline; nothing is kept, report->log is 0. */
lic_error_t *lic_staff_preview(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                               lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p);

/**
 * Creates an employee with its roles (person->id is set). LIC_INVALID names the field; LIC_CONFLICT "login-taken".
 * Roles take the right roles (LIC_FORBIDDEN "no-right"). A role that the account lacks: support makes it, others get
 * LIC_UNKNOWN "role-unknown" (fact role).
 */
lic_error_t *lic_staff_add(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                           lic_employee_t *person, apr_pool_t *p);

/** For a finish: how many are beyond what is purchased of a product now, and when those marked now fall (0: nobody). */
void lic_staff_beyond(apr_int64_t *beyond, apr_time_t *deadline, const lic_unit_t *unit, apr_int64_t product);

/** The same, after buying (NULL: without), as lic_staff_act_buying; on a repeat person->id is 0. */
lic_error_t *lic_staff_add_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  const lic_buying_t *buying, lic_employee_t *person, apr_pool_t *p);

/** Id of a log-in. LIC_UNKNOWN "employee-unknown". */
lic_error_t *lic_staff_id(apr_int64_t *id, lic_db_source_t *from, const char *account, const char *login,
                          apr_pool_t *p);

#endif
