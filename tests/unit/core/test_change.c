/* Change, events, and the account's own life: opened, closing, closed, reopened. */
#include "core/change.h"

#include "memory.h"

static memory_t *memory;
static lic_change_t *change;

static int setup(void **state)
{
    (void)state;
    memory = memory_make("Europe/Copenhagen", "2026-01-31", 1, memory_instant("2026-11-24T23:30:00Z"));
    memory_price(memory, STANDARD, "2026-01-01", 24900);
    memory_price(memory, CRM, "2026-01-01", 4900);
    change =
        lic_change_make(memory->book, memory_instant("2026-11-25T10:00:00Z"), "anna", "anna@example.com", memory->pool);
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

static void a_new_account_is_in_the_period_that_holds_now(void **state)
{
    (void)state;
    const lic_account_t *account = memory->book->account;
    assert_int_equal(account->period, 9); /* 31 October to 30 November */
    assert_string_equal(lic_date_format(account->period_start, memory->pool), "2026-10-31");
    assert_string_equal(lic_date_format(account->period_end, memory->pool), "2026-11-30");
    assert_true(account->period_end_at == memory_instant("2026-11-29T23:00:00Z"));
    assert_true(account->last_at == memory_instant("2026-11-24T23:30:00Z"));
    assert_true(account->told_until == account->last_at);
    memory_entry_t created;
    assert_int_equal(memory_logged(memory, LIC_EVENT_CREATED, &created), 1);
    assert_string_equal(created.subject.object, "account");
    assert_string_equal(created.subject.old_state, "");
    assert_string_equal(created.subject.new_state, "2026-10-31");
}

static void a_book_finds_products_by_id_key_and_kind(void **state)
{
    (void)state;
    assert_string_equal(lic_book_position(memory->book, CRM)->key, "crm");
    assert_int_equal(lic_book_find(memory->book, "visma")->product, VISMA);
    assert_int_equal(lic_book_user(memory->book)->product, STANDARD);
    assert_null(lic_book_position(memory->book, 99));
    assert_null(lic_book_find(memory->book, "nothing"));
    lic_book_t empty = {.account = memory->book->account};
    assert_null(lic_book_user(&empty));
    assert_int_equal(lic_book_copy(&empty, memory->pool)->npositions, 0);
}

static void a_change_never_touches_the_book_it_was_made_from(void **state)
{
    (void)state;
    change->after->positions[0].purchased = 5;
    change->after->account->last_log = 7;
    assert_int_equal(memory->book->positions[0].purchased, 0);
    assert_int_equal(memory->book->account->last_log, 0);
    assert_string_equal(lic_date_format(change->today, memory->pool), "2026-11-25");
}

static void today_is_the_local_date(void **state)
{
    (void)state;
    lic_change_t *late = lic_change_make(memory->book, memory_instant("2026-11-25T23:00:00Z"), "x", NULL, memory->pool);
    assert_string_equal(lic_date_format(late->today, memory->pool), "2026-11-26");
}

static void a_positions_state_shows_the_next_period_where_it_differs(void **state)
{
    (void)state;
    lic_position_t position = {.purchased = 25, .next = 25};
    assert_string_equal(lic_position_state(&position, memory->pool), "25");
    position.next = 0;
    assert_string_equal(lic_position_state(&position, memory->pool), "25/0");
}

static void a_change_without_anything_to_write_is_empty(void **state)
{
    (void)state;
    assert_true(lic_change_is_empty(change));
    lic_event_t *event = lic_change_event(change, LIC_EVENT_ACTIVATED, NULL);
    change->after->account->last_at += 1;
    change->after->account->told_until += 1;
    assert_true(lic_change_is_empty(change)); /* an event without subjects is none */
    lic_event_subject(event, "employee/1", "Mette", "inactive", "active");
    assert_false(lic_change_is_empty(change));
}

static void whatever_is_to_be_written_makes_a_change_not_empty(void **state)
{
    (void)state;
    change->after->positions[2].next = 1;
    assert_false(lic_change_is_empty(change));
    change->after->positions[2].next = 0;
    change->after->positions[2].used = 1;
    assert_false(lic_change_is_empty(change));
    change->after->positions[2].used = 0;
    change->after->account->state = LIC_ACCOUNT_CLOSING;
    assert_false(lic_change_is_empty(change));
    change->after->account->state = LIC_ACCOUNT_OPEN;
    assert_true(lic_change_is_empty(change));
    lic_change_operation(change, LIC_OP_REMIND);
    assert_false(lic_change_is_empty(change));
}

static void a_range_event_points_to_the_operation_added_last(void **state)
{
    (void)state;
    lic_change_operation(change, LIC_OP_REMIND)->at = 1;
    lic_change_operation(change, LIC_OP_DEACTIVATE_DUE)->at = 2;
    const lic_event_t *range = lic_change_range_event(change, LIC_EVENT_DEACTIVATED, "standard");
    assert_int_equal(range->range, 1);
    assert_ptr_not_equal(lic_change_event_of(change, LIC_EVENT_DEACTIVATED), range);
    assert_int_equal(lic_change_event(change, LIC_EVENT_MARKED, NULL)->range, -1);
    lic_event_t *granted = lic_change_event_of(change, LIC_EVENT_GRANTED);
    assert_ptr_equal(lic_change_event_of(change, LIC_EVENT_GRANTED), granted);
}

static void every_event_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int kind = 0; kind < LIC_EVENT_KINDS; kind++) {
        const char *word = lic_word_of(lic_event_words, kind);
        assert_non_null(word);
        assert_int_equal(lic_word_value(lic_event_words, word, -1), kind);
    }
}

static void who_is_told_of_what(void **state)
{
    (void)state;
    static const lic_event_kind_t both[] = {LIC_EVENT_BOUGHT,  LIC_EVENT_SCALED_DOWN, LIC_EVENT_KEPT,
                                            LIC_EVENT_UNDONE,  LIC_EVENT_MARKED,      LIC_EVENT_DEACTIVATED,
                                            LIC_EVENT_FEW_LEFT};
    static const lic_event_kind_t billing[] = {LIC_EVENT_RENEWED,    LIC_EVENT_RENEWAL_NOTICE, LIC_EVENT_REMINDED,
                                               LIC_EVENT_TAKEN_BACK, LIC_EVENT_PLAN_REFUSED,   LIC_EVENT_PLAN_WAITS};
    int told = 0;
    for (unsigned i = 0; i < sizeof(both) / sizeof(both[0]); i++)
        assert_int_equal(lic_event_tells(both[i]), LIC_TELL_BILLING | LIC_TELL_ACTOR);
    for (unsigned i = 0; i < sizeof(billing) / sizeof(billing[0]); i++)
        assert_int_equal(lic_event_tells(billing[i]), LIC_TELL_BILLING);
    for (int kind = 0; kind < LIC_EVENT_KINDS; kind++)
        told += lic_event_tells((lic_event_kind_t)kind) != LIC_TELL_NOBODY;
    assert_int_equal(told, sizeof(both) / sizeof(both[0]) + sizeof(billing) / sizeof(billing[0]));
}

/* --- closing and reopening --------------------------------------------------------------------------- */

static void close_at(const char *now)
{
    lic_change_t *closing = memory_begin(memory, memory_instant(now));
    assert_true(lic_lifecycle_close(closing));
    memory_end(memory, closing);
}

static void closing_ends_the_account_with_its_period(void **state)
{
    (void)state;
    const apr_time_t monday = memory_instant("2026-11-25T08:00:00Z");
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, monday);
    memory_quantity(memory, CRM, 1, LIC_REQUESTER_ADMIN, monday);
    memory_hire(memory, "anna", 1, 0, monday);
    memory_assign(memory, 1, CRM, monday);
    close_at("2026-11-26T08:00:00Z");
    assert_int_equal(memory_position(memory, STANDARD)->purchased, 3); /* paid for until the end */

    memory_catch_up(memory, memory_instant("2027-03-01T00:00:00Z"));
    assert_int_equal(memory->book->account->state, LIC_ACCOUNT_CLOSED);
    assert_false(memory_employee(memory, 1)->facts.active);
    for (int product = STANDARD; product <= PRODUCTS; product++) {
        assert_int_equal(memory_position(memory, product)->purchased, 0);
        assert_int_equal(memory_position(memory, product)->next, 0);
        assert_int_equal(memory_position(memory, product)->used, 0);
    }
    assert_int_equal(memory->invoices->nelts, 2); /* no renewal */
    assert_int_equal(memory_logged(memory, LIC_EVENT_RENEWED, NULL), 0);
    memory_entry_t entry;
    assert_int_equal(memory_logged(memory, LIC_EVENT_DEACTIVATED, &entry), 1);
    assert_true(entry.at == memory_instant("2026-11-29T23:00:00Z"));
    assert_int_equal(memory_logged(memory, LIC_EVENT_CLOSED, NULL), 3); /* the state, and two products */
    assert_null(memory_breach(memory, memory_instant("2027-03-01T00:00:00Z")));
}

static void closing_empties_the_counters_in_the_change_itself(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, memory_instant("2026-11-25T08:00:00Z"));
    memory_hire(memory, "anna", 1, 0, memory_instant("2026-11-25T08:00:00Z"));
    close_at("2026-11-26T08:00:00Z");
    lic_change_t *end =
        lic_change_make(memory->book, memory->book->account->period_end_at, "system", NULL, memory->pool);
    assert_null(lic_lifecycle_renew(end));
    assert_int_equal(lic_book_user(end->before)->used, 1);
    assert_int_equal(lic_book_user(end->after)->used, 0);
    assert_int_equal(APR_ARRAY_IDX(end->operations, 0, lic_operation_t).kind, LIC_OP_DEACTIVATE_ALL);
    assert_int_equal(APR_ARRAY_IDX(end->events, 0, lic_event_t *)->range, 0);
}

static void a_closed_account_has_no_agenda(void **state)
{
    (void)state;
    close_at("2026-11-26T08:00:00Z");
    memory_catch_up(memory, memory_instant("2026-12-24T00:00:00Z"));
    lic_deadlines_t none = {0};
    assert_true(lic_agenda_when(memory->book->account, &none) == 0);
}

static void closing_twice_changes_nothing(void **state)
{
    (void)state;
    close_at("2026-11-26T08:00:00Z");
    lic_change_t *again = memory_begin(memory, memory_instant("2026-11-26T09:00:00Z"));
    assert_false(lic_lifecycle_close(again));
    assert_true(lic_change_is_empty(again));
}

static void reopening_starts_a_new_anchor_on_that_day(void **state)
{
    (void)state;
    close_at("2026-11-26T08:00:00Z");
    lic_change_t *reopening = memory_begin(memory, memory_instant("2027-02-09T23:30:00Z"));
    assert_true(lic_lifecycle_reopen(reopening));
    memory_end(memory, reopening);
    const lic_account_t *account = memory->book->account;
    assert_int_equal(account->state, LIC_ACCOUNT_OPEN);
    assert_int_equal(account->period, 0);
    assert_string_equal(lic_date_format(account->anchor, memory->pool), "2027-02-10");
    assert_string_equal(lic_date_format(account->period_end, memory->pool), "2027-03-10");
    memory_entry_t entry;
    memory_logged(memory, LIC_EVENT_REOPENED, &entry);
    assert_string_equal(entry.subject.object, "account");
    assert_string_equal(entry.subject.old_state, "2026-10-31");
    assert_string_equal(entry.subject.new_state, "2027-02-10");
    assert_int_equal(memory_quantity(memory, STANDARD, 2, LIC_REQUESTER_ADMIN, memory_instant("2027-02-10T10:00:00Z")),
                     LIC_BOUGHT);
}

static void reopening_before_the_end_goes_on_with_the_period(void **state)
{
    (void)state;
    close_at("2026-11-26T08:00:00Z");
    lic_change_t *reopening = memory_begin(memory, memory_instant("2026-11-27T08:00:00Z"));
    assert_true(lic_lifecycle_reopen(reopening));
    memory_end(memory, reopening);
    assert_string_equal(lic_date_format(memory->book->account->anchor, memory->pool), "2026-01-31");
    assert_int_equal(memory->book->account->period, 9);
    lic_change_t *again = memory_begin(memory, memory_instant("2026-11-27T08:00:00Z"));
    assert_false(lic_lifecycle_reopen(again));
}

static void a_closed_account_refuses_and_says_why(void **state)
{
    (void)state;
    lic_account_t account = {.key = "acme", .state = LIC_ACCOUNT_CLOSING};
    assert_null(lic_account_check(&account, LIC_ACCOUNT_CLOSING, memory->pool));
    lic_error_t *err = lic_account_check(&account, LIC_ACCOUNT_OPEN, memory->pool);
    assert_int_equal(err->code, LIC_REFUSED);
    assert_string_equal(err->problem, "account-closed");
    assert_string_equal(apr_table_get(err->facts, "state"), "closing");
    account.state = LIC_ACCOUNT_CLOSED;
    assert_non_null(lic_account_check(&account, LIC_ACCOUNT_CLOSING, memory->pool));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_new_account_is_in_the_period_that_holds_now),
        EACH(a_book_finds_products_by_id_key_and_kind),
        EACH(a_change_never_touches_the_book_it_was_made_from),
        EACH(today_is_the_local_date),
        EACH(a_positions_state_shows_the_next_period_where_it_differs),
        EACH(a_change_without_anything_to_write_is_empty),
        EACH(whatever_is_to_be_written_makes_a_change_not_empty),
        EACH(a_range_event_points_to_the_operation_added_last),
        EACH(every_event_has_a_word_of_its_own),
        EACH(who_is_told_of_what),
        EACH(closing_ends_the_account_with_its_period),
        EACH(closing_empties_the_counters_in_the_change_itself),
        EACH(a_closed_account_has_no_agenda),
        EACH(closing_twice_changes_nothing),
        EACH(reopening_starts_a_new_anchor_on_that_day),
        EACH(reopening_before_the_end_goes_on_with_the_period),
        EACH(a_closed_account_refuses_and_says_why),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
