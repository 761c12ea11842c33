/*
 * test_logins.c  A log-in belongs to one account, or the same may stand in many: product.md, Who gets in.
 */
#include "scene.h"

#include <apr_thread_proc.h>

#include "base/wait.h"
#include "service/roster.h"
#include "store/json_rows.h"
#include "store/login.h"
#include "store/source.h"

static lic_error_t *add(scene_t *s, lic_db_source_t *from, const char *account, const char *login, apr_pool_t *p)
{
    lic_caller_t caller = s->operator;
    lic_act_report_t report;
    lic_employee_t employee = {.login = login, .name = "Somebody", .initials = "", .email = "x@x.example", .active = 1};
    caller.account = account;
    return lic_employee_add(&report, from, &caller, &employee, p);
}

static void a_log_in_belongs_to_one_account_whoever_is_active(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *before = scene_dump(s);
    lic_error_t *err = add(s, s->from, "globex", "anna", s->pool);
    refused(add(s, s->from, "globex", "anna", s->pool), "login-taken");
    assert_int_equal(err->code, LIC_REFUSED);
    assert_null(strstr(err->message, "acme"));
    const char *of_other = err->message;
    err = add(s, s->from, "acme", "anna", s->pool);
    assert_string_equal(err->message, of_other); /* a colleague's and another account's are told alike */
    assert_string_equal(scene_dump(s), before);
    scene_act(s, LIC_ACT_DEACTIVATE, s->dan_id, NULL);
    refused(add(s, s->from, "globex", "dan", s->pool), "login-taken");
    scene_audit(s);
}

static void log_ins_that_differ_only_in_case_are_not_created(harness_t *h)
{
    /* also in another script's case, in width, and by what isn't seen; that é isn't e is no matter of case */
    static const char *const pairs[][2] = {
        {"JENS", "jens"}, {"søren", "SØREN"}, {"straße", "STRASSE"}, {"ΝΊΚΟΣ", "νίκος"}, {"ｍette", "Mette"}};
    scene_t *s = scene_make(h);
    for (unsigned i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        ok(add(s, s->from, "acme", pairs[i][0], s->pool));
        refused(add(s, s->from, "acme", pairs[i][1], s->pool), "login-taken");
        refused(add(s, s->from, "globex", pairs[i][1], s->pool), "login-taken");
    }
    ok(add(s, s->from, "acme", "rene", s->pool));
    ok(add(s, s->from, "acme", "rené", s->pool));
    ok(lic_admin_logins(s->from, LIC_LOGINS_ACCOUNT, s->pool));
    ok(add(s, s->from, "globex", "jens", s->pool)); /* each account its own */
    refused(add(s, s->from, "globex", "Jens", s->pool), "login-taken");
    refused(add(s, s->from, "acme", "Jens", s->pool), "login-taken");
}

static void the_longest_log_ins_can_be_held(harness_t *h)
{
    scene_t *s = scene_make(h);
    const char *longest = "", *big = "";
    for (int i = 0; i < 64; i++) {
        longest = apr_pstrcat(s->pool, longest, "\xef\xb7\xba", NULL); /* U+FDFA, which folds to eighteen letters */
        big = apr_pstrcat(s->pool, big, "\xf0\x90\x90\x80", NULL);     /* U+10400, a capital of four bytes */
    }
    ok(add(s, s->from, "acme", longest, s->pool));
    refused(add(s, s->from, "globex", longest, s->pool), "login-taken");
    ok(add(s, s->from, "acme", big, s->pool));
    refused(add(s, s->from, "globex", big, s->pool), "login-taken");
}

static void one_belongs_to_many_accounts_where_the_portal_says_which(harness_t *h)
{
    scene_t *s = scene_make(h);
    ok(lic_admin_logins(s->from, LIC_LOGINS_ACCOUNT, s->pool));
    ok(add(s, s->from, "globex", "anna", s->pool));
    ok(add(s, s->from, "globex", "bo", s->pool));
    refused(add(s, s->from, "globex", "ANNA", s->pool), "login-taken");
    lic_error_t *err = lic_admin_logins(s->from, LIC_LOGINS_PORTAL, s->pool);
    refused(err, "logins-doubled");
    assert_non_null(strstr(err->message, ": 2 (anna, bo)"));
    scene_run_sql(
        s, "UPDATE employee SET login = REPLACE(REPLACE(login, 'anna', 'g-anna'), 'bo', 'g-bo') WHERE account = 2");
    ok(lic_admin_logins(s->from, LIC_LOGINS_PORTAL, s->pool));
    refused(add(s, s->from, "acme", "g-anna", s->pool), "login-taken");
    ok(add(s, s->from, "acme", "olga", s->pool));
}

/* --- in a list ----------------------------------------------------------------------------------- */

/* A row, and what becomes of it: NULL, done */
typedef struct told_t {
    const char *login, *email, *problem;
} told_t;

typedef struct telling_t {
    const told_t *rows;
    int n, at;
    apr_array_header_t *outcomes;
} telling_t;

static void telling_outcome(void *baton, const lic_roster_outcome_t *row)
{
    APR_ARRAY_PUSH(((telling_t *)baton)->outcomes, lic_roster_outcome_t) = *row;
}

static lic_error_t *telling_rewind(void *baton)
{
    ((telling_t *)baton)->at = 0;
    ((telling_t *)baton)->outcomes->nelts = 0;
    return NULL;
}

static lic_error_t *telling_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    telling_t *telling = baton;
    const told_t *told = &telling->rows[telling->at];
    (void)p;
    *more = telling->at < telling->n;
    if (*more)
        *row = (lic_roster_row_t){.line = ++telling->at,
                                  .login = told->login,
                                  .name = told->login,
                                  .email = told->email,
                                  .status = LIC_ROSTER_AS_IS};
    return NULL;
}

static void run_list(scene_t *s, const told_t *rows, int n, int dry_run)
{
    telling_t telling = {rows, n, 0, apr_array_make(s->pool, 8, sizeof(lic_roster_outcome_t))};
    const lic_roster_t list = {.rewind = telling_rewind,
                               .next = telling_next,
                               .baton = &telling,
                               .outcome = telling_outcome,
                               .dry_run = dry_run};
    lic_roster_report_t report;
    ok(lic_roster_run(&report, s->from, &s->operator, & list, s->pool));
    assert_int_equal(telling.outcomes->nelts, n);
    for (int i = 0; i < n; i++) {
        const char *problem = APR_ARRAY_IDX(telling.outcomes, i, lic_roster_outcome_t).problem;
        assert_string_equal(problem ? problem : "done", rows[i].problem ? rows[i].problem : "done");
    }
}

static void rows_with_a_log_in_that_is_taken_are_refused_each_by_itself(harness_t *h)
{
    static const told_t rows[] = {{"ole", "ole@acme.example", "login-taken"}, /* globex's */
                                  {"Anna", "a@acme.example", "login-taken"},  /* anna is here */
                                  {"nina", "nina@acme.example", NULL},
                                  {"NINA", "nina@acme.example", "login-taken"}, /* two lines up */
                                  {"nina", "nina@acme.example", "login-twice"},
                                  {"pia", "wrong", "field-invalid"}, /* takes nothing */
                                  {"Pia", "pia@acme.example", NULL}};
    static const told_t again[] = {
        {"anna", NULL, NULL}, {"nina", NULL, NULL}, {"Nina", "nina@acme.example", "login-taken"}};
    scene_t *s = scene_make(h);
    for (int dry_run = 1; dry_run >= 0; dry_run--)
        run_list(s, rows, sizeof(rows) / sizeof(rows[0]), dry_run);
    run_list(s, again, sizeof(again) / sizeof(again[0]), 0);
    scene_audit(s);
}

/* --- at the same moment -------------------------------------------------------------------------- */

typedef struct rival_t {
    scene_t *s;
    apr_pool_t *pool;
    apr_thread_t *thread;
    lic_db_source_t *from;
    const char *account, *first, *then;
    lic_error_t *err;
    lic_roster_report_t report;
    apr_int64_t row;
    volatile apr_uint32_t *waiting; /* rivals that have applied their first batch */
} rival_t;

static void *APR_THREAD_FUNC add_too(apr_thread_t *thread, void *data)
{
    rival_t *rival = data;
    (void)thread;
    rival->err = add(rival->s, rival->from, "globex", rival->first, rival->pool);
    return NULL;
}

static void rival_start(rival_t *rival, scene_t *s, harness_t *h, apr_thread_start_t body)
{
    rival->s = s;
    apr_pool_create(&rival->pool, NULL);
    rival->from = lic_db_source_keep(h->source, 0, rival->pool);
    assert_int_equal(apr_thread_create(&rival->thread, NULL, body, rival, rival->pool), APR_SUCCESS);
}

static void rival_join(rival_t *rival)
{
    apr_status_t status;
    apr_thread_join(&status, rival->thread);
}

/* Creates somebody, and stays in its transaction while another account creates the same. */
static lic_error_t *linger(lic_unit_t *unit, void *baton)
{
    (void)unit, (void)baton;
    apr_sleep(apr_time_from_msec(300));
    return NULL;
}

static lic_error_t *create(lic_unit_t *unit, void *baton)
{
    lic_employee_t *employee = baton;
    lic_employee_create(unit->change, lic_change_event(unit->change, LIC_EVENT_CREATED, NULL), employee);
    unit->finish = linger;
    return NULL;
}

static void two_accounts_that_take_a_log_in_at_the_same_moment_leave_it_to_one(harness_t *h)
{
    scene_t *s = scene_make(h);
    rival_t rival = {.first = "Eva"};
    lic_employee_t employee = {.login = "eva", .name = "Eva", .initials = "", .email = "eva@acme.example", .active = 1};
    rival_start(&rival, s, h, add_too);
    lic_error_t *err = lic_unit_run(NULL, s->from, &s->operator, create, &employee, s->pool);
    rival_join(&rival);
    /* whoever came first: here the unit's step doesn't look before, so it may have been the other */
    assert_int_equal(!err + !rival.err, 1);
    if (rival.err)
        refused(rival.err, "login-taken");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE login IN ('eva', 'Eva')"), 1);
    apr_pool_destroy(rival.pool);
    scene_audit(s);
}

static lic_error_t *rival_rewind(void *baton)
{
    ((rival_t *)baton)->row = 0;
    return NULL;
}

/* Its first row, then as many that nobody else names as fill the batch, then what the other's list begins with */
static lic_error_t *rival_next(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p)
{
    rival_t *rival = baton;
    *more = rival->row <= LIC_JSON_ROWS_MAX;
    if (!*more)
        return NULL;
    const char *login = apr_psprintf(p, "%s%d", rival->account, (int)rival->row);
    if (!rival->row || rival->row == LIC_JSON_ROWS_MAX)
        login = rival->row ? rival->then : rival->first;
    *row = (lic_roster_row_t){
        .line = ++rival->row, .login = login, .name = login, .email = "x@x.example", .status = LIC_ROSTER_INACTIVE};
    return NULL;
}

/* Waits for the other, who may be kept from coming so far: only one at a time writes to SQLite. */
static void rival_waits(void *baton, apr_int64_t rows)
{
    rival_t *rival = baton;
    if (rows != LIC_JSON_ROWS_MAX)
        return;
    __atomic_add_fetch(rival->waiting, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < 50 && __atomic_load_n(rival->waiting, __ATOMIC_RELAXED) < 2; i++)
        apr_sleep(apr_time_from_msec(20));
}

static void *APR_THREAD_FUNC take_list(apr_thread_t *thread, void *data)
{
    rival_t *rival = data;
    lic_caller_t caller = rival->s->operator;
    const lic_roster_t list = {
        .rewind = rival_rewind, .next = rival_next, .baton = rival, .progress = rival_waits, .tell = 2};
    (void)thread;
    caller.account = rival->account;
    rival->err = lic_roster_run(&rival->report, rival->from, &caller, &list, rival->pool);
    return NULL;
}

static void lists_that_take_each_others_log_ins_both_come_to_an_end(harness_t *h)
{
    scene_t *s = scene_make(h);
    volatile apr_uint32_t waiting = 0;
    rival_t rivals[] = {{.account = "acme", .first = "x", .then = "Y", .waiting = &waiting},
                        {.account = "globex", .first = "y", .then = "X", .waiting = &waiting}};
    for (int i = 0; i < 2; i++)
        rival_start(&rivals[i], s, h, take_list);
    for (int i = 0; i < 2; i++)
        rival_join(&rivals[i]);
    for (int i = 0; i < 2; i++)
        ok(rivals[i].err);
    assert_int_equal(rivals[0].report.created + rivals[1].report.created, 2 * LIC_JSON_ROWS_MAX);
    assert_int_equal(rivals[0].report.refused + rivals[1].report.refused, 2);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE login IN ('x', 'X')"), 1);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE login IN ('y', 'Y')"), 1);
    for (int i = 0; i < 2; i++)
        apr_pool_destroy(rivals[i].pool);
    scene_audit(s);
}

int main(void)
{
    const harness_case_t cases[] = {
        HARNESS_TEST(a_log_in_belongs_to_one_account_whoever_is_active),
        HARNESS_TEST(log_ins_that_differ_only_in_case_are_not_created),
        HARNESS_TEST(the_longest_log_ins_can_be_held),
        HARNESS_TEST(one_belongs_to_many_accounts_where_the_portal_says_which),
        HARNESS_TEST(rows_with_a_log_in_that_is_taken_are_refused_each_by_itself),
        HARNESS_TEST(two_accounts_that_take_a_log_in_at_the_same_moment_leave_it_to_one),
        HARNESS_TEST(lists_that_take_each_others_log_ins_both_come_to_an_end),
    };
    return HARNESS_RUN(cases);
}
