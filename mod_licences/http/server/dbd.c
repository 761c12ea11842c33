/* http/server/dbd.c  Takes connections from mod_dbd's pool, and gives them back. */
#include "http/server/dbd.h"

#include <ap_mpm.h>

#include "base/log.h"
#include "base/wait.h"
#include "http/server/breaker.h"
#include "http/server/config.h"
#include "http/server/databases.h"
#include "http/server/ending.h"
#include "http/server/pooled.h"
#include "http/server/silence.h"
#include "store/connection.h"
#include "store/failure.h"
#include "store/node.h"

#define LOOKING apr_time_from_msec(500) /* how long a living connection is looked for */
#define AGAIN   apr_time_from_sec(1)    /* who has waited longer than that for nothing isn't kept waiting again */

static APR_OPTIONAL_FN_TYPE(ap_dbd_open) * dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) * dbd_close;

typedef struct baton_t {
    server_rec *server;
    lic_database_t *database; /* NULL: it has none that is known here */
    lic_breaker_t *breaker;
    lic_budget_t *budget;
    apr_pool_t *pool;
    ap_dbd_t *taken;
    lic_db_t *db;
} baton_t;

void lic_dbd_start(apr_pool_t *pchild, server_rec *s)
{
    int threads = 1;
    (void)s;
    (void)ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    lic_breaker_start(threads);
    lic_error_t *err = lic_db_init(pchild);
    if (err)
        lic_log(LIC_LOG_ERROR, "LIC3302", pchild, "%s", lic_error_chain(err, pchild));
}

int lic_dbd_find(void)
{
    dbd_open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    dbd_close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    return dbd_open && dbd_close;
}

static lic_error_t *unreachable(apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the database cannot be reached");
}

/* A connection that is no good any more is given back: when it is taken next, its driver makes it anew. Each of them is
 * found once, so this ends. */
static ap_dbd_t *open_checked(baton_t *b, apr_pool_t *p)
{
    ap_dbd_t *taken = dbd_open(p, b->server);
    while (taken && lic_pooled_left(taken)) {
        dbd_close(b->server, taken);
        taken = dbd_open(p, b->server);
    }
    return taken;
}

/* mod_dbd returns NULL once for each dead connection in its pool, as after a restart of the database. So this tries
 * again as long as each attempt has closed a dead one. If an attempt closed none, there is no database to connect to.
 * The time is limited, as PostgreSQL's driver first tries to connect each dead one anew. */
static ap_dbd_t *open_living(baton_t *b, apr_pool_t *p)
{
    lic_wait_t wait;
    lic_wait_start(&wait, LOOKING);
    for (;;) {
        apr_uint32_t before = lic_pooled_count();
        ap_dbd_t *taken = open_checked(b, p);
        if (taken || lic_pooled_count() >= before || !lic_wait_left(&wait))
            return taken;
    }
}

static ap_dbd_t *open_watched(baton_t *b, apr_pool_t *p)
{
    lic_waiter_t waiter;
    if (!b->database || !lic_database_is_served(b->database))
        return open_living(b, p);
    lic_waiter_ask(&waiter, b->database);
    ap_dbd_t *taken = open_living(b, p);
    lic_waiter_leave(&waiter);
    return taken;
}

/* A connection of the pool; NULL: there is none. After a failed attempt to make one, waits for one of the existing; not
 * where the attempt has used up the time for connecting, as another one might do the same. */
static ap_dbd_t *take(baton_t *b, apr_pool_t *p)
{
    ap_dbd_t *taken = NULL;
    lic_wait_t wait;
    for (int tries = 0; !taken && tries < 2 && lic_breaker_enter(b->breaker); tries++) {
        lic_wait_start(&wait, LOOKING);
        taken = open_watched(b, p);
        lic_breaker_leave(b->breaker, !taken                        ? LIC_BREAKER_FAILED
                                      : lic_pooled_of(taken)->known ? LIC_BREAKER_IDLE
                                                                    : LIC_BREAKER_MADE);
        if (!lic_wait_left(&wait))
            break;
    }
    return taken;
}

static void put_back(const baton_t *b, ap_dbd_t *taken)
{
    dbd_close(b->server, taken);
    lic_breaker_give_back(b->breaker);
}

static lic_error_t *make_ready(ap_dbd_t *taken, baton_t *b, apr_pool_t *p)
{
    lic_pooled_t *pooled = lic_pooled_of(taken);
    if (pooled->waiter)
        lic_waiter_change(pooled->waiter, taken->driver, taken->handle);
    LIC_TRY(lic_pooled_wrap(taken, b->breaker, b->server, p));
    return lic_node_sync(pooled->db, p);
}

/* *again: a connection turned out to be lost, and is ended; another may do */
static lic_error_t *take_ready(int *again, baton_t *b, apr_pool_t *p)
{
    *again = 0;
    ap_dbd_t *taken = take(b, p);
    if (!taken)
        return unreachable(p);
    lic_error_t *err = make_ready(taken, b, p);
    if (err) {
        *again = lic_db_error_is_lost(err);
        if (*again)
            lic_pooled_lost(lic_pooled_of(taken));
        put_back(b, taken);
        return err;
    }
    b->taken = taken;
    b->db = lic_pooled_of(taken)->db;
    return NULL;
}

static lic_error_t *source_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    baton_t *b = baton;
    lic_wait_t wait;
    int again;
    if (b->taken)
        return lic_error_make(p, LIC_BUG, "internal", "a second connection was asked for while one is held");
    /* A connection that is out of the pool when the child is ended makes apr_reslist abort; if SQLite's mutex is held,
     * the child hangs. Before a lock is taken that other threads of the child need, too. */
    lic_ending_waits();
    lic_wait_start(&wait, AGAIN);
    lic_error_t *err = take_ready(&again, b, p);
    if (again && lic_wait_left(&wait)) /* one that was made later than the first was lost */
        err = take_ready(&again, b, p);
    if (err) {
        lic_ending_may_come();
        return err;
    }
    *db = b->db;
    lic_db_set_budget(b->db, b->budget);
    if (lic_databases_turn(b->server, 0))
        lic_log(LIC_LOG_NOTICE, "LIC3112", p, "the database is within reach of pages again");
    return NULL;
}

static void source_close(lic_db_t *db, void *baton)
{
    baton_t *b = baton;
    if (!b->taken || db != b->db)
        return;
    ap_dbd_t *taken = b->taken;
    lic_db_set_budget(b->db, NULL);
    if (lic_db_broken(b->db))
        lic_pooled_lost(lic_pooled_of(taken));
    b->taken = NULL;
    b->db = NULL;
    put_back(b, taken);
    lic_ending_may_come();
}

static apr_status_t give_back(void *baton)
{
    baton_t *b = baton;
    if (b->taken) {
        lic_log(LIC_LOG_WARNING, "LIC3301", b->pool, "a connection was not given back by the request that took it");
        source_close(b->db, b);
    }
    return APR_SUCCESS;
}

lic_db_source_t *lic_dbd_source(server_rec *s, lic_budget_t *budget, apr_pool_t *p)
{
    baton_t *baton = apr_pcalloc(p, sizeof(*baton));
    baton->server = s;
    baton->database = lic_config_of_server(s)->database;
    baton->breaker = lic_config_of_server(s)->breaker;
    baton->budget = budget;
    baton->pool = p;
    /* an ordinary cleanup runs after subpools have gone, in which transactions roll back */
    apr_pool_cleanup_register(p, baton, give_back, apr_pool_cleanup_null);
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    source->open = source_open;
    source->close = source_close;
    source->baton = baton;
    return source;
}
