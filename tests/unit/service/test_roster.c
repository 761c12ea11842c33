/* test_roster.c  A whole list of employees: what becomes of each row, of whoever isn't named, and of the marks. */
#include "told.h"

#include <apr_strings.h>

#include "store/audit.h"
#include "store/json_rows.h"

static const char *employees(scene_t *s)
{
    return scene_rows(s, "SELECT login, name, initials, email, active FROM employee WHERE account = 1 ORDER BY id");
}

static void each_row_has_an_outcome(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "fie", "i");
    const lic_roster_report_t report = told_run(s,
                                                "eva|Eva Ø|EØ|eva@acme.example|-|-\n"
                                                "bo|Bo Nielsen|-|-|-|-\n"
                                                "fie|-|-|-|active|-\n"
                                                "dan|-|-|-|inactive|-\n"
                                                "anna|anna acme|-|-|active|-\n"
                                                "gry|Gry|-|gry@acme.example|inactive|viewer\n",
                                                MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:C\n2:E\n3:A\n4:D\n5:\n6:CR\n");
    assert_string_equal(employees(s), "anna|anna acme||anna@acme.example|1\n"
                                      "bo|Bo Nielsen||bo@acme.example|1\n"
                                      "dan|dan acme||dan@acme.example|0\n"
                                      "fie|fie acme||fie@acme.example|1\n"
                                      "eva|Eva Ø|EØ|eva@acme.example|1\n"
                                      "gry|Gry||gry@acme.example|0\n");
    assert_string_equal(scene_rows(s, "SELECT object, action, old_state, new_state, name FROM journal WHERE account = 1"
                                      " AND action IN ('edited', 'activated', 'deactivated') ORDER BY object"),
                        "employee/2/name|edited|bo acme|Bo Nielsen|bo acme\n"
                        "employee/3|deactivated|active|inactive|dan acme\n"
                        "employee/4|activated|inactive|active|fie acme\n");
    assert_string_equal(scene_rows(s, "SELECT object, action, new_state FROM journal WHERE account = 1 AND object LIKE"
                                      " 'employee/6%' ORDER BY id"),
                        "employee/6|created|inactive\nemployee/6/role/viewer|role-given|given\n");
    scene_audit(s);
}

static void of_a_long_list_little_is_told_and_all_is_counted(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_roster_report_t report =
        told_run(s,
                 "anna|-|-|-|-|-\neva|Eva|-|eva@acme.example|-|-\nanna|Again|-|-|-|-\n"
                 "fie|Fie|-|fie@acme.example|-|-\ngry|Gry|-|gry@acme.example|-|-\nbo|-|-|nonsense|-|-\n",
                 TELL_TWO);
    assert_string_equal(told_outcomes(s, &report), "2:C\n4:C\n");
    assert_string_equal(told_rows(s, report.wrong), "3:login-twice\n6:field-invalid\n");
    assert_int_equal(report.total, 6);
    assert_int_equal(report.created, 3);
    assert_int_equal(report.unchanged, 1);
    assert_int_equal(report.refused, 2);
}

static void marks_follow_and_what_is_missing_has_a_price(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *two = "eva|Eva||eva@acme.example|-|-\nfie|Fie||fie@acme.example|-|-\n";
    const char *before = scene_dump(s);
    lic_roster_report_t report = told_run(s, two, DRY);
    assert_string_equal(scene_dump(s), before);
    assert_string_equal(told_outcomes(s, &report), "1:C\n2:C\n");
    assert_int_equal(report.beyond, 2);
    assert_int_equal(report.deadline, scene_instant("2026-11-17T09:00:00Z"));
    assert_int_equal(report.buy_net, 42000); /* 2 × 300.00 × 21 ÷ 30 */
    report = told_run(s, two, MERGE);
    assert_int_equal(report.beyond, 2);
    assert_int_equal(report.buy_net, 42000);
    assert_string_equal(scene_rows(s, "SELECT login FROM employee WHERE deadline IS NOT NULL ORDER BY id"),
                        "eva\nfie\n");
    assert_int_equal(report.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1"), 1);
    scene_audit(s);
}

static void a_list_that_says_nothing_new_writes_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *before = scene_dump(s);
    const lic_roster_report_t report =
        told_run(s, "anna|anna acme||anna@acme.example|active|-\nbo|-|-|-|-|viewer\ndan|-|-|-|-|-\n", WHOLE);
    assert_string_equal(told_outcomes(s, &report), "1:\n2:\n3:\n");
    assert_int_equal(report.log, 0);
    assert_int_equal(report.applied, 1);
    assert_int_equal(report.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
    assert_string_equal(scene_dump(s), before);
}

static void a_row_is_carried_out_whole_or_refused(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_roster_report_t report = told_run(s,
                                                "anna|Anna Andersen|-|-|inactive|-\n"
                                                "eva|Eva|-|nonsense|-|-\n"
                                                "fie|Fie|-|-|-|-\n"
                                                "gry|-|-|gry@acme.example|-|-\n"
                                                "bo|Bo|-|-|-|ghost\n"
                                                "!dan|Dan|-|-|-|-\n"
                                                "|Nobody|-|x@acme.example|-|-\n"
                                                "ida|Ida|-|ida@acme.example|-|-\n",
                                                MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:last-roles\n2:field-invalid\n3:field-invalid\n4:field-invalid\n"
                                                   "5:role-unknown\n6:field-invalid\n7:field-invalid\n8:C\n");
    assert_int_equal(report.refused, 7);
    assert_int_equal(report.created, 1);
    assert_string_equal(APR_ARRAY_IDX(report.rows, 5, lic_roster_outcome_t).message, "status: active or inactive");
    assert_string_equal(employees(s), "anna|anna acme||anna@acme.example|1\n"
                                      "bo|bo acme||bo@acme.example|1\n"
                                      "dan|dan acme||dan@acme.example|1\n"
                                      "ida|Ida||ida@acme.example|1\n");
    scene_audit(s);
}

static void strict_is_all_or_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *before = scene_dump(s);
    lic_roster_report_t report =
        told_run(s, "eva|Eva||eva@acme.example|-|-\nanna|-|-|-|inactive|-\nfie|Fie||fie@acme.example|-|-\n", STRICT);
    assert_int_equal(report.applied, 0);
    assert_string_equal(told_outcomes(s, &report), "1:C\n2:last-roles\n3:C\n");
    assert_string_equal(scene_dump(s), before);
    report = told_run(s, "eva|Eva||eva@acme.example|-|-\n!fie|Fie||fie@acme.example|-|-\n", STRICT);
    assert_int_equal(report.applied, 0);
    assert_int_equal(report.refused, 1);
    assert_string_equal(scene_dump(s), before);
    report = told_run(s, "eva|Eva||eva@acme.example|-|-\n", STRICT);
    assert_int_equal(report.applied, 1);
    assert_int_equal(report.log, scene_number(s, "SELECT id FROM journal WHERE object = 'employee/4' AND account = 1"
                                                 " AND action = 'created'"));
}

static void nobody_is_named_twice(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_roster_report_t report = told_run(s,
                                                "bo|Bo|-|-|-|-\n"
                                                "eva|Eva|-|eva@acme.example|-|-\n"
                                                "bo|Bo B|-|-|inactive|-\n"
                                                "eva|Eva E|-|eva@acme.example|-|-\n",
                                                MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:E\n2:C\n3:login-twice\n4:login-twice\n");
    assert_non_null(strstr(APR_ARRAY_IDX(report.rows, 3, lic_roster_outcome_t).message, "eva stands in line 2"));
    scene_audit(s);
}

static void who_is_absent_from_a_whole_list_is_deactivated_never_deleted(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "fie", "i");
    scene_hire(s, "program", "s");
    scene_quantity(s, "crm", 1);
    scene_act(s, LIC_ACT_ASSIGN, s->dan_id, "crm");
    const lic_roster_report_t report = told_run(s, "eva|Eva||eva@acme.example|-|-\nbo|-|-|-|-|-\n", WHOLE);
    assert_int_equal(report.absent, 1); /* dan */
    assert_int_equal(report.kept, 2);   /* anna is the last who manages roles, and a program is no person */
    assert_string_equal(employees(s), "anna|anna acme||anna@acme.example|1\n"
                                      "bo|bo acme||bo@acme.example|1\n"
                                      "dan|dan acme||dan@acme.example|0\n"
                                      "fie|fie acme||fie@acme.example|0\n"
                                      "program|program acme||program@acme.example|1\n"
                                      "eva|Eva||eva@acme.example|1\n");
    assert_int_equal(scene_number(s, "SELECT used FROM position WHERE account = 1 AND product = 3"), 0);
    assert_int_equal(scene_number(s, "SELECT active FROM employee WHERE account = 2"), 1);
    scene_audit(s);
}

static void a_whole_list_with_a_wrong_row_deactivates_nobody(harness_t *h)
{
    scene_t *s = scene_make(h);
    told_t told = {.text = ""};
    const lic_roster_t empty = {.rewind = told_rewind, .next = told_next, .baton = &told, .whole = 1};
    lic_roster_report_t report;
    const char *before = scene_dump(s);
    report = told_run(s, "anna|-|-|-|-|-\nbo|-|-|nonsense|-|-\n", WHOLE);
    assert_int_equal(report.applied, 0);
    report = told_run(s, "anna|-|-|-|-|-\nbo|-|-|-|-|ghost\n", WHOLE);
    assert_int_equal(report.applied, 0);
    refused(lic_roster_run(&report, s->from, &s->operator, & empty, s->pool), "list-empty");
    assert_string_equal(scene_dump(s), before);
}

static void roles_may_be_handed_over_within_a_list(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_roster_report_t report = told_run(s,
                                                "anna|-|-|-|inactive|-\n"
                                                "bo|-|-|-|-|admin\n"
                                                "eva|Eva|-|eva@acme.example|-|admin\n"
                                                "dan|-|-|-|inactive|admin\n",
                                                MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:last-roles\n2:R\n3:CR\n4:DR\n");
    const lic_roster_report_t later =
        told_run(s, "anna|-|-|-|inactive|-\nbo|-|-|-|inactive|-\neva|-|-|-|inactive|-\n", MERGE);
    assert_string_equal(told_outcomes(s, &later), "1:D\n2:D\n3:last-roles\n");
    scene_audit(s);
}

/* Whoever may write employees isn't thereby let to give rights */
static void only_support_gives_roles(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_roster_report_t report =
        told_run_as(s, &s->anna, "bo|-|-|-|-|admin\neva|Eva|-|eva@acme.example|-|ghost\n", MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:\n2:C\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee_role WHERE account = 1"), 2);
}

static void a_service_log_in_may_have_no_email_and_others_may_not(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "program", "s");
    const lic_roster_report_t report = told_run(s, "program|Program|||-|-\nbo|Bo|||-|-\n", MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:E\n2:field-invalid\n");
    assert_string_equal(scene_rows(s, "SELECT object, old_state, new_state FROM journal WHERE action = 'edited' AND"
                                      " account = 1 ORDER BY id"),
                        "employee/4/name|program acme|Program\nemployee/4/email|program@acme.example|\n");
    scene_audit(s);
}

static void note_breach(void *baton, const char *invariant, const char *account, const char *what)
{
    (void)account;
    (void)what;
    *(const char **)baton = invariant;
}

static void long_addresses_are_logged_cut_and_the_log_stays_a_chain(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *domain =
        "an-address-that-is-longer-than-what-the-log-holds-of-it-and-differs-only-at-its-very-end.example";
    told_run(s, apr_psprintf(s->pool, "bo|-|-|bo-nielsen@%s1|-|-\n", domain), STRICT);
    told_run(s, apr_psprintf(s->pool, "bo|-|-|bo-nielsen@%s2|-|-\n", domain), STRICT);
    assert_int_equal(scene_number(s, "SELECT MAX(LENGTH(new_state)) FROM journal WHERE action = 'edited'"), 100);
    scene_audit(s);
    scene_run_sql(s, "UPDATE employee SET email = 'other@acme.example' WHERE account = 1 AND login = 'bo'");
    apr_int64_t breaches = 0;
    const char *said = "";
    ok(lic_audit_run(&breaches, s->db, 1, s->now, note_breach, &said, s->pool));
    assert_int_equal(breaches, 1);
    assert_string_equal(said, "5-log-is-last-edit");
}

static void a_list_of_many_batches_leaves_nobody_out(harness_t *h)
{
    enum { MANY = 2 * LIC_JSON_ROWS_MAX + 7 };
    scene_t *s = scene_make(h);
    char *text = apr_pcalloc(s->pool, MANY * 60);
    for (int i = 0; i < MANY; i++)
        apr_snprintf(text + strlen(text), 60, "p%d|Person %d||p%d@acme.example|%s|-\n", i, i, i,
                     i % 2 ? "active" : "inactive");
    lic_roster_report_t report = told_run(s, text, MERGE);
    assert_int_equal(report.created, MANY);
    assert_int_equal(scene_number(s,
                                  "SELECT COUNT(DISTINCT event) FROM journal WHERE account = 1 AND action = 'created'"
                                  " AND object LIKE 'employee/%' AND id > 20"),
                     1);
    assert_int_equal(scene_number(s, "SELECT used FROM position WHERE account = 1 AND product = 1"), 3 + MANY / 2);
    scene_audit(s);
    report = told_run(s, text, WHOLE); /* anna is kept, bo and dan aren't named */
    assert_int_equal(report.unchanged, MANY);
    assert_int_equal(report.absent, 2);
    report = told_run(s, "p1|-|-|-|-|-\n", WHOLE);
    assert_int_equal(report.absent, MANY / 2 - 1);
    assert_int_equal(scene_number(s,
                                  "SELECT rows_told FROM outbox WHERE account = 1 AND kind = 'deactivated' ORDER BY id"
                                  " DESC LIMIT 1"),
                     MANY / 2 - 1);
    scene_audit(s);
}

static lic_error_t *run_with(lic_roster_report_t *report, scene_t *s, const char *text,
                             const lic_condition_t *condition, int how)
{
    told_t *told = apr_pcalloc(s->pool, sizeof(*told));
    told->text = text;
    const lic_roster_t list = {.rewind = told_rewind,
                               .next = told_next,
                               .baton = told,
                               .strict = 1,
                               .dry_run = !!(how & DRY),
                               .condition = condition};
    return lic_roster_run(report, s->from, &s->anna, &list, s->pool);
}

static void a_key_is_taken_once_and_gives_the_same_sums_again(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *text = "eva|Eva||eva@acme.example|-|-\nbo|Bo|-|-|-|-\n";
    const lic_condition_t key = {.key = "k", .digest = "one", .if_match = -1};
    const lic_condition_t other = {.key = "k", .digest = "two", .if_match = -1};
    lic_roster_report_t first, again;
    ok(run_with(&first, s, text, &key, DRY)); /* which leaves the key unused */
    assert_int_equal(first.log, 0);
    ok(run_with(&first, s, text, &key, 0));
    assert_int_equal(first.replayed, 0);
    scene_quantity(s, "standard", 9);
    const char *before = scene_dump(s);
    ok(run_with(&again, s, text, &key, 0));
    assert_string_equal(scene_dump(s), before);
    assert_int_equal(again.replayed, 1);
    assert_int_equal(again.applied, 1);
    const apr_int64_t sums[][2] = {{first.created, again.created},
                                   {first.edited, again.edited},
                                   {first.unchanged, again.unchanged},
                                   {first.log, again.log},
                                   {first.revision, again.revision},
                                   {first.beyond, again.beyond},
                                   {first.deadline, again.deadline},
                                   {first.buy_total, again.buy_total},
                                   {first.buy_net, again.buy_net},
                                   {1, first.created},
                                   {1, first.edited},
                                   {1, first.beyond},
                                   {4, first.buy_total},
                                   {21000, first.buy_net}};
    for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
        assert_int_equal(sums[i][0], sums[i][1]);
    assert_string_equal(again.product, "standard");
    assert_string_equal(again.currency, "DKK");
    refused(run_with(&again, s, text, &other, 0), "key-reused");
    scene_audit(s);
}

static void a_list_is_for_the_state_that_it_names(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *text = "eva|Eva||eva@acme.example|-|-\n";
    const apr_int64_t revision = scene_number(s, "SELECT revision FROM account WHERE id = 1");
    const apr_int64_t also[] = {1, revision};
    const lic_condition_t old = {.if_match = revision - 1}, never = {.if_match = LIC_CONDITION_NEVER};
    const lic_condition_t now = {.if_match = LIC_CONDITION_NEVER, .also = also, .nalso = 2};
    lic_roster_report_t report;
    const char *before = scene_dump(s);
    for (int how = 0; how <= DRY; how += DRY) {
        refused(run_with(&report, s, text, &old, how), "precondition-failed");
        refused(run_with(&report, s, text, &never, how), "precondition-failed");
    }
    ok(run_with(&report, s, text, &now, DRY));
    assert_int_equal(report.revision, revision);
    assert_string_equal(scene_dump(s), before);
    ok(run_with(&report, s, text, &now, 0));
    assert_int_equal(report.revision, revision + 1);
    refused(run_with(&report, s, text, &now, 0), "precondition-failed");
}

/* José typed on a Mac (e and an accent) is the same employee; who was let in before with a blank in the log-in stays.
 */
static void people_are_found_however_their_letters_are_written(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_roster_report_t report = told_run(s,
                                          "jos\xc3\xa9|Jos\xc3\xa9|-|jose@acme.example|-|-\n"
                                          "jose\xcc\x81|Jose\xcc\x81|-|-|-|-\n",
                                          MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:C\n2:login-twice\n");
    report = told_run(s, "jose\xcc\x81| Jose\xcc\x81\xe2\x80\x8b |-|jose@acme.example|-|-\n", MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:\n");
    assert_string_equal(scene_rows(s, "SELECT name FROM employee WHERE account = 1 AND login = 'jos\xc3\xa9'"),
                        "Jos\xc3\xa9\n");
}

static void a_log_in_of_before_with_a_blank_is_still_found_and_no_new_one_is_made(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "eva", "");
    scene_run_sql(s, "UPDATE employee SET login = 'eva maria' WHERE account = 1 AND login = 'eva'");
    const lic_roster_report_t report =
        told_run(s, "eva maria|Eva|-|eva@acme.example|-|-\nole petter|Ole|-|ole@acme.example|-|-\n", MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:E\n2:field-invalid\n");
}

static void an_address_of_before_may_be_sent_back_and_no_other_like_it(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_run_sql(s, "UPDATE employee SET email = 's\xc3\xb8ren@acme.example' WHERE account = 1 AND login = 'bo'");
    lic_roster_report_t report = told_run(s, "bo|Bo B|-|s\xc3\xb8ren@acme.example|-|-\n", STRICT);
    assert_string_equal(told_outcomes(s, &report), "1:E\n");
    report = told_run(s,
                      "bo|-|-|\xc3\xa5se@acme.example|-|-\n"
                      "eva|Eva|-|s\xc3\xb8ren@acme.example|-|-\n"
                      "dan|-|-|nonsense|-|-\n",
                      MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:field-invalid\n2:field-invalid\n3:field-invalid\n");
}

static void other_people_of_the_same_login_stay_as_they_are(harness_t *h)
{
    scene_t *s = scene_make(h);
    ok(lic_admin_logins(s->from, LIC_LOGINS_ACCOUNT, s->pool));
    const lic_roster_report_t report = told_run(s, "ole|Ole|-|ole@acme.example|-|-\n", MERGE);
    assert_string_equal(told_outcomes(s, &report), "1:C\n");
    assert_string_equal(scene_rows(s, "SELECT account, name FROM employee WHERE login = 'ole' ORDER BY account"),
                        "1|Ole\n2|ole globex\n");
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(each_row_has_an_outcome),
        HARNESS_TEST(of_a_long_list_little_is_told_and_all_is_counted),
        HARNESS_TEST(marks_follow_and_what_is_missing_has_a_price),
        HARNESS_TEST(a_list_that_says_nothing_new_writes_nothing),
        HARNESS_TEST(a_row_is_carried_out_whole_or_refused),
        HARNESS_TEST(strict_is_all_or_nothing),
        HARNESS_TEST(nobody_is_named_twice),
        HARNESS_TEST(who_is_absent_from_a_whole_list_is_deactivated_never_deleted),
        HARNESS_TEST(a_whole_list_with_a_wrong_row_deactivates_nobody),
        HARNESS_TEST(roles_may_be_handed_over_within_a_list),
        HARNESS_TEST(only_support_gives_roles),
        HARNESS_TEST(a_service_log_in_may_have_no_email_and_others_may_not),
        HARNESS_TEST(long_addresses_are_logged_cut_and_the_log_stays_a_chain),
        HARNESS_TEST(a_list_of_many_batches_leaves_nobody_out),
        HARNESS_TEST(a_key_is_taken_once_and_gives_the_same_sums_again),
        HARNESS_TEST(a_list_is_for_the_state_that_it_names),
        HARNESS_TEST(an_address_of_before_may_be_sent_back_and_no_other_like_it),
        HARNESS_TEST(people_are_found_however_their_letters_are_written),
        HARNESS_TEST(a_log_in_of_before_with_a_blank_is_still_found_and_no_new_one_is_made),
        HARNESS_TEST(other_people_of_the_same_login_stay_as_they_are),
    };
    return HARNESS_RUN(cases);
}
