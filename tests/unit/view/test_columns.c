/* A CSV sheet that is a list of columns gives the same bytes as its transformation, and any other sheet is applied. */
#include "../store/harness.h"

#include <stdio.h>
#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>

#include "golden.h"
#include "store/account.h"
#include "view/columns.h"
#include "view/export.h"
#include "view/function.h"
#include <libxml/parser.h>

static const struct {
    const lic_document_t *document;
    const char *sheet;
} lists[] = {{&lic_document_overview, "csv/overview"},
             {&lic_document_invoices, "csv/invoices"},
             {&lic_document_log, "csv/log"},
             {&lic_document_employees, "csv/employees"},
             {&lic_document_assignments, "csv/assignments"},
             {&lic_document_usage, "csv/usage"}};
enum { LISTS = sizeof(lists) / sizeof(*lists) };

/* With what a sheet that is more than a list of columns could have. */
static const char unused[] = "<xsl:template name='unused'/></xsl:stylesheet>";

static char *read_all(const char *path, apr_pool_t *p)
{
    apr_file_t *file;
    apr_finfo_t info;
    assert_int_equal(apr_file_open(&file, path, APR_FOPEN_READ, 0, p), APR_SUCCESS);
    assert_int_equal(apr_file_info_get(&info, APR_FINFO_SIZE, file), APR_SUCCESS);
    char *text = apr_pcalloc(p, (apr_size_t)info.size + 1);
    assert_int_equal(apr_file_read_full(file, text, (apr_size_t)info.size, NULL), APR_SUCCESS);
    apr_file_close(file);
    return text;
}

static void write_all(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The same sheets, none of which is only a list of columns any more. */
static lic_sheets_t *transforming(const char *stage, apr_pool_t *p)
{
    lic_sheets_t *sheets;
    const char *texts[LISTS], *folder = apr_pstrcat(p, stage, "/csv", NULL);
    for (int i = 0; i < LISTS; i++) {
        char *text = read_all(apr_pstrcat(p, stage, "/", lists[i].sheet, ".xsl", NULL), p);
        char *end = strstr(text, "</xsl:stylesheet>");
        assert_non_null(end);
        *end = '\0';
        texts[i] = apr_pstrcat(p, text, unused, NULL);
    }
    assert_int_equal(remove(folder), 0); /* a link to the sources */
    assert_int_equal(apr_dir_make(folder, APR_FPROT_OS_DEFAULT, p), APR_SUCCESS);
    for (int i = 0; i < LISTS; i++)
        write_all(apr_pstrcat(p, stage, "/", lists[i].sheet, ".xsl", NULL), texts[i]);
    assert_ok(lic_sheets_load(&sheets, stage, p));
    return sheets;
}

static void run(const char *sql, void *baton)
{
    harness_t *h = baton;
    assert_ok(lic_db_run(h->db, sql, h->p));
}

static const char *exported(harness_t *h, const lic_document_t *d, const lic_query_t *q, const lic_sheets_t *sheets,
                            const lic_look_t *look)
{
    golden_sink_t sink;
    golden_sink(&sink, h->p);
    assert_ok(lic_export_csv(&sink.out, d, q, h->source, sheets, look, h->p));
    return sink.text;
}

static void columns_give_the_bytes_of_the_transformation(harness_t *h)
{
    static const char *const no_params[] = {NULL}, *const locales[] = {"da-DK", "en-GB"};
    lic_query_t q = {
        .rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW, .args = apr_table_make(h->p, 4)};
    golden_sample(run, h, h->p);
    run("UPDATE employee SET name = '=1+2;\"x\",y', initials = '''@', login = 'a,\"b' WHERE account = 1 AND id = 2", h);
    run("UPDATE employee SET name = '  -cmd' WHERE account = 1 AND id = 3", h);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    const char *stage = golden_stage(h->p);
    const lic_sheets_t *other = transforming(stage, h->p);
    for (int i = 0; i < 4 * LISTS; i++) {
        const lic_document_t *d = lists[i / 4].document;
        const lic_look_t look = {locales[i % 2], q.account->zone, i / 2 % 2, no_params};
        assert_non_null(lic_sheet_columns(golden_sheets(), lists[i / 4].sheet));
        assert_null(lic_sheet_columns(other, lists[i / 4].sheet));
        const char *columns = exported(h, d, &q, golden_sheets(), &look);
        assert_non_null(strstr(columns, "\r\n"));
        assert_string_equal(columns, exported(h, d, &q, other, &look));
    }
    for (int i = 0; i < LISTS; i++)
        remove(apr_pstrcat(h->p, stage, "/", lists[i].sheet, ".xsl", NULL));
    remove(apr_pstrcat(h->p, stage, "/csv", NULL));
    golden_unstage(stage, h->p);
}

/* --- what is recognised --------------------------------------------------------------------------------------- */

#define HEAD                                                                                                           \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:f='" LIC_FUNCTION_NAMESPACE  \
    "' xmlns:l='" LIC_XML_NAMESPACE "'><xsl:output method='text'/><xsl:param name='header'/><xsl:template match='/'>"
#define HEADING           "<xsl:if test=\"$header = 'yes'\"><xsl:value-of select=\"f:row('a', 'b')\"/></xsl:if>"
#define TAIL              "</xsl:template></xsl:stylesheet>"
#define ROWS(select, row) "<xsl:for-each select='" select "'><xsl:value-of select=\"" row "\"/></xsl:for-each>"

static int is_found(const char *sheet, apr_pool_t *p)
{
    xmlDoc *doc = xmlReadMemory(sheet, (int)strlen(sheet), "sheet.xsl", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    const int found = lic_columns_find(doc, p) != NULL;
    xmlFreeDoc(doc);
    return found;
}

static void what_columns_cannot_say_is_left_to_the_transformation(harness_t *h)
{
    static const char *const others[] = {
        HEAD HEADING ROWS("*/l:x", "f:row(@a)") TAIL,                  /* fewer cells than headings */
        HEAD HEADING ROWS("*/l:x[@a]", "f:row(@a, @b)") TAIL,          /* chooses rows */
        HEAD HEADING ROWS("*/l:x/l:y", "f:row(@a, @b)") TAIL,          /* rows within rows */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, concat(@a, @b))") TAIL,  /* reckons */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, f:cell(@a | @b))") TAIL, /* alternatives */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, @b), 1") TAIL,           /* something after it */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, @b)") "<l:total/>" TAIL, /* a last row */
        HEAD ROWS("*/l:x", "f:row(@a, @b)") TAIL,                      /* no heading */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, @b)") "</xsl:template><xsl:template match='l:x'/></xsl:stylesheet>",
        HEAD "<xsl:if test=\"$header = 'no'\"><xsl:value-of select=\"f:row('a', 'b')\"/></xsl:if>" ROWS(
            "*/l:x", "f:row(@a, @b)") TAIL,
    };
    assert_true(
        is_found(HEAD HEADING "<!-- rows -->\n" ROWS("*/l:x", "f:row( f:cell(l:a) ,f:major(@b, @c))") TAIL, h->p));
    for (unsigned i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (is_found(others[i], h->p))
            fail_msg("recognised: %s", others[i]);
}

static const harness_case_t cases[] = {HARNESS_TEST(columns_give_the_bytes_of_the_transformation),
                                       HARNESS_TEST(what_columns_cannot_say_is_left_to_the_transformation)};

int main(void)
{
    return harness_main("view: columns", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
