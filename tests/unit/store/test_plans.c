/*
 * test_plans.c  No statement reads a big table from end to end, but for a few that are meant to.
 *
 * SQLite's plans are the same whatever the tables hold; what is found here by an index is found so on the others.
 */
#include "harness.h"
#include "world.h"

#include "store/connection.h"

static const char *const big[] = {"employee",  "assignment", "journal",  "invoice", "invoice_line",  "outbox",
                                  "usage_day", "request",    "position", "account", "employee_role", "role_right"};

/* Statements that may scan, and why */
static const struct {
    const char *name, *why;
} allowed[] = {
    {"account_highest", "MAX of the primary key is its last entry"},
    {"account_zones", "of support's setting a price: every account counts"},
    {"audit_", "looks at everything there is, or at one account by its range of ids"},
    {"simulate_figures", "counts all that a simulation has made, once at its end"},
};

static int is_allowed(const char *name)
{
    for (unsigned i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
        if (!strncmp(name, allowed[i].name, strlen(allowed[i].name)))
            return 1;
    return 0;
}

/* apr_dbd's text with a number or text where the parameters are */
static const char *filled(const char *text, apr_pool_t *p)
{
    const char *sql = "";
    for (const char *at; (at = strchr(text, '%')); text = at)
        if (at[1] == '%') {
            sql = apr_pstrcat(p, sql, apr_pstrndup(p, text, (apr_size_t)(at - text) + 1), NULL);
            at += 2;
        } else {
            const int number = at[1] == 'l';
            sql = apr_pstrcat(p, sql, apr_pstrndup(p, text, (apr_size_t)(at - text)), number ? "7" : "'x'", NULL);
            at += number ? 4 : 2;
        }
    return apr_pstrcat(p, sql, text, NULL);
}

/* A plan names a table as the statement does: by its name, or by the short name that follows it there */
static int scans(const char *plan, const char *sql, const char *table, apr_pool_t *p)
{
    for (const char *at = plan; (at = strstr(at, "SCAN ")); at += 5) {
        const char *name = apr_pstrndup(p, at + 5, strcspn(at + 5, " \n|"));
        if (!strcmp(name, table) || strstr(sql, apr_pstrcat(p, " ", table, " ", name, " ", NULL)))
            return 1;
    }
    return 0;
}

static void no_statement_scans_a_big_table(harness_t *h)
{
    harness_only(h, "sqlite3");
    world_t *w = world_make(h->db, h->p);
    int looked_at = 0;
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        if (!statement->sql[LIC_SQLITE].text || is_allowed(statement->name))
            continue;
        const char *sql = filled(statement->sql[LIC_SQLITE].text, w->pool);
        const char *plan = world_rows(w, "EXPLAIN QUERY PLAN %s", sql);
        for (unsigned i = 0; i < sizeof(big) / sizeof(big[0]); i++)
            if (scans(plan, sql, big[i], w->pool))
                fail_msg("%s scans %s:\n%s", statement->name, big[i], plan);
        looked_at++;
    }
    assert_true(looked_at > 60);
}

/* A page costs what its rows cost: neither all of an account's rows are read, nor are more than a page's put in order
 * but where a search has found few. */
static void a_page_of_a_list_never_reads_a_whole_account(harness_t *h)
{
    static const char *const all[] = {" (account=?)", "TEMP B-TREE FOR ORDER BY", "AUTOMATIC"};
    harness_only(h, "sqlite3");
    world_t *w = world_make(h->db, h->p);
    int looked_at = 0;
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        if (strncmp(statement->name, "list_", 5))
            continue;
        const char *plan = world_rows(w, "EXPLAIN QUERY PLAN %s", filled(statement->sql[LIC_SQLITE].text, w->pool));
        for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++)
            if (strstr(plan, all[i]) &&
                !(i == 1 && (strstr(statement->name, "_sorted") || strstr(statement->name, "_of_"))))
                fail_msg("%s:\n%s", statement->name, plan);
        looked_at++;
    }
    assert_true(looked_at > 15);
}

static void a_scan_is_recognised(harness_t *h)
{
    harness_only(h, "sqlite3");
    world_t *w = world_make(h->db, h->p);
    const char *all = "SELECT e.name FROM employee e WHERE e.name = 'x'";
    assert_true(scans(world_rows(w, "EXPLAIN QUERY PLAN %s", all), all, "employee", w->pool));
    const char *one = "SELECT e.name FROM employee e WHERE e.account = 1 AND e.name = 'x'";
    assert_false(scans(world_rows(w, "EXPLAIN QUERY PLAN %s", one), one, "employee", w->pool));
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(no_statement_scans_a_big_table),
        HARNESS_TEST(a_page_of_a_list_never_reads_a_whole_account),
        HARNESS_TEST(a_scan_is_recognised),
    };
    return harness_main("plans", tests, sizeof(tests) / sizeof(*tests));
}
