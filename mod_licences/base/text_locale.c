/* base/text_locale.c  Numbers, money, dates and plurals as a locale writes them (ICU). */
#include "base/text_locale.h"

#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/cache.h"
#include "base/instant.h"
#include "base/text.h"
#include "base/money.h"
#include "base/pin.h"

enum { MAX_DIGITS = 4, DATE_FORMATS = 7, CATEGORIES = 6, MAX_LOCALES = 64, ROOM = 256 };
enum { REMEMBERED = 512, LONGEST_REMEMBERED = 48 };

/* What a number or an instant was formatted as. Pages show the same ones again and again, and looking one up costs a
 * tenth of formatting it. */
typedef struct remembered_t {
    int which; /* of the formats; 0: nothing yet */
    apr_int64_t value;
    char text[LONGEST_REMEMBERED];
} remembered_t;

/* One locale's formatters, all opened at once (0.3 ms; formatting then costs 0.3 to 1.3 µs). ICU's number formatters
 * and plural rules may be shared between threads, its date formats not. */
typedef struct formats_t {
    UNumberFormatter *numbers[MAX_DIGITS + 1];
    UDateFormat *dates[DATE_FORMATS];
    apr_thread_mutex_t *mutex; /* of dates and remembered */
    remembered_t *remembered;  /* REMEMBERED, each where its value belongs */
    UPluralRules *plurals;
    int category[CATEGORIES]; /* index within the language, in the order of plural_words */
    char point;
} formats_t;

static const char *const plural_words[CATEGORIES] = {"zero", "one", "two", "few", "many", "other"};

static lic_cache_t *locales;

void lic_text_init(apr_pool_t *pconf)
{
    lic_pin((const void *)unum_open);   /* libicui18n */
    lic_pin((const void *)uenum_close); /* libicuuc */
    lic_cache_make(&locales, MAX_LOCALES, pconf);
}

/* --- opening ------------------------------------------------------------------------------------ */

static int is_installed(const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *all = uloc_openAvailableByType(ULOC_AVAILABLE_WITH_LEGACY_ALIASES, &status);
    const char *next;
    int found = 0;
    while (!found && (next = uenum_next(all, NULL, &status)) && U_SUCCESS(status))
        found = !strcmp(next, id);
    uenum_close(all);
    return found;
}

int lic_text_valid_locale(const char *text)
{
    char id[ULOC_FULLNAME_CAPACITY];
    int32_t parsed = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (!text || strlen(text) >= ULOC_FULLNAME_CAPACITY)
        return 0;
    uloc_forLanguageTag(text, id, sizeof(id), &parsed, &status);
    return U_SUCCESS(status) && id[0] && id[0] != '@' && parsed == (int32_t)strlen(text);
}

/* ICU itself would fall back to the locale of the server's environment. */
static void find_installed(char id[ULOC_FULLNAME_CAPACITY], const char *locale)
{
    char full[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    id[0] = '\0';
    if (lic_text_valid_locale(locale)) {
        uloc_forLanguageTag(locale, full, sizeof(full), NULL, &status);
        uloc_getBaseName(full, id, ULOC_FULLNAME_CAPACITY, &status);
    }
    while (U_SUCCESS(status) && id[0] && !is_installed(id)) {
        memcpy(full, id, sizeof(full));
        uloc_getParent(full, id, ULOC_FULLNAME_CAPACITY, &status);
    }
    if (U_FAILURE(status) || !id[0])
        apr_cpystrn(id, "en", ULOC_FULLNAME_CAPACITY);
}

static void open_numbers(formats_t *l, const char *id, UErrorCode *status)
{
    static const UChar *const skeletons[MAX_DIGITS + 1] = {u"precision-integer", u".0", u".00", u".000", u".0000"};
    for (int i = 0; i <= MAX_DIGITS; i++)
        l->numbers[i] = unumf_openForSkeletonAndLocale(skeletons[i], -1, id, status);
    UNumberFormat *symbols = unum_open(UNUM_DECIMAL, NULL, 0, id, NULL, status);
    UChar point[8] = {0};
    unum_getSymbol(symbols, UNUM_DECIMAL_SEPARATOR_SYMBOL, point, 8, status);
    unum_close(symbols);
    l->point = point[0] == ',' ? ',' : '.';
}

static void open_dates(formats_t *l, const char *id, UErrorCode *status)
{
    /* the last one is only read, not written */
    static const UChar *const skeletons[DATE_FORMATS] = {u"yMMdd", u"yMMMMd", u"yMMddjmm", u"yMMMMdjmm",
                                                         u"LLL",   u"MMMd",   u"yMMMd"};
    char gregorian[ULOC_FULLNAME_CAPACITY + 32];
    apr_cpystrn(gregorian, id, sizeof(gregorian));
    uloc_setKeywordValue("calendar", "gregorian", gregorian, sizeof(gregorian), status);
    UDateTimePatternGenerator *patterns = udatpg_open(gregorian, status);
    for (int i = 0; i < DATE_FORMATS && U_SUCCESS(*status); i++) {
        UChar pattern[ROOM];
        int32_t length = udatpg_getBestPattern(patterns, skeletons[i], -1, pattern, ROOM, status);
        l->dates[i] = udat_open(UDAT_PATTERN, UDAT_PATTERN, gregorian, u"UTC", -1, pattern, length, status);
        if (U_SUCCESS(*status)) /* no 32 November when one is read */
            udat_setLenient(l->dates[i], 0);
    }
    udatpg_close(patterns);
}

static void open_plurals(formats_t *l, const char *language, UErrorCode *status)
{
    l->plurals = uplrules_openForType(language, UPLURAL_TYPE_CARDINAL, status);
    UEnumeration *words = uplrules_getKeywords(l->plurals, status);
    int used[CATEGORIES] = {0}, next = 0;
    const char *word;
    while (U_SUCCESS(*status) && (word = uenum_next(words, NULL, status))) {
        for (int i = 0; i < CATEGORIES; i++)
            used[i] |= !strcmp(word, plural_words[i]);
    }
    uenum_close(words);
    for (int i = 0; i < CATEGORIES; i++)
        l->category[i] = used[i] ? next++ : 0;
}

static apr_status_t locale_close(void *data)
{
    formats_t *l = data;
    for (int i = 0; i <= MAX_DIGITS; i++)
        unumf_close(l->numbers[i]);
    for (int i = 0; i < DATE_FORMATS; i++)
        udat_close(l->dates[i]);
    uplrules_close(l->plurals);
    return APR_SUCCESS;
}

static void *locale_open(const char *locale, apr_pool_t *p)
{
    char id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    formats_t *l = apr_pcalloc(p, sizeof(*l));
    l->remembered = apr_pcalloc(p, REMEMBERED * sizeof(*l->remembered));
    if (apr_thread_mutex_create(&l->mutex, APR_THREAD_MUTEX_DEFAULT, p))
        return NULL;
    find_installed(id, locale);
    open_numbers(l, id, &status);
    open_dates(l, id, &status);
    open_plurals(l, lic_text_language(locale), &status);
    if (U_FAILURE(status)) {
        locale_close(l);
        return NULL;
    }
    apr_pool_cleanup_register(p, l, locale_close, apr_pool_cleanup_null);
    return l;
}

/* From the cache, else opened in *own, which the caller destroys. NULL if ICU lacks its data. */
static const formats_t *locale_get(apr_pool_t **own, const char *locale, apr_pool_t *p)
{
    *own = NULL;
    if (!locale)
        locale = "en";
    const formats_t *l = lic_cache_get(locales, locale, locale_open);
    if (!l && !apr_pool_create(own, p))
        l = locale_open(locale, *own);
    return l;
}

static void locale_done(apr_pool_t *own)
{
    if (own)
        apr_pool_destroy(own);
}

/* --- formatting --------------------------------------------------------------------------------- */

static const char *to_utf8(const UChar *text, int32_t length, UErrorCode *status, apr_pool_t *p)
{
    if (U_FAILURE(*status) || length >= ROOM)
        return NULL;
    char *out = apr_palloc(p, (apr_size_t)length * 3 + 1);
    u_strToUTF8(out, length * 3 + 1, NULL, text, length, status);
    return U_SUCCESS(*status) ? out : NULL;
}

static remembered_t *place_of(const formats_t *l, int which, apr_int64_t value)
{
    const apr_uint64_t mixed = ((apr_uint64_t)value * 16 + (apr_uint64_t)which) * APR_UINT64_C(0x9E3779B97F4A7C15);
    return &l->remembered[(mixed >> 32) % REMEMBERED];
}

/* In p; NULL: it isn't remembered. */
static const char *recall(const formats_t *l, int which, apr_int64_t value, apr_pool_t *p)
{
    const remembered_t *place = place_of(l, which, value);
    apr_thread_mutex_lock(l->mutex);
    const char *text = place->which == which && place->value == value ? apr_pstrdup(p, place->text) : NULL;
    apr_thread_mutex_unlock(l->mutex);
    return text;
}

static void remember(const formats_t *l, int which, apr_int64_t value, const char *text)
{
    remembered_t *place = place_of(l, which, value);
    if (!text || strlen(text) >= LONGEST_REMEMBERED)
        return;
    apr_thread_mutex_lock(l->mutex);
    place->which = which;
    place->value = value;
    apr_cpystrn(place->text, text, LONGEST_REMEMBERED);
    apr_thread_mutex_unlock(l->mutex);
}

/* By way of decimal text, so that no amount passes through a floating-point number. */
static const char *format_decimal(const formats_t *l, const char *plain, int digits, apr_pool_t *p)
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
    const formats_t *l = locale_get(&own, locale, p);
    const int known = l && digits <= MAX_DIGITS, which = DATE_FORMATS + 1 + digits;
    const char *text = known ? recall(l, which, minor, p) : NULL;
    if (!text) {
        const char *plain = lic_text_major(minor, digits, '.', p);
        text = known ? format_decimal(l, plain, digits, p) : NULL;
        if (text)
            remember(l, which, minor, text);
        else
            text = plain;
    }
    locale_done(own);
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

static const char *format_date(const formats_t *l, apr_int64_t seconds, int which, apr_pool_t *p)
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
    const formats_t *l = locale_get(&own, locale, p);
    const apr_int64_t minute = seconds / 60 - (seconds % 60 < 0);
    const char *text = l ? recall(l, which + 1, minute, p) : NULL;
    if (l && !text) {
        text = format_date(l, seconds, which, p);
        remember(l, which + 1, minute, text);
    }
    locale_done(own);
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
static int parse_days(double *days, const formats_t *l, const char *text)
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
    const formats_t *l = locale_get(&own, locale, p);
    int found = 0;
    if (l) {
        apr_thread_mutex_lock(l->mutex);
        found = parse_days(&days, l, text);
        apr_thread_mutex_unlock(l->mutex);
    }
    locale_done(own);
    if (!found || days < -800000 || days > 2900000) /* years 1 to 9999, about */
        return LIC_DATE_NONE;
    lic_date_split((lic_date_t)days, &year, &month, &day);
    return year >= 1900 ? (lic_date_t)days : year < 100 ? lic_date_make(year + 2000, month, day) : LIC_DATE_NONE;
}

/* --- facts about a locale, which need no pool of the caller's ----------------------------------- */

int lic_text_plural(const char *locale, apr_int64_t n)
{
    apr_pool_t *own;
    const formats_t *l = locale_get(&own, locale, NULL);
    int index = n != 1;
    if (l) {
        UChar word[16];
        char ascii[16] = "";
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uplrules_select(l->plurals, (double)n, word, 16, &status);
        if (U_SUCCESS(status) && length < 16)
            u_UCharsToChars(word, ascii, length);
        for (int i = 0; i < CATEGORIES; i++) {
            if (!strcmp(ascii, plural_words[i]))
                index = l->category[i];
        }
    }
    locale_done(own);
    return index;
}

char lic_text_decimal_point(const char *locale)
{
    apr_pool_t *own;
    const formats_t *l = locale_get(&own, locale, NULL);
    char point = l ? l->point : '.';
    locale_done(own);
    return point;
}

const char *const lic_text_languages[] = {"en", "da", "de", "sv", NULL};

const char *lic_text_language(const char *locale)
{
    for (const char *const *language = lic_text_languages; locale && *language; language++) {
        size_t length = strlen(*language);
        if (!strncasecmp(locale, *language, length) && (locale[length] == '\0' || locale[length] == '-'))
            return *language;
    }
    return "en";
}
