#include "service/admin.h"

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "service/retry.h"
#include "service/terms.h"
#include "store/account.h"
#include "store/staff.h"

/* --- accounts ----------------------------------------------------------------------------------- */

typedef struct lic_adding_t {
    lic_account_t *terms;
    const lic_caller_t *caller;
} lic_adding_t;

static lic_error_t *try_account_add(lic_try_t *attempt, void *baton)
{
    const lic_adding_t *adding = baton;
    lic_db_t *db = attempt->db;
    apr_pool_t *p = attempt->pool;
    lic_book_t *book;
    lic_settled_t settled;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(lic_account_insert(db, adding->terms, p));
    LIC_TRY(lic_book_load(&book, db, adding->terms, p));
    lic_change_t *change = lic_change_make(book, adding->terms->last_at, adding->caller->user, NULL, p);
    lic_account_open(change);
    LIC_TRY(lic_settle(&settled, db, change, p));
    return lic_db_commit(db, p);
}

lic_error_t *lic_admin_account_add(lic_db_source_t *from, const lic_caller_t *caller, lic_account_t *terms,
                                   apr_pool_t *p)
{
    lic_adding_t adding = {terms, caller};
    LIC_TRY(lic_terms_check(terms, p));
    terms->state = LIC_ACCOUNT_OPEN;
    terms->last_at = terms->told_until = terms->next_due = 0;
    lic_account_begin(terms, caller->now - caller->now % APR_USEC_PER_SEC);
    return lic_retry_run(from, try_account_add, &adding, p);
}

static lic_error_t *step_close(lic_unit_t *unit, void *baton)
{
    (void)baton;
    return lic_account_close(unit->change) ? NULL
                                           : lic_account_check(unit->book->account, LIC_ACCOUNT_OPEN, unit->pool);
}

lic_error_t *lic_admin_account_close(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    return lic_unit_run(NULL, from, caller, step_close, NULL, p);
}

static lic_error_t *step_reopen(lic_unit_t *unit, void *baton)
{
    (void)baton;
    if (lic_account_reopen(unit->change))
        return NULL;
    return lic_error_make(unit->pool, LIC_REFUSED, "account-open", "the account %s is open", unit->book->account->key);
}

lic_error_t *lic_admin_account_reopen(lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    return lic_unit_run(NULL, from, caller, step_reopen, NULL, p);
}

/* --- products, prices --------------------------------------------------------------------------- */

typedef struct lic_product_adding_t {
    const char *key, *name;
    lic_kind_t kind;
} lic_product_adding_t;

static lic_error_t *try_product_add(lic_try_t *attempt, void *baton)
{
    const lic_product_adding_t *adding = baton;
    const char *user = NULL;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    if (adding->kind == LIC_KIND_USER)
        LIC_TRY(lic_product_of_kind(&user, attempt->db, LIC_KIND_USER, attempt->pool));
    if (user)
        return lic_error_fact(lic_error_make(attempt->pool, LIC_CONFLICT, "product-exists",
                                             "there is a user licence already: %s; others are bundled or add-ons",
                                             user),
                              "product", user);
    LIC_TRY(lic_product_insert(attempt->db, adding->key, adding->kind, adding->name, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_product_add(lic_db_source_t *from, const char *key, lic_kind_t kind, const char *name,
                                   apr_pool_t *p)
{
    lic_product_adding_t adding = {key, name, kind};
    if (!lic_text_valid_key(key))
        return lic_terms_invalid(p, "key", "a-z, 0-9 and -, at most 40 characters");
    if (!lic_text_valid_line(name, 100))
        return lic_terms_invalid(p, "name", "one line of 1 to 100 characters");
    return lic_retry_run(from, try_product_add, &adding, p);
}

typedef struct lic_pricing_t {
    lic_date_t *starts;
    const char *product, *currency;
    apr_int64_t per_month;
    lic_date_t valid_from;
    apr_time_t now;
} lic_pricing_t;

/* The UTC date, shifted by some hours: what a calendar shows there */
static lic_date_t date_at(apr_time_t now, int hours)
{
    return (lic_date_t)((apr_time_sec(now) + hours * 3600) / 86400);
}

/* Tomorrow where it is latest among the accounts that buy in the currency */
static lic_error_t *tomorrow(lic_date_t *date, lic_db_t *db, const lic_pricing_t *pricing, apr_pool_t *p)
{
    apr_array_header_t *zones;
    *date = date_at(pricing->now, 0) + 1;
    LIC_TRY(lic_account_zones(&zones, db, pricing->currency, p));
    for (int i = 0; i < zones->nelts; i++) {
        lic_zone_t *zone;
        LIC_TRY(lic_zone_open(&zone, APR_ARRAY_IDX(zones, i, const char *), p));
        const lic_date_t there = lic_zone_date(zone, pricing->now) + 1;
        *date = there > *date ? there : *date;
    }
    return NULL;
}

static lic_error_t *decide_start(lic_date_t *starts, lic_db_t *db, const lic_pricing_t *pricing, apr_pool_t *p)
{
    int any;
    lic_date_t earliest;
    LIC_TRY(lic_price_any(&any, db, pricing->product, pricing->currency, p));
    LIC_TRY(tomorrow(&earliest, db, pricing, p));
    *starts = pricing->valid_from;
    if (*starts == LIC_DATE_NONE) /* a first price: today wherever it still is the earlier date */
        *starts = any ? earliest : date_at(pricing->now, -12);
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
    const lic_pricing_t *pricing = baton;
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(decide_start(pricing->starts, attempt->db, pricing, attempt->pool));
    LIC_TRY(lic_price_insert(attempt->db, pricing->product, pricing->currency, *pricing->starts, pricing->per_month,
                             attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_price_set(lic_date_t *starts, lic_db_source_t *from, const char *product, const char *currency,
                                 apr_int64_t per_month, lic_date_t valid_from, apr_time_t now, apr_pool_t *p)
{
    lic_pricing_t pricing = {starts, product, currency, per_month, valid_from, now};
    if (!lic_text_valid_key(product))
        return lic_terms_invalid(p, "product", "a product's key");
    if (lic_money_digits(currency) < 0)
        return lic_terms_invalid(p, "currency", "a code of ISO 4217, like DKK");
    if (per_month < 0)
        return lic_terms_invalid(p, "price", "a whole number of minor units (249.00 DKK is 24900), 0 or more");
    return lic_retry_run(from, try_price_set, &pricing, p);
}

/* --- settings ----------------------------------------------------------------------------------- */

static lic_error_t *try_grace(lic_try_t *attempt, void *baton)
{
    LIC_TRY(lic_db_begin(attempt->db, attempt->pool));
    LIC_TRY(lic_setting_set(attempt->db, "grace-period", baton, attempt->pool));
    return lic_db_commit(attempt->db, attempt->pool);
}

lic_error_t *lic_admin_grace(lic_db_source_t *from, const char *duration, apr_pool_t *p)
{
    apr_int64_t seconds;
    LIC_TRY(lic_terms_duration(&seconds, duration, p));
    return lic_retry_run(from, try_grace, apr_psprintf(p, "%" APR_INT64_T_FMT, seconds), p);
}
