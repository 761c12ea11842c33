/* Usage history (product.md): days without a row carry on, ranges and products are chosen, lists of years stream. */
#include "../store/harness.h"
#include "golden.h"
#include "whole.h"

#include <string.h>
#include <apr_strings.h>

#include "store/account.h"
#include "store/statement.h"
#include "view/document/history.h"
#include "view/io/export.h"
#include "view/io/xsd.h"

static void run(const char *sql, void *baton)
{
    harness_t *h = baton;
    assert_ok(lic_db_run(h->db, sql, h->p));
}

/* The sample account; its own history only where it is wanted. */
static lic_query_t ask(harness_t *h, int with_history)
{
    lic_query_t q = {.rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW, .page_rows = 50};
    golden_sample(run, h, h->p);
    if (!with_history)
        run("DELETE FROM usage_day", h);
    q.args = apr_table_make(h->p, 4);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    return q;
}

static void put(harness_t *h, int product, const char *day, int purchased, int used, int last_purchased, int last_used)
{
    run(apr_psprintf(h->p,
                     "INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used)"
                     " VALUES (1, %d, '%s', %d, %d, %d, %d)",
                     product, day, purchased, used, last_purchased, last_used),
        h);
}

static const char *csv(harness_t *h, const lic_query_t *q)
{
    static const char *const no_params[] = {NULL};
    const lic_look_t look = {"en-GB", q->account->zone, 0, no_params};
    golden_sink_t sink;
    golden_sink(&sink, h->p);
    assert_ok(lic_export_csv(&sink.out, &lic_document_usage, q, h->source, golden_sheets(), &look, h->p));
    return sink.text;
}

static void choose(lic_query_t *q, const char *product, const char *from, const char *to)
{
    apr_table_setn(q->args, "product", product);
    apr_table_setn(q->args, "from", from);
    apr_table_setn(q->args, "to", to);
}

#define HEADING "day,product,purchased,used\r\n"

/* On the 19th six were used at first and four at last: the 20th goes on with four, whatever the 19th's highest was. So
 * from one batch to the next, and within one, as on the 22nd (batches are of some days). */
static void days_without_a_row_carry_on_what_the_last_row_ended_with(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    put(h, 1, "2026-11-19", 10, 6, 10, 4);
    put(h, 6, "2026-11-21", 3, 1, 3, 1);
    put(h, 1, "2026-11-22", 12, 9, 12, 8);
    assert_string_equal(csv(h, &q), HEADING "2026-11-19,standard,10,6\r\n"
                                            "2026-11-20,standard,10,4\r\n"
                                            "2026-11-21,standard,10,4\r\n2026-11-21,crm,3,1\r\n"
                                            "2026-11-22,standard,12,9\r\n2026-11-22,crm,3,1\r\n"
                                            "2026-11-23,standard,12,8\r\n2026-11-23,crm,3,1\r\n"
                                            "2026-11-24,standard,12,8\r\n2026-11-24,crm,3,1\r\n");
}

static void a_range_begins_with_what_is_carried_into_it(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    put(h, 1, "2026-03-02", 10, 6, 10, 4);
    put(h, 6, "2026-11-23", 3, 1, 3, 1);
    choose(&q, "", "2026-11-09", "2026-11-10");
    assert_string_equal(csv(h, &q), HEADING "2026-11-09,standard,10,4\r\n2026-11-10,standard,10,4\r\n");
    choose(&q, "crm", "2026-11-09", "2026-12-31");
    assert_string_equal(csv(h, &q), HEADING "2026-11-23,crm,3,1\r\n2026-11-24,crm,3,1\r\n");
    choose(&q, "crm", "2026-11-09", "2026-11-22");
    assert_string_equal(csv(h, &q), HEADING);
}

static void without_filters_it_is_the_last_twelve_months(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    put(h, 1, "2020-02-29", 10, 6, 10, 4);
    const char *text = csv(h, &q);
    const char first[] = HEADING "2025-11-25,standard,10,4\r\n";
    assert_int_equal(strncmp(text, first, strlen(first)), 0);
    assert_non_null(strstr(text, "\r\n2026-11-24,standard,10,4\r\n"));
}

static void wrong_ranges_and_products_are_refused_with_a_sentence(harness_t *h)
{
    static const struct {
        const char *product, *from, *to, *said;
    } wrong[] = {{"", "2026-11-02", "2026-11-01", "from 2026-11-02 is after to 2026-11-01"},
                 {"", "2026-11-25", "", "from 2026-11-25 is after today, 2026-11-24"},
                 {"no-such", "", "", "there is no product no-such"}};
    lic_query_t q = ask(h, 1);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        xmlDoc *doc;
        golden_sink_t sink;
        choose(&q, wrong[i].product, wrong[i].from, wrong[i].to);
        golden_sink(&sink, h->p);
        lic_error_t *err = lic_export_xml(&sink.out, &lic_document_usage, &q, h->source, h->p);
        assert_problem(err, LIC_INVALID, "filter-invalid");
        assert_non_null(strstr(err->message, wrong[i].said));
        assert_string_equal(sink.text, "");
        assert_problem(lic_document_tree(&doc, &lic_document_usage, &q, h->source, h->p), LIC_INVALID,
                       "filter-invalid");
    }
}

/* --- years ----------------------------------------------------------------------------------------------------------
 */

typedef struct count_t {
    lic_db_source_t source, *real;
    int opened;
    apr_int64_t lines;
    apr_size_t largest;
} count_t;

static lic_error_t *open_counted(lic_db_t **db, void *baton, apr_pool_t *p)
{
    count_t *count = baton;
    count->opened++;
    return count->real->open(db, count->real->baton, p);
}

static void close_counted(lic_db_t *db, void *baton)
{
    count_t *count = baton;
    count->real->close(db, count->real->baton);
}

static apr_status_t write_counted(void *baton, const char *data, apr_size_t length)
{
    count_t *count = baton;
    for (apr_size_t i = 0; i < length; i++)
        count->lines += data[i] == '\n';
    count->largest = length > count->largest ? length : count->largest;
    return APR_SUCCESS;
}

static void ten_years_stream_in_batches_of_many_days(harness_t *h)
{
    static const char *const no_params[] = {NULL};
    lic_query_t q = ask(h, 0);
    const lic_look_t look = {"en-GB", q.account->zone, 0, no_params};
    count_t count = {.source = {open_counted, close_counted, &count}, .real = h->source};
    lic_out_t out = {write_counted, &count, NULL};
    put(h, 1, "2016-11-25", 10, 6, 10, 4);
    put(h, 5, "2016-11-25", 10, 6, 10, 4);
    put(h, 1, "2021-05-05", 10, 7, 10, 7);
    choose(&q, "", "1900-01-01", "");
    assert_ok(lic_export_csv(&out, &lic_document_usage, &q, &count.source, golden_sheets(), &look, h->p));
    assert_int_equal(count.lines, 1 + 2 * 3652);
    assert_true(count.opened < 3652 / 40);
    assert_true(count.largest < 64 * 1024);
}

/* --- pages ----------------------------------------------------------------------------------------------------------
 */

static const char *page(harness_t *h, const lic_query_t *q)
{
    xmlDoc *doc;
    lic_xsd_t *schema;
    assert_ok(lic_document_tree(&doc, &lic_document_usage, q, h->source, h->p));
    const char *text = golden_layout(doc, h->p);
    xmlDoc *again;
    assert_ok(lic_xsd_load(&schema, apr_pstrcat(h->p, golden_source(), "/xslt/licences.xsd", NULL), h->p));
    assert_ok(whole_parse(&again, text, strlen(text), h->p));
    assert_ok(whole_check(schema, again, h->p));
    return text;
}

static int times(const char *text, const char *what)
{
    int n = 0;
    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

static void a_charts_line_turns_where_something_changed(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    put(h, 1, "2026-11-10", 10, 6, 10, 4);
    put(h, 1, "2026-11-12", 10, 6, 10, 6);
    put(h, 1, "2026-11-13", 10, 6, 10, 6);
    const char *text = page(h, &q);
    assert_non_null(strstr(text, "from=\"2026-11-10\" to=\"2026-11-24\" days=\"15\" purchased=\"10\" used=\"6\""
                                 " most-purchased=\"10\" most-used=\"6\""));
    assert_int_equal(times(text, "<point "), 3);
    assert_non_null(strstr(text, "<point day=\"0\" purchased=\"10\" used=\"6\"/>"));
    assert_non_null(strstr(text, "<point day=\"1\" purchased=\"10\" used=\"4\"/>"));
    assert_non_null(strstr(text, "<point day=\"2\" purchased=\"10\" used=\"6\"/>"));
    assert_int_equal(times(text, "<day "), 3);
}

/* However long the range is, a chart has no more points than a screen can show. */
static void a_chart_of_many_years_stays_small(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    const lic_date_t last = lic_date_make(2026, 11, 24);
    assert_ok(lic_db_run(h->db, "BEGIN", h->p));
    for (int i = 0; i < 3000; i++)
        put(h, 1, lic_date_format(last - i, h->p), 100, i % 89, 100, i % 89);
    assert_ok(lic_db_run(h->db, "COMMIT", h->p));
    choose(&q, "", "1900-01-01", "");
    const char *text = page(h, &q);
    assert_true(times(text, "<point ") > 50);
    assert_true(times(text, "<point ") < 250);
    assert_non_null(strstr(text, "purchased=\"100\" used=\"0\" most-purchased=\"100\" most-used=\"88\""));
    assert_true(times(text, "<tick ") < 20);
    assert_int_equal(times(text, "<day "), 50);
}

static void of_more_than_sixteen_years_every_fifth_is_ticked(harness_t *h)
{
    lic_xml_t *x = lic_xml_make_tree(LIC_XML_NAMESPACE, h->p);
    lic_xml_start(x, "usage");
    lic_history_ticks(x, lic_date_make(2003, 5, 2), lic_date_make(2021, 11, 24));
    lic_xml_end(x);
    const char *text = golden_layout(lic_xml_tree(x), h->p);
    assert_int_equal(times(text, "<tick "), 4);
    assert_int_equal(times(text, "style=\"y\""), 4);
    assert_non_null(strstr(text, "date=\"2005-01-01\""));
    assert_non_null(strstr(text, "date=\"2020-01-01\""));
}

static void pages_go_back_in_time_and_keep_a_day_together(harness_t *h)
{
    lic_query_t q = ask(h, 0);
    int days = 0, pages = 0;
    const char *more = NULL;
    for (int i = 0; i < 5; i++) {
        const char *day = lic_date_format(lic_date_make(2026, 11, 1) + 2 * i, h->p);
        put(h, 1, day, 10, i, 10, i);
        put(h, 5, day, 10, i, 10, i);
        put(h, 6, day, 10, i, 10, i);
    }
    q.page_rows = 4;
    do {
        const char *text = page(h, &q);
        assert_int_equal(times(text, "<day ") % 3, 0);
        days += times(text, "<day ");
        pages++;
        more = strstr(text, "<more after=\"");
        if (more)
            apr_table_set(q.args, "after", apr_pstrmemdup(h->p, more + 13, strcspn(more + 13, "\"")));
    } while (more && pages < 9);
    assert_int_equal(days, 15);
    assert_int_equal(pages, 3);
}

static const harness_case_t cases[] = {HARNESS_TEST(days_without_a_row_carry_on_what_the_last_row_ended_with),
                                       HARNESS_TEST(a_range_begins_with_what_is_carried_into_it),
                                       HARNESS_TEST(without_filters_it_is_the_last_twelve_months),
                                       HARNESS_TEST(wrong_ranges_and_products_are_refused_with_a_sentence),
                                       HARNESS_TEST(ten_years_stream_in_batches_of_many_days),
                                       HARNESS_TEST(a_charts_line_turns_where_something_changed),
                                       HARNESS_TEST(a_chart_of_many_years_stays_small),
                                       HARNESS_TEST(of_more_than_sixteen_years_every_fifth_is_ticked),
                                       HARNESS_TEST(pages_go_back_in_time_and_keep_a_day_together)};

int main(void)
{
    return harness_main("view: usage", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
