/* What each document holds, read from the sample account (tests/golden/view/sample.sql) on every kind of database. */
#include "../store/harness.h"
#include "golden.h"
#include "sample.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#include "store/account.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/invoice_parties.h"

/* Compared on each database; laid out as the golden is. */
static void holds(harness_t *h, const lic_document_t *d, const lic_query_t *q, const char *golden)
{
    golden_check(golden, golden_layout(sample_tree(h, d, q), h->p), h->p);
}

static const char *text_of(harness_t *h, const lic_document_t *d, const lic_query_t *q)
{
    return golden_layout(sample_tree(h, d, q), h->p);
}

/* --- each document -------------------------------------------------------------------------------------------------
 */

static void overview_holds_sections_marks_and_what_was_done(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    apr_table_setn(q.args, "done", "117");
    q.again = "TOKEN-AGAIN";
    q.charts = 1;
    holds(h, &lic_document_overview, &q, "overview.xml");
    sample_run("INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used)"
               " VALUES (1, 6, '2024-03-01', 3, 1, 3, 1)",
               h);
    const char *longer = text_of(h, &lic_document_overview, &q);
    assert_non_null(strstr(longer, "<chart product=\"standard\" kind=\"user\" from=\"2025-11-25\""));
}

static void overview_of_a_closing_account_expects_no_invoice(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "globex");
    const char *text = text_of(h, &lic_document_overview, &q);
    assert_non_null(strstr(text, "state=\"closing\""));
    assert_null(strstr(text, "next-invoice"));
    assert_non_null(strstr(text, "Globex &amp; S\xc3\xb8n &lt;Ltd&gt;"));
}

static void form_keeps_what_was_typed_and_says_what_was_wrong(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    q.key = "standard";
    q.typed = "1.000";
    q.error =
        lic_error_fact(lic_error_make(h->p, LIC_REFUSED, "quantity-not-a-number", "\"1.000\" is not a whole number"),
                       "value", "1.000");
    holds(h, &lic_document_product, &q, "product.xml");
}

static lic_preview_t bought(harness_t *h, lic_query_t *q)
{
    static lic_invoice_t invoice;
    const lic_invoice_line_t lines[] = {{1, "standard", "Standard licence", 5, 24900, 7, 30, 29050},
                                        {2, "business-central", "Business Central", 5, 4900, 7, 30, 5717},
                                        {4, "resource-planner", "Resource planner", 5, 0, 7, 30, 0}};
    const lic_position_t before = {.product = 1,
                                   .key = "standard",
                                   .name = "Standard licence",
                                   .kind = LIC_KIND_USER,
                                   .purchased = 25,
                                   .next = 20,
                                   .used = 27,
                                   .threshold = -1};
    lic_preview_t preview = {.before = before, .after = before, .confirm = "TOKEN-CONFIRM"};
    invoice = (lic_invoice_t){.net = 34767, .vat = 8692, .total = 43459, .currency = "DKK", .vat_rate = 2500};
    invoice.parties = (lic_invoice_parties_t){
        .buyer_address = "Havnegade 12", .buyer_country = "", .buyer_vat_id = "", .order_number = "PO 7781"};
    invoice.lines = apr_array_make(h->p, 3, sizeof(lic_invoice_line_t));
    for (int i = 0; i < 3; i++)
        APR_ARRAY_PUSH(invoice.lines, lic_invoice_line_t) = lines[i];
    preview.after.purchased = preview.after.next = 30;
    preview.outcome = (lic_outcome_t){.kind = LIC_BOUGHT, .product = 1, .asked = 30, .wiped = 20, .invoice = &invoice};
    lic_period_current(&preview.period, q->account, q->now);
    preview.on = LIC_DATE_NONE;
    preview.next_date = lic_date_make(2026, 12, 1);
    preview.next_before = 942875;
    preview.next_after = 1315375;
    preview.next_net_before = 754300;
    preview.next_net_after = 1052300;
    return preview;
}

static void preview_of_a_purchase_holds_lines_and_both_next_invoices(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    lic_preview_t preview = bought(h, &q);
    q.preview = &preview;
    holds(h, &lic_document_preview, &q, "preview-bought.xml");
}

static void preview_of_a_scale_down_holds_who_would_be_marked(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    const lic_seat_t who[] = {{.employee = 7, .login = "ts\xc3\xb8", .name = "Tage S\xc3\xb8rensen"},
                              {.employee = 5, .login = "mki", .name = "Mette Kirk"}};
    lic_preview_t preview = bought(h, &q);
    preview.outcome = (lic_outcome_t){.kind = LIC_SCALED_DOWN, .product = 1, .asked = 22, .wiped = -1};
    preview.before.next = preview.after.purchased = 25;
    preview.after.next = 22;
    preview.before.used = 24;
    preview.would_mark = 2;
    preview.who = who;
    preview.nwho = 2;
    preview.would_mark_at = q.account->period_end_at;
    preview.would_deactivate_at = q.account->period_end_at + apr_time_from_sec(7 * 86400);
    q.preview = &preview;
    holds(h, &lic_document_preview, &q, "preview-scaled-down.xml");
}

static void invoices_come_newest_first_with_their_lines(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    q.page_rows = 2;
    holds(h, &lic_document_invoices, &q, "invoices.xml");
    q.key = "ACME-2026-0006";
    holds(h, &lic_document_invoice, &q, "invoice.xml");
}

static void an_amount_of_three_decimals_cannot_be_invoiced_electronically(harness_t *h)
{
    assert_ok(lic_parties_check_amount(12345, "DKK", h->p));
    assert_ok(lic_parties_check_amount(12340, "KWD", h->p));
    assert_problem(lic_parties_check_amount(12345, "KWD", h->p), LIC_CONFLICT, "invoice-incomplete");
}

static void log_comes_newest_first_for_people(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    apr_table_setn(q.args, "from", "2026-10-01");
    q.page_rows = 7;
    holds(h, &lic_document_log, &q, "log.xml");
}

static void employees_and_add_on_licences_tell_marks(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    holds(h, &lic_document_employees, &q, "employees.xml");
    apr_table_setn(q.args, "module", "outlook");
    holds(h, &lic_document_assignments, &q, "assignments.xml");
}

/* Buying what is missing for one more, as service/offer.c would say it. */
static lic_offer_t offer_of(const lic_preview_t *preview)
{
    const lic_offer_t offer = {.act = LIC_ACT_ACTIVATE,
                               .acts = 1,
                               .product = "standard",
                               .missing = 5,
                               .deadline = HARNESS_NOW + apr_time_from_sec(7 * 86400),
                               .preview = preview};
    return offer;
}

static void a_card_holds_roles_modules_offers_and_the_own_history(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    lic_preview_t preview = bought(h, &q);
    lic_offer_t offer = offer_of(&preview);
    q.offers = &offer;
    q.noffers = 1;
    q.key = "3";
    holds(h, &lic_document_employee, &q, "employee.xml");
    assert_null(strstr(text_of(h, &lic_document_employee, &q), "external"));
    sample_run("UPDATE employee SET external = 'HR-7' WHERE account = 1 AND id = 3", h);
    assert_non_null(strstr(text_of(h, &lic_document_employee, &q), "external=\"HR-7\""));
    q.key = "99";
    xmlDoc *doc;
    assert_problem(lic_document_tree(&doc, &lic_document_employee, &q, h->source, h->p), LIC_UNKNOWN,
                   "employee-unknown");
}

static void a_new_ones_form_keeps_what_was_typed(harness_t *h)
{
    static const char *const roles[] = {"viewer", NULL};
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    const lic_employee_t typed = {
        .login = "new", .name = "New <One>", .initials = "N", .email = "no", .active = 1, .roles = roles};
    q.new_employee = &typed;
    q.error = lic_error_fact(lic_error_make(h->p, LIC_INVALID, "field-invalid", "email: an address"), "field", "email");
    holds(h, &lic_document_employee_new, &q, "employee-new.xml");
}

static void what_is_missing_holds_an_offer_and_its_lines(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    lic_preview_t preview = bought(h, &q);
    lic_offer_t offer = offer_of(&preview);
    q.offers = &offer;
    q.noffers = 1;
    holds(h, &lic_document_missing, &q, "missing.xml");
}

static void the_form_of_languages_tells_of_the_account_alone(harness_t *h)
{
    sample_load(h);
    const lic_query_t q = sample_ask(h, "acme");
    holds(h, &lic_document_language, &q, "language.xml");
}

static void help_has_the_accounts_own_figures_and_products(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    holds(h, &lic_document_help, &q, "help.xml");
    const lic_dry_run_t run = {"/products/standard.xml", "<product quantity=\"x\"/>", 400, "<problem/>"};
    q.address = "https://portal.example.com/licences";
    q.dry_run = &run;
    holds(h, &lic_document_partners, &q, "help-partners.xml");
}

static void the_accounts_page_holds_what_invoices_need_and_lack(harness_t *h)
{
    sample_load(h);
    const lic_query_t q = sample_ask(h, "acme");
    holds(h, &lic_document_account, &q, "account.xml");
}

static void a_result_holds_an_outcome_for_each(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    lic_preview_t preview = bought(h, &q);
    lic_offer_t offer = offer_of(&preview);
    lic_act_outcome_t rows[] = {
        {2, "Bo <Friis>", LIC_EMPLOYEE_DONE}, {3, "Kaj", LIC_EMPLOYEE_UNCHANGED}, {99, "", LIC_EMPLOYEE_UNKNOWN}};
    lic_act_report_t report = {.rows = rows, .nrows = 3, .ndone = 1, .log = 118, .beyond = 5, .deadline = HARNESS_NOW};
    q.report = &report;
    q.act = "activate";
    holds(h, &lic_document_result, &q, "result.xml");
    report.log = 0;
    q.offers = &offer;
    q.noffers = 1;
    holds(h, &lic_document_result, &q, "result-preview.xml");
}

static void roles_tell_rights_holders_and_what_is_locked(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    holds(h, &lic_document_roles, &q, "roles.xml");
    const char *text = text_of(h, &lic_document_roles, &q);
    assert_non_null(strstr(text, "<right key=\"roles\" granted=\"true\" locked=\"true\"/>"));
    assert_ok(
        lic_db_run(h->db, "INSERT INTO employee_role (account, employee, role_key) VALUES (1, 5, 'keeper')", h->p));
    text = text_of(h, &lic_document_roles, &q); /* somebody else manages roles, too */
    assert_null(strstr(text, "locked"));
}

static void a_role_of_very_many_is_counted_up_to_a_bound(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    assert_ok(lic_db_run(h->db, "INSERT INTO role (account, role_key, name) VALUES (1, 'all', 'all')", h->p));
    for (int i = 1; i <= 1001; i++) {
        assert_ok(lic_db_run(
            h->db,
            apr_psprintf(h->p, "INSERT INTO employee_role (account, employee, role_key) VALUES (1, %d, 'all')", i),
            h->p));
        if (i == 1000)
            assert_non_null(strstr(text_of(h, &lic_document_roles, &q), "<role key=\"all\" holders=\"1000\">"));
    }
    assert_non_null(strstr(text_of(h, &lic_document_roles, &q), "<role key=\"all\" holders=\"1000\" more=\"true\">"));
}

static void usage_holds_charts_and_the_days_with_a_change(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    q.page_rows = 7;
    holds(h, &lic_document_usage, &q, "usage.xml");
    apr_table_setn(q.args, "product", "standard");
    apr_table_setn(q.args, "from", "2026-11-14");
    holds(h, &lic_document_usage, &q, "usage-one.xml");
}

/* --- accounts are apart ----------------------------------------------------------------------------------------------
 */

static void nothing_of_another_account_shows(harness_t *h)
{
    static const lic_document_t *const documents[] = {
        &lic_document_overview,    &lic_document_invoices, &lic_document_log,  &lic_document_employees,
        &lic_document_assignments, &lic_document_usage,    &lic_document_roles};
    xmlDoc *doc;
    sample_load(h);
    lic_query_t q = sample_ask(h, "globex");
    apr_table_setn(q.args, "done", "117");
    for (unsigned i = 0; i < sizeof(documents) / sizeof(*documents); i++) {
        const char *text = text_of(h, documents[i], &q);
        assert_null(strstr(text, "cme"));
        assert_null(strstr(text, "CME"));
        assert_null(strstr(text, "Tage"));
        assert_null(strstr(text, "<done"));
    }
    q.key = "ACME-2026-0007";
    assert_problem(lic_document_tree(&doc, &lic_document_invoice, &q, h->source, h->p), LIC_UNKNOWN, "invoice-unknown");
    q.key = "no-such-product";
    assert_problem(lic_document_tree(&doc, &lic_document_product, &q, h->source, h->p), LIC_UNKNOWN, "product-unknown");
}

/* --- one reading
 * ------------------------------------------------------------------------------------------------------- */

/* Somebody else, who changes the account and its name while a page is read. */
static lic_db_t *changer;
static int moves;

static lic_error_t *head_that_moves(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    lic_account_t *seen;
    LIC_TRY(lic_account_find(&seen, db, q->account->key, p));
    lic_xml_attr_int(x, "before", seen->revision);
    if (moves-- > 0)
        LIC_TRY(lic_db_run(changer, "UPDATE account SET revision = revision + 1 WHERE id = 1", p));
    LIC_TRY(lic_account_find(&seen, db, q->account->key, p));
    lic_xml_attr_int(x, "after", seen->revision);
    return NULL;
}

static const lic_document_t moving = {"log", "log", 0, head_that_moves, NULL};

static void a_page_whose_revision_moved_is_built_again(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    changer = harness_open(h, h->p);
    moves = 1;
    const char *text = text_of(h, &moving, &q);
    assert_non_null(strstr(text, "revision=\"419\""));
    assert_int_equal(q.account->revision, 419);
}

static void a_page_that_never_stands_still_is_of_one_state(harness_t *h)
{
    sample_load(h);
    lic_query_t q = sample_ask(h, "acme");
    changer = harness_open(h, h->p);
    moves = 100;
    const char *text = text_of(h, &moving, &q);
    assert_non_null(strstr(text, "revision=\"419\""));
    assert_non_null(strstr(text, "before=\"419\" after=\"419\""));
    assert_int_equal(moves, 98);
}

static const harness_case_t cases[] = {HARNESS_TEST(overview_holds_sections_marks_and_what_was_done),
                                       HARNESS_TEST(overview_of_a_closing_account_expects_no_invoice),
                                       HARNESS_TEST(form_keeps_what_was_typed_and_says_what_was_wrong),
                                       HARNESS_TEST(preview_of_a_purchase_holds_lines_and_both_next_invoices),
                                       HARNESS_TEST(preview_of_a_scale_down_holds_who_would_be_marked),
                                       HARNESS_TEST(invoices_come_newest_first_with_their_lines),
                                       HARNESS_TEST(an_amount_of_three_decimals_cannot_be_invoiced_electronically),
                                       HARNESS_TEST(log_comes_newest_first_for_people),
                                       HARNESS_TEST(employees_and_add_on_licences_tell_marks),
                                       HARNESS_TEST(a_card_holds_roles_modules_offers_and_the_own_history),
                                       HARNESS_TEST(a_new_ones_form_keeps_what_was_typed),
                                       HARNESS_TEST(what_is_missing_holds_an_offer_and_its_lines),
                                       HARNESS_TEST(the_form_of_languages_tells_of_the_account_alone),
                                       HARNESS_TEST(help_has_the_accounts_own_figures_and_products),
                                       HARNESS_TEST(the_accounts_page_holds_what_invoices_need_and_lack),
                                       HARNESS_TEST(a_result_holds_an_outcome_for_each),
                                       HARNESS_TEST(roles_tell_rights_holders_and_what_is_locked),
                                       HARNESS_TEST(a_role_of_very_many_is_counted_up_to_a_bound),
                                       HARNESS_TEST(usage_holds_charts_and_the_days_with_a_change),
                                       HARNESS_TEST(nothing_of_another_account_shows),
                                       HARNESS_TEST(a_page_whose_revision_moved_is_built_again),
                                       HARNESS_TEST(a_page_that_never_stands_still_is_of_one_state)};

int main(void)
{
    return harness_main("view: documents", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
