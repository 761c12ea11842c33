#include "pulse.h"

#include <signal.h>
#include <string.h>

#include <ap_mpm.h>

#include "base/log.h"
#include "base/wait.h"
#include "pulse_peer.h"
#include "thread.h"
#include "timer.h"
#include "timer_plan.h"

#define LOOK         apr_time_from_msec(400)
#define LOOK_CLOSELY apr_time_from_msec(50)
#define BESIDES      16 /* who takes connections beside requests: the timer */

/* Together with LOOK, less than the three seconds within which a request is told. */
static const struct patience_t {
    apr_interval_time_t wait;   /* of a statement, until the server is asked */
    apr_interval_time_t answer; /* of the server */
} usual = {apr_time_from_sec(1), apr_time_from_sec(1)}, ending = {apr_time_from_msec(200), apr_time_from_msec(400)};

typedef enum { QUIET, ASKING, SILENT } state_t;

struct lic_pulse_t {
    lic_pulse_t *next;
    lic_breaker_t *breaker;
    pthread_mutex_t mutex;
    lic_peer_t peer;        /* under the mutex: whom the last connection led to */
    apr_uint32_t successes; /* of statements; atomic */

    /* the thread's own */
    state_t state;
    apr_time_t since;    /* of the state */
    lic_peer_t asked;    /* whom the question is for */
    apr_uint32_t before; /* successes when it was put */
    lic_peer_question_t question;
};

/* Whoever waits: a request's thread or the timer's. Taken without a lock, since under prefork a signal may end the
 * child while it is held. */
typedef struct place_t {
    lic_db_watch_t watch;
    lic_pulse_t *pulse; /* NULL: free */
} place_t;

/* Made while the configuration is read; anew whenever httpd maps the module again. */
static lic_pulse_t *pulses;

/* This child's. */
static struct {
    lic_thread_t *thread; /* NULL: nothing is watched */
    place_t *places;
    unsigned nplaces, next;
    volatile int hurry;
} child;

static apr_status_t forget(void *unused)
{
    (void)unused;
    pulses = NULL;
    return APR_SUCCESS;
}

lic_pulse_t *lic_pulse_make(apr_pool_t *pconf, lic_breaker_t *breaker)
{
    lic_pulse_t *pulse = apr_pcalloc(pconf, sizeof(*pulse));
    pthread_mutex_init(&pulse->mutex, NULL);
    pulse->breaker = breaker;
    pulse->question.fd = -1;
    if (!pulses)
        apr_pool_cleanup_register(pconf, NULL, forget, apr_pool_cleanup_null);
    pulse->next = pulses;
    pulses = pulse;
    return pulse;
}

/* --- who waits ---------------------------------------------------------------------------------------------------- */

static place_t *take_place(lic_pulse_t *pulse)
{
    if (!child.thread)
        return NULL;
    const unsigned first = __atomic_fetch_add(&child.next, 1, __ATOMIC_RELAXED);
    for (unsigned i = 0; i < child.nplaces; i++) {
        place_t *place = &child.places[(first + i) % child.nplaces];
        lic_pulse_t *nobody = NULL;
        if (__atomic_load_n(&place->pulse, __ATOMIC_RELAXED) ||
            !__atomic_compare_exchange_n(&place->pulse, &nobody, pulse, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            continue;
        place->watch.successes = &pulse->successes;
        __atomic_store_n(&place->watch.since, lic_wait_clock(), __ATOMIC_RELAXED);
        return place;
    }
    return NULL;
}

static void leave_place(place_t *place)
{
    __atomic_store_n(&place->watch.since, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&place->pulse, NULL, __ATOMIC_RELEASE);
}

/* Since when the one has waited that has done so for longest; 0: nobody waits. */
static apr_time_t longest(const lic_pulse_t *pulse)
{
    apr_time_t oldest = 0;
    for (unsigned i = 0; i < child.nplaces; i++) {
        const apr_time_t since = __atomic_load_n(&child.places[i].watch.since, __ATOMIC_RELAXED);
        if (since && __atomic_load_n(&child.places[i].pulse, __ATOMIC_ACQUIRE) == pulse && (!oldest || since < oldest))
            oldest = since;
    }
    return oldest;
}

/* --- sources that are watched ------------------------------------------------------------------------------------- */

typedef struct watched_t {
    lic_db_source_t *from;
    lic_pulse_t *pulse;
    lic_db_t *db; /* NULL: none is open, or it isn't watched */
    place_t *place;
} watched_t;

static void learn(lic_pulse_t *pulse, const lic_db_t *db)
{
    lic_peer_t peer;
    lic_peer_of(&peer, db);
    if (!peer.length)
        return;
    pthread_mutex_lock(&pulse->mutex);
    if (!lic_peer_same(&pulse->peer, &peer))
        pulse->peer = peer;
    pthread_mutex_unlock(&pulse->mutex);
}

static lic_error_t *watched_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    watched_t *watched = baton;
    place_t *place = watched->db ? NULL : take_place(watched->pulse);
    lic_error_t *err = watched->from->open(db, watched->from->baton, p);
    if (!place)
        return err;
    if (err) {
        leave_place(place);
        return err;
    }
    __atomic_store_n(&place->watch.since, 0, __ATOMIC_RELAXED);
    learn(watched->pulse, *db);
    lic_db_set_watch(*db, &place->watch);
    watched->place = place;
    watched->db = *db;
    return NULL;
}

/* After what is open has been rolled back, which may have to wait, too. */
static apr_status_t let_go(void *baton)
{
    watched_t *watched = baton;
    if (watched->db) {
        lic_db_rollback(watched->db);
        lic_db_set_watch(watched->db, NULL);
        leave_place(watched->place);
    }
    watched->db = NULL;
    return APR_SUCCESS;
}

static void watched_close(lic_db_t *db, void *baton)
{
    watched_t *watched = baton;
    if (db == watched->db)
        let_go(watched);
    watched->from->close(db, watched->from->baton);
}

lic_db_source_t *lic_pulse_source(lic_pulse_t *pulse, lic_db_source_t *from, apr_pool_t *p)
{
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    watched_t *watched = apr_pcalloc(p, sizeof(*watched));
    watched->from = from;
    watched->pulse = pulse;
    apr_pool_cleanup_register(p, watched, let_go, apr_pool_cleanup_null);
    *source = (lic_db_source_t){watched_open, watched_close, watched};
    return source;
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

static void become(lic_pulse_t *pulse, state_t state, apr_time_t now)
{
    pulse->state = state;
    pulse->since = now;
}

static lic_peer_t peer_now(lic_pulse_t *pulse)
{
    pthread_mutex_lock(&pulse->mutex);
    const lic_peer_t peer = pulse->peer;
    pthread_mutex_unlock(&pulse->mutex);
    return peer;
}

/* A statement that succeeded is a sign of life as well, and so is a connection that led elsewhere. */
static int is_alive(lic_pulse_t *pulse)
{
    const lic_peer_t peer = peer_now(pulse);
    return __atomic_load_n(&pulse->successes, __ATOMIC_RELAXED) != pulse->before ||
           !lic_peer_same(&peer, &pulse->asked) || lic_peer_answers(&pulse->question, &pulse->asked);
}

static void put_question(lic_pulse_t *pulse, apr_time_t now)
{
    pulse->asked = peer_now(pulse);
    pulse->before = __atomic_load_n(&pulse->successes, __ATOMIC_RELAXED);
    if (pulse->asked.length)
        become(pulse, ASKING, now);
}

static int is_question(int fd)
{
    for (const lic_pulse_t *pulse = pulses; pulse; pulse = pulse->next)
        if (pulse->question.fd == fd)
            return 1;
    return 0;
}

/* First the breaker, so that those who are told don't try again. Again and again, since PostgreSQL's library takes a
 * connection to be good until it is used, and since whoever tries anew needn't wait for as long. */
static void end_all(lic_pulse_t *pulse)
{
    if (!lic_breaker_silent(pulse->breaker))
        lic_breaker_silence(pulse->breaker, 1);
    lic_peer_end_all(&pulse->asked, is_question);
}

static void fall_silent(lic_pulse_t *pulse, apr_time_t now, apr_pool_t *p)
{
    become(pulse, SILENT, now);
    end_all(pulse);
    lic_log(LIC_LOG_WARNING, "LIC3303", p, "the database server %s gives no sign of life: connections to it are ended",
            lic_peer_name(&pulse->asked, p));
}

static void revive(lic_pulse_t *pulse, apr_time_t now, apr_pool_t *p)
{
    const lic_peer_t peer = peer_now(pulse);
    lic_log(LIC_LOG_NOTICE, "LIC3304", p, "the database is there again, after %d s, at %s",
            (int)apr_time_sec(now - pulse->since), lic_peer_name(&peer, p));
    lic_breaker_silence(pulse->breaker, 0);
    become(pulse, QUIET, now);
}

static void look_at(lic_pulse_t *pulse, apr_pool_t *p)
{
    const struct patience_t *patience = child.hurry ? &ending : &usual;
    const apr_time_t now = lic_wait_clock();
    apr_time_t waiting;
    switch (pulse->state) {
    case QUIET:
        waiting = longest(pulse);
        if (pulse->question.fd >= 0)
            lic_peer_take_leave(&pulse->question, &pulse->asked);
        else if (waiting && now - waiting > patience->wait && now - pulse->since > patience->wait)
            put_question(pulse, now);
        break;
    case ASKING:
        if (is_alive(pulse))
            become(pulse, QUIET, now);
        else if (now - pulse->since > patience->answer)
            fall_silent(pulse, now, p);
        break;
    case SILENT:
        if (is_alive(pulse))
            revive(pulse, now, p);
        else
            end_all(pulse);
        break;
    }
}

/* Under prefork the signal that ends the child waits until the connection is given back (dbd.c), and so does the hook.
 */
static int is_ending(void)
{
    sigset_t pending;
    if (!child.hurry && !sigpending(&pending) && (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP)))
        child.hurry = 1;
    return child.hurry;
}

static void *APR_THREAD_FUNC run(apr_thread_t *thread, void *data)
{
    lic_thread_t *mine = data;
    apr_pool_t *look;
    (void)thread;
    apr_pool_create(&look, mine->pool);
    while (!mine->stop) {
        apr_interval_time_t rest = is_ending() ? LOOK_CLOSELY : LOOK;
        for (lic_pulse_t *pulse = pulses; pulse; pulse = pulse->next) {
            look_at(pulse, look);
            if (pulse->state != QUIET || pulse->question.fd >= 0)
                rest = LOOK_CLOSELY;
        }
        apr_pool_clear(look);
        lic_thread_rest(mine, rest);
    }
    for (lic_pulse_t *pulse = pulses; pulse; pulse = pulse->next)
        lic_peer_hang_up(&pulse->question);
    return NULL;
}

/* --- a child's life ----------------------------------------------------------------------------------------------- */

static apr_status_t join(void *data)
{
    lic_thread_t *thread = data;
    lic_thread_join(thread);
    child.thread = NULL;
    return APR_SUCCESS;
}

static int is_wanted(void)
{
    const apr_array_header_t *databases = lic_timer_databases();
    for (int i = 0; databases && i < databases->nelts; i++)
        if (strcmp(APR_ARRAY_IDX(databases, i, lic_timer_database_t).driver, "sqlite3"))
            return 1;
    return 0;
}

void lic_pulse_start(apr_pool_t *pchild, server_rec *s)
{
    int threads = 1;
    (void)s;
    lic_thread_t *thread = is_wanted() ? lic_thread_make(pchild, "licences-pulse") : NULL;
    if (!thread)
        return;
    (void)ap_mpm_query(AP_MPMQ_MAX_THREADS, &threads);
    child.nplaces = (unsigned)threads + BESIDES;
    child.places = apr_pcalloc(thread->pool, child.nplaces * sizeof(*child.places));
    if (lic_thread_start(thread, run, thread) != APR_SUCCESS) {
        lic_log(LIC_LOG_ERROR, "LIC3305", pchild, "no thread can be started that notices when the database is silent");
        return;
    }
    child.thread = thread;
    apr_pool_pre_cleanup_register(pchild, thread, join);
}

void lic_pulse_stop(apr_pool_t *pchild, int graceful)
{
    (void)pchild;
    if (!graceful)
        child.hurry = 1;
}
