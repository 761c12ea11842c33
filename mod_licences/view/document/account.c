/* view/document/account.c  /account: what invoices need of the account, and the form in which it is changed. */
#include "core/buyer.h"
#include "store/account.h"
#include "view/document/document.h"
#include "view/document/part.h"

static void write_terms(lic_xml_t *x, const lic_account_t *terms)
{
    lic_xml_attr(x, "billing", terms->billing);
    lic_xml_attr(x, "country", terms->country);
    lic_xml_attr(x, "vat-id", terms->vat_id);
    lic_xml_attr(x, "electronic-address", terms->electronic_address);
    lic_xml_attr(x, "order-number", terms->order_number);
    lic_xml_attr(x, "attach-ubl", terms->attach_ubl ? "true" : "false");
}

static lic_error_t *head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_book_t *book; /* which says how the account is taxed */
    const lic_account_t *terms = q->typed_account ? q->typed_account : q->account;
    LIC_TRY(lic_book_load(&book, db, q->account, p));
    const lic_invoice_t *next = lic_invoice_start(q->account, LIC_INVOICE_PURCHASE, LIC_DATE_NONE, p);
    write_terms(x, terms);
    lic_xml_attr(x, "tax-category", lic_word_of(lic_tax_words, (int)q->account->tax.category));
    lic_xml_attr(x, "lacking", lic_buyer_missing(&next->parties, p));
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_xml_element(x, "legal-name", terms->legal_name);
    lic_xml_element(x, "address", terms->address);
    if (q->error)
        lic_part_problem(x, q->error);
    return NULL;
}

const lic_document_t lic_document_account = {"account", "account", 0, head, NULL};
