/**
 * @file http/request/headers.h  Headers of every answer: type, language, caching, and what browsers must not do with
 * it.
 */
#ifndef LIC_HTTP_HEADERS_H
#define LIC_HTTP_HEADERS_H

#include "http/request/exchange.h"

/** Type by the route's form; problem: application/problem+xml instead of application/xml. */
void lic_headers_set(const lic_exchange_t *x, int problem);

/** What browsers must not do with any answer: guess its type, say elsewhere where they come from, run others' scripts,
 * frame it. */
void lic_headers_guard(apr_table_t *headers, const lic_dir_config_t *config, apr_pool_t *p);

/**
 * Forbids browsers to keep pages and CSV that name people, as the browser's next user could find them in its cache.
 * They have an ETag all the same, for programs that keep answers themselves. XML, which programs read, may be kept.
 */
void lic_headers_personal(const lic_exchange_t *x);

/** Of a page that was packed before: as the filter that packed it left them. */
void lic_headers_packed(const lic_exchange_t *x, const char *encoding, const char *etag);

/** Forbids to keep the answer, and drops its ETag. */
void lic_headers_fleeting(const lic_exchange_t *x);

/** Licences-Revision: of the account that is answered for; a following If-Match may say it, in quotes. */
void lic_headers_revision(const lic_exchange_t *x, apr_int64_t revision);

/** A name for the file that a browser saves an export under: "acme-log-2026-11-24.csv". */
void lic_headers_attachment(const lic_exchange_t *x, const char *suffix);

/**
 * An address below the Location as Location, Link and the like have it (RFC 3986): the path as it is decoded, and args
 * (may be NULL) as a query is encoded, where what can't stand in one is escaped.
 */
const char *lic_headers_address(const lic_exchange_t *x, const char *path, const char *args);

/** Link: rel="next" (RFC 8288): the same list after the row `after`. */
void lic_headers_next(const lic_exchange_t *x, const char *after);

/** The language that the answer is in: the user's, else what the browser asks for. */
const char *lic_headers_locale(const lic_exchange_t *x);

#endif
