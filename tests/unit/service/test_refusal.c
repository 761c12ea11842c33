#include "scene.h"

#include "service/archive.h"
#include "service/refusal.h"

/* Bo, who may only look, tries to change what is at path. */
static void attempt(scene_t *s, const char *path, const char *pattern)
{
    lic_caller_t bo = scene_caller(s, "acme", "bo", LIC_RIGHT_MY_ACCOUNT);
    bo.path = path;
    bo.pattern = pattern;
    lic_refusal_log(s->from, &bo, s->pool);
}

static const char *refused_rows(scene_t *s)
{
    return scene_rows(s,
                      "SELECT j.actor, j.object, f.attempts FROM journal j JOIN refusal f ON f.account = j.account AND "
                      "f.entry = j.id WHERE j.action = 'refused' ORDER BY j.id");
}

static void refused_attempts_are_counted_together_per_user_path_and_minute(harness_t *h)
{
    scene_t *s = scene_make(h);
    for (int i = 0; i < 5; i++)
        attempt(s, "/products/standard", "/products/{key}");
    attempt(s, "/roles", "/roles");
    scene_at(s, "2026-11-10T09:00:59Z");
    attempt(s, "/products/standard", "/products/{key}");
    assert_string_equal(refused_rows(s), "bo|/products/standard|6\nbo|/roles|1\n");
    scene_at(s, "2026-11-10T09:01:00Z");
    attempt(s, "/products/standard", "/products/{key}");
    assert_string_equal(refused_rows(s), "bo|/products/standard|6\nbo|/roles|1\nbo|/products/standard|1\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal WHERE action = 'refused'"), 3);
    scene_audit(s);
}

static void refusals_do_not_move_the_revision(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t before = scene_number(s, "SELECT revision FROM account WHERE id = 1");
    for (int i = 0; i < 3; i++)
        attempt(s, i ? "/products/standard" : "/roles", NULL);
    assert_int_equal(scene_number(s, "SELECT revision FROM account WHERE id = 1"), before);
    scene_quantity(s, "standard", 5);
    assert_int_equal(scene_number(s, "SELECT revision FROM account WHERE id = 1"), before + 1);
}

/* 1, 2, 3 … in the order of the commits, also where others write in between. */
static void a_refused_row_is_numbered_like_any_other(harness_t *h)
{
    scene_t *s = scene_make(h);
    const apr_int64_t last = scene_number(s, "SELECT last_log FROM account WHERE id = 1");
    attempt(s, "/roles", NULL);
    scene_quantity(s, "standard", 5);
    attempt(s, "/employees", NULL);
    assert_string_equal(scene_rows(s, apr_psprintf(s->pool,
                                                   "SELECT id - %d, action FROM journal WHERE account = 1 AND id > %d "
                                                   "AND action IN ('refused', 'bought') ORDER BY id",
                                                   (int)last, (int)last)),
                        "1|refused\n2|bought\n3|refused\n");
    scene_audit(s);
}

static void paths_without_end_are_counted_under_their_pattern(harness_t *h)
{
    scene_t *s = scene_make(h);
    for (int i = 0; i < 300; i++)
        attempt(s, apr_psprintf(s->pool, "/products/p%d", i), "/products/{key}");
    attempt(s, "/products/p3", "/products/{key}");
    attempt(s, "/employees/7", "/employees/{id}");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal WHERE action = 'refused'"), LIC_REFUSAL_PATHS + 2);
    assert_string_equal(
        scene_rows(s, "SELECT path, attempts FROM refusal WHERE path LIKE '%{%' OR attempts > 1 ORDER BY entry"),
        "/products/p3|2\n/products/{key}|290\n/employees/{id}|1\n");
    scene_audit(s);
}

static void nothing_more_is_written_of_a_thousand_attempts_in_a_minute(harness_t *h)
{
    scene_t *s = scene_make(h);
    attempt(s, "/roles", NULL);
    scene_run_sql(s, "UPDATE refusal SET attempts = 999");
    attempt(s, "/roles", NULL);
    const char *before = scene_dump(s);
    attempt(s, "/roles", NULL);
    attempt(s, "/employees", NULL);
    assert_string_equal(scene_dump(s), before);
    assert_string_equal(refused_rows(s), "bo|/roles|1000\n");
    scene_at(s, "2026-11-10T09:01:00Z");
    attempt(s, "/employees", NULL);
    assert_string_equal(refused_rows(s), "bo|/roles|1000\nbo|/employees|1\n");
}

static void whoever_has_a_long_log_in_is_counted_by_what_the_log_holds_of_it(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_caller_t caller = scene_caller(s, "acme", "", LIC_RIGHT_MY_ACCOUNT);
    char login[301] = "";
    memset(login, 'x', 300);
    caller.user = login;
    caller.path = apr_pstrcat(s->pool, "/products/", login, NULL);
    lic_refusal_log(s->from, &caller, s->pool);
    lic_refusal_log(s->from, &caller, s->pool);
    assert_string_equal(scene_rows(s, "SELECT LENGTH(actor), LENGTH(path), attempts FROM refusal"), "64|100|2\n");
}

static void counts_go_into_the_archive_with_their_entries(harness_t *h)
{
    scene_t *s = scene_make(h);
    lic_archive_t archive;
    attempt(s, "/roles", NULL);
    scene_at(s, "2026-12-02T09:00:00Z");
    attempt(s, "/roles", NULL);
    scene_run_sql(s, "UPDATE outbox SET state = 'sent'");
    ok(lic_archive_plan(&archive, s->from, &s->operator, lic_date_parse("2026-12-01"), s->pool));
    ok(lic_archive_run(&archive, s->from, &s->operator, NULL, NULL, s->pool));
    assert_string_equal(refused_rows(s), "bo|/roles|1\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM refusal"), 1);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(refused_attempts_are_counted_together_per_user_path_and_minute),
        HARNESS_TEST(refusals_do_not_move_the_revision),
        HARNESS_TEST(a_refused_row_is_numbered_like_any_other),
        HARNESS_TEST(paths_without_end_are_counted_under_their_pattern),
        HARNESS_TEST(nothing_more_is_written_of_a_thousand_attempts_in_a_minute),
        HARNESS_TEST(whoever_has_a_long_log_in_is_counted_by_what_the_log_holds_of_it),
        HARNESS_TEST(counts_go_into_the_archive_with_their_entries),
    };
    return HARNESS_RUN(cases);
}
