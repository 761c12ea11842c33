/**
 * @file core/anonymise.h  Making an employee anonymous: nothing tells any more who it was, and all that was done stays.
 */
#ifndef LIC_CORE_ANONYMISE_H
#define LIC_CORE_ANONYMISE_H

#include "core/employee.h"

/**
 * The log-in, name, initials and e-mail of an employee of whom nothing is to be known: "employee 1041 of acme",
 * "employee 1041", none, "employee-1041@anonymised.invalid" (RFC 2606: no mail goes there; a service log-in has none).
 * Nobody can have such a log-in, as it holds blanks, and it is another one in each account. In p.
 */
void lic_anonymise_details(lic_employee_t *anonym, const lic_employee_t *employee, const lic_account_t *account,
                           apr_pool_t *p);

/** "employee-1041@anonymised.invalid", in p. */
const char *lic_anonymise_email(apr_int64_t id, apr_pool_t *p);

/**
 * Adds the operation and the event (anonymised). *changed 0: it was done before. It can't be undone, so it is refused
 * while the employee is active (LIC_REFUSED "employee-active"), or the account's mail goes to its address
 * ("billing-theirs"). theirs: nobody else has that address.
 */
lic_error_t *lic_anonymise_decide(lic_change_t *change, int *changed, const lic_employee_t *employee, int theirs);

#endif
