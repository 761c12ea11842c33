/* store/product.c  Products and their prices: reference tables, the same for every account. */
#include "store/product.h"

#include <apr_strings.h>

#include "core/limits.h"
#include "store/setting.h"
#include "store/statement.h"

static lic_error_t *find_product(apr_int64_t *id, lic_db_t *db, const char *key, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_FIND, p, key));
    *id = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_PRODUCT_FIND_ID) : 0;
    return NULL;
}

/* Whether there may be one more than the statement counted */
static lic_error_t *check_room(lic_rows_t *rows, int column, int most, const char *what, apr_pool_t *p)
{
    if (!lic_rows_next(rows) || lic_rows_int(rows, column) < most)
        return NULL;
    return lic_error_make(p, LIC_REFUSED, "too-many", "there are %d %s already, and there can be no more", most, what);
}

static lic_error_t *product_unknown(const char *product, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", product),
                          "product", product);
}

lic_error_t *lic_product_insert(lic_db_t *db, const char *key, lic_kind_t kind, const char *name, apr_pool_t *p)
{
    apr_int64_t id;
    LIC_TRY(find_product(&id, db, key, p));
    if (id)
        return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "product-exists", "there is a product %s already", key),
                              "product", key);
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_COUNT, p));
    LIC_TRY(check_room(rows, LIC_C_PRODUCT_COUNT_PRODUCTS, LIC_PRODUCTS_MOST, "products", p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRODUCT_HIGHEST, p));
    id = 1 + (lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_PRODUCT_HIGHEST_ID) : 0);
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_PRODUCT_INSERT, p, id, key, lic_word_of(lic_kind_words, kind), name));
    return lic_catalogue_move(db, p);
}

lic_error_t *lic_product_rename(lic_db_t *db, const char *key, const char *name, apr_pool_t *p)
{
    apr_int64_t id;
    LIC_TRY(find_product(&id, db, key, p));
    if (!id)
        return product_unknown(key, p);
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_PRODUCT_RENAME, p, name, key));
    return lic_catalogue_move(db, p);
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
        return product_unknown(product, p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_COUNT, p, currency));
    LIC_TRY(
        check_room(rows, LIC_C_PRICE_COUNT_PRICES, LIC_PRICES_MOST, apr_pstrcat(p, "prices in ", currency, NULL), p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_FIND, p, id, currency, from));
    if (lic_rows_next(rows))
        return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "price-exists",
                                             "%s has a price in %s from that day on already", product, currency),
                              "product", product);
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_PRICE_INSERT, p, id, currency, from, per_month));
    return lic_catalogue_move(db, p);
}

lic_error_t *lic_price_delete(lic_db_t *db, const char *product, const char *currency, lic_date_t from, apr_pool_t *p)
{
    apr_int64_t id, affected;
    LIC_TRY(find_product(&id, db, product, p));
    if (!id)
        return product_unknown(product, p);
    LIC_TRY(lic_db_execute(&affected, db, LIC_Q_PRICE_DELETE, p, id, currency, from));
    if (affected)
        return lic_catalogue_move(db, p);
    const char *day = lic_date_format(from, p);
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "price-unknown", "%s has no price in %s that begins on %s",
                                         product, currency, day),
                          "product", product);
}

lic_error_t *lic_price_any(int *any, lic_db_t *db, const char *product, const char *currency, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_ANY, p, product, currency));
    *any = lic_rows_next(rows);
    return NULL;
}
