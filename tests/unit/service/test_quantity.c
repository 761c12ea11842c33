#include "scene.h"

static lic_preview_t preview(scene_t *s, const lic_caller_t *caller, const char *product, apr_int64_t asked)
{
    lic_preview_t preview;
    ok(lic_quantity_preview(&preview, s->from, caller, product, asked, s->pool));
    return preview;
}

static lic_error_t *confirm(lic_outcome_t *out, scene_t *s, const lic_caller_t *caller, const lic_preview_t *shown)
{
    return lic_quantity_confirm(out, s->from, caller, shown->before.key, shown->outcome.asked, shown->confirm, s->pool);
}

static void a_preview_shows_what_confirming_charges(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const char *before = scene_dump(s);
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    assert_string_equal(scene_dump(s), before);
    assert_int_equal(shown.outcome.kind, LIC_BOUGHT);
    assert_int_equal(shown.period.remaining, 21);
    assert_int_equal(shown.period.days, 30);
    assert_int_equal(shown.outcome.invoice->net, 42000); /* 300.00 × 2 × 21 ÷ 30 */
    assert_int_equal(shown.outcome.invoice->total, 52500);
    assert_int_equal(shown.next_before, 112500);
    assert_int_equal(shown.next_after, 187500);
    assert_int_equal(shown.next_date, lic_date_make(2026, 12, 1));
    assert_non_null(shown.confirm);

    ok(confirm(&out, s, &s->anna, &shown));
    assert_int_equal(out.kind, LIC_BOUGHT);
    assert_int_equal(out.replayed, 0);
    assert_string_equal(out.invoice->number, "ACME-2026-0002");
    assert_int_equal(out.invoice->total, shown.outcome.invoice->total);
    assert_string_equal(scene_rows(s, "SELECT actor, action, old_state, new_state, amount, invoice FROM journal WHERE "
                                      "account = 1 AND action = 'bought' ORDER BY id DESC LIMIT 1"),
                        "anna|bought|3|5|42000|ACME-2026-0002\n");
    assert_int_equal(out.log, scene_number(s, "SELECT MAX(id) FROM journal WHERE account = 1 AND action = 'bought'"));
    assert_int_equal(out.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
    scene_audit(s);
}

static void a_confirmation_sent_twice_takes_effect_once_and_answers_the_same(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t first, second;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    ok(confirm(&first, s, &s->anna, &shown));
    const char *after = scene_dump(s);
    scene_at(s, "2026-11-11T20:00:00Z"); /* the token has expired, the answer is still kept */
    ok(confirm(&second, s, &s->anna, &shown));
    assert_int_equal(second.replayed, 1);
    assert_int_equal(second.kind, first.kind);
    assert_int_equal(second.log, first.log);
    assert_int_equal(second.revision, first.revision);
    assert_int_equal(second.asked, first.asked);
    assert_int_equal(second.wiped, first.wiped);
    assert_string_equal(second.invoice->number, first.invoice->number);
    assert_int_equal(second.invoice->net, first.invoice->net);
    assert_int_equal(second.invoice->vat, first.invoice->vat);
    assert_int_equal(second.invoice->total, first.invoice->total);
    assert_string_equal(scene_dump(s), after);
}

static void a_token_is_good_for_what_it_was_handed_out_for_only(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    const lic_caller_t ole = scene_caller(s, "globex", "ole", LIC_RIGHT_MY_ACCOUNT);
    const lic_caller_t other = scene_caller(s, "acme", "bo", LIC_RIGHT_MY_ACCOUNT_VIEW);
    const char *before = scene_dump(s);
    char *forged = apr_pstrdup(s->pool, shown.confirm);
    forged[3] = forged[3] == 'A' ? 'B' : 'A';
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "standard", 5, forged, s->pool), "token-invalid");
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "standard", 5, "", s->pool), "token-invalid");
    refused(confirm(&out, s, &ole, &shown), "token-invalid");
    refused(confirm(&out, s, &other, &shown), "token-invalid");
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "standard", 6, shown.confirm, s->pool), "key-reused");
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "crm", 5, shown.confirm, s->pool), "key-reused");
    assert_string_equal(scene_dump(s), before);
    ok(confirm(&out, s, &s->anna, &shown));
    refused(lic_quantity_confirm(&out, s->from, &s->anna, "standard", 6, shown.confirm, s->pool), "key-reused");
}

static void a_preview_is_void_after_half_an_hour(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    scene_at(s, "2026-11-10T09:30:00Z");
    refused(confirm(&out, s, &s->anna, &shown), "token-expired");
    scene_at(s, "2026-11-10T09:29:59Z");
    ok(confirm(&out, s, &s->anna, &shown));
}

static void a_preview_is_void_when_the_date_has_moved_on(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    scene_at(s, "2026-11-10T22:50:00Z"); /* 23:50 in Copenhagen */
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    scene_at(s, "2026-11-10T23:00:00Z");
    const char *before = scene_dump(s);
    refused(confirm(&out, s, &s->anna, &shown), "moved-on");
    assert_string_equal(scene_dump(s), before);
}

static void a_preview_is_void_when_the_quantity_has_moved_on(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    scene_quantity(s, "standard", 2); /* scheduled: p stays, x moves */
    refused(confirm(&out, s, &s->anna, &shown), "moved-on");
    scene_quantity(s, "standard", 3);
    ok(confirm(&out, s, &s->anna, &shown)); /* the state is what it was */
}

static void a_preview_is_void_when_what_follows_has_changed(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    scene_quantity(s, "central", 1); /* now costs more */
    refused(confirm(&out, s, &s->anna, &shown), "moved-on");
}

static void unrelated_changes_leave_a_preview_good(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t shown = preview(s, &s->anna, "standard", 5);
    scene_quantity(s, "crm", 2);
    scene_hire(s, "eva", "");
    scene_act(s, LIC_ACT_ASSIGN, s->anna_id, "crm");
    ok(confirm(&out, s, &s->anna, &shown));
    assert_int_equal(out.kind, LIC_BOUGHT);
    scene_audit(s);
}

static void the_second_of_two_admins_sees_what_the_first_did(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_preview_t mine = preview(s, &s->anna, "standard", 5), same = preview(s, &s->anna, "standard", 5);
    assert_string_not_equal(mine.confirm, same.confirm);
    ok(confirm(&out, s, &s->anna, &mine));
    refused(confirm(&out, s, &s->anna, &same), "moved-on");
    const lic_preview_t anew = preview(s, &s->anna, "standard", 6);
    assert_int_equal(anew.before.purchased, 5);
    ok(confirm(&out, s, &s->anna, &anew));
    scene_audit(s);
}

static void nothing_to_change_is_nothing_to_confirm(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_preview_t shown = preview(s, &s->anna, "standard", 3);
    assert_int_equal(shown.outcome.kind, LIC_UNCHANGED);
    assert_null(shown.confirm);
    const char *before = scene_dump(s);
    const lic_outcome_t out = scene_quantity(s, "standard", 3);
    assert_int_equal(out.kind, LIC_UNCHANGED);
    assert_int_equal(out.log, 0);
    assert_string_equal(scene_dump(s), before);
    assert_int_equal(out.revision, scene_number(s, "SELECT revision FROM account WHERE id = 1"));
}

static void a_scale_down_tells_who_would_be_marked_and_when(harness_t *h)
{
    scene_t *s = scene_make(h);
    const lic_preview_t shown = preview(s, &s->anna, "standard", 1);
    assert_int_equal(shown.outcome.kind, LIC_SCALED_DOWN);
    assert_null(shown.outcome.invoice);
    assert_int_equal(shown.would_mark, 2);
    assert_int_equal(shown.nwho, 2);
    assert_string_equal(shown.who[0].login, "dan"); /* the newest first */
    assert_string_equal(shown.who[1].login, "bo");
    assert_int_equal(shown.would_mark_at, scene_instant("2026-11-30T23:00:00Z"));
    assert_int_equal(shown.would_deactivate_at, scene_instant("2026-12-07T23:00:00Z"));
    assert_int_equal(shown.next_before, 112500);
    assert_int_equal(shown.next_after, 37500);
}

static void buying_too_few_tells_who_stays_marked_and_until_when(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_hire(s, "eva", "");
    scene_hire(s, "fie", "");
    scene_at(s, "2026-11-12T09:00:00Z");
    const lic_preview_t shown = preview(s, &s->anna, "standard", 4);
    assert_int_equal(shown.would_mark, 1);
    assert_string_equal(shown.who[0].login, "fie");
    assert_int_equal(shown.would_deactivate_at, scene_instant("2026-11-17T09:00:00Z"));
}

static void buying_wipes_a_scheduled_scale_down_and_says_so(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "standard", 2);
    lic_outcome_t out = scene_quantity(s, "standard", 4);
    assert_int_equal(out.kind, LIC_BOUGHT);
    assert_int_equal(out.wiped, 2);
    assert_string_equal(
        scene_rows(s, "SELECT purchased, next_quantity FROM position WHERE account = 1 AND product = 1"), "4|4\n");
}

static void the_rule_books_refusals_change_nothing(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_preview_t shown;
    lic_outcome_t out;
    const char *before = scene_dump(s);
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 0, s->pool), "quantity-below-least");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 1000001, s->pool), "quantity-above-ceiling");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "central", 1, s->pool), "product-follows");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "link", 1, s->pool), "product-is-fee");
    refused(lic_quantity_preview(&shown, s->from, &s->anna, "nothing", 1, s->pool), "product-unknown");
    refused(lic_quantity_set(&out, s->from, &s->anna, "standard", 0, LIC_REQUESTER_ADMIN, NULL, s->pool),
            "quantity-below-least");
    assert_string_equal(scene_dump(s), before);
}

static void an_idempotency_key_is_taken_once(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t first, second;
    const lic_condition_t key = {.key = "k-1", .if_match = -1}, other = {.key = "k-2", .if_match = -1};
    ok(lic_quantity_set(&first, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &key, s->pool));
    scene_quantity(s, "standard", 4);
    ok(lic_quantity_set(&second, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &key, s->pool));
    assert_int_equal(second.replayed, 1);
    assert_int_equal(second.log, first.log);
    refused(lic_quantity_set(&second, s->from, &s->anna, "standard", 6, LIC_REQUESTER_ADMIN, &key, s->pool),
            "key-reused");
    ok(lic_quantity_set(&second, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &other, s->pool));
    assert_int_equal(second.replayed, 0);
    assert_int_equal(second.kind, LIC_KEPT);
    /* a user's keys are the user's own */
    ok(lic_quantity_set(&second, s->from, &s->operator, "standard", 6, LIC_REQUESTER_SUPPORT, &key, s->pool));
    assert_int_equal(second.replayed, 0);
    scene_audit(s);
}

static void an_unchanged_answer_is_kept_for_its_key_too(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_condition_t key = {.key = "k-1", .if_match = -1};
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 3, LIC_REQUESTER_ADMIN, &key, s->pool));
    assert_int_equal(out.kind, LIC_UNCHANGED);
    scene_quantity(s, "standard", 2);
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 3, LIC_REQUESTER_ADMIN, &key, s->pool));
    assert_int_equal(out.kind, LIC_UNCHANGED);
    assert_string_equal(
        scene_rows(s, "SELECT purchased, next_quantity FROM position WHERE account = 1 AND product = 1"), "3|2\n");
}

static void a_stored_answer_is_kept_for_48_hours(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const lic_condition_t key = {.key = "k-1", .if_match = -1}, later = {.key = "k-2", .if_match = -1};
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &key, s->pool));
    scene_at(s, "2026-11-12T09:00:00Z");
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 6, LIC_REQUESTER_ADMIN, &later, s->pool));
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM request"), 2);
    scene_at(s, "2026-11-12T09:00:01Z");
    const lic_condition_t last = {.key = "k-3", .if_match = -1};
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 7, LIC_REQUESTER_ADMIN, &last, s->pool));
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM request"), 2);
}

static void a_revision_that_has_moved_is_a_failed_precondition(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_outcome_t out;
    const apr_int64_t revision = scene_number(s, "SELECT revision FROM account WHERE id = 1");
    const lic_condition_t old = {.if_match = revision - 1}, now = {.if_match = revision};
    refused(lic_quantity_set(&out, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &old, s->pool),
            "precondition-failed");
    ok(lic_quantity_set(&out, s->from, &s->anna, "standard", 5, LIC_REQUESTER_ADMIN, &now, s->pool));
    assert_int_equal(out.revision, revision + 1);
    refused(lic_quantity_set(&out, s->from, &s->anna, "standard", 6, LIC_REQUESTER_ADMIN, &now, s->pool),
            "precondition-failed");
}

static void bundled_products_follow_and_are_invoiced_with_the_user_licence(harness_t *h)
{
    scene_t *s = scene_make(h);
    scene_quantity(s, "central", 1);
    const lic_outcome_t out = scene_quantity(s, "standard", 5);
    assert_int_equal(out.invoice->lines->nelts, 2);
    assert_string_equal(
        scene_rows(s, "SELECT purchased, next_quantity FROM position WHERE account = 1 AND product = 2"), "5|5\n");
    scene_quantity(s, "link", 1);
    scene_quantity(s, "link", 0);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_preview_shows_what_confirming_charges),
        HARNESS_TEST(a_confirmation_sent_twice_takes_effect_once_and_answers_the_same),
        HARNESS_TEST(a_token_is_good_for_what_it_was_handed_out_for_only),
        HARNESS_TEST(a_preview_is_void_after_half_an_hour),
        HARNESS_TEST(a_preview_is_void_when_the_date_has_moved_on),
        HARNESS_TEST(a_preview_is_void_when_the_quantity_has_moved_on),
        HARNESS_TEST(a_preview_is_void_when_what_follows_has_changed),
        HARNESS_TEST(unrelated_changes_leave_a_preview_good),
        HARNESS_TEST(the_second_of_two_admins_sees_what_the_first_did),
        HARNESS_TEST(nothing_to_change_is_nothing_to_confirm),
        HARNESS_TEST(a_scale_down_tells_who_would_be_marked_and_when),
        HARNESS_TEST(buying_too_few_tells_who_stays_marked_and_until_when),
        HARNESS_TEST(buying_wipes_a_scheduled_scale_down_and_says_so),
        HARNESS_TEST(the_rule_books_refusals_change_nothing),
        HARNESS_TEST(an_idempotency_key_is_taken_once),
        HARNESS_TEST(an_unchanged_answer_is_kept_for_its_key_too),
        HARNESS_TEST(a_stored_answer_is_kept_for_48_hours),
        HARNESS_TEST(a_revision_that_has_moved_is_a_failed_precondition),
        HARNESS_TEST(bundled_products_follow_and_are_invoiced_with_the_user_licence),
    };
    return HARNESS_RUN(cases);
}
