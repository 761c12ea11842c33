/* service/seller.c  Setting up who sells. */
#include "service/seller.h"

#include <string.h>

#include <apr_strings.h>

#include "base/business.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "service/account_terms.h"
#include "service/business_terms.h"
#include "service/retry.h"
#include "store/setting.h"
#include "store/transaction.h"

typedef struct lic_seller_args_t {
    lic_seller_t *set;
    const lic_seller_t *given;
    const apr_array_header_t *taxes;
} lic_seller_args_t;

static lic_error_t *line(const char **value, const char *field, const char *typed, int most, apr_pool_t *p)
{
    if (!typed)
        return NULL;
    *value = lic_text_tidy(typed, p);
    return !**value || lic_text_valid_line(*value, most)
               ? NULL
               : lic_terms_invalid(p, field, apr_psprintf(p, "one line of at most %d characters", most));
}

static lic_error_t *overlay_bank(lic_seller_t *wanted, const lic_seller_t *given, apr_pool_t *p)
{
    if (given->iban) {
        wanted->iban = lic_business_compact(given->iban, p);
        if (*wanted->iban && !lic_business_iban(wanted->iban))
            return lic_terms_invalid(p, "iban", "its check digits don't fit: it is mistyped, or no IBAN");
    }
    if (given->bic) {
        wanted->bic = lic_business_compact(given->bic, p);
        if (*wanted->bic && !lic_business_bic(wanted->bic))
            return lic_terms_invalid(p, "bic", "8 or 11 letters and digits, like DABADKKK");
    }
    if (given->payment_days != LIC_SELLER_SAME)
        wanted->payment_days = given->payment_days;
    if (wanted->payment_days < 0 || wanted->payment_days > LIC_PAYMENT_DAYS_MOST)
        return lic_terms_invalid(p, "payment-days", "a whole number from 0 to 365");
    return NULL;
}

static lic_error_t *overlay(lic_seller_t *wanted, const lic_seller_t *given, apr_pool_t *p)
{
    LIC_TRY(line(&wanted->name, "name", given->name, 100, p));
    LIC_TRY(line(&wanted->registration, "registration", given->registration, 40, p));
    if (given->address)
        LIC_TRY(lic_business_address_check(&wanted->address, given->address, p));
    if (given->country)
        LIC_TRY(lic_business_country_check(&wanted->country, "country", given->country, p));
    if (given->vat_id)
        LIC_TRY(lic_business_vat_id_check(&wanted->vat_id, given->vat_id, wanted->country, p));
    if (given->email) {
        wanted->email = lic_text_nfc(given->email, p);
        if (*wanted->email && !lic_text_valid_email(wanted->email, p))
            return lic_terms_invalid(p, "email", "an address like name@example.com");
    }
    if (given->electronic_address)
        LIC_TRY(lic_business_electronic_check(&wanted->electronic_address, given->electronic_address, p));
    return overlay_bank(wanted, given, p);
}

lic_error_t *lic_seller_check(const lic_seller_t *seller, apr_pool_t *p)
{
    lic_seller_t again = *seller;
    return overlay(&again, seller, p);
}

/* The catalogue is moved first: whoever sets the seller at the same time waits for that row. */
static lic_error_t *try_seller(lic_try_t *attempt, void *baton)
{
    const lic_seller_args_t *args = baton;
    lic_db_t *db = attempt->db;
    apr_pool_t *p = attempt->pool;
    lic_seller_t wanted;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(lic_catalogue_move(db, p));
    LIC_TRY(lic_seller_load(&wanted, db, p));
    LIC_TRY(overlay(&wanted, args->given, p));
    if (!*wanted.name)
        return lic_terms_invalid(p, "name", "who sells needs one");
    wanted.id++;
    LIC_TRY(lic_seller_insert(db, &wanted, p));
    for (int i = 0; i < args->taxes->nelts; i++)
        LIC_TRY(lic_seller_tax_set(db, &APR_ARRAY_IDX(args->taxes, i, lic_seller_tax_t), p));
    LIC_TRY(lic_db_commit(db, p));
    *args->set = wanted;
    return NULL;
}

lic_error_t *lic_seller_set(lic_seller_t *set, lic_db_source_t *from, const lic_seller_t *given,
                            const apr_array_header_t *taxes, apr_pool_t *p)
{
    lic_seller_args_t args = {set, given, taxes};
    return lic_retry_run(from, try_seller, &args, p);
}

lic_error_t *lic_seller_tax_parse(lic_seller_tax_t *tax, const char *typed, apr_pool_t *p)
{
    const char *equals = strchr(typed, '='), *colon = equals ? strchr(equals, ':') : NULL;
    const char *end = colon ? colon : typed + strlen(typed);
    *tax = (lic_seller_tax_t){.reason = lic_text_tidy(colon ? colon + 1 : "", p)};
    const int category =
        equals ? lic_word_value(lic_tax_words, apr_pstrmemdup(p, equals + 1, (apr_size_t)(end - equals - 1)), -1) : -1;
    if (category < 0)
        return lic_terms_invalid(p, "tax",
                                 "a country, = and S, AE, Z or E, with a reason behind a colon, like DE=AE or "
                                 "GL=E:Outside the territory of VAT");
    tax->category = (lic_tax_category_t)category;
    LIC_TRY(
        lic_business_country_check(&tax->country, "tax", apr_pstrmemdup(p, typed, (apr_size_t)(equals - typed)), p));
    if (!*tax->country)
        return lic_terms_invalid(p, "tax", "a country before the =");
    if (tax->category == LIC_TAX_EXEMPT && !*tax->reason)
        return lic_terms_invalid(p, "tax",
                                 "E (exempt) needs its reason, which invoices say: GL=E:Outside the territory of VAT");
    if (*tax->reason && !lic_text_valid_line(tax->reason, 200))
        return lic_terms_invalid(p, "tax", "a reason of one line of at most 200 characters");
    return NULL;
}
