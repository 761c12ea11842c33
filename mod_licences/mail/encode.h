/**
 * @file mail/encode.h  Text in mail's 7 bits: quoted-printable bodies, encoded words in headers. For message.c.
 */
#ifndef LIC_MAIL_ENCODE_H
#define LIC_MAIL_ENCODE_H

#include <apr_pools.h>

/** RFC 2045, 6.7: lines of at most 76 characters that end in CRLF; LF and CRLF in text are line ends. */
const char *lic_encode_body(const char *text, apr_pool_t *p);

/**
 * A header's text after used characters of its line: as it is when it is printable ASCII and can't be taken for an
 * encoded word; else in encoded words (RFC 2047, 2: at most 75 characters each, whole characters in each, one a line).
 * Long ASCII is folded at blanks. Only for text without control characters.
 */
const char *lic_encode_header(const char *text, apr_size_t used, apr_pool_t *p);

/** A display name before an address: an atom or quoted string where ASCII will do, else encoded words. */
const char *lic_encode_name(const char *name, apr_size_t used, apr_pool_t *p);

#endif
