/**
 * @file service/anonymise.h  Making an employee anonymous, for good (GDPR, article 17).
 */
#ifndef LIC_SERVICE_ANONYMISE_H
#define LIC_SERVICE_ANONYMISE_H

#include "service/unit.h"

typedef struct lic_anonymised_t {
    int changed;          /**< 0: it was anonymous already */
    apr_int64_t employee; /**< id */
    apr_int64_t archived; /**< up to which entry the log stands in files, which still hold what they held; 0: in none */
} lic_anonymised_t;

/**
 * Makes the employee with a log-in anonymous (core/anonymise.h, store/apply/anonymise_private.h). LIC_UNKNOWN
 * "employee-unknown" (fact login); LIC_REFUSED "employee-active", "billing-theirs".
 */
lic_error_t *lic_employee_anonymise(lic_anonymised_t *done, lic_db_source_t *from, const lic_caller_t *caller,
                                    const char *login, apr_pool_t *p);

#endif
