/* service/quantity.c  Changing a quantity: as a preview's token confirms it, or in one go. */
#include "service/quantity.h"

#include <string.h>

#include <apr_strings.h>

#include "service/answer.h"
#include "service/preview.h"
#include "store/request.h"

typedef struct lic_quantity_args_t {
    lic_outcome_t *out;
    const char *product;
    lic_asked_t asked;
    lic_requester_t requester;
    const char *token;                /**< of a preview; NULL: without one */
    const char *key, *digest;         /**< of the stored answer; key NULL: none is stored, or the token says which */
    const lic_condition_t *condition; /**< NULL: none */
    const lic_extra_step_t *extra;    /**< NULL: none */
    lic_step_fn *extra_finish;        /**< what that step wants done at the end; of this try */
} lic_quantity_args_t;

/* What identifies the content of a request: a repeat with other content is refused. */
static const char *content_digest(const char *product, apr_int64_t asked, const lic_caller_t *caller,
                                  const lic_extra_step_t *extra, apr_pool_t *p)
{
    const char *content = apr_psprintf(p, "%s %" APR_INT64_T_FMT, product, asked);
    if (caller->order_number)
        content = apr_pstrcat(p, content, " for ", caller->order_number, NULL);
    if (extra)
        content = apr_pstrcat(p, content, " ", extra->content, NULL);
    return lic_token_digest(content, strlen(content), p);
}

/* What was stored for the key, as it was then: out->replayed. Else out is left alone. */
static lic_error_t *find_answer(const lic_quantity_args_t *args, lic_unit_t *unit, const char *key)
{
    const char *answer = NULL;
    if (!key)
        return NULL;
    LIC_TRY(lic_request_find(&answer, &unit->oldest_answer, unit->db, unit->book->account->id, key, args->digest,
                             unit->pool));
    return answer ? lic_answer_unpack(args->out, answer, unit->pool) : NULL;
}

/* When the change is applied, its log id is known: the answer is complete, and kept for a repeat. */
static lic_error_t *finish_quantity(lic_unit_t *unit, void *baton)
{
    lic_quantity_args_t *args = baton;
    if (args->extra_finish)
        LIC_TRY(args->extra_finish(unit, args->extra->baton));
    args->out->log = lic_unit_log(unit);
    args->out->revision = unit->book->account->revision;
    if (unit->answer_key)
        unit->answer = lic_answer_pack(args->out, unit->pool);
    return NULL;
}

static lic_error_t *decide(const lic_quantity_args_t *args, const lic_unit_t *unit, const lic_position_t *position)
{
    if (args->asked.on != LIC_DATE_NONE)
        return lic_preview_plan(args->out, NULL, unit, position, &args->asked);
    if (args->asked.undo)
        return lic_preview_undo(args->out, unit, position, args->requester);
    if (args->asked.quantity != LIC_QUANTITY_AS_IS)
        return lic_quantity_decide(
            unit->change, args->out, position->product,
            args->asked.quantity == LIC_QUANTITY_KEEP ? position->purchased : args->asked.quantity, args->requester);
    *args->out =
        (lic_outcome_t){.kind = LIC_UNCHANGED, .product = position->product, .asked = position->next, .wiped = -1};
    return NULL;
}

/* What is asked for, where the state is still the one that it was asked of */
static lic_error_t *change(lic_quantity_args_t *args, lic_unit_t *unit, const lic_confirmed_t *confirmed)
{
    lic_position_t *position;
    LIC_TRY(lic_condition_check(args->condition, unit->revision, unit->pool));
    if (confirmed)
        LIC_TRY(lic_preview_check_asked(confirmed, unit, args->product, lic_preview_asked(&args->asked, unit->pool)));
    LIC_TRY(lic_preview_find(&position, unit->book, args->product, unit->pool));
    LIC_TRY(decide(args, unit, position));
    if (confirmed)
        LIC_TRY(lic_preview_check_facts(confirmed, unit, args->out));
    args->out->revision = unit->revision;
    if (!args->extra)
        return NULL;
    LIC_TRY(args->extra->step(unit, args->extra->baton));
    args->extra_finish = unit->finish;
    return NULL;
}

/* In the order of product.md: signature, stored answer, state, decision. */
static lic_error_t *step_quantity(lic_unit_t *unit, void *baton)
{
    lic_quantity_args_t *args = baton;
    lic_confirmed_t confirmed;
    const char *key = args->key;
    if (args->token) {
        LIC_TRY(lic_preview_verify(&confirmed, unit, args->token));
        key = confirmed.id;
    }
    LIC_TRY(find_answer(args, unit, key));
    if (args->out->replayed)
        return NULL;
    if (args->token && confirmed.expired)
        return confirmed.expired;
    LIC_TRY(change(args, unit, args->token ? &confirmed : NULL));
    unit->finish = finish_quantity;
    unit->answer_key = key;
    unit->answer_digest = args->digest;
    return NULL;
}

lic_error_t *lic_quantity_confirm_with(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                       const char *product, apr_int64_t asked, const char *token,
                                       const lic_extra_step_t *extra, apr_pool_t *p)
{
    lic_quantity_args_t args = {.out = out,
                                .product = product,
                                .asked = {.quantity = asked, .on = LIC_DATE_NONE},
                                .requester = caller->trusted ? LIC_REQUESTER_SUPPORT : LIC_REQUESTER_ADMIN,
                                .token = token,
                                .digest = content_digest(product, asked, caller, extra, p),
                                .extra = extra};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .asked = asked, .wiped = -1};
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}

lic_error_t *lic_quantity_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, const char *token, apr_pool_t *p)
{
    return lic_quantity_confirm_with(out, from, caller, product, asked, token, NULL, p);
}

lic_error_t *lic_quantity_set(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t asked, lic_requester_t requester,
                              const lic_condition_t *condition, apr_pool_t *p)
{
    lic_quantity_args_t args = {
        .out = out, .product = product, .asked = {.quantity = asked, .on = LIC_DATE_NONE}, .requester = requester};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .asked = asked, .wiped = -1};
    if (condition) {
        args.condition = condition;
        args.key = lic_condition_key(condition, caller, p);
        args.digest = condition->digest ? condition->digest : content_digest(product, asked, caller, NULL, p);
    }
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}

lic_error_t *lic_undo_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, const char *token, apr_pool_t *p)
{
    const char *content = apr_pstrcat(p, "undo ", product, NULL);
    lic_quantity_args_t args = {.out = out,
                                .product = product,
                                .asked = {.undo = 1, .on = LIC_DATE_NONE},
                                .requester = caller->trusted ? LIC_REQUESTER_SUPPORT : LIC_REQUESTER_ADMIN,
                                .token = token,
                                .digest = lic_token_digest(content, strlen(content), p)};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .wiped = -1};
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}

lic_error_t *lic_undo_run(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                          apr_pool_t *p)
{
    lic_quantity_args_t args = {
        .out = out, .product = product, .asked = {.undo = 1, .on = LIC_DATE_NONE}, .requester = LIC_REQUESTER_SUPPORT};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .wiped = -1};
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}

lic_error_t *lic_plan_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t quantity, lic_date_t on, const char *token,
                              apr_pool_t *p)
{
    lic_quantity_args_t args = {
        .out = out, .product = product, .asked = {.quantity = quantity, .on = on}, .token = token};
    const char *content = apr_pstrcat(p, "plan ", product, " ", lic_preview_asked(&args.asked, p),
                                      caller->order_number ? " for " : NULL, caller->order_number, NULL);
    args.digest = lic_token_digest(content, strlen(content), p);
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .wiped = -1};
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}

lic_error_t *lic_plan_run(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                          apr_int64_t quantity, lic_date_t on, apr_pool_t *p)
{
    lic_quantity_args_t args = {.out = out, .product = product, .asked = {.quantity = quantity, .on = on}};
    *out = (lic_outcome_t){.kind = LIC_REFUSED_OUTCOME, .wiped = -1};
    return lic_unit_run(NULL, from, caller, step_quantity, &args, p);
}
