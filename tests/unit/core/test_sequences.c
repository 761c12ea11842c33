/*
 * Random operations on an account in memory, from fixed seeds. After each step memory_end holds what product.md's
 * "Always true" says: quantities and invoices, marks and deadlines, bundled products, periods, counters, the log.
 */
#include <apr_strings.h>

#include "core/period.h"
#include "memory.h"

enum { SEQUENCES = 80, STEPS = 120 };

static memory_t *memory;
static apr_uint64_t seed;

/* Numerical Recipes' 64-bit generator: the same numbers everywhere, and nothing but the seed decides them */
static int below(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (apr_uint64_t)n);
}

static void start(int number)
{
    static const char *const zones[] = {"Europe/Copenhagen", "UTC", "America/Havana", "Asia/Kolkata", "Pacific/Apia"};
    static const char *const anchors[] = {"2025-01-31", "2026-01-01", "2024-02-29", "2025-10-26"};
    static const int months[] = {1, 1, 3, 6, 12};
    seed = 0x9e3779b97f4a7c15u * (apr_uint64_t)(number + 1);
    memory = memory_make(zones[below(5)], anchors[below(4)], months[below(5)], memory_instant("2026-01-10T10:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2020-01-01", product == CENTRAL ? 0 : 1 + below(30000));
    memory->label = apr_psprintf(memory->pool, "sequence %d", number);
    if (!below(4))
        memory->book->grace = apr_time_from_sec(3600 * (1 + (apr_int64_t)below(72)));
}

static apr_int64_t anybody(void)
{
    return memory->employees->nelts ? 1 + below(memory->employees->nelts) : 0;
}

/* Mostly some hours; sometimes no time at all, the second of a deadline or of a period's end, or weeks */
static apr_time_t later(apr_time_t now)
{
    const apr_time_t hour = apr_time_from_sec(3600);
    const apr_int64_t id = anybody();
    switch (below(12)) {
    case 0:
        return now;
    case 1:
        return memory->book->account->period_end_at > now ? memory->book->account->period_end_at : now;
    case 2:
        return id && memory_employee(memory, id)->facts.deadline > now ? memory_employee(memory, id)->facts.deadline
                                                                       : now;
    case 3:
        return now + hour * 24 * below(50);
    default:
        return now + hour * below(60) + apr_time_from_sec(below(3600));
    }
}

static void change_quantity(apr_time_t now)
{
    static const apr_int64_t counted[] = {STANDARD, STANDARD, CRM, OUTLOOK}, switched[] = {CENTRAL, NAV, VISMA};
    if (!below(6)) {
        memory_policy(memory, 1 + below(PRODUCTS), (lic_policy_t)below(3), below(2) ? below(12) : LIC_POLICY_NO_CAP,
                      now);
    } else if (!below(4)) {
        memory_undo(memory, 1 + below(PRODUCTS), below(2) ? LIC_REQUESTER_ADMIN : LIC_REQUESTER_SUPPORT, NULL, now);
    } else if (below(3)) {
        const apr_int64_t product = counted[below(4)];
        const apr_int64_t purchased = memory_position(memory, product)->purchased;
        memory_quantity(memory, product, purchased + below(9) - 5,
                        below(2) ? LIC_REQUESTER_ADMIN : LIC_REQUESTER_SUPPORT, now);
    } else {
        memory_quantity(memory, switched[below(3)], below(10) - 1 > 0 ? below(2) : 2, LIC_REQUESTER_SUPPORT, now);
    }
}

static void change_employees(apr_time_t now)
{
    static const apr_int64_t addons[] = {CRM, OUTLOOK};
    const apr_int64_t id = anybody();
    const int what = id ? below(13) : 0;
    if (what < 3)
        memory_hire(memory, apr_psprintf(memory->pool, "e%d", memory->employees->nelts + 1), below(4) > 0, !below(8),
                    now);
    else if (what < 6)
        memory_activate(memory, id, now);
    else if (what < 8)
        memory_deactivate(memory, id, now);
    else if (what < 10)
        memory_assign(memory, id, addons[below(2)], now);
    else if (what < 11)
        memory_unassign(memory, id, addons[below(2)], now);
    else if (what < 12)
        memory_protect(memory, id, below(2), now);
    else
        memory_edit(memory, id, below(2) ? "One" : "Another", now);
}

/* Days from yesterday to some weeks ahead, so that some are refused; often the same, so that they meet */
static void change_plans(apr_time_t now)
{
    static const apr_int64_t counted[] = {STANDARD, STANDARD, CRM, OUTLOOK};
    const apr_int64_t id = anybody();
    const lic_date_t today = lic_zone_date(memory->book->account->zone, now);
    const char *on =
        lic_date_format(below(3) ? today + below(12) - 1 : memory->book->account->period_end + below(2), memory->pool);
    const int what = below(8);
    if (what == 0)
        memory_cancel(memory, memory->plans->nelts ? below(memory->plans->nelts) : 0, now);
    else if (what < 3)
        memory_plan_buy(memory, counted[below(4)], below(14), on, now);
    else if (id)
        memory_plan(memory, id, what < 6 ? LIC_PLAN_START : LIC_PLAN_LEAVE, on, now);
}

static void change_role(apr_time_t now)
{
    const apr_int64_t id = anybody();
    if (!id)
        return;
    lic_change_t *change = memory_begin(memory, now);
    lic_operation_t *operation = lic_change_operation(change, LIC_OP_EMPLOYEE_ROLE);
    operation->employee = id;
    operation->role = "admin";
    operation->on = below(2);
    memory_end(memory, change);
}

static void change_account(apr_time_t now)
{
    const int is_open = memory->book->account->state == LIC_ACCOUNT_OPEN;
    if (is_open && below(3)) {
        const lic_date_t from = lic_zone_date(memory->book->account->zone, now) + 1 + below(90);
        memory_price(memory, 1 + below(PRODUCTS), lic_date_format(from, memory->pool), below(40000));
        return;
    }
    lic_change_t *change = memory_begin(memory, now);
    if (is_open)
        lic_lifecycle_close(change);
    else
        lic_lifecycle_reopen(change);
    memory_end(memory, change);
}

static void step(apr_time_t now)
{
    const int what = below(20);
    memory_catch_up(memory, now);
    if (memory->book->account->state == LIC_ACCOUNT_CLOSED || what == 0)
        change_account(now);
    else if (what == 1)
        change_role(now);
    else if (what < 7)
        change_quantity(now);
    else if (what < 11)
        change_plans(now);
    else
        change_employees(now);
}

static void whatever_is_done_the_always_true_list_holds(void **state)
{
    (void)state;
    int seen[LIC_EVENT_KINDS] = {0};
    for (int number = 0; number < SEQUENCES; number++) {
        start(number);
        apr_time_t now = memory->book->account->last_at;
        for (int i = 0; i < STEPS; i++) {
            now = later(now);
            step(now);
        }
        memory_catch_up(memory, now + apr_time_from_sec(400 * 24 * 3600));
        const char *breach = memory_breach(memory, now + apr_time_from_sec(400 * 24 * 3600));
        if (breach)
            fail_msg("%s: %s", memory->label, breach);
        for (int kind = 0; kind < LIC_EVENT_KINDS; kind++)
            seen[kind] += memory_logged(memory, (lic_event_kind_t)kind, NULL);
        memory_destroy(memory);
    }
    /* What never happens proves nothing */
    for (int kind = 0; kind < LIC_EVENT_KINDS; kind++)
        if (!seen[kind] && kind != LIC_EVENT_GRANTED && kind != LIC_EVENT_REVOKED && kind != LIC_EVENT_ROLE_GIVEN &&
            kind != LIC_EVENT_ROLE_TAKEN && kind != LIC_EVENT_SETTING && kind != LIC_EVENT_ARCHIVED &&
            kind != LIC_EVENT_REFUSED && kind != LIC_EVENT_ANONYMISED)
            fail_msg("no sequence has %s", lic_word_of(lic_event_words, kind));
}

/* --- that the list can be broken ----------------------------------------------------------------------- */

static apr_time_t monday;

/* Three licences, two of CRM; four employees, the newest marked; one of three CRM licences held marked */
static int setup(void **state)
{
    (void)state;
    start(0);
    memory_destroy(memory);
    monday = memory_instant("2026-01-12T10:00:00Z");
    memory = memory_make("Europe/Copenhagen", "2026-01-01", 1, monday);
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2020-01-01", 24900);
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, monday);
    memory_quantity(memory, CENTRAL, 1, LIC_REQUESTER_SUPPORT, monday);
    memory_quantity(memory, CRM, 2, LIC_REQUESTER_ADMIN, monday);
    for (int i = 1; i <= 4; i++)
        memory_hire(memory, "x", 1, 0, monday + apr_time_from_sec(i));
    for (int i = 1; i <= 3; i++)
        memory_assign(memory, i, CRM, monday + apr_time_from_sec(10 + i));
    monday += apr_time_from_sec(3600);
    assert_null(memory_breach(memory, monday));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    memory_destroy(memory);
    return 0;
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

static void expect_breach(const char *words)
{
    const char *breach = memory_breach(memory, monday);
    if (!breach || !strstr(breach, words))
        fail_msg("\"%s\" instead of a breach that says %s", breach ? breach : "nothing", words);
}

static void a_mark_too_few_or_too_late_is_found(void **state)
{
    (void)state;
    memory_employee(memory, 4)->facts.deadline += 1;
    expect_breach("employee 4 is marked until");
    memory_employee(memory, 4)->facts.deadline = 0;
    expect_breach("employee 4 is marked until");
}

static void a_mark_of_somebody_else_is_found(void **state)
{
    (void)state;
    memory_employee(memory, 1)->facts.deadline = memory_employee(memory, 4)->facts.deadline;
    expect_breach("employee 1 is marked until");
}

static void a_licence_taken_back_too_early_is_found(void **state)
{
    (void)state;
    memory_seat(memory, 3)->facts.deadline = 0;
    expect_breach("add-on licence 3 is marked until");
}

static void being_active_past_the_deadline_is_found(void **state)
{
    (void)state;
    monday += apr_time_from_sec(8 * 24 * 3600);
    expect_breach("employee 4 is active past");
}

static void a_purchase_that_was_not_invoiced_is_found(void **state)
{
    (void)state;
    memory->invoices->nelts--;
    expect_breach("crm: 2 purchased, but 0 invoiced");
}

static void a_bundled_product_that_goes_its_own_way_is_found(void **state)
{
    (void)state;
    memory_position(memory, CENTRAL)->next = 2;
    expect_breach("central doesn't follow");
}

static void a_gap_in_the_numbers_is_found(void **state)
{
    (void)state;
    APR_ARRAY_IDX(memory->invoices, 1, lic_invoice_t *)->number = "ACME-2026-0003";
    expect_breach("invoice ACME-2026-0003 instead of number 2");
}

static void a_total_that_is_not_the_sum_is_found(void **state)
{
    (void)state;
    APR_ARRAY_IDX(memory->invoices, 1, lic_invoice_t *)->total++;
    expect_breach("ACME-2026-0002: the total");
    APR_ARRAY_IDX(APR_ARRAY_IDX(memory->invoices, 1, lic_invoice_t *)->lines, 0, lic_invoice_line_t).amount--;
    expect_breach("ACME-2026-0002: the line");
}

static void a_wrong_counter_is_found(void **state)
{
    (void)state;
    memory_position(memory, CRM)->used--;
    expect_breach("crm: the counter says 2 used, there are 3");
}

static void a_skipped_period_is_found(void **state)
{
    (void)state;
    lic_account_t *account = memory->book->account;
    account->period++;
    expect_breach("the period isn't the anchor's");
    account->period--;
    account->period_end_at++;
    expect_breach("the period doesn't end with its last day");
    account->period_end_at = monday;
    expect_breach("now is not in the current period");
}

static void a_broken_chain_in_the_log_is_found(void **state)
{
    (void)state;
    memory_entry_t *last = &APR_ARRAY_IDX(memory->journal, memory->journal->nelts - 1, memory_entry_t);
    last->subject.new_state = "";
    expect_breach("employee/3/crm is assigned, but the log's last row says");
    last->subject.old_state = "taken";
    expect_breach("its next row says taken");
}

static void a_change_of_quantity_that_was_not_logged_is_found(void **state)
{
    (void)state;
    memory_position(memory, CRM)->next = 1;
    expect_breach("crm is 2/1, but the log");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_done_the_always_true_list_holds),
        EACH(a_mark_too_few_or_too_late_is_found),
        EACH(a_mark_of_somebody_else_is_found),
        EACH(a_licence_taken_back_too_early_is_found),
        EACH(being_active_past_the_deadline_is_found),
        EACH(a_purchase_that_was_not_invoiced_is_found),
        EACH(a_bundled_product_that_goes_its_own_way_is_found),
        EACH(a_gap_in_the_numbers_is_found),
        EACH(a_total_that_is_not_the_sum_is_found),
        EACH(a_wrong_counter_is_found),
        EACH(a_skipped_period_is_found),
        EACH(a_broken_chain_in_the_log_is_found),
        EACH(a_change_of_quantity_that_was_not_logged_is_found),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
