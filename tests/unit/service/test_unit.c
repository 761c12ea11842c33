#include "scene.h"

/* --- rights ------------------------------------------------------------------------------------- */

static lic_error_t *set(scene_t *s, const lic_caller_t *caller, apr_int64_t total)
{
    lic_outcome_t out;
    return lic_quantity_set(&out, s->from, caller, "standard", total, LIC_REQUESTER_ADMIN, NULL, s->pool);
}

static void who_lacks_the_right_changes_nothing_and_is_logged(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t bo = scene_caller(s, "acme", "bo", LIC_RIGHT_MY_ACCOUNT);
    lic_error_t *err = set(s, &bo, 5);
    assert_int_equal(err->code, LIC_FORBIDDEN);
    assert_string_equal(err->problem, "no-right");
    assert_string_equal(apr_table_get(err->facts, "right"), "my-account");
    assert_string_equal(scene_rows(s, "SELECT actor, object, new_state FROM journal WHERE account = 1 AND action = "
                                      "'refused'"),
                        "bo|/products/standard|my-account\n");
    assert_int_equal(scene_number(s, "SELECT purchased FROM position WHERE account = 1 AND product = 1"), 3);
    refused(set(s, &bo, 6), "no-right");
    scene_audit(s);
}

static void without_a_path_nothing_is_logged(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_caller_t bo = scene_caller(s, "acme", "bo", LIC_RIGHT_MY_ACCOUNT);
    bo.path = NULL;
    const char *before = scene_dump(s);
    refused(set(s, &bo, 5), "no-right");
    assert_string_equal(scene_dump(s), before);
}

static void strangers_and_inactive_employees_have_no_rights(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t ole = scene_caller(s, "acme", "ole", LIC_RIGHT_MY_ACCOUNT);
    const lic_caller_t anybody = scene_caller(s, "acme", "dan", 0);
    refused(set(s, &ole, 5), "no-right"); /* admin of another account */
    assert_null(set(s, &anybody, 4));     /* where being an employee is enough */
    scene_act(s, LIC_ACT_DEACTIVATE, s->dan_id, NULL);
    refused(set(s, &anybody, 5), "no-right");
}

static void a_right_that_is_taken_away_is_gone_at_once(harness_t *h)
{
    scene_t *s = scene_make(h);
    apr_int64_t changed;
    lic_preview_t shown;
    lic_outcome_t out;
    ok(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 5, s->pool));
    ok(lic_role_grant(&changed, s->from, &s->operator, "admin", LIC_RIGHT_MY_ACCOUNT, 0, s->pool));
    assert_true(changed);
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "standard", 5, shown.confirm, s->pool), "no-right");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 5, s->pool), "no-right");
}

static void an_unknown_account_is_unknown(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t caller = {.account = "nobody", .user = "operator", .trusted = 1, .now = s->now};
    refused(set(s, &caller, 5), "account-unknown");
}

/* --- support's commands ------------------------------------------------------------------------- */

static void roles_are_made_granted_and_never_locked_out(harness_t *h)
{
    scene_t *s = scene_make(h);
    apr_int64_t changed;
    ok(lic_role_grant(&changed, s->from, &s->operator, "helper", LIC_RIGHT_PARTNER, 1, s->pool));
    assert_true(changed);
    const char *before = scene_dump(s);
    ok(lic_role_grant(&changed, s->from, &s->operator, "helper", LIC_RIGHT_PARTNER, 1, s->pool));
    assert_false(changed);
    refused(lic_role_grant(&changed, s->from, &s->operator, "ghost", LIC_RIGHT_PARTNER, 0, s->pool), "role-unknown");
    refused(lic_role_grant(&changed, s->from, &s->operator, "admin", LIC_RIGHT_ROLES, 0, s->pool), "last-roles");
    refused(lic_role_grant(&changed, s->from, &s->operator, "No Key", LIC_RIGHT_ROLES, 1, s->pool), "field-invalid");
    assert_string_equal(scene_dump(s), before);
    ok(lic_role_grant(&changed, s->from, &s->operator, "helper", LIC_RIGHT_PARTNER, 0, s->pool));
    assert_true(changed);
    scene_audit(s);
}

static void a_new_price_starts_tomorrow_wherever_an_account_is(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    scene_at(s, "2026-11-10T22:59:59Z");
    refused(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, lic_date_make(2026, 11, 10), s->now, s->pool),
            "price-too-early");
    scene_at(s, "2026-11-10T23:00:00Z"); /* the 11th in Copenhagen */
    refused(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, lic_date_make(2026, 11, 11), s->now, s->pool),
            "price-too-early");
    ok(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, LIC_DATE_NONE, s->now, s->pool));
    assert_int_equal(starts, lic_date_make(2026, 11, 12));
    refused(lic_admin_price_set(&starts, s->from, "standard", "DKK", 2, lic_date_make(2026, 11, 12), s->now, s->pool),
            "price-exists");
    /* the first in a currency may start earlier */
    ok(lic_admin_price_set(&starts, s->from, "standard", "EUR", 1, lic_date_make(2026, 1, 1), s->now, s->pool));
    refused(lic_admin_price_set(&starts, s->from, "standard", "XYZ", 1, LIC_DATE_NONE, s->now, s->pool),
            "field-invalid");
    refused(lic_admin_price_set(&starts, s->from, "standard", "SEK", -1, LIC_DATE_NONE, s->now, s->pool),
            "field-invalid");
    refused(lic_admin_price_set(&starts, s->from, "nothing", "SEK", 1, LIC_DATE_NONE, s->now, s->pool),
            "product-unknown");
}

static apr_int64_t prices(scene_t *s)
{
    return scene_number(s, "SELECT COUNT(*) FROM price WHERE currency = 'DKK' AND per_month = 1000000000");
}

/* product.md, Money */
static void a_price_that_has_not_begun_can_be_withdrawn(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    const lic_date_t twelfth = lic_date_make(2026, 11, 12);
    scene_at(s, "2026-11-10T23:00:00Z"); /* the 11th in Copenhagen */
    refused(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1000000001, LIC_DATE_NONE, s->now, s->pool),
            "field-invalid");
    ok(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1000000000, LIC_DATE_NONE, s->now, s->pool));
    assert_int_equal(starts, twelfth);
    refused(lic_admin_price_unset(s->from, "nothing", "DKK", twelfth, s->now, s->pool), "product-unknown");
    refused(lic_admin_price_unset(s->from, "standard", "EUR", twelfth, s->now, s->pool), "price-unknown");
    refused(lic_admin_price_unset(s->from, "standard", "DKK", twelfth + 1, s->now, s->pool), "price-unknown");
    refused(lic_admin_price_unset(s->from, "standard", "DKK", twelfth - 1, s->now, s->pool), "price-begun");
    scene_at(s, "2026-11-11T23:00:00Z"); /* it has begun */
    refused(lic_admin_price_unset(s->from, "standard", "DKK", twelfth, s->now, s->pool), "price-begun");
    scene_at(s, "2026-11-11T22:59:59Z");
    assert_int_equal(prices(s), 1);
    ok(lic_admin_price_unset(s->from, "standard", "DKK", twelfth, s->now, s->pool));
    assert_int_equal(prices(s), 0);
}

/* An account that a rehearsal has led on has its tomorrow later than the clock's */
static void a_price_is_new_also_for_an_account_whose_time_is_ahead(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    scene_run_sql(s, "UPDATE account SET last_at = 1798714800 WHERE id = 1"); /* 2026-12-31T11:00:00Z */
    refused(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, lic_date_make(2026, 12, 31), s->now, s->pool),
            "price-too-early");
    ok(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, LIC_DATE_NONE, s->now, s->pool));
    assert_int_equal(starts, lic_date_make(2027, 1, 1));
}

/* One zone that has gone from the system is no reason to have no prices */
static void a_zone_that_has_gone_is_taken_for_the_latest(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    scene_at(s, "2026-11-10T09:00:00Z");
    scene_run_sql(s, "UPDATE account SET timezone = 'Atlantis/Poseidonis' WHERE id = 2");
    ok(lic_admin_price_set(&starts, s->from, "standard", "DKK", 1, LIC_DATE_NONE, s->now, s->pool));
    assert_int_equal(starts, lic_date_make(2026, 11, 11));
}

static void there_are_as_many_products_as_a_book_holds(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *sql = "INSERT INTO product (id, product_key, kind, name) VALUES ";
    lic_preview_t shown;
    const int there = (int)scene_number(s, "SELECT COUNT(*) FROM product");
    for (int i = there; i < 999; i++)
        sql = apr_psprintf(s->pool, "%s%s(%d, 'p%d', 'addon', 'P')", sql, i > there ? ", " : "", 1000 + i, i);
    scene_run_sql(s, sql);
    ok(lic_admin_product_add(s->from, "last", LIC_KIND_ADDON, "Last", s->pool));
    refused(lic_admin_product_add(s->from, "beyond", LIC_KIND_ADDON, "Beyond", s->pool), "too-many");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "last", 1, s->pool), "no-price"); /* the book has it */
}

static void there_is_one_user_licence(harness_t *h)
{
    scene_t *s = scene_make(h);
    refused(lic_admin_product_add(s->from, "premium", LIC_KIND_USER, "Premium", s->pool), "product-exists");
    refused(lic_admin_product_add(s->from, "crm", LIC_KIND_ADDON, "CRM", s->pool), "product-exists");
    refused(lic_admin_product_add(s->from, "C R M", LIC_KIND_ADDON, "CRM", s->pool), "field-invalid");
    ok(lic_admin_product_add(s->from, "premium", LIC_KIND_ADDON, "Premium", s->pool));
}

static void a_products_key_and_name_are_checked(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_date_t starts;
    refused(lic_admin_product_rename(s->from, "crm", "C\nRM", s->pool), "field-invalid");
    refused(lic_admin_product_rename(s->from, "crm", " ", s->pool), "field-invalid");
    refused(lic_admin_price_set(&starts, s->from, "C R M", "DKK", 100, LIC_DATE_NONE, s->now, s->pool),
            "field-invalid");
}

static void the_grace_period_is_for_marks_yet_to_come(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "eva", "");
    refused(lic_admin_grace(s->from, "7", s->pool), "duration-invalid");
    refused(lic_admin_grace(s->from, "0d", s->pool), "duration-invalid");
    refused(lic_admin_grace(s->from, "1000d", s->pool), "duration-invalid");
    ok(lic_admin_grace(s->from, "12h", s->pool));
    scene_at(s, "2026-11-11T09:00:00Z");
    scene_hire(s, "fie", "");
    assert_string_equal(
        scene_rows(s, "SELECT login, deadline - activated_at FROM employee WHERE deadline IS NOT NULL ORDER BY id"),
        "eva|604800\nfie|43200\n");
    scene_audit(s);
}

static void an_accounts_terms_are_checked(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_caller_t caller = {.account = "new", .user = "operator", .trusted = 1, .now = s->now};
    const lic_account_t right = {.key = "new",
                                 .name = "New",
                                 .currency = "KWD",
                                 .locale = "en-GB",
                                 .timezone = "Asia/Kuwait",
                                 .billing = "b@new.example",
                                 .months = 3,
                                 .anchor = lic_date_make(2026, 1, 31),
                                 .vat = 0};
    lic_account_t terms;
#define WRONG(field, value, problem)                                                                                   \
    terms = right;                                                                                                     \
    terms.field = value;                                                                                               \
    refused(lic_admin_account_add(s->from, &caller, &terms, s->pool), problem)
    WRONG(key, "New", "field-invalid");
    WRONG(name, "", "field-invalid");
    WRONG(currency, "KRONER", "field-invalid");
    WRONG(locale, "d", "field-invalid");
    WRONG(locale, "da_DK", "field-invalid");
    WRONG(timezone, "Copenhagen", "timezone-unknown");
    WRONG(billing, "b at new.example", "field-invalid");
    WRONG(months, 2, "field-invalid");
    WRONG(anchor, LIC_DATE_NONE, "field-invalid");
    WRONG(vat, -1, "field-invalid");
    WRONG(ceiling, -1, "field-invalid");
    WRONG(ceiling, 10000001, "field-invalid");
    WRONG(country, "Denmark", "field-invalid");
    WRONG(legal_name, "New\nLtd", "field-invalid");
    WRONG(address, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11", "field-invalid");
    WRONG(vat_id, "GB 123456789012345678", "field-invalid"); /* 21 characters */
    WRONG(timezone, NULL, "field-invalid");
    WRONG(key, "acme", "account-exists");
#undef WRONG
    terms = right;
    ok(lic_admin_account_add(s->from, &caller, &terms, s->pool));
    assert_string_equal(
        scene_rows(s, "SELECT period_start, period_end, ceiling FROM account WHERE account_key = 'new'"),
        "2026-10-31|2027-01-31|1000000\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal WHERE account = 3 AND object = 'account'"), 1);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(who_lacks_the_right_changes_nothing_and_is_logged),
        HARNESS_TEST(without_a_path_nothing_is_logged),
        HARNESS_TEST(strangers_and_inactive_employees_have_no_rights),
        HARNESS_TEST(a_right_that_is_taken_away_is_gone_at_once),
        HARNESS_TEST(an_unknown_account_is_unknown),
        HARNESS_TEST(roles_are_made_granted_and_never_locked_out),
        HARNESS_TEST(a_new_price_starts_tomorrow_wherever_an_account_is),
        HARNESS_TEST(a_price_that_has_not_begun_can_be_withdrawn),
        HARNESS_TEST(a_price_is_new_also_for_an_account_whose_time_is_ahead),
        HARNESS_TEST(a_zone_that_has_gone_is_taken_for_the_latest),
        HARNESS_TEST(there_are_as_many_products_as_a_book_holds),
        HARNESS_TEST(there_is_one_user_licence),
        HARNESS_TEST(a_products_key_and_name_are_checked),
        HARNESS_TEST(the_grace_period_is_for_marks_yet_to_come),
        HARNESS_TEST(an_accounts_terms_are_checked),
    };
    return HARNESS_RUN(cases);
}
