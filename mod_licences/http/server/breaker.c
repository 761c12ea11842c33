/* http/server/breaker.c  Lets one thread at a time ask the pool, and tells the others in time that the database is
 * out of reach. */
#include "http/server/breaker.h"

#include <pthread.h>
#include <time.h>
#include <apr_time.h>

#include "base/wait.h"

#define REST       apr_time_from_sec(1)
#define STALL      apr_time_from_msec(2500) /* without progress: give up (503 within 3 s) */
#define CROWDED    apr_time_from_msec(300) /* the same while most threads wait here, and none is left for other pages */
#define PATIENCE   apr_time_from_sec(10)   /* give up although there is progress */
#define LOOK_AGAIN apr_time_from_msec(20)  /* nobody signals when a doubt has gone */

struct lic_breaker_t {
    const apr_time_t *silent; /* not 0: the server gives no answer; atomic. NULL: it is never silent */
    const int *doubted;       /* not 0: whether it does is being found out; atomic */
    pthread_mutex_t mutex;
    /* under the mutex */
    pthread_cond_t free;
    apr_time_t until; /* nobody tries to connect before; 0: the last attempt succeeded */
    int known, taken; /* connections that were used here, and those of them in use now */
    int inside;       /* a thread is asking the pool */
    int waiting;
    apr_time_t moved; /* the last progress: somebody began to ask, got a connection, gave one back, or nobody waited */
};

static int queue = 16; /* more waiting threads than that are a crowd */

lic_breaker_t *lic_breaker_make(apr_pool_t *p)
{
    lic_breaker_t *breaker = apr_pcalloc(p, sizeof(*breaker));
    pthread_mutex_init(&breaker->mutex, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&breaker->free, &attributes);
    pthread_condattr_destroy(&attributes);
    return breaker;
}

void lic_breaker_start(int threads)
{
    queue = threads > 4 ? threads / 2 : 2;
}

void lic_breaker_heed(lic_breaker_t *breaker, const apr_time_t *silent, const int *doubted)
{
    breaker->silent = silent;
    breaker->doubted = doubted;
}

static int is_silent(const lic_breaker_t *breaker)
{
    return breaker->silent && __atomic_load_n(breaker->silent, __ATOMIC_RELAXED);
}

/* Open as a circuit is: nobody tries to connect. The pool is locked for as long as that takes, also for those who give
 * a connection back. */
static int is_open(const lic_breaker_t *breaker, apr_time_t now)
{
    return breaker->until > now;
}

static int is_doubted(const lic_breaker_t *breaker)
{
    return breaker->doubted && __atomic_load_n(breaker->doubted, __ATOMIC_RELAXED);
}

/* Whether the pool should have an idle connection. If another module has taken it, the pool makes a new one. */
static int has_idle(const lic_breaker_t *breaker)
{
    return breaker->known > breaker->taken;
}

static int may_enter(const lic_breaker_t *breaker, apr_time_t now)
{
    return !breaker->inside && !is_silent(breaker) &&
           (has_idle(breaker) || !(is_open(breaker, now) || is_doubted(breaker)));
}

static int is_hopeless(const lic_breaker_t *breaker, apr_time_t since, apr_time_t now)
{
    const apr_time_t still = now - breaker->moved;
    return is_silent(breaker) || (is_open(breaker, now) && !breaker->known) || still > STALL ||
           (still > CROWDED && breaker->waiting > queue) || now - since > PATIENCE;
}

static void wait_a_little(lic_breaker_t *breaker)
{
    struct timespec until;
    const apr_time_t at = lic_wait_clock() + LOOK_AGAIN;
    until.tv_sec = (time_t)apr_time_sec(at);
    until.tv_nsec = (long)apr_time_usec(at) * 1000;
    pthread_cond_timedwait(&breaker->free, &breaker->mutex, &until);
}

int lic_breaker_enter(lic_breaker_t *breaker)
{
    const apr_time_t since = lic_wait_clock();
    apr_time_t now = since;
    pthread_mutex_lock(&breaker->mutex);
    if (!breaker->waiting++)
        breaker->moved = since; /* nothing has stalled that nobody waited for */
    while (!may_enter(breaker, now) && !is_hopeless(breaker, since, now)) {
        wait_a_little(breaker);
        now = lic_wait_clock();
    }
    breaker->waiting--;
    const int entered = may_enter(breaker, now);
    if (entered) {
        breaker->inside = 1;
        breaker->moved = now;
    }
    if (entered && breaker->until && !has_idle(breaker)) /* this thread tries; nobody else before it knows */
        breaker->until = now + REST;
    pthread_mutex_unlock(&breaker->mutex);
    return entered;
}

void lic_breaker_leave(lic_breaker_t *breaker, lic_breaker_outcome_t outcome)
{
    const apr_time_t now = lic_wait_clock();
    pthread_mutex_lock(&breaker->mutex);
    breaker->inside = 0;
    if (outcome != LIC_BREAKER_IDLE)
        breaker->until = outcome == LIC_BREAKER_MADE ? 0 : now + REST;
    breaker->taken += outcome != LIC_BREAKER_FAILED;
    breaker->moved = now;
    pthread_cond_signal(&breaker->free);
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_give_back(lic_breaker_t *breaker)
{
    const apr_time_t now = lic_wait_clock();
    pthread_mutex_lock(&breaker->mutex);
    breaker->taken--;
    breaker->moved = now;
    pthread_cond_signal(&breaker->free);
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_know(lic_breaker_t *breaker)
{
    pthread_mutex_lock(&breaker->mutex);
    breaker->known++;
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_forget(lic_breaker_t *breaker)
{
    pthread_mutex_lock(&breaker->mutex);
    breaker->known--;
    pthread_mutex_unlock(&breaker->mutex);
}
