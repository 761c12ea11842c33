#include "scene.h"

#include <apr_thread_proc.h>

#include "store/source.h"

/* Asserting is for the main thread: the others write down what came. */
typedef struct worker_t {
    scene_t *scene;
    apr_pool_t *pool;
    apr_thread_t *thread;
    lic_db_source_t *from;
    int number, wanted, done, conflicts;
    const char *token;
    lic_outcome_t out;
    lic_error_t *err;
} worker_t;

static void run_together(worker_t *workers, int n, apr_thread_start_t body, harness_t *h, scene_t *s)
{
    for (int i = 0; i < n; i++) {
        workers[i].scene = s;
        workers[i].number = i;
        apr_pool_create(&workers[i].pool, NULL);
        workers[i].from = lic_db_source_keep(h->source, 0, workers[i].pool);
        assert_int_equal(apr_thread_create(&workers[i].thread, NULL, body, &workers[i], workers[i].pool), APR_SUCCESS);
    }
    for (int i = 0; i < n; i++) {
        apr_status_t status;
        apr_thread_join(&status, workers[i].thread);
    }
}

static void clean_up(worker_t *workers, int n)
{
    for (int i = 0; i < n; i++)
        apr_pool_destroy(workers[i].pool);
}

static lic_error_t *buy_one_more(worker_t *w, apr_pool_t *p)
{
    scene_t *s = w->scene;
    lic_preview_t shown;
    /* what there is now says the preview of anything */
    LIC_TRY(lic_quantity_preview(&shown, w->from, &s->anna, "standard", 1000, p));
    const apr_int64_t total = shown.before.purchased + 1;
    LIC_TRY(lic_quantity_preview(&shown, w->from, &s->anna, "standard", total, p));
    if (!shown.confirm) /* somebody else had the same idea in between */
        return lic_error_make(p, LIC_CONFLICT, "moved-on", "nothing to confirm");
    return lic_quantity_confirm(&w->out, w->from, &s->anna, "standard", total, shown.confirm, p);
}

static void *APR_THREAD_FUNC keep_buying(apr_thread_t *thread, void *data)
{
    worker_t *w = data;
    apr_pool_t *p;
    (void)thread;
    apr_pool_create(&p, w->pool);
    while (w->done < w->wanted && !w->err) {
        apr_pool_clear(p);
        lic_error_t *err = buy_one_more(w, p);
        if (!err)
            w->done += w->out.kind == LIC_BOUGHT;
        else if (err->code == LIC_CONFLICT)
            w->conflicts++;
        else
            w->err = lic_error_wrap(err, w->pool, "%s", err->message);
    }
    return NULL;
}

static void sixteen_admins_who_buy_one_more_each_lose_none(harness_t *h)
{
    enum { ADMINS = 16, EACH = 4 };
    scene_t *s = scene_make(h);
    worker_t workers[ADMINS] = {{0}};
    for (int i = 0; i < ADMINS; i++)
        workers[i].wanted = EACH;
    run_together(workers, ADMINS, keep_buying, h, s);
    for (int i = 0; i < ADMINS; i++)
        ok(workers[i].err);
    assert_int_equal(scene_number(s, "SELECT purchased FROM position WHERE account = 1 AND product = 1"),
                     3 + ADMINS * EACH);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1 AND kind = 'purchase'"),
                     1 + ADMINS * EACH);
    assert_string_equal(scene_rows(s, "SELECT MAX(number) FROM invoice WHERE account = 1"), "ACME-2026-0065\n");
    clean_up(workers, ADMINS);
    scene_audit(s);
}

static void *APR_THREAD_FUNC confirm_once(apr_thread_t *thread, void *data)
{
    worker_t *w = data;
    (void)thread;
    w->err = lic_quantity_confirm(&w->out, w->from, &w->scene->anna, "standard", 5, w->token, w->pool);
    return NULL;
}

static void fifty_confirmations_of_one_preview_are_one_purchase_and_fifty_equal_answers(harness_t *h)
{
    enum { TIMES = 50 };
    scene_t *s = scene_make(h);
    lic_preview_t shown;
    worker_t workers[TIMES] = {{0}};
    ok(lic_quantity_preview(&shown, s->from, &s->anna, "standard", 5, s->pool));
    for (int i = 0; i < TIMES; i++)
        workers[i].token = shown.confirm;
    run_together(workers, TIMES, confirm_once, h, s);
    int first = 0;
    for (int i = 0; i < TIMES; i++) {
        const lic_outcome_t *out = &workers[i].out, *other = &workers[0].out;
        ok(workers[i].err);
        assert_int_equal(out->kind, LIC_BOUGHT);
        assert_int_equal(out->log, other->log);
        assert_int_equal(out->revision, other->revision);
        assert_string_equal(out->invoice->number, other->invoice->number);
        assert_int_equal(out->invoice->total, other->invoice->total);
        first += !out->replayed;
    }
    assert_int_equal(first, 1);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1"), 2);
    clean_up(workers, TIMES);
    scene_audit(s);
}

static void *APR_THREAD_FUNC catch_up(apr_thread_t *thread, void *data)
{
    worker_t *w = data;
    (void)thread;
    w->err = lic_catch_up(NULL, w->from, "acme", w->scene->now, NULL, w->pool);
    return NULL;
}

static void what_is_due_is_done_once_however_many_notice(harness_t *h)
{
    enum { SWEEPERS = 8 };
    scene_t *s = scene_make(h);
    worker_t workers[SWEEPERS] = {{0}};
    scene_quantity(s, "standard", 1);
    scene_at(s, "2027-03-20T00:00:00Z");
    run_together(workers, SWEEPERS, catch_up, h, s);
    for (int i = 0; i < SWEEPERS; i++)
        ok(workers[i].err);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM invoice WHERE account = 1 AND kind = 'renewal'"), 4);
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM journal WHERE account = 1 AND action = 'deactivated'"), 2);
    clean_up(workers, SWEEPERS);
    scene_audit(s);
}

static void *APR_THREAD_FUNC hire(apr_thread_t *thread, void *data)
{
    worker_t *w = data;
    lic_act_report_t report;
    (void)thread;
    for (int i = 0; i < w->wanted && !w->err; i++) {
        lic_employee_t employee = {.login = apr_psprintf(w->pool, "w%d-%d", w->number, i),
                                   .name = "Worker",
                                   .initials = "",
                                   .email = "w@acme.example",
                                   .active = 1};
        w->err = lic_employee_add(&report, w->from, &w->scene->operator, & employee, w->pool);
    }
    return NULL;
}

static void employees_who_are_added_together_are_numbered_and_marked_one_after_the_other(harness_t *h)
{
    enum { CLERKS = 8, EACH = 5 };
    scene_t *s = scene_make(h);
    worker_t workers[CLERKS] = {{0}};
    scene_quantity(s, "standard", 10);
    for (int i = 0; i < CLERKS; i++)
        workers[i].wanted = EACH;
    run_together(workers, CLERKS, hire, h, s);
    for (int i = 0; i < CLERKS; i++)
        ok(workers[i].err);
    assert_string_equal(scene_rows(s, "SELECT COUNT(*), MAX(id) FROM employee WHERE account = 1"), "43|43\n");
    assert_int_equal(scene_number(s, "SELECT COUNT(*) FROM employee WHERE account = 1 AND deadline IS NOT NULL"), 33);
    clean_up(workers, CLERKS);
    scene_audit(s);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(sixteen_admins_who_buy_one_more_each_lose_none),
        HARNESS_TEST(fifty_confirmations_of_one_preview_are_one_purchase_and_fifty_equal_answers),
        HARNESS_TEST(what_is_due_is_done_once_however_many_notice),
        HARNESS_TEST(employees_who_are_added_together_are_numbered_and_marked_one_after_the_other),
    };
    return HARNESS_RUN(cases);
}
