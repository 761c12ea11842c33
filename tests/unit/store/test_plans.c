/*
 * test_plans.c  No statement reads a big table from end to end, but for a few that are meant to.
 *
 * SQLite's plans are the same whatever the tables hold. PostgreSQL and MariaDB choose by what there is: they are asked
 * of a thousand accounts, of which an index finds one faster than a scan does.
 */
#include "harness.h"
#include "world.h"

#include "store/connection.h"

static const char *const big[] = {"employee",     "assignment",      "journal",   "invoice",
                                  "invoice_line", "outbox",          "usage_day", "request",
                                  "position",     "account",         "role",      "employee_role",
                                  "role_right",   "employee_search", "archive",   "archived_state"};

/* Statements that may scan, and why */
static const struct {
    const char *name, *why;
} allowed[] = {
    {"account_highest", "MAX of the primary key is its last entry"},
    {"account_zones", "of support's setting a price: every account counts"},
    {"audit_", "looks at everything there is, or at one account by its range of ids"},
    {"simulate_figures", "counts all that a simulation has made, once at its end"},
    {"search_clear", "takes everything out, to be filled anew"},
};

static int is_allowed(const char *name)
{
    for (unsigned i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
        if (!strncmp(name, allowed[i].name, strlen(allowed[i].name)))
            return 1;
    return 0;
}

/* What is made a table of is JSON, all else any text */
static const char *sample(const char *sql, int number)
{
    static const char *const tables[] = {"JSON_TABLE(", "json_each(", "json_array_elements("};
    const size_t length = strlen(sql);
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        if (length >= strlen(tables[i]) && !strcmp(sql + length - strlen(tables[i]), tables[i]))
            return "'[[7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]]'";
    return number ? "7" : "'x'";
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
            sql = apr_pstrcat(p, sql, apr_pstrndup(p, text, (apr_size_t)(at - text)), NULL);
            sql = apr_pstrcat(p, sql, sample(sql, number), NULL);
            at += number ? 4 : 2;
        }
    return apr_pstrcat(p, sql, text, NULL);
}

/* A plan names a table as the statement does: by its name, or by the short name that follows it there */
static int scans(const char *plan, const char *sql, const char *table, apr_pool_t *p)
{
    for (const char *at = plan; (at = strstr(at, "SCAN ")); at += 5) {
        const char *name = apr_pstrndup(p, at + 5, strcspn(at + 5, " \n|"));
        if (!strncmp(at + 5 + strlen(name), " VIRTUAL TABLE INDEX",
                     20)) /* which is an index's own word for looking up */
            continue;
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

/* --- servers ----------------------------------------------------------------------------------------------------- */

#define OF_EACH(n) "FROM numbers a CROSS JOIN numbers n WHERE n.n <= " #n

/* A thousand accounts with a little of everything each */
static const char *const crowd[] = {
    "INSERT INTO account SELECT 10 + n, CAST(n AS CHAR(20)), 'x', 'DKK', 'da-DK', 'Europe/Copenhagen', 1, "
    "'2026-11-01', 2500, "
    "'x', 1000, '', '', '', '', 'open', 1, 0, '2026-11-01', '2026-12-01', 1796079600, 1795514400, 1795514400, "
    "1796079600 + n, "
    "1, 20, 20, 30, 10, 6, 2026 FROM numbers",
    "INSERT INTO position SELECT 10 + a.n, n.n, 20, 20, 20, -1 " OF_EACH(5),
    "INSERT INTO employee SELECT 10 + a.n, n.n, CAST(n.n AS CHAR(20)), CAST(n.n AS CHAR(20)), 'x', 'x', 'x', 1, 0, 0, "
    "n.n, n.n, "
    "NULL " OF_EACH(20),
    "INSERT INTO employee_search SELECT account, id, search FROM employee WHERE account > 10",
    "INSERT INTO assignment SELECT 10 + a.n, n.n, n.n, 3, n.n, n.n, 1, NULL " OF_EACH(20),
    "INSERT INTO role SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'x' " OF_EACH(5),
    "INSERT INTO role_right SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'my-account' " OF_EACH(5),
    "INSERT INTO employee_role SELECT 10 + a.n, n.n, '1' " OF_EACH(20),
    "INSERT INTO invoice SELECT 10 + a.n, CAST(n.n AS CHAR(20)), n.n, '2026-11-01', 'purchase', '2026-11-01', "
    "'2026-12-01', 1, "
    "0, 1, 2500, 'DKK' " OF_EACH(6),
    "INSERT INTO invoice_line SELECT account, id, 1, 1, 'x', 1, 1, 1, 1, 1 FROM invoice",
    "INSERT INTO journal SELECT 10 + a.n, n.n, n.n, 1795514400, 'x', 'bought', 'x', CAST(n.n AS CHAR(20)), 'x', '', "
    "'', NULL, "
    "NULL, NULL, NULL " OF_EACH(30),
    "INSERT INTO outbox SELECT 10 + a.n, n.n, n.n, 'bought', 'x', 'da', 1, 'sent', 1, 1, 0, 1795514400, '', 0, '', "
    "1795514400, "
    "1795514400 " OF_EACH(10),
    "INSERT INTO usage_day SELECT 10 + a.n, 1, CAST(n.n AS CHAR(10)), 1, 1, 1, 1 " OF_EACH(20),
    "INSERT INTO archive SELECT 10 + n, 0, 0, 0, 1795514400 FROM numbers",
    "INSERT INTO archived_state SELECT 10 + a.n, CAST(n.n AS CHAR(20)), n.n, 'created', 'active' " OF_EACH(20),
    "INSERT INTO request SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'x', 'x', 1795514400 " OF_EACH(5),
};

static void crowd_fill(world_t *w, lic_dialect_t dialect)
{
    world_run(w, "CREATE TABLE numbers (n BIGINT NOT NULL PRIMARY KEY)");
    world_run(w, "INSERT INTO numbers SELECT %s",
              dialect == LIC_POSTGRESQL ? "generate_series(1, 1000)" : "seq FROM seq_1_to_1000");
    for (unsigned i = 0; i < sizeof(crowd) / sizeof(crowd[0]); i++)
        world_run(w, "%s", crowd[i]);
    for (unsigned i = 0; i < sizeof(big) / sizeof(big[0]); i++)
        if (dialect == LIC_POSTGRESQL)
            world_run(w, "ANALYZE %s", big[i]);
        else
            world_rows(w, "ANALYZE TABLE %s", big[i]);
}

/* PostgreSQL: "  ->  Seq Scan on employee e  (cost=…" */
static int pgsql_scans(const char *plan, const char *table, apr_pool_t *p)
{
    return strstr(plan, apr_pstrcat(p, "Seq Scan on ", table, " ", NULL)) != NULL;
}

/* MariaDB: id|select_type|table|type|…, the table by its short name; ALL reads all rows, index a whole index. What is
 * inserted into is told as ALL too. */
static int mysql_scans(const char *plan, const char *sql, const char *table, apr_pool_t *p)
{
    for (const char *line = plan; *line; line = strchr(line, '\n') + 1) {
        const char *name = strchr(strchr(line, '|') + 1, '|') + 1, *type = strchr(name, '|') + 1;
        if (!strncmp(line, "1|INSERT|", 9) || (strncmp(type, "ALL|", 4) && strncmp(type, "index|", 6)))
            continue;
        name = apr_pstrndup(p, name, (apr_size_t)(type - name - 1));
        if (!strcmp(name, table) || strstr(sql, apr_pstrcat(p, " ", table, " ", name, " ", NULL)))
            return 1;
    }
    return 0;
}

static int server_scans(const harness_t *h, const char *plan, const char *sql, const char *table, apr_pool_t *p)
{
    return h->dialect == LIC_POSTGRESQL ? pgsql_scans(plan, table, p) : mysql_scans(plan, sql, table, p);
}

/* Statements that look at several accounts, and why. All others keep to one, so that its rows may lie on any node. */
static const struct {
    const char *name, *why;
} across[] = {
    {"account_of_login", "whose log-in this is, where the portal doesn't say which account"},
    {"account_due", "the timer's look at what is due"},
    {"account_keys", "goes from account to account"},
    {"outbox_due", "mail that waits, of whomever: what is claimed then is claimed account by account"},
    {"outbox_retry", "support has mail tried again, of one account or of all"},
    {"search_account", "an upgrade goes from account to account"},
    {"simulate_accounts", "goes from account to account"},
    {"watch_", "server-status counts what is due and what waits, as the timer looks at it"},
};

static int is_across(const char *name)
{
    for (unsigned i = 0; i < sizeof(across) / sizeof(across[0]); i++)
        if (!strncmp(name, across[i].name, strlen(across[i].name)))
            return 1;
    return 0;
}

/* PostgreSQL's plan tells of each table by which condition it is looked into: below the line of the node, before the
 * next node's. The account may come from elsewhere in the plan (account = er.account). */
static int leaves_account(const char *plan, apr_pool_t *p)
{
    for (unsigned i = 0; i < sizeof(big) / sizeof(big[0]); i++) {
        const char *named = apr_pstrcat(p, " on ", big[i], " ", NULL);
        const int itself = !strcmp(big[i], "account");
        for (const char *at = plan; (at = strstr(at, named)); at++) {
            const char *line = at, *end = strstr(at, "->");
            while (line > plan && line[-1] != '\n')
                line--;
            const char *node = apr_pstrmemdup(p, line, end ? (apr_size_t)(end - line) : strlen(line));
            if (strstr(node, "Scan") && !strstr(node, itself ? "(id = " : "(account = ") &&
                !(itself && strstr(node, "(account_key)::text = ")))
                return 1;
        }
    }
    return 0;
}

static void a_scan_of_a_server_is_recognised(const harness_t *h, world_t *w)
{
    const char *all = "SELECT e.name FROM employee e WHERE e.initials = 'x'";
    assert_true(server_scans(h, world_rows(w, "EXPLAIN %s", all), all, "employee", w->pool));
    const char *one = "SELECT e.name FROM employee e WHERE e.account = 7 AND e.initials = 'x'";
    assert_false(server_scans(h, world_rows(w, "EXPLAIN %s", one), one, "employee", w->pool));
    if (h->dialect != LIC_POSTGRESQL)
        return;
    assert_false(leaves_account(world_rows(w, "EXPLAIN %s", one), w->pool));
    assert_true(leaves_account(world_rows(w, "EXPLAIN SELECT name FROM employee WHERE login = 'x'"), w->pool));
    assert_true(leaves_account(world_rows(w, "EXPLAIN UPDATE outbox SET kind = '' WHERE state = 'x'"), w->pool));
}

static void servers_do_not_either_where_they_have_a_choice(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    world_t *w = world_make(h->db, h->p);
    crowd_fill(w, h->dialect);
    a_scan_of_a_server_is_recognised(h, w);
    int looked_at = 0, found = 0;
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        const char *text = statement->sql[h->dialect].text;
        if (!text || is_allowed(statement->name) || !strncmp(statement->name, "schema_", 7))
            continue;
        const char *sql = filled(text, w->pool), *plan = world_rows(w, "EXPLAIN %s", sql);
        for (unsigned i = 0; i < sizeof(big) / sizeof(big[0]); i++)
            if (server_scans(h, plan, sql, big[i], w->pool)) {
                print_error("%s scans %s:\n%s\n", statement->name, big[i], plan);
                found++;
            }
        if (h->dialect == LIC_POSTGRESQL && !is_across(statement->name) && leaves_account(plan, w->pool)) {
            print_error("%s looks at more than one account:\n%s\n", statement->name, plan);
            found++;
        }
        looked_at++;
    }
    assert_true(looked_at > 100);
    assert_int_equal(found, 0);
}

/* Table and first column of each key that doesn't begin with the account: the reference tables', and those by which the
 * account itself is found. Distributed by account (Citus, MariaDB's partitions), all of these stay whole on each node.
 */
static void every_key_begins_with_the_account_but_for_the_reference_tables(harness_t *h)
{
    static const char *const query[] = {
        NULL,
        "SELECT DISTINCT c.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] "
        "WHERE x.indisunique AND a.attname <> 'account' AND c.relnamespace = current_schema()::regnamespace ORDER BY "
        "1, 2",
        "SELECT DISTINCT table_name, column_name FROM information_schema.statistics "
        "WHERE table_schema = DATABASE() AND seq_in_index = 1 AND non_unique = 0 AND column_name <> 'account' "
        "AND table_name <> 'schema_step' ORDER BY 1, 2",
    };
    static const char *const keyless[] = {
        NULL,
        "SELECT COUNT(*) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace "
        "AND NOT EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)",
        "SELECT COUNT(*) FROM information_schema.tables t WHERE t.table_schema = DATABASE() AND NOT EXISTS (SELECT 1 "
        "FROM "
        "information_schema.statistics s WHERE s.table_schema = t.table_schema AND s.table_name = t.table_name "
        "AND s.index_name = 'PRIMARY')",
    };
    harness_only(h, "pgsql mysql");
    world_t *w = world_make(h->db, h->p);
    assert_string_equal(world_rows(w, "%s", query[h->dialect]),
                        "account|account_key\naccount|id\nlease|name\nprice|product\nproduct|id\nproduct|product_key\n"
                        "schema_version|version\nsetting|name\n");
    assert_int_equal(world_number(w, "%s", keyless[h->dialect]), 0);
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(no_statement_scans_a_big_table),
        HARNESS_TEST(a_page_of_a_list_never_reads_a_whole_account),
        HARNESS_TEST(a_scan_is_recognised),
        HARNESS_TEST(servers_do_not_either_where_they_have_a_choice),
        HARNESS_TEST(every_key_begins_with_the_account_but_for_the_reference_tables),
    };
    return harness_main("plans", tests, sizeof(tests) / sizeof(*tests));
}
