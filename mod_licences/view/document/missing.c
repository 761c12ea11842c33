/* view/document/missing.c  What buying all that is missing would cost: /missing. */
#include "base/money.h"
#include "view/document/document.h"
#include "view/document/part.h"

/* The sums of all invoices that it would make. */
static void write_sums(lic_xml_t *x, const lic_query_t *q)
{
    apr_int64_t net = 0, vat = 0, total = 0;
    for (int i = 0; i < q->noffers; i++) {
        const lic_preview_t *preview = q->offers[i].preview;
        const lic_invoice_t *invoice = preview ? preview->outcome.invoice : NULL;
        if (invoice && (!lic_money_add(&net, net, invoice->net) || !lic_money_add(&vat, vat, invoice->vat) ||
                        !lic_money_add(&total, total, invoice->total)))
            return;
    }
    lic_xml_attr_int(x, "net", net);
    lic_xml_attr_int(x, "vat", vat);
    lic_xml_attr_int(x, "total", total);
}

/* Any invoice that it would make: rate, order number and buyer are those of all */
static const lic_invoice_t *any_invoice(const lic_query_t *q)
{
    for (int i = 0; i < q->noffers; i++)
        if (q->offers[i].preview && q->offers[i].preview->outcome.invoice)
            return q->offers[i].preview->outcome.invoice;
    return NULL;
}

static lic_error_t *head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_period_t period;
    const lic_invoice_t *any = any_invoice(q);
    write_sums(x, q);
    lic_xml_attr(x, "vat-rate", lic_part_rate(any ? any->vat_rate : q->account->vat, p));
    lic_part_purchase(x, q, any, p);
    LIC_TRY(lic_part_head(x, q, NULL, db, p));
    lic_period_current(&period, q->account, q->now);
    lic_part_period(x, &period, q->account);
    if (q->error)
        lic_part_problem(x, q->error);
    lic_part_offers(x, q);
    for (int i = 0; i < q->noffers; i++) {
        const lic_preview_t *preview = q->offers[i].preview;
        const lic_invoice_t *invoice = preview ? preview->outcome.invoice : NULL;
        for (int k = 0; invoice && k < invoice->lines->nelts; k++)
            lic_part_line(x, &APR_ARRAY_IDX(invoice->lines, k, lic_invoice_line_t), NULL);
    }
    return NULL;
}

const lic_document_t lic_document_missing = {"missing", "missing", 0, head, NULL};
