/**
 * @file store/request.h  Stored answers: a key (preview token or Idempotency-Key), what was asked, what was answered.
 */
#ifndef LIC_STORE_REQUEST_H
#define LIC_STORE_REQUEST_H

#include "store/db.h"

#define LIC_REQUEST_KEPT (apr_time_from_sec(48 * 3600))

/**
 * *answer NULL if the key is new; LIC_REFUSED "key-reused" when it was stored with another digest of the content.
 * *oldest: when the oldest of the account's answers was stored; 0: there is none.
 */
lic_error_t *lic_request_find(const char **answer, apr_time_t *oldest, lic_db_t *db, apr_int64_t account,
                              const char *key, const char *digest, apr_pool_t *p);
lic_error_t *lic_request_store(lic_db_t *db, apr_int64_t account, const char *key, const char *digest,
                               const char *answer, apr_time_t now, apr_pool_t *p);
/** Deletes answers older than 48 h, at most 1,000. */
lic_error_t *lic_request_forget(lic_db_t *db, apr_int64_t account, apr_time_t now, apr_pool_t *p);

#endif
