/* What every statement relies on, on each database. */
#include "things.h"

#include <string.h>
#include <apr_dbd.h>
#include <apr_strings.h>

#include "store/connection.h"
#include "store/source.h"
#include "store/statement.h"
#include "store/transaction.h"

/* --- values ----------------------------------------------------------------------------------------------------- */

static void round_trip(harness_t *h, apr_int64_t id, const char *note, apr_time_t at, lic_date_t day)
{
    lic_rows_t *rows;
    assert_ok(lic_db_execute(NULL, h->db, LIC_Q_THING_INSERT, h->p, id, note, at, day));
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_THING, h->p, id));
    assert_true(lic_rows_next(rows));
    assert_true(lic_rows_int(rows, LIC_C_THING_ID) == id);
    assert_int_equal(lic_rows_null(rows, LIC_C_THING_NOTE), note == NULL);
    assert_string_equal(lic_rows_text(rows, LIC_C_THING_NOTE), note ? note : "");
    assert_int_equal(lic_rows_null(rows, LIC_C_THING_AT), at == 0);
    assert_true(lic_rows_time(rows, LIC_C_THING_AT) == apr_time_from_sec(apr_time_sec(at)));
    assert_int_equal(lic_rows_null(rows, LIC_C_THING_DAY), day == LIC_DATE_NONE);
    assert_int_equal(lic_rows_date(rows, LIC_C_THING_DAY), day);
    assert_false(lic_rows_next(rows));
    assert_false(lic_rows_next(rows));
}

static void values_come_back_as_they_went(harness_t *h)
{
    char *much = apr_palloc(h->p, 601);
    memset(much, 'x', 600);
    much[600] = '\0';
    thing_make(h);
    round_trip(h, 1, "plain", HARNESS_NOW, lic_date_make(2026, 11, 24));
    round_trip(h, 2, NULL, 0, LIC_DATE_NONE);
    round_trip(h, 3, "", HARNESS_NOW + 999999, lic_date_make(1999, 12, 31));
    round_trip(h, APR_INT64_MAX, "5,000,000,001 > 32 bits", apr_time_from_sec(APR_INT64_C(5000000001)),
               lic_date_make(9999, 12, 31));
    round_trip(h, APR_INT64_MIN, "least", -apr_time_from_sec(86400), lic_date_make(1900, 1, 1));
    round_trip(h, 5, "'quoted' \"twice\" `thrice`; -- DROP TABLE thing", HARNESS_NOW, 0);
    round_trip(h, 6, "100 % %s %lld \\ \\' \\n ? $1 :note", HARNESS_NOW, 0);
    round_trip(h, 7, "Tage S\xc3\xb8rensen, \xe2\x82\xac, \xf0\x9f\x8e\x84, \xce\xb1\xcc\x81", HARNESS_NOW, 0);
    round_trip(h, 8, much, HARNESS_NOW, 0);
    round_trip(h, 9, " blanks kept ", HARNESS_NOW, 0);
}

/* 1970 is an instant like any other: only where a declaration says that there may be none is 0 none */
static void the_second_0_is_bound_as_an_instant(harness_t *h)
{
    lic_rows_t *rows;
    thing_make(h);
    round_trip(h, 1, "has none", 0, 0);
    assert_ok(lic_db_execute(NULL, h->db, LIC_Q_THING_SET, h->p, (apr_time_t)0, (apr_int64_t)1));
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_THING, h->p, (apr_int64_t)1));
    assert_true(lic_rows_next(rows));
    assert_false(lic_rows_null(rows, LIC_C_THING_AT));
    assert_true(lic_rows_time(rows, LIC_C_THING_AT) == 0);
}

static void parameters_may_come_in_any_order_and_often(harness_t *h)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_PUZZLE, h->p, (apr_int64_t)3, "b", (apr_int64_t)100));
    assert_true(lic_rows_next(rows));
    assert_int_equal(lic_rows_int(rows, LIC_C_PUZZLE_SUM), 94);
    assert_string_equal(lic_rows_text(rows, LIC_C_PUZZLE_TAIL), "b 100% :a");
    assert_int_equal(lic_rows_int(rows, LIC_C_PUZZLE_IS_NULL), 0);
    assert_string_equal(lic_rows_text(rows, LIC_C_PUZZLE_LITERAL), "it's :a, 5%d");
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_PUZZLE, h->p, (apr_int64_t)0, NULL, (apr_int64_t)1));
    assert_true(lic_rows_next(rows));
    assert_true(lic_rows_null(rows, LIC_C_PUZZLE_TAIL));
    assert_int_equal(lic_rows_int(rows, LIC_C_PUZZLE_IS_NULL), 1);
}

static void texts_are_told_apart_and_ordered_by_their_bytes(harness_t *h)
{
    static const char *const ordered[] = {"B", "a", "a ", "b", "\xc3\x85se", "\xc3\xa5se"};
    lic_rows_t *rows;
    thing_make(h);
    for (int k = 5; k >= 0; k--)
        thing_add(h->db, k, ordered[k], h->p);
    assert_int_equal(things_named(h->db, "b", h->p), 1);
    assert_int_equal(things_named(h->db, "\xc3\xa5se", h->p), 1);
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_THING_NOTES, h->p));
    for (int k = 0; k < 6; k++) {
        assert_true(lic_rows_next(rows));
        assert_string_equal(lic_rows_text(rows, LIC_C_THING_NOTES_NOTE), ordered[k]);
    }
}

static void rows_outlive_the_statement_that_gave_them(harness_t *h)
{
    lic_rows_t *outer, *inner, *none;
    const char *kept[3];
    int n = 0;
    thing_make(h);
    for (int k = 1; k <= 3; k++)
        thing_add(h->db, k, apr_psprintf(h->p, "thing %d", k), h->p);
    assert_ok(lic_db_select(&outer, h->db, LIC_Q_THING_FROM, h->p, (apr_int64_t)1, (apr_int64_t)10));
    while (lic_rows_next(outer)) { /* the same statement inside, with other arguments */
        assert_ok(lic_db_select(&inner, h->db, LIC_Q_THING_FROM, h->p, lic_rows_int(outer, LIC_C_THING_FROM_ID),
                                (apr_int64_t)1));
        assert_true(lic_rows_next(inner));
        assert_string_equal(lic_rows_text(inner, LIC_C_THING_FROM_NOTE), lic_rows_text(outer, LIC_C_THING_FROM_NOTE));
        kept[n++] = lic_rows_text(outer, LIC_C_THING_FROM_NOTE);
    }
    assert_int_equal(n, 3);
    assert_ok(lic_db_select(&none, h->db, LIC_Q_THING_FROM, h->p, (apr_int64_t)4, (apr_int64_t)10));
    assert_false(lic_rows_next(none));
    assert_string_equal(kept[0], "thing 1");
    assert_string_equal(kept[2], "thing 3");
}

static void affected_rows_are_the_rows_found(harness_t *h)
{
    apr_int64_t affected = -1;
    thing_make(h);
    thing_add(h->db, 1, "same", h->p);
    assert_ok(lic_db_execute(&affected, h->db, LIC_Q_THING_RENAME, h->p, (apr_int64_t)1, "same"));
    assert_int_equal(affected, 1);
    assert_ok(lic_db_execute(&affected, h->db, LIC_Q_THING_RENAME, h->p, (apr_int64_t)2, "same"));
    assert_int_equal(affected, 0);
}

/* --- changed schemas, renewed connections ------------------------------------------------------------------------- */

static void statements_survive_a_change_of_the_schema(harness_t *h)
{
    lic_db_t *other;
    thing_make(h);
    thing_add(h->db, 1, "before", h->p);
    assert_int_equal(things_named(h->db, "before", h->p), 1);
    other = harness_open(h, h->p);
    assert_ok(lic_db_run(other, "ALTER TABLE thing ADD COLUMN more INTEGER", h->p));
    assert_int_equal(things_named(h->db, "before", h->p), 1);
    assert_ok(lic_db_run(other, "CREATE INDEX thing_note ON thing (at)", h->p));
    assert_ok(lic_db_begin(h->db, h->p));
    thing_add(h->db, 2, "inside", h->p);
    assert_int_equal(things_named(h->db, "inside", h->p), 1);
    assert_ok(lic_db_commit(h->db, h->p));
    assert_ok(lic_db_run(h->db, "CREATE INDEX thing_day ON thing (day)", h->p)); /* its own change, too */
    thing_add(h->db, 3, "after", h->p);
    assert_int_equal(things_named(h->db, "after", h->p), 1);
}

static apr_dbd_t *plain_handle(harness_t *h, const apr_dbd_driver_t *driver, const char *file)
{
    const char *words;
    apr_dbd_t *handle;
    assert_int_equal(apr_dbd_open_ex(driver, h->p, file, &handle, &words), APR_SUCCESS);
    return handle;
}

/* Whoever has the connection next, which may be another thread, ends what belongs to it */
static void why_a_connection_is_of_no_use_outlives_what_belongs_to_it(harness_t *h)
{
    int rows;
    lic_db_t *db;
    apr_pool_t *lives;
    const apr_dbd_driver_t *driver;
    harness_only(h, "sqlite3");
    const char *file = apr_pstrcat(h->p, h->params, ".locked", NULL);
    assert_int_equal(apr_dbd_get_driver(h->p, "sqlite3", &driver), APR_SUCCESS);
    apr_dbd_t *holder = plain_handle(h, driver, file), *handle = plain_handle(h, driver, file);
    assert_int_equal(apr_dbd_query(driver, holder, &rows, "CREATE TABLE thing (id INTEGER)"), 0);
    assert_int_equal(apr_dbd_query(driver, holder, &rows, "BEGIN EXCLUSIVE"), 0);
    apr_pool_create(&lives, h->p);
    lic_error_t *err = lic_db_wrap(&db, driver, handle, lives, h->p);
    apr_pool_clear(lives);
    memset(apr_palloc(lives, 4096), 'x', 4096);
    assert_problem(err, LIC_UNAVAILABLE, "database-busy");
    assert_non_null(strstr(err->message, "PRAGMA"));
    assert_ptr_equal(err->pool, h->p);
    apr_dbd_close(driver, handle);
    apr_dbd_close(driver, holder);
}

/* --- sources ---------------------------------------------------------------------------------------------------- */

static void where_a_database_is_said_as_mod_dbd_has_it(harness_t *h)
{
    const char *driver, *params;
    assert_ok(lic_db_source_parse(&driver, &params, "pgsql:host=db port=1 options='-c a=b:c'", h->p));
    assert_string_equal(driver, "pgsql");
    assert_string_equal(params, "host=db port=1 options='-c a=b:c'");
    assert_problem(lic_db_source_parse(&driver, &params, "/var/x.db", h->p), LIC_INVALID, "database-parameters");
    assert_problem(lic_db_source_parse(&driver, &params, "sqlite3:", h->p), LIC_INVALID, "database-parameters");
    assert_problem(lic_db_source_parse(&driver, &params, "oracle:x", h->p), LIC_INVALID, "database-parameters");
}

static void no_message_holds_a_password(harness_t *h)
{
    static const char *const wrong[][2] = {
        {"sqlite3", "/nowhere/at/all.db"},
        {"pgsql", "host=/nowhere user=u password=hunter2"},
        {"pgsql", "host=/nowhere user=u password=hun ter2"},
        {"pgsql", "host=/nowhere user=u dbname=hunter2 password='hunter2'"},
        {"mysql", "sock=/nowhere/hunter2;user=u;pass=hunter2"},
    };
    for (unsigned k = 0; k < sizeof(wrong) / sizeof(*wrong); k++) {
        lic_db_source_t *source;
        lic_db_t *db;
        lic_error_t *err;
        assert_ok(lic_db_source_make(&source, wrong[k][0], wrong[k][1], h->p));
        err = assert_problem(source->open(&db, source->baton, h->p), LIC_UNAVAILABLE, "database-unreachable");
        assert_null(strstr(lic_error_chain(err, h->p), "ter2"));
    }
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST_EMPTY(values_come_back_as_they_went),
        HARNESS_TEST_EMPTY(the_second_0_is_bound_as_an_instant),
        HARNESS_TEST_EMPTY(parameters_may_come_in_any_order_and_often),
        HARNESS_TEST_EMPTY(texts_are_told_apart_and_ordered_by_their_bytes),
        HARNESS_TEST_EMPTY(rows_outlive_the_statement_that_gave_them),
        HARNESS_TEST_EMPTY(affected_rows_are_the_rows_found),
        HARNESS_TEST_EMPTY(statements_survive_a_change_of_the_schema),
        HARNESS_TEST_EMPTY(why_a_connection_is_of_no_use_outlives_what_belongs_to_it),
        HARNESS_TEST_EMPTY(where_a_database_is_said_as_mod_dbd_has_it),
        HARNESS_TEST_EMPTY(no_message_holds_a_password),
    };
    return harness_main("db", cases, sizeof(cases) / sizeof(*cases));
}
