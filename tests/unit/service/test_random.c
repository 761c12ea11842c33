#include "scene.h"

#include <stdlib.h>

/* Sequences of operations, chosen by a seed, at instants that move on: whatever they do, what must be true is. */

static apr_uint64_t state;

static int dice(int sides) /* xorshift64: the same everywhere */
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)(state % (apr_uint64_t)sides);
}

typedef struct play_t {
    scene_t *scene;
    apr_pool_t *pool; /* of one operation */
    apr_int64_t employees;
    lic_caller_t caller;
} play_t;

static const char *const products[] = {"standard", "standard", "crm", "outlook", "central", "link"};

static lic_error_t *play_quantity(play_t *play)
{
    lic_outcome_t out;
    const int which = dice(6);
    const apr_int64_t total = which < 4 ? dice(8) : dice(2);
    return lic_quantity_set(&out, play->scene->from, &play->caller, products[which], total, LIC_REQUESTER_SUPPORT, NULL,
                            play->pool);
}

static lic_error_t *play_confirm(play_t *play)
{
    lic_preview_t shown;
    lic_outcome_t out;
    const char *product = products[dice(4)];
    const apr_int64_t total = dice(10);
    LIC_TRY(lic_quantity_preview(&shown, play->scene->from, &play->caller, product, total, play->pool));
    if (!shown.confirm)
        return NULL;
    LIC_TRY(lic_quantity_confirm(&out, play->scene->from, &play->caller, product, total, shown.confirm, play->pool));
    assert_int_equal(out.kind, shown.outcome.kind);
    assert_int_equal(out.invoice ? out.invoice->total : 0, shown.outcome.invoice ? shown.outcome.invoice->total : 0);
    return NULL;
}

static lic_error_t *play_act(play_t *play)
{
    lic_act_report_t report;
    apr_int64_t ids[4];
    const lic_act_t act = (lic_act_t)dice(LIC_ACT_UNPROTECT + 1);
    const int n = 1 + dice(4);
    for (int i = 0; i < n; i++)
        ids[i] = 1 + dice((int)play->employees + 1);
    return lic_employee_act(&report, play->scene->from, &play->caller, act, ids, n, dice(2) ? "crm" : "outlook",
                            play->pool);
}

static lic_error_t *play_hire(play_t *play)
{
    lic_act_report_t report;
    static const char *const viewer[] = {"viewer", NULL}, *const none[] = {NULL};
    lic_employee_t employee = {.login = apr_psprintf(play->pool, "p%" APR_INT64_T_FMT, play->employees + 1),
                               .name = "Person",
                               .initials = "",
                               .email = "p@acme.example",
                               .active = dice(5) > 0,
                               .service = dice(8) == 0,
                               .roles = dice(3) ? none : viewer};
    LIC_TRY(lic_employee_add(&report, play->scene->from, &play->caller, &employee, play->pool));
    play->employees = employee.id;
    return NULL;
}

static lic_error_t *play_role(play_t *play)
{
    static const lic_right_t rights[] = {LIC_RIGHT_MY_ACCOUNT, LIC_RIGHT_PARTNER, LIC_RIGHT_ROLES};
    return lic_role_grant(NULL, play->scene->from, &play->caller, dice(2) ? "viewer" : "admin", rights[dice(3)],
                          dice(2), play->pool);
}

static lic_error_t *play_close(play_t *play)
{
    if (dice(6))
        return NULL;
    return dice(3) ? lic_admin_account_reopen(play->scene->from, &play->caller, play->pool)
                   : lic_admin_account_close(play->scene->from, &play->caller, play->pool);
}

static lic_error_t *(*const plays[])(play_t *) = {play_quantity, play_quantity, play_confirm, play_confirm, play_act,
                                                  play_act,      play_act,      play_hire,    play_role,    play_close};

static void let_time_pass(scene_t *s)
{
    static const int steps[] = {0, 1, 60, 3600, 6 * 3600, 26 * 3600, 3 * 86400, 9 * 86400, 40 * 86400};
    s->now += apr_time_from_sec(steps[dice(dice(8) ? 7 : 9)]);
}

static void play_one(scene_t *s, play_t *play)
{
    let_time_pass(s);
    play->caller = (lic_caller_t){.account = "acme", .user = "operator", .trusted = 1, .now = s->now};
    lic_error_t *err = plays[dice(sizeof(plays) / sizeof(plays[0]))](play);
    if (err && (err->code == LIC_BUG || err->code == LIC_UNAVAILABLE))
        ok(err);
}

static void play(harness_t *h, apr_uint64_t seed, int operations)
{
    scene_t *s = scene_make(h);
    play_t game = {.scene = s, .employees = 3};
    state = seed;
    apr_pool_create(&game.pool, s->pool);
    for (int i = 1; i <= operations; i++) {
        apr_pool_clear(game.pool);
        play_one(s, &game);
        if (i % 25 == 0) {
            print_message("seed %d, operation %d\n", (int)seed, i);
            scene_audit(s);
        }
    }
}

static void whatever_is_done_stays_true(harness_t *h)
{
    play(h, 1, 150);
}

static void whatever_else_is_done_stays_true(harness_t *h)
{
    play(h, 20261124, 150);
}

/* LIC_TEST_SEED and LIC_TEST_OPERATIONS play another game, or a longer one. */
static void what_is_asked_for_stays_true(harness_t *h)
{
    const char *seed = getenv("LIC_TEST_SEED"), *operations = getenv("LIC_TEST_OPERATIONS");
    if (seed)
        play(h, (apr_uint64_t)apr_atoi64(seed), operations ? (int)apr_atoi64(operations) : 1000);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(whatever_is_done_stays_true),
        HARNESS_TEST(whatever_else_is_done_stays_true),
        HARNESS_TEST(what_is_asked_for_stays_true),
    };
    return HARNESS_RUN(cases);
}
