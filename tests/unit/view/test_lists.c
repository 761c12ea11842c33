/* Lists of every kind: pages that follow one another, filters, and what one act did to many. */
#include "../store/harness.h"
#include "golden.h"
#include "sample.h"

#include <string.h>
#include <apr_strings.h>

#include "store/account.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/matching.h"

static xmlNode *first_child(xmlDoc *doc, const char *name)
{
    xmlNode *node = xmlDocGetRootElement(doc)->children;
    while (node && strcmp((const char *)node->name, name))
        node = node->next;
    return node;
}

static const char *attribute(harness_t *h, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    const char *copy = value ? apr_pstrdup(h->p, (const char *)value) : "";
    xmlFree(value);
    return copy;
}

/* The ids of a page's rows, appended with commas; the id to go on after, or NULL. */
static const char *append_page(harness_t *h, const char **ids, const lic_document_t *d, const lic_query_t *q,
                               const char *row, const char *id)
{
    xmlDoc *doc = sample_tree(h, d, q);
    for (xmlNode *node = first_child(doc, row); node && !strcmp((const char *)node->name, row); node = node->next)
        *ids = apr_pstrcat(h->p, *ids, attribute(h, node, id), ",", NULL);
    xmlNode *more = first_child(doc, "more");
    return more ? attribute(h, more, "after") : NULL;
}

static const char *scan(harness_t *h, const lic_document_t *d, lic_query_t *q, const char *row, const char *id)
{
    const char *ids = "", *after = NULL;
    apr_table_unset(q->args, "after");
    while ((after = append_page(h, &ids, d, q, row, id)))
        apr_table_set(q->args, "after", after);
    apr_table_unset(q->args, "after");
    return ids;
}

static void pages_follow_one_another_without_gap_or_repeat(harness_t *h)
{
    sample_load(h);
    for (int rows = 1; rows <= 8; rows++) {
        lic_query_t q = sample_ask(h, "acme");
        q.page_rows = rows;
        assert_string_equal(scan(h, &lic_document_employees, &q, "employee", "id"), "3,1,4,2,5,6,7,");
        apr_table_setn(q.args, "sort", "login");
        assert_string_equal(scan(h, &lic_document_employees, &q, "employee", "id"), "1,4,5,6,2,7,3,");
        apr_table_setn(q.args, "sort", "id");
        assert_string_equal(scan(h, &lic_document_employees, &q, "employee", "id"), "1,2,3,4,5,6,7,");
        assert_string_equal(scan(h, &lic_document_assignments, &q, "assignment", "id"), "1,2,3,4,5,6,7,");
        apr_table_unset(q.args, "sort");
        assert_string_equal(scan(h, &lic_document_assignments, &q, "assignment", "id"), "3,1,2,5,4,7,6,");
        assert_string_equal(scan(h, &lic_document_log, &q, "entry", "id"), "117,116,115,114,113,112,111,110,109,");
        assert_string_equal(scan(h, &lic_document_invoices, &q, "invoice", "number"),
                            "ACME-2026-0007,ACME-2026-0006,ACME-2026-0005,");
        apr_table_setn(q.args, "status", "marked");
        assert_string_equal(scan(h, &lic_document_employees, &q, "employee", "id"), "5,7,");
    }
}

/* Under the policy buy the purchase is logged first, and whom the act was about after it */
static void what_one_act_did_is_shown_in_pages_with_the_purchase_that_it_made(harness_t *h)
{
    static const char *const rows[] = {"200, 200, 1795600000, 'anna', 'bought', 'standard', 'standard', 'Standard'",
                                       "201, 201, 1795600000, 'anna', 'activated', 'standard', 'employee/2', 'Bo'",
                                       "202, 201, 1795600000, 'anna', 'activated', 'standard', 'employee/3', 'Kaj'",
                                       "203, 201, 1795600000, 'anna', 'activated', 'standard', 'employee/4', 'Mette'"};
    sample_load(h);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        sample_run(apr_psprintf(h->p,
                                "INSERT INTO journal (account, id, event, at, actor, action, product, object, name,"
                                " old_state, new_state) VALUES (1, %s, '', '')",
                                rows[i]),
                   h);
    lic_query_t q = sample_ask(h, "acme");
    q.page_rows = 2;
    apr_table_setn(q.args, "done", "200");
    assert_string_equal(scan(h, &lic_document_event, &q, "row", "employee"), "2,3,4,");
}

static void filters_choose_rows(harness_t *h)
{
    static const struct {
        const lic_document_t *document;
        const char *row, *name, *value, *ids;
    } cases[] = {{&lic_document_employees, "employee", "status", "active", "1,4,2,5,6,7,"},
                 {&lic_document_employees, "employee", "status", "inactive", "3,"},
                 {&lic_document_employees, "employee", "q", "S\xc3\xb8REN", "7,"},
                 {&lic_document_employees, "employee", "q", "%", ""},
                 {&lic_document_employees, "employee", "q", "_", ""},
                 {&lic_document_employees, "employee", "q", "\"kaj\" jakobsen;", "3,"},
                 {&lic_document_assignments, "assignment", "module", "crm", "2,4,6,"},
                 {&lic_document_assignments, "assignment", "q", "mette", "4,7,6,"},
                 {&lic_document_log, "entry", "actor", "anna", "117,116,115,114,"},
                 {&lic_document_log, "entry", "action", "scaled-down", "116,112,"},
                 /* dates are local: 22:59:59Z is still the 23rd in Copenhagen, 23:00Z on 31 October is 1 November */
                 {&lic_document_log, "entry", "to", "2026-11-23", "116,115,114,113,112,111,110,109,"},
                 {&lic_document_log, "entry", "from", "2026-11-24", "117,"},
                 {&lic_document_log, "entry", "to", "2026-10-31", "109,"}};
    sample_load(h);
    for (unsigned i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        lic_query_t q = sample_ask(h, "acme");
        apr_table_setn(q.args, cases[i].name, cases[i].value);
        assert_string_equal(scan(h, cases[i].document, &q, cases[i].row, "id"), cases[i].ids);
    }
}

static void of_more_than_may_be_acted_on_at_once_nobody_is_matched(harness_t *h)
{
    const apr_int64_t *ids;
    int n;
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    q.page_rows = 7;
    assert_ok(lic_matching_employees(&ids, &n, &q, h->source, h->p));
    assert_int_equal(n, 7);
    q.page_rows = 6;
    lic_error_t *err = lic_matching_employees(&ids, &n, &q, h->source, h->p);
    assert_problem(err, LIC_TOO_LARGE, "too-many");
    assert_non_null(strstr(err->message, "more than 6 "));
}

static const harness_case_t cases[] = {HARNESS_TEST(pages_follow_one_another_without_gap_or_repeat),
                                       HARNESS_TEST(what_one_act_did_is_shown_in_pages_with_the_purchase_that_it_made),
                                       HARNESS_TEST(filters_choose_rows),
                                       HARNESS_TEST(of_more_than_may_be_acted_on_at_once_nobody_is_matched)};

int main(void)
{
    return harness_main("view: lists", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
