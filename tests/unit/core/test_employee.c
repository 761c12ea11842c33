#include "core/employee.h"

#include <apr_strings.h>

#include "base/text_clean.h"
#include "core/rights.h"
#include "memory.h"

static memory_t *memory;
static lic_change_t *change;

static int setup(void **state)
{
    (void)state;
    memory = memory_make("UTC", "2026-01-01", 12, memory_instant("2026-01-05T00:00:00Z"));
    for (int product = STANDARD; product <= PRODUCTS; product++)
        memory_price(memory, product, "2025-01-01", 24900);
    memory_quantity(memory, STANDARD, 9, LIC_REQUESTER_ADMIN, memory_instant("2026-01-05T00:00:00Z"));
    memory_quantity(memory, CRM, 9, LIC_REQUESTER_ADMIN, memory_instant("2026-01-05T00:00:00Z"));
    change = lic_change_make(memory->book, memory_instant("2026-01-05T01:00:00Z"), "anna", NULL, memory->pool);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    memory_destroy(memory);
    return 0;
}

static int initialize(void **state)
{
    (void)state;
    return apr_initialize() != APR_SUCCESS;
}

static apr_time_t minute(int minutes)
{
    return memory_instant("2026-01-05T02:00:00Z") + apr_time_from_sec(60 * (apr_int64_t)minutes);
}

static apr_int64_t used(apr_int64_t product)
{
    return memory_position(memory, product)->used;
}

static const char *wrong_field(const char *login, const char *name, const char *initials, const char *email,
                               int service)
{
    const lic_employee_t employee = {
        .login = login, .name = name, .initials = initials, .email = email, .service = service};
    lic_error_t *err = lic_employee_check(&employee, memory->pool);
    if (!err)
        return NULL;
    assert_int_equal(err->code, LIC_INVALID);
    assert_string_equal(err->problem, "field-invalid");
    return apr_table_get(err->facts, "field");
}

static void a_wrong_field_is_named(void **state)
{
    (void)state;
    char long_name[102];
    memset(long_name, 'x', 101);
    long_name[101] = '\0';
    assert_null(wrong_field("tsø", "Tage Sørensen", "", "tage@example.com", 0));
    assert_null(wrong_field("tsø", "Tage Sørensen", "TSØ", "tage@example.com", 0));
    assert_string_equal(wrong_field("", "Tage", "", "tage@example.com", 0), "login");
    assert_string_equal(wrong_field("t\n", "Tage", "", "tage@example.com", 0), "login");
    assert_string_equal(wrong_field(long_name, "Tage", "", "tage@example.com", 0), "login");
    assert_string_equal(wrong_field("t", "", "", "tage@example.com", 0), "name");
    assert_string_equal(wrong_field("t", long_name, "", "tage@example.com", 0), "name");
    assert_string_equal(wrong_field("t", "Tage", "ABCDEFGHIJK", "tage@example.com", 0), "initials");
    assert_string_equal(wrong_field("t", "Tage", "", "tage", 0), "email");
    assert_string_equal(wrong_field("t", "Tage", "", "", 0), "email");
    assert_null(wrong_field("robot", "Robot", "", "", 1));
    assert_string_equal(wrong_field("robot", "Robot", "", "x", 1), "email");
}

/* Of each kind one: Cc, Zs, Cf, a bidi control, default-ignorables that are letters and marks */
static const char *const invisible[] = {"\x01",         "\xc2\xa0",     "\xe3\x80\x80", "\xe2\x80\x8b",    "\xc2\xad",
                                        "\xe2\x80\xae", "\xe3\x85\xa4", "\xef\xb8\x8f", "\xf3\xa0\x81\x81"};

enum { INVISIBLE = sizeof(invisible) / sizeof(invisible[0]) };

/* product.md, Who gets in: "invisible characters and blanks are refused in log-ins and e-mails" */
static void nothing_invisible_is_taken_in_a_log_in_or_an_address(void **state)
{
    (void)state;
    for (int i = 0; i < INVISIBLE; i++) {
        const char *login = apr_pstrcat(memory->pool, "ta", invisible[i], "ge", NULL);
        const char *email = apr_pstrcat(memory->pool, "tage", invisible[i], "@example.com", NULL);
        assert_string_equal(wrong_field(login, "Tage", "", "tage@example.com", 0), "login");
        assert_string_equal(wrong_field("tage", "Tage", "", email, 0), "email");
    }
    assert_string_equal(wrong_field("ta ge", "Tage", "", "tage@example.com", 0), "login");
    assert_string_equal(wrong_field("tage", "Tage", "", "s\xc3\xb8ren@example.com", 0), "email");
    assert_null(wrong_field("tage", "Tage", "", "soren@s\xc3\xb8rensen.dk", 0));
}

/* … "and trimmed at the ends of every other text" */
static void other_texts_are_trimmed_and_all_are_brought_into_nfc(void **state)
{
    (void)state;
    for (int i = 0; i < INVISIBLE; i++) {
        const char *hidden = apr_pstrcat(memory->pool, " ", invisible[i], NULL);
        lic_employee_t employee = {.login = "jose\xcc\x81",
                                   .name = apr_pstrcat(memory->pool, hidden, "Jose\xcc\x81 M", hidden, NULL),
                                   .initials = apr_pstrcat(memory->pool, hidden, NULL),
                                   .email = "a@jose\xcc\x81.es"};
        lic_employee_tidy(&employee, memory->pool);
        assert_string_equal(employee.login, "jos\xc3\xa9");
        assert_string_equal(employee.name, "Jos\xc3\xa9 M");
        assert_string_equal(employee.initials, "");
        assert_string_equal(employee.email, "a@jos\xc3\xa9.es");
        employee.name = lic_text_tidy(hidden, memory->pool);
        assert_string_equal(wrong_field("t", employee.name, "", "tage@example.com", 0), "name");
        assert_string_equal(wrong_field("t", hidden, "", "tage@example.com", 0), "name");
    }
}

static void a_new_employee_takes_the_next_number_and_a_licence(void **state)
{
    (void)state;
    memory_entry_t entry;
    assert_int_equal(memory_hire(memory, "a", 1, 0, minute(1)), 1);
    assert_int_equal(memory_hire(memory, "b", 0, 0, minute(2)), 2);
    assert_int_equal(used(STANDARD), 1);
    memory_logged(memory, LIC_EVENT_CREATED, &entry);
    assert_string_equal(entry.subject.object, "employee/2");
    assert_string_equal(entry.subject.old_state, "");
    assert_string_equal(entry.subject.new_state, "inactive");
    assert_true(memory_employee(memory, 1)->facts.activated == minute(1));
    assert_true(memory_employee(memory, 2)->facts.activated == 0);
    assert_true(memory_employee(memory, 2)->facts.created == minute(2));
}

static void roles_given_at_creation_are_logged(void **state)
{
    (void)state;
    const char *roles[] = {"admin", "viewer", NULL};
    lic_employee_t employee = {.login = "a", .name = "A", .initials = "", .email = "", .active = 1, .roles = roles};
    lic_change_t *creating = memory_begin(memory, minute(1));
    lic_employee_create(creating, lic_change_event(creating, LIC_EVENT_CREATED, NULL), &employee);
    memory_end(memory, creating);
    memory_entry_t entry;
    assert_int_equal(memory_logged(memory, LIC_EVENT_ROLE_GIVEN, &entry), 2);
    assert_string_equal(entry.subject.object, "employee/1/role/viewer");
    assert_string_equal(entry.subject.new_state, "given");
    assert_int_equal(creating->operations->nelts, 3);
    assert_string_equal(APR_ARRAY_IDX(creating->operations, 1, lic_operation_t).role, "admin");
}

static void a_service_log_in_takes_no_licence(void **state)
{
    (void)state;
    memory_hire(memory, "robot", 1, 1, minute(1));
    assert_int_equal(used(STANDARD), 0);
    memory_deactivate(memory, 1, minute(2));
    memory_activate(memory, 1, minute(3));
    assert_int_equal(used(STANDARD), 0);
    assert_int_equal(memory_assign(memory, 1, CRM, minute(4)), LIC_EMPLOYEE_SERVICE);
}

static void deactivating_frees_the_licence_and_keeps_the_add_ons(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, minute(1));
    memory_assign(memory, 1, CRM, minute(2));
    assert_int_equal(used(CRM), 1);
    assert_int_equal(memory_deactivate(memory, 1, minute(3)), LIC_EMPLOYEE_DONE);
    assert_int_equal(used(STANDARD), 0);
    assert_int_equal(used(CRM), 0);
    assert_int_equal(memory_load(memory, 1)->nheld, 1);
    assert_int_equal(memory_deactivate(memory, 1, minute(4)), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(memory_activate(memory, 1, minute(5)), LIC_EMPLOYEE_DONE);
    assert_int_equal(used(STANDARD), 1);
    assert_int_equal(used(CRM), 1);
    assert_int_equal(memory_activate(memory, 1, minute(6)), LIC_EMPLOYEE_UNCHANGED);
    assert_true(memory_employee(memory, 1)->facts.activated == minute(5));
    assert_true(memory_seat(memory, 1)->facts.since == minute(5));
}

static void the_last_who_can_manage_roles_cant_be_deactivated(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, minute(1));
    memory_hire(memory, "b", 1, 0, minute(1));
    memory_employee(memory, 1)->holds_roles = 1;
    assert_int_equal(memory_deactivate(memory, 1, minute(2)), LIC_EMPLOYEE_LAST_ROLES);
    assert_true(memory_employee(memory, 1)->facts.active);
    memory_employee(memory, 2)->holds_roles = 1;
    assert_int_equal(memory_deactivate(memory, 1, minute(3)), LIC_EMPLOYEE_DONE);
    assert_int_equal(memory_deactivate(memory, 2, minute(4)), LIC_EMPLOYEE_LAST_ROLES);
}

static void an_inactive_employee_cant_be_given_an_add_on_licence(void **state)
{
    (void)state;
    memory_hire(memory, "a", 0, 0, minute(1));
    assert_int_equal(memory_assign(memory, 1, CRM, minute(2)), LIC_EMPLOYEE_INACTIVE);
    assert_int_equal(used(CRM), 0);
}

static void an_add_on_licence_is_held_once(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_hire(memory, "a", 1, 0, minute(1));
    assert_int_equal(memory_unassign(memory, 1, CRM, minute(2)), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(memory_assign(memory, 1, CRM, minute(2)), LIC_EMPLOYEE_DONE);
    assert_int_equal(memory_assign(memory, 1, CRM, minute(3)), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(used(CRM), 1);
    memory_logged(memory, LIC_EVENT_ASSIGNED, &entry);
    assert_string_equal(entry.subject.object, "employee/1/crm");
    assert_string_equal(entry.subject.new_state, "assigned");
    assert_int_equal(memory_unassign(memory, 1, CRM, minute(4)), LIC_EMPLOYEE_DONE);
    assert_int_equal(used(CRM), 0);
    assert_int_equal(memory_assign(memory, 1, CRM, minute(5)), LIC_EMPLOYEE_DONE);
    assert_int_equal(memory_seat(memory, 2)->facts.id, 2); /* a new one, with a number of its own */
}

static void what_an_inactive_employee_holds_can_be_taken_without_being_counted_twice(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, minute(1));
    memory_assign(memory, 1, CRM, minute(2));
    memory_deactivate(memory, 1, minute(3));
    assert_int_equal(memory_unassign(memory, 1, CRM, minute(4)), LIC_EMPLOYEE_DONE);
    assert_int_equal(used(CRM), 0);
}

static void only_add_ons_are_given_to_employees(void **state)
{
    (void)state;
    memory_hire(memory, "a", 1, 0, minute(1));
    assert_int_equal(memory_assign(memory, 1, STANDARD, minute(2)), LIC_EMPLOYEE_UNKNOWN);
    assert_int_equal(memory_assign(memory, 1, VISMA, minute(2)), LIC_EMPLOYEE_UNKNOWN);
    assert_int_equal(memory_unassign(memory, 1, 99, minute(2)), LIC_EMPLOYEE_UNKNOWN);
}

static void bundled_products_in_use_are_used_as_the_user_licence(void **state)
{
    (void)state;
    memory_quantity(memory, CENTRAL, 1, LIC_REQUESTER_SUPPORT, minute(0));
    memory_hire(memory, "a", 1, 0, minute(1));
    assert_int_equal(used(CENTRAL), 1);
    assert_int_equal(used(NAV), 0); /* not switched on */
    memory_deactivate(memory, 1, minute(2));
    assert_int_equal(used(CENTRAL), 0);
}

static void protection_is_a_state_of_its_own(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_hire(memory, "a", 1, 0, minute(1));
    assert_int_equal(memory_protect(memory, 1, 0, minute(2)), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(memory_protect(memory, 1, 1, minute(2)), LIC_EMPLOYEE_DONE);
    assert_int_equal(memory_protect(memory, 1, 1, minute(3)), LIC_EMPLOYEE_UNCHANGED);
    memory_logged(memory, LIC_EVENT_PROTECTED, &entry);
    assert_string_equal(entry.subject.object, "employee/1/protection");
    assert_string_equal(entry.subject.new_state, "protected");
    assert_int_equal(memory_protect(memory, 1, 0, minute(4)), LIC_EMPLOYEE_DONE);
}

static void what_is_edited_is_logged_field_by_field(void **state)
{
    (void)state;
    memory_entry_t entry;
    memory_hire(memory, "a", 1, 0, minute(1));
    const char *was = memory_employee(memory, 1)->facts.name;
    assert_int_equal(memory_edit(memory, 1, was, minute(2)), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(memory_edit(memory, 1, "Anna", minute(3)), LIC_EMPLOYEE_DONE);
    assert_int_equal(memory_logged(memory, LIC_EVENT_EDITED, &entry), 1);
    assert_string_equal(entry.subject.object, "employee/1/name");
    assert_string_equal(entry.subject.old_state, was);
    assert_string_equal(entry.subject.new_state, "Anna");
    assert_string_equal(memory_employee(memory, 1)->facts.name, "Anna");
}

/* --- rights ------------------------------------------------------------------------------------------------ */

static void any_one_of_the_rights_needed_is_enough(void **state)
{
    (void)state;
    assert_true(lic_rights_allow(0, 0));
    assert_false(lic_rights_allow(0, LIC_RIGHT_PARTNER));
    assert_true(lic_rights_allow(LIC_RIGHT_PARTNER, LIC_RIGHT_PARTNER | LIC_RIGHT_MY_ACCOUNT));
    assert_false(lic_rights_allow(LIC_RIGHT_PARTNER | LIC_RIGHT_ROLES, LIC_RIGHT_MY_ACCOUNT));
}

static void who_may_change_may_see_but_not_the_other_way_round(void **state)
{
    (void)state;
    assert_true(lic_rights_allow(LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_MY_ACCOUNT_VIEW));
    assert_false(lic_rights_allow(LIC_RIGHT_MY_ACCOUNT_VIEW, LIC_RIGHT_MY_ACCOUNT));
    assert_false(lic_rights_allow(LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_ROLES));
}

static void the_missing_right_is_the_least(void **state)
{
    (void)state;
    assert_string_equal(lic_rights_word(LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_MY_ACCOUNT_VIEW), "my-account-view");
    assert_string_equal(lic_rights_word(LIC_RIGHT_MY_ACCOUNT | LIC_RIGHT_PARTNER), "my-account");
    assert_string_equal(lic_rights_word(LIC_RIGHT_ROLES), "roles");
    assert_null(lic_rights_word(0));
}

static void granting_and_revoking_are_logged_once(void **state)
{
    (void)state;
    int changed = -1;
    lic_role_t role = {.key = "admin", .rights = LIC_RIGHT_ROLES, .members = 1};
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_ROLES, 1, 0));
    assert_int_equal(changed, 0);
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_MY_ACCOUNT, 0, 0));
    assert_int_equal(changed, 0);
    assert_true(lic_change_is_empty(change));
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_MY_ACCOUNT, 1, 0));
    assert_int_equal(changed, 1);
    const lic_operation_t *operation = &APR_ARRAY_IDX(change->operations, 0, lic_operation_t);
    assert_int_equal(operation->kind, LIC_OP_ROLE_RIGHT);
    assert_string_equal(operation->right, "my-account");
    assert_int_equal(operation->on, 1);
    const lic_event_t *event = APR_ARRAY_IDX(change->events, 0, lic_event_t *);
    assert_int_equal(event->kind, LIC_EVENT_GRANTED);
    assert_string_equal(APR_ARRAY_IDX(event->subjects, 0, lic_subject_t).object, "role/admin/my-account");
    assert_string_equal(APR_ARRAY_IDX(event->subjects, 0, lic_subject_t).new_state, "granted");
}

static void an_account_is_never_locked_out_of_its_roles(void **state)
{
    (void)state;
    int changed = -1;
    lic_role_t role = {.key = "admin", .rights = LIC_RIGHT_ROLES | LIC_RIGHT_PARTNER, .members = 2};
    lic_error_t *err = lic_rights_decide(change, &changed, &role, LIC_RIGHT_ROLES, 0, 0);
    assert_int_equal(err->code, LIC_REFUSED);
    assert_string_equal(err->problem, "last-roles");
    assert_int_equal(changed, 0);
    assert_true(lic_change_is_empty(change));
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_PARTNER, 0, 0)); /* any other right */
    assert_int_equal(changed, 1);
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_ROLES, 0, 1)); /* somebody else has it */
    assert_int_equal(changed, 1);
    role.members = 0;
    assert_null(lic_rights_decide(change, &changed, &role, LIC_RIGHT_ROLES, 0, 0)); /* nobody loses it */
    assert_int_equal(changed, 1);
}

static void a_role_is_given_and_taken_once_and_never_by_the_last(void **state)
{
    (void)state;
    const lic_employee_t employee = {.id = 7, .name = "Bo", .active = 1};
    lic_event_t *taken = lic_change_event(change, LIC_EVENT_ROLE_TAKEN, NULL);
    assert_int_equal(lic_employee_role(change, taken, &employee, "admin", 0, 0, 0), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(lic_employee_role(change, taken, &employee, "admin", 1, 1, 1), LIC_EMPLOYEE_UNCHANGED);
    assert_int_equal(lic_employee_role(change, taken, &employee, "admin", 1, 0, 1), LIC_EMPLOYEE_LAST_ROLES);
    assert_true(lic_change_is_empty(change));
    assert_int_equal(lic_employee_role(change, taken, &employee, "admin", 1, 0, 0), LIC_EMPLOYEE_DONE);
    const lic_operation_t *operation = &APR_ARRAY_IDX(change->operations, 0, lic_operation_t);
    assert_int_equal(operation->kind, LIC_OP_EMPLOYEE_ROLE);
    assert_int_equal(operation->employee, 7);
    assert_int_equal(operation->on, 0);
    const lic_subject_t *subject = &APR_ARRAY_IDX(taken->subjects, 0, lic_subject_t);
    assert_string_equal(subject->object, "employee/7/role/admin");
    assert_string_equal(subject->old_state, "given");
    assert_string_equal(subject->new_state, "");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_wrong_field_is_named),
        EACH(nothing_invisible_is_taken_in_a_log_in_or_an_address),
        EACH(other_texts_are_trimmed_and_all_are_brought_into_nfc),
        EACH(a_new_employee_takes_the_next_number_and_a_licence),
        EACH(roles_given_at_creation_are_logged),
        EACH(a_service_log_in_takes_no_licence),
        EACH(deactivating_frees_the_licence_and_keeps_the_add_ons),
        EACH(the_last_who_can_manage_roles_cant_be_deactivated),
        EACH(an_inactive_employee_cant_be_given_an_add_on_licence),
        EACH(an_add_on_licence_is_held_once),
        EACH(what_an_inactive_employee_holds_can_be_taken_without_being_counted_twice),
        EACH(only_add_ons_are_given_to_employees),
        EACH(bundled_products_in_use_are_used_as_the_user_licence),
        EACH(protection_is_a_state_of_its_own),
        EACH(what_is_edited_is_logged_field_by_field),
        EACH(any_one_of_the_rights_needed_is_enough),
        EACH(who_may_change_may_see_but_not_the_other_way_round),
        EACH(the_missing_right_is_the_least),
        EACH(granting_and_revoking_are_logged_once),
        EACH(an_account_is_never_locked_out_of_its_roles),
        EACH(a_role_is_given_and_taken_once_and_never_by_the_last),
    };
    return cmocka_run_group_tests(tests, initialize, NULL);
}
