/**
 * @file base/business.h  What businesses are known by on an invoice: country, VAT id, IBAN, BIC, electronic address.
 *
 * Each of these is typed with blanks or in small letters, too; lic_business_compact makes the form that is stored.
 */
#ifndef LIC_BASE_BUSINESS_H
#define LIC_BASE_BUSINESS_H

#include <apr_pools.h>

enum {
    LIC_BUSINESS_VAT_ID = 20,    /**< characters of a VAT id */
    LIC_BUSINESS_ELECTRONIC = 60 /**< characters of an electronic address, with its scheme */
};

/** In capitals, without blanks, dots and dashes, in p; "" for NULL. */
const char *lic_business_compact(const char *typed, apr_pool_t *p);

/** Whether it is a country of ISO 3166-1 (Debian's iso-codes), in capitals; XI, Northern Ireland, counts as one. */
int lic_business_country(const char *code);

/**
 * The VAT id that was typed, in its compact form with the prefix of its country: that of `country` is put before one
 * that has none. NULL where it hasn't the form that its country's have (the table in business.c), and *form is that
 * form, like "DK and 8 digits"; a country that the table doesn't know has 2 to 18 letters and digits.
 */
const char *lic_business_vat_id(const char **form, const char *typed, const char *country, apr_pool_t *p);

/** "DK99999999": what a VAT id with the prefix that was typed, else that of `country`, looks like: 9 a digit, A a
 * letter, X either; the shortest form, where there are several. NULL where the table doesn't know the country. */
const char *lic_business_vat_id_form(const char *typed, const char *country, apr_pool_t *p);

/** An IBAN (ISO 13616) in its compact form, by its length and check digits. */
int lic_business_iban(const char *iban);
/** A BIC (ISO 9362) in its compact form: 8 or 11 letters and digits. */
int lic_business_bic(const char *bic);

/**
 * "0184:DK12345678": a scheme of the EAS code list, and an id without blanks; that of scheme 0088, a GLN, by its check
 * digit. *why says what is wrong otherwise.
 */
int lic_business_electronic(const char **why, const char *address);

#endif
