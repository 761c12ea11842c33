#include "failing.h"

#include <dlfcn.h>
#include <string.h>

#include <apr_dbd.h>

static struct {
    fault_t kind;
    int nth, counted, fired;
} fault;

void failing_arm(fault_t kind, int nth)
{
    fault.kind = kind;
    fault.nth = nth;
    fault.counted = fault.fired = 0;
}

int failing_disarm(int *fired)
{
    fault.kind = FAULT_NONE;
    if (fired)
        *fired = fault.fired;
    return fault.counted;
}

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

static int be_busy(const apr_dbd_driver_t *driver, apr_dbd_t *handle)
{
    const char *name = apr_dbd_name(driver);
    if (!strcmp(name, "pgsql"))
        return really_query(driver, handle, "DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '40P01'; END $$");
    if (!strcmp(name, "mysql"))
        return really_query(driver, handle, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
    return 5;
}

/* The code that this statement fails with; 0: it is to be carried out */
static int fails(const apr_dbd_driver_t *driver, apr_dbd_t *handle, const char *sql)
{
    if (fault.kind == FAULT_NONE || (fault.kind == FAULT_ANSWER_LOST && (!sql || strcmp(sql, "COMMIT"))))
        return 0;
    if (++fault.counted != fault.nth)
        return 0;
    fault.fired = 1;
    switch (fault.kind) {
    case FAULT_BUSY:
        return be_busy(driver, handle);
    case FAULT_LOST:
        return end_connection(driver, handle);
    case FAULT_ANSWER_LOST:
        really_query(driver, handle, sql);
        return end_connection(driver, handle);
    default:
        return 19; /* SQLite: a constraint. The others tell by words, and there are none */
    }
}

APR_DECLARE(int)
apr_dbd_query(const apr_dbd_driver_t *driver, apr_dbd_t *handle, int *nrows, const char *statement)
{
    query_fn *query;
    const int code = fails(driver, handle, statement);
    *(void **)&query = next("apr_dbd_query");
    return code ? code : query(driver, handle, nrows, statement);
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
