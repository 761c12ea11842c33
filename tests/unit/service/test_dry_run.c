/* test_dry_run.c  What would happen is told without writing, and without waiting. */
#include "told.h"

#include <apr_strings.h>

#include "store/account.h"
#include "store/json_rows.h"
#include "store/transaction.h"

/* What a list is said to come to is what it comes to, also where it has more rows than are looked at together. */
static void a_dry_run_foretells_what_the_list_then_does(harness_t *h)
{
    static const char *const lists[] = {
        "eva|Eva||eva@acme.example|-|-\nfie|Fie||fie@acme.example|inactive|-\ndan|-|-|-|inactive|-\n",
        "eva|Eva||eva@acme.example|-|-\nanna|-|-|-|inactive|-\n", /* the last with the right roles */
        "bo|Bo B|-|-|-|viewer\nbo|Bo C|-|-|-|-\n",
        "dan|-|-|-|inactive|-\nold|-|-|-|active|-\n",
        "dan|-|-|-|inactive|-\n",
    };
    scene_t *s = scene_make(h);
    scene_hire(s, "old", "i");
    scene_hire(s, "gry", "");
    scene_hire(s, "ida", "");
    scene_at(s, "2026-11-11T09:00:00Z");
    for (unsigned i = 0; i < 2 * sizeof(lists) / sizeof(lists[0]); i++) {
        const int how = i % 2 ? WHOLE : MERGE;
        const char *text = lists[i / 2], *before = scene_dump(s);
        for (int k = 0; i == 0 && k < 2 * LIC_JSON_ROWS_MAX; k++)
            text = apr_psprintf(s->pool, "%sp%d|P||p@acme.example|-|-\n", text, k % (LIC_JSON_ROWS_MAX + 100));
        const lic_roster_report_t said = told_run(s, text, how | DRY);
        assert_string_equal(scene_dump(s), before);
        const lic_roster_report_t done = told_run(s, text, how);
        assert_string_equal(told_outcomes(s, &said), told_outcomes(s, &done));
        const apr_int64_t same[][2] = {
            {said.total, done.total},         {said.created, done.created},         {said.edited, done.edited},
            {said.activated, done.activated}, {said.deactivated, done.deactivated}, {said.given, done.given},
            {said.unchanged, done.unchanged}, {said.refused, done.refused},         {said.absent, done.absent},
            {said.kept, done.kept},           {said.applied, done.applied},         {said.beyond, done.beyond},
            {said.deadline, done.deadline},   {said.buy_total, done.buy_total},     {said.buy_net, done.buy_net},
        };
        const unsigned n =
            sizeof(same) / sizeof(same[0]) - (done.log ? 0 : 4); /* nothing done, nothing said of marks */
        for (unsigned k = 0; k < n; k++)
            if (same[k][0] != same[k][1])
                fail_msg("list %u, number %u: %lld was said, %lld came", i, k, (long long)same[k][0],
                         (long long)same[k][1]);
    }
    scene_audit(s);
}

/* Another one's change holds the account, and on SQLite all of them. */
static void a_dry_run_and_a_preview_wait_for_nobody_and_hold_up_nobody(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_account_t *account;
    lic_act_report_t act;
    lic_preview_t preview;
    ok(lic_db_begin(s->db, s->pool));
    ok(lic_account_lock(&account, s->db, "acme", s->pool));
    const apr_time_t begun = apr_time_now();
    const lic_roster_report_t report = told_run_as(s, &s->anna, "eva|Eva||eva@acme.example|-|-\n", WHOLE | DRY);
    assert_int_equal(report.created, 1);
    assert_int_equal(report.revision, account->revision - 1);
    ok(lic_employee_preview(&act, s->from, &s->anna, LIC_ACT_DEACTIVATE, &s->dan_id, 1, NULL, s->pool));
    ok(lic_quantity_preview(&preview, s->from, &s->anna, "standard", 9, s->pool));
    assert_in_range(apr_time_now() - begun, 0, apr_time_from_sec(1));
    lic_db_rollback(s->db);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_dry_run_foretells_what_the_list_then_does),
        HARNESS_TEST(a_dry_run_and_a_preview_wait_for_nobody_and_hold_up_nobody),
    };
    return HARNESS_RUN(cases);
}
