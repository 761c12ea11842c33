/* Moving what is past out of the database: what goes, what stays, cut anywhere, and audits that go on from there. */
#include "../store/fault.h"
#include "scene.h"

#include "service/archive.h"
#include "store/audit.h"
#include "store/transaction.h"

/* Three periods of acme, with every kind of object in the log; all mail is sent */
static scene_t *past(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 6);
    scene_quantity(s, "crm", 2);
    scene_act(s, LIC_ACT_ASSIGN, s->anna_id, "crm");
    scene_act(s, LIC_ACT_PROTECT, s->bo_id, NULL);
    scene_hire(s, "eva", "");
    scene_at(s, "2026-12-20T09:00:00Z");
    scene_quantity(s, "standard", 4);
    scene_act(s, LIC_ACT_DEACTIVATE, s->dan_id, NULL);
    scene_at(s, "2027-01-10T09:00:00Z");
    scene_act(s, LIC_ACT_ACTIVATE, s->dan_id, NULL);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    scene_audit(s);
    return s;
}

static lic_archive_t planned(scene_t *s, const char *before)
{
    lic_archive_t archive;
    ok(lic_archive_plan(&archive, s->from, &s->operator, lic_date_parse(before), s->pool));
    return archive;
}

static void archive(scene_t *s, const char *before)
{
    lic_archive_t plan = planned(s, before);
    ok(lic_archive_run(&plan, s->from, &s->operator, NULL, NULL, s->pool));
}

static apr_int64_t count(scene_t *s, const char *what)
{
    return scene_number(s, apr_pstrcat(s->pool, "SELECT COUNT(*) FROM ", what, NULL));
}

/* The invariants breached by one statement, which is then undone */
static const char *told;

static void tell(void *baton, const char *invariant, const char *account, const char *what)
{
    (void)account;
    (void)what;
    if (!strstr(told, invariant))
        told = apr_pstrcat(baton, told, *told ? " " : "", invariant, NULL);
}

static const char *breached_by(scene_t *s, const char *sql)
{
    apr_int64_t n;
    told = "";
    ok(lic_db_begin(s->db, s->pool));
    scene_run_sql(s, sql);
    ok(lic_audit_run(&n, s->db, 0, s->now, tell, s->pool, s->pool));
    lic_db_rollback(s->db);
    return told;
}

static void what_was_before_the_date_goes_and_nothing_else(harness_t *h)
{
    scene_t *s = past(h);
    const char *after = scene_rows(s, "SELECT id, action, object, old_state, new_state FROM journal WHERE account = 1 "
                                      "AND at >= 1796079600 ORDER BY id"); /* 2026-12-01 in Copenhagen */
    const char *others = scene_rows(s, "SELECT * FROM journal WHERE account <> 1 ORDER BY account, id");
    const apr_int64_t last = count(s, "journal WHERE account = 1 AND at < 1796079600");
    lic_archive_t plan = planned(s, "2026-12-01");
    assert_true(last > 10);
    assert_int_equal(plan.after, 0);
    assert_int_equal(plan.through, last);
    ok(lic_archive_run(&plan, s->from, &s->operator, NULL, NULL, s->pool));
    assert_string_equal(scene_rows(s, "SELECT id, action, object, old_state, new_state FROM journal WHERE account = 1 "
                                      "AND action <> 'archived' ORDER BY id"),
                        after);
    assert_string_equal(
        scene_rows(s, "SELECT actor, object, old_state, new_state FROM journal WHERE action = 'archived'"),
        apr_psprintf(s->pool, "operator|log|0|%d\n", (int)last));
    assert_int_equal(count(s, "outbox o WHERE o.account = 1 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.account = "
                              "o.account AND j.id = o.event)"),
                     0);
    assert_string_equal(scene_rows(s, "SELECT * FROM journal WHERE account <> 1 ORDER BY account, id"), others);
    scene_audit(s);
    /* a second time there is nothing left, and nothing is logged */
    plan = planned(s, "2026-12-01");
    assert_true(lic_archive_is_empty(&plan));
    archive(s, "2027-01-01");
    assert_int_equal(count(s, "journal WHERE action = 'archived'"), 2);
    scene_audit(s);
    scene_at(s, "2027-02-10T09:00:00Z");
    scene_quantity(s, "standard", 7);
    scene_act(s, LIC_ACT_UNASSIGN, s->anna_id, "crm");
    scene_act(s, LIC_ACT_UNPROTECT, s->bo_id, NULL);
    scene_audit(s);
}

static void of_the_current_period_nothing_goes(harness_t *h)
{
    scene_t *s = past(h);
    lic_archive_t plan = planned(s, "2030-01-01");
    assert_int_equal(plan.before, lic_date_parse("2027-01-01"));
    assert_int_equal(plan.through,
                     scene_number(s, "SELECT MAX(id) FROM journal WHERE account = 1 AND at < 1798758000"));
    plan = planned(s, "2026-12-15"); /* in the middle of a past one */
    assert_int_equal(plan.before, lic_date_parse("2026-12-15"));
}

static void of_a_closed_account_all_periods_are_past(harness_t *h)
{
    scene_t *s = past(h);
    ok(lic_admin_account_close(s->from, &s->operator, s->pool));
    scene_at(s, "2027-05-10T09:00:00Z");
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    lic_archive_t plan = planned(s, "2030-01-01");
    assert_int_equal(plan.before, lic_date_parse("2027-02-01"));
    archive(s, "2030-01-01");
    assert_int_equal(count(s, "journal WHERE account = 1 AND action IN ('bought', 'closing')"), 0);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent', sent_at = created_at");
    scene_audit(s);
    ok(lic_admin_account_reopen(s->from, &s->operator, s->pool));
    scene_quantity(s, "standard", 3);
    scene_audit(s);
}

/* Each product's last day before the date stays: the days after it carry on what it ended with. */
static void usage_goes_on_from_the_last_day_before_the_date(harness_t *h)
{
    scene_t *s = past(h);
    const char *after = scene_rows(s, "SELECT * FROM usage_day WHERE account = 1 AND usage_date >= '2027-01-01'");
    const apr_int64_t before = count(s, "usage_day WHERE account = 1 AND usage_date < '2027-01-01'");
    archive(s, "2027-01-01");
    assert_true(before > count(s, "usage_day WHERE account = 1 AND usage_date < '2027-01-01'"));
    assert_string_equal(scene_rows(s, "SELECT * FROM usage_day WHERE account = 1 AND usage_date >= '2027-01-01'"),
                        after);
    assert_string_equal(scene_rows(s, "SELECT usage_date, last_purchased, last_used FROM usage_day WHERE account = 1 "
                                      "AND product = 1 AND usage_date < '2027-01-01'"),
                        "2026-12-20|6|3\n");
}

static void what_a_mail_is_still_to_be_made_from_stays(harness_t *h)
{
    static const char *const states[] = {"waiting", "parked"};
    scene_t *s = past(h);
    const apr_int64_t event = scene_number(s, "SELECT MIN(event) FROM outbox WHERE account = 1 AND event > 8");
    for (int i = 0; i < 2; i++) {
        scene_run_sql(s, apr_psprintf(s->pool, "UPDATE outbox SET state = '%s' WHERE account = 1 AND event = %d",
                                      states[i], (int)event));
        assert_int_equal(planned(s, "2027-01-01").through, event - 1);
    }
    const apr_int64_t told_of = count(s, "journal j JOIN outbox o ON o.account = j.account AND o.event = j.event");
    scene_run_sql(s, "UPDATE outbox SET state = 'waiting' WHERE account = 1");
    archive(s, "2027-01-01");
    assert_int_equal(count(s, "journal j JOIN outbox o ON o.account = j.account AND o.event = j.event"), told_of);
    scene_audit(s);
}

static void wherever_it_is_cut_it_goes_on_and_audits_are_clean_between(harness_t *h)
{
    scene_t *s = past(h);
    lic_db_source_t *from = fault_source(h->source, s->pool);
    lic_archive_t whole = planned(s, "2027-01-01");
    int moment = 0, struck;
    do {
        /* as somebody does who begins again: what there is now is written, then taken out */
        lic_archive_t plan = planned(s, "2027-01-01");
        fault_arm(FAULT_DOWN, ++moment);
        lic_error_t *err = lic_archive_run(&plan, from, &s->operator, NULL, NULL, s->pool);
        struck = fault_disarm();
        assert_int_equal(!!err, struck);
        const apr_int64_t first = scene_number(s, "SELECT MIN(id) FROM journal WHERE account = 1");
        if (first != plan.after + 1)
            assert_int_equal(first, plan.through + 1); /* in one part, so all of it or nothing */
        scene_audit(s);
    } while (struck);
    assert_true(moment > 5);
    assert_int_equal(scene_number(s, "SELECT through FROM archive WHERE account = 1"), whole.through);
    assert_int_equal(count(s, "journal WHERE action = 'archived'"), 1);
}

/* Two who plan the same: the second finds it gone. */
static void begun_twice_it_is_done_once(harness_t *h)
{
    scene_t *s = past(h);
    lic_archive_t one = planned(s, "2026-12-01"), other = planned(s, "2027-01-01");
    ok(lic_archive_run(&one, s->from, &s->operator, NULL, NULL, s->pool));
    ok(lic_archive_run(&other, s->from, &s->operator, NULL, NULL, s->pool));
    ok(lic_archive_run(&one, s->from, &s->operator, NULL, NULL, s->pool));
    assert_int_equal(scene_number(s, "SELECT through FROM archive WHERE account = 1"), other.through);
    assert_int_equal(count(s, "journal WHERE action = 'archived'"), 2);
    scene_audit(s);
}

/* More than goes in one transaction: 12,000 entries, of events of 7 and one of 6,000 */
static void a_long_log_goes_in_parts_that_end_with_an_event(harness_t *h)
{
    scene_t *s = past(h);
    const apr_int64_t base = scene_number(s, "SELECT last_log FROM account WHERE id = 1");
    scene_run_sql(s, "UPDATE journal SET at = 1794300000 WHERE account = 1");
    scene_run_sql(
        s, apr_psprintf(
               s->pool,
               "INSERT INTO journal (account, id, event, at, actor, action, object, name, old_state, new_state) "
               "SELECT 1, %d + n, CASE WHEN n <= 6000 THEN %d + 1 ELSE %d + n - MOD(n - 6001, 7) END, 1794300000, "
               "'system', 'unmarked', 'employee/1', '', 'active', 'active' FROM (SELECT ROW_NUMBER() OVER (ORDER BY "
               "a.id, b.id, c.id) AS n FROM journal a, journal b, journal c LIMIT 12000) numbers",
               (int)base, (int)base, (int)base));
    scene_run_sql(s, "UPDATE account SET last_log = last_log + 12000 WHERE id = 1");
    scene_audit(s);
    archive(s, "2027-01-01");
    assert_int_equal(scene_number(s, "SELECT through FROM archive WHERE account = 1"), base + 12000);
    const char *parts = scene_rows(s, "SELECT old_state, new_state FROM journal WHERE action = 'archived' ORDER BY id");
    assert_string_equal(parts, apr_psprintf(s->pool, "0|%d\n%d|%d\n%d|%d\n%d|%d\n", (int)base, (int)base,
                                            (int)base + 6000, (int)base + 6000, (int)base + 6000 + 4998,
                                            (int)base + 6000 + 4998, (int)base + 12000));
    scene_audit(s);
}

static void an_audit_finds_what_is_wrong_beside_an_archive(harness_t *h)
{
    static const struct {
        const char *invariant, *sql;
    } wrong[] = {
        {"5-log-ids", "DELETE FROM journal WHERE account = 1 AND id = (SELECT through + 1 FROM archive)"},
        {"5-log-ids", "UPDATE archive SET through = through - 1"},
        {"5-log-ids", "DELETE FROM archive"},
        {"5-log-is-todays-state", "UPDATE archived_state SET state = 'inactive' WHERE object = 'employee/1'"},
        {"5-log-is-todays-state", "DELETE FROM archived_state WHERE object = 'employee/1'"},
        {"5-log-is-todays-state", "UPDATE employee SET protected = 0 WHERE account = 1"},
        {"5-log-chain", "UPDATE archived_state SET state = '9' WHERE object = 'standard'"},
        {"5-log-chain", "UPDATE journal SET old_state = 'inactive' WHERE action = 'deactivated'"},
        {"1-invoice-has-one-event", "DELETE FROM archived_state WHERE action = 'invoiced'"},
        {"1-invoice-has-one-event",
         "UPDATE journal SET invoice = 'ACME-2026-0001' WHERE account = 1 AND action = 'renewed'"},
    };
    scene_t *s = past(h);
    archive(s, "2026-12-01");
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *breached = breached_by(s, wrong[i].sql);
        if (!strstr(breached, wrong[i].invariant))
            fail_msg("%s: %s instead of %s", wrong[i].sql, *breached ? breached : "nothing", wrong[i].invariant);
    }
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(what_was_before_the_date_goes_and_nothing_else),
        HARNESS_TEST(of_the_current_period_nothing_goes),
        HARNESS_TEST(of_a_closed_account_all_periods_are_past),
        HARNESS_TEST(usage_goes_on_from_the_last_day_before_the_date),
        HARNESS_TEST(what_a_mail_is_still_to_be_made_from_stays),
        HARNESS_TEST(wherever_it_is_cut_it_goes_on_and_audits_are_clean_between),
        HARNESS_TEST(begun_twice_it_is_done_once),
        HARNESS_TEST(a_long_log_goes_in_parts_that_end_with_an_event),
        HARNESS_TEST(an_audit_finds_what_is_wrong_beside_an_archive),
    };
    return HARNESS_RUN(cases);
}
