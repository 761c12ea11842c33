/* store/audit_text.c  What SQL can't tell: texts that no page can show, since they came in before there was a gate
 * (http/request/gate.h), and accounts with a time zone, currency or state that isn't known. */
#include "base/money.h"
#include "base/text.h"
#include "core/book.h"
#include "store/audit.h"
#include "store/json_rows.h"
#include "store/statement.h"

#define TOLD_MAX 100 /* as the other queries of the audit */

/* Both statements hand out the same columns in the same order */
enum { ACCOUNT_ID, ID, ACCOUNT, TEXT, COLUMNS = TEXT + 5 };
_Static_assert((int)LIC_C_AUDIT_TEXT_LOG_TEXT1 == TEXT && (int)LIC_C_AUDIT_TEXT_LOG_TEXT5 == COLUMNS - 1, "columns");
_Static_assert((int)LIC_C_AUDIT_TEXT_EMPLOYEES_TEXT1 == TEXT, "columns");

static const struct lic_text_query_t {
    const char *what;
    lic_statement_t statement;
} queries[] = {{"log entry", LIC_Q_AUDIT_TEXT_LOG}, {"employee", LIC_Q_AUDIT_TEXT_EMPLOYEES}};

typedef struct lic_texts_t {
    lic_db_t *db;
    apr_int64_t account, after, to; /* where to go on */
    apr_int64_t told;
    lic_audit_fn *fn;
    void *baton;
} lic_texts_t;

static const char *unshowable(const lic_rows_t *rows)
{
    for (int column = TEXT; column < COLUMNS; column++)
        if (!lic_text_valid(lic_rows_text(rows, column)))
            return lic_rows_text(rows, column);
    return NULL;
}

/* *rows: how many there were; fewer than LIC_JSON_ROWS_MAX are the last. */
static lic_error_t *look_at_some(int *n, lic_texts_t *texts, const struct lic_text_query_t *query, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, texts->db, query->statement, p, texts->account, texts->after, texts->to,
                          (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (*n = 0; lic_rows_next(rows); ++*n) {
        const char *text = unshowable(rows);
        texts->account = lic_rows_int(rows, ACCOUNT_ID);
        texts->after = lic_rows_int(rows, ID);
        if (!text || texts->told == TOLD_MAX)
            continue;
        texts->told++;
        texts->fn(texts->baton, LIC_AUDIT_TEXTS, lic_rows_text(rows, ACCOUNT),
                  lic_text_printf(p, "%s %lld: expected text in UTF-8 without control characters, found %s",
                                  query->what, (long long)texts->after, lic_text_mended(text, p)));
    }
    return NULL;
}

lic_error_t *lic_audit_texts(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                             void *baton, apr_pool_t *p)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, p);
    for (apr_size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        lic_texts_t texts = {db, from, 0, to, 0, fn, baton};
        int n = LIC_JSON_ROWS_MAX;
        while (n == LIC_JSON_ROWS_MAX) {
            apr_pool_clear(scratch);
            LIC_TRY(look_at_some(&n, &texts, &queries[i], scratch));
        }
        *breaches += texts.told;
    }
    apr_pool_destroy(scratch);
    return NULL;
}

/* The first setting that isn't known, and in *value what it is; NULL: all are */
static const char *unknown_setting(const char **value, const lic_rows_t *rows, apr_pool_t *p)
{
    lic_zone_t *zone;
    *value = lic_rows_text(rows, LIC_C_AUDIT_ACCOUNTS_TIMEZONE);
    if (lic_zone_open(&zone, *value, p))
        return "a time zone of this system";
    *value = lic_rows_text(rows, LIC_C_AUDIT_ACCOUNTS_CURRENCY);
    if (lic_money_digits(*value) < 0)
        return "a currency of ISO 4217";
    *value = lic_rows_text(rows, LIC_C_AUDIT_ACCOUNTS_STATE);
    return lic_word_value(lic_account_state_words, *value, -1) < 0 ? "open, closing or closed" : NULL;
}

static lic_error_t *look_at_accounts(int *n, lic_texts_t *texts, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, texts->db, LIC_Q_AUDIT_ACCOUNTS, p, texts->after, texts->to,
                          (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (*n = 0; lic_rows_next(rows); ++*n) {
        const char *value, *expected = unknown_setting(&value, rows, p);
        texts->after = lic_rows_int(rows, LIC_C_AUDIT_ACCOUNTS_ID);
        if (!expected || texts->told == TOLD_MAX)
            continue;
        texts->told++;
        texts->fn(texts->baton, LIC_AUDIT_ACCOUNTS, lic_rows_text(rows, LIC_C_AUDIT_ACCOUNTS_ACCOUNT),
                  lic_text_printf(p, "account: expected %s, found %s", expected, lic_text_mended(value, p)));
    }
    return NULL;
}

lic_error_t *lic_audit_accounts(apr_int64_t *breaches, lic_db_t *db, apr_int64_t from, apr_int64_t to, lic_audit_fn *fn,
                                void *baton, apr_pool_t *p)
{
    lic_texts_t texts = {db, from, from - 1, to, 0, fn, baton};
    apr_pool_t *scratch;
    int n = LIC_JSON_ROWS_MAX;
    apr_pool_create(&scratch, p);
    while (n == LIC_JSON_ROWS_MAX) {
        apr_pool_clear(scratch);
        LIC_TRY(look_at_accounts(&n, &texts, scratch));
    }
    *breaches += texts.told;
    apr_pool_destroy(scratch);
    return NULL;
}
