/* A stylesheet that is a list of columns gives the same bytes as its transformation; any other is applied. */
#include "../store/harness.h"
#include "golden.h"

#include <stdio.h>
#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "store/account.h"
#include "store/statement.h"
#include "view/io/export.h"
#include "view/render/columns.h"

static const struct {
    const lic_document_t *document;
    const char *sheet;
} lists[] = {{&lic_document_overview, "csv/overview"},
             {&lic_document_invoices, "csv/invoices"},
             {&lic_document_log, "csv/log"},
             {&lic_document_employees, "csv/employees"},
             {&lic_document_assignments, "csv/assignments"},
             {&lic_document_plans, "csv/plans"},
             {&lic_document_usage, "csv/usage"}};
enum { LISTS = sizeof(lists) / sizeof(*lists) };

/* Makes of a list of columns a stylesheet that isn't recognised as one, and does the same. */
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

/* The same stylesheets, each applied as a transformation. */
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

/* Each list, in each profile of two locales, by its columns and by the transformation. */
static void compare(harness_t *h, const lic_query_t *q, const lic_document_t *(*document)(int list))
{
    static const char *const params[] = {"base", "/licences", NULL}, *const locales[] = {"da-DK", "en-GB"};
    const char *stage = golden_stage(h->p);
    const lic_sheets_t *other = transforming(stage, h->p);
    for (int i = 0; i < 4 * LISTS; i++) {
        const lic_document_t *d = document(i / 4);
        const lic_look_t look = {locales[i % 2], q->account->zone, i / 2 % 2, params};
        assert_non_null(lic_sheet_columns(golden_sheets(), lists[i / 4].sheet));
        assert_null(lic_sheet_columns(other, lists[i / 4].sheet));
        const char *columns = exported(h, d, q, golden_sheets(), &look);
        assert_non_null(strstr(columns, "\r\n"));
        assert_string_equal(columns, exported(h, d, q, other, &look));
    }
    for (int i = 0; i < LISTS; i++)
        remove(apr_pstrcat(h->p, stage, "/", lists[i].sheet, ".xsl", NULL));
    remove(apr_pstrcat(h->p, stage, "/csv", NULL));
    golden_unstage(stage, h->p);
}

static const lic_document_t *real_document(int list)
{
    return lists[list].document;
}

static lic_query_t ask(harness_t *h)
{
    lic_query_t q = {
        .rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW, .args = apr_table_make(h->p, 4)};
    golden_sample(run, h, h->p);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    return q;
}

static void columns_give_the_bytes_of_the_transformation(harness_t *h)
{
    const lic_query_t q = ask(h);
    run("UPDATE employee SET name = '=1+2;\"x\",y', initials = '''@', login = 'a,\"b' WHERE account = 1 AND id = 2", h);
    run("UPDATE employee SET name = '  -cmd' WHERE account = 1 AND id = 3", h);
    compare(h, &q, real_document);
}

/* --- documents of chance: rows of any kind, with any values in any order, none, twice, or within each other ---------
 */

enum { ROWS = 700 };

static unsigned seed;

static unsigned roll(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % n;
}

static const char *odd_text(apr_pool_t *p)
{
    static const char *const pieces[] = {"=",
                                         "+",
                                         "-",
                                         "@",
                                         "'",
                                         "\"",
                                         ",",
                                         ";",
                                         "\t",
                                         "\n",
                                         "\r\n",
                                         " ",
                                         "",
                                         "a",
                                         "Ærø",
                                         "\x01",
                                         "<",
                                         "&lt;",
                                         "\xff",
                                         "漢字",
                                         "2026-11-24T10:00:00Z",
                                         "2026-02-30T10:00:00Z",
                                         "DKK",
                                         "JPY",
                                         "12345",
                                         "-7",
                                         "0"};
    const char *text = "";
    for (unsigned n = roll(4); n > 0; n--)
        text = apr_pstrcat(p, text, pieces[roll(sizeof(pieces) / sizeof(*pieces))], NULL);
    return text;
}

static void write_values(lic_xml_t *x, apr_pool_t *p)
{
    static const char *const names[] = {"id",        "login",    "initials", "email",    "status", "created",
                                        "activated", "module",   "deadline", "number",   "date",   "kind",
                                        "net",       "vat",      "total",    "currency", "amount", "object",
                                        "purchased", "assigned", "name"};
    enum { NAMES = sizeof(names) / sizeof(*names) };
    for (unsigned i = 0, at = roll(NAMES); i < NAMES; i++, at = (at + 8) % NAMES)
        if (roll(3))
            lic_xml_attr(x, names[at], odd_text(p));
}

static void write_child(lic_xml_t *x, int depth, apr_pool_t *p)
{
    static const char *const names[] = {"name", "name", "module-name", "login", "employee"};
    lic_xml_start(x, names[roll(5)]);
    write_values(x, p);
    while (roll(2))
        lic_xml_text(x, odd_text(p));
    while (depth < 4 && !roll(3))
        write_child(x, depth + 1, p);
    lic_xml_end(x);
}

static lic_error_t *random_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    (void)x, (void)q, (void)db, (void)p;
    return NULL;
}

static lic_error_t *random_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    static const char *const rows[] = {"employee", "assignment", "invoice", "entry", "product", "day", "other"};
    (void)q, (void)db;
    seed = at->rows ? seed : 4711;
    for (int i = 0; i < at->batch; i++) {
        lic_xml_start(x, rows[roll(7)]);
        write_values(x, p);
        while (roll(2))
            write_child(x, 0, p);
        for (unsigned n = roll(40) ? 0 : 20; n > 0; n--) /* more than a row remembers of the one before */
            write_child(x, 4, p);
        if (!roll(5))
            lic_xml_text(x, odd_text(p));
        lic_xml_end(x);
    }
    at->rows += at->batch;
    at->done = at->rows >= ROWS;
    return NULL;
}

static const lic_document_t *random_document(int list)
{
    static lic_document_t d = {.root = "list", .has_csv = 1, .head = random_head, .rows = random_rows};
    d.sheet = strchr(lists[list].sheet, '/') + 1;
    return &d;
}

static void columns_give_the_bytes_of_the_transformation_whatever_the_rows_hold(harness_t *h)
{
    const lic_query_t q = ask(h);
    compare(h, &q, random_document);
}

/* --- what is recognised --------------------------------------------------------------------------------------- */

#define HEAD                                                                                                           \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                                  \
    "xmlns:f='" LIC_XML_FUNCTION_NAMESPACE "' xmlns:l='" LIC_XML_NAMESPACE                                             \
    "'><xsl:output method='text'/><xsl:param name='header'/><xsl:template match='/'>"
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
        HEAD HEADING ROWS("*/l:x", "f:row(@a, @b)") "x" TAIL,          /* a text */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, l:b/@c)") TAIL,          /* deeper */
        HEAD ROWS("*/l:x", "f:row(@a, @b)") HEADING TAIL,              /* the heading comes last */
        HEAD HEADING ROWS("*/l:x", "f:row(@a, @b)") "</xsl:template><xsl:template match='l:x'/></xsl:stylesheet>",
        "<!DOCTYPE x [<!ENTITY e 'x'>]>" HEAD HEADING ROWS("*/l:x", "f:row(@a, @b)") "&e;" TAIL,
        HEAD "<xsl:if test=\"$header = 'no'\"><xsl:value-of select=\"f:row('a', 'b')\"/></xsl:if>" ROWS(
            "*/l:x", "f:row(@a, @b)") TAIL,
    };
    assert_true(
        is_found(HEAD HEADING "<!-- rows -->\n" ROWS("*/l:x", "f:row( f:cell(l:a) ,f:major(@b, @c))") TAIL, h->p));
    for (unsigned i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (is_found(others[i], h->p))
            fail_msg("recognised: %s", others[i]);
}

static const harness_case_t cases[] = {
    HARNESS_TEST(columns_give_the_bytes_of_the_transformation),
    HARNESS_TEST(columns_give_the_bytes_of_the_transformation_whatever_the_rows_hold),
    HARNESS_TEST(what_columns_cannot_say_is_left_to_the_transformation)};

int main(void)
{
    return harness_main("view: columns", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
