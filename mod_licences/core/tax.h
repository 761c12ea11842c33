/**
 * @file core/tax.h  The VAT category of an invoice (UNCL 5305, as EN 16931 has it), by the buyer's country.
 */
#ifndef LIC_CORE_TAX_H
#define LIC_CORE_TAX_H

#include "base/words.h"

typedef enum { LIC_TAX_STANDARD, LIC_TAX_REVERSE, LIC_TAX_ZERO, LIC_TAX_EXEMPT } lic_tax_category_t;
extern const lic_word_t lic_tax_words[]; /**< S AE Z E */

typedef struct lic_tax_t {
    lic_tax_category_t category;
    int rate;           /**< hundredths of a per cent; 0 of all but the standard category */
    const char *reason; /**< why there is none: of E, and of AE where the seller gave one; else "" */
} lic_tax_t;

/**
 * product.md, Seller and invoices: `rule` is the category that the seller set for the buyer's country, NULL for none,
 * and `rate` the account's. Without a rule, and by rule S, the account's rate counts; a rate of 0 is category Z, as S
 * is only with one above 0 (EN 16931, BR-S-05).
 */
lic_tax_t lic_tax_decide(const char *rule, const char *reason, int rate);

#endif
