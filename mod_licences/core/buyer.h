/**
 * @file core/buyer.h  What an invoice needs of who buys (product.md, Seller and invoices).
 */
#ifndef LIC_CORE_BUYER_H
#define LIC_CORE_BUYER_H

#include "core/invoice.h"

/**
 * What an invoice to the buyer needs and isn't there: words of "address country vat-id", with a blank between; "":
 * nothing. The address is what VAT law asks for (Directive 2006/112/EC, article 226), the country EN 16931 (BR-11), and
 * the VAT id a reverse charge (BR-AE-02).
 */
const char *lic_buyer_missing(const lic_invoice_parties_t *parties, apr_pool_t *p);

#endif
