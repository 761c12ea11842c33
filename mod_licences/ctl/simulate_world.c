/* licencesctl simulate: chance, and the world that it begins with. */
#include "simulate.h"

#include <apr_strings.h>

#include "service/admin.h"
#include "service/role.h"
#include "service/staff.h"
#include "store/account.h"
#include "store/schema.h"

/* --- chance: a 64-bit linear congruence, whose low bits are poor and so are folded in, the same on every machine -----
 */

static apr_uint64_t draw(lic_sim_t *sim)
{
    sim->random = sim->random * 6364136223846793005u + 1442695040888963407u;
    apr_uint64_t x = sim->random;
    x = (x ^ (x >> 32)) * 0x9e3779b97f4a7c15u;
    return (x ^ (x >> 29)) >> 16;
}

int lic_sim_below(lic_sim_t *sim, int n)
{
    return (int)(draw(sim) % (apr_uint64_t)n);
}

int lic_sim_once_in(lic_sim_t *sim, int n)
{
    return !lic_sim_below(sim, n);
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

int lic_sim_products(void)
{
    return PRODUCTS;
}

const char *lic_sim_product(lic_sim_t *sim, int kind)
{
    for (;;) {
        const int i = lic_sim_below(sim, PRODUCTS);
        if ((int)products[i].kind == kind)
            return products[i].key;
    }
}

static apr_int64_t any_price(lic_sim_t *sim)
{
    return lic_sim_once_in(sim, 8) ? 0 : lic_sim_below(sim, 100000);
}

/* From the earliest date, or some later one. That the same day has a price already is no harm. */
lic_error_t *lic_sim_new_price(lic_sim_t *sim)
{
    const char *product = products[lic_sim_below(sim, PRODUCTS)].key, *currency = LIC_SIM_ONE_OF(sim, currencies);
    const lic_date_t today = (lic_date_t)(apr_time_sec(sim->now) / 86400);
    const lic_date_t from = lic_sim_once_in(sim, 2) ? LIC_DATE_NONE : today + 2 + lic_sim_below(sim, 60);
    lic_date_t starts;
    lic_error_t *err =
        lic_admin_price_set(&starts, sim->from, product, currency, any_price(sim), from, sim->now, sim->each);
    if (err && err->code != LIC_CONFLICT && err->code != LIC_REFUSED)
        return err;
    sim->prices += !err;
    return NULL;
}

static lic_error_t *make_catalogue(lic_sim_t *sim)
{
    lic_date_t starts;
    const lic_date_t from = lic_date_make(2019, 1, 1);
    for (int i = 0; i < PRODUCTS; i++) {
        LIC_TRY(lic_admin_product_add(sim->from, products[i].key, products[i].kind, products[i].name, sim->pool));
        for (int k = 0; k < CURRENCIES; k++) /* one module can't be bought by some until it has a price */
            if (k != 3 || i != 3)
                LIC_TRY(lic_admin_price_set(&starts, sim->from, products[i].key, currencies[k], any_price(sim), from,
                                            sim->now, sim->pool));
    }
    return NULL;
}

/* --- accounts ----------------------------------------------------------------------------------- */

static lic_error_t *add_account(lic_sim_t *sim, lic_sim_account_t *account)
{
    /* among them some whose clocks skip midnight, and some at both ends of the date line */
    static const char *const zones[] = {
        "Europe/Copenhagen", "America/Asuncion", "Asia/Beirut",    "America/Santiago",    "Africa/Cairo",
        "America/Havana",    "Atlantic/Azores",  "Asia/Kathmandu", "Pacific/Kiritimati",  "Pacific/Pago_Pago",
        "America/Nuuk",      "Asia/Tokyo",       "Europe/London",  "Australia/Lord_Howe", "Asia/Gaza"};
    static const char *const locales[] = {"da-DK", "en-GB", "de-DE"};
    static const int months[] = {1, 1, 3, 6, 12}, rates[] = {2500, 2500, 0, 2100, 550, 1999, 10000};
    static const int days[] = {1, 15, 28, 29, 30, 31, 31};
    const int year = 2024 + lic_sim_below(sim, 2);
    lic_account_t terms = {.key = account->key,
                           .name = apr_pstrcat(sim->pool, "Account ", account->key, NULL),
                           .locale = LIC_SIM_ONE_OF(sim, locales),
                           .timezone = LIC_SIM_ONE_OF(sim, zones),
                           .months = LIC_SIM_ONE_OF(sim, months),
                           .vat = LIC_SIM_ONE_OF(sim, rates),
                           .ceiling = lic_sim_once_in(sim, 4) ? 60 : 0,
                           .billing = apr_pstrcat(sim->pool, "billing@", account->key, ".example", NULL)};
    const lic_caller_t caller = {.account = account->key, .user = "operator", .trusted = 1, .now = sim->now};
    terms.currency = account->currency = LIC_SIM_ONE_OF(sim, currencies);
    do
        terms.anchor = lic_date_make(year, 1 + lic_sim_below(sim, 12), LIC_SIM_ONE_OF(sim, days));
    while (terms.anchor == LIC_DATE_NONE);
    LIC_TRY(lic_admin_account_add(sim->from, &caller, &terms, sim->pool));
    account->id = terms.id;
    return NULL;
}

/* The first one is there from the start, and may do everything. */
static lic_error_t *add_boss(lic_sim_t *sim, lic_sim_account_t *account)
{
    static const char *const admin[] = {"admin", NULL};
    const lic_caller_t caller = {.account = account->key, .user = "operator", .trusted = 1, .now = sim->now};
    lic_employee_t boss = {.login = "boss",
                           .name = "The Boss",
                           .initials = "TB",
                           .email = apr_pstrcat(sim->pool, "boss@", account->key, ".example", NULL),
                           .active = 1,
                           .roles = admin};
    lic_act_report_t report;
    LIC_TRY(lic_staff_add(&report, sim->from, &caller, &boss, sim->pool));
    account->employees = boss.id;
    LIC_TRY(lic_role_grant(NULL, sim->from, &caller, "admin", LIC_RIGHT_MY_ACCOUNT, 1, sim->pool));
    LIC_TRY(lic_role_grant(NULL, sim->from, &caller, "admin", LIC_RIGHT_ROLES, 1, sim->pool));
    return lic_role_grant(NULL, sim->from, &caller, "viewer", LIC_RIGHT_MY_ACCOUNT_VIEW, 1, sim->pool);
}

/* --- the whole ---------------------------------------------------------------------------------- */

static lic_error_t *check_empty(const lic_sim_t *sim, lic_db_t *db)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SIMULATE_FIGURES, sim->pool));
    if (!lic_rows_next(rows) ||
        (!lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_ACCOUNTS) && !lic_rows_int(rows, LIC_C_SIMULATE_FIGURES_PRODUCTS)))
        return NULL;
    return lic_error_make(sim->pool, LIC_REFUSED, "not-empty",
                          "the database %s is in use: simulate needs an empty one, and leaves it full of inventions",
                          sim->order->ctl->database);
}

/* The connection that licencesctl keeps, which tells whether the database is empty, and one that may be cut */
static lic_error_t *begin(lic_sim_t *sim)
{
    lic_db_t *db;
    int version;
    LIC_TRY(lic_ctl_open(&db, sim->order->ctl, sim->pool));
    LIC_TRY(lic_schema_version(&version, db, sim->pool));
    if (!version)
        LIC_TRY(lic_schema_upgrade(&version, db, sim->now, sim->pool));
    LIC_TRY(lic_schema_check(db, sim->pool));
    LIC_TRY(check_empty(sim, db));
    sim->from = lic_fault_source(&sim->fault, lic_db_source_keep(sim->order->ctl->opens, 0, sim->pool), sim->pool);
    return NULL;
}

lic_error_t *lic_sim_make(lic_sim_t *sim)
{
    LIC_TRY(begin(sim));
    LIC_TRY(make_catalogue(sim));
    sim->accounts = apr_pcalloc(sim->pool, sizeof(*sim->accounts) * (apr_size_t)sim->naccounts);
    for (int i = 0; i < sim->naccounts; i++) {
        lic_sim_account_t *account = &sim->accounts[i];
        account->key = apr_psprintf(sim->pool, "sim-%06d", i + 1); /* so that their order is that of the keys */
        account->target = 3 + lic_sim_below(sim, lic_sim_once_in(sim, 5) ? 40 : 12);
        LIC_TRY(add_account(sim, account));
        LIC_TRY(add_boss(sim, account));
    }
    return NULL;
}
