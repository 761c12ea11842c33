#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "store/connection.h"
#include "store/schema.h"
#include "store/source.h"
#include "store/statement.h"

typedef struct kind_t {
    const char *driver;
    const char *variable;
    const char *server;  /**< DBDParams of the server; NULL: this kind isn't tested */
    const char *skipped; /**< why its tests are skipped */
    const char *lacking; /**< why its tests must fail */
} kind_t;

typedef struct state_t {
    const harness_case_t *what;
    const kind_t *kind;
    harness_t h;
    apr_pool_t *admin; /**< holds what makes and drops the database */
    lic_db_t *server;
    const char *name;
} state_t;

static apr_pool_t *process;

/* --- which databases -------------------------------------------------------------------------------------------- */

/* The server that this run of make check shares is started by the first test that wants it. */
static const char *shared_server(const char *driver)
{
    const char *run = getenv("LIC_TEST_RUN"), *top = getenv("top_srcdir");
    char line[1000] = "";
    FILE *answer;
    if (!run || !top)
        return NULL;
    answer = popen(apr_pstrcat(process, top, "/tests/tools/database ", driver, " while ", run, NULL), "r");
    if (answer) {
        if (!fgets(line, sizeof(line), answer))
            line[0] = '\0';
        pclose(answer);
    }
    line[strcspn(line, "\n")] = '\0';
    return apr_pstrdup(process, line);
}

static void server_find(kind_t *kind)
{
    const char *only = getenv("LIC_TEST_ONLY");
    if (only && !strstr(only, kind->driver))
        return;
    kind->server = getenv(kind->variable);
    if (kind->server)
        return;
    kind->server = shared_server(kind->driver);
    if (!kind->server || !*kind->server)
        kind->lacking =
            apr_psprintf(process, "no %s: run this by make check or below tests/tools/with-*", kind->variable);
    else if (strncmp(kind->server, "skip: ", 6) == 0)
        kind->skipped = kind->server + 6;
    if (!kind->server)
        kind->server = "";
}

/* --- a fresh database for each test ----------------------------------------------------------------------------- */

static void sqlite_make(state_t *state)
{
    const char *tmp = NULL;
    char *dir;
    assert_int_equal(apr_temp_dir_get(&tmp, state->admin), APR_SUCCESS);
    dir = apr_pstrcat(state->admin, tmp, "/licences-test.XXXXXX", NULL);
    assert_non_null(mkdtemp(dir));
    state->name = dir;
    state->h.params = apr_pstrcat(state->admin, dir, "/test.db", NULL);
}

static void sqlite_drop(state_t *state)
{
    static const char *const files[] = {"/test.db", "/test.db-wal", "/test.db-shm", "/test.db-journal"};
    for (unsigned k = 0; k < sizeof(files) / sizeof(*files); k++)
        apr_file_remove(apr_pstrcat(state->admin, state->name, files[k], NULL), state->admin);
    apr_dir_remove(state->name, state->admin);
}

static void server_open(state_t *state)
{
    lic_db_source_t *source;
    assert_ok(lic_db_source_make(&source, state->kind->driver, state->kind->server, state->admin));
    assert_ok(source->open(&state->server, source->baton, state->admin));
}

/* A schema of its own serves as a database, and is much faster to make. */
static void pgsql_make(state_t *state)
{
    server_open(state);
    assert_ok(lic_db_run(state->server, apr_pstrcat(state->admin, "CREATE SCHEMA ", state->name, NULL), state->admin));
    state->h.params = apr_psprintf(state->admin, "%s options='-c search_path=%s'", state->kind->server, state->name);
}

static void mysql_make(state_t *state)
{
    server_open(state);
    assert_ok(
        lic_db_run(state->server, apr_pstrcat(state->admin, "CREATE DATABASE ", state->name, NULL), state->admin));
    state->h.params = apr_psprintf(state->admin, "%s;dbname=%s", state->kind->server, state->name);
}

/* A server may still be at what a killed process has asked it for, and each then waits for the other. */
static void server_drop(state_t *state)
{
    const char *sql = apr_psprintf(state->admin, "DROP SCHEMA %s%s", state->name,
                                   state->h.dialect == LIC_POSTGRESQL ? " CASCADE" : "");
    lic_error_t *err = lic_db_run(state->server, sql, state->admin);
    for (int tries = 0; err && !strcmp(err->problem, "database-busy") && tries < 20; tries++) {
        apr_sleep(apr_time_from_msec(100));
        err = lic_db_run(state->server, sql, state->admin);
    }
    assert_ok(err);
}

static int setup(void **data)
{
    static int made;
    state_t *state = *data;
    int from;

    if (state->kind->skipped || state->kind->lacking)
        return 0;
    apr_pool_create(&state->admin, process);
    apr_pool_create(&state->h.p, process);
    state->name = apr_psprintf(state->admin, "test_%d_%d", (int)getpid(), ++made);
    state->h.driver = state->kind->driver;
    if (strcmp(state->kind->driver, "sqlite3") == 0)
        sqlite_make(state);
    else if (strcmp(state->kind->driver, "pgsql") == 0)
        pgsql_make(state);
    else
        mysql_make(state);
    assert_ok(lic_db_source_make(&state->h.source, state->h.driver, state->h.params, state->h.p));
    state->h.db = harness_open(&state->h, state->h.p);
    state->h.dialect = lic_db_dialect(state->h.db);
    if (state->what->empty)
        return 0;
    assert_ok(lic_schema_upgrade(&from, state->h.db, HARNESS_NOW, state->h.p));
    if (state->h.dialect == LIC_POSTGRESQL && getenv("LIC_TEST_PARTITIONS"))
        harness_partition(&state->h);
    return 0;
}

static int teardown(void **data)
{
    state_t *state = *data;
    if (!state->admin)
        return 0;
    apr_pool_destroy(state->h.p); /* and with it every connection of the test */
    if (state->server)
        server_drop(state);
    else
        sqlite_drop(state);
    apr_pool_destroy(state->admin);
    return 0;
}

static void run(void **data)
{
    state_t *state = *data;
    if (state->kind->lacking)
        fail_msg("%s", state->kind->lacking);
    if (state->kind->skipped) {
        print_message("skipped: %s\n", state->kind->skipped);
        skip();
    }
    state->what->test(&state->h);
}

int harness_main(const char *group, const harness_case_t *cases, int n)
{
    kind_t kinds[] = {{"sqlite3", NULL, NULL, NULL, NULL},
                      {"pgsql", "LIC_TEST_PGSQL", NULL, NULL, NULL},
                      {"mysql", "LIC_TEST_MYSQL", NULL, NULL, NULL}};
    const char *only = getenv("LIC_TEST_ONLY");
    struct CMUnitTest *tests;
    int count = 0, status;

    apr_initialize();
    apr_pool_create(&process, NULL);
    tests = apr_pcalloc(process, (apr_size_t)n * 3 * sizeof(*tests));
    kinds[0].server = !only || strstr(only, "sqlite3") ? "" : NULL;
    server_find(&kinds[1]);
    server_find(&kinds[2]);
    for (int k = 0; k < 3; k++)
        for (int i = 0; kinds[k].server && i < n; i++) {
            state_t *state = apr_pcalloc(process, sizeof(*state));
            state->what = &cases[i];
            state->kind = &kinds[k];
            tests[count].name = apr_psprintf(process, "%s on %s", cases[i].name, kinds[k].driver);
            tests[count].test_func = run;
            tests[count].setup_func = setup;
            tests[count].teardown_func = teardown;
            tests[count++].initial_state = state;
        }
    status = _cmocka_run_group_tests(group, tests, (size_t)count, NULL, NULL);
    /* without apr_terminate, which would unload drivers, and make leaks of what their libraries keep till the end */
    return status;
}

/* --- in tests --------------------------------------------------------------------------------------------------- */

lic_db_t *harness_open(const harness_t *h, apr_pool_t *p)
{
    lic_db_t *db = NULL;
    assert_ok(h->source->open(&db, h->source->baton, p));
    return db;
}

void harness_partition(const harness_t *h)
{
    const char *top = getenv("top_srcdir");
    char sql[8192];
    FILE *file = fopen(apr_pstrcat(h->p, top ? top : ".", "/mod_licences/conf/partitions.sql", NULL), "r");
    assert_non_null(file);
    const size_t length = fread(sql, 1, sizeof(sql) - 1, file);
    assert_true(feof(file));
    fclose(file);
    sql[length] = '\0';
    assert_ok(lic_db_run(h->db, sql, h->p));
}

void harness_ok(lic_error_t *err, const char *expr, const char *file, int line)
{
    if (err) {
        print_error("%s:%d: %s\n  %s: %s\n", file, line, expr, err->problem, lic_error_chain(err, err->pool));
        _fail(file, line);
    }
}

lic_error_t *harness_problem(lic_error_t *err, lic_code_t code, const char *problem, const char *expr, const char *file,
                             int line)
{
    if (!err || err->code != code || strcmp(err->problem, problem) != 0) {
        print_error("%s:%d: %s\n  wanted %d %s, got %d %s: %s\n", file, line, expr, code, problem, err ? err->code : 0,
                    err ? err->problem : "success", err ? lic_error_chain(err, err->pool) : "");
        _fail(file, line);
    }
    return err;
}
