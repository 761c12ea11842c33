#include "base/zone.h"

#include <time.h>
#include <apr_general.h>

#include "base/instant.h"
#include "vectors.h"

static apr_pool_t *pool;

static lic_zone_t *zone_of(const char *name)
{
    lic_zone_t *zone = NULL;
    assert_null(lic_zone_open(&zone, name, pool));
    return zone;
}

static apr_time_t instant_of(const char *text)
{
    apr_time_t at = 0;
    assert_true(lic_instant_parse(&at, text));
    return at;
}

static void a_date_begins_at_the_first_instant_that_bears_it(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *date, *start;
    } rows[] = {
        {"UTC", "2026-11-24", "2026-11-24T00:00:00Z"},
        {"Europe/Copenhagen", "2026-11-24", "2026-11-23T23:00:00Z"},
        {"Europe/Copenhagen", "2026-03-30", "2026-03-29T22:00:00Z"},
        {"Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00Z"},
        {"Australia/Lord_Howe", "2026-01-28", "2026-01-27T13:00:00Z"},
        {"Australia/Lord_Howe", "2026-07-01", "2026-06-30T13:30:00Z"},
        /* 00:00 is skipped: 01:00 */
        {"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"},
        {"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"},
        {"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"},
        {"Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00Z"},
        /* 00:00 comes twice: the earlier */
        {"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"},
        {"Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z"},
        /* 23:00 comes twice, on the day before */
        {"America/Santiago", "2026-04-05", "2026-04-05T04:00:00Z"},
        /* a whole date is skipped: the first instant after it */
        {"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"},
        {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"},
        /* a minute after midnight back to 23:01 of the day before */
        {"America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z"},
        /* beyond the table of a zone's file: by its rule */
        {"Europe/Copenhagen", "2044-07-01", "2044-06-30T22:00:00Z"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        apr_time_t start = lic_zone_start(zone_of(rows[i].zone), lic_date_parse(rows[i].date));
        if (start != instant_of(rows[i].start))
            fail_msg("%s %s begins at %s", rows[i].zone, rows[i].date, lic_instant_format(start, pool));
    }
}

static void a_date_that_has_begun_does_not_come_back(void **state)
{
    (void)state;
    const lic_zone_t *zone = zone_of("America/St_Johns");
    lic_date_t date = lic_date_parse("2006-10-29");
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-29T02:29:59Z")), date - 1);
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-29T02:30:00Z")), date);
    assert_int_equal(lic_zone_offset(zone, instant_of("2006-10-29T02:30:59Z")), -9000);
    assert_int_equal(lic_zone_offset(zone, instant_of("2006-10-29T02:31:00Z")), -12600);
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-29T02:31:00Z")), date);
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-29T03:30:00Z")), date);
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-30T03:29:59Z")), date);
    assert_int_equal(lic_zone_date(zone, instant_of("2006-10-30T03:30:00Z")), date + 1);
}

/* The date on the wall by the C library, which reads the same files with other code. */
static lic_date_t wall_date(time_t at)
{
    struct tm local;
    localtime_r(&at, &local);
    return lic_date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

static void check_against_c_library(const char *name, int first_year, int last_year)
{
    setenv("TZ", name, 1);
    tzset();
    const lic_zone_t *zone = zone_of(name);
    lic_date_t last = lic_date_make(last_year, 12, 31);
    apr_time_t before = lic_zone_start(zone, lic_date_make(first_year, 1, 1) - 1);
    for (lic_date_t date = lic_date_make(first_year, 1, 1); date <= last; date++) {
        apr_time_t start = lic_zone_start(zone, date);
        time_t at = (time_t)apr_time_sec(start);
        int exact = wall_date(at) >= date && wall_date(at - 1) < date && start >= before;
        if (start - before != apr_time_from_sec(86400)) { /* clocks have changed: every minute of the two days before */
            for (time_t earlier = at - 60; exact && earlier > at - 2 * 86400; earlier -= 60)
                exact = wall_date(earlier) < date;
        }
        exact = exact && lic_zone_date(zone, start) >= date && lic_zone_date(zone, start - 1) < date;
        if (!exact)
            fail_msg("%s %s begins at %s?", name, lic_date_format(date, pool), lic_instant_format(start, pool));
        before = start;
    }
    unsetenv("TZ");
    tzset();
}

static void starts_agree_with_the_c_library_day_by_day(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Copenhagen", "America/New_York",     "America/Havana",
                                        "America/Santiago",  "America/Asuncion",     "America/Sao_Paulo",
                                        "America/St_Johns",  "America/Scoresbysund", "Atlantic/Azores",
                                        "Africa/Cairo",      "Africa/Casablanca",    "Asia/Beirut",
                                        "Asia/Kolkata",      "Asia/Tehran",          "Asia/Gaza",
                                        "Asia/Kathmandu",    "Australia/Lord_Howe",  "Pacific/Apia",
                                        "Pacific/Chatham",   "Pacific/Kiritimati",   "UTC"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        check_against_c_library(names[i], 1995, 2045);
}

/*
 * Line 23 contradicts lines 36, 49 and 52 of the same account, whose next period begins on 2026-03-29: the anchor day,
 * 29, is remembered and periods tile (product.md, Periods), so the period before can't end on 2026-03-28, nor have 0
 * days left while an instant is in it. By the rule it ends on 2026-03-29 with one day remaining.
 */
static const int contradictory_line = 23;

static void period_row(char **column, int line)
{
    const lic_zone_t *zone = zone_of(column[2]);
    apr_time_t at = instant_of(column[3]);
    lic_date_t start = lic_date_parse(column[4]), end = lic_date_parse(column[5]);
    long days = strtol(column[6], NULL, 10), remaining = strtol(column[7], NULL, 10);
    if (line == contradictory_line) {
        assert_string_equal(column[5], "2026-03-28");
        end = lic_date_add_months(lic_date_parse(column[0]), 12);
        days = 29;
        remaining = 1;
    }
    if (at < lic_zone_start(zone, start) || at >= lic_zone_start(zone, end))
        fail_msg("periods.tsv:%d: the instant is outside", line);
    assert_int_equal(end - start, days);
    if (end - lic_zone_date(zone, at) != remaining)
        fail_msg("periods.tsv:%d: %d days remain", line, end - lic_zone_date(zone, at));
}

static void periods_hold_their_instants(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("periods.tsv", period_row), 116);
}

static void part_seconds_belong_to_the_second_they_are_in(void **state)
{
    (void)state;
    const lic_zone_t *zone = zone_of("Europe/Copenhagen");
    apr_time_t start = lic_zone_start(zone, lic_date_parse("2026-11-24"));
    assert_int_equal(lic_zone_date(zone, start - 1), lic_date_parse("2026-11-23"));
    assert_int_equal(lic_zone_date(zone_of("UTC"), -1), -1);
    assert_int_equal(lic_zone_date(zone_of("UTC"), -apr_time_from_sec(86400)), -1);
    assert_int_equal(lic_zone_date(zone_of("UTC"), -apr_time_from_sec(86400) - 1), -2);
}

static void a_name_is_one_of_the_systems_zones(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Mars/Olympus",
                                        "",
                                        "+01:00",
                                        "CET-1CEST,M3.5.0,M10.5.0/3",
                                        "right/UTC",
                                        "zone.tab",
                                        "Europe",
                                        "../zoneinfo/UTC",
                                        "/etc/passwd",
                                        "posix/UTC",
                                        "Europe/",
                                        "Europe/Copenhagen ",
                                        "localtime",
                                        "leapseconds",
                                        "tzdata.zi",
                                        "Europe/K\xc3\xb8"
                                        "benhavn",
                                        "\xff",
                                        "Z",
                                        "Factory",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        lic_zone_t *zone = NULL;
        lic_error_t *err = lic_zone_open(&zone, wrong[i], pool);
        assert_non_null(err);
        assert_null(zone);
        assert_int_equal(err->code, LIC_INVALID);
        assert_string_equal(err->problem, "timezone-unknown");
        assert_non_null(apr_table_get(err->facts, "timezone"));
    }
    static const char *const right[] = {"UTC", "Etc/UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "CET", "GMT0"};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        zone_of(right[i]);
}

static void opened_zones_are_kept_until_the_pool_goes(void **state)
{
    (void)state;
    apr_pool_t *conf, *request;
    assert_int_equal(apr_pool_create(&conf, pool), APR_SUCCESS);
    assert_int_equal(apr_pool_create(&request, pool), APR_SUCCESS);
    lic_zone_init(conf);
    lic_zone_t *first = zone_of("Asia/Tokyo"), *second = NULL;
    assert_null(lic_zone_open(&second, "Asia/Tokyo", request));
    assert_ptr_equal(first, second);
    apr_pool_destroy(request);
    assert_int_equal(lic_zone_offset(first, 0), 32400);
    apr_pool_destroy(conf);
    assert_int_equal(lic_zone_offset(zone_of("Asia/Tokyo"), 0), 32400);
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

static int teardown(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_begins_at_the_first_instant_that_bears_it),
        cmocka_unit_test(a_date_that_has_begun_does_not_come_back),
        cmocka_unit_test(starts_agree_with_the_c_library_day_by_day),
        cmocka_unit_test(periods_hold_their_instants),
        cmocka_unit_test(part_seconds_belong_to_the_second_they_are_in),
        cmocka_unit_test(a_name_is_one_of_the_systems_zones),
        cmocka_unit_test(opened_zones_are_kept_until_the_pool_goes),
    };
    return cmocka_run_group_tests_name("base/zone", tests, setup, teardown);
}
