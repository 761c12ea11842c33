/*
 * store/apply.c  Writes a change: operations and log rows in order, then positions and usage, invoices, mail to send.
 *
 * Log and outbox are both made from the events, so that whatever is done is logged and told, once.
 */
#include "store/apply.h"

#include <strings.h>

#include <apr_strings.h>

#include "store/list.h"
#include "store/operation.h"

/* Characters that columns of the log hold; only the path of a refused attempt and an e-mail address can be longer */
enum { OBJECT_MAX = 100, STATE_MAX = 100 };

typedef struct lic_applying_t {
    lic_db_t *db;
    lic_change_t *change;
    lic_account_t *account; /* of change->after: its counters are taken from */
    int nlogged;            /* events written so far */
    apr_pool_t *pool;       /* of the whole change */
    apr_pool_t *row;        /* cleared after each statement or two */
} lic_applying_t;

static void list_subject(lic_list_t *list, const lic_event_t *event, const lic_subject_t *subject, apr_int64_t id,
                         apr_pool_t *p)
{
    lic_list_row(list);
    lic_list_int(list, id);
    lic_list_text(list, lic_column_cut(subject->object, OBJECT_MAX, p));
    lic_list_text(list, subject->name);
    lic_list_text(list, lic_column_cut(subject->old_state, STATE_MAX, p));
    lic_list_text(list, lic_column_cut(subject->new_state, STATE_MAX, p));
    lic_list_time(list, subject->deadline);
    lic_list_text(list, subject->invoice);
    if (subject->currency || event->kind == LIC_EVENT_FEW_LEFT)
        lic_list_int(list, subject->amount);
    else
        lic_list_text(list, NULL);
    lic_list_text(list, subject->currency);
}

static lic_error_t *log_subjects(lic_applying_t *a, const lic_event_t *event, int from, int end)
{
    lic_list_t *list = lic_list_make(a->row);
    apr_int64_t affected;
    for (int i = from; i < end; i++)
        list_subject(list, event, &APR_ARRAY_IDX(event->subjects, i, lic_subject_t), ++a->account->last_log, a->row);
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_JOURNAL_INSERT, a->row, a->account->id, event->first_log,
                           a->change->now, a->change->actor, lic_word_of(lic_event_words, event->kind), event->product,
                           lic_list_end(list)));
    if (affected == end - from)
        return NULL;
    return lic_error_make(a->row, LIC_BUG, "apply", "%d log rows became %" APR_INT64_T_FMT, end - from, affected);
}

static lic_error_t *log_event(lic_applying_t *a, lic_event_t *event)
{
    const int n = event->subjects->nelts;
    if (n && !event->first_log)
        event->first_log = a->account->last_log + 1;
    event->count += n;
    for (int i = 0; i < n; i += LIC_LIST_ROWS) {
        apr_pool_clear(a->row);
        LIC_TRY(log_subjects(a, event, i, i + LIC_LIST_ROWS < n ? i + LIC_LIST_ROWS : n));
    }
    return NULL;
}

/* Events are logged in their order; a range's own rows are written together with its operation */
static lic_error_t *log_events_before(lic_applying_t *a, int end)
{
    for (; a->nlogged < end; a->nlogged++)
        LIC_TRY(log_event(a, APR_ARRAY_IDX(a->change->events, a->nlogged, lic_event_t *)));
    return NULL;
}

static lic_error_t *apply_range(lic_applying_t *a, int index)
{
    const lic_operation_t *operation = &APR_ARRAY_IDX(a->change->operations, index, lic_operation_t);
    lic_event_t *event = NULL;
    int at;
    for (at = a->nlogged; at < a->change->events->nelts && !event; at++)
        if (APR_ARRAY_IDX(a->change->events, at, lic_event_t *)->range == index)
            event = APR_ARRAY_IDX(a->change->events, at, lic_event_t *);
    if (!event)
        return lic_error_make(a->row, LIC_BUG, "apply", "a range operation without an event: nothing would be logged");
    LIC_TRY(log_events_before(a, at));

    apr_int64_t written;
    const apr_int64_t first = a->account->last_log + 1;
    LIC_TRY(lic_range_apply(&written, a->db, a->change, operation, event, a->row));
    if (written && !event->first_log)
        event->first_log = first;
    event->count += written;
    a->account->last_log += written;
    return NULL;
}

static lic_error_t *apply_operations(lic_applying_t *a)
{
    lic_batch_t *batch = lic_batch_make(a->db, a->change, a->pool);
    for (int i = 0; i < a->change->operations->nelts; i++) {
        const lic_operation_t *operation = &APR_ARRAY_IDX(a->change->operations, i, lic_operation_t);
        if (!lic_operation_is_range(operation->kind)) {
            LIC_TRY(lic_batch_add(batch, operation));
            continue;
        }
        LIC_TRY(lic_batch_end(batch));
        apr_pool_clear(a->row);
        LIC_TRY(apply_range(a, i));
    }
    LIC_TRY(lic_batch_end(batch));
    return log_events_before(a, a->change->events->nelts);
}

static lic_error_t *write_position(lic_applying_t *a, const lic_position_t *position)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_POSITION_UPDATE, a->row, position->purchased, position->next,
                           position->used, position->few, a->account->id, position->product));
    if (affected)
        return NULL;
    return lic_db_execute(NULL, a->db, LIC_Q_POSITION_INSERT, a->row, a->account->id, position->product,
                          position->purchased, position->next, position->used, position->few);
}

static apr_int64_t higher(apr_int64_t a, apr_int64_t b)
{
    return a > b ? a : b;
}

/* product.md, Usage history: a day's highest includes the value at its start */
static lic_error_t *write_usage(lic_applying_t *a, const lic_position_t *was, const lic_position_t *now)
{
    apr_int64_t affected;
    LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_USAGE_RAISE, a->row, now->purchased, now->used, a->account->id,
                           now->product, a->change->today));
    if (affected)
        return NULL;
    return lic_db_execute(NULL, a->db, LIC_Q_USAGE_INSERT, a->row, a->account->id, now->product, a->change->today,
                          higher(was->purchased, now->purchased), higher(was->used, now->used), now->purchased,
                          now->used);
}

/* An UPDATE is tried first; it always changes something where the row is there, so every driver counts it */
static lic_error_t *write_positions(lic_applying_t *a)
{
    lic_book_sync_used(a->change->after);
    for (int i = 0; i < a->change->after->npositions; i++) {
        const lic_position_t *was = &a->change->before->positions[i], *now = &a->change->after->positions[i];
        const int counted = was->purchased != now->purchased || was->used != now->used;
        if (!counted && was->next == now->next && was->few == now->few)
            continue;
        apr_pool_clear(a->row);
        LIC_TRY(write_position(a, now));
        if (counted)
            LIC_TRY(write_usage(a, was, now));
    }
    return NULL;
}

static lic_error_t *write_invoice(lic_applying_t *a, const lic_invoice_t *invoice, apr_int64_t id)
{
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_INVOICE_INSERT, a->row, a->account->id, invoice->number, id,
                           invoice->date, lic_word_of(lic_invoice_kind_words, invoice->kind), invoice->from,
                           invoice->to, invoice->net, invoice->vat, invoice->total, (apr_int64_t)invoice->vat_rate,
                           invoice->currency));
    for (int i = 0; i < invoice->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t);
        LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_INVOICE_LINE_INSERT, a->row, a->account->id, id, (apr_int64_t)(i + 1),
                               line->product, line->name, line->quantity, line->price, (apr_int64_t)line->days,
                               (apr_int64_t)line->period_days, line->amount));
    }
    return NULL;
}

/* Ids count an account's invoices through all years; that they are gapless follows from the account's lock */
static lic_error_t *write_invoices(lic_applying_t *a)
{
    lic_rows_t *rows;
    if (!a->change->invoices->nelts)
        return NULL;
    apr_pool_clear(a->row);
    LIC_TRY(lic_db_select(&rows, a->db, LIC_Q_INVOICE_HIGHEST, a->row, a->account->id));
    apr_int64_t id = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_INVOICE_HIGHEST_ID) : 0;
    for (int i = 0; i < a->change->invoices->nelts; i++) {
        apr_pool_clear(a->row);
        LIC_TRY(write_invoice(a, APR_ARRAY_IDX(a->change->invoices, i, lic_invoice_t *), ++id));
    }
    return NULL;
}

static lic_error_t *tell(lic_applying_t *a, const lic_event_t *event, const char *address)
{
    apr_pool_clear(a->row);
    return lic_db_execute(NULL, a->db, LIC_Q_OUTBOX_INSERT, a->row, ++a->account->last_outbox, event->first_log,
                          lic_word_of(lic_event_words, event->kind), address, a->account->locale, event->count,
                          a->change->now, a->account->id);
}

/* product.md, What is told: one message per event and distinct address */
static lic_error_t *tell_all(lic_applying_t *a)
{
    for (int i = 0; i < a->change->events->nelts; i++) {
        const lic_event_t *event = APR_ARRAY_IDX(a->change->events, i, lic_event_t *);
        const int whom = event->count ? lic_event_tells(event->kind) : LIC_TELL_NOBODY;
        const char *billing = whom & LIC_TELL_BILLING ? a->account->billing : "";
        const char *actor = whom & LIC_TELL_ACTOR && a->change->actor_email ? a->change->actor_email : "";
        if (*billing)
            LIC_TRY(tell(a, event, billing));
        if (*actor && strcasecmp(actor, billing))
            LIC_TRY(tell(a, event, actor));
    }
    return NULL;
}

lic_error_t *lic_change_apply_part(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch)
{
    lic_applying_t a = {.db = db, .change = change, .account = change->after->account};
    apr_pool_create(&a.pool, scratch);
    apr_pool_create(&a.row, a.pool);
    LIC_TRY(apply_operations(&a));
    change->parts += change->operations->nelts > 0;
    change->operations->nelts = 0;
    for (int i = 0; i < change->events->nelts; i++)
        APR_ARRAY_IDX(change->events, i, lic_event_t *)->subjects->nelts = 0;
    apr_pool_destroy(a.pool);
    return NULL;
}

lic_error_t *lic_change_apply(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch)
{
    lic_applying_t a = {.db = db, .change = change, .account = change->after->account};
    apr_pool_create(&a.pool, scratch);
    apr_pool_create(&a.row, a.pool);
    LIC_TRY(apply_operations(&a));
    LIC_TRY(write_positions(&a));
    LIC_TRY(write_invoices(&a));
    LIC_TRY(tell_all(&a));
    apr_pool_destroy(a.pool);
    return NULL;
}
