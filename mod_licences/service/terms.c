#include "service/terms.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "service/admin.h"

#define TERMS_MOST ((apr_int64_t)1000000000) /**< highest ceiling */

lic_error_t *lic_terms_invalid(apr_pool_t *p, const char *field, const char *right)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, right), "field", field);
}

static int valid_optional(const char **text, int max)
{
    if (!*text)
        *text = "";
    return !**text || lic_text_valid_line(*text, max);
}

/* "da", "da-DK", "zh-Hant-TW": letters and digits in parts of up to eight, the first of two or more (BCP 47) */
static int valid_locale(const char *locale)
{
    int part = 0;
    if (!locale || strlen(locale) > 20 || !apr_isalpha(locale[0]) || !apr_isalpha(locale[1]))
        return 0;
    for (; *locale; locale++) {
        part = *locale == '-' ? 0 : part + 1;
        if ((!apr_isalnum(*locale) && *locale != '-') || part > 8 || (*locale == '-' && !apr_isalnum(locale[1])))
            return 0;
    }
    return 1;
}

static int valid_country(const char **country)
{
    if (!*country)
        *country = "";
    const char *c = *country;
    return !*c || (apr_isupper(c[0]) && apr_isupper(c[1]) && !c[2]);
}

static lic_error_t *check_texts(lic_account_t *terms, apr_pool_t *p)
{
    if (!lic_text_valid_key(terms->key))
        return lic_terms_invalid(p, "key", "a-z, 0-9 and -, at most 40 characters");
    if (!terms->name || !lic_text_valid_line(terms->name, 100))
        return lic_terms_invalid(p, "name", "one line of 1 to 100 characters");
    if (!valid_locale(terms->locale))
        return lic_terms_invalid(p, "locale", "a language and a country, like da-DK");
    if (!terms->billing || !lic_text_valid_email(terms->billing))
        return lic_terms_invalid(p, "billing", "an address like name@example.com");
    if (!valid_optional(&terms->legal_name, 100))
        return lic_terms_invalid(p, "legal-name", "one line of at most 100 characters");
    if (!valid_optional(&terms->address, 200))
        return lic_terms_invalid(p, "address", "one line of at most 200 characters");
    if (!valid_country(&terms->country))
        return lic_terms_invalid(p, "country", "two letters of ISO 3166, like DK");
    if (!valid_optional(&terms->vat_id, 20))
        return lic_terms_invalid(p, "vat-id", "one line of at most 20 characters");
    return NULL;
}

static lic_error_t *check_numbers(lic_account_t *terms, apr_pool_t *p)
{
    if (terms->months != 1 && terms->months != 3 && terms->months != 6 && terms->months != 12)
        return lic_terms_invalid(p, "months", "1, 3, 6 or 12");
    if (terms->anchor == LIC_DATE_NONE)
        return lic_terms_invalid(p, "anchor", "the date that a period starts on, like 2026-11-01");
    if (terms->vat < 0 || terms->vat > 10000)
        return lic_terms_invalid(p, "vat", "per cent with up to two decimals, 0 to 100");
    if (!terms->ceiling)
        terms->ceiling = LIC_CEILING;
    if (terms->ceiling < 1 || terms->ceiling > TERMS_MOST)
        return lic_terms_invalid(p, "ceiling", "a whole number from 1 to 1000000000");
    return NULL;
}

lic_error_t *lic_terms_check(lic_account_t *terms, apr_pool_t *p)
{
    lic_zone_t *zone;
    LIC_TRY(check_texts(terms, p));
    LIC_TRY(check_numbers(terms, p));
    terms->digits = terms->currency ? lic_money_digits(terms->currency) : -1;
    if (terms->digits < 0)
        return lic_terms_invalid(p, "currency", "a code of ISO 4217, like DKK");
    if (!terms->timezone || strlen(terms->timezone) > 60)
        return lic_terms_invalid(p, "timezone", "a name of the IANA time zones, like Europe/Copenhagen");
    LIC_TRY(lic_zone_open(&zone, terms->timezone, p));
    terms->zone = zone;
    return NULL;
}

lic_error_t *lic_terms_duration(apr_int64_t *seconds, const char *text, apr_pool_t *p)
{
    static const struct {
        const char *unit;
        apr_int64_t seconds;
    } units[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};
    const apr_size_t digits = strspn(text, "0123456789");
    apr_int64_t n = 0;
    if (digits && digits <= 9 && lic_text_parse_int(&n, apr_pstrmemdup(p, text, digits)))
        for (apr_size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
            if (!strcmp(text + digits, units[i].unit) && n >= 1 && n * units[i].seconds <= 366 * 86400) {
                *seconds = n * units[i].seconds;
                return NULL;
            }
    return lic_error_make(p, LIC_INVALID, "duration-invalid",
                          "%s is no duration: a whole number and s, min, h or d, like 7d, up to 366d", text);
}
