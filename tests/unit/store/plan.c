/* plan.c  What databases say of how they would run a statement. */
#include "plan.h"

#include <string.h>
#include <apr_strings.h>

const char *const plan_big[PLAN_NBIG] = {
    "employee",   "assignment",      "journal",  "invoice",        "invoice_line", "outbox",
    "usage_day",  "request",         "position", "account",        "role",         "employee_role",
    "role_right", "employee_search", "archive",  "archived_state", "login_claim"};

/* What is made a table of is JSON, all else any text */
static const char *sample(const char *sql, const char *number)
{
    static const char *const tables[] = {"JSON_TABLE(",   "json_each(",  "json_array_elements(",
                                         "json_extract(", "JSON_VALUE(", "json_extract_path_text("};
    const size_t length = strlen(sql);
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        if (length >= strlen(tables[i]) && !strcmp(sql + length - strlen(tables[i]), tables[i]))
            return "'[[7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]]'";
    return number ? number : "'x'";
}

const char *plan_filled(const char *text, const char *number, apr_pool_t *p)
{
    const char *sql = "";
    for (const char *at; (at = strchr(text, '%')); text = at)
        if (at[1] == '%') {
            sql = apr_pstrcat(p, sql, apr_pstrndup(p, text, (apr_size_t)(at - text) + 1), NULL);
            at += 2;
        } else {
            const int whole = at[1] == 'l';
            sql = apr_pstrcat(p, sql, apr_pstrndup(p, text, (apr_size_t)(at - text)), NULL);
            sql = apr_pstrcat(p, sql, sample(sql, whole ? number : NULL), NULL);
            at += whole ? 4 : 2;
        }
    return apr_pstrcat(p, sql, text, NULL);
}

/* A plan names a table as the statement does: by its name, or by the short name that follows it there */
static int sqlite_scans(const char *plan, const char *sql, const char *table, apr_pool_t *p)
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

int plan_scans(const harness_t *h, const char *plan, const char *sql, const char *table, apr_pool_t *p)
{
    if (h->dialect == LIC_SQLITE)
        return sqlite_scans(plan, sql, table, p);
    return h->dialect == LIC_POSTGRESQL ? pgsql_scans(plan, table, p) : mysql_scans(plan, sql, table, p);
}

int plan_leaves_account(const char *plan, apr_pool_t *p)
{
    for (unsigned i = 0; i < PLAN_NBIG; i++) {
        const char *named = apr_pstrcat(p, " on ", plan_big[i], " ", NULL);
        const int itself = !strcmp(plan_big[i], "account");
        for (const char *at = plan; (at = strstr(at, named)); at++) {
            const char *line = at, *end = strstr(at, "->  "); /* not JSON's ->> */
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

int plan_rereads(const char *name, const char *plan)
{
    const char *at = strncmp(name, "list_assignments", 16) ? NULL : plan;
    while (at && (at = strstr(at, "Join Filter: "))) {
        const char *joined = strstr(at, "employee"), *end = strchr(at, '\n');
        if (joined && joined < end)
            return 1;
        at = end;
    }
    return 0;
}
