/* service/anonymise.c  Makes an employee anonymous. */
#include "service/anonymise.h"

#include "base/text_clean.h"
#include "core/anonymise.h"
#include "store/archive.h"
#include "store/employee.h"

typedef struct lic_anonymise_args_t {
    lic_anonymised_t *done;
    const char *login;
} lic_anonymise_args_t;

static lic_error_t *step_anonymise(lic_unit_t *unit, void *baton)
{
    const lic_anonymise_args_t *args = baton;
    const apr_int64_t account = unit->book->account->id;
    lic_employee_t *employee;
    int shared;
    LIC_TRY(lic_employee_by_login(&employee, unit->db, account, lic_text_nfc(args->login, unit->pool), unit->pool));
    LIC_TRY(lic_employee_shares(&shared, unit->db, account, employee->id, employee->email, unit->pool));
    LIC_TRY(lic_archive_through(&args->done->archived, NULL, unit->db, account, unit->pool));
    args->done->employee = employee->id;
    return lic_anonymise_decide(unit->change, &args->done->changed, employee, !shared);
}

lic_error_t *lic_employee_anonymise(lic_anonymised_t *done, lic_db_source_t *from, const lic_caller_t *caller,
                                    const char *login, apr_pool_t *p)
{
    lic_anonymise_args_t args = {done, login};
    return lic_unit_run(NULL, from, caller, step_anonymise, &args, p);
}
