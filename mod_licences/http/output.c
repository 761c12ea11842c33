#include "output.h"

#include <http_protocol.h>
#include <util_filter.h>

#define PORTION (64 * 1024)

/* Passes on what waits, and empties the brigade. */
static apr_status_t pass(lic_output_t *output)
{
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

/* The first rows at once, later ones in portions: each flush costs the filters some work. */
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

int lic_output_end(lic_output_t *output)
{
    if (!output->sent)
        ap_set_content_length(output->r, (apr_off_t)output->waiting);
    APR_BRIGADE_INSERT_TAIL(output->bb, apr_bucket_eos_create(output->bb->bucket_alloc));
    return pass(output) ? AP_FILTER_ERROR : OK;
}

int lic_output_break(lic_output_t *output)
{
    apr_brigade_cleanup(output->bb);
    if (!output->sent)
        return 0;
    output->r->connection->keepalive = AP_CONN_CLOSE;
    return AP_FILTER_ERROR;
}
