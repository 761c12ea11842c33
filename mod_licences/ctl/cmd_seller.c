/* ctl/cmd_seller.c  Who sells. */
#include "ctl.h"
#include "table.h"

#include <apr_strings.h>

#include "service/seller.h"

const lic_option_t lic_seller_set_options[] = {
    {"name", "NAME", "of the company, as invoices have it", 0},
    {"vat-id", "ID", "like DK12345678; its form is checked", 0},
    {"registration", "NUMBER", "in the register of companies", 0},
    {"address", "ADDRESS", "in one or more lines", 0},
    {"country", "CODE", "of ISO 3166, like DK", 0},
    {"email", "EMAIL", "for questions about invoices", 0},
    {"iban", "IBAN", "where invoices are paid to", 0},
    {"bic", "BIC", "of that bank", 0},
    {"electronic-address", "SCHEME:ID", "of the EAS code list, like 0184:DK12345678", 0},
    {"payment-days", "N", "until an invoice is due (default: 14)", 0},
    {"tax", "COUNTRY=CATEGORY", "of buyers there: S, AE, Z or E:REASON; can be given for several", 0},
    {NULL, NULL, NULL, 0}};

typedef struct lic_taxes_args_t {
    const lic_invocation_t *invocation;
    apr_array_header_t *taxes;
    lic_error_t *err;
} lic_taxes_args_t;

static int take_tax(void *baton, const char *name, const char *value)
{
    lic_taxes_args_t *args = baton;
    (void)name;
    args->err = lic_seller_tax_parse(apr_array_push(args->taxes), value, args->invocation->pool);
    return !args->err;
}

static lic_error_t *take_days(int *days, const lic_invocation_t *invocation)
{
    const char *typed = lic_order_option(invocation, "payment-days");
    apr_int64_t value;
    *days = LIC_SELLER_SAME;
    if (!typed)
        return NULL;
    LIC_TRY(lic_order_int(&value, invocation, "--payment-days", typed));
    if (value < 0 || value > LIC_PAYMENT_DAYS_MOST)
        return lic_order_usage(invocation, "--payment-days: a whole number from 0 to %d", LIC_PAYMENT_DAYS_MOST);
    *days = (int)value;
    return NULL;
}

lic_error_t *lic_cmd_seller_set(lic_invocation_t *invocation)
{
    apr_pool_t *p = invocation->pool;
    lic_taxes_args_t taxes = {invocation, apr_array_make(p, 4, sizeof(lic_seller_tax_t)), NULL};
    lic_seller_t set, given = {.name = lic_order_option(invocation, "name"),
                               .vat_id = lic_order_option(invocation, "vat-id"),
                               .registration = lic_order_option(invocation, "registration"),
                               .address = lic_order_option(invocation, "address"),
                               .country = lic_order_option(invocation, "country"),
                               .email = lic_order_option(invocation, "email"),
                               .iban = lic_order_option(invocation, "iban"),
                               .bic = lic_order_option(invocation, "bic"),
                               .electronic_address = lic_order_option(invocation, "electronic-address")};
    LIC_TRY(lic_order_some(invocation));
    LIC_TRY(take_days(&given.payment_days, invocation));
    apr_table_do(take_tax, &taxes, invocation->options, "tax", NULL);
    LIC_TRY(taxes.err);
    LIC_TRY(lic_seller_set(&set, &invocation->ctl->source, &given, taxes.taxes, p));
    printf("seller set for invoices from now on: %s\n", set.name);
    const char *missing = lic_seller_missing(&set, p);
    if (missing)
        printf("still missing, without which there is no electronic invoice: %s\n", missing);
    return NULL;
}

static void show_field(lic_table_t *table, const char *field, const char *value)
{
    const char *const cells[] = {field, value};
    lic_table_row(table, cells);
}

static void show_seller(lic_table_t *table, const lic_seller_t *seller, apr_pool_t *p)
{
    show_field(table, "name", seller->name);
    show_field(table, "vat-id", seller->vat_id);
    show_field(table, "registration", seller->registration);
    show_field(table, "address", seller->address);
    show_field(table, "country", seller->country);
    show_field(table, "email", seller->email);
    show_field(table, "iban", seller->iban);
    show_field(table, "bic", seller->bic);
    show_field(table, "electronic-address", seller->electronic_address);
    show_field(table, "payment-days", apr_itoa(p, seller->payment_days));
}

lic_error_t *lic_cmd_seller_show(lic_invocation_t *invocation)
{
    static const char *const columns[] = {"field", "value"};
    apr_pool_t *p = invocation->pool;
    lic_table_t *table;
    lic_db_t *db;
    lic_seller_t seller;
    apr_array_header_t *taxes;
    LIC_TRY(lic_table_begin(&table, invocation, columns, 2, p));
    LIC_TRY(lic_ctl_open(&db, invocation->ctl, p));
    LIC_TRY(lic_seller_load(&seller, db, p));
    LIC_TRY(lic_seller_taxes(&taxes, db, p));
    show_seller(table, &seller, p);
    for (int i = 0; i < taxes->nelts; i++) {
        const lic_seller_tax_t *tax = &APR_ARRAY_IDX(taxes, i, lic_seller_tax_t);
        show_field(table, "tax",
                   apr_pstrcat(p, tax->country, "=", lic_word_of(lic_tax_words, (int)tax->category),
                               *tax->reason ? ":" : "", tax->reason, NULL));
    }
    lic_table_end(table);
    return NULL;
}
