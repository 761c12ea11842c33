/*
 * What it costs to read XML from outside, of shapes that make libxml2 work hard, in bodies of 4, 16 and 64 MB: the time
 * must grow as they do.
 *
 *     make tests/bench/read && tests/bench/read xslt/licences.xsd [MEGABYTES…]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "base/wait.h"
#include "view/io/reader.h"

#define UNIT 1000000 /* bytes, more than any has */

/* A unit is before, so many times each, so many times inside, as often after_each, after; @ is which time it is. */
typedef struct lic_shape_t {
    const char *what, *before, *each, *inside, *after_each, *after;
    int times, times_inside;
} lic_shape_t;

#define LIST     "<employees xmlns='urn:mod-licences:1' xmlns:o='urn:o' mode='merge'>"
#define PERSON   "<employee login='p' initials='P'"
#define NAME     "<name>P</name>"
#define NAMED    "<employee login='p'><name>"
#define UNNAME   "</name></employee>"
#define OTHERS   "<extension><o:x>"
#define END      "</o:x></extension></employee>"
#define SPACE(n) " xmlns:" n "@='" n "'"
#define SPACES(n)                                                                                                      \
    SPACE(n "a") SPACE(n "b") SPACE(n "c") SPACE(n "d") SPACE(n "e") SPACE(n "f") SPACE(n "g") SPACE(n "h")
#define SIXTY_FOUR SPACES("a") SPACES("b") SPACES("c") SPACES("d") SPACES("e") SPACES("f") SPACES("g") SPACES("h")

static const lic_shape_t shapes[] = {
    {"many rows", PERSON ">" NAME "</employee>", "", "", "", "", 0, 0},
    {"64 attributes a tag", PERSON, " o:a@='1'", "", "", ">" NAME "</employee>", 62, 0},
    {"20,000 attributes a tag", PERSON, " o:a@='1'", "", "", ">" NAME "</employee>", 20000, 0},
    {"64 namespaces a tag", PERSON ">" NAME OTHERS "<o:y", " xmlns:n@='n@'", "", "", "/>" END, 64, 0},
    {"12 deep", PERSON ">" NAME OTHERS, "<o:n>", "", "</o:n>", END, 12, 0},
    {"64 namespaces at each of 12 depths", PERSON ">" NAME OTHERS, "<o:n" SIXTY_FOUR ">",
     "<aa0:q ab0:a='' ac0:b='' ad0:c='' ae0:d='' af0:f=''/>", "</o:n>", END, 12, 2000},
    {"comments", PERSON ">" NAME, "<!-- @ -->", "", "", "</employee>", 10000, 0},
    {"instructions", PERSON ">" NAME, "<?p @?>", "", "", "</employee>", 10000, 0},
    {"pieces of a text", NAMED, "a<!---->", "", "", UNNAME, 4000, 0},
    {"CDATA of a text", NAMED, "<![CDATA[a]]>", "", "", UNNAME, 4000, 0},
    {"characters by number", NAMED, "&#65;", "", "", UNNAME, 4000, 0},
    {"entities", NAMED, "&amp;", "", "", UNNAME, 4000, 0},
    {"blanks between tags", PERSON ">" NAME, "\n          ", "", "", "</employee>", 20000, 0},
    {"a long text of others", PERSON ">" NAME OTHERS, "abcdefghij", "", "", END, 20000, 0},
    {"pieces of a text of others", PERSON ">" NAME OTHERS, "a<!---->", "", "", END, 30000, 0},
};

typedef struct lic_made_t {
    const char *begin, *unit, *end, *rest;
    apr_size_t left;
    int ended;
} lic_made_t;

static apr_status_t read_made(void *baton, char *buffer, apr_size_t *length)
{
    lic_made_t *source = baton;
    while (!*source->rest) {
        if (source->ended)
            return APR_EOF;
        source->ended = source->left < strlen(source->unit);
        source->rest = source->ended ? source->end : source->unit;
        source->left -= source->ended ? 0 : strlen(source->unit);
    }
    const apr_size_t n = strlen(source->rest);
    *length = n < *length ? n : *length;
    memcpy(buffer, source->rest, *length);
    source->rest += *length;
    return APR_SUCCESS;
}

static char *add(char *at, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        for (const char *c = text; *c; c++)
            at += *c == '@' ? sprintf(at, "%d", i) : (*at = *c, 1);
    *at = '\0';
    return at;
}

static char *unit_of(const lic_shape_t *shape)
{
    char *unit = malloc(UNIT), *at = add(unit, shape->before, 1);
    at = add(at, shape->each, shape->times);
    at = add(at, shape->inside, shape->times_inside);
    at = add(at, shape->after_each, shape->times);
    add(at, shape->after, 1);
    return unit;
}

static void run(const lic_shape_t *shape, int megabytes, const lic_xsd_t *schema, apr_pool_t *p)
{
    lic_made_t source = {
        .begin = LIST, .unit = unit_of(shape), .end = "</employees>", .left = (apr_size_t)megabytes << 20};
    lic_reader_t *reader;
    const char *name = "", *text;
    apr_pool_t *each;
    int depth;
    source.rest = source.begin;
    apr_pool_create(&each, p);
    const apr_time_t begun = lic_wait_clock();
    lic_error_t *err = lic_reader_open(&reader, read_made, &source, NULL, schema, p);
    while (!err && name) {
        apr_pool_clear(each);
        err = lic_reader_next(&name, &depth, reader);
        if (!err && name && !strcmp(name, "name"))
            err = lic_reader_text(&text, reader, each);
    }
    printf(" %8.2f s", (double)(lic_wait_clock() - begun) / APR_USEC_PER_SEC);
    if (err)
        printf(" (%s)", err->message);
    fflush(stdout);
    free((char *)source.unit);
}

int main(int argc, char **argv)
{
    static const char *const sizes[] = {"", "4", "16", "64"};
    apr_pool_t *pool, *p;
    lic_xsd_t *schema;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    if (argc < 2 || lic_xsd_load(&schema, argv[1], pool)) {
        fputs("usage: read LICENCES.XSD [MEGABYTES...]\n", stderr);
        return 2;
    }
    const int given = argc > 2;
    const int n = given ? argc - 1 : (int)(sizeof(sizes) / sizeof(*sizes));
    for (apr_size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        printf("%-36s", shapes[i].what);
        for (int k = 1; k < n; k++) {
            apr_pool_create(&p, pool);
            run(&shapes[i], atoi(given ? argv[k + 1] : sizes[k]), schema, p);
            apr_pool_destroy(p);
        }
        printf("\n");
    }
    return 0;
}
