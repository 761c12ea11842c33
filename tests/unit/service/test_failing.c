/* test_failing.c  Whatever statement of an operation fails, nothing of it stays; what may be tried again is, once. */
#include "../store/fault.h"
#include "scene.h"

/* --- a statement is refused: the operation fails, and nothing of it stays ------------------------- */

typedef lic_error_t *deed_fn(scene_t *s);

static lic_error_t *buy_with_what_follows(scene_t *s)
{
    lic_outcome_t out;
    const lic_condition_t once = {.key = "once", .if_match = -1};
    return lic_quantity_set(&out, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &once, s->pool);
}

static lic_error_t *scale_down(scene_t *s)
{
    lic_outcome_t out;
    return lic_quantity_set(&out, s->from, &s->anna, "standard", 1, LIC_REQUESTER_ADMIN, NULL, s->pool);
}

static lic_error_t *preview_and_confirm(scene_t *s)
{
    lic_preview_t shown;
    lic_outcome_t out;
    LIC_TRY(lic_quantity_preview(&shown, s->from, &s->anna, "crm", 7, s->pool));
    return lic_quantity_confirm(&out, s->from, &s->anna, "crm", 7, shown.confirm, s->pool);
}

static lic_error_t *hire_beyond(scene_t *s)
{
    lic_act_report_t report;
    static const char *const roles[] = {"brand-new", NULL};
    lic_employee_t employee = {
        .login = "eva", .name = "Eva", .initials = "E", .email = "eva@acme.example", .active = 1, .roles = roles};
    return lic_employee_add(&report, s->from, &s->operator, & employee, s->pool);
}

static lic_error_t *assign_all(scene_t *s)
{
    lic_act_report_t report;
    const apr_int64_t ids[] = {s->anna_id, s->bo_id, s->dan_id};
    return lic_employee_act(&report, s->from, &s->anna, LIC_ACT_ASSIGN, ids, 3, "crm", s->pool);
}

static lic_error_t *deactivate_some(scene_t *s)
{
    lic_act_report_t report;
    const apr_int64_t ids[] = {s->bo_id, s->dan_id};
    return lic_employee_act(&report, s->from, &s->anna, LIC_ACT_DEACTIVATE, ids, 2, NULL, s->pool);
}

static lic_error_t *grant(scene_t *s)
{
    return lic_role_grant(NULL, s->from, &s->operator, "fresh", LIC_RIGHT_PARTNER, 1, s->pool);
}

static lic_error_t *give_role(scene_t *s)
{
    return lic_role_give(NULL, s->from, &s->operator, "viewer", s->dan_id, 1, s->pool);
}

static lic_error_t *set_threshold(scene_t *s)
{
    apr_int64_t log;
    return lic_threshold_set(&log, s->from, &s->anna, "crm", 3, s->pool);
}

static lic_error_t *add_account(scene_t *s)
{
    const lic_caller_t caller = {.account = "new", .user = "operator", .trusted = 1, .now = s->now};
    lic_account_t terms = {.key = "new",
                           .name = "New",
                           .currency = "DKK",
                           .locale = "da-DK",
                           .timezone = "Europe/Copenhagen",
                           .billing = "b@new.example",
                           .months = 1,
                           .anchor = lic_date_make(2026, 11, 1)};
    return lic_admin_account_add(s->from, &caller, &terms, s->pool);
}

static lic_error_t *add_product(scene_t *s)
{
    return lic_admin_product_add(s->from, "extra", LIC_KIND_ADDON, "Extra", s->pool);
}

static lic_error_t *set_price(scene_t *s)
{
    lic_date_t starts;
    return lic_admin_price_set(&starts, s->from, "standard", "DKK", 31000, LIC_DATE_NONE, s->now, s->pool);
}

static lic_error_t *set_grace(scene_t *s)
{
    return lic_admin_grace(s->from, "3d", s->pool);
}

static lic_error_t *close_account(scene_t *s)
{
    return lic_admin_account_close(s->from, &s->operator, s->pool);
}

static void fail_at_each_statement(scene_t *s, deed_fn *deed, const char *name)
{
    const char *before = scene_dump(s);
    int fired = 1, n;
    for (n = 1; fired; n++) {
        fault_arm(FAULT_ERROR, n);
        lic_error_t *err = deed(s);
        fired = fault_disarm();
        if (!fired) {
            ok(err);
        } else {
            if (!err)
                fail_msg("%s: statement %d failed and nobody noticed", name, n);
            assert_int_equal(err->code, LIC_BUG);
            if (strcmp(scene_dump(s), before))
                fail_msg("%s: statement %d failed and something stayed", name, n);
        }
    }
    assert_true(n > 4);
    assert_string_not_equal(scene_dump(s), before);
    scene_audit(s);
}

static void whatever_statement_fails_nothing_of_the_operation_stays(harness_t *h)
{
    scene_t *s = scene_make(h);
    static const struct {
        deed_fn *deed;
        const char *name;
    } deeds[] = {{add_product, "product add"}, {set_price, "price set"},        {set_grace, "set"},
                 {add_account, "account add"}, {grant, "role grant"},           {give_role, "role give"},
                 {set_threshold, "few"},       {buy_with_what_follows, "buy"},  {preview_and_confirm, "confirm"},
                 {assign_all, "assign"},       {hire_beyond, "employee add"},   {deactivate_some, "deactivate"},
                 {scale_down, "scale down"},   {close_account, "account close"}};
    scene_quantity(s, "central", 1);
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
        fail_at_each_statement(s, deeds[i].deed, deeds[i].name);
}

/* Month by month: what a catch-up left undone is due still, and what it did is not done again. */
static void a_catch_up_that_fails_is_taken_up_where_it_stopped(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 1);
    int fired = 1, renewed = 0;
    for (int n = 1; fired; n++) {
        const lic_date_t first = lic_date_add_months(lic_date_make(2026, 12, 1), renewed++);
        const char *until = apr_pstrcat(s->pool, lic_date_format(first + 20, s->pool), "T09:00:00Z", NULL);
        scene_at(s, until);
        fault_arm(FAULT_ERROR, n);
        lic_error_t *err = lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool);
        fired = fault_disarm();
        assert_int_equal(!!err, fired);
        ok(lic_catch_up(NULL, s->from, "acme", s->now, NULL, s->pool));
        assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1 AND kind = 'renewal'"),
                         renewed);
    }
    assert_true(renewed > 10);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE account = 1 AND active = 1"), 1);
    scene_audit(s);
}

/* --- what may be tried again is ------------------------------------------------------------------ */

static apr_int64_t purchased(scene_t *s)
{
    return scene_number(s, "SELECT purchased FROM position WHERE account = 1 AND product = 1");
}

static void buying_one_more_survives(scene_t *s, fault_kind_t kind, int with_key)
{
    int fired = 1;
    for (int n = 1; fired; n++) {
        lic_outcome_t out;
        const apr_int64_t had = purchased(s), revision = scene_number(s, "SELECT revision FROM account WHERE id = 1");
        const lic_condition_t key = {.key = with_key ? apr_psprintf(s->pool, "%d-%d", kind, n) : NULL, .if_match = -1};
        fault_arm(kind, n);
        ok(lic_quantity_set(&out, s->from, &s->anna, "standard", had + 1, LIC_REQUESTER_ADMIN, &key, s->pool));
        fired = fault_disarm();
        assert_int_equal(purchased(s), had + 1);
        assert_int_equal(scene_number(s, "SELECT revision FROM account WHERE id = 1"), revision + 1);
        assert_int_equal(out.revision, revision + 1);
    }
    scene_audit(s);
}

static void a_busy_database_is_tried_again_and_takes_effect_once(harness_t *h)
{
    buying_one_more_survives(scene_make(h), FAULT_BUSY, 0);
}

static void a_lost_connection_is_replaced_and_takes_effect_once(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    buying_one_more_survives(scene_make(h), FAULT_LOST, 1);
}

static void with_a_key_a_lost_answer_to_commit_is_found_out(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_condition_t key = {.key = "k", .if_match = -1};
    fault_arm(FAULT_ANSWER_LOST, 1);
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 4, LIC_REQUESTER_ADMIN, &key, s->pool));
    fault_disarm();
    assert_int_equal(out.replayed, 1);
    assert_int_equal(out.kind, LIC_BOUGHT);
    assert_int_equal(purchased(s), 4);
    scene_audit(s);
}

static void without_a_key_a_lost_answer_to_commit_is_told(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    fault_arm(FAULT_ANSWER_LOST, 1);
    refused(lic_quantity_set(&out, s->from, &s->anna, "standard", 4, LIC_REQUESTER_ADMIN, NULL, s->pool),
            "commit-unknown");
    fault_disarm();
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(whatever_statement_fails_nothing_of_the_operation_stays),
        HARNESS_TEST(a_catch_up_that_fails_is_taken_up_where_it_stopped),
        HARNESS_TEST(a_busy_database_is_tried_again_and_takes_effect_once),
        HARNESS_TEST(a_lost_connection_is_replaced_and_takes_effect_once),
        HARNESS_TEST(with_a_key_a_lost_answer_to_commit_is_found_out),
        HARNESS_TEST(without_a_key_a_lost_answer_to_commit_is_told),
    };
    return HARNESS_RUN(cases);
}
