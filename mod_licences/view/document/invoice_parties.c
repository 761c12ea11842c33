/* view/document/invoice_parties.c  Seller, buyer and tax of an invoice. */
#include "view/document/invoice_parties.h"

#include <apr_strings.h>

#include "base/money.h"
#include "store/statement.h"
#include "view/document/part.h"

#define COLUMN(name) LIC_C_VIEW_INVOICE_PARTIES_##name

static const char *text(const lic_rows_t *rows, int column)
{
    const char *value = lic_rows_text(rows, column);
    return value ? value : "";
}

lic_error_t *lic_parties_load(lic_parties_t *parties, const lic_query_t *q, apr_int64_t id, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_INVOICE_PARTIES, p, q->account->id, id));
    if (!lic_rows_next(rows))
        return lic_error_make(p, LIC_BUG, "view", "an invoice is gone while it is read");
    *parties = (lic_parties_t){.seller = {.id = lic_rows_int(rows, COLUMN(SELLER)),
                                          .name = text(rows, COLUMN(SELLER_NAME)),
                                          .vat_id = text(rows, COLUMN(SELLER_VAT_ID)),
                                          .registration = text(rows, COLUMN(REGISTRATION)),
                                          .address = text(rows, COLUMN(SELLER_ADDRESS)),
                                          .country = text(rows, COLUMN(SELLER_COUNTRY)),
                                          .email = text(rows, COLUMN(EMAIL)),
                                          .iban = text(rows, COLUMN(IBAN)),
                                          .bic = text(rows, COLUMN(BIC)),
                                          .electronic_address = text(rows, COLUMN(SELLER_ELECTRONIC_ADDRESS)),
                                          .payment_days = (int)lic_rows_int(rows, COLUMN(PAYMENT_DAYS))},
                               .of = {.buyer_name = text(rows, COLUMN(BUYER_NAME)),
                                      .buyer_address = text(rows, COLUMN(BUYER_ADDRESS)),
                                      .buyer_country = text(rows, COLUMN(BUYER_COUNTRY)),
                                      .buyer_vat_id = text(rows, COLUMN(BUYER_VAT_ID)),
                                      .buyer_electronic_address = text(rows, COLUMN(BUYER_ELECTRONIC_ADDRESS)),
                                      .tax_reason = text(rows, COLUMN(TAX_REASON))}};
    return NULL;
}

static void write_optional(lic_xml_t *x, const char *name, const char *value)
{
    if (*value)
        lic_xml_attr(x, name, value);
}

static void write_seller(lic_xml_t *x, const lic_seller_t *seller)
{
    lic_xml_start(x, "seller");
    write_optional(x, "country", seller->country);
    write_optional(x, "vat-id", seller->vat_id);
    write_optional(x, "registration", seller->registration);
    write_optional(x, "email", seller->email);
    write_optional(x, "iban", seller->iban);
    write_optional(x, "bic", seller->bic);
    write_optional(x, "electronic-address", seller->electronic_address);
    lic_xml_element(x, "name", seller->name);
    lic_xml_element(x, "address", seller->address);
    lic_xml_end(x);
}

void lic_part_parties(lic_xml_t *x, const lic_parties_t *parties, const lic_invoice_t *invoice, apr_pool_t *p)
{
    const lic_invoice_parties_t *of = &parties->of;
    if (parties->seller.id)
        write_seller(x, &parties->seller);
    lic_xml_start(x, "buyer");
    write_optional(x, "country", of->buyer_country);
    write_optional(x, "vat-id", of->buyer_vat_id);
    write_optional(x, "electronic-address", of->buyer_electronic_address);
    lic_xml_element(x, "name", of->buyer_name);
    lic_xml_element(x, "address", of->buyer_address);
    lic_xml_end(x);
    lic_xml_start(x, "tax");
    lic_xml_attr(x, "category", lic_word_of(lic_tax_words, (int)invoice->parties.category));
    lic_xml_attr(x, "rate", lic_part_rate(invoice->vat_rate, p));
    lic_xml_attr_int(x, "net", invoice->net);
    lic_xml_attr_int(x, "amount", invoice->vat);
    if (*of->tax_reason)
        lic_xml_element(x, "reason", of->tax_reason);
    lic_xml_end(x);
}

static void lacks(const char **missing, int is_there, const char *what, apr_pool_t *p)
{
    if (!is_there)
        *missing = apr_pstrcat(p, *missing, **missing ? ", " : "", what, NULL);
}

lic_error_t *lic_parties_check_amount(apr_int64_t amount, const char *currency, apr_pool_t *p)
{
    if (lic_money_digits(currency) <= 2 || amount % 10 == 0)
        return NULL;
    lic_error_t *err =
        lic_error_make(p, LIC_CONFLICT, "invoice-incomplete",
                       "EN 16931 has two decimals, and amounts of this invoice in %s have three", currency);
    return lic_error_fact(err, "missing", "two decimals");
}

lic_error_t *lic_parties_check(const lic_parties_t *parties, const lic_invoice_t *invoice, apr_pool_t *p)
{
    const lic_seller_t *seller = &parties->seller;
    const char *missing = "";
    if (!seller->id) {
        lacks(&missing, 0, "the seller (licencesctl seller set)", p);
    } else {
        lacks(&missing, *seller->country, "the seller's country", p);
        lacks(&missing, *seller->vat_id, "the seller's VAT id", p);
    }
    lacks(&missing, *parties->of.buyer_country, "the buyer's country", p);
    lacks(&missing, invoice->parties.category != LIC_TAX_REVERSE || *parties->of.buyer_vat_id,
          "the buyer's VAT id, which a reverse charge needs", p);
    if (*missing)
        return lic_error_fact(
            lic_error_make(p, LIC_CONFLICT, "invoice-incomplete",
                           "for an electronic invoice %s lacks what wasn't known when it was made: %s", invoice->number,
                           missing),
            "missing", missing);
    LIC_TRY(lic_parties_check_amount(invoice->net, invoice->currency, p));
    return lic_parties_check_amount(invoice->vat, invoice->currency, p);
}
