/* base/collation.c  The order of texts in a language (ICU). */
#include "base/collation.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

#include "base/locale.h"

/* UTF-16 units that are looked at, and bytes that their key may have: cut there, keys are still in order */
enum { UNITS = 256, ROOM = 4096 };

static apr_status_t collator_close(void *collator)
{
    ucol_close(collator);
    return APR_SUCCESS;
}

lic_collation_t *lic_collation_open(const char *locale, apr_pool_t *p)
{
    char id[ULOC_FULLNAME_CAPACITY] = "";
    UErrorCode status = U_ZERO_ERROR;
    if (lic_locale_valid(locale))
        uloc_forLanguageTag(locale, id, sizeof(id), NULL, &status);
    UCollator *collator = ucol_open(U_SUCCESS(status) && *id ? id : "root", &status);
    if (U_FAILURE(status))
        return NULL;
    apr_pool_cleanup_register(p, collator, collator_close, apr_pool_cleanup_null);
    return (lic_collation_t *)collator;
}

const char *lic_collation_key(const lic_collation_t *collation, const char *text, apr_pool_t *p)
{
    UChar units[UNITS];
    uint8_t key[ROOM];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (!collation)
        return "";
    u_strFromUTF8WithSub(units, UNITS, &length, text, -1, 0xFFFD, NULL, &status);
    if (length > UNITS)
        length = UNITS;
    length = ucol_getSortKey((const UCollator *)collation, units, length, key, ROOM) - 1; /* without the NUL */
    if (length > LIC_COLLATION_KEY_MAX / 2)
        length = LIC_COLLATION_KEY_MAX / 2;
    return length > 0 ? apr_pescape_hex(p, key, (apr_size_t)length, 0) : "";
}

const char *lic_collation_version(apr_pool_t *p)
{
    UVersionInfo version;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, text);
    return apr_pstrcat(p, "ICU ", text, NULL);
}
