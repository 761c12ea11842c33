/* http/server/check.c  Checks the whole configuration, gives each Location its path, loads stylesheets, and warns. */
#include "http/server/check.h"

#include <string.h>

#include <apr_fnmatch.h>
#include <apr_strings.h>

#include <ap_mpm.h>
#include <http_core.h>
#include <util_cfgtree.h>

#include "base/mode.h"
#include "base/text.h"
#include "base/text_locale.h"
#include "http/server/breaker.h"
#include "http/server/databases.h"
#include "http/server/dbd.h"
#include "http/server/log.h"
#include "store/server.h"
#include "view/render/trial.h"

static int is(const ap_directive_t *node, const char *name)
{
    return node && !strcasecmp(node->directive, name);
}

/* The first argument of a directive, without quotes and a container's ">". */
static const char *first_word(const ap_directive_t *node, apr_pool_t *p)
{
    const char *args = node->args;
    char *word = ap_getword_conf(p, &args);
    apr_size_t length = strlen(word);
    if (length && word[length - 1] == '>')
        word[length - 1] = '\0';
    return word;
}

static const ap_directive_t *enclosing(const ap_directive_t *node, const char *name)
{
    while (node && !is(node, name))
        node = node->parent;
    return node;
}

/* A directive among these siblings. */
static const ap_directive_t *among(const ap_directive_t *node, const char *name)
{
    while (node && !is(node, name))
        node = node->next;
    return node;
}

/* --- where the handler stands ------------------------------------------------------------------------------ */

/* NULL, or what is wrong with where SetHandler licences stands. */
static const char *misplaced(const ap_directive_t *handler, apr_pool_t *p)
{
    const ap_directive_t *section = handler->parent;
    if (is(section, "<LocationMatch"))
        return "SetHandler licences cannot be used in a LocationMatch, as pages need one path to begin their links "
               "with; use <Location \"/licences\">";
    if (!is(section, "<Location"))
        return "SetHandler licences belongs directly in a <Location>, for example <Location \"/licences\">";
    const char *path = first_word(section, p);
    if (!strcmp(path, "~") || apr_fnmatch_test(path))
        return "SetHandler licences needs a Location with one plain path, as pages begin their links with it; for "
               "example <Location \"/licences\">";
    if (*path != '/')
        return "the Location of SetHandler licences begins with a slash, for example <Location \"/licences\">";
    const ap_directive_t *host = enclosing(section, "<VirtualHost");
    if (!among(ap_conftree, "DBDriver") && !(host && among(host->first_child, "DBDriver")))
        return "SetHandler licences needs mod_dbd's DBDriver and DBDParams for this server, for example "
               "DBDriver sqlite3 and DBDParams /var/lib/licences/licences.db";
    return NULL;
}

/* Walks the tree of directives; counts what is wrong, and gathers the paths of what is right. */
static int check_handlers(apr_array_header_t *paths, const ap_directive_t *node, server_rec *s, apr_pool_t *p)
{
    int wrong = 0;
    for (; node; node = node->next) {
        if (is(node, "SetHandler") && !strcasecmp(first_word(node, p), LIC_HANDLER)) {
            const char *why = misplaced(node, p);
            if (why)
                lic_log_config(s, LIC_LOG_ERROR, "LIC3001", node->filename, node->line_num, why);
            else
                APR_ARRAY_PUSH(paths, const char *) = first_word(node->parent, p);
            wrong += why != NULL;
        }
        if (node->first_child)
            wrong += check_handlers(paths, node->first_child, s, p);
    }
    return wrong;
}

/* --- each server's Locations --------------------------------------------------------------------------------- */

/* "/licences" of "/licences/", "" of "/" */
static const char *base_of(const char *path, apr_pool_t *p)
{
    apr_size_t length = strlen(path);
    while (length && path[length - 1] == '/')
        length--;
    return apr_pstrmemdup(p, path, length);
}

static int is_listed(const apr_array_header_t *paths, const char *path)
{
    for (int i = 0; i < paths->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(paths, i, const char *), path))
            return 1;
    return 0;
}

/* Stores the Location's path in our settings for it, and returns these; httpd tells the path only to modules that have
 * a directive there. A Location of the same path in another virtual host may have another handler; it does no harm
 * there. */
static const lic_dir_config_t *settle(ap_conf_vector_t *section, const apr_array_header_t *paths, apr_pool_t *pconf)
{
    const core_dir_config *core = ap_get_core_module_config(section);
    if (!core->expr_handler || core->r || core->d_is_fnmatch || !is_listed(paths, core->d))
        return NULL;
    lic_dir_config_t *config = ap_get_module_config(section, &licences_module);
    if (!config) {
        config = lic_config_make_dir(pconf, core->d);
        ap_set_module_config(section, &licences_module, config);
    }
    config->base = base_of(core->d, pconf);
    return config;
}

static void settle_server(server_rec *s, const apr_array_header_t *paths, apr_pool_t *pconf)
{
    const lic_server_config_t *shared = lic_config_of_server(s);
    lic_server_config_t *own = shared ? apr_pmemdup(pconf, shared, sizeof(*own)) : lic_config_make_server(pconf, s);
    own->breaker = lic_breaker_make(pconf);
    ap_set_module_config(s->module_config, &licences_module, own);

    const core_server_config *core = ap_get_core_module_config(s->module_config);
    const lic_dir_config_t *general = ap_get_module_config(s->lookup_defaults, &licences_module);
    for (int i = 0; i < core->sec_url->nelts; i++) {
        const lic_dir_config_t *config = settle(APR_ARRAY_IDX(core->sec_url, i, ap_conf_vector_t *), paths, pconf);
        if (config && !config->look && !(general && general->look))
            lic_config_set_default_look(lic_config_slot(pconf, lic_config_default_directory()));
    }
}

/* --- stylesheets ------------------------------------------------------------------------------------------------ */

/* What partners send is validated by the same schema that /schema/licences.xsd shows them. */
static lic_error_t *load_schema(lic_sheets_slot_t *slot, apr_pool_t *pconf)
{
    apr_finfo_t info;
    lic_xsd_t *schema = NULL;
    const char *file = apr_pstrcat(pconf, slot->directory, "/licences.xsd", NULL);
    if (apr_stat(&info, file, APR_FINFO_TYPE, pconf))
        file = apr_pstrcat(pconf, lic_config_default_directory(), "/licences.xsd", NULL);
    lic_error_t *err = lic_xsd_load(&schema, file, pconf);
    slot->schema = schema;
    return err;
}

static int load_sheets(server_rec *s, apr_pool_t *pconf)
{
    apr_array_header_t *slots = lic_config_slots(pconf);
    int wrong = 0;
    for (int i = 0; i < slots->nelts; i++) {
        lic_sheets_slot_t *slot = APR_ARRAY_IDX(slots, i, lic_sheets_slot_t *);
        lic_sheets_t *sheets = NULL;
        lic_error_t *err = lic_sheets_load(&sheets, slot->directory, pconf);
        if (!err)
            err = lic_sheets_try(sheets, pconf);
        if (!err)
            err = load_schema(slot, pconf);
        if (err)
            lic_log_config(s, LIC_LOG_ERROR, "LIC3002", slot->file, slot->line, lic_error_chain(err, pconf));
        wrong += err != NULL;
        slot->sheets = sheets;
    }
    return wrong;
}

/* At start-up httpd reads the configuration twice, and throws the first reading away; configtest reads it once. */
static int is_rehearsal(void)
{
    return ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG &&
           ap_state_query(AP_SQ_RUN_MODE) == AP_SQ_RM_NORMAL;
}

int lic_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    lic_log_bridge(s);
    lic_config_set_default_look(NULL);
    apr_array_header_t *paths = apr_array_make(ptemp, 2, sizeof(const char *));
    if (check_handlers(paths, ap_conftree, s, ptemp))
        return HTTP_INTERNAL_SERVER_ERROR;
    for (server_rec *each = s; each; each = each->next)
        settle_server(each, paths, pconf);
    if (!lic_config_slots(pconf)->nelts)
        return OK; /* loaded, but not used */
    if (!lic_dbd_find()) {
        lic_log_config(s, LIC_LOG_ERROR, "LIC3003", NULL, 0,
                       "mod_licences needs mod_dbd: add LoadModule dbd_module modules/mod_dbd.so");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    if (is_rehearsal())
        return OK;
    lic_zone_init(pconf);
    lic_text_init(pconf);
    lic_view_init(pconf);
    lic_smtp_init(pconf);
    return load_sheets(s, pconf) ? HTTP_INTERNAL_SERVER_ERROR : OK;
}

/* Finds a module that keeps a connection of the pool for a whole request, while our handler needs another. */
static const char *hoarder(void)
{
    static const char *const names[] = {"mod_authn_dbd.c", "mod_session_dbd.c"};
    for (apr_size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (ap_find_linked_module(names[i]))
            return names[i];
    return NULL;
}

/* Warns of LicencesMetrics On without a Require beside it. */
static void warn_of_open_metrics(server_rec *s, const ap_directive_t *node)
{
    for (; node; node = node->next) {
        if (node->first_child)
            warn_of_open_metrics(s, node->first_child);
        if (!is(node, LIC_DIRECTIVE_METRICS) || strcasecmp(node->args, "on"))
            continue;
        const ap_directive_t *beside = node->parent->first_child;
        while (beside && strncasecmp(beside->directive, "Require", 7) && strncasecmp(beside->directive, "<Require", 8))
            beside = beside->next;
        if (!beside)
            lic_log_config(s, LIC_LOG_WARNING, "LIC3005", node->filename, node->line_num,
                           "LicencesMetrics without a Require beside it may be read by everybody; right would be, for "
                           "example, Require ip and the addresses of those who watch");
    }
}

static void warn_of_hanging(void)
{
    const apr_array_header_t *databases = lic_databases();
    for (int i = 0; i < databases->nelts; i++) {
        const lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        const char *why = lic_server_may_hang(database->driver, database->said);
        if (why)
            lic_log_config(database->server, LIC_LOG_WARNING, "LIC3006", NULL, 0, why);
    }
}

static void warn_of_open_file(const lic_database_t *database, const char *path, apr_pool_t *p)
{
    if (lic_mode_is_open(path))
        lic_log_config(database->server, LIC_LOG_WARNING, "LIC3007", NULL, 0,
                       apr_psprintf(p, "everybody on this host may read %s; right would be chmod o= on it", path));
}

/* SQLite's file holds names, addresses and the secret by which forms are signed. */
static void warn_of_open_files(apr_pool_t *p)
{
    const apr_array_header_t *databases = lic_databases();
    for (int i = 0; i < databases->nelts; i++) {
        const lic_database_t *database = &APR_ARRAY_IDX(databases, i, lic_database_t);
        if (!lic_database_is_served(database))
            warn_of_open_file(database, database->said, p);
        if (database->mail && database->mail->password_file)
            warn_of_open_file(database, database->mail->password_file, p);
    }
}

int lic_check_warn(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)pconf;
    (void)plog;
    int threads = 1;
    apr_int64_t most = 10; /* mod_dbd's own default */
    const ap_directive_t *max = among(ap_conftree, "DBDMax");
    if (!lic_databases())
        return OK;
    warn_of_open_metrics(s, ap_conftree);
    warn_of_hanging();
    warn_of_open_files(ptemp);
    if (!hoarder())
        return OK;
    ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    if (max)
        (void)lic_text_parse_int(&most, first_word(max, ptemp));
    if (most < 2 * threads)
        lic_log_config(s, LIC_LOG_WARNING, "LIC3004", max ? max->filename : NULL, max ? max->line_num : 0,
                       apr_psprintf(ptemp,
                                    "%s holds a connection for a whole request while another is needed: requests may "
                                    "wait for each other for ever; right would be DBDMax %d or more",
                                    hoarder(), 2 * threads));
    return OK;
}

void lic_check_test(apr_pool_t *pconf, server_rec *s)
{
    (void)lic_databases_prepare(pconf, NULL, pconf, s);
    (void)lic_check_warn(pconf, NULL, pconf, s);
}
