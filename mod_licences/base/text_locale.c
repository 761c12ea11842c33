/* base/text_locale.c  Numbers, money, dates and plurals as a locale writes them (ICU). */
#include "base/text_locale.h"

#include <string.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/instant.h"
#include "base/locale_formats_private.h"
#include "base/text.h"
#include "base/money.h"
#include "base/pin.h"

enum { ROOM = 256 };

void lic_text_init(apr_pool_t *pconf)
{
    lic_pin((const void *)unum_open);   /* libicui18n */
    lic_pin((const void *)uenum_close); /* libicuuc */
    lic_formats_keep(pconf);
}

static const char *to_utf8(const UChar *text, int32_t length, UErrorCode *status, apr_pool_t *p)
{
    if (U_FAILURE(*status) || length >= ROOM)
        return NULL;
    char *out = apr_palloc(p, (apr_size_t)length * 3 + 1);
    u_strToUTF8(out, length * 3 + 1, NULL, text, length, status);
    return U_SUCCESS(*status) ? out : NULL;
}

/* By way of decimal text, so that no amount passes through a floating-point number. */
static const char *format_decimal(const lic_formats_t *l, const char *plain, int digits, apr_pool_t *p)
{
    UChar units[ROOM];
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *result = unumf_openResult(&status);
    unumf_formatDecimal(l->numbers[digits], plain, -1, result, &status);
    int32_t length = unumf_resultToString(result, units, ROOM, &status);
    unumf_closeResult(result);
    return to_utf8(units, length, &status, p);
}

static const char *format_amount(const char *locale, apr_int64_t minor, int digits, apr_pool_t *p)
{
    apr_pool_t *own;
    const lic_formats_t *l = lic_formats_get(&own, locale, p);
    const int known = l && digits <= LIC_MAX_DIGITS, which = LIC_DATE_FORMATS + 1 + digits;
    const char *text = known ? lic_formats_recall(l, which, minor, p) : NULL;
    if (!text) {
        const char *plain = lic_text_major(minor, digits, '.', p);
        text = known ? format_decimal(l, plain, digits, p) : NULL;
        if (text)
            lic_formats_remember(l, which, minor, text);
        else
            text = plain;
    }
    lic_formats_done(own);
    return text;
}

const char *lic_text_number(const char *locale, apr_int64_t number, apr_pool_t *p)
{
    return format_amount(locale, number, 0, p);
}

const char *lic_text_money(const char *locale, apr_int64_t minor, const char *currency, apr_pool_t *p)
{
    int digits = lic_money_digits(currency);
    return apr_pstrcat(p, currency, "\xc2\xa0", format_amount(locale, minor, digits < 0 ? 0 : digits, p), NULL);
}

static const char *format_date(const lic_formats_t *l, apr_int64_t seconds, int which, apr_pool_t *p)
{
    UChar units[ROOM];
    UErrorCode status = U_ZERO_ERROR;
    apr_thread_mutex_lock(l->mutex);
    int32_t length = udat_format(l->dates[which], (UDate)seconds * 1000, units, ROOM, NULL, &status);
    apr_thread_mutex_unlock(l->mutex);
    return to_utf8(units, length, &status, p);
}

/* No format shows seconds, so a minute is remembered as a whole. */
static const char *format_seconds(const char *locale, apr_int64_t seconds, int which, apr_pool_t *p)
{
    apr_pool_t *own;
    const lic_formats_t *l = lic_formats_get(&own, locale, p);
    const apr_int64_t minute = seconds / 60 - (seconds % 60 < 0);
    const char *text = l ? lic_formats_recall(l, which + 1, minute, p) : NULL;
    if (l && !text) {
        text = format_date(l, seconds, which, p);
        lic_formats_remember(l, which + 1, minute, text);
    }
    lic_formats_done(own);
    return text ? text : lic_instant_format(apr_time_from_sec(seconds), p);
}

/* The index of a style's skeleton in open_dates */
static int date_format_of(char style)
{
    switch (style) {
    case 'l':
        return 1;
    case 'm':
        return 4;
    case 'd':
        return 5;
    default:
        return 0;
    }
}

const char *lic_text_date(const char *locale, lic_date_t date, char style, apr_pool_t *p)
{
    return format_seconds(locale, (apr_int64_t)date * 86400, date_format_of(style), p);
}

const char *lic_text_datetime(const char *locale, const lic_zone_t *zone, apr_time_t at, char style, apr_pool_t *p)
{
    apr_int64_t seconds = at / APR_USEC_PER_SEC - (at % APR_USEC_PER_SEC < 0);
    return format_seconds(locale, seconds + lic_zone_offset(zone, at), style == 'l' ? 3 : 2, p);
}

/* Days since 1970 of a text that is one of the formats as a whole. */
static int parse_days(double *days, const lic_formats_t *l, const char *text)
{
    static const int readable[] = {0, 1, 6};
    UChar units[ROOM];
    int32_t length;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units, ROOM, &length, text, -1, &status);
    for (size_t i = 0; U_SUCCESS(status) && i < sizeof(readable) / sizeof(readable[0]); i++) {
        UErrorCode here = U_ZERO_ERROR;
        int32_t end = 0;
        UDate at = udat_parse(l->dates[readable[i]], units, length, &end, &here);
        *days = at / 86400000;
        if (U_SUCCESS(here) && end == length)
            return 1;
    }
    return 0;
}

/* 1.2.2027 as 01.02.2027: formats that write two digits read only two. Text that isn't all figures stays as it is. */
static const char *with_zeros(const char *text, apr_pool_t *p)
{
    static const char digits[] = "0123456789";
    char *padded = apr_palloc(p, 2 * strlen(text) + 1), *to = padded;
    if (text[strspn(text, "0123456789./- ")])
        return text;
    for (const char *at = text; *at;) {
        const size_t n = strspn(at, digits);
        if (n == 1)
            *to++ = '0';
        memcpy(to, at, n ? n : 1);
        to += n ? n : 1;
        at += n ? n : 1;
    }
    *to = '\0';
    return padded;
}

/* As every date has, in the script of its locale */
static int has_digit(const char *text)
{
    for (int32_t at = 0; text[at];) {
        UChar32 c;
        U8_NEXT(text, at, -1, c);
        if (c >= 0 && u_isdigit(c))
            return 1;
    }
    return 0;
}

lic_date_t lic_text_parse_date(const char *locale, const char *text, apr_pool_t *p)
{
    double days = 0;
    int year, month, day;
    apr_pool_t *own;
    lic_date_t date = lic_date_parse(text);
    if (date != LIC_DATE_NONE || !has_digit(text))
        return date;
    const lic_formats_t *l = lic_formats_get(&own, locale, p);
    const char *padded = with_zeros(text, p);
    int found = 0;
    if (l) {
        apr_thread_mutex_lock(l->mutex);
        found = parse_days(&days, l, text) || parse_days(&days, l, padded);
        apr_thread_mutex_unlock(l->mutex);
    }
    lic_formats_done(own);
    if (!found || days < -800000 || days > 2900000) /* years 1 to 9999, about */
        return LIC_DATE_NONE;
    lic_date_split((lic_date_t)days, &year, &month, &day);
    return year >= 1900 ? (lic_date_t)days : year < 100 ? lic_date_make(year + 2000, month, day) : LIC_DATE_NONE;
}

/* --- facts about a locale, which need no pool of the caller's ----------------------------------- */

int lic_text_plural(const char *locale, apr_int64_t n)
{
    apr_pool_t *own;
    const lic_formats_t *l = lic_formats_get(&own, locale, NULL);
    int index = n != 1;
    if (l) {
        UChar word[16];
        char ascii[16] = "";
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uplrules_select(l->plurals, (double)n, word, 16, &status);
        if (U_SUCCESS(status) && length < 16)
            u_UCharsToChars(word, ascii, length);
        for (int i = 0; i < LIC_PLURALS; i++) {
            if (!strcmp(ascii, lic_plural_words[i]))
                index = l->category[i];
        }
    }
    lic_formats_done(own);
    return index;
}

char lic_text_decimal_point(const char *locale)
{
    apr_pool_t *own;
    const lic_formats_t *l = lic_formats_get(&own, locale, NULL);
    char point = l ? l->point : '.';
    lic_formats_done(own);
    return point;
}
