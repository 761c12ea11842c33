/* What is planned, day by day (product.md, Plans; When no licence is free): worked examples. */
#include <apr_strings.h>

#include "memory.h"

static memory_t *memory;
static const char *script = "";

/* November 2026, 30 days; standard 249.00, CRM 175.00, Visma 200.00 a month */
static void begin(const char *zone)
{
    memory = memory_make(zone, "2026-11-01", 1, memory_instant("2026-11-19T09:00:00Z"));
    memory_price(memory, STANDARD, "2026-01-01", 24900);
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

static const char *plan(const char *what, char *rest, apr_time_t now)
{
    const char *subject = strsep(&rest, " "), *problem;
    if (!strcmp(what, "plan-buy")) {
        const char *quantity = strsep(&rest, " ");
        problem = memory_plan_buy(memory, lic_book_find(memory->book, subject)->product, atoi(quantity), rest, now);
    } else {
        problem =
            memory_plan(memory, atoi(subject), !strcmp(what, "start") ? LIC_PLAN_START : LIC_PLAN_LEAVE, rest, now);
    }
    return problem ? problem : "planned";
}

static const char *change_quantity(const char *what, char *rest, apr_time_t now)
{
    const char *key = strsep(&rest, " ");
    const apr_int64_t product = lic_book_find(memory->book, key)->product;
    return lic_word_of(lic_outcome_words, !strcmp(what, "undo")
                                              ? memory_undo(memory, product, LIC_REQUESTER_ADMIN, NULL, now)
                                              : memory_quantity(memory, product, atoi(rest), LIC_REQUESTER_ADMIN, now));
}

static void set_policy(char *rest, apr_time_t now)
{
    const char *key = strsep(&rest, " "), *word = strsep(&rest, " ");
    memory_policy(memory, lic_book_find(memory->book, key)->product,
                  (lic_policy_t)lic_word_value(lic_policy_words, word, -1), rest ? atoi(rest) : LIC_POLICY_NO_CAP, now);
}

static void act_on_employees(const char *what, char *rest, apr_time_t now)
{
    const int n = rest ? atoi(rest) : 0;
    for (int i = 0; i < n && (!strcmp(what, "hire") || !strcmp(what, "add")); i++)
        memory_hire(memory, "x", *what == 'h', 0, now);
    if (!strcmp(what, "leave"))
        memory_deactivate(memory, n, now);
    if (!strcmp(what, "activate"))
        memory_activate(memory, n, now);
    if (!strcmp(what, "cancel"))
        assert_true(memory_cancel(memory, n, now));
}

/* One act of a script, "start 3 2026-11-27"; returns what came of it */
static const char *carry_out(char *act, apr_time_t now)
{
    const char *what = strsep(&act, " ");
    if (!strcmp(what, "in")) {
        memory_destroy(memory);
        begin(act);
        script = apr_pstrdup(memory->pool, script);
    } else if (!strcmp(what, "start") || !strcmp(what, "end") || !strcmp(what, "plan-buy")) {
        return plan(what, act, now);
    } else if (!strcmp(what, "buy") || !strcmp(what, "ask") || !strcmp(what, "undo")) {
        return change_quantity(what, act, now);
    } else if (!strcmp(what, "close")) {
        return close_account(now);
    } else if (!strcmp(what, "policy")) {
        set_policy(act, now);
    } else if (!strcmp(what, "price")) {
        const char *key = strsep(&act, " "), *from = strsep(&act, " ");
        memory_price(memory, lic_book_find(memory->book, key)->product, from, atoi(act));
    } else {
        act_on_employees(what, act, now);
    }
    memory_catch_up(memory, now);
    return "-";
}

static const char *add(const char *list, int n)
{
    return apr_psprintf(memory->pool, "%s%s%d", *list == '-' ? "" : list, *list == '-' ? "" : ";", n);
}

static const char *employees(int marked)
{
    const char *list = "-";
    for (int id = 1; id <= memory->employees->nelts; id++)
        if (marked ? memory_employee(memory, id)->facts.deadline != 0 : memory_employee(memory, id)->facts.active)
            list = add(list, id);
    return list;
}

/* By the day that they were to start on */
static const char *waiting(void)
{
    const char *list = "-";
    for (lic_date_t on = lic_date_make(2026, 11, 1); on < lic_date_make(2027, 4, 1); on++)
        for (int i = 0; i < memory->plans->nelts; i++) {
            const lic_plan_t *one = &APR_ARRAY_IDX(memory->plans, i, lic_plan_t);
            if (one->id && one->waits && one->on == on)
                list = add(list, (int)one->employee);
        }
    return list;
}

static const char *planned(void)
{
    int n = 0;
    for (int i = 0; i < memory->plans->nelts; i++)
        n += APR_ARRAY_IDX(memory->plans, i, lic_plan_t).id != 0;
    return apr_itoa(memory->pool, n);
}

static const char *invoices(void)
{
    const char *nets = "-";
    for (int i = 0; i < memory->invoices->nelts; i++) {
        const int net = (int)APR_ARRAY_IDX(memory->invoices, i, lic_invoice_t *)->net;
        nets = i ? apr_psprintf(memory->pool, "%s;%d", nets, net) : apr_itoa(memory->pool, net);
    }
    return nets;
}

static void plan_row(char **column, int line)
{
    if (!memory || strcmp(script, column[0]) != 0) {
        if (memory)
            memory_destroy(memory);
        begin("Europe/Copenhagen");
        script = apr_pstrdup(memory->pool, column[0]);
    }
    const char *outcome = carry_out(column[2], memory_instant(column[1]));
    script = column[0];
    const char *const found[] = {outcome,      lic_position_state(memory_position(memory, STANDARD), memory->pool),
                                 employees(0), waiting(),
                                 employees(1), planned(),
                                 invoices()};
    for (int i = 0; i < 7; i++)
        if (strcmp(found[i], column[3 + i]) != 0)
            fail_msg("plan.tsv:%d: column %d is %s", line, 4 + i, found[i]);
    const char *breach = memory_breach(memory, memory_instant(column[1]));
    if (breach)
        fail_msg("plan.tsv:%d: %s", line, breach);
    script = apr_pstrdup(memory->pool, column[0]);
}

static void plans_are_carried_out_as_the_examples_say(void **state)
{
    (void)state;
    memory = NULL;
    assert_int_equal(vectors_each("plan.tsv", plan_row), 96);
    memory_destroy(memory);
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans_are_carried_out_as_the_examples_say)};
    return cmocka_run_group_tests(tests, initialize, NULL);
}
