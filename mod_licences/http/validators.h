/**
 * @file validators.h  ETag, and what conditions a request makes (interface.md, XML; RFC 9110, 13).
 */
#ifndef LIC_HTTP_VALIDATORS_H
#define LIC_HTTP_VALIDATORS_H

#include "exchange.h"

/**
 * "REVISION.DATE.DIGEST", strong: the account's revision, its local date, and a digest of all that makes this
 * representation differ from another at the same revision. salt: more of that (the token's expiry).
 */
const char *lic_validators_etag(const lic_exchange_t *x, const lic_account_t *account, apr_int64_t salt);

/** Sets the ETag; 0, or the status to answer with at once: 304, 412. */
int lic_validators_check(const lic_exchange_t *x, const char *etag);

/** A list of entity tags as a proxy may have altered it: "x-gzip" and "x-br" are "x" again. In p. */
const char *lic_validators_plain(const char *tags, apr_pool_t *p);

#endif
