/* http/request/input.c  Reads the body of a request, brigade by brigade. */
#include "http/request/input.h"

#include <apr_strings.h>

#include <http_protocol.h>
#include <util_filter.h>

typedef struct lic_input_args_t {
    apr_off_t most, size;
    lic_input_fn *take;
    void *baton;
    int end; /* of the body has been reached */
} lic_input_args_t;

lic_error_t *lic_input_too_large(const lic_exchange_t *x, apr_off_t most)
{
    const char *bytes = apr_off_t_toa(x->pool, most);
    return lic_error_fact(
        lic_error_make(x->pool, LIC_TOO_LARGE, "too-large", "at most %s bytes can be sent here", bytes), "most", bytes);
}

static lic_error_t *read_some(lic_input_args_t *args, apr_bucket_brigade *bb, lic_exchange_t *x)
{
    apr_status_t rv = ap_get_brigade(x->r->input_filters, bb, AP_MODE_READBYTES, APR_BLOCK_READ, HUGE_STRING_LEN);
    if (rv) {
        int status = ap_map_http_request_error(rv, HTTP_BAD_REQUEST);
        if (status == HTTP_REQUEST_ENTITY_TOO_LARGE)
            return lic_input_too_large(x, args->most);
        if (status == AP_FILTER_ERROR)
            x->status = status; /* httpd has answered already */
        return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off or could not be read");
    }
    for (apr_bucket *b = APR_BRIGADE_FIRST(bb); b != APR_BRIGADE_SENTINEL(bb) && !args->end; b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t length;
        args->end = APR_BUCKET_IS_EOS(b);
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        if (apr_bucket_read(b, &data, &length, APR_BLOCK_READ))
            return lic_error_make(x->pool, LIC_INVALID, "body-broken", "what was sent broke off");
        if ((apr_off_t)length > args->most - args->size)
            return lic_input_too_large(x, args->most);
        args->size += (apr_off_t)length;
        LIC_TRY(args->take(args->baton, data, length));
    }
    return NULL;
}

lic_error_t *lic_input_read(lic_exchange_t *x, apr_off_t most, lic_input_fn *take, void *baton)
{
    const char *declared = apr_table_get(x->r->headers_in, "Content-Length");
    lic_input_args_t args = {.most = most, .take = take, .baton = baton};
    apr_off_t bytes;
    char *rest;
    if (declared && (apr_strtoff(&bytes, declared, &rest, 10) || *rest || bytes > most))
        return lic_input_too_large(x, most);
    apr_bucket_brigade *bb = apr_brigade_create(x->pool, x->r->connection->bucket_alloc);
    while (!args.end) {
        LIC_TRY(read_some(&args, bb, x));
        apr_brigade_cleanup(bb);
    }
    return NULL;
}
