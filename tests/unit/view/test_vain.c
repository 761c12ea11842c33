/* test_vain.c  Searches for what few have by words that many have: what the database is made to read. */
#include "../store/harness.h"
#include "golden.h"

#include <string.h>
#include <apr_strings.h>

#include "store/account.h"
#include "store/budget.h"
#include "store/connection.h"
#include "store/name.h"
#include "store/search.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "view/io/export.h"

/* More employees than are looked up; ROWS: more than a batch of an export looks at, fewer than there are. */
enum { OVERAGE = 8300, ROWS = 6000, FEW = 300 };

typedef struct limited_t {
    lic_db_source_t source, *real;
    lic_budget_t budget;
    int opened;
} limited_t;

static lic_error_t *limited_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    limited_t *limited = baton;
    LIC_TRY(limited->real->open(db, limited->real->baton, p));
    lic_db_set_budget(*db, &limited->budget);
    limited->opened++;
    return NULL;
}

static void limited_close(lic_db_t *db, void *baton)
{
    limited_t *limited = baton;
    lic_db_set_budget(db, NULL);
    limited->real->close(db, limited->real->baton);
}

static void limit(limited_t *limited, const harness_t *h, int rows)
{
    const lic_budget_limits_t limits = {.rows = rows, .statements = 1000, .seconds = 60};
    *limited = (limited_t){{limited_open, limited_close, limited}, h->source, {.limits = limits}, 0};
}

static void run(const char *sql, void *baton)
{
    harness_t *h = baton;
    assert_ok(lic_db_run(h->db, sql, h->p));
}

#define PEOPLE                                                                                                         \
    "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at)"
#define HELD "INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts)"

/* All hold outlook and crm. The name of one is that of a module, so that both words fit one row. */
static void load_overage(harness_t *h)
{
    enum { AT_ONCE = 100 };
    golden_sample(run, h, h->p);
    assert_ok(lic_db_begin(h->db, h->p));
    for (int i = 0; i < OVERAGE; i += AT_ONCE) {
        const char *employees = PEOPLE " VALUES ", *held = HELD " VALUES ";
        for (int k = i; k < i + AT_ONCE; k++) {
            employees =
                apr_psprintf(h->p, "%s%s(1, %d, 'c%d', '%s%05d', 'CX', 'c@acme.example', '', 1, 0, 0, 1783330200)",
                             employees, k > i ? ", " : "", 1000 + k, k, k == 8250 ? "Crm" : "Common", k);
            for (int product = 5; product <= 6; product++)
                held =
                    apr_psprintf(h->p, "%s%s(1, %d, %d, %d, %d, 1783591200, 1)", held, k > i || product > 5 ? ", " : "",
                                 1000 + 2 * k + product, 1000 + k, product, 1783591200 + k);
        }
        run(employees, h);
        run(held, h);
    }
    assert_ok(lic_search_fill(h->db, h->p));
    assert_ok(lic_name_fill(h->db, h->p));
    assert_ok(lic_db_commit(h->db, h->p));
}

static lic_query_t ask(harness_t *h, const char *words, const char *sort)
{
    lic_query_t q = {.rights = LIC_RIGHT_MY_ACCOUNT, .user = "anna", .now = HARNESS_NOW};
    q.args = apr_table_make(h->p, 4);
    apr_table_setn(q.args, "q", words);
    if (sort)
        apr_table_setn(q.args, "sort", sort);
    assert_ok(lic_account_find(&q.account, h->db, "acme", h->p));
    return q;
}

/* The last one's three-letter parts are everybody's, the word is nobody's: SQLite's index can't tell. */
static void every_word_reaches_the_statement_so_that_few_rows_are_read(harness_t *h)
{
    static const char *const vain[] = {
        "acme.example com zzz", "acme.example acme.exampl common08251",
        "acme cme example xam exa amp mple ple acme.e acme.ex cme.exa common08251 com mmo c@acme zzz", "acmple"};
    limited_t limited;
    xmlDoc *doc;
    load_overage(h);
    limit(&limited, h, FEW);
    for (unsigned i = 0; i < sizeof(vain) / sizeof(*vain); i++) {
        const lic_query_t q = ask(h, vain[i], NULL);
        assert_ok(lic_document_tree(&doc, &lic_document_employees, &q, &limited.source, h->p));
        assert_ok(lic_document_tree(&doc, &lic_document_assignments, &q, &limited.source, h->p));
    }
}

static void a_page_that_looks_through_too_much_is_refused(harness_t *h)
{
    limited_t limited;
    xmlDoc *doc;
    load_overage(h);
    limit(&limited, h, ROWS);
    const lic_query_t q = ask(h, "timelog outlook", NULL);
    assert_problem(lic_document_tree(&doc, &lic_document_assignments, &q, &limited.source, h->p), LIC_REFUSED,
                   "too-costly");
    assert_ok(lic_document_tree(&doc, &lic_document_assignments, &q, h->source, h->p));
}

static int times_in(const char *text, const char *part)
{
    int n = 0;
    while ((text = strstr(text, part))) {
        text += strlen(part);
        n++;
    }
    return n;
}

static void exports(harness_t *h, const char *sort)
{
    limited_t limited;
    golden_sink_t sink;
    limit(&limited, h, ROWS);
    golden_sink(&sink, h->p);
    const lic_query_t q = ask(h, "crm outlook", sort);
    assert_ok(lic_export_xml(&sink.out, &lic_document_assignments, &q, &limited.source, h->p));
    if (times_in(sink.text, "<assignment ") != 1 || times_in(sink.text, "login=\"c8250\"") != 1)
        fail_msg("by %s: %s", sort ? sort : "name", sink.text);
    assert_true(limited.opened > 1 && limited.opened < 8);
}

static void an_export_goes_through_all_there_are_in_batches(harness_t *h)
{
    static const char *const sorts[] = {NULL,      "-name",    "login",     "module",
                                        "-module", "assigned", "-assigned", "deadline"};
    load_overage(h);
    for (unsigned i = 0; i < sizeof(sorts) / sizeof(*sorts); i++)
        exports(h, sorts[i]);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(every_word_reaches_the_statement_so_that_few_rows_are_read),
        HARNESS_TEST(a_page_that_looks_through_too_much_is_refused),
        HARNESS_TEST(an_export_goes_through_all_there_are_in_batches),
    };
    return harness_main("view: searches in vain", cases, sizeof(cases) / sizeof(*cases));
}
