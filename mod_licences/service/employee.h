/**
 * @file service/employee.h  Acts on employees and their add-on licences, one or many at once.
 */
#ifndef LIC_SERVICE_EMPLOYEE_H
#define LIC_SERVICE_EMPLOYEE_H

#include "service/act.h"

#define LIC_EMPLOYEE_BULK 10000 /**< ids at once */

/**
 * One transaction for all ids; module: product key for assign/unassign. One event. LIC_TOO_LARGE "too-many" (fact most)
 * above LIC_EMPLOYEE_BULK ids; LIC_UNKNOWN "product-unknown" unless module is an add-on module.
 */
lic_error_t *lic_employee_act(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p);

/**
 * The same, after buying; buying NULL: without. Both or neither are done, once: a repeat gives the stored answer, with
 * report->log that of the purchase and no rows. Errors also of lic_quantity_confirm.
 */
lic_error_t *lic_employee_act_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                     const lic_purchase_t *buying, lic_act_t act, const apr_int64_t *ids, int n,
                                     const char *module, apr_pool_t *p);

/** What lic_employee_act would come to, with beyond and deadline; nothing is kept, report->log is 0. */
lic_error_t *lic_employee_preview(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                  lic_act_t act, const apr_int64_t *ids, int n, const char *module, apr_pool_t *p);

/**
 * That each starts (LIC_ACT_START) or has the last day (LIC_ACT_LEAVE) on a day, in the place of what was planned. One
 * event. preview: nothing is kept, and on may be LIC_DATE_NONE, any day. LIC_REFUSED "plan-day" (first, last); errors
 * of lic_employee_act.
 */
lic_error_t *lic_employee_plan(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                               lic_act_t act, lic_date_t on, const apr_int64_t *ids, int n, int preview, apr_pool_t *p);

/** Id of a log-in. LIC_UNKNOWN "employee-unknown". */
lic_error_t *lic_employee_id(apr_int64_t *id, lic_db_source_t *from, const char *account, const char *login,
                             apr_pool_t *p);

#endif
