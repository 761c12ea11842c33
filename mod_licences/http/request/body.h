/**
 * @file http/request/body.h  A body of XML, spooled to a file that nobody else can open, before anything is read of it.
 */
#ifndef LIC_HTTP_BODY_H
#define LIC_HTTP_BODY_H

#include <apr_file_io.h>

#include "http/request/exchange.h"
#include "view/io/reader.h"

#define LIC_BODY_SMALL (64 * 1024)
#define LIC_BODY_LARGE (40 * 1024 * 1024) /**< some 150,000 employees as GET hands them out */

/** Makes a file and removes its name at once, so that it vanishes when it is closed. LIC_UNAVAILABLE "body-broken". */
lic_error_t *lic_body_open(apr_file_t **file, const lic_exchange_t *x);

typedef struct lic_body_t {
    apr_file_t *file;
    apr_off_t size;      /**< unpacked */
    const char *charset; /**< as Content-Type says; NULL: it doesn't */
    const char *digest;  /**< SHA-256 of its bytes, in hex */
} lic_body_t;

/** Hook child_init: finds the directory for such files. */
void lic_body_start(apr_pool_t *pchild, server_rec *s);

/**
 * LIC_INVALID "content-type" (415) unless the body is XML (application/xml, text/xml, application/…+xml: RFC 7303) in a
 * charset that is known, if one is said, and packed with nothing but gzip. What could be sent is said in the header
 * Accept-Encoding (RFC 9110, 15.5.16).
 */
lic_error_t *lic_body_check_type(const lic_exchange_t *x);

/**
 * Reads the body, whatever its framing, and unpacks it. LIC_TOO_LARGE "too-large" (fact most) beyond most bytes, packed
 * or unpacked; LIC_INVALID "body-broken".
 */
lic_error_t *lic_body_spool(lic_body_t *body, lic_exchange_t *x, apr_off_t most);

/** The same of a text that came in another way, in UTF-8. LIC_UNAVAILABLE "body-broken". */
lic_error_t *lic_body_take(lic_body_t *body, lic_exchange_t *x, const char *text);

/** A reader of the body from its beginning, in p; one at a time. schema NULL: don't validate. */
lic_error_t *lic_body_read(lic_reader_t **reader, lic_body_t *body, const lic_xsd_t *schema, apr_pool_t *p);

#endif
