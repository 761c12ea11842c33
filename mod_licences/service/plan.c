/* service/plan.c  Plans about employees, and the end of any plan by hand; purchases are planned by service/quantity.c.
 */
#include "service/plan.h"

#include "core/plan_new.h"
#include "store/employee.h"
#include "store/plan.h"

typedef struct lic_plan_args_t {
    lic_plan_kind_t kind;
    apr_int64_t id; /* of the employee, or of the plan that goes */
    lic_date_t on;
    apr_int64_t log;
} lic_plan_args_t;

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    lic_plan_args_t *args = baton;
    args->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *step_set(lic_unit_t *unit, void *baton)
{
    lic_plan_args_t *args = baton;
    lic_employee_t *employee;
    args->log = 0;
    unit->finish = finish;
    LIC_TRY(lic_employee_load(&employee, unit->db, unit->book->account->id, args->id, unit->pool));
    return lic_plan_employee(unit->change, employee, args->kind, args->on);
}

lic_error_t *lic_plan_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, lic_plan_kind_t kind,
                          apr_int64_t employee, lic_date_t on, apr_pool_t *p)
{
    lic_plan_args_t args = {.kind = kind, .id = employee, .on = on};
    LIC_TRY(lic_unit_run(NULL, from, caller, step_set, &args, p));
    *log = args.log;
    return NULL;
}

static lic_error_t *step_unset(lic_unit_t *unit, void *baton)
{
    lic_plan_args_t *args = baton;
    lic_plan_t *plan;
    unit->finish = finish;
    LIC_TRY(lic_plan_find(&plan, unit->db, unit->book->account->id, args->id, unit->pool));
    if (!plan)
        return lic_error_make(unit->pool, LIC_UNKNOWN, "plan-unknown",
                              "there is no such plan any more: it has been carried out, replaced or cancelled");
    lic_plan_cancel(unit->change, plan);
    return NULL;
}

lic_error_t *lic_plan_unset(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, apr_int64_t id,
                            apr_pool_t *p)
{
    lic_plan_args_t args = {.id = id};
    LIC_TRY(lic_unit_run(NULL, from, caller, step_unset, &args, p));
    *log = args.log;
    return NULL;
}
