#include "core/lifecycle.h"

#include <apr_strings.h>

#include "core/period.h"
#include "memory.h"

static memory_t *memory;

/* 24 November 2026; the period ends with the month */
static int setup(void **state)
{
    (void)state;
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 1, memory_instant("2026-11-24T09:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
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

static const lic_invoice_t *invoice_at(int i)
{
    return APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *);
}

static void renewal_row(char **column, int line)
{
    const apr_time_t bought_at = memory_instant(column[3]);
    const char *invoices = "";
    memory = memory_make(column[2], column[0], atoi(column[1]), bought_at);
    memory_price(memory, STANDARD, "2000-01-01", atoll(column[5]));
    memory_price(memory, STANDARD, column[6], atoll(column[7]));
    assert_int_equal(memory_quantity(memory, STANDARD, atoll(column[4]), LIC_REQUESTER_ADMIN, bought_at), LIC_BOUGHT);
    memory_catch_up(memory, memory_instant(column[8]));
    for (int i = 0; i < memory->invoices->nelts; i++)
        invoices = apr_psprintf(memory->pool, "%s%s%s:%ld", invoices, *invoices ? ";" : "",
                                lic_date_format(invoice_at(i)->date, memory->pool), (long)invoice_at(i)->net);
    if (strcmp(invoices, column[9]) != 0)
        fail_msg("renewals.tsv:%d: %s", line, invoices);
    assert_null(memory_breach(memory, memory_instant(column[8])));
    memory_destroy(memory);
}

static void missed_periods_are_renewed_one_by_one_at_their_own_prices(void **state)
{
    (void)state;
    assert_int_equal(vectors_each("renewals.tsv", renewal_row), 30);
}

static apr_time_t november(int day)
{
    return memory_instant(apr_psprintf(memory->pool, "2026-11-%02dT10:00:00Z", day));
}

static void a_period_starts_with_what_was_scheduled(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 25, LIC_REQUESTER_ADMIN, november(24));
    memory_quantity(memory, CRM, 4, LIC_REQUESTER_ADMIN, november(24));
    memory_quantity(memory, CENTRAL, 1, LIC_REQUESTER_SUPPORT, november(24));
    memory_quantity(memory, NAV, 1, LIC_REQUESTER_SUPPORT, november(24));
    memory_quantity(memory, VISMA, 1, LIC_REQUESTER_SUPPORT, november(24));
    memory_quantity(memory, STANDARD, 20, LIC_REQUESTER_ADMIN, november(25));
    memory_quantity(memory, CRM, 0, LIC_REQUESTER_ADMIN, november(25));
    memory_quantity(memory, NAV, 0, LIC_REQUESTER_SUPPORT, november(25));
    const int before = memory->invoices->nelts, rows = memory->journal->nelts;
    memory_catch_up(memory, memory_instant("2026-11-30T22:59:59Z"));
    assert_int_equal(memory->book->account->period, 0);
    memory_catch_up(memory, memory_instant("2026-11-30T23:00:00Z"));

    assert_int_equal(memory->book->account->period, 1);
    assert_string_equal(lic_position_state(memory_position(memory, STANDARD), memory->pool), "20");
    assert_string_equal(lic_position_state(memory_position(memory, CENTRAL), memory->pool), "20");
    assert_string_equal(lic_position_state(memory_position(memory, NAV), memory->pool), "0");
    assert_string_equal(lic_position_state(memory_position(memory, CRM), memory->pool), "0");
    assert_string_equal(lic_position_state(memory_position(memory, VISMA), memory->pool), "1");
    assert_int_equal(memory->invoices->nelts, before + 1); /* one invoice for everything */
    assert_int_equal(invoice_at(before)->lines->nelts, 3);
    assert_int_equal(invoice_at(before)->net, (20 + 20 + 1) * 24900);
    assert_int_equal(memory->journal->nelts, rows + 5); /* the account and four products that changed */
    const lic_subject_t *row = &APR_ARRAY_IDX(memory->journal, rows, memory_entry_t).subject;
    assert_string_equal(row->object, "account");
    assert_string_equal(row->old_state, "2026-11-01");
    assert_string_equal(row->new_state, "2026-12-01");
    assert_string_equal(row->invoice, invoice_at(before)->number);
    assert_int_equal(row->amount, (20 + 20 + 1) * 24900);
    assert_null(memory_breach(memory, memory_instant("2026-11-30T23:00:00Z")));
}

static void too_few_licences_mark_the_newest_as_of_the_renewal(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 2, LIC_REQUESTER_ADMIN, november(24));
    memory_hire(memory, "old", 1, 0, november(25));
    memory_hire(memory, "new", 1, 0, november(26));
    memory_quantity(memory, STANDARD, 1, LIC_REQUESTER_ADMIN, november(27));
    memory_catch_up(memory, memory_instant("2026-12-04T00:00:00Z"));
    assert_true(memory_employee(memory, 2)->facts.deadline == memory_instant("2026-12-07T23:00:00Z"));
    assert_true(memory_employee(memory, 1)->facts.deadline == 0);
    memory_catch_up(memory, memory_instant("2026-12-09T00:00:00Z"));
    assert_false(memory_employee(memory, 2)->facts.active);
}

static void a_renewal_without_licences_makes_no_invoice(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_catch_up(memory, memory_instant("2027-01-15T00:00:00Z"));
    assert_int_equal(memory->invoices->nelts, 0);
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWED, &entry), 2);
    assert_null(entry.subject.invoice);
    assert_null(entry.subject.currency);
}

static void the_notice_names_quantities_amount_and_last_moment(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 25, LIC_REQUESTER_ADMIN, november(24));
    memory_quantity(memory, CRM, 4, LIC_REQUESTER_ADMIN, november(24));
    memory_catch_up(memory, memory_instant("2026-12-10T00:00:00Z"));
    memory_quantity(memory, STANDARD, 20, LIC_REQUESTER_ADMIN, memory_instant("2026-12-10T00:00:00Z"));
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWAL_NOTICE, NULL), 0);
    memory_catch_up(memory, memory_instant("2026-12-18T00:00:00Z"));
    const int n = memory->journal->nelts;
    const memory_entry_t *first = &APR_ARRAY_IDX(memory->journal, n - 3, memory_entry_t);
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWAL_NOTICE, NULL), 3);
    assert_int_equal(first->kind, LIC_EVENT_RENEWAL_NOTICE);
    assert_true(first->at == memory_instant("2026-12-17T23:00:00Z"));
    assert_string_equal(first->subject.object, "account");
    assert_int_equal(first->subject.amount, 24 * 24900);
    assert_true(first->subject.deadline == memory_instant("2026-12-31T23:00:00Z"));
    assert_string_equal(first[1].subject.object, "standard");
    assert_string_equal(first[1].subject.old_state, "25/20");
    assert_string_equal(first[1].subject.new_state, "25/20");
    assert_int_equal(first[1].subject.amount, 20 * 24900);
    assert_string_equal(first[2].subject.object, "crm");
    memory_catch_up(memory, memory_instant("2026-12-19T00:00:00Z"));
    assert_int_equal(memory->journal->nelts, n); /* once */
}

static void a_closing_account_is_not_told_of_a_renewal(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 25, LIC_REQUESTER_ADMIN, november(24));
    lic_change_t *change = memory_begin(memory, memory_instant("2026-12-10T00:00:00Z"));
    lic_lifecycle_close(change);
    memory_end(memory, change);
    memory_catch_up(memory, memory_instant("2027-02-01T00:00:00Z"));
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWAL_NOTICE, NULL), 0);
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWED, NULL), 1); /* December's; January's is the close */
}

static void a_renewal_that_cant_be_reckoned_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 25, LIC_REQUESTER_ADMIN, november(24));
    memory_price(memory, STANDARD, "2026-12-01", APR_INT64_MAX / 2);
    lic_change_t *change =
        lic_change_make(memory->book, memory_instant("2026-11-30T23:00:00Z"), "system", NULL, memory->pool);
    lic_error_t *err = lic_lifecycle_renew(change);
    assert_non_null(err);
    assert_string_equal(err->problem, "amount-overflow");
    assert_true(lic_change_is_empty(change));
    assert_int_equal(change->after->account->last_invoice, 1);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missed_periods_are_renewed_one_by_one_at_their_own_prices),
        EACH(a_period_starts_with_what_was_scheduled),
        EACH(too_few_licences_mark_the_newest_as_of_the_renewal),
        EACH(a_renewal_without_licences_makes_no_invoice),
        EACH(the_notice_names_quantities_amount_and_last_moment),
        EACH(a_closing_account_is_not_told_of_a_renewal),
        EACH(a_renewal_that_cant_be_reckoned_is_refused_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
