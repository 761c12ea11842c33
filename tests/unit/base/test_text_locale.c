#include <locale.h>

#include <apr_general.h>
#include <apr_thread_proc.h>

#include "base/instant.h"
#include "base/locale.h"
#include "base/text_locale.h"
#include "base/text.h"
#include "vectors.h"

static apr_pool_t *pool;

static void numbers_are_grouped_as_the_locale_does(void **state)
{
    (void)state;
    assert_string_equal(lic_text_number("da-DK", 1234567, pool), "1.234.567");
    assert_string_equal(lic_text_number("en-GB", -1234567, pool), "-1,234,567");
    assert_string_equal(lic_text_number("de-CH", 1234567, pool), "1\xe2\x80\x99"
                                                                 "234\xe2\x80\x99"
                                                                 "567");
    assert_string_equal(lic_text_number("en-GB", APR_INT64_MAX, pool), "9,223,372,036,854,775,807");
}

static void money_is_the_code_and_the_currencys_digits(void **state)
{
    (void)state;
    assert_string_equal(lic_text_money("da-DK", 123450, "DKK", pool), "DKK\xc2\xa0"
                                                                      "1.234,50");
    assert_string_equal(lic_text_money("en-GB", 123450, "EUR", pool), "EUR\xc2\xa0"
                                                                      "1,234.50");
    assert_string_equal(lic_text_money("da-DK", 123450, "JPY", pool), "JPY\xc2\xa0"
                                                                      "123.450");
    assert_string_equal(lic_text_money("en-GB", 123450, "KWD", pool), "KWD\xc2\xa0"
                                                                      "123.450");
    assert_string_equal(lic_text_money("en-GB", 123450, "IQD", pool), "IQD\xc2\xa0"
                                                                      "123.450"); /* ICU would say 0 */
    assert_string_equal(lic_text_money("en-GB", 5, "CLF", pool), "CLF\xc2\xa0"
                                                                 "0.0005");
    assert_string_equal(lic_text_money("en-GB", -5, "EUR", pool), "EUR\xc2\xa0-0.05");
    assert_string_equal(lic_text_money("en-GB", 0, "EUR", pool), "EUR\xc2\xa0"
                                                                 "0.00");
    assert_string_equal(lic_text_money("da-DK", APR_INT64_MIN, "DKK", pool), "DKK\xc2\xa0-92.233.720.368.547.758,08");
}

static void dates_are_in_the_locales_words(void **state)
{
    (void)state;
    lic_date_t date = lic_date_parse("2026-11-04");
    assert_string_equal(lic_text_date("da-DK", date, 's', pool), "04.11.2026");
    assert_string_equal(lic_text_date("da-DK", date, 'l', pool), "4. november 2026");
    assert_string_equal(lic_text_date("en-GB", date, 's', pool), "04/11/2026");
    assert_string_equal(lic_text_date("en-GB", date, 'l', pool), "4 November 2026");
    assert_string_equal(lic_text_date("en-US", date, 's', pool), "11/04/2026");
    assert_string_equal(lic_text_date("sv-SE", date, 's', pool), "2026-11-04");
    assert_string_equal(lic_text_date("th-TH", date, 's', pool), "04/11/2026"); /* not 2569 */
    assert_string_equal(lic_text_date("en-GB", lic_date_parse("1900-01-01"), 'l', pool), "1 January 1900");
    assert_string_equal(lic_text_date("en-GB", date, 'm', pool), "Nov");
    assert_string_equal(lic_text_date("da-DK", date, 'm', pool), "nov.");
    assert_string_equal(lic_text_date("en-GB", date, 'd', pool), "4 Nov");
    assert_string_equal(lic_text_date("da-DK", date, 'd', pool), "4. nov.");
}

/* Nepali, Marathi, Egypt's Arabic, Persian, Burmese have digits of their own */
static void a_date_is_read_as_its_locale_writes_it(void **state)
{
    static const char *const locales[] = {"da-DK", "en-US", "sv-SE", "ne-NP", "mr-IN", "ar-EG", "fa-IR", "my-MM"};
    (void)state;
    lic_date_t date = lic_date_parse("2026-11-04");
    for (size_t i = 0; i < sizeof(locales) / sizeof(*locales); i++) {
        assert_int_equal(lic_text_parse_date(locales[i], lic_text_date(locales[i], date, 's', pool), pool), date);
        assert_int_equal(lic_text_parse_date(locales[i], lic_text_date(locales[i], date, 'l', pool), pool), date);
    }
}

static void a_date_needs_no_zeros_and_is_one_of_the_calendar(void **state)
{
    static const struct {
        const char *locale, *text, *date; /* NULL: none */
    } typed[] = {{"da-DK", "1.2.2027", "2027-02-01"},
                 {"da-DK", "01.02.2027", "2027-02-01"},
                 {"en-GB", "1/2/2027", "2027-02-01"},
                 {"en-US", "1/2/2027", "2027-01-02"},
                 {"de-DE", "1.2.27", "2027-02-01"},
                 {"sv-SE", "2027-2-1", "2027-02-01"},
                 {"da-DK", "30.2.2027", NULL},
                 {"da-DK", "32.1.2027", NULL},
                 {"da-DK", "1.13.2027", NULL},
                 {"da-DK", "0.1.2027", NULL},
                 {"da-DK", "1.1.2027x", NULL},
                 {"da-DK", "-1.1.2027", NULL},
                 {"da-DK", "1.1", NULL},
                 {"da-DK", "1.1.2027.1", NULL},
                 {"da-DK", "1.1.99999999999999", NULL},
                 {"da-DK", "\xD9\xA1.\xD9\xA1.2027", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
        const lic_date_t found = lic_text_parse_date(typed[i].locale, typed[i].text, pool);
        if (found != (typed[i].date ? lic_date_parse(typed[i].date) : LIC_DATE_NONE))
            fail_msg("%s %s: %s", typed[i].locale, typed[i].text, lic_date_format(found, pool));
    }
}

static void times_of_day_are_local_to_the_zone(void **state)
{
    (void)state;
    lic_zone_t *copenhagen, *cairo;
    apr_time_t at;
    assert_null(lic_zone_open(&copenhagen, "Europe/Copenhagen", pool));
    assert_null(lic_zone_open(&cairo, "Africa/Cairo", pool));
    assert_true(lic_instant_parse(&at, "2026-07-31T22:05:59Z"));
    assert_string_equal(lic_text_datetime("da-DK", copenhagen, at, 's', pool), "01.08.2026 00.05");
    assert_string_equal(lic_text_datetime("da-DK", copenhagen, at, 'l', pool), "1. august 2026 kl. 00.05");
    assert_string_equal(lic_text_datetime("en-GB", copenhagen, at, 's', pool), "01/08/2026, 00:05");
    assert_string_equal(lic_text_datetime("en-GB", cairo, at, 's', pool), "01/08/2026, 01:05"); /* ICU 72: 00:05 */
}

static void unknown_locales_fall_back_to_their_language_then_english(void **state)
{
    (void)state;
    assert_string_equal(lic_text_number("da-XX", 1234, pool), "1.234");
    assert_string_equal(lic_text_number("da", 1234, pool), "1.234");
    assert_string_equal(lic_text_number("da-DK-u-nu-arab", 1234, pool), "1.234");
    static const char *const unknown[] = {
        "xx-YY",
        "",
        "da_DK_!",
        "\xff",
        NULL,
        "a-very-long-name-that-is-no-locale-at-all-and-goes-on-and-on-and-on-and-on-"
        "and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on"};
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        assert_string_equal(lic_text_number(unknown[i], 1234, pool), "1,234");
        assert_string_equal(lic_text_date(unknown[i], 0, 'l', pool), "January 1, 1970");
        assert_int_equal(lic_text_decimal_point(unknown[i]), '.');
        assert_string_equal(lic_locale_language(unknown[i]), "en");
    }
}

static void a_locale_is_a_well_formed_tag(void **state)
{
    (void)state;
    assert_true(lic_locale_valid("da-DK") && lic_locale_valid("en") && lic_locale_valid("zh-Hant-TW"));
    static const char *const wrong[] = {"", "da_DK", "d", "da-", "-da", "da DK", "dansk!", "\xc3\xb8", NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_locale_valid(wrong[i]));
}

static void plurals_are_counted_in_the_language_of_the_texts(void **state)
{
    (void)state;
    static const char *const locales[] = {"en-GB", "da-DK", "fr-FR", "xx"};
    for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
        assert_int_equal(lic_text_plural(locales[i], 0), 1);
        assert_int_equal(lic_text_plural(locales[i], 1), 0);
        assert_int_equal(lic_text_plural(locales[i], 2), 1);
        assert_int_equal(lic_text_plural(locales[i], 101), 1);
    }
}

static void decimal_points_and_languages_are_the_locales(void **state)
{
    (void)state;
    assert_int_equal(lic_text_decimal_point("da-DK"), ',');
    assert_int_equal(lic_text_decimal_point("en-GB"), '.');
    assert_int_equal(lic_text_decimal_point("de-DE"), ',');
    assert_int_equal(lic_text_decimal_point("de-CH"), '.');
    assert_string_equal(lic_locale_language("da-DK"), "da");
    assert_string_equal(lic_locale_language("DA"), "da");
    assert_string_equal(lic_locale_language("dav-KE"), "en");
    assert_string_equal(lic_locale_language("de-AT"), "de");
    assert_string_equal(lic_locale_language("sv-SE"), "sv");
    assert_string_equal(lic_locale_language("nb-NO"), "en");
}

static void *APR_THREAD_FUNC format_much(apr_thread_t *thread, void *baton)
{
    static const char *const locales[] = {"da-DK", "en-GB", "de-DE", "sv-SE", "nb-NO"};
    apr_pool_t *p;
    (void)thread;
    if (apr_pool_create_unmanaged_ex(&p, NULL, NULL))
        return NULL;
    for (int i = 0; i < 2000; i++) {
        const char *locale = locales[i % 5];
        int wrong = strcmp(lic_text_money("da-DK", 123450, "DKK", p), "DKK\xc2\xa0"
                                                                      "1.234,50") != 0;
        wrong |= strcmp(lic_text_date("da-DK", 0, 'l', p), "1. januar 1970") != 0;
        wrong |= strcmp(lic_text_date("en-GB", 365, 'l', p), "1 January 1971") != 0;
        lic_text_number(locale, i, p);
        lic_text_plural(locale, i);
        *(int *)baton += wrong;
        apr_pool_clear(p);
    }
    apr_pool_destroy(p);
    return NULL;
}

static void threads_share_the_formatters(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    apr_pool_t *conf;
    apr_thread_t *threads[THREADS];
    int wrong[THREADS] = {0};
    assert_int_equal(apr_pool_create(&conf, pool), APR_SUCCESS);
    lic_text_init(conf);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(apr_thread_create(&threads[i], NULL, format_much, &wrong[i], pool), APR_SUCCESS);
    for (int i = 0; i < THREADS; i++) {
        apr_status_t status;
        apr_thread_join(&status, threads[i]);
        assert_int_equal(wrong[i], 0);
    }
    apr_pool_destroy(conf);
    assert_string_equal(lic_text_number("da-DK", 1234, pool), "1.234");
}

/* More than are remembered, twice, and each as it is where nothing is. */
static void what_is_remembered_is_what_was_asked_for(void **state)
{
    (void)state;
    enum { VALUES = 700, MINUTE = 60 };
    apr_pool_t *conf;
    lic_zone_t *zone;
    const char *fresh[VALUES][3];
    assert_null(lic_zone_open(&zone, "Europe/Copenhagen", pool));
    for (int round = 0; round < 3; round++) {
        if (round == 1) {
            assert_int_equal(apr_pool_create(&conf, pool), APR_SUCCESS);
            lic_text_init(conf);
        }
        for (int i = 0; i < VALUES; i++) {
            const apr_int64_t value = (i - 300) * APR_INT64_C(997);
            const apr_time_t at = apr_time_from_sec(value * MINUTE + i % MINUTE);
            const char *const now[3] = {lic_text_number("da-DK", value, pool),
                                        lic_text_money("da-DK", value, i % 2 ? "DKK" : "JPY", pool),
                                        lic_text_datetime("da-DK", zone, at, i % 2 ? 's' : 'l', pool)};
            for (int k = 0; k < 3; k++) {
                fresh[i][k] = round ? fresh[i][k] : now[k];
                assert_string_equal(now[k], fresh[i][k]);
            }
        }
    }
    apr_pool_destroy(conf);
}

static void more_locales_than_are_kept_still_work(void **state)
{
    (void)state;
    apr_pool_t *conf;
    assert_int_equal(apr_pool_create(&conf, pool), APR_SUCCESS);
    lic_text_init(conf);
    for (int i = 0; i < 80; i++)
        assert_string_equal(lic_text_number(lic_text_printf(pool, "da-x-n%d", i), 1234, pool), "1.234");
    apr_pool_destroy(conf);
}

static int setup(void **state)
{
    (void)state;
    /* a server may run under any locale; nothing of it may show */
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    setlocale(LC_ALL, "");
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped_as_the_locale_does),
        cmocka_unit_test(money_is_the_code_and_the_currencys_digits),
        cmocka_unit_test(dates_are_in_the_locales_words),
        cmocka_unit_test(a_date_is_read_as_its_locale_writes_it),
        cmocka_unit_test(a_date_needs_no_zeros_and_is_one_of_the_calendar),
        cmocka_unit_test(times_of_day_are_local_to_the_zone),
        cmocka_unit_test(unknown_locales_fall_back_to_their_language_then_english),
        cmocka_unit_test(a_locale_is_a_well_formed_tag),
        cmocka_unit_test(plurals_are_counted_in_the_language_of_the_texts),
        cmocka_unit_test(decimal_points_and_languages_are_the_locales),
        cmocka_unit_test(threads_share_the_formatters),
        cmocka_unit_test(what_is_remembered_is_what_was_asked_for),
        cmocka_unit_test(more_locales_than_are_kept_still_work),
    };
    return cmocka_run_group_tests_name("base/text_locale", tests, setup, NULL);
}
