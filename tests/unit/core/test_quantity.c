#include "core/quantity.h"

#include "core/invoice.h"
#include "core/limits.h"
#include "core/price.h"

#include "memory.h"

static memory_t *memory;
static lic_change_t *change;
static lic_outcome_t outcome;

/* 24 November 2026, 7 of the period's 30 days remain */
static int setup(void **state)
{
    (void)state;
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 1, memory_instant("2026-11-24T09:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        if (product != OUTLOOK) /* which is not sold for kroner */
            memory_price(memory, product, "2026-01-01", 24900);
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

static void have(apr_int64_t product, apr_int64_t purchased, apr_int64_t next)
{
    memory_position(memory, product)->purchased = purchased;
    memory_position(memory, product)->next = next;
}

/* Decides without applying; returns the problem, or NULL */
static const char *ask_as(lic_requester_t requester, apr_int64_t product, apr_int64_t asked)
{
    change = lic_change_make(memory->book, memory_instant("2026-11-24T10:00:00Z"), "anna", NULL, memory->pool);
    lic_error_t *err = lic_quantity_decide(change, &outcome, product, asked, requester);
    if (!err)
        return NULL;
    assert_int_equal(err->code, product <= PRODUCTS ? LIC_REFUSED : LIC_UNKNOWN);
    assert_int_equal(outcome.kind, LIC_REFUSED_OUTCOME);
    assert_true(lic_change_is_empty(change));
    assert_int_equal(change->after->account->last_invoice, 0);
    return err->problem;
}

static const char *ask(apr_int64_t product, apr_int64_t asked)
{
    return ask_as(LIC_REQUESTER_ADMIN, product, asked);
}

static const char *state_of(apr_int64_t product)
{
    return lic_position_state(lic_book_position(change->after, product), memory->pool);
}

static const lic_subject_t *subject(int i)
{
    assert_int_equal(change->events->nelts, 1);
    const lic_event_t *event = APR_ARRAY_IDX(change->events, 0, lic_event_t *);
    return i < event->subjects->nelts ? &APR_ARRAY_IDX(event->subjects, i, lic_subject_t) : NULL;
}

static lic_event_kind_t event_kind(void)
{
    return APR_ARRAY_IDX(change->events, 0, lic_event_t *)->kind;
}

static void edit_row(char **column, int line)
{
    const apr_int64_t product = lic_word_value(lic_kind_words, column[0], -1) == LIC_KIND_USER ? STANDARD : CRM;
    apr_int64_t invoiced = 0;
    have(product, atoll(column[1]), atoll(column[2]));
    ask(product, atoll(column[3]));
    const lic_position_t *after = lic_book_position(change->after, product);
    if (outcome.invoice)
        invoiced = APR_ARRAY_IDX(outcome.invoice->lines, 0, lic_invoice_line_t).quantity;
    if (after->purchased != atoll(column[4]) || after->next != atoll(column[5]) || invoiced != atoll(column[6]) ||
        (int)outcome.kind != lic_word_value(lic_outcome_words, column[7], -1))
        fail_msg("edits.tsv:%d: %s %ld/%ld, %ld invoiced", line, lic_word_of(lic_outcome_words, outcome.kind),
                 (long)after->purchased, (long)after->next, (long)invoiced);
}

static void the_table_of_product_md_row_by_row(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("edits.tsv", edit_row), 125);
}

static void buying_invoices_what_is_added_for_the_remaining_days(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    assert_null(ask(STANDARD, 28));
    assert_int_equal(outcome.kind, LIC_BOUGHT);
    assert_string_equal(state_of(STANDARD), "28");
    assert_int_equal(change->invoices->nelts, 1);
    const lic_invoice_t *invoice = APR_ARRAY_IDX(change->invoices, 0, lic_invoice_t *);
    assert_ptr_equal(invoice, outcome.invoice);
    assert_string_equal(invoice->number, "ACME-2026-0001");
    assert_int_equal(invoice->kind, LIC_INVOICE_PURCHASE);
    assert_string_equal(lic_date_format(invoice->date, memory->pool), "2026-11-24");
    assert_string_equal(lic_date_format(invoice->to, memory->pool), "2026-12-01");
    assert_int_equal(invoice->lines->nelts, 1);
    const lic_invoice_line_t *line = &APR_ARRAY_IDX(invoice->lines, 0, lic_invoice_line_t);
    assert_int_equal(line->quantity, 3);
    assert_int_equal(line->days, 7);
    assert_int_equal(line->period_days, 30);
    assert_int_equal(line->amount, 17430);
    assert_int_equal(invoice->total, 17430 + 4358); /* 25 % of 174.30 is 43.575 */
    assert_int_equal(event_kind(), LIC_EVENT_BOUGHT);
    assert_string_equal(subject(0)->object, "standard");
    assert_string_equal(subject(0)->old_state, "25");
    assert_string_equal(subject(0)->new_state, "28");
    assert_int_equal(subject(0)->amount, 17430);
    assert_string_equal(subject(0)->currency, "DKK");
    assert_string_equal(subject(0)->invoice, "ACME-2026-0001");
}

static void buying_wipes_a_scheduled_scale_down_and_says_so(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    assert_null(ask(STANDARD, 26));
    assert_string_equal(state_of(STANDARD), "26");
    assert_int_equal(outcome.wiped, 20);
    assert_string_equal(subject(0)->old_state, "25/20");
    have(STANDARD, 25, 25);
    assert_null(ask(STANDARD, 26));
    assert_int_equal(outcome.wiped, -1);
}

static void scaling_down_takes_effect_with_the_next_period_and_credits_nothing(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    assert_null(ask(STANDARD, 20));
    assert_int_equal(outcome.kind, LIC_SCALED_DOWN);
    assert_string_equal(state_of(STANDARD), "25/20");
    assert_null(outcome.invoice);
    assert_int_equal(change->invoices->nelts, 0);
    assert_int_equal(event_kind(), LIC_EVENT_SCALED_DOWN);
    assert_null(subject(0)->invoice);
    assert_null(subject(0)->currency);
}

static void asking_for_what_is_purchased_keeps_it(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    assert_null(ask(STANDARD, 25));
    assert_int_equal(outcome.kind, LIC_KEPT);
    assert_string_equal(state_of(STANDARD), "25");
    assert_int_equal(event_kind(), LIC_EVENT_KEPT);
}

static void asking_for_the_scheduled_number_changes_nothing(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    assert_null(ask(STANDARD, 20));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
    assert_true(lic_change_is_empty(change));
}

static void the_last_user_licence_points_to_support(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    assert_string_equal(ask(STANDARD, 0), "quantity-below-least");
    have(CRM, 2, 2);
    assert_null(ask(CRM, 0));
    assert_string_equal(state_of(CRM), "2/0");
    assert_string_equal(ask(CRM, -1), "quantity-below-least");
}

static void the_ceiling_only_holds_for_buying(void **state)
{
    (void)state;
    memory->book->account->ceiling = 30;
    have(STANDARD, 25, 25);
    assert_string_equal(ask(STANDARD, 31), "quantity-above-ceiling");
    assert_null(ask(STANDARD, 30));
    have(STANDARD, 50, 40); /* from before the ceiling was lowered */
    assert_null(ask(STANDARD, 45));
    assert_int_equal(outcome.kind, LIC_SCALED_DOWN);
    assert_null(ask(STANDARD, 50));
    assert_int_equal(outcome.kind, LIC_KEPT);
}

static void a_product_without_a_price_cant_be_bought(void **state)
{
    (void)state;
    assert_string_equal(ask(OUTLOOK, 1), "no-price");
    assert_string_equal(ask(OUTLOOK, -1), "quantity-below-least");
}

static void an_unknown_product_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(ask(99, 1), "product-unknown");
}

static void a_closing_account_takes_no_changes(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    memory->book->account->state = LIC_ACCOUNT_CLOSING;
    assert_string_equal(ask(STANDARD, 26), "account-closed");
    assert_string_equal(ask(STANDARD, 25), "account-closed");
    memory->book->account->state = LIC_ACCOUNT_CLOSED;
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 1), "account-closed");
}

/* product.md, Money: a ceiling is at most 10,000,000, also where an older database says otherwise */
static void no_ceiling_is_above_the_highest(void **state)
{
    (void)state;
    memory->book->account->ceiling = APR_INT64_MAX;
    assert_string_equal(ask(STANDARD, LIC_CEILING_MOST + 1), "quantity-above-ceiling");
    assert_null(ask(STANDARD, LIC_CEILING_MOST));
}

/* The dearest price there is, on whatever day it begins, for as much as can be bought: the renewal is one that fits */
static void what_can_be_bought_can_be_renewed_at_any_price(void **state)
{
    (void)state;
    memory->book->account->ceiling = LIC_CEILING_MOST;
    memory->book->account->tax = lic_tax_decide(NULL, NULL, LIC_VAT_MOST);
    memory->book->account->months = LIC_MONTHS_MOST;
    memory_price(memory, CRM, "2026-01-01", LIC_PRICE_MOST);
    have(STANDARD, LIC_LICENCES_MOST - LIC_CEILING_MOST, LIC_LICENCES_MOST - LIC_CEILING_MOST);
    memory_price(memory, STANDARD, "2026-11-01", LIC_PRICE_MOST);
    assert_null(ask(CRM, LIC_CEILING_MOST));
    lic_invoice_t *renewal;
    assert_null(lic_invoice_renewal(&renewal, memory->book, lic_date_parse("2027-01-01"), lic_date_parse("2028-01-01"),
                                    memory->pool));
    have(STANDARD, LIC_LICENCES_MOST - LIC_CEILING_MOST + 1, LIC_LICENCES_MOST - LIC_CEILING_MOST + 1);
    assert_string_equal(ask(CRM, LIC_CEILING_MOST), "amount-overflow");
    assert_null(ask(CRM, LIC_CEILING_MOST - 1));
}

static void a_price_is_at_most_what_a_renewal_can_bear(void **state)
{
    (void)state;
    assert_null(lic_price_check(0, memory->pool));
    assert_null(lic_price_check(LIC_PRICE_MOST, memory->pool));
    assert_string_equal(lic_price_check(-1, memory->pool)->problem, "field-invalid");
    assert_string_equal(lic_price_check(LIC_PRICE_MOST + 1, memory->pool)->problem, "field-invalid");
}

/* With a price of an older database: on the last day the prorated line is small; the next renewal must be reckonable */
static void a_purchase_that_could_never_be_renewed_is_refused(void **state)
{
    (void)state;
    memory_price(memory, STANDARD, "2026-11-01", APR_INT64_MAX / 1000);
    assert_string_equal(ask(STANDARD, 1000), "amount-overflow");
    assert_null(ask(STANDARD, 400));
}

static void bundled_products_in_use_follow_a_purchase(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    have(CENTRAL, 25, 20);
    memory_price(memory, CENTRAL, "2026-02-01", 0);
    assert_null(ask(STANDARD, 28));
    assert_string_equal(state_of(CENTRAL), "28");
    assert_string_equal(state_of(NAV), "0"); /* not switched on */
    assert_int_equal(change->invoices->nelts, 1);
    assert_int_equal(outcome.invoice->lines->nelts, 2);
    assert_int_equal(APR_ARRAY_IDX(outcome.invoice->lines, 1, lic_invoice_line_t).quantity, 3);
    assert_int_equal(APR_ARRAY_IDX(outcome.invoice->lines, 1, lic_invoice_line_t).amount, 0);
    assert_string_equal(subject(1)->object, "central");
    assert_string_equal(subject(1)->old_state, "25/20");
    assert_string_equal(subject(1)->new_state, "28");
    assert_string_equal(subject(1)->invoice, outcome.invoice->number);
    assert_null(subject(2));
}

static void bundled_products_in_use_follow_what_is_scheduled(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    have(CENTRAL, 25, 25);
    assert_null(ask(STANDARD, 20));
    assert_string_equal(state_of(CENTRAL), "25/20");
    assert_int_equal(event_kind(), LIC_EVENT_SCALED_DOWN);
    assert_string_equal(subject(1)->new_state, "25/20");
    have(STANDARD, 25, 20);
    have(CENTRAL, 25, 20);
    assert_null(ask(STANDARD, 25));
    assert_string_equal(state_of(CENTRAL), "25");
}

static void a_bundled_product_that_ends_is_still_invoiced_but_goes_on_ending(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    have(CENTRAL, 25, 0);
    assert_null(ask(STANDARD, 28));
    assert_string_equal(state_of(CENTRAL), "28/0");
    assert_int_equal(outcome.invoice->lines->nelts, 2);
    assert_null(ask(STANDARD, 20));
    assert_string_equal(state_of(CENTRAL), "25/0");
    assert_null(subject(1)); /* nothing to say about it */
}

static void admins_cant_edit_bundled_products_or_fees(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    assert_string_equal(ask(CENTRAL, 1), "product-follows");
    assert_string_equal(ask(VISMA, 1), "product-is-fee");
}

static void support_switches_a_bundled_product_on_with_all_licences(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 1));
    assert_int_equal(outcome.kind, LIC_BOUGHT);
    assert_string_equal(state_of(CENTRAL), "25/20");
    assert_int_equal(APR_ARRAY_IDX(outcome.invoice->lines, 0, lic_invoice_line_t).quantity, 25);
    assert_int_equal(outcome.invoice->net, 25 * 24900 * 7 / 30);
    assert_string_equal(state_of(STANDARD), "25/20");
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 25), "product-follows");
}

static void support_ends_a_bundled_product_with_the_period(void **state)
{
    (void)state;
    have(STANDARD, 25, 20);
    have(CENTRAL, 25, 20);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 1));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 0));
    assert_int_equal(outcome.kind, LIC_SCALED_DOWN);
    assert_string_equal(state_of(CENTRAL), "25/0");
    have(CENTRAL, 25, 0);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 0));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 1));
    assert_int_equal(outcome.kind, LIC_KEPT);
    assert_string_equal(state_of(CENTRAL), "25/20");
    assert_null(outcome.invoice); /* paid for already */
}

static void a_bundled_product_needs_a_user_licence(void **state)
{
    (void)state;
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 1), "no-user-licence");
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, CENTRAL, 0));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
}

static void support_switches_fees(void **state)
{
    (void)state;
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 0));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 1));
    assert_int_equal(outcome.kind, LIC_BOUGHT);
    assert_int_equal(outcome.invoice->net, 5810); /* 249.00 × 7 ÷ 30 */
    assert_int_equal(lic_book_position(change->after, VISMA)->used, 1);
    have(VISMA, 1, 1);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 1));
    assert_int_equal(outcome.kind, LIC_UNCHANGED);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 0));
    assert_int_equal(outcome.kind, LIC_SCALED_DOWN);
    assert_string_equal(state_of(VISMA), "1/0");
    have(VISMA, 1, 0);
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 1));
    assert_int_equal(outcome.kind, LIC_KEPT);
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, VISMA, 2), "fee-is-one");
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, VISMA, -1), "fee-is-one");
}

static void support_edits_licences_as_the_pencil_does(void **state)
{
    (void)state;
    have(STANDARD, 25, 25);
    assert_string_equal(ask_as(LIC_REQUESTER_SUPPORT, STANDARD, 0), "quantity-below-least");
    assert_null(ask_as(LIC_REQUESTER_SUPPORT, STANDARD, 26));
    assert_int_equal(outcome.kind, LIC_BOUGHT);
}

static void refusals_carry_the_facts_of_their_sentence(void **state)
{
    (void)state;
    memory->book->account->ceiling = 30;
    change = lic_change_make(memory->book, memory_instant("2026-11-24T10:00:00Z"), "anna", NULL, memory->pool);
    lic_error_t *err = lic_quantity_decide(change, &outcome, STANDARD, 31, LIC_REQUESTER_ADMIN);
    assert_string_equal(apr_table_get(err->facts, "ceiling"), "30");
    err = lic_quantity_decide(change, &outcome, STANDARD, 0, LIC_REQUESTER_ADMIN);
    assert_string_equal(apr_table_get(err->facts, "least"), "1");
    err = lic_quantity_decide(change, &outcome, OUTLOOK, 1, LIC_REQUESTER_ADMIN);
    assert_string_equal(apr_table_get(err->facts, "currency"), "DKK");
    err = lic_quantity_decide(change, &outcome, VISMA, 1, LIC_REQUESTER_ADMIN);
    assert_string_equal(apr_table_get(err->facts, "product"), "Visma Admin");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(the_table_of_product_md_row_by_row),
        EACH(buying_invoices_what_is_added_for_the_remaining_days),
        EACH(buying_wipes_a_scheduled_scale_down_and_says_so),
        EACH(scaling_down_takes_effect_with_the_next_period_and_credits_nothing),
        EACH(asking_for_what_is_purchased_keeps_it),
        EACH(asking_for_the_scheduled_number_changes_nothing),
        EACH(the_last_user_licence_points_to_support),
        EACH(the_ceiling_only_holds_for_buying),
        EACH(a_product_without_a_price_cant_be_bought),
        EACH(an_unknown_product_is_unknown),
        EACH(a_closing_account_takes_no_changes),
        EACH(no_ceiling_is_above_the_highest),
        EACH(what_can_be_bought_can_be_renewed_at_any_price),
        EACH(a_price_is_at_most_what_a_renewal_can_bear),
        EACH(a_purchase_that_could_never_be_renewed_is_refused),
        EACH(bundled_products_in_use_follow_a_purchase),
        EACH(bundled_products_in_use_follow_what_is_scheduled),
        EACH(a_bundled_product_that_ends_is_still_invoiced_but_goes_on_ending),
        EACH(admins_cant_edit_bundled_products_or_fees),
        EACH(support_switches_a_bundled_product_on_with_all_licences),
        EACH(support_ends_a_bundled_product_with_the_period),
        EACH(a_bundled_product_needs_a_user_licence),
        EACH(support_switches_fees),
        EACH(support_edits_licences_as_the_pencil_does),
        EACH(refusals_carry_the_facts_of_their_sentence),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
