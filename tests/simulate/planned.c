/* planned.c  What people plan in a simulation, and what is to happen when no licence is free. */
#include "simulate.h"

#include "core/policy.h"
#include "service/plan.h"
#include "service/policy.h"
#include "service/quantity.h"

/* Mostly some weeks ahead; now and then a day that can't be planned for */
static lic_date_t some_day(sim_t *sim, const lic_caller_t *caller)
{
    const lic_date_t today = (lic_date_t)(apr_time_sec(caller->now) / 86400);
    return today + (sim_once_in(sim, 15) ? 500 : sim_below(sim, 40));
}

lic_error_t *sim_plan(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    apr_int64_t log;
    const lic_plan_kind_t kind = sim_once_in(sim, 3) ? LIC_PLAN_LEAVE : LIC_PLAN_START;
    return lic_plan_set(&log, sim->from, caller, kind, 1 + sim_below(sim, (int)account->employees + 1),
                        some_day(sim, caller), sim->each);
}

lic_error_t *sim_plan_buy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    lic_outcome_t out;
    const char *product = sim_product(sim, sim_once_in(sim, 2) ? LIC_KIND_USER : LIC_KIND_ADDON);
    return lic_plan_run(&out, sim->from, caller, product, sim_below(sim, 2 * account->target + 2),
                        some_day(sim, caller), sim->each);
}

/* The numbers of plans that there have been are low */
lic_error_t *sim_cancel(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    apr_int64_t log;
    (void)account;
    return lic_plan_unset(&log, sim->from, caller, 1 + sim_below(sim, 10), sim->each);
}

lic_error_t *sim_policy(sim_t *sim, sim_account_t *account, const lic_caller_t *caller)
{
    apr_int64_t log;
    static const lic_policy_t policies[] = {LIC_POLICY_BLOCK, LIC_POLICY_BLOCK, LIC_POLICY_GRACE, LIC_POLICY_BUY};
    const lic_policy_t policy = SIM_ONE_OF(sim, policies);
    const apr_int64_t cap = sim_once_in(sim, 2) ? LIC_POLICY_NO_CAP : 1 + sim_below(sim, 2 * account->target);
    return lic_policy_set(&log, sim->from, caller,
                          sim_product(sim, sim_once_in(sim, 3) ? LIC_KIND_ADDON : LIC_KIND_USER), policy, cap,
                          sim->each);
}
