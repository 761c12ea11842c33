/* store/account.c  The account row, which is the lock; positions and prices: the book; the settings. */
#include "store/account.h"

#include <string.h>
#include <apr_strings.h>

#include "base/money.h"

/* More products or prices than this in one currency are a mistake; a result must have an end */
enum { MAX_PRODUCTS = 1000, MAX_PRICES = 20000 };

static lic_error_t *unknown(const char *key, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "account-unknown", "there is no account %s", key), "account",
                          key);
}

#define COLUMN(name) LIC_C_ACCOUNT_BY_KEY_##name

static void read_terms(lic_account_t *account, lic_rows_t *rows)
{
    account->id = lic_rows_int(rows, COLUMN(ID));
    account->key = lic_rows_text(rows, COLUMN(ACCOUNT_KEY));
    account->name = lic_rows_text(rows, COLUMN(NAME));
    account->currency = lic_rows_text(rows, COLUMN(CURRENCY));
    account->locale = lic_rows_text(rows, COLUMN(LOCALE));
    account->timezone = lic_rows_text(rows, COLUMN(TIMEZONE));
    account->months = (int)lic_rows_int(rows, COLUMN(MONTHS));
    account->anchor = lic_rows_date(rows, COLUMN(ANCHOR));
    account->vat = (int)lic_rows_int(rows, COLUMN(VAT));
    account->billing = lic_rows_text(rows, COLUMN(BILLING));
    account->ceiling = lic_rows_int(rows, COLUMN(CEILING));
    account->legal_name = lic_rows_text(rows, COLUMN(LEGAL_NAME));
    account->address = lic_rows_text(rows, COLUMN(ADDRESS));
    account->country = lic_rows_text(rows, COLUMN(COUNTRY));
    account->vat_id = lic_rows_text(rows, COLUMN(VAT_ID));
}

static void read_progress(lic_account_t *account, lic_rows_t *rows)
{
    account->period = (int)lic_rows_int(rows, COLUMN(PERIOD));
    account->period_start = lic_rows_date(rows, COLUMN(PERIOD_START));
    account->period_end = lic_rows_date(rows, COLUMN(PERIOD_END));
    account->period_end_at = lic_rows_time(rows, COLUMN(PERIOD_END_AT));
    account->last_at = lic_rows_time(rows, COLUMN(LAST_AT));
    account->told_until = lic_rows_time(rows, COLUMN(TOLD_UNTIL));
    account->next_due = lic_rows_time(rows, COLUMN(NEXT_DUE));
    account->revision = lic_rows_int(rows, COLUMN(REVISION));
    account->last_employee = lic_rows_int(rows, COLUMN(LAST_EMPLOYEE));
    account->last_assignment = lic_rows_int(rows, COLUMN(LAST_ASSIGNMENT));
    account->last_log = lic_rows_int(rows, COLUMN(LAST_LOG));
    account->last_outbox = lic_rows_int(rows, COLUMN(LAST_OUTBOX));
    account->last_invoice = lic_rows_int(rows, COLUMN(LAST_INVOICE));
    account->invoice_year = (int)lic_rows_int(rows, COLUMN(INVOICE_YEAR));
}

lic_error_t *lic_account_find(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_BY_KEY, p, key));
    if (!lic_rows_next(rows))
        return unknown(key, p);
    lic_account_t *found = apr_pcalloc(p, sizeof(*found));
    read_terms(found, rows);
    read_progress(found, rows);
    const char *state = lic_rows_text(rows, COLUMN(STATE));
    const int value = lic_word_value(lic_account_state_words, state, -1);
    if (value < 0)
        return lic_error_make(p, LIC_BUG, "database", "account %s is in a state that there isn't: %s", key, state);
    found->state = (lic_account_state_t)value;
    found->digits = lic_money_digits(found->currency);
    if (found->digits < 0)
        return lic_error_make(p, LIC_BUG, "database", "account %s has a currency that there isn't: %s", key,
                              found->currency);
    lic_zone_t *zone;
    LIC_TRY(lic_zone_open(&zone, found->timezone, p));
    found->zone = zone;
    *account = found;
    return NULL;
}

lic_error_t *lic_account_lock(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ACCOUNT_BUMP, p, key));
    if (!affected)
        return unknown(key, p);
    return lic_account_find(account, db, key, p);
}

static lic_error_t *load_positions(lic_book_t *book, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_POSITIONS, p, book->account->id, (apr_int64_t)MAX_PRODUCTS));
    apr_array_header_t *positions = apr_array_make(p, 16, sizeof(lic_position_t));
    while (lic_rows_next(rows)) {
        lic_position_t *position = apr_array_push(positions);
        const char *kind = lic_rows_text(rows, LIC_C_ACCOUNT_POSITIONS_KIND);
        const int value = lic_word_value(lic_kind_words, kind, -1);
        if (value < 0)
            return lic_error_make(p, LIC_BUG, "database", "a product is of a kind that there isn't: %s", kind);
        const int none = lic_rows_null(rows, LIC_C_ACCOUNT_POSITIONS_FEW);
        *position = (lic_position_t){
            .product = lic_rows_int(rows, LIC_C_ACCOUNT_POSITIONS_PRODUCT),
            .key = lic_rows_text(rows, LIC_C_ACCOUNT_POSITIONS_PRODUCT_KEY),
            .name = lic_rows_text(rows, LIC_C_ACCOUNT_POSITIONS_NAME),
            .kind = (lic_kind_t)value,
            .purchased = lic_rows_int(rows, LIC_C_ACCOUNT_POSITIONS_PURCHASED),
            .next = lic_rows_int(rows, LIC_C_ACCOUNT_POSITIONS_NEXT_QUANTITY),
            .used = lic_rows_int(rows, LIC_C_ACCOUNT_POSITIONS_USED),
            .few = none ? -1 : lic_rows_int(rows, LIC_C_ACCOUNT_POSITIONS_FEW),
        };
    }
    book->positions = (lic_position_t *)positions->elts;
    book->npositions = positions->nelts;
    return NULL;
}

static lic_error_t *load_prices(lic_book_t *book, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_PRICES, p, book->account->currency, (apr_int64_t)MAX_PRICES));
    apr_array_header_t *prices = apr_array_make(p, 16, sizeof(lic_price_t));
    while (lic_rows_next(rows)) {
        lic_price_t *price = apr_array_push(prices);
        price->product = lic_rows_int(rows, LIC_C_ACCOUNT_PRICES_PRODUCT);
        price->from = lic_rows_date(rows, LIC_C_ACCOUNT_PRICES_VALID_FROM);
        price->per_month = lic_rows_int(rows, LIC_C_ACCOUNT_PRICES_PER_MONTH);
    }
    book->prices = (const lic_price_t *)prices->elts;
    book->nprices = prices->nelts;
    return NULL;
}

static lic_error_t *load_grace(lic_book_t *book, lic_db_t *db, apr_pool_t *p)
{
    const char *value;
    LIC_TRY(lic_setting_get(&value, db, LIC_SETTING_GRACE, p));
    const apr_int64_t seconds = value ? apr_atoi64(value) : 0;
    if (seconds <= 0)
        return lic_error_make(p, LIC_BUG, "database", "the setting %s isn't a number of seconds: %s", LIC_SETTING_GRACE,
                              value ? value : "(none)");
    book->grace = apr_time_from_sec(seconds);
    return NULL;
}

lic_error_t *lic_book_load(lic_book_t **book, lic_db_t *db, lic_account_t *account, apr_pool_t *p)
{
    lic_book_t *loaded = apr_pcalloc(p, sizeof(*loaded));
    loaded->account = account;
    LIC_TRY(load_positions(loaded, db, p));
    LIC_TRY(load_prices(loaded, db, p));
    LIC_TRY(load_grace(loaded, db, p));
    *book = loaded;
    return NULL;
}

static apr_time_t earlier(apr_time_t a, apr_time_t b)
{
    return !a ? b : !b ? a : a < b ? a : b;
}

lic_error_t *lic_deadlines_load(lic_deadlines_t *deadlines, lic_db_t *db, const lic_account_t *account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_DEADLINES, p, account->id, account->told_until + LIC_REMIND_BEFORE));
    *deadlines = (lic_deadlines_t){0, 0, 0};
    if (lic_rows_next(rows)) {
        deadlines->employee = lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_EMPLOYEE);
        deadlines->assignment = lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_ASSIGNMENT);
        deadlines->unreminded = earlier(lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_EMPLOYEE_UNREMINDED),
                                        lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_ASSIGNMENT_UNREMINDED));
    }
    return NULL;
}

lic_error_t *lic_account_save(lic_db_t *db, const lic_account_t *a, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(
        &affected, db, LIC_Q_ACCOUNT_SAVE, scratch, a->name, a->currency, a->locale, a->timezone,
        (apr_int64_t)a->months, a->anchor, (apr_int64_t)a->vat, a->billing, a->ceiling, a->legal_name, a->address,
        a->country, a->vat_id, lic_word_of(lic_account_state_words, a->state), (apr_int64_t)a->period, a->period_start,
        a->period_end, a->period_end_at, a->last_at, a->told_until, a->next_due, a->last_employee, a->last_assignment,
        a->last_log, a->last_outbox, a->last_invoice, (apr_int64_t)a->invoice_year, a->id));
    return NULL;
}

lic_error_t *lic_account_highest(apr_int64_t *id, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_HIGHEST, p));
    *id = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_ACCOUNT_HIGHEST_ID) : 0;
    return NULL;
}

lic_error_t *lic_account_insert(lic_db_t *db, lic_account_t *a, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_BY_KEY, p, a->key));
    if (lic_rows_next(rows))
        return lic_error_fact(
            lic_error_make(p, LIC_CONFLICT, "account-exists", "there is an account %s already", a->key), "account",
            a->key);
    LIC_TRY(lic_account_highest(&a->id, db, p));
    a->id++;
    a->revision = a->last_employee = a->last_assignment = a->last_log = a->last_outbox = a->last_invoice = 0;
    a->invoice_year = 0;
    return lic_db_execute(NULL, db, LIC_Q_ACCOUNT_INSERT, p, a->id, a->key, a->name, a->currency, a->locale,
                          a->timezone, (apr_int64_t)a->months, a->anchor, (apr_int64_t)a->vat, a->billing, a->ceiling,
                          a->legal_name, a->address, a->country, a->vat_id,
                          lic_word_of(lic_account_state_words, a->state), a->id % LIC_BUCKETS, (apr_int64_t)a->period,
                          a->period_start, a->period_end, a->period_end_at, a->last_at, a->told_until, a->next_due);
}

lic_error_t *lic_account_of_login(const char **key, lic_db_t *db, const char *login, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_OF_LOGIN, p, login));
    if (!lic_rows_next(rows))
        return lic_error_make(p, LIC_FORBIDDEN, "login-unknown", "no active employee has this log-in");
    *key = lic_rows_text(rows, LIC_C_ACCOUNT_OF_LOGIN_ACCOUNT_KEY);
    if (lic_rows_next(rows))
        return lic_error_make(p, LIC_FORBIDDEN, "login-ambiguous",
                              "this log-in is known in several accounts: LicencesAccount has to say which");
    return NULL;
}

static apr_array_header_t *read_keys(lic_rows_t *rows, int column, apr_pool_t *p)
{
    apr_array_header_t *keys = apr_array_make(p, 16, sizeof(const char *));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(keys, const char *) = lic_rows_text(rows, column);
    return keys;
}

lic_error_t *lic_account_due(apr_array_header_t **keys, lic_db_t *db, apr_time_t now, int bucket_from, int bucket_to,
                             int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_DUE, p, now, (apr_int64_t)bucket_from, (apr_int64_t)bucket_to,
                          (apr_int64_t)limit));
    *keys = read_keys(rows, LIC_C_ACCOUNT_DUE_ACCOUNT_KEY, p);
    return NULL;
}

lic_error_t *lic_account_due_buckets(apr_int64_t *counts, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    lic_rows_t *rows;
    memset(counts, 0, LIC_BUCKETS * sizeof(*counts));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_DUE_BUCKETS, p, now, (apr_int64_t)LIC_BUCKETS));
    while (lic_rows_next(rows))
        counts[lic_rows_int(rows, LIC_C_ACCOUNT_DUE_BUCKETS_BUCKET)] =
            lic_rows_int(rows, LIC_C_ACCOUNT_DUE_BUCKETS_ACCOUNTS);
    return NULL;
}

lic_error_t *lic_account_keys(apr_array_header_t **keys, lic_db_t *db, const char *after, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_KEYS, p, after ? after : "", (apr_int64_t)limit));
    *keys = read_keys(rows, LIC_C_ACCOUNT_KEYS_ACCOUNT_KEY, p);
    return NULL;
}

lic_error_t *lic_account_zones(apr_array_header_t **zones, lic_db_t *db, const char *currency, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_ZONES, p, currency));
    *zones = read_keys(rows, LIC_C_ACCOUNT_ZONES_TIMEZONE, p);
    return NULL;
}
