/* core/policy_buy.c  The policy buy: what an act lacks is bought with it. */
#include "core/policy_buy.h"

#include "core/policy.h"
#include "core/quantity.h"

/* What a product is to have: all that is used, but no more than the cap and the ceiling. 0: nothing is to be bought */
static apr_int64_t wanted(const lic_book_t *book, const lic_position_t *position)
{
    const apr_int64_t total = lic_policy_total(position, position->used), most = lic_account_ceiling(book->account);
    if (position->policy != LIC_POLICY_BUY || position->taken <= 0 ||
        (position->kind != LIC_KIND_USER && position->kind != LIC_KIND_ADDON))
        return 0;
    const apr_int64_t asked = total < most ? total : most;
    return asked > position->purchased ? asked : 0;
}

/* Lines and log rows of a later purchase of the same act become those of the first: one act, one invoice, one mail */
static lic_error_t *join(lic_change_t *change, lic_invoice_t *first, lic_event_t *event)
{
    lic_invoice_t *invoice = *(lic_invoice_t **)apr_array_pop(change->invoices);
    lic_event_t *later = *(lic_event_t **)apr_array_pop(change->events);
    change->after->account->last_invoice--;
    for (int i = 0; i < later->subjects->nelts; i++) {
        lic_subject_t *subject = &APR_ARRAY_IDX(later->subjects, i, lic_subject_t);
        if (subject->invoice)
            subject->invoice = first->number;
    }
    apr_array_cat(first->lines, invoice->lines);
    apr_array_cat(event->subjects, later->subjects);
    return lic_invoice_total(first, change->pool);
}

lic_error_t *lic_policy_buy(lic_change_t *change)
{
    lic_invoice_t *first = NULL;
    lic_event_t *event = NULL;
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *position = &change->after->positions[i];
        const apr_int64_t asked = wanted(change->after, position);
        lic_outcome_t out;
        if (!asked)
            continue;
        lic_error_t *err = lic_quantity_decide(change, &out, position->product, asked, LIC_REQUESTER_ADMIN);
        if (err && err->code != LIC_REFUSED)
            return err;
        if (err || out.kind != LIC_BOUGHT)
            continue;
        if (first) {
            LIC_TRY(join(change, first, event));
            continue;
        }
        first = out.invoice;
        event = APR_ARRAY_IDX(change->events, change->events->nelts - 1, lic_event_t *);
    }
    return NULL;
}
