/* base/token.c  Random identifiers, and tokens that are signed and expire (HMAC-SHA256, RFC 2104). */
#include "base/token.h"

#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/text.h"

enum { MAC_SIZE = 32, MIN_SECRET = 32, MAX_TOKEN = 8192 };
static const char separator = 0x1f;

static const char *hex(const unsigned char *bytes, apr_size_t n, apr_pool_t *p)
{
    static const char digits[] = "0123456789abcdef";
    char *text = apr_palloc(p, 2 * n + 1);
    for (apr_size_t i = 0; i < n; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * n] = '\0';
    return text;
}

const char *lic_token_random(apr_pool_t *p)
{
    unsigned char bytes[16];
    if (apr_generate_random_bytes(bytes, sizeof(bytes)) && RAND_bytes(bytes, sizeof(bytes)) != 1)
        abort(); /* an identifier that could be guessed is worse than a process less */
    return hex(bytes, sizeof(bytes), p);
}

const char *lic_token_secret(apr_pool_t *p)
{
    return apr_pstrcat(p, lic_token_random(p), lic_token_random(p), NULL);
}

const char *lic_token_digest(const char *text, apr_size_t length, apr_pool_t *p)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(text, length, digest, &size, EVP_sha256(), NULL) != 1)
        abort(); /* libcrypto without SHA-256: nothing here could be trusted */
    return hex(digest, size, p);
}

void lic_token_digest_fields(unsigned char digest[LIC_TOKEN_DIGEST], const char *const *fields, int n, apr_pool_t *p)
{
    apr_size_t size = 0;
    for (int i = 0; i < n; i++)
        size += sizeof(apr_uint64_t) + strlen(fields[i]);
    char *text = apr_palloc(p, size + 1), *to = text;
    for (int i = 0; i < n; i++) {
        const apr_uint64_t length = strlen(fields[i]);
        memcpy(to, &length, sizeof(length));
        memcpy(to + sizeof(length), fields[i], (apr_size_t)length);
        to += sizeof(length) + length;
    }
    unsigned int written = 0;
    if (EVP_Digest(text, size, digest, &written, EVP_sha256(), NULL) != 1)
        abort(); /* as above */
}

struct lic_digest_t {
    EVP_MD_CTX *context;
    apr_pool_t *pool;
};

static apr_status_t digest_free(void *data)
{
    EVP_MD_CTX_free(((lic_digest_t *)data)->context);
    return APR_SUCCESS;
}

lic_digest_t *lic_digest_make(apr_pool_t *p)
{
    lic_digest_t *digest = apr_pcalloc(p, sizeof(*digest));
    digest->pool = p;
    digest->context = EVP_MD_CTX_new();
    apr_pool_cleanup_register(p, digest, digest_free, apr_pool_cleanup_null);
    if (!digest->context || EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1)
        abort();
    return digest;
}

void lic_digest_add(lic_digest_t *digest, const char *data, apr_size_t length)
{
    if (EVP_DigestUpdate(digest->context, data, length) != 1)
        abort();
}

const char *lic_digest_end(lic_digest_t *digest)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(digest->context, bytes, &size) != 1)
        abort();
    return hex(bytes, size, digest->pool);
}

/* RFC 4648, 5, without padding */
static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static const char *encode(const unsigned char *bytes, apr_size_t n, apr_pool_t *p)
{
    char *text = apr_palloc(p, n / 3 * 4 + 5), *to = text;
    unsigned int held = 0;
    int bits = 0;
    for (apr_size_t i = 0; i < n; i++) {
        held = (held << 8 | bytes[i]) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6)
            *to++ = base64url[held >> (bits - 6) & 63];
    }
    if (bits)
        *to++ = base64url[held << (6 - bits) & 63];
    *to = '\0';
    return text;
}

/* NULL if it isn't what encode would write for some bytes: each content has one spelling. A NUL follows the bytes. */
static unsigned char *decode(apr_size_t *size, const char *text, apr_size_t n, apr_pool_t *p)
{
    unsigned char *bytes = apr_palloc(p, n + 1);
    unsigned int held = 0;
    int bits = 0;
    *size = 0;
    for (apr_size_t i = 0; i < n; i++) {
        const char *digit = text[i] ? strchr(base64url, text[i]) : NULL;
        if (!digit)
            return NULL;
        held = (held << 6 | (unsigned int)(digit - base64url)) & 0xFFFF;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[(*size)++] = (unsigned char)(held >> bits & 0xFF);
        }
    }
    if (bits == 6 || (held & ((1u << bits) - 1)))
        return NULL;
    bytes[*size] = '\0';
    return bytes;
}

/* The purpose is under the signature, so a token of one kind is none of another. */
static int sign(unsigned char mac[MAC_SIZE], const char *secret, const char *purpose, const char *payload,
                apr_size_t length, apr_pool_t *p)
{
    if (!secret || strlen(secret) < MIN_SECRET)
        return 0;
    apr_size_t prefix = strlen(purpose) + 1;
    unsigned char *message = apr_palloc(p, prefix + length);
    memcpy(message, purpose, prefix - 1);
    message[prefix - 1] = (unsigned char)separator;
    memcpy(message + prefix, payload, length);
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!HMAC(EVP_sha256(), secret, (int)strlen(secret), message, prefix + length, out, &size) || size != MAC_SIZE)
        return 0;
    memcpy(mac, out, MAC_SIZE);
    return 1;
}

const char *lic_token_sign(const lic_secret_t *secret, const char *purpose, apr_time_t expires,
                           const char *const *fields, int n, apr_pool_t *p)
{
    const char *payload = lic_text_printf(p, "%lld", (long long)expires);
    for (int i = 0; i < n; i++) {
        if (strchr(fields[i], separator))
            return NULL;
        payload = apr_pstrcat(p, payload, "\x1f", fields[i], NULL);
    }
    unsigned char mac[MAC_SIZE];
    if (!sign(mac, secret->current, purpose, payload, strlen(payload), p))
        return NULL;
    const char *token =
        apr_pstrcat(p, encode((const unsigned char *)payload, strlen(payload), p), ".", encode(mac, MAC_SIZE, p), NULL);
    return strlen(token) <= MAX_TOKEN ? token : NULL;
}

/* The payload if the token is authentic, else NULL. */
static char *authentic(const lic_secret_t *secret, const char *purpose, const char *token, apr_pool_t *p)
{
    const char *dot = token && strlen(token) <= MAX_TOKEN ? strchr(token, '.') : NULL;
    if (!dot)
        return NULL;
    apr_size_t length, mac_size;
    unsigned char *payload = decode(&length, token, (apr_size_t)(dot - token), p);
    const unsigned char *mac = decode(&mac_size, dot + 1, strlen(dot + 1), p);
    if (!payload || !mac || mac_size != MAC_SIZE)
        return NULL;
    const char *const secrets[] = {secret->current, secret->previous};
    for (int i = 0; i < 2; i++) {
        unsigned char expected[MAC_SIZE];
        if (sign(expected, secrets[i], purpose, (const char *)payload, length, p) &&
            !CRYPTO_memcmp(expected, mac, MAC_SIZE))
            return (char *)payload;
    }
    return NULL;
}

lic_error_t *lic_token_verify(const char **fields, int n, const lic_secret_t *secret, const char *purpose,
                              const char *token, apr_time_t now, apr_pool_t *p)
{
    char *payload = authentic(secret, purpose, token, p);
    int separators = 0;
    for (const char *at = payload; at && *at; at++)
        separators += *at == separator;
    if (!payload || separators != n)
        return lic_error_make(p, LIC_INVALID, "token-invalid", "the form's token is not one of ours");
    apr_time_t expires = apr_atoi64(payload);
    for (int i = 0; i < n; i++) {
        payload = strchr(payload, separator);
        *payload++ = '\0';
        fields[i] = payload;
    }
    if (now >= expires)
        return lic_error_make(p, LIC_CONFLICT, "token-expired", "the form was opened too long ago; open it again");
    return NULL;
}
