/* test_reads.c  Accounts, books, products, settings, staff, roles, stored answers: what is found, and what isn't. */
#include "harness.h"
#include "world.h"

#include <string.h>
#include <apr_strings.h>

#include "store/account.h"
#include "store/admission.h"
#include "store/employee.h"
#include "store/forecast.h"
#include "store/overage.h"
#include "store/product.h"
#include "store/request.h"
#include "store/role.h"
#include "store/setting.h"
#include "store/statement_texts_private.h"
#include "store/transaction.h"

static void the_lock_moves_the_revision_and_knows_no_stranger(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_account_t *account, *locked;
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    assert_ok(lic_account_lock(&locked, h->db, "acme", h->p));
    assert_true(locked->revision == account->revision + 1);
    assert_problem(lic_account_lock(&locked, h->db, "nobody", h->p), LIC_UNKNOWN, "account-unknown");
    assert_problem(lic_account_find(&locked, h->db, "ACME", h->p), LIC_UNKNOWN, "account-unknown");
    assert_int_equal(account->digits, 2);
    assert_non_null(account->zone);
    (void)w;
}

static void an_account_is_saved_as_it_is(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_account_t *account, *again;
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    account->name = "Ærlig & Søn";
    account->locale = "en-GB";
    account->billing = "post@example.com";
    account->legal_name = "Ærlig A/S";
    account->address = "Vej 1";
    account->vat_id = "DK1";
    account->electronic_address = "0184:DK1";
    account->order_number = "PO 7";
    account->attach_ubl = 1;
    account->vat = 1250;
    account->ceiling = 7;
    account->state = LIC_ACCOUNT_CLOSING;
    account->last_at = account->told_until = account->next_due = 0;
    account->last_outbox = 77;
    account->invoice_year = 2031;
    assert_ok(lic_account_save(h->db, account, h->p));
    assert_ok(lic_account_find(&again, h->db, "acme", h->p));
    again->zone = account->zone;
    assert_string_equal(again->name, account->name);
    assert_string_equal(again->locale, account->locale);
    assert_string_equal(again->billing, account->billing);
    assert_string_equal(again->legal_name, account->legal_name);
    assert_string_equal(again->address, account->address);
    assert_string_equal(again->vat_id, account->vat_id);
    assert_string_equal(again->electronic_address, account->electronic_address);
    assert_string_equal(again->order_number, account->order_number);
    assert_int_equal(again->attach_ubl, 1);
    assert_int_equal(again->vat, 1250);
    assert_true(again->ceiling == 7 && again->state == LIC_ACCOUNT_CLOSING && again->last_outbox == 77);
    assert_true(again->last_at == 0 && again->told_until == 0 && again->next_due == 0 && again->invoice_year == 2031);
    assert_true(again->period_start == account->period_start && again->period_end_at == account->period_end_at);
    (void)w;
}

static void nothing_is_added_twice(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_account_t *account;
    int any;
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    assert_problem(lic_account_insert(h->db, account, h->p), LIC_CONFLICT, "account-exists");
    assert_problem(lic_product_insert(h->db, "crm", LIC_KIND_ADDON, "CRM", h->p), LIC_CONFLICT, "product-exists");
    assert_problem(lic_price_insert(h->db, "crm", "DKK", lic_date_parse("2026-01-01"), 1, h->p), LIC_CONFLICT,
                   "price-exists");
    assert_problem(lic_price_insert(h->db, "none", "DKK", lic_date_parse("2026-01-01"), 1, h->p), LIC_UNKNOWN,
                   "product-unknown");
    assert_problem(lic_role_insert(h->db, w->id, "admin", "Again", h->p), LIC_CONFLICT, "role-exists");
    assert_ok(lic_price_any(&any, h->db, "crm", "DKK", h->p));
    assert_true(any);
    assert_ok(lic_price_any(&any, h->db, "crm", "EUR", h->p));
    assert_false(any);
}

static void a_book_holds_every_product_and_its_own_currencys_prices(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_account_t *account;
    lic_book_t *book;
    const char *order = "";
    assert_ok(lic_product_insert(h->db, "late", LIC_KIND_USER, "Added last, shown first", h->p));
    assert_ok(lic_price_insert(h->db, "crm", "EUR", lic_date_parse("2026-01-01"), 1, h->p));
    assert_ok(lic_price_insert(h->db, "crm", "DKK", lic_date_parse("2027-01-01"), 5900, h->p));
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    assert_ok(lic_book_load(&book, h->db, account, h->p));
    for (int i = 0; i < book->npositions; i++)
        order = apr_pstrcat(h->p, order, book->positions[i].key, " ", NULL);
    assert_string_equal(order, "standard late central crm outlook visma ");
    assert_true(book->positions[0].purchased == 0 && book->positions[0].threshold == -1);
    assert_int_equal(book->nprices, 6);
    assert_true(book->grace == apr_time_from_sec(7 * 24 * 3600));
    (void)w;
}

static void settings_can_be_set_again(harness_t *h)
{
    const char *value;
    lic_secret_t secret;
    assert_ok(lic_setting_get(&value, h->db, "colour", h->p));
    assert_null(value);
    for (int i = 0; i < 2; i++) {
        assert_ok(lic_setting_set(h->db, "colour", "blue", h->p));
        assert_ok(lic_setting_set(h->db, "colour", i ? "blue" : "green", h->p));
    }
    assert_ok(lic_setting_get(&value, h->db, "colour", h->p));
    assert_string_equal(value, "blue");
    assert_ok(lic_secret_load(&secret, h->db, h->p));
    assert_true(strlen(secret.current) >= 32);
    assert_null(secret.previous);
}

static void accounts_are_due_by_instant_in_the_buckets_asked_for(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    apr_array_header_t *keys;
    world_account(w, "beta");
    world_account(w, "gamma");
    world_run(w, "UPDATE account SET next_due = CASE id WHEN 1 THEN 2000 WHEN 2 THEN 1000 ELSE NULL END");
    assert_ok(lic_account_due(&keys, h->db, apr_time_from_sec(2000), 0, 15, 10, h->p));
    assert_int_equal(keys->nelts, 2);
    assert_string_equal(APR_ARRAY_IDX(keys, 0, const char *), "beta");
    assert_ok(lic_account_due(&keys, h->db, apr_time_from_sec(1999), 0, 15, 10, h->p));
    assert_int_equal(keys->nelts, 1);
    assert_ok(lic_account_due(&keys, h->db, apr_time_from_sec(2000), 3, 15, 10, h->p));
    assert_int_equal(keys->nelts, 0);
    assert_ok(lic_account_keys(&keys, h->db, NULL, 2, h->p));
    assert_int_equal(keys->nelts, 2);
    assert_ok(lic_account_keys(&keys, h->db, "beta", 2, h->p));
    assert_string_equal(APR_ARRAY_IDX(keys, 0, const char *), "gamma");
}

static void deadlines_are_the_earliest_and_those_not_reminded_of(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_account_t *account;
    lic_deadlines_t deadlines;
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    assert_ok(lic_deadlines_load(&deadlines, h->db, account, h->p));
    assert_true(deadlines.employee == 0 && deadlines.assignment == 0 && deadlines.unreminded == 0);
    world_hire(w, "anna", "ar");
    const apr_time_t first = w->now + apr_time_from_sec(7 * 24 * 3600);
    world_pass(w, 2);
    world_assign(w, 1, "crm");
    const apr_time_t second = w->now + apr_time_from_sec(7 * 24 * 3600);
    assert_ok(lic_deadlines_load(&deadlines, h->db, account, h->p));
    assert_true(deadlines.employee == first && deadlines.assignment == second && deadlines.unreminded == first);
    account->told_until = first - LIC_REMIND_BEFORE;
    assert_ok(lic_deadlines_load(&deadlines, h->db, account, h->p));
    assert_true(deadlines.employee == first && deadlines.unreminded == second);
}

static void a_caller_has_the_rights_of_its_roles_while_active(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_admission_t in;
    apr_int64_t others;
    world_hire(w, "anna", "ar");
    world_hire(w, "dan", "a");
    world_hire(w, "away", "r");
    assert_ok(lic_admission_caller(&in, h->db, "acme", "anna", h->p));
    assert_string_equal(in.employee->email, "anna@example.com");
    assert_int_equal(in.rights, LIC_RIGHT_ROLES | LIC_RIGHT_MY_ACCOUNT);
    assert_ok(lic_admission_caller(&in, h->db, "acme", "dan", h->p));
    assert_non_null(in.employee);
    assert_int_equal(in.rights, 0);
    assert_ok(lic_admission_caller(&in, h->db, "acme", "away", h->p));
    assert_non_null(in.employee);
    assert_int_equal(in.rights, 0);
    assert_ok(lic_admission_caller(&in, h->db, "acme", "nobody", h->p));
    assert_null(in.employee);
    assert_ok(lic_role_admins(&others, h->db, w->id, h->p));
    assert_int_equal(others, 1);
}

static void an_employee_is_loaded_with_what_it_holds(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_employee_t *employee;
    world_hire(w, "anna", "ap");
    world_assign(w, 1, "crm");
    assert_ok(lic_employee_by_login(&employee, h->db, w->id, "anna", h->p));
    assert_true(employee->id == 1 && employee->active && employee->is_protected && !employee->service);
    assert_true(employee->created == w->now && employee->activated == w->now);
    assert_int_equal(employee->nheld, 1);
    assert_true(employee->held[0].product == world_product(w, "crm") && employee->held[0].employee == 1);
    assert_true(employee->held[0].assigned == w->now && employee->held[0].deadline > w->now);
    assert_problem(lic_employee_load(&employee, h->db, w->id, 2, h->p), LIC_UNKNOWN, "employee-unknown");
}

static void an_answer_is_found_by_its_key_and_content_for_48_hours(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const char *answer;
    apr_time_t oldest;
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id, "key", "digest", h->p));
    assert_null(answer);
    assert_int_equal(oldest, 0);
    assert_ok(lic_request_store(h->db, w->id, "key", "digest", "<answer/>", w->now, h->p));
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id, "key", "digest", h->p));
    assert_string_equal(answer, "<answer/>");
    assert_int_equal(oldest, w->now);
    assert_problem(lic_request_find(&answer, &oldest, h->db, w->id, "key", "other", h->p), LIC_REFUSED, "key-reused");
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id, "another", "digest", h->p));
    assert_null(answer);
    assert_int_equal(oldest, w->now);
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id + 1, "key", "digest", h->p));
    assert_null(answer);
    assert_int_equal(oldest, 0);
    assert_ok(lic_request_forget(h->db, w->id + 1, w->now + 2 * LIC_REQUEST_KEPT, h->p));
    assert_ok(lic_request_forget(h->db, w->id, w->now + LIC_REQUEST_KEPT, h->p));
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id, "key", "digest", h->p));
    assert_non_null(answer);
    assert_ok(lic_request_forget(h->db, w->id, w->now + LIC_REQUEST_KEPT + apr_time_from_sec(1), h->p));
    assert_ok(lic_request_find(&answer, &oldest, h->db, w->id, "key", "digest", h->p));
    assert_null(answer);
}

static void at_most_a_thousand_answers_are_forgotten_at_once(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    assert_ok(lic_db_begin(h->db, h->p));
    for (int i = 0; i < 1003; i++)
        assert_ok(lic_request_store(h->db, w->id, apr_psprintf(h->p, "key%d", i), "d", "a",
                                    w->now + apr_time_from_sec(i), h->p));
    assert_ok(lic_request_forget(h->db, w->id, w->now + 2 * LIC_REQUEST_KEPT, h->p));
    assert_ok(lic_db_commit(h->db, h->p));
    assert_string_equal(world_rows(w, "SELECT request_key FROM request ORDER BY at"), "key1000\nkey1001\nkey1002\n");
}

/* Two accounts; what is asked for in one with what only the other has */
static void nothing_of_another_account_is_found(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_employee_t *employee;
    lic_admission_t in;
    lic_role_t *role;
    lic_overage_t overage;
    apr_int64_t n;
    world_hire(w, "anna", "ar");
    world_hire(w, "bo", "a");
    world_assign(w, 2, "crm");
    const lic_position_t standard = world_position(w, "standard"), crm = world_position(w, "crm");
    assert_ok(lic_role_insert(h->db, w->id, "owner", "Owner", h->p));
    world_account(w, "globex");
    assert_problem(lic_employee_load(&employee, h->db, w->id, 2, h->p), LIC_UNKNOWN, "employee-unknown");
    assert_problem(lic_employee_by_login(&employee, h->db, w->id, "anna", h->p), LIC_UNKNOWN, "employee-unknown");
    assert_ok(lic_admission_caller(&in, h->db, "globex", "anna", h->p));
    assert_null(in.employee);
    assert_problem(lic_role_load(&role, h->db, w->id, "owner", h->p), LIC_UNKNOWN, "role-unknown");
    assert_ok(lic_role_load(&role, h->db, w->id, "admin", h->p));
    assert_int_equal(role->members, 0);
    assert_ok(lic_role_admins(&n, h->db, w->id, h->p));
    assert_int_equal(n, 0);
    assert_ok(lic_role_last_admin(&n, h->db, w->id, h->p));
    assert_int_equal(n, 0);
    assert_ok(lic_overage_load(&overage, h->db, w->id, &standard, h->p));
    assert_true(overage.nnewest == 0 && overage.nmarked == 0);
    assert_ok(lic_overage_load(&overage, h->db, w->id, &crm, h->p));
    assert_true(overage.nnewest == 0 && overage.nmarked == 0);
    assert_int_equal(world_position(w, "crm").used, 0);
}

static const lic_seat_t everybody = {.last_role_admin = 1, .since = apr_time_from_sec(1)};

/* Every operation in globex with ids that acme has and globex hasn't */
static void no_operation_reaches_into_another_account(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "anna", "ar");
    world_hire(w, "bo", "a");
    world_assign(w, 2, "crm");
    world_account(w, "globex");
    const char *acme = world_dump(w, 1), *globex = world_dump(w, 2);
    const lic_plan_t start = {.id = 1, .kind = LIC_PLAN_START, .employee = 2, .on = w->now / APR_USEC_PER_SEC / 86400};
    for (int kind = LIC_OP_EMPLOYEE_ACTIVATE; kind <= LIC_OP_REMIND; kind++) {
        if (kind == LIC_OP_THRESHOLD_SET)
            continue;
        for (int on = 0; on < 2; on++) {
            lic_change_t *change = world_begin(w);
            *lic_change_operation(change, kind) = (lic_operation_t){.kind = kind,
                                                                    .employee = 2,
                                                                    .assignment = 1,
                                                                    .product = on ? 1 : 3,
                                                                    .at = w->now + apr_time_from_sec(7 * 24 * 3600),
                                                                    .on = on,
                                                                    .role = "admin",
                                                                    .right = on ? "partner" : "my-account-view",
                                                                    .boundary = &everybody,
                                                                    .plan = &start};
            if (kind >= LIC_OP_MARK_BEYOND)
                lic_change_range_event(change, LIC_EVENT_MARKED, "standard");
            lic_error_t *err = lic_change_apply(w->db, change, w->pool);
            if (kind == LIC_OP_ROLE_RIGHT && on) /* globex has a role of that name, which is its own */
                assert_null(err);
            else if (kind < LIC_OP_MARK_BEYOND)
                assert_non_null(err);
            else
                assert_null(err);
            if (!err)
                assert_int_equal(change->after->account->last_log, change->before->account->last_log);
            lic_db_rollback(w->db);
            assert_string_equal(world_dump(w, 1), acme);
        }
    }
    assert_string_equal(world_dump(w, 2), globex);
}

/* The least that makes two accounts alike, down to the ids: everybody is marked */
static void make_twins(world_t *w)
{
    for (int i = 0; i < 2; i++) {
        if (i)
            world_account(w, "globex");
        world_hire(w, "anna", "ar");
        world_hire(w, "bo", "ar");
        world_hire(w, "partner", "as"); /* never marked: left for the closing */
        world_assign(w, 1, "crm");
        world_assign(w, 2, "crm");
    }
}

static void operate(world_t *w, const lic_operation_t *op)
{
    lic_change_t *change = world_begin(w);
    *lic_change_operation(change, op->kind) = *op;
    if (op->kind >= LIC_OP_MARK_BEYOND)
        lic_change_range_event(change, LIC_EVENT_MARKED, "standard");
    assert_ok(lic_change_apply(w->db, change, w->pool));
    if (op->kind >= LIC_OP_MARK_BEYOND)
        assert_true(change->after->account->last_log > change->before->account->last_log);
    assert_ok(lic_account_save(w->db, change->after->account, w->pool));
    assert_ok(lic_db_commit(w->db, w->pool));
}

/* Every kind of operation on something that the twin has too, under the same id: the twin stays as it was */
static void twins_leave_each_other_alone(harness_t *h)
{
    static const char *const keys[] = {"acme", "globex"};
    world_t *w = world_make(h->db, h->p);
    const apr_time_t due = w->now + apr_time_from_sec(7 * 24 * 3600);
    const lic_operation_t operations[] = {
        {.kind = LIC_OP_EMPLOYEE_PROTECT, .employee = 2, .on = 1},
        {.kind = LIC_OP_EMPLOYEE_MARK, .employee = 2, .at = w->now},
        {.kind = LIC_OP_ASSIGNMENT_MARK, .assignment = 2, .at = w->now},
        {.kind = LIC_OP_UNASSIGN, .assignment = 2},
        {.kind = LIC_OP_EMPLOYEE_DEACTIVATE, .employee = 1},
        {.kind = LIC_OP_EMPLOYEE_ACTIVATE, .employee = 1, .at = w->now + 1},
        {.kind = LIC_OP_ROLE_RIGHT, .role = "admin", .right = "my-account"},
        {.kind = LIC_OP_ROLE_RIGHT, .role = "admin", .right = "my-account", .on = 1},
        {.kind = LIC_OP_EMPLOYEE_ROLE, .employee = 2, .role = "admin"},
        {.kind = LIC_OP_EMPLOYEE_ROLE, .employee = 2, .role = "admin", .on = 1},
        {.kind = LIC_OP_UNMARK_WITHIN, .product = 1},
        {.kind = LIC_OP_MARK_BEYOND, .product = 1, .at = due, .boundary = &everybody},
        {.kind = LIC_OP_MARK_BEYOND, .product = 3, .at = due, .boundary = &everybody},
        {.kind = LIC_OP_UNMARK_WITHIN, .product = 3},
        {.kind = LIC_OP_MARK_BEYOND, .product = 3, .at = due, .boundary = &everybody},
        {.kind = LIC_OP_REMIND, .at = due},
        {.kind = LIC_OP_TAKE_BACK_DUE, .at = due},
        {.kind = LIC_OP_DEACTIVATE_DUE, .at = due},
        {.kind = LIC_OP_DEACTIVATE_ALL},
    };
    make_twins(w);
    for (int k = 0; k < 2; k++) {
        world_turn_to(w, keys[k]);
        const char *other = world_dump(w, 2 - k);
        for (unsigned i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
            const char *own = world_dump(w, w->id);
            operate(w, &operations[i]);
            assert_string_not_equal(world_dump(w, w->id), own);
            if (strcmp(world_dump(w, 2 - k), other))
                fail_msg("operation %u of %s reaches into the other account", i, keys[k]);
        }
    }
}

/* In acme everybody is due, in globex only who is beyond: number 3, not number 2 */
static void who_is_due_elsewhere_goes_on_counting_here(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    for (int i = 0; i < 2; i++) {
        if (i) {
            world_account(w, "globex");
            world_quantity(w, "standard", 2);
            world_quantity(w, "crm", 2);
        }
        world_hire(w, "anna", "ar");
        world_hire(w, "bo", "ap");
        world_hire(w, "late", "a");
        world_assign(w, 2, "crm");
    }
    world_pass(w, 8 * 24);
    assert_string_equal(world_rows(w, "SELECT id, active FROM employee WHERE account = 2 ORDER BY id"),
                        "1|1\n2|1\n3|0\n");
    assert_int_equal(world_position(w, "crm").used, 1);
    assert_string_equal(world_breaches(w, 2), "");
}

static const char *explain(world_t *w, lic_statement_t which)
{
    char *sql = apr_pstrdup(w->pool, lic_statement_texts[which].sql[LIC_SQLITE].text);
    for (char *at = sql; (at = strchr(at, '%')) != NULL; at++) {
        const size_t n = at[1] == 'l' ? 4 : 2; /* %lld, %s: a parameter, which needs no value here */
        memset(at, ' ', n);
        *at = '?';
    }
    return world_rows(w, "EXPLAIN QUERY PLAN %s", sql);
}

/* Of one account with many, of which SQLite then knows that the first columns of indexes say nothing */
static void a_page_of_what_is_planned_is_read_in_order_however_much_it_is(harness_t *h)
{
    static const lic_statement_t statements[] = {LIC_Q_PLAN_PAGE, LIC_Q_PLANS_AHEAD, LIC_Q_PLANS_BEYOND};
    harness_only(h, "sqlite3");
    world_t *w = world_make(h->db, h->p);
    world_run(w, "INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, planned_by, "
                 "planned_at, to_come) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                 " SELECT 1, i, 'start', 3, i, 0, DATE('2026-12-01', (i / 200) || ' days'), 0, 'anna', 0, 1 FROM n");
    world_run(w, "ANALYZE");
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        const char *plan = explain(w, statements[i]);
        if (!strstr(plan, "plan_due") || strstr(plan, "TEMP B-TREE") || strstr(plan, "ANY("))
            fail_msg("%s", plan);
    }
}

static void assert_ahead(const world_t *w, int most, int plans, int employees, const char *until)
{
    lic_account_t *account;
    lic_book_t *book;
    lic_forecast_facts_t facts;
    assert_ok(lic_account_find(&account, w->db, "acme", w->pool));
    assert_ok(lic_book_load(&book, w->db, account, w->pool));
    assert_ok(lic_forecast_load(&facts, w->db, book, most, w->now, w->pool));
    assert_int_equal(facts.nplans, plans);
    assert_int_equal(facts.nemployees, employees);
    assert_int_equal(facts.plans_until, until ? lic_date_parse(until) : LIC_DATE_NONE);
}

/* Two on the first day, three on the second */
static void of_plans_beyond_those_of_whole_days_nothing_is_read_for_a_forecast(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 10);
    for (int i = 1; i <= 5; i++) {
        world_hire(w, apr_psprintf(w->pool, "e%d", i), "a");
        world_run(w,
                  "INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, planned_by, "
                  "planned_at, to_come) VALUES (1, %d, 'leave', 1, %d, 0, '%s', 0, 'anna', 0, 1)",
                  i, i, i <= 2 ? "2026-11-12" : "2026-11-13");
    }
    assert_ahead(w, 10, 0, 0, NULL); /* the account's number of plans says that there are none */
    world_run(w, "UPDATE account SET last_plan = 5 WHERE id = 1");
    assert_ahead(w, 5, 5, 5, NULL);
    assert_ahead(w, 4, 2, 2, "2026-11-12");
    assert_ahead(w, 2, 2, 2, "2026-11-12");
    assert_ahead(w, 1, 0, 0, "2026-11-11");
    world_run(w, "UPDATE plan SET to_come = 0 WHERE id < 3");
    assert_ahead(w, 1, 0, 0, "2026-11-09");
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(the_lock_moves_the_revision_and_knows_no_stranger),
        HARNESS_TEST(an_account_is_saved_as_it_is),
        HARNESS_TEST(nothing_is_added_twice),
        HARNESS_TEST(a_book_holds_every_product_and_its_own_currencys_prices),
        HARNESS_TEST(a_page_of_what_is_planned_is_read_in_order_however_much_it_is),
        HARNESS_TEST(of_plans_beyond_those_of_whole_days_nothing_is_read_for_a_forecast),
        HARNESS_TEST(settings_can_be_set_again),
        HARNESS_TEST(accounts_are_due_by_instant_in_the_buckets_asked_for),
        HARNESS_TEST(deadlines_are_the_earliest_and_those_not_reminded_of),
        HARNESS_TEST(a_caller_has_the_rights_of_its_roles_while_active),
        HARNESS_TEST(an_employee_is_loaded_with_what_it_holds),
        HARNESS_TEST(an_answer_is_found_by_its_key_and_content_for_48_hours),
        HARNESS_TEST(at_most_a_thousand_answers_are_forgotten_at_once),
        HARNESS_TEST(nothing_of_another_account_is_found),
        HARNESS_TEST(no_operation_reaches_into_another_account),
        HARNESS_TEST(twins_leave_each_other_alone),
        HARNESS_TEST(who_is_due_elsewhere_goes_on_counting_here),
    };
    return harness_main("reads", tests, sizeof(tests) / sizeof(*tests));
}
