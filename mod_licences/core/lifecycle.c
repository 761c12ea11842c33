/* core/lifecycle.c  How an account begins, renews, is closed and reopened, and the notice before a renewal. */
#include "core/lifecycle.h"

#include "core/period.h"
#include "core/plan_due.h"

void lic_lifecycle_begin(lic_account_t *account, apr_time_t now)
{
    lic_period_t period;
    lic_period_at(&period, account->anchor, account->months, account->zone, now);
    account->period = period.k;
    account->period_start = period.start;
    account->period_end = period.end;
    account->period_end_at = lic_zone_start(account->zone, period.end);
    lic_account_reached(account, now);
}

void lic_lifecycle_open(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    account->state = LIC_ACCOUNT_OPEN;
    lic_lifecycle_begin(account, change->now);
    lic_event_subject(lic_change_event(change, LIC_EVENT_CREATED, NULL), "account", account->name, "",
                      lic_date_format(account->period_start, change->pool));
}

/* "account/state" is an object of its own: the chain of "account" holds the starts of periods */
static void log_state(lic_event_t *event, const lic_account_t *account, lic_account_state_t was)
{
    lic_event_subject(event, "account/state", account->name, lic_word_of(lic_account_state_words, was),
                      lic_word_of(lic_account_state_words, account->state));
}

int lic_lifecycle_close(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    if (account->state != LIC_ACCOUNT_OPEN)
        return 0;
    account->state = LIC_ACCOUNT_CLOSING;
    log_state(lic_change_event(change, LIC_EVENT_CLOSING, NULL), account, LIC_ACCOUNT_OPEN);
    return 1;
}

int lic_lifecycle_reopen(lic_change_t *change)
{
    lic_account_t *account = change->after->account;
    const lic_account_state_t was = account->state;
    if (was == LIC_ACCOUNT_OPEN)
        return 0;
    account->state = LIC_ACCOUNT_OPEN;
    lic_event_t *event = lic_change_event(change, LIC_EVENT_REOPENED, NULL);
    log_state(event, account, was);
    if (was == LIC_ACCOUNT_CLOSED) {
        const char *old = lic_date_format(account->period_start, change->pool);
        account->anchor = change->today;
        lic_lifecycle_begin(account, change->now);
        lic_event_subject(event, "account", account->name, old, lic_date_format(account->period_start, change->pool));
    }
    return 1;
}

/* --- the end of a period ---------------------------------------------------------------------------------------- */

/* A log row for each product whose state is another than in `was` (the same products in the same order) */
static void log_positions(lic_change_t *change, lic_event_t *event, const lic_position_t *was, const char *invoice)
{
    for (int i = 0; i < change->after->npositions; i++) {
        const lic_position_t *now = &change->after->positions[i];
        if (was[i].purchased == now->purchased && was[i].next == now->next)
            continue;
        lic_event_subject(event, now->key, now->name, lic_position_state(&was[i], change->pool),
                          lic_position_state(now, change->pool))
            ->invoice = invoice;
    }
}

static const lic_position_t *snapshot(const lic_change_t *change)
{
    return lic_book_copy(change->after, change->pool)->positions;
}

static void end_account(lic_change_t *change)
{
    lic_book_t *book = change->after;
    const lic_position_t *was = snapshot(change);
    const lic_position_t *user = lic_book_user(book);
    lic_change_operation(change, LIC_OP_DEACTIVATE_ALL)->at = change->now;
    lic_change_range_event(change, LIC_EVENT_DEACTIVATED, user ? user->key : NULL);
    for (int i = 0; i < book->npositions; i++)
        book->positions[i].purchased = book->positions[i].next = book->positions[i].used = 0;
    book->account->state = LIC_ACCOUNT_CLOSED;
    lic_event_t *event = lic_change_event(change, LIC_EVENT_CLOSED, NULL);
    lic_event_subject(event, "account/state", book->account->name,
                      lic_word_of(lic_account_state_words, LIC_ACCOUNT_CLOSING),
                      lic_word_of(lic_account_state_words, LIC_ACCOUNT_CLOSED));
    log_positions(change, event, was, NULL);
}

static lic_error_t *next_invoice(lic_invoice_t **invoice, const lic_book_t *book, apr_pool_t *p)
{
    lic_period_t next;
    lic_period_number(&next, book->account->anchor, book->account->months, book->account->period + 1);
    return lic_invoice_renewal(invoice, book, next.start, next.end, p);
}

void lic_lifecycle_turn_over(lic_book_t *book)
{
    lic_account_t *account = book->account;
    lic_period_t next;
    lic_period_number(&next, account->anchor, account->months, account->period + 1);
    account->period = next.k;
    account->period_start = next.start;
    account->period_end = next.end;
    account->period_end_at = lic_zone_start(account->zone, next.end);
    for (int i = 0; i < book->npositions; i++)
        book->positions[i].purchased = book->positions[i].next;
    lic_book_sync_used(book);
}

static void set_amount(lic_subject_t *subject, const lic_account_t *account, apr_int64_t amount)
{
    subject->amount = amount;
    subject->currency = account->currency;
}

lic_error_t *lic_lifecycle_renew(lic_change_t *change)
{
    lic_book_t *book = change->after;
    lic_account_t *account = book->account;
    if (account->state != LIC_ACCOUNT_OPEN) {
        end_account(change);
        return NULL;
    }
    lic_invoice_t *invoice;
    LIC_TRY(next_invoice(&invoice, book, change->pool));
    const lic_position_t *was = snapshot(change);
    const char *old = lic_date_format(account->period_start, change->pool);
    lic_lifecycle_turn_over(book);
    if (invoice) {
        lic_invoice_issue(invoice, account, change->pool);
        APR_ARRAY_PUSH(change->invoices, lic_invoice_t *) = invoice;
    }
    lic_event_t *event = lic_change_event(change, LIC_EVENT_RENEWED, NULL);
    lic_subject_t *subject =
        lic_event_subject(event, "account", account->name, old, lic_date_format(account->period_start, change->pool));
    if (invoice) {
        subject->invoice = invoice->number;
        set_amount(subject, account, invoice->net);
    }
    log_positions(change, event, was, invoice ? invoice->number : NULL);
    return NULL;
}

static void list_planned(lic_change_t *change, lic_event_t *event, const lic_plan_batch_t *planned)
{
    for (int i = 0; planned && i < planned->n; i++) {
        const lic_plan_t *plan = planned->list[i].plan;
        const char *state = lic_plan_state(plan, change->pool);
        lic_event_subject(event, lic_plan_object(plan, change->pool), plan->name, state, state)->planned_by =
            plan->planned_by;
    }
}

lic_error_t *lic_lifecycle_notice(lic_change_t *change, const lic_plan_batch_t *planned)
{
    const lic_account_t *account = change->after->account;
    lic_invoice_t *invoice;
    LIC_TRY(next_invoice(&invoice, change->after, change->pool));
    const char *start = lic_date_format(account->period_start, change->pool);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_RENEWAL_NOTICE, NULL);
    lic_subject_t *subject = lic_event_subject(event, "account", account->name, start, start);
    subject->deadline = account->period_end_at;
    set_amount(subject, account, invoice ? invoice->net : 0);
    for (int i = 0; invoice && i < invoice->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t);
        const char *state = lic_position_state(lic_book_position(change->after, line->product), change->pool);
        set_amount(lic_event_subject(event, line->key, line->name, state, state), account, line->amount);
    }
    list_planned(change, event, planned);
    return NULL;
}
