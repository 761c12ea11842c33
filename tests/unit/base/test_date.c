#include "base/date.h"

#include <apr_general.h>

#include "vectors.h"

static void every_day_of_four_centuries_has_the_next_number(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    lic_date_t expected = lic_date_make(1900, 1, 1);
    assert_int_equal(expected, -25567);
    for (int year = 1900; year < 2310; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (leap && month == 2);
            for (int day = 1; day <= length; day++, expected++) {
                int y, m, d;
                assert_int_equal(lic_date_make(year, month, day), expected);
                lic_date_split(expected, &y, &m, &d);
                assert_true(y == year && m == month && d == day);
            }
            assert_int_equal(lic_date_make(year, month, length + 1), LIC_DATE_NONE);
        }
    }
}

static void well_known_days_have_their_numbers(void **state)
{
    (void)state;
    int y, m, d;
    assert_int_equal(lic_date_make(1970, 1, 1), 0);
    assert_int_equal(lic_date_make(1969, 12, 31), -1);
    assert_int_equal(lic_date_make(2000, 3, 1), 11017);
    assert_int_equal(lic_date_make(1, 1, 1), -719162);
    assert_int_equal(lic_date_make(9999, 12, 31), 2932896);
    lic_date_split(-719162, &y, &m, &d);
    assert_true(y == 1 && m == 1 && d == 1);
}

static void months_are_added_to_the_day_clamped(void **state)
{
    (void)state;
    static const struct {
        const char *anchor;
        int months;
        const char *result;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},  {"2024-01-31", 1, "2024-02-29"},   {"2026-01-31", 2, "2026-03-31"},
        {"2026-01-31", 3, "2026-04-30"},  {"2026-01-31", 12, "2027-01-31"},  {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", 48, "2028-02-29"}, {"2026-11-24", 0, "2026-11-24"},   {"2026-11-30", 3, "2027-02-28"},
        {"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -13, "2024-12-15"}, {"2096-02-29", 48, "2100-02-28"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(lic_date_add_months(lic_date_parse(rows[i].anchor), rows[i].months),
                         lic_date_parse(rows[i].result));
    assert_int_equal(lic_date_add_months(LIC_DATE_NONE, 1), LIC_DATE_NONE);
    assert_int_equal(lic_date_add_months(lic_date_make(9999, 12, 1), 1), LIC_DATE_NONE);
    assert_int_equal(lic_date_add_months(lic_date_make(2026, 1, 1), INT_MAX), LIC_DATE_NONE);
    assert_int_equal(lic_date_add_months(lic_date_make(2026, 1, 1), INT_MIN), LIC_DATE_NONE);
}

static void only_iso_8601_is_a_date(void **state)
{
    apr_pool_t *p = *state;
    static const char *const wrong[] = {"2026-1-24",   "2026-11-31", "2026-02-29", "2026-11-24 ", " 2026-11-24",
                                        "2026/11/24",  "20261124",   "2026-13-01", "2026-00-10",  "2026-10-00",
                                        "1899-12-31",  "+026-01-01", "2026-11-2",  "2026-11-24T", "",
                                        "2026-11--24", "26-11-24",   "2026-+1-01", NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(lic_date_parse(wrong[i]), LIC_DATE_NONE);
    static const char *const right[] = {"2026-11-24", "1900-01-01", "9999-12-31", "2024-02-29"};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        assert_string_equal(lic_date_format(lic_date_parse(right[i]), p), right[i]);
    assert_null(lic_date_format(LIC_DATE_NONE, p));
}

static int setup(void **state)
{
    return apr_initialize() || apr_pool_create((apr_pool_t **)state, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_four_centuries_has_the_next_number),
        cmocka_unit_test(well_known_days_have_their_numbers),
        cmocka_unit_test(months_are_added_to_the_day_clamped),
        cmocka_unit_test(only_iso_8601_is_a_date),
    };
    return cmocka_run_group_tests_name("base/date", tests, setup, NULL);
}
