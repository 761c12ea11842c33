#include "scene.h"

static lic_act_report_t act(scene_t *s, const lic_caller_t *caller, lic_act_t what, const apr_int64_t *ids, int n,
                            const char *module)
{
    lic_act_report_t report;
    ok(lic_employee_act(&report, s->from, caller, what, ids, n, module, s->pool));
    return report;
}

static void activating_beyond_what_is_purchased_is_allowed_and_names_the_deadline(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t eva = scene_hire(s, "eva", "i");
    const lic_act_report_t report = act(s, &s->anna, LIC_ACT_ACTIVATE, &eva, 1, NULL);
    assert_int_equal(report.rows[0].outcome, LIC_EMPLOYEE_DONE);
    assert_string_equal(report.rows[0].name, "eva acme");
    assert_int_equal(report.ndone, 1);
    assert_int_equal(report.beyond, 1);
    assert_int_equal(report.deadline, scene_instant("2026-11-17T09:00:00Z"));
    assert_int_equal(report.log, scene_number(s, "SELECT id FROM journal WHERE account = 1 AND action = 'activated'"));
    assert_int_equal(report.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
    scene_audit(s);
}

static void a_bulk_is_one_event_with_an_outcome_for_each_row(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t eva = scene_hire(s, "eva", "i"), fie = scene_hire(s, "fie", "i");
    const apr_int64_t ids[] = {fie, 999, s->bo_id, eva, fie};
    const lic_act_report_t report = act(s, &s->anna, LIC_ACT_ACTIVATE, ids, 5, NULL);
    static const lic_employee_outcome_t expected[] = {LIC_EMPLOYEE_DONE, LIC_EMPLOYEE_UNKNOWN, LIC_EMPLOYEE_UNCHANGED,
                                                      LIC_EMPLOYEE_DONE, LIC_EMPLOYEE_UNCHANGED};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(report.rows[i].employee, ids[i]);
        assert_int_equal(report.rows[i].outcome, expected[i]);
    }
    assert_int_equal(report.ndone, 2);
    assert_string_equal(scene_rows(s,
                                   "SELECT COUNT(*), COUNT(DISTINCT event) FROM journal WHERE account = 1 AND action "
                                   "= 'activated'"),
                        "2|1\n");
    assert_int_equal(scene_number(s, "SELECT used FROM position WHERE account = 1 AND product = 1"), 5);
    scene_audit(s);
}

static void add_on_licences_of_whoever_is_named_twice_count_once(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t ids[] = {s->bo_id, s->dan_id, s->bo_id};
    act(s, &s->anna, LIC_ACT_ASSIGN, ids, 1, "crm");
    act(s, &s->anna, LIC_ACT_DEACTIVATE, ids, 3, NULL);
    scene_audit(s);
    act(s, &s->anna, LIC_ACT_ACTIVATE, ids, 3, NULL);
    scene_audit(s);
}

static void a_bulk_without_effect_writes_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t ids[] = {s->anna_id, 999};
    const char *before = scene_dump(s);
    const lic_act_report_t report = act(s, &s->anna, LIC_ACT_ACTIVATE, ids, 2, NULL);
    assert_int_equal(report.ndone, 0);
    assert_int_equal(report.log, 0);
    assert_int_equal(report.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
    assert_string_equal(scene_dump(s), before);
}

static void employees_of_another_account_are_unknown(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t ole = scene_caller(s, "globex", "ole", LIC_RIGHT_MY_ACCOUNT);
    const lic_act_report_t report = act(s, &ole, LIC_ACT_DEACTIVATE, &s->dan_id, 1, NULL);
    assert_int_equal(report.rows[0].outcome, LIC_EMPLOYEE_UNKNOWN);
    assert_int_equal(scene_number(s, "SELECT active FROM employee WHERE account = 1 AND login = 'dan'"), 1);
}

static void the_last_active_holder_of_roles_is_not_deactivated_even_in_a_bulk(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t ids[] = {s->bo_id, s->anna_id, s->dan_id};
    ok(lic_role_grant(NULL, s->from, &s->operator, "viewer", LIC_RIGHT_ROLES, 1, s->pool));
    lic_act_report_t report = act(s, &s->operator, LIC_ACT_DEACTIVATE, ids, 3, NULL);
    assert_int_equal(report.rows[0].outcome, LIC_EMPLOYEE_DONE); /* bo: anna is left */
    assert_int_equal(report.rows[1].outcome, LIC_EMPLOYEE_LAST_ROLES);
    assert_int_equal(report.rows[2].outcome, LIC_EMPLOYEE_DONE);
    report = act(s, &s->operator, LIC_ACT_DEACTIVATE, ids + 1, 1, NULL);
    assert_int_equal(report.rows[0].outcome, LIC_EMPLOYEE_LAST_ROLES);
    scene_audit(s);
}

static void add_on_licences_beyond_what_is_purchased_are_marked_and_taken_back(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t ids[] = {s->anna_id, s->bo_id, s->dan_id};
    scene_quantity(s, "crm", 2);
    lic_act_report_t report = act(s, &s->anna, LIC_ACT_ASSIGN, ids, 3, "crm");
    assert_int_equal(report.ndone, 3);
    assert_int_equal(report.beyond, 1);
    assert_int_equal(report.deadline, scene_instant("2026-11-17T09:00:00Z"));
    assert_string_equal(scene_rows(s, "SELECT employee FROM assignment WHERE account = 1 AND deadline IS NOT NULL"),
                        "3\n");
    scene_at(s, "2026-11-17T09:00:00Z");
    scene_audit(s);
    assert_string_equal(scene_rows(s, "SELECT employee FROM assignment WHERE account = 1 ORDER BY id"), "1\n2\n");
    assert_int_equal(scene_number(s, "SELECT active FROM employee WHERE account = 1 AND id = 3"), 1);
}

static void an_add_on_module_is_wanted_for_assigning(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_act_report_t report;
    refused(lic_employee_act(&report, s->from, &s->anna, LIC_ACT_ASSIGN, &s->bo_id, 1, "nothing", s->pool),
            "product-unknown");
    refused(lic_employee_act(&report, s->from, &s->anna, LIC_ACT_ASSIGN, &s->bo_id, 1, "standard", s->pool),
            "product-unknown");
    refused(lic_employee_act(&report, s->from, &s->anna, LIC_ACT_ASSIGN, &s->bo_id, 1, NULL, s->pool), "field-invalid");
}

static void protection_moves_the_mark_to_somebody_else(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t eva = scene_hire(s, "eva", "");
    scene_at(s, "2026-11-11T09:00:00Z");
    act(s, &s->anna, LIC_ACT_PROTECT, &eva, 1, NULL);
    assert_string_equal(scene_rows(s, "SELECT login FROM employee WHERE account = 1 AND deadline IS NOT NULL"),
                        "dan\n");
    act(s, &s->anna, LIC_ACT_UNPROTECT, &eva, 1, NULL);
    assert_string_equal(scene_rows(s, "SELECT login FROM employee WHERE account = 1 AND deadline IS NOT NULL"),
                        "eva\n");
    scene_audit(s);
}

static void deactivating_frees_a_licence_for_whoever_is_marked(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "eva", "");
    act(s, &s->anna, LIC_ACT_DEACTIVATE, &s->dan_id, 1, NULL);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE account = 1 AND deadline IS NOT NULL"), 0);
    scene_audit(s);
}

static void few_left_is_told_once_for_each_that_goes(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *told = "SELECT COUNT(*) FROM journal WHERE account = 1 AND action = 'few-left' AND object = 'crm/few'";
    scene_quantity(s, "crm", 3);
    scene_act(s, LIC_ACT_ASSIGN, s->anna_id, "crm");
    assert_int_equal(scene_number(s, told), 0); /* 2 are left, 1 is few */
    scene_act(s, LIC_ACT_ASSIGN, s->bo_id, "crm");
    assert_int_equal(scene_number(s, told), 1);
    scene_act(s, LIC_ACT_UNASSIGN, s->bo_id, "crm");
    assert_int_equal(scene_number(s, told), 1);
    scene_act(s, LIC_ACT_ASSIGN, s->bo_id, "crm");
    scene_act(s, LIC_ACT_ASSIGN, s->dan_id, "crm");
    assert_int_equal(scene_number(s, told), 3);
    scene_audit(s);
}

static void a_service_log_in_takes_no_licence(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t program = scene_hire(s, "program", "s");
    assert_int_equal(scene_number(s, "SELECT used FROM position WHERE account = 1 AND product = 1"), 3);
    scene_quantity(s, "crm", 2);
    assert_int_equal(scene_act(s, LIC_ACT_ASSIGN, program, "crm"), LIC_EMPLOYEE_SERVICE);
    scene_audit(s);
}

static void an_employee_is_checked_before_anything_is_written(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_act_report_t report;
    const char *roles[] = {"ghost", NULL};
    lic_employee_t employee = {.login = "eva", .name = "Eva", .initials = "", .email = "nonsense", .active = 1};
    const char *before = scene_dump(s);
    refused(lic_employee_add(&report, s->from, &s->anna, &employee, s->pool), "field-invalid");
    employee.email = "eva@acme.example";
    employee.login = "anna";
    refused(lic_employee_add(&report, s->from, &s->anna, &employee, s->pool), "login-taken");
    employee.login = "eva";
    employee.roles = roles;
    refused(lic_employee_add(&report, s->from, &s->anna, &employee, s->pool), "role-unknown");
    assert_string_equal(scene_dump(s), before);
    ok(lic_employee_add(&report, s->from, &s->operator, & employee, s->pool)); /* support makes the role */
    assert_int_equal(employee.id, 4);
    scene_audit(s);
}

static void more_than_ten_thousand_at_once_are_refused(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_act_report_t report;
    apr_int64_t *ids = apr_pcalloc(s->pool, sizeof(*ids) * 10001);
    refused(lic_employee_act(&report, s->from, &s->anna, LIC_ACT_ACTIVATE, ids, 10001, NULL, s->pool), "too-many");
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(activating_beyond_what_is_purchased_is_allowed_and_names_the_deadline),
        HARNESS_TEST(a_bulk_is_one_event_with_an_outcome_for_each_row),
        HARNESS_TEST(add_on_licences_of_whoever_is_named_twice_count_once),
        HARNESS_TEST(a_bulk_without_effect_writes_nothing),
        HARNESS_TEST(employees_of_another_account_are_unknown),
        HARNESS_TEST(the_last_active_holder_of_roles_is_not_deactivated_even_in_a_bulk),
        HARNESS_TEST(add_on_licences_beyond_what_is_purchased_are_marked_and_taken_back),
        HARNESS_TEST(an_add_on_module_is_wanted_for_assigning),
        HARNESS_TEST(protection_moves_the_mark_to_somebody_else),
        HARNESS_TEST(deactivating_frees_a_licence_for_whoever_is_marked),
        HARNESS_TEST(few_left_is_told_once_for_each_that_goes),
        HARNESS_TEST(a_service_log_in_takes_no_licence),
        HARNESS_TEST(an_employee_is_checked_before_anything_is_written),
        HARNESS_TEST(more_than_ten_thousand_at_once_are_refused),
    };
    return HARNESS_RUN(cases);
}
