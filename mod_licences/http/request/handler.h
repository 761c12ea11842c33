/**
 * @file http/request/handler.h  How a request is answered, from its first check to its last byte.
 */
#ifndef LIC_HTTP_HANDLER_H
#define LIC_HTTP_HANDLER_H

#include <httpd.h>

/**
 * Hook handler: exchange → gate → route → access → guard; then GET's, POST's or PUT's way. Every error leaves by
 * problem.c.
 */
int lic_request_handle(request_rec *r);

#endif
