/* Roles and rights through the services: what is logged, who is refused, and that nobody locks the account. */
#include "scene.h"

static lic_caller_t manager(const scene_t *s)
{
    lic_caller_t caller = scene_caller(s, "acme", "anna", LIC_RIGHT_ROLES);
    caller.path = "/roles";
    return caller;
}

static const char *logged(scene_t *s, apr_int64_t id)
{
    return scene_rows(s, apr_psprintf(s->pool,
                                      "SELECT actor, action, object, old_state, new_state FROM journal"
                                      " WHERE account = 1 AND id = %" APR_INT64_T_FMT,
                                      id));
}

static void a_right_granted_and_revoked_is_logged_with_who_did_it(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    apr_int64_t log;
    ok(lic_role_grant(&log, s->from, &anna, "viewer", LIC_RIGHT_PARTNER, 1, s->pool));
    assert_string_equal(logged(s, log), "anna|granted|role/viewer/partner||granted\n");
    ok(lic_role_grant(&log, s->from, &anna, "viewer", LIC_RIGHT_PARTNER, 1, s->pool));
    assert_int_equal(log, 0);
    ok(lic_role_grant(&log, s->from, &anna, "viewer", LIC_RIGHT_PARTNER, 0, s->pool));
    assert_string_equal(logged(s, log), "anna|revoked|role/viewer/partner|granted|\n");
    scene_audit(s);
}

static void a_role_is_made_on_purpose_and_not_by_a_slip(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    apr_int64_t log;
    refused(lic_role_grant(&log, s->from, &anna, "veiwer", LIC_RIGHT_PARTNER, 1, s->pool), "role-unknown");
    ok(lic_role_create(&log, s->from, &anna, "helpdesk", LIC_RIGHT_MY_ACCOUNT_VIEW, s->pool));
    assert_string_equal(logged(s, log), "anna|granted|role/helpdesk/my-account-view||granted\n");
    refused(lic_role_create(&log, s->from, &anna, "helpdesk", LIC_RIGHT_ROLES, s->pool), "role-exists");
    refused(lic_role_create(&log, s->from, &anna, "Help desk", LIC_RIGHT_ROLES, s->pool), "field-invalid");
    assert_string_equal(scene_rows(s, "SELECT role_key, right_key FROM role_right WHERE role_key = 'helpdesk'"),
                        "helpdesk|my-account-view\n");
    scene_audit(s);
}

static void an_account_has_so_many_roles_and_no_more(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    for (int i = 3; i <= 100; i++)
        scene_run_sql(s, apr_psprintf(s->pool, "INSERT INTO role (account, role_key, name) VALUES (1, 'r%d', 'r')", i));
    refused(lic_role_create(NULL, s->from, &anna, "more", LIC_RIGHT_PARTNER, s->pool), "too-many-roles");
    refused(lic_role_grant(NULL, s->from, &s->operator, "more", LIC_RIGHT_PARTNER, 1, s->pool), "too-many-roles");
    scene_audit(s);
}

static void a_role_given_opens_what_its_rights_open_and_taken_closes_it(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    lic_caller_t dan = scene_caller(s, "acme", "dan", LIC_RIGHT_ROLES);
    apr_int64_t log;
    refused(lic_role_give(&log, s->from, &dan, "admin", s->dan_id, 1, s->pool), "no-right");
    ok(lic_role_give(&log, s->from, &anna, "admin", s->dan_id, 1, s->pool));
    assert_string_equal(logged(s, log), "anna|role-given|employee/3/role/admin||given\n");
    ok(lic_role_give(&log, s->from, &anna, "admin", s->dan_id, 1, s->pool));
    assert_int_equal(log, 0);
    ok(lic_role_give(&log, s->from, &dan, "admin", s->anna_id, 0, s->pool));
    assert_string_equal(logged(s, log), "dan|role-taken|employee/1/role/admin|given|\n");
    refused(lic_role_give(&log, s->from, &anna, "admin", s->anna_id, 1, s->pool), "no-right");
    scene_audit(s);
}

static void who_creates_an_employee_gives_no_role_without_the_right_roles(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_act_report_t report;
    const char *roles[] = {"admin", NULL};
    lic_employee_t employee = {
        .login = "eva", .name = "Eva", .initials = "", .email = "eva@acme.example", .active = 1, .roles = roles};
    ok(lic_role_grant(NULL, s->from, &s->operator, "buyer", LIC_RIGHT_MY_ACCOUNT, 1, s->pool));
    ok(lic_role_give(NULL, s->from, &s->operator, "buyer", s->dan_id, 1, s->pool));
    const lic_caller_t dan = scene_caller(s, "acme", "dan", LIC_RIGHT_MY_ACCOUNT);
    refused(lic_employee_add(&report, s->from, &dan, &employee, s->pool), "no-right");
    assert_string_equal(scene_rows(s, "SELECT actor, new_state FROM journal WHERE account = 1 AND action = 'refused'"),
                        "dan|roles\n");
    ok(lic_employee_add(&report, s->from, &s->anna, &employee, s->pool));
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee_role WHERE account = 1 AND role_key = 'admin'"), 2);
    scene_audit(s);
}

static void who_manages_roles_last_keeps_it(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    refused(lic_role_grant(NULL, s->from, &anna, "admin", LIC_RIGHT_ROLES, 0, s->pool), "last-roles");
    refused(lic_role_give(NULL, s->from, &anna, "admin", s->anna_id, 0, s->pool), "last-roles");
    const char *before = scene_dump(s);
    /* an inactive holder counts for nothing */
    const apr_int64_t eva = scene_hire(s, "eva", "i");
    ok(lic_role_give(NULL, s->from, &anna, "admin", eva, 1, s->pool));
    refused(lic_role_give(NULL, s->from, &anna, "admin", s->anna_id, 0, s->pool), "last-roles");
    ok(lic_role_give(NULL, s->from, &anna, "admin", eva, 0, s->pool));
    assert_string_not_equal(scene_dump(s), before);
    /* the same person may hold it twice, and then lose one of them */
    ok(lic_role_grant(NULL, s->from, &anna, "viewer", LIC_RIGHT_ROLES, 1, s->pool));
    ok(lic_role_give(NULL, s->from, &anna, "viewer", s->bo_id, 0, s->pool));
    ok(lic_role_give(NULL, s->from, &anna, "viewer", s->anna_id, 1, s->pool));
    ok(lic_role_give(NULL, s->from, &anna, "admin", s->anna_id, 0, s->pool));
    refused(lic_role_give(NULL, s->from, &anna, "viewer", s->anna_id, 0, s->pool), "last-roles");
    refused(lic_role_grant(NULL, s->from, &anna, "viewer", LIC_RIGHT_ROLES, 0, s->pool), "last-roles");
    scene_audit(s);
}

static void who_becomes_the_last_manager_is_marked_after_everybody_else(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t anna = manager(s);
    const char *marked = "SELECT login FROM employee WHERE account = 1 AND deadline IS NOT NULL";
    scene_at(s, "2026-11-10T10:00:00Z");
    const apr_int64_t eva = scene_hire(s, "eva", "");
    assert_string_equal(scene_rows(s, marked), "eva\n");
    ok(lic_role_give(NULL, s->from, &anna, "admin", eva, 1, s->pool));
    assert_string_equal(scene_rows(s, marked), "eva\n");
    ok(lic_role_give(NULL, s->from, &anna, "admin", s->anna_id, 0, s->pool));
    assert_string_equal(scene_rows(s, marked), "dan\n");
    scene_audit(s);
}

static void employees_and_roles_of_another_account_are_unknown(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t ole = scene_caller(s, "globex", "ole", LIC_RIGHT_MY_ACCOUNT);
    const char *before;
    scene_hire(s, "eva", "");
    before = scene_dump(s);
    refused(lic_role_give(NULL, s->from, &ole, "admin", s->dan_id, 1, s->pool), "employee-unknown");
    refused(lic_role_grant(NULL, s->from, &ole, "viewer", LIC_RIGHT_ROLES, 1, s->pool), "role-unknown");
    assert_string_equal(scene_dump(s), before);
}

static void a_threshold_of_ones_own_is_logged_and_warns_from_there_on(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *told = "SELECT amount FROM journal WHERE account = 1 AND action = 'few-left' AND object = 'crm/few'";
    apr_int64_t log;
    scene_quantity(s, "crm", 5);
    ok(lic_threshold_set(&log, s->from, &s->anna, "crm", 4, s->pool));
    assert_string_equal(logged(s, log), "anna|setting|account/few/crm||4\n");
    assert_string_equal(scene_rows(s, told), "");
    scene_act(s, LIC_ACT_ASSIGN, s->anna_id, "crm");
    scene_act(s, LIC_ACT_ASSIGN, s->bo_id, "crm");
    assert_string_equal(scene_rows(s, told), "4\n3\n");
    scene_audit(s);
    ok(lic_threshold_set(&log, s->from, &s->anna, "crm", 4, s->pool));
    assert_int_equal(log, 0);
    ok(lic_threshold_set(&log, s->from, &s->anna, "crm", -1, s->pool));
    assert_string_equal(logged(s, log), "anna|setting|account/few/crm|4|\n");
    scene_act(s, LIC_ACT_ASSIGN, s->dan_id, "crm");
    assert_string_equal(scene_rows(s, told), "4\n3\n"); /* 2 are left, and 1 is few again */
    refused(lic_threshold_set(&log, s->from, &s->anna, "nothing", 1, s->pool), "product-unknown");
    refused(lic_threshold_set(&log, s->from, &s->anna, "central", 1, s->pool), "product-follows");
    refused(lic_threshold_set(&log, s->from, &s->anna, "link", 1, s->pool), "product-is-fee");
    scene_audit(s);
}

static void a_threshold_is_of_its_own_account(harness_t *h)
{
    scene_t *s = scene_make(h);
    apr_int64_t log;
    ok(lic_threshold_set(&log, s->from, &s->anna, "standard", 2, s->pool));
    assert_string_equal(scene_rows(s, "SELECT account, few FROM position WHERE product = 1 ORDER BY account"),
                        "1|2\n2|-1\n");
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(a_right_granted_and_revoked_is_logged_with_who_did_it),
        HARNESS_TEST(a_role_is_made_on_purpose_and_not_by_a_slip),
        HARNESS_TEST(an_account_has_so_many_roles_and_no_more),
        HARNESS_TEST(a_role_given_opens_what_its_rights_open_and_taken_closes_it),
        HARNESS_TEST(who_creates_an_employee_gives_no_role_without_the_right_roles),
        HARNESS_TEST(who_manages_roles_last_keeps_it),
        HARNESS_TEST(who_becomes_the_last_manager_is_marked_after_everybody_else),
        HARNESS_TEST(employees_and_roles_of_another_account_are_unknown),
        HARNESS_TEST(a_threshold_of_ones_own_is_logged_and_warns_from_there_on),
        HARNESS_TEST(a_threshold_is_of_its_own_account),
    };
    return HARNESS_RUN(tests);
}
