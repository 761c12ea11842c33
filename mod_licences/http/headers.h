/**
 * @file headers.h  Headers of every answer: type, language, caching, and what browsers must not do with it.
 */
#ifndef LIC_HTTP_HEADERS_H
#define LIC_HTTP_HEADERS_H

#include "exchange.h"

/** Type by the route's form; problem: application/problem+xml instead of application/xml. */
void lic_headers_set(const lic_exchange_t *x, int problem);

/** Nobody may keep it; drops an ETag. */
void lic_headers_fleeting(const lic_exchange_t *x);

/** A name for the file that a browser saves an export under: "acme-log-2026-11-24.csv". */
void lic_headers_attachment(const lic_exchange_t *x, const char *suffix);

/** Link: rel="next" (RFC 8288): the same list, after a row. */
void lic_headers_next(const lic_exchange_t *x, const char *after);

/** The language that the answer is in: the account's locale, else what the browser asks for. */
const char *lic_headers_locale(const lic_exchange_t *x);

#endif
