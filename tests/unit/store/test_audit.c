/* test_audit.c  Each invariant is broken by hand, and the audit names it; a healthy database has no breach. */
#include "harness.h"
#include "world.h"

#include "core/plan_new.h"
#include "store/audit.h"
#include "store/employee.h"
#include "store/statement_texts_private.h"
#include "store/transaction.h"

static void plan(world_t *w, apr_int64_t id, lic_plan_kind_t kind, const char *on)
{
    lic_change_t *change = world_begin(w);
    lic_employee_t *employee;
    world_ok(lic_employee_load(&employee, w->db, w->id, id, w->pool));
    world_ok(lic_plan_employee(change, employee, kind, lic_date_parse(on)));
    world_end(w, change);
}

static void plan_purchase(world_t *w, const char *product, apr_int64_t quantity, const char *on)
{
    lic_change_t *change = world_begin(w);
    lic_outcome_t outcome;
    world_ok(lic_plan_buy(change, &outcome, NULL, NULL, lic_book_find(change->after, product)->product, quantity,
                          lic_date_parse(on)));
    world_end(w, change);
}

/* Two periods, bundled and fee, marks of both kinds, protected, inactive, roles, plans */
static void live_a_little(world_t *w)
{
    world_quantity(w, "standard", 4);
    world_quantity(w, "central", 1);
    world_quantity(w, "visma", 1);
    world_quantity(w, "crm", 2);
    world_hire(w, "anna", "ar");
    world_hire(w, "bo", "ap");
    world_hire(w, "dan", "a");
    world_hire(w, "mette", "a");
    world_hire(w, "partner", "as");
    world_hire(w, "gone", "");
    for (apr_int64_t id = 1; id <= 3; id++)
        world_assign(w, id, "crm");
    world_pass(w, 22 * 24);
    world_quantity(w, "standard", 5);
    world_quantity(w, "standard", 3);
    world_pass(w, 31 * 24);
    world_hire(w, "tage", "a");
    world_edit(w, 2, "Bo Nielsen");
    world_assign(w, 1, "outlook");
    plan(w, 3, LIC_PLAN_LEAVE, "2027-02-28");
    plan(w, 6, LIC_PLAN_START, "2027-02-01");
    plan_purchase(w, "crm", 9, "2027-02-10");
    world_pass(w, 1);
}

typedef struct breach_t {
    const char *invariant, *sql;
} breach_t;

static const breach_t breaches[] = {
    {"settings-are-known", "UPDATE account SET timezone = 'Mars/Olympus' WHERE id = 1"},
    {"settings-are-known", "UPDATE account SET currency = 'QQQ' WHERE id = 1"},
    {"kinds-are-known", "UPDATE product SET kind = 'rented' WHERE id = 5"},
    {"claims-have-employees", "UPDATE login_claim SET employee = 99 WHERE employee = 2"},
    {"employees-have-claims", "DELETE FROM login_claim WHERE employee = 3"},
    {"employees-have-claims", "UPDATE login_claim SET employee = 1 WHERE employee = 3"},
    {"1-purchased-is-invoiced", "UPDATE position SET purchased = purchased + 1 WHERE account = 1 AND product = 3"},
    {"1-purchased-is-invoiced", "DELETE FROM position WHERE account = 1 AND product = 1"},
    {"1-purchased-is-invoiced", "UPDATE invoice_line SET quantity = quantity + 1 WHERE account = 1 AND product = 5"},
    {"1-logged-invoice-exists", "UPDATE journal SET invoice = 'ACME-2026-0099' WHERE account = 1 AND id = 5"},
    {"1-invoice-has-one-event", "UPDATE journal SET invoice = NULL WHERE account = 1 AND invoice = 'ACME-2026-0002'"},
    {"1-invoice-has-one-event", "UPDATE journal SET invoice = 'ACME-2026-0002' WHERE account = 1 AND id = 1"},
    {"1-bought-has-invoice", "UPDATE journal SET invoice = NULL WHERE account = 1 AND action = 'bought'"},
    {"1-credited-once-and-whole", "UPDATE invoice SET credits = 'ACME-2026-0001' WHERE account = 1 AND id = 2"},
    {"1-credited-once-and-whole", "UPDATE invoice SET kind = 'credit' WHERE account = 1 AND id = 3"},
    {"2-marks-of-employees", "UPDATE employee SET deadline = NULL WHERE account = 1 AND deadline IS NOT NULL"},
    {"2-marks-of-employees", "UPDATE employee SET deadline = 1893456000 WHERE account = 1 AND id = 1"},
    {"2-marks-of-employees", "UPDATE employee SET activated_at = activated_at + 9999999 WHERE account = 1 AND id = 3"},
    {"2-marks-of-add-ons", "UPDATE assignment SET deadline = NULL WHERE account = 1"},
    {"2-marks-without-overage", "UPDATE employee SET deadline = 1893456000 WHERE account = 1 AND active = 0"},
    {"2-marks-without-overage", "UPDATE employee SET deadline = 1893456000 WHERE account = 1 AND service = 1"},
    {"2-marks-without-overage", "UPDATE assignment SET deadline = 1893456000 WHERE account = 1 AND product = 3"},
    {"2-nobody-past-deadline", "UPDATE employee SET deadline = 1768000000 WHERE account = 1 AND deadline IS NOT NULL"},
    {"2-nobody-past-deadline", "UPDATE assignment SET deadline = 1768000000 WHERE deadline IS NOT NULL"},
    {"3-bundled-follows", "UPDATE position SET purchased = purchased - 1 WHERE account = 1 AND product = 2"},
    {"3-bundled-follows", "UPDATE position SET next_quantity = next_quantity - 1 WHERE account = 1 AND product = 2"},
    {"3-next-at-least", "UPDATE position SET next_quantity = 0 WHERE account = 1 AND product = 1"},
    {"3-next-at-least", "UPDATE position SET next_quantity = purchased + 1 WHERE account = 1 AND product = 3"},
    {"3-periods-tile", "UPDATE invoice SET paid_from = '2026-12-31' WHERE account = 1 AND paid_from = '2027-01-01'"},
    {"3-periods-tile", "UPDATE account SET period_end = period_start WHERE id = 1"},
    {"3-renewed-in-time", "UPDATE account SET period_end_at = 1768000000 WHERE id = 1"},
    {"3-within-bounds", "UPDATE price SET per_month = 1000000001 WHERE product = 1"},
    {"3-within-bounds", "UPDATE price SET per_month = -1 WHERE product = 1"},
    {"3-within-bounds", "UPDATE account SET ceiling = 10000001 WHERE id = 1"},
    {"3-within-bounds", "UPDATE account SET vat = 10001 WHERE id = 1"},
    {"3-within-bounds", "UPDATE account SET months = 0 WHERE id = 1"},
    {"3-within-bounds", "UPDATE position SET purchased = 10000001 WHERE account = 1 AND product = 3"},
    {"3-within-bounds", "UPDATE position SET purchased = 380000001 WHERE account = 1 AND product = 3"},
    {"3-used-of-user-licence", "UPDATE position SET used = used + 1 WHERE account = 1 AND product = 1"},
    {"3-used-of-user-licence", "DELETE FROM position WHERE account = 1 AND product = 1"},
    {"3-used-of-add-ons", "UPDATE position SET used = used - 1 WHERE account = 1 AND product = 3"},
    {"3-used-of-add-ons", "DELETE FROM position WHERE account = 1 AND product = 4"},
    {"3-used-that-follows", "UPDATE position SET used = used + 1 WHERE account = 1 AND product = 2"},
    {"3-used-that-follows", "UPDATE position SET used = used + 1 WHERE account = 1 AND product = 5"},
    {"3-add-ons-that-count", "UPDATE assignment SET counts = 1 - counts WHERE account = 1 AND id = 1"},
    {"3-add-ons-that-count", "UPDATE assignment SET since = since + 1 WHERE account = 1 AND id = 1"},
    {"3-add-ons-that-count", "UPDATE assignment SET employee = 99 WHERE account = 1 AND id = 1"},
    {"4-invoice-numbers", "DELETE FROM invoice WHERE account = 1 AND id = 2"},
    {"4-invoice-numbers", "UPDATE invoice SET number = 'ACME-2026-2' WHERE account = 1 AND id = 2"},
    {"4-invoice-numbers", "UPDATE invoice SET issued = '2025-11-10' WHERE account = 1 AND id = 2"},
    {"4-invoice-counter", "UPDATE account SET last_invoice = last_invoice + 1 WHERE id = 1"},
    {"4-invoice-totals", "UPDATE invoice_line SET amount = amount + 1 WHERE account = 1 AND invoice = 1 AND line = 1"},
    {"4-invoice-totals", "UPDATE invoice SET total = total + 1 WHERE account = 1 AND id = 1"},
    {"4-invoice-totals", "DELETE FROM invoice_line WHERE account = 1 AND invoice = 2"},
    {"4-invoice-tax", "UPDATE invoice SET vat = vat + 1, total = total + 1 WHERE account = 1 AND id = 1"},
    {"4-invoice-tax", "UPDATE invoice SET tax_category = 'AE' WHERE account = 1 AND id = 1"},
    {"5-log-ids", "DELETE FROM journal WHERE account = 1 AND id = 2"},
    {"5-log-ids", "DELETE FROM journal WHERE account = 1 AND id = 1"},
    {"5-log-ids", "UPDATE account SET last_log = last_log + 1 WHERE id = 1"},
    {"5-log-chain", "UPDATE journal SET old_state = '77' WHERE account = 1 AND action = 'scaled-down'"},
    {"5-log-chain", "UPDATE journal SET old_state = 'active' WHERE account = 1 AND action = 'created'"
                    " AND object = 'employee/3'"},
    {"5-log-chain", "UPDATE journal SET old_state = '2026-10-01' WHERE account = 1 AND action = 'renewed'"},
    {"5-log-is-todays-state", "UPDATE position SET next_quantity = 1 WHERE account = 1 AND product = 1"},
    {"5-log-is-todays-state", "UPDATE employee SET active = 0, deadline = NULL WHERE account = 1 AND id = 3"},
    {"5-log-is-todays-state", "UPDATE employee SET protected = 0 WHERE account = 1 AND id = 2"},
    {"5-log-is-todays-state", "UPDATE employee SET protected = 1 WHERE account = 1 AND id = 3"},
    {"5-log-is-todays-state", "DELETE FROM assignment WHERE account = 1 AND id = 1"},
    {"5-log-is-todays-state", "DELETE FROM employee WHERE account = 1 AND id = 6"},
    {"5-log-is-todays-state", "DELETE FROM role_right WHERE account = 1 AND right_key = 'my-account'"},
    {"5-log-is-todays-state", "INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'admin', 'partner')"},
    {"5-log-is-todays-state", "DELETE FROM employee_role WHERE account = 1"},
    {"5-log-is-todays-state", "INSERT INTO employee_role (account, employee, role_key) VALUES (1, 3, 'admin')"},
    {"5-log-is-todays-state", "UPDATE position SET policy = 'block' WHERE account = 1 AND product = 3"},
    {"5-log-is-todays-state", "UPDATE position SET few = 3 WHERE account = 1 AND product = 3"},
    {"5-log-is-todays-state", "UPDATE account SET period_start = '2027-01-02' WHERE id = 1"},
    {"5-log-is-todays-state", "UPDATE account SET state = 'closing' WHERE id = 1"},
    {"5-log-is-last-edit", "UPDATE employee SET name = 'Bo Olsen' WHERE account = 1 AND id = 2"},
    {"5-log-is-last-edit", "UPDATE journal SET new_state = 'Bo Olsen' WHERE account = 1 AND action = 'edited'"},
    {"5-log-is-last-edit",
     "UPDATE journal SET action = 'setting', object = 'account/name' WHERE account = 1 AND action = 'edited'"},
    {"5-log-is-what-is-planned", "INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, "
                                 "planned_by, planned_at, to_come) VALUES (1, 91, 'start', 3, 3, 0, '2030-01-01', 0, "
                                 "'anna', 0, 1)"},
    {"5-log-is-what-is-planned", "UPDATE plan SET due_on = '2027-03-02' WHERE account = 1 AND kind = 'leave'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET due_on = '2027-02-02' WHERE account = 1 AND kind = 'start'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET due_on = '2027-02-11' WHERE account = 1 AND kind = 'buy'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET quantity = 10 WHERE account = 1 AND kind = 'buy'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET product = 4 WHERE account = 1 AND kind = 'buy'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET employee = 2 WHERE account = 1 AND kind = 'leave'"},
    {"5-log-is-what-is-planned", "UPDATE plan SET kind = 'start', place = 3 WHERE account = 1 AND kind = 'leave'"},
    {"5-log-is-what-is-planned", "DELETE FROM plan WHERE account = 1 AND kind = 'buy'"},
    {"plans-are-whole", "UPDATE plan SET place = 2 WHERE account = 1 AND kind = 'leave'"},
    {"plans-are-whole", "UPDATE plan SET to_come = 0 WHERE account = 1 AND kind = 'buy'"},
    {"plans-are-whole", "UPDATE plan SET employee = 99 WHERE account = 1 AND kind = 'start'"},
    {"plans-are-whole", "UPDATE plan SET quantity = 5 WHERE account = 1 AND kind = 'start'"},
    {"plans-are-whole", "UPDATE plan SET planned_by = 'bo' WHERE account = 1 AND kind = 'leave'"},
    {"plans-wait-for-a-licence", "INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, "
                                 "planned_by, planned_at, to_come) VALUES (1, 91, 'start', 3, 3, 0, '2026-01-01', 0, "
                                 "'anna', 0, 0)"},
    {"6-mail-for-each-event", "DELETE FROM outbox WHERE account = 1 AND id <= 2"},
    {"6-mail-for-each-event", "UPDATE journal SET action = 'kept' WHERE account = 1 AND id = 1"},
    {"6-one-mail-per-address", "UPDATE outbox SET address = 'BILLING@EXAMPLE.COM' WHERE account = 1"
                               " AND address = 'anna@example.com'"},
    {"texts-can-be-shown", "UPDATE journal SET object = REPLACE(object, '/', '\x01') WHERE account = 1 AND id = 3"},
    {"texts-can-be-shown", "UPDATE employee SET name = 'Da\x1Fn' WHERE account = 1 AND id = 3"},
    {"6-no-mail-is-parked", "UPDATE outbox SET state = 'parked', last_error = '550 no' WHERE account = 1 AND id = 1"},
};

static void each_breach_is_named(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    live_a_little(w);
    assert_string_equal(world_breaches(w, 0), "");
    for (unsigned i = 0; i < sizeof(breaches) / sizeof(breaches[0]); i++) {
        world_ok(lic_db_begin(w->db, w->pool));
        world_run(w, "%s", breaches[i].sql);
        const char *found = world_breaches(w, 1);
        if (!strstr(found, breaches[i].invariant))
            fail_msg("%s: not %s but \"%s\"", breaches[i].sql, breaches[i].invariant, found);
        assert_string_equal(world_breaches(w, 0), found);
        assert_string_equal(world_breaches(w, 2), "");
        lic_db_rollback(w->db);
    }
    assert_string_equal(world_breaches(w, 0), "");
}

/* A new query of the audit needs a line above */
static void every_invariant_is_broken_by_some_test(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    live_a_little(w);
    const char *named = "";
    int distinct = 0;
    for (unsigned i = 0; i < sizeof(breaches) / sizeof(breaches[0]); i++) {
        distinct += !strstr(named, breaches[i].invariant);
        named = apr_pstrcat(w->pool, named, " ", breaches[i].invariant, NULL);
    }
    int queries = 2; /* that of texts, and that of log-ins, whose statements have other columns */
    for (const lic_statement_text_t *statement = lic_statement_texts; statement->name; statement++)
        queries += !strncmp(statement->name, "audit_", 6) && statement->ncolumns == 5;
    assert_int_equal(distinct, queries);
}

static void a_sweep_has_two_minutes(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "anna", "ar");
    const apr_time_t deadline = apr_time_from_sec(world_number(w, "SELECT deadline FROM employee"));
    w->now = deadline + apr_time_from_sec(120);
    assert_string_equal(world_breaches(w, 0), "");
    w->now = deadline + apr_time_from_sec(121);
    assert_string_equal(world_breaches(w, 0), "2-nobody-past-deadline");
}

static void what_must_be_mailed_is_what_core_says(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "anna", "ar");
    for (int kind = 0; kind < LIC_EVENT_KINDS; kind++) {
        world_ok(lic_db_begin(w->db, w->pool));
        world_run(w, "DELETE FROM outbox");
        world_run(w, "UPDATE journal SET action = '%s'", lic_word_of(lic_event_words, kind));
        const int wanted = strstr(world_breaches(w, 0), "6-mail-for-each-event") != NULL;
        if (wanted != !!(lic_event_tells(kind) & LIC_TELL_BILLING))
            fail_msg("%s", lic_word_of(lic_event_words, kind));
        lic_db_rollback(w->db);
    }
}

static void an_account_that_has_no_address_has_no_mail_to_miss(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_run(w, "UPDATE account SET billing = ''");
    lic_change_t *change = world_begin(w);
    lic_outcome_t outcome;
    change->actor_email = NULL;
    world_ok(lic_quantity_decide(change, &outcome, world_product(w, "standard"), 3, LIC_REQUESTER_SUPPORT));
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM outbox"), 0);
    assert_string_equal(world_breaches(w, 0), "");
}

static const char *told;

static void keep(void *baton, const char *invariant, const char *account, const char *what)
{
    told = apr_psprintf(baton, "%s %s %s", account, invariant, what);
}

static void the_audit_says_what_was_expected_of_what(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    apr_int64_t n;
    world_quantity(w, "standard", 3);
    world_run(w, "UPDATE position SET used = 2 WHERE account = 1 AND product = 1");
    world_ok(lic_audit_run(&n, w->db, 0, w->now, keep, w->pool, w->pool));
    assert_int_equal(n, 1);
    assert_string_equal(told, "acme 3-used-of-user-licence standard: used is not the number of active employees:"
                              " expected 0, found 2");
}

static void one_account_is_looked_at_alone(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    world_account(w, "beta");
    world_account(w, "gamma");
    world_run(w, "UPDATE account SET last_log = last_log + 1 WHERE id <> 2");
    assert_string_equal(world_breaches(w, 2), "");
    assert_string_equal(world_breaches(w, 1), "5-log-ids");
    assert_string_equal(world_breaches(w, 3), "5-log-ids");
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(each_breach_is_named),
        HARNESS_TEST(every_invariant_is_broken_by_some_test),
        HARNESS_TEST(one_account_is_looked_at_alone),
        HARNESS_TEST(a_sweep_has_two_minutes),
        HARNESS_TEST(what_must_be_mailed_is_what_core_says),
        HARNESS_TEST(an_account_that_has_no_address_has_no_mail_to_miss),
        HARNESS_TEST(the_audit_says_what_was_expected_of_what),
    };
    return harness_main("audit", tests, sizeof(tests) / sizeof(*tests));
}
