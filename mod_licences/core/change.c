/* core/change.c  A change being gathered. */
#include "core/change.h"

lic_change_t *lic_change_make(const lic_book_t *book, apr_time_t now, const char *actor, const char *actor_email,
                              apr_pool_t *p)
{
    lic_change_t *change = apr_pcalloc(p, sizeof(*change));
    change->pool = p;
    change->texts = p;
    change->before = book;
    change->after = lic_book_copy(book, p);
    for (int i = 0; i < book->npositions; i++)
        change->after->positions[i].taken = 0;
    change->now = now;
    change->today = lic_zone_date(book->account->zone, now);
    change->actor = actor;
    change->actor_email = actor_email;
    change->operations = apr_array_make(p, 4, sizeof(lic_operation_t));
    change->invoices = apr_array_make(p, 1, sizeof(lic_invoice_t *));
    change->events = apr_array_make(p, 4, sizeof(lic_event_t *));
    return change;
}

static int same_position(const lic_position_t *a, const lic_position_t *b)
{
    return a->purchased == b->purchased && a->next == b->next && a->used == b->used && a->threshold == b->threshold &&
           a->policy == b->policy && a->cap == b->cap;
}

static int same_account(const lic_account_t *a, const lic_account_t *b)
{
    return a->state == b->state && a->anchor == b->anchor && a->period == b->period &&
           a->period_start == b->period_start && a->period_end == b->period_end;
}

int lic_change_is_empty(const lic_change_t *change)
{
    if (change->parts || change->operations->nelts || change->invoices->nelts)
        return 0;
    for (int i = 0; i < change->events->nelts; i++)
        if (APR_ARRAY_IDX(change->events, i, lic_event_t *)->subjects->nelts)
            return 0;
    for (int i = 0; i < change->after->npositions; i++)
        if (!same_position(&change->before->positions[i], &change->after->positions[i]))
            return 0;
    return same_account(change->before->account, change->after->account);
}

void lic_change_drop_part(lic_change_t *change)
{
    change->parts += change->operations->nelts > 0;
    change->operations->nelts = 0;
    for (int i = 0; i < change->events->nelts; i++)
        APR_ARRAY_IDX(change->events, i, lic_event_t *)->subjects->nelts = 0;
}

lic_operation_t *lic_change_operation(lic_change_t *change, lic_operation_kind_t kind)
{
    lic_operation_t *operation = apr_array_push(change->operations);
    *operation = (lic_operation_t){.kind = kind};
    return operation;
}

lic_event_t *lic_change_event(lic_change_t *change, lic_event_kind_t kind, const char *product)
{
    lic_event_t *event = apr_pcalloc(change->pool, sizeof(*event));
    event->kind = kind;
    event->product = product;
    event->subjects = apr_array_make(change->pool, 1, sizeof(lic_subject_t));
    event->range = -1;
    APR_ARRAY_PUSH(change->events, lic_event_t *) = event;
    return event;
}

lic_event_t *lic_change_event_of(lic_change_t *change, lic_event_kind_t kind)
{
    for (int i = 0; i < change->events->nelts; i++) {
        lic_event_t *event = APR_ARRAY_IDX(change->events, i, lic_event_t *);
        if (event->kind == kind && event->range < 0)
            return event;
    }
    return lic_change_event(change, kind, NULL);
}

lic_subject_t *lic_event_subject(lic_event_t *event, const char *object, const char *name, const char *old_state,
                                 const char *new_state)
{
    lic_subject_t *subject = apr_array_push(event->subjects);
    *subject = (lic_subject_t){.object = object, .name = name, .old_state = old_state, .new_state = new_state};
    return subject;
}

lic_event_t *lic_change_range_event(lic_change_t *change, lic_event_kind_t kind, const char *product)
{
    lic_event_t *event = lic_change_event(change, kind, product);
    event->range = change->operations->nelts - 1;
    return event;
}
