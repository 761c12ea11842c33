/* store/seller.c  Who sells, and the tax categories of buyers by country. */
#include "store/seller.h"

#include "store/statement.h"

enum { COUNTRIES_MOST = 700 }; /* as many as two letters make */

#define COLUMN(name) LIC_C_SELLER_CURRENT_##name

lic_error_t *lic_seller_load(lic_seller_t *seller, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *seller = (lic_seller_t){.name = "",
                             .vat_id = "",
                             .registration = "",
                             .address = "",
                             .country = "",
                             .email = "",
                             .iban = "",
                             .bic = "",
                             .electronic_address = "",
                             .payment_days = LIC_PAYMENT_DAYS};
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SELLER_CURRENT, p));
    if (lic_rows_next(rows))
        *seller = (lic_seller_t){.id = lic_rows_int(rows, COLUMN(ID)),
                                 .name = lic_rows_text(rows, COLUMN(NAME)),
                                 .vat_id = lic_rows_text(rows, COLUMN(VAT_ID)),
                                 .registration = lic_rows_text(rows, COLUMN(REGISTRATION)),
                                 .address = lic_rows_text(rows, COLUMN(ADDRESS)),
                                 .country = lic_rows_text(rows, COLUMN(COUNTRY)),
                                 .email = lic_rows_text(rows, COLUMN(EMAIL)),
                                 .iban = lic_rows_text(rows, COLUMN(IBAN)),
                                 .bic = lic_rows_text(rows, COLUMN(BIC)),
                                 .electronic_address = lic_rows_text(rows, COLUMN(ELECTRONIC_ADDRESS)),
                                 .payment_days = (int)lic_rows_int(rows, COLUMN(PAYMENT_DAYS))};
    return NULL;
}

lic_error_t *lic_seller_taxes(apr_array_header_t **taxes, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *taxes = apr_array_make(p, 8, sizeof(lic_seller_tax_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SELLER_TAXES, p, (apr_int64_t)COUNTRIES_MOST));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(*taxes, lic_seller_tax_t) =
            (lic_seller_tax_t){lic_rows_text(rows, LIC_C_SELLER_TAXES_COUNTRY),
                               (lic_tax_category_t)lic_word_value(
                                   lic_tax_words, lic_rows_text(rows, LIC_C_SELLER_TAXES_CATEGORY), LIC_TAX_STANDARD),
                               lic_rows_text(rows, LIC_C_SELLER_TAXES_REASON)};
    return NULL;
}

lic_error_t *lic_seller_insert(lic_db_t *db, const lic_seller_t *seller, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_SELLER_INSERT, p, seller->id, seller->name, seller->vat_id,
                          seller->registration, seller->address, seller->country, seller->email, seller->iban,
                          seller->bic, seller->electronic_address, (apr_int64_t)seller->payment_days);
}

lic_error_t *lic_seller_tax_set(lic_db_t *db, const lic_seller_tax_t *tax, apr_pool_t *p)
{
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_SELLER_TAX_DELETE, p, tax->country));
    if (tax->category == LIC_TAX_STANDARD)
        return NULL;
    return lic_db_execute(NULL, db, LIC_Q_SELLER_TAX_INSERT, p, tax->country,
                          lic_word_of(lic_tax_words, (int)tax->category), tax->reason);
}
