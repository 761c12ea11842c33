/* store/statement.c  One statement: whether it may be sent, preparing it, running it. */
#include "store/statement.h"

#include <assert.h>
#include <string.h>
#include <apr_strings.h>

#include "base/wait.h"
#include "store/db_private.h"
#include "store/failure_private.h"
#include "store/row_private.h"
#include "store/statement_private.h"

/* rc of SQLite for a statement that hands out rows, which is no failure where nobody wants them */
#define SQLITE_ROW_CODE 100
#define DEADLOCK        1213 /* MariaDB's code */
/* a statement is prepared anew at most this often: the first failure only makes SQLite read the new schema */
#define RENEWALS 2
/* A name that isn't there counts so much more than one that is: a pooler's sessions learn them one after another, but
 * where they are made to forget each time, no names are used any more. */
#define MISS        8
#define MISSES_MOST 2000

/* Of all connections of this process; NULL: nobody wants to know. Set before there are threads. */
static lic_histogram_t *durations;

void lic_db_count_durations(lic_histogram_t *histogram)
{
    durations = histogram;
}

void lic_db_watch_begin(lic_db_watch_t *watch)
{
    if (watch)
        __atomic_store_n(&watch->since, lic_wait_clock(), __ATOMIC_RELAXED);
}

void lic_db_watch_end(lic_db_watch_t *watch, int succeeded)
{
    if (!watch)
        return;
    __atomic_store_n(&watch->since, 0, __ATOMIC_RELAXED);
    if (succeeded)
        __atomic_store_n(&watch->answered, lic_wait_clock(), __ATOMIC_RELAXED);
}

static void asks(lic_db_t *db)
{
    db->asked = durations ? lic_wait_clock() : 0;
    lic_db_watch_begin(db->watch);
}

static void is_answered(lic_db_t *db, int code)
{
    if (durations && db->asked)
        lic_histogram_observe(durations, lic_wait_clock() - db->asked);
    lic_db_watch_end(db->watch, !code);
}

int lic_statement_query(lic_db_t *db, const char *sql)
{
    int affected, code, again = 0;
    asks(db);
    do
        code = apr_dbd_query(db->driver, db->handle, &affected, sql);
    while (code && lic_failure_of(db, code) == LIC_FAILURE_STALE && again++ < RENEWALS);
    is_answered(db, code);
    return db->dialect == LIC_SQLITE && code == SQLITE_ROW_CODE ? 0 : code;
}

/* Nothing more is sent on a lost connection, or in a transaction that can't succeed any more. On MariaDB a deadlock
 * has ended the transaction already, and what followed would be committed one by one. */
lic_error_t *lic_statement_refuse(lic_db_t *db, const char *doing, apr_pool_t *p)
{
    if (db->broken)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the connection to the database is lost: %s",
                              doing);
    if (db->failed)
        return lic_error_wrap(db->failed, p, "%s", doing);
    return db->budget ? lic_budget_spend(db->budget, p) : NULL;
}

lic_error_t *lic_db_run(lic_db_t *db, const char *sql, apr_pool_t *scratch)
{
    int code;
    LIC_TRY(lic_statement_refuse(db, sql, scratch));
    db->defining = db->transaction != NULL; /* DDL, which ends a transaction on MariaDB */
    code = lic_statement_query(db, sql);
    return code ? lic_failure_make(db, code, apr_pstrndup(scratch, sql, 60), scratch) : NULL;
}

/* What pages ask, again and again: looked up by keys, so that one plan is right for all values. */
static const char *const hot[] = {"admission_by_login", "admission_by_key", "account_book", "view_costs",
                                  "view_usage_range",   "view_marked",      "view_revision"};

/* Whether PostgreSQL keeps the statement under a name, and its plan with it. Only outside transactions, where one that
 * turns out to be gone can be asked again without a name. */
static int is_named(const lic_db_t *db, lic_statement_t which)
{
    if (db->dialect != LIC_POSTGRESQL || db->unnamed || db->transaction)
        return 0;
    for (apr_size_t i = 0; i < sizeof(hot) / sizeof(hot[0]); i++)
        if (!strcmp(hot[i], lic_statement_texts[which].name))
            return 1;
    return 0;
}

/* The same name is the same text (FNV-1a), also where a pooler hands a session on to another program. */
static const char *name_of(const char *text, apr_pool_t *p)
{
    apr_uint64_t hash = APR_UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * APR_UINT64_C(0x100000001b3);
    return apr_psprintf(p, "lic_%016" APR_UINT64_T_HEX_FMT, hash);
}

/*
 * Whether the transaction is still there, on a node of a cluster. Where another node has ended it, the next statement
 * is told of a deadlock; but if that is one to be prepared, MariaDB 10.11 may keep this to itself: what follows would
 * be committed one by one, or the COMMIT of nothing answered as done. None of sql/'s, as it mustn't be prepared itself.
 * 0, or the code that it should have said.
 */
static int still_there(lic_db_t *db)
{
    apr_pool_t *p;
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    const char *word = NULL;
    apr_pool_create(&p, db->transaction);
    int code = apr_dbd_select(db->driver, p, db->handle, &results, "SELECT @@in_transaction", 0);
    while (!code && apr_dbd_get_row(db->driver, p, results, &row, -1) == 0) /* to the end: nothing may be left unread */
        word = apr_pstrdup(p, apr_dbd_get_entry(db->driver, row, 0));
    if (!code && (!word || strcmp(word, "1") != 0))
        code = DEADLOCK;
    apr_pool_destroy(p);
    return code;
}

static int prepare(apr_dbd_prepared_t **prepared, lic_db_t *db, lic_statement_t which, int named)
{
    const char *text = lic_statement_texts[which].sql[db->dialect].text;
    apr_dbd_prepared_t **kept = named ? &db->named[which] : &db->prepared[which];
    int code = 0;
    *prepared = *kept;
    if (!*prepared) {
        /* Without a name PostgreSQL's driver prepares nothing on the server, which a reset or a pooler would lose. */
        code =
            apr_dbd_prepare(db->driver, db->cache, db->handle, text, named ? name_of(text, db->cache) : NULL, prepared);
        if (code && named && *prepared && lic_failure_is_there(db))
            code = 0; /* a session that a pooler has handed on knows it already */
        if (!code)
            *kept = *prepared;
        if (!code && db->clustered && db->transaction && !db->defining)
            code = still_there(db);
    }
    return code;
}

typedef struct execution_t {
    lic_db_t *db;
    lic_statement_t which;
    lic_values_t *values;
    int unnamed;
    int affected;
    apr_dbd_results_t *results;
} execution_t;

static int attempt(execution_t *x, int select, apr_pool_t *p)
{
    apr_dbd_prepared_t *prepared;
    asks(x->db);
    const int named = !x->unnamed && is_named(x->db, x->which);
    if (x->db->alone.mutex)
        x->db->alone.enter(x->db->alone.mutex);
    int code = prepare(&prepared, x->db, x->which, named);
    x->affected = 0;
    x->results = NULL;
    /* random access on PostgreSQL only: without it, its driver hides errors; with it, MariaDB's hands out nothing */
    if (!code && select)
        code = apr_dbd_pbselect(x->db->driver, p, x->db->handle, &x->results, prepared,
                                x->db->dialect == LIC_POSTGRESQL, x->values->bound);
    else if (!code)
        code = apr_dbd_pbquery(x->db->driver, p, x->db->handle, &x->affected, prepared, x->values->bound);
    if (x->db->alone.mutex)
        x->db->alone.leave(x->db->alone.mutex);
    if (!code && named && x->db->misses)
        x->db->misses--;
    is_answered(x->db, code);
    return code;
}

/* Nothing was done, so it may be asked again; *x says how. A pooler gives each transaction another session, which may
 * have yet to learn the name; where the schema has moved under a plan, a name is of no use any more. */
static void renew(execution_t *x, int renewals)
{
    lic_db_t *db = x->db;
    x->unnamed = renewals > 0;
    db->prepared[x->which] = db->named[x->which] = NULL;
    if (lic_failure_is_missing(db))
        db->misses += MISS;
    else
        x->unnamed = db->unnamed = 1;
    if (db->misses > MISSES_MOST)
        db->unnamed = 1;
}

/* The driver allocates in work, errors are in p */
static lic_error_t *execute(execution_t *x, int select, apr_pool_t *work, apr_pool_t *p)
{
    const lic_statement_text_t *statement = &lic_statement_texts[x->which];
    int code, renewals = 0;

    assert(statement->sql[x->db->dialect].text && select == (statement->ncolumns > 0));
    LIC_TRY(lic_statement_refuse(x->db, statement->name, p));
    while ((code = attempt(x, select, work)) != 0) {
        /* SQLite's driver keeps to the statement that it compiled, which fails forever once another connection has
         * changed the schema; nothing was done, so this is safe inside a transaction too. */
        if (lic_failure_of(x->db, code) != LIC_FAILURE_STALE || renewals++ == RENEWALS)
            return lic_failure_make(x->db, code, statement->name, p);
        renew(x, renewals - 1);
    }
    return NULL;
}

lic_error_t *lic_db_execute(apr_int64_t *affected, lic_db_t *db, lic_statement_t which, apr_pool_t *scratch, ...)
{
    lic_values_t values;
    execution_t x = {.db = db, .values = &values};
    va_list args;

    va_start(args, scratch);
    x.which = lic_values_take(&values, db, which, args, scratch);
    va_end(args);
    LIC_TRY(execute(&x, 0, scratch, scratch));
    if (affected)
        *affected = x.affected;
    return NULL;
}

lic_error_t *lic_db_select(lic_rows_t **rows, lic_db_t *db, lic_statement_t which, apr_pool_t *p, ...)
{
    lic_values_t values;
    execution_t x = {.db = db, .values = &values};
    apr_pool_t *work = p;
    lic_error_t *err;
    va_list args;
    int code;

    va_start(args, p);
    x.which = lic_values_take(&values, db, which, args, p);
    va_end(args);
    if (db->dialect == LIC_MARIADB) /* whose driver allocates each column's greatest size, for one row at a time */
        apr_pool_create(&work, p);
    err = execute(&x, 1, work, p);
    if (!err) {
        *rows = lic_rows_make(&code, db, which, x.results, p);
        if (db->budget)
            db->budget->rows += lic_rows_count(*rows);
        if (code)
            err = lic_failure_make(db, code, lic_statement_texts[which].name, p);
    }
    if (work != p)
        apr_pool_destroy(work);
    return err;
}
