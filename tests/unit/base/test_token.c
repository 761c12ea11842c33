#include "base/token.h"

#include <apr_general.h>
#include <apr_hash.h>
#include <apr_strings.h>

#include "vectors.h"

static apr_pool_t *pool;
static const lic_secret_t secret = {.current = "0123456789abcdef0123456789abcdef", .previous = NULL};
static const char *const fields[] = {"acme", "", "S\xc3\xb8ren"};
enum { FIELDS = 3, NOW = 1000, EXPIRES = 2000 };

static const char *signed_token(void)
{
    const char *token = lic_token_sign(&secret, "preview", EXPIRES, fields, FIELDS, pool);
    assert_non_null(token);
    return token;
}

static int accepts(const lic_secret_t *by, const char *purpose, const char *token, int n)
{
    const char *out[8];
    lic_error_t *err = lic_token_verify(out, n, by, purpose, token, NOW, pool);
    if (err) {
        assert_int_equal(err->code, LIC_INVALID);
        assert_string_equal(err->problem, "token-invalid");
    }
    return !err;
}

static void a_token_hands_back_its_fields(void **state)
{
    (void)state;
    const char *out[FIELDS];
    assert_null(lic_token_verify(out, FIELDS, &secret, "preview", signed_token(), NOW, pool));
    for (int i = 0; i < FIELDS; i++)
        assert_string_equal(out[i], fields[i]);
    const char *token = lic_token_sign(&secret, "form", EXPIRES, NULL, 0, pool);
    assert_null(lic_token_verify(NULL, 0, &secret, "form", token, NOW, pool));
    assert_int_equal(strspn(signed_token(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
                     strlen(signed_token()));
}

static void a_token_is_valid_before_its_expiry_only(void **state)
{
    (void)state;
    const char *out[FIELDS] = {NULL};
    assert_null(lic_token_verify(out, FIELDS, &secret, "preview", signed_token(), EXPIRES - 1, pool));
    out[0] = NULL;
    lic_error_t *err = lic_token_verify(out, FIELDS, &secret, "preview", signed_token(), EXPIRES, pool);
    assert_non_null(err);
    assert_int_equal(err->code, LIC_CONFLICT);
    assert_string_equal(err->problem, "token-expired");
    assert_string_equal(out[0], "acme");
}

static void changing_any_character_voids_a_token(void **state)
{
    (void)state;
    char *token = apr_pstrdup(pool, signed_token());
    size_t length = strlen(token);
    for (size_t i = 0; i < length; i++) {
        char kept = token[i];
        for (int c = 1; c < 256; c++) {
            token[i] = (char)c;
            if (c != (unsigned char)kept && accepts(&secret, "preview", token, FIELDS))
                fail_msg("accepted with character %zu as %d", i, c);
        }
        token[i] = kept;
    }
    assert_true(accepts(&secret, "preview", token, FIELDS));
}

static void cut_lengthened_and_padded_tokens_are_void(void **state)
{
    (void)state;
    const char *token = signed_token();
    for (size_t n = 0; n < strlen(token); n++)
        assert_false(accepts(&secret, "preview", apr_pstrndup(pool, token, n), FIELDS));
    static const char *const tails[] = {"A", "AA", "AAA", "=", "==", ".", ".A", " ", "\n"};
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        assert_false(accepts(&secret, "preview", apr_pstrcat(pool, token, tails[i], NULL), FIELDS));
        assert_false(accepts(&secret, "preview", apr_pstrcat(pool, tails[i], token, NULL), FIELDS));
    }
    assert_false(accepts(&secret, "preview", NULL, FIELDS));
    assert_false(accepts(&secret, "preview", "", FIELDS));
    assert_false(accepts(&secret, "preview", ".", FIELDS));
    char *huge = apr_palloc(pool, 20001);
    memset(huge, 'A', 20000);
    huge[20000] = '\0';
    assert_false(accepts(&secret, "preview", huge, FIELDS));
}

static void each_content_has_one_spelling(void **state)
{
    (void)state;
    static const char *const lengths[] = {"", "a", "ab", "abc"};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        const char *token = lic_token_sign(&secret, "form", EXPIRES, &lengths[i], 1, pool);
        const char *dot = strchr(token, '.');
        const char *payload = apr_pstrndup(pool, token, (apr_size_t)(dot - token));
        assert_true(accepts(&secret, "form", token, 1));
        assert_false(accepts(&secret, "form", apr_pstrcat(pool, payload, "A", dot, NULL), 1));
        assert_false(accepts(&secret, "form", apr_pstrcat(pool, payload, "AA", dot, NULL), 1));
        assert_false(accepts(&secret, "form", apr_pstrcat(pool, payload, "=", dot, NULL), 1));
    }
}

static void a_token_serves_one_purpose_and_one_form(void **state)
{
    (void)state;
    const char *token = signed_token();
    assert_false(accepts(&secret, "form", token, FIELDS));
    assert_false(accepts(&secret, "", token, FIELDS));
    assert_false(accepts(&secret, "preview", token, FIELDS - 1));
    assert_false(accepts(&secret, "preview", token, FIELDS + 1));
    static const char *const smuggled[] = {"a\x1f"
                                           "b"};
    assert_null(lic_token_sign(&secret, "preview", EXPIRES, smuggled, 1, pool));
}

static void the_previous_secret_still_verifies_and_no_other(void **state)
{
    (void)state;
    const char *token = signed_token();
    lic_secret_t changed = {.current = "ffffffffffffffffffffffffffffffff", .previous = secret.current};
    assert_true(accepts(&changed, "preview", token, FIELDS));
    assert_false(
        accepts(&secret, "preview", lic_token_sign(&changed, "preview", EXPIRES, fields, FIELDS, pool), FIELDS));
    changed.previous = NULL;
    assert_false(accepts(&changed, "preview", token, FIELDS));
}

static void a_short_secret_neither_signs_nor_verifies(void **state)
{
    (void)state;
    lic_secret_t empty = {.current = "", .previous = ""};
    lic_secret_t none = {.current = NULL, .previous = NULL};
    assert_null(lic_token_sign(&empty, "preview", EXPIRES, fields, FIELDS, pool));
    assert_null(lic_token_sign(&none, "preview", EXPIRES, fields, FIELDS, pool));
    /* what somebody who guesses that the secret is empty would send: HMAC-SHA256 with key "" over "form" US "2000" */
    assert_false(accepts(&empty, "form", "MjAwMA.BzRmqVy8oToGwI4RCwjR35Gxq7CL3LBIvnrV76_Y7Hg", 0));
}

static void signatures_are_hmac_sha256(void **state)
{
    (void)state;
    /* reckoned with Python's hmac module over "form" US "2000" US "a" */
    assert_string_equal(lic_token_sign(&secret, "form", EXPIRES, (const char *const[]){"a"}, 1, pool),
                        "MjAwMB9h.QEr0mhP8qS3akgbWrk1irE4r2yWxqad7w7F_7l4Fdw0");
    assert_string_equal(lic_token_digest("abc", 3, pool),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(lic_token_digest("", 0, pool),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void identifiers_do_not_repeat(void **state)
{
    (void)state;
    apr_hash_t *seen = apr_hash_make(pool);
    for (int i = 0; i < 1000; i++) {
        const char *id = lic_token_random(pool);
        assert_int_equal(strspn(id, "0123456789abcdef"), 32);
        assert_int_equal(strlen(id), 32);
        assert_null(apr_hash_get(seen, id, APR_HASH_KEY_STRING));
        apr_hash_set(seen, id, APR_HASH_KEY_STRING, id);
    }
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

/* Fields of a few letters, so that neighbours often hold the same text together, divided otherwise. */
static void only_the_same_fields_have_the_same_digest(void **state)
{
    enum { TUPLES = 20000, PARTS = 5 };
    static const char *const letters[] = {"", "a", "b", "\n", "aa", "a\n", "\x1f", "1", "1:a", "\n\n"};
    apr_hash_t *seen = apr_hash_make(pool);
    int distinct = 0;
    (void)state;
    srand(3);
    for (int i = 0; i < TUPLES; i++) {
        const char *tuple[PARTS], *spelt = "";
        const int n = 1 + rand() % PARTS;
        for (int k = 0; k < n; k++) {
            tuple[k] = letters[rand() % (int)(sizeof(letters) / sizeof(*letters))];
            spelt = apr_psprintf(pool, "%s(%d)%s", spelt, (int)strlen(tuple[k]), tuple[k]);
        }
        unsigned char *digest = apr_palloc(pool, LIC_TOKEN_DIGEST);
        lic_token_digest_fields(digest, tuple, n, pool);
        const char *other = apr_hash_get(seen, digest, LIC_TOKEN_DIGEST);
        if (other)
            assert_string_equal(other, spelt);
        distinct += !other;
        apr_hash_set(seen, digest, LIC_TOKEN_DIGEST, spelt);
    }
    assert_true(distinct > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_hands_back_its_fields),
        cmocka_unit_test(a_token_is_valid_before_its_expiry_only),
        cmocka_unit_test(changing_any_character_voids_a_token),
        cmocka_unit_test(cut_lengthened_and_padded_tokens_are_void),
        cmocka_unit_test(each_content_has_one_spelling),
        cmocka_unit_test(a_token_serves_one_purpose_and_one_form),
        cmocka_unit_test(the_previous_secret_still_verifies_and_no_other),
        cmocka_unit_test(a_short_secret_neither_signs_nor_verifies),
        cmocka_unit_test(signatures_are_hmac_sha256),
        cmocka_unit_test(identifiers_do_not_repeat),
        cmocka_unit_test(only_the_same_fields_have_the_same_digest),
    };
    return cmocka_run_group_tests_name("base/token", tests, setup, NULL);
}
