/* http/server/directives.c  Reads the directives: each returns NULL, or what is wrong and what would be right. */
#include "http/server/config.h"

#include <apr_file_info.h>
#include <apr_fnmatch.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include <http_core.h>
#include <http_main.h>
#include <http_log.h>
#include <util_cfgtree.h>

#include "base/text.h"
#include "base/text_clean.h"

APLOG_USE_MODULE(licences);

#define WHERE (RSRC_CONF | ACCESS_CONF)

static int within(const ap_directive_t *node, const char *section)
{
    while (node && strcasecmp(node->directive, section))
        node = node->parent;
    return node != NULL;
}

/* A LocationMatch has no path that links could begin with; a Directory never applies to a handler without files. */
static const char *wrong_place(cmd_parms *cmd)
{
    const char *err = ap_check_cmd_context(cmd, NOT_IN_DIRECTORY | NOT_IN_FILES | NOT_IN_LIMIT | NOT_IN_PROXY);
    if (err)
        return err;
    if (within(cmd->directive, "<LocationMatch"))
        return apr_pstrcat(cmd->pool, cmd->cmd->name,
                           " cannot be used in a LocationMatch, as pages need one path to begin their links with; "
                           "use <Location \"/path\">",
                           NULL);
    return NULL;
}

static const char *parse_value(const ap_expr_info_t **value, cmd_parms *cmd, const char *arg, const char *example)
{
    const char *err = wrong_place(cmd);
    if (err)
        return err;
    if (!strncasecmp(arg, "expr=", 5))
        arg += 5;
    if (!*arg)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " is empty; right would be, for example, ", example, NULL);
    *value = ap_expr_parse_cmd(cmd, arg, AP_EXPR_FLAG_STRING_RESULT | AP_EXPR_FLAG_DONT_VARY, &err, NULL);
    if (err)
        return apr_psprintf(cmd->pool, "%s: %s in \"%s\"; right would be, for example, %s", cmd->cmd->name, err, arg,
                            example);
    return NULL;
}

static const char *set_account(cmd_parms *cmd, void *dir, const char *arg)
{
    lic_dir_config_t *config = dir;
    if (strncasecmp(arg, "expr=", 5) && !strstr(arg, "%{") && !lic_text_valid_key(arg))
        return apr_psprintf(cmd->pool,
                            "%s: \"%s\" is no account key (a-z, 0-9 and -, at most 40); right would be acme, or "
                            "\"expr=%%{reqenv:PORTAL_ACCOUNT}\"",
                            cmd->cmd->name, arg);
    return parse_value(&config->account, cmd, arg, "\"expr=%{reqenv:PORTAL_ACCOUNT}\"");
}

static const char *set_user(cmd_parms *cmd, void *dir, const char *arg)
{
    lic_dir_config_t *config = dir;
    return parse_value(&config->user, cmd, arg, "\"expr=%{REMOTE_USER}\"");
}

/* scheme://host or scheme://host:port in lower case, without the scheme's own port, as browsers send it; else NULL */
static const char *parse_origin(const char *text, apr_pool_t *p)
{
    char *origin = apr_pstrdup(p, text);
    ap_str_tolower(origin);
    int tls = !strncmp(origin, "https://", 8);
    if (!tls && strncmp(origin, "http://", 7))
        return NULL;
    char *host = origin + (tls ? 8 : 7);
    char *end = host;
    if (*end == '[')
        end += strspn(end, "[0123456789abcdef:.");
    else
        end += strspn(end, "abcdefghijklmnopqrstuvwxyz0123456789.-");
    if (*end == ']')
        end++;
    if (end == host)
        return NULL;
    if (!*end)
        return origin;
    char *digits = end + 1;
    apr_size_t n = strspn(digits, "0123456789");
    if (*end != ':' || !n || n > 5 || digits[n])
        return NULL;
    if (!strcmp(digits, tls ? "443" : "80"))
        *end = '\0';
    return origin;
}

static const char *read_origins(const apr_array_header_t **all, cmd_parms *cmd, int argc, char *const argv[])
{
    const char *err = wrong_place(cmd);
    if (err)
        return err;
    if (!argc)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " needs an origin, for example https://portal.example.com", NULL);
    apr_array_header_t *origins =
        *all ? apr_array_copy(cmd->pool, *all) : apr_array_make(cmd->pool, argc, sizeof(const char *));
    for (int i = 0; i < argc; i++) {
        const char *origin = parse_origin(argv[i], cmd->pool);
        if (!origin)
            return apr_psprintf(cmd->pool,
                                "%s: \"%s\" is no origin; right would be scheme, host and perhaps a port and nothing "
                                "else, for example https://portal.example.com or http://localhost:8080",
                                cmd->cmd->name, argv[i]);
        APR_ARRAY_PUSH(origins, const char *) = origin;
    }
    *all = origins;
    return NULL;
}

static const char *set_origin(cmd_parms *cmd, void *dir, int argc, char *const argv[])
{
    lic_dir_config_t *config = dir;
    return read_origins(&config->origins, cmd, argc, argv);
}

static const char *set_frame_ancestors(cmd_parms *cmd, void *dir, int argc, char *const argv[])
{
    lic_dir_config_t *config = dir;
    return read_origins(&config->ancestors, cmd, argc, argv);
}

static const char *set_support(cmd_parms *cmd, void *dir, const char *arg)
{
    lic_dir_config_t *config = dir;
    const char *err = wrong_place(cmd);
    if (err)
        return err;
    if (!lic_text_valid_email(arg, cmd->pool))
        return apr_psprintf(cmd->pool, "%s: \"%s\" is no e-mail address; right would be, for example, %s",
                            cmd->cmd->name, arg, "support@example.com");
    config->support = arg;
    return NULL;
}

static const char *set_stylesheets(cmd_parms *cmd, void *dir, const char *arg)
{
    lic_dir_config_t *config = dir;
    const char *err = wrong_place(cmd);
    if (err)
        return err;
    const char *directory = ap_server_root_relative(cmd->pool, arg);
    apr_finfo_t info;
    if (!directory || apr_stat(&info, directory, APR_FINFO_TYPE, cmd->temp_pool) || info.filetype != APR_DIR)
        return apr_psprintf(cmd->pool,
                            "%s: there is no directory \"%s\"; right would be a directory of stylesheets that import "
                            "those in %s, or no directive for those themselves",
                            cmd->cmd->name, directory ? directory : arg, LIC_STYLESHEETS);
    config->look = lic_config_slot(cmd->pool, directory);
    config->look->file = cmd->directive->filename;
    config->look->line = cmd->directive->line_num;
    return NULL;
}

/* "90s", "1500ms", "5min", "2h", "1d" → *out; non-zero when it is a duration from a tenth of a second to a week */
static int parse_duration(apr_interval_time_t *out, const char *arg)
{
    static const struct {
        const char *unit;
        apr_interval_time_t time;
    } units[] = {{"ms", APR_USEC_PER_SEC / 1000},
                 {"s", APR_USEC_PER_SEC},
                 {"min", 60 * APR_USEC_PER_SEC},
                 {"h", 3600 * APR_USEC_PER_SEC},
                 {"d", 86400 * APR_USEC_PER_SEC}};
    apr_size_t digits = strspn(arg, "0123456789");
    if (!digits || digits > 9)
        return 0;
    apr_int64_t number = apr_atoi64(arg);
    for (apr_size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (!strcasecmp(arg + digits, units[i].unit)) {
            *out = number * units[i].time;
            return *out >= APR_USEC_PER_SEC / 10 && *out <= 7 * 86400 * APR_USEC_PER_SEC;
        }
    return 0;
}

static const char *set_sweep_interval(cmd_parms *cmd, void *dir, const char *arg)
{
    (void)dir;
    lic_server_config_t *config = ap_get_module_config(cmd->server->module_config, &licences_module);
    const char *err = ap_check_cmd_context(cmd, NOT_IN_DIR_CONTEXT);
    if (err)
        return err;
    if (!strcasecmp(arg, "off")) {
        config->sweep = LIC_SWEEP_OFF;
        return NULL;
    }
    if (!parse_duration(&config->sweep, arg))
        return apr_psprintf(
            cmd->pool,
            "%s: \"%s\" is no interval; right would be a whole number with its unit (ms, s, min, h, d), "
            "from 100ms to 7d, for example 60s, or Off",
            cmd->cmd->name, arg);
    return NULL;
}

/* "32M", "512K", "1G" → *out; non-zero when it is from 1M to 1G */
static int parse_size(apr_off_t *out, const char *arg)
{
    static const char units[] = "KMG";
    const apr_size_t digits = strspn(arg, "0123456789");
    const char *unit = arg[digits] ? strchr(units, apr_toupper(arg[digits])) : NULL;
    if (!digits || digits > 7 || !unit || arg[digits + 1])
        return 0;
    *out = apr_atoi64(arg) << (10 * (unit - units + 1));
    return *out >= 1 << 20 && *out <= 1 << 30;
}

/* One memory for all servers, so a virtual host may only keep out of it. */
static const char *set_page_cache(cmd_parms *cmd, void *dir, const char *arg)
{
    (void)dir;
    lic_server_config_t *config = ap_get_module_config(cmd->server->module_config, &licences_module);
    const char *err = ap_check_cmd_context(cmd, NOT_IN_DIR_CONTEXT);
    if (err)
        return err;
    if (!strcasecmp(arg, "off")) {
        config->pages = LIC_PAGES_OFF;
        return NULL;
    }
    if (cmd->server->is_virtual)
        return apr_psprintf(
            cmd->pool,
            "%s: \"%s\" in a VirtualHost: the size is that of all servers together and belongs outside; "
            "right would be Off here, or nothing",
            cmd->cmd->name, arg);
    if (!parse_size(&config->pages, arg))
        return apr_psprintf(cmd->pool,
                            "%s: \"%s\" is no size; right would be a whole number with its unit (K, M, G), from 1M to "
                            "1G, for example 32M, or Off",
                            cmd->cmd->name, arg);
    return NULL;
}

static const char *set_mail(cmd_parms *cmd, void *dir, int argc, char *const argv[])
{
    (void)dir;
    lic_server_config_t *config = ap_get_module_config(cmd->server->module_config, &licences_module);
    const char *err = ap_check_cmd_context(cmd, NOT_IN_DIR_CONTEXT);
    if (err)
        return err;
    /* the password is read now, while httpd is still root */
    lic_error_t *wrong = lic_smtp_parse(&config->mail, (const char *const *)argv, argc, ap_server_root, cmd->pool);
    return wrong ? apr_psprintf(cmd->pool, "%s: %s", cmd->cmd->name, wrong->message) : NULL;
}

static const char *set_prepare(cmd_parms *cmd, void *dir, int on)
{
    (void)dir;
    lic_server_config_t *config = ap_get_module_config(cmd->server->module_config, &licences_module);
    config->prepare = on ? LIC_PREPARE_ON : LIC_PREPARE_OFF;
    return ap_check_cmd_context(cmd, NOT_IN_DIR_CONTEXT);
}

/* Only in a Location of its own, where the operator says who may read the figures. */
static const char *set_metrics(cmd_parms *cmd, void *dir, int on)
{
    lic_dir_config_t *config = dir;
    const char *err = wrong_place(cmd);
    if (err)
        return err;
    const ap_directive_t *section = cmd->directive->parent;
    if (!cmd->path || *cmd->path != '/' || !section || strcasecmp(section->directive, "<Location") ||
        apr_fnmatch_test(cmd->path))
        return apr_pstrcat(
            cmd->pool, cmd->cmd->name,
            " belongs directly in a <Location> with one plain path, beside the Require that says who may "
            "read them, for example <Location \"/licences-metrics\">",
            NULL);
    config->metrics = on ? LIC_METRICS_ON : LIC_METRICS_OFF;
    config->metrics_at = cmd->path;
    return NULL;
}

const command_rec lic_config_commands[] = {
    AP_INIT_TAKE1(LIC_DIRECTIVE_ACCOUNT, set_account, NULL, WHERE,
                  "which account the pages are for: a key, or \"expr=...\" (see ap_expr)"),
    AP_INIT_TAKE1(LIC_DIRECTIVE_USER, set_user, NULL, WHERE, "whose log-in name counts: \"expr=%{REMOTE_USER}\""),
    AP_INIT_TAKE_ARGV(LIC_DIRECTIVE_ORIGIN, set_origin, NULL, WHERE,
                      "further origins of the portal's own pages, as behind a TLS proxy: https://portal.example.com"),
    AP_INIT_TAKE_ARGV(LIC_DIRECTIVE_FRAME_ANCESTORS, set_frame_ancestors, NULL, WHERE,
                      "further origins whose pages may show these in a frame: https://portal.example.com"),
    AP_INIT_TAKE1(LIC_DIRECTIVE_SUPPORT, set_support, NULL, WHERE, "the address that sentences point to for support"),
    AP_INIT_TAKE1(LIC_DIRECTIVE_STYLESHEETS, set_stylesheets, NULL, WHERE,
                  "the directory of a portal's own stylesheets"),
    AP_INIT_TAKE1(LIC_DIRECTIVE_SWEEP_INTERVAL, set_sweep_interval, NULL, RSRC_CONF,
                  "how often what is due is carried out: 60s; Off: never by this server"),
    AP_INIT_TAKE_ARGV(
        LIC_DIRECTIVE_MAIL, set_mail, NULL, RSRC_CONF,
        "Off, or smtp://host:port from=ADDRESS [starttls] [user=NAME password-file=FILE] [portal=URL] ..."),
    AP_INIT_TAKE1(LIC_DIRECTIVE_PAGE_CACHE, set_page_cache, NULL, RSRC_CONF,
                  "how much memory pages that were drawn are kept in: 32M; Off: each is drawn anew"),
    AP_INIT_FLAG(LIC_DIRECTIVE_PREPARE, set_prepare, NULL, RSRC_CONF,
                 "Off where a pooler gives each transaction another session: nothing is prepared by a name then"),
    AP_INIT_FLAG(LIC_DIRECTIVE_METRICS, set_metrics, NULL, ACCESS_CONF,
                 "On: this Location's path answers with what the module counts, as text for Prometheus"),
    {NULL, {NULL}, NULL, 0, RAW_ARGS, NULL}};
