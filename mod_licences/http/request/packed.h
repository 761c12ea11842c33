/**
 * @file http/request/packed.h  Pages as mod_deflate or mod_brotli has packed them, kept beside the plain ones.
 *
 * Nothing is packed here. A filter behind theirs takes what they made of a page, with the headers that they set, and
 * the next one who asks alike is sent that; they leave alone what has a Content-Encoding. This is done only where no
 * other filter comes before that one: what another makes of a page may be meant for one request.
 */
#ifndef LIC_HTTP_PACKED_H
#define LIC_HTTP_PACKED_H

#include <httpd.h>

/** All that decides how this answer is packed, as text for its key; NULL: nothing packs it, or others change it, too.
 */
const char *lic_packed_how(request_rec *r);

/** Takes what an answer was packed to, with its ETag and Content-Encoding; body lives as long as the request. */
typedef void lic_packed_fn(void *baton, const char *etag, const char *encoding, const char *body, apr_size_t length);

/** Calls taken with what the answer that is about to be sent is packed to, if it is and is a 200 with an ETag. */
void lic_packed_take(request_rec *r, lic_packed_fn *taken, void *baton);

void lic_packed_register(void);

#endif
