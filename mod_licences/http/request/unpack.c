/* http/request/unpack.c  Unpacks gzip with zlib, in pieces. */
#include "http/request/unpack.h"

#define ZLIB_CONST
#include <zlib.h>

#define PIECE     (16 * 1024)
#define GZIP_ONLY (16 + MAX_WBITS) /* zlib's way to say that */

struct lic_unpack_t {
    z_stream stream;
    lic_input_fn *take;
    void *baton;
    apr_pool_t *pool;
    int ended; /* a member of the file has; others may follow it */
};

static apr_status_t end_stream(void *data)
{
    lic_unpack_t *unpack = data;
    (void)inflateEnd(&unpack->stream);
    return APR_SUCCESS;
}

lic_error_t *lic_unpack_make(lic_unpack_t **out, lic_input_fn *take, void *baton, apr_pool_t *p)
{
    lic_unpack_t *unpack = apr_pcalloc(p, sizeof(*unpack));
    *unpack = (lic_unpack_t){.take = take, .baton = baton, .pool = p};
    if (inflateInit2(&unpack->stream, GZIP_ONLY) != Z_OK)
        return lic_error_make(p, LIC_UNAVAILABLE, "body-broken", "there is no memory to unpack what was sent");
    apr_pool_cleanup_register(p, unpack, end_stream, apr_pool_cleanup_null);
    *out = unpack;
    return NULL;
}

static lic_error_t *broken(const lic_unpack_t *unpack, const char *why)
{
    return lic_error_make(unpack->pool, LIC_INVALID, "body-broken",
                          "what was sent is not the gzip that Content-Encoding says: %s", why);
}

/* *more: there may be more to unpack of the same bytes. */
static lic_error_t *unpack_piece(int *more, lic_unpack_t *unpack)
{
    char piece[PIECE];
    z_stream *stream = &unpack->stream;
    if (unpack->ended)
        (void)inflateReset(stream);
    stream->next_out = (Bytef *)piece;
    stream->avail_out = sizeof(piece);
    const int status = inflate(stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) /* the last: nothing to do just now */
        return broken(unpack, stream->msg ? stream->msg : "it can't be unpacked");
    unpack->ended = status == Z_STREAM_END;
    *more = stream->avail_in || (!stream->avail_out && !unpack->ended);
    return unpack->take(unpack->baton, piece, sizeof(piece) - stream->avail_out);
}

lic_error_t *lic_unpack_take(lic_unpack_t *unpack, const char *data, apr_size_t length)
{
    int more = length > 0;
    unpack->stream.next_in = (const Bytef *)data;
    unpack->stream.avail_in = (uInt)length;
    while (more)
        LIC_TRY(unpack_piece(&more, unpack));
    return NULL;
}

lic_error_t *lic_unpack_end(lic_unpack_t *unpack)
{
    return unpack->ended ? NULL : broken(unpack, "it ends too soon");
}
