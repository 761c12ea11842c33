/* http/request/output.c  Gathers what is written in a brigade, and passes it to httpd's filters. */
#include "http/request/output.h"

#include <http_protocol.h>
#include <util_filter.h>

#define PORTION (64 * 1024)

/* As an ErrorDocument of the portal's an answer has the status of the error that it is for. */
static void keep_status(request_rec *r)
{
    if (r->prev && ap_is_HTTP_ERROR(r->prev->status))
        r->status = r->prev->status;
}

/* Passes on what waits, and empties the brigade. */
static apr_status_t pass(lic_output_t *output)
{
    keep_status(output->r);
    output->sent = 1;
    output->waiting = 0;
    apr_status_t rv = ap_pass_brigade(output->r->output_filters, output->bb);
    apr_brigade_cleanup(output->bb);
    if (!rv && output->r->connection->aborted)
        rv = APR_ECONNABORTED;
    if (rv)
        output->failed = rv;
    return rv;
}

static apr_status_t write_bytes(void *baton, const char *data, apr_size_t length)
{
    lic_output_t *output = baton;
    if (output->failed)
        return output->failed;
    apr_status_t rv = apr_brigade_write(output->bb, NULL, NULL, data, length);
    if (rv)
        return output->failed = rv;
    output->waiting += length;
    return output->streams && output->waiting >= PORTION ? pass(output) : APR_SUCCESS;
}

/* Only the first rows of an export are sent at once; later ones wait for a full portion, as each flush costs time. */
static apr_status_t flush(void *baton)
{
    lic_output_t *output = baton;
    if (output->failed || output->sent || !output->streams)
        return output->failed;
    APR_BRIGADE_INSERT_TAIL(output->bb, apr_bucket_flush_create(output->bb->bucket_alloc));
    return pass(output);
}

void lic_output_start(lic_output_t *output, request_rec *r, int streams)
{
    memset(output, 0, sizeof(*output));
    output->out.write = write_bytes;
    output->out.baton = output;
    output->out.flush = flush;
    output->r = r;
    output->bb = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    output->streams = streams;
}

void lic_output_take(lic_output_t *output, const char *data, apr_size_t length)
{
    apr_bucket *bucket = apr_bucket_pool_create(data, length, output->r->pool, output->bb->bucket_alloc);
    APR_BRIGADE_INSERT_TAIL(output->bb, bucket);
    output->waiting += length;
}

int lic_output_end(lic_output_t *output)
{
    if (!output->sent)
        ap_set_content_length(output->r, (apr_off_t)output->waiting);
    APR_BRIGADE_INSERT_TAIL(output->bb, apr_bucket_eos_create(output->bb->bucket_alloc));
    apr_status_t rv = pass(output);
    if (!rv && output->streams) { /* all of it is written by this thread, which has the place for it (exports.h) */
        APR_BRIGADE_INSERT_TAIL(output->bb, apr_bucket_flush_create(output->bb->bucket_alloc));
        rv = pass(output);
    }
    return rv ? AP_FILTER_ERROR : OK;
}

int lic_output_break(lic_output_t *output)
{
    apr_brigade_cleanup(output->bb);
    if (!output->sent)
        return 0;
    output->r->connection->keepalive = AP_CONN_CLOSE;
    return AP_FILTER_ERROR;
}
