/* The document that a mail is made of, from the action log of each kind of database. */
#include "../store/harness.h"
#include "../view/golden.h"

#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>

#include "store/account.h"
#include "store/statement.h"
#include "view/document/mail.h"

#define AT (HARNESS_NOW / APR_USEC_PER_SEC)

static void run_sql(harness_t *h, const char *sql)
{
    assert_ok(lic_db_run(h->db, sql, h->p));
}

static lic_account_t *add_account(harness_t *h)
{
    static const char *const rows[] = {
        "INSERT INTO product (id, product_key, kind, name) VALUES (1, 'standard', 'user', 'Standard licence')",
        "INSERT INTO product (id, product_key, kind, name) VALUES (2, 'visma', 'bundled', 'Visma Admin')",
        "INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, "
        "created_at) VALUES (1, 1, 'anna', 'Anna Berg', 'AB', 'a@acme.example', '', 1, 0, 0, 1)",
        "INSERT INTO invoice (account, number, id, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, "
        "currency) VALUES (1, 'ACME-2026-0007', 7, '2026-11-24', 'purchase', '2026-11-24', '2026-12-01', 29050, 7263, "
        "36313, 2500, 'DKK')",
        NULL};
    lic_account_t account = {.key = "acme",
                             .name = "Acme",
                             .currency = "DKK",
                             .locale = "da-DK",
                             .timezone = "Europe/Copenhagen",
                             .billing = "a@acme.example",
                             .legal_name = "",
                             .address = "",
                             .country = "",
                             .vat_id = "",
                             .electronic_address = "",
                             .order_number = "",
                             .months = 1,
                             .anchor = lic_date_make(2026, 11, 1),
                             .period_start = lic_date_make(2026, 11, 1),
                             .period_end = lic_date_make(2026, 12, 1),
                             .ceiling = 1000};
    lic_account_t *found;
    assert_ok(lic_account_insert(h->db, &account, h->p));
    assert_ok(lic_account_find(&found, h->db, "acme", h->p));
    for (int i = 0; rows[i]; i++)
        run_sql(h, rows[i]);
    return found;
}

static void log_row(harness_t *h, int id, int event, const char *rest)
{
    run_sql(h, apr_psprintf(h->p,
                            "INSERT INTO journal (account, id, event, at, actor, action, product, object, name, "
                            "old_state, new_state, deadline, amount, currency, invoice) VALUES (1, %d, %d, "
                            "%" APR_INT64_T_FMT ", %s)",
                            id, event, (apr_int64_t)AT, rest));
}

static xmlDoc *tree(harness_t *h, const lic_account_t *account, apr_int64_t event, const char *kind, apr_int64_t rows)
{
    const lic_mail_query_t query = {.account = account,
                                    .event = event,
                                    .kind = kind,
                                    .rows = rows,
                                    .locale = "da-DK",
                                    .portal = "https://portal.example"};
    xmlDoc *doc;
    assert_ok(lic_mail_tree(&doc, &query, h->db, h->p));
    return doc;
}

static void assert_xpath(harness_t *h, xmlDoc *doc, const char *path, const char *wanted)
{
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(context, BAD_CAST "l", BAD_CAST "urn:mod-licences:1");
    xmlXPathObject *found = xmlXPathEval(BAD_CAST apr_psprintf(h->p, "string(%s)", path), context);
    if (strcmp((const char *)found->stringval, wanted))
        fail_msg("%s is '%s', not '%s'", path, found->stringval, wanted);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
}

static void a_purchase_has_its_states_its_invoice_and_its_period(harness_t *h)
{
    lic_account_t *account = add_account(h);
    log_row(h, 5, 5,
            "'anna', 'bought', 'standard', 'standard', 'Standard licence', '25/20', '30', NULL, 29050, 'DKK', "
            "'ACME-2026-0007'");
    log_row(h, 6, 5,
            "'anna', 'bought', 'standard', 'visma', 'Visma Admin', '25/20', '30', NULL, 0, 'DKK', 'ACME-2026-0007'");
    log_row(h, 7, 7, "'anna', 'kept', 'standard', 'standard', 'Standard licence', '30', '30', NULL, NULL, NULL, NULL");
    xmlDoc *doc = tree(h, account, 5, "bought", 2);
    assert_xpath(h, doc, "/l:mail/@kind", "bought");
    assert_xpath(h, doc, "/l:mail/@at", "2026-11-24T10:00:00Z");
    assert_xpath(h, doc, "/l:mail/@actor", "anna");
    assert_xpath(h, doc, "/l:mail/l:actor-name", "Anna Berg");
    assert_xpath(h, doc, "/l:mail/@language", "da");
    assert_xpath(h, doc, "/l:mail/@portal", "https://portal.example");
    assert_xpath(h, doc, "count(/l:mail/@support)", "0");
    assert_xpath(h, doc, "/l:mail/l:product/@kind", "user");
    assert_xpath(h, doc, "/l:mail/l:period/@end", "2026-12-01");
    assert_xpath(h, doc, "/l:mail/l:invoice/@total", "36313");
    assert_xpath(h, doc, "/l:mail/l:invoice/@vat-rate", "25");
    assert_xpath(h, doc, "count(/l:mail/l:entry)", "2");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/@purchased-before", "25");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/@next-before", "20");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/@purchased", "30");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/@next", "30");
    assert_xpath(h, doc, "/l:mail/l:entry[2]/@kind", "bundled");
    assert_xpath(h, doc, "/l:mail/l:entry[2]/@amount", "0");
    golden_check("mail-bought.xml", golden_layout(doc, h->p), h->p);
    run_sql(h, "UPDATE invoice SET order_number = 'PO 7' WHERE account = 1");
    assert_xpath(h, tree(h, account, 5, "bought", 2), "/l:mail/l:invoice/@order-number", "PO 7");
}

static void at_most_fifty_of_a_crowd_are_named(harness_t *h)
{
    lic_account_t *account = add_account(h);
    for (int i = 1; i <= 60; i++)
        log_row(h, i, 1,
                apr_psprintf(h->p,
                             "'system', 'marked', 'standard', 'employee/%d', 'Employee %d', 'active', 'active', "
                             "%" APR_INT64_T_FMT ", NULL, NULL, NULL",
                             i, i, (apr_int64_t)AT + 3600));
    xmlDoc *doc = tree(h, account, 1, "marked", 60);
    assert_xpath(h, doc, "count(/l:mail/l:entry)", "50");
    assert_xpath(h, doc, "/l:mail/@rows", "60");
    assert_xpath(h, doc, "/l:mail/l:entry[50]/l:name", "Employee 50");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/@deadline", "2026-11-24T11:00:00Z");
    assert_xpath(h, doc, "/l:mail/l:entry[1]/l:product-name", "Standard licence");
    assert_xpath(h, doc, "count(/l:mail/l:entry[1]/@kind)", "0");
    assert_xpath(h, doc, "count(/l:mail/l:invoice)", "0");
}

static void an_event_of_a_closing_says_so_and_one_before_a_reopening_has_no_period(harness_t *h)
{
    lic_account_t *account = add_account(h);
    log_row(h, 1, 1,
            "'system', 'deactivated', 'standard', 'employee/1', 'Anna', 'active', 'inactive', NULL, NULL, NULL, NULL");
    log_row(h, 2, 2, "'system', 'closed', NULL, 'account/state', 'Acme', 'closing', 'closed', NULL, NULL, NULL, NULL");
    xmlDoc *doc = tree(h, account, 1, "deactivated", 1);
    golden_check("mail-deactivated.xml", golden_layout(doc, h->p), h->p);
    assert_xpath(h, doc, "/l:mail/@closed", "true");
    assert_xpath(h, doc, "count(/l:mail/l:period)", "1");
    log_row(h, 3, 3, "'operator', 'reopened', NULL, 'account/state', 'Acme', 'closed', 'open', NULL, NULL, NULL, NULL");
    log_row(h, 4, 3,
            "'operator', 'reopened', NULL, 'account', 'Acme', '2026-11-01', '2026-11-24', NULL, NULL, NULL, NULL");
    assert_xpath(h, tree(h, account, 1, "deactivated", 1), "count(/l:mail/l:period)", "0");
    assert_xpath(h, tree(h, account, 3, "reopened", 2), "count(/l:mail/l:period)", "1");
}

static void an_event_that_is_gone_is_unknown(harness_t *h)
{
    lic_mail_query_t query = {.account = add_account(h), .event = 9, .kind = "bought", .locale = "da-DK"};
    xmlDoc *doc;
    assert_problem(lic_mail_tree(&doc, &query, h->db, h->p), LIC_UNKNOWN, "event-unknown");
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_purchase_has_its_states_its_invoice_and_its_period),
        HARNESS_TEST(at_most_fifty_of_a_crowd_are_named),
        HARNESS_TEST(an_event_of_a_closing_says_so_and_one_before_a_reopening_has_no_period),
        HARNESS_TEST(an_event_that_is_gone_is_unknown),
    };
    return harness_main("mail document", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
