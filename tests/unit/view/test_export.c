/* Whole lists: every row, connections given back before anything is written, memory that does not grow. */
#include "../store/harness.h"
#include "golden.h"
#include "whole.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "store/account.h"
#include "store/name.h"
#include "store/statement.h"
#include "view/io/export.h"
#include "view/io/xsd.h"

enum { MANY = 1700 };

typedef struct counted_t {
    lic_db_source_t source, *real;
    int open, opened;
} counted_t;

static lic_error_t *counted_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    counted_t *counted = baton;
    counted->open++;
    counted->opened++;
    return counted->real->open(db, counted->real->baton, p);
}

static void counted_close(lic_db_t *db, void *baton)
{
    counted_t *counted = baton;
    counted->open--;
    counted->real->close(db, counted->real->baton);
}

static void counted_make(counted_t *counted, lic_db_source_t *real)
{
    const counted_t made = {{counted_open, counted_close, counted}, real, 0, 0};
    *counted = made;
}

static void run(const char *sql, void *baton)
{
    harness_t *h = baton;
    assert_ok(lic_db_run(h->db, sql, h->p));
}

static void load_sample(harness_t *h)
{
    golden_sample(run, h, h->p);
    golden_plans(run, h);
    assert_ok(lic_name_fill(h->db, h->p));
}

static lic_query_t ask(harness_t *h)
{
    lic_query_t q = {.rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW};
    q.args = apr_table_make(h->p, 4);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    return q;
}

/* --- what is in them
 * --------------------------------------------------------------------------------------------------- */

static const struct {
    const lic_document_t *document;
    const char *name, *from;
} lists[] = {{&lic_document_overview, "overview", ""},
             {&lic_document_invoices, "invoices", ""},
             {&lic_document_log, "log", ""},
             {&lic_document_employees, "employees", ""},
             {&lic_document_assignments, "assignments", ""},
             {&lic_document_plans, "plans", ""},
             {&lic_document_usage, "usage", "2026-11-17"}};
enum { LISTS = sizeof(lists) / sizeof(*lists) };

static void csv_of_both_profiles_is_as_the_goldens(harness_t *h)
{
    static const char *const no_params[] = {NULL};
    load_sample(h);
    lic_query_t q = ask(h);
    for (int i = 0; i < LISTS; i++) {
        for (int spreadsheet = 0; spreadsheet <= 1; spreadsheet++) {
            golden_sink_t sink;
            const lic_look_t look = {"da-DK", q.account->zone, spreadsheet, no_params};
            golden_sink(&sink, h->p);
            apr_table_setn(q.args, "from", lists[i].from);
            assert_ok(lic_export_csv(&sink.out, lists[i].document, &q, h->source, golden_sheets(), &look, h->p));
            golden_check(apr_pstrcat(h->p, lists[i].name, spreadsheet ? "-spreadsheet.csv" : ".csv", NULL), sink.text,
                         h->p);
        }
    }
}

/* The page of what is planned, with the forecast */
static void what_is_to_come_holds_plans_and_the_forecast_of_their_days(harness_t *h)
{
    xmlDoc *doc;
    load_sample(h);
    lic_query_t q = ask(h);
    q.charts = 1;
    assert_ok(lic_document_tree(&doc, &lic_document_plans, &q, h->source, h->p));
    golden_check("plans.xml", golden_layout(doc, h->p), h->p);
    apr_table_setn(q.args, "from", "2026-12-02");
    apr_table_setn(q.args, "to", "2026-12-31");
    assert_ok(lic_document_tree(&doc, &lic_document_plans, &q, h->source, h->p));
    const char *some = golden_layout(doc, h->p);
    assert_null(strstr(some, "id=\"2\""));
    assert_non_null(strstr(some, "id=\"4\""));
    assert_null(strstr(some, "id=\"5\""));
}

static void xml_follows_the_schema_and_goes_upwards(harness_t *h)
{
    lic_xsd_t *schema;
    load_sample(h);
    lic_query_t q = ask(h);
    assert_ok(lic_xsd_load(&schema, apr_pstrcat(h->p, golden_source(), "/xslt/licences.xsd", NULL), h->p));
    for (int i = 0; i < LISTS; i++) {
        golden_sink_t sink;
        xmlDoc *doc;
        golden_sink(&sink, h->p);
        apr_table_setn(q.args, "from", lists[i].from);
        assert_ok(lic_export_xml(&sink.out, lists[i].document, &q, h->source, h->p));
        assert_ok(whole_parse(&doc, sink.text, strlen(sink.text), h->p));
        assert_ok(whole_check(schema, doc, h->p));
        golden_check(apr_pstrcat(h->p, lists[i].name, "-export.xml", NULL), golden_layout(doc, h->p), h->p);
    }
}

static void the_feed_gives_what_came_after_an_id(harness_t *h)
{
    golden_sink_t sink;
    load_sample(h);
    lic_query_t q = ask(h);
    apr_table_setn(q.args, "after", "115");
    golden_sink(&sink, h->p);
    assert_ok(lic_export_xml(&sink.out, &lic_document_log, &q, h->source, h->p));
    const char *first = strstr(sink.text, "<entry id=\"116\""), *second = strstr(sink.text, "<entry id=\"117\"");
    assert_non_null(first);
    assert_true(second > first);
    assert_null(strstr(sink.text, "<entry id=\"115\""));
    apr_table_setn(q.args, "after", "117");
    golden_sink(&sink, h->p);
    assert_ok(lic_export_xml(&sink.out, &lic_document_log, &q, h->source, h->p));
    assert_null(strstr(sink.text, "<entry"));
    assert_non_null(strstr(sink.text, "</log>"));
}

/* --- how they are made
 * ------------------------------------------------------------------------------------------------- */

static void load_many(harness_t *h)
{
    assert_ok(lic_db_run(h->db, "BEGIN", h->p));
    for (int i = 0; i < MANY; i++) {
        const char *sql = apr_psprintf(
            h->p,
            "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, "
            "created_at, activated_at) VALUES (1, %d, 'many%d', 'Name %d', 'N', 'n@acme.example', '', 1, 0, 0, 1, 1)",
            100 + i, i, i % 7);
        assert_ok(lic_db_run(h->db, sql, h->p));
    }
    assert_ok(lic_name_fill(h->db, h->p));
    assert_ok(lic_db_run(h->db, "COMMIT", h->p));
}

/* Counts rows while checking that nobody holds a connection. */
typedef struct watch_t {
    const counted_t *counted;
    apr_int64_t rows;
    apr_size_t length;
    int writes, fail_at;
    int flushes;
    apr_int64_t rows_flushed; /* with the first flush */
} watch_t;

static apr_status_t watch(void *baton, const char *data, apr_size_t length)
{
    watch_t *w = baton;
    assert_int_equal(w->counted->open, 0);
    for (apr_size_t i = 0; i < length; i++)
        w->rows += data[i] == '\n';
    w->length += length;
    return ++w->writes == w->fail_at ? APR_ECONNABORTED : APR_SUCCESS;
}

static apr_status_t watch_flush(void *baton)
{
    watch_t *w = baton;
    assert_int_equal(w->counted->open, 0);
    if (!w->flushes++)
        w->rows_flushed = w->rows;
    return APR_SUCCESS;
}

static void the_first_rows_go_out_while_the_rest_is_read(harness_t *h)
{
    static const char *const no_params[] = {NULL};
    counted_t counted;
    load_sample(h);
    load_many(h);
    lic_query_t q = ask(h);
    const lic_look_t look = {"da-DK", q.account->zone, 0, no_params};
    counted_make(&counted, h->source);
    watch_t w = {.counted = &counted};
    lic_out_t out = {watch, &w, watch_flush};
    assert_ok(lic_export_csv(&out, &lic_document_employees, &q, &counted.source, golden_sheets(), &look, h->p));
    assert_int_equal(w.rows_flushed, 10 + 1);
    assert_int_equal(w.flushes, counted.opened - 1); /* not after the last: it ends there */
}

static void no_connection_is_held_while_writing(harness_t *h)
{
    static const char *const no_params[] = {NULL};
    counted_t counted;
    load_sample(h);
    load_many(h);
    lic_query_t q = ask(h);
    const lic_look_t look = {"da-DK", q.account->zone, 0, no_params};
    counted_make(&counted, h->source);
    watch_t w = {.counted = &counted};
    lic_out_t out = {watch, &w, NULL};
    assert_ok(lic_export_csv(&out, &lic_document_employees, &q, &counted.source, golden_sheets(), &look, h->p));
    assert_int_equal(w.rows, MANY + 7 + 1);
    assert_int_equal(counted.opened, 6); /* 10, 50, then 500 at a time */
    assert_ok(lic_export_xml(&out, &lic_document_employees, &q, &counted.source, h->p));
    assert_int_equal(counted.open, 0);
}

static void an_export_ends_when_the_reader_is_gone(harness_t *h)
{
    counted_t counted;
    load_sample(h);
    load_many(h);
    lic_query_t q = ask(h);
    counted_make(&counted, h->source);
    watch_t w = {.counted = &counted, .fail_at = 2};
    lic_out_t out = {watch, &w, NULL};
    assert_problem(lic_export_xml(&out, &lic_document_employees, &q, &counted.source, h->p), LIC_UNAVAILABLE, "output");
    assert_int_equal(w.writes, 2);
    assert_int_equal(counted.open, 0);
}

static const harness_case_t cases[] = {HARNESS_TEST(csv_of_both_profiles_is_as_the_goldens),
                                       HARNESS_TEST(what_is_to_come_holds_plans_and_the_forecast_of_their_days),
                                       HARNESS_TEST(xml_follows_the_schema_and_goes_upwards),
                                       HARNESS_TEST(the_feed_gives_what_came_after_an_id),
                                       HARNESS_TEST(the_first_rows_go_out_while_the_rest_is_read),
                                       HARNESS_TEST(no_connection_is_held_while_writing),
                                       HARNESS_TEST(an_export_ends_when_the_reader_is_gone)};

int main(void)
{
    return harness_main("view: exports", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
