/* ctl/cmd_plan.c  What is to happen on a day: planning, cancelling, listing. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "ctl/table.h"
#include "service/employee.h"
#include "service/plan.h"
#include "service/quantity.h"
#include "store/plan.h"

static lic_error_t *read_date(lic_date_t *on, const lic_invocation_t *invocation, const char *text)
{
    *on = lic_date_parse(text);
    return *on == LIC_DATE_NONE ? lic_order_usage(invocation, "%s is no date like 2026-11-24", text) : NULL;
}

static lic_error_t *plan_employee(lic_invocation_t *invocation, const lic_caller_t *caller, lic_plan_kind_t kind)
{
    const char *login = invocation->args[2], *typed = invocation->args[3];
    apr_int64_t id, log;
    lic_date_t on;
    if (invocation->nargs != 4)
        return lic_order_usage(invocation, "ACCOUNT start|leave LOGIN DATE");
    LIC_TRY(read_date(&on, invocation, typed));
    LIC_TRY(lic_employee_id(&id, &invocation->ctl->source, caller->account, login, invocation->pool));
    LIC_TRY(lic_plan_set(&log, &invocation->ctl->source, caller, kind, id, on, invocation->pool));
    printf("%s: planned: %s %s on %s%s\n", caller->account, login,
           kind == LIC_PLAN_START ? "starts" : "has the last day", typed, log ? "" : ", as before");
    return NULL;
}

static lic_error_t *plan_purchase(lic_invocation_t *invocation, lic_caller_t *caller)
{
    const char *product = invocation->args[2], *total = invocation->args[3];
    lic_outcome_t out;
    apr_int64_t quantity;
    lic_date_t on;
    apr_pool_t *p = invocation->pool;
    if (invocation->nargs != 5)
        return lic_order_usage(invocation, "ACCOUNT buy PRODUCT TOTAL DATE");
    LIC_TRY(read_date(&on, invocation, invocation->args[4]));
    if (!lic_text_parse_int(&quantity, total))
        return lic_error_make(p, LIC_REFUSED, "quantity-not-a-number",
                              "%s is not a whole number in digits: nothing was planned", total);
    LIC_TRY(lic_order_number(caller, invocation));
    LIC_TRY(lic_plan_run(&out, &invocation->ctl->source, caller, product, quantity, on, p));
    printf("%s: planned: %s of %s from %s; as things stand, %s without VAT%s\n", caller->account, total, product,
           invocation->args[4], lic_ctl_money(out.invoice->net, out.invoice->currency, p),
           out.log ? "" : ", as before");
    return NULL;
}

static lic_error_t *cancel(lic_invocation_t *invocation, const lic_caller_t *caller)
{
    apr_int64_t id, log;
    if (invocation->nargs != 3)
        return lic_order_usage(invocation, "ACCOUNT cancel ID");
    LIC_TRY(lic_order_int(&id, invocation, "ID", invocation->args[2]));
    LIC_TRY(lic_plan_unset(&log, &invocation->ctl->source, caller, id, invocation->pool));
    printf("%s: cancelled\n", caller->account);
    return NULL;
}

const lic_option_t lic_plan_options[] = {
    {"order-number", "NUMBER", "of buy: the customer's, on the invoice (default: the account's)", 0},
    {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_plan(lic_invocation_t *invocation)
{
    const char *word = invocation->args[1];
    const int kind = lic_word_value(lic_plan_words, word, 0);
    lic_caller_t caller;
    if (!kind && strcmp(word, "cancel"))
        return lic_order_usage(invocation, "%s is none of start, leave, buy, cancel", word);
    if (kind != LIC_PLAN_BUY && lic_order_option(invocation, "order-number"))
        return lic_order_usage(invocation, "--order-number: with buy");
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    if (!kind)
        return cancel(invocation, &caller);
    return kind == LIC_PLAN_BUY ? plan_purchase(invocation, &caller)
                                : plan_employee(invocation, &caller, (lic_plan_kind_t)kind);
}

typedef struct lic_plans_args_t {
    apr_array_header_t *some; /* of lic_plan_t */
    const lic_plan_t *after;
    apr_pool_t *pool;
} lic_plans_args_t;

static lic_error_t *step_read(lic_unit_t *unit, void *baton)
{
    lic_plans_args_t *args = baton;
    return lic_plan_list(&args->some, unit->db, unit->book->account->id, args->after, LIC_DATE_NONE, LIC_DATE_NONE,
                         LIC_CTL_SOME, args->pool);
}

lic_error_t *lic_cmd_plan_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"id",       "kind",       "on",    "login",       "product",
                                          "quantity", "planned_by", "waits", "order_number"};
    apr_pool_t *p = invocation->pool, *some[2]; /* the last row of one part is where the next goes on */
    lic_plans_args_t args = {.after = NULL};
    lic_caller_t caller;
    lic_table_t *table;
    LIC_TRY(lic_table_begin(&table, invocation, columns, sizeof(columns) / sizeof(columns[0]), p));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    apr_pool_create(&some[0], p);
    apr_pool_create(&some[1], p);
    for (int part = 0; !part || args.some->nelts; part++) {
        args.pool = some[part % 2];
        apr_pool_clear(args.pool);
        LIC_TRY(lic_unit_peek(&invocation->ctl->source, &caller, step_read, &args, args.pool));
        for (int i = 0; i < args.some->nelts; i++) {
            const lic_plan_t *plan = args.after = &APR_ARRAY_IDX(args.some, i, lic_plan_t);
            lic_table_row(
                table,
                (const char *const[]){
                    apr_psprintf(args.pool, "%" APR_INT64_T_FMT, plan->id),
                    lic_word_of(lic_plan_words, (int)plan->kind), lic_date_format(plan->on, args.pool), plan->login,
                    plan->key,
                    plan->kind == LIC_PLAN_BUY ? apr_psprintf(args.pool, "%" APR_INT64_T_FMT, plan->quantity) : "",
                    plan->planned_by, plan->waits ? "yes" : "", plan->order_number ? plan->order_number : ""});
        }
    }
    lic_table_end(table);
    return NULL;
}
