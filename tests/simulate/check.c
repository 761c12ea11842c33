/* check.c  What must hold at the end of each day of a simulation. */
#include "simulate.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "service/sweep.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/lease.h"

void sim_breach(sim_t *sim, const char *invariant, const char *account, const char *what)
{
    const sim_account_t *at = sim->at;
    sim->breaches++;
    printf("seed %" APR_UINT64_T_FMT ", day %d: %s: %s: %s\n", sim->seed, sim->day, account, invariant, what);
    if (at && *at->trace)
        printf("  that day: %s\n", at->trace);
    fflush(stdout);
}

static void audited(void *baton, const char *invariant, const char *account, const char *what)
{
    sim_breach(baton, invariant, account, what);
}

/* --- invoices, calculated another way: whole minor units in 128 bits, half away from zero ------- */

/* The lines of an account's newest invoices, each with its invoice and with the price that the catalogue says */
#define LINES                                                                                                          \
    "SELECT i.id, i.number, i.kind, i.issued, i.paid_from, i.paid_to, i.net, i.vat, i.total, i.vat_rate, l.quantity, " \
    "l.price, l.days, l.period_days, l.amount, a.months * (SELECT r.per_month FROM price r WHERE r.product = "         \
    "l.product AND r.currency = i.currency AND r.valid_from <= i.issued ORDER BY r.valid_from DESC LIMIT 1) "          \
    "FROM account a JOIN invoice i ON i.account = a.id JOIN invoice_line l ON l.account = i.account "                  \
    "AND l.invoice = i.id WHERE a.id = %" APR_INT64_T_FMT " AND i.id > %" APR_INT64_T_FMT " ORDER BY i.id, l.line"
enum {
    ID,
    NUMBER,
    KIND,
    ISSUED,
    PAID_FROM,
    PAID_TO,
    NET,
    VAT,
    TOTAL,
    VAT_RATE,
    QUANTITY,
    PRICE,
    DAYS,
    PERIOD_DAYS,
    AMOUNT,
    LISTED
};

static apr_int64_t rounded(__int128 numerator, apr_int64_t divisor)
{
    const int negative = numerator < 0;
    const __int128 amount = ((negative ? -numerator : numerator) * 2 + divisor) / (2 * (__int128)divisor);
    return (apr_int64_t)(negative ? -amount : amount);
}

static void compare(sim_t *sim, const char *number, const char *what, apr_int64_t expected, apr_int64_t found)
{
    if (expected != found)
        sim_breach(sim, "money", sim->at->key,
                   apr_psprintf(sim->each, "%s: %s: expected %" APR_INT64_T_FMT ", found %" APR_INT64_T_FMT, number,
                                what, expected, found));
}

static void check_line(sim_t *sim, const char *const *line)
{
    const lic_date_t from = lic_date_parse(line[PAID_FROM]), to = lic_date_parse(line[PAID_TO]);
    apr_int64_t n[LISTED + 1];
    for (int i = NET; i <= LISTED; i++)
        n[i] = apr_atoi64(line[i]);
    compare(sim, line[NUMBER], "price", n[LISTED], n[PRICE]);
    compare(sim, line[NUMBER], "days", to - from, n[DAYS]);
    compare(sim, line[NUMBER], "first day", from, lic_date_parse(line[ISSUED]));
    if (!strcmp(line[KIND], "renewal"))
        compare(sim, line[NUMBER], "days of the period", to - from, n[PERIOD_DAYS]);
    compare(sim, line[NUMBER], "amount", rounded((__int128)n[PRICE] * n[QUANTITY] * n[DAYS], n[PERIOD_DAYS]),
            n[AMOUNT]);
    compare(sim, line[NUMBER], "VAT", rounded((__int128)n[NET] * n[VAT_RATE], 10000), n[VAT]);
    compare(sim, line[NUMBER], "total", n[NET] + n[VAT], n[TOTAL]);
}

static lic_error_t *check_invoices(sim_t *sim, sim_account_t *account, lic_db_t *db)
{
    sql_rows_t lines;
    LIC_TRY(sql_select(&lines, db, apr_psprintf(sim->each, LINES, account->id, account->invoice), sim->each));
    for (int i = 0; i < lines.n; i++) {
        const char *const *line = lines.cells + i * lines.columns;
        check_line(sim, line);
        account->invoice = apr_atoi64(line[ID]);
    }
    return NULL;
}

/* --- accounts ----------------------------------------------------------------------------------- */

static lic_error_t *audit(sim_t *sim, lic_db_t *db, apr_int64_t account)
{
    apr_int64_t breaches;
    sim->audits++;
    return lic_audit_run(&breaches, db, account, sim->now, audited, sim, sim->each);
}

/* What an account's row tells: its time never runs back, and nothing that is due is left */
static void check_row(sim_t *sim, const sim_account_t *account, const lic_account_t *row)
{
    if (row->last_at < account->last_at)
        sim_breach(sim, "time-runs-back", account->key, "the last instant is before the one of yesterday");
    if (row->next_due && row->next_due <= sim->now)
        sim_breach(sim, "left-due", account->key, "something is still due after the sweep");
    if (!account->closed && account->period_end_at <= sim->now)
        sim_breach(sim, "period-is-over", account->key, "the period that it is in has ended");
}

static lic_error_t *check_account(sim_t *sim, sim_account_t *account, lic_db_t *db)
{
    lic_account_t *row;
    apr_pool_clear(sim->each);
    sim->at = account;
    LIC_TRY(lic_account_find(&row, db, account->key, sim->each));
    account->closed = row->state == LIC_ACCOUNT_CLOSED;
    account->period_end_at = row->period_end_at;
    account->employees = row->last_employee;
    check_row(sim, account, row);
    account->last_at = row->last_at;
    if (row->revision != account->revision) {
        LIC_TRY(audit(sim, db, account->id));
        LIC_TRY(check_invoices(sim, account, db));
    }
    account->revision = row->revision;
    account->trace[0] = '\0';
    return NULL;
}

static lic_error_t *check_accounts(sim_t *sim, lic_db_t *db)
{
    for (int i = 0; i < sim->naccounts; i++)
        LIC_TRY(check_account(sim, &sim->accounts[i], db));
    return NULL;
}

/* --- the day ------------------------------------------------------------------------------------ */

static lic_error_t *sweep(sim_t *sim)
{
    const lic_sweeper_t sweeper = {.holder = "simulate", .patience = apr_time_from_sec(40)};
    lic_sweep_report_t report;
    apr_pool_clear(sim->each);
    LIC_TRY(lic_sweep_run(&report, sim->from, &sweeper, sim->now, sim->each));
    if (report.failed || report.busy || report.buckets)
        sim_breach(sim, "sweep", "all",
                   apr_psprintf(sim->each, "%d accounts failed, %d were busy, %d buckets taken", report.failed,
                                report.busy, report.buckets));
    return NULL;
}

lic_error_t *sim_check(sim_t *sim, int whole)
{
    lic_db_t *db;
    sim->at = NULL;
    LIC_TRY(sweep(sim));
    LIC_TRY(sim->from->open(&db, sim->from->baton, sim->pool));
    lic_error_t *err = check_accounts(sim, db);
    sim->at = NULL;
    apr_pool_clear(sim->each);
    if (!err && whole)
        err = audit(sim, db, 0);
    sim->from->close(db, sim->from->baton);
    return err;
}
