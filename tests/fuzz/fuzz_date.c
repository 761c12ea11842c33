/*
 * Dates and zones: the calendar as GLib's is; every date written is read again; and in every zone an instant belongs
 * to the date that begins last before it. Lines: zone, locale, "year month day months seconds", a date.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/instant.h"
#include "base/locale.h"
#include "base/text_locale.h"

enum { JULIAN_1970 = 719163 };

/* NULL: no such day */
static const GDate *date_of(GDate *made, int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return NULL;
    g_date_set_dmy(made, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return made;
}

static lic_date_t days_of(const GDate *date)
{
    return date && g_date_get_year(date) <= 9999 ? (lic_date_t)g_date_get_julian(date) - JULIAN_1970 : LIC_DATE_NONE;
}

static lic_date_t take_day(const int n[3], int months)
{
    GDate made;
    g_date_clear(&made, 1);
    const GDate *date = date_of(&made, n[0], n[1], n[2]);
    const lic_date_t day = lic_date_make(n[0], n[1], n[2]);
    HOLDS(day == days_of(date));
    if (!date)
        return LIC_DATE_NONE;
    int year, month, in_month;
    lic_date_split(day, &year, &month, &in_month);
    HOLDS(year == n[0] && month == n[1] && in_month == n[2]);
    if (months >= 0 && months < 5000) {
        g_date_add_months(&made, (guint)months);
        HOLDS(lic_date_add_months(day, months) == days_of(&made));
    }
    const lic_date_t moved = lic_date_add_months(day, months);
    if (moved != LIC_DATE_NONE && in_month <= 28)
        HOLDS(lic_date_add_months(moved, -months) == day);
    return day;
}

static void take_text(const char *locale, const char *text, lic_date_t day, apr_pool_t *p)
{
    const lic_date_t read = lic_date_parse(text);
    HOLDS(read == LIC_DATE_NONE || !strcmp(lic_date_format(read, p), text));
    if (day >= lic_date_make(1900, 1, 1))
        HOLDS(lic_date_parse(lic_date_format(day, p)) == day);
    apr_time_t at;
    if (lic_instant_parse(&at, text))
        HOLDS(!strcmp(lic_instant_format(at, p), text));
    if (!lic_locale_valid(locale))
        return;
    const lic_date_t typed = lic_text_parse_date(locale, text, p);
    HOLDS(typed == LIC_DATE_NONE || (typed >= lic_date_make(1, 1, 1) && typed <= lic_date_make(9999, 12, 31)));
    HOLDS(fuzz_is_text(lic_text_date(locale, day == LIC_DATE_NONE ? 0 : day, 'm', p)));
    if (day < lic_date_make(2000, 1, 1) || day > lic_date_make(2099, 12, 31))
        return;
    const char *figures = lic_text_date(locale, day, 's', p);
    if (lic_date_parse(figures) == LIC_DATE_NONE) /* Kyrgyz figures, year-day-month, may be another day by ISO 8601 */
        HOLDS(lic_text_parse_date(locale, figures, p) == day);
    HOLDS(lic_text_parse_date(locale, lic_text_date(locale, day, 'l', p), p) == day);
}

static void take_instant(const lic_zone_t *zone, apr_time_t at)
{
    const lic_date_t date = lic_zone_date(zone, at);
    HOLDS(lic_zone_start(zone, date) <= at && at < lic_zone_start(zone, date + 1));
    HOLDS(abs(lic_zone_offset(zone, at)) <= 26 * 3600);
}

static void take_zone(const char *name, lic_date_t day, apr_int64_t seconds, apr_pool_t *p)
{
    lic_zone_t *zone;
    lic_error_t *err = lic_zone_open(&zone, name, p);
    HOLDS(!err || !strcmp(err->problem, "timezone-unknown"));
    if (err)
        return;
    take_instant(zone, apr_time_from_sec(seconds % (400ll * 366 * 86400)));
    if (day == LIC_DATE_NONE)
        return;
    const apr_time_t start = lic_zone_start(zone, day);
    HOLDS(lic_zone_date(zone, start) >= day && lic_zone_date(zone, start - 1) < day);
    HOLDS(start <= lic_zone_start(zone, day + 1));
    for (apr_int64_t hour = -30; hour <= 30; hour += 3)
        take_instant(zone, start + apr_time_from_sec(hour * 3600 + seconds % 3600));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const char *text = fuzz_text(data, size, p);
    const char *zone = fuzz_line(&text, p), *locale = fuzz_line(&text, p), *numbers = fuzz_line(&text, p);
    int n[4];
    char *end = (char *)numbers;
    for (int i = 0; i < 4; i++)
        n[i] = (int)strtol(end, &end, 10);
    const apr_int64_t seconds = strtoll(end, NULL, 10);
    const lic_date_t day = take_day(n, n[3]);
    take_text(locale, fuzz_line(&text, p), day, p);
    take_zone(zone, day, seconds, p);
    return 0;
}
