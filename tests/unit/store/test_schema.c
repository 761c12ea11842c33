/* Migrations: repeated, interrupted, refused, and two at once. */
#include "harness.h"

#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "store/failure.h"
#include "store/json_rows.h"
#include "store/schema.h"
#include "store/source.h"
#include "store/statement.h"
#include "store/statement_texts_private.h"

static lic_error_t *upgrade(harness_t *h)
{
    int from;
    return lic_schema_upgrade(&from, h->db, HARNESS_NOW, h->p);
}

static int version_of(harness_t *h)
{
    int version = -1;
    assert_ok(lic_schema_version(&version, h->db, h->p));
    return version;
}

static int setting_there(harness_t *h, const char *name)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_SCHEMA_SETTING, h->p, name));
    assert_true(lic_rows_next(rows));
    return (int)lic_rows_int(rows, LIC_C_SCHEMA_SETTING_FOUND);
}

static int table_there(harness_t *h, const char *name)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_SCHEMA_TABLE, h->p, name));
    assert_true(lic_rows_next(rows));
    return (int)lic_rows_int(rows, LIC_C_SCHEMA_TABLE_FOUND);
}

static void an_empty_database_becomes_the_newest(harness_t *h)
{
    int from = -1;
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-missing");
    assert_int_equal(version_of(h), 0);
    assert_ok(lic_schema_upgrade(&from, h->db, HARNESS_NOW, h->p));
    assert_int_equal(from, 0);
    assert_int_equal(version_of(h), lic_schema_newest());
    assert_true(lic_schema_newest() >= 1);
    assert_ok(lic_schema_check(h->db, h->p));
    assert_int_equal(setting_there(h, "secret"), 1);
    assert_int_equal(setting_there(h, "grace-period"), 1);
}

static void an_upgrade_may_be_repeated(harness_t *h)
{
    int from = -1;
    /* a setting that was changed stays so */
    assert_ok(lic_db_run(h->db, "UPDATE setting SET value = '60' WHERE name = 'grace-period'", h->p));
    assert_ok(lic_schema_upgrade(&from, h->db, HARNESS_NOW, h->p));
    assert_int_equal(from, lic_schema_newest());
    assert_int_equal(setting_there(h, "secret"), 1);
    assert_ok(lic_db_run(h->db,
                         "INSERT INTO setting (name, value) SELECT CASE value WHEN '60' THEN 'seen' ELSE name END,"
                         " 'x' FROM setting WHERE name = 'grace-period'",
                         h->p));
    assert_int_equal(setting_there(h, "seen"), 1);
}

/* As the first schema had it: what was folded in its own way is folded anew, and entered into the index of words. */
static void employees_of_an_older_database_are_found(harness_t *h)
{
    int from = -1;
    for (const char *const *step = lic_migrations[0].steps[h->dialect]; *step; step++)
        assert_ok(lic_db_run(h->db, *step, h->p));
    assert_ok(lic_db_execute(NULL, h->db, LIC_Q_SCHEMA_VERSION_INSERT, h->p, (apr_int64_t)1, HARNESS_NOW));
    for (int id = 1; id <= 1203; id++) /* more than are read at once */
        assert_ok(lic_db_run(
            h->db,
            apr_psprintf(h->p,
                         "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, "
                         "protected, created_at) VALUES (%d, %d, 'l%d', 'Tage Sørensen', 'TS', 'ts@acme.example', "
                         "'tage sorensen', 1, 0, 0, 1783330200)",
                         1 + id % 2, id, id),
            h->p));
    assert_ok(lic_schema_upgrade(&from, h->db, HARNESS_NOW, h->p));
    assert_int_equal(from, 1);
    lic_rows_t *rows;
    lic_json_rows_t *patterns = lic_json_rows_make(h->p);
    lic_json_rows_add(patterns);
    lic_json_rows_text(patterns, "%soeren%");
    assert_ok(lic_db_select(&rows, h->db, LIC_Q_LIST_ASSIGNMENTS_COUNT, h->p, (apr_int64_t)2, "\"oer\" AND \"ren\"",
                            lic_json_rows_end(patterns), (apr_int64_t)-1, (apr_int64_t)-1, (apr_int64_t)-1,
                            (apr_time_t)0, (apr_time_t)0, (apr_int64_t)5000));
    assert_true(lic_rows_next(rows));
    assert_int_equal(lic_rows_int(rows, LIC_C_LIST_ASSIGNMENTS_COUNT_FOUND), 602);
}

static void a_newer_database_is_refused(harness_t *h)
{
    assert_ok(lic_db_execute(NULL, h->db, LIC_Q_SCHEMA_VERSION_INSERT, h->p, (apr_int64_t)999, HARNESS_NOW));
    assert_problem(upgrade(h), LIC_REFUSED, "schema-newer");
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-newer");
    assert_int_equal(version_of(h), 999);
}

static void an_older_database_is_told(harness_t *h)
{
    if (lic_schema_newest() == 1) {
        assert_ok(lic_db_run(h->db, "DELETE FROM schema_version", h->p));
        assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-missing");
        return;
    }
    assert_ok(lic_db_run(h->db, "DELETE FROM schema_version WHERE version > 1", h->p));
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-older");
}

/* A table in the way stands for whatever ends a migration half way. */
static void a_migration_that_fails_leaves_nothing_half_done(harness_t *h)
{
    assert_ok(lic_db_run(h->db, "CREATE TABLE journal (x INTEGER)", h->p));
    assert_problem(upgrade(h), LIC_BUG, "database");
    assert_problem(upgrade(h), LIC_BUG, "database"); /* it isn't taken for the step's own, done and not recorded */
    assert_int_equal(version_of(h), 0);
    assert_problem(lic_schema_check(h->db, h->p), LIC_UNAVAILABLE, "schema-missing");
    if (h->dialect != LIC_MARIADB) /* which can't take a table back, and goes on from there */
        assert_int_equal(table_there(h, "account"), 0);
    assert_ok(lic_db_run(h->db, "DROP TABLE journal", h->p));
    assert_ok(upgrade(h));
    assert_ok(lic_schema_check(h->db, h->p));
    assert_int_equal(table_there(h, "account"), 1);
    assert_int_equal(table_there(h, "lease"), 1);
}

/* MariaDB: the connection went after a step, before the step was recorded. */
static void a_step_done_but_not_recorded_is_not_in_the_way(harness_t *h)
{
    harness_only(h, "mysql");
    assert_ok(lic_db_run(h->db, "CREATE TABLE journal (x INTEGER)", h->p));
    assert_problem(upgrade(h), LIC_BUG, "database");
    assert_ok(lic_db_run(h->db, "DROP TABLE journal", h->p));
    assert_ok(lic_db_run(h->db, "UPDATE schema_step SET step = -step", h->p));
    assert_ok(upgrade(h));
    assert_ok(lic_schema_check(h->db, h->p));
}

typedef struct upgrader_t {
    harness_t h;
    lic_error_t *err;
} upgrader_t;

static void *APR_THREAD_FUNC upgrade_run(apr_thread_t *thread, void *data)
{
    upgrader_t *me = data;
    (void)thread;
    me->err = me->h.source->open(&me->h.db, me->h.source->baton, me->h.p);
    for (int tries = 0; !me->err && tries < 10; tries++) {
        lic_error_t *err = upgrade(&me->h);
        if (lic_db_error_is_retriable(err))
            continue;
        me->err = err;
        break;
    }
    return NULL;
}

static void upgrades_at_once_do_it_once(harness_t *h)
{
    enum { N = 4 };
    upgrader_t each[N];
    apr_thread_t *threads[N];
    apr_status_t status;
    for (int k = 0; k < N; k++) { /* a pool of its own for each: pools aren't for two threads */
        each[k].h = *h;
        apr_pool_create_core(&each[k].h.p);
        assert_int_equal(apr_thread_create(&threads[k], NULL, upgrade_run, &each[k], each[k].h.p), APR_SUCCESS);
    }
    for (int k = 0; k < N; k++)
        apr_thread_join(&status, threads[k]);
    for (int k = 0; k < N; k++) {
        assert_ok(each[k].err);
        apr_pool_destroy(each[k].h.p);
    }
    assert_int_equal(version_of(h), lic_schema_newest());
    assert_ok(lic_schema_check(h->db, h->p));
    assert_int_equal(setting_there(h, "secret"), 1);
}

/* The file's header says in two bytes whether it is written and read by way of a log (sqlite.org/fileformat2). */
static void readers_of_sqlite_do_not_wait_for_the_writer(harness_t *h)
{
    char header[20] = "";
    apr_size_t length = sizeof(header);
    apr_file_t *file;
    harness_only(h, "sqlite3");
    assert_int_equal(apr_file_open(&file, h->params, APR_FOPEN_READ, APR_OS_DEFAULT, h->p), APR_SUCCESS);
    assert_int_equal(apr_file_read(file, header, &length), APR_SUCCESS);
    assert_int_equal(header[18], 2);
    assert_int_equal(header[19], 2);
}

static void a_database_that_is_not_utf8_is_refused(harness_t *h)
{
    lic_db_source_t *source;
    lic_db_t *db;
    int from;
    harness_only(h, "pgsql");
    assert_ok(lic_db_run(h->db, "DROP DATABASE IF EXISTS licences_ascii", h->p));
    assert_ok(lic_db_run(h->db, "CREATE DATABASE licences_ascii ENCODING 'SQL_ASCII' TEMPLATE template0", h->p));
    assert_ok(lic_db_source_make(&source, "pgsql", apr_pstrcat(h->p, h->params, " dbname=licences_ascii", NULL), h->p));
    assert_ok(source->open(&db, source->baton, h->p));
    assert_problem(lic_schema_upgrade(&from, db, HARNESS_NOW, h->p), LIC_REFUSED, "database-encoding");
    source->close(db, source->baton);
    assert_ok(lic_db_run(h->db, "DROP DATABASE licences_ascii", h->p));
}

/* Somebody who may make tables, but no extensions, is told what to ask for. */
static void an_extension_that_cannot_be_made_is_explained(harness_t *h)
{
    lic_db_source_t *source;
    lic_db_t *db;
    int from;
    harness_only(h, "pgsql");
    assert_ok(lic_db_run(h->db, "DROP DATABASE IF EXISTS licences_bare", h->p));
    assert_ok(lic_db_run(h->db, "DROP ROLE IF EXISTS licences_poor", h->p));
    assert_ok(lic_db_run(h->db, "CREATE ROLE licences_poor LOGIN", h->p));
    assert_ok(lic_db_run(h->db, "CREATE DATABASE licences_bare TEMPLATE template0 ENCODING 'UTF8'", h->p));
    assert_ok(lic_db_source_make(&source, "pgsql", apr_pstrcat(h->p, h->params, " dbname=licences_bare", NULL), h->p));
    assert_ok(source->open(&db, source->baton, h->p));
    assert_ok(lic_db_run(db, "GRANT USAGE, CREATE ON SCHEMA public TO licences_poor", h->p));
    assert_ok(lic_db_run(db, "SET search_path = public", h->p));
    assert_ok(lic_db_run(db, "SET ROLE licences_poor", h->p));
    lic_error_t *err =
        assert_problem(lic_schema_upgrade(&from, db, HARNESS_NOW, h->p), LIC_REFUSED, "database-extension");
    assert_non_null(strstr(err->message, "CREATE EXTENSION btree_gin"));
    /* whoever may has made them meanwhile */
    assert_ok(lic_db_run(db, "RESET ROLE", h->p));
    assert_ok(lic_db_run(db, "CREATE SCHEMA extensions", h->p));
    assert_ok(lic_db_run(db, "CREATE EXTENSION pg_trgm SCHEMA extensions", h->p));
    assert_ok(lic_db_run(db, "CREATE EXTENSION btree_gin SCHEMA extensions", h->p));
    assert_ok(lic_db_run(db, "GRANT USAGE ON SCHEMA extensions TO licences_poor", h->p));
    assert_ok(lic_db_run(db, "SET ROLE licences_poor", h->p));
    assert_ok(lic_schema_upgrade(&from, db, HARNESS_NOW, h->p));
    source->close(db, source->baton);
    assert_ok(lic_db_run(h->db, "DROP DATABASE licences_bare", h->p));
    assert_ok(lic_db_run(h->db, "DROP ROLE licences_poor", h->p));
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST_EMPTY(an_empty_database_becomes_the_newest),
        HARNESS_TEST(an_upgrade_may_be_repeated),
        HARNESS_TEST_EMPTY(employees_of_an_older_database_are_found),
        HARNESS_TEST(a_newer_database_is_refused),
        HARNESS_TEST(an_older_database_is_told),
        HARNESS_TEST_EMPTY(a_migration_that_fails_leaves_nothing_half_done),
        HARNESS_TEST_EMPTY(a_step_done_but_not_recorded_is_not_in_the_way),
        HARNESS_TEST_EMPTY(upgrades_at_once_do_it_once),
        HARNESS_TEST(readers_of_sqlite_do_not_wait_for_the_writer),
        HARNESS_TEST_EMPTY(a_database_that_is_not_utf8_is_refused),
        HARNESS_TEST_EMPTY(an_extension_that_cannot_be_made_is_explained),
    };
    return harness_main("schema", cases, sizeof(cases) / sizeof(*cases));
}
