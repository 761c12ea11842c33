/* ctl/cmd_product.c  Products and their prices. */
#include "ctl.h"
#include "table.h"

#include <string.h>

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "service/admin.h"
#include "store/statement.h"

const lic_option_t lic_product_add_options[] = {{"kind", "user|bundled|addon|integration", "what it is", 1},
                                                {"name", "NAME", "what the product is called", 1},
                                                {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_product_add(lic_invocation_t *invocation)
{
    const char *word = lic_order_option(invocation, "kind"), *name = lic_order_option(invocation, "name");
    const int kind = lic_word_value(lic_kind_words, word, -1);
    if (kind < 0)
        return lic_order_usage(invocation, "--kind: %s is none of %s", word,
                               lic_word_list(lic_kind_words, invocation->pool));
    LIC_TRY(
        lic_admin_product_add(&invocation->ctl->source, invocation->args[0], (lic_kind_t)kind, name, invocation->pool));
    printf("product %s added\n", invocation->args[0]);
    return NULL;
}

const lic_option_t lic_product_set_options[] = {
    {"name", "NAME", "what the product is called from now on, in every account", 1}, {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_product_set(lic_invocation_t *invocation)
{
    const char *key = invocation->args[0], *name = lic_order_option(invocation, "name");
    LIC_TRY(lic_admin_product_rename(&invocation->ctl->source, key, name, invocation->pool));
    printf("product %s is now called %s\n", key, name);
    return NULL;
}

static lic_error_t *select_products(lic_rows_t **rows, const lic_invocation_t *invocation)
{
    lic_db_t *db;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, invocation->pool));
    return lic_db_select(rows, db, LIC_Q_PRODUCT_LIST, invocation->pool);
}

lic_error_t *lic_cmd_product_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"key", "kind", "name"};
    lic_table_t *table;
    lic_rows_t *rows;
    LIC_TRY(lic_table_begin(&table, invocation, columns, 3, invocation->pool));
    LIC_TRY(select_products(&rows, invocation));
    while (lic_rows_next(rows)) {
        const char *const cells[] = {lic_rows_text(rows, LIC_C_PRODUCT_LIST_PRODUCT_KEY),
                                     lic_rows_text(rows, LIC_C_PRODUCT_LIST_KIND),
                                     lic_rows_text(rows, LIC_C_PRODUCT_LIST_NAME)};
        lic_table_row(table, cells);
    }
    lic_table_end(table);
    return NULL;
}

/* --- prices ------------------------------------------------------------------------------------- */

static lic_error_t *list_prices(lic_table_t *table, const lic_invocation_t *invocation, apr_int64_t product,
                                const char *key, apr_pool_t *p)
{
    lic_db_t *db;
    lic_rows_t *rows;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_PRICE_LIST, p, product));
    while (lic_rows_next(rows)) {
        const char *currency = lic_rows_text(rows, LIC_C_PRICE_LIST_CURRENCY);
        const apr_int64_t minor = lic_rows_int(rows, LIC_C_PRICE_LIST_PER_MONTH);
        const char *const cells[] = {
            key, currency, lic_date_format(lic_rows_date(rows, LIC_C_PRICE_LIST_VALID_FROM), p),
            apr_psprintf(p, "%" APR_INT64_T_FMT, minor), lic_text_major(minor, lic_money_digits(currency), '.', p)};
        lic_table_row(table, cells);
    }
    return NULL;
}

lic_error_t *lic_cmd_price_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"product", "currency", "from", "minor_per_month", "per_month"};
    const char *wanted = invocation->nargs ? invocation->args[0] : NULL;
    lic_table_t *table;
    lic_rows_t *rows;
    apr_pool_t *each;
    int found = !wanted;
    LIC_TRY(lic_table_begin(&table, invocation, columns, 5, invocation->pool));
    LIC_TRY(select_products(&rows, invocation));
    apr_pool_create(&each, invocation->pool);
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_PRODUCT_LIST_PRODUCT_KEY);
        apr_pool_clear(each);
        if (wanted && strcmp(wanted, key))
            continue;
        found = 1;
        LIC_TRY(list_prices(table, invocation, lic_rows_int(rows, LIC_C_PRODUCT_LIST_ID), key, each));
    }
    if (!found)
        return lic_error_make(invocation->pool, LIC_UNKNOWN, "product-unknown", "there is no product %s", wanted);
    lic_table_end(table);
    return NULL;
}

const lic_option_t lic_price_set_options[] = {
    {"from", "DATE", "first date it is valid on (default: as early as can be: tomorrow; the first price: today)", 0},
    {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_price_set(lic_invocation_t *invocation)
{
    apr_int64_t minor;
    lic_date_t from, starts;
    LIC_TRY(lic_order_int(&minor, invocation, "MINOR-PER-MONTH", invocation->args[2]));
    LIC_TRY(lic_order_date(&from, invocation, "from"));
    LIC_TRY(lic_admin_price_set(&starts, &invocation->ctl->source, invocation->args[0], invocation->args[1], minor,
                                from, invocation->now, invocation->pool));
    printf("%s: %s a month from %s on\n", invocation->args[0],
           lic_ctl_money(minor, invocation->args[1], invocation->pool), lic_date_format(starts, invocation->pool));
    return NULL;
}

lic_error_t *lic_cmd_price_unset(lic_invocation_t *invocation)
{
    const char *product = invocation->args[0], *currency = invocation->args[1], *day = invocation->args[2];
    const lic_date_t from = lic_date_parse(day);
    if (from == LIC_DATE_NONE)
        return lic_order_usage(invocation, "%s is no date like 2026-11-24", day);
    LIC_TRY(
        lic_admin_price_unset(&invocation->ctl->source, product, currency, from, invocation->now, invocation->pool));
    printf("%s: the price in %s from %s on is withdrawn\n", product, currency, day);
    return NULL;
}
