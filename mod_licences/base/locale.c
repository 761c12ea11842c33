/* base/locale.c  Which locales there are. */
#include "base/locale.h"

#include <string.h>

#include <apr_strings.h>
#include <unicode/uloc.h>

#include "base/nearest.h"
#include "base/text_locale.h"

int lic_locale_known(const char *text)
{
    char id[ULOC_FULLNAME_CAPACITY], country[ULOC_COUNTRY_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    if (!lic_text_valid_locale(text))
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
