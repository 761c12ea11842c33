/* HTML of any tree is what libxml2's serialiser makes of it, or is left to that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

#include "view/render/html.h"

static apr_pool_t *p;

static int setup(void **state)
{
    (void)state;
    return apr_pool_create(&p, NULL) != APR_SUCCESS;
}

static int teardown(void **state)
{
    (void)state;
    apr_pool_destroy(p);
    return 0;
}

static const char *const names[] = {
    "a",   "area",  "b",      "base",  "body",   "br",      "button",  "caption", "col",      "dd",
    "div", "dl",    "dt",     "embed", "form",   "frame",   "h1",      "head",    "hr",       "html",
    "img", "input", "label",  "li",    "link",   "main",    "meta",    "nav",     "ol",       "option",
    "p",   "param", "path",   "rect",  "script", "select",  "small",   "span",    "strong",   "style",
    "svg", "table", "tbody",  "td",    "th",     "thead",   "time",    "title",   "tr",       "ul",
    "wbr", "track", "source", "bdi",   "dialog", "details", "summary", "isindex", "textarea", "basefont"};
static const char *const attributes[] = {"action", "checked",  "class",   "data-x", "defer",    "disabled",
                                         "href",   "multiple", "name",    "src",    "selected", "readonly",
                                         "title",  "value",    "viewBox", "open",   "hidden",   "required"};
static const char *const values[] = {"",
                                     "plain",
                                     "<script>alert('\"&amp;\"')</script>",
                                     "\"'<>&",
                                     "\"",
                                     "'",
                                     "]]>",
                                     "</p><b>",
                                     " a b?c=d&e#f",
                                     "javascript:x",
                                     "\xC3\xA6\xE2\x80\xAE",
                                     "a\nb\tc",
                                     "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\x7f"};

/* The same numbers each time, so that what fails once fails again */
static unsigned seed;

static unsigned random_below(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

#define ANY_OF(list) BAD_CAST list[random_below(sizeof(list) / sizeof(*(list)))]

static void fill(xmlNode *node, int depth)
{
    for (unsigned n = random_below(4); n > 0; n--)
        xmlSetProp(node, ANY_OF(attributes), ANY_OF(values));
    for (unsigned n = random_below(5); n > 0 && depth < 6; n--)
        if (random_below(3))
            fill(xmlNewChild(node, NULL, ANY_OF(names), NULL), depth + 1);
        else
            xmlAddChild(node, xmlNewText(ANY_OF(values)));
}

static htmlDocPtr make_page(void)
{
    htmlDocPtr doc = htmlNewDocNoDtD(NULL, NULL);
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "html", NULL);
    if (random_below(2))
        xmlCreateIntSubset(doc, BAD_CAST "html", NULL, BAD_CAST "about:legacy-compat");
    xmlAddChild((xmlNode *)doc, root);
    return doc;
}

static const char *by_libxml2(htmlDocPtr doc)
{
    xmlOutputBuffer *buffer = xmlAllocOutputBuffer(NULL);
    htmlDocContentDumpFormatOutput(buffer, doc, "UTF-8", 0);
    const char *text =
        apr_pstrmemdup(p, (const char *)xmlOutputBufferGetContent(buffer), xmlOutputBufferGetSize(buffer));
    xmlOutputBufferClose(buffer);
    return text;
}

static const char *by_us(htmlDocPtr doc)
{
    apr_size_t length;
    const char *text = lic_html_write(&length, doc, p);
    return text ? apr_pstrmemdup(p, text, length) : NULL;
}

static void any_tree_is_written_as_libxml2_does(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 3000; n++) {
        seed = n;
        htmlDocPtr doc = make_page();
        fill(xmlDocGetRootElement(doc), 0);
        if (n % 2)
            htmlSetMetaEncoding(doc, BAD_CAST "UTF-8");
        assert_string_equal(by_us(doc), by_libxml2(doc));
        xmlFreeDoc(doc);
        apr_pool_clear(p);
    }
}

static void each_element_and_attribute_is_written_as_libxml2_does(void **state)
{
    (void)state;
    for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
        for (unsigned k = 0; k < sizeof(attributes) / sizeof(*attributes); k++)
            for (unsigned n = 0; n < sizeof(values) / sizeof(*values); n++) {
                htmlDocPtr doc = make_page();
                xmlNode *node = xmlNewChild(xmlDocGetRootElement(doc), NULL, BAD_CAST names[i], NULL);
                xmlSetProp(node, BAD_CAST attributes[k], BAD_CAST values[n]);
                assert_string_equal(by_us(doc), by_libxml2(doc));
                xmlFreeDoc(doc);
            }
}

static void what_only_libxml2_writes_is_left_to_it(void **state)
{
    (void)state;
    for (int n = 0; n < 9; n++) {
        htmlDocPtr doc = make_page();
        xmlNode *root = xmlDocGetRootElement(doc), *node = xmlNewChild(root, NULL, BAD_CAST "p", NULL);
        switch (n) {
        case 0:
            xmlNewNs(node, BAD_CAST "urn:x", BAD_CAST "x");
            break;
        case 1:
            xmlSetNs(node, xmlNewNs(root, BAD_CAST "urn:x", NULL));
            break;
        case 2:
            xmlNewChild(node, NULL, BAD_CAST "BR", NULL);
            break;
        case 3:
            xmlAddChild(node, xmlNewDocPI(doc, BAD_CAST "x", BAD_CAST "y"));
            break;
        case 4:
            xmlAddChild(node, xmlNewReference(doc, BAD_CAST "nbsp"));
            break;
        case 5:
            xmlSetProp(node, BAD_CAST "title", BAD_CAST "<!--#include x-->");
            break;
        case 6:
            xmlSetProp(node, BAD_CAST "title", BAD_CAST "&{x};");
            break;
        case 7:
            xmlSetProp(node, BAD_CAST "CHECKED", BAD_CAST "x");
            break;
        default:
            for (int depth = 0; depth < 1000; depth++)
                node = xmlNewChild(node, NULL, BAD_CAST "b", NULL);
        }
        assert_null(by_us(doc));
        xmlFreeDoc(doc);
    }
}

/* A browser's parser gets back what went in, and no element has come of it. */
static void hostile_values_come_back_as_they_were(void **state)
{
    (void)state;
    for (unsigned n = 0; n < sizeof(values) / sizeof(*values); n++) {
        htmlDocPtr doc = make_page();
        xmlNode *body = xmlNewChild(xmlDocGetRootElement(doc), NULL, BAD_CAST "body", NULL);
        xmlNode *node = xmlNewTextChild(body, NULL, BAD_CAST "p", BAD_CAST values[n]);
        xmlSetProp(node, BAD_CAST "title", BAD_CAST values[n]);
        const char *text = by_us(doc);
        htmlDocPtr read = htmlReadMemory(text, (int)strlen(text), NULL, "UTF-8", 0);
        const xmlNode *back = xmlDocGetRootElement(read)->children->children;
        xmlChar *content = xmlNodeGetContent(back), *title = xmlGetProp(back, BAD_CAST "title");
        assert_string_equal((const char *)content, values[n]);
        assert_string_equal((const char *)title, values[n]);
        assert_true(!back->next && (!back->children || back->children->type == XML_TEXT_NODE));
        xmlFree(content);
        xmlFree(title);
        xmlFreeDoc(read);
        xmlFreeDoc(doc);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_tree_is_written_as_libxml2_does),
        TEST(each_element_and_attribute_is_written_as_libxml2_does),
        TEST(what_only_libxml2_writes_is_left_to_it),
        TEST(hostile_values_come_back_as_they_were),
    };
    apr_initialize();
    int failed = cmocka_run_group_tests_name("view: HTML", tests, NULL, NULL);
    apr_terminate();
    return failed;
}
