/**
 * @file store/product.h  Products and their prices, which all accounts share.
 */
#ifndef LIC_STORE_PRODUCT_H
#define LIC_STORE_PRODUCT_H

#include "core/book.h"
#include "store/db.h"

/** Key of the first product of a kind; NULL: there is none. */
lic_error_t *lic_product_of_kind(const char **key, lic_db_t *db, lic_kind_t kind, apr_pool_t *p);

/**
 * Products and prices (reference tables). LIC_CONFLICT "product-exists", "price-exists"; LIC_REFUSED "too-many" beyond
 * those of core/limits.h.
 */
lic_error_t *lic_product_insert(lic_db_t *db, const char *key, lic_kind_t kind, const char *name, apr_pool_t *p);
/** LIC_UNKNOWN "product-unknown". */
lic_error_t *lic_product_rename(lic_db_t *db, const char *key, const char *name, apr_pool_t *p);
lic_error_t *lic_price_insert(lic_db_t *db, const char *product, const char *currency, lic_date_t from,
                              apr_int64_t per_month, apr_pool_t *p);
/** LIC_UNKNOWN "product-unknown", "price-unknown". */
lic_error_t *lic_price_delete(lic_db_t *db, const char *product, const char *currency, lic_date_t from, apr_pool_t *p);
/** Whether the product has any price in the currency yet (its first may start in the past). */
lic_error_t *lic_price_any(int *any, lic_db_t *db, const char *product, const char *currency, apr_pool_t *p);

#endif
