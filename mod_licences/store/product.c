/* store/product.c  Products and their prices: reference tables, the same for every account. */
#include "store/account.h"

static lic_error_t *find_product(apr_int64_t *id, lic_db_t *db, const char *key, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_FIND, p, key));
    *id = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_PRODUCT_FIND_ID) : 0;
    return NULL;
}

lic_error_t *lic_product_insert(lic_db_t *db, const char *key, lic_kind_t kind, const char *name, apr_pool_t *p)
{
    apr_int64_t id;
    LIC_TRY(find_product(&id, db, key, p));
    if (id)
        return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "product-exists", "there is a product %s already", key),
                              "product", key);
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_HIGHEST, p));
    id = 1 + (lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_PRODUCT_HIGHEST_ID) : 0);
    return lic_db_execute(NULL, db, LIC_Q_PRODUCT_INSERT, p, id, key, lic_word_of(lic_kind_words, kind), name);
}

lic_error_t *lic_product_of_kind(const char **key, lic_db_t *db, lic_kind_t kind, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_OF_KIND, p, lic_word_of(lic_kind_words, kind)));
    *key = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_PRODUCT_OF_KIND_PRODUCT_KEY) : NULL;
    return NULL;
}

lic_error_t *lic_price_insert(lic_db_t *db, const char *product, const char *currency, lic_date_t from,
                              apr_int64_t per_month, apr_pool_t *p)
{
    apr_int64_t id;
    lic_rows_t *rows;
    LIC_TRY(find_product(&id, db, product, p));
    if (!id)
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", product),
                              "product", product);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_FIND, p, id, currency, from));
    if (lic_rows_next(rows))
        return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "price-exists",
                                             "%s has a price in %s from that day on already", product, currency),
                              "product", product);
    return lic_db_execute(NULL, db, LIC_Q_PRICE_INSERT, p, id, currency, from, per_month);
}

lic_error_t *lic_price_any(int *any, lic_db_t *db, const char *product, const char *currency, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_ANY, p, product, currency));
    *any = lic_rows_next(rows);
    return NULL;
}
