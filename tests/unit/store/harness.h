/**
 * @file harness.h  Runs tests against real databases, each test in a fresh one, on every kind of database there is.
 *
 * SQLite always; PostgreSQL and MariaDB as LIC_TEST_PGSQL and LIC_TEST_MYSQL say (DBDParams), or on the servers that
 * make check starts, each once. tests/tools/with-postgres and with-mariadb set these. LIC_TEST_ONLY=pgsql narrows.
 * With LIC_TEST_PARTITIONS PostgreSQL's tables are distributed by account (conf/partitions.sql).
 */
#ifndef LIC_HARNESS_H
#define LIC_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "store/db.h"

#define HARNESS_NOW apr_time_from_sec(1795514400) /* 2026-11-24T10:00:00Z */

typedef struct harness_t {
    apr_pool_t *p; /**< the test's */
    const char *driver, *params;
    lic_db_source_t *source;
    lic_dialect_t dialect;
    lic_db_t *db; /**< open; the newest schema, unless the test wants an empty database */
} harness_t;

typedef struct harness_case_t {
    const char *name;
    void (*test)(harness_t *h);
    int empty;
} harness_case_t;
#define HARNESS_TEST(fn)                                                                                               \
    {                                                                                                                  \
#fn, fn, 0                                                                                                     \
    }
#define HARNESS_TEST_EMPTY(fn)                                                                                         \
    {                                                                                                                  \
#fn, fn, 1                                                                                                     \
    }

/** Runs the n tests; the exit status for main. */
int harness_main(const char *group, const harness_case_t *cases, int n);

/** Another connection to the same database. */
lic_db_t *harness_open(const harness_t *h, apr_pool_t *p);

/** Distributes the database's tables by account, as conf/partitions.sql says; PostgreSQL's only. */
void harness_partition(const harness_t *h);

/** Leaves the test, as passed, unless it runs on one of the kinds named: "pgsql mysql". */
#define harness_only(h, kinds)                                                                                         \
    do {                                                                                                               \
        if (!strstr(kinds, (h)->driver))                                                                               \
            return;                                                                                                    \
    } while (0)

/** Leaves the test, as passed, where tables are distributed: it is about whole ones. */
#define harness_whole()                                                                                                \
    do {                                                                                                               \
        if (getenv("LIC_TEST_PARTITIONS"))                                                                             \
            return;                                                                                                    \
    } while (0)

#define assert_ok(expr) harness_ok((expr), #expr, __FILE__, __LINE__)
void harness_ok(lic_error_t *err, const char *expr, const char *file, int line);

/** expr must fail with this code and problem. Returns the error. */
#define assert_problem(expr, code, problem) harness_problem((expr), (code), (problem), #expr, __FILE__, __LINE__)
lic_error_t *harness_problem(lic_error_t *err, lic_code_t code, const char *problem, const char *expr, const char *file,
                             int line);

#endif
