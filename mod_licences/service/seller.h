/**
 * @file service/seller.h  Setting up who sells.
 */
#ifndef LIC_SERVICE_SELLER_H
#define LIC_SERVICE_SELLER_H

#include "store/seller.h"
#include "store/source.h"

#define LIC_SELLER_SAME (-1) /**< of payment_days: stays */

/**
 * Sets what `given` has (texts: NULL stays; payment_days: LIC_SELLER_SAME stays) and the tax categories of `taxes`
 * (lic_seller_tax_t; the reason of one that isn't E may be ""). Invoices of before keep what they have. *set: the
 * seller then. LIC_INVALID "field-invalid" (fact field).
 */
lic_error_t *lic_seller_set(lic_seller_t *set, lic_db_source_t *from, const lic_seller_t *given,
                            const apr_array_header_t *taxes, apr_pool_t *p);

/** Checks all that stands in the database of the seller again: LIC_INVALID "field-invalid" (fact field). */
lic_error_t *lic_seller_check(const lic_seller_t *seller, apr_pool_t *p);

/** "DE=AE", "GB=E:Outside the scope of VAT" → a tax category. LIC_INVALID "field-invalid". */
lic_error_t *lic_seller_tax_parse(lic_seller_tax_t *tax, const char *typed, apr_pool_t *p);

#endif
