/* store/account.c  The account row, which is the lock; positions and prices: the book; the settings. */
#include "store/account.h"

#include <string.h>
#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "core/grace.h"
#include "core/limits.h"
#include "core/policy.h"
#include "store/account_private.h"
#include "store/setting.h"
#include "store/statement.h"

/* As many as an older database may have: a result must have an end, but nothing that is charged may be left out */
enum { LINES_MOST = LIC_PRODUCTS_READ + 50 * LIC_PRICES_MOST }; /* products and prices */

lic_error_t *lic_account_unknown(const char *key, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "account-unknown", "there is no account %s", key), "account",
                          key);
}

/* Damaged, or a time zone that the system's zoneinfo doesn't have any more */
static lic_error_t *unreadable(const char *key, const char *setting, const char *value, apr_pool_t *p)
{
    return lic_error_make(p, LIC_BUG, LIC_ACCOUNT_UNREADABLE, "the account %s has a %s that isn't known: %s", key,
                          setting, lic_text_mended(value, p));
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
    account->electronic_address = lic_rows_text(rows, COLUMN(ELECTRONIC_ADDRESS));
    account->order_number = lic_rows_text(rows, COLUMN(ORDER_NUMBER));
    account->attach_ubl = lic_rows_int(rows, COLUMN(ATTACH_UBL)) != 0;
    account->tax = lic_tax_decide(NULL, NULL, account->vat);
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
    account->catalogue = lic_rows_text(rows, COLUMN(CATALOGUE));
    account->epoch = lic_rows_text(rows, COLUMN(EPOCH));
    account->last_employee = lic_rows_int(rows, COLUMN(LAST_EMPLOYEE));
    account->last_assignment = lic_rows_int(rows, COLUMN(LAST_ASSIGNMENT));
    account->last_log = lic_rows_int(rows, COLUMN(LAST_LOG));
    account->last_outbox = lic_rows_int(rows, COLUMN(LAST_OUTBOX));
    account->last_invoice = lic_rows_int(rows, COLUMN(LAST_INVOICE));
    account->invoice_year = (int)lic_rows_int(rows, COLUMN(INVOICE_YEAR));
    account->last_plan = lic_rows_int(rows, COLUMN(LAST_PLAN));
}

lic_error_t *lic_account_read(lic_account_t **account, lic_rows_t *rows, apr_pool_t *p)
{
    lic_account_t *found = apr_pcalloc(p, sizeof(*found));
    read_terms(found, rows);
    read_progress(found, rows);
    const char *key = found->key;
    const char *state = lic_rows_text(rows, COLUMN(STATE));
    const int value = lic_word_value(lic_account_state_words, state, -1);
    if (value < 0)
        return unreadable(key, "state", state, p);
    found->state = (lic_account_state_t)value;
    found->digits = lic_money_digits(found->currency);
    if (found->digits < 0)
        return unreadable(key, "currency", found->currency, p);
    lic_zone_t *zone;
    if (lic_zone_open(&zone, found->timezone, p))
        return unreadable(key, "time zone", found->timezone, p);
    found->zone = zone;
    *account = found;
    return NULL;
}

lic_error_t *lic_account_read_held(lic_account_t **account, lic_rows_t *rows, apr_pool_t *p)
{
    LIC_TRY(lic_account_read(account, rows, p));
    (*account)->invoices = lic_rows_int(rows, COLUMN(INVOICES));
    return NULL;
}

lic_error_t *lic_account_find(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_BY_KEY, p, key));
    if (!lic_rows_next(rows))
        return lic_account_unknown(key, p);
    return lic_account_read_held(account, rows, p);
}

lic_error_t *lic_account_bump(lic_db_t *db, const char *key, apr_pool_t *p)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ACCOUNT_BUMP, p, key));
    return affected ? NULL : lic_account_unknown(key, p);
}

lic_error_t *lic_account_lock(lic_account_t **account, lic_db_t *db, const char *key, apr_pool_t *p)
{
    LIC_TRY(lic_account_bump(db, key, p));
    return lic_account_find(account, db, key, p);
}

lic_error_t *lic_account_stay(lic_db_t *db, apr_int64_t account, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_ACCOUNT_STAY, scratch, account);
}

lic_error_t *lic_account_hold(lic_db_t *db, const char *key, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_ACCOUNT_HOLD, p, key); /* not every driver counts a row that stays as it is */
}

#define BOOK(name) LIC_C_ACCOUNT_BOOK_##name

static lic_error_t *read_position(lic_position_t *position, const lic_rows_t *rows, apr_pool_t *p)
{
    const char *kind = lic_rows_text(rows, BOOK(KIND));
    const int value = lic_word_value(lic_kind_words, kind, -1);
    if (value < 0)
        return lic_error_make(p, LIC_BUG, "database", "a product is of a kind that there isn't: %s", kind);
    *position = (lic_position_t){
        .product = lic_rows_int(rows, BOOK(PRODUCT)),
        .key = lic_rows_text(rows, BOOK(PRODUCT_KEY)),
        .name = lic_rows_text(rows, BOOK(NAME)),
        .kind = (lic_kind_t)value,
        .purchased = lic_rows_int(rows, BOOK(PURCHASED)),
        .next = lic_rows_int(rows, BOOK(NEXT_QUANTITY)),
        .used = lic_rows_int(rows, BOOK(USED)),
        .threshold = lic_rows_null(rows, BOOK(FEW)) ? -1 : lic_rows_int(rows, BOOK(FEW)),
        .policy = (lic_policy_t)lic_word_value(lic_policy_words, lic_rows_text(rows, BOOK(POLICY)), LIC_POLICY_GRACE),
        .cap = lic_rows_null(rows, BOOK(CAP)) ? LIC_POLICY_NO_CAP : lic_rows_int(rows, BOOK(CAP)),
    };
    return NULL;
}

/* Positions and their prices; *grace is the setting's text, NULL where there is no product to tell it beside. */
static lic_error_t *read_book(lic_book_t *book, const char **grace, lic_rows_t *rows, apr_pool_t *p)
{
    apr_array_header_t *positions = apr_array_make(p, 16, sizeof(lic_position_t));
    apr_array_header_t *prices = apr_array_make(p, 16, sizeof(lic_price_t));
    apr_int64_t last = 0;
    const char *tax = NULL, *reason = NULL;
    while (lic_rows_next(rows)) {
        const apr_int64_t product = lic_rows_int(rows, BOOK(PRODUCT));
        if (!positions->nelts || product != last)
            LIC_TRY(read_position(apr_array_push(positions), rows, p));
        last = product;
        *grace = lic_rows_text(rows, BOOK(GRACE));
        if (!lic_rows_null(rows, BOOK(UNDO)))
            book->undo = apr_time_from_sec(apr_atoi64(lic_rows_text(rows, BOOK(UNDO))));
        book->account->seller = lic_rows_int(rows, BOOK(SELLER));
        tax = lic_rows_text(rows, BOOK(TAX));
        reason = lic_rows_text(rows, BOOK(REASON));
        if (!lic_rows_null(rows, BOOK(VALID_FROM)))
            APR_ARRAY_PUSH(prices, lic_price_t) =
                (lic_price_t){product, lic_rows_date(rows, BOOK(VALID_FROM)), lic_rows_int(rows, BOOK(PER_MONTH))};
    }
    book->account->tax = lic_tax_decide(tax, reason, book->account->vat);
    book->positions = (lic_position_t *)positions->elts;
    book->npositions = positions->nelts;
    book->prices = (const lic_price_t *)prices->elts;
    book->nprices = prices->nelts;
    return NULL;
}

static lic_error_t *set_grace(lic_book_t *book, const char *value, apr_pool_t *p)
{
    const apr_int64_t seconds = value ? apr_atoi64(value) : 0;
    if (seconds <= 0)
        return lic_error_make(p, LIC_BUG, "database", "the setting %s isn't a number of seconds: %s", LIC_SETTING_GRACE,
                              value ? value : "(none)");
    book->grace = apr_time_from_sec(seconds);
    return NULL;
}

lic_error_t *lic_book_load(lic_book_t **book, lic_db_t *db, lic_account_t *account, apr_pool_t *p)
{
    lic_rows_t *rows;
    const char *grace = NULL;
    lic_book_t *loaded = apr_pcalloc(p, sizeof(*loaded));
    loaded->account = account;
    loaded->undo = apr_time_from_sec(LIC_UNDO_PERIOD);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_BOOK, p, account->id, account->currency, account->country,
                          (apr_int64_t)LINES_MOST));
    LIC_TRY(read_book(loaded, &grace, rows, p));
    if (!loaded->npositions)
        LIC_TRY(lic_setting_get(&grace, db, LIC_SETTING_GRACE, p));
    LIC_TRY(set_grace(loaded, grace, p));
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
    *deadlines = (lic_deadlines_t){0};
    if (lic_rows_next(rows)) {
        deadlines->employee = lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_EMPLOYEE);
        deadlines->assignment = lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_ASSIGNMENT);
        deadlines->unreminded = earlier(lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_EMPLOYEE_UNREMINDED),
                                        lic_rows_time(rows, LIC_C_ACCOUNT_DEADLINES_ASSIGNMENT_UNREMINDED));
        if (!lic_rows_null(rows, LIC_C_ACCOUNT_DEADLINES_PLAN))
            deadlines->plan_on = lic_rows_date(rows, LIC_C_ACCOUNT_DEADLINES_PLAN);
    }
    return NULL;
}

lic_error_t *lic_account_save(lic_db_t *db, const lic_account_t *a, apr_pool_t *scratch)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_ACCOUNT_SAVE, scratch, a->name, a->currency, a->locale, a->timezone,
                           (apr_int64_t)a->months, a->anchor, (apr_int64_t)a->vat, a->billing, a->ceiling,
                           a->legal_name, a->address, a->country, a->vat_id, a->electronic_address, a->order_number,
                           (apr_int64_t)a->attach_ubl, lic_word_of(lic_account_state_words, a->state),
                           (apr_int64_t)a->period, a->period_start, a->period_end, a->period_end_at, a->last_at,
                           a->told_until, a->next_due, a->last_employee, a->last_assignment, a->last_log,
                           a->last_outbox, a->last_invoice, (apr_int64_t)a->invoice_year, a->last_plan, a->id));
    return NULL;
}

lic_error_t *lic_account_highest(apr_int64_t *id, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_HIGHEST, p));
    *id = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_ACCOUNT_HIGHEST_ID) : 0;
    return NULL;
}

lic_error_t *lic_account_put_off(lic_db_t *db, const char *key, apr_time_t until, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_ACCOUNT_PUT_OFF, scratch, until, key);
}

lic_error_t *lic_account_insert(lic_db_t *db, lic_account_t *a, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SETTING_LOCK, p, LIC_SETTING_LOGINS));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_BY_KEY, p, a->key));
    if (lic_rows_next(rows))
        return lic_error_fact(
            lic_error_make(p, LIC_CONFLICT, "account-exists", "there is an account %s already", a->key), "account",
            a->key);
    LIC_TRY(lic_account_highest(&a->id, db, p));
    a->id++;
    a->revision = a->last_employee = a->last_assignment = a->last_log = a->last_outbox = a->last_invoice = 0;
    a->invoice_year = 0;
    a->last_plan = 0;
    return lic_db_execute(NULL, db, LIC_Q_ACCOUNT_INSERT, p, a->id, a->key, a->name, a->currency, a->locale,
                          a->timezone, (apr_int64_t)a->months, a->anchor, (apr_int64_t)a->vat, a->billing, a->ceiling,
                          a->legal_name, a->address, a->country, a->vat_id, a->electronic_address, a->order_number,
                          (apr_int64_t)a->attach_ubl, lic_word_of(lic_account_state_words, a->state),
                          a->id % LIC_BUCKETS, (apr_int64_t)a->period, a->period_start, a->period_end, a->period_end_at,
                          a->last_at, a->told_until, a->next_due);
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
    *zones = apr_array_make(p, 8, sizeof(lic_zone_reached_t));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(*zones, lic_zone_reached_t) = (lic_zone_reached_t){
            lic_rows_text(rows, LIC_C_ACCOUNT_ZONES_TIMEZONE), lic_rows_time(rows, LIC_C_ACCOUNT_ZONES_LAST_AT)};
    return NULL;
}
