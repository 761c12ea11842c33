/* ctl/cmd_account.c  Accounts: adding, showing, changing, closing, opening again. */
#include "ctl.h"
#include "table.h"

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "service/account_set.h"
#include "service/admin.h"
#include "store/statement.h"

const lic_option_t lic_account_add_options[] = {
    {"name", "NAME", "what the account is called", 1},
    {"currency", "CODE", "of ISO 4217, like DKK", 1},
    {"locale", "LOCALE", "language and country, like da-DK", 1},
    {"timezone", "ZONE", "like Europe/Copenhagen", 1},
    {"months", "N", "length of a period: 1, 3, 6 or 12", 1},
    {"anchor", "DATE", "a date that a period starts on", 1},
    {"vat", "PERCENT", "like 25 or 5.5", 1},
    {"billing", "EMAIL", "where invoices and notices go", 1},
    {"ceiling", "N", "highest total that can be asked for (default: 1000000)", 0},
    {"legal-name", "NAME", "for invoices", 0},
    {"address", "ADDRESS", "for invoices, in one or more lines", 0},
    {"country", "CODE", "of ISO 3166, like DK", 0},
    {"vat-id", "ID", "like DK12345678; its form is checked", 0},
    {"electronic-address", "SCHEME:ID", "where electronic invoices go, like 0184:DK12345678", 0},
    {"order-number", "NUMBER", "of the customer, on every invoice that has none of its own", 0},
    {NULL, NULL, NULL, 0}};

/* 0: not given */
static lic_error_t *take_ceiling(apr_int64_t *ceiling, const lic_invocation_t *invocation)
{
    const char *typed = lic_order_option(invocation, "ceiling");
    *ceiling = 0;
    if (!typed)
        return NULL;
    LIC_TRY(lic_order_int(ceiling, invocation, "--ceiling", typed));
    return *ceiling < 1 ? lic_order_usage(invocation, "--ceiling: at least 1") : NULL;
}

static lic_error_t *take_terms(lic_account_t *terms, const lic_invocation_t *invocation)
{
    apr_int64_t months;
    *terms = (lic_account_t){.key = invocation->args[0],
                             .name = lic_order_option(invocation, "name"),
                             .currency = lic_order_option(invocation, "currency"),
                             .locale = lic_order_option(invocation, "locale"),
                             .timezone = lic_order_option(invocation, "timezone"),
                             .billing = lic_order_option(invocation, "billing"),
                             .vat = lic_money_parse_rate(lic_order_option(invocation, "vat")),
                             .legal_name = lic_order_option(invocation, "legal-name"),
                             .address = lic_order_option(invocation, "address"),
                             .country = lic_order_option(invocation, "country"),
                             .vat_id = lic_order_option(invocation, "vat-id"),
                             .electronic_address = lic_order_option(invocation, "electronic-address"),
                             .order_number = lic_order_option(invocation, "order-number")};
    LIC_TRY(lic_order_int(&months, invocation, "--months", lic_order_option(invocation, "months")));
    terms->months = months > 0 && months <= 12 ? (int)months : 0;
    LIC_TRY(take_ceiling(&terms->ceiling, invocation));
    return lic_order_date(&terms->anchor, invocation, "anchor");
}

lic_error_t *lic_cmd_account_add(lic_invocation_t *invocation)
{
    lic_caller_t caller = {.account = invocation->args[0], .user = "operator", .trusted = 1, .now = invocation->now};
    lic_account_t terms;
    LIC_TRY(take_terms(&terms, invocation));
    LIC_TRY(lic_admin_account_add(&invocation->ctl->source, &caller, &terms, invocation->pool));
    printf("account %s added; its current period began on %s\n", terms.key,
           lic_date_format(terms.period_start, invocation->pool));
    return NULL;
}

lic_error_t *lic_cmd_account_close(lic_invocation_t *invocation)
{
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_admin_account_close(&invocation->ctl->source, &caller, invocation->pool));
    printf("%s: closes at the end of the current period\n", caller.account);
    return NULL;
}

lic_error_t *lic_cmd_account_reopen(lic_invocation_t *invocation)
{
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_admin_account_reopen(&invocation->ctl->source, &caller, invocation->pool));
    printf("%s: open again\n", caller.account);
    return NULL;
}

/* --- reading ------------------------------------------------------------------------------------ */

static lic_error_t *list_some(const char **after, int *more, lic_table_t *table, const lic_invocation_t *invocation,
                              apr_pool_t *p)
{
    lic_db_t *db;
    lic_rows_t *rows;
    int n = 0;
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ACCOUNT_LIST, p, *after, (apr_int64_t)LIC_CTL_SOME));
    for (; lic_rows_next(rows); n++) {
        *after = lic_rows_text(rows, LIC_C_ACCOUNT_LIST_ACCOUNT_KEY);
        const char *const cells[] = {
            *after,
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_NAME),
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_STATE),
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_CURRENCY),
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_LOCALE),
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_TIMEZONE),
            apr_psprintf(p, "%" APR_INT64_T_FMT, lic_rows_int(rows, LIC_C_ACCOUNT_LIST_MONTHS)),
            lic_rows_text(rows, LIC_C_ACCOUNT_LIST_BILLING)};
        lic_table_row(table, cells);
    }
    *more = n == LIC_CTL_SOME;
    return NULL;
}

lic_error_t *lic_cmd_account_list(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"key",    "name",     "state",  "currency",
                                          "locale", "timezone", "months", "billing"};
    lic_table_t *table;
    const char *after = "";
    apr_pool_t *pages[2];
    LIC_TRY(lic_table_begin(&table, invocation, columns, sizeof(columns) / sizeof(columns[0]), invocation->pool));
    apr_pool_create(&pages[0], invocation->pool);
    apr_pool_create(&pages[1], invocation->pool); /* the next page begins after a key of the last one */
    for (int more = 1, page = 0; more; page = !page) {
        apr_pool_clear(pages[page]);
        LIC_TRY(list_some(&after, &more, table, invocation, pages[page]));
    }
    lic_table_end(table);
    return NULL;
}

static void show_field(lic_table_t *table, const char *field, const char *value)
{
    const char *const cells[] = {field, value};
    lic_table_row(table, cells);
}

static const char *number(apr_int64_t n, apr_pool_t *p)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

static lic_error_t *step_show(lic_unit_t *unit, void *baton)
{
    const lic_account_t *account = unit->book->account;
    lic_table_t *table = baton;
    apr_pool_t *p = unit->pool;
    show_field(table, "key", account->key);
    show_field(table, "name", account->name);
    show_field(table, "state", lic_word_of(lic_account_state_words, account->state));
    show_field(table, "billing", account->billing);
    show_field(table, "locale", account->locale);
    show_field(table, "timezone", account->timezone);
    show_field(table, "currency", account->currency);
    show_field(table, "vat", lic_text_major(account->vat, 2, '.', p));
    show_field(table, "ceiling", number(account->ceiling, p));
    show_field(table, "legal-name", account->legal_name);
    show_field(table, "address", account->address);
    show_field(table, "country", account->country);
    show_field(table, "vat-id", account->vat_id);
    show_field(table, "electronic-address", account->electronic_address);
    show_field(table, "order-number", account->order_number);
    show_field(table, "attach-ubl", account->attach_ubl ? "yes" : "no");
    show_field(table, "months", number(account->months, p));
    show_field(table, "anchor", lic_date_format(account->anchor, p));
    show_field(table, "period-start", lic_date_format(account->period_start, p));
    show_field(table, "period-end", lic_date_format(account->period_end, p));
    show_field(table, "revision", number(account->revision, p));
    return NULL;
}

lic_error_t *lic_cmd_account_show(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"field", "value"};
    lic_table_t *table;
    lic_caller_t caller;
    LIC_TRY(lic_table_begin(&table, invocation, columns, 2, invocation->pool));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_unit_peek(&invocation->ctl->source, &caller, step_show, table, invocation->pool));
    lic_table_end(table);
    return NULL;
}

/* --- changing ----------------------------------------------------------------------------------- */

const lic_option_t lic_account_set_options[] = {
    {"name", "NAME", "what the account is called", 0},
    {"billing", "EMAIL", "where invoices and notices go from now on", 0},
    {"locale", "LOCALE", "language and country, like da-DK", 0},
    {"timezone", "ZONE", "like Europe/Copenhagen; until the first invoice", 0},
    {"currency", "CODE", "of ISO 4217, like DKK; until the first invoice", 0},
    {"vat", "PERCENT", "like 25 or 5.5, of invoices to come", 0},
    {"ceiling", "N", "highest total that can be asked for", 0},
    {"legal-name", "NAME", "for invoices", 0},
    {"address", "ADDRESS", "for invoices, in one or more lines", 0},
    {"country", "CODE", "of ISO 3166, like DK", 0},
    {"vat-id", "ID", "like DK12345678; its form is checked", 0},
    {"electronic-address", "SCHEME:ID", "where electronic invoices go, like 0184:DK12345678", 0},
    {"order-number", "NUMBER", "of the customer, on every invoice that has none of its own", 0},
    {"attach-ubl", "yes|no", "attach invoices, as UBL, to the mails about them to the billing address", 0},
    {NULL, NULL, NULL, 0}};

static const lic_word_t yes_words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};

static lic_error_t *take_attach_ubl(int *attach, const lic_invocation_t *invocation)
{
    const char *typed = lic_order_option(invocation, "attach-ubl");
    *attach = typed ? lic_word_value(yes_words, typed, -2) : LIC_TERMS_SAME;
    return *attach == -2 ? lic_order_usage(invocation, "--attach-ubl: yes or no, not %s", typed) : NULL;
}

lic_error_t *lic_cmd_account_set(lic_invocation_t *invocation)
{
    const char *vat = lic_order_option(invocation, "vat");
    lic_caller_t caller;
    lic_account_set_t set;
    lic_account_t terms = {.name = lic_order_option(invocation, "name"),
                           .billing = lic_order_option(invocation, "billing"),
                           .locale = lic_order_option(invocation, "locale"),
                           .timezone = lic_order_option(invocation, "timezone"),
                           .currency = lic_order_option(invocation, "currency"),
                           .legal_name = lic_order_option(invocation, "legal-name"),
                           .address = lic_order_option(invocation, "address"),
                           .country = lic_order_option(invocation, "country"),
                           .vat_id = lic_order_option(invocation, "vat-id"),
                           .electronic_address = lic_order_option(invocation, "electronic-address"),
                           .order_number = lic_order_option(invocation, "order-number"),
                           .vat = vat ? lic_money_parse_rate(vat) : LIC_TERMS_SAME};
    LIC_TRY(lic_order_some(invocation));
    if (vat && terms.vat < 0)
        return lic_order_usage(invocation, "--vat: %s is no number of per cent like 25 or 5.5, 0 to 100", vat);
    LIC_TRY(take_ceiling(&terms.ceiling, invocation));
    LIC_TRY(take_attach_ubl(&terms.attach_ubl, invocation));
    LIC_TRY(lic_order_caller(&caller, invocation, invocation->args[0]));
    LIC_TRY(lic_account_set(&set, &invocation->ctl->source, &caller, &terms, invocation->pool));
    if (set.changed)
        printf("%s: %d changed\n", caller.account, set.changed);
    else
        printf("%s: unchanged, it was so already\n", caller.account);
    return NULL;
}
