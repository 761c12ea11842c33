/* What a request may ask of the database (store/budget.h), on each database. */
#include "things.h"

#include <apr_strings.h>

#include "base/wait.h"
#include "store/budget.h"
#include "store/connection.h"
#include "store/statement.h"
#include "store/transaction.h"

enum { THINGS = 10 };

static void fill(harness_t *h)
{
    thing_make(h);
    for (int i = 0; i < THINGS; i++)
        thing_add(h->db, i, "x", h->p);
}

static lic_error_t *read_all(harness_t *h)
{
    lic_rows_t *rows;
    return lic_db_select(&rows, h->db, LIC_Q_THING_NOTES, h->p);
}

static lic_error_t *add(harness_t *h, apr_int64_t id)
{
    return lic_db_execute(NULL, h->db, LIC_Q_THING_INSERT, h->p, id, "y", (apr_time_t)0, (lic_date_t)LIC_DATE_NONE);
}

static void after_too_many_rows_nothing_more_is_asked(harness_t *h)
{
    lic_budget_t budget = {.limits = {.rows = 3 * THINGS - 1, .statements = 1000, .seconds = 60}};
    fill(h);
    lic_db_set_budget(h->db, &budget);
    for (int i = 0; i < 3; i++)
        assert_ok(read_all(h));
    assert_problem(read_all(h), LIC_REFUSED, "too-costly");
    assert_problem(add(h, 100), LIC_REFUSED, "too-costly");
    assert_problem(lic_db_run(h->db, "DELETE FROM thing", h->p), LIC_REFUSED, "too-costly");
    lic_db_set_budget(h->db, NULL);
    assert_int_equal(things_named(h->db, "x", h->p), THINGS);
}

static void after_too_many_statements_nothing_more_is_asked(harness_t *h)
{
    lic_budget_t budget = {.limits = {.rows = 1000, .statements = 5, .seconds = 60}};
    fill(h);
    lic_db_set_budget(h->db, &budget);
    for (int i = 0; i < 5; i++)
        assert_ok(add(h, 100 + i));
    assert_problem(add(h, 200), LIC_REFUSED, "too-costly");
    lic_db_set_budget(h->db, NULL);
    assert_int_equal(things_named(h->db, "y", h->p), 5);
}

static void an_opening_and_a_transaction_have_them_anew(harness_t *h)
{
    lic_budget_t budget = {.limits = {.rows = 1000, .statements = 4, .seconds = 60}};
    fill(h);
    for (int opening = 0; opening < 3; opening++) {
        lic_db_set_budget(h->db, &budget);
        for (int i = 0; i < 4; i++)
            assert_ok(read_all(h));
        assert_ok(lic_db_begin(h->db, h->p));
        assert_ok(add(h, 100 + 10 * opening));
        assert_ok(add(h, 101 + 10 * opening));
        assert_ok(lic_db_commit(h->db, h->p));
        lic_db_set_budget(h->db, NULL);
    }
    assert_int_equal(things_named(h->db, "y", h->p), 6);
}

static void a_transaction_that_costs_too_much_leaves_nothing(harness_t *h)
{
    lic_budget_t budget = {.limits = {.rows = 1000, .statements = 3, .seconds = 60}};
    fill(h);
    lic_db_set_budget(h->db, &budget);
    assert_ok(lic_db_begin(h->db, h->p));
    assert_ok(add(h, 100));
    assert_ok(add(h, 101));
    assert_problem(lic_db_commit(h->db, h->p), LIC_REFUSED, "too-costly");
    lic_db_set_budget(h->db, NULL);
    assert_int_equal(things_named(h->db, "y", h->p), 0);
    assert_ok(add(h, 102));
}

static void wait_until_late(lic_budget_t *budget)
{
    lic_wait_t wait;
    lic_wait_start(&wait, apr_time_from_sec(10));
    while (!lic_budget_is_late(budget))
        assert_true(lic_wait_again(&wait));
}

static void seconds_count_while_a_connection_is_open(harness_t *h)
{
    lic_budget_t budget = {.limits = {.rows = 1000, .statements = 1000, .seconds = 1}};
    fill(h);
    lic_db_set_budget(h->db, &budget);
    assert_ok(read_all(h));
    lic_db_set_budget(h->db, NULL);
    apr_sleep(apr_time_from_msec(1100)); /* somebody else's time */
    lic_db_set_budget(h->db, &budget);
    assert_ok(read_all(h));
    wait_until_late(&budget);
    assert_problem(read_all(h), LIC_UNAVAILABLE, "too-slow");
    lic_db_set_budget(h->db, NULL);
    lic_db_set_budget(h->db, &budget);
    assert_problem(read_all(h), LIC_UNAVAILABLE, "too-slow");
    lic_db_set_budget(h->db, NULL);
    budget.limits.renewed = 1; /* an export's, for its next batch */
    lic_db_set_budget(h->db, &budget);
    assert_ok(read_all(h));
    lic_db_set_budget(h->db, NULL);
    assert_ok(read_all(h));
}

/* The others' single statements are as long as what they read is large. */
static void sqlite_is_stopped_in_the_middle_of_a_statement(harness_t *h)
{
    static const char endless[] = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
                                  " SELECT COUNT(*) FROM c";
    lic_budget_t budget = {.limits = {.rows = 1000, .statements = 1000, .seconds = 1}};
    harness_only(h, "sqlite3");
    fill(h);
    lic_db_set_budget(h->db, &budget);
    assert_ok(lic_db_begin(h->db, h->p));
    assert_ok(add(h, 100));
    const apr_time_t begun = lic_wait_clock();
    assert_problem(lic_db_run(h->db, endless, h->p), LIC_UNAVAILABLE, "too-slow");
    assert_true(lic_wait_clock() - begun < apr_time_from_sec(3));
    assert_problem(lic_db_commit(h->db, h->p), LIC_UNAVAILABLE, "too-slow");
    lic_db_set_budget(h->db, NULL);
    assert_int_equal(things_named(h->db, "y", h->p), 0);
    assert_ok(add(h, 100));
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST_EMPTY(after_too_many_rows_nothing_more_is_asked),
        HARNESS_TEST_EMPTY(after_too_many_statements_nothing_more_is_asked),
        HARNESS_TEST_EMPTY(an_opening_and_a_transaction_have_them_anew),
        HARNESS_TEST_EMPTY(a_transaction_that_costs_too_much_leaves_nothing),
        HARNESS_TEST_EMPTY(seconds_count_while_a_connection_is_open),
        HARNESS_TEST_EMPTY(sqlite_is_stopped_in_the_middle_of_a_statement),
    };
    return harness_main("budget", cases, sizeof(cases) / sizeof(*cases));
}
