/* base/locale_formats.c  ICU's formatters of a locale, opened once and kept, and what they wrote lately. */
#include "base/locale_formats_private.h"

#include <string.h>

#include <apr_strings.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>

#include "base/cache.h"
#include "base/locale.h"

enum { MAX_LOCALES = 64, LONGEST_PATTERN = 256, REMEMBERED = 512, LONGEST_REMEMBERED = 48 };

/* What a number or an instant was formatted as. Pages show the same ones again and again, and looking one up costs a
 * tenth of formatting it. */
struct lic_remembered_t {
    int which; /* of the formats; 0: nothing yet */
    apr_int64_t value;
    char text[LONGEST_REMEMBERED];
};

const char *const lic_plural_words[LIC_PLURALS] = {"zero", "one", "two", "few", "many", "other"};

static lic_cache_t *locales;

void lic_formats_keep(apr_pool_t *pconf)
{
    lic_cache_make(&locales, MAX_LOCALES, pconf);
}

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

/* ICU itself would fall back to the locale of the server's environment. */
static void find_installed(char id[ULOC_FULLNAME_CAPACITY], const char *locale)
{
    char full[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    id[0] = '\0';
    if (lic_locale_valid(locale)) {
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

static void open_numbers(lic_formats_t *l, const char *id, UErrorCode *status)
{
    static const UChar *const skeletons[LIC_MAX_DIGITS + 1] = {u"precision-integer", u".0", u".00", u".000", u".0000"};
    for (int i = 0; i <= LIC_MAX_DIGITS; i++)
        l->numbers[i] = unumf_openForSkeletonAndLocale(skeletons[i], -1, id, status);
    UNumberFormat *symbols = unum_open(UNUM_DECIMAL, NULL, 0, id, NULL, status);
    UChar point[8] = {0};
    unum_getSymbol(symbols, UNUM_DECIMAL_SEPARATOR_SYMBOL, point, 8, status);
    unum_close(symbols);
    l->point = point[0] == ',' ? ',' : '.';
}

static void open_dates(lic_formats_t *l, const char *id, UErrorCode *status)
{
    /* the last one is only read, not written */
    static const UChar *const skeletons[LIC_DATE_FORMATS] = {u"yMMdd", u"yMMMMd", u"yMMddjmm", u"yMMMMdjmm",
                                                             u"LLL",   u"MMMd",   u"yMMMd"};
    char gregorian[ULOC_FULLNAME_CAPACITY + 32];
    apr_cpystrn(gregorian, id, sizeof(gregorian));
    uloc_setKeywordValue("calendar", "gregorian", gregorian, sizeof(gregorian), status);
    UDateTimePatternGenerator *patterns = udatpg_open(gregorian, status);
    for (int i = 0; i < LIC_DATE_FORMATS && U_SUCCESS(*status); i++) {
        UChar pattern[LONGEST_PATTERN];
        int32_t length = udatpg_getBestPattern(patterns, skeletons[i], -1, pattern, LONGEST_PATTERN, status);
        l->dates[i] = udat_open(UDAT_PATTERN, UDAT_PATTERN, gregorian, u"UTC", -1, pattern, length, status);
        if (U_SUCCESS(*status)) /* no 32 November when one is read */
            udat_setLenient(l->dates[i], 0);
    }
    udatpg_close(patterns);
}

static void open_plurals(lic_formats_t *l, const char *language, UErrorCode *status)
{
    l->plurals = uplrules_openForType(language, UPLURAL_TYPE_CARDINAL, status);
    UEnumeration *words = uplrules_getKeywords(l->plurals, status);
    int used[LIC_PLURALS] = {0}, next = 0;
    const char *word;
    while (U_SUCCESS(*status) && (word = uenum_next(words, NULL, status))) {
        for (int i = 0; i < LIC_PLURALS; i++)
            used[i] |= !strcmp(word, lic_plural_words[i]);
    }
    uenum_close(words);
    for (int i = 0; i < LIC_PLURALS; i++)
        l->category[i] = used[i] ? next++ : 0;
}

static apr_status_t locale_close(void *data)
{
    lic_formats_t *l = data;
    for (int i = 0; i <= LIC_MAX_DIGITS; i++)
        unumf_close(l->numbers[i]);
    for (int i = 0; i < LIC_DATE_FORMATS; i++)
        udat_close(l->dates[i]);
    uplrules_close(l->plurals);
    return APR_SUCCESS;
}

static void *locale_open(const char *locale, apr_pool_t *p)
{
    char id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    lic_formats_t *l = apr_pcalloc(p, sizeof(*l));
    l->remembered = apr_pcalloc(p, REMEMBERED * sizeof(*l->remembered));
    if (apr_thread_mutex_create(&l->mutex, APR_THREAD_MUTEX_DEFAULT, p))
        return NULL;
    find_installed(id, locale);
    open_numbers(l, id, &status);
    open_dates(l, id, &status);
    open_plurals(l, lic_locale_language(locale), &status);
    if (U_FAILURE(status)) {
        locale_close(l);
        return NULL;
    }
    apr_pool_cleanup_register(p, l, locale_close, apr_pool_cleanup_null);
    return l;
}

const lic_formats_t *lic_formats_get(apr_pool_t **own, const char *locale, apr_pool_t *p)
{
    *own = NULL;
    if (!locale)
        locale = "en";
    const lic_formats_t *l = lic_cache_get(locales, locale, locale_open);
    if (!l && !apr_pool_create(own, p))
        l = locale_open(locale, *own);
    return l;
}

void lic_formats_done(apr_pool_t *own)
{
    if (own)
        apr_pool_destroy(own);
}

static struct lic_remembered_t *place_of(const lic_formats_t *l, int which, apr_int64_t value)
{
    const apr_uint64_t mixed = ((apr_uint64_t)value * 16 + (apr_uint64_t)which) * APR_UINT64_C(0x9E3779B97F4A7C15);
    return &l->remembered[(mixed >> 32) % REMEMBERED];
}

const char *lic_formats_recall(const lic_formats_t *l, int which, apr_int64_t value, apr_pool_t *p)
{
    const struct lic_remembered_t *place = place_of(l, which, value);
    apr_thread_mutex_lock(l->mutex);
    const char *text = place->which == which && place->value == value ? apr_pstrdup(p, place->text) : NULL;
    apr_thread_mutex_unlock(l->mutex);
    return text;
}

void lic_formats_remember(const lic_formats_t *l, int which, apr_int64_t value, const char *text)
{
    struct lic_remembered_t *place = place_of(l, which, value);
    if (!text || strlen(text) >= LONGEST_REMEMBERED)
        return;
    apr_thread_mutex_lock(l->mutex);
    place->which = which;
    place->value = value;
    apr_cpystrn(place->text, text, LONGEST_REMEMBERED);
    apr_thread_mutex_unlock(l->mutex);
}
