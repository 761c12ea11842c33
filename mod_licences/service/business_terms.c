/* service/business_terms.c  Checks of what an account's invoices are addressed to. */
#include "service/business_terms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/business.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "service/account_terms.h"

lic_error_t *lic_business_country_check(const char **value, const char *field, const char *typed, apr_pool_t *p)
{
    *value = lic_business_compact(typed, p);
    return !**value || lic_business_country(*value)
               ? NULL
               : lic_terms_invalid(
                     p, field,
                     apr_psprintf(p, "two letters of ISO 3166, like DK, which %s isn't", lic_text_mended(typed, p)));
}

lic_error_t *lic_business_vat_id_check(const char **value, const char *typed, const char *country, apr_pool_t *p)
{
    const char *form;
    *value = "";
    if (!*lic_business_compact(typed, p))
        return NULL;
    *value = lic_business_vat_id(&form, typed, country, p);
    if (*value)
        return NULL;
    const char *pattern = lic_business_vat_id_form(typed, country, p);
    lic_error_t *err =
        lic_terms_invalid(p, "vat-id", apr_psprintf(p, "%s, which %s isn't", form, lic_text_mended(typed, p)));
    return pattern ? lic_error_fact(err, "form", pattern) : err;
}

lic_error_t *lic_business_electronic_check(const char **value, const char *typed, apr_pool_t *p)
{
    const char *why;
    *value = lic_text_tidy(typed, p);
    return !**value || lic_business_electronic(&why, *value) ? NULL : lic_terms_invalid(p, "electronic-address", why);
}

lic_error_t *lic_business_order_number_check(const char **value, const char *typed, apr_pool_t *p)
{
    *value = lic_text_tidy(typed, p);
    return !**value || lic_text_valid_line(*value, LIC_ORDER_NUMBER)
               ? NULL
               : lic_terms_invalid(p, "order-number", "one line of at most 60 characters");
}

/* Lines without blank ends, those that are left */
static const char *tidy_lines(int *lines, const char *typed, apr_pool_t *p)
{
    const char *address = "";
    char *last, *rest = apr_pstrdup(p, typed);
    *lines = 0;
    for (char *line = apr_strtok(rest, "\r\n", &last); line; line = apr_strtok(NULL, "\r\n", &last)) {
        const char *tidy = lic_text_tidy(line, p);
        if (!*tidy)
            continue;
        if (!lic_text_valid_line(tidy, LIC_ADDRESS))
            return NULL;
        address = apr_pstrcat(p, address, *address ? "\n" : "", tidy, NULL);
        ++*lines;
    }
    return address;
}

static int characters(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}

lic_error_t *lic_business_address_check(const char **value, const char *typed, apr_pool_t *p)
{
    int lines;
    *value = tidy_lines(&lines, typed ? typed : "", p);
    if (*value && lines <= LIC_ADDRESS_LINES && characters(*value) <= LIC_ADDRESS)
        return NULL;
    return lic_terms_invalid(p, "address", "at most 10 lines and 200 characters");
}

lic_error_t *lic_business_terms_check(lic_account_t *wanted, const lic_account_t *given, apr_pool_t *p)
{
    if (given->address)
        LIC_TRY(lic_business_address_check(&wanted->address, given->address, p));
    if (given->country)
        LIC_TRY(lic_business_country_check(&wanted->country, "country", given->country, p));
    if (given->vat_id)
        LIC_TRY(lic_business_vat_id_check(&wanted->vat_id, given->vat_id, wanted->country ? wanted->country : "", p));
    if (given->electronic_address)
        LIC_TRY(lic_business_electronic_check(&wanted->electronic_address, given->electronic_address, p));
    if (given->order_number)
        LIC_TRY(lic_business_order_number_check(&wanted->order_number, given->order_number, p));
    return NULL;
}
