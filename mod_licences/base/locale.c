/* base/locale.c  Which locales there are, and the language that somebody of one reads. */
#include "base/locale.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>
#include <unicode/uloc.h>

#include "base/nearest.h"

const char *const lic_locale_languages[] = {"en", "da", "de", "sv", NULL};

int lic_locale_valid(const char *text)
{
    char id[ULOC_FULLNAME_CAPACITY];
    int32_t parsed = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (!text || strlen(text) >= ULOC_FULLNAME_CAPACITY)
        return 0;
    uloc_forLanguageTag(text, id, sizeof(id), &parsed, &status);
    return U_SUCCESS(status) && id[0] && id[0] != '@' && parsed == (int32_t)strlen(text);
}

int lic_locale_known(const char *text)
{
    char id[ULOC_FULLNAME_CAPACITY], country[ULOC_COUNTRY_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    if (!lic_locale_valid(text))
        return 0;
    uloc_forLanguageTag(text, id, sizeof(id), NULL, &status);
    uloc_getCountry(id, country, sizeof(country), &status);
    return U_SUCCESS(status) && *uloc_getISO3Language(id) && (!*country || *uloc_getISO3Country(id));
}

const char *lic_locale_in(const char *locale, const char *language, apr_pool_t *p)
{
    char id[ULOC_FULLNAME_CAPACITY], country[ULOC_COUNTRY_CAPACITY] = "";
    UErrorCode status = U_ZERO_ERROR;
    const apr_size_t length = language ? strlen(language) : 0;
    if (!length || (!strncasecmp(locale, language, length) && (!locale[length] || locale[length] == '-')))
        return locale;
    uloc_forLanguageTag(locale, id, sizeof(id), NULL, &status);
    uloc_getCountry(id, country, sizeof(country), &status);
    return U_SUCCESS(status) && *country ? apr_pstrcat(p, language, "-", country, NULL) : language;
}

const char *lic_locale_nearest(const char *text, apr_pool_t *p)
{
    lic_nearest_t nearest;
    lic_nearest_begin(&nearest, text);
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        char tag[ULOC_FULLNAME_CAPACITY];
        UErrorCode status = U_ZERO_ERROR;
        uloc_toLanguageTag(uloc_getAvailable(i), tag, sizeof(tag), 0, &status);
        if (U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING)
            lic_nearest_try(&nearest, tag);
    }
    return lic_nearest_word(&nearest, p);
}

const char *lic_locale_language(const char *locale)
{
    for (const char *const *language = lic_locale_languages; locale && *language; language++) {
        size_t length = strlen(*language);
        if (!strncasecmp(locale, *language, length) && (locale[length] == '\0' || locale[length] == '-'))
            return *language;
    }
    return "en";
}
