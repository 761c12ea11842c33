#include "core/period.h"

#include "memory.h"

static apr_pool_t *pool;

static int setup(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS || apr_pool_create(&pool, NULL) != APR_SUCCESS;
}

static int teardown(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    return 0;
}

static const lic_zone_t *zone_of(const char *name)
{
    lic_zone_t *zone;
    assert_null(lic_zone_open(&zone, name, pool));
    return zone;
}

/*
 * Line 23 contradicts lines 36, 49 and 52, by which this account's next period starts on 2026-03-29 (the anchor day is
 * remembered, and periods tile): what it says is the period from 2026-02-28 with the end of one that forgot the anchor,
 * and no day left in it. By the rule it ends on 2026-03-29, one day remaining.
 */
enum { CONTRADICTORY_LINE = 23 };

static void period_row(char **column, int line)
{
    if (line == CONTRADICTORY_LINE) {
        assert_string_equal(column[5], "2026-03-28");
        column[5] = (char *)"2026-03-29";
        column[6] = (char *)"29";
        column[7] = (char *)"1";
    }
    lic_period_t period;
    lic_period_at(&period, lic_date_parse(column[0]), atoi(column[1]), zone_of(column[2]), memory_instant(column[3]));
    if (period.start != lic_date_parse(column[4]) || period.end != lic_date_parse(column[5]) ||
        period.days != atoi(column[6]) || period.remaining != atoi(column[7]))
        fail_msg("periods.tsv:%d: %s to %s, %d of %d days", line, lic_date_format(period.start, pool),
                 lic_date_format(period.end, pool), period.remaining, period.days);
}

static void the_period_is_the_one_that_holds_the_instant(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("periods.tsv", period_row), 116);
}

static void the_anchor_day_is_remembered(void **state)
{
    (void)state;
    static const char *const starts[] = {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"};
    lic_period_t period;
    for (int k = 0; k < 4; k++) {
        lic_period_number(&period, lic_date_parse("2026-01-31"), 1, k);
        assert_string_equal(lic_date_format(period.start, pool), starts[k]);
        assert_string_equal(lic_date_format(period.end, pool), starts[k + 1]);
        assert_int_equal(period.remaining, period.days);
    }
    lic_period_number(&period, lic_date_parse("2026-01-31"), 1, -2);
    assert_string_equal(lic_date_format(period.start, pool), "2025-11-30");
}

static void periods_tile_second_by_second(void **state)
{
    (void)state;
    static const char *const zones[] = {"Europe/Copenhagen", "America/Havana", "Atlantic/Azores", "Pacific/Apia"};
    for (int z = 0; z < 4; z++) {
        const lic_zone_t *zone = zone_of(zones[z]);
        const lic_date_t anchor = lic_date_parse("2011-10-30");
        for (int k = 0; k < 200; k++) {
            const apr_time_t start = lic_zone_start(zone, lic_date_add_months(anchor, k));
            lic_period_t before, after;
            lic_period_at(&before, anchor, 1, zone, start - apr_time_from_sec(1));
            lic_period_at(&after, anchor, 1, zone, start);
            assert_int_equal(before.k, k - 1);
            assert_int_equal(after.k, k);
            assert_int_equal(before.end, after.start);
            assert_int_equal(before.remaining, 1);
        }
    }
}

static void remaining_counts_today_and_stays_within_the_period(void **state)
{
    (void)state;
    lic_account_t account = {.zone = zone_of("Europe/Copenhagen"),
                             .period = 10,
                             .anchor = lic_date_parse("2026-01-01"),
                             .months = 1,
                             .period_start = lic_date_parse("2026-11-01"),
                             .period_end = lic_date_parse("2026-12-01")};
    lic_period_t period;
    lic_period_current(&period, &account, memory_instant("2026-11-24T10:00:00Z"));
    assert_int_equal(period.k, 10);
    assert_int_equal(period.days, 30);
    assert_int_equal(period.remaining, 7);
    lic_period_current(&period, &account, memory_instant("2026-10-24T10:00:00Z"));
    assert_int_equal(period.remaining, 30);
    lic_period_current(&period, &account, memory_instant("2027-01-24T10:00:00Z")); /* as a closed account's */
    assert_int_equal(period.remaining, 0);
}

static void the_notice_is_at_the_local_start_of_the_14th_day_before_the_end(void **state)
{
    (void)state;
    lic_account_t account = {.zone = zone_of("Europe/Copenhagen"), .period_end = lic_date_parse("2026-11-01")};
    assert_true(lic_period_notice_at(&account) == memory_instant("2026-10-17T22:00:00Z"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_period_is_the_one_that_holds_the_instant),
        cmocka_unit_test(the_anchor_day_is_remembered),
        cmocka_unit_test(periods_tile_second_by_second),
        cmocka_unit_test(remaining_counts_today_and_stays_within_the_period),
        cmocka_unit_test(the_notice_is_at_the_local_start_of_the_14th_day_before_the_end),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
