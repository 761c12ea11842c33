/*
 * test_crowd.c  Marking by lists and by boundary comes to the same; long overages; the last role administrator comes
 * last.
 *
 * The two ways are compared on twins: two accounts to which the same things happen at the same instants, one of which
 * is marked by lists and the other by range operations. Everything that is written must be the same.
 */
#include "harness.h"
#include "world.h"
#include "../core/marking.h"

#include "store/employee.h"
#include "store/overage.h"
#include "store/role.h"

/* What must be alike, without the account's own key */
static const char *picture(world_t *w, apr_int64_t id)
{
    static const char *const queries[] = {
        "SELECT id, login, active, service, protected, created_at, activated_at, deadline FROM employee",
        "SELECT id, employee, product, assigned_at, since, counts, deadline FROM assignment",
        "SELECT id, event, at, actor, action, product, object, name, old_state, new_state, deadline FROM journal",
        "SELECT id, event, kind, address, rows_told FROM outbox",
    };
    const char *text = world_rows(w,
                                  "SELECT product, purchased, next_quantity, used FROM position"
                                  " WHERE account = %" APR_INT64_T_FMT " ORDER BY product",
                                  id);
    for (unsigned i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
        text = apr_pstrcat(w->pool, text, "\n",
                           world_rows(w, "%s WHERE account = %" APR_INT64_T_FMT " ORDER BY id", queries[i], id), NULL);
    return text;
}

static unsigned seed;

static unsigned pick(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

typedef struct twins_t {
    world_t *world;
    apr_int64_t id[2];
    apr_int64_t hired;
} twins_t;

/* One thing that happens to an account; `roll` is the same for both twins */
static void happen(world_t *w, apr_int64_t hired, unsigned roll, unsigned who, unsigned amount)
{
    const char *login = apr_psprintf(w->pool, "person%u", (unsigned)hired + 1);
    static const char *const flags[] = {"a", "a", "a", "ap", "", "as", "ar", "a"};
    static const char *const add_ons[] = {"crm", "outlook"};
    const apr_int64_t id = hired ? 1 + who % (unsigned)hired : 0;
    const char *module = add_ons[amount % 2];
    const apr_int64_t active = world_number(
        w, "SELECT active FROM employee WHERE account = %" APR_INT64_T_FMT " AND id = %" APR_INT64_T_FMT, w->id, id);
    const apr_int64_t plain = world_number(
        w, "SELECT 1 - service FROM employee WHERE account = %" APR_INT64_T_FMT " AND id = %" APR_INT64_T_FMT, w->id,
        id);
    const apr_int64_t held = world_number(w,
                                          "SELECT COUNT(*) FROM assignment s JOIN product p ON p.id = s.product"
                                          " WHERE s.account = %" APR_INT64_T_FMT " AND s.employee = %" APR_INT64_T_FMT
                                          " AND p.product_key = '%s'",
                                          w->id, id, module);
    if (!hired || roll < 7)
        world_hire(w, login, flags[who % 8]);
    else if (roll < 8)
        world_quantity(w, "standard", 1 + amount % 5);
    else if (roll < 10)
        world_quantity(w, module, amount % 4);
    else if (roll < 13 && !active)
        world_activate(w, id);
    else if (roll < 14 && active)
        world_deactivate(w, id);
    else if (active && plain && !held)
        world_assign(w, id, module);
    else if (held)
        world_unassign(w, id, module);
}

static void step_twins(twins_t *twins)
{
    const unsigned roll = pick(18), who = pick(1000), amount = pick(1000);
    const int hours = pick(4) ? (int)pick(3) : (int)pick(100);
    world_t *w = twins->world;
    const apr_time_t before = w->now;
    for (int i = 0; i < 2; i++) {
        w->by_range = i;
        w->now = before;
        world_turn_to(w, i ? "twin" : "acme");
        world_pass(w, hours);
        happen(w, twins->hired, roll, who, amount);
    }
    twins->hired = world_number(w, "SELECT COUNT(*) FROM employee WHERE account = 1");
    if (strcmp(picture(w, twins->id[0]), picture(w, twins->id[1])))
        assert_string_equal(picture(w, twins->id[0]), picture(w, twins->id[1]));
}

static void lists_and_ranges_write_the_same(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    twins_t twins = {.world = w, .id = {1, 2}};
    world_account(w, "twin");
    seed = 2026;
    for (int i = 0; i < 120; i++)
        step_twins(&twins);
    assert_true(world_number(w, "SELECT COUNT(*) FROM journal WHERE action = 'marked'") > 20);
    assert_true(world_number(w, "SELECT COUNT(*) FROM journal WHERE action = 'unmarked'") > 10);
    assert_true(world_number(w, "SELECT COUNT(*) FROM journal WHERE action = 'deactivated' AND actor = 'system'") > 2);
    assert_string_equal(world_breaches(w, 0), "");
}

static void hire_many(world_t *w, int n, const char *prefix)
{
    lic_change_t *change = world_begin(w);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_CREATED, NULL);
    for (int i = 0; i < n; i++) {
        lic_employee_t *employee = apr_pcalloc(w->pool, sizeof(*employee));
        *employee = (lic_employee_t){.login = apr_psprintf(w->pool, "%s%d", prefix, i),
                                     .name = apr_psprintf(w->pool, "Person %d", i),
                                     .initials = "",
                                     .email = "x@example.com",
                                     .active = 1,
                                     .is_protected = i % 7 == 0};
        lic_employee_create(change, event, employee);
        if (employee->is_protected) {
            lic_employee_t *plain = apr_pmemdup(w->pool, employee, sizeof(*employee));
            plain->is_protected = employee->is_protected = 0;
            lic_employee_protect(change, lic_change_event_of(change, LIC_EVENT_PROTECTED), plain, 1);
        }
    }
    world_end(w, change);
}

/* Longer than a list: the overage is a boundary, found by the database */
static void a_long_crowd_is_marked_and_falls_as_a_whole(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const int n = 2 * LIC_OVERAGE_LIST;
    world_quantity(w, "standard", 10);
    const apr_int64_t last_role_admin = world_hire(w, "anna", "ar");
    world_pass(w, 1);
    hire_many(w, n, "one");
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE deadline IS NOT NULL"), n - 9);
    assert_string_equal(world_rows(w, "SELECT COUNT(*), COUNT(DISTINCT event) FROM journal WHERE action = 'marked'"),
                        apr_psprintf(w->pool, "%d|1\n", n - 9));
    assert_string_equal(world_rows(w, "SELECT rows_told FROM outbox WHERE kind = 'marked' ORDER BY id"),
                        apr_psprintf(w->pool, "%d\n%d\n", n - 9, n - 9));
    assert_string_equal(world_breaches(w, 0), "");

    world_pass(w, 24);
    world_quantity(w, "standard", 300); /* still longer than a list: some marks go by boundary */
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE deadline IS NOT NULL"), n - 299);
    assert_string_equal(world_breaches(w, 0), "");

    world_pass(w, 7 * 24);
    assert_int_equal(world_position(w, "standard").used, 300);
    assert_int_equal(world_number(w, "SELECT active FROM employee WHERE id = %" APR_INT64_T_FMT, last_role_admin), 1);
    assert_string_equal(world_breaches(w, 0), "");
}

static void without_a_licence_everybody_is_marked_the_keeper_too(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    hire_many(w, LIC_OVERAGE_LIST + 5, "one");
    const apr_int64_t last_role_admin = world_hire(w, "anna", "ar");
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE deadline IS NULL"), 0);
    assert_string_equal(world_breaches(w, 0), "");
    world_quantity(w, "standard", 1);
    assert_string_equal(world_rows(w, "SELECT id FROM employee WHERE deadline IS NULL"),
                        apr_psprintf(w->pool, "%" APR_INT64_T_FMT "\n", last_role_admin));
    world_quantity(w, "standard", LIC_OVERAGE_LIST + 6);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE deadline IS NOT NULL"), 0);
    assert_string_equal(world_breaches(w, 0), "");
}

static void a_long_crowd_of_add_ons_is_marked_by_boundary(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const int n = LIC_OVERAGE_LIST + 20;
    world_quantity(w, "standard", n + 1);
    world_hire(w, "anna", "ar");
    hire_many(w, n, "one");
    lic_change_t *change = world_begin(w);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_ASSIGNED, "crm");
    for (int id = 2; id <= n + 1; id++) {
        lic_employee_t *employee;
        world_ok(lic_employee_load(&employee, w->db, w->id, id, w->pool));
        assert_int_equal(lic_employee_assign(change, event, employee, world_product(w, "crm")), LIC_EMPLOYEE_DONE);
    }
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM assignment WHERE deadline IS NOT NULL"), n);
    world_quantity(w, "crm", 15);
    assert_string_equal(world_rows(w, "SELECT COUNT(*), MAX(id) FROM assignment WHERE deadline IS NULL"), "15|15\n");
    assert_string_equal(world_breaches(w, 0), "");
    world_pass(w, 7 * 24);
    assert_string_equal(world_rows(w, "SELECT COUNT(*), MAX(id) FROM assignment"), "15|15\n");
    assert_int_equal(world_position(w, "crm").used, 15);
    assert_string_equal(world_breaches(w, 0), "");
}

static void the_order_is_unprotected_then_protected_then_the_keeper(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const lic_seat_t *seats;
    int n;
    const char *order = "";
    world_quantity(w, "standard", 20);
    world_hire(w, "keeper", "ar");
    world_hire(w, "protected", "ap");
    world_hire(w, "old", "a");
    world_hire(w, "service", "as");
    world_hire(w, "away", "");
    world_pass(w, 1);
    world_hire(w, "new", "a");
    world_hire(w, "same-instant", "a");
    const lic_position_t position = world_position(w, "standard");
    world_ok(lic_overage_newest(&seats, &n, w->db, w->id, &position, 50, w->pool));
    for (int i = 0; i < n; i++) {
        order = apr_pstrcat(w->pool, order, seats[i].login, " ", NULL);
        if (i)
            assert_true(marking_compare(&seats[i - 1], &seats[i]) < 0);
    }
    assert_string_equal(order, "same-instant new old protected keeper ");
    world_ok(lic_overage_newest(&seats, &n, w->db, w->id, &position, 2, w->pool));
    assert_int_equal(n, 2);
    world_hire(w, "second-keeper", "ar");
    apr_int64_t last_role_admin;
    world_ok(lic_role_last_admin(&last_role_admin, w->db, w->id, w->pool));
    assert_int_equal(last_role_admin, 0);
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(lists_and_ranges_write_the_same),
        HARNESS_TEST(a_long_crowd_is_marked_and_falls_as_a_whole),
        HARNESS_TEST(without_a_licence_everybody_is_marked_the_keeper_too),
        HARNESS_TEST(a_long_crowd_of_add_ons_is_marked_by_boundary),
        HARNESS_TEST(the_order_is_unprotected_then_protected_then_the_keeper),
    };
    return harness_main("crowd", tests, sizeof(tests) / sizeof(*tests));
}
