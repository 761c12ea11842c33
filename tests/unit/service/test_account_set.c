/* An account's terms, changed by support: what is logged, and what stays once there are invoices. */
#include "scene.h"

#include "service/account_set.h"
#include "service/employee_edit.h"

static const lic_account_t same = {.vat = LIC_TERMS_SAME, .attach_ubl = LIC_TERMS_SAME};

static const char *logged(scene_t *s)
{
    return scene_rows(s, "SELECT actor, object, name, old_state, new_state FROM journal"
                         " WHERE account = 1 AND action = 'setting' ORDER BY id");
}

static int set(scene_t *s, const lic_account_t *terms)
{
    lic_account_set_t done;
    ok(lic_account_set(&done, s->from, &s->operator, terms, s->pool));
    return done.changed;
}

/* An account without invoices, whose next caller is s->operator */
static void begin_anew(scene_t *s)
{
    lic_account_t terms = {.key = "fresh",
                           .name = "Fresh",
                           .currency = "DKK",
                           .locale = "da-DK",
                           .timezone = "Europe/Copenhagen",
                           .billing = "billing@fresh.example",
                           .months = 1,
                           .anchor = lic_date_make(2026, 11, 1),
                           .vat = 2500};
    s->operator.account = "fresh";
    ok(lic_admin_account_add(s->from, &s->operator, & terms, s->pool));
}

static void each_term_that_changes_is_logged_as_the_account_is_called_then(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t terms = same;
    scene_quantity(s, "standard", 3);
    terms.name = " Acme\u00a0Holding ";
    terms.billing = "money@acme.example";
    terms.locale = "en-GB";
    terms.vat = 550;
    terms.country = "DK";
    assert_int_equal(set(s, &terms), 5);
    assert_string_equal(logged(s),
                        "operator|account/name|Acme\u00a0Holding|acme A/S|Acme\u00a0Holding\n"
                        "operator|account/billing|Acme\u00a0Holding|billing@acme.example|money@acme.example\n"
                        "operator|account/locale|Acme\u00a0Holding|da-DK|en-GB\n"
                        "operator|account/vat|Acme\u00a0Holding|25|5.5\n"
                        "operator|account/country|Acme\u00a0Holding||DK\n");
    assert_int_equal(set(s, &terms), 0);
    assert_string_equal(scene_rows(s, "SELECT name, billing, locale, vat, country, currency FROM account WHERE id = 1"),
                        "Acme\u00a0Holding|money@acme.example|en-GB|550|DK|DKK\n");
    scene_quantity(s, "standard", 4);
    assert_string_equal(scene_rows(s, "SELECT address, language FROM outbox WHERE account = 1 AND kind = 'bought'"
                                      " ORDER BY id DESC LIMIT 1"),
                        "money@acme.example|en-GB\n");
    assert_int_equal(scene_number(s, "SELECT vat_rate FROM invoice WHERE account = 1 ORDER BY id DESC LIMIT 1"), 550);
    scene_audit(s);
}

static void names_are_sorted_as_the_new_language_does(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t terms = same;
    terms.locale = "en-GB";
    const lic_employee_t aase = {.login = "dan", .name = "\u00c5se"}; /* in Danish behind z, in English an a */
    lic_employee_outcome_t outcome;
    ok(lic_employee_set(&outcome, s->from, &s->operator, & aase, s->pool));
    static const char last[] = "SELECT name FROM employee WHERE account = 1 ORDER BY name_key DESC LIMIT 1";
    assert_string_equal(scene_rows(s, last), "\u00c5se\n");
    assert_int_equal(set(s, &terms), 1);
    assert_string_equal(scene_rows(s, last), "bo acme\n");
    scene_audit(s);
}

static void currency_and_time_zone_stay_from_the_first_invoice_on(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t currency = same, zone = same;
    lic_account_set_t done;
    currency.currency = "EUR";
    zone.timezone = "America/New_York";
    begin_anew(s);
    assert_int_equal(set(s, &currency), 1);
    assert_int_equal(set(s, &zone), 1);
    assert_string_equal(
        scene_rows(s, "SELECT currency, timezone, period_start FROM account WHERE account_key = 'fresh'"),
        "EUR|America/New_York|2026-11-01\n");
    assert_int_equal(scene_number(s, "SELECT period_end_at FROM account WHERE account_key = 'fresh'"),
                     apr_time_sec(scene_instant("2026-12-01T05:00:00Z")));
    currency.currency = "DKK";
    zone.timezone = "Europe/Copenhagen";
    assert_int_equal(set(s, &currency), 1);
    assert_int_equal(set(s, &zone), 1);
    scene_quantity(s, "standard", 1);
    const char *before = scene_dump(s);
    currency.currency = "EUR";
    zone.timezone = "America/New_York";
    refused(lic_account_set(&done, s->from, &s->operator, & currency, s->pool), "terms-fixed");
    refused(lic_account_set(&done, s->from, &s->operator, & zone, s->pool), "terms-fixed");
    assert_string_equal(scene_dump(s), before);
    scene_audit(s);
}

static void a_time_zone_with_another_date_today_is_refused(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t zone = same;
    lic_account_set_t done;
    zone.timezone = "Pacific/Kiritimati"; /* 14 hours east: there it is the 11th already, at 10:00Z */
    begin_anew(s);
    s->operator.now = scene_instant("2026-11-10T10:00:00Z");
    refused(lic_account_set(&done, s->from, &s->operator, & zone, s->pool), "terms-fixed");
    s->operator.now = scene_instant("2026-11-10T23:30:00Z"); /* the 11th in Copenhagen as well */
    assert_int_equal(set(s, &zone), 1);
    scene_audit(s);
}

static void what_isnt_known_is_named_with_what_is_likely_meant(harness_t *h)
{
    static const struct {
        lic_account_t terms;
        const char *told;
    } wrong[] = {{{.vat = LIC_TERMS_SAME, .currency = "DKR"}, "DKK is"},
                 {{.vat = LIC_TERMS_SAME, .timezone = "Europe/Kopenhagen"}, "Europe/Copenhagen is"},
                 {{.vat = LIC_TERMS_SAME, .timezone = "copenhagen"}, "Europe/Copenhagen is"},
                 {{.vat = LIC_TERMS_SAME, .locale = "da_DK"}, "da-DK is"},
                 {{.vat = LIC_TERMS_SAME, .locale = "qq-ZZ"}, "qq-ZZ"},
                 {{.vat = LIC_TERMS_SAME, .name = " "}, "one line of 1 to 100 characters"},
                 {{.vat = LIC_TERMS_SAME, .billing = "nobody"}, "name@example.com"},
                 {{.vat = 10001}, "0 to 100"},
                 {{.vat = LIC_TERMS_SAME, .ceiling = 10000001}, "10000000"}};
    scene_t *s = scene_make(h);
    const char *before = scene_dump(s);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        lic_account_set_t done;
        const lic_error_t *err = lic_account_set(&done, s->from, &s->operator, & wrong[i].terms, s->pool);
        assert_non_null(err);
        assert_int_equal(err->code, LIC_INVALID);
        if (!strstr(err->message, wrong[i].told))
            fail_msg("%s: lacks %s", err->message, wrong[i].told);
    }
    assert_string_equal(scene_dump(s), before);
}

static void a_preview_is_shown_anew_when_vat_or_currency_have_changed(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t vat = same, currency = same;
    lic_preview_t preview;
    lic_outcome_t out;
    lic_date_t starts;
    vat.vat = 2000;
    currency.currency = "SEK"; /* the same numbers as in DKK */
    ok(lic_admin_price_set(&starts, s->from, "standard", "SEK", 30000, lic_date_make(2026, 1, 1), s->now, s->pool));
    begin_anew(s);
    ok(lic_quantity_preview(&preview, s->from, &s->operator, "standard", 2, s->pool));
    assert_int_equal(set(s, &currency), 1);
    refused(lic_quantity_confirm(&out, s->from, &s->operator, "standard", 2, preview.confirm, s->pool), "moved-on");
    ok(lic_quantity_preview(&preview, s->from, &s->operator, "standard", 2, s->pool));
    assert_int_equal(set(s, &vat), 1);
    refused(lic_quantity_confirm(&out, s->from, &s->operator, "standard", 2, preview.confirm, s->pool), "moved-on");
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(each_term_that_changes_is_logged_as_the_account_is_called_then),
        HARNESS_TEST(names_are_sorted_as_the_new_language_does),
        HARNESS_TEST(currency_and_time_zone_stay_from_the_first_invoice_on),
        HARNESS_TEST(a_time_zone_with_another_date_today_is_refused),
        HARNESS_TEST(what_isnt_known_is_named_with_what_is_likely_meant),
        HARNESS_TEST(a_preview_is_shown_anew_when_vat_or_currency_have_changed),
    };
    return HARNESS_RUN(cases);
}
