/**
 * @file store/employee.h  One employee, by id or log-in. Every row is scoped by account.
 */
#ifndef LIC_STORE_EMPLOYEE_H
#define LIC_STORE_EMPLOYEE_H

#include "core/employee.h"
#include "store/db.h"

/** By id, with held add-on licences. LIC_UNKNOWN "employee-unknown". */
lic_error_t *lic_employee_load(lic_employee_t **employee, lic_db_t *db, apr_int64_t account, apr_int64_t id,
                               apr_pool_t *p);
lic_error_t *lic_employee_by_login(lic_employee_t **employee, lic_db_t *db, apr_int64_t account, const char *login,
                                   apr_pool_t *p);

#define LIC_EMPLOYEE_ADDRESS 100 /**< characters of an e-mail address that the log holds */

/** Whether a colleague of an employee has that e-mail address as well, by its first LIC_EMPLOYEE_ADDRESS characters. */
lic_error_t *lic_employee_shares(int *shared, lic_db_t *db, apr_int64_t account, apr_int64_t id, const char *email,
                                 apr_pool_t *p);

/** Sets the language of an employee's pages and mails, one of lic_locale_languages. */
lic_error_t *lic_employee_set_language(lic_db_t *db, apr_int64_t account, const char *login, const char *language,
                                       apr_pool_t *scratch);

#endif
