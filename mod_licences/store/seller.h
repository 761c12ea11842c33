/**
 * @file store/seller.h  Who sells, and the tax categories of buyers by country: the same for every account.
 */
#ifndef LIC_STORE_SELLER_H
#define LIC_STORE_SELLER_H

#include <apr_tables.h>

#include "core/seller.h"
#include "core/tax.h"
#include "store/db.h"

typedef struct lic_seller_tax_t {
    const char *country;
    lic_tax_category_t category;
    const char *reason; /**< may be "" */
} lic_seller_tax_t;

/** The seller in force, with id 0 and empty texts where none has been set up. */
lic_error_t *lic_seller_load(lic_seller_t *seller, lic_db_t *db, apr_pool_t *p);
/** lic_seller_tax_t by country. */
lic_error_t *lic_seller_taxes(apr_array_header_t **taxes, lic_db_t *db, apr_pool_t *p);

/** Adds a version: invoices keep the one of their day. */
lic_error_t *lic_seller_insert(lic_db_t *db, const lic_seller_t *seller, apr_pool_t *p);
/** S is what there is without a row. */
lic_error_t *lic_seller_tax_set(lic_db_t *db, const lic_seller_tax_t *tax, apr_pool_t *p);

#endif
