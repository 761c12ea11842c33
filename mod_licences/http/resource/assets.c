/* http/resource/assets.c  Styles, scripts and icons of the pages, and the XSD: files beside the stylesheets, for
 * whoever is logged in. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "http/request/exchange.h"

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

lic_error_t *lic_assets_file(const char **beside, const char **type, const lic_exchange_t *x)
{
    const char *name = x->route.key;
    *type = type_of(name);
    if (!*type || strspn(name, NAME) != strlen(name) || !strchr(FIRST, *name))
        return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is no file %s here", name);
    *beside = apr_pstrcat(x->pool, "assets/", name, NULL);
    return NULL;
}

lic_error_t *lic_schema_file(const char **beside, const char **type, const lic_exchange_t *x)
{
    *type = "application/xml; charset=utf-8";
    *beside = strrchr(x->route.resource->path, '/') + 1;
    return NULL;
}
