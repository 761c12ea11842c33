/* base/date.c  Civil dates as a count of days. */
#include "base/date.h"

#include "base/text.h"

enum { DAYS_4_YEARS = 1461, DAYS_100_YEARS = 36524, DAYS_400_YEARS = 146097 };

/* Years that begin in March put the leap day last, so that a month's offset within the year is the same in all years.
 * Day 0 of that count, 0000-03-01, is this many days before 1970-01-01. */
enum { MARCH_0_TO_EPOCH = 719468 };

static int is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const signed char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

lic_date_t lic_date_make(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
        return LIC_DATE_NONE;
    int march_year = month > 2 ? year : year - 1;
    int march_month = (month + 9) % 12;
    int leap_days = march_year / 4 - march_year / 100 + march_year / 400;
    /* months from March on: 31 30 31 30 31 and again, which (153 m + 2) / 5 adds up */
    return march_year * 365 + leap_days + (153 * march_month + 2) / 5 + day - 1 - MARCH_0_TO_EPOCH;
}

void lic_date_split(lic_date_t date, int *year, int *month, int *day)
{
    int count = date + MARCH_0_TO_EPOCH;
    int era = (count >= 0 ? count : count - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
    int in_era = count - era * DAYS_400_YEARS;
    int year_in_era =
        (in_era - in_era / (DAYS_4_YEARS - 1) + in_era / DAYS_100_YEARS - in_era / (DAYS_400_YEARS - 1)) / 365;
    int in_year = in_era - (year_in_era * 365 + year_in_era / 4 - year_in_era / 100);
    int march_month = (5 * in_year + 2) / 153;
    *day = in_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_in_era + era * 400 + (*month <= 2);
}

lic_date_t lic_date_add_months(lic_date_t anchor, int months)
{
    if (anchor == LIC_DATE_NONE)
        return LIC_DATE_NONE;
    int year, month, day;
    lic_date_split(anchor, &year, &month, &day);
    long long count = year * 12LL + (month - 1) + months;
    if (count < 12 || count >= 10000LL * 12)
        return LIC_DATE_NONE;
    year = (int)(count / 12);
    month = (int)(count % 12) + 1;
    int length = month_length(year, month);
    return lic_date_make(year, month, day < length ? day : length);
}

lic_date_t lic_date_parse(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    int part[3] = {0, 0, 0}, at = 0;
    if (!text)
        return LIC_DATE_NONE;
    for (int i = 0; form[i]; i++) {
        if (form[i] == 'd' && text[i] >= '0' && text[i] <= '9')
            part[at] = part[at] * 10 + (text[i] - '0');
        else if (form[i] == '-' && text[i] == '-')
            at++;
        else
            return LIC_DATE_NONE;
    }
    if (text[sizeof(form) - 1] || part[0] < 1900)
        return LIC_DATE_NONE;
    return lic_date_make(part[0], part[1], part[2]);
}

const char *lic_date_format(lic_date_t date, apr_pool_t *p)
{
    if (date == LIC_DATE_NONE)
        return NULL;
    int year, month, day;
    lic_date_split(date, &year, &month, &day);
    return lic_text_printf(p, "%04d-%02d-%02d", year, month, day);
}
