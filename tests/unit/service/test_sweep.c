/* Sweeping: leases, sharing, stopping, and what holds up nobody else. */
#include "scene.h"

#include "store/account.h"
#include "store/lease.h"
#include "store/source.h"
#include "store/transaction.h"

typedef struct watch_t {
    scene_t *s;
    const char *sql; /* run after the first account */
    volatile apr_uint32_t stop;
    int told;
} watch_t;

static void interfere(void *baton, const lic_sweep_report_t *report)
{
    watch_t *watch = baton;
    (void)report;
    if (watch->told++)
        return;
    if (watch->sql)
        scene_run_sql(watch->s, watch->sql);
    else
        watch->stop = 1;
}

/* Both accounts, in bucket 3, have their renewal due. */
static scene_t *both_due(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_run_sql(s, "UPDATE account SET bucket = 3");
    scene_at(s, "2026-12-01T00:00:00Z");
    return s;
}

static apr_int64_t renewals(scene_t *s)
{
    return scene_number(s, "SELECT COUNT(*) FROM invoice WHERE kind = 'renewal'");
}

static lic_lease_t *lease_of(scene_t *s, const char *name)
{
    lic_db_t *db;
    lic_lease_t *lease;
    ok(s->from->open(&db, s->from->baton, s->pool));
    ok(lic_lease_take(&lease, NULL, db, name, "another", LIC_LEASE_TTL, NULL, s->pool));
    s->from->close(db, s->from->baton);
    assert_non_null(lease);
    return lease;
}

static void a_sweep_with_nothing_due_writes_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test"};
    const char *before = scene_dump(s);
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.due, 0);
    assert_string_equal(scene_dump(s), before);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM lease"), 0);
}

static void leases_are_given_back(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test"};
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.due, 2);
    assert_int_equal(report.accounts, 2);
    assert_string_equal(scene_rows(s, "SELECT name, expires FROM lease"), "sweep-03|0\n");
    /* at most two transactions for each account: its renewal, and none to learn that nothing more is due */
    assert_true(scene_number(s, "SELECT beat FROM lease") <= 1 + 2 + 2);
}

static void a_bucket_that_another_sweeps_is_left_to_him(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test"};
    scene_run_sql(s, "UPDATE account SET bucket = 4 WHERE id = 2");
    lease_of(s, "sweep-03");
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 1);
    assert_int_equal(report.buckets, 1);
    assert_string_equal(scene_rows(s, "SELECT account FROM invoice WHERE kind = 'renewal'"), "2\n");
}

static void whoever_is_patient_waits_for_the_other(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test", .patience = apr_time_from_sec(20)};
    lease_of(s, "sweep-03");
    scene_run_sql(s, "UPDATE lease SET expires = expires - 28"); /* 1 or 2 s are left of it */
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 2);
    assert_int_equal(report.buckets, 0);
}

static void a_sweeper_that_lost_its_lease_touches_no_further_account(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    watch_t watch = {.s = s, .sql = "UPDATE lease SET token = token + 1, holder = 'another'"};
    const lic_sweeper_t sweeper = {.holder = "test", .tell = interfere, .baton = &watch};
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 1);
    assert_int_equal(report.failed, 0);
    assert_int_equal(report.buckets, 1);
    assert_int_equal(renewals(s), 1);
    /* nor does it take the other's lease away */
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM lease WHERE expires > 0 AND holder = 'another'"), 1);
}

static void a_sweep_ends_when_told_to(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    watch_t watch = {.s = s};
    const lic_sweeper_t sweeper = {.holder = "test", .stop = &watch.stop, .tell = interfere, .baton = &watch};
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 1);
    assert_true(report.unfinished);
    assert_int_equal(renewals(s), 1);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM lease WHERE expires > 0"), 0);
}

static void a_sweep_ends_when_its_time_is_up(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test", .limit = 1};
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 0);
    assert_true(report.unfinished);
    assert_int_equal(renewals(s), 0);
}

static void missed_months_may_be_left_in_the_middle(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const volatile apr_uint32_t stop = 1;
    const lic_sweeper_t stopped = {.holder = "test", .stop = &stop}, sweeper = {.holder = "test"};
    scene_at(s, "2028-01-15T09:00:00Z");
    ok(lic_sweep_run(&report, s->from, &stopped, s->now, s->pool));
    assert_int_equal(report.accounts, 0);
    assert_int_equal(renewals(s), 0);
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 2);
    scene_audit(s);
}

static void an_account_that_somebody_works_on_is_left_for_the_next_sweep(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test"};
    lic_db_t *db;
    lic_account_t *account;
    harness_only(h, "pgsql mysql"); /* SQLite's writers stand in each other's way altogether */
    db = harness_open(h, s->pool);
    ok(lic_db_begin(db, s->pool));
    ok(lic_account_lock(&account, db, "acme", s->pool));
    lic_db_source_t *kept = lic_db_source_keep(h->source, 1, s->pool);
    ok(lic_sweep_run(&report, kept, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 1);
    assert_int_equal(report.busy, 1);
    assert_int_equal(report.failed, 0);
    lic_db_rollback(db);
    ok(lic_sweep_run(&report, kept, &sweeper, s->now, s->pool));
    assert_int_equal(report.accounts, 1);
}

static void an_account_that_cant_be_read_is_put_off_and_the_others_are_done(harness_t *h)
{
    scene_t *s = both_due(h);
    lic_sweep_report_t report;
    const lic_sweeper_t sweeper = {.holder = "test"};
    scene_run_sql(s, "UPDATE account SET timezone = 'Mars/Olympus' WHERE account_key = 'acme'");
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool));
    assert_int_equal(report.failed, 1);
    assert_int_equal(report.accounts, 1);
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now, s->pool)); /* not told of again */
    assert_int_equal(report.due, 0);
    scene_run_sql(s, "UPDATE account SET timezone = 'Europe/Copenhagen' WHERE account_key = 'acme'");
    ok(lic_sweep_run(&report, s->from, &sweeper, s->now + apr_time_from_sec(3600), s->pool));
    assert_int_equal(report.accounts, 1);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_sweep_with_nothing_due_writes_nothing),
        HARNESS_TEST(leases_are_given_back),
        HARNESS_TEST(a_bucket_that_another_sweeps_is_left_to_him),
        HARNESS_TEST(whoever_is_patient_waits_for_the_other),
        HARNESS_TEST(a_sweeper_that_lost_its_lease_touches_no_further_account),
        HARNESS_TEST(a_sweep_ends_when_told_to),
        HARNESS_TEST(a_sweep_ends_when_its_time_is_up),
        HARNESS_TEST(missed_months_may_be_left_in_the_middle),
        HARNESS_TEST(an_account_that_somebody_works_on_is_left_for_the_next_sweep),
        HARNESS_TEST(an_account_that_cant_be_read_is_put_off_and_the_others_are_done),
    };
    return HARNESS_RUN(cases);
}
