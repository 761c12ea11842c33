#include "store/db.h"

#include <assert.h>
#include <string.h>
#include <apr_strings.h>

#include "base/wait.h"
#include "store/connection.h"
#include "store/queue.h"

/* rc of SQLite for a statement that hands out rows, which is no failure where nobody wants them */
#define SQLITE_ROW_CODE 100
/* a statement is prepared anew at most this often: the first failure only makes SQLite read the new schema */
#define RENEWALS 2
/* seconds that a request waits for a lock before its unit starts over */
#define PATIENCE 4

lic_error_t *lic_db_init(apr_pool_t *process)
{
    apr_status_t status = apr_dbd_init(process);
    if (status == APR_SUCCESS)
        status = lic_queue_init(process);
    return status == APR_SUCCESS ? NULL : lic_error_make(process, LIC_BUG, "database", "apr_dbd can't be made ready");
}

static apr_status_t transaction_abandoned(void *db)
{
    lic_db_rollback(db);
    return APR_SUCCESS;
}

/* --- the connection --------------------------------------------------------------------------------------------- */

/*
 * What a session is to be like.
 * SQLite: busy_timeout stays 0, as it would sleep inside apr_dbd's process-wide mutex; journal_mode=WAL is the file's,
 * set by the schema; synchronous stays FULL: what is confirmed has been bought; 4 MB of pages are kept, as an export
 * fills whatever there is, in each connection.
 * PostgreSQL: nothing, since a connection that mod_dbd resets would lose it; lic_db_begin sets what it needs.
 * MariaDB: texts compare byte by byte. Isolation stays REPEATABLE READ: its snapshot is taken by the first read, and
 * that follows the UPDATE that has locked the account, so a unit sees all that was committed before it got the lock.
 * So it does in PostgreSQL's READ COMMITTED, where every statement looks afresh, and the lock keeps that still.
 */
static const char *const session_settings[][3] = {
    {"PRAGMA cache_size = -4000", "PRAGMA temp_store = MEMORY", NULL},
    {NULL},
    {"SET NAMES utf8mb4 COLLATE utf8mb4_bin", NULL},
};

static lic_error_t *session_set(lic_db_t *db)
{
    for (const char *const *setting = session_settings[db->dialect]; *setting; setting++)
        LIC_TRY(lic_db_run(db, *setting, db->cache));
    return lic_db_set_patience(db, db->patience);
}

/* Whoever closes SQLite's last connection empties the log under an exclusive lock. A connection that is opened just
 * then can't read the schema, and the driver doesn't wait for that as it does for other locks. */
static lic_error_t *session_begin(lic_db_t *db)
{
    lic_wait_t wait;
    lic_error_t *err;
    lic_failure_prepare(db);
    lic_wait_start(&wait, apr_time_from_sec(db->patience));
    do
        err = session_set(db);
    while (err && lic_db_error_is_retriable(err) && lic_wait_again(&wait));
    return err;
}

lic_error_t *lic_db_set_patience(lic_db_t *db, int seconds)
{
    db->patience = seconds;
    if (db->dialect != LIC_MARIADB) /* the others are told at the beginning of each transaction */
        return NULL;
    return lic_db_run(db, apr_psprintf(db->cache, "SET SESSION innodb_lock_wait_timeout = %d", seconds), db->cache);
}

lic_error_t *lic_db_wrap(lic_db_t **db, const struct apr_dbd_driver_t *driver, struct apr_dbd_t *handle,
                         apr_pool_t *lives)
{
    static const char *const drivers[] = {"sqlite3", "pgsql", "mysql"};
    const char *name = apr_dbd_name(driver);
    lic_db_t *made = apr_pcalloc(lives, sizeof(*made));
    unsigned k;

    for (k = 0; k < 3 && strcmp(name, drivers[k]) != 0; k++)
        ;
    if (k == 3)
        return lic_error_make(lives, LIC_INVALID, "database-driver",
                              "licences can't be kept by the driver %s, only by sqlite3, pgsql or mysql", name);
    made->driver = driver;
    made->handle = handle;
    made->dialect = (lic_dialect_t)k;
    made->patience = PATIENCE;
    made->lives = lives;
    apr_pool_create(&made->cache, lives);
    apr_pool_pre_cleanup_register(lives, made, transaction_abandoned); /* whose pool may outlive the connection */
    LIC_TRY(session_begin(made));
    *db = made;
    return NULL;
}

lic_error_t *lic_db_renew(lic_db_t *db)
{
    lic_db_rollback(db);
    memset(db->prepared, 0, sizeof(db->prepared));
    apr_pool_clear(db->cache);
    db->broken = 0;
    return session_begin(db);
}

lic_dialect_t lic_db_dialect(const lic_db_t *db)
{
    return db->dialect;
}

int lic_db_broken(const lic_db_t *db)
{
    return db->broken;
}

int lic_db_error_is_retriable(const lic_error_t *err)
{
    return err && err->code == LIC_UNAVAILABLE && strcmp(err->problem, "database-busy") == 0;
}

/* --- single statements ------------------------------------------------------------------------------------------ */

void lic_db_set_watch(lic_db_t *db, lic_db_watch_t *watch)
{
    db->watch = watch;
}

static void asks(lic_db_t *db)
{
    if (db->watch)
        __atomic_store_n(&db->watch->since, lic_wait_clock(), __ATOMIC_RELAXED);
}

/* One that is lost when two count at once does no harm: that it moves is what is looked for. */
static void is_answered(lic_db_t *db, int code)
{
    if (!db->watch)
        return;
    __atomic_store_n(&db->watch->since, 0, __ATOMIC_RELAXED);
    if (!code)
        __atomic_store_n(db->watch->successes, __atomic_load_n(db->watch->successes, __ATOMIC_RELAXED) + 1,
                         __ATOMIC_RELAXED);
}

static int query(lic_db_t *db, const char *sql)
{
    int affected, code, again = 0;
    asks(db);
    do
        code = apr_dbd_query(db->driver, db->handle, &affected, sql);
    while (code && lic_failure_of(db, code) == LIC_FAILURE_STALE && again++ < RENEWALS);
    is_answered(db, code);
    return db->dialect == LIC_SQLITE && code == SQLITE_ROW_CODE ? 0 : code;
}

/* A connection that is to be cut (store/fault.h) comes a moment nearer to it. */
static void burn(lic_db_t *db)
{
    if (db->fuse && !--db->fuse)
        db->broken = 1;
}

/* Nothing more is sent on a lost connection, or in a transaction that can't succeed any more. On MariaDB a deadlock
 * has ended the transaction already, and what followed would be committed one by one. */
static lic_error_t *refuse(lic_db_t *db, const char *doing, apr_pool_t *p)
{
    burn(db);
    if (db->broken)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the connection to the database is lost: %s",
                              doing);
    if (db->failed)
        return lic_error_wrap(db->failed, p, "%s", doing);
    return NULL;
}

lic_error_t *lic_db_run(lic_db_t *db, const char *sql, apr_pool_t *scratch)
{
    int code;
    LIC_TRY(refuse(db, sql, scratch));
    code = query(db, sql);
    return code ? lic_failure_make(db, code, apr_pstrndup(scratch, sql, 60), scratch) : NULL;
}

static int prepare(apr_dbd_prepared_t **prepared, lic_db_t *db, lic_statement_t which)
{
    int code = 0;
    *prepared = db->prepared[which];
    if (!*prepared) {
        /* Without a label: with one, PostgreSQL's driver would prepare on the server, and a reset would lose it. */
        code = apr_dbd_prepare(db->driver, db->cache, db->handle, lic_statement_texts[which].sql[db->dialect].text,
                               NULL, prepared);
        if (!code)
            db->prepared[which] = *prepared;
    }
    return code;
}

typedef struct execution_t {
    lic_db_t *db;
    lic_statement_t which;
    lic_values_t *values;
    int affected;
    apr_dbd_results_t *results;
} execution_t;

static int attempt(execution_t *x, int select, apr_pool_t *p)
{
    apr_dbd_prepared_t *prepared;
    asks(x->db);
    int code = prepare(&prepared, x->db, x->which);
    x->affected = 0;
    x->results = NULL;
    /* random access on PostgreSQL only: without it, its driver hides errors; with it, MariaDB's hands out nothing */
    if (!code && select)
        code = apr_dbd_pbselect(x->db->driver, p, x->db->handle, &x->results, prepared,
                                x->db->dialect == LIC_POSTGRESQL, x->values->bound);
    else if (!code)
        code = apr_dbd_pbquery(x->db->driver, p, x->db->handle, &x->affected, prepared, x->values->bound);
    is_answered(x->db, code);
    return code;
}

/* work: for the driver's; p: for errors */
static lic_error_t *execute(execution_t *x, int select, apr_pool_t *work, apr_pool_t *p)
{
    const lic_statement_text_t *statement = &lic_statement_texts[x->which];
    int code, renewals = 0;

    assert(statement->sql[x->db->dialect].text && select == (statement->ncolumns > 0));
    LIC_TRY(refuse(x->db, statement->name, p));
    while ((code = attempt(x, select, work)) != 0) {
        /* SQLite's driver keeps to the statement that it compiled, which fails forever once another connection has
         * changed the schema; nothing was done, so this is safe inside a transaction too. */
        if (lic_failure_of(x->db, code) != LIC_FAILURE_STALE || renewals++ == RENEWALS)
            return lic_failure_make(x->db, code, statement->name, p);
        x->db->prepared[x->which] = NULL;
    }
    return NULL;
}

lic_error_t *lic_db_execute(apr_int64_t *affected, lic_db_t *db, lic_statement_t which, apr_pool_t *scratch, ...)
{
    lic_values_t values;
    execution_t x = {.db = db, .which = which, .values = &values};
    va_list args;

    va_start(args, scratch);
    lic_values_take(&values, db, which, args, scratch);
    va_end(args);
    LIC_TRY(execute(&x, 0, scratch, scratch));
    if (affected)
        *affected = x.affected;
    return NULL;
}

lic_error_t *lic_db_select(lic_rows_t **rows, lic_db_t *db, lic_statement_t which, apr_pool_t *p, ...)
{
    lic_values_t values;
    execution_t x = {.db = db, .which = which, .values = &values};
    apr_pool_t *work = p;
    lic_error_t *err;
    va_list args;
    int code;

    va_start(args, p);
    lic_values_take(&values, db, which, args, p);
    va_end(args);
    if (db->dialect == LIC_MARIADB) /* whose driver allocates each column's greatest size, for one row at a time */
        apr_pool_create(&work, p);
    err = execute(&x, 1, work, p);
    if (!err) {
        *rows = lic_rows_make(&code, db, which, x.results, p);
        if (code)
            err = lic_failure_make(db, code, lic_statement_texts[which].name, p);
    }
    if (work != p)
        apr_pool_destroy(work);
    return err;
}

/* --- transactions ----------------------------------------------------------------------------------------------- */

static void transaction_ended(lic_db_t *db)
{
    apr_pool_cleanup_kill(db->transaction, db, transaction_abandoned);
    db->transaction = NULL;
    db->failed = NULL;
    if (db->queued)
        lic_queue_leave();
    db->queued = 0;
}

/* A lock that isn't had in a while is "database-busy", and the whole unit starts over. The setting is local, since the
 * connection is the portal's too. */
static const char *beginning(const lic_db_t *db, apr_pool_t *p)
{
    static const char *const begin[] = {"BEGIN IMMEDIATE", NULL, "START TRANSACTION"};
    if (db->dialect == LIC_POSTGRESQL)
        return apr_psprintf(p, "BEGIN; SET LOCAL lock_timeout = '%ds'", db->patience);
    return begin[db->dialect];
}

lic_error_t *lic_db_begin(lic_db_t *db, apr_pool_t *p)
{
    int code;

    if (db->transaction)
        return lic_error_make(p, LIC_BUG, "database", "a transaction is begun inside another");
    LIC_TRY(refuse(db, "begin", p));
    if (db->dialect == LIC_SQLITE) {
        if (!lic_queue_enter_for(apr_time_from_sec(db->patience)))
            return lic_error_make(p, LIC_UNAVAILABLE, "database-busy", "the database is busy: others are writing");
        db->queued = 1;
    }
    db->transaction = p;
    apr_pool_cleanup_register(p, db, transaction_abandoned, apr_pool_cleanup_null);
    code = query(db, beginning(db, p));
    if (code) {
        lic_error_t *err = lic_failure_make(db, code, "begin", p);
        lic_db_rollback(db);
        return err;
    }
    return NULL;
}

lic_error_t *lic_db_commit(lic_db_t *db, apr_pool_t *p)
{
    lic_error_t *err;
    int code;

    if (!db->transaction)
        return lic_error_make(p, LIC_BUG, "database", "there is no transaction to commit");
    err = refuse(db, "commit", p);
    if (!err) {
        code = query(db, "COMMIT");
        burn(db);
        if (code)
            err = lic_failure_make(db, code, "commit", p);
        else if (db->broken)
            err =
                lic_error_make(p, LIC_UNAVAILABLE, "commit-unknown", "the connection to the database is lost: commit");
        if (err && db->broken) /* it may have been carried out before the connection went */
            err->problem = "commit-unknown";
    }
    if (err)
        lic_db_rollback(db);
    else
        transaction_ended(db);
    return err;
}

void lic_db_rollback(lic_db_t *db)
{
    if (!db->transaction)
        return;
    /* SQLite has rolled back by itself after some errors, and says then that there is no transaction. */
    if (!db->broken && query(db, "ROLLBACK") != 0 && db->dialect != LIC_SQLITE)
        db->broken = 1;
    transaction_ended(db);
}
