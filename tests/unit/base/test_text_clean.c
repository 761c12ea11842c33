#include "base/text_clean.h"

#include <apr_general.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "vectors.h"

static apr_pool_t *pool;

/* One of each kind, and those that have hidden things before */
static const struct {
    UChar32 c;
    const char *what;
} invisible[] = {{0x01, "Cc"},
                 {0x09, "tab"},
                 {0x0A, "line feed"},
                 {0x7F, "DEL"},
                 {0x85, "C1"},
                 {0x20, "blank"},
                 {0xA0, "no-break space"},
                 {0x3000, "ideographic space"},
                 {0x2028, "line separator"},
                 {0x2029, "paragraph separator"},
                 {0xAD, "soft hyphen"},
                 {0x200B, "zero width space"},
                 {0x200D, "zero width joiner"},
                 {0x2060, "word joiner"},
                 {0xFEFF, "byte order mark"},
                 {0x200E, "left-to-right mark"},
                 {0x202E, "right-to-left override"},
                 {0x2066, "left-to-right isolate"},
                 {0x2069, "pop isolate"},
                 {0x034F, "grapheme joiner"},
                 {0x115F, "Hangul filler"},
                 {0x3164, "Hangul filler"},
                 {0xFFA0, "half-width Hangul filler"},
                 {0x17B4, "Khmer inherent vowel"},
                 {0x180E, "Mongolian vowel separator"},
                 {0xFE0F, "variation selector"},
                 {0xE0100, "variation selector"},
                 {0xE0041, "tag"},
                 {0x2800, "Braille blank"}};

enum { INVISIBLE = sizeof(invisible) / sizeof(invisible[0]) };

static const char *around(const char *before, UChar32 c, const char *after)
{
    char one[U8_MAX_LENGTH + 1];
    int32_t length = 0;
    U8_APPEND_UNSAFE(one, length, c);
    one[length] = '\0';
    return apr_pstrcat(pool, before, one, after, NULL);
}

static void what_is_invisible_is_trimmed_at_the_ends_and_nothing_else(void **state)
{
    (void)state;
    for (int i = 0; i < INVISIBLE; i++) {
        const char *inner = around("A", invisible[i].c, "B");
        const char *outer = around(around("", invisible[i].c, inner), invisible[i].c, " ");
        if (strcmp(lic_text_tidy(outer, pool), inner))
            fail_msg("U+%04X (%s)", (unsigned)invisible[i].c, invisible[i].what);
    }
    assert_string_equal(lic_text_tidy("Tage S\xc3\xb8rensen", pool), "Tage S\xc3\xb8rensen");
    assert_string_equal(lic_text_tidy("", pool), "");
    assert_null(lic_text_tidy(NULL, pool));
}

static void a_text_of_nothing_visible_is_empty(void **state)
{
    (void)state;
    for (int i = 0; i < INVISIBLE; i++) {
        const char *text = around(around("", invisible[i].c, ""), invisible[i].c, "\xe2\x80\x8b ");
        if (*lic_text_tidy(text, pool) || lic_text_valid_line(text, 100))
            fail_msg("U+%04X (%s)", (unsigned)invisible[i].c, invisible[i].what);
    }
}

static void log_ins_and_addresses_hold_nothing_invisible(void **state)
{
    (void)state;
    assert_true(lic_text_valid_login("jos\xc3\xa9") && lic_text_valid_login("m.ki+1@x?%&"));
    for (int i = 0; i < INVISIBLE; i++) {
        static const char *const places[][2] = {{"", "ab"}, {"a", "b"}, {"ab", ""}};
        for (int place = 0; place < 3; place++) {
            const char *login = around(places[place][0], invisible[i].c, places[place][1]);
            const char *address = apr_pstrcat(pool, login, "@example.com", NULL);
            const char *domain = apr_pstrcat(pool, "a@", login, ".example.com", NULL);
            if (lic_text_valid_login(login) || lic_text_valid_email(address, pool) ||
                lic_text_valid_email(domain, pool) || lic_text_email_ascii(address, pool))
                fail_msg("U+%04X (%s)", (unsigned)invisible[i].c, invisible[i].what);
        }
    }
    char text[LIC_TEXT_LOGIN + 2];
    memset(text, 'a', sizeof(text));
    text[LIC_TEXT_LOGIN + 1] = '\0';
    assert_false(lic_text_valid_login(text));
    text[LIC_TEXT_LOGIN] = '\0';
    assert_true(lic_text_valid_login(text));
    assert_false(lic_text_valid_login("") || lic_text_valid_login("\xff") || lic_text_valid_login(NULL));
}

/* Every character that Unicode says is of these kinds, and none that it says is a letter, digit or sign */
static void invisible_is_what_unicode_says(void **state)
{
    (void)state;
    for (UChar32 c = 1; c <= 0x10FFFF; c++) {
        const uint32_t kind = U_GET_GC_MASK(c);
        if (U_IS_SURROGATE(c) || (c & 0xFFFE) == 0xFFFE)
            continue;
        const int hidden = (kind & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_Z_MASK)) ||
                           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == 0x2800;
        if (lic_text_valid_login(around("", c, "")) == hidden)
            fail_msg("U+%04X", (unsigned)c);
        if (c % 1000 == 0)
            apr_pool_clear(pool);
    }
}

static void texts_are_brought_into_nfc(void **state)
{
    (void)state;
    static const struct {
        const char *given, *form;
    } texts[] = {{"Jose\xcc\x81", "Jos\xc3\xa9"},
                 {"Jos\xc3\xa9", "Jos\xc3\xa9"},
                 {"A\xcc\x8a", "\xc3\x85"},
                 {"\xe2\x84\xab", "\xc3\x85"},                 /* the ångström sign is the letter */
                 {"\xe1\x84\x80\xe1\x85\xa1", "\xea\xb0\x80"}, /* Hangul, as a Mac writes it */
                 {"q\xcc\xa3\xcc\x87", "q\xcc\xa3\xcc\x87"},
                 {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"}, /* marks in their order */
                 {"\xef\xac\x81", "\xef\xac\x81"},           /* a ligature isn't taken apart: that is NFKC */
                 {"\xf0\x9d\x85\xa0", "\xf0\x9d\x85\x98\xf0\x9d\x85\xa5\xf0\x9d\x85\xae"}, /* one that grows */
                 {"\xff", "\xff"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_string_equal(lic_text_nfc(texts[i].given, pool), texts[i].form);
        assert_string_equal(lic_text_tidy(texts[i].given, pool), texts[i].form);
    }
    assert_null(lic_text_nfc(NULL, pool));
    const char *same = "Jos\xc3\xa9";
    assert_ptr_equal(lic_text_nfc(same, pool), same);
}

static void the_longest_that_nfc_makes_has_room(void **state)
{
    (void)state;
    enum { TIMES = 10000 };
    char text[TIMES * 2 + 1] = "";
    for (int i = 0; i < TIMES; i++)
        memcpy(text + (size_t)i * 2, "\xcd\x84", 3); /* U+0344: each becomes two marks */
    assert_int_equal(strlen(lic_text_nfc(text, pool)), TIMES * 4);
}

static void a_domain_of_other_letters_goes_out_in_ascii(void **state)
{
    (void)state;
    static const struct {
        const char *given, *sent;
    } right[] = {{"mette@example.com", "mette@example.com"},
                 {"mette@b\xc3\xb8rsen.dk", "mette@xn--brsen-vua.dk"},
                 {"mette@bo\xcc\x88rsen.dk", "mette@xn--brsen-jua.dk"},
                 {"a@stra\xc3\x9f"
                  "e.de",
                  "a@xn--strae-oqa.de"},                                           /* nontransitional: not strasse */
                 {"a@\xe4\xbe\x8b\xe3\x81\x88\xe3\x80\x82jp", "a@xn--r8jz45g.jp"}, /* the ideographic full stop */
                 {"a@xn--brsen-vua.dk", "a@xn--brsen-vua.dk"},
                 {"a?b%c&d=e@example.com", "a?b%c&d=e@example.com"}};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        assert_true(lic_text_valid_email(right[i].given, pool));
        assert_string_equal(lic_text_email_ascii(right[i].given, pool), right[i].sent);
    }
    /* no domain of DNS: a mark first, two directions in one label, a label that doesn't fit, what becomes a sign */
    static const char *const wrong[] = {"a@\xcc\x88o.dk",
                                        "a@\xd7\x90"
                                        "1a.dk",
                                        "a@b\xc3\xb8..dk",
                                        "a@\xef\xbc\x9c.dk",
                                        "a@b\xef\xbc\xa0"
                                        "c.dk",
                                        "a@\xe3\x80\x82",
                                        NULL};
    for (size_t i = 0; wrong[i]; i++)
        if (lic_text_email_ascii(wrong[i], pool))
            fail_msg("%s goes out as %s", wrong[i], lic_text_email_ascii(wrong[i], pool));
}

static void what_is_before_the_at_is_ascii_where_it_is_typed(void **state)
{
    (void)state;
    assert_false(lic_text_valid_email("jos\xc3\xa9@example.com", pool));
    assert_string_equal(lic_text_email_ascii("jos\xc3\xa9@b\xc3\xb8rsen.dk", pool), "jos\xc3\xa9@xn--brsen-vua.dk");
}

static void a_typed_text_in_a_sentence_is_isolated_and_plain_text_keeps_only_what_is_needed(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *isolated, *plain;
    } texts[] = {{"Anna", "\u2068Anna\u2069", "Anna"},
                 {"", "", ""},
                 {"Jos\u00e9 2", "\u2068Jos\u00e9 2\u2069", "Jos\u00e9 2"},
                 {"\u05d3\u05e0\u05d4", "\u2068\u05d3\u05e0\u05d4\u2069", "\u2068\u05d3\u05e0\u05d4\u2069"},
                 {"A\u202eB", "\u2068A\u202eB\u2069", "\u2068A\u202eB\u2069"},
                 {"\u0661", "\u2068\u0661\u2069", "\u2068\u0661\u2069"},
                 {"A\u2069B\u2067\u2068", "\u2068AB\u2069", "AB"}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *isolated = lic_text_isolate(texts[i].typed, pool);
        assert_string_equal(isolated, texts[i].isolated);
        assert_string_equal(lic_text_plain(isolated, pool), texts[i].plain);
        assert_string_equal(lic_text_plain(apr_pstrcat(pool, "x ", isolated, " y ", isolated, ".", NULL), pool),
                            apr_pstrcat(pool, "x ", texts[i].plain, " y ", texts[i].plain, ".", NULL));
    }
    assert_string_equal(lic_text_plain("a\u2068b", pool), "a\u2068b");
    assert_string_equal(lic_text_plain("\u2069a", pool), "\u2069a");
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_invisible_is_trimmed_at_the_ends_and_nothing_else),
        cmocka_unit_test(a_text_of_nothing_visible_is_empty),
        cmocka_unit_test(log_ins_and_addresses_hold_nothing_invisible),
        cmocka_unit_test(invisible_is_what_unicode_says),
        cmocka_unit_test(texts_are_brought_into_nfc),
        cmocka_unit_test(the_longest_that_nfc_makes_has_room),
        cmocka_unit_test(a_domain_of_other_letters_goes_out_in_ascii),
        cmocka_unit_test(a_typed_text_in_a_sentence_is_isolated_and_plain_text_keeps_only_what_is_needed),
        cmocka_unit_test(what_is_before_the_at_is_ascii_where_it_is_typed),
    };
    return cmocka_run_group_tests_name("base/text_clean", tests, setup, NULL);
}
