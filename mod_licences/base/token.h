/**
 * @file base/token.h  Random identifiers, and tokens that are signed and expire (HMAC-SHA256, RFC 2104).
 *
 * A token is base64url(payload) "." base64url(mac); the payload is fields joined by US (0x1f): expiry, then the
 * caller's. Nothing in it is secret. Secrets are hex strings from the settings table; the previous one still verifies.
 */
#ifndef LIC_BASE_TOKEN_H
#define LIC_BASE_TOKEN_H

#include "base/error.h"
#include <apr_time.h>

/** Secrets under 32 bytes neither sign nor verify, so that an empty setting never lets a token through. */
typedef struct lic_secret_t {
    const char *current;  /**< at least 32 bytes of text */
    const char *previous; /**< NULL if there is none */
} lic_secret_t;

/** 128 random bits as 32 hex digits, in p. Ends the process where the system gives no randomness. */
const char *lic_token_random(apr_pool_t *p);

/** A new secret, in p. */
const char *lic_token_secret(apr_pool_t *p);

/** SHA-256 of text as 64 hex digits, in p. */
const char *lic_token_digest(const char *text, apr_size_t length, apr_pool_t *p);

#define LIC_TOKEN_DIGEST 32 /**< bytes of SHA-256 */

/** SHA-256 of n fields (none NULL), each with its length before it: others, or the same divided otherwise, have
 * another. */
void lic_token_digest_fields(unsigned char digest[LIC_TOKEN_DIGEST], const char *const *fields, int n, apr_pool_t *p);

/** SHA-256 of what comes piece by piece; made in p, at an end with lic_digest_end. */
typedef struct lic_digest_t lic_digest_t;
lic_digest_t *lic_digest_make(apr_pool_t *p);
void lic_digest_add(lic_digest_t *digest, const char *data, apr_size_t length);
const char *lic_digest_end(lic_digest_t *digest);

/**
 * Signs n fields until expires. purpose separates kinds of token ("form", "preview"). NULL if the secret is too short,
 * a field holds US, or the token would be longer than 8192 bytes.
 */
const char *lic_token_sign(const lic_secret_t *secret, const char *purpose, apr_time_t expires,
                           const char *const *fields, int n, apr_pool_t *p);

/**
 * Verifies in constant time and hands back the n fields. LIC_INVALID "token-invalid" (forged, cut, other purpose, other
 * count) or LIC_CONFLICT "token-expired" (authentic, but at or past its expiry; fields are set nevertheless).
 */
lic_error_t *lic_token_verify(const char **fields, int n, const lic_secret_t *secret, const char *purpose,
                              const char *token, apr_time_t now, apr_pool_t *p);

#endif
