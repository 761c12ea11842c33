/* ctl/invocation.c  What commands ask their line for. */
#include "ctl.h"

#include <stdarg.h>

#include <apr_strings.h>

#include "base/instant.h"
#include "base/money.h"
#include "base/text.h"
#include "store/account.h"

#define KEYS 500

const char *lic_order_option(const lic_invocation_t *invocation, const char *name)
{
    return apr_table_get(invocation->options, name);
}

lic_error_t *lic_order_usage(const lic_invocation_t *invocation, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *said = lic_text_vprintf(invocation->pool, fmt, args);
    va_end(args);
    return lic_error_make(invocation->pool, LIC_INVALID, "usage", "%s; right is: licencesctl %s %s", said,
                          invocation->command->name, invocation->command->args);
}

lic_error_t *lic_order_some(const lic_invocation_t *invocation)
{
    const char *known = "";
    for (const lic_option_t *option = invocation->command->options; option->name; option++) {
        if (lic_order_option(invocation, option->name))
            return NULL;
        known = apr_pstrcat(invocation->pool, known, " --", option->name, NULL);
    }
    return lic_order_usage(invocation, "what is to be set? There are:%s", known);
}

lic_error_t *lic_order_int(apr_int64_t *out, const lic_invocation_t *invocation, const char *what, const char *text)
{
    return lic_text_parse_int(out, text) ? NULL
                                         : lic_order_usage(invocation, "%s: %s is not a whole number", what, text);
}

lic_error_t *lic_order_date(lic_date_t *out, const lic_invocation_t *invocation, const char *name)
{
    const char *text = lic_order_option(invocation, name);
    *out = text ? lic_date_parse(text) : LIC_DATE_NONE;
    return text && *out == LIC_DATE_NONE
               ? lic_order_usage(invocation, "--%s: %s is no date like 2026-11-24", name, text)
               : NULL;
}

lic_error_t *lic_order_caller(lic_caller_t *caller, const lic_invocation_t *invocation, const char *account)
{
    lic_db_t *db;
    lic_account_t *row;
    *caller = (lic_caller_t){.account = account,
                             .user = "operator",
                             .trusted = 1,
                             .now = invocation->now,
                             .rehearses = invocation->now_given};
    if (!invocation->now_given)
        return NULL;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    LIC_TRY(lic_account_find(&row, db, account, invocation->pool));
    if (row->last_at <= invocation->now)
        return NULL;
    const char *last = lic_instant_format(row->last_at, invocation->pool);
    return lic_error_fact(lic_error_make(invocation->pool, LIC_REFUSED, "now-too-early",
                                         "the account %s was last changed at %s: --now can't be before that", account,
                                         last),
                          "last", last);
}

lic_error_t *lic_ctl_keys(apr_array_header_t *keys, const lic_invocation_t *invocation)
{
    const char *after = "";
    for (;;) {
        apr_array_header_t *more;
        lic_db_t *db;
        LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
        LIC_TRY(lic_account_keys(&more, db, after, KEYS, invocation->pool));
        if (!more->nelts)
            return NULL;
        apr_array_cat(keys, more);
        after = APR_ARRAY_IDX(more, more->nelts - 1, const char *);
    }
}

const char *lic_ctl_money(apr_int64_t minor, const char *currency, apr_pool_t *p)
{
    return apr_pstrcat(p, lic_text_major(minor, lic_money_digits(currency), '.', p), " ", currency, NULL);
}
