/* licencesctl simulate: days of a random life, and the figures at their end. */
#include "simulate.h"

#include <apr_strings.h>

#include "base/log.h"
#include "service/admin.h"

#define DAY         86400
#define WHOLE_EVERY 30 /* days between audits of the whole database */

const lic_option_t lic_simulate_options[] = {
    {"accounts", "N", "how many accounts (default 20; the long form has 1000)", 0},
    {"days", "D", "how many days (default 400; the long form has 3650)", 0},
    {"seed", "S", "a number: the same one brings the same life (default 1)", 0},
    {"activity", "PERCENT", "how many of the accounts do something on a day (default 20; the long form: 4)", 0},
    {NULL, NULL, NULL, 0}};

static lic_error_t *number(int *out, const lic_order_t *order, const char *name, int otherwise, int most)
{
    const char *text = lic_order_option(order, name);
    apr_int64_t n = otherwise;
    if (text)
        LIC_TRY(lic_order_int(&n, order, name, text));
    if (n < 1 || n > most)
        return lic_order_usage(order, "--%s: a number from 1 to %d", name, most);
    *out = (int)n;
    return NULL;
}

/* --- days --------------------------------------------------------------------------------------- */

/* Midnight of the next day, or now and then months later: the machine was off, or its clock was wrong. */
static void next_day(lic_sim_t *sim)
{
    apr_int64_t later = 1;
    if (sim->day > 1 && lic_sim_once_in(sim, 150)) {
        later = 20 + lic_sim_below(sim, 130);
        sim->jumps_forward++;
    }
    sim->midnight += later * apr_time_from_sec(DAY);
    sim->now = sim->midnight;
}

/* Support's doings that concern all accounts, before any of them does something that day */
static lic_error_t *prices_and_settings(lic_sim_t *sim)
{
    static const char *const periods[] = {"7d", "7d", "12h", "3d", "14d"};
    if (lic_sim_once_in(sim, 20))
        LIC_TRY(lic_sim_new_price(sim));
    if (lic_sim_once_in(sim, 60))
        LIC_TRY(lic_admin_grace(sim->from, LIC_SIM_ONE_OF(sim, periods), sim->each));
    return NULL;
}

static lic_error_t *live(lic_sim_t *sim)
{
    const apr_int64_t pace = (apr_int64_t)DAY * APR_USEC_PER_SEC / sim->naccounts;
    next_day(sim);
    apr_pool_clear(sim->each);
    LIC_TRY(prices_and_settings(sim));
    for (int i = 0; i < sim->naccounts; i++) {
        lic_sim_account_t *account = &sim->accounts[i];
        if (lic_sim_below(sim, 100) >= sim->activity)
            continue;
        const apr_time_t at = sim->midnight + i * pace;
        sim->now = at - at % APR_USEC_PER_SEC;
        for (int n = 1 + lic_sim_below(sim, 3); n > 0; n--)
            LIC_TRY(lic_sim_act(sim, account));
    }
    sim->now = sim->midnight + apr_time_from_sec(DAY - 1);
    return lic_sim_check(sim, sim->day == sim->days || sim->day % WHOLE_EVERY == 0);
}

static lic_error_t *live_all(lic_sim_t *sim)
{
    lic_error_t *err = NULL;
    lic_bar_t bar;
    lic_bar_begin(&bar, "simulate", sim->days);
    while (!err && !sim->breaches && sim->day < sim->days) {
        sim->day++;
        err = live(sim);
        lic_bar_step(&bar, sim->day);
    }
    lic_bar_end(&bar);
    return err;
}

/* What is logged of a failure that was brought about on purpose tells nothing. */
static void log_unexpected(void *baton, lic_log_level_t level, const char *id, const char *message)
{
    const lic_sim_t *sim = baton;
    if (level <= LIC_LOG_WARNING && !lic_fault_armed(sim->fault))
        fprintf(stderr, "seed %" APR_UINT64_T_FMT ", day %d: %s: %s\n", sim->seed, sim->day, id, message);
}

/* --- figures ------------------------------------------------------------------------------------ */

static void print_deeds(const lic_sim_t *sim)
{
    lic_sim_count_t sum = {0, 0, 0};
    printf("%-12s %10s %10s %10s\n", "", "done", "refused", "crashed");
    for (int i = 0; i < lic_sim_deeds(); i++) {
        const lic_sim_count_t *count = &sim->counts[i];
        printf("%-12s %10lld %10lld %10lld\n", lic_sim_deed(i), (long long)count->done, (long long)count->refused,
               (long long)count->crashed);
        sum.done += count->done;
        sum.refused += count->refused;
        sum.crashed += count->crashed;
    }
    printf("%-12s %10lld %10lld %10lld\n", "all", (long long)sum.done, (long long)sum.refused, (long long)sum.crashed);
}

static lic_error_t *print_figures(const lic_sim_t *sim, apr_interval_time_t took)
{
    lic_db_t *db;
    lic_rows_t *rows;
    const double seconds = (double)took / APR_USEC_PER_SEC;
    LIC_TRY(lic_ctl_open(&db, sim->order->ctl, sim->pool));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SIMULATE_FIGURES, sim->pool));
    print_deeds(sim);
    printf("connections cut, and the operation went on by itself: %lld\n", (long long)sim->survived);
    printf("clocks: %lld jumps forward, %lld back; new prices: %lld\n", (long long)sim->jumps_forward,
           (long long)sim->jumps_back, (long long)sim->prices);
    if (lic_rows_next(rows))
        printf("in the database: %lld employees, %lld renewals, %lld deactivated or taken back by the timer, "
               "%lld invoices, %lld mails in the outbox, %lld log entries\n",
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_EMPLOYEES),
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_RENEWALS),
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_DEACTIVATIONS),
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_INVOICES),
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_MAILS),
               (long long)lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_ENTRIES));
    printf("time: %.1f s, %.0f operations/s with %lld audits\n", seconds,
           seconds > 0 ? (double)sim->operations / seconds : 0, (long long)sim->audits);
    printf("simulate: seed %" APR_UINT64_T_FMT ", %d accounts, %d days, %lld operations, %lld breach%s\n", sim->seed,
           sim->naccounts, sim->day, (long long)sim->operations, (long long)sim->breaches,
           sim->breaches == 1 ? "" : "es");
    return NULL;
}

lic_error_t *lic_cmd_simulate(lic_order_t *order)
{
    lic_sim_t sim = {.order = order, .pool = order->pool};
    int seed;
    LIC_TRY(number(&sim.naccounts, order, "accounts", 20, 100000));
    LIC_TRY(number(&sim.days, order, "days", 400, 36500));
    LIC_TRY(number(&sim.activity, order, "activity", 20, 100));
    LIC_TRY(number(&seed, order, "seed", 1, 2147483647));
    sim.seed = sim.random = (apr_uint64_t)seed;
    sim.midnight = sim.now = apr_time_from_sec((apr_int64_t)lic_date_make(2026, 1, 1) * DAY);
    sim.counts = apr_pcalloc(sim.pool, sizeof(*sim.counts) * (apr_size_t)lic_sim_deeds());
    apr_pool_create(&sim.each, sim.pool);
    const apr_time_t begun = apr_time_now();
    LIC_TRY(lic_sim_make(&sim));
    lic_log_to(log_unexpected, &sim);
    LIC_TRY(live_all(&sim));
    order->ctl->breached = sim.breaches > 0;
    return print_figures(&sim, apr_time_now() - begun);
}
