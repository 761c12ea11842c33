#include "scene.h"

#include "../store/sql.h"
#include "base/instant.h"
#include "store/source.h"
#include "store/statement.h"
#include "store/audit.h"

/* --- the account -------------------------------------------------------------------------------- */

static void make_products(scene_t *scene)
{
    static const struct {
        const char *key, *name;
        lic_kind_t kind;
        apr_int64_t per_month;
    } products[] = {{"standard", "Standard licence", LIC_KIND_USER, 30000},
                    {"central", "Business Central", LIC_KIND_BUNDLED, 6000},
                    {"crm", "CRM", LIC_KIND_ADDON, 9000},
                    {"outlook", "Outlook", LIC_KIND_ADDON, 9000},
                    {"link", "Link", LIC_KIND_INTEGRATION, 60000}};
    for (size_t i = 0; i < sizeof(products) / sizeof(products[0]); i++) {
        lic_date_t starts;
        ok(lic_admin_product_add(scene->from, products[i].key, products[i].kind, products[i].name, scene->pool));
        ok(lic_admin_price_set(&starts, scene->from, products[i].key, "DKK", products[i].per_month,
                               lic_date_make(2026, 1, 1), scene->now, scene->pool));
    }
}

static void make_account(scene_t *scene, const char *key)
{
    const lic_caller_t caller = {.account = key, .user = "operator", .trusted = 1, .now = scene->now};
    lic_account_t terms = {.key = key,
                           .name = apr_pstrcat(scene->pool, key, " A/S", NULL),
                           .currency = "DKK",
                           .locale = "da-DK",
                           .timezone = "Europe/Copenhagen",
                           .billing = apr_pstrcat(scene->pool, "billing@", key, ".example", NULL),
                           .months = 1,
                           .anchor = lic_date_make(2026, 11, 1),
                           .vat = 2500};
    ok(lic_admin_account_add(scene->from, &caller, &terms, scene->pool));
}

static apr_int64_t hire(scene_t *scene, const char *account, const char *login, const char *flags, const char *role)
{
    lic_caller_t caller = scene->operator;
    caller.account = account;
    const char *roles[] = {role, NULL};
    lic_act_report_t report;
    lic_employee_t employee = {.login = login,
                               .name = apr_pstrcat(scene->pool, login, " ", account, NULL),
                               .initials = "",
                               .email = apr_pstrcat(scene->pool, login, "@", account, ".example", NULL),
                               .active = !strchr(flags, 'i'),
                               .service = !!strchr(flags, 's'),
                               .roles = roles};
    ok(lic_employee_add(&report, scene->from, &caller, &employee, scene->pool));
    return employee.id;
}

apr_int64_t scene_hire(scene_t *scene, const char *login, const char *flags)
{
    return hire(scene, "acme", login, flags, NULL);
}

static void grant(scene_t *scene, const char *account, const char *role, lic_right_t right)
{
    lic_caller_t caller = scene->operator;
    apr_int64_t changed;
    caller.account = account;
    ok(lic_role_grant(&changed, scene->from, &caller, role, right, 1, scene->pool));
    assert_true(changed);
}

lic_caller_t scene_caller(const scene_t *scene, const char *account, const char *user, lic_rights_t need)
{
    return (lic_caller_t){
        .account = account, .user = user, .need = need, .path = "/products/standard", .now = scene->now};
}

static void make_world(scene_t *scene)
{
    make_products(scene);
    make_account(scene, "acme");
    make_account(scene, "globex");
    grant(scene, "acme", "admin", LIC_RIGHT_MY_ACCOUNT);
    grant(scene, "acme", "admin", LIC_RIGHT_ROLES);
    grant(scene, "acme", "viewer", LIC_RIGHT_MY_ACCOUNT_VIEW);
    grant(scene, "globex", "admin", LIC_RIGHT_MY_ACCOUNT);
    scene_quantity(scene, "standard", 3);
    scene->operator.account = "globex";
    scene_quantity(scene, "standard", 1);
    scene->operator.account = "acme";
    scene->anna_id = hire(scene, "acme", "anna", "", "admin");
    scene->bo_id = hire(scene, "acme", "bo", "", "viewer");
    scene->dan_id = hire(scene, "acme", "dan", "", NULL);
    hire(scene, "globex", "ole", "", "admin");
}

scene_t *scene_make(harness_t *h)
{
    scene_t *scene = apr_pcalloc(h->p, sizeof(*scene));
    scene->pool = h->p;
    scene->from = lic_db_source_keep(h->source, 0, h->p);
    scene->db = h->db;
    scene_at(scene, "2026-11-10T09:00:00Z");
    make_world(scene);
    return scene;
}

/* --- acting ------------------------------------------------------------------------------------- */

apr_time_t scene_instant(const char *text)
{
    apr_time_t at;
    assert_true(lic_instant_parse(&at, text));
    return at;
}

void scene_at(scene_t *scene, const char *instant)
{
    scene->now = scene_instant(instant);
    scene->anna = scene_caller(scene, "acme", "anna", LIC_RIGHT_MY_ACCOUNT);
    scene->operator=(lic_caller_t){.account = "acme", .user = "operator", .trusted = 1, .now = scene->now};
}

lic_outcome_t scene_quantity(scene_t *scene, const char *product, apr_int64_t total)
{
    lic_outcome_t out;
    ok(lic_quantity_set(&out, scene->from, &scene->operator, product, total, LIC_REQUESTER_SUPPORT, NULL, scene->pool));
    return out;
}

lic_employee_outcome_t scene_act(scene_t *scene, lic_act_t act, apr_int64_t employee, const char *module)
{
    lic_act_report_t report;
    ok(lic_employee_act(&report, scene->from, &scene->operator, act, &employee, 1, module, scene->pool));
    return report.rows[0].outcome;
}

/* --- looking ------------------------------------------------------------------------------------ */

const char *scene_rows(scene_t *scene, const char *sql)
{
    sql_rows_t rows;
    ok(sql_select(&rows, scene->db, sql, scene->pool));
    return sql_text(&rows, scene->pool);
}

apr_int64_t scene_number(scene_t *scene, const char *sql)
{
    return apr_atoi64(scene_rows(scene, sql));
}

void scene_run_sql(scene_t *scene, const char *sql)
{
    ok(lic_db_run(scene->db, sql, scene->pool));
}

const char *scene_dump(scene_t *scene)
{
    static const char *const tables[] = {
        "account", "position",     "employee", "assignment", "role",    "role_right", "employee_role", "invoice",
        "journal", "invoice_line", "outbox",   "usage_day",  "request", "refusal",    "product",       "price"};
    const char *text = scene_rows(scene, "SELECT * FROM setting ORDER BY 1");
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        text = apr_pstrcat(scene->pool, text, tables[i], ":\n",
                           scene_rows(scene, apr_psprintf(scene->pool, "SELECT * FROM %s ORDER BY 1, 2, 3", tables[i])),
                           NULL);
    return text;
}

static void breached(void *baton, const char *invariant, const char *account, const char *what)
{
    (void)baton;
    print_error("breach: %s: %s: %s\n", account, invariant, what);
}

void scene_audit(scene_t *scene)
{
    apr_int64_t breaches = 0;
    ok(lic_catch_up(NULL, scene->from, "acme", scene->now, NULL, scene->pool));
    ok(lic_catch_up(NULL, scene->from, "globex", scene->now, NULL, scene->pool));
    ok(lic_audit_run(&breaches, scene->db, 0, scene->now, breached, NULL, scene->pool));
    assert_int_equal(breaches, 0);
}
