/**
 * @file service/employee_edit.h  Changing what an employee is called and where it is written to.
 */
#ifndef LIC_SERVICE_EMPLOYEE_EDIT_H
#define LIC_SERVICE_EMPLOYEE_EDIT_H

#include "service/unit.h"

/**
 * Sets those of wanted's name, initials and email that aren't NULL of the employee with wanted's log-in. *outcome:
 * LIC_EMPLOYEE_DONE or LIC_EMPLOYEE_UNCHANGED. LIC_UNKNOWN "employee-unknown"; LIC_INVALID names the field; LIC_REFUSED
 * "account-closed".
 */
lic_error_t *lic_employee_set(lic_employee_outcome_t *outcome, lic_db_source_t *from, const lic_caller_t *caller,
                              const lic_employee_t *wanted, apr_pool_t *p);

#endif
