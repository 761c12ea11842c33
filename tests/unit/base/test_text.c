#include "base/instant.h"
#include "base/text_clean.h"
#include "base/text_fold.h"
#include "base/text.h"

#include <sys/mman.h>
#include <unistd.h>

#include <apr_general.h>

#include "vectors.h"

static apr_pool_t *pool;

static void valid_text_is_utf_8_that_xml_can_carry(void **state)
{
    (void)state;
    static const char *const right[] = {"",
                                        "a",
                                        "\t\r\n",
                                        "S\xc3\xb8rensen",
                                        "\xe2\x82\xac",
                                        "\xf0\x9f\x99\x82",
                                        "\xee\x80\x80",
                                        "\xf4\x8f\xbf\xbd",
                                        "\xef\xbf\xbd",
                                        "\xed\x9f\xbf"};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        assert_true(lic_text_valid(right[i]));
    static const char *const wrong[] = {"\x01",
                                        "a\x0b",
                                        "\x1f",
                                        "\xff",
                                        "\xc3",
                                        "a\xc3",
                                        "\xc0\x80", /* overlong NUL */
                                        "\xe0\x80\xaf",
                                        "\xed\xa0\x80", /* overlong slash, surrogate */
                                        "\xef\xbf\xbe",
                                        "\xef\xbf\xbf", /* U+FFFE, U+FFFF */
                                        "\xf4\x90\x80\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\x80",
                                        "S\xf8rensen",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_text_valid(wrong[i]));
}

static void plain_text_has_no_control_characters_but_perhaps_tabs(void **state)
{
    (void)state;
    assert_true(lic_text_valid_plain("S\xc3\xb8ren \xe2\x82\xac\xc2\xa0", 0));
    assert_true(lic_text_valid_plain("a\tb", 1));
    static const char *const wrong[] = {"a\nb",     "a\rb", "a\x01", "a\x7f", "\xc2\x80",
                                        "\xc2\x9f", "\xff", "a\xc3", NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_text_valid_plain(wrong[i], 1));
    assert_false(lic_text_valid_plain("a\tb", 0));
}

/* What is right is left alone, not copied; each malformed sequence, and no more, becomes one U+FFFD. */
static void text_is_mended_where_xml_cant_hold_it_and_only_there(void **state)
{
    static const char *const texts[][2] = {{"\x01", "\xef\xbf\xbd"},
                                           {"a\xff\xfe"
                                            "b",
                                            "a\xef\xbf\xbd\xef\xbf\xbd"
                                            "b"},
                                           {"S\xf8ren", "S\xef\xbf\xbdren"},
                                           {"\xc3", "\xef\xbf\xbd"},
                                           {"\xe2\x82z", "\xef\xbf\xbdz"},
                                           {"\xef\xbf\xbf\xc3\xb8", "\xef\xbf\xbd\xc3\xb8"}};
    (void)state;
    const char *right = "S\xc3\xb8ren\t\n";
    assert_ptr_equal(lic_text_mended(right, pool), right);
    assert_string_equal(lic_text_mended(NULL, pool), "");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_string_equal(lic_text_mended(texts[i][0], pool), texts[i][1]);
}

static void a_line_is_short_not_blank_and_one_line(void **state)
{
    (void)state;
    assert_true(lic_text_valid_line("Tage S\xc3\xb8rensen", 13));
    assert_false(lic_text_valid_line("Tage S\xc3\xb8rensen", 12));
    assert_true(lic_text_valid_line("\xf0\x9f\x99\x82", 1));
    static const char *const wrong[] = {"",
                                        " ",
                                        "\xc2\xa0 \xe3\x80\x80",
                                        "a\nb",
                                        "a\rb",
                                        "a\tb",
                                        "a\x7f",
                                        "a\xc2\x85"
                                        "b",
                                        "a\xe2\x80\xa8"
                                        "b",
                                        "a\xe2\x80\xa9",
                                        "\xff",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_text_valid_line(wrong[i], 100));
    assert_false(lic_text_valid_line("a", 0));
}

static void a_key_is_what_fits_in_a_path(void **state)
{
    (void)state;
    char key[42];
    memset(key, 'a', 41);
    key[41] = '\0';
    assert_false(lic_text_valid_key(key));
    key[40] = '\0';
    assert_true(lic_text_valid_key(key));
    assert_true(lic_text_valid_key("4-eyes-") && lic_text_valid_key("a"));
    static const char *const wrong[] = {"", "-a", "A", "a.b", "a_b", "a b", "\xc3\xb8", "a\n", NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_text_valid_key(wrong[i]));
}

/* Each ends where memory does, as what a client sends may. */
static void text_is_visible_or_not_and_nothing_behind_it_is_read(void **state)
{
    (void)state;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED && !mprotect(memory + page, page, PROT_NONE));
    static const struct {
        const char *text;
        int right;
    } tokens[] = {{"a", 1},   {"!~#", 1}, {"12345678", 1}, {"123456789", 0}, {"", 0},       {"\"\"", 0},    {"a\"b", 0},
                  {"a b", 0}, {" ", 0},   {"a\n", 0},      {"a\x7f", 0},     {"bl\xe5", 0}, {"\xc3\xb8", 0}};
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        const size_t size = strlen(tokens[i].text) + 1;
        const char *last = memcpy(memory + page - size, tokens[i].text, size);
        assert_int_equal(!!lic_text_valid_visible(last, 8), tokens[i].right);
    }
    munmap(memory, 2 * page);
}

static void an_address_can_not_carry_a_second_one_or_a_header(void **state)
{
    (void)state;
    static const char *const right[] = {"a@b", "mette.kirk+lic@example.com", "o'brien@sub.example.com"};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
        assert_true(lic_text_valid_email(right[i], pool));
    static const char *const wrong[] = {"",
                                        "a",
                                        "@b",
                                        "a@",
                                        "a@b@c",
                                        "a b@c",
                                        "a@b c",
                                        "<a@b>",
                                        "a@b,c@d",
                                        "\"a\"@b",
                                        "a@b\r\nBcc: c@d",
                                        "a@b\n",
                                        "a@.b",
                                        "a@b.",
                                        "a@b..c",
                                        "a@b;c",
                                        "a(x)@b",
                                        " a@b",
                                        "a@b ",
                                        "a\xc2\xa0@b",
                                        "a@[1]",
                                        "a:b@c",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(lic_text_valid_email(wrong[i], pool));
    char text[300];
    memset(text, 'a', sizeof(text));
    memcpy(text + 1, "@", 1);
    text[254] = '\0';
    assert_true(lic_text_valid_email(text, pool));
    text[254] = 'a';
    text[255] = '\0';
    assert_false(lic_text_valid_email(text, pool));
}

static void a_number_is_ascii_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        apr_int64_t value;
    } right[] = {{"0", 0},
                 {"25", 25},
                 {" 25\t", 25},
                 {"007", 7},
                 {"-3", -3},
                 {"-0", 0},
                 {"000000000000000000000012", 12},
                 {"999999999999999999", 999999999999999999},
                 {"-999999999999999999", -999999999999999999}};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        apr_int64_t value = 4711;
        assert_true(lic_text_parse_int(&value, right[i].text));
        assert_int_equal(value, right[i].value);
    }
    static const char *const wrong[] = {"",
                                        " ",
                                        "-",
                                        "--3",
                                        "- 3",
                                        "+5",
                                        "1.000",
                                        "1,5",
                                        "1e3",
                                        "0x10",
                                        "1 2",
                                        "5a",
                                        "\n5",
                                        "5\n",
                                        "\xd9\xa5",
                                        "\xc2\xa0"
                                        "5",
                                        "1000000000000000000",
                                        "99999999999999999999",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        apr_int64_t value = 4711;
        assert_false(lic_text_parse_int(&value, wrong[i]));
        assert_int_equal(value, 4711);
    }
}

static void instants_are_utc_to_the_second(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        apr_int64_t seconds;
    } right[] = {{"2026-11-24T10:00:00Z", 1795514400},
                 {"1970-01-01T00:00:00Z", 0},
                 {"1969-12-31T23:59:59Z", -1},
                 {"1900-01-01T00:00:00Z", -2208988800},
                 {"2000-02-29T23:59:59Z", 951868799}};
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        apr_time_t at = 4711;
        assert_true(lic_instant_parse(&at, right[i].text));
        assert_int_equal(at, apr_time_from_sec(right[i].seconds));
        assert_string_equal(lic_instant_format(at, pool), right[i].text);
        assert_string_equal(lic_instant_format(at + 999999, pool), right[i].text);
    }
    static const char *const wrong[] = {"2026-11-24T10:00:00",
                                        "2026-11-24 10:00:00Z",
                                        "2026-11-24T10:00Z",
                                        "2026-11-24T24:00:00Z",
                                        "2026-11-24T10:60:00Z",
                                        "2026-11-24T10:00:60Z",
                                        "2026-02-30T10:00:00Z",
                                        "2026-11-24T10:00:00z",
                                        "2026-11-24T10:00:00.0Z",
                                        "2026-11-24T+1:00:00Z",
                                        "2026-11-24T10-00:00Z",
                                        "2026-11-24T10:00:00+00:00",
                                        " 2026-11-24T10:00:00",
                                        "",
                                        NULL};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        apr_time_t at = 4711;
        assert_false(lic_instant_parse(&at, wrong[i]));
        assert_int_equal(at, 4711);
    }
}

static void major_units_have_the_currencys_digits(void **state)
{
    (void)state;
    static const struct {
        apr_int64_t minor;
        int digits;
        char point;
        const char *text;
    } rows[] = {{24900, 2, '.', "249.00"},
                {-5, 2, ',', "-0,05"},
                {0, 2, '.', "0.00"},
                {7, 0, '.', "7"},
                {-7, 0, '.', "-7"},
                {1234, 3, '.', "1.234"},
                {-100, 2, '.', "-1.00"},
                {9, 4, ',', "0,0009"},
                {APR_INT64_MAX, 2, '.', "92233720368547758.07"},
                {APR_INT64_MIN, 2, '.', "-92233720368547758.08"},
                {APR_INT64_MIN, 0, '.', "-9223372036854775808"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(lic_text_major(rows[i].minor, rows[i].digits, rows[i].point, pool), rows[i].text);
}

static void searching_does_not_mind_case_accents_or_blanks(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Tage S\xc3\xb8rensen", "tage sorensen"},
        {"T\xc3\x85GE \xc3\x86"
         "BLE",
         "tage aeble"},
        {"A\xcc\x8a", "a"}, /* decomposed å */
        {"Stra\xc3\x9f"
         "e STRASSE",
         "strasse strasse"},
        {"\xc3\x9e\xc3\xb3r\xc3\xb0ur", "thordur"},
        {"\xc5\x81ukasz \xc4\x90or\xc4\x91"
         "e",
         "lukasz dorde"},
        {"\xc4\xb0stanbul I\xc5\x9f\xc4\xb1k", "istanbul isik"},
        {"M\xc3\xbcller", "muller"},
        {"O\xe2\x80\x99"
         "Brien",
         "o'brien"},
        {"\xef\xbc\xa1\xef\xbc\xa2 \xef\xac\x81n", "ab fin"}, /* full width, ligature */
        {"  a \t\n b\xc2\xa0\xe3\x80\x80 c ", "a b c"},
        {"so\xc2\xad"
         "ft",
         "soft"},
        {"\xce\xa3\xce\x8a\xce\xa3\xce\xa5\xce\xa6\xce\x9f\xce\xa3",
         "\xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83"},
        {"\xff", "\xef\xbf\xbd"},
        {"", ""},
        {" ", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(lic_text_fold(rows[i][0], pool), rows[i][1]);
}

static void folding_every_character_twice_changes_nothing(void **state)
{
    (void)state;
    apr_pool_t *p;
    assert_int_equal(apr_pool_create(&p, pool), APR_SUCCESS);
    for (int c = 0x20; c < 0x110000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char text[8];
        int n = 0;
        text[n++] = 'x';
        if (c < 0x80) {
            text[n++] = (char)c;
        } else if (c < 0x800) {
            text[n++] = (char)(0xC0 | c >> 6);
            text[n++] = (char)(0x80 | (c & 63));
        } else {
            text[n++] = (char)(c < 0x10000 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
            if (c >= 0x10000)
                text[n++] = (char)(0x80 | (c >> 12 & 63));
            text[n++] = (char)(0x80 | (c >> 6 & 63));
            text[n++] = (char)(0x80 | (c & 63));
        }
        text[n] = '\0';
        const char *once = lic_text_fold(text, p);
        assert_true(once[0] == 'x');
        if (strcmp(lic_text_fold(once, p), once))
            fail_msg("U+%04X folds to %s, and again to %s", (unsigned)c, once, lic_text_fold(once, p));
        if (c % 1000 == 0)
            apr_pool_clear(p);
    }
    apr_pool_destroy(p);
}

static void long_text_is_folded_whole(void **state)
{
    (void)state;
    /* U+FDFA becomes 18 characters, the most that one can */
    enum { TIMES = 1000 };
    char text[TIMES * 3 + 1] = "";
    for (int i = 0; i < TIMES; i++)
        memcpy(text + (size_t)i * 3, "\xef\xb7\xba", 4);
    assert_int_equal(strlen(lic_text_fold(text, pool)), TIMES * (15 * 2 + 3));
}

static void big_numbers_are_printed_where_apr_would_not(void **state)
{
    (void)state;
    assert_string_equal(lic_text_printf(pool, "%lld|%zu|%s", 5000000001LL, (size_t)7, "x"), "5000000001|7|x");
    assert_string_equal(lic_text_printf(pool, "%s", ""), "");
}

static int setup(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_utf_8_that_xml_can_carry),
        cmocka_unit_test(plain_text_has_no_control_characters_but_perhaps_tabs),
        cmocka_unit_test(text_is_mended_where_xml_cant_hold_it_and_only_there),
        cmocka_unit_test(a_line_is_short_not_blank_and_one_line),
        cmocka_unit_test(a_key_is_what_fits_in_a_path),
        cmocka_unit_test(text_is_visible_or_not_and_nothing_behind_it_is_read),
        cmocka_unit_test(an_address_can_not_carry_a_second_one_or_a_header),
        cmocka_unit_test(a_number_is_ascii_digits),
        cmocka_unit_test(instants_are_utc_to_the_second),
        cmocka_unit_test(major_units_have_the_currencys_digits),
        cmocka_unit_test(searching_does_not_mind_case_accents_or_blanks),
        cmocka_unit_test(folding_every_character_twice_changes_nothing),
        cmocka_unit_test(long_text_is_folded_whole),
        cmocka_unit_test(big_numbers_are_printed_where_apr_would_not),
    };
    return cmocka_run_group_tests_name("base/text", tests, setup, NULL);
}
