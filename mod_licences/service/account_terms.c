/* service/account_terms.c  Checks of what support types: an account's terms, durations. */
#include "service/account_terms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/locale.h"
#include "base/money.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "core/limits.h"

lic_error_t *lic_terms_invalid(apr_pool_t *p, const char *field, const char *expected)
{
    return lic_error_fact(lic_error_make(p, LIC_INVALID, "field-invalid", "%s: %s", field, expected), "field", field);
}

static int valid_optional(const char **text, int max, apr_pool_t *p)
{
    *text = *text ? lic_text_tidy(*text, p) : "";
    return !**text || lic_text_valid_line(*text, max);
}

/* "a language and a country, like da-DK", or the one that is meant */
static lic_error_t *unknown_word(apr_pool_t *p, const char *field, const char *typed, const char *expected,
                                 const char *near)
{
    return lic_terms_invalid(p, field,
                             near ? apr_psprintf(p, "%s isn't known; %s is", typed, near)
                                  : apr_psprintf(p, "%s, which %s isn't", expected, *typed ? typed : "nothing"));
}

static int valid_locale(const char *locale)
{
    return strlen(locale) <= 20 && lic_locale_known(locale);
}

static lic_error_t *check_texts(lic_account_t *terms, apr_pool_t *p)
{
    terms->name = lic_text_tidy(terms->name, p);
    terms->billing = lic_text_nfc(terms->billing, p);
    if (!lic_text_valid_key(terms->key))
        return lic_terms_invalid(p, "key", "a-z, 0-9 and -, at most 40 characters");
    if (!terms->name || !lic_text_valid_line(terms->name, 100))
        return lic_terms_invalid(p, "name", "one line of 1 to 100 characters");
    if (!valid_locale(terms->locale))
        return unknown_word(p, "locale", terms->locale, "a language and a country, like da-DK",
                            lic_locale_nearest(terms->locale, p));
    if (!terms->billing || !lic_text_valid_email(terms->billing, p))
        return lic_terms_invalid(p, "billing",
                                 "an address like name@example.com, of ASCII before the @ and without blanks");
    if (!valid_optional(&terms->legal_name, 100, p))
        return lic_terms_invalid(p, "legal-name", "one line of at most 100 characters");
    terms->country = terms->country ? terms->country : "";
    terms->vat_id = terms->vat_id ? terms->vat_id : "";
    terms->electronic_address = terms->electronic_address ? terms->electronic_address : "";
    terms->order_number = terms->order_number ? terms->order_number : "";
    terms->address = terms->address ? terms->address : "";
    return NULL;
}

static lic_error_t *check_numbers(lic_account_t *terms, apr_pool_t *p)
{
    if (terms->months != 1 && terms->months != 3 && terms->months != 6 && terms->months != 12)
        return lic_terms_invalid(p, "months", "1, 3, 6 or 12");
    if (terms->anchor == LIC_DATE_NONE)
        return lic_terms_invalid(p, "anchor", "the date that a period starts on, like 2026-11-01");
    if (terms->vat < 0 || terms->vat > LIC_VAT_MOST)
        return lic_terms_invalid(p, "vat", "per cent with up to two decimals, 0 to 100");
    if (!terms->ceiling)
        terms->ceiling = LIC_CEILING;
    if (terms->ceiling < 1 || terms->ceiling > LIC_CEILING_MOST)
        return lic_terms_invalid(p, "ceiling", "a whole number from 1 to 10000000");
    return NULL;
}

lic_error_t *lic_terms_currency_unknown(const char *currency, apr_pool_t *p)
{
    return unknown_word(p, "currency", currency, "a code of ISO 4217, like DKK", lic_money_nearest(currency, p));
}

lic_error_t *lic_terms_check(lic_account_t *terms, apr_pool_t *p)
{
    lic_zone_t *zone;
    terms->locale = terms->locale ? terms->locale : "";
    terms->currency = terms->currency ? terms->currency : "";
    LIC_TRY(check_texts(terms, p));
    LIC_TRY(check_numbers(terms, p));
    terms->digits = lic_money_digits(terms->currency);
    if (terms->digits < 0)
        return lic_terms_currency_unknown(terms->currency, p);
    if (!terms->timezone || strlen(terms->timezone) > 60)
        return lic_terms_invalid(p, "timezone", "a name of the IANA time zones, like Europe/Copenhagen");
    LIC_TRY(lic_zone_open(&zone, terms->timezone, p));
    terms->zone = zone;
    return NULL;
}

static const struct {
    const char *unit;
    apr_int64_t seconds;
} units[] = {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

lic_error_t *lic_terms_duration(apr_int64_t *seconds, const char *text, apr_pool_t *p)
{
    const apr_size_t digits = strspn(text, "0123456789");
    apr_int64_t n = 0;
    if (digits && digits <= 9 && lic_text_parse_int(&n, apr_pstrmemdup(p, text, digits)))
        for (int i = 0; i < UNITS; i++)
            if (!strcmp(text + digits, units[i].unit) && n >= 1 && n * units[i].seconds <= LIC_GRACE_MOST) {
                *seconds = n * units[i].seconds;
                return NULL;
            }
    return lic_error_make(p, LIC_INVALID, "duration-invalid",
                          "%s is no duration: a whole number and s, min, h or d, like 7d, up to 366d", text);
}

const char *lic_terms_duration_text(apr_int64_t seconds, apr_pool_t *p)
{
    int i = UNITS - 1;
    while (i && seconds % units[i].seconds)
        i--;
    return apr_psprintf(p, "%" APR_INT64_T_FMT "%s", seconds / units[i].seconds, units[i].unit);
}
