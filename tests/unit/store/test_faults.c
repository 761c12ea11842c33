/*
 * test_faults.c  Whatever statement fails, nothing of the operation stays.
 *
 * A statement is made to fail by putting another, which the database refuses, where the connection keeps it prepared:
 * the failure is the database's own, and comes out of the driver as any other does.
 */
#include "harness.h"
#include "world.h"

#include "store/account.h"
#include "store/db_private.h"
#include "store/employee.h"
#include "store/transaction.h"

static void break_statement(lic_db_t *db, int which)
{
    apr_dbd_prepared_t *refused = NULL;
    assert_int_equal(apr_dbd_prepare(db->driver, db->cache, db->handle,
                                     "INSERT INTO schema_version (version, at) VALUES (NULL, NULL)", NULL, &refused),
                     0);
    db->prepared[which] = refused;
}

typedef lic_error_t *deed_fn(world_t *w);

static lic_error_t *begin(lic_change_t **change, world_t *w)
{
    lic_account_t *account;
    lic_book_t *book;
    LIC_TRY(lic_db_begin(w->db, w->pool));
    LIC_TRY(lic_account_lock(&account, w->db, w->account, w->pool));
    LIC_TRY(lic_book_load(&book, w->db, account, w->pool));
    *change = lic_change_make(book, w->now, "anna", "anna@example.com", w->pool);
    return NULL;
}

static lic_error_t *buy(world_t *w)
{
    lic_change_t *change;
    lic_outcome_t outcome;
    LIC_TRY(begin(&change, w));
    LIC_TRY(lic_quantity_decide(change, &outcome, 1, 4, LIC_REQUESTER_ADMIN));
    return world_try(w, change);
}

static lic_error_t *hire(world_t *w)
{
    static const char *const admin[] = {"admin", NULL};
    static lic_employee_t employee;
    employee = (lic_employee_t){
        .login = "new", .name = "New", .initials = "", .email = "new@example.com", .active = 1, .roles = admin};
    lic_change_t *change;
    LIC_TRY(begin(&change, w));
    lic_employee_create(change, lic_change_event(change, LIC_EVENT_CREATED, NULL), &employee);
    return world_try(w, change);
}

static lic_error_t *let_go(world_t *w)
{
    lic_change_t *change;
    lic_employee_t *employee;
    LIC_TRY(begin(&change, w));
    LIC_TRY(lic_employee_load(&employee, w->db, w->id, 2, w->pool));
    lic_employee_deactivate(change, lic_change_event(change, LIC_EVENT_DEACTIVATED, NULL), employee, 0);
    return world_try(w, change);
}

static lic_error_t *fall_due(world_t *w)
{
    lic_change_t *change;
    LIC_TRY(begin(&change, w));
    change->now += apr_time_from_sec(8 * 24 * 3600);
    lic_grace_deactivate(change, change->now);
    lic_grace_take_back(change, change->now);
    return world_try(w, change);
}

static void prepare_for(world_t *w)
{
    world_quantity(w, "standard", 2);
    world_quantity(w, "central", 1);
    for (int i = 0; i < 4; i++)
        world_hire(w, apr_psprintf(w->pool, "person%d", i), i ? "a" : "ar");
    world_assign(w, 2, "crm");
    world_assign(w, 1, "outlook");
}

/* Which statements a deed needs shows where it succeeds, by what is prepared afterwards: that is done in acme */
static int find_needed(int *needed, world_t *w, deed_fn *deed, const int *surely)
{
    int n = 0;
    memset(w->db->prepared, 0, sizeof(w->db->prepared));
    assert_ok(deed(w));
    for (int which = 0; which < LIC_Q_COUNT; which++)
        if (w->db->prepared[which])
            needed[n++] = which;
    for (; *surely >= 0; surely++)
        if (!w->db->prepared[*surely])
            fail_msg("%s isn't needed", lic_statement_texts[*surely].name);
    return n;
}

/* surely: some of the statements that must be among them; ends in -1 */
static void nothing_stays_of(harness_t *h, deed_fn *deed, const int *surely)
{
    world_t *w = world_make(h->db, h->p);
    int needed[LIC_Q_COUNT];
    prepare_for(w);
    const int n = find_needed(needed, w, deed, surely);

    world_account(w, "globex");
    prepare_for(w);
    const char *before = world_dump(w, w->id);
    for (int i = 0; i < n; i++) {
        apr_dbd_prepared_t *kept = w->db->prepared[needed[i]];
        break_statement(w->db, needed[i]);
        assert_problem(deed(w), LIC_BUG, "database");
        w->db->prepared[needed[i]] = kept;
        lic_db_rollback(w->db);
        const char *after = world_dump(w, w->id);
        if (strcmp(before, after))
            assert_string_equal(before, after);
    }
    assert_string_equal(world_breaches(w, 0), "");
    assert_ok(deed(w));
    assert_string_equal(world_breaches(w, 0), "");
}

static void nothing_stays_of_a_purchase_that_fails(harness_t *h)
{
    static const int surely[] = {
        LIC_Q_ACCOUNT_BUMP,  LIC_Q_POSITION_PUT,  LIC_Q_USAGE_PUT,      LIC_Q_INVOICE_INSERT, LIC_Q_INVOICE_LINE_INSERT,
        LIC_Q_OUTBOX_INSERT, LIC_Q_EMPLOYEE_MARK, LIC_Q_JOURNAL_INSERT, LIC_Q_ACCOUNT_SAVE,   -1};
    nothing_stays_of(h, buy, surely);
}

static void nothing_stays_of_a_hiring_that_fails(harness_t *h)
{
    static const int surely[] = {LIC_Q_EMPLOYEE_INSERT, LIC_Q_EMPLOYEE_ROLE_INSERT, LIC_Q_JOURNAL_INSERT, -1};
    nothing_stays_of(h, hire, surely);
}

static void nothing_stays_of_a_deactivation_that_fails(harness_t *h)
{
    static const int surely[] = {LIC_Q_EMPLOYEE_DEACTIVATE, LIC_Q_ASSIGNMENT_STOP_COUNTING, LIC_Q_OUTBOX_INSERT, -1};
    nothing_stays_of(h, let_go, surely);
}

static void nothing_stays_of_deadlines_whose_doing_fails(harness_t *h)
{
    static const int surely[] = {LIC_Q_JOURNAL_DEACTIVATE_DUE,
                                 LIC_Q_STOP_COUNTING_DUE,
                                 LIC_Q_DEACTIVATE_DUE,
                                 LIC_Q_JOURNAL_TAKE_BACK,
                                 LIC_Q_TAKE_BACK_COUNTS,
                                 LIC_Q_TAKE_BACK,
                                 -1};
    nothing_stays_of(h, fall_due, surely);
}

int main(void)
{
    const harness_case_t tests[] = {
        HARNESS_TEST(nothing_stays_of_a_purchase_that_fails),
        HARNESS_TEST(nothing_stays_of_a_hiring_that_fails),
        HARNESS_TEST(nothing_stays_of_a_deactivation_that_fails),
        HARNESS_TEST(nothing_stays_of_deadlines_whose_doing_fails),
    };
    return harness_main("faults", tests, sizeof(tests) / sizeof(*tests));
}
