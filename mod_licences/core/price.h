/**
 * @file core/price.h  The price per licence and period on a date (product.md, Money); amounts are core/invoice.h's.
 */
#ifndef LIC_CORE_PRICE_H
#define LIC_CORE_PRICE_H

#include "base/error.h"
#include "core/book.h"

/** Price per licence and period on a date. Returns 0 when there is none, or it overflows; *out is then untouched. */
int lic_price_on(apr_int64_t *out, const lic_book_t *book, apr_int64_t product, lic_date_t date);

/** LIC_REFUSED "no-price" (facts product, currency): a product without a price can't be bought (product.md). */
lic_error_t *lic_price_missing(const lic_book_t *book, const lic_position_t *position, apr_pool_t *p);

/** LIC_INVALID "field-invalid" (fact field) unless a product can cost so much a month (core/limits.h). */
lic_error_t *lic_price_check(apr_int64_t per_month, apr_pool_t *p);

#endif
