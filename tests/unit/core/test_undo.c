/* Taking a purchase back (product.md, Undo): worked examples, day by day, and what is offered meanwhile. */
#include <apr_strings.h>

#include "memory.h"

static memory_t *memory;
static const char *script = "";

/* November 2026 in Copenhagen, 30 days; standard 249.00, central 50.00, CRM 175.00, Visma 200.00 a month */
static void begin(void)
{
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 1, memory_instant("2026-11-19T09:00:00Z"));
    memory_price(memory, STANDARD, "2026-01-01", 24900);
    memory_price(memory, CENTRAL, "2026-01-01", 5000);
    memory_price(memory, CRM, "2026-01-01", 17500);
    memory_price(memory, VISMA, "2026-01-01", 20000);
}

static const char *close_account(apr_time_t now)
{
    lic_change_t *change = memory_begin(memory, now);
    lic_lifecycle_close(change);
    memory_end(memory, change);
    return "-";
}

static const char *undo(const char *key, lic_requester_t requester, apr_time_t now)
{
    const char *problem;
    const lic_outcome_kind_t kind =
        memory_undo(memory, lic_book_find(memory->book, key)->product, requester, &problem, now);
    return problem ? problem : lic_word_of(lic_outcome_words, kind);
}

/* One act of a script, "buy standard 25"; returns what came of it */
static const char *carry_out(char *act, apr_time_t now)
{
    const char *what = strsep(&act, " "), *key = act ? strsep(&act, " ") : "", *more = act ? act : "0";
    if (!strcmp(what, "undo") || !strcmp(what, "support-undo"))
        return undo(key, *what == 'u' ? LIC_REQUESTER_ADMIN : LIC_REQUESTER_SUPPORT, now);
    if (!strcmp(what, "buy") || !strcmp(what, "ask") || !strcmp(what, "switch"))
        return lic_word_of(lic_outcome_words,
                           memory_quantity(memory, lic_book_find(memory->book, key)->product, atoi(more),
                                           *what == 's' ? LIC_REQUESTER_SUPPORT : LIC_REQUESTER_ADMIN, now));
    if (!strcmp(what, "close"))
        return close_account(now);
    for (int i = 0; !strcmp(what, "hire") && i < atoi(key); i++)
        memory_hire(memory, "x", 1, 0, now);
    if (!strcmp(what, "leave"))
        memory_deactivate(memory, atoi(key), now);
    if (!strcmp(what, "price")) {
        const char *from = strsep(&act, " ");
        memory_price(memory, lic_book_find(memory->book, key)->product, from, atoi(act));
    }
    memory_catch_up(memory, now);
    return "-";
}

static const char *invoices(void)
{
    const char *nets = "";
    for (int i = 0; i < memory->invoices->nelts; i++)
        nets = apr_psprintf(memory->pool, "%s%s%d", nets, *nets ? ";" : "",
                            (int)APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *)->net);
    return *nets ? nets : "-";
}

static void undo_row(char **column, int line)
{
    if (!memory || strcmp(script, column[0]) != 0) {
        if (memory)
            memory_destroy(memory);
        begin();
        script = apr_pstrdup(memory->pool, column[0]);
    }
    const char *outcome = carry_out(column[2], memory_instant(column[1]));
    if (strcmp(outcome, column[3]) != 0)
        fail_msg("undo.tsv:%d: %s", line, outcome);
    static const apr_int64_t products[] = {STANDARD, CENTRAL, CRM};
    for (int i = 0; i < 3; i++) {
        const char *state = lic_position_state(memory_position(memory, products[i]), memory->pool);
        if (strcmp(state, column[4 + i]) != 0)
            fail_msg("undo.tsv:%d: column %d is %s", line, 5 + i, state);
    }
    if (strcmp(invoices(), column[7]) != 0)
        fail_msg("undo.tsv:%d: %s", line, invoices());
    const char *breach = memory_breach(memory, memory_instant(column[1]));
    if (breach)
        fail_msg("undo.tsv:%d: %s", line, breach);
}

static void a_purchase_is_taken_back_as_the_examples_say(void **state)
{
    (void)state;
    memory = NULL;
    assert_int_equal(vectors_each("undo.tsv", undo_row), 49);
    memory_destroy(memory);
}

static void nothing_is_taken_back_where_that_is_switched_off(void **state)
{
    const apr_time_t now = memory_instant("2026-11-24T10:00:00Z");
    const char *problem;
    (void)state;
    begin();
    memory->book->undo = 0;
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, now);
    memory_undo(memory, STANDARD, LIC_REQUESTER_ADMIN, &problem, now + 1);
    assert_string_equal(problem, "undo-off");
    memory_destroy(memory);
}

static void the_entry_names_the_credit_note_which_names_the_invoice(void **state)
{
    const apr_time_t now = memory_instant("2026-11-24T10:00:00Z");
    memory_entry_t entry;
    (void)state;
    begin();
    memory_quantity(memory, STANDARD, 3, LIC_REQUESTER_ADMIN, now);
    memory_undo(memory, STANDARD, LIC_REQUESTER_ADMIN, NULL, now);
    assert_int_equal(memory_logged(memory, LIC_EVENT_UNDONE, &entry), 1);
    const lic_invoice_t *credit = APR_ARRAY_IDX(memory->invoices, 1, lic_invoice_t *);
    assert_string_equal(entry.subject.object, "standard");
    assert_string_equal(entry.subject.old_state, "3");
    assert_string_equal(entry.subject.new_state, "0");
    assert_string_equal(entry.subject.invoice, "ACME-2026-0002");
    assert_int_equal(entry.subject.amount, -17430);
    assert_string_equal(credit->credits, "ACME-2026-0001");
    assert_int_equal(credit->vat, -4358);
    assert_int_equal(credit->kind, LIC_INVOICE_CREDIT);
    memory_destroy(memory);
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_purchase_is_taken_back_as_the_examples_say),
        cmocka_unit_test(nothing_is_taken_back_where_that_is_switched_off),
        cmocka_unit_test(the_entry_names_the_credit_note_which_names_the_invoice),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
