/* service/preview.c  What a change of a quantity would do, and the token that confirms it. */
#include "service/preview.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "core/plan_new.h"
#include "core/price.h"
#include "store/overage.h"
#include "store/plan.h"
#include "store/undo.h"

#define QUANTITY_TOKEN      "preview"
#define QUANTITY_TOKEN_LIFE (apr_time_from_sec(30 * 60))
#define QUANTITY_WHO        50 /**< names in a preview */
#define UNDO_WHO            10 /**< names in a sentence */

/* The fields of a token */
enum { TOKEN_ACCOUNT, TOKEN_PRODUCT, TOKEN_USER, TOKEN_DATE, TOKEN_ASKED, TOKEN_FACTS, TOKEN_ID, TOKEN_FIELDS };

static const char *number(apr_int64_t n, apr_pool_t *p)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

lic_error_t *lic_preview_find(lic_position_t **position, const lic_book_t *book, const char *product, apr_pool_t *p)
{
    *position = lic_book_find(book, product);
    if (*position)
        return NULL;
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", product),
                          "product", product);
}

/* --- what a confirmation relies on --------------------------------------------------------------- */

static const char *position_facts(const lic_change_t *change, int i, apr_pool_t *p)
{
    const lic_position_t *position = &change->before->positions[i], *after = &change->after->positions[i];
    apr_int64_t price = -1;
    lic_price_on(&price, change->before, position->product, change->today);
    return lic_text_printf(p, "%s %lld/%lld to %lld/%lld at %lld;", position->key, (long long)position->purchased,
                           (long long)position->next, (long long)after->purchased, (long long)after->next,
                           (long long)price);
}

/*
 * What a confirmation relies on: the position, those that follow it, as they are and as they come to be, their prices,
 * the period, the date, and what came of it. Nothing else, so that unrelated changes don't void a preview.
 */
static const char *facts_digest(const lic_change_t *change, const lic_outcome_t *out, apr_pool_t *p)
{
    const lic_account_t *account = change->before->account;
    const char *facts = lic_text_printf(p, "%s..%s %s %s %s %lld;", lic_date_format(account->period_start, p),
                                        lic_date_format(account->period_end, p), lic_date_format(change->today, p),
                                        lic_word_of(lic_outcome_words, out->kind), account->currency,
                                        (long long)(out->invoice ? out->invoice->total : 0));
    const lic_position_t *asked = lic_book_position(change->before, out->product);
    for (int i = 0; i < change->operations->nelts; i++) { /* a plan that is replaced */
        const lic_operation_t *operation = &APR_ARRAY_IDX(change->operations, i, lic_operation_t);
        if (operation->kind == LIC_OP_PLAN_DROP)
            facts = apr_pstrcat(p, facts, "plan ", number(operation->plan->id, p), ";", NULL);
    }
    for (int i = 0; i < change->before->npositions; i++) {
        const lic_position_t *position = &change->before->positions[i];
        const int follows =
            asked->kind == LIC_KIND_USER && position->kind == LIC_KIND_BUNDLED && position->purchased > 0;
        if (position == asked || follows)
            facts = apr_pstrcat(p, facts, position_facts(change, i, p), NULL);
    }
    return lic_token_digest(facts, strlen(facts), p);
}

/* --- preview ------------------------------------------------------------------------------------ */

typedef struct lic_preview_args_t {
    lic_preview_t *preview;
    const char *product;
    lic_asked_t asked;
} lic_preview_args_t;

const char *lic_preview_asked(const lic_asked_t *asked, apr_pool_t *p)
{
    if (asked->on != LIC_DATE_NONE)
        return apr_pstrcat(p, number(asked->quantity, p), " from ", lic_date_format(asked->on, p), NULL);
    return asked->undo ? "undo" : number(asked->quantity, p);
}

/* Who would have to give up a licence before the purchase can be taken back: those who would be marked without it */
static lic_error_t *name_in_use(lic_error_t *err, const lic_unit_t *unit, const lic_bought_t *bought)
{
    for (int i = 0; i < bought->nrestored; i++) {
        const lic_position_t *at = lic_book_position(unit->change->after, bought->restored[i].product);
        const apr_int64_t missing = lic_undo_in_use(unit->change->after, bought, at->product);
        const char *names = "";
        const lic_seat_t *who;
        int nwho;
        if (!missing)
            continue;
        LIC_TRY(lic_overage_newest(&who, &nwho, unit->db, unit->book->account->id, at,
                                   missing < UNDO_WHO ? missing : UNDO_WHO, unit->pool));
        for (int k = 0; k < nwho; k++)
            names = apr_pstrcat(unit->pool, names, *names ? ", " : "", who[k].name, NULL);
        return lic_error_fact(err, "who", names);
    }
    return err;
}

lic_error_t *lic_preview_undo(lic_outcome_t *out, const lic_unit_t *unit, const lic_position_t *position,
                              lic_requester_t requester)
{
    lic_bought_t bought;
    LIC_TRY(lic_bought_load(&bought, unit->db, unit->change->after, position, unit->pool));
    lic_error_t *err = lic_undo_decide(unit->change, out, position->product, &bought, requester);
    return err && !strcmp(err->problem, "undo-in-use") ? name_in_use(err, unit, &bought) : err;
}

lic_error_t *lic_preview_plan(lic_outcome_t *out, const lic_change_t **then, const lic_unit_t *unit,
                              const lic_position_t *position, const lic_asked_t *asked)
{
    apr_array_header_t *plans;
    const lic_plan_t *old = NULL;
    LIC_TRY(lic_plan_list_buys(&plans, unit->db, unit->book->account->id, unit->pool));
    for (int i = 0; i < plans->nelts; i++)
        if (APR_ARRAY_IDX(plans, i, lic_plan_t).product == position->product)
            old = &APR_ARRAY_IDX(plans, i, lic_plan_t);
    return lic_plan_buy(unit->change, out, then, old, position->product, asked->quantity, asked->on);
}

/* *then: the change that is previewed, now or on the day that is asked for */
static lic_error_t *decide(const lic_change_t **then, const lic_preview_args_t *args, const lic_unit_t *unit,
                           const lic_position_t *position)
{
    const lic_requester_t requester = unit->caller->trusted ? LIC_REQUESTER_SUPPORT : LIC_REQUESTER_ADMIN;
    *then = unit->change;
    if (args->asked.on != LIC_DATE_NONE)
        return lic_preview_plan(&args->preview->outcome, then, unit, position, &args->asked);
    if (args->asked.undo)
        return lic_preview_undo(&args->preview->outcome, unit, position, requester);
    return lic_quantity_decide(unit->change, &args->preview->outcome, position->product, args->asked.quantity,
                               requester);
}

/* 0 where it can't be reckoned, which is no reason not to scale down: that may mend it */
static lic_error_t *sum_next(apr_int64_t *net, apr_int64_t *total, const lic_book_t *book, const lic_period_t *next,
                             apr_pool_t *p)
{
    lic_invoice_t *invoice;
    lic_error_t *err = lic_invoice_renewal(&invoice, book, next->start, next->end, p);
    if (err && err->code != LIC_REFUSED)
        return err;
    *net = invoice ? invoice->net : 0;
    *total = invoice ? invoice->total : 0;
    return NULL;
}

static lic_error_t *fill_next(lic_preview_t *preview, const lic_change_t *change, apr_pool_t *p)
{
    const lic_account_t *account = change->before->account;
    lic_period_t next;
    lic_period_number(&next, account->anchor, account->months, account->period + 1);
    preview->next_date = next.start;
    LIC_TRY(sum_next(&preview->next_net_before, &preview->next_before, change->before, &next, p));
    return sum_next(&preview->next_net_after, &preview->next_after, change->after, &next, p);
}

/* Who would be beyond what is purchased: from the next period on where that starts with less, else already now */
static lic_error_t *fill_marked(lic_preview_t *preview, lic_db_t *db, const lic_change_t *change, apr_pool_t *p)
{
    const lic_position_t *after = &preview->after;
    const int later = after->next < after->purchased;
    const apr_int64_t beyond = after->used - (later ? after->next : after->purchased);
    if (beyond <= 0 || (after->kind != LIC_KIND_USER && after->kind != LIC_KIND_ADDON))
        return NULL;
    preview->would_mark = beyond;
    preview->would_mark_at = later ? change->before->account->period_end_at : change->now;
    preview->would_deactivate_at = preview->would_mark_at + change->before->grace;
    LIC_TRY(lic_overage_newest(&preview->who, &preview->nwho, db, change->before->account->id, after,
                               beyond < QUANTITY_WHO ? beyond : QUANTITY_WHO, p));
    for (int i = 0; !later && i < preview->nwho; i++) /* who is marked already keeps the deadline */
        if (preview->who[i].deadline && preview->who[i].deadline < preview->would_deactivate_at)
            preview->would_deactivate_at = preview->who[i].deadline;
    return NULL;
}

static lic_error_t *sign_preview(const lic_preview_args_t *args, const lic_unit_t *unit)
{
    lic_preview_t *preview = args->preview;
    const lic_change_t *change = unit->change;
    apr_pool_t *p = unit->pool;
    lic_secret_t secret;
    LIC_TRY(lic_caller_secret(&secret, unit->caller, unit->db, p));
    const char *fields[TOKEN_FIELDS] = {
        [TOKEN_ACCOUNT] = unit->caller->account,
        [TOKEN_PRODUCT] = args->product,
        [TOKEN_USER] = unit->caller->user,
        [TOKEN_DATE] = lic_date_format(change->today, p),
        [TOKEN_ASKED] = lic_preview_asked(&args->asked, p),
        [TOKEN_FACTS] = facts_digest(change, &preview->outcome, p),
        [TOKEN_ID] = lic_token_random(p),
    };
    preview->confirm =
        lic_token_sign(&secret, QUANTITY_TOKEN, change->now + QUANTITY_TOKEN_LIFE, fields, TOKEN_FIELDS, p);
    return NULL;
}

static lic_error_t *step_preview(lic_unit_t *unit, void *baton)
{
    const lic_preview_args_t *args = baton;
    lic_preview_t *preview = args->preview;
    const lic_change_t *change;
    lic_position_t *position;
    *preview = (lic_preview_t){.next_date = LIC_DATE_NONE, .on = args->asked.on};
    LIC_TRY(lic_preview_find(&position, unit->book, args->product, unit->pool));
    LIC_TRY(decide(&change, args, unit, position));
    lic_period_current(&preview->period, change->before->account, change->now);
    preview->outcome.revision = unit->revision;
    preview->before = *lic_book_position(change->before, position->product);
    preview->after = *lic_book_position(change->after, position->product);
    LIC_TRY(fill_next(preview, change, unit->pool));
    if (change == unit->change)
        LIC_TRY(fill_marked(preview, unit->db, change, unit->pool));
    return preview->outcome.kind == LIC_UNCHANGED ? NULL : sign_preview(args, unit);
}

lic_error_t *lic_quantity_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, apr_pool_t *p)
{
    lic_preview_args_t args = {
        .preview = preview, .product = product, .asked = {.quantity = asked, .on = LIC_DATE_NONE}};
    return lic_unit_peek(from, caller, step_preview, &args, p);
}

lic_error_t *lic_undo_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_pool_t *p)
{
    lic_preview_args_t args = {.preview = preview, .product = product, .asked = {.undo = 1, .on = LIC_DATE_NONE}};
    return lic_unit_peek(from, caller, step_preview, &args, p);
}

lic_error_t *lic_plan_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t quantity, lic_date_t on, apr_pool_t *p)
{
    lic_preview_args_t args = {.preview = preview, .product = product, .asked = {.quantity = quantity, .on = on}};
    return lic_unit_peek(from, caller, step_preview, &args, p);
}

/* --- confirming it ------------------------------------------------------------------------------- */

lic_error_t *lic_preview_verify(lic_confirmed_t *confirmed, const lic_unit_t *unit, const char *token)
{
    const char *fields[TOKEN_FIELDS] = {NULL};
    lic_secret_t secret;
    LIC_TRY(lic_caller_secret(&secret, unit->caller, unit->db, unit->pool));
    lic_error_t *err =
        lic_token_verify(fields, TOKEN_FIELDS, &secret, QUANTITY_TOKEN, token, unit->caller->now, unit->pool);
    const int authentic = !err || err->code == LIC_CONFLICT; /* what has expired is */
    if (!authentic || strcmp(fields[TOKEN_ACCOUNT], unit->caller->account) ||
        strcmp(fields[TOKEN_USER], unit->caller->user))
        return lic_error_make(unit->pool, LIC_FORBIDDEN, "token-invalid",
                              "the confirmation was not handed out by this portal to this user: start again");
    *confirmed = (lic_confirmed_t){.id = fields[TOKEN_ID],
                                   .expired = err,
                                   .product = fields[TOKEN_PRODUCT],
                                   .asked = fields[TOKEN_ASKED],
                                   .date = fields[TOKEN_DATE],
                                   .facts = fields[TOKEN_FACTS]};
    return NULL;
}

lic_error_t *lic_preview_moved_on(apr_pool_t *p)
{
    return lic_error_make(p, LIC_CONFLICT, "moved-on",
                          "the date, a price or the quantity has changed since the preview: look at the new one");
}

lic_error_t *lic_preview_check_asked(const lic_confirmed_t *confirmed, const lic_unit_t *unit, const char *product,
                                     const char *asked)
{
    if (strcmp(confirmed->product, product) || strcmp(confirmed->asked, asked))
        return lic_error_make(unit->pool, LIC_REFUSED, "key-reused", "this was confirmed or previewed for %s of %s",
                              confirmed->asked, confirmed->product);
    return strcmp(confirmed->date, lic_date_format(unit->change->today, unit->pool)) ? lic_preview_moved_on(unit->pool)
                                                                                     : NULL;
}

lic_error_t *lic_preview_check_facts(const lic_confirmed_t *confirmed, const lic_unit_t *unit, const lic_outcome_t *out)
{
    return strcmp(confirmed->facts, facts_digest(unit->change, out, unit->pool)) ? lic_preview_moved_on(unit->pool)
                                                                                 : NULL;
}
