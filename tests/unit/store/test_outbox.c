/* The outbox: each row has one holder at a time, on every database, and what became of it is kept. */
#include "harness.h"

#include <string.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "store/account.h"
#include "store/failure.h"
#include "store/outbox.h"
#include "store/statement.h"

#define MINUTE   apr_time_from_sec(60)
#define NOW      HARNESS_NOW
#define ROWS     60
#define CLAIMERS 4

static void add_row(harness_t *h, int account, int id, apr_time_t next_try)
{
    assert_ok(lic_db_run(h->db,
                         apr_psprintf(h->p,
                                      "INSERT INTO outbox (account, id, event, kind, address, language, rows_told, "
                                      "state, bucket, attempts, refused, next_try, claimed_by, claimed_until, "
                                      "last_error, created_at) VALUES (%d, %d, %d, 'bought', 'a@acme.example', "
                                      "'da-DK', 1, 'waiting', 0, 0, 0, %" APR_INT64_T_FMT ", '', 0, '', 1795514000)",
                                      account, id, id, (apr_int64_t)apr_time_sec(next_try)),
                         h->p));
}

static void add_account(harness_t *h, const char *key)
{
    lic_account_t account = {.key = key,
                             .name = "Acme",
                             .currency = "DKK",
                             .locale = "da-DK",
                             .timezone = "Europe/Copenhagen",
                             .billing = "a@acme.example",
                             .legal_name = "",
                             .address = "",
                             .country = "",
                             .vat_id = "",
                             .electronic_address = "",
                             .order_number = "",
                             .months = 1,
                             .anchor = lic_date_make(2026, 11, 1),
                             .period_start = lic_date_make(2026, 11, 1),
                             .period_end = lic_date_make(2026, 12, 1),
                             .ceiling = 1000};
    assert_ok(lic_account_insert(h->db, &account, h->p));
}

static void fill(harness_t *h, int rows)
{
    add_account(h, "acme");
    for (int id = 1; id <= rows; id++)
        add_row(h, 1, id, NOW - id * MINUTE);
}

static apr_array_header_t *claim(harness_t *h, lic_db_t *db, const char *holder, apr_time_t now, int limit)
{
    apr_array_header_t *rows;
    assert_ok(lic_outbox_claim(&rows, db, holder, now, now + 5 * MINUTE, limit, h->p));
    return rows;
}

static lic_outbox_row_t *claim_one(harness_t *h, const char *holder, apr_time_t now)
{
    apr_array_header_t *rows = claim(h, h->db, holder, now, 1);
    assert_int_equal(rows->nelts, 1);
    return &APR_ARRAY_IDX(rows, 0, lic_outbox_row_t);
}

static void a_claim_hands_out_the_row_and_the_longest_due_first(harness_t *h)
{
    fill(h, 3);
    add_row(h, 1, 4, NOW + MINUTE);
    apr_array_header_t *rows = claim(h, h->db, "a", NOW, 2);
    assert_int_equal(rows->nelts, 2);
    const lic_outbox_row_t *row = &APR_ARRAY_IDX(rows, 0, lic_outbox_row_t);
    assert_int_equal(row->account, 1);
    assert_int_equal(row->id, 3);
    assert_int_equal(row->event, 3);
    assert_string_equal(row->account_key, "acme");
    assert_string_equal(row->kind, "bought");
    assert_string_equal(row->address, "a@acme.example");
    assert_string_equal(row->language, "da-DK");
    assert_int_equal(row->rows_told, 1);
    assert_int_equal(apr_time_sec(row->created), 1795514000);
    assert_int_equal(APR_ARRAY_IDX(rows, 1, lic_outbox_row_t).id, 2);
    assert_int_equal(claim(h, h->db, "a", NOW, 9)->nelts, 1); /* the fourth isn't due */
}

static void a_claimed_row_is_nobody_elses_until_the_claim_ends(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    fill(h, 1);
    assert_int_equal(claim(h, h->db, "a", NOW, 9)->nelts, 1);
    assert_int_equal(claim(h, other, "b", NOW, 9)->nelts, 0);
    assert_int_equal(claim(h, other, "b", NOW + 5 * MINUTE - apr_time_from_sec(1), 9)->nelts, 0);
    assert_int_equal(claim(h, other, "b", NOW + 5 * MINUTE, 9)->nelts, 1);
}

static void a_claim_begins_anew_with_the_message(harness_t *h)
{
    int mine = 0;
    lic_db_t *other = harness_open(h, h->p);
    fill(h, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    const apr_time_t late = NOW + 6 * MINUTE; /* the claim is over, but nobody has noticed yet */
    assert_ok(lic_outbox_begin(&mine, h->db, row, "a", late + 5 * MINUTE, late, h->p));
    assert_true(mine);
    assert_int_equal(claim(h, other, "b", late + 5 * MINUTE - apr_time_from_sec(1), 9)->nelts, 0);
    assert_int_equal(claim(h, other, "b", late + 5 * MINUTE, 9)->nelts, 1);
}

static void whoever_lost_a_claim_can_change_nothing(harness_t *h)
{
    int mine = 1;
    fill(h, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    claim_one(h, "b", NOW + 6 * MINUTE);
    assert_ok(lic_outbox_begin(&mine, h->db, row, "a", NOW + 14 * MINUTE, NOW + 9 * MINUTE, h->p));
    assert_false(mine);
    mine = 1;
    assert_ok(lic_outbox_sent(&mine, h->db, row, "a", NOW, h->p));
    assert_false(mine);
    mine = 1;
    assert_ok(lic_outbox_delay(&mine, h->db, row, "a", NOW, "why", h->p));
    assert_false(mine);
    mine = 1;
    assert_ok(lic_outbox_park(&mine, h->db, row, "a", "why", h->p));
    assert_false(mine);
    assert_ok(lic_outbox_sent(&mine, h->db, row, "b", NOW, h->p));
    assert_true(mine);
}

static void what_is_sent_is_never_claimed_again(harness_t *h)
{
    int mine;
    fill(h, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    assert_ok(lic_outbox_sent(&mine, h->db, row, "a", NOW, h->p));
    assert_true(mine);
    assert_int_equal(claim(h, h->db, "a", NOW + 999 * MINUTE, 9)->nelts, 0);
}

static void a_try_that_dies_is_counted_and_due_again_behind_the_others(harness_t *h)
{
    int mine;
    fill(h, 2);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    assert_int_equal(row->id, 2);
    assert_ok(lic_outbox_begin(&mine, h->db, row, "a", NOW + 5 * MINUTE, NOW + 7 * MINUTE, h->p));
    assert_true(mine);
    assert_int_equal(claim(h, h->db, "b", NOW + 6 * MINUTE, 9)->nelts, 1);
    row = claim_one(h, "c", NOW + 7 * MINUTE);
    assert_int_equal(row->id, 2);
    assert_int_equal(row->attempts, 1);
}

static void what_is_put_off_keeps_its_counts_and_comes_back(harness_t *h)
{
    int mine;
    fill(h, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    row->attempts = 4;
    row->refused = 2;
    assert_ok(lic_outbox_delay(&mine, h->db, row, "a", NOW + MINUTE, "451 later", h->p));
    assert_true(mine);
    assert_int_equal(claim(h, h->db, "a", NOW, 9)->nelts, 0);
    row = claim_one(h, "a", NOW + MINUTE);
    assert_int_equal(row->attempts, 4);
    assert_int_equal(row->refused, 2);
}

static void what_is_given_back_is_due_at_once_and_no_try(harness_t *h)
{
    fill(h, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    assert_ok(lic_outbox_release(h->db, row, "a", h->p));
    assert_int_equal(claim_one(h, "b", NOW)->attempts, 0);
}

static void what_is_parked_waits_for_somebody_to_say_so(harness_t *h)
{
    int mine;
    apr_int64_t count;
    fill(h, 1);
    add_account(h, "globex");
    add_row(h, 2, 1, NOW);
    for (int i = 0; i < 2; i++) {
        lic_outbox_row_t *row = claim_one(h, "a", NOW);
        row->attempts = row->refused = 6;
        assert_ok(lic_outbox_park(&mine, h->db, row, "a", "554 no", h->p));
        assert_true(mine);
    }
    assert_int_equal(claim(h, h->db, "a", NOW + 9999 * MINUTE, 9)->nelts, 0);
    assert_ok(lic_outbox_retry(&count, h->db, 2, NOW, h->p));
    assert_int_equal(count, 1);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    assert_string_equal(row->account_key, "globex");
    assert_int_equal(row->attempts + row->refused, 0);
    assert_ok(lic_outbox_retry(&count, h->db, 0, NOW, h->p));
    assert_int_equal(count, 1);
}

static void a_long_reason_is_cut_between_characters(harness_t *h)
{
    const char *why = "x";
    fill(h, 1);
    for (int i = 0; i < 150; i++)
        why = apr_pstrcat(h->p, why, "\xc3\xb8", NULL);
    lic_outbox_row_t *row = claim_one(h, "a", NOW);
    assert_ok(lic_outbox_delay(NULL, h->db, row, "a", NOW, why, h->p));
    assert_int_equal(claim(h, h->db, "a", NOW, 9)->nelts, 1);
}

/* --- many at once ----------------------------------------------------------------------------------------------------
 */

typedef struct claimer_t {
    harness_t *h;
    lic_db_t *db;
    apr_pool_t *pool;
    const char *holder;
    int seen[ROWS + 1];
    lic_error_t *err;
} claimer_t;

static void *APR_THREAD_FUNC claim_all(apr_thread_t *thread, void *data)
{
    claimer_t *c = data;
    apr_pool_t *each;
    (void)thread;
    apr_pool_create(&each, c->pool);
    for (int empty = 0; empty < 3 && !c->err;) {
        apr_array_header_t *rows;
        apr_pool_clear(each);
        lic_error_t *err = lic_outbox_claim(&rows, c->db, c->holder, NOW, NOW + 5 * MINUTE, 3, each);
        if (err && lic_db_error_is_retriable(err))
            continue;
        c->err = err ? lic_error_wrap(err, c->pool, "claiming") : NULL;
        for (int i = 0; !err && i < rows->nelts; i++)
            c->seen[APR_ARRAY_IDX(rows, i, lic_outbox_row_t).id]++;
        empty += !err && !rows->nelts;
    }
    return NULL;
}

static void of_many_who_claim_at_once_each_row_has_one_holder(harness_t *h)
{
    claimer_t claimers[CLAIMERS];
    apr_thread_t *threads[CLAIMERS];
    fill(h, ROWS);
    for (int i = 0; i < CLAIMERS; i++) {
        apr_pool_t *own;
        apr_pool_create_unmanaged_ex(&own, NULL, NULL);
        claimers[i] = (claimer_t){.h = h, .pool = own, .holder = apr_psprintf(h->p, "holder %d", i)};
        claimers[i].db = harness_open(h, own);
    }
    for (int i = 0; i < CLAIMERS; i++)
        assert_int_equal(apr_thread_create(&threads[i], NULL, claim_all, &claimers[i], h->p), APR_SUCCESS);
    for (int i = 0; i < CLAIMERS; i++) {
        apr_status_t status;
        apr_thread_join(&status, threads[i]);
    }
    for (int id = 1; id <= ROWS; id++) {
        int holders = 0;
        for (int i = 0; i < CLAIMERS; i++)
            holders += claimers[i].seen[id];
        assert_int_equal(holders, 1);
    }
    for (int i = 0; i < CLAIMERS; i++) {
        assert_ok(claimers[i].err);
        apr_pool_destroy(claimers[i].pool);
    }
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_claim_hands_out_the_row_and_the_longest_due_first),
        HARNESS_TEST(a_claimed_row_is_nobody_elses_until_the_claim_ends),
        HARNESS_TEST(a_claim_begins_anew_with_the_message),
        HARNESS_TEST(whoever_lost_a_claim_can_change_nothing),
        HARNESS_TEST(what_is_sent_is_never_claimed_again),
        HARNESS_TEST(a_try_that_dies_is_counted_and_due_again_behind_the_others),
        HARNESS_TEST(what_is_put_off_keeps_its_counts_and_comes_back),
        HARNESS_TEST(what_is_given_back_is_due_at_once_and_no_try),
        HARNESS_TEST(what_is_parked_waits_for_somebody_to_say_so),
        HARNESS_TEST(a_long_reason_is_cut_between_characters),
        HARNESS_TEST(of_many_who_claim_at_once_each_row_has_one_holder),
    };
    return harness_main("outbox", cases, (int)(sizeof(cases) / sizeof(*cases)));
}
