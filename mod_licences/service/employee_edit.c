/* service/employee_edit.c  Changes what an employee is called and where it is written to. */
#include "service/employee_edit.h"

#include "base/text_clean.h"
#include "store/employee.h"

typedef struct lic_employee_set_args_t {
    lic_employee_outcome_t *outcome;
    const lic_employee_t *wanted;
} lic_employee_set_args_t;

static lic_error_t *step_set(lic_unit_t *unit, void *baton)
{
    const lic_employee_set_args_t *args = baton;
    const lic_employee_t *given = args->wanted;
    lic_employee_t *employee, wanted;
    LIC_TRY(lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool));
    LIC_TRY(lic_employee_by_login(&employee, unit->db, unit->book->account->id, lic_text_nfc(given->login, unit->pool),
                                  unit->pool));
    wanted = *employee;
    wanted.name = given->name ? given->name : employee->name;
    wanted.initials = given->initials ? given->initials : employee->initials;
    wanted.email = given->email ? given->email : employee->email;
    lic_employee_tidy(&wanted, unit->pool);
    LIC_TRY(lic_employee_check_details(&wanted, unit->pool));
    *args->outcome =
        lic_employee_edit(unit->change, lic_change_event(unit->change, LIC_EVENT_EDITED, NULL), employee, &wanted);
    return NULL;
}

lic_error_t *lic_employee_set(lic_employee_outcome_t *outcome, lic_db_source_t *from, const lic_caller_t *caller,
                              const lic_employee_t *wanted, apr_pool_t *p)
{
    lic_employee_set_args_t args = {outcome, wanted};
    return lic_unit_run(NULL, from, caller, step_set, &args, p);
}
