/* http/request/route.c  Finds the resource of a path, and the representation by suffix or Accept. */
#include "http/request/route.h"

#include <string.h>

#include "base/accept.h"
#include "base/path.h"
#include "http/resource/resources.h"

static const struct {
    const char *suffix;
    lic_form_kind_t form;
} suffixes[] = {{".xml", LIC_XML}, {".csv", LIC_CSV}};

static const struct {
    const char *type;
    lic_form_kind_t form;
} types[] = {{"text/html", LIC_HTML}, {"application/xml", LIC_XML}, {"text/xml", LIC_XML}, {"text/csv", LIC_CSV}};

#define NTYPES (sizeof(types) / sizeof(types[0]))

lic_form_kind_t lic_route_negotiate(const char *accept, unsigned forms, apr_pool_t *p)
{
    int best = 0;
    lic_form_kind_t chosen = 0;
    for (apr_size_t i = 0; i < NTYPES; i++) {
        if (!(forms & types[i].form))
            continue;
        int q = accept ? lic_accept_weight(accept, types[i].type, p) : LIC_ACCEPT_MOST;
        if (q > best) {
            best = q;
            chosen = types[i].form;
        }
    }
    return chosen;
}

/* The header Accept; NULL: anything, as also where it names nothing (RFC 9110, 12.5.1). */
static const char *accept_of(const lic_exchange_t *x)
{
    const char *accept = apr_table_get(x->r->headers_in, "Accept");
    return accept && accept[strspn(accept, ", \t")] ? accept : NULL;
}

/* What a problem is best sent as. Who takes no page is a program. */
static lic_form_kind_t form_of_problems(const lic_exchange_t *x)
{
    return lic_route_negotiate(accept_of(x), LIC_HTML | LIC_XML, x->pool) == LIC_HTML ? LIC_HTML : LIC_XML;
}

/* Finds the path in the table. One without a {key} wins: /employees/new is no employee. */
static const lic_resource_t *find(const char *path, const char **key, apr_pool_t *p)
{
    const lic_resource_t *found = NULL;
    for (const lic_resource_t *resource = lic_resources; resource->path; resource++) {
        const char *here;
        if (!lic_path_fits(resource->path, path, &here, p))
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

/* The path without .xml or .csv. Any other suffix stays part of the key, which then isn't found: keys have no dots. */
static const char *without_suffix(const char *path, lic_form_kind_t *form, apr_pool_t *p)
{
    for (apr_size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        const char *page = lic_path_without(path, suffixes[i].suffix, p);
        if (page) {
            *form = suffixes[i].form;
            return page;
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
    const char *accept = accept_of(x);
    apr_table_mergen(x->r->headers_out, "Vary", "Accept");
    lic_form_kind_t form = lic_route_negotiate(accept, route->resource->forms, x->pool);
    if (form) {
        route->form = form;
        return NULL;
    }
    route->form = form_of_problems(x);
    return lic_error_make(x->pool, LIC_INVALID, "not-acceptable",
                          "this page has none of the types that were asked for: %s", accept);
}

void lic_route_start(lic_exchange_t *x)
{
    lic_route_t *route = &x->route;
    const char *base = x->config->base;
    apr_size_t n = strlen(base);
    route->path = route->page = !strncmp(x->r->uri, base, n) ? x->r->uri + n : "";
    route->form = form_of_problems(x);
    without_suffix(route->path, &route->form, x->pool);
}

lic_error_t *lic_route_find(lic_exchange_t *x)
{
    lic_route_t *route = &x->route;
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
    if (!found)
        return nowhere(x);
    if (found->elsewhere) {
        route->elsewhere = found->elsewhere;
        return NULL;
    }
    route->resource = found;
    apr_table_setn(x->r->notes, "licences-resource", found->name);
    return found->file ? NULL : choose_form(x, by_suffix);
}
