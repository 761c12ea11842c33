/* The writer and the schema: what can't be XML is an error, and what breaks the schema is named with its line. */
#include "golden.h"
#include "whole.h"

#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxslt/transform.h>
#include <libxml/parser.h>

#include "view/document/problem.h"
#include "view/render/sheet.h"
#include "view/render/xml.h"
#include "view/io/xsd.h"

static apr_pool_t *p;
static lic_xsd_t *xsd;

static int group_setup(void **state)
{
    (void)state;
    apr_pool_create(&p, NULL);
    lic_view_init(p);
    golden_ok(lic_xsd_load(&xsd, apr_pstrcat(p, golden_source(), "/xslt/licences.xsd", NULL), p));
    return 0;
}

static void write_something(lic_xml_t *x, const char *text)
{
    lic_xml_start(x, "log");
    lic_xml_attr(x, "account", text);
    lic_xml_attr(x, "absent", NULL);
    lic_xml_attr_int(x, "revision", APR_INT64_MIN);
    lic_xml_attr_time(x, "never", 0);
    lic_xml_attr_time(x, "at", apr_time_from_sec(1795514400));
    lic_xml_attr_date(x, "no-day", LIC_DATE_NONE);
    lic_xml_attr_date(x, "day", lic_date_make(2026, 11, 24));
    lic_xml_element(x, "name", text);
    lic_xml_end(x);
}

static const char *streamed(lic_xml_t *x)
{
    apr_size_t length;
    const char *text = lic_xml_take(x, &length, p);
    return apr_pstrmemdup(p, text, length);
}

static const char expected[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<log xmlns=\"urn:mod-licences:1\" account=\"AT&amp;T &lt;s\xc3\xb8&gt;\" "
                               "revision=\"-9223372036854775808\" at=\"2026-11-24T10:00:00Z\" day=\"2026-11-24\">"
                               "<name>AT&amp;T &lt;s\xc3\xb8&gt;</name></log>\n";

static void tree_and_stream_write_the_same(void **state)
{
    golden_sink_t sink;
    (void)state;
    lic_xml_t *tree = lic_xml_make_tree(LIC_XML_NAMESPACE, p), *stream = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
    write_something(tree, "AT&T <s\xc3\xb8>");
    write_something(stream, "AT&T <s\xc3\xb8>");
    golden_ok(lic_xml_error(tree));
    golden_ok(lic_xml_error(stream));
    golden_sink(&sink, p);
    golden_ok(lic_tree_write(&sink.out, lic_xml_tree(tree), p));
    assert_string_equal(sink.text, expected);
    const char *text = streamed(stream);
    assert_memory_equal(text, expected, strlen(text));
    assert_true(strlen(text) >= strlen(expected) - 1);
}

/* What an older database holds, written to a tree and to a stream. */
static void what_xml_cant_hold_becomes_a_replacement_character(void **state)
{
    static const char *const texts[][2] = {{"bell \x07 rang", "bell \xef\xbf\xbd rang"},
                                           {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
                                           {"cut \xc3", "cut \xef\xbf\xbd"},
                                           {"\xef\xbf\xbf", "\xef\xbf\xbd"},
                                           {"s\xc3\xb8\ttab", "s\xc3\xb8\ttab"}};
    (void)state;
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        golden_sink_t sink;
        lic_xml_t *tree = lic_xml_make_tree(LIC_XML_NAMESPACE, p), *stream = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
        write_something(tree, texts[i][0]);
        write_something(stream, texts[i][0]);
        golden_ok(lic_xml_error(tree));
        golden_ok(lic_xml_error(stream));
        golden_sink(&sink, p);
        golden_ok(lic_tree_write(&sink.out, lic_xml_tree(tree), p));
        assert_non_null(strstr(sink.text, apr_pstrcat(p, "<name>", texts[i][1], "</name>", NULL)));
        assert_non_null(strstr(streamed(stream), apr_pstrcat(p, "<name>", texts[i][1], "</name>", NULL)));
    }
}

/* A parser reads what was written, also where it would take a character for markup or for another one. */
static void what_is_streamed_is_read_again_as_it_was(void **state)
{
    static const char *const texts[] = {"",    "<&>\"'",     "a\tb\nc\rd\r\n",
                                        "]]>", "&amp;&#10;", "s\xc3\xb8 \xf0\x9f\x98\x80"};
    (void)state;
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        lic_xml_t *x = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
        write_something(x, texts[i]);
        const char *text = streamed(x);
        xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        const xmlNode *root = xmlDocGetRootElement(doc);
        assert_string_equal(xmlGetNoNsProp(root, BAD_CAST "account"), texts[i]);
        assert_string_equal(xmlNodeGetContent(root->children), texts[i]);
        xmlFreeDoc(doc);
    }
}

/* It is an error and not a document that lacks something. */
static void elements_beyond_what_can_be_open_are_an_error(void **state)
{
    lic_xml_t *x = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
    (void)state;
    for (int i = 0; i < 16; i++)
        lic_xml_start(x, "log");
    golden_ok(lic_xml_error(x));
    lic_xml_start(x, "log");
    assert_non_null(lic_xml_error(x));
}

static void what_is_taken_comes_once_and_elements_may_be_open(void **state)
{
    lic_xml_t *x = lic_xml_make_buffer(LIC_XML_NAMESPACE, p);
    const char *parts = "";
    (void)state;
    lic_xml_start(x, "log");
    for (int i = 0; i < 3; i++) {
        parts = apr_pstrcat(p, parts, streamed(x), "|", NULL);
        lic_xml_start(x, "entry");
        lic_xml_attr_int(x, "id", i);
        lic_xml_end(x);
    }
    lic_xml_end(x);
    parts = apr_pstrcat(p, parts, streamed(x), NULL);
    assert_non_null(strstr(parts, "<entry id=\"0\"/>|<entry id=\"1\"/>|<entry id=\"2\"/></log>"));
    assert_null(strstr(strstr(parts, "id=\"0\"") + 1, "id=\"0\""));
}

/* --- the schema
 * ----------------------------------------------------------------------------------------------------------- */

static void every_document_follows_the_schema(void **state)
{
    static const char *const names[] = {"overview",
                                        "product",
                                        "preview-bought",
                                        "preview-scaled-down",
                                        "invoices",
                                        "invoice",
                                        "log",
                                        "employees",
                                        "assignments",
                                        "problem",
                                        "overview-export",
                                        "invoices-export",
                                        "log-export",
                                        "employees-export",
                                        "assignments-export"};
    (void)state;
    for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
        golden_ok(whole_check(xsd, golden_tree(apr_pstrcat(p, names[i], ".xml", NULL), p), p));
}

static void problem_documents_are_those_of_the_rfc(void **state)
{
    xmlDoc *doc;
    (void)state;
    lic_error_t *err = lic_error_make(p, LIC_FORBIDDEN, "no-right", "dan lacks the right my-account-view");
    lic_error_fact(err, "right", "my-account-view");
    golden_ok(lic_problem_tree(&doc, err, 403, "Forbidden", "/licences/", p));
    golden_ok(whole_check(xsd, doc, p));
    golden_check("problem.xml", golden_layout(doc, p), p);
}

static lic_error_t *check(const char *text)
{
    xmlDoc *doc;
    lic_error_t *err = whole_parse(&doc, text, strlen(text), p);
    return err ? err : whole_check(xsd, doc, p);
}

static void what_partners_send_is_taken(void **state)
{
    (void)state;
    golden_ok(check("<product xmlns='urn:mod-licences:1' quantity='30'/>"));
    golden_ok(check("<employees xmlns='urn:mod-licences:1'><employee login='x'><name>X</name></employee></employees>"));
}

static void what_breaks_the_schema_is_named_with_its_line(void **state)
{
    static const char *const texts[] = {"<product xmlns='urn:mod-licences:1'\n quantity='1.000'/>",
                                        "<product xmlns='urn:mod-licences:1'\n quantity='-1'/>",
                                        "<product\n xmlns='urn:mod-licences:2' quantity='1'/>",
                                        ("<log xmlns='urn:mod-licences:1'>\n<entry id='1' at='2026-11-24T10:00:00Z' "
                                         "actor='a' action='stolen' object='x' old='' new=''><name/></entry></log>")};
    (void)state;
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        lic_error_t *err = check(texts[i]);
        assert_non_null(err);
        assert_string_equal(err->problem, "xml-invalid");
        assert_string_equal(apr_table_get(err->facts, "line"), "2");
    }
}

static void doctypes_entities_and_rubbish_are_malformed(void **state)
{
    static const char *const texts[] = {
        "", "no xml", "<product xmlns='urn:mod-licences:1'>",
        "<!DOCTYPE product [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><product xmlns='urn:mod-licences:1'>&x;</product>",
        "<!DOCTYPE product SYSTEM 'http://127.0.0.1:1/x.dtd'><product xmlns='urn:mod-licences:1' quantity='1'/>"};
    (void)state;
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        lic_error_t *err = check(texts[i]);
        assert_non_null(err);
        assert_string_equal(err->problem, "xml-malformed");
    }
}

/* libxslt frees what it strips, and that must be libxml2's to free. */
static void texts_of_blanks_may_be_stripped_from_a_tree_or_stay(void **state)
{
    static const char sheet[] = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>%s"
                                "<xsl:template match='/'><n><xsl:value-of select='count(//text())'/></n></xsl:template>"
                                "</xsl:stylesheet>";
    static const char *const strips[][2] = {{"", "5"}, {"<xsl:strip-space elements='*'/>", "2"}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        apr_pool_t *own;
        apr_pool_create(&own, p);
        const char *text = apr_psprintf(own, sheet, strips[i][0]);
        xsltStylesheet *style = xsltParseStylesheetDoc(xmlReadMemory(text, (int)strlen(text), "x.xsl", NULL, 0));
        lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, own);
        lic_xml_start(x, "rows");
        lic_xml_attr(x, "blank", " ");
        lic_xml_element(x, "name", "");
        lic_xml_element(x, "name", " \t\n");
        lic_xml_element(x, "name", "a b");
        lic_xml_text(x, " ");
        lic_xml_text(x, "c");
        lic_xml_end(x);
        golden_ok(lic_xml_error(x));
        xmlDoc *result = xsltApplyStylesheet(style, lic_xml_tree(x), NULL);
        assert_string_equal(result->children->children->content, strips[i][1]);
        xmlFreeDoc(result);
        xsltFreeStylesheet(style);
        apr_pool_destroy(own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tree_and_stream_write_the_same),
                                       cmocka_unit_test(texts_of_blanks_may_be_stripped_from_a_tree_or_stay),
                                       cmocka_unit_test(what_xml_cant_hold_becomes_a_replacement_character),
                                       cmocka_unit_test(what_is_streamed_is_read_again_as_it_was),
                                       cmocka_unit_test(elements_beyond_what_can_be_open_are_an_error),
                                       cmocka_unit_test(what_is_taken_comes_once_and_elements_may_be_open),
                                       cmocka_unit_test(every_document_follows_the_schema),
                                       cmocka_unit_test(problem_documents_are_those_of_the_rfc),
                                       cmocka_unit_test(what_partners_send_is_taken),
                                       cmocka_unit_test(what_breaks_the_schema_is_named_with_its_line),
                                       cmocka_unit_test(doctypes_entities_and_rubbish_are_malformed)};
    apr_initialize();
    int failed = cmocka_run_group_tests_name("view: XML", tests, group_setup, NULL);
    apr_terminate();
    return failed;
}
