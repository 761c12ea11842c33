/* What is read from outside is read in memory that doesn't grow with it, and nothing makes it. */
#include "../store/harness.h"

#include <malloc.h>
#include <string.h>
#include <apr_errno.h>
#include <apr_strings.h>

#include "golden.h"
#include "view/io/reader.h"

/* A source that never stands in memory: begin, then so many times a piece, then end. */
typedef struct lic_made_t {
    const char *begin, *piece, *end;
    int pieces, at;
    const char *rest;
} lic_made_t;

static apr_status_t read_made(void *baton, char *buffer, apr_size_t *length)
{
    lic_made_t *source = baton;
    while (!*source->rest) {
        if (source->at > source->pieces)
            return APR_EOF;
        source->rest = source->at < source->pieces ? source->piece : source->end;
        source->at++;
    }
    *length = strlen(source->rest) < *length ? strlen(source->rest) : *length;
    memcpy(buffer, source->rest, *length);
    source->rest += *length;
    return APR_SUCCESS;
}

static apr_pool_t *pool;
static lic_xsd_t *schema;

static int begin(void **state)
{
    (void)state;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    return lic_xsd_load(&schema, apr_pstrcat(pool, golden_source(), "/xslt/licences.xsd", NULL), pool) != NULL;
}

static int end(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    return 0;
}

/* Reads everything, and all texts; *most: how many bytes more than at the first row were in use at any row */
static lic_error_t *read_all(lic_made_t *source, apr_size_t *most)
{
    lic_reader_t *reader;
    apr_pool_t *each;
    const char *name, *text;
    apr_size_t first = 0;
    int depth;
    source->rest = source->begin;
    source->at = 0;
    *most = 0;
    apr_pool_create(&each, pool);
    LIC_TRY(lic_reader_open(&reader, read_made, source, NULL, schema, pool));
    for (;;) {
        LIC_TRY(lic_reader_next(&name, &depth, reader));
        if (!name)
            return NULL;
        if (!strcmp(name, "name"))
            LIC_TRY(lic_reader_text(&text, reader, each));
        apr_pool_clear(each);
        if (source->at < 1000)
            continue;
        const apr_size_t used = mallinfo2().uordblks;
        first = first ? first : used;
        *most = used > first && used - first > *most ? used - first : *most;
    }
}

#define LIST   "<employees xmlns='urn:mod-licences:1' mode='merge'>"
#define PERSON "<employee login='p' email='p@example.com'><name>"

static void test_memory_does_not_grow_with_the_rows(void **state)
{
    lic_made_t source = {.begin = LIST,
                         .piece = "<employee login='p' email='p@example.com'><name>P &amp; P</name></employee>",
                         .end = "</employees>",
                         .pieces = 100000};
    apr_size_t most;
    (void)state;
    assert_null(read_all(&source, &most));
    assert_int_equal(source.at, source.pieces + 1);
    assert_in_range(most, 0, 256 * 1024);
}

/* Megabytes between two tags are refused before they are read, in whatever they come */
static void test_what_lies_between_two_tags_is_bounded(void **state)
{
    static const char *const pieces[] = {"<!-- x -->", "<?piece x?>", "a<!-- x -->", "a<![CDATA[x]]>", "x "};
    (void)state;
    for (apr_size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++)
        for (int inside = 0; inside < 2; inside++) {
            lic_made_t source = {.begin = inside ? LIST PERSON : LIST,
                                 .piece = pieces[i],
                                 .end = inside ? "</name></employee></employees>" : "</employees>",
                                 .pieces = 4000000};
            apr_size_t most;
            lic_error_t *err = read_all(&source, &most);
            assert_non_null(err);
            assert_string_equal(err->problem, "xml-invalid");
            assert_in_range(source.at, 1, 400000);
        }
}

static void test_a_text_of_some_pieces_is_one(void **state)
{
    lic_made_t source = {.begin = LIST PERSON,
                         .piece = "a<!-- x --><![CDATA[<]]>",
                         .end = "</name></employee></employees>",
                         .pieces = 3,
                         .rest = LIST PERSON};
    lic_reader_t *reader;
    const char *name, *text;
    int depth;
    (void)state;
    assert_null(lic_reader_open(&reader, read_made, &source, NULL, schema, pool));
    do {
        assert_null(lic_reader_next(&name, &depth, reader));
        assert_non_null(name);
    } while (strcmp(name, "name") != 0);
    assert_null(lic_reader_text(&text, reader, pool));
    assert_string_equal(text, "a<a<a<");
}

static void LIBXML_ATTR_FORMAT(2, 3) count(void *context, const char *fmt, ...)
{
    (void)fmt;
    ++*(int *)context;
}

/* Standard error is the server's log, where anybody's XML could write otherwise */
static void test_libxml2_says_nothing_to_standard_error(void **state)
{
    static const char *const begins[] = {"<?xml version='1.1'?>", "<?xml version='2.0'?>", "<!-- \xff -->", ""};
    int said = 0;
    (void)state;
    xmlSetGenericErrorFunc(&said, count);
    for (apr_size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
        lic_made_t source = {
            .begin = begins[i], .piece = LIST PERSON "&x;</name></employee>", .end = "</employees>", .pieces = 1};
        apr_size_t most;
        read_all(&source, &most);
        assert_int_equal(said, 0);
    }
    assert_true(xmlGenericErrorContext == &said);
    xmlSetGenericErrorFunc(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory_does_not_grow_with_the_rows),
                                       cmocka_unit_test(test_what_lies_between_two_tags_is_bounded),
                                       cmocka_unit_test(test_a_text_of_some_pieces_is_one),
                                       cmocka_unit_test(test_libxml2_says_nothing_to_standard_error)};
    return cmocka_run_group_tests(tests, begin, end);
}
