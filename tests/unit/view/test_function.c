/* What stylesheets call: formatting by locale, texts by language, CSV cells (interface.md, CSV). */
#include "golden.h"

#include <string.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "view/render/catalogue.h"
#include "view/render/cell.h"

static apr_pool_t *p;
static lic_sheets_t *sheets;

/* One sheet that evaluates whatever is in the document's attributes a and b by the function that the root is named
 * after. */
static const char sheet[] =
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
    "xmlns:f='urn:mod-licences:functions' extension-element-prefixes='f'><xsl:output method='text'/>"
    "<xsl:template match='/cell'><xsl:value-of select='f:cell(@a)'/></xsl:template>"
    "<xsl:template match='/row'><xsl:value-of select='f:row(f:cell(@a), @b, f:cell(@a))'/></xsl:template>"
    "<xsl:template match='/major'><xsl:value-of select='f:major(@a, @b)'/></xsl:template>"
    "<xsl:template match='/money'><xsl:value-of select='f:money(@a, @b)'/></xsl:template>"
    "<xsl:template match='/number'><xsl:value-of select='f:number(@a)'/></xsl:template>"
    "<xsl:template match='/decimal'><xsl:value-of select='f:decimal(@a)'/></xsl:template>"
    "<xsl:template match='/date'><xsl:value-of select='f:date(@a, @b)'/></xsl:template>"
    "<xsl:template match='/datetime'><xsl:value-of select='f:datetime(@a, @b)'/></xsl:template>"
    "<xsl:template match='/local'><xsl:value-of select='f:local(@a)'/></xsl:template>"
    "<xsl:template match='/instant'><xsl:value-of select='f:instant(@a)'/></xsl:template>"
    "<xsl:template match='/uri'><xsl:value-of select='f:uri(@a)'/></xsl:template>"
    "<xsl:template match='/t'><xsl:value-of select=\"f:t(@a, 'support', @b)\"/></xsl:template>"
    "<xsl:template match='/spoken'><f:spoken locale='{@a}'><xsl:value-of select=\"concat(f:number('1234'), ' ', "
    "f:t('Invoices'))\"/></f:spoken><xsl:value-of select=\"concat(' ', f:number('1234'), f:t('Invoices'))\"/>"
    "</xsl:template>"
    "<xsl:template match='/tn'><xsl:value-of select=\"f:tn('{n} licence', '{n} licences', @a)\"/></xsl:template>"
    "</xsl:stylesheet>";

static int group_setup(void **state)
{
    apr_file_t *file;
    (void)state;
    apr_pool_create(&p, NULL);
    lic_view_init(p);
    const char *stage = golden_stage(p);
    const char *path = apr_pstrcat(p, stage, "/try.xsl", NULL);
    assert_int_equal(apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE, APR_FPROT_OS_DEFAULT, p), 0);
    assert_int_equal(apr_file_write_full(file, sheet, strlen(sheet), NULL), 0);
    apr_file_close(file);
    golden_ok(lic_sheets_load(&sheets, stage, p));
    golden_unstage(stage, p);
    return 0;
}

static const char *call(const char *locale, int spreadsheet, const char *function, const char *a, const char *b)
{
    golden_sink_t sink;
    lic_zone_t *zone;
    static const char *const no_params[] = {NULL};
    golden_ok(lic_zone_open(&zone, "Europe/Copenhagen", p));
    const lic_look_t look = {locale, zone, spreadsheet, no_params};
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST function, NULL);
    xmlDocSetRootElement(doc, root);
    xmlNewProp(root, BAD_CAST "a", BAD_CAST a);
    xmlNewProp(root, BAD_CAST "b", BAD_CAST b);
    golden_sink(&sink, p);
    golden_ok(lic_sheet_apply(&sink.out, sheets, "try", doc, &look, p));
    xmlFreeDoc(doc);
    return sink.text;
}

static void cells_that_a_spreadsheet_would_reckon_are_neutralised(void **state)
{
    static const char *const cells[][2] = {{"=1+1", "'=1+1"},  {"+45 12", "'+45 12"},    {"-5", "'-5"},
                                           {"@x", "'@x"},      {"\tx", "\"'\tx\""},      {"  =x", "'  =x"},
                                           {"'=x", "''=x"},    {"''@x", "'''@x"},        {"'  =x", "''  =x"},
                                           {"plain", "plain"}, {"'quoted'", "'quoted'"}, {"", ""},
                                           {"a=b", "a=b"},     {"   ", "   "},           {"\n=x", "\"'\n'=x\""},
                                           {"\rx", "\"'\rx\""}};
    (void)state;
    for (unsigned i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        assert_string_equal(call("en-GB", 0, "cell", cells[i][0], ""), cells[i][1]);
        assert_string_equal(call("da-DK", 1, "cell", cells[i][0], ""), cells[i][1]);
    }
}

/* Opened by the other separator, or by tabs, a cell begins after each of them, whatever quotes are around it. */
static void what_would_be_a_cell_by_another_separator_is_neutralised(void **state)
{
    static const char *const cells[][2] = {{"x;=1+1;y", "\"x;'=1+1;y\""},
                                           {"x,=1+1,y", "\"x,'=1+1,y\""},
                                           {"x\t=1+1", "\"x\t'=1+1\""},
                                           {"x\n=1+1", "\"x\n'=1+1\""},
                                           {"x\r\n@A1", "\"x\r\n'@A1\""},
                                           {"x; +1", "\"x;' +1\""},
                                           {"x;'=1", "\"x;''=1\""},
                                           {"x;\"=1", "\"x;'\"\"=1\""},
                                           {"x; '\"' -1", "\"x;' '\"\"' -1\""},
                                           {",=1", "\",'=1\""},
                                           {"=1;=2", "\"'=1;'=2\""},
                                           {"\t=1", "\"'\t'=1\""},
                                           {"Kirk, Mette", "\"Kirk, Mette\""},
                                           {"Kirk; 'Mette'", "\"Kirk; 'Mette'\""},
                                           {"a,,;;\r\n\n", "\"a,,;;\r\n\n\""}};
    (void)state;
    for (unsigned i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        assert_string_equal(call("en-GB", 0, "cell", cells[i][0], ""), cells[i][1]);
        assert_string_equal(call("da-DK", 1, "cell", cells[i][0], ""), cells[i][1]);
    }
}

/* The text of a cell, as a reader of CSV has it. */
static const char *read_cell(const char *cell, apr_pool_t *pool)
{
    if (*cell != '"')
        return cell;
    char *text = apr_pstrmemdup(pool, cell + 1, strlen(cell) - 2), *to = text;
    for (const char *at = text; *at; at++) {
        *to++ = *at;
        at += *at == '"';
    }
    *to = '\0';
    return text;
}

/* Every text of seven out of what matters: a program that takes the marks away has the original. */
static void a_program_can_undo_it(void **state)
{
    static const char letters[] = "='\" ,\tx\n";
    enum { LETTERS = sizeof(letters) - 1, LONGEST = 7 };
    apr_pool_t *some;
    (void)state;
    apr_pool_create(&some, p);
    for (int n = 1, count = 1; n <= LONGEST; n++) {
        count *= LETTERS;
        for (int k = 0; k < count; k += n < LONGEST ? 1 : 5) {
            char text[LONGEST + 1] = "";
            for (int i = 0, rest = k; i < n; i++, rest /= LETTERS)
                text[i] = letters[rest % LETTERS];
            const char *cell = lic_cell_text(text, some);
            if (strcmp(lic_cell_original(read_cell(cell, some), some), text))
                fail_msg("<%s> is written as <%s>, which isn't undone", text, cell);
            if (k % 1000 == 0)
                apr_pool_clear(some);
        }
    }
    apr_pool_destroy(some);
}

static void cells_are_quoted_alike_in_both_profiles(void **state)
{
    static const char *const cells[][2] = {{"a,b", "\"a,b\""},   {"a;b", "\"a;b\""},   {"a\tb", "\"a\tb\""},
                                           {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}, {"a b.c|d", "a b.c|d"}};
    (void)state;
    for (unsigned i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        assert_string_equal(call("da-DK", 0, "cell", cells[i][0], ""), cells[i][1]);
        assert_string_equal(call("da-DK", 1, "cell", cells[i][0], ""), cells[i][1]);
        assert_string_equal(call("en-GB", 1, "cell", cells[i][0], ""), cells[i][1]);
    }
    assert_string_equal(call("en-GB", 0, "cell", "say \"hi\"", ""), "\"say \"\"hi\"\"\"");
    assert_string_equal(call("en-GB", 0, "row", "a,\"b", "7"), "\"a,\"\"b\",7,\"a,\"\"b\"\r\n");
    assert_string_equal(call("da-DK", 1, "row", "x", "7"), "x;7;x\r\n");
}

static void money_in_csv_is_in_major_units(void **state)
{
    (void)state;
    assert_string_equal(call("da-DK", 0, "major", "2490050", "DKK"), "24900.50");
    assert_string_equal(call("da-DK", 1, "major", "2490050", "DKK"), "24900,50");
    assert_string_equal(call("en-GB", 1, "major", "2490050", "EUR"), "24900.50");
    assert_string_equal(call("da-DK", 1, "major", "500", "JPY"), "500");
    assert_string_equal(call("da-DK", 1, "major", "-1", "KWD"), "-0,001");
    assert_string_equal(call("da-DK", 1, "major", "", ""), "");
    assert_string_equal(call("da-DK", 1, "major", "9223372036854775807", "DKK"), "9223372036854775807");
}

static void instants_in_csv_are_utc_for_programs_and_local_for_spreadsheets(void **state)
{
    (void)state;
    assert_string_equal(call("da-DK", 0, "instant", "2026-07-01T22:30:05Z", ""), "2026-07-01T22:30:05Z");
    assert_string_equal(call("da-DK", 1, "instant", "2026-07-01T22:30:05Z", ""), "2026-07-02 00:30:05");
    assert_string_equal(call("da-DK", 1, "instant", "2026-12-31T23:30:05Z", ""), "2027-01-01 00:30:05");
    assert_string_equal(call("da-DK", 1, "instant", "", ""), "");
    assert_string_equal(call("da-DK", 0, "local", "2026-12-31T23:30:05Z", ""), "2027-01-01 00:30:05");
}

static void people_read_numbers_and_dates_their_way(void **state)
{
    (void)state;
    assert_string_equal(call("da-DK", 0, "number", "1234567", ""), "1.234.567");
    assert_string_equal(call("en-GB", 0, "number", "1234567", ""), "1,234,567");
    assert_string_equal(call("da-DK", 0, "decimal", "20.01", ""), "20,01");
    assert_string_equal(call("da-DK", 0, "date", "2026-11-24", "l"), "24. november 2026");
    assert_string_equal(call("en-GB", 0, "date", "2026-11-24", "l"), "24 November 2026");
    assert_non_null(strstr(call("da-DK", 0, "datetime", "2026-11-28T09:12:44Z", "l"), "10.12"));
    assert_non_null(strstr(call("da-DK", 0, "money", "24900", "DKK"), "249,00"));
}

static void what_cannot_be_read_is_given_back(void **state)
{
    static const char *const functions[] = {"number", "date", "datetime", "local", "money", "major", "instant"};
    (void)state;
    for (unsigned i = 0; i < sizeof(functions) / sizeof(*functions); i++)
        assert_string_equal(call("da-DK", 1, functions[i], "soon", "l"), "soon");
}

static void texts_come_in_the_readers_language_with_values_in_place(void **state)
{
    (void)state;
    assert_string_equal(call("en-GB", 0, "t", "Invoices", ""), "Invoices");
    assert_string_equal(call("da-DK", 0, "t", "Invoices", ""), "Fakturaer");
    assert_string_equal(call("da-DK", 0, "t", "If this continues, write to {support}.", "{support} & <co>"),
                        "Hvis det varer ved, s\xc3\xa5 skriv til {support} & <co>.");
    assert_string_equal(call("da-DK", 0, "t", "Nobody translated {this} {support}", "x"), "Nobody translated {this} x");
    assert_string_equal(call("fr-FR", 0, "t", "Invoices", ""), "Invoices");
    assert_string_equal(call("en-GB", 0, "tn", "1", ""), "1 licence");
    assert_string_equal(call("en-GB", 0, "tn", "1200", ""), "1,200 licences");
    assert_string_equal(call("da-DK", 0, "tn", "1", ""), "1 licens");
    assert_string_equal(call("da-DK", 0, "tn", "0", ""), "0 licenser");
}

static void a_document_is_in_its_own_language_and_what_is_around_it_in_the_readers(void **state)
{
    (void)state;
    assert_string_equal(call("en-GB", 0, "spoken", "da-DK", ""), "1.234 Fakturaer 1,234Invoices");
    assert_string_equal(call("da-DK", 0, "spoken", "", ""), "1.234 Fakturaer 1.234Fakturaer");
}

static void a_file_of_texts_says_whose_language_it_is_in(void **state)
{
    static const char *const files[] = {"<text lang='nb'/>", "<text/>", "<texts lang='nb'/>"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        xmlDoc *doc = xmlReadMemory(files[i], (int)strlen(files[i]), NULL, NULL, 0);
        const lic_error_t *err = lic_catalogue_add(lic_catalogue_make(p), doc, "text/nb.xml", p);
        assert_int_equal(err != NULL, i > 0);
        if (err)
            assert_non_null(strstr(err->message, "text/nb.xml: its root is not <text lang="));
        xmlFreeDoc(doc);
    }
}

static void queries_are_percent_encoded(void **state)
{
    (void)state;
    assert_string_equal(call("en-GB", 0, "uri", "s\xc3\xb8 & co=1?#%+", ""), "s%C3%B8%20%26%20co%3D1%3F%23%25%2B");
    assert_string_equal(call("en-GB", 0, "uri", "az-AZ.09_~", ""), "az-AZ.09_~");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_that_a_spreadsheet_would_reckon_are_neutralised),
        cmocka_unit_test(a_program_can_undo_it),
        cmocka_unit_test(what_would_be_a_cell_by_another_separator_is_neutralised),
        cmocka_unit_test(cells_are_quoted_alike_in_both_profiles),
        cmocka_unit_test(money_in_csv_is_in_major_units),
        cmocka_unit_test(instants_in_csv_are_utc_for_programs_and_local_for_spreadsheets),
        cmocka_unit_test(people_read_numbers_and_dates_their_way),
        cmocka_unit_test(what_cannot_be_read_is_given_back),
        cmocka_unit_test(texts_come_in_the_readers_language_with_values_in_place),
        cmocka_unit_test(a_document_is_in_its_own_language_and_what_is_around_it_in_the_readers),
        cmocka_unit_test(a_file_of_texts_says_whose_language_it_is_in),
        cmocka_unit_test(queries_are_percent_encoded)};
    apr_initialize();
    int failed = cmocka_run_group_tests_name("view: functions", tests, group_setup, NULL);
    apr_terminate();
    return failed;
}
