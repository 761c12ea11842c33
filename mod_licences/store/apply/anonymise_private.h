/**
 * @file store/apply/anonymise_private.h  Takes whatever tells who an employee was out of an account's rows.
 */
#ifndef LIC_STORE_ANONYMISE_PRIVATE_H
#define LIC_STORE_ANONYMISE_PRIVATE_H

#include "core/employee.h"
#include "store/db.h"

/**
 * Puts the log-in, name, initials and e-mail of anonym, which are nobody's, in the place of those that the employee has
 * and has had: in its row, the search, the claim of its log-in, the log, what the archive left of that, counts of
 * refused attempts and mails. Mail to its address that hasn't been sent is dropped. An address that a colleague has as
 * well is nobody's own, and stays. LIC_UNKNOWN "employee-unknown".
 */
lic_error_t *lic_anonymise_apply(lic_db_t *db, const lic_account_t *account, const lic_employee_t *anonym,
                                 apr_pool_t *p);

#endif
