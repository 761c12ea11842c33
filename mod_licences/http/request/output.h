/**
 * @file http/request/output.h  Sends what is written: a page as a whole, an export in portions.
 *
 * A page is sent when it is complete, so that a failure before that can still become a problem page. An export is sent
 * every 64 KiB. If it fails after something was sent, the connection is broken off, so that the client sees that the
 * file isn't complete.
 */
#ifndef LIC_HTTP_OUTPUT_H
#define LIC_HTTP_OUTPUT_H

#include <httpd.h>

#include "view/render/sheet.h"

typedef struct lic_output_t {
    lic_out_t out; /**< what view writes to */
    request_rec *r;
    apr_bucket_brigade *bb;
    apr_size_t waiting;  /**< bytes in bb */
    int streams;         /**< an export */
    int sent;            /**< something has gone to the network */
    apr_status_t failed; /**< the client went away */
} lic_output_t;

void lic_output_start(lic_output_t *output, request_rec *r, int streams);

/** Takes bytes that live as long as the request, without copying them. */
void lic_output_take(lic_output_t *output, const char *data, apr_size_t length);

/** Sends what is left, and the end. Returns what the handler answers to httpd. */
int lic_output_end(lic_output_t *output);

/** Gives up. Returns what the handler answers to httpd when something is out already; 0: nothing is, answer anew. */
int lic_output_break(lic_output_t *output);

#endif
