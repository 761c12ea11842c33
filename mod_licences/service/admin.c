/* service/admin.c  Accounts, products, prices and settings, as support adds and changes them. */
#include "service/admin.h"

#include <strings.h>

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "core/lifecycle.h"
#include "core/price.h"
#include "service/account_terms.h"
#include "service/business_terms.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/product.h"
#include "store/setting.h"
#include "store/transaction.h"

/* --- accounts ----------------------------------------------------------------------------------- */

typedef struct lic_account_add_args_t {
    lic_account_t *terms;
    const lic_caller_t *caller;
} lic_account_add_args_t;

static lic_error_t *try_account_add(lic_try_t *attempt, void *baton)
{
    const lic_account_add_args_t *args = baton;
    lic_db_t *db = attempt->db;
    apr_pool_t *p = attempt->pool;
    lic_book_t *book;
    lic_settled_t settled;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(lic_account_insert(db, args->terms, p));
    LIC_TRY(lic_book_load(&book, db, args->terms, p));
    lic_change_t *change = lic_change_make(book, args->terms->last_at, args->caller->user, NULL, p);
    lic_lifecycle_open(change);
    LIC_TRY(lic_settle(&settled, db, change, p));
    return lic_db_commit(db, p);
}

lic_error_t *lic_admin_account_add(lic_db_source_t *from, const lic_caller_t *caller, lic_account_t *terms,
                                   apr_pool_t *p)
{
    lic_account_add_args_t args = {terms, caller};
    const lic_account_t given = *terms;
    LIC_TRY(lic_business_terms_check(terms, &given, p));
    LIC_TRY(lic_terms_check(terms, p));
    terms->state = LIC_ACCOUNT_OPEN;
    terms->last_at = terms->told_until = terms->next_due = 0;
    lic_lifecycle_begin(terms, caller->now - caller->now % APR_USEC_PER_SEC);
    return lic_retry_run(from, try_account_add, &args, p);
}

static lic_error_t *step_close(lic_unit_t *unit, void *baton)
{
    (void)baton;
    return lic_lifecycle_close(unit->change) ? NULL
                                             : lic_account_check(unit->book->account, LIC_ACCOUNT_OPEN, unit->pool);
}

lic_error_t *lic_admin_account_close(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    return lic_unit_run(NULL, from, caller, step_close, NULL, p);
}

static lic_error_t *step_reopen(lic_unit_t *unit, void *baton)
{
    (void)baton;
    if (lic_lifecycle_reopen(unit->change))
        return NULL;
    return lic_error_make(unit->pool, LIC_REFUSED, "account-open", "the account %s is open", unit->book->account->key);
}

lic_error_t *lic_admin_account_reopen(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    return lic_unit_run(NULL, from, caller, step_reopen, NULL, p);
}

/* --- products, prices --------------------------------------------------------------------------- */

#define PRODUCT_NAME       100
#define PRODUCT_NAME_VALID "one line of 1 to 100 characters"

typedef struct lic_product_add_args_t {
    const char *key, *name;
    lic_kind_t kind;
} lic_product_add_args_t;

static lic_error_t *try_product_add(lic_try_t *attempt, void *baton)
{
    const lic_product_add_args_t *args = baton;
    const char *user = NULL;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    if (args->kind == LIC_KIND_USER)
        LIC_TRY(lic_product_of_kind(&user, attempt->db, LIC_KIND_USER, attempt->pool));
    if (user)
        return lic_error_fact(lic_error_make(attempt->pool, LIC_CONFLICT, "product-exists",
                                             "there is a user licence already: %s; others are bundled or add-ons",
                                             user),
                              "product", user);
    LIC_TRY(lic_product_insert(attempt->db, args->key, args->kind, args->name, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_product_add(lic_db_source_t *from, const char *key, lic_kind_t kind, const char *name,
                                   apr_pool_t *p)
{
    lic_product_add_args_t args = {key, lic_text_tidy(name, p), kind};
    if (!lic_text_valid_key(key))
        return lic_terms_invalid(p, "key", "a-z, 0-9 and -, at most 40 characters");
    if (!lic_text_valid_line(args.name, PRODUCT_NAME))
        return lic_terms_invalid(p, "name", PRODUCT_NAME_VALID);
    return lic_retry_run(from, try_product_add, &args, p);
}

static lic_error_t *try_product_rename(lic_try_t *attempt, void *baton)
{
    const lic_product_add_args_t *args = baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_product_rename(attempt->db, args->key, args->name, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_product_rename(lic_db_source_t *from, const char *key, const char *name, apr_pool_t *p)
{
    lic_product_add_args_t args = {.key = key, .name = lic_text_tidy(name, p)};
    if (!lic_text_valid_line(args.name, PRODUCT_NAME))
        return lic_terms_invalid(p, "name", PRODUCT_NAME_VALID);
    return lic_retry_run(from, try_product_rename, &args, p);
}

typedef struct lic_price_args_t {
    lic_date_t *starts;
    const char *product, *currency;
    apr_int64_t per_month;
    lic_date_t valid_from;
    apr_time_t now;
} lic_price_args_t;

/* The date that many hours east of UTC */
static lic_date_t date_at(apr_time_t now, int hours)
{
    return (lic_date_t)((apr_time_sec(now) + hours * 3600) / 86400);
}

/* Today in the accounts' zone. Where the system no longer knows the zone, the latest date that there is anywhere. */
static lic_date_t today_at(const lic_zone_reached_t *place, apr_time_t now, apr_pool_t *p)
{
    lic_zone_t *zone;
    const apr_time_t at = place->last_at > now ? place->last_at : now; /* an account's time never runs back */
    return lic_zone_open(&zone, place->timezone, p) ? date_at(at, 14) : lic_zone_date(zone, at);
}

/* Tomorrow, by the latest calendar among the accounts that buy in the currency */
static lic_error_t *tomorrow(lic_date_t *date, lic_db_t *db, const lic_price_args_t *args, apr_pool_t *p)
{
    apr_array_header_t *zones;
    *date = date_at(args->now, 0) + 1;
    LIC_TRY(lic_account_zones(&zones, db, args->currency, p));
    for (int i = 0; i < zones->nelts; i++) {
        const lic_date_t there = today_at(&APR_ARRAY_IDX(zones, i, lic_zone_reached_t), args->now, p) + 1;
        *date = there > *date ? there : *date;
    }
    return NULL;
}

static lic_error_t *decide_start(lic_date_t *starts, lic_db_t *db, const lic_price_args_t *args, apr_pool_t *p)
{
    int any;
    lic_date_t earliest;
    LIC_TRY(lic_price_any(&any, db, args->product, args->currency, p));
    LIC_TRY(tomorrow(&earliest, db, args, p));
    *starts = args->valid_from;
    if (*starts == LIC_DATE_NONE) /* a first price: begins today everywhere, also where it is still yesterday */
        *starts = any ? earliest : date_at(args->now, -12);
    if (!any || *starts >= earliest)
        return NULL;
    const char *day = lic_date_format(earliest, p);
    return lic_error_fact(
        lic_error_make(p, LIC_REFUSED, "price-too-early",
                       "a new price can start on %s at the earliest: what happened before stays as it "
                       "was",
                       day),
        "earliest", day);
}

static lic_error_t *try_price_set(lic_try_t *attempt, void *baton)
{
    const lic_price_args_t *args = baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(decide_start(args->starts, attempt->db, args, attempt->pool));
    LIC_TRY(
        lic_price_insert(attempt->db, args->product, args->currency, *args->starts, args->per_month, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_price_set(lic_date_t *starts, lic_db_source_t *from, const char *product, const char *currency,
                                 apr_int64_t per_month, lic_date_t valid_from, apr_time_t now, apr_pool_t *p)
{
    lic_price_args_t args = {starts, product, currency, per_month, valid_from, now};
    if (!lic_text_valid_key(product))
        return lic_terms_invalid(p, "product", "a product's key");
    if (lic_money_digits(currency) < 0)
        return lic_terms_currency_unknown(currency, p);
    LIC_TRY(lic_price_check(per_month, p));
    return lic_retry_run(from, try_price_set, &args, p);
}

static lic_error_t *try_price_unset(lic_try_t *attempt, void *baton)
{
    const lic_price_args_t *args = baton;
    lic_date_t earliest;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(tomorrow(&earliest, attempt->db, args, attempt->pool));
    if (args->valid_from < earliest) {
        const char *day = lic_date_format(earliest, attempt->pool);
        return lic_error_fact(lic_error_make(attempt->pool, LIC_REFUSED, "price-begun",
                                             "a price can be withdrawn before it begins, so one that begins on %s or "
                                             "later; set another one instead",
                                             day),
                              "earliest", day);
    }
    LIC_TRY(lic_price_delete(attempt->db, args->product, args->currency, args->valid_from, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_price_unset(lic_db_source_t *from, const char *product, const char *currency,
                                   lic_date_t valid_from, apr_time_t now, apr_pool_t *p)
{
    lic_price_args_t args = {.product = product, .currency = currency, .valid_from = valid_from, .now = now};
    return lic_retry_run(from, try_price_unset, &args, p);
}

/* --- settings ----------------------------------------------------------------------------------- */

typedef struct lic_duration_args_t {
    const char *setting, *seconds;
} lic_duration_args_t;

static lic_error_t *try_duration(lic_try_t *attempt, void *baton)
{
    const lic_duration_args_t *args = baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_setting_set(attempt->db, args->setting, args->seconds, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_grace(lic_db_source_t *from, const char *duration, apr_pool_t *p)
{
    apr_int64_t seconds;
    LIC_TRY(lic_terms_duration(&seconds, duration, p));
    lic_duration_args_t args = {LIC_SETTING_GRACE, apr_psprintf(p, "%" APR_INT64_T_FMT, seconds)};
    return lic_retry_run(from, try_duration, &args, p);
}

lic_error_t *lic_admin_undo(lic_db_source_t *from, const char *duration, apr_pool_t *p)
{
    apr_int64_t seconds = 0;
    if (strcasecmp(duration, LIC_OFF))
        LIC_TRY(lic_terms_duration(&seconds, duration, p));
    lic_duration_args_t args = {LIC_SETTING_UNDO, apr_psprintf(p, "%" APR_INT64_T_FMT, seconds)};
    return lic_retry_run(from, try_duration, &args, p);
}

static lic_error_t *try_restored(lic_try_t *attempt, void *baton)
{
    (void)baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_epoch_begin(attempt->db, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_restored(lic_db_source_t *from, apr_pool_t *p)
{
    return lic_retry_run(from, try_restored, NULL, p);
}

static lic_error_t *try_logins(lic_try_t *attempt, void *baton)
{
    const lic_logins_t *logins = baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_login_change(attempt->db, *logins, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_logins(lic_db_source_t *from, lic_logins_t logins, apr_pool_t *p)
{
    return lic_retry_run(from, try_logins, &logins, p);
}
