/**
 * @file body.h  A body of XML, spooled to a file that nobody else can open, before anything is read of it.
 */
#ifndef LIC_HTTP_BODY_H
#define LIC_HTTP_BODY_H

#include <apr_file_io.h>

#include "exchange.h"
#include "view/reader.h"

#define LIC_BODY_SMALL (64 * 1024)
#define LIC_BODY_LARGE (40 * 1024 * 1024) /**< some 150,000 employees as GET hands them out */

typedef struct lic_body_t {
    apr_file_t *file;
    apr_off_t size;
    const char *digest; /**< SHA-256 of its bytes, in hex */
} lic_body_t;

/** child_init: finds where this child may keep what is sent. */
void lic_body_start(apr_pool_t *pchild, server_rec *s);

/** LIC_INVALID "content-type" (415) unless the body is XML, in UTF-8 if that is said, and not compressed. */
lic_error_t *lic_body_check_type(const lic_exchange_t *x);

/** Reads the body, whatever its framing. LIC_TOO_LARGE "too-large" (fact most) beyond most bytes; LIC_INVALID
 * "body-broken". */
lic_error_t *lic_body_spool(lic_body_t *body, lic_exchange_t *x, apr_off_t most);

/** A reader of it from its beginning, in p; one at a time. schema NULL: it has been checked. */
lic_error_t *lic_body_read(lic_reader_t **reader, lic_body_t *body, const lic_xsd_t *schema, apr_pool_t *p);

#endif
