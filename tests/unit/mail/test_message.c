/* A message as it goes to the server: its bytes, and that nothing slips into its headers. */
#include "mail/message.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <apr_base64.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <cmocka.h>

#include "mail/encode.h"

static apr_pool_t *pool;

static const lic_message_t sample = {.from = "licences@portal.example.com",
                                     .from_name = "Licenser",
                                     .to = "bogholderi@acme.example",
                                     .subject = "5 licenser af Standard k\xc3\xb8"
                                                "bt \xe2\x80\x93 Acme A/S",
                                     .date = 1795514400000000, /* 2026-11-24T10:00:00Z */
                                     .id = "acme.17.0123456789abcdef",
                                     .language = "da",
                                     .text = "K\xc3\xb8"
                                             "bt 5 licenser.\n\nBel\xc3\xb8"
                                             "b: DKK\xc2\xa0"
                                             "290,50\n",
                                     .html = "<p>K\xc3\xb8"
                                             "bt</p>\n"};

static const char golden[] = "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
                             "From: \"Licenser\"\r\n"
                             " <licences@portal.example.com>\r\n"
                             "To: bogholderi@acme.example\r\n"
                             "Subject: =?UTF-8?B?NSBsaWNlbnNlciBhZiBTdGFuZGFyZCBrw7hidCDigJMgQWNtZSBB?=\r\n"
                             " =?UTF-8?B?L1M=?=\r\n"
                             "Message-ID: <acme.17.0123456789abcdef@portal.example.com>\r\n"
                             "Auto-Submitted: auto-generated\r\n"
                             "Content-Language: da\r\n"
                             "MIME-Version: 1.0\r\n"
                             "Content-Type: multipart/alternative;\r\n"
                             " boundary=\"BOUNDARY\"\r\n"
                             "\r\n"
                             "--BOUNDARY\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: quoted-printable\r\n"
                             "\r\n"
                             "K=C3=B8bt 5 licenser.\r\n"
                             "\r\n"
                             "Bel=C3=B8b: DKK=C2=A0290,50\r\n"
                             "--BOUNDARY\r\n"
                             "Content-Type: text/html; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: quoted-printable\r\n"
                             "\r\n"
                             "<p>K=C3=B8bt</p>\r\n"
                             "--BOUNDARY--\r\n";

static const char *make(const lic_message_t *facts)
{
    const char *message = NULL;
    apr_size_t length = 0;
    lic_error_t *err = lic_message_make(&message, &length, facts, pool);
    if (err)
        return NULL;
    assert_int_equal(length, strlen(message));
    return message;
}

static const char *boundary_of(const char *message)
{
    const char *at = strstr(message, "boundary=\"") + strlen("boundary=\"");
    return apr_pstrmemdup(pool, at, (apr_size_t)(strchr(at, '"') - at));
}

static const char *replaced(const char *text, const char *what, const char *with)
{
    const char *result = "";
    for (const char *at; (at = strstr(text, what)) != NULL; text = at + strlen(what))
        result = apr_pstrcat(pool, result, apr_pstrmemdup(pool, text, (apr_size_t)(at - text)), with, NULL);
    return apr_pstrcat(pool, result, text, NULL);
}

static void a_message_is_this_to_the_byte(void **state)
{
    (void)state;
    const char *message = make(&sample);
    assert_non_null(message);
    assert_string_equal(replaced(message, boundary_of(message), "BOUNDARY"), golden);
}

static void the_same_row_gives_the_same_id_and_the_same_bytes(void **state)
{
    (void)state;
    assert_string_equal(make(&sample), make(&sample));
    lic_message_t other = sample;
    other.id = "acme.18.0123456789abcdef";
    assert_string_not_equal(boundary_of(make(&sample)), boundary_of(make(&other)));
}

static void lines_end_in_crlf_and_are_short_and_seven_bit(void **state)
{
    (void)state;
    lic_message_t facts = sample;
    facts.text = apr_psprintf(pool, "%0600d\r\nto\xc3\xb8j\r\n%0600d", 1, 2);
    const char *message = make(&facts);
    int column = 0;
    for (const char *c = message; *c; c++) {
        assert_true(*c > 0);
        if (*c == '\n')
            assert_true(c > message && c[-1] == '\r');
        if (*c == '\r')
            assert_int_equal(c[1], '\n');
        column = *c == '\n' ? 0 : column + 1;
        assert_true(column <= 79); /* 78 and CR */
    }
    assert_string_equal(message + strlen(message) - 2, "\r\n");
}

static void a_control_character_in_any_header_is_refused(void **state)
{
    static const char *const evil[] = {"a\r\nBcc: x@y.example",
                                       "a\nBcc: x@y.example",
                                       "a\rBcc: x@y.example",
                                       "a\tb",
                                       "a\x01",
                                       "a\x7f",
                                       "a\xc2\x85"
                                       "b",
                                       "a\xe2\x80\xa8"
                                       "b",
                                       "a\xff",
                                       "\xc3",
                                       "",
                                       " ",
                                       NULL};
    (void)state;
    for (int i = 0; evil[i]; i++) {
        lic_message_t facts = sample;
        facts.subject = evil[i];
        assert_null(make(&facts));
        facts = sample;
        facts.from_name = evil[i];
        assert_null(make(&facts));
        facts = sample;
        facts.to = apr_pstrcat(pool, "x@y.example", evil[i], NULL);
        assert_true(!*evil[i] || !make(&facts));
        facts = sample;
        facts.from = apr_pstrcat(pool, evil[i], "x@y.example", NULL);
        assert_true(!*evil[i] || !make(&facts));
        facts = sample;
        facts.id = evil[i];
        assert_null(make(&facts));
        facts = sample;
        facts.language = evil[i];
        assert_null(make(&facts));
    }
}

static void an_address_is_one_address(void **state)
{
    static const char *const evil[] = {
        "a@b.example, c@d.example", "a@b.example>", "<a@b.example", "a", "@b.example", "a@b.example c@d.example", NULL};
    (void)state;
    for (int i = 0; evil[i]; i++) {
        lic_message_t facts = sample;
        facts.to = evil[i];
        assert_null(make(&facts));
    }
}

static void a_part_that_is_no_text_is_refused(void **state)
{
    (void)state;
    lic_message_t facts = sample;
    facts.text = "bad \xff utf-8";
    assert_null(make(&facts));
    facts = sample;
    facts.html = "bell \x07";
    assert_null(make(&facts));
}

/* What the encoded words of a header say (RFC 2047, 6.2: blanks between them don't count) */
static const char *decoded(const char *header)
{
    const char *text = "";
    while ((header = strstr(header, "=?UTF-8?B?")) != NULL) {
        const char *start = header + strlen("=?UTF-8?B?"), *end = strstr(start, "?=");
        char *word = apr_pcalloc(pool, (apr_size_t)(end - start) + 1);
        assert_true(end - header + 2 <= 75);
        const int length = apr_base64_decode(word, apr_pstrmemdup(pool, start, (apr_size_t)(end - start)));
        word[length] = '\0';
        assert_true((word[0] & 0xc0) != 0x80); /* whole characters in each word */
        text = apr_pstrcat(pool, text, word, NULL);
        header = end;
    }
    return text;
}

static void encoded_words_say_the_same_whatever_their_length(void **state)
{
    (void)state;
    const char *text = "";
    for (int i = 0; i < 120; i++) {
        text = apr_pstrcat(pool, text, i % 3 ? "\xc3\xb8" : "a", NULL);
        for (apr_size_t used = 0; used < 76; used += 25)
            assert_string_equal(decoded(lic_encode_header(text, used, pool)), strchr(text, '\xc3') ? text : "");
    }
}

/* As an older database may hold it: it comes to an end. */
static void what_is_not_utf8_is_split_anywhere(void **state)
{
    char text[201] = "";
    (void)state;
    memset(text, 0xbf, sizeof(text) - 1);
    for (apr_size_t used = 0; used < 76; used += 5)
        assert_true(strlen(lic_encode_header(text, used, pool)) < 3 * sizeof(text));
}

static void ascii_stays_as_it_is_and_is_folded_at_blanks(void **state)
{
    (void)state;
    assert_string_equal(lic_encode_header("Standard licence: 2 left", 9, pool), "Standard licence: 2 left");
    const char *words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";
    const char *folded = lic_encode_header(words, 9, pool);
    assert_non_null(strstr(folded, "\r\n "));
    assert_string_equal(replaced(folded, "\r\n", ""), words);
}

static void text_that_looks_like_an_encoded_word_is_encoded(void **state)
{
    (void)state;
    const char *text = "=?UTF-8?B?QmNjOg==?=";
    assert_string_equal(decoded(lic_encode_header(text, 9, pool)), text);
    assert_string_equal(decoded(lic_encode_name(text, 6, pool)), text);
}

static void a_name_is_quoted(void **state)
{
    (void)state;
    assert_string_equal(lic_encode_name("Acme, \"Nord\" \\ A/S", 6, pool), "\"Acme, \\\"Nord\\\" \\\\ A/S\"");
    assert_string_equal(decoded(lic_encode_name("K\xc3\xb8"
                                                "benhavn",
                                                6, pool)),
                        "K\xc3\xb8"
                        "benhavn");
}

static void a_body_keeps_what_relays_spoil(void **state)
{
    (void)state;
    assert_string_equal(lic_encode_body(".\nFrom here\nend \ntab\t\na = b\n", pool),
                        "=2E\r\n=46rom here\r\nend=20\r\ntab=09\r\na =3D b\r\n");
    assert_string_equal(lic_encode_body("no line end", pool), "no line end\r\n");
    assert_string_equal(lic_encode_body("lone \r return", pool), "lone =0D return\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_this_to_the_byte),
        cmocka_unit_test(the_same_row_gives_the_same_id_and_the_same_bytes),
        cmocka_unit_test(lines_end_in_crlf_and_are_short_and_seven_bit),
        cmocka_unit_test(a_control_character_in_any_header_is_refused),
        cmocka_unit_test(an_address_is_one_address),
        cmocka_unit_test(a_part_that_is_no_text_is_refused),
        cmocka_unit_test(encoded_words_say_the_same_whatever_their_length),
        cmocka_unit_test(what_is_not_utf8_is_split_anywhere),
        cmocka_unit_test(ascii_stays_as_it_is_and_is_folded_at_blanks),
        cmocka_unit_test(text_that_looks_like_an_encoded_word_is_encoded),
        cmocka_unit_test(a_name_is_quoted),
        cmocka_unit_test(a_body_keeps_what_relays_spoil),
    };
    apr_initialize();
    apr_pool_create(&pool, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
