/*
 * XML that is sent: read element by element with the schema it is taken exactly when the whole tree is; however it
 * comes in, what is read is the same; and the time that it takes grows with its size alone.
 */
#include "../unit/view/whole.h"
#include "fuzz.h"

#include <string.h>
#include <time.h>

#include <apr_strings.h>

#include "view/io/markup.h"
#include "view/io/reader.h"

enum { LEVELS = 256 };

typedef struct source_t {
    const char *data;
    size_t size, at, step;
} source_t;

static apr_status_t read_some(void *baton, char *buffer, apr_size_t *length)
{
    source_t *source = baton;
    const size_t left = source->size - source->at;
    if (!left)
        return APR_EOF;
    if (*length > source->step)
        *length = source->step;
    if (*length > left)
        *length = left;
    memcpy(buffer, source->data + source->at, *length);
    source->at += *length;
    return APR_SUCCESS;
}

static const lic_xsd_t *schema_of(void)
{
    static lic_xsd_t *schema;
    if (!schema)
        HOLDS(!lic_xsd_load(&schema, fuzz_source("xslt/licences.xsd", fuzz_kept()), fuzz_kept()));
    return schema;
}

/* What PUT reads of an element, in words */
static lic_error_t *take_element(const char **told, const char *name, int depth, lic_reader_t *reader, apr_pool_t *p)
{
    static const char *const attributes[] = {"login", "email", "initials", "purchased", "next"};
    const char *text = "";
    HOLDS(depth >= 0 && depth <= LEVELS && lic_reader_line(reader) >= 1);
    *told = apr_psprintf(p, "%d %s", depth, name);
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        const char *value = lic_reader_attr(reader, attributes[i], p);
        HOLDS(!value || fuzz_is_text(value));
        *told = apr_pstrcat(p, *told, " ", value ? value : "-", NULL);
    }
    const char *word = lic_reader_word(reader, "status", p);
    HOLDS(!word || !strpbrk(word, " \t\r\n"));
    if (!strcmp(name, "name"))
        LIC_TRY(lic_reader_text(&text, reader, p));
    HOLDS(strlen(text) <= LIC_READER_TEXT_MAX && fuzz_is_text(text));
    *told = apr_pstrcat(p, *told, " ", text, NULL);
    return NULL;
}

static lic_error_t *read_all(apr_array_header_t *told, source_t *source, const lic_xsd_t *schema, apr_pool_t *p)
{
    lic_reader_t *reader;
    const char *name;
    int depth;
    LIC_TRY(lic_reader_open(&reader, read_some, source, NULL, schema, p));
    for (;;) {
        LIC_TRY(lic_reader_next(&name, &depth, reader));
        if (!name)
            return NULL;
        LIC_TRY(take_element((const char **)apr_array_push(told), name, depth, reader, p));
    }
}

/* The error's problem; NULL: it was taken */
static const char *told_of(apr_array_header_t *told, const char *data, size_t size, size_t step,
                           const lic_xsd_t *schema, apr_pool_t *p)
{
    source_t source = {data, size, 0, step};
    lic_error_t *err = read_all(told, &source, schema, p);
    HOLDS(!err || !strcmp(err->problem, "xml-invalid") || !strcmp(err->problem, "xml-malformed"));
    HOLDS(!err || fuzz_is_text(err->message));
    return err ? err->problem : NULL;
}

static void are_equal(const apr_array_header_t *a, const apr_array_header_t *b)
{
    HOLDS(a->nelts == b->nelts);
    for (int i = 0; i < a->nelts; i++)
        HOLDS(!strcmp(APR_ARRAY_IDX(a, i, const char *), APR_ARRAY_IDX(b, i, const char *)));
}

/* libxml2, reading in pieces, doesn't see that a text mustn't have ]]> where a piece ends within that */
static int ends_section(const char *data, size_t size)
{
    for (size_t i = 0; i + 3 <= size; i++)
        if (!memcmp(data + i, "]]>", 3))
            return 1;
    return 0;
}

/* Whether all elements are within what the scanner lets through */
static int is_bounded(const xmlNode *element, int depth)
{
    int n = 0;
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
        n++;
    for (const xmlNs *space = element->nsDef; space; space = space->next)
        n++;
    if (n > LIC_MARKUP_ATTRIBUTES || depth > LIC_MARKUP_DEPTH)
        return 0;
    for (const xmlNode *child = element->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && !is_bounded(child, depth + 1))
            return 0;
    return 1;
}

/* What the scanner says of the bytes, so many at a time; NULL: nothing */
static const char *scanned(const char *data, size_t size, size_t step)
{
    lic_markup_t markup = {0};
    for (size_t at = 0; at < size; at += step)
        if (!lic_markup_scan(&markup, data + at, size - at < step ? size - at : step))
            return markup.wrong;
    return NULL;
}

/* What the scanner lets through is bounded as libxml2 sees it, too; and the whole tree is right when the reader says
 * so. The tree's parser takes a NUL for the end, and any encoding. */
static void compare_tree(const char *data, size_t size, const lic_xsd_t *schema, const char *problem, apr_pool_t *p)
{
    xmlDoc *doc;
    const char *wrong = scanned(data, size, size ? size : 1), *also = scanned(data, size, 1);
    HOLDS(!wrong == !also && (!wrong || !strcmp(wrong, also)));
    const int is_tree = !whole_parse(&doc, data, size, p),
              bounded = is_tree && is_bounded(xmlDocGetRootElement(doc), 1);
    HOLDS(wrong || !is_tree || bounded);
    if (size && (memchr(data, '\0', size) || strstr(apr_pstrmemdup(p, data, size), "encoding")))
        return;
    if (size < LIC_READER_TEXT_MAX && !ends_section(data, size) && (bounded || !is_tree))
        HOLDS(!problem == (is_tree && !whole_check(schema, doc, p)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const lic_xsd_t *schema = schema_of();
    apr_pool_t *p = fuzz_pool();
    const char *data = apr_pmemdup(p, size ? (const char *)bytes : "", size);
    apr_array_header_t *whole = apr_array_make(p, 8, sizeof(char *)), *pieces = apr_array_make(p, 8, sizeof(char *));
    apr_array_header_t *again = apr_array_make(p, 8, sizeof(char *));
    const clock_t begun = clock();
    const char *problem = told_of(whole, data, size, size, schema, p);
    HOLDS((clock() - begun) / (CLOCKS_PER_SEC / 1000) < 200 + (clock_t)size / 10);
    const int taken = !told_of(pieces, data, size, 7, schema, p);
    HOLDS(taken == !problem || ends_section(data, size));
    if (!problem && taken)
        are_equal(whole, pieces);
    if (!problem) {
        HOLDS(!told_of(again, data, size, size, NULL, p));
        are_equal(whole, again);
    }
    compare_tree(data, size, schema, problem, p);
    return 0;
}
