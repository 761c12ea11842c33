#include "route.h"

#include <stdlib.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "exchange.h"

static const struct {
    const char *suffix;
    lic_form_kind_t form;
} suffixes[] = {{".xml", LIC_XML}, {".csv", LIC_CSV}};

static const struct {
    const char *type;
    lic_form_kind_t form;
} types[] = {{"text/html", LIC_HTML}, {"application/xml", LIC_XML}, {"text/xml", LIC_XML}, {"text/csv", LIC_CSV}};

#define NTYPES (sizeof(types) / sizeof(types[0]))

/* --- Accept (RFC 9110, 12.5.1) --------------------------------------------------------------------------- */

/* The q of a media range in thousandths; 1000 where there is none or it is malformed. */
static int quality(const char *parameters)
{
    for (const char *at = parameters; (at = strchr(at, ';'));) {
        at += 1 + strspn(at + 1, " \t");
        if ((at[0] == 'q' || at[0] == 'Q') && at[1] == '=') {
            char *end;
            double q = strtod(at + 2, &end);
            return end == at + 2 || q > 1 ? 1000 : q < 0 ? 0 : (int)(q * 1000 + 0.5);
        }
    }
    return 1000;
}

/* How closely a media range names a type: 3 exactly, 2 its kind, 1 anything, 0 not at all. */
static int closeness(const char *range, const char *type)
{
    apr_size_t length = strcspn(range, "; \t");
    if (length == 3 && !strncmp(range, "*/*", 3))
        return 1;
    if (strlen(type) == length && !strncasecmp(range, type, length))
        return 3;
    apr_size_t kind = (apr_size_t)(strchr(type, '/') - type) + 1;
    return length == kind + 1 && range[kind] == '*' && !strncasecmp(range, type, kind) ? 2 : 0;
}

/* What the header thinks of one type: the closest range decides. */
static int liking(const char *accept, const char *type, apr_pool_t *p)
{
    int best = 0, q = 0;
    char *rest, *list = apr_pstrdup(p, accept);
    for (char *range = apr_strtok(list, ",", &rest); range; range = apr_strtok(NULL, ",", &rest)) {
        range += strspn(range, " \t");
        int close = closeness(range, type);
        if (close > best) {
            best = close;
            q = quality(range);
        }
    }
    return q;
}

lic_form_kind_t lic_route_negotiate(const char *accept, unsigned forms, apr_pool_t *p)
{
    int best = 0;
    lic_form_kind_t chosen = 0;
    for (apr_size_t i = 0; i < NTYPES; i++) {
        if (!(forms & types[i].form))
            continue;
        int q = accept ? liking(accept, types[i].type, p) : 1000;
        if (q > best) {
            best = q;
            chosen = types[i].form;
        }
    }
    return chosen;
}

/* --- paths ----------------------------------------------------------------------------------------------- */

/* Whether a pattern fits; *key is then what stands for its {…}. */
static int fits(const char *pattern, const char *path, const char **key, apr_pool_t *p)
{
    const char *open = strchr(pattern, '{');
    *key = NULL;
    if (!open)
        return !strcmp(pattern, path);
    apr_size_t before = (apr_size_t)(open - pattern);
    if (strncmp(pattern, path, before))
        return 0;
    apr_size_t length = strcspn(path + before, "/");
    if (!length || strcmp(path + before + length, strchr(open, '}') + 1))
        return 0;
    *key = apr_pstrmemdup(p, path + before, length);
    return 1;
}

/* A path that stands in the table as it is wins over one with a {key}. */
static const lic_resource_t *find(const char *path, const char **key, apr_pool_t *p)
{
    const lic_resource_t *found = NULL;
    for (const lic_resource_t *resource = lic_resources; resource->path; resource++) {
        const char *here;
        if (!fits(resource->path, path, &here, p))
            continue;
        if (!here) {
            *key = NULL;
            return resource;
        }
        if (!found) {
            found = resource;
            *key = here;
        }
    }
    return found;
}

static lic_error_t *nowhere(const lic_exchange_t *x)
{
    return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is no page %s here", x->route.path);
}

/* Takes a known suffix off the last segment. Keys have no dots, so with an unknown one the key is unknown too. */
static const char *without_suffix(const char *path, lic_form_kind_t *form, apr_pool_t *p)
{
    apr_size_t length = strlen(path);
    for (apr_size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        apr_size_t n = strlen(suffixes[i].suffix);
        if (length > n + 1 && path[length - n - 1] != '/' && !strcmp(path + length - n, suffixes[i].suffix)) {
            *form = suffixes[i].form;
            return apr_pstrmemdup(p, path, length - n);
        }
    }
    return path;
}

static lic_error_t *choose_form(lic_exchange_t *x, lic_form_kind_t by_suffix)
{
    lic_route_t *route = &x->route;
    if (by_suffix) {
        route->form = by_suffix;
        return route->resource->forms & by_suffix ? NULL : nowhere(x);
    }
    const char *accept = apr_table_get(x->r->headers_in, "Accept");
    apr_table_mergen(x->r->headers_out, "Vary", "Accept");
    lic_form_kind_t form = lic_route_negotiate(accept, route->resource->forms, x->pool);
    if (form) {
        route->form = form;
        return NULL;
    }
    route->form = lic_route_negotiate(accept, LIC_HTML | LIC_XML, x->pool) == LIC_XML ? LIC_XML : LIC_HTML;
    return lic_error_make(x->pool, LIC_INVALID, "not-acceptable",
                          "this page has none of the types that were asked for: %s", accept);
}

/* Without a resource: what the suffix says, else what a problem page is best sent as. */
static void guess_form(lic_exchange_t *x, lic_form_kind_t by_suffix)
{
    const char *accept = apr_table_get(x->r->headers_in, "Accept");
    if (by_suffix)
        x->route.form = by_suffix;
    else if (lic_route_negotiate(accept, LIC_HTML | LIC_XML, x->pool) == LIC_XML)
        x->route.form = LIC_XML;
}

lic_error_t *lic_route_find(lic_exchange_t *x)
{
    lic_route_t *route = &x->route;
    const char *base = x->config->base;
    apr_size_t n = strlen(base);
    route->form = LIC_HTML;
    route->path = route->page = !strncmp(x->r->uri, base, n) ? x->r->uri + n : "";
    if (!*route->path) {
        route->elsewhere = "/";
        return NULL;
    }
    lic_form_kind_t by_suffix = 0;
    const lic_resource_t *found = find(route->path, &route->key, x->pool);
    if (!found || !found->file) {
        route->page = without_suffix(route->path, &by_suffix, x->pool);
        found = find(route->page, &route->key, x->pool);
    }
    if (!found) {
        guess_form(x, by_suffix);
        return nowhere(x);
    }
    route->resource = found;
    apr_table_setn(x->r->notes, "licences-resource", found->name);
    return found->file ? NULL : choose_form(x, by_suffix);
}
