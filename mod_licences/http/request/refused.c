/* http/request/refused.c  Problem documents in place of httpd's own error pages. */
#include "http/request/refused.h"

#include <apr_strings.h>

#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <util_filter.h>

#include "http/request/exchange.h"
#include "http/request/headers.h"
#include "http/request/problem.h"
#include "http/request/respond.h"
#include "http/request/route.h"

#define FILTER "LICENCES_REFUSED"

static const struct {
    int status;
    const char *problem, *detail;
} known[] = {
    {HTTP_UNAUTHORIZED, "login-missing", "nobody is logged in: send a log-in as WWW-Authenticate says"},
    {HTTP_METHOD_NOT_ALLOWED, "method-not-allowed", "this method cannot be used here"},
    {HTTP_REQUEST_ENTITY_TOO_LARGE, "too-large", "the server takes no body as large as this"},
};

/* As a request that is ours, up to where it was refused; NULL: it isn't ours, or no program's. */
static lic_exchange_t *asked_by_program(request_rec *r)
{
    const lic_dir_config_t *config = lic_config_of(r);
    if (!config->base || config->metrics == LIC_METRICS_ON)
        return NULL;
    lic_exchange_t *x = lic_exchange_make(r);
    lic_route_start(x);
    return x->route.form == LIC_XML ? x : NULL;
}

static lic_error_t *make_problem(const lic_exchange_t *x)
{
    for (apr_size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (known[i].status == x->r->status)
            return lic_error_make(x->pool, LIC_INVALID, known[i].problem, "%s", known[i].detail);
    return lic_error_make(x->pool, LIC_INVALID, "refused-by-server",
                          "the server itself answers so, before the licences are asked");
}

static apr_status_t append(void *baton, const char *data, apr_size_t length)
{
    return apr_brigade_write(baton, NULL, NULL, data, length);
}

static lic_error_t *write_document(apr_bucket_brigade *bb, const lic_exchange_t *x)
{
    xmlDoc *doc;
    lic_out_t out = {.write = append, .baton = bb};
    LIC_TRY(lic_respond_problem_tree(&doc, x, make_problem(x), x->r->status, 1));
    return lic_tree_write(&out, doc, x->pool);
}

/* httpd's page ends in EOS: only then is it replaced, whole. */
static apr_status_t replace(ap_filter_t *f, apr_bucket_brigade *bb)
{
    const lic_exchange_t *x = f->ctx;
    const int ends = !APR_BRIGADE_EMPTY(bb) && APR_BUCKET_IS_EOS(APR_BRIGADE_LAST(bb));
    apr_off_t length;
    if (!x) /* some directive has put it here */
        return ap_pass_brigade(f->next, bb);
    apr_brigade_cleanup(bb);
    if (!ends)
        return APR_SUCCESS;
    if (!write_document(bb, x) && !apr_brigade_length(bb, 1, &length)) {
        lic_headers_set(x, 1);
        lic_headers_fleeting(x);
        lic_problem_retry(x, x->r->status);
        ap_set_content_length(x->r, length);
    }
    if (x->r->header_only)
        apr_brigade_cleanup(bb);
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(bb->bucket_alloc));
    ap_remove_output_filter(f);
    return ap_pass_brigade(f->next, bb);
}

int lic_refused_claim(request_rec *r)
{
    if (ap_is_initial_req(r) && asked_by_program(r)) {
        ap_custom_response(r, HTTP_UNAUTHORIZED, "\"");
        ap_custom_response(r, HTTP_FORBIDDEN, "\"");
    }
    return DECLINED;
}

void lic_refused_replace(request_rec *r)
{
    const lic_dir_config_t *config = lic_config_of(r);
    lic_exchange_t *x = ap_is_HTTP_ERROR(r->status) ? asked_by_program(r) : NULL;
    if (x)
        ap_add_output_filter(FILTER, x, r, r->connection);
    else if (config->base)
        lic_headers_guard(r->err_headers_out, config, r->pool);
}

void lic_refused_register(void)
{
    ap_register_output_filter(FILTER, replace, NULL, AP_FTYPE_RESOURCE);
}
