/* http/request/headers.c  Sets the headers of answers, and makes the addresses in them. */
#include "http/request/headers.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include <http_protocol.h>

#include "base/locale.h"

/* Scripts and styles come from /assets; nobody else frames the pages or takes their forms. */
#define POLICY                                                                                                         \
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "               \
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

const char *lic_headers_locale(const lic_exchange_t *x)
{
    if (x->account)
        return x->locale;
    const char *wanted = apr_table_get(x->r->headers_in, "Accept-Language");
    if (!wanted)
        return "en";
    return lic_locale_language(apr_pstrmemdup(x->pool, wanted, strcspn(wanted, ",; ")));
}

static const char *type_of(const lic_exchange_t *x, int problem)
{
    if (x->route.form == LIC_XML)
        return problem ? "application/problem+xml; charset=utf-8" : "application/xml; charset=utf-8";
    return x->route.form == LIC_CSV && !problem ? "text/csv; charset=utf-8; header=present"
                                                : "text/html; charset=utf-8";
}

static const char *policy_of(const lic_dir_config_t *config, apr_pool_t *p)
{
    return config->ancestors ? apr_pstrcat(p, POLICY " ", apr_array_pstrcat(p, config->ancestors, ' '), NULL) : POLICY;
}

void lic_headers_guard(apr_table_t *headers, const lic_dir_config_t *config, apr_pool_t *p)
{
    apr_table_setn(headers, "Content-Security-Policy", policy_of(config, p));
    apr_table_setn(headers, "X-Content-Type-Options", "nosniff");
    apr_table_setn(headers, "Referrer-Policy", "same-origin");
}

void lic_headers_set(const lic_exchange_t *x, int problem)
{
    apr_table_t *headers = x->r->headers_out;
    ap_set_content_type(x->r, type_of(x, problem));
    x->r->content_encoding = NULL; /* mod_mime goes by the path's ending */
    x->r->content_languages = NULL;
    if (x->route.form == LIC_HTML || problem)
        apr_table_setn(headers, "Content-Language", lic_locale_language(lic_headers_locale(x)));
    lic_headers_guard(headers, x->config, x->pool);
    apr_table_setn(headers, "Cache-Control", "private, no-cache");
}

void lic_headers_personal(const lic_exchange_t *x)
{
    if (x->route.resource->personal && x->route.form != LIC_XML)
        apr_table_setn(x->r->headers_out, "Cache-Control", "no-store");
}

void lic_headers_packed(const lic_exchange_t *x, const char *encoding, const char *etag)
{
    apr_table_setn(x->r->headers_out, "Content-Encoding", encoding);
    apr_table_setn(x->r->headers_out, "ETag", etag);
    apr_table_mergen(x->r->headers_out, "Vary", "Accept-Encoding");
}

void lic_headers_fleeting(const lic_exchange_t *x)
{
    apr_table_setn(x->r->headers_out, "Cache-Control", "no-store");
    apr_table_unset(x->r->headers_out, "ETag");
}

void lic_headers_revision(const lic_exchange_t *x, apr_int64_t revision)
{
    apr_table_setn(x->r->headers_out, "Licences-Revision", apr_psprintf(x->pool, "%" APR_INT64_T_FMT, revision));
}

void lic_headers_attachment(const lic_exchange_t *x, const char *suffix)
{
    const char *date = lic_date_format(lic_zone_date(x->account->zone, x->now), x->pool);
    apr_table_setn(x->r->headers_out, "Content-Disposition",
                   apr_psprintf(x->pool, "attachment; filename=\"%s-%s-%s.%s\"", x->account->key,
                                x->route.resource->name, date, suffix));
}

/* Escapes what can't stand in a query (a quote, a bracket, bytes of UTF-8). What is escaped already stays. */
static const char *escape_query(const char *args, apr_pool_t *p)
{
    static const char allowed[] = "-._~!$&'()*+,;=:@/?%";
    char *escaped = apr_palloc(p, 3 * strlen(args) + 1), *to = escaped;
    for (; *args; args++) {
        if (apr_isalnum(*args) || strchr(allowed, *args))
            *to++ = *args;
        else
            to += apr_snprintf(to, 4, "%%%02X", (unsigned char)*args);
    }
    *to = '\0';
    return escaped;
}

const char *lic_headers_address(const lic_exchange_t *x, const char *path, const char *args)
{
    const char *whole = ap_os_escape_path(x->pool, apr_pstrcat(x->pool, x->config->base, path, NULL), 1);
    return args && *args ? apr_pstrcat(x->pool, whole, "?", escape_query(args, x->pool), NULL) : whole;
}

void lic_headers_next(const lic_exchange_t *x, const char *after)
{
    char *rest, *list = apr_pstrdup(x->pool, x->r->args ? x->r->args : "");
    char *kept = apr_palloc(x->pool, strlen(list) + 2), *to = kept;
    for (char *arg = apr_strtok(list, "&", &rest); arg; arg = apr_strtok(NULL, "&", &rest))
        if (strncmp(arg, "after=", 6) && strncmp(arg, "done=", 5)) {
            const apr_size_t length = strlen(arg);
            memcpy(to, arg, length);
            to += length;
            *to++ = '&';
        }
    *to = '\0';
    const char *args = apr_pstrcat(x->pool, kept, "after=", after, NULL);
    apr_table_addn(x->r->headers_out, "Link",
                   apr_psprintf(x->pool, "<%s>; rel=\"next\"", lic_headers_address(x, x->route.path, args)));
}
