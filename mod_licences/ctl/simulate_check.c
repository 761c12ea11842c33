/* licencesctl simulate: what must hold at the end of each day. */
#include "simulate.h"

#include <string.h>

#include <apr_strings.h>

#include "service/sweep.h"
#include "store/audit.h"
#include "store/lease.h"

#define PAGE                  500
#define LINES                 2000
#define LINE(rows, column)    lic_rows_int(rows, LIC_C_SIMULATE_LINES_##column)
#define ACCOUNT(rows, column) LIC_C_SIMULATE_ACCOUNTS_##column

void lic_sim_breach(lic_sim_t *sim, const char *invariant, const char *account, const char *what)
{
    const lic_sim_account_t *at = sim->at;
    sim->breaches++;
    printf("seed %" APR_UINT64_T_FMT ", day %d: %s: %s: %s\n", sim->seed, sim->day, account, invariant, what);
    if (at && *at->trace)
        printf("  that day: %s\n", at->trace);
    fflush(stdout);
}

static void audited(void *baton, const char *invariant, const char *account, const char *what)
{
    lic_sim_breach(baton, invariant, account, what);
}

/* --- invoices, reckoned another way: whole minor units by 128-bit halves, half away from zero ------------------------
 */

static apr_int64_t rounded(__int128 numerator, apr_int64_t divisor)
{
    const int negative = numerator < 0;
    const __int128 amount = ((negative ? -numerator : numerator) * 2 + divisor) / (2 * (__int128)divisor);
    return (apr_int64_t)(negative ? -amount : amount);
}

static void wrong(lic_sim_t *sim, const lic_rows_t *rows, const char *what, apr_int64_t expected, apr_int64_t found)
{
    if (expected == found)
        return;
    lic_sim_breach(sim, "money", sim->at->key,
                   apr_psprintf(sim->each, "%s: %s: expected %" APR_INT64_T_FMT ", found %" APR_INT64_T_FMT,
                                lic_rows_text(rows, LIC_C_SIMULATE_LINES_NUMBER), what, expected, found));
}

static void check_line(lic_sim_t *sim, const lic_rows_t *rows)
{
    const lic_date_t from = lic_rows_date(rows, LIC_C_SIMULATE_LINES_PAID_FROM);
    const lic_date_t to = lic_rows_date(rows, LIC_C_SIMULATE_LINES_PAID_TO);
    const int renewal = !strcmp(lic_rows_text(rows, LIC_C_SIMULATE_LINES_KIND), "renewal");
    const __int128 whole = (__int128)LINE(rows, PRICE) * LINE(rows, QUANTITY) * LINE(rows, DAYS);
    wrong(sim, rows, "price", LINE(rows, LISTED), LINE(rows, PRICE));
    wrong(sim, rows, "days", to - from, LINE(rows, DAYS));
    wrong(sim, rows, "first day", from, lic_rows_date(rows, LIC_C_SIMULATE_LINES_ISSUED));
    if (renewal)
        wrong(sim, rows, "days of the period", to - from, LINE(rows, PERIOD_DAYS));
    wrong(sim, rows, "amount", rounded(whole, LINE(rows, PERIOD_DAYS)), LINE(rows, AMOUNT));
    wrong(sim, rows, "VAT", rounded((__int128)LINE(rows, NET) * LINE(rows, VAT_RATE), 10000), LINE(rows, VAT));
    wrong(sim, rows, "total", LINE(rows, NET) + LINE(rows, VAT), LINE(rows, TOTAL));
}

static lic_error_t *check_invoices(lic_sim_t *sim, lic_sim_account_t *account, lic_db_t *db)
{
    lic_rows_t *rows;
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_SIMULATE_LINES, sim->each, account->id, account->invoice, (apr_int64_t)LINES));
    while (lic_rows_next(rows)) {
        check_line(sim, rows);
        account->invoice = LINE(rows, ID);
    }
    return NULL;
}

/* --- accounts ----------------------------------------------------------------------------------- */

static lic_error_t *audit(lic_sim_t *sim, lic_db_t *db, apr_int64_t account)
{
    apr_int64_t breaches;
    sim->audits++;
    return lic_audit_run(&breaches, db, account, sim->now, audited, sim, sim->each);
}

/* What an account's row tells: its time never runs back, and nothing that is due is left */
static void check_row(lic_sim_t *sim, const lic_sim_account_t *account, const lic_rows_t *row)
{
    const apr_time_t last = lic_rows_time(row, ACCOUNT(row, LAST_AT));
    const apr_time_t due = lic_rows_time(row, ACCOUNT(row, NEXT_DUE));
    if (last < account->last_at)
        lic_sim_breach(sim, "time-runs-back", account->key, "the last instant is before the one of yesterday");
    if (due && due <= sim->now)
        lic_sim_breach(sim, "left-due", account->key, "something is still due after the sweep");
    if (!account->closed && account->period_end_at <= sim->now)
        lic_sim_breach(sim, "period-is-over", account->key, "the period that it is in has ended");
}

static lic_error_t *check_account(lic_sim_t *sim, lic_sim_account_t *account, lic_db_t *db, const lic_rows_t *row)
{
    const apr_int64_t revision = lic_rows_int(row, ACCOUNT(row, REVISION));
    apr_pool_clear(sim->each);
    sim->at = account;
    account->closed = !strcmp(lic_rows_text(row, ACCOUNT(row, STATE)), "closed");
    account->period_end_at = lic_rows_time(row, ACCOUNT(row, PERIOD_END_AT));
    account->employees = lic_rows_int(row, ACCOUNT(row, LAST_EMPLOYEE));
    check_row(sim, account, row);
    account->last_at = lic_rows_time(row, ACCOUNT(row, LAST_AT));
    if (revision != account->revision) {
        LIC_TRY(audit(sim, db, account->id));
        LIC_TRY(check_invoices(sim, account, db));
    }
    account->revision = revision;
    account->trace[0] = '\0';
    return NULL;
}

/* Keys come in the order that the accounts were made in. */
static lic_error_t *check_accounts(lic_sim_t *sim, lic_db_t *db)
{
    apr_pool_t *page;
    const char *after = "";
    int i = 0;
    apr_pool_create(&page, sim->pool);
    while (i < sim->naccounts) {
        lic_rows_t *rows;
        apr_pool_clear(page);
        LIC_TRY(lic_db_select(&rows, db, LIC_Q_SIMULATE_ACCOUNTS, page, after, (apr_int64_t)PAGE));
        const int before = i;
        while (i < sim->naccounts && lic_rows_next(rows)) {
            after = sim->accounts[i].key;
            LIC_TRY(check_account(sim, &sim->accounts[i++], db, rows));
        }
        if (i == before)
            return lic_error_make(sim->pool, LIC_BUG, "simulate", "accounts have gone after %s", after);
    }
    apr_pool_destroy(page);
    return NULL;
}

/* --- the day ------------------------------------------------------------------------------------ */

static lic_error_t *sweep(lic_sim_t *sim)
{
    const lic_sweeper_t sweeper = {.holder = "simulate", .patience = apr_time_from_sec(40)};
    lic_sweep_report_t report;
    apr_pool_clear(sim->each);
    LIC_TRY(lic_sweep_run(&report, sim->from, &sweeper, sim->now, sim->each));
    if (report.failed || report.busy || report.buckets)
        lic_sim_breach(sim, "sweep", "all",
                       apr_psprintf(sim->each, "%d accounts failed, %d were busy, %d buckets taken", report.failed,
                                    report.busy, report.buckets));
    return NULL;
}

lic_error_t *lic_sim_check(lic_sim_t *sim, int whole)
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
