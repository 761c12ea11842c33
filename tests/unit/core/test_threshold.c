/* test_few.c  How few licences left are few, when that is told, and an account's own threshold. */
#include "core/grace.h"

#include "memory.h"

static memory_t *memory;

static int setup(void **state)
{
    (void)state;
    memory = memory_make("UTC", "2026-01-01", 12, memory_instant("2026-01-05T00:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2025-01-01", 24900);
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

static apr_time_t hour(int hours)
{
    return memory_instant("2026-01-05T00:00:00Z") + apr_time_from_sec(3600 * (apr_int64_t)hours);
}

static void how_few_is_few(void **state)
{
    (void)state;
    static const struct {
        apr_int64_t purchased, threshold;
    } rows[] = {{0, -1},          {1, 1},
                {15, 1},          {16, 2},
                {25, 2},          {26, 2},
                {29, 2},          {30, 3},
                {99, 9},          {100, 8},
                {112, 8},         {113, 9},
                {999, 79},        {1000, 50},
                {1019, 50},       {1020, 51},
                {39, 3},          {50, 5},
                {1039, 51},       {1040, 52},
                {1000000, 50000}, {100000000000, 5000000000}};
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(lic_threshold_of(rows[i].purchased, -1), rows[i].threshold);
    assert_int_equal(lic_threshold_of(100, 3), 3);
    assert_int_equal(lic_threshold_of(100, 0), 0);
}

static void few_left_is_told_when_one_more_goes_and_not_otherwise(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, hour(0));
    memory_hire(memory, "a", 1, 0, hour(1));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, NULL), 0);
    memory_hire(memory, "b", 1, 0, hour(2));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, &entry), 1);
    assert_string_equal(entry.subject.object, "standard/few");
    assert_string_equal(entry.subject.old_state, "");
    assert_string_equal(entry.subject.new_state, "");
    assert_int_equal(entry.subject.amount, 1);
    assert_null(entry.subject.currency);
    memory_hire(memory, "c", 0, 0, hour(3)); /* takes no licence */
    memory_hire(memory, "partner", 1, 1, hour(3));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, NULL), 1);
    memory_activate(memory, 3, hour(4));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, &entry), 2);
    assert_int_equal(entry.subject.amount, 0);
    memory_hire(memory, "d", 1, 0, hour(5)); /* marked: another mail */
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, NULL), 2);
    memory_deactivate(memory, 1, hour(6));
    memory_deactivate(memory, 2, hour(6));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, NULL), 2); /* more left than before */
}

static void an_account_can_have_its_own_threshold(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 10, LIC_REQUESTER_ADMIN, hour(0));
    memory_position(memory, STANDARD)->threshold = 9;
    memory_hire(memory, "a", 1, 0, hour(1));
    assert_int_equal(memory_logged(memory, LIC_EVENT_FEW_LEFT, NULL), 1);
}

static void own_threshold(apr_int64_t threshold, const char *old_state, const char *new_state)
{
    lic_change_t *change = memory_begin(memory, hour(1));
    assert_null(lic_threshold_decide(change, STANDARD, threshold));
    assert_int_equal(change->operations->nelts, 1);
    assert_int_equal(APR_ARRAY_IDX(change->operations, 0, lic_operation_t).kind, LIC_OP_THRESHOLD_SET);
    assert_int_equal(APR_ARRAY_IDX(change->operations, 0, lic_operation_t).count, threshold);
    const lic_event_t *event = APR_ARRAY_IDX(change->events, 0, lic_event_t *);
    assert_int_equal(event->kind, LIC_EVENT_SETTING);
    const lic_subject_t *subject = &APR_ARRAY_IDX(event->subjects, 0, lic_subject_t);
    assert_string_equal(subject->object, "account/few/standard");
    assert_string_equal(subject->old_state, old_state);
    assert_string_equal(subject->new_state, new_state);
    memory_position(memory, STANDARD)->threshold = threshold;
}

static void a_threshold_is_set_and_taken_back_with_old_and_new_logged(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 10, LIC_REQUESTER_ADMIN, hour(0));
    own_threshold(4, "", "4");
    own_threshold(0, "4", "0");
    lic_change_t *again = memory_begin(memory, hour(1));
    assert_null(lic_threshold_decide(again, STANDARD, 0));
    assert_true(lic_change_is_empty(again));
    own_threshold(-1, "0", "");
}

static const char *wrong_threshold(apr_int64_t product, apr_int64_t threshold)
{
    lic_change_t *change = memory_begin(memory, hour(1));
    lic_error_t *err = lic_threshold_decide(change, product, threshold);
    assert_true(lic_change_is_empty(change));
    return err ? err->problem : NULL;
}

static void what_cannot_run_out_has_no_threshold(void **state)
{
    (void)state;
    assert_string_equal(wrong_threshold(99, 1), "product-unknown");
    assert_string_equal(wrong_threshold(STANDARD, -2), "quantity-not-a-number");
    assert_string_equal(wrong_threshold(STANDARD, memory->book->account->ceiling + 1), "quantity-above-ceiling");
    for (int i = 0; i < memory->book->npositions; i++) {
        const lic_position_t *position = &memory->book->positions[i];
        if (position->kind == LIC_KIND_BUNDLED)
            assert_string_equal(wrong_threshold(position->product, 1), "product-follows");
        if (position->kind == LIC_KIND_INTEGRATION)
            assert_string_equal(wrong_threshold(position->product, 1), "product-is-fee");
    }
}

static void few_are_left_from_the_threshold_down_to_none(void **state)
{
    (void)state;
    lic_position_t position = {.kind = LIC_KIND_ADDON, .purchased = 16, .threshold = -1};
    static const int threshold_by_used[][2] = {{13, 0}, {14, 1}, {15, 1}, {16, 1}, {17, 0}};
    for (unsigned i = 0; i < sizeof(threshold_by_used) / sizeof(threshold_by_used[0]); i++) {
        position.used = threshold_by_used[i][0];
        assert_int_equal(lic_threshold_reached(&position), threshold_by_used[i][1]);
    }
    position.used = 16;
    position.kind = LIC_KIND_BUNDLED;
    assert_false(lic_threshold_reached(&position));
    position = (lic_position_t){.kind = LIC_KIND_ADDON, .threshold = -1};
    assert_false(lic_threshold_reached(&position)); /* none purchased: none to warn of */
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(how_few_is_few),
        EACH(few_left_is_told_when_one_more_goes_and_not_otherwise),
        EACH(an_account_can_have_its_own_threshold),
        EACH(a_threshold_is_set_and_taken_back_with_old_and_new_logged),
        EACH(what_cannot_run_out_has_no_threshold),
        EACH(few_are_left_from_the_threshold_down_to_none),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
