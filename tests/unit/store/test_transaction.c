/* Transactions, locks and lost connections, on each database. */
#include "things.h"

#include <string.h>
#include <apr_atomic.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "store/connection.h"
#include "store/failure.h"
#include "store/node.h"
#include "store/queue_private.h"
#include "store/source.h"
#include "store/statement.h"
#include "store/transaction.h"

static apr_int64_t session_of(lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, db, LIC_Q_SESSION, p));
    assert_true(lic_rows_next(rows));
    return lic_rows_int(rows, LIC_C_SESSION_ID);
}

static void session_kill(harness_t *h, lic_db_t *by, apr_int64_t session)
{
    lic_rows_t *rows;
    if (h->dialect == LIC_MARIADB) {
        assert_ok(lic_db_run(by, apr_psprintf(h->p, "KILL %" APR_INT64_T_FMT, session), h->p));
        return;
    }
    assert_ok(lic_db_select(&rows, by, LIC_Q_SESSION_END, h->p, session));
    assert_true(lic_rows_next(rows));
    assert_int_equal(lic_rows_int(rows, LIC_C_SESSION_END_DONE), 1);
}

/* --- transactions ----------------------------------------------------------------------------------------------- */

static void what_is_committed_is_seen_by_others(harness_t *h)
{
    lic_db_t *other;
    thing_make(h);
    other = harness_open(h, h->p);
    assert_ok(lic_db_begin(h->db, h->p));
    thing_add(h->db, 1, "mine", h->p);
    assert_int_equal(things_named(other, "mine", h->p), 0);
    assert_ok(lic_db_commit(h->db, h->p));
    assert_int_equal(things_named(other, "mine", h->p), 1);
}

/* MariaDB's operators may choose READ COMMITTED for all, which sees what others commit meanwhile, or SERIALIZABLE, in
 * which whoever reads holds up whoever writes. */
static void a_reading_sees_one_state_and_holds_up_nobody(harness_t *h)
{
    static const char *const usual[] = {"READ COMMITTED", "SERIALIZABLE"};
    lic_db_t *other;
    thing_make(h);
    other = harness_open(h, h->p);
    for (apr_size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        const char *name = apr_psprintf(h->p, "new%d", (int)i);
        if (h->dialect == LIC_MARIADB)
            assert_ok(
                lic_db_run(h->db, apr_pstrcat(h->p, "SET SESSION TRANSACTION ISOLATION LEVEL ", usual[i], NULL), h->p));
        assert_ok(lic_db_begin_reading(h->db, h->p));
        assert_int_equal(things_named(h->db, name, h->p), 0);
        thing_add(other, (apr_int64_t)i + 1, name, h->p);
        assert_int_equal(things_named(other, name, h->p), 1);
        assert_int_equal(things_named(h->db, name, h->p), 0);
        lic_db_rollback(h->db);
        assert_int_equal(things_named(h->db, name, h->p), 1);
    }
}

/* Which takes longer than what is read, as soon as PostgreSQL thinks that much may be */
static void no_statement_of_a_transaction_is_compiled(harness_t *h)
{
    static const char *const plain = "DO $$ BEGIN ASSERT NOT current_setting('jit')::boolean; END $$";
    harness_only(h, "pgsql");
    assert_ok(lic_db_begin(h->db, h->p));
    assert_ok(lic_db_run(h->db, plain, h->p));
    lic_db_rollback(h->db);
    assert_ok(lic_db_begin_reading(h->db, h->p));
    assert_ok(lic_db_run(h->db, plain, h->p));
    lic_db_rollback(h->db);
    assert_non_null(lic_db_run(h->db, plain, h->p)); /* the connection is the portal's, too */
}

static void a_transaction_is_rolled_back_with_its_pool(harness_t *h)
{
    apr_pool_t *unit;
    thing_make(h);
    apr_pool_create(&unit, h->p);
    assert_ok(lic_db_begin(h->db, unit));
    thing_add(h->db, 1, "gone", unit);
    apr_pool_destroy(unit);
    assert_int_equal(things_named(h->db, "gone", h->p), 0);
    assert_ok(lic_db_begin(h->db, h->p));
    thing_add(h->db, 1, "kept", h->p);
    assert_ok(lic_db_commit(h->db, h->p));
    assert_int_equal(things_named(h->db, "kept", h->p), 1);
}

static void a_transaction_is_rolled_back_with_its_connection(harness_t *h)
{
    apr_pool_t *connection;
    lic_db_t *db;
    thing_make(h);
    apr_pool_create(&connection, h->p);
    db = harness_open(h, connection);
    assert_ok(lic_db_begin(db, h->p));
    thing_add(db, 1, "gone", h->p);
    apr_pool_destroy(connection);
    assert_int_equal(things_named(h->db, "gone", h->p), 0);
    assert_ok(lic_db_begin(h->db, h->p));
    lic_db_rollback(h->db);
}

static void nothing_is_committed_after_a_failed_statement(harness_t *h)
{
    thing_make(h);
    assert_ok(lic_db_begin(h->db, h->p));
    thing_add(h->db, 1, "first", h->p);
    assert_problem(lic_db_execute(NULL, h->db, LIC_Q_THING_INSERT, h->p, (apr_int64_t)1, "twice", (apr_time_t)0, 0),
                   LIC_BUG, "database");
    /* on every database, not on PostgreSQL only */
    assert_problem(lic_db_execute(NULL, h->db, LIC_Q_THING_INSERT, h->p, (apr_int64_t)2, "after", (apr_time_t)0, 0),
                   LIC_BUG, "database");
    assert_problem(lic_db_commit(h->db, h->p), LIC_BUG, "database");
    assert_int_equal(things_named(h->db, "first", h->p), 0);
    assert_int_equal(things_named(h->db, "after", h->p), 0);
    assert_ok(lic_db_begin(h->db, h->p));
    thing_add(h->db, 1, "again", h->p);
    assert_ok(lic_db_commit(h->db, h->p));
    assert_int_equal(things_named(h->db, "again", h->p), 1);
}

static void transactions_do_not_nest(harness_t *h)
{
    assert_problem(lic_db_commit(h->db, h->p), LIC_BUG, "database");
    assert_ok(lic_db_begin(h->db, h->p));
    assert_problem(lic_db_begin(h->db, h->p), LIC_BUG, "database");
    lic_db_rollback(h->db);
    lic_db_rollback(h->db);
}

/* --- locks ------------------------------------------------------------------------------------------------------ */

static void a_lock_that_is_not_had_may_be_tried_again(harness_t *h)
{
    lic_db_t *other;
    lic_error_t *err;
    thing_make(h);
    thing_add(h->db, 1, "contested", h->p);
    other = harness_open(h, h->p);
    assert_ok(lic_db_begin(h->db, h->p));
    assert_ok(lic_db_execute(NULL, h->db, LIC_Q_COUNTER_ADD, h->p, (apr_int64_t)1));

    assert_ok(lic_db_set_patience(other, 1, h->p));
    const apr_time_t before = apr_time_now();
    err = lic_db_begin(other, h->p);
    if (!err)
        err = lic_db_execute(NULL, other, LIC_Q_COUNTER_ADD, h->p, (apr_int64_t)1);
    assert_problem(err, LIC_UNAVAILABLE, "database-busy");
    assert_true(lic_db_error_is_retriable(err));
    assert_true(apr_time_now() - before < apr_time_from_msec(2500)); /* as it was told; 5 s otherwise */
    lic_db_rollback(other);

    assert_ok(lic_db_commit(h->db, h->p));
    assert_ok(lic_db_begin(other, h->p));
    assert_ok(lic_db_execute(NULL, other, LIC_Q_COUNTER_ADD, h->p, (apr_int64_t)1));
    assert_ok(lic_db_commit(other, h->p));
}

static void a_locked_database_is_busy_for_readers(harness_t *h)
{
    lic_db_t *other;
    lic_rows_t *rows;
    harness_only(h, "sqlite3");
    thing_make(h);
    assert_ok(lic_db_run(h->db, "PRAGMA journal_mode = DELETE", h->p));
    other = harness_open(h, h->p);
    assert_int_equal(things_named(other, "x", h->p), 0);
    assert_ok(lic_db_run(h->db, "BEGIN EXCLUSIVE", h->p));
    assert_problem(lic_db_select(&rows, other, LIC_Q_THING_COUNT, h->p, "x"), LIC_UNAVAILABLE, "database-busy");
    assert_problem(lic_db_select(&rows, other, LIC_Q_THING_NOTES, h->p), LIC_UNAVAILABLE, "database-busy");
    assert_ok(lic_db_run(h->db, "COMMIT", h->p));
    assert_int_equal(things_named(other, "x", h->p), 0);
}

typedef struct rival_t {
    harness_t *h;
    apr_int64_t first, second;
    int times;
    lic_error_t *err;
    apr_pool_t *p;
} rival_t;

static lic_error_t *rival_unit(lic_db_t *db, const rival_t *rival, apr_pool_t *p)
{
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_COUNTER_ADD, p, rival->first));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_COUNTER_ADD, p, rival->second));
    return lic_db_commit(db, p);
}

static void *APR_THREAD_FUNC rival_run(apr_thread_t *thread, void *data)
{
    rival_t *rival = data;
    lic_db_t *db;
    (void)thread;
    rival->err = rival->h->source->open(&db, rival->h->source->baton, rival->p);
    for (int k = 0; k < rival->times; k++) {
        lic_error_t *err;
        if (rival->err)
            break;
        do {
            err = rival_unit(db, rival, rival->p);
            lic_db_rollback(db);
        } while (lic_db_error_is_retriable(err));
        rival->err = err;
    }
    return NULL;
}

/* A pool of its own for each: pools aren't for two threads. */
static apr_thread_t *rival_start(rival_t *rival)
{
    apr_thread_t *thread;
    apr_pool_create_core(&rival->p);
    assert_int_equal(apr_thread_create(&thread, NULL, rival_run, rival, rival->p), APR_SUCCESS);
    return thread;
}

static void rival_end(apr_thread_t *thread, rival_t *rival)
{
    apr_status_t status;
    apr_thread_join(&status, thread);
    assert_ok(rival->err);
    apr_pool_destroy(rival->p);
}

static apr_int64_t counter(lic_db_t *db, apr_int64_t id, apr_pool_t *p)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, db, LIC_Q_THING, p, id));
    assert_true(lic_rows_next(rows));
    return (apr_int64_t)apr_time_sec(lic_rows_time(rows, LIC_C_THING_AT));
}

static void counters_make(harness_t *h)
{
    thing_make(h);
    for (apr_int64_t id = 1; id <= 2; id++)
        assert_ok(lic_db_execute(NULL, h->db, LIC_Q_THING_INSERT, h->p, id, "counter", apr_time_from_sec(1000), 0));
}

static void a_deadlock_costs_nobody_a_change(harness_t *h)
{
    enum { TIMES = 10 };
    rival_t rivals[4];
    apr_thread_t *threads[4];
    counters_make(h);
    for (int k = 0; k < 4; k++) { /* who takes 1 then 2 meets who takes 2 then 1 */
        rivals[k] = (rival_t){.h = h, .first = 1 + k % 2, .second = 2 - k % 2, .times = TIMES};
        threads[k] = rival_start(&rivals[k]);
    }
    for (int k = 0; k < 4; k++)
        rival_end(threads[k], &rivals[k]);
    assert_int_equal(counter(h->db, 1, h->p), 1000 + 4 * TIMES);
    assert_int_equal(counter(h->db, 2, h->p), 1000 + 4 * TIMES);
}

static void writers_of_a_process_take_turns(harness_t *h)
{
    enum { N = 8, TIMES = 25 };
    rival_t rivals[N];
    apr_thread_t *threads[N];
    counters_make(h);
    assert_ok(lic_db_init(h->p));
    for (int k = 0; k < N; k++) {
        rivals[k] = (rival_t){.h = h, .first = 1, .second = 2, .times = TIMES};
        threads[k] = rival_start(&rivals[k]);
    }
    for (int k = 0; k < N; k++)
        rival_end(threads[k], &rivals[k]);
    assert_int_equal(counter(h->db, 1, h->p), 1000 + N * TIMES);
}

typedef struct turn_t {
    apr_uint32_t done, inside, together;
} turn_t;

static void *APR_THREAD_FUNC turn_take(apr_thread_t *thread, void *data)
{
    turn_t *turn = data;
    (void)thread;
    for (int k = 0; k < 2000; k++) {
        if (!lic_queue_enter(apr_time_from_sec(5)))
            continue;
        if (apr_atomic_inc32(&turn->inside) != 0)
            apr_atomic_inc32(&turn->together);
        apr_thread_yield();
        apr_atomic_dec32(&turn->inside);
        lic_queue_leave();
        apr_atomic_inc32(&turn->done);
    }
    return NULL;
}

static void one_at_a_time_has_the_turn_to_write(harness_t *h)
{
    turn_t turn = {0};
    apr_thread_t *threads[4];
    apr_status_t status;
    harness_only(h, "sqlite3");
    assert_ok(lic_db_init(h->p));
    for (int k = 0; k < 4; k++)
        assert_int_equal(apr_thread_create(&threads[k], NULL, turn_take, &turn, h->p), APR_SUCCESS);
    for (int k = 0; k < 4; k++)
        apr_thread_join(&status, threads[k]);
    assert_int_equal(turn.together, 0);
    assert_int_equal(turn.done, 4 * 2000);
}

/* --- lost connections, changed schemas -------------------------------------------------------------------------- */

static void a_killed_session_is_told_and_not_used_again(harness_t *h)
{
    lic_db_t *other;
    lic_rows_t *rows;
    lic_error_t *err;
    harness_only(h, "pgsql mysql");
    thing_make(h);
    other = harness_open(h, h->p);
    session_kill(h, h->db, session_of(other, h->p));
    err = assert_problem(lic_db_select(&rows, other, LIC_Q_THING_COUNT, h->p, "x"), LIC_UNAVAILABLE,
                         "database-unreachable");
    assert_false(lic_db_error_is_retriable(err));
    assert_true(lic_db_broken(other));
    assert_problem(lic_db_begin(other, h->p), LIC_UNAVAILABLE, "database-unreachable");
    assert_false(lic_db_broken(h->db));
}

static void a_session_killed_before_begin_is_told(harness_t *h)
{
    lic_db_t *other;
    harness_only(h, "pgsql mysql");
    other = harness_open(h, h->p);
    session_kill(h, h->db, session_of(other, h->p));
    assert_problem(lic_db_begin(other, h->p), LIC_UNAVAILABLE, "database-unreachable");
    assert_true(lic_db_broken(other));
}

static void a_commit_whose_answer_is_lost_is_unknown(harness_t *h)
{
    lic_db_t *other;
    harness_only(h, "pgsql mysql");
    thing_make(h);
    other = harness_open(h, h->p);
    assert_ok(lic_db_begin(other, h->p));
    thing_add(other, 1, "perhaps", h->p);
    session_kill(h, h->db, session_of(other, h->p));
    assert_problem(lic_db_commit(other, h->p), LIC_UNAVAILABLE, "commit-unknown");
    assert_int_equal(things_named(h->db, "perhaps", h->p), 0);
}

/* What a standby says to whoever wants to change something, and a node of Galera's without its cluster */
static const char *said_by_standby(const harness_t *h, int number)
{
    static const char *const said[][2] = {
        {"DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '25006'; END $$", NULL},
        {"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1047", "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1290"},
    };
    return said[h->dialect == LIC_MARIADB][number];
}

static void a_server_that_takes_no_changes_is_left(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    for (int k = 0; k < 2 && said_by_standby(h, k); k++) {
        lic_db_t *other = harness_open(h, h->p);
        lic_error_t *err =
            assert_problem(lic_db_run(other, said_by_standby(h, k), h->p), LIC_UNAVAILABLE, "database-standby");
        assert_false(lic_db_error_is_retriable(err));
        assert_true(lic_db_error_is_lost(err));
        assert_true(lic_db_broken(other));
        assert_problem(lic_db_begin(other, h->p), LIC_UNAVAILABLE, "database-unreachable");
    }
}

/* Galera's answer to a COMMIT whose node is cut off from the others meanwhile: they may have it. What it says while a
 * transaction is under way leaves nothing open on the server. */
static void a_commit_that_a_node_cannot_pass_on_is_unknown(harness_t *h)
{
    harness_only(h, "mysql");
    thing_make(h);
    lic_db_t *other = harness_open(h, h->p);
    assert_ok(lic_db_begin(other, h->p));
    thing_add(other, 1, "perhaps", h->p);
    assert_problem(lic_db_run(other, "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1180", h->p), LIC_UNAVAILABLE,
                   "database-unreachable");
    assert_true(lic_db_broken(other));
    lic_db_rollback(other);
    thing_add(h->db, 1, "mine", h->p); /* waits until the server has let go of it */
    assert_int_equal(things_named(h->db, "perhaps", h->p), 0);
}

static void whoever_reaches_a_read_only_server_is_told_what_would_be_right(harness_t *h)
{
    lic_db_t *db;
    harness_only(h, "mysql");
    assert_ok(lic_db_run(h->db, "SET GLOBAL read_only = 1", h->p));
    lic_error_t *err = h->source->open(&db, h->source->baton, h->p);
    assert_ok(lic_db_run(h->db, "SET GLOBAL read_only = 0", h->p));
    assert_problem(err, LIC_UNAVAILABLE, "database-standby");
    assert_non_null(strstr(lic_error_chain(err, h->p), "right would be its primary"));
}

static void a_kept_connection_is_handed_out_until_it_breaks(harness_t *h)
{
    lic_db_source_t *kept = lic_db_source_keep(h->source, 1, h->p);
    lic_db_t *db, *again;
    assert_ok(kept->open(&db, kept->baton, h->p));
    assert_ok(lic_db_begin(db, h->p));
    kept->close(db, kept->baton); /* what was left open is rolled back */
    assert_ok(kept->open(&again, kept->baton, h->p));
    assert_ptr_equal(again, db);
    assert_ok(lic_db_begin(again, h->p));
    assert_ok(lic_db_commit(again, h->p));
    if (h->dialect == LIC_SQLITE)
        return;
    session_kill(h, h->db, session_of(again, h->p));
    assert_problem(lic_db_begin(again, h->p), LIC_UNAVAILABLE, "database-unreachable");
    kept->close(again, kept->baton);
    assert_ok(kept->open(&again, kept->baton, h->p));
    assert_ok(lic_db_begin(again, h->p));
    lic_db_rollback(again);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST_EMPTY(what_is_committed_is_seen_by_others),
        HARNESS_TEST_EMPTY(a_reading_sees_one_state_and_holds_up_nobody),
        HARNESS_TEST_EMPTY(no_statement_of_a_transaction_is_compiled),
        HARNESS_TEST_EMPTY(a_transaction_is_rolled_back_with_its_pool),
        HARNESS_TEST_EMPTY(a_transaction_is_rolled_back_with_its_connection),
        HARNESS_TEST_EMPTY(nothing_is_committed_after_a_failed_statement),
        HARNESS_TEST_EMPTY(transactions_do_not_nest),
        HARNESS_TEST_EMPTY(a_lock_that_is_not_had_may_be_tried_again),
        HARNESS_TEST_EMPTY(a_locked_database_is_busy_for_readers),
        HARNESS_TEST_EMPTY(a_deadlock_costs_nobody_a_change),
        HARNESS_TEST_EMPTY(writers_of_a_process_take_turns),
        HARNESS_TEST_EMPTY(one_at_a_time_has_the_turn_to_write),
        HARNESS_TEST_EMPTY(a_killed_session_is_told_and_not_used_again),
        HARNESS_TEST_EMPTY(a_session_killed_before_begin_is_told),
        HARNESS_TEST_EMPTY(a_commit_whose_answer_is_lost_is_unknown),
        HARNESS_TEST_EMPTY(a_server_that_takes_no_changes_is_left),
        HARNESS_TEST_EMPTY(a_commit_that_a_node_cannot_pass_on_is_unknown),
        HARNESS_TEST_EMPTY(whoever_reaches_a_read_only_server_is_told_what_would_be_right),
        HARNESS_TEST_EMPTY(a_kept_connection_is_handed_out_until_it_breaks),
    };
    return harness_main("transaction", cases, sizeof(cases) / sizeof(*cases));
}
