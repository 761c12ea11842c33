/**
 * @file http/request/validators.h  ETag, and what conditions a request makes (interface.md, XML; RFC 9110, 13).
 */
#ifndef LIC_HTTP_VALIDATORS_H
#define LIC_HTTP_VALIDATORS_H

#include "http/request/exchange.h"

/**
 * "REVISION.DATE.DIGEST", strong: the account's revision, its local date, and a digest, which begins with the
 * database's epoch, of all that makes this representation differ from another at the same revision. salt: more of that
 * (the token's expiry).
 */
const char *lic_validators_etag(const lic_exchange_t *x, const lic_account_t *account, apr_int64_t salt);

/** The same of the request's headers If-None-Match and If-Match. */
void lic_validators_accept(const lic_exchange_t *x);

/** Sets the ETag; 0, or the status to answer with at once: 304, 412. */
int lic_validators_check(const lic_exchange_t *x, const char *etag);

/** Whether a strong tag may be of the database's epoch: revisions of before a restore come again. */
int lic_validators_is_of_epoch(const char *tag, const lic_account_t *account);

/** Entity tags without the "-gzip" or "-br" that mod_deflate, mod_brotli or a proxy has added. In p. */
const char *lic_validators_plain(const char *tags, apr_pool_t *p);

#endif
