/* http/resource/assets.c  Styles, scripts and icons of the pages, and the XSD: files beside the stylesheets, for
 * whoever is logged in; and the manual, for whoever sees a page. */
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

static int ends_in(const char *name, const char *ending)
{
    const apr_size_t length = strlen(name), n = strlen(ending);
    return length > n && !strcmp(name + length - n, ending);
}

static const char *type_of(const char *name)
{
    for (apr_size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (ends_in(name, types[i].ending))
            return types[i].type;
    return NULL;
}

static lic_error_t *find_in(const char **beside, const char **type, const char *folder, const lic_exchange_t *x)
{
    const char *name = x->route.key;
    if (!*type || strspn(name, NAME) != strlen(name) || !strchr(FIRST, *name))
        return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is no file %s here", name);
    *beside = apr_pstrcat(x->pool, folder, name, NULL);
    return NULL;
}

lic_error_t *lic_assets_file(const char **beside, const char **type, const lic_exchange_t *x)
{
    *type = type_of(x->route.key);
    return find_in(beside, type, "assets/", x);
}

lic_error_t *lic_doc_file(const char **beside, const char **type, const lic_exchange_t *x)
{
    *type = ends_in(x->route.key, ".html") ? "text/html; charset=utf-8" : type_of(x->route.key);
    return find_in(beside, type, "manual/", x);
}

lic_error_t *lic_schema_file(const char **beside, const char **type, const lic_exchange_t *x)
{
    *type = "application/xml; charset=utf-8";
    *beside = strrchr(x->route.resource->path, '/') + 1;
    return NULL;
}
