/* core/undo.c  Taking a purchase back: what it bought is as before, and its lines are credited. */
#include "core/undo.h"

#include <apr_strings.h>

#include "base/instant.h"

static lic_error_t *refuse(apr_pool_t *p, const char *problem, const lic_position_t *position, const char *sentence)
{
    return lic_error_fact(lic_error_make(p, LIC_REFUSED, problem, "%s: %s", position->name, sentence), "product",
                          position->name);
}

apr_time_t lic_undo_until(const lic_book_t *book, const lic_bought_t *bought)
{
    const apr_time_t until = bought->at + book->undo;
    if (!book->undo || !bought->at)
        return 0;
    return until < book->account->period_end_at ? until : book->account->period_end_at;
}

/* A period begins with what it was renewed with: what was bought before is no part of it any more */
static int in_period(const lic_book_t *book, const lic_bought_t *bought)
{
    return bought->at && bought->at >= lic_zone_start(book->account->zone, book->account->period_start) &&
           bought->invoice->to == book->account->period_end;
}

static const lic_restored_t *restored_of(const lic_bought_t *bought, apr_int64_t product)
{
    for (int i = 0; i < bought->nrestored; i++)
        if (bought->restored[i].product == product)
            return &bought->restored[i];
    return NULL;
}

/* Also what has been switched on since, and follows a number that it was never charged for otherwise */
static int has_changed(const lic_book_t *book, const lic_bought_t *bought)
{
    const lic_position_t *user = lic_book_user(book);
    for (int i = 0; i < bought->nrestored; i++)
        if (bought->restored[i].changed)
            return 1;
    for (int i = 0; user && restored_of(bought, user->product) && i < book->npositions; i++)
        if (book->positions[i].kind == LIC_KIND_BUNDLED && book->positions[i].purchased > 0 &&
            !restored_of(bought, book->positions[i].product))
            return 1;
    return 0;
}

int lic_undo_is_open(const lic_book_t *book, const lic_bought_t *bought, apr_time_t now)
{
    return in_period(book, bought) && now < lic_undo_until(book, bought) && !has_changed(book, bought) &&
           book->account->state == LIC_ACCOUNT_OPEN;
}

apr_int64_t lic_undo_in_use(const lic_book_t *book, const lic_bought_t *bought, apr_int64_t product)
{
    const lic_position_t *position = lic_book_position(book, product);
    const lic_restored_t *restored = restored_of(bought, product);
    const int counted = position && (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON);
    return counted && restored && position->used > restored->purchased ? position->used - restored->purchased : 0;
}

static lic_error_t *check_requester(const lic_position_t *position, lic_requester_t requester, apr_pool_t *p)
{
    if (requester == LIC_REQUESTER_SUPPORT)
        return NULL;
    if (position->kind == LIC_KIND_BUNDLED)
        return refuse(p, "product-follows", position, "it follows the user licence: undo the purchase of that");
    if (position->kind == LIC_KIND_INTEGRATION)
        return refuse(p, "product-is-fee", position, "it is a flat fee; support can switch it on and off");
    return NULL;
}

static lic_error_t *check_time(const lic_book_t *book, const lic_position_t *position, const lic_bought_t *bought,
                               apr_time_t now, apr_pool_t *p)
{
    if (!book->undo)
        return refuse(p, "undo-off", position,
                      "purchases can't be taken back here; scale down, which counts from the next period");
    if (!in_period(book, bought))
        return refuse(p, "undo-nothing", position,
                      "its number has last been changed by something else than a purchase of this period");
    const apr_time_t until = lic_undo_until(book, bought);
    if (now < until)
        return NULL;
    const char *at = lic_instant_format(until, p);
    return lic_error_fact(
        refuse(p, "undo-late", position,
               apr_psprintf(p,
                            "the purchase could be taken back before %s; scale down, which counts from the next "
                            "period",
                            at)),
        "until", at);
}

static lic_error_t *check_free(const lic_book_t *book, const lic_bought_t *bought, apr_pool_t *p)
{
    for (int i = 0; i < bought->nrestored; i++) {
        const lic_position_t *position = lic_book_position(book, bought->restored[i].product);
        const apr_int64_t missing = lic_undo_in_use(book, bought, bought->restored[i].product);
        const char *n = apr_psprintf(p, "%" APR_INT64_T_FMT, missing);
        if (missing)
            return lic_error_fact(refuse(p, "undo-in-use", position,
                                         apr_psprintf(p, "%s of the licences are in use: free as many first", n)),
                                  "missing", n);
    }
    return NULL;
}

static void log_one(lic_change_t *change, lic_event_t *event, const lic_position_t *was, const lic_position_t *now,
                    const lic_invoice_t *credit)
{
    lic_subject_t *subject = lic_event_subject(event, now->key, now->name, lic_position_state(was, change->pool),
                                               lic_position_state(now, change->pool));
    subject->invoice = credit->number;
    subject->currency = credit->currency;
    for (int i = 0; i < credit->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(credit->lines, i, lic_invoice_line_t);
        if (line->product == now->product)
            subject->amount = line->amount;
    }
}

/* The product asked for is logged first, as it is when it is bought */
static void restore(lic_change_t *change, apr_int64_t product, const lic_bought_t *bought, const lic_invoice_t *credit)
{
    lic_book_t *book = change->after;
    const lic_book_t *was = lic_book_copy(book, change->pool);
    for (int i = 0; i < bought->nrestored; i++) {
        lic_position_t *position = lic_book_position(book, bought->restored[i].product);
        position->purchased = bought->restored[i].purchased;
        position->next = bought->restored[i].next;
    }
    lic_book_sync_used(book);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_UNDONE, lic_book_position(book, product)->key);
    log_one(change, event, lic_book_position(was, product), lic_book_position(book, product), credit);
    for (int i = 0; i < bought->nrestored; i++)
        if (bought->restored[i].product != product)
            log_one(change, event, lic_book_position(was, bought->restored[i].product),
                    lic_book_position(book, bought->restored[i].product), credit);
}

lic_error_t *lic_undo_decide(lic_change_t *change, lic_outcome_t *out, apr_int64_t product, const lic_bought_t *bought,
                             lic_requester_t requester)
{
    const lic_book_t *book = change->after;
    const lic_position_t *position = lic_book_position(book, product);
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .product = product, .wiped = -1};
    if (!position)
        return lic_error_make(change->pool, LIC_UNKNOWN, "product-unknown", "there is no such product");
    LIC_TRY(lic_account_check(book->account, LIC_ACCOUNT_OPEN, change->pool));
    LIC_TRY(check_requester(position, requester, change->pool));
    LIC_TRY(check_time(book, position, bought, change->now, change->pool));
    if (has_changed(book, bought))
        return refuse(change->pool, "undo-changed", position,
                      "something that was bought with it has been changed since; undo that first, or scale down");
    LIC_TRY(check_free(book, bought, change->pool));
    lic_invoice_t *credit = lic_invoice_credit(bought->invoice, change->today, change->pool);
    lic_invoice_issue(credit, change->after->account, change->pool);
    APR_ARRAY_PUSH(change->invoices, lic_invoice_t *) = credit;
    restore(change, product, bought, credit);
    out->kind = LIC_UNDONE;
    out->asked = position->purchased;
    out->invoice = credit;
    return NULL;
}
