/**
 * @file core/seller.h  Who sells: one for the whole database (product.md, Seller and invoices).
 */
#ifndef LIC_CORE_SELLER_H
#define LIC_CORE_SELLER_H

#include <apr_general.h>

enum { LIC_PAYMENT_DAYS = 14, LIC_PAYMENT_DAYS_MOST = 365 }; /* unless it is set; at most */

typedef struct lic_seller_t {
    apr_int64_t id;                              /**< of this version; 0: none is set up */
    const char *name, *vat_id, *registration;    /**< texts may be "" */
    const char *address, *country, *email;       /**< the address in one or more lines */
    const char *iban, *bic, *electronic_address; /**< the last as SCHEME:ID */
    int payment_days;
} lic_seller_t;

/** What an invoice after EN 16931 needs of the seller and isn't there, like "country, VAT id"; NULL: nothing. */
const char *lic_seller_missing(const lic_seller_t *seller, apr_pool_t *p);

#endif
