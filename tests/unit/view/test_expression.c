/* Simple expressions, carried out here: on every node, with every kind of variable, as libxslt carries them out. */
#include "golden.h"

#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxslt/transform.h>

#include "view/render/function.h"
#include "view/render/shortcut.h"

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

static const char *const operands[] = {"@a",
                                       "@b",
                                       "@none",
                                       "@few-left",
                                       "../@a",
                                       "preceding-sibling::*[1]/@a",
                                       "following-sibling::*[1]/@b",
                                       "/*/@a",
                                       "l:name",
                                       "l:item",
                                       "l:none",
                                       "'x'",
                                       "''",
                                       "'7'",
                                       "7",
                                       "7.5",
                                       "$text",
                                       "$empty",
                                       "$seven",
                                       "$yes",
                                       "$no",
                                       "$nobody",
                                       "$name",
                                       "$items",
                                       "$letter",
                                       "$tree",
                                       "$branch",
                                       "$attribute",
                                       "$given",
                                       "string(@a)",
                                       "string($tree)",
                                       "string(l:item)",
                                       "(@a)"};

static const char *const signs[] = {"=", "!=", "&lt;", "&lt;=", "&gt;", ">="};

static const char *const others[] = {"not(@a)",
                                     "not(@none or l:name)",
                                     "@a and l:name",
                                     "@none or @b = 'x' or $no",
                                     "@a = 'x' and (@b = '7' or $yes) and not($no)",
                                     "(@a = 'x') = $yes",
                                     "contains(@a, 'x')",
                                     "contains(@none, '')",
                                     "starts-with($text, 'x')",
                                     "starts-with(l:item, string(@a))",
                                     "not(starts-with(@a, '/')) and $tree != ''",
                                     "  @a\n=\t'x'  ",
                                     "concat(@a, '-', @none, l:name)",
                                     "concat('', @none)",
                                     "substring-before(@few-left, '.')",
                                     "substring-before(@few-left, '')",
                                     "substring-after(@few-left, '.')",
                                     "substring-after(@few-left, @none)",
                                     "substring-after(substring-before('a/b/c', '/c'), '/') = 'b'",
                                     "f:number(@b)",
                                     "f:t('{who} has {n}', 'who', f:isolate(l:name), 'n', f:number(@b))",
                                     "f:tn('{n} day', '{n} days', @b)",
                                     "f:money(@b, 'DKK')",
                                     "f:date('2026-11-30', 'l')",
                                     "f:digest() = 'digest'",
                                     "@a='x'or@b='7'",
                                     "@a = &quot;x&quot;",
                                     "$space = 'urn:mod-licences:1'"};

/* These are libxslt's. */
static const char *const strange[] = {"count(l:item)",
                                      "@a + 1",
                                      "-@b",
                                      "l:item[1]",
                                      "l:item/@a",
                                      "self::l:doc",
                                      "*",
                                      ".",
                                      "@a | @b",
                                      "//@a",
                                      "@*",
                                      "@l:a",
                                      "position() = 1",
                                      "translate(@a, 'x', 'y')",
                                      "$items[2]",
                                      "concat(@a, 1 + 1)",
                                      "f:number(@b + 1)",
                                      "f:t(.)",
                                      "$no and l:number(@b)",
                                      "@a != @b != @none"};

static const char *const document = "<l:doc xmlns:l='urn:mod-licences:1' a='x' b='7' few-left='7.0'><l:name>x</l:name>"
                                    "<l:item a='' b='8'>1</l:item><l:item a='xy'>2<l:name>7</l:name></l:item><l:item "
                                    "b=' 7 '><l:item/>3<!-- 4 -->5</l:item>"
                                    "<l:empty none='x' few-left='NaN'><other a='7'/><l:name/></l:empty></l:doc>";

/* Each expression as a test, as a choice among others, and as a value. */
static const char *instructions(const char *so_far, const char *expression)
{
    return apr_psprintf(p,
                        "%s<xsl:if test=\"%s\">if </xsl:if><xsl:choose><xsl:when test=\"count(*) = 9\">never</xsl:when>"
                        "<xsl:when test=\"%s\">when </xsl:when><xsl:otherwise>otherwise </xsl:otherwise></xsl:choose>"
                        "<xsl:value-of select=\"%s\"/>|",
                        so_far, expression, expression, expression);
}

static const char *sheet_of(const char *body)
{
    return apr_pstrcat(
        p,
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:l='urn:mod-licences:1'"
        " xmlns:f='urn:mod-licences:functions'>"
        "<xsl:output method='text'/><xsl:param name='given'/><xsl:variable name='letter'>x</xsl:variable>"
        "<xsl:template match='/'><xsl:apply-templates select='//node()'><xsl:with-param name='text' select=\"'xyz'\"/>"
        "</xsl:apply-templates></xsl:template><xsl:template match='node()'><xsl:param name='text'/>"
        "<xsl:variable name='empty' select=\"''\"/><xsl:variable name='seven' select='7'/>"
        "<xsl:variable name='yes' select='true()'/><xsl:variable name='no' select='false()'/>"
        "<xsl:variable name='nobody' select='/..'/><xsl:variable name='name' select='/*/l:name'/>"
        "<xsl:variable name='attribute' select='/*/@b'/><xsl:variable name='items' select='//l:item'/>"
        "<xsl:variable name='space' select='/*/namespace::l'/>"
        "<xsl:variable name='tree'>x</xsl:variable><xsl:variable name='branch'><b>7</b>8</xsl:variable>",
        body, "&#10;</xsl:template></xsl:stylesheet>", NULL);
}

static xsltStylesheet *compile(const char *body)
{
    const char *text = sheet_of(body);
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "test.xsl", NULL, 0);
    assert_non_null(doc);
    xsltStylesheet *style = xsltParseStylesheetDoc(doc);
    assert_non_null(style);
    return style;
}

static const char *apply(xsltStylesheet *style)
{
    static const char *given[] = {"given", "'x'", NULL};
    const lic_look_t look = {"da-DK", NULL, 0, NULL};
    lic_render_args_t rendering = {&look, lic_catalogue_make(p), "digest", "da-DK", "da", lic_cells_make(&look), p};
    xmlDoc *doc = xmlReadMemory(document, (int)strlen(document), NULL, NULL, 0);
    xsltTransformContext *context = xsltNewTransformContext(style, doc);
    context->_private = &rendering;
    assert_true(lic_function_register(context));
    xmlDoc *result = xsltApplyStylesheetUser(style, doc, given, NULL, NULL, context);
    assert_non_null(result);
    const char *text = apr_pstrdup(p, (const char *)result->children->content);
    xmlFreeDoc(result);
    xsltFreeTransformContext(context);
    xmlFreeDoc(doc);
    return text;
}

static int left_to_libxslt(const xsltStylesheet *style, xsltStyleType type, xsltTransformFunction theirs)
{
    int n = 0;
    for (const xsltElemPreComp *one = style->preComps; one; one = one->next)
        n += one->type == type && one->func == theirs;
    return n;
}

/* What each gives with and without shortcuts; and whether there is a shortcut for the test, the choice and the value.
 */
static void check(const char *body, int mine)
{
    xsltStylesheet *style = compile(body);
    const char *theirs = apply(style);
    const int tests = left_to_libxslt(style, XSLT_FUNC_IF, xsltIf);
    lic_shortcut_install(style, p);
    assert_string_equal(apply(style), theirs);
    assert_int_equal(left_to_libxslt(style, XSLT_FUNC_IF, xsltIf), mine ? 0 : tests);
    assert_int_equal(left_to_libxslt(style, XSLT_FUNC_CHOOSE, xsltChoose), mine ? 0 : tests);
    assert_int_equal(left_to_libxslt(style, XSLT_FUNC_VALUEOF, xsltValueOf), mine ? 0 : tests);
    xsltFreeStylesheet(style);
}

static void simple_expressions_give_what_libxslt_makes_of_them(void **state)
{
    const unsigned n = sizeof(operands) / sizeof(*operands);
    (void)state;
    for (unsigned i = 0; i < n; i++) {
        const char *body = instructions("", operands[i]);
        for (unsigned k = 0; k < n; k++)
            for (unsigned s = 0; s < sizeof(signs) / sizeof(*signs); s++)
                body = instructions(body, apr_psprintf(p, "%s %s %s", operands[i], signs[s], operands[k]));
        check(body, 1);
    }
    for (unsigned i = 0; i < sizeof(others) / sizeof(*others); i++)
        check(instructions("", others[i]), 1);
}

static void other_expressions_are_left_to_libxslt(void **state)
{
    (void)state;
    for (unsigned i = 0; i < sizeof(strange) / sizeof(*strange); i++)
        check(instructions("", strange[i]), 0);
}

static void a_variable_is_the_innermost_of_its_name(void **state)
{
    (void)state;
    check("<xsl:variable name='letter' select=\"'y'\"/><xsl:if test=\"$letter = 'y'\">inner</xsl:if>"
          "<xsl:choose><xsl:when test=\"$letter = 'x'\">outer</xsl:when></xsl:choose><xsl:value-of select='$letter'/>",
          1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_expressions_give_what_libxslt_makes_of_them),
        cmocka_unit_test(other_expressions_are_left_to_libxslt),
        cmocka_unit_test(a_variable_is_the_innermost_of_its_name),
    };
    if (apr_initialize() != APR_SUCCESS)
        return 1;
    return cmocka_run_group_tests(tests, setup, teardown);
}
