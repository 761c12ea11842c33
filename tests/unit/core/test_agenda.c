#include "core/agenda.h"

#include "core/period.h"
#include "memory.h"

static memory_t *memory;
static lic_account_t *account;
static lic_deadlines_t deadlines;
static lic_due_t due;

/* The period is November 2026 in Copenhagen: it ends at 2026-11-30T23:00Z, the notice is at 2026-11-16T23:00Z */
static int setup(void **state)
{
    (void)state;
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 1, memory_instant("2026-11-02T09:00:00Z"));
    account = memory->book->account;
    deadlines = (lic_deadlines_t){0};
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

static int next_by(const char *now)
{
    return lic_agenda_next(&due, account, &deadlines, memory_instant(now));
}

static void due_means_at_or_before_now(void **state)
{
    (void)state;
    assert_false(next_by("2026-11-16T22:59:59Z"));
    assert_true(next_by("2026-11-16T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_NOTICE);
    assert_true(due.at == memory_instant("2026-11-16T23:00:00Z"));
    assert_false(due.past);
    assert_true(lic_agenda_when(account, &deadlines) == due.at);
}

static void the_earliest_instant_comes_first(void **state)
{
    (void)state;
    deadlines.employee = memory_instant("2026-11-30T22:59:59Z");
    account->told_until = memory_instant("2026-11-17T00:00:00Z");
    assert_true(next_by("2027-03-01T00:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_DEACTIVATION);
    deadlines.employee = memory_instant("2026-11-30T23:00:01Z");
    assert_true(next_by("2027-03-01T00:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_RENEWAL);
}

static void at_one_instant_renewal_deactivation_taking_back_then_what_is_told(void **state)
{
    (void)state;
    const apr_time_t at = account->period_end_at;
    deadlines.employee = deadlines.assignment = at;
    deadlines.unreminded = at + LIC_REMIND_BEFORE;
    account->told_until = at - apr_time_from_sec(1);
    assert_true(next_by("2026-11-30T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_RENEWAL);
    lic_period_t december;
    lic_period_number(&december, account->anchor, 1, 1);
    account->period_end = december.end;
    account->period_end_at = lic_zone_start(account->zone, december.end);
    assert_true(next_by("2026-11-30T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_DEACTIVATION);
    deadlines.employee = 0;
    assert_true(next_by("2026-11-30T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_TAKING_BACK);
    deadlines.assignment = 0;
    assert_true(next_by("2026-11-30T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_REMINDER);
    assert_false(due.notice);
}

static void a_reminder_and_a_notice_at_one_instant_are_both_done(void **state)
{
    (void)state;
    const apr_time_t notice = lic_period_notice_at(account);
    deadlines.unreminded = notice + LIC_REMIND_BEFORE;
    assert_true(next_by("2026-11-16T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_REMINDER);
    assert_true(due.notice);
    lic_change_t *change = lic_change_make(memory->book, due.at, "system", NULL, memory->pool);
    assert_null(lic_agenda_decide(change, &due));
    assert_int_equal(change->events->nelts, 2);
    assert_int_equal(APR_ARRAY_IDX(change->events, 0, lic_event_t *)->kind, LIC_EVENT_REMINDED);
    assert_int_equal(APR_ARRAY_IDX(change->events, 1, lic_event_t *)->kind, LIC_EVENT_RENEWAL_NOTICE);
    account = change->after->account;
    deadlines.unreminded = 0;
    assert_false(next_by("2026-11-16T23:00:00Z"));
}

static void what_would_announce_a_past_event_is_skipped(void **state)
{
    (void)state;
    assert_true(next_by("2026-11-30T23:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_NOTICE);
    assert_true(due.past);
    lic_change_t *change = lic_change_make(memory->book, due.at, "system", NULL, memory->pool);
    assert_null(lic_agenda_decide(change, &due));
    assert_true(lic_change_is_empty(change));
    assert_true(change->after->account->told_until == due.at);

    deadlines.unreminded = deadlines.employee = memory_instant("2026-11-05T00:00:00Z");
    assert_true(next_by("2026-11-05T00:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_REMINDER);
    assert_true(due.past);
    assert_true(next_by("2026-11-04T23:59:59Z"));
    assert_false(due.past);
}

static void what_was_told_is_not_told_again(void **state)
{
    (void)state;
    account->told_until = memory_instant("2026-11-16T23:00:00Z");
    deadlines.unreminded = memory_instant("2026-11-17T23:00:00Z");
    assert_true(lic_agenda_when(account, &deadlines) == account->period_end_at);
    deadlines.unreminded = memory_instant("2026-11-17T23:00:01Z");
    assert_true(lic_agenda_when(account, &deadlines) == memory_instant("2026-11-16T23:00:01Z"));
}

static void only_open_accounts_have_notices_and_closed_ones_nothing(void **state)
{
    (void)state;
    account->state = LIC_ACCOUNT_CLOSING;
    assert_true(next_by("2027-03-01T00:00:00Z"));
    assert_int_equal(due.kind, LIC_DUE_RENEWAL);
    account->state = LIC_ACCOUNT_CLOSED;
    assert_false(next_by("2027-03-01T00:00:00Z"));
    assert_true(lic_agenda_when(account, &deadlines) == 0);
}

static void time_never_runs_back(void **state)
{
    (void)state;
    const apr_time_t at = memory_instant("2026-11-10T00:00:00Z"), second = apr_time_from_sec(1);
    lic_agenda_done(account, LIC_DUE_DEACTIVATION, at);
    assert_true(account->last_at == at);
    assert_true(account->told_until == at - second); /* a notice at the same instant is still to be told */
    lic_agenda_done(account, LIC_DUE_REMINDER, at);
    assert_true(account->told_until == at);
    lic_agenda_done(account, LIC_DUE_RENEWAL, at);
    assert_true(account->told_until == at);
    lic_account_reached(account, at + second);
    assert_true(account->last_at == at + second);
    assert_true(account->told_until == at + second);
    lic_account_reached(account, at);
    lic_agenda_done(account, LIC_DUE_NOTICE, at);
    assert_true(account->last_at == at + second);
    assert_true(account->told_until == at + second);
}

static void an_answer_doesnt_depend_on_how_often_the_timer_ran(void **state)
{
    (void)state;
    memory_t *other = memory_make("Europe/Copenhagen", "2026-11-01", 1, memory_instant("2026-11-02T09:00:00Z"));
    memory_t *both[] = {memory, other};
    for (int i = 0; i < 2; i++) {
        const apr_time_t day = apr_time_from_sec(24 * 3600), start = memory_instant("2026-11-03T00:00:00Z");
        memory_price(both[i], STANDARD, "2026-01-01", 100);
        memory_quantity(both[i], STANDARD, 3, LIC_REQUESTER_ADMIN, start);
        for (int k = 0; k < 5; k++)
            memory_hire(both[i], "x", 1, 0, start + k * day);
        memory_quantity(both[i], STANDARD, 1, LIC_REQUESTER_ADMIN, start + 5 * day);
        for (int k = 0; i == 1 && k < 9 * 7; k++) /* one of the two is swept every day */
            memory_catch_up(both[i], start + 5 * day + k * day);
        memory_catch_up(both[i], start + 70 * day);
    }
    int told[2] = {0};
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < both[i]->journal->nelts; j++) {
            const lic_event_kind_t kind = APR_ARRAY_IDX(both[i]->journal, j, memory_entry_t).kind;
            told[i] += kind != LIC_EVENT_REMINDED && kind != LIC_EVENT_RENEWAL_NOTICE;
        }
    assert_int_equal(told[0], told[1]);
    assert_int_equal(memory->invoices->nelts, other->invoices->nelts);
    for (int id = 1; id <= 5; id++)
        assert_int_equal(memory_employee(memory, id)->facts.active, memory_employee(other, id)->facts.active);
    assert_true(memory->book->account->last_at == other->book->account->last_at);
    memory_destroy(other);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(due_means_at_or_before_now),
        EACH(the_earliest_instant_comes_first),
        EACH(at_one_instant_renewal_deactivation_taking_back_then_what_is_told),
        EACH(a_reminder_and_a_notice_at_one_instant_are_both_done),
        EACH(what_would_announce_a_past_event_is_skipped),
        EACH(what_was_told_is_not_told_again),
        EACH(only_open_accounts_have_notices_and_closed_ones_nothing),
        EACH(time_never_runs_back),
        EACH(an_answer_doesnt_depend_on_how_often_the_timer_ran),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
