#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

const char *lic_text_vprintf(apr_pool_t *p, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, args);
    char *text = apr_pcalloc(p, length > 0 ? (apr_size_t)length + 1 : 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, fmt, again);
    va_end(again);
    return text;
}

const char *lic_text_printf(apr_pool_t *p, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = lic_text_vprintf(p, fmt, args);
    va_end(args);
    return text;
}

/* The next character, or -1 where the text is not UTF-8 or XML 1.0 (2.2, Char) has no such character. */
static UChar32 next_char(const char *text, int32_t *at, int32_t length)
{
    UChar32 c;
    U8_NEXT(text, *at, length, c);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return -1;
    return c == 0xFFFE || c == 0xFFFF ? -1 : c;
}

int lic_text_characters(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

int lic_text_valid(const char *text)
{
    size_t size = text ? strlen(text) : INT32_MAX;
    if (size >= INT32_MAX)
        return 0;
    int32_t at = 0, length = (int32_t)size;
    while (at < length) {
        if (next_char(text, &at, length) < 0)
            return 0;
    }
    return 1;
}

/* C0, DEL and C1 controls, and Unicode's own line and paragraph separators. */
static int breaks_line(UChar32 c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

int lic_text_valid_line(const char *text, int max)
{
    size_t size = text ? strlen(text) : 0;
    if (!size || max <= 0 || size > (size_t)max * U8_MAX_LENGTH || size >= INT32_MAX)
        return 0;
    int32_t at = 0, length = (int32_t)size;
    int characters = 0, blank = 1;
    while (at < length) {
        UChar32 c = next_char(text, &at, length);
        if (breaks_line(c) || ++characters > max)
            return 0;
        if (!u_isUWhiteSpace(c))
            blank = 0;
    }
    return !blank;
}

int lic_text_valid_key(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = text ? strlen(text) : 0;
    return length >= 1 && length <= 40 && text[0] != '-' && strspn(text, allowed) == length;
}

int lic_text_valid_visible(const char *text, int max)
{
    int length = 0;
    for (; length <= max && text[length] > ' ' && text[length] <= '~' && text[length] != '"'; length++)
        ;
    return length && length <= max && !text[length];
}

int lic_text_valid_email(const char *text)
{
    if (!lic_text_valid_line(text, 254) || strlen(text) > 254 || strpbrk(text, "<>,\"()[]:;\\"))
        return 0;
    for (int32_t at = 0, length = (int32_t)strlen(text); at < length;) {
        if (u_isUWhiteSpace(next_char(text, &at, length)))
            return 0;
    }
    const char *domain = strchr(text, '@');
    if (!domain || domain == text || strchr(++domain, '@'))
        return 0;
    size_t length = strlen(domain);
    return length && domain[0] != '.' && domain[length - 1] != '.' && !strstr(domain, "..");
}

int lic_text_parse_int(apr_int64_t *out, const char *text)
{
    if (!text)
        return 0;
    text += strspn(text, " \t");
    int negative = *text == '-';
    text += negative;
    const char *digits = text;
    text += strspn(text, "0");
    apr_int64_t value = 0;
    for (int significant = 0; *text >= '0' && *text <= '9'; text++) {
        if (++significant > 18)
            return 0;
        value = value * 10 + (*text - '0');
    }
    if (text == digits || text[strspn(text, " \t")])
        return 0;
    *out = negative ? -value : value;
    return 1;
}

/* Two ASCII digits, or -1. */
static int two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

int lic_text_parse_instant(apr_time_t *out, const char *text)
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

const char *lic_text_instant(apr_time_t at, apr_pool_t *p)
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

const char *lic_text_major(apr_int64_t minor, int digits, char point, apr_pool_t *p)
{
    apr_uint64_t size = minor < 0 ? 0 - (apr_uint64_t)minor : (apr_uint64_t)minor;
    const char *sign = minor < 0 ? "-" : "";
    if (digits <= 0)
        return lic_text_printf(p, "%s%llu", sign, (unsigned long long)size);
    apr_uint64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    return lic_text_printf(p, "%s%llu%c%0*llu", sign, (unsigned long long)(size / unit), point, digits,
                           (unsigned long long)(size % unit));
}
