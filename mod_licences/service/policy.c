/* service/policy.c  Sets what happens when no licence of a product is free. */
#include "service/policy.h"

#include "core/policy.h"
#include "service/preview.h"

typedef struct lic_policy_args_t {
    apr_int64_t log;
    const char *product;
    lic_policy_t policy;
    apr_int64_t cap;
} lic_policy_args_t;

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    lic_policy_args_t *args = baton;
    args->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *step_policy(lic_unit_t *unit, void *baton)
{
    lic_policy_args_t *args = baton;
    lic_position_t *position;
    args->log = 0;
    unit->finish = finish;
    LIC_TRY(lic_preview_find(&position, unit->book, args->product, unit->pool));
    return lic_policy_decide(unit->change, position->product, args->policy, args->cap);
}

lic_error_t *lic_policy_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                            lic_policy_t policy, apr_int64_t cap, apr_pool_t *p)
{
    lic_policy_args_t args = {.product = product, .policy = policy, .cap = cap};
    LIC_TRY(lic_unit_run(NULL, from, caller, step_policy, &args, p));
    *log = args.log;
    return NULL;
}
