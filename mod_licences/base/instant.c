/* base/instant.c  Instants as ISO 8601 in UTC. */
#include "base/instant.h"

#include <string.h>
#include <apr_strings.h>

#include "base/date.h"
#include "base/text.h"

/* Two ASCII digits, or -1. */
static int two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

int lic_instant_parse(apr_time_t *out, const char *text)
{
    if (!text || strlen(text) != strlen("2026-11-24T10:00:00Z"))
        return 0;
    if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        return 0;
    char day[11];
    memcpy(day, text, 10);
    day[10] = '\0';
    lic_date_t date = lic_date_parse(day);
    int hour = two_digits(text + 11), minute = two_digits(text + 14), second = two_digits(text + 17);
    if (date == LIC_DATE_NONE || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return 0;
    *out = apr_time_from_sec((apr_int64_t)date * 86400 + hour * 3600 + minute * 60 + second);
    return 1;
}

static void write_two(char *to, int number)
{
    to[0] = (char)('0' + number / 10);
    to[1] = (char)('0' + number % 10);
}

const char *lic_instant_format(apr_time_t at, apr_pool_t *p)
{
    apr_int64_t seconds = at / APR_USEC_PER_SEC - (at % APR_USEC_PER_SEC < 0);
    apr_int64_t in_day = seconds % 86400;
    if (in_day < 0)
        in_day += 86400;
    int year, month, day;
    lic_date_split((lic_date_t)((seconds - in_day) / 86400), &year, &month, &day);
    if (year < 0 || year > 9999)
        return lic_text_printf(p, "%d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, (int)(in_day / 3600),
                               (int)(in_day / 60 % 60), (int)(in_day % 60));
    char *text = apr_pstrmemdup(p, "0000-00-00T00:00:00Z", 20); /* by hand: lists are full of instants */
    write_two(text, year / 100);
    write_two(text + 2, year % 100);
    write_two(text + 5, month);
    write_two(text + 8, day);
    write_two(text + 11, (int)(in_day / 3600));
    write_two(text + 14, (int)(in_day / 60 % 60));
    write_two(text + 17, (int)(in_day % 60));
    return text;
}
