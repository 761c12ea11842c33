/* fault.c  Makes one statement of the next operation fail, or cuts its connection. */
#include "fault.h"

#include <dlfcn.h>
#include <string.h>

#include "store/db_private.h"

static struct {
    fault_kind_t kind;
    int nth, counted, fired;
    lic_db_t *db; /* in use, of fault_source */
} fault;

void fault_arm(fault_kind_t kind, int nth)
{
    memset(&fault, 0, sizeof(fault));
    fault.kind = kind;
    fault.nth = nth;
}

int fault_armed(void)
{
    return fault.kind != FAULT_NONE;
}

int fault_disarm(void)
{
    const int fired = fault.fired;
    fault_arm(FAULT_NONE, 0);
    return fired;
}

/* --- the source of connections that are cut ------------------------------------------------------ */

static lic_error_t *source_open(lic_db_t **db, void *from, apr_pool_t *p)
{
    lic_db_source_t *source = from;
    if (fault.kind == FAULT_DOWN && fault.fired)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the database is down on purpose");
    LIC_TRY(source->open(db, source->baton, p));
    fault.db = *db; /* from now on: what opening it takes is no part of the operation */
    return NULL;
}

static void source_close(lic_db_t *db, void *from)
{
    lic_db_source_t *source = from;
    fault.db = NULL;
    source->close(db, source->baton);
}

lic_db_source_t *fault_source(lic_db_source_t *from, apr_pool_t *p)
{
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    *source = (lic_db_source_t){source_open, source_close, from};
    return source;
}

/* --- failures ------------------------------------------------------------------------------------ */

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

typedef int query_fn(const apr_dbd_driver_t *, apr_dbd_t *, int *, const char *);

static int really_query(const apr_dbd_driver_t *driver, apr_dbd_t *handle, const char *sql)
{
    int affected;
    query_fn *query;
    *(void **)&query = next("apr_dbd_query");
    return query(driver, handle, &affected, sql);
}

static int end_connection(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    const int mysql = !strcmp(apr_dbd_name(driver), "mysql");
    const int code =
        really_query(driver, handle, mysql ? "KILL CONNECTION_ID()" : "SELECT pg_terminate_backend(pg_backend_pid())");
    return code ? code : 1;
}

/* Lost for the store, on each kind of database: it sends nothing more on it, and whoever opened it closes it. */
static int cut(void)
{
    fault.db->broken = 1;
    return 1;
}

static int be_busy(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    const char *name = apr_dbd_name(driver);
    if (!strcmp(name, "pgsql"))
        return really_query(driver, handle, "DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '40P01'; END $$");
    if (!strcmp(name, "mysql"))
        return really_query(driver, handle, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
    return 5;
}

static int is(const char *sql, const char *word)
{
    return sql && !strcmp(sql, word);
}

/* Whether a statement (sql NULL: a prepared one) is of those that the fault that is armed counts. Nothing depends on a
 * ROLLBACK: where it fails, the connection is replaced. */
static int counts(const apr_dbd_t *handle, const char *sql)
{
    switch (fault.kind) {
    case FAULT_NONE:
        return 0;
    case FAULT_ERROR:
        return !is(sql, "ROLLBACK");
    case FAULT_ANSWER_LOST:
        return is(sql, "COMMIT");
    case FAULT_CUT:
    case FAULT_DOWN:
        return fault.db && fault.db->handle == handle && !is(sql, "ROLLBACK");
    default:
        return 1;
    }
}

static int strikes(const apr_dbd_t *handle, const char *sql)
{
    if (!counts(handle, sql) || ++fault.counted != fault.nth)
        return 0;
    fault.fired = 1;
    return 1;
}

/* The code that this statement fails with; 0: it is to be carried out */
static int fails(const apr_dbd_driver_t *driver, apr_dbd_t *handle, const char *sql)
{
    if (!strikes(handle, sql))
        return 0;
    switch (fault.kind) {
    case FAULT_BUSY:
        return be_busy(driver, handle);
    case FAULT_LOST:
        return end_connection(driver, handle);
    case FAULT_ANSWER_LOST:
        really_query(driver, handle, sql);
        return end_connection(driver, handle);
    case FAULT_CUT:
    case FAULT_DOWN:
        return cut();
    default:
        return 19; /* SQLite: a constraint. The others tell by words, and there are none */
    }
}

APR_DECLARE(int)
apr_dbd_query(const apr_dbd_driver_t *driver, apr_dbd_t *handle, int *nrows, const char *statement)
{
    query_fn *query;
    int code = fails(driver, handle, statement);
    if (code)
        return code;
    *(void **)&query = next("apr_dbd_query");
    code = query(driver, handle, nrows, statement);
    if (is(statement, "COMMIT") && fault.kind >= FAULT_CUT && strikes(handle, statement))
        return cut();
    return code;
}

APR_DECLARE(int)
apr_dbd_pbquery(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle, int *nrows,
                apr_dbd_prepared_t *statement, const void **args)
{
    int (*query)(const apr_dbd_driver_t *, apr_pool_t *, apr_dbd_t *, int *, apr_dbd_prepared_t *, const void **);
    const int code = fails(driver, handle, NULL);
    *(void **)&query = next("apr_dbd_pbquery");
    return code ? code : query(driver, pool, handle, nrows, statement, args);
}

APR_DECLARE(int)
apr_dbd_pbselect(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle, apr_dbd_results_t **res,
                 apr_dbd_prepared_t *statement, int random, const void **args)
{
    int (*select)(const apr_dbd_driver_t *, apr_pool_t *, apr_dbd_t *, apr_dbd_results_t **, apr_dbd_prepared_t *, int,
                  const void **);
    const int code = fails(driver, handle, NULL);
    *(void **)&select = next("apr_dbd_pbselect");
    return code ? code : select(driver, pool, handle, res, statement, random, args);
}
