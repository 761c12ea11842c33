/**
 * @file view/document/invoice_parties.h  Who sells and who buys on an invoice, how it is taxed, and what is missing for
 * an electronic one.
 */
#ifndef LIC_VIEW_INVOICE_PARTIES_H
#define LIC_VIEW_INVOICE_PARTIES_H

#include "core/invoice.h"
#include "core/seller.h"
#include "store/db.h"
#include "view/document/query.h"
#include "view/render/xml.h"

/** An invoice's seller (id 0: there is none yet) and the rest of its parties, as they were on its day. */
typedef struct lic_parties_t {
    lic_seller_t seller;
    lic_invoice_parties_t of;
} lic_parties_t;

/** Of the account's invoice with this id. */
lic_error_t *lic_parties_load(lic_parties_t *parties, const lic_query_t *q, apr_int64_t id, lic_db_t *db,
                              apr_pool_t *p);

/** <seller>, if there is one, <buyer> and <tax>. */
void lic_part_parties(lic_xml_t *x, const lic_parties_t *parties, const lic_invoice_t *invoice, apr_pool_t *p);

/**
 * Whether the invoice can be one after EN 16931: seller and buyer have what that asks for, and it is in a currency
 * whose amounts can be said with two decimals (BR-DEC). LIC_CONFLICT "invoice-incomplete" (fact missing) says all that
 * isn't there.
 */
lic_error_t *lic_parties_check(const lic_parties_t *parties, const lic_invoice_t *invoice, apr_pool_t *p);

/** The same of an amount in a currency of so many digits. */
lic_error_t *lic_parties_check_amount(apr_int64_t amount, const char *currency, apr_pool_t *p);

#endif
