/* What is refused before libxml2 sees it, and that nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "view/io/markup.h"

enum { TAKEN, LONG_TAG, ATTRIBUTES, DEEP, DECLARATION, ENCODING, ENDLESS, MARK };

static const char *const sentences[] = {NULL,        "16 KB",    "64 attributes",   "16 deep",
                                        "type decl", "encoding", "longer than any", "byte order mark"};

typedef struct case_t {
    const char *before, *piece;
    int pieces;
    const char *after;
    int outcome, line;
} case_t;

static const case_t cases[] = {
    {"<a>", "<b/>", 100, "</a>", TAKEN, 0},
    {"<a", " b='1'", 64, "/>", TAKEN, 0},
    {"<a", " b='1'", 65, "/>", ATTRIBUTES, 0},
    {"<a>\n\n<b", " xmlns:b='1'", 65, "/></a>", ATTRIBUTES, 2},
    {"<a", "\nb\n=\n\"1\"", 65, "/>", ATTRIBUTES, 194},
    {"<a b='", "=", 100, "'/>", TAKEN, 0},
    {"<a b=\"", ">=<'", 100, "\"/>", TAKEN, 0},
    {"<a b='", "x", LIC_MARKUP_TAG - 10, "'/>", TAKEN, 0},
    {"<a b='", "x", LIC_MARKUP_TAG, "'/>", LONG_TAG, 0},
    {"<", "x", LIC_MARKUP_TAG + 1, "/>", LONG_TAG, 0},
    {"<a></", "x", LIC_MARKUP_TAG + 1, ">", LONG_TAG, 0},
    {"<a>", "x='1' ", 30000, "</a>", TAKEN, 0},
    {"<!--", "<a b='1' =", 30000, "--><a/>", TAKEN, 0},
    {"<!-->-->", "<a b='1'/>", 100, "", TAKEN, 0},
    {"<a><![CDATA[", "]] <b c='1' =", 30000, "]]></a>", TAKEN, 0},
    {"<?p ", "? <a b='1' =", 30000, "?><a/>", TAKEN, 0},
    {"<!-- x --><a", " b='1'", 65, "/>", ATTRIBUTES, 0},
    {"<?p x?><a", " b='1'", 65, "/>", ATTRIBUTES, 0},
    {"<a><![CDATA[x]]]><b", " b='1'", 65, "/></a>", ATTRIBUTES, 0},
    {"", "<a>", 16, "", TAKEN, 0},
    {"", "<a>", 17, "", DEEP, 0},
    {"<a b='/'>", "<a b='/'>", 16, "", DEEP, 0},
    {"<a>", "<b></b><b/>", 100, "</a>", TAKEN, 0},
    {"<!DOCTYPE a [", "<!ENTITY b 'c'>", 9, "]><a/>", DECLARATION, 0},
    {"<a>\n<!ENTITY b 'c'></a>", "", 0, "", DECLARATION, 1},
    {"<a><!-x--></a>", "", 0, "", DECLARATION, 0},
    {"<a><![IGNORE[x]]></a>", "", 0, "", DECLARATION, 0},
    {"<?xml version='1.0'?><a", " b='1'", 65, "/>", ATTRIBUTES, 0},
    {"<?xml version='1.0' encoding='UTF-8'?><a/>", "", 0, "", TAKEN, 0},
    {"\xef\xbb\xbf<?xml version='1.0' encoding=\"utf-8\"?><a/>", "", 0, "", TAKEN, 0},
    {"<?xml version='1.0' encoding = 'iso-8859-15' standalone='yes'?><a/>", "", 0, "", TAKEN, 0},
    {"<?xml version='1.0' encoding='windows-1252'?><a/>", "", 0, "", TAKEN, 0},
    {"<?xml\tversion='1.0' encoding='UTF-7'?><a/>", "", 0, "", ENCODING, 0},
    {"<?xml version='1.0'\nencoding='ISO-2022-JP'?><a/>", "", 0, "", ENCODING, 1},
    {"\xef\xbb\xbf<?xml version='1.0' encoding='IBM037'?><a/>", "", 0, "", ENCODING, 0},
    {"<?xml version='1.0' encoding='UTF-16'?><a/>", "", 0, "", ENCODING, 0},
    {"<?xml version='1.0' ", " ", 300, "encoding='UTF-7'?><a/>", ENDLESS, 0},
    {"<?xml-stylesheet encoding='UTF-7'?><a/>", "", 0, "", TAKEN, 0},
    {"\x4c\x6f\xa7\x94", "x", 9, "", ENCODING, 0}, /* EBCDIC */
    {"\xc3\xa9<a/>", "", 0, "", ENCODING, 0},
};

static char text[1000000];

static size_t make(const case_t *c)
{
    char *at = text;
    at += sprintf(at, "%s", c->before);
    for (int i = 0; i < c->pieces; i++)
        at += sprintf(at, "%s", c->piece);
    at += sprintf(at, "%s", c->after);
    return (size_t)(at - text);
}

static void check(const lic_markup_t *markup, const case_t *c)
{
    if (c->outcome == TAKEN && markup->problem)
        fail_msg("%s…: %s", c->before, markup->wrong);
    if (c->outcome == TAKEN)
        return;
    if (!markup->problem || !strstr(markup->wrong, sentences[c->outcome]) || markup->line != c->line)
        fail_msg("%s…: line %d: %s, not line %d: %s", c->before, markup->line,
                 markup->problem ? markup->wrong : "taken", c->line, sentences[c->outcome]);
}

static void scan(const char *charset, const char *data, size_t length, size_t step, const case_t *c)
{
    lic_markup_t markup = {.charset = charset};
    for (size_t at = 0; at < length; at += step)
        if (!lic_markup_scan(&markup, data + at, length - at < step ? length - at : step))
            break;
    check(&markup, c);
}

static void test_tags_are_bounded_and_nothing_is_declared(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const size_t length = make(&cases[i]);
        scan(NULL, text, length, length + 1, &cases[i]);
        scan(NULL, text, length, 1, &cases[i]);
    }
}

/* The same in UTF-16, where nothing but itself may be declared. */
static void test_utf_16_is_understood(void **state)
{
    static char wide[2 * sizeof(text) + 2];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        for (int big = 0; big < 2; big++) {
            case_t c = cases[i];
            const size_t length = make(&c);
            if (c.outcome == ENCODING || c.outcome == LONG_TAG || strstr(text, "encoding") ||
                c.pieces > LIC_MARKUP_TAG / 3)
                continue;
            wide[0] = big ? '\xfe' : '\xff';
            wide[1] = big ? '\xff' : '\xfe';
            for (size_t k = 0; k < length; k++) {
                wide[2 * k + 2 + (size_t)big] = text[k];
                wide[2 * k + 3 - (size_t)big] = 0;
            }
            scan(NULL, wide, 2 * length + 2, 2 * length + 3, &c);
            scan(NULL, wide, 2 * length + 2, 1, &c);
            scan("utf-8", wide, 2 * length + 2, 1, &c); /* the mark counts more */
            scan(big ? "UTF-16BE" : "utf-16le", wide + 2, 2 * length, 1, &c);
        }
}

static void test_a_zero_is_of_an_encoding_that_is_not_taken(void **state)
{
    static const char wide[] = "<\0a\0/\0>\0",
                      other[] = "\xff\xfe<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0u\0'\0?\0>\0";
    static const case_t c = {"UTF-16", "", 0, "", ENCODING, 0};
    (void)state;
    scan(NULL, wide, sizeof(wide) - 1, 1, &c);
    scan(NULL, other, sizeof(other) - 1, 1, &c);
}

static void test_what_is_said_beside_the_document_counts_instead_of_its_declaration(void **state)
{
    static const char declared[] = "<?xml version='1.0' encoding='UTF-7'?><a/>";
    static const case_t taken = {declared, "", 0, "", TAKEN, 0}, refused = {declared, "", 0, "", ENCODING, 0},
                        unmarked = {declared, "", 0, "", MARK, 0};
    (void)state;
    scan(NULL, declared, sizeof(declared) - 1, 1, &refused);
    scan("utf-8", declared, sizeof(declared) - 1, 1, &taken);
    scan("ISO-8859-1", declared, sizeof(declared) - 1, 1, &taken);
    scan("utf-16", declared, sizeof(declared) - 1, 1, &unmarked);
    assert_true(lic_markup_knows("UTF-16LE") && lic_markup_knows("windows-1252") && lic_markup_knows("Us-Ascii"));
    assert_false(lic_markup_knows("utf-7") || lic_markup_knows("") || lic_markup_knows("utf-16x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_are_bounded_and_nothing_is_declared),
        cmocka_unit_test(test_utf_16_is_understood),
        cmocka_unit_test(test_what_is_said_beside_the_document_counts_instead_of_its_declaration),
        cmocka_unit_test(test_a_zero_is_of_an_encoding_that_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
