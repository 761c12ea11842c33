/* store/failure.c  What a database's answer means, by its code or its words, and the error that is made of it. */
#include "store/failure.h"

#include <ctype.h>
#include <string.h>
#include <apr_strings.h>

#include "store/db_private.h"
#include "store/failure_private.h"
#include "store/network.h"
#include "store/network_private.h"

#define MESSAGE_MAX 400

#define PQ_CONNECTION_OK  0
#define PQ_ERRORS_VERBOSE 2
typedef int pq_status_fn(const void *connection);
typedef int pq_verbosity_fn(void *connection, int verbosity);

void lic_failure_prepare(lic_db_t *db)
{
    pq_verbosity_fn *set = NULL;
    if (db->dialect == LIC_POSTGRESQL)
        *(void **)&set = lic_network_function("PQsetErrorVerbosity");
    if (set)
        set(apr_dbd_native_handle(db->driver, db->handle), PQ_ERRORS_VERBOSE);
}

static int postgresql_lost(const lic_db_t *db)
{
    pq_status_fn *status = NULL;
    *(void **)&status = lic_network_function("PQstatus");
    return status && status(apr_dbd_native_handle(db->driver, db->handle)) != PQ_CONNECTION_OK;
}

/* "ERROR:  40P01: deadlock detected": severities are translated on some servers, SQLSTATE isn't. */
static const char *sqlstate(const char *message)
{
    const char *at = strchr(message, ':');
    int i;
    if (!at)
        return "";
    for (at++; *at == ' '; at++)
        ;
    for (i = 0; i < 5; i++)
        if (!isdigit((unsigned char)at[i]) && !isupper((unsigned char)at[i]))
            return "";
    return at[5] == ':' ? at : "";
}

static int mentions_any(const char *message, const char *const *words)
{
    for (; *words; words++)
        if (strstr(message, *words))
            return 1;
    return 0;
}

/* A statement that had a name (store/statement.c). 26000: it isn't there; 42P05: there is one of that name already;
 * 0A000: its plan is of another schema */
static int is_stale(const lic_db_t *db, const char *state)
{
    return !db->unnamed && !db->transaction &&
           (!strncmp(state, "26000", 5) || !strncmp(state, "42P05", 5) || !strncmp(state, "0A000", 5));
}

static lic_failure_t postgresql_failure(const lic_db_t *db, const char *message)
{
    /* for a libpq that can't be asked */
    static const char *const lost[] = {"terminating connection", "server closed the connection",
                                       "no connection to the server", "could not receive data from server", NULL};
    static const char *const busy[] = {"deadlock detected", "could not serialize access", "lock timeout",
                                       "canceling statement due to", NULL};
    const char *state = sqlstate(message);

    if (is_stale(db, state))
        return LIC_FAILURE_STALE;
    if (postgresql_lost(db) || !strncmp(state, "08", 2) || !strncmp(state, "57P", 3) || mentions_any(message, lost))
        return LIC_FAILURE_LOST;
    /* 40: rolled back (serialisation, deadlock); 55P03: lock_timeout; 57014: statement_timeout */
    if (!strncmp(state, "40", 2) || !strncmp(state, "55P03", 5) || !strncmp(state, "57014", 5))
        return LIC_FAILURE_BUSY;
    if (!strncmp(state, "25006", 5)) /* read-only: it became a standby, or somebody has chosen a standby */
        return LIC_FAILURE_STANDBY;
    /* 53: disk full, out of memory; 58030: I/O error */
    if (!strncmp(state, "53", 2) || !strncmp(state, "58030", 5))
        return LIC_FAILURE_UNABLE;
    return !*state && mentions_any(message, busy) ? LIC_FAILURE_BUSY : LIC_FAILURE_OTHER;
}

static lic_failure_t sqlite_failure(int code, const char *message)
{
    static const char *const unable[] = {"disk is full", "readonly database", "disk I/O error",
                                         "unable to open database", NULL};
    if (mentions_any(message, unable))
        return LIC_FAILURE_UNABLE;
    /* codes of sqlite3.h. The driver turns a select's BUSY into ERROR, and its legacy interface other codes too, but
     * the library's words, which are never translated, tell. */
    if (code == 5 || code == 6 || strstr(message, "is locked"))
        return LIC_FAILURE_BUSY;
    /* A statement that has expired before it began isn't noted in the connection, which then knows of no error. */
    if (strstr(message, "schema has changed") || (code == 1 && strcmp(message, "not an error") == 0))
        return LIC_FAILURE_STALE;
    return LIC_FAILURE_OTHER;
}

static lic_failure_t mariadb_failure(int code)
{
    static const struct {
        int code;
        lic_failure_t kind;
    } known[] = {
        {1020, LIC_FAILURE_BUSY},    /* record has changed since last read */
        {1205, LIC_FAILURE_BUSY},    /* lock wait timeout; Galera: the node is too far behind */
        {1206, LIC_FAILURE_BUSY},    /* too many locks */
        {1213, LIC_FAILURE_BUSY},    /* deadlock; Galera, also of a COMMIT: another node was first */
        {1969, LIC_FAILURE_BUSY},    /* max_statement_time */
        {1053, LIC_FAILURE_LOST},    /* shutdown in progress */
        {1180, LIC_FAILURE_LOST},    /* of a COMMIT, Galera: the node lost its cluster meanwhile; others may have it */
        {1927, LIC_FAILURE_LOST},    /* connection was killed */
        {2006, LIC_FAILURE_LOST},    /* server has gone away */
        {2013, LIC_FAILURE_LOST},    /* lost during query */
        {2014, LIC_FAILURE_LOST},    /* out of sync: nothing sensible can be read any more */
        {2030, LIC_FAILURE_LOST},    /* statements are gone, as the library has reconnected by itself: so are the
                                        session's settings */
        {2055, LIC_FAILURE_LOST},    /* lost, extended */
        {1021, LIC_FAILURE_UNABLE},  /* disk full */
        {1036, LIC_FAILURE_UNABLE},  /* a table is read-only */
        {1041, LIC_FAILURE_UNABLE},  /* out of memory */
        {1114, LIC_FAILURE_UNABLE},  /* a table is full, as its disk is */
        {1792, LIC_FAILURE_UNABLE},  /* a read-only transaction */
        {1047, LIC_FAILURE_STANDBY}, /* Galera: the node isn't in its cluster's primary part */
        {1290, LIC_FAILURE_STANDBY}, /* the server is read-only */
        {1615, LIC_FAILURE_STALE},   /* needs to be prepared again */
    };
    for (apr_size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (known[i].code == code)
            return known[i].kind;
    return LIC_FAILURE_OTHER;
}

static const char *words_of(const lic_db_t *db, int code)
{
    const char *message = apr_dbd_error(db->driver, db->handle, code);
    return message && *message ? message : "no message";
}

lic_failure_t lic_failure_of(const lic_db_t *db, int code)
{
    if (db->broken) /* a connection that is known to be lost stays so, whatever its driver says then */
        return LIC_FAILURE_LOST;
    switch (db->dialect) {
    case LIC_POSTGRESQL:
        return postgresql_failure(db, words_of(db, code));
    case LIC_SQLITE:
        if (db->budget && strstr(words_of(db, code), "interrupted"))
            return LIC_FAILURE_LATE;
        return sqlite_failure(code, words_of(db, code));
    case LIC_MARIADB:
        return mariadb_failure(code);
    }
    return LIC_FAILURE_OTHER;
}

int lic_failure_is_missing(const lic_db_t *db)
{
    return db->dialect == LIC_POSTGRESQL && !strncmp(sqlstate(words_of(db, 0)), "26000", 5);
}

int lic_failure_is_there(const lic_db_t *db)
{
    return db->dialect == LIC_POSTGRESQL && !strncmp(sqlstate(words_of(db, 0)), "42P05", 5);
}

static int is_duplicate(const lic_db_t *db, int code)
{
    const char *message = words_of(db, code);
    switch (db->dialect) {
    case LIC_POSTGRESQL:
        return !strncmp(sqlstate(message), "23505", 5);
    case LIC_SQLITE:
        return strstr(message, "UNIQUE constraint failed") != NULL;
    case LIC_MARIADB:
        return code == 1062;
    }
    return 0;
}

int lic_db_error_is_retriable(const lic_error_t *err)
{
    return err && err->code == LIC_UNAVAILABLE && strcmp(err->problem, "database-busy") == 0;
}

int lic_db_error_is_lost(const lic_error_t *err)
{
    return err && err->code == LIC_UNAVAILABLE &&
           (!strcmp(err->problem, "database-unreachable") || !strcmp(err->problem, "database-standby"));
}

int lic_db_was_duplicate(const lic_db_t *db)
{
    return db->duplicate;
}

/* One line, without the place in the server's source. */
static const char *tidy(const char *message, apr_pool_t *p)
{
    const char *end = strstr(message, "\nLOCATION:");
    apr_size_t length = end ? (apr_size_t)(end - message) : strlen(message);
    char *line;
    while (length && isspace((unsigned char)message[length - 1]))
        length--;
    line = apr_pstrmemdup(p, message, length < MESSAGE_MAX ? length : MESSAGE_MAX);
    for (char *c = line; *c; c++)
        if (iscntrl((unsigned char)*c))
            *c = ' ';
    return line;
}

lic_error_t *lic_failure_make(lic_db_t *db, int code, const char *doing, apr_pool_t *p)
{
    const int was_broken = db->broken;
    lic_failure_t kind = lic_failure_of(db, code);
    const char *words = tidy(words_of(db, code), p);
    lic_error_t *err;

    db->code = code;
    db->duplicate = is_duplicate(db, code);
    switch (kind) {
    case LIC_FAILURE_BUSY:
        err = lic_error_make(p, LIC_UNAVAILABLE, "database-busy", "the database is busy: %s: %s", doing, words);
        break;
    case LIC_FAILURE_LOST:
        db->broken = 1;
        err = lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable",
                             "the connection to the database is lost: %s: %s", doing, words);
        break;
    case LIC_FAILURE_STANDBY:
        db->broken = 1;
        err = lic_error_make(p, LIC_UNAVAILABLE, "database-standby",
                             "this database server takes no changes, so another is looked for: %s: %s", doing, words);
        break;
    case LIC_FAILURE_UNABLE:
        err = lic_error_make(p, LIC_UNAVAILABLE, "database-unwritable", "the database takes no changes: %s: %s", doing,
                             words);
        break;
    case LIC_FAILURE_LATE:
        err = lic_error_wrap(lic_budget_late(db->budget, p), p, "%s", doing);
        break;
    default:
        err = lic_error_make(p, LIC_BUG, "database", "%s: the database answered %d: %s", doing, code, words);
    }
    /* what it left half done is rolled back by its server, and the pool makes another */
    if (db->broken && !was_broken)
        lic_network_end(db->driver, db->handle);
    if (db->transaction && !db->failed)
        db->failed = lic_error_wrap(err, db->transaction, "the transaction has failed");
    return err;
}
