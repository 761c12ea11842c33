/* core/invoice.c  Invoices: a line is rounded once, VAT once; numbers come from the account's counter. */
#include "core/invoice.h"

#include <ctype.h>

#include <apr_strings.h>

#include "base/money.h"
#include "core/price.h"

const lic_word_t lic_invoice_kind_words[] = {
    {"purchase", LIC_INVOICE_PURCHASE}, {"renewal", LIC_INVOICE_RENEWAL}, {"credit", LIC_INVOICE_CREDIT}, {NULL, 0}};

static lic_error_t *overflow(apr_pool_t *p)
{
    return lic_error_make(p, LIC_REFUSED, "amount-overflow", "the amount is too large to be invoiced");
}

lic_invoice_t *lic_invoice_start(const lic_account_t *account, lic_invoice_kind_t kind, lic_date_t date, apr_pool_t *p)
{
    lic_invoice_t *invoice = apr_pcalloc(p, sizeof(*invoice));
    invoice->kind = kind;
    invoice->date = date;
    invoice->from = date;
    invoice->to = account->period_end;
    invoice->currency = account->currency;
    invoice->vat_rate = account->tax.rate;
    invoice->parties = (lic_invoice_parties_t){
        .seller = account->seller,
        .buyer_name = *account->legal_name ? account->legal_name : account->name,
        .buyer_address = account->address,
        .buyer_country = account->country,
        .buyer_vat_id = account->vat_id,
        .buyer_electronic_address = account->electronic_address,
        .category = account->tax.category,
        .tax_reason = account->tax.reason,
        .order_number = account->order_number,
    };
    invoice->lines = apr_array_make(p, 4, sizeof(lic_invoice_line_t));
    return invoice;
}

lic_error_t *lic_invoice_add(lic_invoice_t *invoice, const lic_position_t *position, apr_int64_t quantity,
                             apr_int64_t price, int days, int period_days, apr_pool_t *p)
{
    apr_int64_t amount;
    if (!lic_money_prorate(&amount, price, quantity, days, period_days))
        return overflow(p);
    lic_invoice_line_t *line = apr_array_push(invoice->lines);
    *line = (lic_invoice_line_t){.product = position->product,
                                 .key = position->key,
                                 .name = position->name,
                                 .quantity = quantity,
                                 .price = price,
                                 .days = days,
                                 .period_days = period_days,
                                 .amount = amount};
    return NULL;
}

lic_error_t *lic_invoice_total(lic_invoice_t *invoice, apr_pool_t *p)
{
    apr_int64_t net = 0;
    for (int i = 0; i < invoice->lines->nelts; i++)
        if (!lic_money_add(&net, net, APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t).amount))
            return overflow(p);
    apr_int64_t vat, total;
    if (!lic_money_vat(&vat, net, invoice->vat_rate) || !lic_money_add(&total, net, vat))
        return overflow(p);
    invoice->net = net;
    invoice->vat = vat;
    invoice->total = total;
    return NULL;
}

lic_invoice_t *lic_invoice_credit(const lic_invoice_t *of, lic_date_t date, apr_pool_t *p)
{
    lic_invoice_t *credit = apr_pmemdup(p, of, sizeof(*of));
    credit->kind = LIC_INVOICE_CREDIT;
    credit->number = NULL;
    credit->credits = of->number;
    credit->date = date;
    credit->net = -of->net;
    credit->vat = -of->vat;
    credit->total = -of->total;
    credit->lines = apr_array_copy(p, of->lines);
    for (int i = 0; i < credit->lines->nelts; i++) {
        lic_invoice_line_t *line = &APR_ARRAY_IDX(credit->lines, i, lic_invoice_line_t);
        line->quantity = -line->quantity;
        line->amount = -line->amount;
    }
    return credit;
}

void lic_invoice_issue(lic_invoice_t *invoice, lic_account_t *account, apr_pool_t *p)
{
    int year, month, day;
    lic_date_split(invoice->date, &year, &month, &day);
    if (account->invoice_year != year) {
        account->invoice_year = year;
        account->last_invoice = 0;
    }
    char *key = apr_pstrdup(p, account->key);
    for (char *c = key; *c; c++)
        *c = (char)toupper((unsigned char)*c); /* keys are ASCII (interface.md, Paths) */
    invoice->number = apr_psprintf(p, "%s-%04d-%04" APR_INT64_T_FMT, key, year, ++account->last_invoice);
}

lic_error_t *lic_invoice_renewal(lic_invoice_t **invoice, const lic_book_t *book, lic_date_t start, lic_date_t end,
                                 apr_pool_t *p)
{
    *invoice = NULL;
    lic_invoice_t *made = lic_invoice_start(book->account, LIC_INVOICE_RENEWAL, start, p);
    made->to = end;
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *position = &book->positions[i];
        apr_int64_t price;
        if (position->next <= 0)
            continue;
        if (!lic_price_on(&price, book, position->product, start))
            return lic_price_missing(book, position, p);
        LIC_TRY(lic_invoice_add(made, position, position->next, price, end - start, end - start, p));
    }
    if (!made->lines->nelts)
        return NULL;
    LIC_TRY(lic_invoice_total(made, p));
    *invoice = made;
    return NULL;
}
