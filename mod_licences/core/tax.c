/* core/tax.c  The VAT category of an invoice, by the buyer's country. */
#include "core/tax.h"

#include <stddef.h>

const lic_word_t lic_tax_words[] = {
    {"S", LIC_TAX_STANDARD}, {"AE", LIC_TAX_REVERSE}, {"Z", LIC_TAX_ZERO}, {"E", LIC_TAX_EXEMPT}, {NULL, 0}};

lic_tax_t lic_tax_decide(const char *rule, const char *reason, int rate)
{
    const int category = lic_word_value(lic_tax_words, rule ? rule : "S", LIC_TAX_STANDARD);
    if (category == LIC_TAX_STANDARD)
        return (lic_tax_t){rate > 0 ? LIC_TAX_STANDARD : LIC_TAX_ZERO, rate, ""};
    return (lic_tax_t){(lic_tax_category_t)category, 0, reason ? reason : ""};
}
