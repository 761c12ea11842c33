/**
 * @file service/business_terms.h  Checking what an account's invoices are addressed to: country, VAT id, electronic
 * address, order number.
 */
#ifndef LIC_SERVICE_BUSINESS_TERMS_H
#define LIC_SERVICE_BUSINESS_TERMS_H

#include "base/error.h"
#include "core/book.h"

enum { LIC_ORDER_NUMBER = 60, LIC_ADDRESS = 200, LIC_ADDRESS_LINES = 10 }; /* characters; lines */

/**
 * Checks those of address, country, vat_id, electronic_address and order_number that `given` has (not NULL), and sets
 * them in *wanted in the form that is stored; what stands in a database already isn't checked again. LIC_INVALID
 * "field-invalid".
 */
lic_error_t *lic_business_terms_check(lic_account_t *wanted, const lic_account_t *given, apr_pool_t *p);

/** The same of one that was typed, with `field` named in the error; *value is set to what is stored. */
lic_error_t *lic_business_country_check(const char **value, const char *field, const char *typed, apr_pool_t *p);
lic_error_t *lic_business_vat_id_check(const char **value, const char *typed, const char *country, apr_pool_t *p);
lic_error_t *lic_business_electronic_check(const char **value, const char *typed, apr_pool_t *p);
lic_error_t *lic_business_order_number_check(const char **value, const char *typed, apr_pool_t *p);

/** An address: up to LIC_ADDRESS_LINES lines, LIC_ADDRESS characters in all, or nothing. Line ends become \n. */
lic_error_t *lic_business_address_check(const char **value, const char *typed, apr_pool_t *p);

#endif
