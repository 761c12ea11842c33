/**
 * @file service/employee_new.h  New employees.
 */
#ifndef LIC_SERVICE_EMPLOYEE_NEW_H
#define LIC_SERVICE_EMPLOYEE_NEW_H

#include "core/plan_dates.h"
#include "service/act.h"

/**
 * Creates an employee with its roles (employee->id is set). LIC_INVALID names the field; LIC_REFUSED "login-taken"
 * (fact login). Roles take the right roles (LIC_FORBIDDEN "no-right"). A role that the account lacks: support makes it,
 * others get LIC_UNKNOWN "role-unknown" (fact role).
 */
lic_error_t *lic_employee_add(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                              lic_employee_t *employee, apr_pool_t *p);

/**
 * The same, after buying (NULL: without), as lic_employee_act_buying; on a repeat employee->id is 0. With dates (may be
 * NULL) it is planned that it starts and leaves; errors also of lic_plan_dates_decide. Whoever starts on a day should
 * be inactive until then.
 */
lic_error_t *lic_employee_add_buying(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                                     const lic_purchase_t *buying, lic_employee_t *employee,
                                     const lic_plan_dates_t *dates, apr_pool_t *p);

/** LIC_REFUSED "login-taken" (fact login), which doesn't say by whom (product.md, Who gets in). */
lic_error_t *lic_employee_login_taken(const char *login, apr_pool_t *p);

#endif
