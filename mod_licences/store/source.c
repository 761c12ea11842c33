/* store/source.c  Sources of connections: by DBDriver and DBDParams, one that is kept, one that is lent. */
#include "store/source.h"

#include <string.h>
#include <apr_strings.h>

#include "store/connection.h"
#include "store/db_private.h"
#include "store/network.h"
#include "store/node.h"
#include "store/statement.h"
#include "store/transaction.h"

typedef struct own_t {
    const apr_dbd_driver_t *driver;
    const char *params;
    lic_db_watch_t *watch; /* NULL: nobody watches */
} own_t;

static const char *const known[] = {"sqlite3", "pgsql", "mysql", NULL};

static int driver_known(const char *name)
{
    int k;
    for (k = 0; known[k] && strcmp(known[k], name) != 0; k++)
        ;
    return known[k] != NULL;
}

lic_error_t *lic_db_source_parse(const char **driver, const char **params, const char *text, apr_pool_t *p)
{
    const char *colon = strchr(text, ':');
    if (colon && colon[1]) {
        *driver = apr_pstrmemdup(p, text, (apr_size_t)(colon - text));
        *params = apr_pstrdup(p, colon + 1);
        if (driver_known(*driver))
            return NULL;
    }
    return lic_error_make(p, LIC_INVALID, "database-parameters",
                          "a database is named DRIVER:PARAMS as in mod_dbd's DBDriver and DBDParams, e.g. "
                          "sqlite3:/var/lib/licences/licences.db or pgsql:host=localhost dbname=licences");
}

/* The driver's words without the value of password= or pass=, and without what libpq quotes of a string that it can't
 * take apart, which may be a part of a password with a blank in it. */
static const char *without_password(const char *words, const char *params, apr_pool_t *p)
{
    static const char *const names[] = {"password=", "pass=", NULL};
    if (strstr(words, "connection info string"))
        return "the parameters can't be understood";
    for (int k = 0; names[k]; k++) {
        const char *at = strstr(params, names[k]);
        const char *secret = at ? at + strlen(names[k]) : "";
        apr_size_t length = *secret == '\'' ? strcspn(++secret, "'") : strcspn(secret, " ;|,");
        const char *found = length ? strstr(words, apr_pstrmemdup(p, secret, length)) : NULL;
        if (found)
            return apr_pstrcat(p, apr_pstrmemdup(p, words, (apr_size_t)(found - words)), "***", found + length, NULL);
    }
    return words;
}

typedef struct handle_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
} handle_t;

static apr_status_t handle_close(void *data)
{
    const handle_t *open = data;
    apr_dbd_close(open->driver, open->handle);
    return APR_SUCCESS;
}

static lic_error_t *own_connect(apr_dbd_t **handle, const own_t *own, apr_pool_t *pool, apr_pool_t *p)
{
    const char *words = NULL;
    handle_t *open = apr_pcalloc(pool, sizeof(*open));
    open->driver = own->driver;
    if (apr_dbd_open_ex(own->driver, pool, own->params, &open->handle, &words) != APR_SUCCESS)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the database can't be reached: %s",
                              without_password(words ? words : "no message", own->params, p));
    apr_pool_cleanup_register(pool, open, handle_close, apr_pool_cleanup_null);
    *handle = open->handle;
    return NULL;
}

static lic_error_t *own_wrap(lic_db_t **db, const own_t *own, apr_dbd_t *handle, apr_pool_t *pool, apr_pool_t *p)
{
    apr_pool_t *lives;
    apr_pool_create(&lives, pool); /* goes before the connection is closed, as what is prepared must */
    if (own->watch) {
        lic_network_place(own->watch->place, own->driver, handle);
        __atomic_store_n(&own->watch->socket, lic_network_duplicate(own->driver, handle), __ATOMIC_RELEASE);
    }
    lic_db_watch_begin(own->watch);
    lic_db_t *made;
    lic_error_t *err = lic_db_wrap(&made, own->driver, handle, lives, p);
    if (!err)
        err = lic_node_sync(made, p);
    lic_db_watch_end(own->watch, !err);
    if (err)
        return lic_error_wrap(err, p, "the database can't be used");
    lic_db_set_unnamed(made); /* it asks little before it is closed */
    lic_db_set_watch(made, own->watch);
    *db = made;
    return NULL;
}

static lic_error_t *own_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    apr_dbd_t *handle;
    apr_pool_t *pool;
    apr_pool_create(&pool, p);
    lic_error_t *err = own_connect(&handle, baton, pool, p);
    if (!err)
        err = own_wrap(db, baton, handle, pool, p);
    if (err)
        apr_pool_destroy(pool);
    return err;
}

static void own_close(lic_db_t *db, void *baton)
{
    (void)baton;
    lic_db_rollback(db);
    apr_pool_destroy(apr_pool_parent_get(db->lives));
}

/* What the driver must be told so that affected rows count as elsewhere, and a lost connection is known to be lost. */
static const char *completed(const char *driver, const char *params, apr_pool_t *p)
{
    if (strcmp(driver, "mysql") != 0)
        return apr_pstrdup(p, params);
    return apr_pstrcat(p, params, strstr(params, "flags=") ? "" : ";flags=CLIENT_FOUND_ROWS",
                       strstr(params, "reconnect=") ? "" : ";reconnect=0", NULL);
}

lic_error_t *lic_db_source_make(lic_db_source_t **source, const char *driver, const char *params, apr_pool_t *p)
{
    own_t *own = apr_pcalloc(p, sizeof(*own));
    apr_status_t status = apr_dbd_init(p);

    if (!driver_known(driver))
        return lic_error_make(p, LIC_INVALID, "database-driver", "there is no driver %s, only sqlite3, pgsql, mysql",
                              driver);
    if (status == APR_SUCCESS)
        status = apr_dbd_get_driver(p, driver, &own->driver);
    if (status != APR_SUCCESS)
        return lic_error_make(p, LIC_INVALID, "database-driver",
                              "apr-util's driver %s isn't installed (Debian: libaprutil1-dbd-%s)", driver, driver);
    own->params = completed(driver, params, p);
    *source = apr_pcalloc(p, sizeof(**source));
    (*source)->open = own_open;
    (*source)->close = own_close;
    (*source)->baton = own;
    return NULL;
}

lic_error_t *lic_db_source_try(const lic_db_source_t *source, apr_pool_t *p)
{
    apr_dbd_t *handle;
    apr_pool_t *pool;
    apr_pool_create(&pool, p);
    lic_error_t *err = own_connect(&handle, source->baton, pool, p);
    apr_pool_destroy(pool);
    return err;
}

void lic_db_source_watch(const lic_db_source_t *source, lic_db_watch_t *watch)
{
    ((own_t *)source->baton)->watch = watch;
}

static lic_error_t *lent_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    (void)p;
    *db = baton;
    return NULL;
}

static void lent_close(lic_db_t *db, void *baton)
{
    (void)db;
    (void)baton;
}

lic_db_source_t *lic_db_source_of(lic_db_t *db, apr_pool_t *p)
{
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    source->open = lent_open;
    source->close = lent_close;
    source->baton = db;
    return source;
}

typedef struct kept_t {
    lic_db_source_t *from;
    int patience;
    lic_db_t *db;
    apr_pool_t *pool;
} kept_t;

static apr_status_t kept_end(void *baton)
{
    kept_t *kept = baton;
    if (kept->db)
        kept->from->close(kept->db, kept->from->baton);
    kept->db = NULL;
    return APR_SUCCESS;
}

static lic_error_t *kept_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    kept_t *kept = baton;
    if (!kept->db) {
        apr_pool_clear(kept->pool);
        lic_error_t *err = kept->from->open(&kept->db, kept->from->baton, kept->pool);
        if (!err && kept->patience)
            err = lic_db_set_patience(kept->db, kept->patience, p);
        if (err) {
            err = lic_error_wrap(err, p, "%s", "no connection");
            kept_end(kept);
            return err;
        }
    }
    *db = kept->db;
    return NULL;
}

static void kept_close(lic_db_t *db, void *baton)
{
    lic_db_rollback(db);
    if (lic_db_broken(db))
        kept_end(baton);
}

lic_db_source_t *lic_db_source_keep(lic_db_source_t *from, int patience, apr_pool_t *p)
{
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    kept_t *kept = apr_pcalloc(p, sizeof(*kept));
    kept->from = from;
    kept->patience = patience;
    apr_pool_create(&kept->pool, p);
    apr_pool_pre_cleanup_register(p, kept, kept_end);
    source->open = kept_open;
    source->close = kept_close;
    source->baton = kept;
    return source;
}
