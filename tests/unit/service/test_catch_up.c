#include "scene.h"

#include "service/catch_up.h"

static const char *renewals(scene_t *s)
{
    return scene_rows(s, "SELECT issued, net FROM invoice WHERE account = 1 AND kind = 'renewal' ORDER BY id");
}

static void nothing_is_done_before_it_is_due(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *before = scene_dump(s);
    ok(lic_catch_up(NULL, s->from, "acme", scene_instant("2026-11-16T22:59:59Z"), NULL, s->pool));
    assert_string_equal(scene_dump(s), before);
    ok(lic_catch_up(NULL, s->from, "acme", scene_instant("2026-11-16T23:00:00Z"), NULL,
                    s->pool)); /* the notice, 14 days before */
    assert_int_equal(
        scene_number(s, "SELECT COUNT(DISTINCT event) FROM journal WHERE account = 1 AND action = 'renewal-notice'"),
        1);
}

static void fourteen_missed_months_are_renewed_one_by_one(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    scene_at(s, "2026-11-20T09:00:00Z");
    ok(lic_admin_price_set(&starts, s->from, "standard", "DKK", 40000, lic_date_make(2027, 6, 1), s->now, s->pool));
    scene_at(s, "2028-01-15T09:00:00Z");
    ok(lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool));
    assert_string_equal(renewals(s), "2026-12-01|90000\n2027-01-01|90000\n2027-02-01|90000\n2027-03-01|90000\n"
                                     "2027-04-01|90000\n2027-05-01|90000\n2027-06-01|120000\n2027-07-01|120000\n"
                                     "2027-08-01|120000\n2027-09-01|120000\n2027-10-01|120000\n2027-11-01|120000\n"
                                     "2027-12-01|120000\n2028-01-01|120000\n");
    /* numbers begin anew with the year of the invoice */
    assert_string_equal(scene_rows(s, "SELECT number FROM invoice WHERE account = 1 AND issued = '2028-01-01'"),
                        "ACME-2028-0001\n");
    /* notices of periods that are over by now announce nothing; the current one's is still to come */
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal WHERE account = 1 AND action = 'renewal-notice'"),
                     0);
    scene_audit(s);
}

static void each_thing_is_done_as_of_its_own_instant(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 2);
    scene_at(s, "2027-02-10T10:00:00Z");
    ok(lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool));
    assert_string_equal(
        scene_rows(s, apr_psprintf(s->pool,
                                   "SELECT at - %" APR_INT64_T_FMT
                                   ", actor, action, object FROM journal WHERE account = 1 "
                                   "AND action IN ('renewed', 'marked', 'deactivated') AND at < %" APR_INT64_T_FMT
                                   " ORDER BY id",
                                   apr_time_sec(scene_instant("2026-11-30T23:00:00Z")),
                                   apr_time_sec(scene_instant("2026-12-20T23:00:00Z")))),
        "0|system|renewed|account\n0|system|renewed|standard\n0|system|marked|employee/3\n"
        "604800|system|deactivated|employee/3\n");
    scene_audit(s);
}

static void the_newest_are_marked_at_the_renewal_and_deactivated_after_seven_days(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 1);
    ok(lic_catch_up(NULL, s->from, "acme", scene_instant("2026-11-30T23:00:00Z"), NULL, s->pool));
    const apr_int64_t deadline = apr_time_sec(scene_instant("2026-12-07T23:00:00Z"));
    assert_string_equal(
        scene_rows(s, "SELECT login, active, deadline FROM employee WHERE account = 1 ORDER BY id"),
        apr_psprintf(s->pool, "anna|1|-\nbo|1|%" APR_INT64_T_FMT "\ndan|1|%" APR_INT64_T_FMT "\n", deadline, deadline));
    ok(lic_catch_up(NULL, s->from, "acme", scene_instant("2026-12-07T22:59:59Z"), NULL, s->pool));
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE account = 1 AND active = 1"), 3);
    ok(lic_catch_up(NULL, s->from, "acme", scene_instant("2026-12-07T23:00:00Z"), NULL, s->pool));
    assert_string_equal(scene_rows(s, "SELECT login, active, deadline FROM employee WHERE account = 1 ORDER BY id"),
                        "anna|1|-\nbo|0|-\ndan|0|-\n");
    /* one event, however many it is about; and a reminder 24 hours before */
    assert_int_equal(scene_number(s, "SELECT COUNT(DISTINCT event) FROM journal WHERE account = 1 AND action = "
                                     "'deactivated'"),
                     1);
    assert_int_equal(scene_number(s, "SELECT COUNT(DISTINCT event) FROM journal WHERE account = 1 AND action = "
                                     "'reminded'"),
                     1);
    scene_at(s, "2026-12-07T23:00:00Z");
    scene_audit(s);
}

static void buying_rescues_the_longest_serving_first(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 1);
    scene_at(s, "2026-12-02T09:00:00Z");
    scene_quantity(s, "standard", 2);
    assert_string_equal(scene_rows(s, "SELECT login FROM employee WHERE account = 1 AND deadline IS NOT NULL"),
                        "dan\n");
    scene_at(s, "2026-12-09T09:00:00Z");
    scene_audit(s);
    assert_string_equal(scene_rows(s, "SELECT login FROM employee WHERE account = 1 AND active = 1 ORDER BY id"),
                        "anna\nbo\n");
}

static void an_operation_brings_the_account_up_to_date_first(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_at(s, "2027-01-10T09:00:00Z");
    const lic_outcome_t out = scene_quantity(s, "standard", 4);
    assert_string_equal(renewals(s), "2026-12-01|90000\n2027-01-01|90000\n");
    assert_string_equal(out.invoice->number, "ACME-2027-0002");
    assert_int_equal(out.invoice->net, 21290); /* 300.00 × 22 ÷ 31 */
    scene_audit(s);
}

static void a_preview_brings_the_account_up_to_date_first(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_preview_t shown;
    scene_quantity(s, "standard", 2);
    scene_at(s, "2026-12-10T09:00:00Z");
    ok(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 4, s->pool));
    assert_int_equal(shown.before.purchased, 2);
    assert_int_equal(shown.outcome.invoice->net, 42581); /* 300.00 × 2 × 22 ÷ 31 */
}

static void time_never_runs_back(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_at(s, "2026-11-20T09:00:00Z");
    scene_quantity(s, "standard", 4);
    scene_at(s, "2026-11-12T09:00:00Z");
    const lic_outcome_t out = scene_quantity(s, "standard", 5);
    assert_int_equal(out.invoice->net, 11000); /* 11 days remain on the 20th */
    assert_int_equal(scene_number(s, "SELECT last_at FROM account WHERE id = 1"),
                     apr_time_sec(scene_instant("2026-11-20T09:00:00Z")));
}

static void a_closed_account_ends_with_its_period_and_reopens_on_another_day(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    lic_act_report_t report;
    ok(lic_admin_account_close(s->from, &s->operator, s->pool));
    refused(lic_admin_account_close(s->from, &s->operator, s->pool), "account-closed");
    refused(lic_quantity_set(&out, s->from, &s->operator, "standard", 5, LIC_REQUESTER_SUPPORT, NULL, s->pool),
            "account-closed");
    scene_at(s, "2026-12-05T09:00:00Z");
    refused(lic_employee_act(&report, s->from, &s->operator, LIC_ACT_ACTIVATE, &s->dan_id, 1, NULL, s->pool),
            "account-closed");
    assert_string_equal(renewals(s), "");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE account = 1 AND active = 1"), 0);
    scene_audit(s);
    scene_at(s, "2026-12-20T09:00:00Z");
    ok(lic_admin_account_reopen(s->from, &s->operator, s->pool));
    refused(lic_admin_account_reopen(s->from, &s->operator, s->pool), "account-open");
    assert_string_equal(scene_rows(s, "SELECT state, anchor, period_start, period_end FROM account WHERE id = 1"),
                        "open|2026-12-20|2026-12-20|2027-01-20\n");
    scene_quantity(s, "standard", 2);
    assert_int_equal(scene_act(s, LIC_ACT_ACTIVATE, s->anna_id, NULL), LIC_EMPLOYEE_DONE);
    scene_at(s, "2027-02-01T09:00:00Z");
    scene_audit(s);
    assert_string_equal(renewals(s), "2027-01-20|60000\n");
}

static const lic_sweeper_t sweeper = {.holder = "test"};

static void a_sweep_brings_every_account_up_to_date(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_sweep_report_t report;
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 0);
    scene_at(s, "2026-12-01T00:00:00Z");
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 2);
    assert_int_equal(report.failed, 0);
    const char *after = scene_dump(s);
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 0);
    assert_string_equal(scene_dump(s), after);
    scene_audit(s);
}

static void an_account_that_fails_does_not_hold_up_the_others(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_sweep_report_t report;
    scene_at(s, "2026-12-01T00:00:00Z");
    scene_run_sql(s, "UPDATE account SET timezone = 'Nowhere/Nothing' WHERE id = 1");
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.failed, 1);
    assert_int_equal(report.accounts, 1);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 2 AND kind = 'renewal'"), 1);
    assert_string_equal(scene_rows(s, "SELECT period_start FROM account ORDER BY id"), "2026-11-01\n2026-12-01\n");
}

static apr_int64_t renewed(scene_t *s, int account)
{
    return scene_number(
        s, apr_psprintf(s->pool, "SELECT COUNT(*) FROM invoice WHERE account = %d AND kind = 'renewal'", account));
}

static apr_int64_t due_at_sweep(scene_t *s)
{
    lic_sweep_report_t report;
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.failed, 0);
    return report.due;
}

/* As an older database may have it; nobody can type it any more */
static void set_price_beyond(scene_t *s)
{
    scene_run_sql(s, "INSERT INTO price (product, currency, valid_from, per_month) "
                     "VALUES (1, 'DKK', '2026-12-01', 9000000000000000000)");
}

static void a_renewal_that_cant_be_reckoned_holds_up_nothing_else(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_at(s, "2026-11-28T09:00:00Z");
    ok(lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool));
    scene_hire(s, "eva", ""); /* beyond what is bought: until 5 December */
    set_price_beyond(s);
    scene_at(s, "2026-12-10T09:00:00Z");
    assert_true(due_at_sweep(s) >= 1);
    assert_int_equal(renewed(s, 1), 0);
    assert_int_equal(scene_number(s, "SELECT active FROM employee WHERE account = 1 AND login = 'eva'"), 0);
    /* it is not tried again at each tick, and nobody's page is another one by trying */
    const apr_int64_t revision = scene_number(s, "SELECT revision FROM account WHERE id = 1");
    assert_int_equal(due_at_sweep(s), 0);
    scene_at(s, "2026-12-10T10:00:01Z");
    assert_int_equal(due_at_sweep(s), 2);
    assert_int_equal(scene_number(s, "SELECT revision FROM account WHERE id = 1"), revision);
    /* people can be added and licences given up; no more can be bought */
    scene_hire(s, "fie", "i");
    lic_preview_t shown;
    ok(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 2, s->pool));
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 4, s->pool), "amount-overflow");
}

static void a_renewal_that_was_held_is_made_once_it_can_be(harness_t *h)
{
    scene_t *s = scene_make(h);
    set_price_beyond(s);
    scene_at(s, "2027-01-10T09:00:00Z");
    assert_true(due_at_sweep(s) >= 1);
    scene_hire(s, "fie", "i");
    scene_run_sql(s, "DELETE FROM price WHERE per_month = 9000000000000000000");
    ok(lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool)); /* at once, as the account was changed */
    assert_int_equal(renewed(s, 1), 2);
    assert_int_equal(renewed(s, 2), 0);
    scene_at(s, "2027-01-10T10:00:01Z"); /* and the other within an hour */
    assert_int_equal(due_at_sweep(s), 1);
    assert_int_equal(renewed(s, 2), 2);
    assert_string_equal(scene_rows(s, "SELECT period_start FROM account WHERE id = 1"), "2027-01-01\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal a JOIN journal b ON b.account = a.account AND "
                                     "b.id = a.id + 1 WHERE b.at < a.at"),
                     0);
    scene_audit(s);
}

static lic_error_t *look(lic_unit_t *unit, void *baton)
{
    const lic_position_t *standard = lic_book_find(unit->book, "standard");
    *(apr_int64_t *)baton = standard->purchased * 100 + standard->used;
    return NULL;
}

static void a_rehearsal_shows_the_future_and_changes_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    apr_int64_t seen = 0;
    scene_quantity(s, "standard", 1);
    const char *before = scene_dump(s);
    scene_at(s, "2027-03-01T00:00:00Z");
    lic_caller_t rehearsal = s->operator;
    rehearsal.rehearses = 1;
    ok(lic_unit_peek(s->from, &rehearsal, look, &seen, s->pool));
    assert_int_equal(seen, 101);
    assert_string_equal(scene_dump(s), before);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(nothing_is_done_before_it_is_due),
        HARNESS_TEST(fourteen_missed_months_are_renewed_one_by_one),
        HARNESS_TEST(each_thing_is_done_as_of_its_own_instant),
        HARNESS_TEST(the_newest_are_marked_at_the_renewal_and_deactivated_after_seven_days),
        HARNESS_TEST(buying_rescues_the_longest_serving_first),
        HARNESS_TEST(an_operation_brings_the_account_up_to_date_first),
        HARNESS_TEST(a_preview_brings_the_account_up_to_date_first),
        HARNESS_TEST(time_never_runs_back),
        HARNESS_TEST(a_closed_account_ends_with_its_period_and_reopens_on_another_day),
        HARNESS_TEST(a_sweep_brings_every_account_up_to_date),
        HARNESS_TEST(an_account_that_fails_does_not_hold_up_the_others),
        HARNESS_TEST(a_rehearsal_shows_the_future_and_changes_nothing),
        HARNESS_TEST(a_renewal_that_cant_be_reckoned_holds_up_nothing_else),
        HARNESS_TEST(a_renewal_that_was_held_is_made_once_it_can_be),
    };
    return HARNESS_RUN(cases);
}
