#include "headers.h"

#include <string.h>
#include <apr_strings.h>

#include <http_protocol.h>

#include "base/text.h"

/* Scripts and styles come from /assets; nobody else frames the pages or takes their forms. */
#define POLICY                                                                                                         \
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "               \
    "frame-ancestors 'self'"

const char *lic_headers_locale(const lic_exchange_t *x)
{
    if (x->account)
        return x->account->locale;
    const char *wanted = apr_table_get(x->r->headers_in, "Accept-Language");
    if (!wanted)
        return "en";
    return lic_text_language(apr_pstrmemdup(x->pool, wanted, strcspn(wanted, ",; ")));
}

static const char *type_of(const lic_exchange_t *x, int problem)
{
    if (x->route.form == LIC_XML)
        return problem ? "application/problem+xml; charset=utf-8" : "application/xml; charset=utf-8";
    return x->route.form == LIC_CSV && !problem ? "text/csv; charset=utf-8; header=present"
                                                : "text/html; charset=utf-8";
}

void lic_headers_set(const lic_exchange_t *x, int problem)
{
    apr_table_t *headers = x->r->headers_out;
    ap_set_content_type(x->r, type_of(x, problem));
    x->r->content_encoding = NULL; /* mod_mime goes by the path's ending */
    x->r->content_languages = NULL;
    if (x->route.form == LIC_HTML || problem)
        apr_table_setn(headers, "Content-Language", lic_text_language(lic_headers_locale(x)));
    apr_table_setn(headers, "Content-Security-Policy", POLICY);
    apr_table_setn(headers, "X-Content-Type-Options", "nosniff");
    apr_table_setn(headers, "Referrer-Policy", "same-origin");
    apr_table_setn(headers, "Cache-Control", "private, no-cache");
}

void lic_headers_fleeting(const lic_exchange_t *x)
{
    apr_table_setn(x->r->headers_out, "Cache-Control", "no-store");
    apr_table_unset(x->r->headers_out, "ETag");
}

void lic_headers_attachment(const lic_exchange_t *x, const char *suffix)
{
    const char *date = lic_date_format(lic_zone_date(x->account->zone, x->now), x->pool);
    apr_table_setn(x->r->headers_out, "Content-Disposition",
                   apr_psprintf(x->pool, "attachment; filename=\"%s-%s-%s.%s\"", x->account->key,
                                x->route.resource->name, date, suffix));
}

void lic_headers_next(const lic_exchange_t *x, const char *after)
{
    char *rest, *args = apr_pstrdup(x->pool, x->r->args ? x->r->args : "");
    const char *kept = "";
    for (char *arg = apr_strtok(args, "&", &rest); arg; arg = apr_strtok(NULL, "&", &rest))
        if (strncmp(arg, "after=", 6) && strncmp(arg, "done=", 5))
            kept = apr_pstrcat(x->pool, kept, arg, "&", NULL);
    apr_table_addn(
        x->r->headers_out, "Link",
        apr_psprintf(x->pool, "<%s%s?%safter=%s>; rel=\"next\"", x->config->base, x->route.page, kept, after));
}
