#include "breaker.h"

#include <pthread.h>
#include <time.h>
#include <apr_time.h>

#include "base/wait.h"

#define REST       apr_time_from_sec(1)
#define LONG_REST  apr_time_from_sec(10)    /* while the server is silent: it may have moved to another address */
#define STALL      apr_time_from_msec(2500) /* nothing has moved: whoever waits is told so (503 within 3 s) */
#define CROWDED    apr_time_from_msec(300)  /* the same, when most threads wait already and pages elsewhere suffer */
#define PATIENCE   apr_time_from_sec(10)    /* although things move */
#define LOOK_AGAIN apr_time_from_msec(100)

struct lic_breaker_t {
    apr_uint64_t until; /* instant up to which nobody tries; 0: all is well */
    int silent;         /* as far as pulse.c has noticed */
    pthread_mutex_t mutex;
    pthread_cond_t free;
    int inside; /* a thread is asking the pool */
    int waiting;
    apr_time_t moved; /* when it began to, or a connection was last had or given back */
};

static int crowd = 16; /* as many waiting threads are too many */

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
    crowd = threads > 4 ? threads / 2 : 2;
}

int lic_breaker_silent(const lic_breaker_t *breaker)
{
    return __atomic_load_n(&breaker->silent, __ATOMIC_RELAXED);
}

static apr_uint64_t after_rest(const lic_breaker_t *breaker, apr_time_t now)
{
    return (apr_uint64_t)(now + (lic_breaker_silent(breaker) ? LONG_REST : REST));
}

/* Open, or this thread is the one that finds out whether it may be. */
static int may_try(lic_breaker_t *breaker, apr_time_t now)
{
    apr_uint64_t until = __atomic_load_n(&breaker->until, __ATOMIC_RELAXED);
    if (!until)
        return 1;
    if ((apr_time_t)until > now)
        return 0;
    return __atomic_compare_exchange_n(&breaker->until, &until, after_rest(breaker, now), 0, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED);
}

static int is_hopeless(const lic_breaker_t *breaker, apr_time_t since, apr_time_t now)
{
    const apr_time_t still = now - breaker->moved;
    return lic_breaker_silent(breaker) || still > STALL || (still > CROWDED && breaker->waiting > crowd) ||
           now - since > PATIENCE;
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
    int entered = may_try(breaker, since);
    if (!entered)
        return 0;
    pthread_mutex_lock(&breaker->mutex);
    breaker->waiting++;
    while (breaker->inside && entered) {
        const apr_time_t now = lic_wait_clock();
        entered = !is_hopeless(breaker, since, now);
        if (entered)
            wait_a_little(breaker);
    }
    breaker->waiting--;
    if (entered) {
        breaker->inside = 1;
        breaker->moved = lic_wait_clock();
    }
    pthread_mutex_unlock(&breaker->mutex);
    return entered;
}

void lic_breaker_leave(lic_breaker_t *breaker, int connected)
{
    const apr_time_t now = lic_wait_clock();
    if (connected)
        __atomic_store_n(&breaker->silent, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&breaker->until, connected ? 0 : after_rest(breaker, now), __ATOMIC_RELAXED);
    pthread_mutex_lock(&breaker->mutex);
    breaker->inside = 0;
    breaker->moved = now;
    pthread_cond_signal(&breaker->free);
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_moved(lic_breaker_t *breaker)
{
    const apr_time_t now = lic_wait_clock();
    pthread_mutex_lock(&breaker->mutex);
    breaker->moved = now;
    pthread_mutex_unlock(&breaker->mutex);
}

void lic_breaker_silence(lic_breaker_t *breaker, int silent)
{
    __atomic_store_n(&breaker->silent, silent, __ATOMIC_RELAXED);
    __atomic_store_n(&breaker->until, silent ? after_rest(breaker, lic_wait_clock()) : 0, __ATOMIC_RELAXED);
    pthread_mutex_lock(&breaker->mutex);
    pthread_cond_broadcast(&breaker->free);
    pthread_mutex_unlock(&breaker->mutex);
}
