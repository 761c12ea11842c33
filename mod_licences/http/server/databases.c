/* http/server/databases.c  Finds the databases of the configuration: drivers, parameters, and what the timer does
 * for each. */
#include "http/server/databases.h"

#include <apr_strings.h>

#include <http_core.h>
#include <util_cfgtree.h>

#include "http/server/breaker.h"
#include "http/server/shared.h"

/* Set in post_config; anew whenever httpd maps the module again. */
static apr_array_header_t *databases;

enum { DOWN_MOST = 64 };
static apr_uint32_t *down; /* of each of the first of them: the log says that pages can't reach it; children share it */

/* Parameters of the timer's own connections to PostgreSQL, unless DBDParams says otherwise. An unreachable server is
 * noticed soon, as a child that stops waits for the timer. */
#define PGSQL_PARAMS                                                                                                   \
    "application_name=licences-timer connect_timeout=2 keepalives_idle=10 keepalives_interval=5 "                      \
    "keepalives_count=3 "

/* The first argument of a directive among these siblings; of several the last, as for httpd. NULL: none */
static const char *said(const ap_directive_t *node, const char *name, apr_pool_t *p)
{
    const char *args = NULL;
    for (; node; node = node->next)
        if (!strcasecmp(node->directive, name))
            args = node->args;
    return args ? ap_getword_conf(p, &args) : NULL;
}

/* The directives of a virtual host; NULL for the main server, whose are the tree's own. */
static const ap_directive_t *section_of(const server_rec *s)
{
    for (const ap_directive_t *node = ap_conftree; node && s->is_virtual; node = node->next)
        if (!strcasecmp(node->directive, "<VirtualHost") && node->line_num == (int)s->defn_line_number &&
            !strcmp(node->filename, s->defn_name))
            return node->first_child;
    return NULL;
}

static const char *dbd_setting(const server_rec *s, const char *name, apr_pool_t *p)
{
    const char *own = said(section_of(s), name, p);
    return own ? own : said(ap_conftree, name, p);
}

static const char *completed(const char *driver, const char *params, apr_pool_t *p)
{
    if (strcmp(driver, "pgsql") || strstr(params, "://"))
        return params;
    return apr_pstrcat(p, PGSQL_PARAMS, params, NULL); /* of two, libpq takes the later */
}

/* The first Location of the server that has the handler: check.c gave it a base. NULL: none */
static const lic_dir_config_t *location_of(const server_rec *s)
{
    const core_server_config *core = ap_get_core_module_config(s->module_config);
    for (int i = 0; i < core->sec_url->nelts; i++) {
        const lic_dir_config_t *config =
            ap_get_module_config(APR_ARRAY_IDX(core->sec_url, i, ap_conf_vector_t *), &licences_module);
        if (config && config->base)
            return config;
    }
    return NULL;
}

static lic_database_t *database_of(const char *driver, const char *params)
{
    for (int i = 0; i < databases->nelts; i++) {
        lic_database_t *known = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (!strcmp(known->driver, driver) && !strcmp(known->params, params))
            return known;
    }
    lic_database_t *made = apr_array_push(databases); /* there is room, so none of them moves */
    *made = (lic_database_t){.driver = driver,
                             .params = params,
                             .key = apr_pstrcat(databases->pool, driver, ":", params, NULL),
                             .sweep = LIC_SWEEP_OFF};
    return made;
}

static void add_database_of(server_rec *s, apr_pool_t *p)
{
    const lic_dir_config_t *location = location_of(s);
    const char *driver = location ? dbd_setting(s, "DBDriver", p) : NULL;
    if (!driver)
        return;
    const char *params = dbd_setting(s, "DBDParams", p);
    lic_server_config_t *config = ap_get_module_config(s->module_config, &licences_module);
    params = params ? params : "";
    lic_database_t *database = database_of(driver, completed(driver, params, p));
    database->said = params;
    config->database = database;
    lic_breaker_heed(config->breaker, &database->silent, &database->doubted);
    const apr_interval_time_t sweep = config->sweep == LIC_SWEEP_UNSET ? LIC_SWEEP_DEFAULT : config->sweep;
    if (!database->server)
        database->server = s;
    if (sweep != LIC_SWEEP_OFF && (database->sweep == LIC_SWEEP_OFF || sweep < database->sweep))
        database->sweep = sweep;
    if (!database->mail && config->mail && !config->mail->off) {
        const lic_dir_config_t *general = ap_get_module_config(s->lookup_defaults, &licences_module);
        const lic_dir_config_t *merged =
            general ? lic_config_merge_dir(p, (void *)general, (void *)location) : location;
        database->mail = config->mail;
        database->look = merged->look ? merged->look : lic_config_default_look();
        database->support = merged->support;
    }
}

int lic_databases_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    (void)ptemp;
    databases = NULL;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG &&
        ap_state_query(AP_SQ_RUN_MODE) == AP_SQ_RM_NORMAL)
        return OK;
    int servers = 0;
    for (const server_rec *each = s; each; each = each->next)
        servers++;
    databases = apr_array_make(pconf, servers, sizeof(lic_database_t));
    down = lic_shared_memory(s, "databases", DOWN_MOST * sizeof(*down));
    for (; s; s = s->next)
        add_database_of(s, pconf);
    return OK;
}

lic_database_t *lic_database_find(const char *driver, const char *params)
{
    for (int i = 0; databases && i < databases->nelts; i++) {
        lic_database_t *known = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (!strcmp(known->driver, driver) && !strcmp(known->said, params))
            return known;
    }
    return NULL;
}

int lic_database_is_served(const lic_database_t *database)
{
    return strcmp(database->driver, "sqlite3") != 0;
}

const char *lic_database_name(const lic_database_t *database)
{
    return database->server->server_hostname ? database->server->server_hostname : "the main server";
}

const apr_array_header_t *lic_databases(void)
{
    return databases;
}

int lic_databases_turn(const server_rec *s, int is_down)
{
    const apr_uint32_t value = is_down ? 1 : 0;
    const lic_database_t *database = lic_config_of_server(s)->database;
    const apr_size_t i = database ? (apr_size_t)(database - (const lic_database_t *)databases->elts) : DOWN_MOST;
    if (!down || i >= DOWN_MOST)
        return is_down;
    return __atomic_load_n(&down[i], __ATOMIC_RELAXED) != value &&
           __atomic_exchange_n(&down[i], value, __ATOMIC_RELAXED) != value;
}
