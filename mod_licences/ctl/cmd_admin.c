/* The schema, accounts, products, prices, roles, settings. */
#include "ctl.h"

#include <string.h>

#include <apr_strings.h>

#include "base/money.h"
#include "base/text.h"
#include "service/admin.h"
#include "service/role.h"
#include "service/staff.h"
#include "store/schema.h"

static lic_error_t *upgrade(int *from, lic_order_t *order)
{
    lic_db_t *db;
    LIC_TRY(lic_ctl_open(&db, order->ctl, order->pool));
    return lic_schema_upgrade(from, db, order->now, order->pool);
}

lic_error_t *lic_cmd_init(lic_order_t *order)
{
    int from;
    LIC_TRY(upgrade(&from, order));
    if (from)
        printf("the database was made before: its schema is at version %d\n", lic_schema_newest());
    else
        printf("database made: schema version %d\n", lic_schema_newest());
    return NULL;
}

lic_error_t *lic_cmd_upgrade(lic_order_t *order)
{
    int from;
    LIC_TRY(upgrade(&from, order));
    if (from == lic_schema_newest())
        printf("the schema is at version %d already\n", from);
    else
        printf("schema upgraded from version %d to %d; servers that know %d %s\n", from, lic_schema_newest(), from,
               lic_schema_serves(from) ? "go on working with it" : "don't work with it: replace them");
    return NULL;
}

/* --- accounts ----------------------------------------------------------------------------------- */

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
    {"address", "ADDRESS", "for invoices, in one line", 0},
    {"country", "CODE", "of ISO 3166, like DK", 0},
    {"vat-id", "ID", "for invoices", 0},
    {NULL, NULL, NULL, 0}};

static lic_error_t *take_terms(lic_account_t *terms, const lic_order_t *order)
{
    const char *ceiling = lic_order_option(order, "ceiling");
    apr_int64_t months;
    *terms = (lic_account_t){.key = order->args[0],
                             .name = lic_order_option(order, "name"),
                             .currency = lic_order_option(order, "currency"),
                             .locale = lic_order_option(order, "locale"),
                             .timezone = lic_order_option(order, "timezone"),
                             .billing = lic_order_option(order, "billing"),
                             .vat = lic_money_parse_rate(lic_order_option(order, "vat")),
                             .legal_name = lic_order_option(order, "legal-name"),
                             .address = lic_order_option(order, "address"),
                             .country = lic_order_option(order, "country"),
                             .vat_id = lic_order_option(order, "vat-id")};
    LIC_TRY(lic_order_int(&months, order, "--months", lic_order_option(order, "months")));
    terms->months = months > 0 && months <= 12 ? (int)months : 0;
    if (ceiling) {
        LIC_TRY(lic_order_int(&terms->ceiling, order, "--ceiling", ceiling));
        if (terms->ceiling < 1)
            return lic_order_usage(order, "--ceiling: at least 1");
    }
    return lic_order_date(&terms->anchor, order, "anchor");
}

lic_error_t *lic_cmd_account_add(lic_order_t *order)
{
    lic_caller_t caller = {.account = order->args[0], .user = "operator", .trusted = 1, .now = order->now};
    lic_account_t terms;
    LIC_TRY(take_terms(&terms, order));
    LIC_TRY(lic_admin_account_add(&order->ctl->source, &caller, &terms, order->pool));
    printf("account %s added; its current period began on %s\n", terms.key,
           lic_date_format(terms.period_start, order->pool));
    return NULL;
}

lic_error_t *lic_cmd_account_close(lic_order_t *order)
{
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_admin_account_close(&order->ctl->source, &caller, order->pool));
    printf("%s: closes at the end of the current period\n", caller.account);
    return NULL;
}

lic_error_t *lic_cmd_account_reopen(lic_order_t *order)
{
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_admin_account_reopen(&order->ctl->source, &caller, order->pool));
    printf("%s: open again\n", caller.account);
    return NULL;
}

lic_error_t *lic_cmd_set(lic_order_t *order)
{
    if (strcmp(order->args[0], "grace-period"))
        return lic_order_usage(order, "there is no setting %s", order->args[0]);
    LIC_TRY(lic_admin_grace(&order->ctl->source, order->args[1], order->pool));
    printf("grace-period set to %s for whoever is marked from now on\n", order->args[1]);
    return NULL;
}

/* --- products, prices, roles -------------------------------------------------------------------- */

const lic_option_t lic_product_add_options[] = {{"kind", "KIND", "user, bundled, addon or integration", 1},
                                                {"name", "NAME", "what the product is called", 1},
                                                {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_product_add(lic_order_t *order)
{
    const char *word = lic_order_option(order, "kind"), *name = lic_order_option(order, "name");
    const int kind = lic_word_value(lic_kind_words, word, -1);
    if (kind < 0)
        return lic_order_usage(order, "--kind: %s is none of user, bundled, addon, integration", word);
    LIC_TRY(lic_admin_product_add(&order->ctl->source, order->args[0], (lic_kind_t)kind, name, order->pool));
    printf("product %s added\n", order->args[0]);
    return NULL;
}

const lic_option_t lic_price_set_options[] = {
    {"from", "DATE", "first date it is valid on (default: as early as can be: tomorrow; the first price: today)", 0},
    {NULL, NULL, NULL, 0}};

lic_error_t *lic_cmd_price_set(lic_order_t *order)
{
    apr_int64_t minor;
    lic_date_t from, starts;
    LIC_TRY(lic_order_int(&minor, order, "MINOR-PER-MONTH", order->args[2]));
    LIC_TRY(lic_order_date(&from, order, "from"));
    LIC_TRY(lic_admin_price_set(&starts, &order->ctl->source, order->args[0], order->args[1], minor, from, order->now,
                                order->pool));
    printf("%s: %s a month from %s on\n", order->args[0], lic_ctl_money(minor, order->args[1], order->pool),
           lic_date_format(starts, order->pool));
    return NULL;
}

lic_error_t *lic_cmd_role(lic_order_t *order)
{
    const char *role = order->args[1], *word = order->args[2];
    const int on = !strcmp(order->command->name, "role grant");
    const int right = lic_word_value(lic_right_words, word, 0);
    apr_int64_t changed;
    lic_caller_t caller;
    if (!right)
        return lic_order_usage(order, "there is no right %s: my-account, my-account-view, partner, roles", word);
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_role_grant(&changed, &order->ctl->source, &caller, role, (lic_right_t)right, on, order->pool));
    printf("%s: role %s %s %s\n", caller.account, role,
           changed ? (on ? "now has" : "no longer has") : (on ? "had already" : "did not have"), word);
    return NULL;
}

lic_error_t *lic_cmd_role_give(lic_order_t *order)
{
    const char *role = order->args[1], *login = order->args[2];
    const int on = !strcmp(order->command->name, "role give");
    apr_int64_t changed, id;
    lic_caller_t caller;
    LIC_TRY(lic_order_caller(&caller, order, order->args[0]));
    LIC_TRY(lic_staff_id(&id, &order->ctl->source, caller.account, login, order->pool));
    LIC_TRY(lic_role_give(&changed, &order->ctl->source, &caller, role, id, on, order->pool));
    printf("%s: %s %s the role %s\n", caller.account, login,
           changed ? (on ? "now has" : "no longer has") : (on ? "had already" : "did not have"), role);
    return NULL;
}
