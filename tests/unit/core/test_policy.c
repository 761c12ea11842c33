/* What happens when no licence is free (product.md): worked examples of each policy, act by act. */
#include <apr_strings.h>

#include "memory.h"

static memory_t *memory;
static apr_time_t now;
static const char *script = "";

/* 24 November 2026 in Copenhagen, 7 of 30 days left; standard 249.00, CRM 175.00 a month, Outlook without a price */
static void begin(void)
{
    now = memory_instant("2026-11-24T10:00:00Z");
    memory = memory_make("Europe/Copenhagen", "2026-11-01", 1, now);
    memory_price(memory, STANDARD, "2026-01-01", 24900);
    memory_price(memory, CRM, "2026-01-01", 17500);
}

static const char *set_policy(const char *key, char *rest)
{
    const char *word = strsep(&rest, " ");
    lic_change_t *change = memory_begin(memory, now);
    lic_error_t *err = lic_policy_decide(change, lic_book_find(memory->book, key)->product,
                                         (lic_policy_t)lic_word_value(lic_policy_words, word, -1),
                                         rest ? atoi(rest) : LIC_POLICY_NO_CAP);
    memory_end(memory, change);
    return err ? err->problem : "-";
}

static const char *hire(const char *what)
{
    return memory_hire(memory, "x", strcmp(what, "hire-inactive") != 0, !strcmp(what, "hire-service"), now)
               ? "done"
               : "no-licence-free";
}

static const char *on_employee(const char *what, apr_int64_t id)
{
    if (!strcmp(what, "activate"))
        return lic_word_of(lic_employee_outcome_words, memory_activate(memory, id, now));
    if (!strcmp(what, "leave"))
        return lic_word_of(lic_employee_outcome_words, memory_deactivate(memory, id, now));
    return lic_word_of(lic_employee_outcome_words, memory_assign(memory, id, CRM, now));
}

static const char *carry_out(char *act)
{
    const char *what = strsep(&act, " "), *key = act ? strsep(&act, " ") : "";
    now += apr_time_from_sec(60);
    if (!strcmp(what, "policy"))
        return set_policy(key, act);
    if (!strncmp(what, "hire", 4))
        return hire(what);
    if (!strcmp(what, "buy"))
        return lic_word_of(lic_outcome_words, memory_quantity(memory, lic_book_find(memory->book, key)->product,
                                                              atoi(act), LIC_REQUESTER_ADMIN, now));
    if (strcmp(what, "close") != 0)
        return on_employee(what, atoi(key));
    lic_change_t *change = memory_begin(memory, now);
    lic_lifecycle_close(change);
    memory_end(memory, change);
    return "-";
}

static int marked(void)
{
    int n = 0;
    for (int id = 1; id <= memory->employees->nelts; id++)
        n += memory_employee(memory, id)->facts.deadline != 0;
    for (int id = 1; id <= memory->seats->nelts; id++)
        n += memory_seat(memory, id)->facts.id && memory_seat(memory, id)->facts.deadline;
    return n;
}

static const char *invoices(void)
{
    const char *nets = "";
    for (int i = 0; i < memory->invoices->nelts; i++)
        nets = apr_psprintf(memory->pool, "%s%s%d", nets, *nets ? ";" : "",
                            (int)APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *)->net);
    return *nets ? nets : "-";
}

static void policy_row(char **column, int line)
{
    if (!memory || strcmp(script, column[0]) != 0) {
        if (memory)
            memory_destroy(memory);
        begin();
        script = apr_pstrdup(memory->pool, column[0]);
    }
    const lic_position_t *user = memory_position(memory, STANDARD), *crm;
    const char *outcome = carry_out(column[1]);
    user = memory_position(memory, STANDARD);
    crm = memory_position(memory, CRM);
    const char *is = apr_psprintf(memory->pool, "%s %d %d %d %d %d %s", outcome, (int)user->purchased, (int)user->used,
                                  (int)crm->purchased, (int)crm->used, marked(), invoices());
    const char *expected = apr_psprintf(memory->pool, "%s %s %s %s %s %s %s", column[2], column[3], column[4],
                                        column[5], column[6], column[7], column[8]);
    if (strcmp(is, expected) != 0)
        fail_msg("policy.tsv:%d: %s", line, is);
    const char *breach = memory_breach(memory, now);
    if (breach)
        fail_msg("policy.tsv:%d: %s", line, breach);
}

static void who_gets_a_licence_when_none_is_free_is_as_the_examples_say(void **state)
{
    (void)state;
    memory = NULL;
    assert_int_equal(vectors_each("policy.tsv", policy_row), 61);
    memory_destroy(memory);
}

static void one_act_that_needs_two_products_is_one_invoice_and_one_event(void **state)
{
    memory_entry_t entry;
    (void)state;
    begin();
    memory_policy(memory, STANDARD, LIC_POLICY_BUY, LIC_POLICY_NO_CAP, now);
    memory_policy(memory, CRM, LIC_POLICY_BUY, LIC_POLICY_NO_CAP, now);
    memory_hire(memory, "a", 1, 0, now);
    memory_assign(memory, 1, CRM, now);
    memory_deactivate(memory, 1, now);
    memory_hire(memory, "b", 1, 0, now);
    memory_assign(memory, 2, CRM, now);
    const int before = memory->nevents, invoices_before = memory->invoices->nelts;
    memory_activate(memory, 1, now);
    assert_int_equal(memory->invoices->nelts, invoices_before + 1);
    assert_int_equal(APR_ARRAY_IDX(memory->invoices, invoices_before, lic_invoice_t *)->lines->nelts, 2);
    memory_logged(memory, LIC_EVENT_BOUGHT, &entry);
    assert_string_equal(entry.subject.object, "crm");
    assert_string_equal(entry.subject.invoice,
                        APR_ARRAY_IDX(memory->invoices, invoices_before, lic_invoice_t *)->number);
    assert_true(entry.event <= before + 3);
    const char *problem;
    assert_int_equal(memory_undo(memory, CRM, LIC_REQUESTER_ADMIN, &problem, now), LIC_REFUSED_OUTCOME);
    assert_string_equal(problem, "undo-in-use");
    memory_deactivate(memory, 1, now);
    assert_int_equal(memory_undo(memory, CRM, LIC_REQUESTER_ADMIN, &problem, now), LIC_UNDONE);
    assert_int_equal(memory_position(memory, STANDARD)->purchased, 1);
    memory_destroy(memory);
}

/* A list that is taken as a whole asks at its end, so that it may name who starts before who leaves */
static void a_list_is_refused_only_if_it_takes_too_many_in_all(void **state)
{
    (void)state;
    begin();
    memory_quantity(memory, STANDARD, 1, LIC_REQUESTER_ADMIN, now);
    memory_policy(memory, STANDARD, LIC_POLICY_BLOCK, LIC_POLICY_NO_CAP, now);
    memory_hire(memory, "a", 1, 0, now);
    memory_hire(memory, "b", 0, 0, now);
    lic_change_t *change = memory_begin(memory, now);
    change->asks_later = 1;
    assert_int_equal(
        lic_employee_activate(change, lic_change_event(change, LIC_EVENT_ACTIVATED, NULL), memory_load(memory, 2)),
        LIC_EMPLOYEE_DONE);
    lic_error_t *err = lic_policy_check(change);
    assert_string_equal(err->problem, "no-licence-free");
    assert_string_equal(apr_table_get(err->facts, "free"), "0");
    lic_employee_deactivate(change, lic_change_event(change, LIC_EVENT_DEACTIVATED, NULL), memory_load(memory, 1), 0);
    assert_null(lic_policy_check(change));
    memory_end(memory, change);
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
        cmocka_unit_test(who_gets_a_licence_when_none_is_free_is_as_the_examples_say),
        cmocka_unit_test(one_act_that_needs_two_products_is_one_invoice_and_one_event),
        cmocka_unit_test(a_list_is_refused_only_if_it_takes_too_many_in_all),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
