/* world.c  The chance that a simulation follows, and the products and accounts that it begins with. */
#include "simulate.h"

#include <string.h>

#include <apr_strings.h>

#include "service/admin.h"
#include "service/employee.h"
#include "service/employee_new.h"
#include "service/role.h"
#include "store/schema.h"
#include "store/source.h"

/* --- chance ------------------------------------------------------------------------------------- */

/* A linear congruential generator, the same on every machine. Its low bits are poor, so high ones are mixed in. */
static apr_uint64_t draw(sim_t *sim)
{
    sim->random = sim->random * 6364136223846793005u + 1442695040888963407u;
    apr_uint64_t x = sim->random;
    x = (x ^ (x >> 32)) * 0x9e3779b97f4a7c15u;
    return (x ^ (x >> 29)) >> 16;
}

int sim_below(sim_t *sim, int n)
{
    return (int)(draw(sim) % (apr_uint64_t)n);
}

int sim_once_in(sim_t *sim, int n)
{
    return !sim_below(sim, n);
}

/* --- the catalogue ------------------------------------------------------------------------------ */

static const struct {
    const char *key, *name;
    lic_kind_t kind;
} products[] = {{"standard", "Standard licence", LIC_KIND_USER},
                {"outlook", "Outlook", LIC_KIND_ADDON},
                {"crm", "CRM", LIC_KIND_ADDON},
                {"planner", "Resource planner", LIC_KIND_ADDON},
                {"central", "Business Central", LIC_KIND_BUNDLED},
                {"visma", "Visma Admin", LIC_KIND_BUNDLED},
                {"salary", "Salary link", LIC_KIND_INTEGRATION},
                {"bank", "Bank link", LIC_KIND_INTEGRATION}};
enum { PRODUCTS = sizeof(products) / sizeof(products[0]) };

static const char *const currencies[] = {"DKK", "EUR", "JPY", "KWD", "SEK"};
enum { CURRENCIES = sizeof(currencies) / sizeof(currencies[0]) };

const char *sim_product(sim_t *sim, int kind)
{
    for (;;) {
        const int i = sim_below(sim, PRODUCTS);
        if ((int)products[i].kind == kind)
            return products[i].key;
    }
}

/* Of three decimals mostly such as can be said with two: the others have no electronic invoice */
static apr_int64_t any_price(sim_t *sim, const char *currency)
{
    const apr_int64_t price = sim_once_in(sim, 8) ? 0 : sim_below(sim, 100000);
    return strcmp(currency, "KWD") ? price : price - price % 1000;
}

/* From the earliest date, or some later one. Where that day has a price already, nothing changes. */
lic_error_t *sim_new_price(sim_t *sim)
{
    const char *product = products[sim_below(sim, PRODUCTS)].key, *currency = SIM_ONE_OF(sim, currencies);
    const lic_date_t today = (lic_date_t)(apr_time_sec(sim->now) / 86400);
    const lic_date_t from = sim_once_in(sim, 2) ? LIC_DATE_NONE : today + 2 + sim_below(sim, 60);
    lic_date_t starts;
    lic_error_t *err =
        lic_admin_price_set(&starts, sim->from, product, currency, any_price(sim, currency), from, sim->now, sim->each);
    if (err && err->code != LIC_CONFLICT && err->code != LIC_REFUSED)
        return err;
    sim->prices += !err;
    return NULL;
}

static lic_error_t *make_catalogue(sim_t *sim)
{
    lic_date_t starts;
    const lic_date_t from = lic_date_make(2019, 1, 1);
    for (int i = 0; i < PRODUCTS; i++) {
        LIC_TRY(lic_admin_product_add(sim->from, products[i].key, products[i].kind, products[i].name, sim->pool));
        for (int k = 0; k < CURRENCIES; k++) /* one module can't be bought by some until it has a price */
            if (k != 3 || i != 3)
                LIC_TRY(lic_admin_price_set(&starts, sim->from, products[i].key, currencies[k],
                                            any_price(sim, currencies[k]), from, sim->now, sim->pool));
    }
    return NULL;
}

/* --- accounts ----------------------------------------------------------------------------------- */

static lic_error_t *add_account(sim_t *sim, sim_account_t *account, int number)
{
    /* among them some whose clocks skip midnight, and some at both ends of the date line */
    static const char *const zones[] = {
        "Europe/Copenhagen", "America/Asuncion", "Asia/Beirut",    "America/Santiago",    "Africa/Cairo",
        "America/Havana",    "Atlantic/Azores",  "Asia/Kathmandu", "Pacific/Kiritimati",  "Pacific/Pago_Pago",
        "America/Nuuk",      "Asia/Tokyo",       "Europe/London",  "Australia/Lord_Howe", "Asia/Gaza"};
    static const char *const locales[] = {"da-DK", "en-GB", "de-DE"};
    static const int months[] = {1, 1, 3, 6, 12}, rates[] = {2500, 2500, 0, 2100, 550, 1999, 10000};
    static const int days[] = {1, 15, 28, 29, 30, 31, 31};
    const int year = 2024 + sim_below(sim, 2);
    lic_account_t terms = {.key = account->key,
                           .name = apr_pstrcat(sim->pool, "Account ", account->key, NULL),
                           .locale = SIM_ONE_OF(sim, locales),
                           .timezone = SIM_ONE_OF(sim, zones),
                           .months = SIM_ONE_OF(sim, months),
                           .vat = SIM_ONE_OF(sim, rates),
                           .ceiling = sim_once_in(sim, 4) ? 60 : 0,
                           .billing = apr_pstrcat(sim->pool, "billing@", account->key, ".example", NULL)};
    const lic_caller_t caller = {.account = account->key, .user = "operator", .trusted = 1, .now = sim->now};
    terms.currency = account->currency = SIM_ONE_OF(sim, currencies);
    do
        terms.anchor = lic_date_make(year, 1 + sim_below(sim, 12), SIM_ONE_OF(sim, days));
    while (terms.anchor == LIC_DATE_NONE);
    sim_make_buyer(&terms, number);
    LIC_TRY(lic_admin_account_add(sim->from, &caller, &terms, sim->pool));
    account->id = terms.id;
    return NULL;
}

/* The first one is there from the start, and may do everything. */
static lic_error_t *add_boss(sim_t *sim, sim_account_t *account)
{
    static const char *const admin[] = {"admin", NULL};
    const lic_caller_t caller = {.account = account->key, .user = "operator", .trusted = 1, .now = sim->now};
    lic_employee_t boss = {.login = apr_pstrcat(sim->pool, "boss-", account->key, NULL),
                           .name = "The Boss",
                           .initials = "TB",
                           .email = apr_pstrcat(sim->pool, "boss@", account->key, ".example", NULL),
                           .active = 1,
                           .roles = admin};
    lic_act_report_t report;
    LIC_TRY(lic_employee_add(&report, sim->from, &caller, &boss, sim->pool));
    account->employees = boss.id;
    LIC_TRY(lic_role_grant(NULL, sim->from, &caller, "admin", LIC_RIGHT_MY_ACCOUNT, 1, sim->pool));
    LIC_TRY(lic_role_grant(NULL, sim->from, &caller, "admin", LIC_RIGHT_ROLES, 1, sim->pool));
    return lic_role_grant(NULL, sim->from, &caller, "viewer", LIC_RIGHT_MY_ACCOUNT_VIEW, 1, sim->pool);
}

/* --- the whole ---------------------------------------------------------------------------------- */

static lic_error_t *check_empty(const sim_t *sim, lic_db_t *db)
{
    sql_rows_t rows;
    LIC_TRY(sql_select(&rows, db, "SELECT 1 FROM account UNION SELECT 1 FROM product", sim->pool));
    return rows.n ? lic_error_make(
                        sim->pool, LIC_REFUSED, "not-empty",
                        "the database %s is in use: a simulation needs an empty one, and leaves it full of inventions",
                        sim->database)
                  : NULL;
}

static lic_error_t *make_schema(const sim_t *sim, lic_db_t *db)
{
    int version;
    LIC_TRY(lic_schema_version(&version, db, sim->pool));
    if (!version)
        LIC_TRY(lic_schema_upgrade(&version, db, sim->now, sim->pool));
    LIC_TRY(lic_schema_check(db, sim->pool));
    return check_empty(sim, db);
}

static lic_error_t *begin(sim_t *sim)
{
    const char *driver, *params;
    lic_db_source_t *source;
    lic_db_t *db;
    LIC_TRY(lic_db_source_parse(&driver, &params, sim->database, sim->pool));
    LIC_TRY(lic_db_source_make(&source, driver, params, sim->pool));
    LIC_TRY(source->open(&db, source->baton, sim->pool));
    lic_error_t *err = make_schema(sim, db);
    source->close(db, source->baton);
    sim->from = fault_source(lic_db_source_keep(source, 0, sim->pool), sim->pool);
    return err;
}

lic_error_t *sim_make(sim_t *sim)
{
    LIC_TRY(begin(sim));
    LIC_TRY(make_catalogue(sim));
    LIC_TRY(sim_make_seller(sim));
    sim->accounts = apr_pcalloc(sim->pool, sizeof(*sim->accounts) * (apr_size_t)sim->naccounts);
    for (int i = 0; i < sim->naccounts; i++) {
        sim_account_t *account = &sim->accounts[i];
        account->key = apr_psprintf(sim->pool, "sim-%06d", i + 1);
        account->target = 3 + sim_below(sim, sim_once_in(sim, 5) ? 40 : 12);
        LIC_TRY(add_account(sim, account, i));
        LIC_TRY(add_boss(sim, account));
    }
    return NULL;
}
