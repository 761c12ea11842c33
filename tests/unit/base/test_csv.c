/* test_csv.c  Reading CSV: what RFC 4180 says, what people save, and that nothing whatever makes it stumble. */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "vectors.h"

static apr_pool_t *pool;

/* A source that hands out so many bytes at a time */
typedef struct source_t {
    const char *text;
    apr_size_t length, at, step;
} source_t;

static apr_status_t read_some(void *baton, char *buffer, apr_size_t *length)
{
    source_t *source = baton;
    apr_size_t left = source->length - source->at;
    if (!left)
        return APR_EOF;
    if (*length > source->step)
        *length = source->step;
    if (*length > left)
        *length = left;
    memcpy(buffer, source->text + source->at, *length);
    source->at += *length;
    return APR_SUCCESS;
}

/* Records as "line:[a][b]\n", an error as "line N: …" */
static const char *all(const char *text, apr_size_t length, apr_size_t step)
{
    source_t source = {text, length, 0, step};
    lic_csv_t *csv = lic_csv_make(read_some, &source, pool);
    const char *said = "";
    lic_error_t *err = lic_csv_begin(csv, pool);
    while (!err) {
        const char *const *fields;
        apr_int64_t line;
        int n;
        err = lic_csv_next(&fields, &n, &line, csv, pool);
        if (err || !n)
            break;
        said = apr_psprintf(pool, "%s%d:", said, (int)line);
        for (int i = 0; i < n; i++)
            said = apr_pstrcat(pool, said, "[", fields[i], "]", NULL);
        said = apr_pstrcat(pool, said, "\n", NULL);
    }
    if (!err)
        return said;
    assert_int_equal(err->code, LIC_REFUSED);
    assert_string_equal(err->problem, "csv-malformed");
    assert_string_equal(apr_psprintf(pool, "line %s", apr_table_get(err->facts, "line")),
                        apr_pstrndup(pool, err->message, strcspn(err->message, ":")));
    return apr_pstrcat(pool, said, err->message, NULL);
}

static const char *csv(const char *text)
{
    return all(text, strlen(text), 65536);
}

static void records_are_read_as_rfc_4180_says(void **state)
{
    (void)state;
    assert_string_equal(csv("a,b\r\nc,d\r\n"), "1:[a][b]\n2:[c][d]\n");
    assert_string_equal(csv("a,b\r\nc,d"), "1:[a][b]\n2:[c][d]\n");
    assert_string_equal(csv("a,b\n\"c, d\",\"e \"\"f\"\"\"\n"), "1:[a][b]\n2:[c, d][e \"f\"]\n");
    assert_string_equal(csv("a,b\n\"c\r\nd\",e\nf,g\n"), "1:[a][b]\n2:[c\nd][e]\n4:[f][g]\n");
    assert_string_equal(csv("a,,\n,,\n"), "1:[a][][]\n2:[][][]\n");
    assert_string_equal(csv("a,\"\"\n"), "1:[a][]\n");
    assert_string_equal(csv(" a , b \n"), "1:[ a ][ b ]\n");
    assert_string_equal(csv(""), "");
}

static void what_people_save_is_understood(void **state)
{
    (void)state;
    assert_string_equal(csv("\xef\xbb\xbf"
                            "a;b\n1,5;c\n"),
                        "1:[a][b]\n2:[1,5][c]\n");
    assert_string_equal(csv("\"a;x\",b\n1;2,c\n"), "1:[a;x][b]\n2:[1;2][c]\n");
    assert_string_equal(csv("a,b\rc,d\r"), "1:[a][b]\n2:[c][d]\n");
    assert_string_equal(csv("a,b\n\n\r\nc,d\n\n"), "1:[a][b]\n4:[c][d]\n");
    assert_string_equal(csv("a\tb\n1,5\tc;d\n"), "1:[a][b]\n2:[1,5][c;d]\n");
    assert_string_equal(csv("sep=;\r\na,b;c\r\nd;e\r\n"), "2:[a,b][c]\n3:[d][e]\n");
    assert_string_equal(csv("\xef\xbb\xbf"
                            "SEP=,\na;b,c\n"),
                        "2:[a;b][c]\n");
    assert_string_equal(csv("sep=x\na,b\n"), "1:[sep=x]\n2:[a][b]\n");
    assert_string_equal(csv("one\ntwo;three\n"), "1:[one]\n2:[two;three]\n");
}

static void what_breaks_the_form_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } cases[] = {{"a,b\nc,\"d\ne,f\n", "line 2: a quote that is opened here is never closed"},
                 {"a,b\n\n\"c\"d,e\n", "line 3: text behind a closing quote"},
                 {"a,b\n\"c\nd\" ,e\n", "line 3: text behind a closing quote"},
                 {"a,b\nc \"d\",e\n", "line 2: a quote within a field"},
                 {"a,b\nS\xf8ren,c\n", "line 2: text that isn't UTF-8"},
                 {"a,b\nc,\x01\n", "line 2: text that isn't UTF-8"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (!strstr(csv(cases[i].text), cases[i].said))
            fail_msg("%s: %s", cases[i].text, csv(cases[i].text));
    assert_non_null(strstr(all("a,b\nc,d\0e\n", 10, 9), "line 2: a NUL byte"));
    char *wide = apr_pcalloc(pool, 10000);
    memset(wide, 'x', 4096);
    assert_null(strstr(csv(wide), "line"));
    memset(wide, 'x', 9000);
    assert_non_null(strstr(csv(wide), "line 1: a field of more than 4096 bytes"));
    memset(wide, ',', 100);
    wide[100] = '\0';
    assert_non_null(strstr(csv(wide), "line 1: more than 100 fields"));
}

static void it_does_not_matter_how_the_bytes_come(void **state)
{
    (void)state;
    const char *text = "\xef\xbb\xbf"
                       "a;b\r\n\"c\"\"\r\nd\";\xc3\xb8\r\n\r\ne;f";
    const char *whole = csv(text);
    for (apr_size_t step = 1; step < 12; step++)
        assert_string_equal(all(text, strlen(text), step), whole);
    /* over the edges of the reader's own buffer */
    char *big = apr_pcalloc(pool, 200000);
    for (apr_size_t at = 0; at < 140000; at += strlen(big + at))
        apr_cpystrn(big + at, "\"x\"\"y\r\nz\";S\xc3\xb8ren\r\n", 24);
    int records = 0;
    for (const char *at = csv(big); (at = strstr(at, ":[x\"y\nz][S\xc3\xb8ren]\n")); at++)
        records++;
    assert_int_equal(records, strlen(big) / strlen("\"x\"\"y\r\nz\";S\xc3\xb8ren\r\n"));
}

/* Random bytes out of those that matter, three times more with a change: no crash, no hang, no text out of nothing */
static void nothing_makes_it_stumble(void **state)
{
    (void)state;
    static const char alphabet[] = "\"\"\"\"\r\n\n,,;; ab\xc3\xb8\xef\xbb\xbf\xff\t\x01'=";
    unsigned seed = 20261124;
    char text[64];
    for (int round = 0; round < 20000; round++) {
        const apr_size_t length = (apr_size_t)(round % (int)sizeof(text));
        for (apr_size_t i = 0; i < length; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % sizeof(alphabet)]; /* its closing NUL as well */
        }
        const char *once = all(text, length, 65536);
        if (strcmp(once, all(text, length, 1 + seed % 5)))
            fail_msg("round %d depends on how the bytes come", round);
        if (round % 100 == 0)
            apr_pool_clear(pool);
    }
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
        cmocka_unit_test(records_are_read_as_rfc_4180_says),
        cmocka_unit_test(what_people_save_is_understood),
        cmocka_unit_test(what_breaks_the_form_is_told_with_its_line),
        cmocka_unit_test(it_does_not_matter_how_the_bytes_come),
        cmocka_unit_test(nothing_makes_it_stumble),
    };
    return cmocka_run_group_tests_name("csv", tests, begin, end);
}
