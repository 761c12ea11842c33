/* service/planned.c  Loads what is planned, and who it is about, for those who decide. */
#include "service/planned.h"

#include "core/policy_buy.h"
#include "store/apply/apply.h"
#include "store/employee_list.h"
#include "store/plan.h"
#include "store/role.h"

static lic_error_t *load_batch(const lic_plan_batch_t **loaded, lic_db_t *db, apr_int64_t account,
                               const apr_array_header_t *plans, apr_pool_t *p)
{
    lic_plan_batch_t *batch = apr_pcalloc(p, sizeof(*batch));
    lic_planned_t *list = apr_pcalloc(p, sizeof(*list) * (apr_size_t)(plans->nelts + 1));
    apr_int64_t *ids = apr_palloc(p, sizeof(*ids) * (apr_size_t)(plans->nelts + 1));
    apr_hash_t *employees, *role_admins = NULL;
    for (int i = 0; i < plans->nelts; i++)
        ids[i] = APR_ARRAY_IDX(plans, i, lic_plan_t).employee;
    const int leave = plans->nelts && APR_ARRAY_IDX(plans, 0, lic_plan_t).kind == LIC_PLAN_LEAVE;
    LIC_TRY(lic_employee_load_all(&employees, db, account, ids, plans->nelts, p));
    if (leave) {
        LIC_TRY(lic_role_admins(&batch->role_admins, db, account, p));
        LIC_TRY(lic_employee_with_right(&role_admins, db, account, LIC_RIGHT_ROLES, ids, plans->nelts, p));
    }
    for (int i = 0; i < plans->nelts; i++) {
        list[i].plan = &APR_ARRAY_IDX(plans, i, lic_plan_t);
        list[i].employee = apr_hash_get(employees, &ids[i], sizeof(ids[i]));
        list[i].role_admin = leave && list[i].employee && list[i].employee->active &&
                             apr_hash_get(role_admins, &ids[i], sizeof(ids[i])) != NULL;
    }
    batch->list = list;
    batch->n = plans->nelts;
    *loaded = batch;
    return NULL;
}

lic_error_t *lic_planned_load(const lic_plan_batch_t **batch, lic_db_t *db, const lic_account_t *account,
                              lic_date_t due_on, apr_pool_t *p)
{
    apr_array_header_t *plans;
    LIC_TRY(lic_plan_list_due(&plans, db, account->id, due_on, LIC_PLANS_AT_ONCE, p));
    if (plans->nelts && APR_ARRAY_IDX(plans, 0, lic_plan_t).kind == LIC_PLAN_BUY)
        plans->nelts = 1;
    return load_batch(batch, db, account->id, plans, p);
}

lic_error_t *lic_planned_around(const lic_plan_batch_t **batch, lic_db_t *db, const lic_account_t *account,
                                apr_pool_t *p)
{
    apr_array_header_t *plans;
    *batch = NULL;
    if (!account->last_plan)
        return NULL;
    LIC_TRY(lic_plan_list(&plans, db, account->id, NULL, LIC_DATE_NONE, account->period_end + LIC_PLANS_AROUND,
                          LIC_PLANS_TOLD, p));
    return load_batch(batch, db, account->id, plans, p);
}

static int has_bought(const lic_change_t *change)
{
    for (int i = 0; i < change->after->npositions; i++)
        if (change->after->positions[i].purchased > change->before->positions[i].purchased)
            return 1;
    return 0;
}

lic_error_t *lic_planned_outdo(lic_change_t *change, lic_db_t *db, apr_pool_t *p)
{
    apr_array_header_t *plans;
    if (!change->after->account->last_plan || !has_bought(change))
        return NULL;
    LIC_TRY(lic_plan_list_buys(&plans, db, change->after->account->id, p));
    lic_plan_outdo(change, (const lic_plan_t *)plans->elts, plans->nelts);
    return NULL;
}

lic_error_t *lic_planned_admit(lic_change_t **admitted, const lic_change_t *change, lic_db_t *db, apr_pool_t *p)
{
    const apr_int64_t account = change->after->account->id;
    const lic_plan_t *after = NULL;
    lic_change_t *further = NULL;
    *admitted = NULL;
    while (lic_plan_may_admit(change, further)) {
        apr_array_header_t *plans;
        const lic_plan_batch_t *batch;
        LIC_TRY(lic_plan_list_waiting(&plans, db, account, after, LIC_PLANS_AT_ONCE, p));
        if (!plans->nelts)
            break;
        if (!further)
            further = lic_change_make(change->after, change->now, "system", NULL, p);
        LIC_TRY(load_batch(&batch, db, account, plans, p));
        lic_plan_admit(further, batch);
        if (plans->nelts < LIC_PLANS_AT_ONCE)
            break;
        after = &APR_ARRAY_IDX(plans, plans->nelts - 1, lic_plan_t);
        LIC_TRY(lic_change_apply_part(db, further, p));
    }
    if (!further || lic_change_is_empty(further))
        return NULL;
    LIC_TRY(lic_policy_buy(further));
    *admitted = further;
    return lic_change_apply(db, further, p);
}
