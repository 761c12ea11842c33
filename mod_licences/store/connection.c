/* store/connection.c  A connection is wrapped and its session set up; who watches it, and its budget. */
#include "store/connection.h"

#include <string.h>
#include <apr_strings.h>

#include "base/wait.h"
#include "store/db_private.h"
#include "store/failure.h"
#include "store/failure_private.h"
#include "store/network_private.h"
#include "store/node.h"
#include "store/queue_private.h"
#include "store/statement.h"
#include "store/statement_private.h"
#include "store/transaction.h"

/* seconds that a request waits for a lock before its unit starts over */
#define PATIENCE 5

lic_error_t *lic_db_init(apr_pool_t *process)
{
    apr_status_t status = apr_dbd_init(process);
    if (status == APR_SUCCESS)
        status = lic_queue_init(process);
    return status == APR_SUCCESS ? NULL : lic_error_make(process, LIC_BUG, "database", "apr_dbd can't be made ready");
}

/*
 * What a session is to be like.
 * SQLite: busy_timeout stays 0, as it would sleep inside apr_dbd's process-wide mutex; journal_mode=WAL is the file's,
 * set by the schema; synchronous stays FULL: what is confirmed has been bought; 4 MB of pages are kept, as an export
 * fills whatever there is, in each connection.
 * PostgreSQL: nothing, since a connection that mod_dbd resets would lose it; lic_db_begin sets what it needs.
 * MariaDB: texts compare byte by byte. Isolation stays REPEATABLE READ: its snapshot is taken by the first read, and
 * the first read follows the UPDATE that locks the account, so a unit sees all that was committed before it got the
 * lock. In PostgreSQL's READ COMMITTED every statement sees what is committed by then; the lock keeps others from it.
 */
static const char *const session_settings[][3] = {
    {"PRAGMA cache_size = -4000", "PRAGMA temp_store = MEMORY", NULL},
    {NULL},
    {"SET NAMES utf8mb4 COLLATE utf8mb4_bin", NULL},
};

static lic_error_t *session_set(lic_db_t *db, apr_pool_t *p)
{
    for (const char *const *setting = session_settings[db->dialect]; *setting; setting++)
        LIC_TRY(lic_db_run(db, *setting, p));
    return lic_db_set_patience(db, db->patience, p);
}

/* When SQLite's last connection is closed, the write-ahead log is emptied under an exclusive lock. A connection that is
 * opened at that moment can't read the schema, and the driver doesn't wait, as it does for other locks: so we do. */
static lic_error_t *session_begin(lic_db_t *db, apr_pool_t *p)
{
    lic_wait_t wait;
    lic_error_t *err;
    lic_failure_prepare(db);
    lic_wait_start(&wait, apr_time_from_sec(db->patience));
    do
        err = session_set(db, p);
    while (err && lic_db_error_is_retriable(err) && lic_wait_again(&wait));
    return err ? err : lic_node_check(db, p);
}

lic_error_t *lic_db_set_patience(lic_db_t *db, int seconds, apr_pool_t *scratch)
{
    db->patience = seconds;
    if (db->dialect != LIC_MARIADB) /* the others are told at the beginning of each transaction */
        return NULL;
    return lic_db_run(db, apr_psprintf(scratch, "SET SESSION innodb_lock_wait_timeout = %d", seconds), scratch);
}

static apr_status_t transaction_abandon(void *db)
{
    lic_db_rollback(db);
    return APR_SUCCESS;
}

lic_error_t *lic_db_wrap(lic_db_t **db, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle,
                         apr_pool_t *lives, apr_pool_t *p)
{
    static const char *const drivers[] = {"sqlite3", "pgsql", "mysql"};
    const char *name = apr_dbd_name(driver);
    lic_db_t *made = apr_pcalloc(lives, sizeof(*made));
    unsigned k;

    for (k = 0; k < 3 && strcmp(name, drivers[k]) != 0; k++)
        ;
    if (k == 3) /* as httpd's DBDriver may say */
        return lic_error_make(p, LIC_BUG, "database-driver",
                              "licences can't be kept by the driver %s, only by sqlite3, pgsql or mysql", name);
    made->driver = driver;
    made->handle = handle;
    made->dialect = (lic_dialect_t)k;
    made->patience = PATIENCE;
    made->lives = lives;
    lic_network_find_mutex(made);
    apr_pool_create(&made->cache, lives);
    apr_pool_pre_cleanup_register(lives, made, transaction_abandon); /* whose pool may outlive the connection */
    LIC_TRY(session_begin(made, p));
    *db = made;
    return NULL;
}

lic_dialect_t lic_db_dialect(const lic_db_t *db)
{
    return db->dialect;
}

int lic_db_broken(const lic_db_t *db)
{
    return db->broken;
}

void lic_db_set_unnamed(lic_db_t *db)
{
    db->unnamed = 1;
}

void lic_db_set_watch(lic_db_t *db, lic_db_watch_t *watch)
{
    db->watch = watch;
}

/* SQLite asks every so many steps of a statement whether to go on. */
typedef int progress_fn(void *budget);
typedef void set_progress_fn(void *connection, int steps, progress_fn *fn, void *budget);
#define STEPS 100000

static int is_over(void *budget)
{
    return lic_budget_is_late(budget);
}

static void watch_progress(lic_db_t *db)
{
    set_progress_fn *set = NULL;
    if (db->dialect == LIC_SQLITE)
        *(void **)&set = lic_network_function("sqlite3_progress_handler");
    if (set)
        set(apr_dbd_native_handle(db->driver, db->handle), STEPS, db->budget ? is_over : NULL, db->budget);
}

void lic_db_set_budget(lic_db_t *db, lic_budget_t *budget)
{
    if (db->budget)
        lic_budget_close(db->budget);
    db->budget = budget;
    if (budget)
        lic_budget_open(budget);
    watch_progress(db);
}
