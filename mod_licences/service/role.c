/* service/role.c  Roles: their rights, and who holds them. */
#include "service/role.h"

#include "base/text.h"
#include "service/account_terms.h"
#include "store/employee.h"
#include "store/role.h"

typedef struct lic_grant_args_t {
    apr_int64_t log;
    const char *role;
    lic_right_t right;
    apr_int64_t employee;
    int on, create;
} lic_grant_args_t;

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    lic_grant_args_t *args = baton;
    args->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *begin(lic_grant_args_t *args, lic_unit_t *unit)
{
    args->log = 0;
    unit->finish = finish;
    return lic_account_check(unit->book->account, LIC_ACCOUNT_CLOSING, unit->pool);
}

/* The role. It is made first if a new one is wanted, or if support grants a right to one that there isn't. */
static lic_error_t *find_role(lic_role_t **role, const lic_grant_args_t *args, lic_unit_t *unit)
{
    const apr_int64_t account = unit->book->account->id;
    if (args->create)
        LIC_TRY(lic_role_insert(unit->db, account, args->role, args->role, unit->pool));
    lic_error_t *err = lic_role_load(role, unit->db, account, args->role, unit->pool);
    if (!err || err->code != LIC_UNKNOWN || !args->on || !unit->caller->trusted)
        return err;
    LIC_TRY(lic_role_insert(unit->db, account, args->role, args->role, unit->pool));
    return lic_role_load(role, unit->db, account, args->role, unit->pool);
}

static lic_error_t *step_grant(lic_unit_t *unit, void *baton)
{
    lic_grant_args_t *args = baton;
    lic_role_t *role;
    int left, changed;
    LIC_TRY(begin(args, unit));
    LIC_TRY(find_role(&role, args, unit));
    LIC_TRY(lic_role_left(&left, unit->db, unit->book->account->id, role->key, 0, unit->pool));
    return lic_rights_decide(unit->change, &changed, role, args->right, args->on, left);
}

static lic_error_t *run(apr_int64_t *log, lic_grant_args_t *args, lic_db_source_t *from, const lic_caller_t *caller,
                        lic_step_fn *step, apr_pool_t *p)
{
    if (!lic_text_valid_key(args->role))
        return lic_terms_invalid(p, "role", "a-z, 0-9 and -, at most 40 characters");
    LIC_TRY(lic_unit_run(NULL, from, caller, step, args, p));
    if (log)
        *log = args->log;
    return NULL;
}

lic_error_t *lic_role_grant(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                            lic_right_t right, int on, apr_pool_t *p)
{
    lic_grant_args_t args = {.role = role, .right = right, .on = on};
    return run(log, &args, from, caller, step_grant, p);
}

lic_error_t *lic_role_create(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                             lic_right_t right, apr_pool_t *p)
{
    lic_grant_args_t args = {.role = role, .right = right, .on = 1, .create = 1};
    return run(log, &args, from, caller, step_grant, p);
}

static lic_error_t *step_give(lic_unit_t *unit, void *baton)
{
    lic_grant_args_t *args = baton;
    const apr_int64_t account = unit->book->account->id;
    lic_role_t *role;
    lic_employee_t *employee;
    int held, left;
    LIC_TRY(begin(args, unit));
    LIC_TRY(lic_role_load(&role, unit->db, account, args->role, unit->pool));
    LIC_TRY(lic_employee_load(&employee, unit->db, account, args->employee, unit->pool));
    LIC_TRY(lic_role_held(&held, unit->db, account, employee->id, role->key, unit->pool));
    LIC_TRY(lic_role_left(&left, unit->db, account, role->key, employee->id, unit->pool));
    const int last = (role->rights & LIC_RIGHT_ROLES) && employee->active && !left;
    lic_event_t *event = lic_change_event(unit->change, args->on ? LIC_EVENT_ROLE_GIVEN : LIC_EVENT_ROLE_TAKEN, NULL);
    const lic_employee_outcome_t outcome =
        lic_employee_role(unit->change, event, employee, role->key, held, args->on, last);
    if (outcome != LIC_EMPLOYEE_LAST_ROLES)
        return NULL;
    return lic_error_fact(lic_error_make(unit->pool, LIC_REFUSED, "last-roles",
                                         "%s is the last who manages roles: give that to somebody else first",
                                         employee->name),
                          "role", role->key);
}

lic_error_t *lic_role_give(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *role,
                           apr_int64_t employee, int on, apr_pool_t *p)
{
    lic_grant_args_t args = {.role = role, .employee = employee, .on = on};
    return run(log, &args, from, caller, step_give, p);
}
