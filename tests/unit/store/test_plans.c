/*
 * test_plans.c  No statement reads a big table from end to end, but for a few that are meant to.
 *
 * PostgreSQL and MariaDB choose by what there is: they are asked of a thousand small accounts and a large one, before
 * there are statistics and when there are. SQLite's plans are to be the same then.
 */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "plan.h"
#include "plenty.h"
#include "world.h"

#include "store/statement_texts_private.h"

/* Statements that may scan, and why */
static const struct {
    const char *name, *why;
} allowed[] = {
    {"account_bump_all", "locks every account, of support's setting whose a log-in is"},
    {"account_highest", "MAX of the primary key is its last entry"},
    {"account_zones", "of support's setting a price: every account counts"},
    {"audit_", "looks at everything there is, or at one account by its range of ids"},
    {"node_sync", "reads no table, and EXPLAIN takes no SET STATEMENT"},
    {"login_clear", "takes everything out, to be filled anew"},
    {"login_doubled", "an upgrade, or support's setting whose a log-in is: which stand in several accounts"},
    {"statistics_count", "is no statement that EXPLAIN takes"},
    {"search_clear", "takes everything out, to be filled anew"},
};

static int is_allowed(const char *name)
{
    for (unsigned i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
        if (!strncmp(name, allowed[i].name, strlen(allowed[i].name)))
            return 1;
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
        const char *sql = plan_filled(statement->sql[LIC_SQLITE].text, PLENTY_SMALL, w->pool);
        const char *plan = world_rows(w, "EXPLAIN QUERY PLAN %s", sql);
        for (unsigned i = 0; i < PLAN_NBIG; i++)
            if (plan_scans(h, plan, sql, plan_big[i], w->pool))
                fail_msg("%s scans %s:\n%s", statement->name, plan_big[i], plan);
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
        const char *plan =
            world_rows(w, "EXPLAIN QUERY PLAN %s", plan_filled(statement->sql[LIC_SQLITE].text, PLENTY_SMALL, w->pool));
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
    assert_true(plan_scans(h, world_rows(w, "EXPLAIN QUERY PLAN %s", all), all, "employee", w->pool));
    const char *one = "SELECT e.name FROM employee e WHERE e.account = 1 AND e.name = 'x'";
    assert_false(plan_scans(h, world_rows(w, "EXPLAIN QUERY PLAN %s", one), one, "employee", w->pool));
}

/* It comes before every page: a row that is put in order with texts in it makes a table on disk. */
static void who_asks_is_found_without_sorting(harness_t *h)
{
    harness_only(h, "mysql");
    world_t *w = world_make(h->db, h->p);
    const lic_statement_text_t *statement = &lic_statement_texts[LIC_Q_ADMISSION_BY_LOGIN];
    const char *sql = plan_filled(statement->sql[LIC_MARIADB].text, PLENTY_SMALL, w->pool);
    assert_null(strstr(world_rows(w, "EXPLAIN %s", sql), "filesort"));
    assert_null(strstr(world_rows(w, "EXPLAIN %s", sql), "temporary"));
}

/* --- servers ----------------------------------------------------------------------------------------------------- */

/* PostgreSQL reads 300 rows for each of its target: here all that there are, so that each run has the same statistics
 */
static void analyse(world_t *w, lic_dialect_t dialect)
{
    if (dialect == LIC_POSTGRESQL)
        world_run(w, "SET default_statistics_target = 1000");
    for (unsigned i = 0; dialect == LIC_MARIADB && i < PLAN_NBIG; i++)
        world_rows(w, "ANALYZE TABLE %s", plan_big[i]);
    for (unsigned i = 0; dialect == LIC_POSTGRESQL && i < PLAN_NBIG; i++)
        world_run(w, "ANALYZE %s", plan_big[i]);
    if (dialect == LIC_SQLITE)
        world_run(w, "ANALYZE");
}

/* Statements that look at several accounts, and why. All others keep to one, so that its rows may lie on any node. */
static const struct {
    const char *name, *why;
} across[] = {
    {"admission_by_login", "whose log-in this is, where the portal doesn't say which account"},
    {"audit_holders", "whether those who have a log-in have claimed it"},
    {"account_due", "the timer's look at what is due"},
    {"account_keys", "goes from account to account"},
    {"buyers_lacking", "of an audit, which notes who lacks what electronic invoices need"},
    {"account_list", "goes from account to account"},
    {"login_taken", "whether anybody has the log-in, where it belongs to one account"},
    {"name_account", "an upgrade goes from account to account"},
    {"outbox_due", "mail that waits, of whomever: what is claimed then is claimed account by account"},
    {"outbox_list", "support's, of all accounts or of one"},
    {"outbox_unwant", "no server sends mail, of whomever"},
    {"outbox_want", "a server sends mail again, of whomever"},
    {"outbox_list", "support asks for mail that hasn't been sent, of one account or of all"},
    {"outbox_drop", "support lets it go, of one account or of all"},
    {"outbox_allow", "support allows it again, of one account or of all"},
    {"outbox_retry", "support has mail tried again, of one account or of all"},
    {"search_account", "an upgrade goes from account to account"},
    {"watch_", "server-status counts what is due and what waits, as the timer looks at it"},
};

static int is_across(const char *name)
{
    for (unsigned i = 0; i < sizeof(across) / sizeof(across[0]); i++)
        if (!strncmp(name, across[i].name, strlen(across[i].name)))
            return 1;
    return 0;
}

static void a_scan_of_a_server_is_recognised(const harness_t *h, world_t *w)
{
    const char *all = "SELECT e.name FROM employee e WHERE e.initials = 'x'";
    assert_true(plan_scans(h, world_rows(w, "EXPLAIN %s", all), all, "employee", w->pool));
    const char *one = "SELECT e.name FROM employee e WHERE e.account = 7 AND e.initials = 'x'";
    assert_false(plan_scans(h, world_rows(w, "EXPLAIN %s", one), one, "employee", w->pool));
    if (h->dialect != LIC_POSTGRESQL)
        return;
    assert_false(plan_leaves_account(world_rows(w, "EXPLAIN %s", one), w->pool));
    assert_true(plan_leaves_account(world_rows(w, "EXPLAIN SELECT name FROM employee WHERE login = 'x'"), w->pool));
    assert_true(plan_leaves_account(world_rows(w, "EXPLAIN UPDATE outbox SET kind = '' WHERE state = 'x'"), w->pool));
}

/* Statements about all that an account has, which of a large one is a good part of the table; and those that look at
 * several accounts, whose number isn't known before there are statistics */
static int is_about_all(const char *name, const char *account, int statistics)
{
    return (statistics && !strcmp(account, PLENTY_LARGE) &&
            (!strcmp(name, "stop_counting_all") || !strcmp(name, "employee_shares"))) ||
           (!statistics && is_across(name));
}

/* How many statements don't keep to the rule, each of them told */
static int breaches_of(const harness_t *h, world_t *w, const char *account, int statistics)
{
    const char *how = statistics ? "with statistics" : "without statistics";
    int looked_at = 0, found = 0;
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        const char *text = statement->sql[h->dialect].text;
        if (!text || is_allowed(statement->name) || !strncmp(statement->name, "schema_", 7) ||
            is_about_all(statement->name, account, statistics))
            continue;
        const char *sql = plan_filled(text, account, w->pool), *plan = world_rows(w, "EXPLAIN %s", sql);
        for (unsigned i = 0; i < PLAN_NBIG; i++)
            if (plan_scans(h, plan, sql, plan_big[i], w->pool)) {
                fprintf(stderr, "%s, account %s: %s scans %s:\n%s\n", how, account, statement->name, plan_big[i], plan);
                found++;
            }
        if (h->dialect == LIC_POSTGRESQL && !is_across(statement->name) && plan_leaves_account(plan, w->pool)) {
            fprintf(stderr, "%s, account %s: %s looks at more than one account:\n%s\n", how, account, statement->name,
                    plan);
            found++;
        }
        if (h->dialect == LIC_POSTGRESQL && plan_rereads(statement->name, plan)) {
            fprintf(stderr, "%s, account %s: %s goes through all of the account's for each row:\n%s\n", how, account,
                    statement->name, plan);
            found++;
        }
        looked_at++;
    }
    assert_true(looked_at > 100);
    return found;
}

static void servers_do_not_either_where_they_have_a_choice(harness_t *h)
{
    harness_only(h, "pgsql mysql");
    harness_whole();
    world_t *w = world_make(h->db, h->p);
    plenty_fill(w, h->dialect);
    int found = breaches_of(h, w, PLENTY_LARGE, 0) + breaches_of(h, w, PLENTY_SMALL, 0);
    analyse(w, h->dialect);
    a_scan_of_a_server_is_recognised(h, w);
    found += breaches_of(h, w, PLENTY_LARGE, 1) + breaches_of(h, w, PLENTY_SMALL, 1);
    assert_int_equal(found, 0);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A line of a plan without its numbers, and without the index: "SEARCH e (account=? login=?)" whichever it is by */
static const char *step_of(char *line, apr_pool_t *p)
{
    const char *terms[20];
    int n = 0;
    for (int bars = 0; bars < 3; bars++)
        line = strchr(line, '|') + 1;
    char *open = strchr(line, '('), *rest;
    if (!open || strncmp(line, "SEARCH ", 7))
        return line;
    const char *step = apr_pstrndup(p, line, 7 + strcspn(line + 7, " ")), *after = strchr(open, ')');
    char *list = apr_pstrndup(p, open + 1, (apr_size_t)(after - open - 1));
    for (char *term = apr_strtok(list, " ", &rest); term && n < 20; term = apr_strtok(NULL, " ", &rest))
        if (strcmp(term, "AND"))
            terms[n++] = term;
    qsort(terms, (size_t)n, sizeof(*terms), by_text);
    for (int i = 0; i < n; i++)
        step = apr_pstrcat(p, step, i ? " " : " (", terms[i], NULL);
    return apr_pstrcat(p, step, after, NULL);
}

static const char *steps_of(const lic_statement_text_t *statement, world_t *w)
{
    char *rest,
        *rows = apr_pstrdup(w->pool, world_rows(w, "EXPLAIN QUERY PLAN %s",
                                                plan_filled(statement->sql[LIC_SQLITE].text, PLENTY_SMALL, w->pool)));
    const char *plan = "";
    for (char *line = apr_strtok(rows, "\n", &rest); line; line = apr_strtok(NULL, "\n", &rest))
        if (!strstr(line, "BLOOM FILTER ON p (id=?)")) /* made of the products, which are few */
            plan = apr_pstrcat(w->pool, plan, "  ", step_of(line, w->pool), "\n", NULL);
    return plan;
}

/* Statements that may be done in another way once there are statistics, and why */
static const struct {
    const char *name, *why;
} free_to[] = {
    {"archive_", "support's, of all that an account has of a time"},
    {"outbox_list", "support's, of all accounts or of one"},
    {"outbox_unwant", "all mail that waits, when no server sends it any more"},
    {"undo_", "the few entries of one object or event may be put in order"},
};

static int is_free(const char *name)
{
    for (unsigned i = 0; i < sizeof(free_to) / sizeof(free_to[0]); i++)
        if (!strncmp(name, free_to[i].name, strlen(free_to[i].name)))
            return 1;
    return 0;
}

/* Who is named one by one is looked up one by one */
static int reads_all(const lic_statement_text_t *statement, const char *plan)
{
    return strstr(statement->sql[LIC_SQLITE].text, "json_each(") &&
           (strstr(plan, "SEARCH employee (account=? active=?)") || strstr(plan, "SEARCH employee (account=?)") ||
            strstr(plan, "SEARCH assignment (account=?)"));
}

static void every_statement_keeps_its_plan_when_there_are_statistics(harness_t *h)
{
    harness_only(h, "sqlite3");
    world_t *w = world_make(h->db, h->p);
    const char *before[LIC_Q_COUNT];
    int looked_at = 0, found = 0;
    plenty_fill(w, h->dialect);
    for (int which = 0; which < LIC_Q_COUNT; which++)
        before[which] =
            lic_statement_texts[which].sql[LIC_SQLITE].text ? steps_of(&lic_statement_texts[which], w) : NULL;
    analyse(w, h->dialect);
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        if (!before[which] || is_allowed(statement->name) || is_free(statement->name))
            continue;
        const char *now = steps_of(statement, w);
        if (strcmp(before[which], now) || reads_all(statement, now)) {
            fprintf(stderr, "%s without statistics:\n%s\nwith:\n%s\n", statement->name, before[which], now);
            found++;
        }
        looked_at++;
    }
    assert_true(looked_at > 100);
    assert_int_equal(found, 0);
}

/* --- distributed by account --------------------------------------------------------------------------------------- */

/* How many partitions of the table a plan reads: " on employee_p7 e …". One that is found not to be needed at the
 * moment of running is told as never executed. */
static int partitions_of(const char *table, const char *plan, apr_pool_t *p)
{
    const char *named = apr_pstrcat(p, " on ", table, "_p", NULL);
    int seen[16] = {0}, count = 0;
    for (const char *at = plan; (at = strstr(at, named)); at++) {
        const char *line = apr_pstrndup(p, at, strcspn(at, "\n"));
        if (!strstr(line, "never executed"))
            count += !seen[atoi(at + strlen(named))]++;
    }
    return count;
}

/* A plan of a statement that changes something is looked at before it runs, of one that only reads, afterwards. */
static const char *plan_of(world_t *w, const char *sql)
{
    return world_rows(w, "EXPLAIN %s%s", strncmp(sql, "SELECT", 6) ? "" : "(ANALYZE, TIMING OFF) ", sql);
}

static int reads_several(world_t *w, const char *name, const char *plan, int *in_one)
{
    int found = 0;
    for (unsigned i = 0; i < PLAN_NBIG; i++) {
        const int count = partitions_of(plan_big[i], plan, w->pool);
        *in_one += count == 1;
        if (count > 1) {
            print_error("%s reads %d partitions of %s:\n%s\n", name, count, plan_big[i], plan);
            found++;
        }
    }
    return found;
}

static void distributed_by_account_a_statement_reads_one_partition(harness_t *h)
{
    harness_only(h, "pgsql");
    world_t *w = world_make(h->db, h->p);
    harness_partition(h);
    world_run(w, "UPDATE account SET account_key = 'x' WHERE id = 7"); /* as plan_filled() asks for it */
    assert_int_equal(16, partitions_of("employee", plan_of(w, "SELECT name FROM employee WHERE id = 7"), w->pool));
    int in_one = 0, found = 0;
    for (int which = 0; which < LIC_Q_COUNT; which++) {
        const lic_statement_text_t *statement = &lic_statement_texts[which];
        const char *text = statement->sql[LIC_POSTGRESQL].text;
        if (!text || is_across(statement->name) || is_allowed(statement->name) ||
            !strncmp(statement->name, "schema_", 7))
            continue;
        found += reads_several(w, statement->name, plan_of(w, plan_filled(text, "7", w->pool)), &in_one);
    }
    print_message("%d times a table in one partition\n", in_one);
    assert_true(in_one > 100);
    assert_int_equal(found, 0);
}

/* Table and first column of each key that doesn't begin with the account: the reference tables', those by which the
 * account itself is found, and that by which a log-in is one account's. Distributed by account (Citus, MariaDB's
 * partitions), all of these stay whole on each node.
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
                        "account|account_key\naccount|id\nlease|name\nlogin_claim|scope\nprice|product\nproduct|"
                        "id\nproduct|product_key\n"
                        "schema_version|version\nseller|id\nseller_tax|country\nsetting|name\n");
    assert_int_equal(world_number(w, "%s", keyless[h->dialect]), 0);
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(no_statement_scans_a_big_table),
        HARNESS_TEST(a_page_of_a_list_never_reads_a_whole_account),
        HARNESS_TEST(a_scan_is_recognised),
        HARNESS_TEST(who_asks_is_found_without_sorting),
        HARNESS_TEST(servers_do_not_either_where_they_have_a_choice),
        HARNESS_TEST(distributed_by_account_a_statement_reads_one_partition),
        HARNESS_TEST(every_statement_keeps_its_plan_when_there_are_statistics),
        HARNESS_TEST(every_key_begins_with_the_account_but_for_the_reference_tables),
    };
    return harness_main("plans", tests, sizeof(tests) / sizeof(*tests));
}
