/* Stylesheets: pages as they were last looked at, what they may not do, and a portal's own in place of ours. */
#include "golden.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "base/text_locale.h"

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

static const char *const params[] = {
    "base",    "/licences",           "user",   "anna", "rights", "my-account my-account-view roles",
    "token",   "TOKEN-FORM",          "here",   "/",    "args",   "",
    "support", "support@example.com", "status", "403",  NULL};

static lic_look_t look_of(const char *locale, apr_pool_t *pool)
{
    lic_zone_t *zone;
    golden_ok(lic_zone_open(&zone, "Europe/Copenhagen", pool));
    const lic_look_t look = {locale, zone, 0, params};
    return look;
}

static const char *render(const lic_sheets_t *sheets, const char *sheet, xmlDoc *doc, const char *locale)
{
    golden_sink_t sink;
    lic_look_t look = look_of(locale, p);
    golden_sink(&sink, p);
    golden_ok(lic_sheet_apply(&sink.out, sheets, sheet, doc, &look, p));
    return sink.text;
}

/* --- pages
 * ------------------------------------------------------------------------------------------------------------ */

/* A tag a line, and without the digest that changes with every edit: so that a difference can be read. */
static const char *readable(const char *html)
{
    char *out = apr_palloc(p, 2 * strlen(html) + 1), *to = out;
    for (; *html; html++) {
        if (!strncmp(html, "?v=", 3)) {
            html += 3 + strspn(html + 3, "0123456789abcdef");
            html--;
            continue;
        }
        *to++ = *html;
        if (html[0] == '>' && html[1] == '<')
            *to++ = '\n';
    }
    *to++ = '\n';
    *to = '\0';
    return out;
}

/* Of most pages only what differs from page to page. */
static const char *main_of(const char *html)
{
    const char *start = strstr(html, "<main"), *end = strstr(html, "</main>");
    assert_non_null(start);
    assert_true(end > start);
    return apr_pstrcat(p, apr_pstrmemdup(p, start, (apr_size_t)(end - start)), "</main>\n", NULL);
}

static void pages_are_as_the_goldens_in_both_languages(void **state)
{
    static const struct {
        const char *document, *sheet;
        int whole;
    } pages[] = {{"overview", "overview", 1},
                 {"product", "product", 0},
                 {"preview-bought", "preview", 0},
                 {"preview-scaled-down", "preview", 0},
                 {"missing", "missing", 0},
                 {"invoices", "invoices", 0},
                 {"invoice", "invoice", 0},
                 {"help", "help", 0},
                 {"help-partners", "help-partners", 0},
                 {"language", "language", 0},
                 {"account", "account", 0},
                 {"log", "log", 0},
                 {"employees", "employees", 0},
                 {"employee", "employee", 0},
                 {"employee-new", "employee-new", 0},
                 {"result", "result", 0},
                 {"result-preview", "result", 0},
                 {"assignments", "assignments", 0},
                 {"roles", "roles", 0},
                 {"plans", "plans", 0},
                 {"usage", "usage", 0},
                 {"usage-one", "usage", 0},
                 {"problem", "problem", 0}};
    static const char *const locales[] = {"en-GB", "da-DK"};
    (void)state;
    for (unsigned i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        for (unsigned k = 0; k < 2; k++) {
            xmlDoc *doc = golden_tree(apr_pstrcat(p, pages[i].document, ".xml", NULL), p);
            const char *html = readable(render(golden_sheets(), pages[i].sheet, doc, locales[k]));
            const char *name = apr_psprintf(p, "html/%s.%.2s.html", pages[i].document, locales[k]);
            golden_check(name, pages[i].whole ? html : main_of(html), p);
        }
    }
}

static const char *page(const char *document, const char *sheet, const char *from, const char *to)
{
    char *text = golden_read(document, p), *at = strstr(text, from);
    assert_non_null(at);
    text = apr_pstrcat(p, apr_pstrmemdup(p, text, (apr_size_t)(at - text)), to, at + strlen(from), NULL);
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NOBLANKS);
    assert_non_null(doc);
    const char *html = render(golden_sheets(), sheet, doc, "en-GB");
    xmlFreeDoc(doc);
    return html;
}

static int count_attributes(const xmlNode *node, const char *name)
{
    int n = 0;
    for (; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            n += xmlHasProp(node, BAD_CAST name) != NULL || !strcmp((const char *)node->name, name)
                     ? 1 + count_attributes(node->children, name)
                     : count_attributes(node->children, name);
    return n;
}

/* How often an element or an attribute of this name is there for a browser. */
static int count(const char *html, const char *name)
{
    htmlDocPtr doc = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8", HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    assert_non_null(doc);
    int n = count_attributes(xmlDocGetRootElement(doc), name);
    xmlFreeDoc(doc);
    return n;
}

static void values_are_escaped_wherever_they_stand(void **state)
{
    (void)state;
    const char *evil = "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onfocus=&quot;x&apos; onfocus=&apos;x";
    const char *html = page("product.xml", "product", "typed=\"1.000\"", apr_pstrcat(p, "typed=\"", evil, "\"", NULL));
    assert_int_equal(count(html, "script"), 2); /* those of the page */
    assert_int_equal(count(html, "onfocus"), 0);
    assert_non_null(strstr(html, "onfocus"));
    html = page("overview.xml", "overview", "Mette Kirk", evil);
    assert_int_equal(count(html, "script"), 2); /* those of the page */
    assert_int_equal(count(html, "onfocus"), 0);
    html = page("overview.xml", "overview", "key=\"crm\"", apr_pstrcat(p, "key=\"", evil, "\"", NULL));
    assert_int_equal(count(html, "onfocus"), 0);
}

static void a_closed_account_is_read_only_and_says_why(void **state)
{
    (void)state;
    const char *html = page("product.xml", "product", "state=\"open\"", "state=\"closed\"");
    assert_null(strstr(main_of(html), "<form"));
    assert_non_null(strstr(html, "The subscription has ended"));
    html = page("overview.xml", "overview", "state=\"open\"", "state=\"closing\"");
    assert_non_null(strstr(html, "The subscription ends after 30 November 2026"));
    assert_null(strstr(html, "class=\"pencil\""));
}

static void who_may_only_look_has_nothing_to_press(void **state)
{
    static const char *const viewer[] = {"base", "/licences", "rights", "my-account-view", "here", "/", NULL};
    static const char *const documents[][2] = {
        {"overview.xml", "overview"}, {"product.xml", "product"}, {"preview-bought.xml", "preview"}};
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        golden_sink_t sink;
        lic_look_t look = look_of("en-GB", p);
        look.params = viewer;
        golden_sink(&sink, p);
        golden_ok(
            lic_sheet_apply(&sink.out, golden_sheets(), documents[i][1], golden_tree(documents[i][0], p), &look, p));
        assert_null(strstr(sink.text, "<button"));
        assert_null(strstr(sink.text, "class=\"pencil\""));
        assert_null(strstr(sink.text, "?quantity="));
    }
}

/* --- a portal's own, and what stylesheets may not do
 * ------------------------------------------------------------------ */

static const char sheet_start[] = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
                                  "xmlns:f='urn:mod-licences:functions' xmlns:l='urn:mod-licences:1' "
                                  "exclude-result-prefixes='f l'>";
static const char sheet_end[] = "</xsl:stylesheet>";

static void put(const char *directory, const char *name, const char *body)
{
    apr_file_t *file;
    const char *path = apr_pstrcat(p, directory, "/", name, NULL);
    const char *text = apr_pstrcat(p, sheet_start, body, sheet_end, NULL);
    unlink(path);
    assert_int_equal(
        apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE, APR_FPROT_OS_DEFAULT, p),
        APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, text, strlen(text), NULL), APR_SUCCESS);
    apr_file_close(file);
}

static xmlDoc *small_tree(const char *text)
{
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, 0);
    assert_non_null(doc);
    return doc;
}

static void a_portals_frame_is_around_every_page(void **state)
{
    lic_sheets_t *sheets;
    (void)state;
    const char *stage = golden_stage(p);
    put(stage, "frame.xsl",
        "<xsl:template name='frame'><html><body id='portal'>"
        "<xsl:call-template name='content'/></body></html></xsl:template>");
    golden_ok(lic_sheets_load(&sheets, stage, p));
    const char *html = render(sheets, "log", golden_tree("log.xml", p), "en-GB");
    assert_non_null(strstr(html, "<body id=\"portal\">"));
    assert_non_null(strstr(html, "Action log"));
    assert_null(strstr(html, "class=\"side\""));
    assert_string_not_equal(lic_sheets_digest(sheets), lic_sheets_digest(golden_sheets()));
    golden_unstage(stage, p);
}

static lic_error_t *load_with(const char *body, lic_sheets_t **sheets)
{
    const char *stage = golden_stage(p);
    put(stage, "own.xsl", body);
    lic_error_t *err = lic_sheets_load(sheets, stage, p);
    golden_unstage(stage, p);
    return err;
}

static void a_broken_stylesheet_is_told_with_file_and_line(void **state)
{
    static const char *const bodies[] = {"\n\n<xsl:template match='/'><xsl:value-of select='(('/></xsl:template>",
                                         "\n\n<xsl:template match='/'><xsl:call-template name='none'/></xsl:template>",
                                         "\n\n<xsl:template match='/'>"};
    lic_sheets_t *sheets;
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        lic_error_t *err = load_with(bodies[i], &sheets);
        assert_non_null(err);
        assert_int_equal(err->code, LIC_INVALID);
        assert_string_equal(err->problem, "stylesheet");
        assert_non_null(strstr(err->message, "own.xsl"));
        assert_non_null(strstr(err->message, "3"));
    }
    lic_error_t *err = lic_sheets_load(&sheets, "/no/such/directory", p);
    assert_non_null(err);
    assert_non_null(strstr(err->message, "/no/such/directory"));
}

/* Of a thousand faults the first few say enough */
static void of_very_many_faults_the_first_are_told(void **state)
{
    const char *body = "<xsl:template match='/'>";
    lic_sheets_t *sheets;
    (void)state;
    for (int i = 0; i < 200; i++)
        body = apr_pstrcat(p, body, "<xsl:value-of select='(('/>", NULL);
    lic_error_t *err = load_with(apr_pstrcat(p, body, "</xsl:template>", NULL), &sheets);
    assert_non_null(err);
    assert_in_range(strlen(err->message), 4000, 5000);
}

static void nothing_outside_the_directory_is_imported(void **state)
{
    static const char *const bodies[] = {"<xsl:import href='/etc/passwd'/>", "<xsl:import href='../../../etc/hosts'/>",
                                         "<xsl:include href='http://127.0.0.1:1/x.xsl'/>"};
    lic_sheets_t *sheets;
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        lic_error_t *err = load_with(bodies[i], &sheets);
        assert_non_null(err);
        assert_non_null(strstr(err->message, "outside"));
    }
}

/* Files that exist, so that only the prohibition can be why nothing comes. */
static void stylesheets_read_and_write_nothing(void **state)
{
    lic_sheets_t *sheets;
    (void)state;
    const char *secret = apr_pstrcat(p, golden_source(), "/tests/golden/view/log.xml", NULL);
    const char *target = apr_psprintf(p, "/tmp/licences-written.%d", (int)getpid());
    const char *bodies[] = {
        apr_psprintf(p, "<xsl:template match='/l:go'><xsl:copy-of select=\"document('%s')\"/></xsl:template>", secret),
        apr_psprintf(p, "<xsl:template match='/l:go'><xsl:document href='%s'>x</xsl:document></xsl:template>", target)};
    for (unsigned i = 0; i < 2; i++) {
        golden_sink_t sink;
        lic_look_t look = look_of("en-GB", p);
        xmlDoc *doc = small_tree("<go xmlns='urn:mod-licences:1'/>");
        golden_sink(&sink, p);
        golden_ok(load_with(bodies[i], &sheets));
        lic_error_t *err = lic_sheet_apply(&sink.out, sheets, "own", doc, &look, p);
        assert_non_null(err);
        assert_non_null(strstr(err->message, "denied"));
        assert_string_equal(sink.text, "");
        assert_int_not_equal(access(target, F_OK), 0);
        xmlFreeDoc(doc);
    }
}

static void an_error_of_the_transformation_is_reported(void **state)
{
    static const struct {
        const char *body, *said;
    } wrong[] = {{"<xsl:message terminate='yes'>stop here</xsl:message>", "stop here"},
                 {"<xsl:choose><xsl:when test='l:none()'/></xsl:choose>", "none"},
                 {"<xsl:value-of select='f:money(1)'/>", "arguments"}};
    lic_sheets_t *sheets;
    golden_sink_t sink;
    lic_look_t look = look_of("en-GB", p);
    lic_error_t *err;
    xmlDoc *doc = small_tree("<go xmlns='urn:mod-licences:1'/>");
    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        const char *body = apr_pstrcat(p, "<xsl:template match='/l:go'>", wrong[i].body, "</xsl:template>", NULL);
        golden_ok(load_with(body, &sheets));
        golden_sink(&sink, p);
        err = lic_sheet_apply(&sink.out, sheets, "own", doc, &look, p);
        assert_non_null(err);
        assert_int_equal(err->code, LIC_BUG);
        assert_non_null(strstr(err->message, wrong[i].said));
        assert_string_equal(sink.text, "");
    }
    err = lic_sheet_apply(&sink.out, sheets, "none", doc, &look, p);
    assert_non_null(err);
    assert_non_null(strstr(err->message, "none"));
    xmlFreeDoc(doc);
}

static apr_status_t refuse(void *baton, const char *data, apr_size_t length)
{
    (void)baton;
    (void)data;
    (void)length;
    return APR_ECONNABORTED;
}

static void a_reader_that_is_gone_is_no_fault_of_the_sheet(void **state)
{
    lic_out_t out = {refuse, NULL, NULL};
    lic_look_t look = look_of("en-GB", p);
    (void)state;
    lic_error_t *err = lic_sheet_apply(&out, golden_sheets(), "log", golden_tree("log.xml", p), &look, p);
    assert_non_null(err);
    assert_string_equal(err->problem, "output");
}

/* --- threads
 * ------------------------------------------------------------------------------------------------------------ */

enum { THREADS = 8, RUNS = 60 };
static const char *expected;

static void *APR_THREAD_FUNC render_often(apr_thread_t *thread, void *data)
{
    int *same = data;
    (void)thread;
    for (int i = 0; i < RUNS; i++) {
        apr_pool_t *own;
        golden_sink_t sink;
        apr_pool_create(&own, NULL);
        lic_look_t look = look_of("da-DK", own);
        golden_sink(&sink, own);
        xmlDoc *doc = golden_tree("overview.xml", own);
        lic_error_t *err = lic_sheet_apply(&sink.out, golden_sheets(), "overview", doc, &look, own);
        *same += !err && !strcmp(sink.text, expected);
        apr_pool_destroy(own);
    }
    return NULL;
}

static void threads_share_sheets_and_get_the_same_page(void **state)
{
    apr_thread_t *threads[THREADS];
    int same[THREADS] = {0};
    apr_status_t ended;
    (void)state;
    lic_zone_init(p); /* as in httpd, they share zones and formatters too */
    lic_text_init(p);
    expected = render(golden_sheets(), "overview", golden_tree("overview.xml", p), "da-DK");
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(apr_thread_create(&threads[i], NULL, render_often, &same[i], p), APR_SUCCESS);
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&ended, threads[i]);
        assert_int_equal(same[i], RUNS);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(pages_are_as_the_goldens_in_both_languages),
                                       TEST(values_are_escaped_wherever_they_stand),
                                       TEST(a_closed_account_is_read_only_and_says_why),
                                       TEST(who_may_only_look_has_nothing_to_press),
                                       TEST(a_portals_frame_is_around_every_page),
                                       TEST(a_broken_stylesheet_is_told_with_file_and_line),
                                       TEST(of_very_many_faults_the_first_are_told),
                                       TEST(nothing_outside_the_directory_is_imported),
                                       TEST(stylesheets_read_and_write_nothing),
                                       TEST(an_error_of_the_transformation_is_reported),
                                       TEST(a_reader_that_is_gone_is_no_fault_of_the_sheet),
                                       TEST(threads_share_sheets_and_get_the_same_page)};
    apr_initialize();
    int failed = cmocka_run_group_tests_name("view: stylesheets", tests, NULL, NULL);
    apr_terminate();
    return failed;
}
