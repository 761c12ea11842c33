/* test_batch.c  Many rows in few statements: all of them, as they are, and what one employee goes through in order. */
#include "harness.h"
#include "world.h"

#include "store/employee_list.h"
#include "store/json_rows.h"
#include "store/transaction.h"

static lic_employee_t *someone(world_t *w, const char *login)
{
    lic_employee_t *employee = apr_pcalloc(w->pool, sizeof(*employee));
    *employee = (lic_employee_t){.login = login,
                                 .name = apr_pstrcat(w->pool, "Name of ", login, NULL),
                                 .initials = "",
                                 .email = "x@example.com"};
    return employee;
}

static void a_list_is_json(harness_t *h)
{
    harness_only(h, "sqlite3");
    lic_json_rows_t *list = lic_json_rows_make(h->p);
    assert_string_equal(lic_json_rows_end(list), "[]");
    lic_json_rows_add(list);
    lic_json_rows_int(list, APR_INT64_MIN);
    lic_json_rows_text(list, "a\"b\\c\n\tø");
    lic_json_rows_add(list);
    lic_json_rows_time(list, apr_time_from_sec(7));
    lic_list_time_optional(list, 0);
    lic_json_rows_text(list, NULL);
    lic_json_rows_text(list, "");
    assert_string_equal(lic_json_rows_end(list),
                        "[[-9223372036854775808,\"a\\u0022b\\u005cc\\u000a\\u0009ø\"],[7,null,null,\"\"]]");
}

static void texts_stay_as_they_are(harness_t *h)
{
    static const char *const texts[] = {"Ø \"q\" 'a' \\n \\\\ {[,]} %s %lld :rows",
                                        "\xf0\x9f\x92\xa9 emoji",
                                        "$[0]",
                                        "null",
                                        "\\u0041",
                                        " blanks ",
                                        "zero\xe2\x80\x8bwidth",
                                        "007",
                                        "1e3",
                                        "true"};
    world_t *w = world_make(h->db, h->p);
    lic_change_t *change = world_begin(w);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_CREATED, NULL);
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        lic_employee_t *employee = someone(w, apr_psprintf(w->pool, "login%u", i));
        employee->name = texts[i];
        lic_employee_create(change, event, employee);
    }
    world_end(w, change);
    for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        const char *twice = apr_pstrcat(w->pool, texts[i], "\n", NULL);
        assert_string_equal(world_rows(w, "SELECT name FROM employee WHERE id = %u", i + 1), twice);
        assert_string_equal(world_rows(w, "SELECT name FROM journal WHERE object = 'employee/%u'", i + 1), twice);
    }
}

static void none_is_left_out_of_many(harness_t *h)
{
    enum { MANY = 2 * LIC_JSON_ROWS_MAX + 3 };
    world_t *w = world_make(h->db, h->p);
    lic_change_t *change = world_begin(w);
    lic_event_t *event = lic_change_event(change, LIC_EVENT_CREATED, NULL);
    apr_int64_t ids[MANY + 1];
    for (int i = 0; i < MANY; i++) {
        lic_employee_t *employee = someone(w, apr_psprintf(w->pool, "login%d", i));
        employee->active = i % 2;
        lic_employee_create(change, event, employee);
        ids[i] = employee->id;
    }
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee"), MANY);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM journal WHERE action = 'created' AND object <> 'account'"),
                     MANY);
    ids[MANY] = 999999;
    apr_hash_t *employees;
    world_ok(lic_employee_load_all(&employees, w->db, w->id, ids, MANY + 1, w->pool));
    assert_int_equal(apr_hash_count(employees), MANY);
    change = world_begin(w);
    event = lic_change_event(change, LIC_EVENT_ACTIVATED, NULL);
    for (int i = 0; i < MANY; i++)
        lic_employee_activate(change, event, apr_hash_get(employees, &ids[i], sizeof(ids[i])));
    world_end(w, change);
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE active = 1"), MANY);
    assert_int_equal(world_position(w, "standard").used, MANY);
    assert_string_equal(world_breaches(w, 0), "");
}

static void what_one_employee_goes_through_stays_in_order(harness_t *h)
{
    static const struct {
        lic_operation_kind_t kind;
        int on;
    } life[] = {{LIC_OP_EMPLOYEE_ACTIVATE, 0}, {LIC_OP_EMPLOYEE_PROTECT, 1},    {LIC_OP_EMPLOYEE_DEACTIVATE, 0},
                {LIC_OP_EMPLOYEE_PROTECT, 0},  {LIC_OP_EMPLOYEE_ACTIVATE, 0},   {LIC_OP_EMPLOYEE_PROTECT, 1},
                {LIC_OP_EMPLOYEE_PROTECT, 0},  {LIC_OP_EMPLOYEE_DEACTIVATE, 0}, {LIC_OP_EMPLOYEE_ACTIVATE, 0},
                {LIC_OP_EMPLOYEE_PROTECT, 1}};
    world_t *w = world_make(h->db, h->p);
    const apr_int64_t one = world_hire(w, "one", ""), two = world_hire(w, "two", "");
    lic_change_t *change = world_begin(w);
    for (unsigned i = 0; i < sizeof(life) / sizeof(*life); i++)
        for (int second = 0; second < 2; second++) {
            if (second && i % 3) /* whoever goes through less must not be carried along */
                continue;
            lic_operation_t *operation = lic_change_operation(change, life[i].kind);
            operation->employee = second ? two : one;
            operation->on = life[i].on;
            operation->at = change->now;
        }
    world_ok(lic_change_apply(w->db, change, w->pool));
    assert_string_equal(world_rows(w, "SELECT id, active, protected FROM employee ORDER BY id"), "1|1|1\n2|1|1\n");
    lic_db_rollback(w->db);
}

static void a_row_that_is_not_there_fails_them_all(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const apr_int64_t ids[] = {world_hire(w, "one", ""), 77, world_hire(w, "two", "")};
    lic_change_t *change = world_begin(w);
    for (int i = 0; i < 3; i++)
        *lic_change_operation(change, LIC_OP_EMPLOYEE_PROTECT) =
            (lic_operation_t){.kind = LIC_OP_EMPLOYEE_PROTECT, .employee = ids[i], .on = 1};
    assert_problem(world_try(w, change), LIC_BUG, "apply");
    assert_int_equal(world_number(w, "SELECT COUNT(*) FROM employee WHERE protected = 1"), 0);
}

/* How many employees the index has by a three-letter part of a word */
static apr_int64_t found_by(harness_t *h, world_t *w, const char *part)
{
    if (h->dialect == LIC_SQLITE)
        return world_number(w, "SELECT COUNT(*) FROM employee_search WHERE employee_search MATCH '%s'", part);
    return world_number(w, "SELECT COUNT(*) FROM employee_search WHERE account = 1 AND search LIKE '%%%s%%'", part);
}

static void whoever_is_renamed_is_found_by_the_new_name_only(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const apr_int64_t bo = world_hire(w, "bo", "");
    world_hire(w, "eva", "");
    world_edit(w, bo, "Olga Hansen");
    world_edit(w, bo, "Igor Hansen");
    assert_int_equal(found_by(h, w, "igo"), 1);
    assert_int_equal(found_by(h, w, "han"), 1);
    assert_int_equal(found_by(h, w, "olg"), 0);
    assert_int_equal(found_by(h, w, "nam"), 1); /* "Name of eva" */
    assert_string_equal(world_rows(w, "SELECT search FROM employee WHERE id = 1"),
                        "  igor  hansen  bo  xy  bo@example.com\n");
    assert_string_equal(world_breaches(w, 0), "");
}

static void only_holders_of_a_right_are_found(harness_t *h)
{
    world_t *w = world_make(h->db, h->p);
    const apr_int64_t ids[] = {world_hire(w, "anna", "ar"), world_hire(w, "bo", "a"), world_hire(w, "eva", "r")};
    apr_hash_t *holders;
    world_ok(lic_employee_with_right(&holders, w->db, w->id, LIC_RIGHT_ROLES, ids, 3, w->pool));
    assert_int_equal(apr_hash_count(holders), 2);
    assert_non_null(apr_hash_get(holders, &ids[0], sizeof(ids[0])));
    assert_non_null(apr_hash_get(holders, &ids[2], sizeof(ids[2])));
    world_ok(lic_employee_with_right(&holders, w->db, w->id, LIC_RIGHT_PARTNER, ids, 3, w->pool));
    assert_int_equal(apr_hash_count(holders), 0);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_list_is_json),
        HARNESS_TEST(texts_stay_as_they_are),
        HARNESS_TEST(none_is_left_out_of_many),
        HARNESS_TEST(what_one_employee_goes_through_stays_in_order),
        HARNESS_TEST(a_row_that_is_not_there_fails_them_all),
        HARNESS_TEST(whoever_is_renamed_is_found_by_the_new_name_only),
        HARNESS_TEST(only_holders_of_a_right_are_found),
    };
    return harness_main("batch", cases, sizeof(cases) / sizeof(*cases));
}
