/* Tokens: what was signed is verified; nothing else is, down to the last bit. */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/token.h"

#define NOW 1000

static const lic_secret_t ours = {"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"};
static const lic_secret_t earlier = {"fedcba9876543210fedcba9876543210", NULL};
static const lic_secret_t others = {"0123456789abcdef0123456789abcdee", ""};

static lic_error_t *verify(const char **fields, const lic_secret_t *secret, const char *purpose, const char *token,
                           apr_pool_t *p)
{
    return lic_token_verify(fields, 2, secret, purpose, token, NOW, p);
}

/* Whoever hasn't the secret can have a token only from us, as corpus/token/ does. Those below are for another purpose,
 * as libFuzzer learns from what is compared. */
static void take_any(const char *token, apr_pool_t *p)
{
    static const char *const known[] = {"anna", "42"};
    const char *fields[2];
    if (!verify(fields, &ours, "known", token, p))
        HOLDS(!strcmp(token, lic_token_sign(&ours, "known", NOW + 1, known, 2, p)));
    HOLDS(verify(fields, &others, "known", token, p) != NULL);
}

static void take_signed(const char *const given[2], const char *change, apr_pool_t *p)
{
    const char *fields[2] = {NULL, NULL};
    const char *token = lic_token_sign(&earlier, "form", NOW + 1, given, 2, p);
    const size_t payload = strlen("1001") + 1 + strlen(given[0]) + 1 + strlen(given[1]);
    HOLDS(!token == (strchr(given[0], 0x1f) || strchr(given[1], 0x1f) || (payload * 4 + 2) / 3 + 1 + 43 > 8192));
    if (!token)
        return;
    HOLDS(!verify(fields, &ours, "form", token, p));
    HOLDS(!strcmp(fields[0], given[0]) && !strcmp(fields[1], given[1]));
    HOLDS(verify(fields, &ours, "preview", token, p) != NULL);
    HOLDS(verify(fields, &others, "form", token, p) != NULL);
    HOLDS(lic_token_verify(fields, 1, &ours, "form", token, NOW, p) != NULL);
    HOLDS(!strcmp(lic_token_verify(fields, 2, &ours, "form", token, NOW + 1, p)->problem, "token-expired"));
    char *broken = apr_pstrdup(p, token);
    for (; change[0] && change[1]; change += 2)
        broken[(unsigned char)change[0] * 7u % strlen(token)] = change[1];
    HOLDS(!strcmp(broken, token) == !verify(fields, &ours, "form", broken, p));
    HOLDS(verify(fields, &ours, "form", apr_pstrcat(p, token, "A", NULL), p) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const char *text = fuzz_text(data, size, p);
    take_any(fuzz_line((const char *[]){text}, p), p);
    const char *const given[] = {fuzz_line(&text, p), fuzz_line(&text, p)};
    take_signed(given, text, p);
    return 0;
}
