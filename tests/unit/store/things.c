#include "things.h"

#include <apr_strings.h>

#include "store/login.h"
#include "store/name.h"
#include "store/search.h"
#include "store/statement.h"

/* The schema of these tests has no employees to be searched for. */
lic_error_t *lic_search_fill(lic_db_t *db, apr_pool_t *scratch)
{
    (void)db, (void)scratch;
    return NULL;
}

/* Nor anybody who logs in. */
lic_error_t *lic_login_fill(lic_db_t *db, apr_pool_t *scratch)
{
    (void)db, (void)scratch;
    return NULL;
}

/* Nor names to be put in order. */
lic_error_t *lic_name_fill(lic_db_t *db, apr_pool_t *scratch)
{
    (void)db, (void)scratch;
    return NULL;
}

lic_error_t *lic_name_refresh(lic_db_t *db, apr_pool_t *scratch)
{
    (void)db, (void)scratch;
    return NULL;
}

static const char *const make_thing = "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(600),"
                                      " at BIGINT, day VARCHAR(10))";

void thing_make(harness_t *h)
{
    const char *sql = make_thing;
    if (h->dialect == LIC_POSTGRESQL)
        sql = "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(600) COLLATE \"C\", at BIGINT,"
              " day VARCHAR(10))";
    if (h->dialect == LIC_MARIADB)
        sql = apr_pstrcat(h->p, sql, " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", NULL);
    assert_ok(lic_db_run(h->db, sql, h->p));
    if (h->dialect == LIC_SQLITE)
        assert_ok(lic_db_run(h->db, "PRAGMA journal_mode = WAL", h->p));
}

void thing_add(lic_db_t *db, apr_int64_t id, const char *note, apr_pool_t *p)
{
    assert_ok(lic_db_execute(NULL, db, LIC_Q_THING_INSERT, p, id, note, (apr_time_t)0, (lic_date_t)LIC_DATE_NONE));
}

apr_int64_t things_named(lic_db_t *db, const char *note, apr_pool_t *p)
{
    lic_rows_t *rows;
    assert_ok(lic_db_select(&rows, db, LIC_Q_THING_COUNT, p, note));
    assert_true(lic_rows_next(rows));
    return lic_rows_int(rows, LIC_C_THING_COUNT_COUNT);
}
