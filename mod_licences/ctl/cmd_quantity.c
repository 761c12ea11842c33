/* ctl/cmd_quantity.c  Quantities of products, and from how few left on to warn. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "core/policy.h"
#include "service/business_terms.h"
#include "service/policy.h"
#include "service/threshold.h"
#include "service/quantity.h"

/* --- quantity ----------------------------------------------------------------------------------- */

static void say_bought(const lic_invocation_t *invocation, const lic_outcome_t *out)
{
    const char *account = invocation->args[0], *product = invocation->args[1];
    const lic_invoice_t *invoice = out->invoice;
    apr_pool_t *p = invocation->pool;
    printf("%s: bought: %lld of %s from now on; invoice %s over %s (%s and %s VAT)\n", account, (long long)out->asked,
           product, invoice->number, lic_ctl_money(invoice->total, invoice->currency, p),
           lic_ctl_money(invoice->net, invoice->currency, p), lic_ctl_money(invoice->vat, invoice->currency, p));
    if (out->wiped >= 0)
        printf(
            "%s: the change to %lld that was scheduled is gone; licencesctl quantity %s %s %lld schedules it again\n",
            account, (long long)out->wiped, account, product, (long long)out->wiped);
}

static void say_outcome(const lic_invocation_t *invocation, const lic_outcome_t *out)
{
    const char *account = invocation->args[0], *product = invocation->args[1];
    const long long asked = out->asked;
    switch (out->kind) {
    case LIC_BOUGHT:
        say_bought(invocation, out);
        break;
    case LIC_SCALED_DOWN:
        printf("%s: scaled down: %lld of %s from the next period on; nothing is credited\n", account, asked, product);
        break;
    case LIC_KEPT:
        printf("%s: kept: %lld of %s; the change that was scheduled is cancelled\n", account, asked, product);
        break;
    default:
        printf("%s: unchanged: %lld of %s is what there is\n", account, asked, product);
    }
}

const lic_option_t lic_quantity_options[] = {
    {"order-number", "NUMBER", "of the customer, on the invoice (default: the account's)", 0}, {NULL, NULL, NULL, 0}};

lic_error_t *lic_order_number(lic_caller_t *caller, const lic_invocation_t *invocation)
{
    const char *typed = lic_order_option(invocation, "order-number");
    return typed ? lic_business_order_number_check(&caller->order_number, typed, invocation->pool) : NULL;
}

lic_error_t *lic_cmd_quantity(lic_invocation_t *invocation)
{
    lic_caller_t caller;
    lic_outcome_t out;
    apr_int64_t asked;
    if (!lic_text_parse_int(&asked, invocation->args[2]))
        return lic_error_make(invocation->pool, LIC_REFUSED, "quantity-not-a-number",
                              "%s is not a whole number in digits: nothing was changed", invocation->args[2]);
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_order_number(&caller, invocation));
    LIC_TRY(lic_quantity_set(&out, &invocation->ctl->source, &caller, invocation->args[1], asked, LIC_REQUESTER_SUPPORT,
                             NULL, invocation->pool));
    say_outcome(invocation, &out);
    return NULL;
}

lic_error_t *lic_cmd_undo(lic_invocation_t *invocation)
{
    const char *account = invocation->args[0], *product = invocation->args[1];
    apr_pool_t *p = invocation->pool;
    lic_caller_t caller;
    lic_outcome_t out;
    LIC_TRY(lic_order_caller(&caller, invocation, account));
    LIC_TRY(lic_undo_run(&out, &invocation->ctl->source, &caller, product, p));
    const lic_invoice_t *credit = out.invoice;
    printf("%s: undone: %lld of %s as before; credit note %s of invoice %s over %s (%s and %s VAT)\n", account,
           (long long)out.asked, product, credit->number, credit->credits,
           lic_ctl_money(credit->total, credit->currency, p), lic_ctl_money(credit->net, credit->currency, p),
           lic_ctl_money(credit->vat, credit->currency, p));
    return NULL;
}

lic_error_t *lic_cmd_threshold(lic_invocation_t *invocation)
{
    const char *account = invocation->args[0], *product = invocation->args[1], *typed = invocation->args[2];
    const int usual = !strcmp(typed, "default");
    apr_int64_t threshold = -1, changed;
    lic_caller_t caller;
    if (!usual && (!lic_text_parse_int(&threshold, typed) || threshold < 0))
        return lic_order_usage(invocation, "%s is neither a whole number in digits nor \"default\"", typed);
    LIC_TRY(lic_order_caller(&caller, invocation, account));
    LIC_TRY(lic_threshold_set(&changed, &invocation->ctl->source, &caller, product, threshold, invocation->pool));
    printf("%s: %s: warns %s%s\n", account, product,
           usual ? "by the usual rule" : apr_psprintf(invocation->pool, "from %s left on", typed),
           changed ? "" : ", as before");
    return NULL;
}

const lic_option_t lic_policy_options[] = {
    {"cap", "N", "of buy: the highest total that is bought (default: the account's ceiling)", 0},
    {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_policy(lic_invocation_t *invocation)
{
    const char *account = invocation->args[0], *product = invocation->args[1], *word = invocation->args[2];
    const char *typed = lic_order_option(invocation, "cap");
    const int policy = lic_word_value(lic_policy_words, word, -1);
    apr_int64_t cap = LIC_POLICY_NO_CAP, changed;
    lic_caller_t caller;
    if (policy < 0)
        return lic_order_usage(invocation, "%s is none of grace, block, buy", word);
    if (typed && (policy != LIC_POLICY_BUY || !lic_text_parse_int(&cap, typed) || cap < 1))
        return lic_order_usage(invocation, "--cap %s: a whole number of at least 1, with buy", typed);
    LIC_TRY(lic_order_caller(&caller, invocation, account));
    LIC_TRY(lic_policy_set(&changed, &invocation->ctl->source, &caller, product, (lic_policy_t)policy, cap,
                           invocation->pool));
    printf("%s: %s: when no licence is free: %s%s%s%s\n", account, product, word, typed ? " up to " : "",
           typed ? typed : "", changed ? "" : ", as before");
    return NULL;
}
