/* Quantities, employees, add-on licences. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

#include "base/text.h"
#include "service/few.h"
#include "service/quantity.h"
#include "service/staff.h"

/* --- quantity ----------------------------------------------------------------------------------- */

static void say_bought(const lic_order_t *order, const lic_outcome_t *out)
{
    const char *account = order->args[0], *product = order->args[1];
    const lic_invoice_t *invoice = out->invoice;
    apr_pool_t *p = order->pool;
    printf("%s: bought: %lld of %s from now on; invoice %s over %s (%s and %s VAT)\n", account, (long long)out->asked,
           product, invoice->number, lic_ctl_money(invoice->total, invoice->currency, p),
           lic_ctl_money(invoice->net, invoice->currency, p), lic_ctl_money(invoice->vat, invoice->currency, p));
    if (out->wiped >= 0)
        printf(
            "%s: the change to %lld that was scheduled is gone; licencesctl quantity %s %s %lld schedules it again\n",
            account, (long long)out->wiped, account, product, (long long)out->wiped);
}

static void say_outcome(const lic_order_t *order, const lic_outcome_t *out)
{
    const char *account = order->args[0], *product = order->args[1];
    const long long asked = out->asked;
    switch (out->kind) {
    case LIC_BOUGHT:
        say_bought(order, out);
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

lic_error_t *lic_cmd_quantity(lic_order_t *order)
{
    lic_caller_t caller;
    lic_outcome_t out;
    apr_int64_t asked;
    if (!lic_text_parse_int(&asked, order->args[2]))
        return lic_error_make(order->pool, LIC_REFUSED, "quantity-not-a-number",
                              "%s is not a whole number in digits: nothing was changed", order->args[2]);
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_quantity_set(&out, &order->ctl->source, &caller, order->args[1], asked, LIC_HAND_SUPPORT, NULL,
                             order->pool));
    say_outcome(order, &out);
    return NULL;
}

lic_error_t *lic_cmd_few(lic_order_t *order)
{
    const char *account = order->args[0], *product = order->args[1], *typed = order->args[2];
    const int usual = !strcmp(typed, "default");
    apr_int64_t few = -1, changed;
    lic_caller_t caller;
    if (!usual && (!lic_text_parse_int(&few, typed) || few < 0))
        return lic_order_usage(order, "%s is neither a whole number in digits nor \"default\"", typed);
    LIC_TRY(lic_order_caller(&caller, order, account));
    LIC_TRY(lic_few_set(&changed, &order->ctl->source, &caller, product, few, order->pool));
    printf("%s: %s: warns %s%s\n", account, product,
           usual ? "by the usual rule" : apr_psprintf(order->pool, "from %s left on", typed),
           changed ? "" : ", as before");
    return NULL;
}

/* --- employees ---------------------------------------------------------------------------------- */

const lic_option_t lic_employee_add_options[] = {
    {"name", "NAME", "first and last name", 1},
    {"initials", "INITIALS", "at most 10 characters", 0},
    {"email", "EMAIL", "(a service log-in may have none)", 0},
    {"inactive", NULL, "takes no licence yet", 0},
    {"service", NULL, "a program's log-in: it never takes a licence", 0},
    {"role", "ROLE", "a role to give; may be repeated; made if it is new", 0},
    {NULL, NULL, NULL, 0}};

static int collect_role(void *roles, const char *name, const char *value)
{
    (void)name;
    APR_ARRAY_PUSH((apr_array_header_t *)roles, const char *) = value;
    return 1;
}

static const char *const *roles_of(const lic_order_t *order)
{
    apr_array_header_t *roles = apr_array_make(order->pool, 2, sizeof(const char *));
    apr_table_do(collect_role, roles, order->options, "role", NULL);
    APR_ARRAY_PUSH(roles, const char *) = NULL;
    return (const char *const *)roles->elts;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void say_beyond(const lic_act_report_t *report, const char *of, apr_pool_t *p)
{
    if (report->beyond && report->deadline)
        printf("  %s beyond what is purchased: %lld; marked until %s unless more are bought\n", of,
               (long long)report->beyond, lic_text_instant(report->deadline, p));
}

lic_error_t *lic_cmd_employee_add(lic_order_t *order)
{
    lic_caller_t caller;
    lic_act_report_t report;
    lic_employee_t person = {.login = order->args[1],
                             .name = lic_order_option(order, "name"),
                             .initials = or_empty(lic_order_option(order, "initials")),
                             .email = or_empty(lic_order_option(order, "email")),
                             .active = !lic_order_option(order, "inactive"),
                             .service = !!lic_order_option(order, "service"),
                             .roles = roles_of(order)};
    for (const char *const *role = person.roles; *role; role++)
        if (!lic_text_valid_key(*role))
            return lic_order_usage(order, "--role: %s is no key of a-z, 0-9 and -", *role);
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_staff_add(&report, &order->ctl->source, &caller, &person, order->pool));
    printf("%s: employee %lld (%s) added\n", caller.account, (long long)person.id, person.login);
    if (person.active && !person.service)
        say_beyond(&report, "user licences", order->pool);
    return NULL;
}

static lic_error_t *refused(const lic_order_t *order, const char *account, const lic_act_outcome_t *row)
{
    const char *why = "";
    switch (row->outcome) {
    case LIC_STAFF_LAST_ROLES:
        why = "is the last active one with the right roles; the account would be locked out of itself";
        break;
    case LIC_STAFF_INACTIVE:
        why = "is inactive, and can't be given an add-on licence";
        break;
    case LIC_STAFF_SERVICE:
        why = "is a service log-in, which takes no licence";
        break;
    default:
        why = "is not known";
    }
    return lic_error_make(order->pool, LIC_REFUSED, lic_word_of(lic_staff_outcome_words, row->outcome), "%s: %s %s",
                          account, order->args[1], why);
}

static lic_error_t *act(lic_order_t *order, const char *word, const char *module)
{
    lic_caller_t caller;
    lic_act_report_t report;
    apr_int64_t id;
    const lic_act_t what = (lic_act_t)lic_word_value(lic_act_words, word, 0);
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_staff_id(&id, &order->ctl->source, caller.account, order->args[1], order->pool));
    LIC_TRY(lic_staff_act(&report, &order->ctl->source, &caller, what, &id, 1, module, order->pool));
    const int done = report.rows[0].outcome == LIC_STAFF_DONE;
    if (!done && report.rows[0].outcome != LIC_STAFF_UNCHANGED)
        return refused(order, caller.account, &report.rows[0]);
    printf("%s: %s %s%s%s%s\n", caller.account, word, order->args[1], module ? " " : "", module ? module : "",
           done ? "" : ": unchanged, it was so already");
    if (what == LIC_ACT_ACTIVATE || what == LIC_ACT_ASSIGN)
        say_beyond(&report, module ? "add-on licences" : "user licences", order->pool);
    return NULL;
}

lic_error_t *lic_cmd_employee_act(lic_order_t *order)
{
    return act(order, strchr(order->command->name, ' ') + 1, NULL);
}

lic_error_t *lic_cmd_assign(lic_order_t *order)
{
    return act(order, order->command->name, order->args[2]);
}
