/* http/server/dbd.c  Takes connections from mod_dbd's pool, and keeps statements prepared on them. */
#include "http/server/dbd.h"

#include <apr_atomic.h>
#include <apr_strings.h>
#include <ap_mpm.h>
#include <apr_dbd.h>
#include <mod_dbd.h>

#include "base/log.h"
#include "base/wait.h"
#include "http/server/breaker.h"
#include "http/server/config.h"
#include "http/server/databases.h"
#include "http/server/ending.h"
#include "http/server/silence.h"
#include "store/connection.h"
#include "store/network.h"
#include "store/node.h"
#include "store/schema.h"
#include "store/statement.h"

#define VANISHED 2500 /* milliseconds without acknowledgement: a request is to be answered within three seconds */
#define WRAPPER  "licences-db"
#define WAITER   "licences-waiter"
#define LOOKING  apr_time_from_msec(500) /* how long a living connection is looked for */

static APR_OPTIONAL_FN_TYPE(ap_dbd_open) * dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) * dbd_close;

/* How many connections mod_dbd has in this child. If an open fails and it is lower than before, a dead one was closed.
 */
static volatile apr_uint32_t living;

/* Beside each handle of mod_dbd, for as long as it lives: our wrapper, in which statements stay prepared. */
typedef struct wrapper_t {
    lic_db_t *db;
    apr_pool_t *lives;
    unsigned standbys; /* as of the database, when it was made */
} wrapper_t;

typedef struct baton_t {
    server_rec *server;
    lic_database_t *database; /* NULL: it has none that is known here */
    lic_breaker_t *breaker;
    lic_budget_t *budget;
    apr_pool_t *pool;
    ap_dbd_t *taken;
    lic_db_t *db;
} baton_t;

static apr_status_t count_down(void *unused)
{
    (void)unused;
    apr_atomic_dec32(&living);
    return APR_SUCCESS;
}

static apr_status_t leave(void *waiter)
{
    lic_waiter_leave(waiter);
    return APR_SUCCESS;
}

static apr_status_t meet(apr_pool_t *p, dbd_cfg_t *config, ap_dbd_t *made)
{
    (void)p;
    apr_atomic_inc32(&living);
    apr_pool_cleanup_register(made->pool, NULL, count_down, apr_pool_cleanup_null);
    lic_database_t *database = lic_database_find(config->name, config->params);
    if (!database || !lic_database_is_served(database))
        return APR_SUCCESS;
    lic_waiter_t *waiter = apr_palloc(made->pool, sizeof(*waiter));
    lic_waiter_join(waiter, database);
    lic_waiter_change(waiter, made->driver, made->handle);
    apr_pool_cleanup_register(made->pool, waiter, leave, apr_pool_cleanup_null);
    apr_pool_userdata_setn(waiter, WAITER, NULL, made->pool);
    return APR_SUCCESS;
}

/* NULL: nobody looks at it */
static lic_waiter_t *waiter_of(const ap_dbd_t *taken)
{
    void *found = NULL;
    apr_pool_userdata_get(&found, WAITER, taken->pool);
    return found;
}

void lic_dbd_register_hooks(void)
{
    APR_OPTIONAL_HOOK(dbd, post_connect, meet, NULL, NULL, APR_HOOK_MIDDLE);
}

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

static wrapper_t *wrapper_of(const ap_dbd_t *taken)
{
    void *found = NULL;
    apr_pool_userdata_get(&found, WRAPPER, taken->pool);
    return found;
}

static int closed_meanwhile(const ap_dbd_t *taken)
{
    const wrapper_t *wrapper = wrapper_of(taken);
    return wrapper && wrapper->db && !lic_db_broken(wrapper->db) && lic_db_closed_meanwhile(wrapper->db);
}

static unsigned standbys_of(const baton_t *b)
{
    return b->database ? __atomic_load_n(&b->database->standbys, __ATOMIC_RELAXED) : 0;
}

/* Another connection has met a server that takes no changes since: this one may lead to the same, and show what is old.
 */
static int is_doubted(const baton_t *b, const ap_dbd_t *taken)
{
    const wrapper_t *wrapper = wrapper_of(taken);
    if (!wrapper || !wrapper->db || lic_db_broken(wrapper->db) || wrapper->standbys == standbys_of(b))
        return 0;
    lic_node_leave(wrapper->db);
    return 1;
}

/* A connection that was closed meanwhile, or is to be, is given back: when it is taken next, its driver makes it anew.
 * Each of them is found once, so this ends. */
static ap_dbd_t *open_checked(baton_t *b, apr_pool_t *p)
{
    ap_dbd_t *taken = dbd_open(p, b->server);
    while (taken && (closed_meanwhile(taken) || is_doubted(b, taken))) {
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
        apr_uint32_t before = apr_atomic_read32(&living);
        ap_dbd_t *taken = open_checked(b, p);
        if (taken || apr_atomic_read32(&living) >= before || !lic_wait_left(&wait))
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

static apr_status_t forget(void *breaker)
{
    lic_breaker_forget(breaker);
    return APR_SUCCESS;
}

static lic_error_t *wrap(wrapper_t **out, ap_dbd_t *taken, const baton_t *b, apr_pool_t *p)
{
    wrapper_t *wrapper = wrapper_of(taken);
    if (wrapper && wrapper->db && !lic_db_broken(wrapper->db)) {
        *out = wrapper;
        return NULL;
    }
    if (!wrapper) {
        wrapper = apr_pcalloc(taken->pool, sizeof(*wrapper));
        apr_pool_userdata_setn(wrapper, WRAPPER, NULL, taken->pool);
        lic_breaker_know(b->breaker);
        apr_pool_cleanup_register(taken->pool, b->breaker, forget, apr_pool_cleanup_null);
    } else if (wrapper->lives) {
        apr_pool_destroy(wrapper->lives); /* the driver has reconnected beneath it: prepare anew */
    }
    wrapper->db = NULL;
    wrapper->standbys = standbys_of(b);
    apr_pool_create(&wrapper->lives, taken->pool);
    lic_db_t *db;
    lic_db_watch_t *watch = waiter_of(taken) ? &waiter_of(taken)->watch : NULL;
    lic_db_watch_begin(watch);
    lic_error_t *err = lic_db_wrap(&db, taken->driver, taken->handle, wrapper->lives, p);
    lic_db_watch_end(watch, !err);
    if (err)
        return err;
    lic_db_set_watch(db, watch);
    if (lic_config_of_server(b->server)->prepare == LIC_PREPARE_OFF)
        lic_db_set_unnamed(db);
    lic_db_set_network_patience(db, VANISHED);
    LIC_TRY(lic_schema_check(db, p));
    wrapper->db = db;
    *out = wrapper;
    return NULL;
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
        lic_breaker_leave(b->breaker, !taken              ? LIC_BREAKER_FAILED
                                      : wrapper_of(taken) ? LIC_BREAKER_IDLE
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

/* *again: a connection of before turned out to be of no use, and is ended; another may do */
static lic_error_t *take_ready(lic_db_t **db, int *again, baton_t *b, apr_pool_t *p)
{
    *again = 0;
    ap_dbd_t *taken = take(b, p);
    if (!taken)
        return unreachable(p);
    if (waiter_of(taken))
        lic_waiter_change(waiter_of(taken), taken->driver, taken->handle);
    wrapper_t *wrapper;
    lic_error_t *err = wrap(&wrapper, taken, b, p);
    if (!err) {
        err = lic_node_sync(wrapper->db, p);
        *again = err && lic_db_broken(wrapper->db);
    }
    if (err) {
        put_back(b, taken);
        return err;
    }
    b->taken = taken;
    b->db = *db = wrapper->db;
    return NULL;
}

static lic_error_t *source_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    baton_t *b = baton;
    int again;
    if (b->taken)
        return lic_error_make(p, LIC_BUG, "internal", "a second connection was asked for while one is held");
    /* A connection that is out of the pool when the child is ended makes apr_reslist abort; if SQLite's mutex is held,
     * the child hangs. Before a lock is taken that other threads of the child need, too. */
    lic_ending_waits();
    lic_error_t *err = take_ready(db, &again, b, p);
    if (again)
        err = take_ready(db, &again, b, p);
    if (err) {
        lic_ending_may_come();
        return err;
    }
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
    if (b->database && lic_node_was_standby(b->db))
        __atomic_add_fetch(&b->database->standbys, 1, __ATOMIC_RELAXED);
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
