/* Leases: one holder at a time, on every database, whoever dies or sleeps. */
#include "harness.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>
#include <apr_strings.h>

#include "store/failure.h"
#include "store/lease.h"
#include "store/setting.h"
#include "store/transaction.h"

#define SECOND apr_time_from_sec(1)

static lic_lease_t *take(harness_t *h, lic_db_t *db, const char *name, const char *holder, apr_interval_time_t ttl)
{
    lic_lease_t *lease;
    assert_ok(lic_lease_take(&lease, NULL, db, name, holder, ttl, NULL, h->p));
    return lease;
}

/* Tries until the lease is had: there is nothing to wait for but the database's clock. */
static lic_lease_t *take_at_last(harness_t *h, lic_db_t *db, const char *name, const char *holder)
{
    for (int tries = 0; tries < 500; tries++) {
        lic_lease_t *lease = take(h, db, name, holder, LIC_LEASE_TTL);
        if (lease)
            return lease;
        apr_sleep(apr_time_from_msec(20));
    }
    fail_msg("%s never came free", name);
    return NULL;
}

static lic_error_t *work(lic_db_t *db, const lic_lease_t *lease, apr_pool_t *p)
{
    LIC_TRY(lic_db_begin(db, p));
    lic_error_t *err = lic_lease_beat(db, lease, p);
    if (err) {
        lic_db_rollback(db);
        return err;
    }
    return lic_db_commit(db, p);
}

static void a_lease_is_one_holders_at_a_time(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    const char *by;
    lic_lease_t *lease = take(h, h->db, "sweep-03", "a", LIC_LEASE_TTL), *second;
    assert_non_null(lease);
    assert_ok(lic_lease_take(&second, &by, other, "sweep-03", "b", LIC_LEASE_TTL, NULL, h->p));
    assert_null(second);
    assert_string_equal(by, "a");
    assert_null(take(h, h->db, "sweep-03", "a", LIC_LEASE_TTL));
    assert_non_null(take(h, other, "sweep-04", "b", LIC_LEASE_TTL));
    assert_ok(work(h->db, lease, h->p));
}

static void what_is_given_back_is_free_at_once_under_a_new_token(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    lic_lease_t *first = take(h, h->db, "sweep-00", "a", LIC_LEASE_TTL);
    assert_ok(lic_lease_release(h->db, first, h->p));
    lic_lease_t *second = take(h, other, "sweep-00", "b", LIC_LEASE_TTL);
    assert_non_null(second);
    assert_true(second->token > first->token);
    assert_ok(lic_lease_release(h->db, first, h->p)); /* once more: another's lease is left alone */
    assert_ok(work(other, second, h->p));
}

static void one_is_given_back_where_the_next_is_taken(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    lic_lease_t *first = take(h, h->db, "sweep-00", "a", LIC_LEASE_TTL), *next;
    take(h, other, "sweep-01", "b", LIC_LEASE_TTL);
    assert_ok(lic_lease_take(&next, NULL, h->db, "sweep-01", "a", LIC_LEASE_TTL, first, h->p));
    assert_null(next);
    assert_ok(work(h->db, first, h->p)); /* kept, as nothing was taken */
    assert_ok(lic_lease_take(&next, NULL, h->db, "sweep-02", "a", LIC_LEASE_TTL, first, h->p));
    assert_non_null(next);
    assert_problem(work(h->db, first, h->p), LIC_CONFLICT, "lease-lost");
    assert_non_null(take(h, other, "sweep-00", "b", LIC_LEASE_TTL));
    assert_ok(work(h->db, next, h->p));
}

static void whoever_slept_past_the_end_touches_nothing(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    lic_lease_t *stalled = take(h, h->db, "sweep-00", "a", SECOND);
    lic_lease_t *next = take_at_last(h, other, "sweep-00", "b");
    lic_error_t *err = assert_problem(work(h->db, stalled, h->p), LIC_CONFLICT, "lease-lost");
    assert_true(lic_lease_error_is_lost(err));
    assert_ok(work(other, next, h->p));
    assert_ok(lic_lease_release(other, next, h->p));
    /* also when nobody has it now */
    assert_problem(work(h->db, stalled, h->p), LIC_CONFLICT, "lease-lost");
}

static void an_end_that_has_passed_is_an_end_though_nobody_came(harness_t *h)
{
    lic_lease_t *stalled = take(h, h->db, "sweep-00", "a", SECOND);
    lic_lease_t *clock = take(h, h->db, "clock", "a", SECOND);
    take_at_last(h, h->db, clock->name, "b"); /* taken later, so it ends no sooner than sweep-00 */
    assert_problem(work(h->db, stalled, h->p), LIC_CONFLICT, "lease-lost");
}

static void each_beat_makes_it_last(harness_t *h)
{
    lic_db_t *other = harness_open(h, h->p);
    lic_lease_t *lease = take(h, h->db, "sweep-00", "a", 3 * SECOND);
    lic_lease_t *clock = take(h, h->db, "clock", "a", 4 * SECOND), *passed = NULL;
    while (!passed) { /* longer than it would have lasted */
        assert_ok(work(h->db, lease, h->p));
        assert_null(take(h, other, "sweep-00", "b", LIC_LEASE_TTL));
        apr_sleep(apr_time_from_msec(100));
        passed = take(h, other, clock->name, "b", SECOND);
    }
    assert_ok(work(h->db, lease, h->p));
}

static void a_transaction_under_it_keeps_others_out_past_its_end(harness_t *h)
{
    harness_only(h, "pgsql mysql"); /* SQLite has one writer at a time anyway */
    lic_db_t *other = harness_open(h, h->p);
    lic_lease_t *lease = take(h, h->db, "sweep-00", "a", 4 * SECOND);
    lic_lease_t *clock = take(h, other, "clock", "b", 5 * SECOND);
    assert_ok(lic_db_begin(h->db, h->p));
    assert_ok(lic_lease_beat(h->db, lease, h->p));
    take_at_last(h, other, clock->name, "b");
    const apr_time_t before = apr_time_now();
    assert_null(take(h, other, "sweep-00", "b", LIC_LEASE_TTL));
    assert_true(apr_time_now() - before < SECOND); /* without waiting for the lock */
    assert_ok(lic_db_commit(h->db, h->p));
    assert_non_null(take_at_last(h, other, "sweep-00", "b"));
}

static void holders_are_told_apart(harness_t *h)
{
    const char *one = lic_lease_holder(h->p), *two = lic_lease_holder(h->p);
    assert_string_not_equal(one, two);
    assert_true(strlen(one) < LIC_LEASE_HOLDER);
}

/* --- many processes, killed and put to sleep ------------------------------------------------------------------------
 */

#define CONTENDERS 6
#define ROUNDS     20 /* murders and sleeps */

typedef struct arena_t {
    harness_t *h;
    int lock;   /* a file that is locked while a transaction is under way */
    int report; /* a file to which each commit, and each breach, adds a letter */
} arena_t;

/* "TOKEN COUNT": who worked last, and how often anybody has */
static lic_error_t *ledger_add(lic_db_t *db, const lic_lease_t *lease, int *older, apr_pool_t *p)
{
    const char *value;
    long long token = 0, count = 0;
    LIC_TRY(lic_setting_get(&value, db, "ledger", p));
    if (value) {
        char *end;
        token = strtoll(value, &end, 10);
        count = strtoll(end, NULL, 10);
    }
    *older = token > lease->token;
    apr_sleep(2000);
    return lic_setting_set(
        db, "ledger", apr_psprintf(p, "%" APR_INT64_T_FMT " %" APR_INT64_T_FMT, lease->token, (apr_int64_t)(count + 1)),
        p);
}

static lic_error_t *contend_transaction(const arena_t *arena, lic_db_t *db, const lic_lease_t *lease, apr_pool_t *p)
{
    int older = 0, alone;
    LIC_TRY(lic_db_begin(db, p));
    LIC_TRY(lic_lease_beat(db, lease, p));
    alone = flock(arena->lock, LOCK_EX | LOCK_NB) == 0;
    lic_error_t *err = ledger_add(db, lease, &older, p);
    if (alone)
        flock(arena->lock, LOCK_UN);
    if (!alone && write(arena->report, "!", 1) != 1)
        abort();
    if (older && write(arena->report, "<", 1) != 1)
        abort();
    LIC_TRY(err);
    LIC_TRY(lic_db_commit(db, p));
    if (write(arena->report, "c", 1) != 1)
        abort();
    return NULL;
}

static lic_error_t *contend_once(const arena_t *arena, lic_db_t *db, const char *holder, apr_pool_t *p)
{
    lic_lease_t *lease;
    LIC_TRY(lic_lease_take(&lease, NULL, db, "sweep-00", holder, SECOND, NULL, p));
    if (!lease)
        return NULL;
    for (int i = 0; i < 8; i++)
        LIC_TRY(contend_transaction(arena, db, lease, p));
    return lic_lease_release(db, lease, p);
}

static void contend(const arena_t *arena)
{
    apr_pool_t *p, *each;
    lic_db_t *db;
    char name[200];
    apr_pool_create(&p, NULL);
    apr_pool_create(&each, p);
    /* an open file of its own: those that are inherited share their locks */
    arena_t mine = *arena;
    apr_snprintf(name, sizeof(name), "/proc/self/fd/%d", arena->lock);
    mine.lock = open(name, O_RDWR);
    if (mine.lock < 0 || arena->h->source->open(&db, arena->h->source->baton, p))
        _exit(1);
    const char *holder = lic_lease_holder(p);
    for (;;) {
        lic_error_t *err = contend_once(&mine, db, holder, each);
        if (err && !lic_db_error_is_retriable(err) && !lic_lease_error_is_lost(err))
            _exit(1); /* the parent starts another */
        lic_db_rollback(db);
        apr_pool_clear(each);
        apr_sleep(5000);
    }
}

static pid_t contender(const arena_t *arena)
{
    const pid_t pid = fork();
    if (pid == 0)
        contend(arena);
    assert_true(pid > 0);
    return pid;
}

/* kills one, or lets it sleep for longer than a lease lasts */
static void strike(const arena_t *arena, pid_t *pids, unsigned dice)
{
    pid_t *pid = &pids[dice % CONTENDERS];
    if (dice / CONTENDERS % 3 == 0) {
        kill(*pid, SIGSTOP);
        apr_sleep(apr_time_from_msec(1500));
        kill(*pid, SIGCONT);
        return;
    }
    kill(*pid, SIGKILL);
    waitpid(*pid, NULL, 0);
    *pid = contender(arena);
    apr_sleep(apr_time_from_msec(30));
}

static int letters(const arena_t *arena, char which)
{
    char buffer[4096];
    ssize_t n;
    int count = 0;
    lseek(arena->report, 0, SEEK_SET);
    while ((n = read(arena->report, buffer, sizeof(buffer))) > 0)
        for (ssize_t i = 0; i < n; i++)
            count += buffer[i] == which;
    return count;
}

static void temporary(int *fd, int flags)
{
    char name[] = "/tmp/licences-lease.XXXXXX";
    const int made = mkstemp(name);
    *fd = open(name, flags);
    unlink(name);
    assert_true(made >= 0 && *fd >= 0);
    close(made);
}

static void of_many_that_are_killed_or_asleep_one_works_at_a_time(harness_t *h)
{
    arena_t arena = {.h = h};
    pid_t pids[CONTENDERS];
    const char *value;
    temporary(&arena.lock, O_RDWR);
    temporary(&arena.report, O_RDWR | O_APPEND);
    srand(7);
    for (int i = 0; i < CONTENDERS; i++)
        pids[i] = contender(&arena);
    for (int round = 0; round < ROUNDS; round++)
        strike(&arena, pids, (unsigned)rand());
    for (int i = 0; i < CONTENDERS; i++) {
        kill(pids[i], SIGKILL);
        waitpid(pids[i], NULL, 0);
    }
    const int commits = letters(&arena, 'c');
    assert_int_equal(letters(&arena, '!'), 0); /* two at once */
    assert_int_equal(letters(&arena, '<'), 0); /* an older holder after a newer one */
    assert_true(commits > 0);
    lic_db_rollback(h->db);
    assert_ok(lic_setting_get(&value, h->db, "ledger", h->p));
    const long long count = value ? strtoll(strchr(value, ' '), NULL, 10) : 0;
    print_message("%lld transactions in the ledger, %d told of\n", count, commits);
    /* who was killed after a commit had no time to tell */
    assert_true(count >= commits && count <= commits + ROUNDS + CONTENDERS);
}

int main(void)
{
    static const harness_case_t cases[] = {
        HARNESS_TEST(a_lease_is_one_holders_at_a_time),
        HARNESS_TEST(what_is_given_back_is_free_at_once_under_a_new_token),
        HARNESS_TEST(one_is_given_back_where_the_next_is_taken),
        HARNESS_TEST(whoever_slept_past_the_end_touches_nothing),
        HARNESS_TEST(an_end_that_has_passed_is_an_end_though_nobody_came),
        HARNESS_TEST(each_beat_makes_it_last),
        HARNESS_TEST(a_transaction_under_it_keeps_others_out_past_its_end),
        HARNESS_TEST(holders_are_told_apart),
        HARNESS_TEST(of_many_that_are_killed_or_asleep_one_works_at_a_time),
    };
    return harness_main("lease", cases, (int)(sizeof(cases) / sizeof(cases[0])));
}
