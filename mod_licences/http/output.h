/**
 * @file output.h  What is written goes into a brigade: a page whole, an export bit by bit.
 *
 * A page is passed on when it is complete, so that a failure while it is made can still become a problem page. An
 * export is passed on every 64 KiB; once something is out, a failure has to break the connection off visibly, as
 * everything else would look like a complete file.
 */
#ifndef LIC_HTTP_OUTPUT_H
#define LIC_HTTP_OUTPUT_H

#include <httpd.h>

#include "view/sheet.h"

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

/** Sends what is left, and the end. Returns what the handler answers to httpd. */
int lic_output_end(lic_output_t *output);

/** Gives up. Returns what the handler answers to httpd when something is out already; 0: nothing is, answer anew. */
int lic_output_break(lic_output_t *output);

#endif
