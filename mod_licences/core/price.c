/* core/price.c  The price that counts: the latest that is valid from a date or earlier. */
#include "core/price.h"

#include "base/money.h"
#include "core/limits.h"

int lic_price_on(apr_int64_t *out, const lic_book_t *book, apr_int64_t product, lic_date_t date)
{
    const lic_price_t *valid = NULL;
    for (int i = 0; i < book->nprices; i++) {
        const lic_price_t *price = &book->prices[i];
        if (price->product == product && price->from <= date && (!valid || price->from > valid->from))
            valid = price;
    }
    return valid && lic_money_multiply(out, valid->per_month, book->account->months);
}

lic_error_t *lic_price_check(apr_int64_t per_month, apr_pool_t *p)
{
    if (per_month >= 0 && per_month <= LIC_PRICE_MOST)
        return NULL;
    return lic_error_fact(
        lic_error_make(p, LIC_INVALID, "field-invalid",
                       "price: a whole number of minor units (249.00 DKK is 24900) from 0 to %" APR_INT64_T_FMT,
                       LIC_PRICE_MOST),
        "field", "price");
}

lic_error_t *lic_price_missing(const lic_book_t *book, const lic_position_t *position, apr_pool_t *p)
{
    lic_error_t *err = lic_error_make(p, LIC_REFUSED, "no-price", "%s has no price in %s yet, so it can't be bought",
                                      position->name, book->account->currency);
    return lic_error_fact(lic_error_fact(err, "product", position->name), "currency", book->account->currency);
}
