/* service/language.c  Keeps the language that an employee has chosen. */
#include "service/language.h"

#include "service/retry.h"
#include "store/employee.h"
#include "store/transaction.h"

typedef struct lic_language_args_t {
    const lic_caller_t *caller;
    const char *language;
} lic_language_args_t;

static lic_error_t *try_choose(lic_try_t *attempt, void *baton)
{
    const lic_language_args_t *args = baton;
    const lic_caller_t *caller = args->caller;
    lic_admission_t in;
    lic_rights_t rights;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_admission_caller(&in, attempt->db, caller->account, caller->user, attempt->pool));
    LIC_TRY(lic_caller_authorise(&rights, caller, &in, attempt->pool));
    LIC_TRY(lic_employee_set_language(attempt->db, in.account->id, caller->user, args->language, attempt->pool));
    attempt->repeatable = 1;
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_language_choose(lic_db_source_t *from, const lic_caller_t *caller, const char *language, apr_pool_t *p)
{
    lic_language_args_t args = {caller, language};
    return lic_retry_run(from, try_choose, &args, p);
}
