/* test_admission.c  Who asks, for which account, with which rights, in one statement. */
#include <string.h>

#include "harness.h"
#include "world.h"

#include "store/account.h"
#include "store/admission.h"
#include "store/login.h"
#include "store/setting.h"
#include "store/statement.h"

static void a_log_in_leads_to_its_account_whoever_is_active_and_is_matched_as_written(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    static const char *const logins[] = {"anna", "away", "ANNA", "nobody"};
    static const char *const keys[] = {"acme", "acme", NULL, NULL};
    lic_admission_t found;
    world_hire(w, "anna", "a");
    world_hire(w, "away", "");
    world_account(w, "globex");
    world_hire(w, "bo", "a");
    for (int i = 0; i < 8; i++) {
        if (i % 4 == 0)
            assert_ok(lic_login_change(h->db, i ? LIC_LOGINS_ACCOUNT : LIC_LOGINS_PORTAL, h->p));
        assert_ok(lic_admission_load(&found, h->db, NULL, logins[i % 4], h->p));
        assert_int_equal(found.logins, i < 4 ? LIC_LOGINS_PORTAL : LIC_LOGINS_ACCOUNT);
        if (i < 4 && keys[i % 4])
            assert_string_equal(found.account->key, keys[i % 4]);
        else
            assert_null(found.account);
    }
}

/* As the statements that it stands for say it one by one */
static void one_statement_tells_account_rights_and_secret(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    static const char *const logins[] = {"anna", "bo", "away", "nobody"};
    lic_admission_t found;
    lic_secret_t secret;
    lic_account_t *account;
    world_hire(w, "anna", "a");
    world_hire(w, "bo", "a");
    world_hire(w, "away", "");
    world_run(w, "INSERT INTO role (account, role_key, name) VALUES (1, 'r1', 'x'), (1, 'r2', 'x')");
    world_run(
        w, "INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'r1', 'roles'), (1, 'r1', 'my-account'),"
           " (1, 'r2', 'roles'), (1, 'r2', 'of-tomorrow')");
    world_run(w,
              "INSERT INTO employee_role (account, employee, role_key) SELECT 1, id, 'r1' FROM employee WHERE login IN"
              " ('anna', 'away') UNION ALL SELECT 1, id, 'r2' FROM employee WHERE login IN ('anna', 'away')");
    assert_ok(lic_secret_load(&secret, h->db, h->p));
    assert_ok(lic_account_find(&account, h->db, "acme", h->p));
    for (int i = 0; i < 4; i++) {
        lic_admission_t held;
        assert_ok(lic_admission_caller(&held, h->db, "acme", logins[i], h->p));
        assert_true(!held.employee == !strcmp(logins[i], "nobody"));
        assert_ok(lic_admission_load(&found, h->db, "acme", logins[i], h->p));
        assert_int_equal(found.rights, held.rights);
        assert_int_equal(found.account->revision, held.account->revision);
        assert_int_equal(found.rights, i == 0 ? LIC_RIGHT_ROLES | LIC_RIGHT_MY_ACCOUNT : 0);
        assert_string_equal(found.secret.current, secret.current);
        assert_null(found.secret.previous);
        assert_string_equal(found.account->catalogue, account->catalogue);
        assert_int_equal(found.account->revision, account->revision);
        assert_int_equal(found.account->next_due, account->next_due);
        assert_int_equal(found.account->invoice_year, account->invoice_year);
    }
    assert_problem(lic_admission_load(&found, h->db, "nowhere", "anna", h->p), LIC_UNKNOWN, "account-unknown");
}

/* As behind a pooler, after a reset, or where an upgrade has changed a column */
static void a_statement_whose_name_has_gone_is_asked_without(harness_t *h, const char *happens)
{
    lic_admission_t found;
    harness_only(h, "pgsql");
    world_t *w = world_make(h->db, h->p);
    world_hire(w, "anna", "a");
    assert_ok(lic_admission_load(&found, h->db, "acme", "anna", h->p));
    assert_ok(lic_db_run(h->db, happens, h->p));
    for (int i = 0; i < 3; i++) {
        assert_ok(lic_admission_load(&found, h->db, "acme", "anna", h->p));
        assert_string_equal(found.account->key, "acme");
    }
}

static void a_named_statement_may_go(harness_t *h)
{
    a_statement_whose_name_has_gone_is_asked_without(h, "DEALLOCATE ALL");
}

static void a_named_statement_may_have_been_planned_for_another_schema(harness_t *h)
{
    a_statement_whose_name_has_gone_is_asked_without(h, "ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(120)");
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(a_log_in_leads_to_its_account_whoever_is_active_and_is_matched_as_written),
        HARNESS_TEST(one_statement_tells_account_rights_and_secret),
        HARNESS_TEST(a_named_statement_may_go),
        HARNESS_TEST(a_named_statement_may_have_been_planned_for_another_schema),
    };
    return harness_main("admission", tests, sizeof(tests) / sizeof(*tests));
}
