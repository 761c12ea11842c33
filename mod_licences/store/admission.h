/**
 * @file store/admission.h  Who asks, for which account, with which rights: read in one statement, once for each
 * request.
 */
#ifndef LIC_STORE_ADMISSION_H
#define LIC_STORE_ADMISSION_H

#include "base/token.h"
#include "core/book.h"
#include "core/employee.h"
#include "core/rights.h"
#include "store/db.h"
#include "store/login.h"

/** One state of the database: rights and revision belong together. Strings live in the pool. */
typedef struct lic_admission_t {
    lic_logins_t logins;
    lic_account_t *account;   /**< NULL: nobody has the log-in */
    lic_employee_t *employee; /**< of lic_admission_caller alone; NULL: nobody has the log-in */
    lic_rights_t rights;      /**< of an employee who gets in; else 0 */
    const char *language;     /**< that the employee has chosen; "": the account's */
    lic_secret_t secret;      /**< current is NULL where the database has none yet */
} lic_admission_t;

/**
 * Reads it by the account's key, or, where key is NULL, by the log-in alone. LIC_UNKNOWN "account-unknown" for a key
 * that there isn't; LIC_BUG LIC_ACCOUNT_UNREADABLE.
 */
lic_error_t *lic_admission_load(lic_admission_t *admission, lic_db_t *db, const char *key, const char *login,
                                apr_pool_t *p);

/**
 * Reads it anew where the account is held, or in a transaction that sees one state: with the employee, without logins
 * and secret. login NULL: the account alone, for a trusted caller. Errors as of lic_admission_load.
 */
lic_error_t *lic_admission_caller(lic_admission_t *admission, lic_db_t *db, const char *key, const char *login,
                                  apr_pool_t *p);

#endif
