/* store/audit.c  Runs the queries of sql/audit.sql and its neighbours: one per invariant, any row is a breach. */
#include "store/audit.h"

#include <apr_strings.h>

#include "base/text.h"
#include "store/statement.h"

/* product.md, Always true: nobody is active past a deadline by more than a sweep (with time for the sweep itself) */
#define A_SWEEP (apr_time_from_sec(120))

static const struct lic_audit_query_t {
    const char *invariant;
    lic_statement_t statement;
} queries[] = {
    {"1-purchased-is-invoiced", LIC_Q_AUDIT_PURCHASED},
    {"1-logged-invoice-exists", LIC_Q_AUDIT_INVOICE_MISSING},
    {"1-invoice-has-one-event", LIC_Q_AUDIT_INVOICE_EVENTS},
    {"1-bought-has-invoice", LIC_Q_AUDIT_BOUGHT},
    {"1-credited-once-and-whole", LIC_Q_AUDIT_CREDITS},
    {"2-marks-of-employees", LIC_Q_AUDIT_MARKED_EMPLOYEES},
    {"2-marks-of-add-ons", LIC_Q_AUDIT_MARKED_ASSIGNMENTS},
    {"2-marks-without-overage", LIC_Q_AUDIT_MARKED_NEEDLESSLY},
    {"2-nobody-past-deadline", LIC_Q_AUDIT_OVERDUE},
    {"kinds-are-known", LIC_Q_AUDIT_KINDS},
    {"claims-have-employees", LIC_Q_AUDIT_CLAIMS},
    {"3-bundled-follows", LIC_Q_AUDIT_BUNDLED},
    {"3-next-at-least", LIC_Q_AUDIT_NEXT},
    {"3-periods-tile", LIC_Q_AUDIT_PERIODS},
    {"3-used-of-user-licence", LIC_Q_AUDIT_USED_EMPLOYEES},
    {"3-used-of-add-ons", LIC_Q_AUDIT_USED_ASSIGNMENTS},
    {"3-used-that-follows", LIC_Q_AUDIT_USED_FOLLOWING},
    {"3-add-ons-that-count", LIC_Q_AUDIT_COUNTING},
    {"3-renewed-in-time", LIC_Q_AUDIT_HELD},
    {"3-within-bounds", LIC_Q_AUDIT_BOUNDS},
    {"4-invoice-numbers", LIC_Q_AUDIT_INVOICE_NUMBERS},
    {"4-invoice-counter", LIC_Q_AUDIT_INVOICE_COUNTER},
    {"4-invoice-totals", LIC_Q_AUDIT_INVOICE_TOTALS},
    {"4-invoice-tax", LIC_Q_AUDIT_INVOICE_TAX},
    {"5-log-ids", LIC_Q_AUDIT_LOG_IDS},
    {"5-log-chain", LIC_Q_AUDIT_LOG_CHAIN},
    {"5-log-is-todays-state", LIC_Q_AUDIT_LOG_STATE},
    {"5-log-is-last-edit", LIC_Q_AUDIT_LOG_EDITED},
    {"5-log-is-what-is-planned", LIC_Q_AUDIT_PLANNED},
    {"plans-are-whole", LIC_Q_AUDIT_PLANS},
    {"plans-wait-for-a-licence", LIC_Q_AUDIT_WAITING},
    {"6-mail-for-each-event", LIC_Q_AUDIT_UNTOLD},
    {"6-one-mail-per-address", LIC_Q_AUDIT_TOLD_TWICE},
    {"6-no-mail-is-parked", LIC_Q_AUDIT_PARKED},
};

enum { QUERIES = sizeof(queries) / sizeof(queries[0]) };

/* All queries hand out the same columns in the same order */
enum { ACCOUNT, WHAT, OBJECT, EXPECTED, FOUND };
_Static_assert((int)LIC_C_AUDIT_PURCHASED_ACCOUNT == ACCOUNT && (int)LIC_C_AUDIT_PURCHASED_FOUND == FOUND, "columns");
_Static_assert((int)LIC_C_AUDIT_TOLD_TWICE_ACCOUNT == ACCOUNT && (int)LIC_C_AUDIT_TOLD_TWICE_FOUND == FOUND, "columns");

static const char *said(const char *text)
{
    return *text ? text : "nothing";
}

static void report(lic_rows_t *rows, const char *invariant, lic_audit_fn *fn, void *baton, apr_pool_t *scratch)
{
    const char *what =
        apr_psprintf(scratch, "%s: %s: expected %s, found %s", lic_rows_text(rows, OBJECT), lic_rows_text(rows, WHAT),
                     said(lic_rows_text(rows, EXPECTED)), said(lic_rows_text(rows, FOUND)));
    fn(baton, invariant, lic_rows_text(rows, ACCOUNT), lic_text_mended(what, scratch));
}

lic_error_t *lic_audit_range(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, apr_time_t now,
                             lic_audit_fn *fn, void *baton, apr_pool_t *p)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, p);
    *breaches = 0;
    for (int i = 0; i < QUERIES; i++) {
        lic_rows_t *rows;
        apr_pool_clear(scratch);
        /* those that have no use for the instant don't declare it, and leave it unread */
        LIC_TRY(lic_db_select(&rows, db, queries[i].statement, scratch, from, to, now - A_SWEEP));
        for (; lic_rows_next(rows); ++*breaches)
            report(rows, queries[i].invariant, fn, baton, scratch);
    }
    apr_pool_destroy(scratch);
    LIC_TRY(lic_audit_accounts(breaches, db, from, to, fn, baton, p));
    LIC_TRY(lic_audit_logins(breaches, db, from, to, fn, baton, p));
    return lic_audit_texts(breaches, db, from, to, fn, baton, p);
}

lic_error_t *lic_audit_run(apr_int64_t *breaches, lic_db_t *db, apr_int64_t account, apr_time_t now, lic_audit_fn *fn,
                           void *baton, apr_pool_t *p)
{
    return lic_audit_range(breaches, db, account, account ? account : APR_INT64_MAX, now, fn, baton, p);
}
