/* What commands ask their line for. */
#include "ctl.h"

#include <stdarg.h>

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "store/account.h"

#define KEYS 500

const char *lic_order_option(const lic_order_t *order, const char *name)
{
    return apr_table_get(order->options, name);
}

lic_error_t *lic_order_usage(const lic_order_t *order, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *said = lic_text_vprintf(order->pool, fmt, args);
    va_end(args);
    return lic_error_make(order->pool, LIC_INVALID, "usage", "%s; right is: licencesctl %s %s", said,
                          order->command->name, order->command->args);
}

lic_error_t *lic_order_int(apr_int64_t *out, const lic_order_t *order, const char *what, const char *text)
{
    return lic_text_parse_int(out, text) ? NULL : lic_order_usage(order, "%s: %s is not a whole number", what, text);
}

lic_error_t *lic_order_date(lic_date_t *out, const lic_order_t *order, const char *name)
{
    const char *text = lic_order_option(order, name);
    *out = text ? lic_date_parse(text) : LIC_DATE_NONE;
    return text && *out == LIC_DATE_NONE ? lic_order_usage(order, "--%s: %s is no date like 2026-11-24", name, text)
                                         : NULL;
}

lic_error_t *lic_order_caller(lic_caller_t *caller, const lic_order_t *order, const char *account)
{
    lic_db_t *db;
    lic_account_t *row;
    *caller = (lic_caller_t){.account = account, .user = "operator", .trusted = 1, .now = order->now};
    if (!order->now_given)
        return NULL;
    LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
    LIC_TRY(lic_account_find(&row, db, account, order->pool));
    if (row->last_at <= order->now)
        return NULL;
    const char *last = lic_text_instant(row->last_at, order->pool);
    return lic_error_fact(lic_error_make(order->pool, LIC_REFUSED, "now-too-early",
                                         "the account %s was last changed at %s: --now can't be before that", account,
                                         last),
                          "last", last);
}

lic_error_t *lic_ctl_keys(apr_array_header_t *keys, const lic_order_t *order)
{
    const char *after = "";
    for (;;) {
        apr_array_header_t *more;
        lic_db_t *db;
        LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
        LIC_TRY(lic_account_keys(&more, db, after, KEYS, order->pool));
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
