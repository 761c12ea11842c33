#include "dbd.h"

#include <pthread.h>
#include <signal.h>

#include <apr_atomic.h>
#include <apr_strings.h>

#include <ap_mpm.h>
#include <apr_dbd.h>
#include <mod_dbd.h>

#include "base/log.h"
#include "base/wait.h"
#include "breaker.h"
#include "config.h"
#include "pulse.h"
#include "store/schema.h"

#define VANISHED 2500 /* milliseconds: requests are told within three seconds */
#define HOLDER   "licences-db"
#define LOOKING  apr_time_from_msec(500) /* for a living connection */

static APR_OPTIONAL_FN_TYPE(ap_dbd_open) * dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) * dbd_close;

/* Connections of this child that mod_dbd holds. A failed open that lowers it has thrown a dead one away. */
static volatile apr_uint32_t living;

/* Under prefork, SIGTERM ends the child from within its handler, wherever the request is. With a connection out of the
 * pool, that would end in an assertion of apr_reslist, and with SQLite's mutex held it would hang: it has to wait until
 * the connection is given back. */
static struct {
    int alone; /* the child has one thread for requests */
    int taken; /* connections */
    sigset_t before;
} ending;

static void ending_waits(void)
{
    sigset_t signals;
    if (!ending.alone || ending.taken++)
        return;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, &ending.before);
}

static void ending_may_come(void)
{
    if (ending.alone && !--ending.taken)
        pthread_sigmask(SIG_SETMASK, &ending.before, NULL);
}

/* Beside each handle of mod_dbd, for as long as it lives: our wrapper, in which statements stay prepared. */
typedef struct holder_t {
    lic_db_t *db;
    apr_pool_t *lives;
} holder_t;

typedef struct baton_t {
    server_rec *server;
    lic_breaker_t *breaker;
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

static apr_status_t count_up(apr_pool_t *p, dbd_cfg_t *config, ap_dbd_t *made)
{
    (void)p;
    (void)config;
    apr_atomic_inc32(&living);
    apr_pool_cleanup_register(made->pool, NULL, count_down, apr_pool_cleanup_null);
    return APR_SUCCESS;
}

void lic_dbd_register_hooks(void)
{
    APR_OPTIONAL_HOOK(dbd, post_connect, count_up, NULL, NULL, APR_HOOK_MIDDLE);
}

void lic_dbd_start(apr_pool_t *pchild, server_rec *s)
{
    int threaded = 0, threads = 1;
    (void)s;
    (void)ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    lic_breaker_start(threads);
    ending.alone = ap_mpm_query(AP_MPMQ_IS_THREADED, &threaded) == APR_SUCCESS && !threaded;
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

/* mod_dbd answers NULL once for each dead connection in its pool, as after a restart of the database: go on while an
 * attempt has thrown one away. When nothing was thrown away, there is no database to connect to; nor when that took
 * long, as PostgreSQL's driver first tries to connect each one anew. */
static ap_dbd_t *open_living(baton_t *b, apr_pool_t *p)
{
    lic_wait_t wait;
    lic_wait_start(&wait, LOOKING);
    for (;;) {
        apr_uint32_t before = apr_atomic_read32(&living);
        ap_dbd_t *taken = dbd_open(p, b->server);
        if (taken || apr_atomic_read32(&living) >= before || !lic_wait_left(&wait) || lic_breaker_silent(b->breaker))
            return taken;
    }
}

static lic_error_t *wrap(holder_t **out, ap_dbd_t *taken, apr_pool_t *p)
{
    void *found = NULL;
    apr_pool_userdata_get(&found, HOLDER, taken->pool);
    holder_t *holder = found;
    if (holder && holder->db && !lic_db_broken(holder->db)) {
        *out = holder;
        return NULL;
    }
    if (!holder) {
        holder = apr_pcalloc(taken->pool, sizeof(*holder));
        apr_pool_userdata_setn(holder, HOLDER, NULL, taken->pool);
    } else if (holder->lives) {
        apr_pool_destroy(holder->lives); /* the driver has reconnected beneath it: prepare anew */
    }
    holder->db = NULL;
    apr_pool_create(&holder->lives, taken->pool);
    lic_db_t *db;
    LIC_TRY(lic_db_wrap(&db, taken->driver, taken->handle, holder->lives));
    lic_db_set_network_patience(db, VANISHED);
    LIC_TRY(lic_schema_check(db, p));
    holder->db = db;
    *out = holder;
    return NULL;
}

static lic_error_t *source_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    baton_t *b = baton;
    if (b->taken)
        return lic_error_make(p, LIC_BUG, "internal", "a second connection was asked for while one is held");
    ending_waits(); /* before anything is locked that other threads of the child use, too */
    if (!lic_breaker_enter(b->breaker)) {
        ending_may_come();
        return unreachable(p);
    }
    ap_dbd_t *taken = open_living(b, p);
    lic_breaker_leave(b->breaker, taken != NULL);
    if (!taken) {
        ending_may_come();
        return unreachable(p);
    }
    holder_t *holder;
    lic_error_t *err = wrap(&holder, taken, p);
    if (err) {
        dbd_close(b->server, taken);
        lic_breaker_moved(b->breaker);
        ending_may_come();
        return err;
    }
    b->taken = taken;
    b->db = *db = holder->db;
    return NULL;
}

static void source_close(lic_db_t *db, void *baton)
{
    baton_t *b = baton;
    if (!b->taken || db != b->db)
        return;
    ap_dbd_t *taken = b->taken;
    b->taken = NULL;
    b->db = NULL;
    dbd_close(b->server, taken);
    lic_breaker_moved(b->breaker);
    ending_may_come();
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

lic_db_source_t *lic_dbd_source(server_rec *s, apr_pool_t *p)
{
    baton_t *baton = apr_pcalloc(p, sizeof(*baton));
    baton->server = s;
    baton->breaker = lic_config_of_server(s)->breaker;
    baton->pool = p;
    /* an ordinary cleanup runs after subpools have gone, in which transactions roll back */
    apr_pool_cleanup_register(p, baton, give_back, apr_pool_cleanup_null);
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    source->open = source_open;
    source->close = source_close;
    source->baton = baton;
    return lic_pulse_source(lic_config_of_server(s)->pulse, source, p);
}
