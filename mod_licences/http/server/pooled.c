/* http/server/pooled.c  What is known of each connection of mod_dbd's pool. */
#include "http/server/pooled.h"

#include <apr_atomic.h>

#include "http/server/config.h"
#include "http/server/databases.h"
#include "store/connection.h"
#include "store/network.h"
#include "store/schema.h"
#include "store/statement.h"

#define VANISHED 2500 /* milliseconds without acknowledgement: a request is to be answered within three seconds */
#define POOLED   "licences-pooled"

static volatile apr_uint32_t living;

static unsigned losses_of(const lic_pooled_t *pooled)
{
    return pooled->database ? __atomic_load_n(&pooled->database->losses, __ATOMIC_RELAXED) : 0;
}

/* --- its life ----------------------------------------------------------------------------------------------------- */

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

static lic_waiter_t *join(lic_database_t *database, const ap_dbd_t *made)
{
    lic_waiter_t *waiter = apr_palloc(made->pool, sizeof(*waiter));
    lic_waiter_join(waiter, database);
    lic_waiter_change(waiter, made->driver, made->handle);
    apr_pool_cleanup_register(made->pool, waiter, leave, apr_pool_cleanup_null);
    return waiter;
}

static apr_status_t meet(apr_pool_t *p, dbd_cfg_t *config, ap_dbd_t *made)
{
    (void)p;
    lic_pooled_t *pooled = apr_pcalloc(made->pool, sizeof(*pooled));
    apr_pool_userdata_setn(pooled, POOLED, NULL, made->pool);
    apr_atomic_inc32(&living);
    apr_pool_cleanup_register(made->pool, NULL, count_down, apr_pool_cleanup_null);
    pooled->database = lic_database_find(config->name, config->params);
    pooled->losses = losses_of(pooled);
    if (pooled->database && lic_database_is_served(pooled->database))
        pooled->waiter = join(pooled->database, made);
    return APR_SUCCESS;
}

/* Before mod_dbd's own, which runs DBDInitSQL: where that fails, as on an SQLite file that is locked just then, whoever
 * comes later isn't told of the connection, and it is used all the same. */
void lic_pooled_register_hooks(void)
{
    APR_OPTIONAL_HOOK(dbd, post_connect, meet, NULL, NULL, APR_HOOK_FIRST);
}

apr_uint32_t lic_pooled_count(void)
{
    return apr_atomic_read32(&living);
}

lic_pooled_t *lic_pooled_of(const ap_dbd_t *taken)
{
    void *found = NULL;
    apr_pool_userdata_get(&found, POOLED, taken->pool);
    return found;
}

/* --- whether it is to be trusted ---------------------------------------------------------------------------------- */

/* Its driver makes it anew, or mod_dbd another one. */
static void end(lic_pooled_t *pooled)
{
    if (pooled->lives)
        apr_pool_destroy(pooled->lives);
    pooled->lives = NULL;
    pooled->db = NULL;
    pooled->ended = 1;
}

int lic_pooled_left(const ap_dbd_t *taken)
{
    lic_pooled_t *pooled = lic_pooled_of(taken);
    if (pooled->ended || (pooled->losses == losses_of(pooled) && !lic_network_arrived(taken->driver, taken->handle)))
        return 0;
    lic_network_end(taken->driver, taken->handle);
    end(pooled);
    return 1;
}

void lic_pooled_lost(lic_pooled_t *pooled)
{
    if (pooled->database)
        __atomic_add_fetch(&pooled->database->losses, 1, __ATOMIC_RELAXED);
    end(pooled);
}

/* --- made ready --------------------------------------------------------------------------------------------------- */

static apr_status_t forget(void *breaker)
{
    lic_breaker_forget(breaker);
    return APR_SUCCESS;
}

static void get_known(lic_pooled_t *pooled, const ap_dbd_t *taken, lic_breaker_t *breaker)
{
    if (pooled->known)
        return;
    pooled->known = 1;
    lic_breaker_know(breaker);
    apr_pool_cleanup_register(taken->pool, breaker, forget, apr_pool_cleanup_null);
}

static lic_error_t *begin(lic_db_t **db, const lic_pooled_t *pooled, const ap_dbd_t *taken, apr_pool_t *p)
{
    lic_db_watch_t *watch = pooled->waiter ? &pooled->waiter->watch : NULL;
    lic_db_watch_begin(watch);
    lic_error_t *err = lic_db_wrap(db, taken->driver, taken->handle, pooled->lives, p);
    lic_db_watch_end(watch, !err);
    if (!err)
        lic_db_set_watch(*db, watch);
    return err;
}

lic_error_t *lic_pooled_wrap(const ap_dbd_t *taken, lic_breaker_t *breaker, const server_rec *s, apr_pool_t *p)
{
    lic_pooled_t *pooled = lic_pooled_of(taken);
    lic_db_t *db;
    if (pooled->db)
        return NULL;
    get_known(pooled, taken, breaker);
    pooled->ended = 0;
    pooled->losses = losses_of(pooled);
    if (pooled->lives) /* of an attempt that failed */
        apr_pool_destroy(pooled->lives);
    apr_pool_create(&pooled->lives, taken->pool);
    LIC_TRY(begin(&db, pooled, taken, p));
    if (lic_config_of_server(s)->prepare == LIC_PREPARE_OFF)
        lic_db_set_unnamed(db);
    lic_db_set_network_patience(db, VANISHED);
    LIC_TRY(lic_schema_check(db, p));
    pooled->db = db;
    return NULL;
}
