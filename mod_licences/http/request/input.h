/**
 * @file http/request/input.h  Reads the body of a request from httpd's filters, with a limit of its size.
 */
#ifndef LIC_HTTP_INPUT_H
#define LIC_HTTP_INPUT_H

#include "http/request/exchange.h"

/** Takes the next bytes of the body; an error ends the reading. */
typedef lic_error_t *lic_input_fn(void *baton, const char *data, apr_size_t length);

/** LIC_TOO_LARGE "too-large" (fact most): more than `most` bytes. */
lic_error_t *lic_input_too_large(const lic_exchange_t *x, apr_off_t most);

/**
 * Passes the whole body to take, whatever its framing, and never more than `most` bytes. LIC_TOO_LARGE "too-large"
 * (fact most) beyond them, at once where Content-Length says so; LIC_INVALID "body-broken"; what take returns.
 */
lic_error_t *lic_input_read(lic_exchange_t *x, apr_off_t most, lic_input_fn *take, void *baton);

#endif
