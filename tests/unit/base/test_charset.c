/* test_charset.c  What a file is in, and that it is read as UTF-8 however its bytes come. */
#include "base/charset.h"

#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "vectors.h"

static apr_pool_t *pool;

typedef struct source_t {
    const char *bytes;
    apr_size_t length, at, step;
} source_t;

static apr_status_t read_some(void *baton, char *buffer, apr_size_t *length)
{
    source_t *source = baton;
    const apr_size_t left = source->length - source->at;
    if (!left)
        return APR_EOF;
    if (*length > source->step)
        *length = source->step;
    if (*length > left)
        *length = left;
    memcpy(buffer, source->bytes + source->at, *length);
    source->at += *length;
    return APR_SUCCESS;
}

static const char *detected(const char *bytes, apr_size_t length)
{
    source_t source = {bytes, length, 0, 3};
    lic_charset_t charset;
    lic_error_t *err = lic_charset_detect(&charset, read_some, &source, pool);
    return err ? err->message : lic_word_of(lic_charset_words, (int)charset);
}

static const char *decoded(lic_charset_t charset, const char *bytes, apr_size_t length, apr_size_t step,
                           apr_size_t room)
{
    source_t source = {bytes, length, 0, step};
    lic_decoder_t *decoder;
    const char *text = "";
    char buffer[64];
    assert_null(lic_decoder_make(&decoder, charset, read_some, &source, pool));
    for (;;) {
        apr_size_t n = room;
        const apr_status_t status = lic_decoder_read(decoder, buffer, &n);
        if (status)
            return status == APR_EOF ? text : apr_pstrcat(pool, text, "!", NULL);
        text = apr_pstrcat(pool, text, apr_pstrmemdup(pool, buffer, n), NULL);
    }
}

#define BYTES(text) (text), sizeof(text) - 1

static void what_a_file_is_in_is_told_by_its_bytes(void **state)
{
    (void)state;
    assert_string_equal(detected(BYTES("")), "utf-8");
    assert_string_equal(detected(BYTES("Soren")), "utf-8");
    assert_string_equal(detected(BYTES("\xef\xbb\xbf"
                                       "S\xc3\xb8ren \xe2\x82\xac \xf0\x9f\x98\x80")),
                        "utf-8");
    assert_string_equal(detected(BYTES("S\xf8ren")), "windows-1252");
    assert_string_equal(detected(BYTES("\xf8")), "windows-1252");
    assert_string_equal(detected(BYTES("\xff\xfe"
                                       "a\0")),
                        "utf-16le");
    assert_string_equal(detected(BYTES("\xfe\xff\0a")), "utf-16be");
    assert_string_equal(detected(BYTES("a\0b\0")), "utf-16le");
    assert_string_equal(detected(BYTES("\0a\0b")), "utf-16be");
    assert_non_null(
        strstr(detected(BYTES("a\nS\xc3\xb8ren\nS\xf8ren\n")), "line 3: text that isn't UTF-8, as other lines"));
    static const char *const wrong[] = {"\xc0\xaf",         "\xe0\x80\xaf",     "\xed\xa0\x80",
                                        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xe2\x82"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_string_equal(detected(wrong[i], strlen(wrong[i])), "windows-1252");
}

static void it_is_read_as_utf_8_however_its_bytes_come(void **state)
{
    (void)state;
    for (apr_size_t step = 1; step < 6; step++)
        for (apr_size_t room = 4; room < 9; room++) {
            assert_string_equal(decoded(LIC_CHARSET_WINDOWS_1252, BYTES("S\xf8ren \x80 \x93x\x94"), step, room),
                                "S\xc3\xb8ren \xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d");
            assert_string_equal(decoded(LIC_CHARSET_UTF_16LE,
                                        BYTES("\xff\xfe"
                                              "S\0\xf8\0\x3d\xd8\0\xde"),
                                        step, room),
                                "\xef\xbb\xbfS\xc3\xb8\xf0\x9f\x98\x80");
            assert_string_equal(decoded(LIC_CHARSET_UTF_16BE, BYTES("\0S\0\xf8"), step, room), "S\xc3\xb8");
            assert_string_equal(decoded(LIC_CHARSET_UTF_16LE, BYTES("S\0\x3d\xd8"), step, room), "S!");
            assert_string_equal(decoded(LIC_CHARSET_UTF_16LE, BYTES("S\0x"), step, room), "S!");
        }
    char *big = apr_palloc(pool, 100000);
    memset(big, 0xf8, 100000);
    assert_int_equal(strlen(decoded(LIC_CHARSET_WINDOWS_1252, big, 100000, 50000, 63)), 200000);
}

static int begin(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS || apr_pool_create(&pool, NULL) != APR_SUCCESS;
}

static int end(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_file_is_in_is_told_by_its_bytes),
        cmocka_unit_test(it_is_read_as_utf_8_however_its_bytes_come),
    };
    return cmocka_run_group_tests_name("charset", tests, begin, end);
}
