/* business.c  Who sells, and who buys: of each kind of taxing some, with what is hard to write. */
#include "simulate.h"

#include <apr_strings.h>

#include "service/seller.h"

lic_error_t *sim_make_seller(sim_t *sim)
{
    const lic_seller_t given = {.name = "Seatbase & Søn <ApS>",
                                .vat_id = "DK12345674",
                                .registration = "12345674",
                                .address = "Testvej 1\n2100 København Ø",
                                .country = "DK",
                                .email = "faktura@seatbase.example",
                                .iban = "DK5000400440116243",
                                .bic = "DABADKKK",
                                .electronic_address = "0184:DK12345674",
                                .payment_days = 14};
    lic_seller_t set;
    apr_array_header_t *taxes = apr_array_make(sim->pool, 3, sizeof(lic_seller_tax_t));
    APR_ARRAY_PUSH(taxes, lic_seller_tax_t) = (lic_seller_tax_t){"DE", LIC_TAX_REVERSE, ""};
    APR_ARRAY_PUSH(taxes, lic_seller_tax_t) = (lic_seller_tax_t){"US", LIC_TAX_ZERO, ""};
    APR_ARRAY_PUSH(taxes, lic_seller_tax_t) = (lic_seller_tax_t){"GL", LIC_TAX_EXEMPT, "Outside the <VAT> territory"};
    return lic_seller_set(&set, sim->from, &given, taxes, sim->pool);
}

void sim_make_buyer(lic_account_t *terms, int number)
{
    static const struct {
        const char *legal_name, *address, *country, *vat_id, *electronic_address, *order_number;
    } buyers[] = {
        {"Blåbær & Sønner A/S", "Havnegade 12\n8000 Aarhus C", "DK", "DK87654321", "0184:DK87654321", ""},
        {"Müller \"Holding\" GmbH", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10", "DE", "DE123456789", "9930:DE123456789",
         "4500 <&\"'> 123456789 123456789 123456789 123456789 12345678"},
        {"", "", "SE", "", "", "PO 1"},
        {"\u05d7\u05d1\u05e8\u05d4 \u05d1\u05e2\u05f4\u05de", "\u05e8\u05d7\u05d5\u05d1 \u05d4\u05d9\u05dd 1", "IL", "",
         "0088:5790000436057", "\u0627\u0644\u0637\u0644\u0628 7"},
        {"Nuuk Imeq", "Box 1\n3900 Nuuk", "GL", "", "", ""},
        {"Acme Inc.", "1 Main Street", "US", "", "", "PO-9"},
        {"", "", "", "", "", ""}, /* nobody has said yet */
    };
    const int i = number % (int)(sizeof(buyers) / sizeof(buyers[0]));
    terms->legal_name = buyers[i].legal_name;
    terms->address = buyers[i].address;
    terms->country = buyers[i].country;
    terms->vat_id = buyers[i].vat_id;
    terms->electronic_address = buyers[i].electronic_address;
    terms->order_number = buyers[i].order_number;
}
