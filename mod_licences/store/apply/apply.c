/*
 * store/apply/apply.c  Writes a change: operations and log rows in order, then positions and usage, invoices, mail to
 * send.
 *
 * Log and outbox are both made from the events, so that whatever is done is logged and told, once.
 */
#include "store/apply/apply.h"

#include <strings.h>
#include <apr_strings.h>

#include "base/text.h"
#include "core/policy.h"
#include "store/apply/batch_private.h"
#include "store/apply/operation_private.h"
#include "store/apply/range_private.h"
#include "store/json_rows.h"
#include "store/statement.h"

/* Characters that columns of the log hold; only the path and the log-in of a refused attempt and an e-mail address can
 * be longer */
enum { OBJECT_MAX = 100, SUBJECT_MAX = 200, STATE_MAX = 100 };

typedef struct lic_apply_args_t {
    lic_db_t *db;
    lic_change_t *change;
    lic_account_t *account; /* of change->after: its counters are taken from */
    int nlogged;            /* events written so far */
    apr_pool_t *pool;       /* of the whole change */
    apr_pool_t *row;        /* cleared after each statement or two */
} lic_apply_args_t;

/* Log rows on their way, of whichever events */
typedef struct lic_log_rows_t {
    lic_json_rows_t *list;
    int n;
} lic_log_rows_t;

static void list_subject(lic_log_rows_t *log, const lic_event_t *event, const lic_subject_t *subject, apr_int64_t id,
                         apr_pool_t *p)
{
    lic_json_rows_t *list = log->list;
    log->n++;
    lic_json_rows_add(list);
    lic_json_rows_int(list, id);
    lic_json_rows_int(list, event->first_log);
    lic_json_rows_text(list, lic_word_of(lic_event_words, event->kind));
    lic_json_rows_text(list, event->product);
    lic_json_rows_text(list, lic_text_cut(subject->object, OBJECT_MAX, p));
    lic_json_rows_text(list, lic_text_cut(subject->name, SUBJECT_MAX, p));
    lic_json_rows_text(list, lic_text_cut(subject->old_state, STATE_MAX, p));
    lic_json_rows_text(list, lic_text_cut(subject->new_state, STATE_MAX, p));
    lic_list_time_optional(list, subject->deadline);
    lic_json_rows_text(list, subject->invoice);
    if (subject->currency || event->kind == LIC_EVENT_FEW_LEFT)
        lic_json_rows_int(list, subject->amount);
    else
        lic_json_rows_text(list, NULL);
    lic_json_rows_text(list, subject->currency);
    lic_json_rows_text(list, subject->planned_by);
}

static lic_error_t *log_rows(lic_apply_args_t *a, lic_log_rows_t *log)
{
    const int n = log->n;
    apr_int64_t affected = 0;
    if (n)
        LIC_TRY(lic_db_execute(&affected, a->db, LIC_Q_JOURNAL_INSERT, a->row, a->account->id, a->change->now,
                               a->change->actor, lic_json_rows_end(log->list)));
    if (affected != n)
        return lic_error_make(a->row, LIC_BUG, "apply", "%d log rows became %" APR_INT64_T_FMT, n, affected);
    apr_pool_clear(a->row);
    *log = (lic_log_rows_t){lic_json_rows_make(a->row), 0};
    return NULL;
}

static lic_error_t *log_event(lic_apply_args_t *a, lic_log_rows_t *log, lic_event_t *event)
{
    const int n = event->subjects->nelts;
    if (n && !event->first_log)
        event->first_log = a->account->last_log + 1;
    event->count += n;
    for (int i = 0; i < n; i++) {
        if (log->n == LIC_JSON_ROWS_MAX)
            LIC_TRY(log_rows(a, log));
        list_subject(log, event, &APR_ARRAY_IDX(event->subjects, i, lic_subject_t), ++a->account->last_log, a->row);
    }
    return NULL;
}

/* Events are logged in their order; a range's own rows are written together with its operation */
static lic_error_t *log_events_before(lic_apply_args_t *a, int end)
{
    apr_pool_clear(a->row);
    lic_log_rows_t log = {lic_json_rows_make(a->row), 0};
    for (; a->nlogged < end; a->nlogged++)
        LIC_TRY(log_event(a, &log, APR_ARRAY_IDX(a->change->events, a->nlogged, lic_event_t *)));
    return log_rows(a, &log);
}

static lic_error_t *apply_range(lic_apply_args_t *a, int index)
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

static lic_error_t *apply_operations(lic_apply_args_t *a)
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

static void list_position(lic_json_rows_t *list, const lic_position_t *position)
{
    lic_json_rows_add(list);
    lic_json_rows_int(list, position->product);
    lic_json_rows_int(list, position->purchased);
    lic_json_rows_int(list, position->next);
    lic_json_rows_int(list, position->used);
    lic_json_rows_int(list, position->threshold);
    lic_json_rows_text(list, lic_word_of(lic_policy_words, (int)position->policy));
    if (position->cap == LIC_POLICY_NO_CAP)
        lic_json_rows_text(list, NULL);
    else
        lic_json_rows_int(list, position->cap);
}

static apr_int64_t higher(apr_int64_t a, apr_int64_t b)
{
    return a > b ? a : b;
}

/* product.md, Usage history: a day's highest includes the value at its start */
static void list_usage(lic_json_rows_t *list, const lic_position_t *was, const lic_position_t *now)
{
    lic_json_rows_add(list);
    lic_json_rows_int(list, now->product);
    lic_json_rows_int(list, higher(was->purchased, now->purchased));
    lic_json_rows_int(list, higher(was->used, now->used));
    lic_json_rows_int(list, now->purchased);
    lic_json_rows_int(list, now->used);
}

static lic_error_t *write_positions(lic_apply_args_t *a)
{
    apr_pool_clear(a->row);
    lic_json_rows_t *positions = lic_json_rows_make(a->row), *usage = lic_json_rows_make(a->row);
    int npositions = 0, nusage = 0;
    lic_book_sync_used(a->change->after);
    for (int i = 0; i < a->change->after->npositions; i++) {
        const lic_position_t *was = &a->change->before->positions[i], *now = &a->change->after->positions[i];
        const int counted = was->purchased != now->purchased || was->used != now->used;
        if (!counted && was->next == now->next && was->threshold == now->threshold && was->policy == now->policy &&
            was->cap == now->cap)
            continue;
        list_position(positions, now);
        npositions++;
        if (!counted)
            continue;
        list_usage(usage, was, now);
        nusage++;
    }
    if (npositions)
        LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_POSITION_PUT, a->row, a->account->id, lic_json_rows_end(positions)));
    if (nusage)
        LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_USAGE_PUT, a->row, a->account->id, a->change->today,
                               lic_json_rows_end(usage)));
    return NULL;
}

static void list_lines(lic_json_rows_t *list, const lic_invoice_t *invoice, apr_int64_t id)
{
    for (int i = 0; i < invoice->lines->nelts; i++) {
        const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, i, lic_invoice_line_t);
        lic_json_rows_add(list);
        lic_json_rows_int(list, id);
        lic_json_rows_int(list, i + 1);
        lic_json_rows_int(list, line->product);
        lic_json_rows_text(list, line->name);
        lic_json_rows_int(list, line->quantity);
        lic_json_rows_int(list, line->price);
        lic_json_rows_int(list, line->days);
        lic_json_rows_int(list, line->period_days);
        lic_json_rows_int(list, line->amount);
    }
}

static lic_error_t *write_invoice(lic_apply_args_t *a, const lic_invoice_t *invoice, apr_int64_t id)
{
    const lic_invoice_parties_t *parties = &invoice->parties;
    apr_pool_clear(a->row);
    LIC_TRY(lic_db_execute(NULL, a->db, LIC_Q_INVOICE_INSERT, a->row, a->account->id, invoice->number, id,
                           invoice->date, lic_word_of(lic_invoice_kind_words, invoice->kind), invoice->from,
                           invoice->to, invoice->net, invoice->vat, invoice->total, (apr_int64_t)invoice->vat_rate,
                           invoice->currency, parties->seller, parties->buyer_name, parties->buyer_address,
                           parties->buyer_country, parties->buyer_vat_id, parties->buyer_electronic_address,
                           lic_word_of(lic_tax_words, (int)parties->category), parties->tax_reason,
                           parties->order_number, invoice->credits));
    lic_json_rows_t *lines = lic_json_rows_make(a->row);
    list_lines(lines, invoice, id);
    return lic_db_execute(NULL, a->db, LIC_Q_INVOICE_LINE_INSERT, a->row, a->account->id, lic_json_rows_end(lines));
}

/* Ids count an account's invoices through all years; that they are gapless follows from the account's lock */
static lic_error_t *write_invoices(lic_apply_args_t *a)
{
    for (int i = 0; i < a->change->invoices->nelts; i++)
        LIC_TRY(write_invoice(a, APR_ARRAY_IDX(a->change->invoices, i, lic_invoice_t *), ++a->account->invoices));
    return NULL;
}

static void list_mail(lic_json_rows_t *list, lic_apply_args_t *a, const lic_event_t *event, const char *address,
                      const char *locale)
{
    lic_json_rows_add(list);
    lic_json_rows_int(list, ++a->account->last_outbox);
    lic_json_rows_int(list, event->first_log);
    lic_json_rows_text(list, lic_word_of(lic_event_words, event->kind));
    lic_json_rows_text(list, address);
    lic_json_rows_text(list, locale);
    lic_json_rows_int(list, event->count);
}

/* product.md, What is told: one message per event and distinct address; the actor's in the actor's language */
static lic_error_t *tell_all(lic_apply_args_t *a)
{
    const apr_int64_t last = a->account->last_outbox;
    apr_pool_clear(a->row);
    lic_json_rows_t *list = lic_json_rows_make(a->row);
    const char *theirs = a->account->locale, *own = a->change->actor_locale ? a->change->actor_locale : theirs;
    for (int i = 0; i < a->change->events->nelts; i++) {
        const lic_event_t *event = APR_ARRAY_IDX(a->change->events, i, lic_event_t *);
        const int whom = event->count ? lic_event_tells(event->kind) : LIC_TELL_NOBODY;
        const char *billing = whom & LIC_TELL_BILLING ? a->account->billing : "";
        const char *actor = whom & LIC_TELL_ACTOR && a->change->actor_email ? a->change->actor_email : "";
        const int same = *actor && !strcasecmp(actor, billing);
        if (*billing)
            list_mail(list, a, event, billing, same ? own : theirs);
        if (*actor && !same)
            list_mail(list, a, event, actor, own);
    }
    if (a->account->last_outbox == last)
        return NULL;
    return lic_db_execute(NULL, a->db, LIC_Q_OUTBOX_INSERT, a->row, a->change->now, a->account->id,
                          lic_json_rows_end(list));
}

lic_error_t *lic_change_apply_part(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch)
{
    lic_apply_args_t a = {.db = db, .change = change, .account = change->after->account};
    apr_pool_create(&a.pool, scratch);
    apr_pool_create(&a.row, a.pool);
    LIC_TRY(apply_operations(&a));
    lic_change_drop_part(change);
    apr_pool_destroy(a.pool);
    return NULL;
}

lic_error_t *lic_change_apply(lic_db_t *db, lic_change_t *change, apr_pool_t *scratch)
{
    lic_apply_args_t a = {.db = db, .change = change, .account = change->after->account};
    apr_pool_create(&a.pool, scratch);
    apr_pool_create(&a.row, a.pool);
    LIC_TRY(apply_operations(&a));
    LIC_TRY(write_positions(&a));
    LIC_TRY(write_invoices(&a));
    LIC_TRY(tell_all(&a));
    apr_pool_destroy(a.pool);
    return NULL;
}
