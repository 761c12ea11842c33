/* An employee made anonymous: nothing in any table tells who it was, and all that was done stays. */
#include "scene.h"

#include <ctype.h>

#include "service/account_set.h"
#include "service/anonymise.h"
#include "service/archive.h"
#include "service/employee_edit.h"
#include "service/refusal.h"

static const char *lower(const char *text, apr_pool_t *p)
{
    char *copy = apr_pstrdup(p, text);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* Every table that there is, those included that a migration adds one day */
static const char *whole_database(scene_t *s, const harness_t *h)
{
    const char *text = "", *tables;
    if (h->dialect == LIC_SQLITE)
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1";
    else if (h->dialect == LIC_POSTGRESQL)
        tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1";
    else
        tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1";
    char *names = apr_pstrdup(s->pool, scene_rows(s, tables)), *rest = NULL;
    for (char *name = apr_strtok(names, "\n", &rest); name; name = apr_strtok(NULL, "\n", &rest))
        text = apr_pstrcat(s->pool, text, name, ":\n", scene_rows(s, apr_psprintf(s->pool, "SELECT * FROM %s", name)),
                           NULL);
    return lower(text, s->pool);
}

static void set(scene_t *s, const char *login, const char *name, const char *initials, const char *email)
{
    const lic_employee_t wanted = {.login = login, .name = name, .initials = initials, .email = email};
    lic_employee_outcome_t outcome;
    ok(lic_employee_set(&outcome, s->from, &s->operator, & wanted, s->pool));
    assert_int_equal(outcome, LIC_EMPLOYEE_DONE);
}

static void bill(scene_t *s, const char *address)
{
    const lic_account_t terms = {.vat = LIC_TERMS_SAME, .billing = address};
    lic_account_set_t set;
    ok(lic_account_set(&set, s->from, &s->operator, & terms, s->pool));
}

static lic_anonymised_t anonymise(scene_t *s, const char *login)
{
    lic_anonymised_t done = {0};
    ok(lic_employee_anonymise(&done, s->from, &s->operator, login, s->pool));
    return done;
}

static void archive(scene_t *s, const char *before)
{
    lic_archive_t plan;
    ok(lic_archive_plan(&plan, s->from, &s->operator, lic_date_parse(before), s->pool));
    ok(lic_archive_run(&plan, s->from, &s->operator, NULL, NULL, s->pool));
}

static lic_outcome_t buy(scene_t *s, const lic_caller_t *caller, apr_int64_t total)
{
    lic_preview_t preview;
    lic_outcome_t out;
    ok(lic_quantity_preview(&preview, s->from, caller, "standard", total, s->pool));
    ok(lic_quantity_confirm(&out, s->from, caller, "standard", total, preview.confirm, s->pool));
    return out;
}

/* Everything of a person that begins with Qzx is stored wherever it can be. Employee 4 is left inactive. */
static void live(scene_t *s)
{
    const apr_int64_t id = scene_hire(s, "qzx-login", "");
    apr_int64_t log;
    set(s, "qzx-login", "Qzxname Qzxold", "QZX1", "Qzx.Old@acme.example");
    bill(s, "qzx.old@acme.example");
    ok(lic_role_give(&log, s->from, &s->operator, "admin", id, 1, s->pool));
    const lic_caller_t person = scene_caller(s, "acme", "qzx-login", LIC_RIGHT_MY_ACCOUNT);
    buy(s, &person, 7);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    scene_run_sql(s, "UPDATE outbox SET last_error = '450 qzx' WHERE LOWER(address) LIKE 'qzx%'");
    scene_quantity(s, "crm", 1);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    scene_at(s, "2026-12-05T09:00:00Z");
    set(s, "qzx-login", "Qzxname Qzxnew", "QZX2", NULL);
    scene_at(s, "2027-01-05T09:00:00Z");
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    archive(s, "2027-01-01");
    bill(s, "billing@acme.example");
    set(s, "qzx-login", NULL, NULL, "qzx.new@acme.example");
    const lic_caller_t again = scene_caller(s, "acme", "qzx-login", LIC_RIGHT_MY_ACCOUNT);
    buy(s, &again, 8);
    scene_run_sql(s, "UPDATE outbox SET state = 'parked', last_error = '550 qzx.new' WHERE address LIKE 'qzx.n%'");
    buy(s, &again, 9);
    scene_act(s, LIC_ACT_ASSIGN, id, "crm");
    scene_act(s, LIC_ACT_PROTECT, id, NULL);
    lic_caller_t refused = scene_caller(s, "acme", "qzx-login", LIC_RIGHT_PARTNER);
    lic_refusal_log(s->from, &refused, s->pool);
    set(s, "qzx-login", "Qzxname Qzxnewest", NULL, NULL);
    scene_act(s, LIC_ACT_DEACTIVATE, id, NULL);
}

static const char *done_by_number(scene_t *s)
{
    return scene_rows(s,
                      "SELECT id, event, at, action, object, deadline, amount, invoice FROM journal WHERE account = 1"
                      " AND action <> 'anonymised' ORDER BY id");
}

static const char *of_others(scene_t *s)
{
    const char *rows = scene_rows(s, "SELECT * FROM employee WHERE id <> 4 OR account <> 1 ORDER BY account, id");
    rows = apr_pstrcat(s->pool, rows,
                       scene_rows(s, "SELECT * FROM journal WHERE account <> 1 OR (actor <> 'qzx-login' AND"
                                     " actor NOT LIKE 'employee%' AND object NOT LIKE 'employee/4%'"
                                     " AND object <> 'account/billing' AND action <> 'anonymised')"
                                     " ORDER BY account, id"),
                       NULL);
    return apr_pstrcat(s->pool, rows,
                       scene_rows(s, "SELECT * FROM outbox WHERE address NOT LIKE '%zx%' AND address NOT LIKE"
                                     " '%anonymised%' ORDER BY account, id"),
                       NULL);
}

static void nothing_in_any_table_tells_who_it_was(harness_t *h)
{
    scene_t *s = scene_make(h);
    live(s);
    const char *before = done_by_number(s), *others = of_others(s);
    assert_non_null(strstr(whole_database(s, h), "qzx"));
    const lic_anonymised_t done = anonymise(s, "qzx-login");
    assert_true(done.changed);
    assert_int_equal(done.employee, 4);
    assert_true(done.archived > 0);
    const char *left = strstr(whole_database(s, h), "qzx");
    if (left)
        fail_msg("the database still holds %.60s", left);
    assert_string_equal(done_by_number(s), before);
    assert_string_equal(of_others(s), others);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at WHERE state = 'waiting'");
    scene_audit(s);
}

static void the_row_the_log_and_the_mails_bear_a_number(harness_t *h)
{
    scene_t *s = scene_make(h);
    live(s);
    anonymise(s, "qzx-login");
    assert_string_equal(scene_rows(s, "SELECT login, name, initials, email FROM employee WHERE account = 1 AND id = 4"),
                        "employee 4 of acme|employee 4||employee-4@anonymised.invalid\n");
    assert_string_equal(scene_rows(s, "SELECT action, object, name, old_state, new_state FROM journal WHERE account = 1"
                                      " AND action IN ('anonymised', 'edited', 'refused') ORDER BY id"),
                        "edited|employee/4/email|employee 4|employee-4@anonymised.invalid|"
                        "employee-4@anonymised.invalid\n"
                        "refused|/products/standard|employee 4 of acme||partner\n"
                        "edited|employee/4/name|employee 4|employee 4|employee 4\n"
                        "anonymised|employee/4|employee 4|inactive|inactive\n");
    assert_string_equal(scene_rows(s,
                                   "SELECT state, last_error, COUNT(*) FROM outbox WHERE account = 1 AND address LIKE"
                                   " 'employee-4.%@anonymised.invalid' GROUP BY state, last_error"),
                        "dropped||3\n");
    assert_string_equal(scene_rows(s, "SELECT DISTINCT actor FROM refusal WHERE account = 1"), "employee 4 of acme\n");
}

static void it_is_done_once_and_the_log_in_is_free_again(harness_t *h)
{
    scene_t *s = scene_make(h);
    live(s);
    anonymise(s, "qzx-login");
    const char *before = scene_dump(s);
    assert_false(anonymise(s, "employee 4 of acme").changed);
    assert_string_equal(scene_dump(s), before);
    refused(lic_employee_anonymise(&(lic_anonymised_t){0}, s->from, &s->operator, "qzx-login", s->pool),
            "employee-unknown");
    const apr_int64_t again = scene_hire(s, "qzx-login", "i"); /* another person */
    assert_true(again > 4);
    anonymise(s, "qzx-login");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE login LIKE 'employee % of acme'"), 2);
    scene_audit(s);
}

static void who_is_active_or_gets_the_accounts_mail_is_refused(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_anonymised_t done;
    scene_hire(s, "qzx-login", "i");
    bill(s, "QZX-login@acme.example");
    const char *before = scene_dump(s);
    refused(lic_employee_anonymise(&done, s->from, &s->operator, "anna", s->pool), "employee-active");
    refused(lic_employee_anonymise(&done, s->from, &s->operator, "qzx-login", s->pool), "billing-theirs");
    refused(lic_employee_anonymise(&done, s->from, &s->operator, "ole", s->pool), "employee-unknown");
    assert_string_equal(scene_dump(s), before);
}

static void an_address_that_a_colleague_has_as_well_stays(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "qzx-login", "");
    set(s, "qzx-login", NULL, NULL, "Anna@acme.example");
    buy(s, &s->anna, 7);
    scene_act(s, LIC_ACT_DEACTIVATE, scene_number(s, "SELECT MAX(id) FROM employee WHERE account = 1"), NULL);
    const char *mails = scene_rows(s, "SELECT * FROM outbox ORDER BY account, id");
    anonymise(s, "qzx-login");
    assert_string_equal(scene_rows(s, "SELECT * FROM outbox ORDER BY account, id"), mails);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(nothing_in_any_table_tells_who_it_was),
        HARNESS_TEST(the_row_the_log_and_the_mails_bear_a_number),
        HARNESS_TEST(it_is_done_once_and_the_log_in_is_free_again),
        HARNESS_TEST(who_is_active_or_gets_the_accounts_mail_is_refused),
        HARNESS_TEST(an_address_that_a_colleague_has_as_well_stays),
    };
    return HARNESS_RUN(cases);
}
