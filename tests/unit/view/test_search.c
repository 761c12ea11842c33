/* test_search.c  What a search finds, and that lookup and scan find the same, on every kind of database. */
#include "../store/harness.h"
#include "golden.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/xpath.h>

#include "base/text.h"
#include "store/account.h"
#include "store/name.h"
#include "store/search.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "view/document/document.h"
#include "view/list/lookup.h"
#include "view/list/search.h"

/* A query of name, value pairs that end in NULL. */
static lic_query_t ask(harness_t *h, const char *const *args)
{
    lic_query_t q = {.rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW};
    q.args = apr_table_make(h->p, 4);
    for (; args && *args; args += 2)
        apr_table_setn(q.args, args[0], args[1]);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    return q;
}

#define ARGS(...)                                                                                                      \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        __VA_ARGS__, NULL                                                                                              \
    }

/* Logins (and modules) of the rows of a page, in order, with "+" where there are more: "mki/crm mki/outlook +". */
static const char *page_of(harness_t *h, const lic_document_t *d, const lic_query_t *q)
{
    xmlDoc *doc;
    const char *text = "";
    assert_ok(lic_document_tree(&doc, d, q, h->source, h->p));
    for (xmlNode *row = xmlDocGetRootElement(doc)->children; row; row = row->next) {
        const char *name = (const char *)row->name;
        if (strcmp(name, "employee") && strcmp(name, "assignment") && strcmp(name, "more"))
            continue;
        xmlChar *login = xmlGetNoNsProp(row, (const xmlChar *)"login");
        xmlChar *module = xmlGetNoNsProp(row, (const xmlChar *)"module");
        text = apr_pstrcat(h->p, text, *text ? " " : "", login ? (char *)login : "+", module ? "/" : "",
                           module ? (char *)module : "", NULL);
        xmlFree(login);
        xmlFree(module);
    }
    return text;
}

static void finds(harness_t *h, const lic_document_t *d, const char *const *args, const char *expected)
{
    const lic_query_t q = ask(h, args);
    const char *found = page_of(h, d, &q);
    if (strcmp(found, expected))
        fail_msg("%s \"%s\" found \"%s\", not \"%s\"", args[0], args[1], found, expected);
}

static void employees(harness_t *h, const char *typed, const char *expected)
{
    finds(h, &lic_document_employees, ARGS("q", typed), expected);
}

static void held(harness_t *h, const char *typed, const char *expected)
{
    finds(h, &lic_document_assignments, ARGS("q", typed), expected);
}

/* --- words ------------------------------------------------------------------------------------------------------- */

static void case_accents_and_spelling_do_not_count(harness_t *h)
{
    sample_load(h);
    employees(h, "soren", "ts\xc3\xb8");
    employees(h, "SOEREN", "ts\xc3\xb8");
    employees(h, "S\xc3\xb8REN", "ts\xc3\xb8");
    employees(h, "s\xc3\xb6ren", "ts\xc3\xb8");
    employees(h, "ts\xc3\xb8", "ts\xc3\xb8");
    employees(h, "toeso", "");
}

static void both_ways_of_writing_an_umlaut_find_each_other(harness_t *h)
{
    sample_load(h);
    sample_run(
        "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, "
        "created_at) VALUES (1, 20, 'am', 'Anke M\xc3\xbcller', 'AM', 'am@acme.example', '', 1, 0, 0, 1783330200)",
        h);
    sample_run("INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, "
               "created_at) VALUES (1, 21, 'bm', 'Bernd Mueller', 'BM', 'bm@acme.example', '', 1, 0, 0, 1783330200)",
               h);
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
    employees(h, "M\xc3\xbcller", "am bm");
    employees(h, "mueller", "am bm");
    employees(h, "muller", "am");
}

static void parts_of_words_are_found_and_short_ones_begin_a_word(harness_t *h)
{
    sample_load(h);
    employees(h, "irk", "mki mki2");
    employees(h, "owa", "eho");
    employees(h, "ki", "mki mki2"); /* Kirk; but not mki */
    employees(h, "rk", "");
    employees(h, "k", "uja mki mki2"); /* "Kaj", and Kirk */
    employees(h, "ho", "eho");
}

static void every_word_must_be_there_in_any_order(harness_t *h)
{
    sample_load(h);
    employees(h, "kirk mette", "mki mki2");
    employees(h, "Kirk, Mette", "mki mki2");
    employees(h, "kirk mki2", "mki2");
    employees(h, "kirk emma", "");
    employees(h, "  ", "uja anna eho partner mki mki2 ts\xc3\xb8");
    employees(h, " , ; ", "uja anna eho partner mki mki2 ts\xc3\xb8");
}

/* Alone they fold to nothing. A search for nothing is none, so that everything is listed. */
static void what_folds_to_nothing_is_no_word(harness_t *h)
{
    static const char *const nothing[] = {
        "\xc2\xb4",     "\xc2\xa8",     "\xc2\xaf",     "\xcc\x81",         "\xc2\xad",
        "\xe2\x80\x8b", "\xe2\x81\xa0", "\xef\xb8\x8f", "\xc2\xb4\xcc\x81", "\xc2\xa0",
    };
    sample_load(h);
    for (unsigned i = 0; i < sizeof(nothing) / sizeof(*nothing); i++) {
        employees(h, nothing[i], "uja anna eho partner mki mki2 ts\xc3\xb8");
        held(h, nothing[i], "uja/outlook anna/outlook anna/crm eho/outlook mki/crm mki/outlook mki2/crm");
        employees(h, apr_pstrcat(h->p, nothing[i], " kirk", NULL), "mki mki2");
        held(h, apr_pstrcat(h->p, "kirk ", nothing[i], NULL), "mki/crm mki/outlook mki2/crm");
    }
}

static void what_folds_to_a_blank_parts_words(harness_t *h)
{
    sample_load(h);
    sample_run("UPDATE employee SET name = 'Kirk O\xc2\xb4Reilly' WHERE account = 1 AND login = 'mki2'", h);
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
    employees(h, "o\xc2\xb4reilly", "mki2");
    employees(h, "reilly\xc2\xa0kirk", "mki2");
    employees(h, "kirk\xe3\x80\x80o", "mki2");
}

static void everything_in_the_row_is_searched(harness_t *h)
{
    sample_load(h);
    held(h, "eho@acme", "eho/outlook");
    held(h, "mki2", "mki2/crm");
    held(h, "outlook", "uja/outlook anna/outlook eho/outlook mki/outlook");
    held(h, "timelog", "anna/crm mki/crm mki2/crm");
    held(h, "micro kirk", "mki/outlook");
    held(h, "ou kirk", "mki/outlook");
}

static void what_has_a_meaning_in_sql_is_looked_for_as_it_is(harness_t *h)
{
    sample_load(h);
    employees(h, "%", "");
    employees(h, "___", "");
    employees(h, "!", "");
    employees(h, "\"kaj\"", "uja");
    employees(h, "kaj\" OR \"kirk", "");
    employees(h, "'", "uja"); /* its name begins with one */
    employees(h, "kirk' --", "");
    employees(h, "a*", "");
}

/* --- dates ------------------------------------------------------------------------------------------------------- */

static void a_date_typed_as_shown_is_a_date(harness_t *h)
{
    /* given on 21 November 2026 in Copenhagen: two of mki's and eho's, whose mark ends on the 28th */
    sample_load(h);
    const char *const typed[] = {"21.11.2026",        "21.11.26",      "2026-11-21",  "21. november 2026",
                                 "21. November 2026", "21. nov. 2026", "21. nov 2026"};
    for (unsigned i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        held(h, typed[i], "eho/outlook mki/crm mki/outlook");
    held(h, "21.11.2026 crm", "mki/crm");
    held(h, "mette 21. nov. 2026 outlook", "mki/outlook");
    held(h, "28.11.2026", "eho/outlook");
    held(h, "31.11.2026", "");
    held(h, "22.11.2026", "");
}

static void a_time_of_day_after_a_date_narrows_it(harness_t *h)
{
    sample_load(h);
    held(h, "21.11.2026 09.00", "eho/outlook");
    held(h, "21.11.2026 09.01", "");
    held(h, "21.11.2026 08:00", "mki/outlook");
}

/* --- orders, pages, ways -------------------------------------------------------------------------------------------
 */

static void every_order_goes_both_ways(harness_t *h)
{
    static const char *const orders[][2] = {
        {"name", "uja/outlook anna/outlook anna/crm eho/outlook mki/crm mki/outlook mki2/crm"},
        {"-name", "mki2/crm mki/outlook mki/crm eho/outlook anna/crm anna/outlook uja/outlook"},
        {"login", "anna/outlook anna/crm eho/outlook mki/crm mki/outlook mki2/crm uja/outlook"},
        {"-login", "uja/outlook mki2/crm mki/outlook mki/crm eho/outlook anna/crm anna/outlook"},
        {"module", "anna/outlook uja/outlook mki/outlook eho/outlook anna/crm mki2/crm mki/crm"},
        {"-module", "mki/crm mki2/crm anna/crm eho/outlook mki/outlook uja/outlook anna/outlook"},
        {"assigned", "anna/outlook uja/outlook anna/crm mki2/crm mki/outlook eho/outlook mki/crm"},
        {"-assigned", "mki/crm eho/outlook mki/outlook mki2/crm anna/crm uja/outlook anna/outlook"},
        {"deadline", "eho/outlook anna/outlook anna/crm uja/outlook mki/crm mki2/crm mki/outlook"},
        {"id", "anna/outlook anna/crm uja/outlook mki/crm eho/outlook mki2/crm mki/outlook"},
    };
    sample_load(h);
    for (unsigned i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
        finds(h, &lic_document_assignments, ARGS("sort", orders[i][0]), orders[i][1]);
        /* a word that all have, few enough for a lookup, which puts them in order afterwards */
        finds(h, &lic_document_assignments, ARGS("sort", orders[i][0], "q", "acme"), orders[i][1]);
        finds(h, &lic_document_assignments, ARGS("sort", orders[i][0], "q", "acme.example"), orders[i][1]);
    }
}

static void pages_join_without_a_gap_or_a_repeat(harness_t *h)
{
    static const char *const orders[] = {"name",    "-name",    "login",     "-login",   "module",
                                         "-module", "assigned", "-assigned", "deadline", "id"};
    sample_load(h);
    for (unsigned i = 0; i < sizeof(orders) / sizeof(*orders); i++)
        for (int searched = 0; searched < 2; searched++) {
            lic_query_t q = ask(h, ARGS("sort", orders[i]));
            if (searched)
                apr_table_setn(q.args, "q", "acme");
            const char *whole = page_of(h, &lic_document_assignments, &q), *joined = "";
            q.page_rows = 2;
            for (int pages = 0; pages < 4; pages++) {
                xmlDoc *doc;
                const char *page = page_of(h, &lic_document_assignments, &q);
                joined = apr_pstrcat(h->p, joined, *joined ? " " : "", page, NULL);
                assert_ok(lic_document_tree(&doc, &lic_document_assignments, &q, h->source, h->p));
                xmlNode *last = xmlGetLastChild(xmlDocGetRootElement(doc));
                if (strcmp((const char *)last->name, "more"))
                    break;
                xmlChar *after = xmlGetNoNsProp(last, (const xmlChar *)"after");
                apr_table_set(q.args, "after", (const char *)after);
                xmlFree(after);
            }
            apr_size_t length = strlen(joined);
            char *plain = apr_pcalloc(h->p, length + 1), *to = plain;
            for (const char *at = joined; *at; at++)
                if (*at != '+')
                    *to++ = *at;
                else if (at[1])
                    at++;
            if (strcmp(plain, whole))
                fail_msg("%s: \"%s\" in pages, \"%s\" at once", orders[i], plain, whole);
        }
}

/* Its holder was renamed, say, since the page was made */
static void a_page_goes_on_where_it_ended_though_its_last_row_is_not_found_any_more(harness_t *h)
{
    sample_load(h);
    finds(h, &lic_document_assignments, ARGS("sort", "name", "q", "kirk", "after", "5"),
          "mki/crm mki/outlook mki2/crm");
    finds(h, &lic_document_assignments, ARGS("sort", "-name", "q", "anna", "after", "5"), "anna/crm anna/outlook");
    finds(h, &lic_document_assignments, ARGS("sort", "-name", "q", "kirk", "after", "5"), "");
}

/* So many rows at a time: rows(i) of an INSERT's VALUES. */
static void insert_many(harness_t *h, const char *into, int n, const char *(*row)(int i, apr_pool_t *p))
{
    enum { AT_ONCE = 100 };
    apr_pool_t *p;
    apr_pool_create(&p, h->p);
    for (int i = 0; i < n; i += AT_ONCE) {
        const char *rows = "";
        apr_pool_clear(p);
        for (int k = i; k < n && k < i + AT_ONCE; k++)
            rows = apr_pstrcat(p, rows, *rows ? ", " : "", row(k, p), NULL);
        assert_ok(lic_db_run(h->db, apr_pstrcat(p, into, " VALUES ", rows, NULL), p));
    }
    apr_pool_destroy(p);
}

#define PEOPLE                                                                                                         \
    "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at)"
#define HELD "INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline)"

static const char *namesake(int i, apr_pool_t *p)
{
    return apr_psprintf(p, "(1, %d, 'c%d', 'Many %d', 'MX', 'c@x.example', 'many', 1, 0, 0, 1783330200)", 1000 + i, i,
                        i % 7);
}

static const char *outlook_of(int i, apr_pool_t *p)
{
    return apr_psprintf(p, "(1, %d, %d, 5, %d, 1783591200, 1, %s)", 1000 + i, 1000 + i, 1783591200 + i % 5,
                        i % 1000 ? "NULL" : "1795852800");
}

static const char *numbered(int i, apr_pool_t *p)
{
    return apr_psprintf(p, "(1, %d, 'c%d', 'Many %05d', 'MX', 'c%d@acme.example', '', 1, 0, 0, 1783330200)", 1000 + i,
                        i, i, i);
}

/* With more than a lookup takes, so that all orders are scanned, also those of one module. */
static void pages_of_a_crowd_join_in_every_order(harness_t *h)
{
    static const char *const orders[] = {"name",    "-name",    "login",     "-login",   "module",
                                         "-module", "assigned", "-assigned", "deadline", "id"};
    enum { OVERAGE = 8100, STEP = 2500 };
    sample_load(h);
    assert_ok(lic_db_begin(h->db, h->p));
    insert_many(h, PEOPLE, OVERAGE, namesake);
    insert_many(h, HELD, OVERAGE, outlook_of);
    assert_ok(lic_db_commit(h->db, h->p));
    for (unsigned i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
        apr_pool_t *p;
        int seen = 0, pages = 0;
        apr_int64_t last = 0;
        char *times = apr_pcalloc(h->p, 1000 + OVERAGE);
        lic_query_t q = ask(h, ARGS("sort", orders[i], "module", "outlook"));
        q.page_rows = STEP;
        apr_pool_create(&p, h->p);
        do {
            xmlDoc *doc;
            xmlNode *row;
            apr_pool_clear(p);
            assert_ok(lic_document_tree(&doc, &lic_document_assignments, &q, h->source, p));
            apr_int64_t more = 0;
            for (row = xmlDocGetRootElement(doc)->children; row; row = row->next) {
                xmlChar *id = xmlGetNoNsProp(row, (const xmlChar *)"id");
                xmlChar *after = xmlGetNoNsProp(row, (const xmlChar *)"after");
                if (id)
                    assert_int_equal(times[atoi((char *)id)]++, 0);
                seen += id != NULL;
                more = after ? atoi((char *)after) : more;
                xmlFree(id);
                xmlFree(after);
            }
            last = more;
            apr_table_set(q.args, "after", apr_psprintf(h->p, "%d", (int)more));
        } while (last && ++pages < 10);
        if (seen != OVERAGE + 4)
            fail_msg("%s: %d rows in pages", orders[i], seen);
        apr_pool_destroy(p);
    }
}

static void a_module_and_a_status_narrow_a_search(harness_t *h)
{
    sample_load(h);
    finds(h, &lic_document_assignments, ARGS("module", "crm", "q", "kirk"), "mki/crm mki2/crm");
    finds(h, &lic_document_assignments, ARGS("module", "crm", "q", "outlook"), "");
    finds(h, &lic_document_assignments, ARGS("module", "no-such", "q", ""), "");
    finds(h, &lic_document_employees, ARGS("status", "inactive"), "uja");
    finds(h, &lic_document_employees, ARGS("status", "inactive", "q", "kirk"), "");
    finds(h, &lic_document_employees, ARGS("status", "marked"), "mki ts\xc3\xb8");
    finds(h, &lic_document_employees, ARGS("status", "marked", "q", "acme kirk"), "mki");
}

static void another_accounts_rows_are_never_found(harness_t *h)
{
    sample_load(h);
    employees(h, "gitte", "");
    employees(h, "globex", "");
    employees(h, "ban", "");
}

/* Many employees, so that a frequent word is scanned for and a rare one looked up; both have to be found. */
static void a_crowd_is_searched_both_ways(harness_t *h)
{
    enum { OVERAGE = 8300 };
    sample_load(h);
    assert_ok(lic_db_begin(h->db, h->p));
    insert_many(h, PEOPLE, OVERAGE, numbered);
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
    assert_ok(lic_db_commit(h->db, h->p));
    lic_query_t q = ask(h, ARGS("q", "many"));
    q.page_rows = 2;
    assert_string_equal(page_of(h, &lic_document_employees, &q), "c0 c1 +");
    apr_table_setn(q.args, "sort", "-name");
    assert_string_equal(page_of(h, &lic_document_employees, &q), "c8299 c8298 +");
    apr_table_setn(q.args, "q", "many 04211");
    assert_string_equal(page_of(h, &lic_document_employees, &q), "c4211");
    apr_table_setn(q.args, "q", "acme mette"); /* one frequent and one rare */
    assert_string_equal(page_of(h, &lic_document_employees, &q), "mki2 mki");
    apr_table_setn(q.args, "q", "a"); /* one letter: anna's name, and everybody's address without a beginning */
    assert_string_equal(page_of(h, &lic_document_employees, &q), "anna");
    apr_table_setn(q.args, "q", "many 1 c42");
    apr_table_unset(q.args, "sort");
    assert_string_equal(page_of(h, &lic_document_employees, &q), "");
}

/* What indexes are asked for is less than what was typed, and has to bring everybody who has that. */
static void every_piece_of_somebodys_words_finds_them(harness_t *h)
{
    enum { LONGEST = 16 };
    static const char *const terms[] = {"kirk\"s", "m\xc3\xb8rk\xc3\xb8v", "\xc3\xb8\xc3\xb8@example.org",
                                        "o'neill%_!"};
    sample_load(h);
    sample_run(
        "UPDATE employee SET name = 'Kirk\"s M\xc3\xb8rk\xc3\xb8v O''Neill%_!', email = '\xc3\xb8\xc3\xb8@example.org'"
        " WHERE account = 1 AND id = 2",
        h);
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
    const char *found =
        page_of(h, &lic_document_employees, (const lic_query_t[]){ask(h, ARGS("q", "kirk\"s m\xc3\xb8rk\xc3\xb8v"))});
    assert_true(*found && !strchr(found, ' '));
    for (unsigned i = 0; i < sizeof(terms) / sizeof(*terms); i++)
        for (const char *from = terms[i]; lic_text_characters(from) >= 3; from++)
            for (int n = 3; (*from & 0xc0) != 0x80 && n <= LONGEST && n <= lic_text_characters(from); n++) {
                const char *piece = lic_text_cut(from, n, h->p);
                lic_query_t q = ask(h, ARGS("q", piece));
                if (!strstr(page_of(h, &lic_document_employees, &q), found))
                    fail_msg("%s doesn't find %s", piece, found);
                apr_table_setn(q.args, "q", apr_pstrcat(h->p, piece, " ", terms[(i + 1) % 4], NULL));
                if (!strstr(page_of(h, &lic_document_employees, &q), found))
                    fail_msg("%s %s doesn't find %s", piece, terms[(i + 1) % 4], found);
            }
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(case_accents_and_spelling_do_not_count),
        HARNESS_TEST(both_ways_of_writing_an_umlaut_find_each_other),
        HARNESS_TEST(parts_of_words_are_found_and_short_ones_begin_a_word),
        HARNESS_TEST(every_word_must_be_there_in_any_order),
        HARNESS_TEST(what_folds_to_nothing_is_no_word),
        HARNESS_TEST(what_folds_to_a_blank_parts_words),
        HARNESS_TEST(everything_in_the_row_is_searched),
        HARNESS_TEST(what_has_a_meaning_in_sql_is_looked_for_as_it_is),
        HARNESS_TEST(a_date_typed_as_shown_is_a_date),
        HARNESS_TEST(a_time_of_day_after_a_date_narrows_it),
        HARNESS_TEST(every_order_goes_both_ways),
        HARNESS_TEST(pages_join_without_a_gap_or_a_repeat),
        HARNESS_TEST(a_page_goes_on_where_it_ended_though_its_last_row_is_not_found_any_more),
        HARNESS_TEST(pages_of_a_crowd_join_in_every_order),
        HARNESS_TEST(a_module_and_a_status_narrow_a_search),
        HARNESS_TEST(another_accounts_rows_are_never_found),
        HARNESS_TEST(a_crowd_is_searched_both_ways),
        HARNESS_TEST(every_piece_of_somebodys_words_finds_them),
    };
    return harness_main("search", cases, sizeof(cases) / sizeof(*cases));
}
