/* main.c  Lives days of a random life in an empty database, audits each, and prints figures at their end. */
#include "simulate.h"

#include <stdio.h>
#include <stdlib.h>

#include <apr_general.h>
#include <apr_getopt.h>
#include <apr_strings.h>

#include "base/log.h"
#include "base/text.h"
#include "base/text_locale.h"
#include "ctl/progress.h"
#include "service/admin.h"
#include "store/connection.h"

#define DAY         86400
#define WHOLE_EVERY 30 /* days between audits of the whole database */

/* --- days --------------------------------------------------------------------------------------- */

/* Midnight of the next day, or now and then months later: the machine was off, or its clock was wrong. */
static void next_day(sim_t *sim)
{
    apr_int64_t later = 1;
    if (sim->day > 1 && sim_once_in(sim, 150)) {
        later = 20 + sim_below(sim, 130);
        sim->jumps_forward++;
    }
    sim->midnight += later * apr_time_from_sec(DAY);
    sim->now = sim->midnight;
}

/* What support changes for all accounts, before any of them does something that day */
static lic_error_t *prices_and_settings(sim_t *sim)
{
    static const char *const periods[] = {"7d", "7d", "12h", "3d", "14d"};
    if (sim_once_in(sim, 20))
        LIC_TRY(sim_new_price(sim));
    if (sim_once_in(sim, 60))
        LIC_TRY(lic_admin_grace(sim->from, SIM_ONE_OF(sim, periods), sim->each));
    return NULL;
}

static lic_error_t *live(sim_t *sim)
{
    const apr_int64_t pace = (apr_int64_t)DAY * APR_USEC_PER_SEC / sim->naccounts;
    next_day(sim);
    apr_pool_clear(sim->each);
    LIC_TRY(prices_and_settings(sim));
    for (int i = 0; i < sim->naccounts; i++) {
        sim_account_t *account = &sim->accounts[i];
        if (sim_below(sim, 100) >= sim->activity)
            continue;
        const apr_time_t at = sim->midnight + i * pace;
        sim->now = at - at % APR_USEC_PER_SEC;
        for (int n = 1 + sim_below(sim, 3); n > 0; n--)
            LIC_TRY(sim_act(sim, account));
    }
    sim->now = sim->midnight + apr_time_from_sec(DAY - 1);
    return sim_check(sim, sim->day == sim->days || sim->day % WHOLE_EVERY == 0);
}

static lic_error_t *live_all(sim_t *sim)
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

/* While a connection is to be cut, what is logged of it is no news. */
static void log_unexpected(void *baton, lic_log_level_t level, const char *id, const char *message)
{
    const sim_t *sim = baton;
    if (level <= LIC_LOG_WARNING && !fault_armed())
        fprintf(stderr, "seed %" APR_UINT64_T_FMT ", day %d: %s: %s\n", sim->seed, sim->day, id, message);
}

/* --- figures ------------------------------------------------------------------------------------ */

static void print_deeds(const sim_t *sim)
{
    sim_count_t sum = {0, 0, 0};
    printf("%-12s %10s %10s %10s\n", "", "done", "refused", "crashed");
    for (int i = 0; i < sim_deeds(); i++) {
        const sim_count_t *count = &sim->counts[i];
        printf("%-12s %10lld %10lld %10lld\n", sim_deed(i), (long long)count->done, (long long)count->refused,
               (long long)count->crashed);
        sum.done += count->done;
        sum.refused += count->refused;
        sum.crashed += count->crashed;
    }
    printf("%-12s %10lld %10lld %10lld\n", "all", (long long)sum.done, (long long)sum.refused, (long long)sum.crashed);
}

/* In the order of print_figures */
#define FIGURES                                                                                                        \
    "SELECT (SELECT COUNT(*) FROM employee), (SELECT COUNT(*) FROM journal WHERE action = 'renewed' AND id = event), " \
    "(SELECT COUNT(*) FROM journal WHERE action IN ('deactivated', 'taken-back') AND actor = 'system'), "              \
    "(SELECT COUNT(*) FROM invoice), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM journal), "                  \
    "(SELECT COUNT(*) FROM journal WHERE action = 'carried-out')"

static lic_error_t *read_figures(sql_rows_t *figures, const sim_t *sim)
{
    lic_db_t *db;
    LIC_TRY(sim->from->open(&db, sim->from->baton, sim->pool));
    lic_error_t *err = sql_select(figures, db, FIGURES, sim->pool);
    sim->from->close(db, sim->from->baton);
    return err;
}

static lic_error_t *print_figures(const sim_t *sim, apr_interval_time_t took)
{
    sql_rows_t figures;
    const double seconds = (double)took / APR_USEC_PER_SEC;
    LIC_TRY(read_figures(&figures, sim));
    const char **n = figures.cells;
    print_deeds(sim);
    printf("connections cut, and the operation went on by itself: %lld\n", (long long)sim->survived);
    printf("clocks: %lld jumps forward, %lld back; new prices: %lld\n", (long long)sim->jumps_forward,
           (long long)sim->jumps_back, (long long)sim->prices);
    printf("in the database: %s employees, %s renewals, %s deactivated or taken back by the timer, "
           "%s invoices, %s mails in the outbox, %s log entries, %s plans carried out\n",
           n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    printf("time: %.1f s, %.0f operations/s with %lld audits\n", seconds,
           seconds > 0 ? (double)sim->operations / seconds : 0, (long long)sim->audits);
    printf("simulate: seed %" APR_UINT64_T_FMT ", %d accounts, %d days, %lld operations, %lld breach%s\n", sim->seed,
           sim->naccounts, sim->day, (long long)sim->operations, (long long)sim->breaches,
           sim->breaches == 1 ? "" : "es");
    return NULL;
}

/* --- the command line --------------------------------------------------------------------------- */

enum { DATABASE = 256, ACCOUNTS, DAYS, SEED, ACTIVITY, HELP };

static const apr_getopt_option_t options[] = {
    {"database", DATABASE, 1, "DRIVER:PARAMS, an empty database, e.g. sqlite3:life.db (default: LICENCES_DATABASE)"},
    {"accounts", ACCOUNTS, 1, "how many accounts (default 20; the long form has 1000)"},
    {"days", DAYS, 1, "how many days (default 400; the long form has 3650)"},
    {"seed", SEED, 1, "a number: the same one brings the same life (default 1)"},
    {"activity", ACTIVITY, 1,
     "how many percent of the accounts do something on a day (default 20; the long form has 4)"},
    {"help", HELP, 0, "this text"},
    {NULL, 0, 0, NULL}};

static void print_help(void)
{
    puts("usage: simulate --database DRIVER:PARAMS [OPTION…]\n"
         "Lives a random life of many accounts in an empty database, with crashes and clocks that jump, and audits\n"
         "each day. Exit status 1: something that must hold didn't.");
    for (const apr_getopt_option_t *option = options; option->name; option++)
        printf("  --%-10s %s\n", option->name, option->description);
}

static lic_error_t *number(int *out, const char *text, int most, apr_pool_t *p)
{
    apr_int64_t n;
    if (!lic_text_parse_int(&n, text) || n < 1 || n > most)
        return lic_error_make(p, LIC_INVALID, "usage", "%s is not a number from 1 to %d", text, most);
    *out = (int)n;
    return NULL;
}

static lic_error_t *take_option(sim_t *sim, int option, const char *value)
{
    int seed;
    switch (option) {
    case DATABASE:
        sim->database = value;
        return NULL;
    case ACCOUNTS:
        return number(&sim->naccounts, value, 100000, sim->pool);
    case DAYS:
        return number(&sim->days, value, 36500, sim->pool);
    case ACTIVITY:
        return number(&sim->activity, value, 100, sim->pool);
    case SEED:
        LIC_TRY(number(&seed, value, 2147483647, sim->pool));
        sim->seed = (apr_uint64_t)seed;
        return NULL;
    default:
        print_help();
        exit(0);
    }
}

static lic_error_t *take_options(sim_t *sim, int argc, const char *const *argv)
{
    apr_getopt_t *line;
    apr_status_t status;
    const char *value;
    int option;
    apr_getopt_init(&line, sim->pool, argc, argv);
    while ((status = apr_getopt_long(line, options, &option, &value)) == APR_SUCCESS)
        LIC_TRY(take_option(sim, option, value));
    if (status != APR_EOF || line->ind < argc || !sim->database)
        return lic_error_make(sim->pool, LIC_INVALID, "usage", "see simulate --help");
    return NULL;
}

static lic_error_t *simulate(sim_t *sim)
{
    sim->random = sim->seed;
    sim->midnight = sim->now = apr_time_from_sec((apr_int64_t)lic_date_make(2026, 1, 1) * DAY);
    sim->counts = apr_pcalloc(sim->pool, sizeof(*sim->counts) * (apr_size_t)sim_deeds());
    apr_pool_create(&sim->each, sim->pool);
    const apr_time_t begun = apr_time_now();
    LIC_TRY(lic_db_init(sim->pool));
    LIC_TRY(sim_make(sim));
    lic_log_to(log_unexpected, sim);
    LIC_TRY(live_all(sim));
    return print_figures(sim, apr_time_now() - begun);
}

int main(int argc, const char *const *argv)
{
    sim_t sim = {.database = getenv("LICENCES_DATABASE"), .naccounts = 20, .days = 400, .activity = 20, .seed = 1};
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&sim.pool, NULL);
    lic_text_init(sim.pool);
    lic_zone_init(sim.pool);
    lic_error_t *err = take_options(&sim, argc, argv);
    if (!err)
        err = simulate(&sim);
    if (err)
        fprintf(stderr, "simulate: %s\n", lic_error_chain(err, sim.pool));
    return err || sim.breaches;
}
