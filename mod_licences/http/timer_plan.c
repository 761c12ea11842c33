#include "timer_plan.h"

#include <apr_strings.h>

#include <http_core.h>
#include <util_cfgtree.h>

#include "config_check.h"

/* What the timer's own connections to PostgreSQL are to be like, unless DBDParams says otherwise: a server that is out
 * of reach is noticed soon, as a child that is stopping waits for the timer. */
#define PGSQL_PARAMS                                                                                                   \
    "application_name=licences-timer connect_timeout=2 keepalives_idle=10 keepalives_interval=5 "                      \
    "keepalives_count=3 "

/* The last of these siblings counts, as for httpd. */
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

/* Whether some Location of the server has the handler: config_check gave it a base. */
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

static lic_timer_database_t *database_of(apr_array_header_t *plan, const char *driver, const char *params)
{
    for (int i = 0; i < plan->nelts; i++) {
        lic_timer_database_t *known = &APR_ARRAY_IDX(plan, i, lic_timer_database_t);
        if (!strcmp(known->driver, driver) && !strcmp(known->params, params))
            return known;
    }
    lic_timer_database_t *made = apr_array_push(plan);
    *made = (lic_timer_database_t){.driver = driver, .params = params, .sweep = LIC_SWEEP_OFF};
    return made;
}

static void add(apr_array_header_t *plan, server_rec *s, apr_pool_t *p)
{
    const lic_dir_config_t *location = location_of(s);
    const char *driver = location ? dbd_setting(s, "DBDriver", p) : NULL;
    if (!driver)
        return;
    const char *params = dbd_setting(s, "DBDParams", p);
    const lic_server_config_t *config = lic_config_of_server(s);
    params = params ? params : "";
    lic_timer_database_t *database = database_of(plan, driver, completed(driver, params, p));
    database->said = params;
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
        database->look = merged->look ? merged->look : lic_config_check_default();
        database->support = merged->support;
    }
}

apr_array_header_t *lic_timer_plan(server_rec *s, apr_pool_t *p)
{
    apr_array_header_t *plan = apr_array_make(p, 2, sizeof(lic_timer_database_t));
    for (; s; s = s->next)
        add(plan, s, p);
    return plan;
}
