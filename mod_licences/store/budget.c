/* store/budget.c  What one request may ask of the database. */
#include "store/budget.h"

#include "base/wait.h"

void lic_budget_begin(lic_budget_t *budget)
{
    budget->rows = budget->statements = 0;
}

void lic_budget_open(lic_budget_t *budget)
{
    lic_budget_begin(budget);
    budget->since = lic_wait_clock();
    if (budget->limits.renewed)
        budget->spent = 0;
}

static apr_interval_time_t spent(const lic_budget_t *budget)
{
    return budget->spent + (budget->since ? lic_wait_clock() - budget->since : 0);
}

void lic_budget_close(lic_budget_t *budget)
{
    budget->spent = spent(budget);
    budget->since = 0;
}

int lic_budget_is_late(const lic_budget_t *budget)
{
    return spent(budget) > apr_time_from_sec(budget->limits.seconds);
}

lic_error_t *lic_budget_late(const lic_budget_t *budget, apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNAVAILABLE, "too-slow", "not done within %d seconds", budget->limits.seconds);
}

lic_error_t *lic_budget_spend(lic_budget_t *budget, apr_pool_t *p)
{
    if (budget->rows > budget->limits.rows || budget->statements++ >= budget->limits.statements)
        return lic_error_make(p, LIC_REFUSED, "too-costly",
                              "too many rows would have to be looked through: ask for less at once");
    return lic_budget_is_late(budget) ? lic_budget_late(budget, p) : NULL;
}
