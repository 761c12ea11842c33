#include "core/grace.h"

#include <apr_strings.h>

#include "memory.h"
#include "marking.h"

static memory_t *memory;

static void begin(int months)
{
    memory = memory_make("UTC", "2026-01-01", months, memory_instant("2026-01-05T00:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2025-01-01", 24900);
}

static int setup(void **state)
{
    (void)state;
    begin(12);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    memory_destroy(memory);
    memory = NULL;
    return 0;
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

static apr_time_t hour(int hours)
{
    return memory_instant("2026-01-05T00:00:00Z") + apr_time_from_sec(3600 * (apr_int64_t)hours);
}

/* Lowering now what is purchased isn't for sale; the scripts of grace.tsv do it, as a renewal would */
static void set_purchased(apr_int64_t product, apr_int64_t purchased, apr_time_t now)
{
    memory_catch_up(memory, now);
    if (purchased > memory_position(memory, product)->purchased)
        memory_quantity(memory, product, purchased, LIC_REQUESTER_ADMIN, now);
    else
        memory_lower(memory, product, purchased, now);
}

/* --- grace.tsv ---------------------------------------------------------------------------------------- */

static char script[16];

/* e1 .. e9 are employees 1 .. 9, inactive at first */
static void begin_script(const char *name, apr_int64_t purchased)
{
    if (memory)
        memory_destroy(memory);
    apr_cpystrn(script, name, sizeof(script));
    begin(12);
    for (int i = 1; i <= 9; i++)
        memory_hire(memory, apr_psprintf(memory->pool, "e%d", i), 0, 0, hour(0));
    set_purchased(STANDARD, purchased, hour(0));
}

static const char *list(int marked)
{
    const char *text = "";
    for (int i = 1; i <= 9; i++) {
        const lic_employee_t *e = &memory_employee(memory, i)->facts;
        const int deadline = (int)(apr_time_sec(e->deadline - hour(0)) / 3600);
        if (marked ? !e->deadline : !e->active)
            continue;
        text = apr_psprintf(memory->pool, marked ? "%s%se%d@%d" : "%s%se%d", text, *text ? "," : "", i, deadline);
    }
    return *text ? text : "-";
}

static void script_row(char **column, int line)
{
    const apr_time_t now = hour(atoi(column[2]));
    const char *argument = strchr(column[3], ' ');
    if (strcmp(script, column[0]) != 0)
        begin_script(column[0], atoll(column[4]));
    if (!strncmp(column[3], "set ", 4))
        set_purchased(STANDARD, atoll(argument), now);
    else if (!strncmp(column[3], "activate ", 9))
        assert_int_equal(memory_activate(memory, atoll(argument + 2), now), LIC_EMPLOYEE_DONE);
    else if (!strncmp(column[3], "deactivate ", 11))
        assert_int_equal(memory_deactivate(memory, atoll(argument + 2), now), LIC_EMPLOYEE_DONE);
    else
        memory_catch_up(memory, now);
    if (memory_position(memory, STANDARD)->purchased != atoll(column[5]) || strcmp(list(0), column[6]) != 0 ||
        strcmp(list(1), column[7]) != 0)
        fail_msg("grace.tsv:%d: active %s, marked %s", line, list(0), list(1));
}

static void the_scripts_of_marking_and_deactivating(void **state)
{
    (void)state;
    memory = NULL;
    script[0] = '\0';
    assert_int_equal(vectors_each("grace.tsv", script_row), 128);
    memory_destroy(memory);
}

/* --- order -------------------------------------------------------------------------------------------- */

static void the_newest_unprotected_is_marked_first_the_keeper_last(void **state)
{
    (void)state;
    static const lic_seat_t order[] = {
        {.employee = 4, .since = 90, .created = 10},
        {.employee = 9, .since = 80, .created = 30},
        {.employee = 8, .since = 80, .created = 20},
        {.employee = 7, .since = 80, .created = 20},
        {.employee = 20, .since = 99, .created = 99, .is_protected = 1},
        {.employee = 19, .since = 98, .created = 99, .is_protected = 1},
        {.employee = 30, .since = 100, .created = 100, .last_role_admin = 1},
    };
    const int n = sizeof(order) / sizeof(order[0]);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const int compared = marking_compare(&order[i], &order[j]);
            assert_true(i < j ? compared < 0 : i > j ? compared > 0 : compared == 0);
        }
}

static void add_on_licences_go_by_age_alone(void **state)
{
    (void)state;
    static const lic_seat_t order[] = {
        {.employee = 1, .assignment = 3, .since = 90, .is_protected = 1},
        {.employee = 2, .assignment = 9, .since = 80, .last_role_admin = 1},
        {.employee = 9, .assignment = 8, .since = 80},
    };
    assert_true(marking_compare(&order[0], &order[1]) < 0);
    assert_true(marking_compare(&order[1], &order[2]) < 0);
    assert_true(marking_compare(&order[2], &order[0]) > 0);
}

static void protecting_somebody_moves_the_mark_to_somebody_else(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 1, LIC_REQUESTER_ADMIN, hour(1));
    memory_hire(memory, "old", 1, 0, hour(2));
    memory_hire(memory, "new", 1, 0, hour(3));
    assert_true(memory_employee(memory, 2)->facts.deadline == hour(3 + 168));
    memory_protect(memory, 2, 1, hour(10));
    assert_true(memory_employee(memory, 2)->facts.deadline == 0);
    assert_true(memory_employee(memory, 1)->facts.deadline == hour(10 + 168));
    memory_employee(memory, 1)->holds_roles = 1; /* the last who can manage roles is marked after everybody else */
    memory_catch_up(memory, hour(11));
    memory_protect(memory, 2, 0, hour(11));
    assert_true(memory_employee(memory, 1)->facts.deadline == 0);
    assert_true(memory_employee(memory, 2)->facts.deadline == hour(11 + 168));
}

/* --- marks --------------------------------------------------------------------------------------------- */

static void a_mark_is_logged_with_its_deadline_and_changes_no_state(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_hire(memory, "mki", 1, 0, hour(1));
    assert_int_equal(memory_logged(memory, LIC_EVENT_MARKED, &entry), 1);
    assert_string_equal(entry.subject.object, "employee/1");
    assert_string_equal(entry.subject.name, "mki");
    assert_string_equal(entry.subject.old_state, "active");
    assert_string_equal(entry.subject.new_state, "active");
    assert_true(entry.subject.deadline == hour(1 + 168));
    memory_quantity(memory, STANDARD, 1, LIC_REQUESTER_ADMIN, hour(2));
    assert_int_equal(memory_logged(memory, LIC_EVENT_UNMARKED, &entry), 1);
    assert_true(entry.subject.deadline == 0);
}

static void one_event_tells_of_everybody_marked_at_once(void **state)
{
    (void)state;
    lic_seat_t newest[3] = {
        {.employee = 7, .name = "G"}, {.employee = 5, .name = "E", .deadline = 1}, {.employee = 3, .name = "C"}};
    lic_seat_t marked[2] = {newest[1], {.employee = 1, .name = "A", .deadline = 1}};
    lic_overage_t overage = {.product = STANDARD,
                             .beyond = 3,
                             .marked_total = 2,
                             .newest = newest,
                             .nnewest = 3,
                             .marked = marked,
                             .nmarked = 2};
    lic_change_t *change = lic_change_make(memory->book, hour(1), "system", NULL, memory->pool);
    lic_grace_decide(change, &overage);
    assert_int_equal(change->events->nelts, 2);
    const lic_event_t *unmarked = APR_ARRAY_IDX(change->events, 0, lic_event_t *);
    const lic_event_t *newly = APR_ARRAY_IDX(change->events, 1, lic_event_t *);
    assert_int_equal(unmarked->kind, LIC_EVENT_UNMARKED);
    assert_int_equal(unmarked->subjects->nelts, 1);
    assert_int_equal(newly->kind, LIC_EVENT_MARKED);
    assert_string_equal(newly->product, "standard");
    assert_int_equal(newly->subjects->nelts, 2);
    assert_int_equal(change->operations->nelts, 3);
}

static void nothing_is_added_where_nothing_changes(void **state)
{
    (void)state;
    lic_seat_t newest[1] = {{.employee = 7, .name = "G", .deadline = hour(9)}};
    lic_overage_t overage = {.product = STANDARD,
                             .beyond = 1,
                             .marked_total = 1,
                             .newest = newest,
                             .nnewest = 1,
                             .marked = newest,
                             .nmarked = 1};
    lic_change_t *change = lic_change_make(memory->book, hour(1), "system", NULL, memory->pool);
    lic_grace_decide(change, &overage);
    overage = (lic_overage_t){.product = CRM, .beyond = -4};
    lic_grace_decide(change, &overage);
    assert_true(lic_change_is_empty(change));
    assert_int_equal(change->events->nelts, 0);
}

static const lic_operation_t *operation(const lic_change_t *change, int i)
{
    return &APR_ARRAY_IDX(change->operations, i, lic_operation_t);
}

static void a_crowd_is_decided_by_its_boundary(void **state)
{
    (void)state;
    const lic_seat_t boundary = {.employee = 77, .since = hour(1)};
    lic_overage_t overage = {.product = STANDARD,
                             .beyond = LIC_OVERAGE_LIST + 1,
                             .marked_total = 9,
                             .last_role_admin = 4,
                             .boundary = &boundary};
    lic_change_t *change = lic_change_make(memory->book, hour(1), "system", NULL, memory->pool);
    lic_grace_decide(change, &overage);
    assert_int_equal(change->operations->nelts, 2);
    assert_int_equal(operation(change, 0)->kind, LIC_OP_UNMARK_WITHIN);
    assert_int_equal(operation(change, 1)->kind, LIC_OP_MARK_BEYOND);
    for (int i = 0; i < 2; i++) {
        assert_ptr_equal(operation(change, i)->boundary, &boundary);
        assert_int_equal(operation(change, i)->last_role_admin, 4);
        assert_int_equal(operation(change, i)->product, STANDARD);
        assert_int_equal(APR_ARRAY_IDX(change->events, i, lic_event_t *)->range, i);
    }
    assert_true(operation(change, 1)->at == hour(1 + 168));

    overage =
        (lic_overage_t){.product = STANDARD, .beyond = -1, .marked_total = LIC_OVERAGE_LIST + 1, .boundary = &boundary};
    change = lic_change_make(memory->book, hour(1), "system", NULL, memory->pool);
    lic_grace_decide(change, &overage);
    assert_int_equal(change->operations->nelts, 1);
    assert_int_equal(operation(change, 0)->kind, LIC_OP_UNMARK_WITHIN);
    assert_null(operation(change, 0)->boundary); /* everybody's mark goes */
}

static void hire_many(int n, int from_hour)
{
    lic_change_t *change = memory_begin(memory, hour(from_hour));
    lic_event_t *event = lic_change_event(change, LIC_EVENT_CREATED, NULL);
    for (int i = 0; i < n; i++) {
        lic_employee_t *employee = apr_pcalloc(memory->pool, sizeof(*employee));
        *employee = (lic_employee_t){.login = "x", .name = "x", .initials = "", .email = "", .active = 1};
        lic_employee_create(change, event, employee);
    }
    memory_end(memory, change); /* compares every mark with the rule */
}

static void crowds_and_lists_come_to_the_same_marks(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 100, LIC_REQUESTER_ADMIN, hour(0));
    hire_many(550, 1);                                                    /* 450 beyond: a list */
    hire_many(200, 2);                                                    /* 650 beyond: a overage */
    memory_quantity(memory, STANDARD, 101, LIC_REQUESTER_ADMIN, hour(3)); /* still a overage */
    memory_deactivate(memory, 1, hour(4));                                /* not one of the marked */
    memory_quantity(memory, STANDARD, 400, LIC_REQUESTER_ADMIN, hour(5)); /* a list again, from a overage's marks */
    assert_int_equal(memory_logged(memory, LIC_EVENT_MARKED, NULL), 650);
    assert_int_equal(memory_logged(memory, LIC_EVENT_UNMARKED, NULL), 650 - 349);
    set_purchased(STANDARD, 10, hour(6));
    assert_int_equal(memory_logged(memory, LIC_EVENT_MARKED, NULL), 650 + 390);
    memory_quantity(memory, STANDARD, 800, LIC_REQUESTER_ADMIN, hour(7)); /* nobody is beyond */
    assert_int_equal(memory_logged(memory, LIC_EVENT_UNMARKED, NULL), 650 + 390);
}

/* --- add-ons -------------------------------------------------------------------------------------------- */

static void an_add_on_licence_beyond_is_taken_back_and_its_holder_stays(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_quantity(memory, STANDARD, 5, LIC_REQUESTER_ADMIN, hour(0));
    memory_quantity(memory, CRM, 1, LIC_REQUESTER_ADMIN, hour(0));
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_hire(memory, "b", 1, 0, hour(2));
    memory_assign(memory, 2, CRM, hour(3));
    memory_assign(memory, 1, CRM, hour(4));
    assert_true(memory_seat(memory, 1)->facts.deadline == 0);
    assert_true(memory_seat(memory, 2)->facts.deadline == hour(4 + 168));
    assert_int_equal(memory_logged(memory, LIC_EVENT_MARKED, &entry), 1);
    assert_string_equal(entry.subject.object, "employee/1/crm");
    assert_string_equal(entry.subject.new_state, "assigned");
    memory_catch_up(memory, hour(4 + 168));
    assert_int_equal(memory_seat(memory, 2)->facts.id, 0);
    assert_true(memory_employee(memory, 1)->facts.active);
    assert_int_equal(memory_logged(memory, LIC_EVENT_TAKEN_BACK, &entry), 1);
    assert_string_equal(entry.subject.old_state, "assigned");
    assert_string_equal(entry.subject.new_state, "");
    assert_null(memory_breach(memory, hour(4 + 168)));
}

static void reactivating_makes_an_add_on_licence_the_newest(void **state)
{
    (void)state;
    memory_quantity(memory, STANDARD, 5, LIC_REQUESTER_ADMIN, hour(0));
    memory_quantity(memory, CRM, 1, LIC_REQUESTER_ADMIN, hour(0));
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_hire(memory, "b", 1, 0, hour(1));
    memory_assign(memory, 1, CRM, hour(2));
    memory_deactivate(memory, 1, hour(3));
    assert_int_equal(memory_position(memory, CRM)->used, 0); /* kept, but it doesn't count */
    memory_assign(memory, 2, CRM, hour(4));
    assert_int_equal(memory_logged(memory, LIC_EVENT_MARKED, NULL), 0);
    memory_activate(memory, 1, hour(5));
    assert_true(memory_seat(memory, 1)->facts.deadline == hour(5 + 168));
}

/* --- due ------------------------------------------------------------------------------------------------- */

static void a_reminder_goes_out_once_24_hours_before(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_catch_up(memory, hour(144));
    assert_int_equal(memory_logged(memory, LIC_EVENT_REMINDED, NULL), 0);
    memory_catch_up(memory, hour(145));
    assert_int_equal(memory_logged(memory, LIC_EVENT_REMINDED, &entry), 1);
    assert_true(entry.at == hour(145));
    assert_true(entry.subject.deadline == hour(169));
    memory_catch_up(memory, hour(200));
    assert_int_equal(memory_logged(memory, LIC_EVENT_REMINDED, NULL), 1);
    assert_int_equal(memory_logged(memory, LIC_EVENT_DEACTIVATED, &entry), 1);
    assert_true(entry.at == hour(169));
    assert_string_equal(entry.actor, "system");
}

static void what_would_remind_of_a_past_deadline_is_skipped(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_catch_up(memory, hour(169));
    assert_int_equal(memory_logged(memory, LIC_EVENT_REMINDED, NULL), 0);
    assert_int_equal(memory_logged(memory, LIC_EVENT_DEACTIVATED, NULL), 1);
}

static void a_short_grace_period_has_no_reminder(void **state)
{
    (void)state;
    memory->book->grace = apr_time_from_sec(24 * 3600);
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_catch_up(memory, hour(24));
    assert_int_equal(memory_logged(memory, LIC_EVENT_REMINDED, NULL), 0);
    lic_change_t *change = lic_change_make(memory->book, hour(1), "system", NULL, memory->pool);
    lic_grace_remind(change, hour(25));
    assert_true(lic_change_is_empty(change));
}

static void reactivating_is_a_new_activation_with_a_new_deadline(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, hour(1));
    memory_activate(memory, 1, hour(300));
    assert_true(memory_employee(memory, 1)->facts.deadline == hour(300 + 168));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scripts_of_marking_and_deactivating),
        EACH(the_newest_unprotected_is_marked_first_the_keeper_last),
        EACH(add_on_licences_go_by_age_alone),
        EACH(protecting_somebody_moves_the_mark_to_somebody_else),
        EACH(a_mark_is_logged_with_its_deadline_and_changes_no_state),
        EACH(one_event_tells_of_everybody_marked_at_once),
        EACH(nothing_is_added_where_nothing_changes),
        EACH(a_crowd_is_decided_by_its_boundary),
        EACH(crowds_and_lists_come_to_the_same_marks),
        EACH(an_add_on_licence_beyond_is_taken_back_and_its_holder_stays),
        EACH(reactivating_makes_an_add_on_licence_the_newest),
        EACH(a_reminder_goes_out_once_24_hours_before),
        EACH(what_would_remind_of_a_past_deadline_is_skipped),
        EACH(a_short_grace_period_has_no_reminder),
        EACH(reactivating_is_a_new_activation_with_a_new_deadline),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
