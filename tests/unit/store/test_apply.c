/* test_apply.c  What a change writes: one effect per kind of operation, its log rows, its mail, its counters. */
#include "harness.h"
#include "world.h"

#include "store/account.h"
#include "store/role.h"
#include "store/transaction.h"

static void buying_invoices_and_logs_each_product_that_changes(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 5);
    world_quantity(w, "central", 1);
    world_quantity(w, "standard", 8);
    assert_string_equal(world_rows(w, "SELECT p.product_key, q.purchased, q.next_quantity, q.few FROM position q"
                                      " JOIN product p ON p.id = q.product WHERE q.account = 1 ORDER BY p.id"),
                        "standard|8|8|-1\ncentral|8|8|-1\n");
    assert_string_equal(world_rows(w, "SELECT number, id, kind, issued, paid_from, paid_to, net, vat, total, vat_rate"
                                      " FROM invoice WHERE account = 1 ORDER BY id"),
                        "ACME-2026-0001|1|purchase|2026-11-10|2026-11-10|2026-12-01|87150|21788|108938|2500\n"
                        "ACME-2026-0002|2|purchase|2026-11-10|2026-11-10|2026-12-01|0|0|0|2500\n"
                        "ACME-2026-0003|3|purchase|2026-11-10|2026-11-10|2026-12-01|52290|13073|65363|2500\n");
    assert_string_equal(world_rows(w, "SELECT l.invoice, l.line, p.product_key, l.quantity, l.price, l.days,"
                                      " l.period_days, l.amount FROM invoice_line l JOIN product p ON p.id = l.product"
                                      " WHERE l.account = 1 ORDER BY l.invoice, l.line"),
                        "1|1|standard|5|24900|21|30|87150\n"
                        "2|1|central|5|0|21|30|0\n"
                        "3|1|standard|3|24900|21|30|52290\n"
                        "3|2|central|3|0|21|30|0\n");
    assert_string_equal(world_rows(w, "SELECT object, old_state, new_state, amount, currency, invoice, actor,"
                                      " id - event FROM journal WHERE account = 1 AND action = 'bought' ORDER BY id"),
                        "standard|0|5|87150|DKK|ACME-2026-0001|anna|0\n"
                        "central|0|5|0|DKK|ACME-2026-0002|anna|0\n"
                        "standard|5|8|52290|DKK|ACME-2026-0003|anna|0\n"
                        "central|5|8|0|DKK|ACME-2026-0003|anna|1\n");
    assert_string_equal(world_breaches(w, 0), "");
}

static void an_event_is_told_once_to_each_distinct_address(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 5);
    assert_string_equal(world_rows(w, "SELECT o.id, o.kind, o.address, o.language, o.rows_told, o.state, o.bucket,"
                                      " j.action FROM outbox o JOIN journal j ON j.account = o.account"
                                      " AND j.id = o.event WHERE o.account = 1 ORDER BY o.id"),
                        "1|bought|billing@example.com|da-DK|1|waiting|1|bought\n"
                        "2|bought|anna@example.com|da-DK|1|waiting|1|bought\n");
    lic_change_t *change = world_begin(w);
    lic_outcome_t outcome;
    change->actor_email = "Billing@Example.com";
    world_ok(lic_quantity_decide(change, &outcome, world_product(w, "standard"), 6, LIC_REQUESTER_ADMIN));
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM outbox WHERE account = 1"), 3);
}

static void whoever_nobody_is_told_of_leaves_no_message(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "bo", "");
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM outbox"), 0);
    assert_string_equal(world_rows(w, "SELECT last_outbox, last_employee FROM account WHERE id = 1"), "0|1\n");
}

static void an_employee_is_found_by_a_folded_text(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "tsø", "ar");
    assert_string_equal(world_rows(w, "SELECT login, search, active, service, protected, created_at - activated_at"
                                      " FROM employee WHERE account = 1"),
                        "tsø|  name  of  tso  tsoe  xy  tso@example.com  tsoe@example.com|1|0|0|0\n");
    assert_string_equal(world_rows(w, "SELECT object, action, old_state, new_state FROM journal WHERE account = 1"
                                      " AND object LIKE 'employee/1%%' ORDER BY id"),
                        "employee/1|created||active\n"
                        "employee/1/role/admin|role-given||given\n"
                        "employee/1|marked|active|active\n");
    assert_string_equal(world_rows(w, "SELECT employee, role_key FROM employee_role WHERE account = 1"), "1|admin\n");
}

static void add_ons_count_only_while_their_holder_is_active(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const char *row = "SELECT counts, since - assigned_at, deadline FROM assignment WHERE account = 1";
    world_quantity(w, "standard", 5);
    world_hire(w, "anna", "ar");
    const apr_int64_t bo = world_hire(w, "bo", "a");
    world_assign(w, bo, "crm");
    assert_string_equal(world_rows(w, "SELECT counts, since - assigned_at, deadline - since FROM assignment"),
                        "1|0|604800\n");
    world_deactivate(w, bo);
    assert_string_equal(world_rows(w, "%s", row), "0|0|-\n");
    assert_int_equal(world_position(w, "crm").used, 0);
    world_quantity(w, "crm", 1);
    world_pass(w, 2);
    world_activate(w, bo);
    assert_string_equal(world_rows(w, "%s", row), "1|7200|-\n");
    assert_int_equal(world_position(w, "crm").used, 1);
    world_unassign(w, bo, "crm");
    assert_string_equal(world_rows(w, "%s", row), "");
    assert_string_equal(world_breaches(w, 0), "");
}

/* A mark that goes with its holder's activity isn't news of its own */
static void deactivating_takes_marks_without_a_word(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 1);
    world_hire(w, "anna", "ar");
    world_hire(w, "bo", "a");
    world_assign(w, 2, "crm");
    assert_string_equal(world_rows(w, "SELECT COUNT(*) FROM journal WHERE action = 'marked'"), "2\n");
    world_deactivate(w, 2);
    assert_string_equal(world_rows(w, "SELECT e.deadline, a.deadline FROM employee e JOIN assignment a"
                                      " ON a.employee = e.id WHERE e.id = 2"),
                        "-|-\n");
    assert_string_equal(world_rows(w, "SELECT COUNT(*) FROM journal WHERE action = 'unmarked'"), "0\n");
    assert_string_equal(world_breaches(w, 0), "");
}

static void rights_and_roles_come_and_go(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    lic_role_t *role;
    int changed;
    world_hire(w, "anna", "ar");
    lic_change_t *change = world_begin(w);
    world_ok(lic_role_load(&role, w->db, w->id, "admin", w->pool));
    assert_int_equal(role->rights, LIC_RIGHT_ROLES | LIC_RIGHT_MY_ACCOUNT);
    assert_int_equal(role->members, 1);
    world_ok(lic_rights_decide(change, &changed, role, LIC_RIGHT_MY_ACCOUNT, 0, 0));
    world_end(w, change);
    assert_string_equal(world_rows(w, "SELECT role_key, right_key FROM role_right WHERE account = 1"), "admin|roles\n");
    change = world_begin(w);
    *lic_change_operation(change, LIC_OP_EMPLOYEE_ROLE) =
        (lic_operation_t){.kind = LIC_OP_EMPLOYEE_ROLE, .employee = 1, .role = "admin"};
    lic_event_subject(lic_change_event(change, LIC_EVENT_ROLE_TAKEN, NULL), "employee/1/role/admin", "Anna", "given",
                      "");
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee_role"), 0);
    assert_string_equal(world_breaches(w, 0), "");
}

static void protection_and_thresholds_are_kept(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "anna", "ap");
    assert_int_equal(world_number(w, "SELECT protected FROM employee WHERE account = 1"), 1);
    lic_change_t *change = world_begin(w);
    world_ok(lic_threshold_decide(change, world_product(w, "standard"), 7));
    world_end(w, change);
    assert_int_equal(world_position(w, "standard").threshold, 7);
    assert_string_equal(world_breaches(w, 0), "");
}

static void few_left_is_logged_with_how_many(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 3);
    world_hire(w, "anna", "a");
    world_hire(w, "bo", "a");
    assert_string_equal(world_rows(w, "SELECT object, amount, currency FROM journal WHERE action = 'few-left'"),
                        "standard/few|1|-\n");
}

static void a_days_usage_is_its_highest_and_includes_its_start(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const char *rows = "SELECT u.usage_date, u.purchased, u.used, u.last_purchased, u.last_used FROM usage_day u"
                       " JOIN product p ON p.id = u.product WHERE p.product_key = 'standard' ORDER BY u.usage_date";
    world_quantity(w, "standard", 5);
    const apr_int64_t anna = world_hire(w, "anna", "a");
    world_hire(w, "bo", "a");
    world_deactivate(w, anna);
    assert_string_equal(world_rows(w, "%s", rows), "2026-11-10|5|2|5|1\n");
    world_pass(w, 24);
    world_deactivate(w, 2);
    assert_string_equal(world_rows(w, "%s", rows), "2026-11-10|5|2|5|1\n2026-11-11|5|1|5|0\n");
}

static void who_is_past_the_deadline_is_deactivated_and_told_of(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 1);
    world_quantity(w, "crm", 1);
    world_hire(w, "anna", "ar");
    world_pass(w, 1);
    world_hire(w, "bo", "a");
    world_assign(w, 1, "crm");
    world_assign(w, 2, "crm");
    assert_string_equal(world_rows(w, "SELECT id, deadline - created_at FROM employee ORDER BY id"), "1|-\n2|604800\n");
    world_pass(w, 6 * 24);
    assert_string_equal(
        world_rows(w, "SELECT object, product, actor FROM journal WHERE action = 'reminded' ORDER BY id"),
        "employee/2|standard|system\nemployee/2/crm|crm|system\n");
    world_pass(w, 24);
    assert_string_equal(world_rows(w, "SELECT id, active, deadline FROM employee ORDER BY id"), "1|1|-\n2|0|-\n");
    assert_string_equal(world_rows(w, "SELECT employee, counts, deadline FROM assignment ORDER BY id"),
                        "1|1|-\n2|0|-\n");
    assert_string_equal(world_rows(w, "SELECT object, product, name, old_state, new_state FROM journal"
                                      " WHERE action = 'deactivated'"),
                        "employee/2|standard|Name of bo|active|inactive\n");
    assert_int_equal(world_position(w, "standard").used, 1);
    assert_int_equal(world_position(w, "crm").used, 1);
    assert_string_equal(world_rows(w, "SELECT kind, address, rows_told FROM outbox WHERE kind IN"
                                      " ('reminded', 'deactivated') ORDER BY id"),
                        "reminded|billing@example.com|2\ndeactivated|billing@example.com|1\n");
    assert_string_equal(world_breaches(w, 0), "");
}

static void add_ons_past_the_deadline_are_taken_back(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 5);
    world_hire(w, "anna", "ar");
    world_hire(w, "bo", "a");
    world_assign(w, 1, "outlook");
    world_assign(w, 2, "outlook");
    world_quantity(w, "outlook", 1);
    world_pass(w, 7 * 24);
    assert_string_equal(world_rows(w, "SELECT employee FROM assignment"), "1\n");
    assert_string_equal(world_rows(w, "SELECT object, product, old_state, new_state, deadline FROM journal"
                                      " WHERE action = 'taken-back'"),
                        "employee/2/outlook|outlook|assigned||-\n");
    assert_int_equal(world_position(w, "outlook").used, 1);
    assert_string_equal(world_breaches(w, 0), "");
}

static void a_period_is_renewed_and_an_account_closes_with_its_period(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 3);
    world_quantity(w, "visma", 1);
    world_hire(w, "anna", "ar");
    world_hire(w, "partner", "as");
    world_assign(w, 1, "crm");
    world_quantity(w, "standard", 2);
    world_pass(w, 22 * 24);
    assert_string_equal(
        world_rows(w, "SELECT number, kind, paid_from, paid_to, net FROM invoice WHERE kind = 'renewal'"),
        "ACME-2026-0003|renewal|2026-12-01|2027-01-01|99700\n");
    assert_string_equal(world_breaches(w, 0), "");
    lic_change_t *change = world_begin(w);
    assert_true(lic_lifecycle_close(change));
    world_end(w, change);
    world_pass(w, 31 * 24);
    assert_string_equal(world_rows(w, "SELECT state, next_due FROM account WHERE id = 1"), "closed|-\n");
    assert_string_equal(world_rows(w, "SELECT id, active FROM employee ORDER BY id"), "1|0\n2|0\n");
    assert_string_equal(world_rows(w, "SELECT SUM(purchased), SUM(next_quantity), SUM(used) FROM position"), "0|0|0\n");
    assert_string_equal(world_breaches(w, 0), "");
}

static void a_range_that_touches_nobody_writes_nothing(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_quantity(w, "standard", 3);
    world_hire(w, "anna", "ar");
    const char *before = world_dump(w, w->id);
    lic_change_t *change = world_begin(w);
    lic_change_operation(change, LIC_OP_DEACTIVATE_DUE)->at = w->now;
    lic_change_range_event(change, LIC_EVENT_DEACTIVATED, "standard");
    world_ok(lic_change_apply(w->db, change, w->pool));
    const lic_event_t *event = APR_ARRAY_IDX(change->events, 0, lic_event_t *);
    assert_int_equal(event->count, 0);
    assert_int_equal(event->first_log, 0);
    world_ok(lic_account_save(w->db, change->after->account, w->pool));
    lic_db_rollback(w->db);
    assert_string_equal(world_dump(w, w->id), before);
}

static void what_was_decided_on_rows_that_are_gone_is_refused(harness_t *h)
{
    static const lic_operation_kind_t kinds[] = {LIC_OP_EMPLOYEE_ACTIVATE,
                                                 LIC_OP_EMPLOYEE_DEACTIVATE,
                                                 LIC_OP_EMPLOYEE_PROTECT,
                                                 LIC_OP_EMPLOYEE_MARK,
                                                 LIC_OP_ASSIGN,
                                                 LIC_OP_UNASSIGN,
                                                 LIC_OP_ASSIGNMENT_MARK,
                                                 LIC_OP_ROLE_RIGHT,
                                                 LIC_OP_EMPLOYEE_ROLE,
                                                 LIC_OP_THRESHOLD_SET};
    world_t *w = world_make(h->db, h->p);
    const char *before = world_dump(w, w->id);
    for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        for (int on = 0; on < 2; on++) {
            lic_change_t *change = world_begin(w);
            *lic_change_operation(change, kinds[i]) = (lic_operation_t){.kind = kinds[i],
                                                                        .employee = 77,
                                                                        .assignment = 77,
                                                                        .product = 77,
                                                                        .at = w->now,
                                                                        .on = on,
                                                                        .role = "nobody",
                                                                        .right = "partner"};
            lic_error_t *err = world_try(w, change);
            assert_non_null(err);
            assert_string_equal(err->problem, kinds[i] == LIC_OP_EMPLOYEE_ROLE && on ? "role-unknown" : "apply");
        }
    assert_string_equal(world_dump(w, w->id), before);
}

static void a_path_longer_than_its_column_is_cut_between_characters(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    char path[602] = "";
    for (int i = 0; i < 300; i++)
        strcat(path, "ø");
    lic_change_t *change = world_begin(w);
    lic_event_subject(lic_change_event(change, LIC_EVENT_REFUSED, NULL), path, "Dan", "", "my-account");
    world_end(w, change);
    path[200] = '\0';
    assert_string_equal(world_rows(w, "SELECT object FROM journal WHERE action = 'refused'"),
                        apr_pstrcat(w->pool, path, "\n", NULL));
    assert_string_equal(world_breaches(w, 0), "");
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(buying_invoices_and_logs_each_product_that_changes),
        HARNESS_TEST(an_event_is_told_once_to_each_distinct_address),
        HARNESS_TEST(whoever_nobody_is_told_of_leaves_no_message),
        HARNESS_TEST(an_employee_is_found_by_a_folded_text),
        HARNESS_TEST(add_ons_count_only_while_their_holder_is_active),
        HARNESS_TEST(deactivating_takes_marks_without_a_word),
        HARNESS_TEST(rights_and_roles_come_and_go),
        HARNESS_TEST(protection_and_thresholds_are_kept),
        HARNESS_TEST(few_left_is_logged_with_how_many),
        HARNESS_TEST(a_days_usage_is_its_highest_and_includes_its_start),
        HARNESS_TEST(who_is_past_the_deadline_is_deactivated_and_told_of),
        HARNESS_TEST(add_ons_past_the_deadline_are_taken_back),
        HARNESS_TEST(a_period_is_renewed_and_an_account_closes_with_its_period),
        HARNESS_TEST(a_range_that_touches_nobody_writes_nothing),
        HARNESS_TEST(what_was_decided_on_rows_that_are_gone_is_refused),
        HARNESS_TEST(a_path_longer_than_its_column_is_cut_between_characters),
    };
    return harness_main("apply", tests, sizeof(tests) / sizeof(*tests));
}
