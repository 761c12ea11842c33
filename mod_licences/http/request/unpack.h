/**
 * @file http/request/unpack.h  Unpacks a body that comes with Content-Encoding: gzip (RFC 1952), piece by piece.
 */
#ifndef LIC_HTTP_UNPACK_H
#define LIC_HTTP_UNPACK_H

#include "http/request/input.h"

typedef struct lic_unpack_t lic_unpack_t;

/**
 * What is unpacked goes to take, at most 16 KB at once, so that take can end it: a little that is packed may unpack to
 * a thousand times as much. Lives in p. LIC_UNAVAILABLE "body-broken".
 */
lic_error_t *lic_unpack_make(lic_unpack_t **unpack, lic_input_fn *take, void *baton, apr_pool_t *p);

/** Unpacks the next bytes. LIC_INVALID "body-broken" where they are no gzip; what take returns. */
lic_error_t *lic_unpack_take(lic_unpack_t *unpack, const char *data, apr_size_t length);

/** After the last bytes. LIC_INVALID "body-broken" if more should have come. */
lic_error_t *lic_unpack_end(lic_unpack_t *unpack);

#endif
