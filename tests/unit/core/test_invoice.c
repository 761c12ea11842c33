#include "core/invoice.h"

#include <apr_strings.h>

#include "base/money.h"
#include "core/price.h"
#include "memory.h"

static memory_t *memory;

static int setup(void **state)
{
    (void)state;
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 3, memory_instant("2026-11-24T10:00:00Z"));
    memory_price(memory, STANDARD, "2026-01-01", 24900);
    memory_price(memory, STANDARD, "2027-02-01", 26900);
    memory_price(memory, CENTRAL, "2026-01-01", 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    memory_destroy(memory);
    return 0;
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

static apr_int64_t price_on(apr_int64_t product, const char *date)
{
    apr_int64_t price = -1;
    return lic_price_on(&price, memory->book, product, lic_date_parse(date)) ? price : -1;
}

static void the_price_is_the_one_valid_on_the_date_times_months(void **state)
{
    (void)state;
    assert_int_equal(price_on(STANDARD, "2025-12-31"), -1);
    assert_int_equal(price_on(STANDARD, "2026-01-01"), 3 * 24900);
    assert_int_equal(price_on(STANDARD, "2027-01-31"), 3 * 24900);
    assert_int_equal(price_on(STANDARD, "2027-02-01"), 3 * 26900);
    assert_int_equal(price_on(CENTRAL, "2026-06-01"), 0);
    assert_int_equal(price_on(CRM, "2026-06-01"), -1);
}

static void a_price_that_overflows_is_none(void **state)
{
    (void)state;
    memory_price(memory, CRM, "2026-01-01", APR_INT64_MAX / 2);
    assert_int_equal(price_on(CRM, "2026-06-01"), -1);
}

static void a_missing_price_is_named_with_its_currency(void **state)
{
    (void)state;
    lic_error_t *err = lic_price_missing(memory->book, memory_position(memory, CRM), memory->pool);
    assert_int_equal(err->code, LIC_REFUSED);
    assert_string_equal(err->problem, "no-price");
    assert_string_equal(apr_table_get(err->facts, "currency"), "DKK");
    assert_string_equal(apr_table_get(err->facts, "product"), "TimeLog CRM");
}

/* The amounts are lines of price 1, so that a file's row becomes an invoice */
static void invoice_row(char **column, int line)
{
    memory->book->account->tax = lic_tax_decide(NULL, NULL, lic_money_parse_rate(column[0]));
    lic_invoice_t *invoice =
        lic_invoice_start(memory->book->account, LIC_INVOICE_PURCHASE, lic_date_parse("2026-11-24"), memory->pool);
    for (char *amounts = column[1]; amounts;)
        assert_null(lic_invoice_add(invoice, memory_position(memory, STANDARD), atoll(strsep(&amounts, ",")), 1, 30, 30,
                                    memory->pool));
    assert_null(lic_invoice_total(invoice, memory->pool));
    if (invoice->net != atoll(column[2]) || invoice->vat != atoll(column[3]) || invoice->total != atoll(column[4]))
        fail_msg("invoices.tsv:%d: %ld + %ld = %ld", line, (long)invoice->net, (long)invoice->vat,
                 (long)invoice->total);
}

static void vat_is_reckoned_once_on_the_sum_of_the_lines(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("invoices.tsv", invoice_row), 60);
}

static void proration_row(char **column, int line)
{
    lic_invoice_t *invoice =
        lic_invoice_start(memory->book->account, LIC_INVOICE_PURCHASE, lic_date_parse("2026-11-24"), memory->pool);
    assert_null(lic_invoice_add(invoice, memory_position(memory, STANDARD), atoll(column[1]), atoll(column[0]),
                                atoi(column[2]), atoi(column[3]), memory->pool));
    const apr_int64_t amount = APR_ARRAY_IDX(invoice->lines, 0, lic_invoice_line_t).amount;
    if (amount != atoll(column[4]))
        fail_msg("proration.tsv:%d: %ld instead of %s", line, (long)amount, column[4]);
}

static void a_line_pays_for_the_remaining_days(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("proration.tsv", proration_row), 80);
}

static const char *issue(const char *date)
{
    lic_invoice_t *invoice =
        lic_invoice_start(memory->book->account, LIC_INVOICE_PURCHASE, lic_date_parse(date), memory->pool);
    lic_invoice_issue(invoice, memory->book->account, memory->pool);
    return invoice->number;
}

static void numbers_are_gapless_and_restart_each_year(void **state)
{
    (void)state;
    assert_string_equal(issue("2026-12-30"), "ACME-2026-0001");
    assert_string_equal(issue("2026-12-31"), "ACME-2026-0002");
    assert_string_equal(issue("2027-01-01"), "ACME-2027-0001");
    memory->book->account->last_invoice = 9999;
    assert_string_equal(issue("2027-01-02"), "ACME-2027-10000");
    memory->book->account->key = "b2-x";
    assert_string_equal(issue("2027-01-02"), "B2-X-2027-10001");
}

static void an_amount_that_overflows_is_refused(void **state)
{
    (void)state;
    lic_invoice_t *invoice =
        lic_invoice_start(memory->book->account, LIC_INVOICE_PURCHASE, lic_date_parse("2026-11-24"), memory->pool);
    const lic_position_t *standard = memory_position(memory, STANDARD);
    lic_error_t *err = lic_invoice_add(invoice, standard, 3, APR_INT64_MAX / 2, 30, 30, memory->pool);
    assert_non_null(err);
    assert_string_equal(err->problem, "amount-overflow");
    assert_int_equal(invoice->lines->nelts, 0);
    assert_null(lic_invoice_add(invoice, standard, 1, APR_INT64_MAX - 1, 30, 30, memory->pool));
    err = lic_invoice_total(invoice, memory->pool); /* the net fits, with its VAT it doesn't */
    assert_non_null(err);
    assert_int_equal(err->code, LIC_REFUSED);
    assert_int_equal(invoice->total, 0);
}

static void a_renewal_has_every_product_with_a_next_at_the_new_periods_price(void **state)
{
    (void)state;
    const lic_date_t start = lic_date_parse("2027-02-01"), end = lic_date_parse("2027-05-01");
    lic_invoice_t *invoice;
    memory_position(memory, STANDARD)->purchased = 9;
    memory_position(memory, STANDARD)->next = 7;
    memory_position(memory, CENTRAL)->purchased = 9;
    memory_position(memory, CENTRAL)->next = 7;
    memory_position(memory, CRM)->purchased = 4; /* scaled down to 0: no line, and no price needed */
    assert_null(lic_invoice_renewal(&invoice, memory->book, start, end, memory->pool));
    assert_int_equal(invoice->kind, LIC_INVOICE_RENEWAL);
    assert_int_equal(invoice->date, start);
    assert_int_equal(invoice->from, start);
    assert_int_equal(invoice->to, end);
    assert_null(invoice->number);
    assert_int_equal(invoice->lines->nelts, 2);
    const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, 0, lic_invoice_line_t);
    assert_string_equal(line->key, "standard");
    assert_int_equal(line->quantity, 7);
    assert_int_equal(line->price, 3 * 26900);
    assert_int_equal(line->days, 89);
    assert_int_equal(line->period_days, 89);
    assert_int_equal(line[0].amount, 7 * 3 * 26900);
    assert_int_equal(line[1].amount, 0); /* lines of 0 are kept */
    assert_int_equal(invoice->net, 7 * 3 * 26900);
}

static void an_invoice_without_lines_is_not_made(void **state)
{
    (void)state;
    lic_invoice_t *invoice = (lic_invoice_t *)memory;
    assert_null(lic_invoice_renewal(&invoice, memory->book, lic_date_parse("2027-02-01"), lic_date_parse("2027-05-01"),
                                    memory->pool));
    assert_null(invoice);
}

static void a_renewal_without_a_price_is_refused(void **state)
{
    (void)state;
    lic_invoice_t *invoice;
    memory_position(memory, CRM)->next = 1;
    lic_error_t *err = lic_invoice_renewal(&invoice, memory->book, lic_date_parse("2027-02-01"),
                                           lic_date_parse("2027-05-01"), memory->pool);
    assert_non_null(err);
    assert_string_equal(err->problem, "no-price");
}

static void tax_follows_the_rule_for_the_buyers_country(void **state)
{
    (void)state;
    lic_tax_t tax = lic_tax_decide(NULL, NULL, 2500);
    assert_int_equal(tax.category, LIC_TAX_STANDARD);
    assert_int_equal(tax.rate, 2500);
    tax = lic_tax_decide("S", "ignored", 0);
    assert_int_equal(tax.category, LIC_TAX_ZERO); /* S is only with a rate above 0 */
    tax = lic_tax_decide("AE", "", 2500);
    assert_int_equal(tax.category, LIC_TAX_REVERSE);
    assert_int_equal(tax.rate, 0);
    tax = lic_tax_decide("E", "Outside the territory", 2500);
    assert_int_equal(tax.category, LIC_TAX_EXEMPT);
    assert_string_equal(tax.reason, "Outside the territory");
    memory->book->account->tax = lic_tax_decide("AE", NULL, 2500);
    lic_invoice_t *invoice =
        lic_invoice_start(memory->book->account, LIC_INVOICE_PURCHASE, lic_date_parse("2026-11-24"), memory->pool);
    assert_null(lic_invoice_add(invoice, memory_position(memory, STANDARD), 4, 24900, 17, 30, memory->pool));
    assert_null(lic_invoice_total(invoice, memory->pool));
    assert_int_equal(invoice->vat, 0);
    assert_int_equal(invoice->total, invoice->net);
    assert_int_equal(invoice->parties.category, LIC_TAX_REVERSE);
    assert_string_equal(invoice->parties.buyer_name, "Acme"); /* without a legal name */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_price_is_the_one_valid_on_the_date_times_months, setup, teardown),
        cmocka_unit_test_setup_teardown(a_price_that_overflows_is_none, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_price_is_named_with_its_currency, setup, teardown),
        cmocka_unit_test_setup_teardown(vat_is_reckoned_once_on_the_sum_of_the_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_pays_for_the_remaining_days, setup, teardown),
        cmocka_unit_test_setup_teardown(tax_follows_the_rule_for_the_buyers_country, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_are_gapless_and_restart_each_year, setup, teardown),
        cmocka_unit_test_setup_teardown(an_amount_that_overflows_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_renewal_has_every_product_with_a_next_at_the_new_periods_price, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(an_invoice_without_lines_is_not_made, setup, teardown),
        cmocka_unit_test_setup_teardown(a_renewal_without_a_price_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
