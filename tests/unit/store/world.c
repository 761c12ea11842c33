/* world.c  See world.h. */
#include "world.h"

#include "base/instant.h"
#include "sql.h"
#include "store/login.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/employee.h"
#include "store/overage.h"
#include "store/product.h"
#include "store/role.h"
#include "store/statement.h"
#include "store/transaction.h"

apr_time_t world_instant(const char *text)
{
    apr_time_t at;
    assert_true(lic_instant_parse(&at, text));
    return at;
}

/* --- SQL of a test's own -------------------------------------------------------------------------------------------
 */

const char *world_rows(world_t *world, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = apr_pvsprintf(world->pool, format, args);
    va_end(args);
    sql_rows_t rows;
    world_ok(sql_select(&rows, world->db, sql, world->pool));
    return sql_text(&rows, world->pool);
}

apr_int64_t world_number(world_t *world, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = apr_pvsprintf(world->pool, format, args);
    va_end(args);
    return apr_atoi64(world_rows(world, "%s", sql));
}

void world_run(world_t *world, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = apr_pvsprintf(world->pool, format, args);
    va_end(args);
    world_ok(lic_db_run(world->db, sql, world->pool));
}

const char *world_dump(world_t *world, apr_int64_t account)
{
    static const char *const tables[] = {"position",     "employee",      "assignment", "role",
                                         "role_right",   "employee_role", "invoice",    "journal",
                                         "invoice_line", "outbox",        "usage_day",  "request"};
    const char *text = world_rows(world, "SELECT * FROM account WHERE id = %" APR_INT64_T_FMT, account);
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        text = apr_pstrcat(world->pool, text, tables[i], ":\n",
                           world_rows(world, "SELECT * FROM %s WHERE account = %" APR_INT64_T_FMT " ORDER BY 1, 2, 3",
                                      tables[i], account),
                           NULL);
    return text;
}

/* --- units ---------------------------------------------------------------------------------------------------------
 */

lic_change_t *world_begin(world_t *world)
{
    lic_account_t *account;
    lic_book_t *book;
    world_ok(lic_db_begin(world->db, world->pool));
    world_ok(lic_account_lock(&account, world->db, world->account, world->pool));
    world_ok(lic_book_load(&book, world->db, account, world->pool));
    return lic_change_make(book, world->now, "anna", "anna@example.com", world->pool);
}

/* The same facts as for a overage that is too long for lists */
static void hide_lists(lic_overage_t *overage, lic_kind_t kind)
{
    if (kind != LIC_KIND_USER && kind != LIC_KIND_ADDON)
        return;
    if (overage->marked_total > LIC_OVERAGE_LIST || overage->beyond > LIC_OVERAGE_LIST)
        return;
    if (overage->beyond > 0)
        overage->boundary = &overage->newest[overage->nnewest - 1];
    overage->marked_total = LIC_OVERAGE_LIST + 1;
    overage->newest = overage->marked = NULL;
    overage->nnewest = overage->nmarked = 0;
}

static lic_error_t *mark_all(world_t *world, lic_change_t *marks)
{
    for (int i = 0; i < marks->after->npositions; i++) {
        lic_overage_t *overage = apr_palloc(world->pool, sizeof(*overage));
        const lic_position_t *position = &marks->after->positions[i];
        LIC_TRY(lic_overage_load(overage, world->db, world->id, position, world->pool));
        if (world->by_range)
            hide_lists(overage, position->kind);
        lic_grace_decide(marks, overage);
    }
    return lic_change_apply(world->db, marks, world->pool);
}

static lic_error_t *settle(world_t *world, lic_change_t *change)
{
    lic_deadlines_t deadlines;
    lic_threshold_warn(change);
    LIC_TRY(lic_change_apply(world->db, change, world->pool));
    lic_change_t *marks = lic_change_make(change->after, change->now, change->actor, change->actor_email, world->pool);
    LIC_TRY(mark_all(world, marks));
    LIC_TRY(lic_deadlines_load(&deadlines, world->db, marks->after->account, world->pool));
    marks->after->account->next_due = lic_agenda_when(marks->after->account, &deadlines);
    LIC_TRY(lic_account_save(world->db, marks->after->account, world->pool));
    return lic_db_commit(world->db, world->pool);
}

lic_error_t *world_try(world_t *world, lic_change_t *change)
{
    lic_account_reached(change->after->account, world->now);
    lic_error_t *err = settle(world, change);
    if (err)
        lic_db_rollback(world->db);
    return err;
}

void world_end(world_t *world, lic_change_t *change)
{
    world_ok(world_try(world, change));
}

static int step_due(world_t *world)
{
    lic_account_t *account;
    lic_book_t *book;
    lic_deadlines_t deadlines;
    lic_due_t due;
    world_ok(lic_db_begin(world->db, world->pool));
    world_ok(lic_account_lock(&account, world->db, world->account, world->pool));
    world_ok(lic_deadlines_load(&deadlines, world->db, account, world->pool));
    if (!lic_agenda_next(&due, account, &deadlines, world->now)) {
        lic_db_rollback(world->db);
        return 0;
    }
    world_ok(lic_book_load(&book, world->db, account, world->pool));
    lic_change_t *change = lic_change_make(book, due.at, "system", NULL, world->pool);
    world_ok(lic_agenda_decide(change, &due));
    world_ok(settle(world, change));
    return 1;
}

void world_pass(world_t *world, int hours)
{
    world->now += apr_time_from_sec((apr_time_t)hours * 3600);
    while (step_due(world))
        ;
}

/* --- accounts ------------------------------------------------------------------------------------------------------
 */

void world_turn_to(world_t *world, const char *key)
{
    lic_account_t *account;
    world_ok(lic_account_find(&account, world->db, key, world->pool));
    world->account = account->key;
    world->id = account->id;
}

static void open_account(world_t *world, const char *key)
{
    lic_account_t *account = apr_pcalloc(world->pool, sizeof(*account));
    lic_zone_t *zone;
    world_ok(lic_zone_open(&zone, "Europe/Copenhagen", world->pool));
    *account = (lic_account_t){.key = key,
                               .name = "The company",
                               .currency = "DKK",
                               .locale = "da-DK",
                               .timezone = "Europe/Copenhagen",
                               .billing = "billing@example.com",
                               .legal_name = "",
                               .address = "",
                               .country = "DK",
                               .vat_id = "",
                               .electronic_address = "",
                               .order_number = "",
                               .digits = 2,
                               .months = 1,
                               .anchor = lic_date_parse("2026-11-01"),
                               .vat = 2500,
                               .ceiling = 1000000,
                               .zone = zone};
    lic_lifecycle_begin(account, world->now);
    world_ok(lic_account_insert(world->db, account, world->pool));
}

static void make_admins(world_t *world)
{
    world_ok(lic_role_insert(world->db, world->id, "admin", "Administrators", world->pool));
    lic_change_t *change = world_begin(world);
    lic_role_t *role;
    int changed;
    world_ok(lic_role_load(&role, world->db, world->id, "admin", world->pool));
    world_ok(lic_rights_decide(change, &changed, role, LIC_RIGHT_ROLES, 1, 0));
    world_ok(lic_rights_decide(change, &changed, role, LIC_RIGHT_MY_ACCOUNT, 1, 0));
    world_end(world, change);
}

void world_account(world_t *world, const char *key)
{
    open_account(world, key);
    world_turn_to(world, key);
    lic_change_t *change = world_begin(world);
    lic_lifecycle_open(change);
    world_end(world, change);
    make_admins(world);
}

world_t *world_make(lic_db_t *db, apr_pool_t *pool)
{
    static const struct {
        const char *key;
        lic_kind_t kind;
        const char *name;
        apr_int64_t price;
    } products[] = {{"standard", LIC_KIND_USER, "Standard licence", 24900},
                    {"central", LIC_KIND_BUNDLED, "Business Central", 0},
                    {"crm", LIC_KIND_ADDON, "TimeLog CRM", 4900},
                    {"outlook", LIC_KIND_ADDON, "Microsoft Outlook", 1900},
                    {"visma", LIC_KIND_INTEGRATION, "Visma Admin", 49900}};
    world_t *world = apr_pcalloc(pool, sizeof(*world));
    world->pool = pool;
    world->db = db;
    world->now = world_instant("2026-11-10T09:00:00Z");
    for (unsigned i = 0; i < sizeof(products) / sizeof(products[0]); i++) {
        world_ok(lic_product_insert(db, products[i].key, products[i].kind, products[i].name, pool));
        world_ok(lic_price_insert(db, products[i].key, "DKK", lic_date_parse("2026-01-01"), products[i].price, pool));
    }
    world_ok(lic_login_change(db, LIC_LOGINS_ACCOUNT, pool)); /* so that accounts may be alike to the last log-in */
    world_account(world, "acme");
    return world;
}

/* --- operations ----------------------------------------------------------------------------------------------------
 */

apr_int64_t world_product(world_t *world, const char *key)
{
    const apr_int64_t id = world_number(world, "SELECT id FROM product WHERE product_key = '%s'", key);
    assert_true(id > 0);
    return id;
}

lic_position_t world_position(world_t *world, const char *key)
{
    lic_account_t *account;
    lic_book_t *book;
    world_ok(lic_account_find(&account, world->db, world->account, world->pool));
    world_ok(lic_book_load(&book, world->db, account, world->pool));
    const lic_position_t *position = lic_book_find(book, key);
    assert_non_null(position);
    return *position;
}

apr_int64_t world_hire(world_t *world, const char *login, const char *flags)
{
    static const char *const admin[] = {"admin", NULL};
    lic_change_t *change = world_begin(world);
    lic_employee_t *loaded = apr_pcalloc(world->pool, sizeof(*loaded));
    *loaded = (lic_employee_t){.login = login,
                               .name = apr_pstrcat(world->pool, "Name of ", login, NULL),
                               .initials = "XY",
                               .email = apr_pstrcat(world->pool, login, "@example.com", NULL),
                               .active = strchr(flags, 'a') != NULL,
                               .service = strchr(flags, 's') != NULL,
                               .roles = strchr(flags, 'r') ? admin : NULL};
    lic_employee_create(change, lic_change_event(change, LIC_EVENT_CREATED, NULL), loaded);
    if (strchr(flags, 'p')) {
        lic_employee_protect(change, lic_change_event(change, LIC_EVENT_PROTECTED, NULL), loaded, 1);
    }
    world_end(world, change);
    return loaded->id;
}

void world_edit(world_t *world, apr_int64_t employee, const char *name)
{
    lic_employee_t *loaded;
    lic_change_t *change = world_begin(world);
    world_ok(lic_employee_load(&loaded, world->db, world->id, employee, world->pool));
    lic_employee_t wanted = *loaded;
    wanted.name = name;
    lic_employee_edit(change, lic_change_event(change, LIC_EVENT_EDITED, NULL), loaded, &wanted);
    world_end(world, change);
}

typedef lic_employee_outcome_t world_act_fn(lic_change_t *change, lic_event_t *event, const lic_employee_t *loaded,
                                            apr_int64_t product);

static lic_employee_outcome_t activate(lic_change_t *change, lic_event_t *event, const lic_employee_t *loaded,
                                       apr_int64_t product)
{
    (void)product;
    return lic_employee_activate(change, event, loaded);
}

static lic_employee_outcome_t deactivate(lic_change_t *change, lic_event_t *event, const lic_employee_t *loaded,
                                         apr_int64_t product)
{
    return lic_employee_deactivate(change, event, loaded, product);
}

static void act(world_t *world, apr_int64_t employee, world_act_fn *fn, lic_event_kind_t kind, const char *product)
{
    lic_change_t *change = world_begin(world);
    lic_employee_t *loaded;
    world_ok(lic_employee_load(&loaded, world->db, world->id, employee, world->pool));
    const lic_employee_outcome_t outcome =
        fn(change, lic_change_event(change, kind, product), loaded, product ? world_product(world, product) : 0);
    assert_int_equal(outcome, LIC_EMPLOYEE_DONE);
    world_end(world, change);
}

void world_activate(world_t *world, apr_int64_t employee)
{
    act(world, employee, activate, LIC_EVENT_ACTIVATED, NULL);
}

void world_deactivate(world_t *world, apr_int64_t employee)
{
    act(world, employee, deactivate, LIC_EVENT_DEACTIVATED, NULL);
}

void world_assign(world_t *world, apr_int64_t employee, const char *product)
{
    act(world, employee, lic_employee_assign, LIC_EVENT_ASSIGNED, product);
}

void world_unassign(world_t *world, apr_int64_t employee, const char *product)
{
    act(world, employee, lic_employee_unassign, LIC_EVENT_UNASSIGNED, product);
}

void world_quantity(world_t *world, const char *product, apr_int64_t total)
{
    lic_change_t *change = world_begin(world);
    lic_outcome_t outcome;
    world_ok(lic_quantity_decide(change, &outcome, world_product(world, product), total, LIC_REQUESTER_SUPPORT));
    world_end(world, change);
}

/* --- audit ---------------------------------------------------------------------------------------------------------
 */

typedef struct found_t {
    apr_pool_t *pool;
    const char *names, *last;
} found_t;

static void note_breach(void *baton, const char *invariant, const char *account, const char *what)
{
    found_t *found = baton;
    (void)account;
    (void)what;
    if (!strcmp(found->last, invariant))
        return;
    found->names = *found->names ? apr_pstrcat(found->pool, found->names, " ", invariant, NULL) : invariant;
    found->last = invariant;
}

const char *world_breaches(world_t *world, apr_int64_t account)
{
    found_t found = {world->pool, "", ""};
    apr_int64_t breaches;
    world_ok(lic_audit_run(&breaches, world->db, account, world->now, note_breach, &found, world->pool));
    assert_int_equal(breaches > 0, *found.names != '\0');
    return found.names;
}
