/**
 * @file core/invoice.h  Invoices: lines, VAT, totals, number (product.md, Money). An invoice never changes.
 */
#ifndef LIC_CORE_INVOICE_H
#define LIC_CORE_INVOICE_H

#include "base/error.h"
#include "core/book.h"
#include "core/tax.h"

typedef enum { LIC_INVOICE_PURCHASE, LIC_INVOICE_RENEWAL, LIC_INVOICE_CREDIT } lic_invoice_kind_t;
extern const lic_word_t lic_invoice_kind_words[];

typedef struct lic_invoice_line_t {
    apr_int64_t product;
    const char *key, *name;
    apr_int64_t quantity;
    apr_int64_t price;     /**< per licence and period, minor units */
    int days, period_days; /**< invoiced days of the period's days */
    apr_int64_t amount;
} lic_invoice_line_t;

/** Who sells and who buys, as it was on the day of the invoice, and what it refers to. */
typedef struct lic_invoice_parties_t {
    apr_int64_t seller; /**< id; 0: none was set up */
    const char *buyer_name, *buyer_address, *buyer_country, *buyer_vat_id, *buyer_electronic_address;
    lic_tax_category_t category;
    const char *tax_reason;
    const char *order_number; /**< the buyer's own, or "" */
} lic_invoice_parties_t;

typedef struct lic_invoice_t {
    const char *number; /**< set by lic_invoice_issue: ACME-2026-0007 */
    lic_date_t date;
    lic_date_t from, to; /**< [from, to): what is paid for */
    lic_invoice_kind_t kind;
    const char *currency;
    int vat_rate;
    lic_invoice_parties_t parties;
    apr_int64_t net, vat, total;
    const char *credits;       /**< of a credit note: the number of the invoice that it takes back; else NULL */
    apr_array_header_t *lines; /**< of lic_invoice_line_t */
} lic_invoice_t;

/** Without lines yet; pays for [date, the period's end). Seller, buyer, tax and order number are the account's of now.
 */
lic_invoice_t *lic_invoice_start(const lic_account_t *account, lic_invoice_kind_t kind, lic_date_t date, apr_pool_t *p);

/** Adds price × quantity × days ÷ period_days. LIC_REFUSED "amount-overflow". Lines of 0 are kept. */
lic_error_t *lic_invoice_add(lic_invoice_t *invoice, const lic_position_t *position, apr_int64_t quantity,
                             apr_int64_t price, int days, int period_days, apr_pool_t *p);

/** Sums net, reckons VAT once, totals. LIC_REFUSED "amount-overflow". */
lic_error_t *lic_invoice_total(lic_invoice_t *invoice, apr_pool_t *p);

/** The credit note of an invoice, as of a date: its lines, net, VAT and total negated. Not numbered. */
lic_invoice_t *lic_invoice_credit(const lic_invoice_t *of, lic_date_t date, apr_pool_t *p);

/** Takes the next number from the account's counter, which restarts each year of the invoice's date. */
void lic_invoice_issue(lic_invoice_t *invoice, lic_account_t *account, apr_pool_t *p);

/**
 * The invoice of the period that begins at start (renewal): every position's next at the prices of that date. NULL in
 * *invoice when there is nothing on it. Not numbered. Used for renewals and for a preview's "next invoice".
 * LIC_REFUSED "no-price", "amount-overflow".
 */
lic_error_t *lic_invoice_renewal(lic_invoice_t **invoice, const lic_book_t *book, lic_date_t start, lic_date_t end,
                                 apr_pool_t *p);

#endif
