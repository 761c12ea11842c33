#include "service/quantity.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "core/price.h"
#include "service/answer.h"
#include "service/catch_up.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/request.h"
#include "store/staff.h"

#define QUANTITY_TOKEN      "preview"
#define QUANTITY_TOKEN_LIFE (apr_time_from_sec(30 * 60))
#define QUANTITY_WHO        50 /**< names in a preview */

/* What a preview's token holds */
enum { TOKEN_ACCOUNT, TOKEN_PRODUCT, TOKEN_USER, TOKEN_DATE, TOKEN_ASKED, TOKEN_FACTS, TOKEN_ID, TOKEN_FIELDS };

static const char *number(apr_int64_t n, apr_pool_t *p)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

static lic_error_t *find_product(lic_position_t **position, const lic_book_t *book, const char *key, apr_pool_t *p)
{
    *position = lic_book_find(book, key);
    if (*position)
        return NULL;
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", key), "product",
                          key);
}

/* What identifies the content of a request: a repeat with other content is refused. */
static const char *content_digest(const char *product, apr_int64_t asked, const lic_along_t *along, apr_pool_t *p)
{
    const char *content = apr_psprintf(p, "%s %" APR_INT64_T_FMT, product, asked);
    if (along)
        content = apr_pstrcat(p, content, " ", along->content, NULL);
    return lic_token_digest(content, strlen(content), p);
}

static const char *position_facts(const lic_change_t *change, int i, apr_pool_t *p)
{
    const lic_position_t *position = &change->before->positions[i];
    apr_int64_t price = -1;
    lic_price_on(&price, change->before, position->product, change->today);
    return lic_text_printf(p, "%s %lld/%lld at %lld;", position->key, (long long)position->purchased,
                           (long long)position->next, (long long)price);
}

/*
 * What a confirmation relies on: the position, those that follow it, their prices, the period, the date, and what came
 * of it. Nothing else, so that unrelated changes don't void a preview.
 */
static const char *facts_digest(const lic_change_t *change, const lic_outcome_t *out, apr_pool_t *p)
{
    const lic_account_t *account = change->before->account;
    const char *facts =
        lic_text_printf(p, "%s..%s %s %s %lld;", lic_date_format(account->period_start, p),
                        lic_date_format(account->period_end, p), lic_date_format(change->today, p),
                        lic_word_of(lic_outcome_words, out->kind), (long long)(out->invoice ? out->invoice->total : 0));
    const lic_position_t *asked = lic_book_position(change->before, out->product);
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

typedef struct lic_previewing_t {
    lic_preview_t *preview;
    const lic_caller_t *caller;
    const char *product;
    apr_int64_t asked;
} lic_previewing_t;

static lic_error_t *sum_next(apr_int64_t *net, apr_int64_t *total, const lic_book_t *book, const lic_period_t *next,
                             apr_pool_t *p)
{
    lic_invoice_t *invoice;
    LIC_TRY(lic_invoice_renewal(&invoice, book, next->start, next->end, p));
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
    LIC_TRY(lic_staff_newest(&preview->who, &preview->nwho, db, change->before->account->id, after,
                             beyond < QUANTITY_WHO ? beyond : QUANTITY_WHO, p));
    for (int i = 0; !later && i < preview->nwho; i++) /* who is marked already keeps the deadline */
        if (preview->who[i].deadline && preview->who[i].deadline < preview->would_deactivate_at)
            preview->would_deactivate_at = preview->who[i].deadline;
    return NULL;
}

static lic_error_t *sign_preview(lic_preview_t *preview, lic_db_t *db, const lic_previewing_t *asked,
                                 const lic_change_t *change, apr_pool_t *p)
{
    lic_secret_t secret;
    LIC_TRY(lic_secret_load(&secret, db, p));
    const char *fields[TOKEN_FIELDS] = {
        [TOKEN_ACCOUNT] = asked->caller->account, [TOKEN_PRODUCT] = asked->product,
        [TOKEN_USER] = asked->caller->user,       [TOKEN_DATE] = lic_date_format(change->today, p),
        [TOKEN_ASKED] = number(asked->asked, p),  [TOKEN_FACTS] = facts_digest(change, &preview->outcome, p),
        [TOKEN_ID] = lic_token_random(p),
    };
    preview->confirm =
        lic_token_sign(&secret, QUANTITY_TOKEN, change->now + QUANTITY_TOKEN_LIFE, fields, TOKEN_FIELDS, p);
    return NULL;
}

static lic_error_t *read_preview(lic_db_t *db, const lic_previewing_t *asked, lic_account_t *account, apr_pool_t *p)
{
    lic_preview_t *preview = asked->preview;
    lic_book_t *book;
    lic_position_t *position;
    lic_rights_t rights;
    *preview = (lic_preview_t){.next_date = LIC_DATE_NONE};
    LIC_TRY(lic_unit_authorise(&rights, asked->caller, db, account->id, p));
    LIC_TRY(lic_book_load(&book, db, account, p));
    LIC_TRY(find_product(&position, book, asked->product, p));
    lic_change_t *change =
        lic_change_make(book, lic_catch_up_now(account, asked->caller->now), asked->caller->user, NULL, p);
    LIC_TRY(lic_quantity_decide(change, &preview->outcome, position->product, asked->asked,
                                asked->caller->trusted ? LIC_HAND_SUPPORT : LIC_HAND_ADMIN));
    lic_period_current(&preview->period, account, change->now);
    preview->outcome.revision = account->revision;
    preview->before = *position;
    preview->after = *lic_book_position(change->after, position->product);
    LIC_TRY(fill_next(preview, change, p));
    LIC_TRY(fill_marked(preview, db, change, p));
    return preview->outcome.kind == LIC_UNCHANGED ? NULL : sign_preview(preview, db, asked, change, p);
}

/* Without a lock: what was read while somebody changed the account is read again. */
static lic_error_t *try_preview(lic_try_t *attempt, void *baton)
{
    const lic_previewing_t *asked = baton;
    apr_pool_t *p = attempt->pool;
    lic_account_t *before, *after;
    attempt->repeatable = 1;
    LIC_TRY(lic_catch_up_on(NULL, attempt->db, asked->caller->account, asked->caller->now, NULL, p));
    LIC_TRY(lic_account_find(&before, attempt->db, asked->caller->account, p));
    lic_error_t *err = read_preview(attempt->db, asked, before, p);
    LIC_TRY(lic_account_find(&after, attempt->db, asked->caller->account, p));
    if (before->revision != after->revision)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-busy", "%s keeps changing while it is read", before->key);
    return err;
}

lic_error_t *lic_quantity_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, apr_pool_t *p)
{
    lic_previewing_t previewing = {preview, caller, product, asked};
    return lic_retry_run(from, try_preview, &previewing, p);
}

/* --- confirm, set ------------------------------------------------------------------------------- */

typedef struct lic_asking_t {
    lic_outcome_t *out;
    const lic_caller_t *caller;
    const char *product;
    apr_int64_t asked;
    lic_hand_t hand;
    const char *key, *digest;         /**< of the stored answer; key NULL: none is stored */
    const char *const *fields;        /**< of the token; NULL without a preview */
    const lic_condition_t *condition; /**< NULL: none */
    const char *token;
    lic_error_t *expired; /**< the token is authentic but too old */
    const lic_along_t *along;
    lic_step_fn *along_finish; /**< of this try */
} lic_asking_t;

static lic_error_t *stored_answer(int *found, const lic_asking_t *asking, lic_db_t *db, apr_int64_t account,
                                  apr_pool_t *p)
{
    const char *answer = NULL;
    *found = 0;
    if (!asking->key)
        return NULL;
    LIC_TRY(lic_request_find(&answer, db, account, asking->key, asking->digest, p));
    if (!answer)
        return NULL;
    *found = 1;
    return lic_answer_unpack(asking->out, answer, p);
}

static lic_error_t *moved_on(apr_pool_t *p)
{
    return lic_error_make(p, LIC_CONFLICT, "moved-on",
                          "the date, a price or the quantity has changed since the preview: look at the new one");
}

static lic_error_t *check_state(const lic_asking_t *asking, const lic_unit_t *unit)
{
    const lic_account_t *account = unit->book->account;
    LIC_TRY(lic_condition_check(asking->condition, account->revision - 1, unit->pool)); /* the lock counted one up */
    if (!asking->fields)
        return NULL;
    const char *const *fields = asking->fields;
    if (strcmp(fields[TOKEN_PRODUCT], asking->product) ||
        strcmp(fields[TOKEN_ASKED], number(asking->asked, unit->pool)))
        return lic_error_make(unit->pool, LIC_REFUSED, "key-reused", "this was confirmed or previewed for %s of %s",
                              fields[TOKEN_ASKED], fields[TOKEN_PRODUCT]);
    return strcmp(fields[TOKEN_DATE], lic_date_format(unit->change->today, unit->pool)) ? moved_on(unit->pool) : NULL;
}

/* When the change is applied, its log id is known: the answer is complete, and kept for a repeat. */
static lic_error_t *finish_quantity(lic_unit_t *unit, void *baton)
{
    lic_asking_t *asking = baton;
    if (asking->along_finish)
        LIC_TRY(asking->along_finish(unit, asking->along->baton));
    asking->out->log = lic_unit_log(unit);
    asking->out->revision = unit->book->account->revision;
    if (asking->key)
        unit->answer = lic_answer_pack(asking->out, unit->pool);
    return NULL;
}

static lic_error_t *decide(const lic_asking_t *asking, const lic_unit_t *unit, const lic_position_t *position)
{
    if (asking->asked != LIC_QUANTITY_AS_IS)
        return lic_quantity_decide(unit->change, asking->out, position->product, asking->asked, asking->hand);
    *asking->out =
        (lic_outcome_t){.kind = LIC_UNCHANGED, .product = position->product, .asked = position->next, .wiped = -1};
    return NULL;
}

static lic_error_t *step_quantity(lic_unit_t *unit, void *baton)
{
    lic_asking_t *asking = baton;
    lic_position_t *position;
    int found;
    LIC_TRY(stored_answer(&found, asking, unit->db, unit->book->account->id, unit->pool));
    if (found)
        return NULL;
    LIC_TRY(check_state(asking, unit));
    LIC_TRY(find_product(&position, unit->book, asking->product, unit->pool));
    LIC_TRY(decide(asking, unit, position));
    if (asking->fields && strcmp(asking->fields[TOKEN_FACTS], facts_digest(unit->change, asking->out, unit->pool)))
        return moved_on(unit->pool);
    asking->out->revision = unit->book->account->revision - 1;
    if (asking->along) {
        LIC_TRY(asking->along->step(unit, asking->along->baton));
        asking->along_finish = unit->finish;
    }
    unit->finish = finish_quantity;
    unit->answer_key = asking->key;
    unit->answer_digest = asking->digest;
    return NULL;
}

static lic_error_t *verify(const char **fields, const lic_asking_t *asking, const lic_secret_t *secret,
                           lic_error_t **expired, apr_pool_t *p)
{
    lic_error_t *err =
        lic_token_verify(fields, TOKEN_FIELDS, secret, QUANTITY_TOKEN, asking->token, asking->caller->now, p);
    *expired = err && err->code == LIC_CONFLICT ? err : NULL;
    if ((err && !*expired) || strcmp(fields[TOKEN_ACCOUNT], asking->caller->account) ||
        strcmp(fields[TOKEN_USER], asking->caller->user))
        return lic_error_make(p, LIC_FORBIDDEN, "token-invalid",
                              "the confirmation was not handed out by this portal to this user: start again");
    return NULL;
}

/* Signature, then a look at the stored answer that needs no lock: repeats are cheap. */
static lic_error_t *try_look(lic_try_t *attempt, void *baton)
{
    lic_asking_t *asking = baton;
    apr_pool_t *p = attempt->pool;
    const char **fields = apr_pcalloc(p, sizeof(*fields) * TOKEN_FIELDS);
    lic_secret_t secret;
    lic_account_t *account;
    lic_rights_t rights;
    int found = 0;
    attempt->repeatable = 1;
    LIC_TRY(lic_secret_load(&secret, attempt->db, p));
    LIC_TRY(verify(fields, asking, &secret, &asking->expired, p));
    asking->fields = fields;
    asking->key = fields[TOKEN_ID];
    LIC_TRY(lic_account_find(&account, attempt->db, asking->caller->account, p));
    lic_error_t *err = lic_unit_authorise(&rights, asking->caller, attempt->db, account->id, p);
    if (err)
        return err->code == LIC_FORBIDDEN ? NULL : err; /* the unit refuses, and logs that */
    LIC_TRY(stored_answer(&found, asking, attempt->db, account->id, p));
    return found ? NULL : asking->expired;
}

lic_error_t *lic_quantity_confirm_along(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                        const char *product, apr_int64_t asked, const char *token,
                                        const lic_along_t *along, apr_pool_t *p)
{
    lic_asking_t asking = {.out = out,
                           .caller = caller,
                           .product = product,
                           .asked = asked,
                           .hand = caller->trusted ? LIC_HAND_SUPPORT : LIC_HAND_ADMIN,
                           .digest = content_digest(product, asked, along, p),
                           .token = token,
                           .along = along};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .asked = asked, .wiped = -1};
    LIC_TRY(lic_retry_run(from, try_look, &asking, p));
    return out->replayed ? NULL : lic_unit_run(NULL, from, caller, step_quantity, &asking, p);
}

lic_error_t *lic_quantity_moved_on(apr_pool_t *p)
{
    return moved_on(p);
}

lic_error_t *lic_quantity_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, const char *token, apr_pool_t *p)
{
    return lic_quantity_confirm_along(out, from, caller, product, asked, token, NULL, p);
}

lic_error_t *lic_quantity_set(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t asked, lic_hand_t hand, const lic_condition_t *condition,
                              apr_pool_t *p)
{
    lic_asking_t asking = {.out = out, .caller = caller, .product = product, .asked = asked, .hand = hand};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .asked = asked, .wiped = -1};
    if (condition) {
        asking.condition = condition;
        asking.key = lic_condition_key(condition, caller, p);
        asking.digest = condition->digest ? condition->digest : content_digest(product, asked, NULL, p);
    }
    return lic_unit_run(NULL, from, caller, step_quantity, &asking, p);
}
