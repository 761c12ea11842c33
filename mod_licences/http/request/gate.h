/**
 * @file http/request/gate.h  Lets only text in UTF-8 without control characters in, whatever the request asks for.
 *
 * Parts of a request are stored (the path of a refused attempt, an Idempotency-Key) or repeated in answers (an Origin,
 * a type); here they are checked first. Three things are checked elsewhere: forms when they are decoded
 * (base/fields.h), XML by its parser, and the log-in in access.c, which is used outside our own pages, too.
 */
#ifndef LIC_HTTP_GATE_H
#define LIC_HTTP_GATE_H

#include "http/request/exchange.h"

/**
 * Checks path, query (also its decoded names and values) and the headers that we read. Needs no database.
 * LIC_INVALID "text-malformed" (fact field: path, query or the header's name), and the errors of lic_form_query.
 */
lic_error_t *lic_gate_check(const lic_exchange_t *x);

/** LIC_INVALID "text-malformed" for a part of the request. */
lic_error_t *lic_gate_refusal(const char *part, apr_pool_t *p);

#endif
