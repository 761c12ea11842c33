/* store/transaction.c  BEGIN, COMMIT and ROLLBACK of our own. */
#include "store/transaction.h"

#include <apr_strings.h>

#include "store/db_private.h"
#include "store/failure_private.h"
#include "store/node.h"
#include "store/queue_private.h"
#include "store/statement.h"
#include "store/statement_private.h"

static apr_status_t transaction_abandoned(void *db)
{
    lic_db_rollback(db);
    return APR_SUCCESS;
}

static void transaction_ended(lic_db_t *db)
{
    apr_pool_cleanup_kill(db->transaction, db, transaction_abandoned);
    db->transaction = NULL;
    db->failed = NULL;
    db->defining = 0;
    if (db->queued)
        lic_queue_leave();
    db->queued = 0;
}

/* PostgreSQL would compile a statement that may read much, which takes longer than to read the little that it does */
#define PLAIN "SET LOCAL jit = off"

/* A lock that isn't had in a while is "database-busy", and the whole unit starts over. Settings are local, since the
 * connection is the portal's too. */
static const char *beginning(const lic_db_t *db, apr_pool_t *p)
{
    static const char *const begin[] = {"BEGIN IMMEDIATE", NULL, "START TRANSACTION"};
    if (db->dialect == LIC_POSTGRESQL)
        return apr_psprintf(p, "BEGIN; " PLAIN "; SET LOCAL lock_timeout = '%ds'", db->patience);
    return begin[db->dialect];
}

static lic_error_t *begin(lic_db_t *db, const char *sql, apr_pool_t *p)
{
    db->transaction = p;
    apr_pool_cleanup_register(p, db, transaction_abandoned, apr_pool_cleanup_null);
    const int code = lic_statement_query(db, sql);
    if (code) {
        lic_error_t *err = lic_failure_make(db, code, "begin", p);
        lic_db_rollback(db);
        return err;
    }
    return NULL;
}

static lic_error_t *may_begin(lic_db_t *db, apr_pool_t *p)
{
    if (db->transaction)
        return lic_error_make(p, LIC_BUG, "database", "a transaction is begun inside another");
    if (db->budget)
        lic_budget_begin(db->budget);
    return lic_statement_refuse(db, "begin", p);
}

lic_error_t *lic_db_begin(lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(may_begin(db, p));
    if (db->dialect == LIC_SQLITE) {
        if (!lic_queue_enter(apr_time_from_sec(db->patience)))
            return lic_error_make(p, LIC_UNAVAILABLE, "database-busy", "the database is busy: others are writing");
        db->queued = 1;
    }
    return begin(db, beginning(db, p), p);
}

lic_error_t *lic_db_begin_reading(lic_db_t *db, apr_pool_t *p)
{
    static const char *const begins[] = {"BEGIN", ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " PLAIN),
                                         "START TRANSACTION READ ONLY"};
    LIC_TRY(may_begin(db, p));
    if (db->dialect == LIC_MARIADB) /* for this transaction alone, whatever the server's operator has chosen */
        LIC_TRY(lic_db_run(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", p));
    return begin(db, begins[db->dialect], p);
}

int lic_db_in_transaction(const lic_db_t *db)
{
    return db->transaction != NULL;
}

lic_error_t *lic_db_commit(lic_db_t *db, apr_pool_t *p)
{
    lic_error_t *err;
    int code;

    if (!db->transaction)
        return lic_error_make(p, LIC_BUG, "database", "there is no transaction to commit");
    err = lic_statement_refuse(db, "commit", p);
    if (!err) {
        code = lic_statement_query(db, "COMMIT");
        if (code)
            err = lic_failure_make(db, code, "commit", p);
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
    if (!db->broken && lic_statement_query(db, "ROLLBACK") != 0 && db->dialect != LIC_SQLITE)
        lic_node_leave(db);
    transaction_ended(db);
}
