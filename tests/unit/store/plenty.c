/* plenty.c  A thousand small accounts and a large one. */
#include "plenty.h"

#include <string.h>

#define OF_EACH(n) "FROM numbers a CROSS JOIN numbers n WHERE n.n <= " #n

/* A thousand accounts with a little of everything each */
static const char *const overage[] = {
    "INSERT INTO account SELECT 10 + n, CAST(n AS CHAR(20)), 'x', 'DKK', 'da-DK', 'Europe/Copenhagen', 1, "
    "'2026-11-01', 2500, "
    "'x', 1000, '', '', '', '', 'open', 1, 0, '2026-11-01', '2026-12-01', 1796079600, 1795514400, 1795514400, "
    "1796079600 + n, "
    "1, 20, 20, 30, 10, 6, 2026, '', '', 0, 10 FROM numbers",
    "INSERT INTO position (account, product, purchased, next_quantity, used, few) SELECT 10 + a.n, n.n, 20, 20, 20, "
    "-1 " OF_EACH(5),
    "INSERT INTO employee (account, id, login, name, name_key, initials, email, search, active, service, protected, "
    "created_at, activated_at) SELECT 10 + a.n, n.n, CAST(n.n AS CHAR(20)), CAST(n.n AS CHAR(20)), "
    "CAST(n.n AS CHAR(20)), 'x', 'x', 'x', 1, 0, 0, n.n, n.n " OF_EACH(20),
    "INSERT INTO employee_search SELECT account, id, search FROM employee WHERE account > 10",
    "INSERT INTO assignment SELECT 10 + a.n, n.n, n.n, 3, n.n, n.n, 1, NULL " OF_EACH(20),
    "INSERT INTO role SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'x' " OF_EACH(5),
    "INSERT INTO role_right SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'my-account' " OF_EACH(5),
    "INSERT INTO employee_role SELECT 10 + a.n, n.n, '1' " OF_EACH(20),
    "INSERT INTO invoice (account, number, id, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency) "
    "SELECT 10 + a.n, CAST(n.n AS CHAR(20)), n.n, '2026-11-01', 'purchase', '2026-11-01', "
    "'2026-12-01', 1, "
    "0, 1, 2500, 'DKK' " OF_EACH(6),
    "INSERT INTO invoice_line SELECT account, id, 1, 1, 'x', 1, 1, 1, 1, 1 FROM invoice",
    "INSERT INTO journal SELECT 10 + a.n, n.n, n.n, 1795514400, 'x', 'bought', 'x', CAST(n.n AS CHAR(20)), 'x', '', "
    "'', NULL, "
    "NULL, NULL, NULL, NULL " OF_EACH(30),
    "INSERT INTO plan SELECT 10 + a.n, n.n, 'start', 3, n.n, 0, '2026-12-01', 0, 'x', 1795514400, 1, NULL " OF_EACH(10),
    "INSERT INTO outbox SELECT 10 + a.n, n.n, n.n, 'bought', 'x', 'da', 1, 'sent', 1, 1, 0, 1795514400, '', 0, '', "
    "1795514400, "
    "1795514400 " OF_EACH(10),
    "INSERT INTO usage_day SELECT 10 + a.n, 1, CAST(n.n AS CHAR(10)), 1, 1, 1, 1 " OF_EACH(20),
    "INSERT INTO archive SELECT 10 + n, 0, 0, 0, 1795514400 FROM numbers",
    "INSERT INTO archived_state SELECT 10 + a.n, CAST(n.n AS CHAR(20)), n.n, 'created', 'active' " OF_EACH(20),
    "INSERT INTO login_claim SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 10 + a.n, n.n " OF_EACH(20),
    "INSERT INTO request SELECT 10 + a.n, CAST(n.n AS CHAR(20)), 'x', 'x', 1795514400 " OF_EACH(5),
};

/* And one that has 20,000 employees more */
static const char *const large[] = {
    "INSERT INTO account SELECT 10, 'large', name, currency, locale, timezone, months, anchor, vat, billing, ceiling, "
    "legal_name, address, country, vat_id, state, bucket, period, period_start, period_end, period_end_at, last_at, "
    "told_until, next_due, revision, 21000, 21000, 21000, last_outbox, last_invoice, invoice_year, "
    "electronic_address, order_number, attach_ubl, last_plan FROM account WHERE id = 11",
    "INSERT INTO position (account, product, purchased, next_quantity, used, few) SELECT 10, product, 30000, 30000, "
    "used, few FROM position WHERE account = 11",
    "INSERT INTO employee (account, id, login, name, name_key, initials, email, search, active, service, protected, "
    "created_at, activated_at) SELECT 10, 1000 * n.n + a.n, CAST(1000 * n.n + a.n AS CHAR(20)), CAST(a.n AS CHAR(20)), "
    "CAST(a.n AS CHAR(20)), 'x', 'x', 'x', 1, 0, 0, a.n, a.n " OF_EACH(20),
    "INSERT INTO assignment SELECT 10, id, id, 3, created_at, created_at, 1, NULL FROM employee WHERE account = 10",
    "INSERT INTO role SELECT 10, role_key, name FROM role WHERE account = 11",
    "INSERT INTO role_right SELECT 10, role_key, right_key FROM role_right WHERE account = 11",
    "INSERT INTO employee_role SELECT 10, id, '1' FROM employee WHERE account = 10",
    "INSERT INTO journal SELECT 10, id, id, 1795514400, 'x', 'created', 'x', login, 'x', '', '', NULL, NULL, NULL, "
    "NULL, NULL "
    "FROM employee WHERE account = 10",
    "INSERT INTO plan SELECT 10, id, 'start', 3, id, 0, '2026-12-01', 0, 'x', 1795514400, 1, NULL FROM employee "
    "WHERE account = 10",
    "INSERT INTO login_claim SELECT 10, login, 10, id FROM employee WHERE account = 10",
};

void plenty_fill(world_t *w, lic_dialect_t dialect)
{
    static const char *const numbers[] = {
        "WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 1000) SELECT n FROM seq",
        "SELECT generate_series(1, 1000)", "SELECT seq FROM seq_1_to_1000"};
    world_run(w, "CREATE TABLE numbers (n BIGINT NOT NULL PRIMARY KEY)");
    world_run(w, "INSERT INTO numbers %s", numbers[dialect]);
    for (unsigned i = 0; i < sizeof(overage) / sizeof(overage[0]); i++)
        if (dialect != LIC_SQLITE || !strstr(overage[i], "INTO employee_search"))
            world_run(w, "%s", overage[i]);
    for (unsigned i = 0; i < sizeof(large) / sizeof(large[0]); i++)
        world_run(w, "%s", large[i]);
    world_run(w, "DROP TABLE numbers");
}
