/*
 * test_faults.c  A connection that is lost before any statement, or before the answer to a COMMIT arrives.
 */
#include "../store/fault.h"
#include "scene.h"

#define LEAST_MOMENTS 15 /* a confirmation has more statements than that */

static apr_int64_t purchased(scene_t *s)
{
    return scene_number(s, "SELECT purchased FROM position WHERE account = 1 AND product = 1");
}

static apr_int64_t invoices(scene_t *s)
{
    return scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1");
}

static const char *preview(scene_t *s, apr_int64_t asked)
{
    lic_preview_t shown;
    ok(lic_quantity_preview(&shown, s->from, &s->anna, "standard", asked, s->pool));
    return shown.confirm;
}

static void a_confirmation_cut_at_any_moment_is_taken_once(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_db_source_t *from = fault_source(h->source, s->pool);
    int moment = 0, struck;
    do {
        const apr_int64_t before = purchased(s), issued = invoices(s);
        const char *token = preview(s, before + 1);
        lic_outcome_t out;
        fault_arm(FAULT_DOWN, ++moment);
        lic_error_t *err = lic_quantity_confirm(&out, from, &s->anna, "standard", before + 1, token, s->pool);
        struck = fault_disarm();
        assert_int_equal(!!err, struck);
        if (err)
            assert_int_equal(err->code, LIC_UNAVAILABLE);
        if (invoices(s) == issued)
            assert_int_equal(purchased(s), before);
        ok(lic_quantity_confirm(&out, from, &s->anna, "standard", before + 1, token, s->pool));
        assert_int_equal(purchased(s), before + 1);
        assert_int_equal(invoices(s), issued + 1);
    } while (struck);
    assert_true(moment > LEAST_MOMENTS);
    scene_audit(s);
}

static void a_confirmation_goes_on_by_itself_where_there_is_another_connection(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_db_source_t *from = fault_source(h->source, s->pool);
    int moment = 0, struck;
    do {
        const apr_int64_t before = purchased(s), issued = invoices(s);
        const char *token = preview(s, before + 1);
        lic_outcome_t out;
        fault_arm(FAULT_CUT, ++moment);
        ok(lic_quantity_confirm(&out, from, &s->anna, "standard", before + 1, token, s->pool));
        struck = fault_disarm();
        assert_int_equal(purchased(s), before + 1);
        assert_int_equal(invoices(s), issued + 1);
    } while (struck);
    assert_true(moment > LEAST_MOMENTS);
    scene_audit(s);
}

static void whats_due_is_done_once_wherever_catching_up_is_cut(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_db_source_t *from = fault_source(h->source, s->pool);
    int moment = 0, struck = 1;
    scene_hire(s, "eva", ""); /* one too many: deactivated; then two renewals. What would announce them is over. */
    scene_at(s, "2027-01-05T09:00:00Z");
    while (struck) {
        fault_arm(FAULT_DOWN, ++moment);
        lic_error_t *err = lic_catch_up(NULL, from, "acme", s->now, NULL, s->pool);
        struck = fault_disarm();
        assert_int_equal(!!err, struck);
    }
    assert_true(moment > LEAST_MOMENTS);
    assert_string_equal(scene_rows(s,
                                   "SELECT action, COUNT(*) FROM journal WHERE account = 1 AND id = event AND actor = "
                                   "'system' GROUP BY action ORDER BY action"),
                        "deactivated|1\nrenewed|2\n");
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_confirmation_cut_at_any_moment_is_taken_once),
        HARNESS_TEST(a_confirmation_goes_on_by_itself_where_there_is_another_connection),
        HARNESS_TEST(whats_due_is_done_once_wherever_catching_up_is_cut),
    };
    return HARNESS_RUN(cases);
}
