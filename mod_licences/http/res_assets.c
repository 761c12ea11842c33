/* Styles, scripts and icons of the pages, and the XSD: files beside the stylesheets, for whoever is logged in. */
#include "res.h"

#include <apr_file_info.h>
#include <apr_strings.h>

#include "exchange.h"

#define FIRST "abcdefghijklmnopqrstuvwxyz0123456789"
#define NAME  FIRST "-_."

static const struct {
    const char *ending, *type;
} types[] = {{".css", "text/css; charset=utf-8"},
             {".js", "text/javascript; charset=utf-8"},
             {".svg", "image/svg+xml"},
             {".png", "image/png"},
             {".ico", "image/x-icon"},
             {".woff2", "font/woff2"}};

static const char *type_of(const char *name)
{
    for (apr_size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        apr_size_t length = strlen(name), n = strlen(types[i].ending);
        if (length > n && !strcmp(name + length - n, types[i].ending))
            return types[i].type;
    }
    return NULL;
}

static int exists(const char *file, apr_pool_t *p)
{
    apr_finfo_t info;
    return !apr_stat(&info, file, APR_FINFO_TYPE, p) && info.filetype == APR_REG;
}

/* A portal's own stylesheets import ours; so do its assets: what it does not bring comes from ours. */
static const char *beside_sheets(const lic_exchange_t *x, const char *name)
{
    const char *own = apr_pstrcat(x->pool, x->look->directory, "/", name, NULL);
    if (exists(own, x->pool))
        return own;
    return apr_pstrcat(x->pool, lic_config_default_directory(), "/", name, NULL);
}

lic_error_t *lic_assets_file(const char **file, const char **type, const lic_exchange_t *x)
{
    const char *name = x->route.key;
    *type = type_of(name);
    if (!*type || strspn(name, NAME) != strlen(name) || !strchr(FIRST, *name))
        return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is no file %s here", name);
    *file = beside_sheets(x, apr_pstrcat(x->pool, "assets/", name, NULL));
    return NULL;
}

lic_error_t *lic_schema_file(const char **file, const char **type, const lic_exchange_t *x)
{
    *type = "application/xml; charset=utf-8";
    *file = beside_sheets(x, strrchr(x->route.resource->path, '/') + 1);
    return NULL;
}
