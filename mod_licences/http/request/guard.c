/* http/request/guard.c  Checks method, origin, type and form token, and makes the token for a page. */
#include "http/request/guard.h"

#include <apr_strings.h>

#include <http_core.h>
#include <http_protocol.h>

#define PURPOSE "form"
#define WINDOW  apr_time_from_sec(6 * 3600)
#define TYPE    "application/x-www-form-urlencoded"

int lic_guard_may_put(const lic_exchange_t *x)
{
    return x->route.resource->put && x->route.form == LIC_XML;
}

void lic_guard_allow(const lic_exchange_t *x)
{
    apr_table_setn(x->r->headers_out, "Allow",
                   apr_pstrcat(x->pool, "GET, HEAD, OPTIONS", x->route.resource->post ? ", POST" : "",
                               lic_guard_may_put(x) ? ", PUT" : "", NULL));
}

lic_error_t *lic_guard_method(const lic_exchange_t *x)
{
    const lic_resource_t *resource = x->route.resource;
    const int method = x->r->method_number;
    if (method == M_GET || (method == M_POST && resource->post) || (method == M_PUT && lic_guard_may_put(x)))
        return NULL;
    lic_guard_allow(x);
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "method-not-allowed", "%s cannot be used here; see Allow", x->r->method),
        "method", x->r->method);
}

/* The origin of the server as the browser knows it: scheme and Host, without the scheme's own port. */
static const char *own_origin(request_rec *r)
{
    const char *host = apr_table_get(r->headers_in, "Host");
    if (!host)
        return "";
    char *origin = apr_pstrcat(r->pool, ap_http_scheme(r), "://", host, NULL);
    ap_str_tolower(origin);
    const char *port = strcmp(ap_http_scheme(r), "https") ? ":80" : ":443";
    apr_size_t length = strlen(origin), n = strlen(port);
    if (length > n && !strcmp(origin + length - n, port))
        origin[length - n] = '\0';
    return origin;
}

static int is_ours(const lic_exchange_t *x, const char *origin)
{
    if (!strcasecmp(origin, own_origin(x->r)))
        return 1;
    const apr_array_header_t *origins = x->config->origins;
    for (int i = 0; origins && i < origins->nelts; i++)
        if (!strcasecmp(origin, APR_ARRAY_IDX(origins, i, const char *)))
            return 1;
    return 0;
}

lic_error_t *lic_guard_origin(const lic_exchange_t *x)
{
    const char *site = apr_table_get(x->r->headers_in, "Sec-Fetch-Site");
    const char *origin = apr_table_get(x->r->headers_in, "Origin");
    if ((!site || !strcasecmp(site, "same-origin")) && (!origin || is_ours(x, origin)))
        return NULL;
    return lic_error_make(x->pool, LIC_FORBIDDEN, "cross-site",
                          "this was sent from a page of another site (%s); use the portal's own pages",
                          origin ? origin : site);
}

lic_error_t *lic_guard_type(const lic_exchange_t *x)
{
    const char *type = apr_table_get(x->r->headers_in, "Content-Type");
    apr_size_t length = type ? strcspn(type, "; \t") : 0;
    if (length == strlen(TYPE) && !strncasecmp(type, TYPE, length))
        return NULL;
    return lic_error_make(x->pool, LIC_INVALID, "content-type", "a form is expected here (%s), not %s", TYPE,
                          type ? type : "a body without a type");
}

const char *lic_guard_token(apr_time_t *expires, const lic_exchange_t *x)
{
    *expires = 0;
    if (!x->secret.current)
        return NULL;
    const char *fields[] = {x->account->key, x->user};
    *expires = (x->now / WINDOW + 2) * WINDOW;
    return lic_token_sign(&x->secret, PURPOSE, *expires, fields, 2, x->pool);
}

lic_error_t *lic_guard_form(const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *confirm_field = x->route.resource->confirm_field;
    if (confirm_field && lic_fields_get(form, confirm_field))
        return NULL; /* the change itself verifies it */
    const char *token = lic_fields_get(form, "token");
    if (!token || !*token)
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-missing",
                              "the form came without its token; open the page again and send it from there");
    const char *fields[2];
    lic_error_t *err = lic_token_verify(fields, 2, &x->secret, PURPOSE, token, x->now, x->pool);
    if (err && err->code == LIC_INVALID)
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-invalid", "the form's token is not one of ours");
    if (err)
        return err;
    if (strcmp(fields[0], x->account->key) || strcmp(fields[1], x->user))
        return lic_error_make(x->pool, LIC_FORBIDDEN, "token-invalid", "the form's token is somebody else's");
    return NULL;
}
